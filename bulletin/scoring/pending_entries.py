"""What is earned before it is known whose it is: lines of an assessment, and what changes from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.numbers import amount
from bulletin.model.scheme_enums import Family
from bulletin.scoring import reasons
from bulletin.scoring.events import Event
from bulletin.scoring.reasons import Note, note

if TYPE_CHECKING:
    from bulletin.model.scheme import Clause


class Line(NamedTuple):
    """What one event is worth, and why."""

    key: str
    family: Family
    rule: Clause
    event: Event
    points: Fraction
    why: tuple[Note, ...] = ()

    def at(self, points: Fraction, reason: Note) -> Line:
        """Return the line with other points, and the reason for them."""
        return Line(self.key, self.family, self.rule, self.event, points, (*self.why, reason))


class Draft(NamedTuple):
    """An entry before it is shared among units: a change of a line, on the day of the event that made it."""

    date: date
    line: Line
    points: Fraction
    why: tuple[Note, ...]


def changes(day: date, before: dict[str, Line], now: dict[str, Line], gone: Note | None = None) -> Iterator[Draft]:
    """Yield a draft for each line that is new, is worth something else than before, or is gone."""
    for key, line in now.items():
        old = before.get(key)
        if old is None:
            yield Draft(day, line, line.points, line.why)
        elif old.points is not line.points and old.points != line.points:
            reason = note(reasons.CHANGED, before=amount(old.points), after=amount(line.points))
            new = tuple(why for why in line.why if why not in old.why)
            yield Draft(day, line, line.points - old.points, (*new, reason))
    for key, line in before.items():
        if key not in now and line.points:
            reason = gone or note(reasons.CHANGED, before=amount(line.points), after="0")
            yield Draft(day, line, -line.points, (reason,))
