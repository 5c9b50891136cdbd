"""Front matter: text becomes a tree of texts with line numbers; no value is guessed a type.

``python-frontmatter`` says where the front matter ends, PyYAML reads its events; what both pass over in silence
(unclosed ``---``, duplicate keys, full-width colon) is a problem here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml
from frontmatter.default_handlers import YAMLHandler

from bulletin.content import simple
from bulletin.content.simple import FULL_WIDTH, NOTHING, Listing, Node, Scalar, Table
from bulletin.core.problems import Problem
from bulletin.core.text import first_control_character, remove_invisible

__all__ = ["Listing", "Node", "Scalar", "Sheet", "Table", "parse", "split", "typing_mistakes"]

_HANDLER = YAMLHandler()
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NO_SPACE = re.compile(r"^([\w-]+):([^\s:/].*)$")
# A comment stands apart; "城关镇 #1 支部" would lose its end.
_HASH = re.compile(r"\s+#[^\s#]| #")
_SECOND = re.compile(r"(?:---+ *\n)?(?:[\w-]{1,20} *:(?: [^\n]*)?\n)+---+ *(?:\n|$)")
# What Word and Chinese keyboards give for a space; what the gate has refused already, and YAML would stumble over.
_SPACES = re.compile("[\u00a0\u3000\u2028\u2029\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_DEEP = 12
"""More opening brackets than this within each other is an attack, not an item."""


class Sheet(NamedTuple):
    """A file cut in two: front matter, and the text below with the line it begins on."""

    table: Table
    body: str
    body_line: int


class _Refused(Exception):
    def __init__(self, code: str, line: int, reason: str = "", mistakes: Sequence[Problem] = ()) -> None:
        super().__init__(code)
        self.code, self.line, self.reason, self.mistakes = code, line, reason, list(mistakes)


def split(text: str, path: str) -> tuple[Sheet | None, list[Problem]]:
    """Cut *text* into front matter and body; no sheet where the front matter cannot be read."""
    if not text or text.isspace():
        return None, [Problem(path=path, code="empty-file", line=1)]
    boundary = _HANDLER.FM_BOUNDARY
    assert boundary is not None  # noqa: S101 - the YAML handler defines it; mypy cannot know
    if not text.startswith("---") or (opening := boundary.match(text)) is None:
        return None, [Problem(path=path, code="no-front-matter", line=1)]
    place = text.find("\n---", opening.end()) + 1
    closing = boundary.search(text, place) if place else None
    if closing is None:
        return None, [Problem(path=path, code="unclosed-front-matter", line=1)]
    try:
        return _cut(text, path, opening.end(), closing), []
    except _Refused as error:
        values = {"reason": error.reason, "character": error.reason, "text": error.reason}
        return None, error.mistakes or [Problem(path=path, code=error.code, line=error.line, values=values)]


def _cut(text: str, path: str, opened: int, closing: re.Match[str]) -> Sheet:
    first = text.count("\n", 0, opened) + 1
    front = _SPACES.sub(" ", text[opened : closing.start()])
    table = simple.table(front, first)
    if table is None:
        if mistakes := list(typing_mistakes(front, first, path)):
            raise _Refused("", 0, mistakes=mistakes)
        table = parse(front, first)
    below = text[closing.end() :].lstrip("\n")
    body = below.rstrip("\n")
    start = len(text) - len(below) if body.strip() else closing.start() + len("---\n")
    line = text.count("\n", 0, start) + 1
    if _SECOND.match(body):
        raise _Refused("second-front-matter", line)
    return Sheet(table, body, line)


def typing_mistakes(front: str, first: int, path: str) -> Iterator[Problem]:
    """Find what a person who only knows Word types, before YAML speaks of mappings and scalars."""
    for number, line in enumerate(front.split("\n"), first):
        if match := FULL_WIDTH.match(line):
            yield Problem(path=path, code="full-width-colon", line=number, values={"key": match[1]})
        elif match := _NO_SPACE.match(line):
            values = {"key": match[1], "value": match[2].strip()}
            yield Problem(path=path, code="no-space", line=number, values=values)
        elif "\t" in line[: len(line) - len(line.lstrip())] and line.strip():
            yield Problem(path=path, code="tab", line=number)


def parse(front: str, first: int) -> Table:
    """Return front matter that begins on line *first* as a tree."""
    _refuse_brackets(front, first)
    try:
        events = [e for e in yaml.parse(front, Loader=_LOADER) if not isinstance(e, yaml.StreamStartEvent)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first
        raise _Refused("yaml-syntax", line, error.problem or error.context or "?") from None
    except yaml.YAMLError as error:
        raise _Refused("yaml-syntax", first, str(error).split("\n", 1)[0]) from None
    if sum(isinstance(e, yaml.DocumentStartEvent) for e in events) > 1:
        raise _Refused("yaml-syntax", first, "two documents in one")
    _refuse_cut_values(front, first, events)
    inner = iter(e for e in events if isinstance(e, yaml.NodeEvent | yaml.CollectionEndEvent))
    node = _node(next(inner, None), inner, first, 0)
    if isinstance(node, Scalar) and not node.text:
        return Table((), first)
    if not isinstance(node, Table):
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
        return Scalar("", first)
    line = (event.start_mark.line if event.start_mark else 0) + first
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
        raise _Refused("yaml-feature", line)
    if isinstance(event, yaml.ScalarEvent):
        if event.style == '"' and (character := first_control_character(event.value)):
            raise _Refused("control-character", line, character)
        plain = event.style in (None, "") and event.value in NOTHING
        return Scalar("" if plain else remove_invisible(event.value) if event.style == '"' else event.value, line)
    if depth > 2:  # noqa: PLR2004 - a table of lists of tables, no more
        raise _Refused("too-deep", line)
    if isinstance(event, yaml.SequenceStartEvent):
        return Listing(tuple(_nodes(events, first, depth + 1)), line)
    keyed = list(_nodes(events, first, depth + 1))
    pairs = zip(keyed[::2], keyed[1::2], strict=True)
    return Table(tuple((_key(key), value) for key, value in pairs), line)


def _nodes(events: Iterator[yaml.Event], first: int, depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            return
        yield _node(event, events, first, depth)


def _key(node: Node) -> Scalar:
    if isinstance(node, Scalar):
        return node
    raise _Refused("yaml-syntax", node.line, "a key has to be a word")
