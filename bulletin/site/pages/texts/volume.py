"""The bound volume of a year: its issues with their items, and indexes of units and topics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.site.context import RenderContext
from bulletin.site.page import Heading, Page, Route
from bulletin.site.pages.texts.issue import full_title, issue_items


def routes(archive: Archive) -> Iterator[Route]:
    """Yield a page for each year with issues."""
    for year in archive.issues_by_year:
        yield Route(url=urls.volume(year), kind="volume", section="years", key=(str(year),))


def render(context: RenderContext, route: Route) -> Page:
    """Render the bound volume of a year."""
    _, archive, year = context._, context.archive, int(route.key[0])
    issues = [(issue, issue_items(archive, issue)) for issue in archive.issues_by_year[year]]
    found = tuple({item.id: item for _issue, items in issues for item in items}.values())
    title = _("{name}: bound volume of {year}", name=archive.registry.bulletin.name, year=year)
    content = context.render_template(
        route,
        "volume",
        title=title,
        year=year,
        issues=[(full_title(context, issue), issue, items) for issue, items in issues],
        units=[(unit, items) for unit in archive.registry.units if (items := [i for i in found if unit.id in i.units])],
        topics=_by_topic(found),
    )
    toc = [(f"issue-{urls.in_issue(issue.id)}", full_title(context, issue)) for issue, _items in issues]
    toc += [("units", _("Index of units")), ("topics", _("Index of topics"))]
    shown = tuple(Heading(level=2, anchor=anchor, title=name) for anchor, name in toc if f'id="{anchor}"' in content)
    return Page(title=title, description=title, content=content, toc=shown)


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a volume depends on: the issues of its year and their items, and all names."""
    year = int(route.key[0])
    yield from (keys.issues_of(year), keys.BULLETIN, keys.REGISTRY, keys.NAMES, keys.TOPICS)
    for issue in archive.issues_by_year.get(year, ()):
        yield from map(keys.item, archive.contents[issue.id])


def _by_topic(items: tuple[Item, ...]) -> Mapping[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        for topic in item.topics:
            found.setdefault(topic, []).append(item)
    return found
