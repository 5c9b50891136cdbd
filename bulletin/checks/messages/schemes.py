"""Messages about scoring schemes and targets."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, WARNING, ProblemSpec
from bulletin.core.i18n import N_

SCHEMES = {
    "unknown-scheme-key": ProblemSpec(
        ERROR,
        N_("Nobody knows the key “{key}” here."),
        N_("Known are: {known}."),
    ),
    "unknown-group": ProblemSpec(
        ERROR,
        N_("Nobody knows the group “{name}”."),
        N_("It may be: {known}. Groups stand in registry/units.toml."),
    ),
    "unknown-points": ProblemSpec(
        ERROR,
        N_("“{name}” is no level, publication, treatment or category that points can be given for."),
        N_('Use the names of the registry, such as {{ "市" = 5, "省" = 10 }}.'),
    ),
    "unknown-target": ProblemSpec(
        ERROR,
        N_("There is no target “{name}” while this scheme is in force."),
        N_("Targets stand in registry/targets/, each with an id."),
    ),
    "target-with-days": ProblemSpec(
        ERROR,
        N_("A single target cannot begin or end by itself."),
        N_("Write “{key}” at the top of a file of its own in registry/targets/; it holds for all targets there."),
    ),
    "not-tables": ProblemSpec(
        ERROR,
        N_("“{key}” has to stand in double brackets."),
        N_("Write [[{key}]] above each of its rules."),
    ),
    "not-one-table": ProblemSpec(
        ERROR,
        N_("“{key}” has to stand in one pair of brackets, once."),
        N_("Write [{key}] above its settings."),
    ),
    "never-applies": ProblemSpec(
        ERROR,
        N_("None of the publications in “{key}” has that level or kind: the rule never applies."),
        N_("Remove the level or kind, or name other publications."),
    ),
    "first-weight-zero": ProblemSpec(
        ERROR,
        N_("The first weight is 0: an item with one name would have nobody to give its points to."),
        N_("Give the first a weight of more than 0; those after it may have 0."),
    ),
    "setting-conflict": ProblemSpec(
        ERROR,
        N_("“{key}” and “{other}” contradict each other."),
        N_("Keep the one that your office's rules mean, and take the other out."),
    ),
    "limit-beyond-zero": ProblemSpec(
        ERROR,
        N_("“{key} = {points}” would give or take points for nothing: a floor is 0 or less, a cap 0 or more."),
        N_("Write {key} = 0; points that all units begin a period with are [[base]]."),
    ),
    "rules-overlap": ProblemSpec(
        ERROR,
        N_("“{words}” and “{other}” (line {line}) can both apply to one event, and neither is narrower."),
        N_("Narrow one of the two, or give the one that shall win a higher priority, such as priority = 1."),
    ),
    "rule-twice": ProblemSpec(
        ERROR,
        N_("“{words}” and “{other}” (line {line}) are for the same events."),
        N_("Remove one of the two."),
    ),
    "priority-without-choice": ProblemSpec(
        ERROR,
        N_("“{key}” decides nothing here: all rules of this kind that fit apply, unless they say adds = false."),
        N_("Write adds = false on the rules of which only one shall apply, or remove the priority."),
    ),
    "publication-without-points": ProblemSpec(
        ERROR,
        N_("No rule says what an adoption by {name} ({level}) is worth."),
        N_("Add a rule for it or for its level; write points = 0 if it shall earn nothing."),
    ),
    "adoption-without-points": ProblemSpec(
        WARNING,
        N_("No rule of {scheme} fits this adoption by {name}: it earns nothing."),
        N_("Add its treatment here, or a rule to the scheme; write points = 0 there if it shall earn nothing."),
    ),
    "unknown-holidays": ProblemSpec(
        WARNING,
        N_("Work days are counted, and registry/holidays.toml has nothing for {year}: Monday to Friday are taken."),
        N_("Enter the days off and the worked weekends of {year} there, as they were announced."),
    ),
    "adoption-at-seam": ProblemSpec(
        WARNING,
        N_(
            "Adopted on {date}, it counts on {day}, as “{scheme}” ({path}) says, in force when it was submitted;"
            " {other}, in force when it was adopted, says otherwise."
        ),
        N_("It counts once; nothing has to be done. If that is not meant, write the same adoptions-by in both files."),
    ),
    "adoption-before-schemes": ProblemSpec(
        WARNING,
        N_("Adopted on {date}, it counts on that day: on {submitted}, by which {other} counts, no scheme is in force."),
        N_("It counts once; nothing has to be done. If that is not meant, write a scheme for the time before."),
    ),
    "schemes-overlap": ProblemSpec(
        ERROR,
        N_("From {first} to {last} “{other}” is in force as well."),
        N_("Set valid-from and valid-to so that one scheme ends before the next begins."),
    ),
}
