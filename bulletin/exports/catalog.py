"""The catalogue of exported files: feeds and data files, with address and description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bulletin.core.dates import Period
from bulletin.core.i18n import N_
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Names
from bulletin.model.records import Item
from bulletin.scoring.periods import circular_periods, years

FEED_LENGTH = 30
"""The number of items in a feed, newest first."""

DATA_FILES = (
    ("items.json", N_("Items with everything that their heads say")),
    ("items.csv", N_("Items, one a line, for a spreadsheet")),
    ("adoptions.json", N_("Adoptions")),
    ("adoptions.csv", N_("Adoptions, one a line, for a spreadsheet")),
    ("endorsements.json", N_("Endorsements and outcomes")),
    ("endorsements.csv", N_("Endorsements, one a line, for a spreadsheet")),
    ("outcomes.csv", N_("Outcomes, one a line, for a spreadsheet")),
    ("endorsements.xlsx", N_("Endorsements and outcomes, as a workbook")),
    ("issues.json", N_("Issues and their contents")),
    ("issues.csv", N_("Issues, one a line, for a spreadsheet")),
    ("issues.xlsx", N_("Issues, as a workbook")),
    ("calls.json", N_("Calls and commissions, and who has answered")),
    ("calls.csv", N_("Calls and commissions, a line for each unit that is asked")),
    ("calls.xlsx", N_("Calls and commissions, as a workbook")),
    ("direct.csv", N_("Special and direct reports, one a line")),
    ("direct.xlsx", N_("Special and direct reports, as a workbook")),
    ("lapses.csv", N_("Late, missed and erroneous reports, one a line")),
    ("lapses.xlsx", N_("Late, missed and erroneous reports, as a workbook")),
    ("units.json", N_("Units and groups")),
    ("publications.json", N_("Publications")),
    ("categories.json", N_("Categories")),
)


FIGURE_FORMATS = ("csv", "xlsx", "json")
"""The formats of statistics and ledgers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: its address, the part of its title after the bulletin's name ("" for all items), its page."""

    address: str
    name: str
    page: str
    items: tuple[Item, ...]
    names: Names
    """The names of the list that its items are the newest of."""


def feeds(archive: Archive) -> Iterator[Feed]:
    """Yield every feed: of all items, then of each unit and category that has items."""
    yield _feed("all", "", urls.HOME, archive.items, ("items",))
    for unit in archive.registry.units:
        if items := archive.by_unit.get(unit.id):
            yield _feed(f"units/{unit.id}", unit.name, urls.unit(unit), items, ("unit", unit.id))
    for category in archive.registry.categories:
        if items := archive.by_category.get(category.id):
            names = ("category", category.id)
            yield _feed(f"categories/{category.id}", category.name, urls.category(category), items, names)


def calendars(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield address and unit of each calendar of what is due: of all, with unit "", then of each that is there."""
    yield urls.DUE_CALENDAR, ""
    for unit in archive.registry.units:
        if not unit.left:
            yield urls.unit_calendar(unit.id), unit.id


def _feed(file: str, name: str, page: str, items: tuple[Item, ...], names: Names) -> Feed:
    address = f"{urls.FEEDS}{file}.xml"
    return Feed(address=address, name=name, page=page, items=_newest_readable(items), names=names)


def stats_file(period: str, kind: str = "json") -> str:
    """Return the name of the file with the figures of a period."""
    return f"stats-{period}.{kind}"


def ledger_file(year: str, kind: str = "json") -> str:
    """Return the name of the file with the ledger of a year."""
    return f"ledger-{year}.{kind}"


def year_file(register: str, year: int) -> str:
    """Return the name of the workbook with what a register has of a year."""
    return f"{register}-{year}.xlsx"


def figure_files(archive: Archive) -> Iterator[tuple[str, str, str]]:
    """Yield period, name and description (a msgid) of each file of a period: registers of years, and statistics."""
    for number in sorted(archive.by_year, reverse=True):
        yield str(number), year_file("items", number), N_("Items of {period}, as a workbook")
    for number in sorted(archive.adoptions_by_year, reverse=True):
        yield str(number), year_file("adoptions", number), N_("Adoptions of {period}, as a workbook")
    for period in circular_periods(archive):
        for kind in FIGURE_FORMATS:
            yield period.label, stats_file(period.label, kind), N_("Figures of {period}")
    for year in years_with_ledgers(archive):
        for kind in FIGURE_FORMATS:
            yield year.label, ledger_file(year.label, kind), N_("Ledger of {period}, every point an entry")


def years_with_ledgers(archive: Archive) -> tuple[Period, ...]:
    """Return the years in which a scoring scheme was in force at any time: they have ledger files."""
    found = archive.schemes
    return tuple(year for year in years(archive) if any(s.first <= year.last and year.first <= s.last for s in found))


def _newest_readable(items: tuple[Item, ...]) -> tuple[Item, ...]:
    readable = (item for item in reversed(items) if not item.is_withheld)
    return tuple(islice(readable, FEED_LENGTH))
