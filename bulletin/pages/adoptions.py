"""Adoptions as a whole: levels by year, the newest, and every adoption of a year."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin import addresses, tally
from bulletin.archive import Archive
from bulletin.pages import counting
from bulletin.pages.contract import Heading, Page, Ref
from bulletin.pages.environment import Studio
from bulletin.pages.listing import page
from bulletin.pages.shapes import Grid, Head, Place, Ways, lines, summed


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield the page of all adoptions, and one for each year."""
    yield Ref(url=addresses.ADOPTIONS, kind="adoptions", section="adoptions")
    for year in archive.adoptions_by_year:
        yield Ref(url=addresses.adoptions(year), kind="adoptions", section="adoptions", key=(str(year),))


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
        publications=tally.publications_of(archive, archive.adoptions),
        newest=tuple(reversed(archive.adoptions[-counting.NEWEST :])),
        endorsed=len(archive.endorsements),
    )


def _levels(studio: Studio) -> Grid:
    _, archive, say = studio._, studio.archive, studio.say
    years, used = counting.years_of(archive, (), archive.adoptions), counting.levels(archive)
    table = tally.cross(archive.adoptions, years, used, lambda e: [e.date.year], lambda e: e.level)
    ways = Ways(
        cell=lambda year, level: Place(addresses.adoptions(year), addresses.level_anchor(level)),
        row=lambda year: Place(addresses.adoptions(year)),
    )
    heads = [Head(say.year(year), Place(addresses.year(year))) for year in years]
    return Grid(
        corner=_("Year"),
        heads=counting.level_heads(studio),
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
        sections=counting.by_level(studio, events),
        year=year,
        years=counting.years_of(archive, (), archive.adoptions),
        total=len(events),
        items=len({event.item.id for event in events}),
    )
