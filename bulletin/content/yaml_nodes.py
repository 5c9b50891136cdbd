"""Front matter that is not flat: parsed into events, with the loader of python-frontmatter, which become nodes.

What YAML has beyond texts, lists and mappings, and what it accepts and nobody means, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

# libyaml's, where PyYAML was built with it.
from frontmatter.default_handlers import SafeLoader

from bulletin.content.nodes import NULL_WORDS, MappingNode, Node, ParseError, ScalarNode, SequenceNode
from bulletin.core.text import first_control_character, remove_invisible

# Without quotes, "城关镇 #1 支部" would lose its end; a comment has a space after #.
_CUT_AT_HASH = re.compile(r"\s+#[^\s#]| #")
_MAX_BRACKETS = 12
_ENTRY = "- {publication: 组工信息, issue: 146}"
"""Most nested brackets: deeper nesting is an attack."""


def parse_mapping(front: str, first_line: int) -> MappingNode:
    """Return the nodes of front matter that begins on *first_line*."""
    _refuse_deep_brackets(front, first_line)
    try:
        events = list(yaml.parse(front, Loader=SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise ParseError("yaml-syntax", line, error.problem or error.context or "?") from None
    except yaml.YAMLError as error:
        raise ParseError("yaml-syntax", first_line, str(error).split("\n", 1)[0]) from None
    # A second document always begins with an explicit ---.
    if "---" in front and sum(isinstance(e, yaml.DocumentStartEvent) for e in events) > 1:
        raise ParseError("yaml-syntax", first_line, "two documents in one")
    _refuse_values_cut_at_hash(front, first_line, events)
    inner = iter(events[2:-2])  # without the beginning and the end of stream and document
    node = _build_node(next(inner, None), inner, first_line, 0)
    if isinstance(node, ScalarNode) and not node.text:
        return MappingNode((), first_line)
    if not isinstance(node, MappingNode):
        raise ParseError("yaml-syntax", first_line, "no keys")
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
                raise ParseError("unquoted-hash", mark.line + first_line, rest.strip())


def _refuse_deep_brackets(front: str, first_line: int) -> None:
    depth = 0
    for at, character in enumerate(front) if front.count("[") + front.count("{") > _MAX_BRACKETS else ():
        depth += (character in "[{") - (character in "]}")
        if depth > _MAX_BRACKETS:
            raise ParseError("too-deep", front.count("\n", 0, at) + first_line, _ENTRY)


def _build_node(event: yaml.Event | None, events: Iterator[yaml.Event], first_line: int, depth: int) -> Node:
    if event is None:
        return ScalarNode("", first_line)
    line = (event.start_mark.line if event.start_mark else 0) + first_line
    if isinstance(event, yaml.ScalarEvent):
        if not (event.anchor or event.tag):
            return ScalarNode(_scalar_text(event, line), line)
    elif isinstance(event, yaml.CollectionStartEvent) and not (event.anchor or event.tag):
        if depth > 2:  # noqa: PLR2004 - a table of lists of tables, no more
            raise ParseError("too-deep", line, _ENTRY)
        nodes = _build_nodes(events, first_line, depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            return SequenceNode(tuple(nodes), line)
        keys = iter(nodes)
        return MappingNode(tuple([(_require_scalar(key), value) for key, value in zip(keys, keys, strict=True)]), line)
    raise ParseError("yaml-feature", line)


def _scalar_text(event: yaml.ScalarEvent, line: int) -> str:
    text: str = event.value
    if event.style == '"':
        if character := first_control_character(text):
            raise ParseError("control-character", line, character)
        return remove_invisible(text)
    return "" if not event.style and text in NULL_WORDS else text


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
    raise ParseError("yaml-syntax", node.line, "a key has to be a word")
