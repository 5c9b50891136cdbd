"""An entry of the ledger: so many points for that unit or author, by that rule, for that event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - fields are called date
from fractions import Fraction

from bulletin.model import Item
from bulletin.periods import Period
from bulletin.schemes.scheme import Clause
from bulletin.schemes.terms import Family
from bulletin.scoring.events import Event
from bulletin.scoring.notes import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger; ``why`` tells what made the points other than the rule alone would."""

    date: Day
    unit: str
    author: str = ""
    family: Family
    rule: Clause
    event: Event
    points: Fraction
    why: tuple[Note, ...] = ()
    forfeits: Period | None = None
    """The period whose points are lost, where the rule says so."""

    @property
    def item(self) -> Item | None:
        """The item that the points are for."""
        return self.event.item

    @property
    def words(self) -> str:
        """The rule, as the scheme puts it."""
        return self.rule.words

    @property
    def order(self) -> tuple[Day, tuple[Day, int, str, int], str, str]:
        """Entries stand by their day, then by their event."""
        return (self.date, self.event.order, self.event.key, self.rule.words)
