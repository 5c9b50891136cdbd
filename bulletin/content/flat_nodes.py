"""Flat front matter: one regular expression gives the nodes that YAML would give, in a fifth of the time.

In nearly all files each value is on one line: plain, in quotes, in brackets, or as a line of a list.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bulletin.content.nodes import NULL_WORDS, MappingNode, Node, ScalarNode, SequenceNode
from bulletin.core.text import UNWANTED

# What a YAML parser might read in another way does not match. Quantifiers of spaces are possessive, so that the time is
# linear.
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
    rf"\n(?:({_KEY}):(?:((?:\n  {_LIST_LINE})++|(?:\n{_LIST_LINE})++)| ++({_SEQUENCE}|{_QUOTED}|{_PLAIN}))?|#[^\n]*+)?"
    r" *+(?=\n|\Z)|(.[\s\S]*)"
)
"""A key with the lines of its list or with its value, a remark, or an empty line; or all the rest."""
_MEMBERS = re.compile(rf"\{{[^}}]*\}}|{_IN_BRACKETS}")
_PAIRS = re.compile(rf"({_KEY}): ++({_IN_BRACKETS})")


def parse_flat(front: str, first_line: int) -> MappingNode | None:
    """Return what the parser of YAML returns if every value is on one line and means the same to any reader."""
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
    return ScalarNode("" if text in NULL_WORDS else text, line)
