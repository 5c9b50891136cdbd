"""Tables whose rows begin and end with a bar, and all have as many cells as the rule."""

from __future__ import annotations

import re
from collections.abc import Callable

from bulletin.markdown.fast_path.inline import NotCoveredError

_ROW = re.compile(r"\|(?:[^|\n]*\|)+")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_LEAST_ROWS = 3
"""A head, a rule, and one row."""


def render_table(lines: list[str], inline: Callable[[str], str]) -> str:
    """Return the HTML of the table in *lines*."""
    lines = [line.rstrip(" ") for line in lines]
    if len(lines) < _LEAST_ROWS or not all(map(_ROW.fullmatch, lines)) or not _RULE.fullmatch(lines[1]):
        raise NotCoveredError
    head, rule, *rows = [[cell.strip(" ") for cell in line[1:-1].split("|")] for line in lines]
    if any(len(row) != len(rule) for row in (head, *rows)):
        raise NotCoveredError
    sides = [_alignment(cell) for cell in rule]
    top = _row("th", head, sides, inline)
    body = "".join([_row("td", row, sides, inline) for row in rows])
    return f"<table>\n<thead>\n{top}</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _row(tag: str, cells: list[str], sides: list[str], inline: Callable[[str], str]) -> str:
    made = [f"<{tag}{side}>{inline(cell)}</{tag}>\n" for cell, side in zip(cells, sides, strict=True)]
    return f"<tr>\n{''.join(made)}</tr>\n"


def _alignment(rule: str) -> str:
    """Return the attribute for the alignment of a column: ``:--``, ``--:`` or ``:-:``."""
    match rule.startswith(":"), rule.endswith(":"):
        case True, True:
            return ' align="center"'
        case True, False:
            return ' align="left"'
        case False, True:
            return ' align="right"'
    return ""
