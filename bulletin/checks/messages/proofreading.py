"""Messages about mistakes in the words, figures and signs of a text."""

from __future__ import annotations

from bulletin.checks.messages.spec import WARNING, ProblemSpec
from bulletin.core.i18n import N_

_IF_RIGHT = N_("If it is right, leave it; “{rule}” in [proofreading] off of registry/bulletin.toml ends such warnings.")
_WRITE = N_(
    "Write “{right}”. If it is right as it is, leave it; "
    "“{rule}” in [proofreading] off of registry/bulletin.toml ends such warnings."
)

PROOFREADING = {
    "wrong-name": ProblemSpec(
        WARNING,
        N_("“{wrong}” is not the form of the name that registry/terms.toml has."),
        N_("Write “{right}”, or take the wrong form out of registry/terms.toml."),
    ),
    "wrong-word": ProblemSpec(WARNING, N_("“{wrong}” is probably a slip for “{right}”."), _WRITE),
    "repeated-word": ProblemSpec(WARNING, N_("“{wrong}”: the word stands twice."), _WRITE),
    "wrong-sum": ProblemSpec(WARNING, N_("“{wrong}” is said, and the parts make {right}."), _IF_RIGHT),
    "part-above-whole": ProblemSpec(WARNING, N_("The part, “{wrong}”, is more than the whole, “{right}”."), _IF_RIGHT),
    "wrong-percentage": ProblemSpec(WARNING, N_("“{wrong}” is said, and the figures make {right}."), _IF_RIGHT),
    "percentage-too-large": ProblemSpec(WARNING, N_("“{wrong}” is more than all, {right}."), _IF_RIGHT),
    "impossible-day": ProblemSpec(WARNING, N_("There is no such day or time: “{wrong}”."), _IF_RIGHT),
    "wrong-weekday": ProblemSpec(WARNING, N_("“{wrong}”: the day has another weekday."), _WRITE),
    "other-year": ProblemSpec(WARNING, N_("“{wrong}” does not agree with the date of the text."), _WRITE),
    "wrong-punctuation": ProblemSpec(WARNING, N_("The punctuation in “{wrong}” is not that of GB/T 15834."), _WRITE),
    "unpaired-mark": ProblemSpec(WARNING, N_("In “{wrong}” a mark stands alone: “{right}” is missing."), _IF_RIGHT),
    "wrong-list-number": ProblemSpec(WARNING, N_("“{wrong}” is not how GB/T 15834 numbers a list."), _WRITE),
    "wrong-number": ProblemSpec(WARNING, N_("“{wrong}” is not how GB/T 15835 writes numbers."), _WRITE),
    "fewer-by-times": ProblemSpec(
        WARNING, N_("“{wrong}”: what becomes less does so by a part, not by times."), _IF_RIGHT
    ),
    "double-approximation": ProblemSpec(WARNING, N_("“{wrong}” says twice that the figure is not exact."), _WRITE),
}
