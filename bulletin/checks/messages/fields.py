"""Messages about the values of fields."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, ProblemSpec
from bulletin.core.i18n import N_

FIELDS = {
    "unknown-unit": ProblemSpec(
        ERROR,
        N_("Nobody knows the unit “{name}”."),
        N_("Units stand in registry/units.toml; a new one is added there."),
    ),
    "unknown-category": ProblemSpec(
        ERROR,
        N_("Nobody knows the category “{name}”."),
        N_("It may be: {known}. Categories stand in registry/categories.toml."),
    ),
    "unknown-publication": ProblemSpec(
        ERROR,
        N_("Nobody knows the publication “{name}”."),
        N_("Publications stand in registry/publications.toml; a new one is added there."),
    ),
    "unknown-term": ProblemSpec(
        ERROR,
        N_("“{name}” is no value for “{key}”."),
        N_("It may be: {known}."),
    ),
    "unreadable-date": ProblemSpec(
        ERROR,
        N_("“{text}” is no date that can be read."),
        N_("Write it as 2026-03-05 or 2026年3月5日."),
    ),
    "impossible-date": ProblemSpec(
        ERROR,
        N_("There is no day “{text}”."),
        N_("Check month and day."),
    ),
    "short-year": ProblemSpec(
        ERROR,
        N_("The year in “{text}” has fewer than four digits."),
        N_("Write the year in full, such as 2026-03-05."),
    ),
    "future-date": ProblemSpec(
        ERROR,
        N_("“{text}” lies after today ({today})."),
        N_("Check the year; if the date is right, build on that day or with --date."),
    ),
    "bad-time": ProblemSpec(
        ERROR,
        N_("“{text}” is no time of day that “{key}” can have."),
        N_("Write hours and minutes, such as {example}."),
    ),
    "bad-number": ProblemSpec(
        ERROR,
        N_("“{text}” is no number that “{key}” can have."),
        N_("Write a whole number from 1, such as 146."),
    ),
    "repeated-value": ProblemSpec(
        ERROR,
        N_("“{name}” stands twice in “{key}”."),
        N_("Keep one of the two."),
    ),
    "above-class": ProblemSpec(
        ERROR,
        N_("The classification “{text}” does not belong into this archive."),
        N_("This archive holds what is {known} only. Take the item out and handle it by the rules for its class."),
    ),
    "long-title": ProblemSpec(
        ERROR,
        N_("The title has {length} characters; more than {limit} cannot be set."),
        N_("Shorten it."),
    ),
}
