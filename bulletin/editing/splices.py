"""Members come into and go out of lists and mappings of front matter; brackets, commas and comments stay right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bulletin.editing.placed_nodes import Place, PlacedList, PlacedMapping, PlacedText

_BLANK_OR_COMMENT = re.compile(r"[ \t]*(?:\s#[^\r\n]*)?")
_TO_COMMA = re.compile(r"(?:\s|\s#[^\r\n]*)*,")
_DASH = re.compile(r"^([ \t]*)-(?=\s|\Z)", re.MULTILINE)


class Splice(NamedTuple):
    """Text that takes the place of what stands between two offsets."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return a text with splices, none of which overlaps another."""
    for splice in sorted(splices, reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


def member_places(node: PlacedList | PlacedMapping) -> Sequence[Place]:
    """Return where the members of a list, or keys with their values, stand."""
    if isinstance(node, PlacedList):
        return node.members
    return [Place(key.start, max(key.end, value.end)) for key, value in node.entries]


def insert_member(placed: PlacedText, node: PlacedList | PlacedMapping, written: str, after: int = -1) -> list[Splice]:
    """Return what puts a member after that with the number *after*, by default the last one."""
    members = member_places(node)
    if not members:
        return [Splice(node.start + 1, node.start + 1, written)]
    member = members[after]
    if node.is_flow:
        return _insert_in_brackets(placed, member, written)
    column = placed.column(node.start)
    dash = "- " if isinstance(node, PlacedList) else ""
    at = placed.end_of_line(member.end)
    return [Splice(at, at, f"{placed.line_end}{' ' * column}{dash}{written}")]


def _insert_in_brackets(placed: PlacedText, member: Place, written: str) -> list[Splice]:
    text, end = placed.text, placed.end_of_line(member.end)
    indent = text[placed.start_of_line(member.start) : member.start]
    comma = _TO_COMMA.match(text, member.end)
    rest = comma.end() if comma else member.end
    has_own_line = not indent.strip() and rest <= end and _BLANK_OR_COMMENT.fullmatch(text, rest, end)
    if not has_own_line:
        return [Splice(member.end, member.end, f", {written}")]
    new = f"{placed.line_end}{indent}{written}"
    if comma:
        return [Splice(end, end, f"{new},")]
    return [Splice(member.end, end, f",{text[member.end : end]}{new}")]


def remove_member(placed: PlacedText, node: PlacedList | PlacedMapping, number: int) -> list[Splice]:
    """Return what takes a member out that is not the only one."""
    members, text = member_places(node), placed.text
    member = members[number]
    if node.is_flow:
        if number:
            return [Splice(members[number - 1].end, member.end, "")]
        return [Splice(member.start, members[1].start, "")]
    start = placed.start_of_line(member.start)
    if isinstance(node, PlacedList):
        start = placed.start_of_line(_dash(placed, node, number))
    elif text[start : member.start].strip():
        # The first key of an entry, behind its dash.
        return [Splice(member.start, members[number + 1].start, "")]
    end = placed.end_of_line(member.end)
    return [Splice(start, end + len(placed.line_end), "")]


def _dash(placed: PlacedText, node: PlacedList, number: int) -> int:
    """Return the offset of the dash before a member of a list."""
    if not number:
        return node.start
    column = placed.column(node.start)
    for found in _DASH.finditer(placed.text, placed.end_of_line(node.members[number - 1].end)):
        if len(found[1]) == column:
            return found.end(1)
    return node.members[number].start
