"""Addresses of everything below the site's root; they are a contract."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote

from bulletin.core.text import is_reserved
from bulletin.model.enums import Level
from bulletin.model.records import Call, Issue, Item
from bulletin.model.registry import Category, Publication, Unit

HOME = ""
ITEMS = "items/"
ISSUES = "issues/"
UNITS = "units/"
PUBLICATIONS = "publications/"
CATEGORIES = "categories/"
TOPICS = "topics/"
YEARS = "years/"
ADOPTIONS = "adoptions/"
ENDORSEMENTS = "endorsements/"
PENDING = "pending/"
CALLS = "calls/"
DUE = "due/"
DUE_CALENDAR = "due.ics"
COMPILATIONS = "compilations/"
CORRECTIONS = "corrections/"
LAPSES = "lapses/"
DIRECT = "direct/"
FEEDS = "feeds/"
SEARCH = "search/"
STATS = "stats/"
AUTHORS = "authors/"
DATA = "data/"

STATS_ITEMS, STATS_ADOPTIONS, STATS_PUBLICATIONS, STATS_TOPICS = "items", "adoptions", "publications", "topics"
"""The lists behind the figures of a period."""
STATS_TO_DATE = "to-date"
TO_DATE_ADOPTIONS = "taken"
"""The anchor of all adoptions on the page of the year to date."""

_LONGEST, _LONGEST_TOPIC = 40, 140
"""Most characters of an author's folder, and most bytes of a topic's; some file systems allow 143 bytes a name."""


def item(item: Item | str) -> str:
    """Return the address of an item, also of a withdrawn one, by id."""
    return f"{ITEMS}{item if isinstance(item, str) else item.id}/"


def issue(issue: Issue) -> str:
    """Return the address of an issue."""
    return f"{ISSUES}{issue.id}/"


def issue_pdf(issue: Issue) -> str:
    """Return the address of an issue as it is printed."""
    return f"{ISSUES}{issue.id}/{issue.id.replace('/', '-')}.pdf"


def compilation(name: str) -> str:
    """Return the address of a compilation, by id."""
    return f"{COMPILATIONS}{name}/"


def compilation_pdf(name: str) -> str:
    """Return the address of a compilation as it is printed."""
    return f"{compilation(name)}{name}.pdf"


def volume(year: int) -> str:
    """Return the address of the bound volume of a year."""
    return f"{YEARS}{year}/volume/"


def volume_pdf(year: int) -> str:
    """Return the address of the bound volume of a year as it is printed."""
    return f"{volume(year)}volume-{year}.pdf"


def word_beside(pdf: str) -> str:
    """Return the address of the Word file beside a PDF."""
    return f"{pdf.removesuffix('.pdf')}.docx"


def unit_calendar(unit: str) -> str:
    """Return the address of the calendar of what a unit owes, by id."""
    return f"{UNITS}{unit}/{DUE_CALENDAR}"


def in_issue(item: str) -> str:
    """Return the anchor of an item within an issue, by id."""
    return item.replace("/", "-")


def unit(unit: Unit, year: int | None = None) -> str:
    """Return the address of a unit, or of its items of one year."""
    return f"{UNITS}{unit.id}/" + _year(year)


def publication(publication: Publication, year: int | None = None) -> str:
    """Return the address of a publication, or of what it took in one year."""
    return f"{PUBLICATIONS}{publication.id}/" + _year(year)


def category(category: Category, year: int | None = None) -> str:
    """Return the address of a category, or of its items of one year."""
    return f"{CATEGORIES}{category.id}/" + _year(year)


def topic(topic: str, year: int | None = None) -> str:
    """Return the address of a topic, or of its items of one year."""
    return f"{TOPICS}{topic_slug(topic)}/" + _year(year)


def year(year: int) -> str:
    """Return the address of a year."""
    return f"{YEARS}{year}/"


def month(year: int, month: int) -> str:
    """Return the address of the list of all items of a month."""
    return f"{YEARS}{year}/{month:02}/"


def items(year: int) -> str:
    """Return the address of the list of all items of a year."""
    return f"{ITEMS}{year}/"


def group(group: str, year: int) -> str:
    """Return the address of the list of a group's items of one year; "" is the units of no group."""
    return f"{YEARS}{year}/groups/{group or '-'}/"


