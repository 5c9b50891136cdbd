"""The catalogue of files for programs: which feeds and data files there are, where each is, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bulletin.core.dates import Period
from bulletin.core.i18n import N_
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.scoring.periods import circular_periods, years

LENGTH = 30
"""How many items a feed holds, the newest first."""

FILES = (
    ("items.json", N_("Items with everything that their heads say")),
    ("items.csv", N_("Items, one a line, for a spreadsheet")),
    ("adoptions.json", N_("Adoptions")),
    ("adoptions.csv", N_("Adoptions, one a line, for a spreadsheet")),
    ("endorsements.json", N_("Endorsements and outcomes")),
    ("issues.json", N_("Issues and their contents")),
    ("calls.json", N_("Calls and commissions, and who has answered")),
    ("units.json", N_("Units and groups")),
    ("publications.json", N_("Publications")),
    ("categories.json", N_("Categories")),
)


KINDS = ("csv", "xlsx", "json")
"""In what formats figures can be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed: where it lives, what it is called after the bulletin ("" for all items), the page beside it."""

    address: str
    name: str
    page: str
    items: tuple[Item, ...]


def feeds(archive: Archive) -> Iterator[Feed]:
    """Yield every feed: that of all items, then of each unit and category that has any."""
    yield Feed(address=f"{urls.FEEDS}all.xml", name="", page=urls.HOME, items=_newest(archive.items))
    for unit in archive.registry.units:
        if items := archive.by_unit.get(unit.id):
            address = f"{urls.FEEDS}units/{unit.id}.xml"
            yield Feed(address=address, name=unit.name, page=urls.unit(unit), items=_newest(items))
    for category in archive.registry.categories:
        if items := archive.by_category.get(category.id):
            address = f"{urls.FEEDS}categories/{category.id}.xml"
            yield Feed(address=address, name=category.name, page=urls.category(category), items=_newest(items))


def stats(period: str, kind: str = "json") -> str:
    """Return the name of the file with the figures of a period."""
    return f"stats-{period}.{kind}"


def ledger(year: str, kind: str = "json") -> str:
    """Return the name of the file with the ledger of a year."""
    return f"ledger-{year}.{kind}"


def figures(archive: Archive) -> Iterator[tuple[str, str, str]]:
    """Yield period, name and what is in it (a msgid) for each file of figures."""
    for period in circular_periods(archive):
        for kind in KINDS:
            yield period.label, stats(period.label, kind), N_("Figures of {period}")
    for year in scored(archive):
        for kind in KINDS:
            yield year.label, ledger(year.label, kind), N_("Ledger of {period}, every point an entry")


def scored(archive: Archive) -> tuple[Period, ...]:
    """Return the years in some part of which a scoring scheme was in force: they have files of their ledgers."""
    found = archive.schemes
    return tuple(year for year in years(archive) if any(s.first <= year.last and year.first <= s.last for s in found))


def _newest(items: tuple[Item, ...]) -> tuple[Item, ...]:
    readable = (item for item in reversed(items) if not item.is_withheld)
    return tuple(islice(readable, LENGTH))
