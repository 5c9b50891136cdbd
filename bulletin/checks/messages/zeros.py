"""Messages about what would be a zero in silence: rules that can never count, facts that no rule speaks of."""

from __future__ import annotations

from bulletin.checks.messages.spec import WARNING, ProblemSpec
from bulletin.core.i18n import N_

ZEROS = {
    "target-of-nothing": ProblemSpec(
        WARNING,
        N_("The target “{words}” asks for nothing."),
        N_("Write how many are owed, such as count = 8, or remove the target."),
    ),
    "lapse-without-deadline": ProblemSpec(
        WARNING,
        N_("“{words}” never applies: no deadline says when a report is late."),
        N_("Add a [[deadline]] with words and days = 2, or remove 迟报 from the rule."),
    ),
    "lapse-without-target": ProblemSpec(
        WARNING,
        N_("“{words}” never applies: no target of submissions says when a report is missing."),
        N_("Add a [[target]] in registry/targets/ with count, per and groups, without missed = false; or remove 漏报."),
    ),
    "lapse-without-item": ProblemSpec(
        WARNING,
        N_("“{words}” never applies: lapses of these kinds have no item, which “{key}” asks for."),
        N_("Remove “{key}”, or give points = -2 instead of a share."),
    ),
    "lapse-gives-points": ProblemSpec(
        WARNING,
        N_("“{words}” gives points for a lapse ({points}): who lapses has more."),
        N_("Write points = -{points} if they are to be taken."),
    ),
    "severity-without-error": ProblemSpec(
        WARNING,
        N_("“{words}” never applies: only 误报 has a severity."),
        N_("Remove “severities”, or add 误报 to the kinds."),
    ),
    "never-met": ProblemSpec(
        WARNING,
        N_("“{words}” never applies: nothing can meet “{key}”."),
        N_("Correct “{key}” or remove the rule; publications are entered in registry/publications.toml."),
    ),
    "steps-fall": ProblemSpec(
        WARNING,
        N_("By “{key}”, who has {start} gets less than who has less."),
        N_("Check the steps: the result usually rises with the points. If this is meant, nothing has to be done."),
    ),
    "quota-without-points": ProblemSpec(
        WARNING,
        N_("“{words}” gives nothing, whether the target is met or not."),
        N_("Write points = 10, or each = -1 for what is missing."),
    ),
    "limit-never-binds": ProblemSpec(
        WARNING,
        N_("“{words}” limits nothing: no rule gives points that could go beyond it."),
        N_("Check “of”, “per”, “min” and “max”; a floor needs points that are taken, a cap points that are given."),
    ),
    "rate-above-one": ProblemSpec(
        WARNING,
        N_("“{words}” compares a rate with {value}, but no rate is more than one."),
        N_('Write a share, such as {key} = "30%".'),
    ),
    "credit-without-parent": ProblemSpec(
        WARNING,
        N_("“{words}” never applies: none of these units has a parent."),
        N_("Add parent to the units in registry/units.toml, or correct the rule."),
    ),
    "withdrawal-without-rule": ProblemSpec(
        WARNING,
        N_("“{words}” costs more than a withdrawal: a wrong item is cheaper withdrawn than corrected."),
        N_(
            'Add a [[lapse]] with kinds = ["撤回"] that costs as much, or one with points = 0 if that is meant; an '
            "item that is withdrawn because of an error needs a correction."
        ),
    ),
    "events-without-rule": ProblemSpec(
        WARNING,
        N_("The scheme says nothing about {family} ({name}), so that these earn nothing ({count}: {shown})."),
        N_("Add a [[{family}]] ({name}) with words and points; points = 0 says that they shall earn nothing."),
    ),
    "events-without-fitting-rule": ProblemSpec(
        WARNING,
        N_("None of the rules about {family} ({name}) fits these, so that they earn nothing ({count}: {shown})."),
        N_("Complete the entries, or add a [[{family}]] ({name}); points = 0 says that they shall earn nothing."),
    ),
    "corrections-without-rule": ProblemSpec(
        WARNING,
        N_("The scheme says nothing about corrections (误报), so that these cost nothing ({count}: {shown})."),
        N_('Add a [[lapse]] with kinds = ["误报"] and points = -2; points = 0 says that they shall cost nothing.'),
    ),
    "commission-without-due": ProblemSpec(
        WARNING,
        N_("The commission has no due day: “{words}” never applies to it."),
        N_("Add a line such as due: 2026-12-10."),
    ),
    "answered-under-another-scheme": ProblemSpec(
        WARNING,
        N_("Due on {due}, it came on {day}, under another scheme: what “{words}” took before is not given back."),
        N_("Nothing has to be done. If that is not meant, one scheme has to be in force on both days (valid-to)."),
    ),
    "feedback-without-due": ProblemSpec(
        WARNING,
        N_("“{words}” never applies: no endorsement says when feedback is due (endorsements: {count})."),
        N_("Add follow-up-due (反馈期限) to the endorsements on which feedback is asked for."),
    ),
    "feedback-days-unknown": ProblemSpec(
        WARNING,
        N_("The day of the feedback is missing on endorsements: it earns nothing ({count}: {shown})."),
        N_("Add follow-up-date (反馈日期), the day on which the feedback came."),
    ),
    "late-without-events": ProblemSpec(
        WARNING,
        N_("“{words}” never applies: no item says when its event was (items: {count})."),
        N_("Add event-date to the items that report an event."),
    ),
    "no-scheme": ProblemSpec(
        WARNING,
        N_("From {first} to {last} no scheme is in force: items of that time earn nothing ({count})."),
        N_("Write a scheme for that time, or change valid-to; a scheme with a name alone says that nothing is scored."),
    ),
}
