"""Texts as blocks, whatever they were read from: a Word file, or the HTML of a clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a paragraph's style says that it is."""

    BODY = ""
    TITLE = "title"
    SUBTITLE = "subtitle"
    CONTENTS = "contents"
    CAPTION = "caption"
    TEXT = "text"
    """Text, however it is set."""
    SIGNED = "signed"
    """A line that says who wrote it, or when."""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text; ``href`` is the address that it links to."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The end of a line within a paragraph, or of a page."""

    page: bool = False


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place that a footnote or endnote belongs to."""

    note: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by its key in the document."""

    key: str
    alt: str = ""


Inline = Text | LineBreak | NoteMark | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a paragraph is set, as far as it tells what it is."""

    role: Role = Role.BODY
    level: int = 0
    """Level of a heading by its style, from 1; 0 is text."""
    align: str = ""
    size: float = 0
    """In points; 0 is that of the document."""
    face: str = ""
    bold: bool = False
    """Whether all of it is bold."""
    depth: int = -1
    """Depth of an entry of a list with bullets, from 0; -1 is none."""
    boxed: bool = False
    """Whether it stood in a text box."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``number`` is its automatic number, which is not among the inlines."""

    inlines: tuple[Inline, ...]
    look: Look = field(default_factory=Look)
    number: str = ""

    @property
    def text(self) -> str:
        """The text with its number; line breaks as line ends."""
        return with_number(self.number, plain_text(self.inlines))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, over as many columns and rows."""

    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell stands in the row where it begins, and in its column."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    """How many rows are marked as head."""
    starts: tuple[tuple[int, ...], ...] = ()
    """The column in which each cell begins."""


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole text with its notes and pictures, and what was left out of it."""

    blocks: tuple[Block, ...] = ()
    notes: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    category: str = ""
    """What the file says of itself."""
    losses: Mapping[str, int] = field(default_factory=dict)
    """How many of each kind of :mod:`bulletin.office.word_in.losses` were left out or changed."""


def plain_text(inlines: Iterable[Inline]) -> str:
    """Return the text of inlines; line breaks as line ends."""
    return "".join(
        inline.text if isinstance(inline, Text) else "\n" if isinstance(inline, LineBreak) else "" for inline in inlines
    )


def with_number(number: str, text: str) -> str:
    """Return a text behind its automatic number, with a space between only where Latin letters would meet."""
    if not number:
        return text
    apart = number[-1] < "\u2000" and text[:1] < "\u2000"
    return f"{number}{' ' if apart and text else ''}{text}"


def all_paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Yield every paragraph in reading order, those of cells among them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from all_paragraphs(cell.blocks)
