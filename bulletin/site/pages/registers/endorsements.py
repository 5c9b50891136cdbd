"""The register of leaders' endorsements, their follow-ups, and the outcomes of items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from bulletin.core.i18n import N_
from bulletin.model import keys, urls
from bulletin.model.aggregates import outcomes
from bulletin.model.archive import Archive, Endorsed
from bulletin.model.feedback import FeedbackState, feedback, is_answered
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
    awaited = [_awaited(context, events, state) for state in _AWAITED]
    toc = [Heading(level=2, anchor=each.anchor, title=each.title) for each in awaited if each.years]
    toc += [Heading(level=2, anchor=str(year), title=formatters.year(year)) for year, _found in years]
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
        awaited=[each for each in awaited if each.years],
    )


def inputs(_archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield what the register depends on: endorsements, and which unit has taken the place of another."""
    yield from (keys.listed("endorsements"), keys.REGISTRY, keys.NAMES)


_AWAITED = (FeedbackState.OVERDUE, FeedbackState.OPEN)


class AwaitedFeedback(NamedTuple):
    """The endorsements of which the feedback is overdue, or open: rows by year."""

    anchor: str
    title: str
    years: list[tuple[int, list[str]]]

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(len(rows) for _year, rows in self.years)


def _awaited(context: RenderContext, events: tuple[Endorsed, ...], state: FeedbackState) -> AwaitedFeedback:
    today = context.archive.today
    found = [event for event in events if feedback(event.endorsement, today).state is state]
    years = [
        (year, [_awaited_row(context, event) for event in listed])
        for year, listed in groupby(found, key=lambda event: event.date.year)
    ]
    title = context._("Feedback overdue") if state is FeedbackState.OVERDUE else context._("Feedback awaited")
    return AwaitedFeedback(state.value, title, years)


def _awaited_row(context: RenderContext, event: Endorsed) -> str:
    """Return a row with an endorsement, the units that owe feedback on it, and since when or until when."""
    item, endorsement, registry, today = event.item, event.endorsement, context.archive.registry, context.archive.today
    owing = tuple(owes for unit in item.units if (owes := registry.owing_among(item.units, unit, today)))
    state = context.fragments.feedback_state(endorsement) if endorsement.follow_up_due else ""
    level = context.fragments.badge(endorsement.level) if endorsement.level else ""
    info = f"<b>{esc(endorsement.by)}</b> {level}{state} <span>{context.fragments.unit_links(owing)}</span>"
    return list_row(row_title(context.fragments.item_link(item)), info, day=event.date)


_HEADS = (N_("Followed up"), N_("Feedback overdue"), N_("Feedback awaited"), N_("Outcomes"))


def _outcome_row(context: RenderContext, day: date, item: Item, outcome: Outcome) -> str:
    label = esc(context._("Came of"))
    info = f"<span>{label} {context.fragments.item_link(item)}</span>{context.lists.units(item)}"
    return list_row(row_title(f"<b>{esc(outcome.title)}</b>"), info, day=day)


def _count_table(
    context: RenderContext, events: tuple[Endorsed, ...], results: tuple[tuple[date, Item, Outcome], ...]
) -> CountTable:
    _, formatters = context._, context.formatters
    endorsed, came = Counter(e.date.year for e in events), Counter(day.year for day, _item, _outcome in results)
    states = [(event.date.year, feedback(event.endorsement, context.archive.today)) for event in events]
    answered = Counter(year for year, found in states if is_answered(found))
    waiting = Counter((year, found.state) for year, found in states)

    def row(year: int) -> TableRow:
        cells = (
            count_cell(endorsed[year], href(urls.ENDORSEMENTS, str(year))),
            count_cell(answered[year]),
            *(count_cell(waiting[year, s], href(urls.ENDORSEMENTS, f"{s.value}-{year}")) for s in _AWAITED),
            count_cell(came[year], href(urls.ENDORSEMENTS, f"outcomes-{year}")),
        )
        return TableRow(formatters.year(year), cells=cells)

    return CountTable(
        corner=_("Year"),
        columns=(Column(_("Endorsements")), *(Column(_(head)) for head in _HEADS)),
        rows=tuple(row(year) for year in sorted({*endorsed, *came}, reverse=True)),
        notes=(_("Endorsements and outcomes count by their own day, by the item's where none is given."),),
    )
