"""Rendered HTML of one text → a tree of plain values, for everything that is made of texts but pages.

A node is a text, or an :class:`Element`. Spaces that HTML does not show are gone, footnotes stand where they are
referred to, headings go down by one level at a time, and links within the site are their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import TypeVar

from bulletin.markdown.body import ROOT_MARK

_VOID = frozenset({"br", "hr", "img"})
_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table thead tbody tr th td hr div".split()  # noqa: SIM905 - a list of tags
)
_CONTAINERS = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tr", "div"})
"""They hold blocks only."""
_KEPT = ("src", "alt", "href", "start", "align")
_SPACES = re.compile(r"[ \t\r\n]+")
_LONG_RUN = re.compile(r"[!-~]{24,}")
_PIECE = re.compile(r"[^/?&=._:;,+%#-]{0,23}[/?&=._:;,+%#-]*/*")
BREAK = "\u200b"
"""A space without width: a line may end there."""
_OUTSIDE = ("http:", "https:", "mailto:")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a text; beside those of HTML ``note``, a footnote, and ``noteref``, one more reference to it."""

    tag: str
    of: tuple[Node, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


Node = str | Element


def text_nodes(html: str) -> tuple[Node, ...]:
    """Return the blocks of a rendered text."""
    parser = _TreeParser()
    parser.feed(html)
    parser.close()
    blocks = tuple(_trimmed(parser.root.of, in_container=True))
    notes = {key: note for block in blocks for key, note in _footnotes(block)}
    placed = _NotePlacer(notes)
    body = [block for block in blocks if not _is_footnotes(block)]
    return tuple(_ranked(node for block in body for node in placed.place(block)))


def plain_text(nodes: Iterable[Node]) -> str:
    """Return the text of nodes, without footnotes."""
    return "".join(_texts(nodes))


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag == "br":
            yield "\n"
        elif node.tag != "note":
            yield from _texts(node.of)


def breakable(text: str) -> str:
    """Return a text whose long addresses and the like may be broken over lines."""
    return _LONG_RUN.sub(lambda run: BREAK.join(piece for piece in _PIECE.findall(run[0]) if piece), text)


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield every node and what is in it."""
    for node in nodes:
        yield node
        if isinstance(node, Element):
            yield from walk(node.of)


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    of: list[Node] = field(default_factory=list)


class _TreeParser(HTMLParser):
    """Parses what python-markdown has written and nh3 has looked over: every element is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Open("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _VOID:
            self._open[-1].of.append(Element(tag, attributes=attributes))
        else:
            self._open.append(_Open(tag, attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1:
            done = self._open.pop()
            self._open[-1].of.append(Element(done.tag, tuple(done.of), done.attributes))

    def handle_data(self, data: str) -> None:
        self._open[-1].of.append(data)


def _trimmed(nodes: Iterable[Node], *, in_container: bool) -> Iterator[Node]:
    """Yield nodes without spaces that are not shown: several are one, and there is none beside a block or a break."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            text = _SPACES.sub(" ", node)
            if not found or _is_block(found[-1]):
                text = text.lstrip(" ")
            if text and not (in_container and not text.strip(" ")):
                found.append(text)
            continue
        if _is_block(node):
            _strip_end(found)
        found.append(node if node.tag == "pre" else _trimmed_element(node))
    _strip_end(found)
    yield from found


def _trimmed_element(node: Element) -> Element:
    inside = (
        _trimmed(node.of, in_container=node.tag in _CONTAINERS) if node.tag in _BLOCKS else map(_collapsed, node.of)
    )
    return replace(node, of=tuple(inside))


def _collapsed(node: Node) -> Node:
    return _SPACES.sub(" ", node) if isinstance(node, str) else _trimmed_element(node)


def _is_block(node: Node) -> bool:
    return isinstance(node, Element) and (node.tag in _BLOCKS or node.tag == "br")


def _strip_end(found: list[Node]) -> None:
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip(" ")
        if not found[-1]:
            found.pop()


def _is_footnotes(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "div" and node.attributes.get("class") == "footnote"


def _footnotes(node: Node) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """Yield the id and the blocks of each footnote, if *node* is the list of them."""
    if not _is_footnotes(node):
        return
    for item in walk([node]):
        if isinstance(item, Element) and item.tag == "li" and item.attributes.get("id", "").partition(":")[2]:
            yield item.attributes["id"], tuple(_trimmed(_without_back_links(item.of), in_container=True))


def _without_back_links(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, str):
            # The space before the arrow back is one that does not break.
            yield node
        elif node.attributes.get("class") != "footnote-backref":
            inside = list(_without_back_links(node.of))
            if len(inside) < len(node.of) and inside and isinstance(inside[-1], str):
                inside[-1] = inside[-1].rstrip(" \xa0")
            if inside or node.tag != "p":
                yield replace(node, of=tuple(inside))


class _NotePlacer:
    """Puts footnotes where they are referred to first."""

    def __init__(self, notes: Mapping[str, tuple[Node, ...]]) -> None:
        self._notes, self._seen = notes, set[str]()

    def place(self, node: Node) -> Iterator[Node]:
        """Yield what stands for a node: itself with footnotes, links and attributes as they are printed."""
        if isinstance(node, str):
            yield node
        elif node.tag == "sup" and (key := _referred(node)) in self._notes:
            yield self._note(key)
        elif node.tag == "a" and not node.attributes.get("href", "").startswith(_OUTSIDE):
            for child in node.of:
                yield from self.place(child)
        else:
            kept = {name: node.attributes[name] for name in _KEPT if name in node.attributes}
            if "src" in kept:
                kept["src"] = kept["src"].removeprefix(ROOT_MARK)
            yield Element(node.tag, tuple(one for child in node.of for one in self.place(child)), kept)

    def _note(self, key: str) -> Element:
        if key in self._seen:
            return Element("noteref", attributes={"id": key})
        self._seen.add(key)
        inside = tuple(one for block in self._notes[key] for one in self.place(block))
        return Element("note", inside, {"id": key})


def _referred(node: Element) -> str:
    links = (child for child in node.of if isinstance(child, Element) and child.tag == "a")
    return next((link.attributes.get("href", "").removeprefix("#") for link in links), "")


def _ranked(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield blocks with headings from ``h1`` on, none more than one level below the one before it."""
    above: list[int] = []
    for node in nodes:
        if isinstance(node, Element) and (match := re.fullmatch("h([1-6])", node.tag)):
            level = int(match[1])
            above = [one for one in above if one < level] + [level]
            yield replace(node, tag=f"h{len(above)}")
        else:
            yield node


def pictures_in(nodes: Iterable[Node]) -> Sequence[str]:
    """Return the paths below ``content/`` of the pictures of a text."""
    found = (node for node in walk(nodes) if isinstance(node, Element) and node.tag == "img")
    return tuple(dict.fromkeys(node.attributes.get("src", "") for node in found))
