"""The tables of a circular, group by group: points and ranks, who carried what, duties and lapses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bulletin.pages import counting, stats_lists, stats_text
from bulletin.pages.environment import Studio
from bulletin.pages.stats_duties import Further
from bulletin.pages.stats_scope import to_date_anchor, year_anchor
from bulletin.pages.stats_shapes import TEXT, Column, Figure, Row, Sheet, count, points, share
from bulletin.periods import Grain
from bulletin.schemes.terms import Family
from bulletin.scoring.circular import Circular
from bulletin.scoring.circular import Row as Standing

FULL = 1000
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The tables of one group."""

    anchor: str
    title: str
    sheets: tuple[Sheet, ...]


def parts(studio: Studio, found: Circular) -> list[Part]:
    """Return the tables of each group."""
    earned = _by_family(found) if found.scheme else {}
    return [_Group(studio, found, table, earned).part() for table in found.tables]


def _by_family(found: Circular) -> dict[tuple[str, Family], Fraction]:
    """Return what each unit earned in the period, by unit id and family; what adds up to nothing is among it."""
    earned: dict[tuple[str, Family], Fraction] = {}
    for row in found.rows:
        for entry in row.now.entries:
            key = (row.unit.id, entry.family)
            earned[key] = earned.get(key, ZERO) + entry.points
    return earned


class _Group(Further):
    def part(self) -> Part:
        sheets = (self._standing(), self.carried(), self.duties())
        name = self.group.name or self.studio._("Other units")
        return Part(
            anchor=f"group-{self.group.id or '-'}",
            title=name,
            sheets=tuple(sheet for sheet in sheets if sheet),
        )

    # Points and ranks.

    def _standing(self) -> Sheet:
        _ = self.studio._
        most = max((row.points or ZERO for row in self.table.rows), default=ZERO)
        rows = [
            Row(
                label=row.unit.name,
                place=self.head(row),
                cells=tuple(self._cells(row)),
                share=int(row.points * FULL / most) if row.points and row.points > 0 else 0,
            )
            for row in self.rows()
        ]
        rows.append(Row(label=_("Sum of the group"), cells=tuple(self._sums()), role="sum"))
        return Sheet(
            anchor=self.anchor("points"),
            title=_("Points and ranks") if self.found.scheme else _("Items and adoptions"),
            corner=_("Unit"),
            columns=tuple(self._columns()),
            rows=tuple(rows),
            bars=bool(self.found.scheme) and most > 0,
        )

    @cached_property
    def _quarterly(self) -> bool:
        return self.found.period.first != self.found.to_date.period.first or self.found.period.grain is Grain.QUARTER

    def _columns(self) -> Iterator[Column]:
        _ = self.studio._
        if self.found.scheme:
            yield Column(label=_("Rank"))
            yield Column(label=_("Before"))
        now_and_sum = (_("period"), _("to date")) if self._quarterly else ()
        yield Column(label=_("Sent in"), parts=now_and_sum)
        yield Column(label=_("Adopted items"))
        yield Column(label=_("Adoption rate"))
        yield Column(label=_("Times adopted"))
        if self.found.scheme:
            names = tuple(stats_text.family(self.studio, family) for family in self._families)
            yield Column(label=_("Points by kind"), parts=names) if names else Column(label=_("Points by kind"))
            yield Column(label=_("Points"), parts=now_and_sum)

    @cached_property
    def _families(self) -> list[Family]:
        """Return the families that are worth a column: those that made a difference to somebody."""
        used = {family for (_unit, family), value in self.earned.items() if value}
        return [family for family in Family if family in used]

    def _cells(self, row: Standing) -> Iterator[Figure]:
        period, unit = self.found.period, row.unit
        if self.found.scheme:
            yield self._rank(row)
            yield Figure(text=self._change(row), kind=TEXT)
        yield count(len(row.now.submitted), self.listed(stats_text.ITEMS, unit.id))
        if self._quarterly:
            yield count(len(row.to_date.submitted), self.ledger(unit, to_date_anchor("submitted", period)))
        yield count(len(row.now.adopted), self.listed(stats_text.ITEMS, stats_lists.adopted_anchor(unit)))
        yield share(row.now.rate)
        yield count(len(row.now.adoptions), self.listed(stats_text.ADOPTIONS, unit.id))
        if self.found.scheme:
            place = self.ledger(unit, f"points{year_anchor(period)}")
            for family in self._families:
                value = self.earned.get((unit.id, family))
                yield points(value or ZERO, None if value is None else place)
            if not self._families:
                yield points(None)
            yield points(row.points, place)
            if self._quarterly:
                yield points(row.points_to_date, self.ledger(unit, to_date_anchor("points", period)))

    def _rank(self, row: Standing) -> Figure:
        if row.place.disqualified:
            return Figure(text=self.studio._("apart"), place=self.ledger(row.unit, "apart"))
        return Figure(text="—" if row.rank is None else str(row.rank))

    def _change(self, row: Standing) -> str:
        if not row.rise:
            return "—" if row.rise is None else "＝"
        return ("↑" if row.rise > 0 else "↓") + str(abs(row.rise))

    def _sums(self) -> Iterator[Figure]:
        table, anchor = self.table, counting.group_anchor(self.group)
        if self.found.scheme:
            yield Figure(text="")
            yield Figure(text="")
        items = {item.id for row in table.rows for item in row.now.submitted}
        yield count(len(items), self.listed(stats_text.ITEMS, anchor))
        if self._quarterly:
            yield Figure(text=str(len({i.id for r in table.rows for i in r.to_date.submitted})), kind="points")
        adopted = {item.id for row in table.rows for item in row.now.adopted}
        yield Figure(text=str(len(adopted)), kind="points")
        yield share(Fraction(len(adopted), len(items)) if items else None)
        yield self._sum_of([event for row in table.rows for event in row.now.adoptions])
        if self.found.scheme:
            for family in self._families:
                yield points(sum((self.earned.get((row.unit.id, family), ZERO) for row in table.rows), ZERO))
            if not self._families:
                yield points(None)
            yield points(table.points)
            if self._quarterly:
                yield points(sum((row.points_to_date or ZERO for row in table.rows), ZERO))

    def _sum_of(self, events: list[object]) -> Figure:
        """Return how many adoptions there were, each once; a joint one stands in the list with each of its units."""
        once = len({id(event) for event in events})
        place = self.listed(stats_text.ADOPTIONS, counting.group_anchor(self.group)) if once == len(events) else None
        return count(once, place)
