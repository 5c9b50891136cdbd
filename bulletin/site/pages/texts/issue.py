"""The page of an issue, with the layout of the printed one."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model import keys, urls
from bulletin.model.archive import Archive, Tombstone
from bulletin.model.keys import Key
from bulletin.model.records import Issue, Item
from bulletin.site.context import RenderContext
from bulletin.site.fragments import Link
from bulletin.site.page import Heading, Page, Route


def routes(archive: Archive) -> Iterator[Route]:
    """Yield a page for each issue."""
    for issue in archive.issues:
        yield Route(url=urls.issue(issue), kind="issue", section="issues", key=(issue.id,))


def issue_entries(archive: Archive, issue: Issue) -> tuple[Item | Tombstone, ...]:
    """Return the items of an issue in print order; for withdrawn items the tombstone."""
    found = (archive.item.get(key) or archive.tombstone.get(key) for key in archive.contents[issue.id])
    return tuple(entry for entry in found if entry is not None)


def issue_items(archive: Archive, issue: Issue) -> tuple[Item, ...]:
    """Return the items of an issue that may be read, in print order."""
    return tuple(entry for entry in issue_entries(archive, issue) if isinstance(entry, Item))


def full_title(context: RenderContext, issue: Issue) -> str:
    """Return the number of an issue with the year and, if it has one, its title: 2026年第3期."""
    formatters = context.formatters
    named = context._("{year} {number}", year=formatters.year(issue.date.year), number=formatters.number(issue))
    return context._("{number}: {title}", number=named, title=issue.title) if issue.title else named


def _pager_link(context: RenderContext, issue: Issue | None) -> Link | None:
    return (full_title(context, issue), urls.issue(issue)) if issue else None


def render(context: RenderContext, route: Route) -> Page:
    """Render the page of an issue."""
    archive, formatters = context.archive, context.formatters
    issue = archive.issue[route.key[0]]
    found = issue_entries(archive, issue)
    shown = [entry for entry in found if isinstance(entry, Item)]
    previous, following = archive.neighbours[issue.id]
    content = context.render_template(
        route,
        "issue",
        issue=issue,
        entries=found,
        texts=shown,
        number=formatters.number(issue) + formatters.serial(issue),
        copies=issue.copies or context.archive.registry.bulletin.copies,
        pager=context.fragments.pager(
            _pager_link(context, previous),
            _pager_link(context, following),
            context._("Previous issue"),
            context._("Next issue"),
        ),
    )
    return Page(
        title=full_title(context, issue),
        description=context._("; ").join(item.title for item in shown) or full_title(context, issue),
        content=content,
        toc=tuple(Heading(level=2, anchor=urls.in_issue(item.id), title=item.title) for item in shown),
    )


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what the page of an issue depends on: its front matter and foreword, and its items with their texts."""
    issue = archive.issue[route.key[0]]
    yield from (keys.issue(issue.id), keys.text(issue.path), keys.BULLETIN)
    for identifier in archive.contents[issue.id]:
        yield keys.item(identifier)
        if item := archive.item.get(identifier):
            yield keys.text(item.path)
