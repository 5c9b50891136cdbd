"""The home page: the sentence of the year, figures, newest issues and adoptions, calls due, entry points."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest

from markupsafe import Markup

from bulletin.core.dates import Period
from bulletin.model import aggregates, keys, urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.keys import Key
from bulletin.model.records import Issue
from bulletin.model.registry import Publication
from bulletin.scoring.dues import all_dues, due_inputs
from bulletin.site import due_lists
from bulletin.site.context import RenderContext
from bulletin.site.due_lists import DueGroup
from bulletin.site.html import href
from bulletin.site.page import Page, Route
from bulletin.site.pages.texts.issue import issue_items

ISSUES = 3
ADOPTIONS = 8
DUES = 5


def routes(_: Archive) -> Iterator[Route]:
    """Yield the one page."""
    yield Route(url=urls.HOME, kind="home", section="")


def render(context: RenderContext, route: Route) -> Page:
    """Return the generated part of the home page."""
    archive, name = context.archive, context.archive.registry.bulletin.name
    year = newest_year(archive)
    newest = nlargest(ISSUES, archive.issues, key=_recency)
    soon, overdue = dues_soon(archive)
    categories = [(c, len(archive.by_category.get(c.id, ()))) for c in archive.registry.categories]
    content = context.render_template(
        route,
        "home",
        year=year,
        has_year=year in archive.years,
        has_adoptions=year in archive.adoptions_by_year,
        sentences=[(y, sentence) for y in (year, year - 1) if (sentence := year_sentence(context, y))],
        figures=aggregates.totals(archive, Period.year(year)),
        higher=_higher_level_counts(context, year),
        issues_of_year=len(archive.issues_by_year.get(year, ())),
        units_of_year=len({unit for item in archive.by_year.get(year, ()) for unit in item.units}),
        latest=_newest_issue_label(context, newest),
        newest=[(issue, issue_items(archive, issue)) for issue in newest],
        adoptions=_newest_higher_adoptions(archive),
        due=due_lists.rows(context, soon[:DUES], units=3),
        overdue=overdue,
        soon=len(soon),
        categories=categories,
        most=max((number for _, number in categories), default=0) or 1,
        static_page_urls=context.static_page_urls,
    )
    return Page(title=name, description=year_sentence_text(context, year) or name, content=content)


def inputs(archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield what the home page depends on."""
    yield from (keys.FIGURES, keys.BULLETIN, keys.REGISTRY, keys.NAMES, keys.YEARS, keys.ISSUES, keys.PAGES)
    yield from (keys.DUES, keys.DAY, keys.PERIODS, *due_inputs(all_dues(archive)))
    for issue in nlargest(ISSUES, archive.issues, key=_recency):
        yield from map(keys.item, archive.contents[issue.id])
    yield from (keys.item(event.item.id) for event in _newest_higher_adoptions(archive))


def newest_year(archive: Archive) -> int:
    """Return the year of the newest item; of today where there is none."""
    return archive.items[-1].date.year if archive.items else archive.today.year


def is_higher(archive: Archive, event: Adopted) -> bool:
    """Whether the publication ranks above the bulletin itself."""
    return event.level.rank < archive.registry.bulletin.level.rank


def dues_soon(archive: Archive) -> tuple[list[DueGroup], int]:
    """Return what is due within a week, the nearest first, and how much is overdue."""
    groups = due_lists.grouped(all_dues(archive))
    dated = [(group, (group.day - archive.today).days) for group in groups if group.day]
    return [group for group, left in dated if 0 <= left <= due_lists.SOON], sum(left < 0 for _, left in dated)


def _higher_level_counts(context: RenderContext, year: int) -> list[tuple[str, int, str]]:
    """Return name, number of adoptions in *year* and address of each level above the bulletin's own."""
    archive, formatters = context.archive, context.formatters
    own = archive.registry.bulletin.level.rank
    return [
        (formatters.term(level), number, href(urls.adoptions(year), urls.level_anchor(level)))
        for level, number in aggregates.totals(archive, Period.year(year)).by_level
        if level.rank < own
    ]


def _newest_issue_label(context: RenderContext, newest: list[Issue]) -> str:
    if not newest:
        return ""
    formatters = context.formatters
    return context._("{issue}, {day}", issue=formatters.number(newest[0]), day=formatters.day(newest[0].date))


def _newest_higher_adoptions(archive: Archive) -> list[Adopted]:
    events = (event for event in reversed(archive.adoptions) if is_higher(archive, event))
    return [event for event, _ in zip(events, range(ADOPTIONS), strict=False)]


def _recency(issue: Issue) -> tuple[int, int, str]:
    return (issue.date.toordinal(), -issue.kind.rank, issue.id)


def year_sentence(context: RenderContext, year: int) -> Markup:
    """Return the sentence of a year, each number a link; "" if there is none."""

    def linked(publication: Publication, number: int) -> Markup:
        address = href(urls.publication(publication, year))
        return Markup('<a class="b-headline__n" href="{}">{}</a>').format(address, f"{number:,}")

    return _format_year_sentence(
        context, year, [(p, linked(p, n)) for p, n in aggregates.headline(context.archive, year)]
    )


def year_sentence_text(context: RenderContext, year: int) -> str:
    """Return the sentence of a year as plain text; "" if there is none."""
    numbers = [(p, Markup(f"{n:,}")) for p, n in aggregates.headline(context.archive, year)]  # noqa: S704
    return str(_format_year_sentence(context, year, numbers).unescape())


def _format_year_sentence(context: RenderContext, year: int, numbers: list[tuple[Publication, Markup]]) -> Markup:
    _, formatters = context._, context.formatters
    if not numbers:
        return Markup("")
    clause = Markup(_("{number} in {publication}"))  # noqa: S704
    clauses = [clause.format(publication=formatters.publication(p), number=n) for p, n in numbers]
    whole = Markup(_("Items carried in {year}: {clauses}."))  # noqa: S704
    return whole.format(year=year, clauses=Markup(_(", and ")).join(clauses))  # noqa: S704
