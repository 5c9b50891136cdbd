"""Publications: the adoptions of each, by year, treatment and unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin.model import aggregates, keys, urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.enums import Level, Treatment
from bulletin.model.keys import Key
from bulletin.model.registry import Publication
from bulletin.site import table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import href
from bulletin.site.lists import ListSection
from bulletin.site.page import Heading, Page, Route
from bulletin.site.tables import Column, CountTable, NavLinks, TableRow, count_rows, sum_row

UNSTATED = "unstated"
BY_YEAR, BY_UNIT = "years", "units"


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the index of publications, a page for each, and one for each year of each."""
    yield Route(url=urls.PUBLICATIONS, kind="publication", section="adoptions")
    for one in archive.registry.publications:
        yield Route(url=urls.publication(one), kind="publication", section="adoptions", key=(one.id,))
        for year in table_builders.years_with_entries(archive, (), archive.adoptions_by_publication.get(one.id, ())):
            key = (one.id, str(year))
            yield Route(url=urls.publication(one, year), kind="publication", section="adoptions", key=key)


def render(context: RenderContext, route: Route) -> Page:
    """Render the index, a publication, or a publication's year."""
    match route.key:
        case (identifier, year):
            return _render_year(context, route, context.archive.registry.publication[identifier], int(year))
        case (identifier,):
            return _render_publication(context, route, context.archive.registry.publication[identifier])
    return _render_index(context, route)


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: the index on figures, a publication also on its newest items, a year on all."""
    yield keys.REGISTRY
    match route.key:
        case (identifier, year):
            yield from (keys.listed("publication", identifier, int(year)), keys.years_of("publication", identifier))
            yield keys.named("publication", identifier)
        case (identifier,):
            yield from (keys.counted("publication", identifier), keys.NAMES)
            events = archive.adoptions_by_publication.get(identifier, ())[-10:]
            yield from (keys.item(event.item.id) for event in events)
        case _:
            yield from (keys.FIGURES, keys.NAMES)


def publications_at(archive: Archive, level: Level) -> list[Publication]:
    """Return the publications of a level in registry order."""
    return [p for p in archive.registry.publications if p.level is level]


def _render_index(context: RenderContext, route: Route) -> Page:
    _, archive, formatters = context._, context.archive, context.formatters
    years = table_builders.years_with_entries(archive, (), archive.adoptions)
    found: list[TableRow] = []
    for level in Level:
        if publications := publications_at(archive, level):
            table = aggregates.crosstab(
                [e for p in publications for e in archive.adoptions_by_publication.get(p.id, ())],
                [p.id for p in publications],
                years,
                lambda event: [event.publication.id],
                lambda event: event.date.year,
            )
            found.append(TableRow(formatters.term(level), role="group"))
            found += count_rows(table, _head_rows(context, level), _nav_links(archive))
    count_table = CountTable(
        corner=_("Publication"),
        columns=tuple(Column(str(year), href(urls.adoptions(year))) for year in years),
        rows=tuple(found),
        total=_("Total"),
        bars=True,
        notes=(_("Adoptions count by their own day, by the item's where none is given."),),
    )
    description = _("Which publications carried our items, and how often.")
    return context.list_page(
        route, "publication-index", title=_("Publications"), description=description, count_table=count_table
    )


def _head_rows(context: RenderContext, level: Level) -> list[TableRow]:
    formatters = context.formatters
    found = publications_at(context.archive, level)
    return [TableRow(formatters.publication(p), href(urls.publication(p)), hint=formatters.term(p.kind)) for p in found]


def _nav_links(archive: Archive) -> NavLinks:
    known = archive.registry.publication
    return NavLinks(
        cell=lambda one, year: href(urls.publication(known[one], year)),
        row=lambda one: href(urls.publication(known[one]), BY_YEAR),
    )


def _render_publication(context: RenderContext, route: Route, one: Publication) -> Page:
    _, formatters = context._, context.formatters
    events = context.archive.adoptions_by_publication.get(one.id, ())
    toc = (
        Heading(level=2, anchor=BY_YEAR, title=_("By year")),
        Heading(level=2, anchor=BY_UNIT, title=_("By unit")),
        Heading(level=2, anchor="newest", title=_("Newest adoptions")),
    )
    title = formatters.publication(one)
    return context.list_page(
        route,
        "publication",
        title=title,
        description=_("Items of ours in {publication}: {n}.", n=len(events), publication=title),
        toc=toc if events else (),
        one=one,
        total=len(events),
        items=len({event.item.id for event in events}),
        by_year=_treatment_table(context, one, events),
        by_unit=_unit_table(context, one, events),
        newest=tuple(reversed(events[-10:])),
    )


def _treatment_table(context: RenderContext, one: Publication, events: tuple[Adopted, ...]) -> CountTable:
    _, formatters = context._, context.formatters
    years, treatments = (
        table_builders.years_with_entries(context.archive, (), events),
        _used_treatments(context, events),
    )
    table = aggregates.crosstab(events, years, treatments, lambda e: [e.date.year], _treatment_key)
    links = NavLinks(
        cell=lambda year, treatment: href(urls.publication(one, year), treatment),
        row=lambda year: href(urls.publication(one, year)),
    )
    heads = [TableRow(formatters.year(year), href(urls.publication(one, year))) for year in years]
    return CountTable(
        corner=_("Year"),
        columns=tuple(Column(_treatment_label(context, treatment)) for treatment in treatments),
        rows=(*count_rows(table, heads, links), *((sum_row(table, _("Total"), NavLinks()),) if len(years) > 1 else ())),
        total=_("Total"),
        bars=True,
    )


def _unit_table(context: RenderContext, one: Publication, events: tuple[Adopted, ...]) -> CountTable:
    _, archive = context._, context.archive
    years = table_builders.years_with_entries(archive, (), events)
    units = [u for u in archive.registry.units if any(u.id in e.item.units for e in events)]
    table = aggregates.crosstab(events, [u.id for u in units], years, lambda e: e.item.units, lambda e: e.date.year)
    heads = [TableRow(unit.name, href(urls.unit(unit))) for unit in units]
    return CountTable(
        corner=_("Unit"),
        columns=tuple(Column(str(year), href(urls.publication(one, year))) for year in years),
        rows=(*count_rows(table, heads, NavLinks()), sum_row(table, _("Total"), _year_links(one))),
        total=_("Total"),
        bars=True,
        notes=(_("A joint item counts with each of its units and once in the total."),),
    )


def _year_links(one: Publication) -> NavLinks:
    return NavLinks(column=lambda year: href(urls.publication(one, year)))


def _render_year(context: RenderContext, route: Route, one: Publication, year: int) -> Page:
    _, archive, formatters = context._, context.archive, context.formatters
    every = archive.adoptions_by_publication.get(one.id, ())
    events = tuple(reversed(table_builders.of_year(archive, every, year)))
    sections = tuple(
        ListSection(
            anchor=key,
            title=_treatment_label(context, key),
            adoptions=tuple(e for e in events if _treatment_key(e) == key),
        )
        for key in _used_treatments(context, events)
    )
    title = _("{publication} in {year}", publication=formatters.publication(one), year=year)
    return context.list_page(
        route,
        "publication-year",
        title=title,
        description=_("Items of ours in {publication}: {n}.", n=len(events), publication=formatters.publication(one)),
        sections=sections,
        one=one,
        year=year,
        years=table_builders.years_with_entries(archive, (), every),
        total=len(events),
    )


def _treatment_key(event: Adopted) -> str:
    return event.adoption.treatment or UNSTATED


def _used_treatments(context: RenderContext, events: Sequence[Adopted]) -> tuple[str, ...]:
    used, own = {_treatment_key(event) for event in events}, context.archive.registry.treatments
    known = (*(treatment.value for treatment in Treatment), *(treatment.name for treatment in own), UNSTATED)
    return tuple(treatment for treatment in known if treatment in used)


def _treatment_label(context: RenderContext, treatment: str) -> str:
    return context._("Not stated") if treatment == UNSTATED else context.formatters.treatment(treatment)
