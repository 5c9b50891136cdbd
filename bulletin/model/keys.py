"""Keys: what an output depends on, and what a change of the archive has touched.

An output is made again when one of the keys that it depends on has been touched. Each kind of page and file yields its
keys beside the function that makes it; :mod:`bulletin.build.changes` yields the keys that a change has touched.

A *list* is a set of items that have something in common: a unit, a year, a publication that adopted them. Its names are
a kind and what the items have in common, ``("unit", "zhi")`` or ``("unit", "zhi", 2026)``. A page that shows the items
of a list depends on it as :func:`listed`, a page that shows only figures of it as :func:`counted`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from datetime import date

from bulletin.core.dates import Period
from bulletin.model import urls
from bulletin.model.records import Item

Key = tuple[Hashable, ...]
Names = tuple[Hashable, ...]
"""The names of a list: its kind, and what its items have in common."""

REGISTRY: Key = ("registry",)
"""Anything in the registry but names and the bulletin's own entry: which entries there are, in what order."""
NAMES: Key = ("names",)
"""The name of any unit, category or publication, its aliases, its publisher."""
BULLETIN: Key = ("bulletin",)
"""The bulletin's own entry in the registry."""
ISSUES: Key = ("issues",)
"""Which issues there are, what their front matter says, and which items they contain."""
PENDING: Key = ("pending",)
"""Which items are in no issue."""
COMPILATIONS: Key = ("compilations",)
"""Which compilations there are, and what their front matter says."""
DUES: Key = ("dues",)
"""What any unit owes, and how many days are left."""
CALLS: Key = ("calls",)
"""Any call: its front matter or its text."""
TOMBSTONES: Key = ("tombstones",)
"""Which items have been withdrawn."""
SCHEMES: Key = ("schemes",)
"""Any scoring scheme, target or closed period."""
HAS_POINTS: Key = ("has points",)
"""Whether any points are shown, of units or of groups."""
DAY: Key = ("day",)
"""The day of the build."""
YEARS: Key = ("years",)
"""In which years anything happened."""
LEVELS: Key = ("levels",)
"""At which levels anything was ever adopted."""
PERIODS: Key = ("periods",)
"""Which periods have circulars, and which years ledgers."""
TOPICS: Key = ("topics",)
"""Which topics share an address."""
AUTHORS: Key = ("authors",)
"""Which authors there are, and in what order."""
PAGES: Key = ("pages",)
"""Which pages there are."""
REDIRECTS: Key = ("redirects",)
"""Which addresses lead on to others."""


RESULTS: Key = ("results",)
"""Results of units and authors, where nobody has compared them: any may differ."""
_KINDS_OF_RESULTS = frozenset({"result", "author result", "author points"})
FIGURES: Key = ("counted", "items")
"""Anything that any figure of the archive depends on."""


def named(kind: str, identifier: str) -> Key:
    """Return the key of the names of a ``unit``, a ``category`` or a ``publication``."""
    return "named", kind, identifier


def text(path: str) -> Key:
    """Return the key of the rendered text of the file *path*."""
    return "text", path


def image(path: str) -> Key:
    """Return the key of the image *path* below ``content/``."""
    return "image", path


def item(identifier: str) -> Key:
    """Return the key of an item: its front matter, and whether it may be read."""
    return "item", identifier


def related(identifier: str) -> Key:
    """Return the key of the items that the page of an item shows as related, and of what it shows of them."""
    return "related", identifier


def story(identifier: str) -> Key:
    """Return the key of the story of an item: which items follow each other in it, and their front matter."""
    return "story", identifier


def issue(identifier: str) -> Key:
    """Return the key of an issue: its front matter, its contents, and the issues before and after it."""
    return "issue", identifier


def issues_of(year: int) -> Key:
    """Return the key of the issues of a year: which there are, their front matter, and which items they contain."""
    return "issues of", year


def call(identifier: str) -> Key:
    """Return the key of a call: its front matter."""
    return "call", identifier


def circular(label: str) -> Key:
    """Return the key of what an editor has written around the text of a circular: its front matter."""
    return "circular", label


