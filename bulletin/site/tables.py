"""What list pages are made of: tables whose numbers lead somewhere, and sections of entries to lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from markupsafe import Markup

from bulletin.model.aggregates import CrossTab
from bulletin.model.archive import Adopted
from bulletin.model.enums import Level
from bulletin.model.records import Item
from bulletin.site.html import esc, link, to, trusted
from bulletin.site.page import Heading

DEEPEST = 3
"""The last level of headings that a table of contents shows."""
WIDE = 4
"""A table with more columns than this is a wide one."""

R = TypeVar("R", bound="str | int | Level")
C = TypeVar("C", bound="str | int | Level")
T = TypeVar("T")


class Place(NamedTuple):
    """Where a number or a name leads: an address below the site's root, and an anchor there."""

    address: str
    anchor: str = ""


class Cell(NamedTuple):
    """A number, and the place of the list that is exactly as long."""

    number: int
    place: Place | None = None

    def html(self) -> str:
        """Return the number as a link to the list."""
        return linked(f"{self.number:,}", self.place) if self.number else '<span class="b-zero">0</span>'


class Head(NamedTuple):
    """What a row or a column is about; ``level`` gives a column its colour in the bars."""

    label: str
    place: Place | None = None
    level: Level | None = None
    hint: str = ""


class Line(NamedTuple):
    """A row of a table. ``role`` is "", ``group`` (a heading within the table) or ``sum``."""

    head: Head
    cells: tuple[Cell, ...] = ()
    total: Cell | None = None
    role: str = ""


class Grid(NamedTuple):
    """A table of numbers. ``bars`` draws the cells of each row, or its total where no column has a level.

    ``longest`` is what a full bar stands for, 0 the longest of this table.
    """

    corner: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: str = ""
    bars: bool = False
    longest: int = 0
    notes: tuple[str, ...] = ()

    @property
    def scale(self) -> int:
        """What a full bar stands for."""
        lengths = (sum(number for _, number in self.bar(line)) for line in self.lines if not line.role)
        return self.longest or max(lengths, default=0) or 1

    @property
    def width(self) -> int:
        """How many columns there are."""
        return 1 + len(self.heads) + bool(self.bars) + bool(self.total)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that the bars tell apart."""
        return tuple(head.level for head in self.heads if head.level)

    def bar(self, line: Line) -> tuple[tuple[str, int], ...]:
        """Return the parts of a row's bar: the name of its colour, and its length."""
        if not self.levels:
            return (("plain", line.total.number),) if line.total else ()
        parts = zip(self.heads, line.cells, strict=False)
        return tuple((head.level.value, cell.number) for head, cell in parts if head.level and cell.number)

    def html(self, label: str, legend: bool = True) -> Markup:  # noqa: FBT001, FBT002 - for templates
        """Return the table, with a legend of the bars' colours, and the notes below it; *label* says what it is."""
        key = self._legend() if legend and self.bars and self.levels else ""
        wide = " b-grid--wide" if len(self.heads) > WIDE else "" if self.heads else " b-grid--plain"
        heads = "".join([f'<th scope="col" class="b-n">{linked(head.label, head.place)}</th>' for head in self.heads])
        bars = '<td class="b-bars"></td>' if self.bars else ""
        total = f'<th scope="col" class="b-n">{esc(self.total)}</th>' if self.total else ""
        scale = self.scale
        rows = "".join([self._row(line, scale) for line in self.lines])
        notes = "".join([f'<p class="b-note">{esc(note)}</p>' for note in self.notes])
        return trusted(
            f'{key}<div class="b-scroll" tabindex="0" role="group" aria-label="{esc(label)}">\n'
            f'<table class="b-table b-grid{wide}">\n<thead><tr><th scope="col">{esc(self.corner)}</th>{bars}'
            f"{heads}{total}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n{notes}"
        )

    def _legend(self) -> str:
        colours = [
            f'<span><svg width="10" height="10"><rect class="b-fill--{head.level.value}" width="10" height="10"/></svg>'
            f" {esc(head.label)}</span>"
            for head in self.heads
            if head.level
        ]
        return f'<p class="b-legend" aria-hidden="true">{"".join(colours)}</p>\n'

    def _row(self, line: Line, scale: int) -> str:
        head = line.head
        if line.role == "group":
            label = f'<th scope="rowgroup" colspan="{self.width}"><span>{esc(head.label)}</span></th>'
            return f'<tr class="b-group">{label}</tr>\n'
        role = f' class="b-{line.role}"' if line.role else ""
        hint = f" <small>{esc(head.hint)}</small>" if head.hint else ""
        bar = f'<td class="b-bars">{"" if line.role else self._bar(line, scale)}</td>' if self.bars else ""
        cells = "".join([f'<td class="b-n">{cell.html()}</td>' for cell in line.cells])
        total = f'<td class="b-n b-total">{line.total.html()}</td>' if self.total and line.total else ""
        return f'<tr{role}><th scope="row">{linked(head.label, head.place)}{hint}</th>{bar}{cells}{total}</tr>\n'

    def _bar(self, line: Line, scale: int) -> str:
        start, parts = 0, list[str]()
        for colour, length in self.bar(line):
            parts.append(f'<rect class="b-fill--{colour}" x="{start}" width="{length}" height="1"/>')
            start += length
        return (
            f'<svg class="b-bar" viewBox="0 0 {scale} 1" preserveAspectRatio="none" width="100%" height="10"'
            f' aria-hidden="true">{"".join(parts)}</svg>\n'
        )


