"""Front matter is changed where a change is asked for; every other byte stays.

Each method of :class:`FrontMatter` returns the whole new text. Fields are asked for by their canonical keys, and are
written as the file writes them: in its language and in its style.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.placed_nodes import (
    PlacedList,
    PlacedMapping,
    PlacedNode,
    PlacedScalar,
    PlacedText,
    Unplaceable,
    place_nodes,
)
from bulletin.editing.scalars import clean_value, written_scalar
from bulletin.editing.splices import Splice, insert_member, remove_member, spliced
from bulletin.model.schema.types import Entries, FieldSpec, Schema

_UNREADABLE = N_("{path} cannot be changed: its front matter cannot be read. Run “python3 build.py check”.")

Entry = Mapping[str, str]
"""The values of an entry by canonical key."""


@dataclass(frozen=True)
class FrontMatter:
    """A text that begins with front matter, to be changed. Every method raises BulletinError where it has none."""

    text: str
    schema: Schema
    path: str

    def set_value(self, key: str, value: str) -> str:
        """Return the text with a field that has one value."""
        return self._done(self._set(self._placed.root, self.schema, key, value))

    def remove_value(self, key: str) -> str:
        """Return the text without a field."""
        return self._done(self._remove(self._placed.root, self.schema, key))

    def append_entry(self, key: str, entry: Entry) -> str:
        """Return the text with one more entry in a list of entries."""
        schema = _entry_schema(self.schema, key)
        node = self._value(key)
        if node is None:
            return self._done(self._new_list(key, self._flow_entry(schema, entry)))
        if isinstance(node, PlacedMapping) and not node.is_flow:
            return FrontMatter(self._done(self._as_list(node)), self.schema, self.path).append_entry(key, entry)
        if isinstance(node, PlacedList):
            written = self._entry_like(node, schema, entry)
            return self._done(insert_member(self._placed, node, written))
        return self._done(self._in_brackets(node, self._flow_entry(schema, entry)))

    def change_entry(self, key: str, number: int, values: Entry, short: Entry | None = None) -> str:
        """Return the text with other values in an entry; *short* has all values of one in its short form."""
        node, schema = self._member(key, number), _entry_schema(self.schema, key)
        if isinstance(node, PlacedScalar):
            written = self._flow_entry(schema, {**(short or {}), **values})
            return self._done([Splice(node.start, node.end, written)])
        text = self.text
        for name, value in values.items():
            changed = FrontMatter(text, self.schema, self.path)
            mapping = changed._member(key, number)
            assert isinstance(mapping, PlacedMapping)  # noqa: S101 - as before the change
            text = changed._done(changed._set(mapping, schema, name, value))
        return text

    def remove_entry(self, key: str, number: int) -> str:
        """Return the text without an entry, and without the list where it was the only one."""
        node = self._value(key)
        if isinstance(node, PlacedList) and len(node.members) > 1:
            return self._done(remove_member(self._placed, node, number))
        return self.remove_value(key)

    def append_text(self, key: str, value: str) -> str:
        """Return the text with one more text in a field that may have several."""
        node, written = self._value(key), written_scalar(clean_value(value))
        if node is None:
            return self.set_value(key, value)
        if isinstance(node, PlacedList):
            return self._done(insert_member(self._placed, node, written))
        return self._done(self._in_brackets(node, written))

    def replace_text(self, key: str, old: str, new: str) -> str:
        """Return the text with *new* for *old* in a field of one text or several."""
        node = self._value(key)
        nodes: Iterable[PlacedNode] = node.members if isinstance(node, PlacedList) else [node] if node else []
        changed = (one for one in nodes if isinstance(one, PlacedScalar) and one.text == old)
        return self._done([_replaced(one, new) for one in changed])

    def entries(self, key: str) -> int:
        """Return how many entries or texts a field has."""
        node = self._value(key)
        return len(node.members) if isinstance(node, PlacedList) else int(node is not None)

    @cached_property
    def _placed(self) -> PlacedText:
        try:
            return place_nodes(self.text)
        except Unplaceable as error:
            raise BulletinError(_UNREADABLE, path=self.path) from error

    def _done(self, splices: Iterable[Splice]) -> str:
        return spliced(self.text, splices)

    def _value(self, key: str) -> PlacedNode | None:
        """Return the value of a field; None where the field is not there or empty."""
        number = _index(self._placed.root, self.schema, key)
        if number is None:
            return None
        node = self._placed.root.entries[number][1]
        return None if isinstance(node, PlacedScalar) and not node.text else node

    def _member(self, key: str, number: int) -> PlacedNode:
        node = self._value(key)
        found = node.members[number] if isinstance(node, PlacedList) else node
        if found is None:
            raise BulletinError(_UNREADABLE, path=self.path)
        return found

    def _set(self, mapping: PlacedMapping, schema: Schema, key: str, value: str) -> list[Splice]:
        """Return what gives a field of a mapping a value."""
        number = _index(mapping, schema, key)
        if number is None:
            name = self._key(schema, schema.field(key), mapping)
            return self._insert(mapping, schema, key, f"{name}: {written_scalar(clean_value(value))}")
        node = mapping.entries[number][1]
        if isinstance(node, PlacedScalar):
            return [] if node.text == clean_value(value) else [_replaced(node, value)]
        return self._replace_collection(mapping, number, written_scalar(clean_value(value)))

    def _replace_collection(self, mapping: PlacedMapping, number: int, written: str) -> list[Splice]:
        name, node = mapping.entries[number]
        start = node.start if node.end > node.start and self.text[node.start] in "[{" else None
        if start is None:
            return [Splice(self.text.index(":", name.end) + 1, node.end, f" {written}")]
        return [Splice(start, node.end, written)]

    def _insert(self, mapping: PlacedMapping, schema: Schema, key: str, written: str) -> list[Splice]:
        """Return what puts a key behind the last of those before which the schema does not name it."""
        order = [spec.name for spec in schema.fields]
        rank = order.index(key)
        names = [_name_of(schema, name) for name, _ in mapping.entries]
        before = [n for n, name in enumerate(names) if name in order and order.index(name) < rank]
        return insert_member(self._placed, mapping, written, max(before, default=-1))

    def _remove(self, mapping: PlacedMapping, schema: Schema, key: str) -> list[Splice]:
        number = _index(mapping, schema, key)
        return [] if number is None else remove_member(self._placed, mapping, number)

    def _new_list(self, key: str, written: str) -> list[Splice]:
        """Return what gives a field that is not there, or empty, a list of one entry."""
        root, line_end = self._placed.root, self._placed.line_end
        number = _index(root, self.schema, key)
        if number is not None:
            return [_replaced_by(self.text, root.entries[number], f" [{written}]")]
        name, style = self._key(self.schema, self.schema.field(key), root), self._list_style()
        value = f" [{written}]" if style is None or root.is_flow else f"{line_end}{' ' * style}- {written}"
        return self._insert(root, self.schema, key, f"{name}:{value}")

    def _list_style(self) -> int | None:
        """Return how far lists of entries are indented; None where they are in brackets."""
        lists = [value for _, value in self._placed.root.entries if isinstance(value, PlacedList)]
        blocks = [node for node in lists if not node.is_flow]
        if blocks:
            return self._placed.column(blocks[-1].start)
        has_entries = any(isinstance(member, PlacedMapping) for node in lists for member in node.members)
        return None if has_entries else 2

    def _as_list(self, node: PlacedMapping) -> list[Splice]:
        """Return what makes a list of the one entry that stands there without a dash."""
        starts = [node.start]
        while (at := self._placed.end_of_line(starts[-1]) + len(self._placed.line_end)) < node.end:
            starts.append(at)
        return [Splice(at, at, "  " if number else "- ") for number, at in enumerate(starts)]

    def _in_brackets(self, node: PlacedNode, written: str) -> list[Splice]:
        """Return what makes a list in brackets of the one value that stands there and another."""
        if isinstance(node, PlacedScalar):
            kept = written_scalar(node.text)
            # What is plain may mean something else in brackets.
            old = self.text[node.start : node.end] if node.style in ("'", '"') or kept == node.text else kept
            return [Splice(node.start, node.end, f"[{old}, {written}]")]
        return [Splice(node.start, node.start, "["), Splice(node.end, node.end, f", {written}]")]

    def _entry_like(self, listed: PlacedList, schema: Schema, entry: Entry) -> str:
        """Return an entry as it is written behind others."""
        last = next((node for node in reversed(listed.members) if isinstance(node, PlacedMapping)), None)
        if last is None or last.is_flow:
            return self._flow_entry(schema, entry, last)
        indent = " " * (self._placed.column(listed.start) + len("- "))
        return f"{self._placed.line_end}{indent}".join(self._pairs(schema, entry, last))

    def _flow_entry(self, schema: Schema, entry: Entry, like: PlacedMapping | None = None) -> str:
        pad = " " if like and self.text[like.start + 1] == " " else ""
        return f"{{{pad}{', '.join(self._pairs(schema, entry, like))}{pad}}}"

    def _pairs(self, schema: Schema, entry: Entry, like: PlacedMapping | None) -> list[str]:
        """Return the keys of an entry that have values, in the order of the schema."""
        cleaned = {name: clean_value(value) for name, value in entry.items()}
        return [
            f"{self._key(schema, spec, like)}: {written_scalar(cleaned[spec.name])}"
            for spec in schema.fields
            if cleaned.get(spec.name)
        ]

    def _key(self, schema: Schema, spec: FieldSpec, like: PlacedMapping | None) -> str:
        """Return a key as the file calls it: as an entry beside it has it, or in the language of its neighbours."""
        for name, _ in like.entries if like else ():
            if _name_of(schema, name) == spec.name:
                return name.text
        return spec.chinese[0] if _are_chinese(like or self._placed.root) else spec.name


def _are_chinese(mapping: PlacedMapping) -> bool:
    chinese = sum(not name.text.isascii() for name, _ in mapping.entries)
    return chinese * 2 > len(mapping.entries)


def _entry_schema(schema: Schema, key: str) -> Schema:
    kind = schema.field(key).type
    assert isinstance(kind, Entries)  # noqa: S101 - as the caller knows
    return kind.schema


def _name_of(schema: Schema, name: PlacedScalar) -> str:
    """Return the canonical key that a key of the file stands for, "" for none."""
    spec = schema.names.get(name.text)
    return spec.name if spec else ""


def _index(mapping: PlacedMapping, schema: Schema, key: str) -> int | None:
    return next((n for n, (name, _) in enumerate(mapping.entries) if _name_of(schema, name) == key), None)


def _replaced(node: PlacedScalar, value: str) -> Splice:
    """Return what puts a value in the place of another, in the same quotes."""
    written = written_scalar(clean_value(value), node.style)
    return Splice(node.start, node.end, written if node.text or node.end > node.start else f" {written}")


def _replaced_by(text: str, entry: tuple[PlacedScalar, PlacedNode], written: str) -> Splice:
    name, node = entry
    return Splice(text.index(":", name.end) + 1, max(node.end, text.index(":", name.end) + 1), written)
