"""The nodes of front matter with the offsets at which each begins and ends, so that one can be changed by itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import yaml

from bulletin.content.decode import split_front_matter
from bulletin.content.front_matter import SPACES
from bulletin.content.nodes import NULL_WORDS
from bulletin.core.text import collapse_spaces, remove_invisible

_MARK = "\ufeff"
_LONE_RETURN = re.compile(r"\r(?!\n)")
_LINE_END = re.compile(r"[\r\n]|\Z")


class Unplaceable(Exception):
    """Front matter that is not made of texts, lists and mappings alone; its reader has problems with it, too."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a text: offsets."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlacedScalar(Place):
    """A text, and how it is written: plain "", in quotes, or as a block."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class PlacedList(Place):
    """A list: in brackets, or with a dash before each member."""

    members: tuple[PlacedNode, ...]
    is_flow: bool


@dataclass(frozen=True, slots=True)
class PlacedMapping(Place):
    """Keys and values: in braces, or a key a line."""

    entries: tuple[tuple[PlacedScalar, PlacedNode], ...]
    is_flow: bool


PlacedNode = PlacedScalar | PlacedList | PlacedMapping


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text that begins with front matter, and the nodes of that."""

    text: str
    root: PlacedMapping
    end: int
    """The offset of the closing line."""

    @property
    def line_end(self) -> str:
        """The sign that ends its lines."""
        found = _LINE_END.search(self.text)
        at = found.start() if found else 0
        return "\r\n" if self.text.startswith("\r\n", at) else self.text[at : at + 1] or "\n"

    def end_of_line(self, offset: int) -> int:
        """Return the offset of the end of the line in which *offset* is."""
        found = _LINE_END.search(self.text, offset)
        return found.start() if found else len(self.text)

    def start_of_line(self, offset: int) -> int:
        """Return the offset of the beginning of the line in which *offset* is."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def column(self, offset: int) -> int:
        """Return how many characters stand before *offset* in its line."""
        return offset - self.start_of_line(offset)

    def same_line(self, first: int, second: int) -> bool:
        """Whether two offsets are in one line."""
        return self.end_of_line(first) == self.end_of_line(second)


def place_nodes(text: str) -> PlacedText:
    """Return the nodes of a text's front matter. Raises :class:`Unplaceable`."""
    mark = len(_MARK) if text.startswith(_MARK) else 0
    # Every character is replaced by one, so that offsets stay.
    plain = SPACES.sub(lambda found: "\r" if found[0] == "\r" else " ", _LONE_RETURN.sub("\n", text[mark:]))
    span = split_front_matter(plain)
    if span is None:
        raise Unplaceable
    try:
        events = list(yaml.parse(plain[span.start : span.end], Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise Unplaceable from error
    root = _Builder(events, text, mark + span.start).build()
    if not isinstance(root, PlacedMapping) or not root.entries:
        raise Unplaceable
    return PlacedText(text, root, mark + span.end)


def plain_text(text: str) -> str:
    """Return a text as readers get it: without invisible characters and spaces that say nothing."""
    return collapse_spaces(unicodedata.normalize("NFC", remove_invisible(text)))


class _Builder:
    """Makes nodes of the events of a parser, whose marks count from *offset*."""

    def __init__(self, events: list[yaml.Event], text: str, offset: int) -> None:
        self._text, self._offset, self._next = text, offset, 0
        self._events = [event for event in events if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent)]

    def build(self) -> PlacedNode:
        """Return the next node."""
        event = self._take()
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) or event.anchor or event.tag:
            raise Unplaceable
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        members: list[PlacedNode] = []
        while not isinstance(self._peek(), yaml.CollectionEndEvent):
            members.append(self.build())
        is_flow, start = bool(event.flow_style), self._at(event.start_mark)
        end = self._at(self._take().end_mark) if is_flow else max([start, *(member.end for member in members)])
        if not is_flow:
            self._take()
        if isinstance(event, yaml.SequenceStartEvent):
            return PlacedList(start, end, tuple(members), is_flow)
        keys = [key for key in members[::2] if isinstance(key, PlacedScalar)]
        if len(keys) * 2 != len(members):
            raise Unplaceable
        return PlacedMapping(start, end, tuple(zip(keys, members[1::2], strict=True)), is_flow)

    def _peek(self) -> yaml.Event:
        if self._next >= len(self._events):
            raise Unplaceable
        return self._events[self._next]

    def _take(self) -> yaml.Event:
        event = self._peek()
        self._next += 1
        return event

    def _scalar(self, event: yaml.ScalarEvent) -> PlacedScalar:
        start, end = self._at(event.start_mark), self._at(event.end_mark)
        style = event.style or ""
        if style in ("|", ">"):
            end = start + len(self._text[start:end].rstrip())
        text = "" if not style and event.value in NULL_WORDS else plain_text(event.value)
        return PlacedScalar(start, end, text, style)

    def _at(self, mark: Any) -> int:  # noqa: ANN401 - the class of marks depends on how PyYAML was built
        return self._offset + int(mark.index)
