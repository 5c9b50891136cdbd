"""Checks of links from one text to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from bulletin.core.problems import Problem
from bulletin.model import urls
from bulletin.model.enums import Audience, Status
from bulletin.model.records import Call, Fact, Issue, Item

LineOf = Callable[[str, str], int]
"""Returns the line of the file at a path on which a text first occurs below the front matter; 0 for nowhere."""


def check_links_to_hidden(
    items: Sequence[Item], links: Mapping[str, Sequence[str]], line_of: LineOf
) -> Iterator[Problem]:
    """Yield links from published texts to drafts and to restricted items; *links* are URLs, by path of the text."""
    draft, restricted = Status.DRAFT, Audience.RESTRICTED
    hidden = [i for i in items if i.status is draft or (i.audience is restricted and i.is_published)]
    targets = {urls.item(item): item for item in hidden}
    hidden_paths = {item.path for item in hidden}
    for path, linked in links.items() if targets else ():
        for target in map(targets.get, linked) if path not in hidden_paths else ():
            if target is not None:
                code = "link-to-draft" if target.status is draft else "link-to-restricted"
                line = line_of(path, PurePosixPath(target.path).name) or 1
                yield Problem(path=path, code=code, line=line, values={"other": target.path})


def check_fragment_links(
    facts: Mapping[str, Fact],
    fragment_links: Mapping[str, Sequence[tuple[str, str, str]]],
    anchors: Mapping[str, Sequence[str]],
    line_of: LineOf,
) -> Iterator[Problem]:
    """Yield links to headings of items and calls that do not exist.

    All are by path: facts; URL, fragment and link as written of each link; and the ids of headings.
    """
    linked = {url for links in fragment_links.values() for url, _, _ in links}
    # The page of an issue has ids of its own.
    urls_of_texts = ((path, _url(fact)) for path, fact in facts.items() if not isinstance(fact, Issue))
    known = {url: frozenset(anchors[path]) for path, url in urls_of_texts if url in linked}
    for path, links in fragment_links.items():
        for url, fragment, href in links:
            if url in known and not fragment.startswith("fn") and unquote(fragment) not in known[url]:
                values = {"target": href, "nearest": ""}
                line = line_of(path, href) or facts[path].body_line
                yield Problem(path=path, code="broken-anchor", line=line, values=values)


def _url(fact: Item | Call) -> str:
    return urls.item(fact) if isinstance(fact, Item) else urls.call(fact)
