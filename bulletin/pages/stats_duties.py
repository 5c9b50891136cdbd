"""The further tables of a circular's group: who carried what, targets and lapses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bulletin import addresses
from bulletin.pages import ledger, stats_lists, stats_text
from bulletin.pages.shapes import Place
from bulletin.pages.stats_scope import Scope, year_anchor
from bulletin.pages.stats_shapes import Column, Figure, Row, Sheet, count, share
from bulletin.registry import Publication
from bulletin.schemes.numbers import amount
from bulletin.scoring.circular import Row as Standing


class Further(Scope):
    """Makes the tables."""

    # Who carried what.

    def _ways(self) -> list[tuple[Publication, list[str]]]:
        used = {(event.publication.id, stats_lists.how(event)) for event in self.found.now.adoptions}
        ways = ((p, [how for how in stats_lists.HOW if (p.id, how) in used]) for p in self.found.publications)
        return [(publication, found) for publication, found in ways if found]

    def carried(self) -> Sheet | None:
        """Return who carried what; None where nothing was adopted."""
        _, ways = self.studio._, self._ways()
        rows = [row for row in self.rows() if row.now.adoptions]
        if not rows:
            return None
        columns = []
        for publication, found in ways:
            place = Place(addresses.publication(publication, self.found.period.first.year))
            names = tuple(_(stats_lists.HOW[how]) for how in found)
            columns.append(Column(label=publication.name, parts=names, place=place))
        return Sheet(
            anchor=self.anchor("carried"),
            title=_("Adoptions by publication"),
            corner=_("Unit"),
            columns=(*columns, Column(label=_("Total"))),
            rows=tuple(Row(label=r.unit.name, place=self.head(r), cells=tuple(self._carriers(r, ways))) for r in rows),
            notes=(_("Units of which nothing was adopted are left out."),) if len(rows) < len(self.table.rows) else (),
        )

    def _carriers(self, row: Standing, ways: list[tuple[Publication, list[str]]]) -> Iterator[Figure]:
        numbers = Counter((event.publication.id, stats_lists.how(event)) for event in row.now.adoptions)
        for publication, found in ways:
            for how in found:
                number, anchor = numbers[publication.id, how], stats_lists.part_anchor(row.unit, publication.id, how)
                yield count(number, self.listed(stats_text.ADOPTIONS, anchor))
        yield count(len(row.now.adoptions), self.listed(stats_text.ADOPTIONS, row.unit.id))

    # Duties and lapses.

    def duties(self) -> Sheet | None:
        """Return targets and lapses; None where there are none."""
        _ = self.studio._
        rows = self.rows()
        owed = any(row.completion for row in rows)
        if not owed and not any(row.lapses() for row in rows):
            return None
        columns = [_("Quota"), _("Done"), _("Completion")] if owed else []
        columns += [_("Late"), _("Missed"), _("Erroneous")]
        return Sheet(
            anchor=self.anchor("duties"),
            title=_("Targets and lapses") if owed else _("Lapses"),
            corner=_("Unit"),
            columns=tuple(Column(label=label) for label in columns),
            rows=tuple(Row(label=r.unit.name, place=self.head(r), cells=tuple(self._owed(r, owed=owed))) for r in rows),
            notes=tuple(dict.fromkeys(r.completion.target.words for r in rows if r.completion)),
        )

    def _owed(self, row: Standing, *, owed: bool) -> Iterator[Figure]:
        period, target = self.found.period, row.completion
        if owed and target:
            place = self.ledger(row.unit, f"done{year_anchor(period) or '-year'}")
            yield Figure(text=amount(target.quota, 2), kind="points", place=self.ledger(row.unit, "targets"))
            yield count(len(target.done), place)
            yield share(target.ratio)
        elif owed:
            yield from (Figure(text="—", kind="points") for _ in range(3))
        for kind, kinds in ledger.LAPSES:
            number = len(row.lapses(*kinds))
            anchor = ledger.lapses_at(self.studio.archive, row.unit, period, kind) if number else ""
            yield count(number, self.ledger(row.unit, anchor))
