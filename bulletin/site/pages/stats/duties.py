"""The table of a circular's group that tells of targets and lapses."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.core.numbers import amount
from bulletin.model import urls
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import LapseKind, Measure
from bulletin.scoring.circulars.circular import LATE, MISSED, Circular, CircularTable
from bulletin.scoring.circulars.circular import CircularRow as Standing
from bulletin.site import anchors
from bulletin.site.anchors import at
from bulletin.site.context import Studio
from bulletin.site.html import to
from bulletin.site.tables import Column, Row, Sheet, count, share, text

LAPSES = (("late", LATE), ("missed", MISSED), ("erroneous", (LapseKind.ERRONEOUS,)))


def is_plain(row: Standing) -> bool:
    """Whether what counts towards a unit's first target are all items that it submitted: these have a list already."""
    completion = row.completion
    if completion is None or completion.target.measure is not Measure.SUBMITTED:
        return False
    return len(completion.done) == len(row.now.submitted)


class Duties:
    """Makes the table; knows the rows of the group in their order, and their ledgers."""

    def __init__(self, studio: Studio, found: Circular, table: CircularTable) -> None:
        self.studio, self.found, self.table = studio, found, table
        self.year = found.period.first.year
        self._heads: dict[str, str] = {}
        self.rows = sorted(table.rows, key=lambda row: (row.rank is None, row.rank or 0, row.unit.order))

    def anchor(self, name: str) -> str:
        """Return an anchor of this group."""
        return f"{name}-{self.table.group.id or '-'}"

    def ledger(self, unit: Unit) -> str:
        """Return where a unit's ledger of the year is."""
        return to(urls.ledger(unit, self.year))

    def head(self, row: Standing) -> str:
        """Return where the name of a unit leads."""
        unit = row.unit
        if unit.id not in self._heads:
            self._heads[unit.id] = anchors.of_unit(self.studio.archive, unit, self.year)
        return self._heads[unit.id]

    def duties(self) -> Sheet | None:
        """Return targets and lapses; None where there are none."""
        _ = self.studio._
        owed = any(row.completion for row in self.rows)
        if not owed and not any(row.lapses() for row in self.rows):
            return None
        columns = [_("Quota"), _("Done"), _("Completion")] if owed else []
        columns += [_("Late"), _("Missed"), _("Erroneous")]
        return Sheet(
            anchor=self.anchor("duties"),
            title=_("Targets and lapses") if owed else _("Lapses"),
            corner=_("Unit"),
            columns=tuple(Column(label) for label in columns),
            rows=tuple(Row(r.unit.name, self.head(r), "".join(self._owed(r, owed=owed))) for r in self.rows),
            notes=tuple(dict.fromkeys(r.completion.target.words for r in self.rows if r.completion)),
        )

    def _owed(self, row: Standing, *, owed: bool) -> Iterator[str]:
        period, target, ledger = self.found.period, row.completion, self.ledger(row.unit)
        if owed and target:
            done = at(ledger, anchors.span_anchor("done", period))
            if target.done and is_plain(row):
                done = to(urls.stats(period.label, anchors.ITEMS), row.unit.id)
            yield text(amount(target.quota, 2), at(ledger, "targets"))
            yield count(len(target.done), done)
            yield share(target.ratio, done)
        elif owed:
            yield text("—") * 3
        for kind, kinds in LAPSES:
            number = len(row.lapses(*kinds))
            yield count(number, at(ledger, anchors.span_anchor(kind, period)) if number else "")
