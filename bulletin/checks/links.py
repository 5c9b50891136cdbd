"""Checks of links from one text to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from bulletin.core.problems import Problem
from bulletin.markdown.body import Body
from bulletin.model import urls
from bulletin.model.enums import Audience, Status
from bulletin.model.records import Fact, Issue, Item


def check_links_to_hidden(items: Sequence[Item], bodies: Mapping[str, Body]) -> Iterator[Problem]:
    """Yield links from published texts to drafts and to restricted items; *bodies* are by path."""
    drafts = {urls.item(item): item.path for item in items if item.status is Status.DRAFT}
    codes = dict.fromkeys(drafts, "link-to-draft")
    restricted = {urls.item(i): i.path for i in items if i.audience is Audience.RESTRICTED and i.is_published}
    codes |= dict.fromkeys(restricted, "link-to-restricted")
    targets = drafts | restricted
    hidden = set(targets.values())
    sources = {item.path: item for item in items}
    for path, body in bodies.items():
        for link in body.links if path not in hidden else ():
            if link in targets:
                line = _line_of_file_name(sources.get(path), PurePosixPath(targets[link]).name)
                yield Problem(path=path, code=codes[link], line=line, values={"other": targets[link]})


def check_fragment_links(
    facts: Mapping[str, Fact], linking: Mapping[str, Body], bodies: Mapping[str, Body], pages: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield links in *linking* to headings of items and calls that do not exist in *bodies*.

    All are by path, and so are the URLs of *pages*.
    """
    links = [(path, link) for path, body in linking.items() for link in body.fragment_links]
    linked = {url for _, (url, _, _) in links}
    # The page of an issue has ids of its own.
    targets = [path for path in bodies if pages[path] in linked and not isinstance(facts[path], Issue)]
    ids = {pages[path]: {heading_id for _, heading_id, _ in bodies[path].headings} for path in targets}
    for path, (url, fragment, href) in links:
        known = ids.get(url)
        if known is not None and not fragment.startswith("fn") and unquote(fragment) not in known:
            values = {"target": href, "nearest": ""}
            yield Problem(path=path, code="broken-anchor", line=_line_of_link(facts[path], href), values=values)


def _line_of_link(fact: Fact, href: str) -> int:
    text = fact.foreword if isinstance(fact, Issue) else fact.body
    return fact.body_line + text.count("\n", 0, max(text.find(href), 0))


def _line_of_file_name(item: Item | None, name: str) -> int:
    if item is None or name not in item.body:
        return 1
    return item.body.count("\n", 0, item.body.index(name)) + item.body_line
