"""The register of what came late, was missed or was wrong, by year and kind."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model import urls
from bulletin.model.aggregates import crosstab
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.scheme_enums import LapseKind
from bulletin.scoring.circulars.tables import LAPSE_HEADERS, reasons_text
from bulletin.scoring.lapse_register import lapse_inputs, open_lapses
from bulletin.scoring.lapses import Lapse, lapse_reasons
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html
from bulletin.site.lists import entry_list, list_row, row_title, section_html
from bulletin.site.page import Heading, Page, Route
from bulletin.site.pages.stats import labels
from bulletin.site.tables import Column, CountTable, NavLinks, TableRow, count_rows


def routes(_archive: Archive) -> Iterator[Route]:
    """Yield the one page of lapses."""
    yield Route(url=urls.LAPSES, kind="lapses", section="items")


def render(context: RenderContext, route: Route) -> Page:
    """Render the lapses of each year, those of each kind together."""
    _, archive, formatters = context._, context.archive, context.formatters
    found = open_lapses(archive)
    years = list(dict.fromkeys(lapse.date.year for lapse in found))
    return context.list_page(
        route,
        "lapses",
        title=_("Late, missed, erroneous"),
        description=_("What came late, was missed or was wrong."),
        toc=[Heading(level=2, anchor=str(year), title=formatters.year(year)) for year in years],
        count_table=_count_table(context, found, years),
        years=[(year, join_html(_kinds(context, found, year))) for year in years],
    )


def inputs(archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield what the page depends on."""
    yield from lapse_inputs(archive)


def _anchor(year: int, kind: LapseKind) -> str:
    return f"{kind.value}-{year}"


def _count_table(context: RenderContext, found: tuple[Lapse, ...], years: list[int]) -> CountTable:
    _, kinds = context._, [kind for kind in LAPSE_HEADERS if any(lapse.kind is kind for lapse in found)]
    table = crosstab(found, years, kinds, lambda lapse: [lapse.date.year], lambda lapse: lapse.kind)
    links = NavLinks(
        cell=lambda year, kind: href(urls.LAPSES, _anchor(year, kind)), row=lambda year: href(urls.LAPSES, str(year))
    )
    return CountTable(
        corner=_("Year"),
        columns=tuple(Column(_(LAPSE_HEADERS[kind])) for kind in kinds),
        rows=count_rows(table, [TableRow(context.formatters.year(year)) for year in years], links),
        total=_("Total"),
        notes=(
            _(
                "As of {day}; what was answered after all counts as late.",
                day=context.formatters.day(context.archive.today),
            ),
        ),
    )


def _kinds(context: RenderContext, found: tuple[Lapse, ...], year: int) -> list[str]:
    """Return a list for each kind of lapse of a year."""
    parts = []
    for kind, header in LAPSE_HEADERS.items():
        rows = [_row(context, lapse) for lapse in found if lapse.kind is kind and lapse.date.year == year]
        if rows:
            parts += section_html(_anchor(year, kind), context._(header), len(rows), entry_list(rows), depth=3)
    return parts


def _row(context: RenderContext, lapse: Lapse) -> str:
    why = f'<small class="b-why">{esc(reasons_text([*lapse_reasons(lapse)], context._))}</small>'
    return list_row(
        row_title(f"{labels.lapse_subject(lapse) or esc(labels.lapse_label(context, lapse))}{why}"),
        f"<span>{context.fragments.unit_links((lapse.unit,))}</span>",
        day=lapse.date,
    )
