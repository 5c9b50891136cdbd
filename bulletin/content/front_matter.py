"""Front matter: YAML becomes nodes of texts with line numbers; no type is inferred.

python-frontmatter defines its boundaries (:func:`split_front_matter`), PyYAML parses it into events. What both accept
(an unclosed ``---``, a full-width colon, a missing space) is a problem here. Front matter whose values are on one line
each, as nearly all is, is parsed by one regular expression into the same nodes, in a fifth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import yaml

from bulletin.content.decode import BOUNDARY, Span, split_front_matter
from bulletin.core.problems import Problem
from bulletin.core.text import UNWANTED, first_control_character, remove_invisible


class ScalarNode(NamedTuple):
    """One value as written."""

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
_FULL_WIDTH_COLON = re.compile(r"^\s*(?:-\s+)?([\w-]+)\s*：")
_NO_SPACE = re.compile(r"^([\w-]+):([^\s:/].*)$")
# Without quotes, "城关镇 #1 支部" would lose its end; a comment has a space after #.
_CUT_AT_HASH = re.compile(r"\s+#[^\s#]| #")
_SECOND_FRONT_MATTER = re.compile(r"(?:---+ *\n)?(?:[\w-]{1,20} *:(?: [^\n]*)?\n)+---+ *(?:\n|$)")
# Spaces of Word and Chinese keyboards; characters that decoding has reported and that are errors in YAML.
_SPACES = re.compile("[\u00a0\u3000\u2028\u2029\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_NULL_WORDS = frozenset({"~", "null", "Null", "NULL"})
"""Texts that are empty values where they are not quoted."""
_MAX_BRACKETS = 12
"""Most nested brackets: deeper nesting is an attack."""

# Front matter that needs no YAML parser: whatever a parser might read in another way does not match. Quantifiers of
# spaces are possessive, so that the time is linear.
_KEY = r"[^\W\d_][\w-]{0,40}"
_QUOTED = r"\"[^\"\\\n\t\[\]{}]*+\"|'[^'\n\t\[\]{}]*+'"
_PLAIN_START = r"[^\s:：#\[\]{}\"'?,\-&*!|>%@`~]"
_PLAIN = rf"{_PLAIN_START}[^\n\t:#\[\]{{}}]*+"
_IN_BRACKETS = rf"(?:{_QUOTED}|{_PLAIN_START}[^\n\t:#\[\]{{}}\"',]*+)"
_PAIR = rf"{_KEY}: ++{_IN_BRACKETS}"
_MAPPING = rf"\{{ *+{_PAIR}(?: *+, *+{_PAIR})* *+\}}"
_SEQUENCE = rf"\[ *+(?:{_IN_BRACKETS}(?: *+, *+{_IN_BRACKETS})*|{_MAPPING}(?: *+, *+{_MAPPING})*)? *+\]"
_LIST_LINE = rf"- ++(?:{_MAPPING}|{_QUOTED}|{_PLAIN_START}[^\n\t:：#\[\]{{}}]*+) *+(?=\n|\Z)"
_ENTRY = re.compile(
    rf"\n(?:({_KEY}):(?:((?:\n  {_LIST_LINE})++|(?:\n{_LIST_LINE})++)| ++({_SEQUENCE}|{_QUOTED}|{_PLAIN}))?)?"
    r" *+(?=\n|\Z)|(.[\s\S]*)"
)
"""A key with the lines of its list or with its value, or an empty line; or all the rest."""
_MEMBERS = re.compile(rf"\{{[^}}]*\}}|{_IN_BRACKETS}")
_PAIRS = re.compile(rf"({_KEY}): ++({_IN_BRACKETS})")


class MarkdownDocument(NamedTuple):
    """The front matter of a file, and the text below with its first line."""

    front_matter: MappingNode
    body: str
    body_line: int


class _ParseError(Exception):
    def __init__(self, code: str, line: int, reason: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(code)
        self.code, self.line, self.reason, self.problems = code, line, reason, list(problems)


def parse_document(text: str, path: str) -> tuple[MarkdownDocument | None, list[Problem]]:
    """Return the front matter and the body of a file; no document where the front matter cannot be read."""
    if not text or text.isspace():
        return None, [Problem(path=path, code="empty-file", line=1)]
    span = split_front_matter(text)
    if span is None:
        code = "unclosed-front-matter" if BOUNDARY.match(text) else "no-front-matter"
        return None, [Problem(path=path, code=code, line=1)]
    try:
        return _parse_span(text, path, span), []
    except _ParseError as error:
        values = {"reason": error.reason, "character": error.reason, "text": error.reason}
        return None, error.problems or [Problem(path=path, code=error.code, line=error.line, values=values)]


def _parse_span(text: str, path: str, span: Span) -> MarkdownDocument:
    first_line = text.count("\n", 0, span.start) + 1
    front = _SPACES.sub(" ", text[span.start : span.end])
    mapping = parse_flat(front, first_line)
    if mapping is None:
        if problems := list(find_typing_mistakes(front, first_line, path)):
            raise _ParseError("", 0, problems=problems)
        mapping = parse_mapping(front, first_line)
    below = text[span.body :].lstrip("\n")
    body = below.rstrip("\n")
    start = len(text) - len(below) if body.strip() else span.end + len("---\n")
    line = text.count("\n", 0, start) + 1
    if _SECOND_FRONT_MATTER.match(body):
        raise _ParseError("second-front-matter", line)
    return MarkdownDocument(mapping, body, line)


def find_typing_mistakes(front: str, first_line: int, path: str) -> Iterator[Problem]:
    """Yield typical mistakes of people who do not know YAML, whose own messages they would not understand."""
    for number, line in enumerate(front.split("\n"), first_line):
        if match := _FULL_WIDTH_COLON.match(line):
            yield Problem(path=path, code="full-width-colon", line=number, values={"key": match[1]})
        elif match := _NO_SPACE.match(line):
            values = {"key": match[1], "value": match[2].strip()}
            yield Problem(path=path, code="no-space", line=number, values=values)
        elif "\t" in line[: len(line) - len(line.lstrip())] and line.strip():
            yield Problem(path=path, code="tab", line=number)


def parse_flat(front: str, first_line: int) -> MappingNode | None:
    """Return what :func:`parse_mapping` returns if every value is on one line and means the same to any reader."""
    if UNWANTED.search(front):
        return None
    entries: list[tuple[ScalarNode, Node]] = []
    line = first_line
    for key, block, value, rest in _ENTRY.findall(front):
        if rest:
            return None
        line += 1
        if block:
            members = block.split("\n")[1:]
            nodes = tuple([_flat_node(text.lstrip(" ")[1:].strip(" "), line + n) for n, text in enumerate(members, 1)])
            entries.append((_flat_scalar(key, line), SequenceNode(nodes, line + 1)))
            line += len(nodes)
        elif key:
            entries.append((_flat_scalar(key, line), _flat_node(value, line)))
    return MappingNode(tuple(entries), entries[0][0].line) if entries else None


def _flat_node(text: str, line: int) -> Node:
    first = text[:1]
    if first == "[":
        return SequenceNode(tuple([_flat_node(member, line) for member in _MEMBERS.findall(text)]), line)
    if first == "{":
        pairs = _PAIRS.findall(text)
        return MappingNode(tuple([(_flat_scalar(key, line), _flat_node(value, line)) for key, value in pairs]), line)
    return ScalarNode(text[1:-1], line) if first in "\"'" and text else _flat_scalar(text.rstrip(" "), line)


# Keys repeat on the same lines of other files.
@lru_cache(maxsize=4096)
def _flat_scalar(text: str, line: int) -> ScalarNode:
    return ScalarNode("" if text in _NULL_WORDS else text, line)


def parse_mapping(front: str, first_line: int) -> MappingNode:
    """Return the nodes of front matter that begins on *first_line*."""
    _refuse_deep_brackets(front, first_line)
    try:
        events = list(yaml.parse(front, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise _ParseError("yaml-syntax", line, error.problem or error.context or "?") from None
    except yaml.YAMLError as error:
        raise _ParseError("yaml-syntax", first_line, str(error).split("\n", 1)[0]) from None
    # A second document always begins with an explicit ---.
    if "---" in front and sum(isinstance(e, yaml.DocumentStartEvent) for e in events) > 1:
        raise _ParseError("yaml-syntax", first_line, "two documents in one")
    _refuse_values_cut_at_hash(front, first_line, events)
    inner = iter(events[2:-2])  # without the beginning and the end of stream and document
    node = _build_node(next(inner, None), inner, first_line, 0)
    if isinstance(node, ScalarNode) and not node.text:
        return MappingNode((), first_line)
    if not isinstance(node, MappingNode):
        raise _ParseError("yaml-syntax", first_line, "no keys")
    return node


def _refuse_values_cut_at_hash(front: str, first_line: int, events: list[yaml.Event]) -> None:
    """Refuse an unquoted value that # turns into a comment."""
    if " #" not in front:
        return
    lines = front.split("\n")
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and not event.style and event.value and (mark := event.end_mark):
            rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
            if _CUT_AT_HASH.match(rest):
                raise _ParseError("unquoted-hash", mark.line + first_line, rest.strip())


