"""Front matter: text becomes a tree of texts with line numbers; no value is guessed a type.

python-frontmatter defines its boundaries (:func:`split_front_matter`), PyYAML parses it into events. What both accept
(an unclosed ``---``, a full-width colon, a missing space) is a problem here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

from bulletin.content.decode import BOUNDARY, Span, split_front_matter
from bulletin.core.problems import Problem
from bulletin.core.text import first_control_character, remove_invisible


class ScalarNode(NamedTuple):
    """One value, as it was typed."""

    text: str
    line: int


class SequenceNode(NamedTuple):
    """Several values."""

    nodes: tuple[ScalarNode | SequenceNode | MappingNode, ...]
    line: int


class MappingNode(NamedTuple):
    """Values under keys."""

    entries: tuple[tuple[ScalarNode, ScalarNode | SequenceNode | MappingNode], ...]
    line: int


Node = ScalarNode | SequenceNode | MappingNode

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FULL_WIDTH = re.compile(r"^\s*(?:-\s+)?([\w-]+)\s*：")
_NO_SPACE = re.compile(r"^([\w-]+):([^\s:/].*)$")
# A comment stands apart; "城关镇 #1 支部" would lose its end.
_HASH = re.compile(r"\s+#[^\s#]| #")
_SECOND = re.compile(r"(?:---+ *\n)?(?:[\w-]{1,20} *:(?: [^\n]*)?\n)+---+ *(?:\n|$)")
# What Word and Chinese keyboards give for a space; what the gate has refused already, and YAML would stumble over.
_SPACES = re.compile("[\u00a0\u3000\u2028\u2029\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_NULLS = frozenset({"~", "null", "Null", "NULL"})
"""What is no value where it is not in quotes."""
_DEEP = 12
"""More opening brackets than this within each other is an attack, not an item."""


class Document(NamedTuple):
    """A file in two parts: front matter, and the text below with the line it begins on."""

    table: MappingNode
    body: str
    body_line: int


class _Refused(Exception):
    def __init__(self, code: str, line: int, reason: str = "", mistakes: Sequence[Problem] = ()) -> None:
        super().__init__(code)
        self.code, self.line, self.reason, self.mistakes = code, line, reason, list(mistakes)


def parse_document(text: str, path: str) -> tuple[Document | None, list[Problem]]:
    """Return the front matter and the body of a file; no document where the front matter cannot be read."""
    if not text or text.isspace():
        return None, [Problem(path=path, code="empty-file", line=1)]
    span = split_front_matter(text)
    if span is None:
        code = "unclosed-front-matter" if BOUNDARY.match(text) else "no-front-matter"
        return None, [Problem(path=path, code=code, line=1)]
    try:
        return _document(text, path, span), []
    except _Refused as error:
        values = {"reason": error.reason, "character": error.reason, "text": error.reason}
        return None, error.mistakes or [Problem(path=path, code=error.code, line=error.line, values=values)]


def _document(text: str, path: str, span: Span) -> Document:
    first = text.count("\n", 0, span.start) + 1
    front = _SPACES.sub(" ", text[span.start : span.end])
    if mistakes := list(find_typing_mistakes(front, first, path)):
        raise _Refused("", 0, mistakes=mistakes)
    table = parse_table(front, first)
    below = text[span.body :].lstrip("\n")
    body = below.rstrip("\n")
    start = len(text) - len(below) if body.strip() else span.end + len("---\n")
    line = text.count("\n", 0, start) + 1
    if _SECOND.match(body):
        raise _Refused("second-front-matter", line)
    return Document(table, body, line)


def find_typing_mistakes(front: str, first: int, path: str) -> Iterator[Problem]:
    """Find what a person who only knows Word types, before YAML speaks of mappings and scalars."""
    for number, line in enumerate(front.split("\n"), first):
        if match := _FULL_WIDTH.match(line):
            yield Problem(path=path, code="full-width-colon", line=number, values={"key": match[1]})
        elif match := _NO_SPACE.match(line):
            values = {"key": match[1], "value": match[2].strip()}
            yield Problem(path=path, code="no-space", line=number, values=values)
        elif "\t" in line[: len(line) - len(line.lstrip())] and line.strip():
            yield Problem(path=path, code="tab", line=number)


def parse_table(front: str, first: int) -> MappingNode:
    """Return front matter that begins on line *first* as a tree."""
    _refuse_brackets(front, first)
    try:
        events = list(yaml.parse(front, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first
        raise _Refused("yaml-syntax", line, error.problem or error.context or "?") from None
    except yaml.YAMLError as error:
        raise _Refused("yaml-syntax", first, str(error).split("\n", 1)[0]) from None
    # Of a second document the first line is always typed.
    if "---" in front and sum(isinstance(e, yaml.DocumentStartEvent) for e in events) > 1:
        raise _Refused("yaml-syntax", first, "two documents in one")
    _refuse_cut_values(front, first, events)
    inner = iter(events[2:-2])  # without the beginning and the end of stream and document
    node = _node(next(inner, None), inner, first, 0)
    if isinstance(node, ScalarNode) and not node.text:
        return MappingNode((), first)
    if not isinstance(node, MappingNode):
        raise _Refused("yaml-syntax", first, "no keys")
    return node


def _refuse_cut_values(front: str, first: int, events: list[yaml.Event]) -> None:
    """Refuse a value without quotes that ends where somebody typed #."""
    if " #" not in front:
        return
    lines = front.split("\n")
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and not event.style and event.value and (mark := event.end_mark):
            rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
            if _HASH.match(rest):
                raise _Refused("unquoted-hash", mark.line + first, rest.strip())


def _refuse_brackets(front: str, first: int) -> None:
    depth = 0
    for at, character in enumerate(front) if front.count("[") + front.count("{") > _DEEP else ():
        depth += (character in "[{") - (character in "]}")
        if depth > _DEEP:
            raise _Refused("too-deep", front.count("\n", 0, at) + first)


def _node(event: yaml.Event | None, events: Iterator[yaml.Event], first: int, depth: int) -> Node:
    if event is None:
        return ScalarNode("", first)
    line = (event.start_mark.line if event.start_mark else 0) + first
    if isinstance(event, yaml.ScalarEvent):
        if not (event.anchor or event.tag):
            return ScalarNode(_text(event, line), line)
    elif isinstance(event, yaml.CollectionStartEvent) and not (event.anchor or event.tag):
        if depth > 2:  # noqa: PLR2004 - a table of lists of tables, no more
            raise _Refused("too-deep", line)
        nodes = _nodes(events, first, depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            return SequenceNode(tuple(nodes), line)
        keys = iter(nodes)
        return MappingNode(tuple([(_key(key), value) for key, value in zip(keys, keys, strict=True)]), line)
    raise _Refused("yaml-feature", line)


def _text(event: yaml.ScalarEvent, line: int) -> str:
    text: str = event.value
    if event.style == '"':
        if character := first_control_character(text):
            raise _Refused("control-character", line, character)
        return remove_invisible(text)
    return "" if not event.style and text in _NULLS else text


def _nodes(events: Iterator[yaml.Event], first: int, depth: int) -> list[Node]:
    nodes = []
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            break
        nodes.append(_node(event, events, first, depth))
    return nodes


def _key(node: Node) -> ScalarNode:
    if isinstance(node, ScalarNode):
        return node
    raise _Refused("yaml-syntax", node.line, "a key has to be a word")