def compilation(identifier: str) -> Key:
    """Return the key of a compilation: its front matter."""
    return "compilation", identifier


def dues_of(unit: str) -> Key:
    """Return the key of what a unit owes, itself or for another, and how many days are left."""
    return "dues of", unit


def overdue(identifier: str) -> Key:
    """Return the key of which due days of a call have passed."""
    return "overdue", identifier


def listed(*names: Hashable) -> Key:
    """Return the key of a list: which items are in it, and their front matter."""
    return "listed", *names


def counted(*names: Hashable) -> Key:
    """Return the key of the figures of a list: which items are in it, and those of their fields that are counted."""
    return "counted", *names


def members(*names: Hashable) -> Key:
    """Return the key of which items are in a list, and in which order."""
    return "members", *names


def years_of(*names: Hashable) -> Key:
    """Return the key of the years in which a list has items or adoptions."""
    return "years of", *names


def scored(quarter: int) -> Key:
    """Return the key of all values that points of a quarter depend on."""
    return "scored", quarter


def rules(year: int) -> Key:
    """Return the key of the schemes, targets, commissions and closed periods of a year."""
    return "rules", year


def elapsed(quarter: int) -> Key:
    """Return the key of how much of a quarter is over."""
    return "elapsed", quarter


def result(unit: str, year: int) -> Key:
    """Return the key of the points, rank and completion of a unit in a year."""
    return "result", unit, year


def authors(unit: str) -> Key:
    """Return the key of the authors of a unit: which there are, and in what order."""
    return "authors", unit


def author_points(unit: str) -> Key:
    """Return the key of the points of the authors of a unit."""
    return "author points", unit


def author_result(unit: str, name: str) -> Key:
    """Return the key of the points and ranks of an author."""
    return "author result", unit, name


def has_ledger(year: int) -> Key:
    """Return the key of the units that have a ledger of a year."""
    return "has ledger", year


def touch(touched: Collection[Key], needed: Iterable[Key]) -> bool:
    """Return whether an output that depends on the *needed* keys may differ where those *touched* do."""
    results = RESULTS in touched
    return any(key in touched or (results and key[0] in _KINDS_OF_RESULTS) for key in needed)


def names_of(kind: str, found: Iterable[Key]) -> Iterator[str]:
    """Yield what the keys of a kind name first: ids of items, paths of texts, years."""
    return (str(key[1]) for key in found if key[0] == kind)


def quarter_of(day: date) -> int:
    """Return the quarter of a day: the year times four, plus the quarter from 0."""
    return day.year * 4 + (day.month - 1) // 3


def quarters_of(period: Period) -> range:
    """Return the quarters that a period touches."""
    return range(quarter_of(period.first), quarter_of(period.last) + 1)


def lists_of(item: Item) -> Iterator[Names]:
    """Yield the names of all lists that an item is in, but for those of the quarters of its events."""
    yield from (("items",), ("items", item.date.year), ("month", item.date.year, item.date.month))
    yield from (("submitted", quarter_of(item.date)), ("category", item.category))
    yield "category", item.category, item.date.year
    for unit in item.units:
        yield from (("unit", unit), ("unit", unit, item.date.year))
    for slug in {urls.topic_slug(topic) for topic in item.topics}:
        yield from (("topic", slug), ("topic", slug, item.date.year))
    if item.authors:
        yield "authors", item.units[0]
    if item.commission:
        yield "answers", item.commission
    if item.adoptions:
        yield from _adoption_lists(item)
    if item.endorsements or item.outcomes:
        yield ("endorsements",)
    if item.corrections:
        yield ("corrections",)


def _adoption_lists(item: Item) -> Iterator[Names]:
    yield ("adoptions",)
    for adoption in item.adoptions:
        day, one = adoption.date or item.date, adoption.publication
        yield from (("adoptions", day.year), ("month", day.year, day.month), ("adopted", quarter_of(day)))
        yield from (("publication", one), ("publication", one, day.year))
        yield from (("unit", unit, day.year) for unit in item.units)