def _refuse_deep_brackets(front: str, first_line: int) -> None:
    depth = 0
    for at, character in enumerate(front) if front.count("[") + front.count("{") > _MAX_BRACKETS else ():
        depth += (character in "[{") - (character in "]}")
        if depth > _MAX_BRACKETS:
            raise _ParseError("too-deep", front.count("\n", 0, at) + first_line)


def _build_node(event: yaml.Event | None, events: Iterator[yaml.Event], first_line: int, depth: int) -> Node:
    if event is None:
        return ScalarNode("", first_line)
    line = (event.start_mark.line if event.start_mark else 0) + first_line
    if isinstance(event, yaml.ScalarEvent):
        if not (event.anchor or event.tag):
            return ScalarNode(_scalar_text(event, line), line)
    elif isinstance(event, yaml.CollectionStartEvent) and not (event.anchor or event.tag):
        if depth > 2:  # noqa: PLR2004 - a table of lists of tables, no more
            raise _ParseError("too-deep", line)
        nodes = _build_nodes(events, first_line, depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            return SequenceNode(tuple(nodes), line)
        keys = iter(nodes)
        return MappingNode(tuple([(_require_scalar(key), value) for key, value in zip(keys, keys, strict=True)]), line)
    raise _ParseError("yaml-feature", line)


def _scalar_text(event: yaml.ScalarEvent, line: int) -> str:
    text: str = event.value
    if event.style == '"':
        if character := first_control_character(text):
            raise _ParseError("control-character", line, character)
        return remove_invisible(text)
    return "" if not event.style and text in _NULL_WORDS else text


def _build_nodes(events: Iterator[yaml.Event], first_line: int, depth: int) -> list[Node]:
    nodes = []
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            break
        nodes.append(_build_node(event, events, first_line, depth))
    return nodes


def _require_scalar(node: Node) -> ScalarNode:
    if isinstance(node, ScalarNode):
        return node
    raise _ParseError("yaml-syntax", node.line, "a key has to be a word")
