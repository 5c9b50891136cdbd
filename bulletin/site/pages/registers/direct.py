"""The register of special and direct reports: how soon each came, by year, and how many in time, by unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.scoring.direct_reports import DirectReport, direct_inputs, direct_reports
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href
from bulletin.site.lists import list_row, row_title
from bulletin.site.page import Heading, Page, Route
from bulletin.site.tables import Column, CountTable, TableCell, TableRow, count_cell


def routes(_archive: Archive) -> Iterator[Route]:
    """Yield the one page of special and direct reports."""
    yield Route(url=urls.DIRECT, kind="direct", section="items")


def render(context: RenderContext, route: Route) -> Page:
    """Render the special and direct reports, the newest first."""
    _, formatters = context._, context.formatters
    found = direct_reports(context.archive)
    years = [(year, list(reports)) for year, reports in groupby(found, key=lambda report: report.item.date.year)]
    return context.list_page(
        route,
        "direct",
        title=_("Special and direct reports"),
        description=_("What was reported at once, how soon, and how much of it in time."),
        toc=[Heading(level=2, anchor=str(year), title=formatters.year(year)) for year, _reports in years],
        count_table=_units_table(context, found),
        years=[(year, [_row(context, report) for report in reports]) for year, reports in years],
    )


def inputs(archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield what the page depends on."""
    yield from direct_inputs(archive)


def _units_table(context: RenderContext, found: Sequence[DirectReport]) -> CountTable:
    _ = context._
    by_unit: dict[str, list[DirectReport]] = {}
    for report in found:
        for unit in report.item.units:
            by_unit.setdefault(unit, []).append(report)
    units = (unit for unit in context.archive.registry.units if unit.id in by_unit)
    return CountTable(
        corner=_("Unit"),
        columns=tuple(map(Column, (_("Reports"), _("In time"), _("Late"), _("Not known"), _("Share in time")))),
        rows=tuple(TableRow(unit.name, href(urls.unit(unit)), _cells(context, by_unit[unit.id])) for unit in units),
        notes=(_("Not known: no day of the event is given, or no deadline applies. The share is of all others."),),
    )


def _cells(context: RenderContext, own: Sequence[DirectReport]) -> tuple[TableCell, ...]:
    states = [report.in_time for report in own]
    in_time, late = states.count(True), states.count(False)
    counts = (len(own), in_time, late, states.count(None))
    share = TableCell(f'<td class="b-n">{context.formatters.share(in_time, in_time + late)}</td>')
    return (*map(count_cell, counts), share)


def _row(context: RenderContext, report: DirectReport) -> str:
    _, item = context._, report.item
    parts = [f"<span>{esc(context.formatters.term(item.channel))}</span>", context.lists.units(item)]
    if report.days is not None:
        sooner = _("on the day of the event") if report.days == 0 else ""
        label = sooner or _.ngettext("{n} day after the event", "{n} days after the event", report.days)
        parts.append(f"<span>{esc(label)}</span>")
    if report.in_time is not None:
        kind, label = ("good", _("in time")) if report.in_time else ("late", _("late"))
        parts.append(f'<span class="b-chip b-chip--{kind}">{esc(label)}</span>')
    return list_row(row_title(context.fragments.item_link(item)), "".join(parts), day=item.date)
