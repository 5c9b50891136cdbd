"""What keeps a finished site from being published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import BulletinError


class Fault(NamedTuple):
    """One thing that is wrong with one file of the site. ``detail`` never holds what must not be seen."""

    kind: str
    address: str
    detail: str = ""


SENTENCES = {
    "leak": N_("{address}: holds words of {detail}, which is not published"),
    "secret": N_("{address}: holds what must not be published ({detail})"),
    "link": N_("{address}: leads to {detail}, which does not exist"),
    "anchor": N_("{address}: leads to {detail}, a place that does not exist"),
    "remote": N_("{address}: would fetch {detail} from another host"),
    "script": N_("{address}: holds a script that is not the theme's ({detail}…)"),
    "inline": N_("{address}: holds {detail}, which the policy of the server forbids"),
    "unexpected": N_("{address}: nothing in the archive stands behind this page"),
    "absent": N_("{address}: missing, although the archive has it"),
    "count": N_("{address}: does not hold what the archive holds ({detail})"),
    "odd": N_("{address}: not a regular file"),
}


class Unfit(BulletinError):
    """The site was built, but must not be published."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__("the site must not be published")
        self.faults = tuple(sorted(set(faults)))


def told(fault: Fault, say: Translator) -> str:
    """Say what is wrong."""
    return say(SENTENCES[fault.kind], address=fault.address, detail=fault.detail)
