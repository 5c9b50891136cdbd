"""Remarks on a unit in a circular: what does not show in its figures alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bulletin.core.i18n import N_, Translator
from bulletin.core.numbers import amount
from bulletin.model.scheme_enums import Measure
from bulletin.scoring.periods import period_name

if TYPE_CHECKING:
    from bulletin.scoring.targets import Completion

PROGRESS_SUBMITTED = N_("{period}: {quota} to submit, {done} submitted")
PROGRESS = N_("{period}: {quota} to reach, {done} reached")


def progress_text(progress: Iterable[Completion], say: Translator) -> str:
    """Return how far a unit is in the targets of longer periods: 2026年第四季度应报3，已报1."""
    return say("; ").join(_progress_in(completion, say) for completion in progress)


def _progress_in(completion: Completion, say: Translator) -> str:
    message = PROGRESS_SUBMITTED if completion.target.measure is Measure.SUBMITTED else PROGRESS
    window = completion.window or completion.period
    values = {"quota": amount(completion.quota), "done": amount(completion.achieved, 2)}
    return say(message, period=period_name(window, say), **values)
