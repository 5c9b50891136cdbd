"""Nodes of a text → what the template of typst shows: lists and texts that JSON can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from bulletin.office.nodes import BREAK, Element, Node, breakable, plain_text
from bulletin.office.tables import TablePart, fit_table

Block = dict[str, Any]
_READABLE = 9.0
"""Points of the smallest type of a table of figures."""
_HEADING = re.compile(r"h[1-6]")


def printable_blocks(nodes: Iterable[Node], prefix: str, *, may_turn: bool = True, is_note: bool = False) -> list[Any]:
    """Return the blocks of a text; *prefix* makes the names of its footnotes unique in the document.

    A note stands above all titles: its tables are not turned, and its headings are lines in bold.
    """
    found = _Blocks(prefix).of(nodes, may_turn=may_turn and not is_note, has_headings=not is_note)
    return [*_with_turned_pages(found)]


def without_label(blocks: list[Any], name: str) -> list[Any]:
    """Return the blocks of a note that is printed after its *name*, without the name where the text begins with it."""
    label = re.compile(rf"\s*{re.escape(name)}\s*([：:]\s*|$)")
    if not blocks:
        return blocks
    first, *others = blocks
    if isinstance(first, str):
        rest = label.sub("", first, count=1) if label.match(first) else first
        return [rest, *others] if rest else others
    if not isinstance(first, dict) or first["tag"] not in ("p", "strong", "em"):
        return blocks
    inside = without_label(first["of"], name)
    return [{**first, "of": inside}, *others] if inside else others


def annex_table(table: Element) -> Block:
    """Return a table on pages of its own, readable whatever its width."""
    parts = [*fit_table(table, smallest=_READABLE)]
    return {"turned": parts[0].turned, "parts": [_Blocks("").part(part) for part in parts]}


def _with_turned_pages(blocks: Iterable[Any]) -> Iterator[Any]:
    """Yield blocks with tables that are turned on pages of their own, with the headings just above them."""
    heads: list[Any] = []
    for block in blocks:
        if isinstance(block, dict) and block["tag"] == "heading":
            heads.append(block)
        elif isinstance(block, dict) and block["tag"] == "table" and block["parts"][0]["turned"]:
            yield {"tag": "turned", "of": [*heads, block]}
            heads = []
        else:
            yield from heads
            yield block
            heads = []
    yield from heads


class _Blocks:
    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def of(self, nodes: Iterable[Node], *, may_turn: bool = False, has_headings: bool = False) -> Iterator[Any]:
        for node in nodes:
            if isinstance(node, str):
                yield from self._text(node)
            elif node.tag == "p" and any(_is_picture(child) for child in node.of):
                yield from self._with_pictures(node)
            elif node.tag == "table":
                yield {"tag": "table", "parts": [self.part(part) for part in fit_table(node, may_turn=may_turn)]}
            elif _HEADING.fullmatch(node.tag) and not has_headings:
                # In a list or a quotation its level would fit none around it.
                yield self._one(Element("p", (Element("strong", node.of),)))
            else:
                yield self._one(node)

    def _text(self, text: str) -> Iterator[Any]:
        """Yield a text in the pieces between which a line may end although nothing stands there."""
        first, *others = breakable(text).split(BREAK)
        yield first
        for piece in others:
            yield {"tag": "break"}
            yield piece

    def _one(self, node: Element) -> Block:
        tag, given = node.tag, node.attributes
        if _HEADING.fullmatch(tag):
            return {"tag": "heading", "level": int(tag[1]), "of": [*self.of(node.of)]}
        if tag in ("pre", "code"):
            text = plain_text(node.of)
            return {"tag": tag, "text": text.rstrip("\n") if tag == "pre" else text}
        if tag == "img":
            return {"tag": "picture", "path": f"/{given['src']}", "alt": given.get("alt") or " "}
        if tag in ("note", "noteref"):
            return {"tag": tag, "id": f"{self._prefix}{given['id']}", "of": [*self.of(node.of)]}
        block: Block = {"tag": tag, "of": [*self.of(node.of)]}
        if tag == "ol":
            block["start"] = int(given.get("start") or 1)
        if tag == "a":
            block["href"] = given["href"]
        return block

    def _with_pictures(self, paragraph: Element) -> Iterator[Block]:
        """Yield a paragraph with pictures as paragraphs and pictures in turn."""
        for is_picture, found in groupby(paragraph.of, _is_picture):
            nodes = tuple(found)
            if is_picture:
                yield from self.of(nodes)
            elif plain_text(nodes).strip():
                yield self._one(replace(paragraph, of=_without_outer_breaks(nodes)))

    def part(self, part: TablePart) -> Block:
        """Return a part of a table."""

        def rows(found: Sequence[Sequence[Element]]) -> list[list[Block]]:
            return [[{"of": [*self.of(cell.of)]} for cell in row] for row in found]

        return {
            "size": part.size,
            "turned": part.turned,
            "whole-rows": part.has_short_rows,
            "widths": part.widths,
            "aligns": part.aligns,
            "heads": rows(part.heads),
            "rows": rows(part.rows),
        }


def _is_picture(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "img"


def _without_outer_breaks(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    shown = [number for number, node in enumerate(nodes) if node not in (Element("br"), " ")]
    return nodes[shown[0] : shown[-1] + 1] if shown else ()


def texts_of(value: object) -> Iterator[str]:
    """Yield every text in what a template is given."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_of(inner)
