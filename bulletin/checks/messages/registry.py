"""Messages about the files of the registry."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, WARNING, ProblemSpec
from bulletin.core.i18n import N_

REGISTRY = {
    "missing-file": ProblemSpec(
        ERROR,
        N_("The file is missing."),
        N_("Create it as it is in an archive that “python3 build.py init” makes."),
    ),
    "toml-syntax": ProblemSpec(
        ERROR,
        N_("The file cannot be understood: {reason}."),
        N_('Texts stand in straight quotes, such as name = "城关镇"; lists in brackets, such as ["甲", "乙"].'),
    ),
    "closed-malformed": ProblemSpec(
        ERROR,
        N_("The closed period cannot be understood from here on."),
        N_("Take the file from the version history, as it was when the period was closed."),
    ),
    "closed-too-large": ProblemSpec(
        ERROR,
        N_("The file is larger than {limit}: no closed period needs so much."),
        N_("Take the file from the version history, as it was when the period was closed."),
    ),
    "closed-without-scheme": ProblemSpec(
        ERROR,
        N_(
            "The circular was closed with points, and no scheme is in force on {day} any more: they would not be shown."
        ),
        N_("Put the scheme back into registry/schemes/, with its days of validity; or reopen the period."),
    ),
    "closed-altered": ProblemSpec(
        ERROR,
        N_("The closed period is not what was printed: its content does not match its digest."),
        N_(
            "Take the file from the version history: what has become known since is listed without a change of it. "
            "To count the period anew, run “reopen”."
        ),
    ),
    "unknown-setting": ProblemSpec(
        WARNING,
        N_("Nobody knows the setting “{key}”; it was passed over."),
        N_("Known are: {known}."),
    ),
    "bad-setting": ProblemSpec(
        ERROR,
        N_("“{key}” has a value of the wrong kind."),
        N_("Write it such as {example}."),
    ),
    "missing-setting": ProblemSpec(
        ERROR,
        N_("“{key}” is missing."),
        N_("Add a line such as {example}."),
    ),
    "bad-id": ProblemSpec(
        ERROR,
        N_("The id “{name}” cannot become an address."),
        N_("Use lower-case letters, digits and hyphens, such as chengguan, and none of Windows' reserved names."),
    ),
    "duplicate-id": ProblemSpec(
        ERROR,
        N_("The id “{name}” stands here for the second time."),
        N_("Give each entry an id of its own."),
    ),
    "duplicate-name": ProblemSpec(
        ERROR,
        N_("Both “{name}” and “{other}” claim the name “{shared}”."),
        N_("A name or alias belongs to one entry only."),
    ),
    "unknown-reference": ProblemSpec(
        ERROR,
        N_("“{key}” names “{name}”, which is not there."),
        N_("Write the id of an entry of this registry."),
    ),
    "closed-unknown-entry": ProblemSpec(
        ERROR,
        N_("The circular was closed with “{name}” among its “{key}”, which the registry does not have any more."),
        N_("Put the entry back into the registry (a unit that is gone: with the day it left), or reopen the period."),
    ),
    "names-of-one-table": ProblemSpec(
        ERROR,
        N_("“[[{key}]]” and “[[{other}]]” (line {first}) are two names of one kind of table."),
        N_("Write [[{other}]] everywhere in this file; no table has to go."),
    ),
    "unknown-timezone": ProblemSpec(
        ERROR,
        N_("There is no time zone “{name}”, or this machine knows nothing of it."),
        N_('Write timezone = "Asia/Shanghai", or the hours that it is ahead of UTC, such as "+08:00".'),
    ),
    "date-and-span": ProblemSpec(
        ERROR,
        N_("“date” is a single day, “first” and “last” are the first and the last of several; both stand here."),
        N_("Keep one of the two."),
    ),
    "bad-address": ProblemSpec(
        ERROR,
        N_("“{text}” is no address of a page of this site."),
        N_("Write what stands behind the address of the site, such as {example}."),
    ),
    "wrong-form-is-right": ProblemSpec(
        ERROR,
        N_("“{name}” is a wrong form here and a right one in another entry."),
        N_("Take it out of one of the two."),
    ),
    "wrong-form-twice": ProblemSpec(
        ERROR,
        N_("“{name}” is a wrong form of “{other}” already."),
        N_("Take it out of one of the two."),
    ),
    "redirect-twice": ProblemSpec(
        ERROR,
        N_("Where {address} leads stands in line {first} already."),
        N_("Keep one of the two."),
    ),
    "redirect-circle": ProblemSpec(
        ERROR,
        N_("{address} leads in a circle back to itself."),
        N_("Write the address that there is a page at, or take an entry out."),
    ),
    "redirect-to-nothing": ProblemSpec(
        WARNING,
        N_("{address} leads to {target}, and there is no such page."),
        N_("Write the address that the page has now, or take the entry out."),
    ),
    "redirect-from-page": ProblemSpec(
        WARNING,
        N_("There is a page at {address}: nobody is led on from there."),
        N_("Take the entry out, or give the page another address."),
    ),
    "bad-span": ProblemSpec(
        ERROR,
        N_("From {first} to {last} is no time of days off: it ends before it begins, or has over {longest} days."),
        N_("Check year, month and day of both."),
    ),
    "work-on-holiday": ProblemSpec(
        ERROR,
        N_("{day} is to be worked, and is a day off for “{name}” as well."),
        N_("Correct one of the two entries."),
    ),
    "day-off-twice": ProblemSpec(
        WARNING,
        N_("{day} stands in the entry of line {first} already."),
        N_("Remove one of the two, or correct its date."),
    ),
    "worked-anyway": ProblemSpec(
        WARNING,
        N_("{day} is a work day anyway."),
        N_("Only Saturdays and Sundays that are worked stand here: check the date, or remove the entry."),
    ),
    "reference-circle": ProblemSpec(
        ERROR,
        N_("“{key}” leads from “{name}” back to itself."),
        N_("Correct one of the entries."),
    ),
}
