"""Checks of links from one text to another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from bulletin.core.problems import Problem
from bulletin.model import urls
from bulletin.model.enums import Audience, Status
from bulletin.model.records import Item

LineOf = Callable[[str, str], int]
"""Returns the line of the file at a path on which a text first occurs below the front matter."""


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
                line = line_of(path, PurePosixPath(target.path).name)
                yield Problem(path=path, code=code, line=line, values={"other": target.path})


def check_fragment_links(
    fragment_links: Mapping[str, Sequence[tuple[str, str, str]]],
    anchors: Callable[[str], Collection[str] | None],
    line_of: LineOf,
) -> Iterator[Problem]:
    """Yield links to headings that do not exist.

    *fragment_links* are URL, fragment and link as written of each link, by path of the text; *anchors* returns the ids
    of headings on the page at a URL, None where they are not known.
    """
    for path, links in fragment_links.items():
        for url, fragment, href in links:
            known = anchors(url)
            if known is not None and not fragment.startswith("fn") and unquote(fragment) not in known:
                values = {"target": href, "nearest": ""}
                yield Problem(path=path, code="broken-anchor", line=line_of(path, href), values=values)
