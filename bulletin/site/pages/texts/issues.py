"""The index of issues, by year and series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.enums import IssueKind
from bulletin.model.keys import Key
from bulletin.model.records import Issue
from bulletin.site.context import RenderContext
from bulletin.site.page import Page, Route
from bulletin.site.pages.texts.issue import issue_items

FULL_YEARS = 2
"""The number of newest years with cards and all titles; older issues have a line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The issues of one kind in one year, the newest first."""

    year: int
    kind: IssueKind
    issues: tuple[Issue, ...]

    @property
    def anchor(self) -> str:
        """The anchor of the series in the index."""
        return f"{self.year}-{self.kind.value}"


def routes(_: Archive) -> Iterator[Route]:
    """Yield the one page."""
    yield Route(url=urls.ISSUES, kind="issues", section="issues")


def render(context: RenderContext, route: Route) -> Page:
    """Render the index."""
    archive, years = context.archive, series_by_year(context.archive)
    content = context.render_template(
        route,
        "issues",
        years=years,
        full=[year for year, _ in years][:FULL_YEARS],
        texts={issue.id: issue_items(archive, issue) for issue in archive.issues},
    )
    described = context._.ngettext("{n} issue", "{n} issues", len(archive.issues))
    return Page(title=context._("Issues"), description=described, content=content)


def inputs(archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield what the index depends on: all issues, the items of the newest years, the first of each older issue."""
    yield from (keys.ISSUES, keys.PENDING, keys.TOMBSTONES, keys.COMPILATIONS)
    for place, (_year, found) in enumerate(series_by_year(archive)):
        for issue in (issue for series in found for issue in series.issues):
            shown = issue_items(archive, issue)
            yield from (keys.item(item.id) for item in (shown if place < FULL_YEARS else shown[:1]))


def series_by_year(archive: Archive) -> list[tuple[int, list[Series]]]:
    """Return the series of each year, the newest year first."""
    newest = sorted(archive.issues, key=lambda i: (-i.date.year, i.kind.rank, -i.date.toordinal(), i.id))
    return [
        (year, [Series(year=year, kind=kind, issues=tuple(some)) for kind, some in groupby(issues, lambda i: i.kind)])
        for year, issues in groupby(newest, lambda i: i.date.year)
    ]
