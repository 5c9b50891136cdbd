"""Tables of figures as HTML: each cell a number that leads to what it counts.

Made here and not in templates, as there are very many. What takes a ``to`` wants an address made by
:func:`bulletin.site.html.to`, or "" for a figure that leads nowhere.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup

from bulletin.core.numbers import amount, percent
from bulletin.site.html import esc, link

_ZERO = '<td class="b-n"><span class="b-zero">0</span></td>'
_BAR = (
    '<svg class="b-bar" viewBox="0 0 1000 1" preserveAspectRatio="none" width="100%" height="10" aria-hidden="true">'
    '<rect class="b-fill--plain" width="{}" height="1"/></svg>'
)


def count(number: int, to: str = "") -> str:
    """Return a cell with a number of things, which leads to the list of them."""
    if not number:
        return _ZERO
    return f'<td class="b-n"><a href="{to}">{number:,}</a></td>' if to else f'<td class="b-n">{number:,}</td>'


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


class Row(NamedTuple):
    """A row: its head and where that leads, its cells as HTML, the length of its bar from 0 to 1000."""

    label: str
    to: str
    cells: str
    share: int = 0
    role: str = ""

    def html(self, *, bars: bool) -> str:
        """Return the row."""
        role = f' class="b-{self.role}"' if self.role else ""
        bar = f'<td class="b-bars">{_BAR.format(self.share) if self.share else ""}</td>' if bars else ""
        return f'<tr{role}><th scope="row">{link(self.label, self.to)}</th>{self.cells}{bar}</tr>\n'


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
        # Every text in it was escaped above.
        return Markup(f"{self._head()}<tbody>\n{rows}</tbody>\n</table>\n</div>\n{notes}")  # noqa: S704

    def _head(self) -> str:
        doubled = any(column.parts for column in self.columns)
        span = ' rowspan="2"' if doubled else ""
        heads = "".join([_head(column, span) for column in self.columns])
        bars = f'<td class="b-bars"{span}></td>' if self.bars else ""
        parts = "".join([f'<th scope="col" class="b-n">{esc(p)}</th>' for c in self.columns for p in c.parts])
        return (
            f'<div class="b-scroll" tabindex="0" role="group" aria-label="{esc(self.title)}">\n'
            f'<table class="b-table b-grid b-tally">\n<thead>\n<tr><th scope="col"{span}>{esc(self.corner)}</th>'
            f"{heads}{bars}</tr>\n" + (f"<tr>{parts}</tr>\n" if doubled else "") + "</thead>\n"
        )


def _head(column: Column, span: str) -> str:
    inside = link(column.label, column.to)
    if column.parts:
        return f'<th scope="colgroup" colspan="{len(column.parts)}" class="b-n b-over">{inside}</th>'
    kind = "" if column.words else ' class="b-n"'
    return f'<th scope="col"{span}{kind}>{inside}</th>'