def adoptions(year: int) -> str:
    """Return the address of the list of all adoptions of a year; each level has an anchor there."""
    return f"{ADOPTIONS}{year}/"


def level_anchor(level: Level) -> str:
    """Return the anchor of a level within a list of adoptions."""
    return level.value


def stats(period: str, part: str = "") -> str:
    """Return the address of the circular of a period, by label, or of one of the lists behind its figures."""
    return f"{STATS}{period}/" + (f"{part}/" if part else "")


def circular_pdf(period: str) -> str:
    """Return the address of the circular of a period, by label, as it is printed."""
    return f"{STATS}{period}/circular-{period}.pdf"


def group_anchor(group: str) -> str:
    """Return the anchor of a group, by id, within a list by units."""
    return f"group-{group or '-'}"


def distinct_adoptions_anchor(group: str) -> str:
    """Return the anchor of a group's adoptions, by its id, those of joint items once."""
    return f"once-{group or '-'}"


def ledger(unit: Unit, year: int) -> str:
    """Return the address of a unit's ledger of one year: every point, and every lapse."""
    return f"{UNITS}{unit.id}/{year}/ledger/"


def unit_authors(unit: str) -> str:
    """Return the address of the authors of a unit, by id."""
    return f"{AUTHORS}{unit}/"


def author(unit: str, name: str) -> tuple[str, str]:
    """Return the address and the anchor of an author, who is a name in a unit (by id)."""
    return unit_authors(unit), f"author-{_author_slug(name)}"


def author_page(unit: str, name: str) -> str:
    """Return the address of an author's own page, which those with many items have.

    Web servers redirect from there to :func:`author` where there is no such page, see ``deploy/``.
    """
    return f"{unit_authors(unit)}{_author_slug(name)}/"


def _author_slug(name: str) -> str:
    """Return the name of an author as a folder name.

    A valid one is used unchanged; any other gets digits of its digest, so that an address never depends on other names.
    """
    slug = _folder_name(name)[:_LONGEST]
    return _with_digest(slug, name) if slug != name or is_reserved(slug) else slug


def call(call: Call) -> str:
    """Return the address of a call or commission."""
    return f"{CALLS}{call.id}/"


def topic_slug(topic: str) -> str:
    """Return *topic* as one folder name; a long one is cut, and it or a name that Windows reserves gets a digest."""
    slug = _folder_name(topic)
    if _is_long(slug):
        return _with_digest(slug.encode()[: _LONGEST_TOPIC - 9].decode(errors="ignore"), slug)
    return _with_digest(slug, slug) if is_reserved(slug) else slug


def is_long_topic(topic: str) -> bool:
    """Return whether the address of a topic has to be cut."""
    return _is_long(_folder_name(topic))


def _is_long(slug: str) -> bool:
    # A character has at most four bytes.
    return 4 * len(slug) > _LONGEST_TOPIC and len(slug.encode()) > _LONGEST_TOPIC


def _folder_name(text: str) -> str:
    """Return a text in NFKC and lower case, with letters, digits and Han, the rest a hyphen."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[^\w]+", "-", plain).strip("-") or "-"


def _with_digest(slug: str, text: str) -> str:
    return f"{slug}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _year(year: int | None) -> str:
    return "" if year is None else f"{year}/"


needs_no_encoding = re.compile("[A-Za-z0-9/_.~-]*").fullmatch
"""Whether an address needs no percent-encoding: most do not."""


class PercentEncoded(dict[int, str]):
    """The percent-encoded form of each character, computed once: the library encodes byte by byte."""

    def __init__(self, safe: str) -> None:
        self._safe = safe

    def __missing__(self, code: int) -> str:
        encoded = self[code] = quote(chr(code), safe=self._safe)
        return encoded


_PART = PercentEncoded("/")


def percent_encode(text: str) -> str:
    """Return what ``urllib.parse.quote`` returns for an address or a fragment."""
    return text if needs_no_encoding(text) else text.translate(_PART)
