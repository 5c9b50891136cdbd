"""Tables whose figures lead to what they count, as data and as HTML, and the sections of entries that they lead to.

A :class:`Sheet` has any figures, in cells made by :func:`count`, :func:`points`, :func:`share`, :func:`text` and
:func:`words`; a :class:`Grid` has counts only, and may draw them as bars. HTML is made here and not in templates, as
there are very many cells. What takes a ``to`` wants an address made by :func:`bulletin.site.html.to`, or "" for a
figure that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeVar

from markupsafe import Markup

from bulletin.core.numbers import amount, percent
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


_SPACE = '<svg class="b-bar" viewBox="0 0 {} 1" preserveAspectRatio="none" width="100%" height="10" aria-hidden="true">'


def count(number: int, to: str = "", css: str = "b-n") -> str:
    """Return a cell with a number of things, which leads to the list of them."""
    if not number:
        return f'<td class="{css}"><span class="b-zero">0</span></td>'
    return f'<td class="{css}"><a href="{to}">{number:,}</a></td>' if to else f'<td class="{css}">{number:,}</td>'


def points(value: Fraction | None, to: str = "") -> str:
    """Return a cell with points, which leads to the entries that they are the sum of; a dash where there are none."""
    return text("—") if value is None else text(amount(value, 2), to)


def share(value: Fraction | None, to: str = "") -> str:
    """Return a cell with a ratio in per cent; a dash where there is none."""
    return text("—") if value is None else text(percent(value), to)


def text(said: str, to: str = "") -> str:
    """Return a cell with a short text."""
    if to:
        return f'<td class="b-p"><a href="{to}">{esc(said)}</a></td>'
    return f'<td class="b-p"><span class="b-zero">{said}</span></td>' if said in ("0", "—") else _plain(said)


def _plain(said: str) -> str:
    return f'<td class="b-p">{esc(said)}</td>'


def words(said: str, to: str = "") -> str:
    """Return a cell of a column of words."""
    return f"<td>{link(said, to)}</td>"


class Column(NamedTuple):
    """A column, or several under one head; ``to`` is where the head leads. Numbers stand on the right, words do not."""

    label: str
    parts: tuple[str, ...] = ()
    to: str = ""
    words: bool = False

    def html(self, span: str = "") -> str:
        """Return the head of the column; *span* is an attribute of it."""
        inside = link(self.label, self.to)
        if self.parts:
            return f'<th scope="colgroup" colspan="{len(self.parts)}" class="b-n b-over">{inside}</th>'
        kind = "" if self.words else ' class="b-n"'
        return f'<th scope="col"{span}{kind}>{inside}</th>'


class Row(NamedTuple):
    """A row: its head and where that leads, its cells as HTML, the length of its bar from 0 to 1000."""

    label: str
    to: str
    cells: str
    share: int = 0
    role: str = ""

    def html(self, *, bars: bool) -> str:
        """Return the row."""
        bar = f'{_SPACE.format(1000)}<rect class="b-fill--plain" width="{self.share}" height="1"/></svg>'
        last = f'<td class="b-bars">{bar if self.share else ""}</td>' if bars else ""
        return _row(link(self.label, self.to), self.cells + last, self.role)


class Sheet(NamedTuple):
    """A table of figures."""

    anchor: str
    title: str
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    bars: bool = False
    notes: tuple[str, ...] = ()

    @property
    def html(self) -> Markup:
        """The table, and the notes below it."""
        rows = "".join([row.html(bars=self.bars) for row in self.rows])
        notes = "".join([f'<p class="b-note">{esc(note)}</p>\n' for note in self.notes])
        return trusted(_table(self.title, " b-tally", self._head(), rows) + notes)

    def _head(self) -> str:
        doubled = any(column.parts for column in self.columns)
        span = ' rowspan="2"' if doubled else ""
        heads = "".join([column.html(span) for column in self.columns])
        bars = f'<td class="b-bars"{span}></td>' if self.bars else ""
        parts = "".join([f'<th scope="col" class="b-n">{esc(p)}</th>' for c in self.columns for p in c.parts])
        below = f"<tr>{parts}</tr>\n" if doubled else ""
        return f'\n<tr><th scope="col"{span}>{esc(self.corner)}</th>{heads}{bars}</tr>\n{below}'


def _table(title: str, css: str, head: str, rows: str) -> str:
    return (
        f'<div class="b-scroll" tabindex="0" role="group" aria-label="{esc(title)}">\n'
        f'<table class="b-table b-grid{css}">\n<thead>{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n'
    )


def _row(head: str, cells: str, role: str) -> str:
    kind = f' class="b-{role}"' if role else ""
    return f'<tr{kind}><th scope="row">{head}</th>{cells}</tr>\n'


class Place(NamedTuple):
    """Where a number or a name leads: an address below the site's root, and an anchor there."""

    address: str
    anchor: str = ""


class Cell(NamedTuple):
    """A number, and the place of the list that is exactly as long."""

    number: int
    place: Place | None = None

    def html(self, css: str = "b-n") -> str:
        """Return the number as a link to the list."""
        return count(self.number, target(self.place), css)


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
        heads = "".join([Column(head.label, to=target(head.place)).html() for head in self.heads])
        bars = '<td class="b-bars"></td>' if self.bars else ""
        total = Column(self.total).html() if self.total else ""
        scale = self.scale
        rows = "".join([self._row(line, scale) for line in self.lines])
        notes = "".join([f'<p class="b-note">{esc(note)}</p>' for note in self.notes])
        head = f'<tr><th scope="col">{esc(self.corner)}</th>{bars}{heads}{total}</tr>'
        return trusted(key + _table(label, wide, head, rows) + notes)

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
        hint = f" <small>{esc(head.hint)}</small>" if head.hint else ""
        bar = f'<td class="b-bars">{"" if line.role else self._bar(line, scale)}</td>' if self.bars else ""
        cells = "".join([cell.html() for cell in line.cells])
        total = line.total.html("b-n b-total") if self.total and line.total else ""
        return _row(linked(head.label, head.place) + hint, bar + cells + total, line.role)

    def _bar(self, line: Line, scale: int) -> str:
        start, parts = 0, list[str]()
        for colour, length in self.bar(line):
            parts.append(f'<rect class="b-fill--{colour}" x="{start}" width="{length}" height="1"/>')
            start += length
        return f"{_SPACE.format(scale)}{''.join(parts)}</svg>\n"


def target(place: Place | None) -> str:
    """Return where a link to a place leads, or "" if there is none."""
    return to(place.address, place.anchor) if place else ""


def linked(label: str, place: Place | None) -> str:
    """Return a text as HTML, as a link to a place if there is one."""
    return link(label, target(place))


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
