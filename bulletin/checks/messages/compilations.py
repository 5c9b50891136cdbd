"""Messages about compilations."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, WARNING, ProblemSpec
from bulletin.core.i18n import N_

COMPILATIONS = {
    "chapter-listed-and-chosen": ProblemSpec(
        ERROR,
        N_("This chapter both lists its items and chooses them."),
        N_("Write either the items, or topics, unit, category, year and search."),
    ),
    "chapter-of-nothing": ProblemSpec(
        ERROR,
        N_("This chapter does not say which items are in it."),
        N_("Write items, or topics, unit, category, year or search."),
    ),
    "chapter-empty": ProblemSpec(
        WARNING,
        N_("There is no item that this chapter could show: it is printed without any."),
        N_("Check the spelling of topics, and the year; items that may not be read or have expired are not compiled."),
    ),
    "chapter-without-title": ProblemSpec(
        ERROR,
        N_("This chapter lists its items and has no title."),
        N_("Write a title: it stands in the contents."),
    ),
    "chapter-item-unknown": ProblemSpec(
        ERROR,
        N_("“{name}” is no published item."),
        N_("Write the id of an item, such as 2026/jinqiao; drafts and withdrawn items cannot be compiled."),
    ),
    "chapter-item-twice": ProblemSpec(
        ERROR,
        N_("“{name}” stands in this chapter twice."),
        N_("Take one of them out."),
    ),
}
