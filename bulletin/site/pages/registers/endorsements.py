"""The register of leaders' endorsements, their follow-ups, and the outcomes of items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from bulletin.model import keys, urls
from bulletin.model.aggregates import outcomes
from bulletin.model.archive import Archive, Endorsed
from bulletin.model.feedback import feedback, is_answered
from bulletin.model.keys import Key
from bulletin.model.records import Item, Outcome
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href
from bulletin.site.lists import list_row, row_title
from bulletin.site.page import Heading, Page, Route
from bulletin.site.tables import Column, CountTable, TableRow, count_cell


def routes(_archive: Archive) -> Iterator[Route]:
    """Yield the one page of the register."""
    yield Route(url=urls.ENDORSEMENTS, kind="endorsements", section="adoptions")


def render(context: RenderContext, route: Route) -> Page:
    """Render the register, the newest first."""
    _, archive, formatters = context._, context.archive, context.formatters
    events = tuple(reversed(archive.endorsements))
    years = [(year, tuple(found)) for year, found in groupby(events, key=lambda event: event.date.year)]
    results = outcomes(archive)
    toc = [Heading(level=2, anchor=str(year), title=formatters.year(year)) for year, _found in years]
    toc += [Heading(level=2, anchor="outcomes", title=_("Outcomes"))] if results else []
    return context.list_page(
        route,
        "endorsements",
        title=_("Endorsements and outcomes"),
        description=_("What leaders wrote on items, what was done, and what came of it."),
        toc=toc,
        years=years,
        outcomes=[
            (year, [_outcome_row(context, *result) for result in found])
            for year, found in groupby(results, key=lambda result: result[0].year)
        ],
        results=len(results),
        count_table=_count_table(context, events, results),
        waiting=sum(1 for event in events if not _is_answered(context, event)),
    )


def inputs(_archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield what the register depends on."""
    yield keys.listed("endorsements")


def _is_answered(context: RenderContext, event: Endorsed) -> bool:
    return is_answered(feedback(event.endorsement, context.archive.today))


def _outcome_row(context: RenderContext, day: date, item: Item, outcome: Outcome) -> str:
    label = esc(context._("Came of"))
    info = f"<span>{label} {context.fragments.item_link(item)}</span>{context.lists.units(item)}"
    return list_row(row_title(f"<b>{esc(outcome.title)}</b>"), info, day=day)


def _count_table(
    context: RenderContext, events: tuple[Endorsed, ...], results: tuple[tuple[date, Item, Outcome], ...]
) -> CountTable:
    _, formatters = context._, context.formatters
    endorsed, came = Counter(e.date.year for e in events), Counter(day.year for day, _item, _outcome in results)
    answered = Counter(e.date.year for e in events if _is_answered(context, e))

    def row(year: int) -> TableRow:
        cells = (
            count_cell(endorsed[year], href(urls.ENDORSEMENTS, str(year))),
            count_cell(answered[year]),
            count_cell(came[year], href(urls.ENDORSEMENTS, f"outcomes-{year}")),
        )
        return TableRow(formatters.year(year), cells=cells)

    return CountTable(
        corner=_("Year"),
        columns=(Column(_("Endorsements")), Column(_("Followed up")), Column(_("Outcomes"))),
        rows=tuple(row(year) for year in sorted({*endorsed, *came}, reverse=True)),
        notes=(_("Endorsements and outcomes count by their own day, by the item's where none is given."),),
    )
