"""Reading the fields of a front-matter mapping by type; errors become problems, and reading continues."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeVar

from bulletin.content.nodes import MappingNode, Node, ScalarNode, SequenceNode
from bulletin.content.typing_mistakes import Sign, glued_keys, wrong_brackets, wrong_list_sign
from bulletin.core.dates import BadDay, BadTime, parse_day, parse_time
from bulletin.core.problems import Problem
from bulletin.core.terms import Term
from bulletin.core.text import collapse_spaces, nearest
from bulletin.model.registry import lookup_key
from bulletin.model.schema import chinese_key, in_chinese_keys
from bulletin.model.schema.types import FieldSpec, Schema

T = TypeVar("T", bound=Term)
SEPARATORS = re.compile(r"[、,，;；]")
"""What stands between several texts that are written as one."""
_BETWEEN_NAMES = re.compile(r"\s*[/／&＆·•和与及]\s*|\s+")
"""What stands between names that are known without it."""
_MAX_PROBLEMS_WITH_SUGGESTION = 20
"""Unknown names in files with more problems than this get no suggestion, which is slow to find."""


# Days repeat from item to item.
_parse_day = lru_cache(maxsize=4096)(parse_day)


# Authors and topics repeat, too; equal lists share one tuple.
@lru_cache(maxsize=2048)
def _clean_texts(node: Node) -> tuple[str, ...]:
    """Return the texts of a list, or () where one of them has to be normalized or reported."""
    if not isinstance(node, SequenceNode):
        return ()
    texts = tuple([member.text for member in node.nodes if isinstance(member, ScalarNode)])
    is_clean = len(texts) == len(node.nodes) == len(set(texts))
    is_clean = is_clean and not any(SEPARATORS.search(text) or wrong_list_sign(text) for text in texts)
    return texts if is_clean and all(text and text == collapse_spaces(text) for text in texts) else ()


@dataclass(slots=True)
class FieldReader:
    """The fields of one mapping, each read by its type; errors are added to ``problems``."""

    mapping: MappingNode
    schema: Schema
    path: str
    problems: list[Problem]
    prefix: str = ""
    written_prefix: str = ""
    chinese: bool = False
    """Whether keys are called by their Chinese names: those of an entry without known keys as the file's."""
    values: dict[str, Node] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    """The keys as the file writes them, by canonical key."""

    def __post_init__(self) -> None:
        """Collect the values by canonical key; note unknown, duplicate and missing keys."""
        names = self.schema.names
        unknown: list[tuple[ScalarNode, Node]] = []
        lines: dict[str, int] = {}
        for name, node in self.mapping.entries:
            spec = names.get(name.text) or names.get(collapse_spaces(name.text))
            if spec is None:
                unknown.append((name, node))
            elif spec.name in lines:
                values = {"key": name.text, "first": str(lines[spec.name])}
                self.add_problem("duplicate-key", name.line, spec.name, **values)
            else:
                lines[spec.name] = name.line
                self.values[spec.name], self.written[spec.name] = node, name.text
        if self.written:
            self.chinese = any(not name.isascii() for name in self.written.values())
        glued = self._add_glued_keys() if unknown else ()
        near = {
            self._add_unknown_key(name)
            for name, _ in unknown
            if not glued or not any(key in name.text for key in glued)
        }
        for spec in self.schema.required:
            is_told = spec.name in near or any(names[key] is spec for key in glued)
            if spec.name not in lines and not is_told:
                self._add_missing_key(spec)

    def add_problem(self, code: str, line: int, key: str, /, **values: str) -> None:
        """Add a problem with the field *key*."""
        name, written = self._key(key), self._written(key)
        if values.get("key") == key:
            values["key"] = written
        if self.chinese and "example" in values:
            values["example"] = in_chinese_keys(values["example"])
        in_entry = f"{self.written_prefix}.{written}" if self.prefix else written
        shown = in_entry if in_entry != name else ""
        self.problems.append(Problem(path=self.path, code=code, line=line, field=name, values=values, written=shown))

    def _key(self, key: str) -> str:
        return f"{self.prefix}.{key}" if self.prefix else key

    def _written(self, key: str) -> str:
        return self.written.get(key) or (chinese_key(key) if self.chinese else key)

    def _add_glued_keys(self) -> tuple[str, ...]:
        """Note keys with no colon and space after them, as in {by:县委书记}, and return them."""
        texts = [(name.text, node.text if isinstance(node, ScalarNode) else "…") for name, node in self.mapping.entries]
        found = glued_keys(texts, self.schema.names)
        if found is None:
            return ()
        line, key = self.mapping.line, found.keys[0]
        self.chinese = self.chinese or not key.isascii()
        if found.colon == "：":
            self.add_problem("full-width-colon", line, self.schema.names[key].name, key=key)
        else:
            self.add_problem("no-space", line, self.schema.names[key].name, key=key, value=found.respaced)
        if found.comma:
            values = {"sign": found.comma, "shown": f"{key}: {found.respaced}"}
            self.add_problem("wrong-comma", line, self.schema.names[key].name, **values)
        return found.keys

    def _add_missing_key(self, spec: FieldSpec) -> None:
        other = spec.name if self.chinese else spec.chinese[0]
        values = {"key": spec.name, "name": other, "example": spec.example}
        self.add_problem("missing-key", self.mapping.line, spec.name, **values)

    def _add_unknown_key(self, name: ScalarNode) -> str:
        """Note a key that is unknown, and return the nearest known one, or ""."""
        written = self._written if name.text.isascii() else chinese_key
        known = [written(spec.name) for spec in self.schema.fields]
        names = {spelling: written(spec.name) for spec in self.schema.fields for spelling in spec.spellings}
        found = self._suggestion("".join(name.text.lower().replace("_", "-").split()), names)
        near = names.get(found, "")
        self.add_problem("unknown-key", name.line, name.text, key=name.text, nearest=near, known=", ".join(known))
        return self.schema.names[found].name if found else ""

    def _suggestion(self, name: str, known: Iterable[str]) -> str:
        return nearest(name, known) if len(self.problems) < _MAX_PROBLEMS_WITH_SUGGESTION else ""

    def _spec(self, name: str) -> FieldSpec:
        return self.schema.field(name)

    def line(self, name: str) -> int:
        """Return the line of a field's value."""
        return self.values[name].line if name in self.values else self.mapping.line

    def scalar(self, name: str) -> ScalarNode | None:
        """Return the one text of a field; None, with a problem added, where it has none or several."""
        node = self.values.get(name)
        if node is None:
            return None
        if not isinstance(node, ScalarNode):
            self.add_problem("not-text", node.line, name, key=name, example=self._spec(name).example)
            return None
        text = collapse_spaces(node.text)
        if not text:
            self.add_problem("empty-value", node.line, name, key=name, example=self._spec(name).example)
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
            return _parse_day(found.text)
        except BadDay as error:
            self.add_problem(error.reason, found.line, name, text=found.text)
            return None

    def time_of_day(self, name: str) -> str | None:
        """Return the time of day that a field names, as 16:10, or None."""
        found = self.scalar(name)
        if found is None:
            return None
        try:
            return parse_time(found.text)
        except BadTime as error:
            self.add_problem("bad-time", found.line, name, text=found.text, key=name, example=error.meant or "14:30")
            return None

    def number(self, name: str) -> int | None:
        """Return the positive integer of a field, or None; 第146期 is 146."""
        found = self.scalar(name)
        if found is None:
            return None
        digits = found.text.removeprefix("第").removesuffix("期")
        if digits.isascii() and digits.isdigit() and len(digits) < 7 and int(digits) > 0:  # noqa: PLR2004 - a million
            return int(digits)
        self.add_problem("bad-number", found.line, name, text=found.text, key=name)
        return None

    def term(self, name: str, terms: type[T]) -> T | None:
        """Return the member of *terms* that a field names, or None."""
        found = self.scalar(name)
        if found is None or (term := terms.read(found.text)) is not None:
            return term if found else None
        known = [t.names[0] for t in terms]
        spellings = {spelling: t.names[0] for t in terms for spelling in (t.value, *t.names)}
        near = spellings.get(self._suggestion(found.text, spellings), "")
        values = {"name": found.text, "key": name, "nearest": near, "known": "、".join(known)}
        self.add_problem("unknown-term", found.line, name, **values)
        return None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a field that may have one or several; 甲、乙 are two."""
        node = self.values.get(name)
        return (_clean_texts(node) if node else ()) or tuple([scalar.text for scalar in self.text_nodes(name)])

    def text_nodes(
        self, name: str, *, allow_empty: bool = False, known: Container[str] = frozenset()
    ) -> list[ScalarNode]:
        """Return what :meth:`texts` returns, with lines; an empty list is a problem without *allow_empty*."""
        node = self.values.get(name)
        if node is None:
            return []
        if isinstance(node, ScalarNode):
            scalar = self.scalar(name)
            return self._parts(name, scalar, known) if scalar else []
        empty = isinstance(node, SequenceNode) and not node.nodes
        return [] if allow_empty and empty else self._list_texts(name, node, known)

    def _parts(self, name: str, scalar: ScalarNode, known: Container[str]) -> list[ScalarNode]:
        """Return the texts of a list that are written as one, as 甲、乙; a text that is *known* is one."""
        if lookup_key(scalar.text) in known:
            return [scalar]
        if sign := wrong_brackets(scalar.text) or wrong_list_sign(scalar.text):
            self.add_wrong_sign(name, scalar, sign)
            return []
        return [ScalarNode(part.strip(), scalar.line) for part in SEPARATORS.split(scalar.text) if part.strip()]

    def add_wrong_sign(self, name: str, scalar: ScalarNode, sign: Sign) -> None:
        """Add the problem of a wrong sign in a field."""
        self.add_problem(sign.code, scalar.line, name, key=name, **sign.values)

    def _list_texts(self, name: str, node: Node, known: Container[str]) -> list[ScalarNode]:
        found: list[ScalarNode] = []
        for member in self._list_nodes(name, node):
            if isinstance(member, ScalarNode) and (text := collapse_spaces(member.text)):
                found += self._parts(name, ScalarNode(text, member.line), known)
            elif isinstance(member, ScalarNode):
                self.add_problem("empty-value", member.line, name, key=name, example=self._spec(name).example)
            else:
                self.add_problem("not-text", member.line, name, key=name, example=self._spec(name).example)
        return self.without_repeats(name, found)

    def _list_nodes(self, name: str, node: Node) -> tuple[Node, ...]:
        if isinstance(node, SequenceNode) and not node.nodes:
            self.add_problem("empty-value", node.line, name, key=name, example=self._spec(name).example)
        return node.nodes if isinstance(node, SequenceNode) else (node,)

    def without_repeats(self, name: str, found: list[ScalarNode]) -> list[ScalarNode]:
        """Return texts without those that are there already, each of which is a problem."""
        if len(found) <= 1:
            return found
        seen: dict[str, ScalarNode] = {}
        for scalar in found:
            if scalar.text in seen:
                self.add_problem("repeated-value", scalar.line, name, name=scalar.text, key=name)
            seen.setdefault(scalar.text, scalar)
        return list(seen.values())

    def registry_ids(self, name: str, code: str, ids: Mapping[str, str], names: Iterable[str]) -> list[str]:
        """Return the ids of the registry entries that a field names; *code* is the problem with an unknown one."""
        found: dict[str, None] = {}
        for scalar in _split_known(self.text_nodes(name, known=ids), ids):
            identifier = ids.get(lookup_key(scalar.text))
            if identifier is None:
                self.add_unknown_name(name, code, scalar, names)
            elif identifier in found:
                self.add_problem("repeated-value", scalar.line, name, name=scalar.text, key=name)
            else:
                found[identifier] = None
        return list(found)

    def add_unknown_name(self, name: str, code: str, scalar: ScalarNode, names: Iterable[str], **more: str) -> None:
        """Add a problem with an unknown name, with the nearest of *names*."""
        known = list(names)
        values = {"name": scalar.text, "nearest": self._suggestion(scalar.text, known), "known": "、".join(known)}
        self.add_problem(code, scalar.line, name, **values, **more)

    def entries(self, name: str, schema: Schema) -> list[FieldReader | ScalarNode]:
        """Return a reader for each entry of a field that is a mapping, and the text of each in short form."""
        node = self.values.get(name)
        if node is None:
            return []
        found: list[FieldReader | ScalarNode] = []
        for number, member in enumerate(self._list_nodes(name, node), 1):
            if isinstance(member, MappingNode):
                prefix, written = f"{name}[{number}]", f"{self._written(name)}[{number}]"
                found.append(FieldReader(member, schema, self.path, self.problems, prefix, written, self.chinese))
            elif isinstance(member, ScalarNode) and (text := collapse_spaces(member.text)):
                scalar = ScalarNode(text, member.line)
                if sign := wrong_brackets(text) or wrong_list_sign(text):
                    self.add_wrong_sign(name, scalar, sign)
                else:
                    found.append(scalar)
            else:
                self.add_problem("not-entries", member.line, name, key=name, example=self._spec(name).example)
        return found

    def mapping_entries(self, name: str, schema: Schema) -> list[FieldReader]:
        """Return a reader for each entry of a field that has no short form."""
        found = []
        for entry in self.entries(name, schema):
            if isinstance(entry, FieldReader):
                found.append(entry)
            else:
                self.add_problem("not-entries", entry.line, name, key=name, example=self._spec(name).example)
        return found


def _split_known(scalars: Iterable[ScalarNode], ids: Mapping[str, str]) -> Iterator[ScalarNode]:
    """Yield names; of several that are written as one, as 甲 乙, 甲/乙 and 甲和乙, each if all of them are known."""
    for scalar in scalars:
        parts = _known_parts(scalar.text, ids)
        yield from (ScalarNode(part, scalar.line) for part in parts) if parts else (scalar,)


def _known_parts(text: str, ids: Mapping[str, str]) -> tuple[str, ...]:
    """Return the known names that a text consists of, the longest that are possible; none where it has others."""
    if lookup_key(text) in ids:
        return (text,)
    for sign in reversed(list(_BETWEEN_NAMES.finditer(text))):
        first = text[: sign.start()]
        if lookup_key(first) in ids and (rest := _known_parts(text[sign.end() :], ids)):
            return (first, *rest)
    return ()
