"""The tables of a circular by group: points and ranks, adoptions by publication, targets and lapses."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from bulletin.core.dates import Grain, Period
from bulletin.core.i18n import join_clauses
from bulletin.core.numbers import amount
from bulletin.model import urls
from bulletin.model.formatters import group_name
from bulletin.model.scheme_enums import Family, LapseKind, Measure
from bulletin.scoring import circular
from bulletin.scoring.circulars.circular import Circular, CircularRow
from bulletin.scoring.circulars.tables import LAPSE_HEADERS, lapse_columns, shows_results
from bulletin.scoring.closing.supplements import lists_all_known
from bulletin.scoring.entries import total
from bulletin.scoring.group_points import MIN_UNITS, group_points
from bulletin.scoring.periods import year_to_date
from bulletin.scoring.rankings import main_ranking
from bulletin.scoring.remarks import progress_text, remarks
from bulletin.site import anchors, table_builders
from bulletin.site.anchors import with_anchor
from bulletin.site.context import RenderContext
from bulletin.site.html import href, url_fragment
from bulletin.site.pages.stats import labels
from bulletin.site.pages.stats.circular_group import CircularGroup
from bulletin.site.pages.stats.publications_table import publications_table
from bulletin.site.tables import (
    Column,
    FigureTable,
    TableCell,
    TableRow,
    count_cell,
    figure_cell,
    points_cell,
    ratio_cell,
    text_cell,
)

FULL = 1000
ZERO = Fraction(0)


class TableGroup(NamedTuple):
    """The tables of one group."""

    anchor: str
    title: str
    tables: tuple[FigureTable, ...]


def table_groups(context: RenderContext, circular: Circular) -> list[TableGroup]:
    """Return the tables of each group."""
    return [GroupTables(context, circular, table).table_group() for table in circular.tables]


def published_sums(context: RenderContext, period: Period) -> list[TableGroup]:
    """Return the table with the sums of groups, where these are all that is published of points."""
    _, sums = context._, group_points(context.archive, period)
    if not any(each.points is not None for each in sums):
        return []
    rows = [TableRow(group_name(each.group, _), "", (points_cell(each.points),)) for each in sums]
    note = _(
        "Points of units are not published, only sums of groups: of quarters that are over, "
        "and in which at least {n} units of the group have points; of longer periods where all quarters are given.",
        n=MIN_UNITS,
    )
    title = _("Points by group")
    table = FigureTable(
        anchor="sums",
        title=labels.period_label(context, period),
        corner=_("Group"),
        columns=(Column(_("Points")),),
        rows=tuple(rows),
        notes=(note,),
    )
    return [TableGroup(anchor="group-sums", title=title, tables=(table,))]


class GroupTables(CircularGroup):
    """Builds the tables of one group."""

    def table_group(self) -> TableGroup:
        """Return all tables of the group."""
        tables = (self._points_table(), publications_table(self), self._targets_table())
        return TableGroup(
            anchor=table_builders.group_anchor(self.table.group),
            title=group_name(self.table.group, self.context._),
            tables=tuple(table for table in tables if table),
        )

    # Points and ranks.

    def _points_table(self) -> FigureTable:
        _ = self.context._
        most = max((row.points or ZERO for row in self.table.rows), default=ZERO)
        bars = bool(self.circular.scheme) and most > 0
        rows = [
            TableRow(
                row.unit.name,
                self.unit_href(row),
                tuple(self._points_table_cells(row)),
                share=_bar_length(row.points, most),
            )
            for row in self.rows
        ]
        rows.append(TableRow(_("Sum of the group"), "", tuple(self._points_table_sums()), role="sum"))
        return FigureTable(
            anchor=self.anchor("points"),
            title=_("Points and ranks") if self.circular.scheme else _("Items and adoptions"),
            corner=_("Unit"),
            columns=tuple(self._columns()),
            rows=tuple(rows),
            bars=bars,
            bars_show=_("Points of the period") if self._shows_year_to_date else _("Points"),
            notes=tuple(self._remarks()),
        )

    @cached_property
    def _shows_year_to_date(self) -> bool:
        """Whether the table shows the year to date beside the period."""
        return self.circular.period.grain is not Grain.YEAR

    def _columns(self) -> Iterator[Column]:
        _ = self.context._
        if self.circular.scheme:
            further = self.circular.further_rankings
            shown = (main_ranking(self.circular.scheme), *further) if further else ()
            yield Column(_("Rank"), parts=tuple(ranking.name(_) for ranking in shown))
            if self.circular.compares_ranks:
                yield Column(_("Before"))
            if shows_results(self.circular):
                yield Column(_("Result"))
        to_date = _("to date as known today") if self.circular.closed else _("to date")
        now_and_sum = (_("period"), to_date) if self._shows_year_to_date else ()
        yield Column(_("Sent in"), parts=now_and_sum)
        yield Column(_("Adopted items"))
        yield Column(_("Adoption rate"))
        yield Column(_("Times adopted"))
        if self.circular.scheme:
            yield Column(
                _("Points by kind"), parts=tuple(labels.family_label(self.context, family) for family in self._families)
            )
            yield Column(_("Points"), parts=now_and_sum)

    def _remarks(self) -> Iterator[str]:
        """Yield the remarks on each unit that has some: below the table they are seen without scrolling."""
        _ = self.context._
        for row in self.rows if self.circular.scheme else ():
            if found := remarks(row.standing, _):
                yield _("{unit}: {remarks}", unit=row.unit.name, remarks=join_clauses(found, _))

    @cached_property
    def _families(self) -> list[Family]:
        """Return the families that have a column: those with points of any unit."""
        used = {family for row in self.circular.rows for family, value in row.now.points_by_family.items() if value}
        return [family for family in Family if family in used]

    def _points_table_cells(self, row: CircularRow) -> Iterator[TableCell]:
        unit, now = url_fragment(row.unit.id), row.now
        items = f"{self.items_href}#{unit}"
        if self.circular.scheme:
            yield self._rank_cell(row)
            yield from (figure_cell("—" if rank is None else str(rank)) for rank in row.further_ranks)
            if self.circular.compares_ranks:
                yield figure_cell(
                    _rank_change(row),
                    self.previous_group_href if row.rank_before is not None and self.has_previous_circular else "",
                )
            if shows_results(self.circular):
                yield points_cell(row.standing.result, with_anchor(self.circular_href, "how"))
        yield count_cell(len(now.submitted), items)
        if self._shows_year_to_date:
            listed = f"{self.year_to_date_href}#{unit}" if self._lists_year_to_date else ""
            yield count_cell(len(row.to_date.submitted), listed)
        yield count_cell(len(now.adopted), f"{items}-adopted")
        yield ratio_cell(now.rate, items if now.submitted else "")
        yield count_cell(len(now.adoptions), f"{self.adoptions_href}#{unit}")
        if self.circular.scheme:
            yield from self._points_cells(row)

    def _points_cells(self, row: CircularRow) -> Iterator[TableCell]:
        earned, ledger = row.now.points_by_family, self.ledger_href(row.unit)
        place = with_anchor(ledger, anchors.period_anchor("points", self.circular.period))
        for family in self._families:
            yield points_cell(earned.get(family, ZERO), place if family in earned else "")
        if not self._families:
            yield points_cell(None)
        yield points_cell(row.points, place)
        if self._shows_year_to_date:
            yield points_cell(
                row.points_to_date, with_anchor(ledger, anchors.year_to_date_anchor("points", self.circular.period))
            )

    def _rank_cell(self, row: CircularRow) -> TableCell:
        if row.standing.disqualified:
            return figure_cell(self.context._("apart"), with_anchor(self.ledger_href(row.unit), "apart"))
        return figure_cell("—" if row.rank is None else str(row.rank))

    def _points_table_sums(self) -> Iterator[TableCell]:
        table, group = self.table, url_fragment(table_builders.group_anchor(self.table.group))
        items = f"{self.items_href}#{group}"
        if self.circular.scheme:
            yield from [figure_cell("")] * self._number_of_ranks
        yield count_cell(len(table.items), items)
        if self._shows_year_to_date:
            earlier = len({item.id for row in table.rows for item in row.to_date.submitted})
            yield count_cell(earlier, f"{self.year_to_date_href}#{group}" if self._is_whole(earlier) else "")
        adopted = sum(1 for item in table.items.values() if item.adoptions)
        yield figure_cell(str(adopted), items if adopted else "")
        yield ratio_cell(Fraction(adopted, len(table.items)) if table.items else None, items)
        yield self.distinct_adoptions_cell(group)
        if self.circular.scheme:
            yield from self._points_sums()

    @property
    def _number_of_ranks(self) -> int:
        """How many columns there are of ranks and results."""
        found = self.circular
        return 1 + len(found.further_rankings) + found.compares_ranks + shows_results(found)

    @cached_property
    def _lists_year_to_date(self) -> bool:
        """Whether there is a list of all that is known of the year to date."""
        whole = year_to_date(self.circular.period)
        return whole is None or lists_all_known(self.context.archive, whole)

    def _is_whole(self, number: int) -> bool:
        """Whether the list of the year to date has as many items of this group: units may have left since."""
        whole = year_to_date(self.circular.period)
        if not self._lists_year_to_date:
            return False
        if whole is None or whole == self.circular.period:
            return True
        tables = circular(self.context.archive, whole).tables
        return any(table.group.id == self.table.group.id and len(table.items) == number for table in tables)

    def _points_sums(self) -> Iterator[TableCell]:
        # A sum of points is that of the column above it, whose amounts link to their entries.
        column = with_anchor(self.circular_href, self.anchor("points"))
        for family in self._families:
            yield points_cell(total(row.now.points_by_family.get(family, ZERO) for row in self.table.rows), column)
        if not self._families:
            yield points_cell(None)
        yield points_cell(self.table.points, column)
        if self._shows_year_to_date:
            yield points_cell(total(row.points_to_date or ZERO for row in self.table.rows), column)

    # Targets and lapses.

    def _targets_table(self) -> FigureTable | None:
        """Return targets and lapses; None where there are none."""
        _ = self.context._
        owed = any(row.completion for row in self.rows)
        progress = any(row.standing.progress for row in self.rows)
        if not owed and not progress and not any(row.standing.lapses for row in self.rows):
            return None
        columns = [Column(_(head)) for head in ("Quota", "Done", "Completion")] if owed else []
        columns += [Column(_(head)) for head in map(LAPSE_HEADERS.__getitem__, self._lapse_columns)]
        columns += [Column(_("Progress in longer periods"), is_text=True)] if progress else []
        return FigureTable(
            anchor=self.anchor("duties"),
            title=_("Targets and lapses") if owed or progress else _("Lapses"),
            corner=_("Unit"),
            columns=tuple(columns),
            rows=tuple(
                TableRow(r.unit.name, self.unit_href(r), tuple(self._target_cells(r, owed=owed, progress=progress)))
                for r in self.rows
            ),
            notes=tuple(dict.fromkeys(r.completion.target.words for r in self.rows if r.completion)),
        )

    @cached_property
    def _lapse_columns(self) -> tuple[LapseKind, ...]:
        """The kinds of lapses that have a column."""
        return lapse_columns(self.rows)

    def _target_cells(self, row: CircularRow, *, owed: bool, progress: bool) -> Iterator[TableCell]:
        period, target, ledger = self.circular.period, row.completion, self.ledger_href(row.unit)
        if owed and target:
            done = with_anchor(ledger, anchors.span_anchor("done", period))
            if target.done and is_list_of_submitted(row):
                done = href(urls.stats(period.label, anchors.ITEMS), row.unit.id)
            yield figure_cell(amount(target.quota, 2), with_anchor(ledger, "targets"))
            if target.target.measure is Measure.POINTS:
                yield points_cell(target.achieved, done)
            else:
                yield count_cell(len(target.done), done)
            yield ratio_cell(target.ratio, done)
        elif owed:
            yield from [figure_cell("—")] * 3
        for kind in self._lapse_columns:
            number = len(row.lapses(kind))
            yield count_cell(number, with_anchor(ledger, anchors.span_anchor(kind.value, period)) if number else "")
        if progress:
            text = progress_text(row.standing.progress, self.context._)
            yield text_cell(text or "—", with_anchor(ledger, "targets") if text else "")


def is_list_of_submitted(row: CircularRow) -> bool:
    """Whether all items that a unit submitted count towards its first target: they have a list already."""
    completion = row.completion
    if completion is None or completion.target.measure is not Measure.SUBMITTED:
        return False
    return list(completion.done) == list(row.now.submitted)


def _rank_change(row: CircularRow) -> str:
    if not row.ranks_gained:
        return "—" if row.ranks_gained is None else "＝"
    return ("↑" if row.ranks_gained > 0 else "↓") + str(abs(row.ranks_gained))


def _bar_length(value: Fraction | None, most: Fraction) -> int:
    return int(value * FULL / most) if value and value > 0 and most > 0 else 0
