"""Years: the sentence of the year, its two-way tables, and the lists that their numbers lead to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.enums import IssueKind
from bulletin.site import table_builders
from bulletin.site.context import Studio
from bulletin.site.list_page import page
from bulletin.site.page import Heading, Page, Ref
from bulletin.site.pages import headline, standings, year_tables
from bulletin.site.tables import Cell, Grid, Head, Line, Place

MONTH, GROUP = "month", "group"


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield the index of years, and for each year its page, its months and its groups of units."""
    yield Ref(url=urls.YEARS, kind="year", section="years")
    for year in archive.years:
        yield Ref(url=urls.year(year), kind="year", section="years", key=(str(year),))
        for month in months(archive, year):
            key = (str(year), MONTH, str(month))
            yield Ref(url=urls.month(year, month), kind="year", section="years", key=key)
        for group in groups(archive, year):
            yield Ref(url=urls.group(group, year), kind="year", section="years", key=(str(year), GROUP, group))


def render(studio: Studio, ref: Ref) -> Page:
    """Render the index, a year, a month, or the items of a group in a year."""
    match ref.key:
        case (year, "month", month):
            return _month(studio, ref, int(year), int(month))
        case (year, "group", group):
            return _group(studio, ref, int(year), group)
        case (year,):
            return _year(studio, ref, int(year))
    return _index(studio, ref)


def months(archive: Archive, year: int) -> tuple[int, ...]:
    """Return the months of a year in which something was submitted or adopted."""
    found = {item.date.month for item in archive.by_year.get(year, ())}
    found |= {event.date.month for event in archive.adoptions_by_year.get(year, ())}
    return tuple(sorted(found))


def groups(archive: Archive, year: int) -> tuple[str, ...]:
    """Return the ids of the groups whose units submitted in a year, in registry order; "" is no group."""
    registry = archive.registry
    found = {registry.unit[unit].group for item in archive.by_year.get(year, ()) for unit in item.units}
    known = tuple(group.id for group in registry.groups if group.id in found)
    return known if found.issubset(known) else (*known, "")


def _index(studio: Studio, ref: Ref) -> Page:
    _, archive = studio._, studio.archive
    issued = Counter(issue.date.year for issue in archive.issues)
    grid = Grid(
        corner=_("Year"),
        heads=(Head(_("Issues published")), Head(_("Items")), *table_builders.level_heads(studio)),
        lines=tuple(_line(studio, year, issued[year]) for year in archive.years),
        total=_("Adoptions"),
        bars=True,
        notes=(_("Issues count by their date, items by the day of submission, adoptions by their own day."),),
    )
    description = _("Issues, items and adoptions of each year.")
    sentences = [(year, said) for year in archive.years if (said := headline.sentence(studio, year))]
    return page(studio, ref, "year-index", title=_("Years"), description=description, grid=grid, sentences=sentences)


def _line(studio: Studio, year: int, issued: int) -> Line:
    archive = studio.archive
    events = archive.adoptions_by_year.get(year, ())
    taken = Counter(event.level for event in events)
    return Line(
        head=Head(studio.say.year(year), Place(urls.year(year))),
        cells=(
            Cell(issued, Place(urls.year(year), "issues")),
            Cell(len(archive.by_year.get(year, ())), Place(urls.items(year))),
            *(Cell(taken[level], Place(urls.adoptions(year), level.value)) for level in table_builders.levels(archive)),
        ),
        total=Cell(len(events), Place(urls.adoptions(year))),
    )


def _year(studio: Studio, ref: Ref, year: int) -> Page:
    _, archive, say = studio._, studio.archive, studio.say
    issues = tuple(issue for issue in archive.issues if issue.date.year == year)
    items = archive.by_year.get(year, ())
    tables = year_tables.tables(studio, year)
    ranked = standings.sheets(studio, year)
    toc = [Heading(level=2, anchor="standings", title=_("Standings"))] if ranked else []
    toc += [Heading(level=2, anchor=anchor, title=title) for anchor, title, _grid in tables]
    toc += [Heading(level=2, anchor="issues", title=_("Issues"))] if issues else []
    return page(
        studio,
        ref,
        "year",
        title=say.year(year),
        description=headline.plain(studio, year) or _("Issues, items and adoptions of each year."),
        toc=toc,
        year=year,
        years=archive.years,
        sentence=headline.sentence(studio, year),
        numbers=_numbers(studio, year, len(issues)),
        issued=len(issues),
        submitted=len(items),
        adopted=sum(1 for item in items if item.adoptions),
        tables=tables,
        ranked=ranked,
        apart=standings.apart(studio, year) if ranked else "",
        authors=standings.best(studio, year) if ranked else None,
        leaders=standings.leaders(studio, year) if ranked else [],
        series=[(kind, found) for kind in IssueKind if (found := [i for i in reversed(issues) if i.kind is kind])],
    )


def _numbers(studio: Studio, year: int, issued: int) -> list[tuple[str, str, Place | None]]:
    """Return the figures at the head of a year: label, number, and where it leads."""
    _, archive, here = studio._, studio.archive, urls.year(year)
    items, adoptions = archive.by_year.get(year, ()), len(archive.adoptions_by_year.get(year, ()))
    units = len({unit for item in items for unit in item.units})
    adopted = sum(1 for item in items if item.adoptions)
    return [
        (_("Issues published"), f"{issued:,}", Place(here, "issues") if issued else None),
        (_("Items submitted"), f"{len(items):,}", Place(urls.items(year)) if items else None),
        (_("Units that submitted"), f"{units:,}", Place(here, "units") if units else None),
        (_("Times adopted"), f"{adoptions:,}", Place(urls.adoptions(year)) if adoptions else None),
        (_("Share adopted"), studio.say.share(adopted, len(items)), None),
    ]


def _month(studio: Studio, ref: Ref, year: int, month: int) -> Page:
    _, archive, say = studio._, studio.archive, studio.say
    items = table_builders.newest(i for i in archive.by_year.get(year, ()) if i.date.month == month)
    events = tuple(e for e in reversed(archive.adoptions_by_year.get(year, ())) if e.date.month == month)
    found = months(archive, year)
    at = found.index(month)
    name = _("{year}-{month:02}", year=year, month=month)
    return page(
        studio,
        ref,
        "year-month",
        title=name,
        description=_("Items and adoptions of one month."),
        sections=(
            *table_builders.section_of_items(studio, table_builders.by_category(archive, items)),
            *table_builders.section_of_adoptions(studio, events),
        ),
        year=year,
        name=say.month(month),
        pager=studio.fragments.pager(
            (say.month(found[at - 1]), urls.month(year, found[at - 1])) if at else None,
            (say.month(found[at + 1]), urls.month(year, found[at + 1])) if at + 1 < len(found) else None,
            _("Month before"),
            _("Month after"),
        ),
        counts=(len(items), len(events)),
    )


def _group(studio: Studio, ref: Ref, year: int, group: str) -> Page:
    _, archive = studio._, studio.archive
    known = archive.registry.group
    name = known[group].name if group in known else _("Other units")
    inside = {u.id for u in archive.registry.units if (u.group if u.group in known else "") == group}
    items = table_builders.newest(i for i in archive.by_year.get(year, ()) if inside.intersection(i.units))
    sections = tuple(section for section in table_builders.by_unit(archive, items) if section.anchor in inside)
    return page(
        studio,
        ref,
        "year-group",
        title=_("{group} in {year}", group=name, year=year),
        description=_("Items of a group of units in one year."),
        sections=sections,
        year=year,
        name=name,
        total=len(items),
        joint=any(len(item.units) > 1 for item in items),
    )
