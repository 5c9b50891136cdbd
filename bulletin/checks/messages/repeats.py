"""Messages about events that are recorded twice."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, ProblemSpec
from bulletin.core.i18n import N_

REPEATS = {
    "adoption-twice": ProblemSpec(
        ERROR,
        N_("This adoption by {name} stands in line {first} already; what is left out counts as equal."),
        N_("Keep one of the two. If there were two, give both the issue number, date or page that tells them apart."),
    ),
    "sent-up-twice": ProblemSpec(
        ERROR,
        N_("That the item was sent up to {name} stands in line {first} already; what is left out counts as equal."),
        N_("Keep one of the two. If it was sent up twice, give both their publication or date."),
    ),
    "endorsement-twice": ProblemSpec(
        ERROR,
        N_("This endorsement by {name} stands in line {first} already; what is left out counts as equal."),
        N_("Keep one of the two. If there were two, give both their date or text."),
    ),
    "outcome-twice": ProblemSpec(
        ERROR,
        N_("The outcome “{name}” stands in line {first} already; what is left out counts as equal."),
        N_("Keep one of the two. If there were two, give both their date, or name them apart."),
    ),
    "correction-twice": ProblemSpec(
        ERROR,
        N_("This correction of {name} stands in line {first} already."),
        N_("Keep one of the two."),
    ),
}
