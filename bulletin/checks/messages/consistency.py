"""Messages of checks that need more than one file."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, WARNING, ProblemSpec
from bulletin.core.i18n import N_

CONSISTENCY = {
    "joined-authors": ProblemSpec(
        WARNING,
        N_("“{name}” counts as one author."),
        N_("If they are several, write “{shown}”."),
    ),
    "year-folder": ProblemSpec(
        WARNING,
        N_("The date {date} does not belong to the folder {year}."),
        N_("Move the file to the folder of its year, or correct the date."),
    ),
    "date-order": ProblemSpec(
        ERROR,
        N_("{later} ({later_day}) comes before {earlier} ({earlier_day})."),
        N_("One of the two dates is wrong."),
    ),
    "event-time-alone": ProblemSpec(
        ERROR,
        N_("“event-time” says the time of a day, and “event-date” is missing."),
        N_("Add a line such as event-date: 2026-03-04."),
    ),
    "feedback-without-day": ProblemSpec(
        WARNING,
        N_("The feedback was due on {due}, and “follow-up-date” is missing: whether it came in time is not known."),
        N_("Add follow-up-date (反馈日期), the day on which the feedback came."),
    ),
    "no-time": ProblemSpec(
        WARNING,
        N_("“{words}” counts hours, and “{key}” ({name}) is missing: {reason}."),
        N_("Add a line such as {example}."),
    ),
    "not-withdrawn": ProblemSpec(
        WARNING,
        N_("“{key}” is {date}, and the item is not withdrawn."),
        N_("Write “status: 撤回”, or take the day out."),
    ),
    "unit-not-there": ProblemSpec(
        ERROR,
        N_("{unit} did not exist on {date} ({span})."),
        N_("Name the unit that existed then, or correct the date or registry/units.toml."),
    ),
    "unknown-commission": ProblemSpec(
        ERROR,
        N_("There is no call or commission “{name}”."),
        N_("Calls stand in content/calls/."),
    ),
    "not-addressed": ProblemSpec(
        WARNING,
        N_("The commission “{name}” was not addressed to {unit}."),
        N_("Add the unit to content/calls/{name}.md, or take “commission” out."),
    ),
    "unit-not-asked": ProblemSpec(
        ERROR,
        N_("“{key}” names {unit}, which this call does not ask."),
        N_("The units that are asked: {known}. Write one of them, or take the entry out."),
    ),
    "unit-twice": ProblemSpec(
        ERROR,
        N_("“{key}” names {unit} in line {first} already."),
        N_("Keep one of the two."),
    ),
    "extended-without-due": ProblemSpec(
        ERROR,
        N_("The call has no due day that could be extended."),
        N_("Write the due day of the call (due), or take “extended” out."),
    ),
    "not-extended": ProblemSpec(
        ERROR,
        N_("“extended” gives time until {day}, and the call is due on {due} for all."),
        N_("Write a day after the due day of the call, or take the entry out."),
    ),
    "waived-and-answered": ProblemSpec(
        WARNING,
        N_("{unit} need not answer, and has answered all the same: “{other}”."),
        N_(
            "An answer in time counts all the same. If one after the due day is to count, take the unit out of "
            "“waived”, or give more time with “extended”."
        ),
    ),
    "duplicate-title": ProblemSpec(
        WARNING,
        N_("“{other}” has the same title."),
        N_("If it is the same item, remove one of the two."),
    ),
    "duplicate-body": ProblemSpec(
        ERROR,
        N_("“{other}” has the same text."),
        N_("It seems to have been submitted twice: remove one of the two."),
    ),
    "similar-text": ProblemSpec(
        WARNING,
        N_("{percent} % of this text and of “{other}” are the same (of the shorter of the two)."),
        N_("If it is the same story, remove one of the two; if one follows the other, name it with “follows” (续报)."),
    ),
    "topic-address": ProblemSpec(
        WARNING,
        N_("The topics “{name}” and “{other}” share one page."),
        N_("Write both in the same way."),
    ),
    "long-topic": ProblemSpec(
        WARNING,
        N_("The topic “{name}” is so long that its address was shortened."),
        N_("Write a short name, such as 流动党员; the rest belongs into the title or the text."),
    ),
    "unknown-item": ProblemSpec(
        ERROR,
        N_("There is no item “{name}”."),
        N_("An item is named by its folder and file name, such as 2026/jinqiao."),
    ),
    "follows-draft": ProblemSpec(
        ERROR,
        N_("The item “{name}” is a draft."),
        N_("Take “status: draft” out of it, or name the item that was published before."),
    ),
    "follows-withdrawn": ProblemSpec(
        WARNING,
        N_("The item “{name}” is withdrawn: readers cannot follow the story back."),
        N_("Name the item before it, or take “follows” out."),
    ),
    "follows-later": ProblemSpec(
        ERROR,
        N_("The item ({date}) is older than “{name}” ({other_date}), which it follows."),
        N_("Correct one of the two dates, or let the later item follow this one."),
    ),
    "follows-circle": ProblemSpec(
        ERROR,
        N_("The items follow each other in a circle: {names}."),
        N_("Take “follows” out of the one that was first."),
    ),
    "draft-in-issue": ProblemSpec(
        ERROR,
        N_("The item “{name}” is a draft."),
        N_("Take “status: draft” out of the item, or take the item out of the issue."),
    ),
    "restricted-in-issue": ProblemSpec(
        ERROR,
        N_("The item “{name}” is for a limited readership."),
        N_("Take the item out of the issue; everybody may read that."),
    ),
    "item-in-two-issues": ProblemSpec(
        ERROR,
        N_("The item “{name}” stands in the regular issue “{other}” already."),
        N_("Take it out of one of the two."),
    ),
    "item-after-issue": ProblemSpec(
        ERROR,
        N_("The item “{name}” is dated {date}, after the issue ({issue_date})."),
        N_("Correct one of the two dates, or put the item into a later issue."),
    ),
    "left-out": ProblemSpec(
        WARNING,
        N_("The item is older than the newest regular issue but stands in none."),
        N_("Add it to the list of an issue."),
    ),
    "number-repeat": ProblemSpec(
        ERROR,
        N_("“{other}” has the same number {number}."),
        N_("Give one of the two another number."),
    ),
    "number-gap": ProblemSpec(
        WARNING,
        N_("Before number {number}, number {missing} is missing."),
        N_("Check the number; if an issue was never printed, leave it."),
    ),
    "number-order": ProblemSpec(
        ERROR,
        N_("Number {number} is dated before “{other}” with a lower number."),
        N_("Check number and date."),
    ),
    "serial-repeat": ProblemSpec(
        ERROR,
        N_("“{other}” has the same serial number {number}."),
        N_("Give one of the two another serial number."),
    ),
    "serial-order": ProblemSpec(
        WARNING,
        N_("The serial number {number} does not follow {before} of “{other}”."),
        N_("Check the serial numbers."),
    ),
}
