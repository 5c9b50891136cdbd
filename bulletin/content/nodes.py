"""Front matter as nodes: texts with line numbers, of which no type is inferred."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin.core.problems import Problem


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

NULL_WORDS = frozenset({"~", "null", "Null", "NULL"})
"""Texts that are empty values where they are not quoted."""


class ParseError(Exception):
    """Front matter that cannot be read, and why."""

    def __init__(self, code: str, line: int, reason: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(code)
        self.code, self.line, self.reason, self.problems = code, line, reason, list(problems)
