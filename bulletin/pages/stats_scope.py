"""One group of a circular: its rows in their order, and the places that its figures lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bulletin import addresses
from bulletin.pages import stats_lists
from bulletin.pages.environment import Studio
from bulletin.pages.shapes import Place
from bulletin.periods import Grain, Period
from bulletin.registry import Group, Unit
from bulletin.schemes.terms import Family
from bulletin.scoring.circular import Circular, Table
from bulletin.scoring.circular import Row as Standing

DECEMBER = 12


def year_anchor(period: Period) -> str:
    """Return the anchor of what a quarter adds up to, or the year, within lists of a year: ``q3``, or ``""``."""
    return "" if period.grain is Grain.YEAR else f"-q{(period.first.month + 2) // 3}"


def to_date_anchor(kind: str, period: Period) -> str:
    """Return the anchor of the list of a kind from the beginning of the year to the end of *period*."""
    if period.last.month == DECEMBER:
        return kind
    number = (period.last.month + 2) // 3
    return f"{kind}-q1" if number == 1 else f"{kind}-to-q{number}"


@dataclass(frozen=True)
class Scope:
    """One group's part of a circular, and where its figures lead."""

    studio: Studio
    found: Circular
    table: Table
    earned: Mapping[tuple[str, Family], Fraction]
    """What each unit earned in the period, by unit id and family."""

    @property
    def group(self) -> Group:
        """The group that the table is of."""
        return self.table.group

    def anchor(self, name: str) -> str:
        """Return an anchor of this group."""
        return f"{name}-{self.group.id or '-'}"

    @cached_property
    def _addresses(self) -> dict[str, str]:
        label = self.found.period.label
        return {part: addresses.stats(label, part) for part in stats_lists.PARTS}

    def listed(self, part: str, anchor: str) -> Place:
        """Return a place in one of the lists of the period."""
        return Place(self._addresses[part], anchor)

    def ledger(self, unit: Unit, anchor: str) -> Place:
        """Return a place in a unit's ledger of the year."""
        return Place(addresses.ledger(unit, self.found.period.first.year), anchor)

    def rows(self) -> list[Standing]:
        """Return the rows, the best first."""
        return sorted(self.table.rows, key=lambda row: (row.rank is None, row.rank or 0, row.unit.order))

    def head(self, row: Standing) -> Place:
        """Return where the name of a unit leads."""
        return self.ledger(row.unit, "")
