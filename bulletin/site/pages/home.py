"""The front page: the name, the sentence of the year, its figures, what is new, what is due, where to start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest

from bulletin.core.dates import Period
from bulletin.model import aggregates, urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.commissions import is_open, replies
from bulletin.model.records import Call, Issue
from bulletin.site.context import Studio
from bulletin.site.html import href
from bulletin.site.page import Page, Ref
from bulletin.site.pages import headline
from bulletin.site.pages.issue import texts

ISSUES = 3
ADOPTIONS = 8
CALLS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A call that is open, with how many units it addresses and how many of them have answered."""

    call: Call
    days: int | None
    asked: int
    answered: int


def refs(_: Archive) -> Iterator[Ref]:
    """Yield the one page."""
    yield Ref(url=urls.HOME, kind="home", section="")


def render(studio: Studio, ref: Ref) -> Page:
    """Return the generated part of the front page."""
    archive, name = studio.archive, studio.archive.registry.bulletin.name
    year = this_year(archive)
    newest = nlargest(ISSUES, archive.issues, key=_recent)
    categories = [(c, len(archive.by_category.get(c.id, ()))) for c in archive.registry.categories]
    content = studio.html(
        ref,
        "home",
        year=year,
        has_year=year in archive.years,
        has_adoptions=year in archive.adoptions_by_year,
        sentences=[(y, said) for y in (year, year - 1) if (said := headline.sentence(studio, y))],
        figures=aggregates.totals(archive, Period.year(year)),
        higher=_higher(studio, year),
        issues_of_year=sum(1 for issue in archive.issues if issue.date.year == year),
        units_of_year=len({unit for item in archive.by_year.get(year, ()) for unit in item.units}),
        latest=_latest(studio, newest),
        newest=[(issue, texts(archive, issue)) for issue in newest],
        adoptions=_newest_higher(archive),
        due=due(archive),
        categories=categories,
        most=max((number for _, number in categories), default=0) or 1,
        handwritten=studio.handwritten,
    )
    return Page(title=name, description=headline.plain(studio, year) or name, content=content)


def this_year(archive: Archive) -> int:
    """Return the year of the newest item; of today where there is none."""
    return archive.items[-1].date.year if archive.items else archive.today.year


def is_higher(archive: Archive, event: Adopted) -> bool:
    """Whether the publication stands above the bulletin itself."""
    return event.level.rank < archive.registry.bulletin.level.rank


def due(archive: Archive) -> list[Due]:
    """Return the open calls that have a due day, the nearest first."""
    waiting = [call for call in archive.calls if call.due is not None and is_open(archive, call)]
    waiting.sort(key=lambda call: (call.due or archive.today, call.id))
    return [_due(archive, call) for call in waiting[:CALLS]]


def _due(archive: Archive, call: Call) -> Due:
    found = replies(archive, call)
    days = (call.due - archive.today).days if call.due else None
    return Due(call=call, days=days, asked=len(found), answered=sum(reply.answered for reply in found))


def _higher(studio: Studio, year: int) -> list[tuple[str, int, str]]:
    """Return name, number of adoptions in *year* and address of each level above the bulletin's own."""
    archive, say = studio.archive, studio.say
    own = archive.registry.bulletin.level.rank
    return [
        (say.term(level), number, href(urls.adoptions(year), urls.level_anchor(level)))
        for level, number in aggregates.totals(archive, Period.year(year)).by_level
        if level.rank < own
    ]


def _latest(studio: Studio, newest: list[Issue]) -> str:
    if not newest:
        return ""
    say = studio.say
    return studio._("{issue}, {day}", issue=say.number(newest[0]), day=say.day(newest[0].date))


def _newest_higher(archive: Archive) -> list[Adopted]:
    events = (event for event in reversed(archive.adoptions) if is_higher(archive, event))
    return [event for event, _ in zip(events, range(ADOPTIONS), strict=False)]


def _recent(issue: Issue) -> tuple[int, int, str]:
    return (issue.date.toordinal(), -issue.kind.rank, issue.id)