def linked(label: str, place: Place | None) -> str:
    """Return a text as HTML, as a link to a place if there is one."""
    return link(label, to(place.address, place.anchor) if place else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Entries under one heading; ``count`` is how many there are, each once, those of ``parts`` included."""

    anchor: str
    title: str
    items: tuple[Item, ...] = ()
    adoptions: tuple[Adopted, ...] = ()
    parts: tuple[Section, ...] = ()
    place: Place | None = None

    @property
    def count(self) -> int:
        """How many entries there are, each once."""
        return len(self.things())

    def things(self) -> set[int]:
        """Return the identities of all entries."""
        return {*map(id, self.items), *map(id, self.adoptions)}.union(*[part.things() for part in self.parts])


def nowhere(*_: object) -> None:
    """Lead nowhere: for numbers that are explained beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where the numbers of a two-way table lead."""

    cell: Callable[..., Place | None] = nowhere
    row: Callable[..., Place | None] = nowhere
    column: Callable[..., Place | None] = nowhere
    whole: Place | None = None


def lines(table: CrossTab[R, C, T], heads: Iterable[Head], ways: Ways) -> tuple[Line, ...]:
    """Return the rows of a two-way table as *heads* name them."""
    return tuple(
        Line(
            head=head,
            cells=tuple(_cell(table.count(row, column), ways.cell(row, column)) for column in table.columns),
            total=_cell(table.row_total(row), ways.row(row)),
        )
        for row, head in zip(table.rows, heads, strict=True)
    )


def summed(table: CrossTab[R, C, T], head: Head, ways: Ways) -> Line:
    """Return the sums of a two-way table's columns, each thing counted once."""
    return Line(
        head=head,
        cells=tuple(_cell(table.column_total(column), ways.column(column)) for column in table.columns),
        total=_cell(table.total(), ways.whole),
        role="sum",
    )


def headings(sections: Iterable[Section], level: int = 2) -> Iterator[Heading]:
    """Yield the table of contents of *sections*, as deep as the contents go."""
    for section in sections:
        yield Heading(level=level, anchor=section.anchor, title=section.title)
        if level < DEEPEST:
            yield from headings(section.parts, level + 1)


def _cell(number: int, place: Place | None) -> Cell:
    return Cell(number, place if number else None)
