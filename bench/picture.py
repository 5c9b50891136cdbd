"""The figures as a picture: bars on a logarithmic scale, one row a case, one panel a size."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any
from xml.sax.saxutils import escape

_LEFT, _RIGHT, _WIDE = 250, 90, 900  # room for names, room for figures, all
_ROW, _HEAD, _GAP, _AXIS = 22, 34, 18, 26
_STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #24292f; }
.head { font-weight: 600; }
.tick, .axis { fill: #6e7781; font-size: 11px; }
.line { stroke: #d0d7de; }
.ours { fill: #b3261e; } .hugo { fill: #57606a; } .mkdocs { fill: #9aa4af; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .tick, .axis { fill: #9198a1; } .line { stroke: #3d444d; }
  .ours { fill: #f0766d; } .hugo { fill: #b1bac4; } .mkdocs { fill: #6e7681; }
}"""


def draw(
    all_figures: list[dict[str, Any]], names: dict[str, str], median: Callable[[int, str, str], float | None]
) -> str:
    """Return an SVG picture of the CPU seconds of every case."""
    sizes = sorted({size["items"] for figures in all_figures for size in figures["sizes"]})
    panels = {items: {key: cpu for key in names if (cpu := median(items, key, "cpu"))} for items in sizes}
    values = [cpu for panel in panels.values() for cpu in panel.values()]
    if not values:
        return ""
    scale = _Scale(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))))
    parts: list[str] = []
    top = 0
    for items, panel in panels.items():
        parts += _panel(
            f"{items:,} items: CPU seconds", {names[key]: (key, cpu) for key, cpu in panel.items()}, scale, top
        )
        top += _HEAD + _ROW * len(panel) + _AXIS + _GAP
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {top}" width="{_WIDE}" role="img">'
    title = "<title>CPU seconds of builds, on a logarithmic scale</title>"
    return "\n".join([head, title, f"<style>\n{_STYLE}\n</style>", *parts, "</svg>", ""])


class _Scale:
    """From a value to a place between the names and the right edge, decades evenly apart."""

    def __init__(self, low: int, high: int) -> None:
        self._low, self._high = low, max(high, low + 1)
        self.ticks = [10.0**n for n in range(low, self._high + 1)]

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self._low) / (self._high - self._low)
        return round(_LEFT + share * (_WIDE - _LEFT - _RIGHT), 1)


def _panel(head: str, rows: dict[str, tuple[str, float]], scale: _Scale, top: int) -> Iterator[str]:
    bottom = top + _HEAD + _ROW * len(rows)
    yield f'<text class="head" x="{_LEFT}" y="{top + 22}">{escape(head)}</text>'
    for tick in scale.ticks:
        yield f'<line class="line" x1="{scale(tick)}" x2="{scale(tick)}" y1="{top + _HEAD - 4}" y2="{bottom}"/>'
        yield f'<text class="tick" x="{scale(tick)}" y="{bottom + 15}" text-anchor="middle">{tick:g}</text>'
    for number, (name, (key, value)) in enumerate(rows.items()):
        yield from _bar(name, key, value, scale, top + _HEAD + _ROW * number)


def _bar(name: str, key: str, value: float, scale: _Scale, top: int) -> Iterator[str]:
    kind = key.partition("-")[0]
    start, end = _LEFT, scale(value)
    yield f'<text x="{_LEFT - 10}" y="{top + 14}" text-anchor="end">{escape(name)}</text>'
    shape = kind if kind in {"hugo", "mkdocs"} else "ours"
    yield f'<rect class="{shape}" x="{start}" y="{top + 3}" width="{round(end - start, 1)}" height="{_ROW - 7}"/>'
    yield f'<text x="{end + 6}" y="{top + 14}">{value:.3g}</text>'
