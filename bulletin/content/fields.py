"""Fields: a table of texts becomes typed values; whatever is wrong with one becomes a problem, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeVar

from bulletin.content.front_matter import MappingNode, Node, ScalarNode, SequenceNode
from bulletin.core.dates import BadDay, parse_day
from bulletin.core.problems import Problem
from bulletin.core.terms import Term
from bulletin.core.text import collapse_spaces, nearest
from bulletin.model.registry import lookup_key
from bulletin.model.schema.types import FieldSpec, Schema

T = TypeVar("T", bound=Term)
_SEPARATORS = re.compile(r"[、,，;；]")
_GUESSES = 20
"""In a file with more unknown names than this, nobody looks for what they might have meant."""


# Days repeat from item to item, and so do units, categories and publications.
_day = lru_cache(maxsize=4096)(parse_day)


# Authors and topics repeat, too; and what is found here is the same tuple for all.
@lru_cache(maxsize=2048)
def _clean_texts(node: Node) -> tuple[str, ...]:
    """Return the texts of a list, or nothing where anything of them has to be mended or told of."""
    if not isinstance(node, SequenceNode):
        return ()
    texts = tuple([member.text for member in node.nodes if isinstance(member, ScalarNode)])
    whole = len(texts) == len(node.nodes) == len(set(texts))
    return texts if whole and all(text and text == collapse_spaces(text) for text in texts) else ()


@dataclass(slots=True)
class FieldReader:
    """The fields of one table, each read by its type; problems gather in ``problems``."""

    table: MappingNode
    schema: Schema
    path: str
    problems: list[Problem]
    within: str = ""
    values: dict[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the table's entries under canonical keys."""
        lines: dict[str, int] = {}
        names = self.schema.names
        for name, node in self.table.entries:
            key = names.get(name.text) or names.get(collapse_spaces(name.text))
            if key is None:
                self._unknown(name)
            elif key.name in lines:
                values = {"key": name.text, "first": str(lines[key.name])}
                self.problem("duplicate-key", name.line, key.name, **values)
            else:
                lines[key.name] = name.line
                self.values[key.name] = node
        for key in self.schema.required:
            if key.name not in lines:
                values = {"key": key.name, "name": key.chinese[0], "example": key.example}
                self.problem("missing-key", self.table.line, key.name, **values)

    def problem(self, code: str, line: int, key: str, /, **values: str) -> None:
        """Note a problem with a field."""
        name = f"{self.within}.{key}" if self.within else key
        self.problems.append(Problem(path=self.path, code=code, line=line, field=name, values=values))

    def _unknown(self, name: ScalarNode) -> None:
        known = [key.name for key in self.schema.fields]
        names = {spelling: key.name for key in self.schema.fields for spelling in (key.name, *key.chinese)}
        near = names.get(self._near(name.text.lower().replace("_", "-"), names), "")
        self.problem("unknown-key", name.line, name.text, key=name.text, nearest=near, known=", ".join(known))

    def _near(self, name: str, known: Iterable[str]) -> str:
        return nearest(name, known) if len(self.problems) < _GUESSES else ""

    def _key(self, name: str) -> FieldSpec:
        return self.schema.field(name)

    def line(self, name: str) -> int:
        """Return the line of a field's value."""
        return self.values[name].line if name in self.values else self.table.line

    def scalar(self, name: str) -> ScalarNode | None:
        """Return the one text of a field; None, with a problem noted, where it has none or several."""
        node = self.values.get(name)
        if node is None:
            return None
        if not isinstance(node, ScalarNode):
            self.problem("not-text", node.line, name, key=name, example=self._key(name).example)
            return None
        text = collapse_spaces(node.text)
        if not text:
            self.problem("empty-value", node.line, name, key=name, example=self._key(name).example)
            return None
        return node if text == node.text else ScalarNode(text, node.line)

    def text(self, name: str) -> str:
        """Return the text of a field, or ""."""
        found = self.scalar(name)
        return found.text if found else ""

    def day(self, name: str) -> date | None:
        """Return the day that a field names, or None."""
        found = self.scalar(name)
        if found is None:
            return None
        try:
            return _day(found.text)
        except BadDay as error:
            self.problem(error.reason, found.line, name, text=found.text)
            return None

    def number(self, name: str) -> int | None:
        """Return the whole number from 1 of a field, or None; 第146期 is 146."""
        found = self.scalar(name)
        if found is None:
            return None
        digits = found.text.removeprefix("第").removesuffix("期")
        if digits.isascii() and digits.isdigit() and len(digits) < 7 and int(digits) > 0:  # noqa: PLR2004 - a million
            return int(digits)
        self.problem("bad-number", found.line, name, text=found.text, key=name)
        return None

    def term(self, name: str, terms: type[T]) -> T | None:
        """Return the member of a vocabulary that a field names, or None."""
        found = self.scalar(name)
        if found is None or (term := terms.read(found.text)) is not None:
            return term if found else None
        known = [t.names[0] for t in terms]
        spellings = {spelling: t.names[0] for t in terms for spelling in (t.value, *t.names)}
        near = spellings.get(self._near(found.text, spellings), "")
        values = {"name": found.text, "key": name, "nearest": near, "known": "、".join(known)}
        self.problem("unknown-term", found.line, name, **values)
        return None

    def text_values(self, name: str) -> tuple[str, ...]:
        """Return the same as :meth:`texts` without the lines."""
        node = self.values.get(name)
        return (_clean_texts(node) if node else ()) or tuple([scalar.text for scalar in self.texts(name)])

    def texts(self, name: str, *, none: bool = False) -> list[ScalarNode]:
        """Return the texts of a field that may hold one or several, or *none* of them; 甲、乙 are two."""
        node = self.values.get(name)
        if node is None:
            return []
        if isinstance(node, ScalarNode):
            whole = self.scalar(name)
            return (
                [ScalarNode(p.strip(), whole.line) for p in _SEPARATORS.split(whole.text) if p.strip()] if whole else []
            )
        empty = isinstance(node, SequenceNode) and not node.nodes
        return [] if none and empty else self._members(name, node)

    def _members(self, name: str, node: Node) -> list[ScalarNode]:
        found = []
        for member in self._listed(name, node):
            if isinstance(member, ScalarNode) and (text := collapse_spaces(member.text)):
                found.append(member if text == member.text else ScalarNode(text, member.line))
            elif isinstance(member, ScalarNode):
                self.problem("empty-value", member.line, name, key=name, example=self._key(name).example)
            else:
                self.problem("not-text", member.line, name, key=name, example=self._key(name).example)
        return self._without_repeats(name, found)

    def _listed(self, name: str, node: Node) -> tuple[Node, ...]:
        if isinstance(node, SequenceNode) and not node.nodes:
            self.problem("empty-value", node.line, name, key=name, example=self._key(name).example)
        return node.nodes if isinstance(node, SequenceNode) else (node,)

    def _without_repeats(self, name: str, found: list[ScalarNode]) -> list[ScalarNode]:
        if len(found) <= 1:
            return found
        seen: dict[str, ScalarNode] = {}
        for scalar in found:
            if scalar.text in seen:
                self.problem("repeated-value", scalar.line, name, name=scalar.text, key=name)
            seen.setdefault(scalar.text, scalar)
        return list(seen.values())

    def resolved(self, name: str, code: str, ids: Mapping[str, str], names: Iterable[str]) -> list[str]:
        """Return the ids of the registry entries that a field names; *code* is the problem with an unknown one."""
        node = self.values.get(name)
        if isinstance(node, ScalarNode) and (whole := ids.get(lookup_key(node.text))):
            return [whole]
        found: dict[str, None] = {}
        for scalar in self.texts(name):
            identifier = ids.get(lookup_key(scalar.text))
            if identifier is None:
                self.unknown_name(name, code, scalar, names)
            elif identifier in found:
                self.problem("repeated-value", scalar.line, name, name=scalar.text, key=name)
            else:
                found[identifier] = None
        return list(found)

    def unknown_name(self, name: str, code: str, scalar: ScalarNode, names: Iterable[str]) -> None:
        """Note that nobody knows a name, with the nearest one that is known."""
        known = list(names)
        values = {"name": scalar.text, "nearest": self._near(scalar.text, known), "known": "、".join(known)}
        self.problem(code, scalar.line, name, **values)

    def entries(self, name: str, schema: Schema) -> list[FieldReader | ScalarNode]:
        """Return a reader for each entry of a field, or the text of an entry in short form."""
        node = self.values.get(name)
        if node is None:
            return []
        found: list[FieldReader | ScalarNode] = []
        for number, member in enumerate(self._listed(name, node), 1):
            if isinstance(member, MappingNode):
                found.append(FieldReader(member, schema, self.path, self.problems, f"{name}[{number}]"))
            elif isinstance(member, ScalarNode) and collapse_spaces(member.text):
                found.append(ScalarNode(collapse_spaces(member.text), member.line))
            else:
                self.problem("not-entries", member.line, name, key=name, example=self._key(name).example)
        return found

    def table_entries(self, name: str, schema: Schema) -> list[FieldReader]:
        """Return a reader for each entry of a field that has no short form."""
        found = []
        for entry in self.entries(name, schema):
            if isinstance(entry, FieldReader):
                found.append(entry)
            else:
                self.problem("not-entries", entry.line, name, key=name, example=self._key(name).example)
        return found
