"""The page of one issue, set like the printed one."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model import urls
from bulletin.model.archive import Archive, Tombstone
from bulletin.model.records import Issue, Item
from bulletin.site.context import Studio
from bulletin.site.fragments import Link
from bulletin.site.page import Heading, Page, Ref


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield a page for each issue."""
    for issue in archive.issues:
        yield Ref(url=urls.issue(issue), kind="issue", section="issues", key=(issue.id,))


def entries(archive: Archive, issue: Issue) -> tuple[Item | Tombstone, ...]:
    """Return what stands in an issue, in print order; of withdrawn items the notice."""
    found = (archive.item.get(key) or archive.tombstone.get(key) for key in archive.contents[issue.id])
    return tuple(entry for entry in found if entry is not None)


def texts(archive: Archive, issue: Issue) -> tuple[Item, ...]:
    """Return the items of an issue that may be read, in print order."""
    return tuple(entry for entry in entries(archive, issue) if isinstance(entry, Item))


def full_title(studio: Studio, issue: Issue) -> str:
    """Say which issue it is, with the year and, where it has one, its title: 2026年第3期."""
    say = studio.say
    named = studio._("{year} {number}", year=say.year(issue.date.year), number=say.number(issue))
    return studio._("{number}: {title}", number=named, title=issue.title) if issue.title else named


def _link(studio: Studio, issue: Issue | None) -> Link | None:
    return (full_title(studio, issue), urls.issue(issue)) if issue else None


def render(studio: Studio, ref: Ref) -> Page:
    """Return the page of an issue."""
    archive, say = studio.archive, studio.say
    issue = archive.issue[ref.key[0]]
    found = entries(archive, issue)
    shown = [entry for entry in found if isinstance(entry, Item)]
    previous, following = archive.neighbours[issue.id]
    content = studio.html(
        ref,
        "issue",
        issue=issue,
        entries=found,
        texts=shown,
        number=say.number(issue) + say.serial(issue),
        copies=issue.copies or studio.archive.registry.bulletin.copies,
        pager=studio.fragments.pager(
            _link(studio, previous),
            _link(studio, following),
            studio._("Previous issue"),
            studio._("Next issue"),
        ),
    )
    return Page(
        title=full_title(studio, issue),
        description=studio._("; ").join(item.title for item in shown) or full_title(studio, issue),
        content=content,
        toc=tuple(Heading(level=2, anchor=urls.in_issue(item.id), title=item.title) for item in shown),
    )
