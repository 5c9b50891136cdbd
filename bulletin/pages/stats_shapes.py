"""What tables of figures are made of: cells of any kind, each with the place of what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup, escape

from bulletin.pages.environment import href
from bulletin.pages.shapes import Place
from bulletin.schemes.numbers import amount, percent

_NOTHING = ("", "0", "—")
_COUNT, _OTHER = '<td class="b-n">{}</td>', '<td class="b-p">{}</td>'
_LINK, _ZERO = '<a href="{}">{}</a>', '<span class="b-zero">{}</span>'
COUNT, POINTS, TEXT = "count", "points", "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A cell: what it says, and where that leads. ``kind`` is ``count``, ``points`` or ``text``."""

    text: str
    place: Place | None = None
    kind: str = TEXT

    @property
    def html(self) -> Markup:
        """The cell as HTML; made here, as there are very many."""
        inside = str(escape(self.text))
        if self.place:
            inside = _LINK.format(escape(href(self.place.address, self.place.anchor)), inside)
        elif self.text in _NOTHING:
            inside = _ZERO.format(inside)
        # Both texts were escaped above.
        return Markup((_COUNT if self.kind == COUNT else _OTHER).format(inside))  # noqa: S704


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, or several under one head."""

    label: str
    parts: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row; ``share`` is the length of its bar, from 0 to 1000."""

    label: str
    place: Place | None = None
    cells: tuple[Figure, ...] = ()
    share: int = 0
    role: str = ""

    @property
    def html(self) -> Markup:
        """The cells as HTML."""
        return Markup("").join([cell.html for cell in self.cells])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of figures."""

    anchor: str
    title: str
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    bars: bool = False
    notes: tuple[str, ...] = ()

    @property
    def doubled(self) -> bool:
        """Whether some heads have parts."""
        return any(column.parts for column in self.columns)


NONE = Figure(text="0", kind=COUNT)


def count(number: int, place: Place | None = None) -> Figure:
    """Return a number of things, which leads to the list of them."""
    return Figure(text=f"{number:,}", place=place, kind=COUNT) if number else NONE


def points(value: Fraction | None, place: Place | None = None) -> Figure:
    """Return an amount of points, which leads to the entries it is the sum of; nothing where there is none."""
    return Figure(
        text="—" if value is None else amount(value, 2), place=place if value is not None else None, kind=POINTS
    )


def share(value: Fraction | None) -> Figure:
    """Return a ratio in per cent; a dash where there is none."""
    return Figure(text="—" if value is None else percent(value), kind=POINTS)
