"""The index of issues, by year and series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.enums import IssueKind
from bulletin.model.records import Issue
from bulletin.site.context import Studio
from bulletin.site.page import Page, Ref
from bulletin.site.pages.issue import texts

FULL_YEARS = 2
"""How many years, the newest first, are shown as cards with all titles; older ones are a line an issue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The issues of one kind in one year, the newest first."""

    year: int
    kind: IssueKind
    issues: tuple[Issue, ...]

    @property
    def anchor(self) -> str:
        """Where the index shows them."""
        return f"{self.year}-{self.kind.value}"


def refs(_: Archive) -> Iterator[Ref]:
    """Yield the one page."""
    yield Ref(url=urls.ISSUES, kind="issues", section="issues")


def render(studio: Studio, ref: Ref) -> Page:
    """Return the index."""
    archive, years = studio.archive, by_year(studio.archive)
    content = studio.html(
        ref,
        "issues",
        years=years,
        full=[year for year, _ in years][:FULL_YEARS],
        texts={issue.id: texts(archive, issue) for issue in archive.issues},
    )
    described = studio._.ngettext("{n} issue", "{n} issues", len(archive.issues))
    return Page(title=studio._("Issues"), description=described, content=content)


def by_year(archive: Archive) -> list[tuple[int, list[Series]]]:
    """Return the series of each year, the newest year first."""
    newest = sorted(archive.issues, key=lambda i: (-i.date.year, i.kind.rank, -i.date.toordinal(), i.id))
    return [
        (year, [Series(year=year, kind=kind, issues=tuple(some)) for kind, some in groupby(issues, lambda i: i.kind)])
        for year, issues in groupby(newest, lambda i: i.date.year)
    ]
