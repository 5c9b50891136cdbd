"""Adoptions as a whole: levels by year, the newest, and every adoption of a year."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model import aggregates, urls
from bulletin.model.archive import Archive
from bulletin.site import table_builders
from bulletin.site.context import Studio
from bulletin.site.list_page import page
from bulletin.site.page import Heading, Page, Ref
from bulletin.site.tables import Grid, Head, Place, Ways, lines, summed


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield the page of all adoptions, and one for each year."""
    yield Ref(url=urls.ADOPTIONS, kind="adoptions", section="adoptions")
    for year in archive.adoptions_by_year:
        yield Ref(url=urls.adoptions(year), kind="adoptions", section="adoptions", key=(str(year),))


def render(studio: Studio, ref: Ref) -> Page:
    """Render the page of all adoptions, or a year's."""
    return _year(studio, ref, int(ref.key[0])) if ref.key else _index(studio, ref)


def _index(studio: Studio, ref: Ref) -> Page:
    _, archive = studio._, studio.archive
    toc = (
        Heading(level=2, anchor="years", title=_("By year")),
        Heading(level=2, anchor="publications", title=_("By publication")),
        Heading(level=2, anchor="newest", title=_("Newest adoptions")),
    )
    return page(
        studio,
        ref,
        "adoptions",
        title=_("Adoptions"),
        description=_("What other publications carried of ours."),
        toc=toc if archive.adoptions else (),
        grid=_levels(studio),
        publications=aggregates.publications_of(archive, archive.adoptions),
        newest=tuple(reversed(archive.adoptions[-table_builders.NEWEST :])),
        endorsed=len(archive.endorsements),
    )


def _levels(studio: Studio) -> Grid:
    _, archive, say = studio._, studio.archive, studio.say
    years, used = table_builders.years_of(archive, (), archive.adoptions), table_builders.levels(archive)
    table = aggregates.crosstab(archive.adoptions, years, used, lambda e: [e.date.year], lambda e: e.level)
    ways = Ways(
        cell=lambda year, level: Place(urls.adoptions(year), urls.level_anchor(level)),
        row=lambda year: Place(urls.adoptions(year)),
    )
    heads = [Head(say.year(year), Place(urls.year(year))) for year in years]
    return Grid(
        corner=_("Year"),
        heads=table_builders.level_heads(studio),
        lines=lines(table, heads, ways) + ((summed(table, Head(_("Total")), Ways()),) if len(years) > 1 else ()),
        total=_("Total"),
        bars=True,
        notes=(_("Adoptions count by their own day, by the item's where none is given."),),
    )


def _year(studio: Studio, ref: Ref, year: int) -> Page:
    _, archive = studio._, studio.archive
    events = tuple(reversed(archive.adoptions_by_year[year]))
    return page(
        studio,
        ref,
        "adoptions-year",
        title=_("Adoptions of {year}", year=year),
        description=_("Every adoption of one year, the highest level first."),
        sections=table_builders.by_level(studio, events),
        year=year,
        years=table_builders.years_of(archive, (), archive.adoptions),
        total=len(events),
        items=len({event.item.id for event in events}),
    )
