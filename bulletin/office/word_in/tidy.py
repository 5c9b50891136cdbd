"""Blocks as they are meant: tables that only arrange text taken apart, paragraphs split where a new one is meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bulletin.office.word_in.blocks import (
    Block,
    Inline,
    LineBreak,
    NoteMark,
    Paragraph,
    Picture,
    Table,
    Text,
    all_paragraphs,
    plain_text,
)
from bulletin.office.word_in.tables import as_grid

_ENUMERATED = re.compile(
    r"[一二三四五六七八九十百]{1,4}、|[（(](?:[一二三四五六七八九十百]{1,4}|\d{1,2})[）)]|\d{1,2}[.．、](?!\d)"
)
_INDENTED = re.compile(r"(?:\u3000| {2}){2}|\u3000\u3000")
_LONG = 120


def tidy_blocks(blocks: Iterable[Block], losses: Counter[str]) -> list[Block]:
    """Return the blocks without empty ones, without tables that only arrange text, and with paragraphs split."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.extend(_split(block))
        elif arranges_text(block):
            losses["layout"] += 1
            for row in block.rows:
                for cell in row:
                    found.extend(tidy_blocks(cell.blocks, losses))
        elif any(_says_something(paragraph) for paragraph in all_paragraphs([block])):
            found.append(block)
    return found


def arranges_text(table: Table) -> bool:
    """Whether a table has no use as one: a single column or row of text, or cells with long texts and tables."""
    width = len(next(iter(as_grid(table)), []))
    if width <= 1:
        return True
    cells = [cell for row in table.rows for cell in row]
    nested = sum(any(isinstance(block, Table) for block in cell.blocks) for cell in cells)
    long = sum(sum(len(block.text) for block in cell.blocks if isinstance(block, Paragraph)) > _LONG for cell in cells)
    return len(table.rows) == 1 and (nested > 0 or long > 0 or len(cells) <= 2)  # noqa: PLR2004 - two columns of text


def _says_something(paragraph: Paragraph) -> bool:
    return bool(paragraph.text.strip()) or any(isinstance(one, (Picture, NoteMark)) for one in paragraph.inlines)


def _split(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Yield the paragraphs that one is: pictures, lines that are indented or enumerated, and new pages begin one."""
    lines: list[list[Inline]] = [[]]
    for inline in paragraph.inlines:
        if isinstance(inline, LineBreak) and inline.page:
            lines.append([])
        elif isinstance(inline, Picture):
            lines += [[inline], []]
        else:
            lines[-1].append(inline)
    number = paragraph.number
    for line in lines:
        for part in _meant_apart(line):
            made = replace(paragraph, inlines=trimmed(part), number=number)
            if _says_something(made):
                number = ""
                yield made


def _meant_apart(inlines: Sequence[Inline]) -> Iterator[list[Inline]]:
    current: list[Inline] = []
    for place, inline in enumerate(inlines):
        if isinstance(inline, LineBreak):
            rest = plain_text(inlines[place + 1 :]).split("\n", 1)[0]
            if not rest.strip() or _INDENTED.match(rest) or _ENUMERATED.match(rest.lstrip()):
                yield current
                current = []
                continue
        current.append(inline)
    yield current


def trimmed(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return inlines without spaces and line breaks at both ends."""
    kept = list(inlines)
    while kept and _is_blank(kept[0]):
        kept.pop(0)
    while kept and _is_blank(kept[-1]):
        kept.pop()
    if kept and isinstance(first := kept[0], Text):
        kept[0] = replace(first, text=first.text.lstrip())
    if kept and isinstance(last := kept[-1], Text):
        kept[-1] = replace(last, text=last.text.rstrip())
    return tuple(kept)


def _is_blank(inline: Inline) -> bool:
    return isinstance(inline, LineBreak) or (isinstance(inline, Text) and not inline.text.strip())


def without_breaks(inlines: Iterable[Inline], between: str = "") -> tuple[Inline, ...]:
    """Return inlines with line breaks replaced by a text."""
    return tuple(Text(between) if isinstance(inline, LineBreak) else inline for inline in inlines)
