"""A workbook with units, publications and targets into the files of the registry: only what differs is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from bulletin.content.sources import Sources
from bulletin.core.i18n import N_, Translator
from bulletin.core.pinyin import free_id, name_id, pinyin_id
from bulletin.core.problems import BulletinError
from bulletin.editing.changes import Edit, FileChange, Sentence, read_text
from bulletin.editing.registry_columns import (
    FILE,
    FILE_NAMES,
    TABLES,
    TARGETS,
    UNITS,
    BadCell,
    Column,
    Names,
    RegistryTable,
    split_texts,
)
from bulletin.editing.registry_sheets import Entry, entries_of, files_of
from bulletin.editing.toml_text import TomlText, Value
from bulletin.model.registry import lookup_key
from bulletin.office.sheet_rows import Sheet

_YEAR = re.compile(r"(\d{4}) ?年度?")
_HEAD_WITHIN = 10
"""The row with the headings is one of the first."""
_DONE = N_("Taken over from the workbook: changed {changed}, added {added}.")
_NOTHING = N_("No sheet has headings of units, publications or targets, such as {known}.")
_MISTAKES = N_("Nothing was written; the workbook has mistakes:\n{mistakes}")
_PLACE = N_("{sheet}, row {row}, {column}: {what}")
_TWICE = N_("{sheet}, row {row}: “{name}” stands in row {first}, too")
_UNNAMED = N_("{sheet}, row {row}: it has neither an id nor a name")
_SEVERAL = N_("{sheet}, row {row}: “{name}” is in several files; add a column 文件")
PASSED_SHEET = N_("The sheet “{sheet}” has no headings that are known: it was passed over.")
PASSED_COLUMNS = N_("Columns that are not known were passed over: {columns} ({sheet}).")
RENAMED = N_(
    "The unit “{old}” is called “{new}” in the workbook. Files that name it stay as they are: rename it by "
    "`unit rename`, or keep the old name among its former names."
)
LEFT = N_("Not in the workbook, and left as they are: {names} ({sheet}).")


@dataclass
class _Row:
    number: int
    cells: dict[str, str]
    """By canonical key."""
    path: str = ""
    before: Entry = field(default_factory=dict)
    """What the file has; empty for a new entry."""
    id: str = ""


@dataclass
class _Found:
    """A sheet, read: what kind of entries it holds, and its rows."""

    table: RegistryTable
    sheet: str
    rows: list[_Row]
    unknown: list[str]


@dataclass(frozen=True)
class SheetImport:
    """What comes of a workbook: the edit, and sentences about what was passed over."""

    edit: Edit
    remarks: tuple[Sentence, ...]


def import_sheets(sources: Sources, sheets: Iterable[Sheet], today: date, say: Translator) -> SheetImport:
    """Return the edit that brings the registry to what a workbook says. Raises BulletinError with all mistakes."""
    remarks: list[Sentence] = []
    found: list[_Found] = []
    for sheet in sheets:
        if read := _read_sheet(sheet):
            found.append(read)
            if read.unknown:
                values = {"columns": "、".join(read.unknown), "sheet": sheet.name}
                remarks.append(Sentence(PASSED_COLUMNS, values))
        elif any(any(row) for row in sheet.rows):
            remarks.append(Sentence(PASSED_SHEET, {"sheet": sheet.name}))
    if not found:
        raise BulletinError(_NOTHING, known="编号、名称、组别；编号、名称、级别；编号、规则、条数")
    importer = _Importer(sources, today, say)
    for read in found:
        importer.place(read)
        remarks += importer.left_out(read)
        remarks += importer.renamed(read)
    for read in found:
        importer.change(read)
    return SheetImport(importer.edit(), tuple(remarks))


def _read_sheet(sheet: Sheet) -> _Found | None:
    """Return what a sheet holds; None where none of its first rows has known headings."""
    for number, row in enumerate(sheet.rows[:_HEAD_WITHIN]):
        best = max(TABLES, key=lambda table: _fit(table, row, sheet.name))
        if _fit(best, row, sheet.name) > 0:
            keys = [_key(best, text) for text in row]
            unknown = [text for text, key in zip(row, keys, strict=True) if text and not key]
            return _Found(best, sheet.name, list(_rows(sheet, number, keys)), unknown)
    return None


def _fit(table: RegistryTable, row: Sequence[str], sheet: str) -> int:
    """Return how well the headings of a row fit a kind of entries; 0 where they do not."""
    keys = {key for text in row if (key := _key(table, text))}
    named = sheet.lower() in (f"{table.kind}s", *table.names.names[table.kind])
    if not keys & {"id", "name", "words"} or not (keys & table.sure or named):
        return 0
    return len(keys) + 10 * named


def _key(table: RegistryTable, header: str) -> str:
    plain = header.strip().strip("*＊")
    if table.has_files and plain.lower() in FILE_NAMES:
        return FILE
    key = table.names.canonical(plain)
    return key if any(column.key == key for column in table.columns) else ""


def _rows(sheet: Sheet, head: int, keys: Sequence[str]) -> Iterator[_Row]:
    for number, row in enumerate(sheet.rows[head + 1 :], head + 2):
        if any(row):
            yield _Row(number, {key: text for key, text in zip(keys, row, strict=False) if key})


class _Importer:
    """Finds the entry of each row, and changes the texts of files."""

    def __init__(self, sources: Sources, today: date, say: Translator) -> None:
        self._sources, self._root, self._today, self._say = sources, sources.root, today, say
        registry = sources.registry
        groups = {lookup_key(name): group.id for group in registry.groups for name in (group.id, group.name)}
        self._ids = {"unit": dict(registry.unit_names), "group": groups}
        self._names = Names(self._ids)
        self._before: dict[str, str | None] = {}
        self._texts: dict[str, str] = {}
        self._mistakes: list[str] = []
        self._changed = self._added = 0

    def place(self, found: _Found) -> None:
        """Find the entry and the file of each row; a new one gets an id, if it has none."""
        table, known = found.table, self._known(found.table)
        seen: dict[tuple[str, str], int] = {}
        for row in found.rows:
            name = row.cells.get("name") or row.cells.get("words", "")
            places = [place for place, entry in known.items() if self._is_meant(row, place, entry, table)]
            places = [one for one in places if one[0] == self._file(table, row)] or places
            if len(places) > 1:
                self._mistake(_SEVERAL, found, row, name=row.cells.get("id") or name)
            elif places:
                row.path, row.id = places[0]
                row.before = known[places[0]]
            elif not (row.cells.get("id") or name):
                self._mistake(_UNNAMED, found, row)
            else:
                taken = {identifier for _, identifier in known}
                row.path = self._file(table, row)
                made = name_id(name) if table is UNITS else pinyin_id(name)
                row.id = row.cells.get("id") or free_id(made, taken | {r.id for r in found.rows}, fallback=table.kind)
            first = seen.setdefault((row.path, row.id), row.number)
            if row.id and first != row.number:
                self._mistake(_TWICE, found, row, name=row.id, first=str(first))
            if table is UNITS and row.id:
                self._ids["unit"] |= {lookup_key(text): row.id for text in (row.id, name) if text}

    def _known(self, table: RegistryTable) -> dict[tuple[str, str], Entry]:
        return {
            (path, str(entry.get("id", ""))): entry
            for path in files_of(self._root, table)
            for entry in entries_of(self._text(path), table)
        }

    def _is_meant(self, row: _Row, place: tuple[str, str], entry: Entry, table: RegistryTable) -> bool:
        if row.cells.get(FILE) and place[0] != self._file(table, row):
            return False
        if identifier := row.cells.get("id"):
            return place[1] == identifier
        key = "words" if table is TARGETS else "name"
        return bool(row.cells.get(key)) and entry.get(key) == row.cells[key]

    def _file(self, table: RegistryTable, row: _Row) -> str:
        if not table.has_files:
            return table.path
        stem = _YEAR.sub(r"\1", row.cells.get(FILE, "")) or str(self._today.year)
        return f"{table.path}{PurePosixPath(stem).name.removesuffix('.toml')}.toml"

    def left_out(self, found: _Found) -> Iterator[Sentence]:
        """Yield a sentence on entries that no row is about: they stay."""
        about = {(row.path, row.id) for row in found.rows}
        files = {row.path for row in found.rows}
        names = [
            str(entry.get("name") or entry.get("words") or place[1])
            for place, entry in self._known(found.table).items()
            if place not in about and place[0] in files
        ]
        if names:
            yield Sentence(LEFT, {"names": "、".join(names), "sheet": found.sheet})

    def renamed(self, found: _Found) -> Iterator[Sentence]:
        """Yield a sentence on units whose name is another, and whose old name is lost."""
        for row in found.rows if found.table is UNITS else ():
            old, new = str(row.before.get("name", "")), row.cells.get("name", "")
            kept = split_texts(row.cells.get("former-names", "") + "、" + row.cells.get("aliases", ""))
            if old and new and old not in (new, *kept):
                yield Sentence(RENAMED, {"old": old, "new": new})

    def change(self, found: _Found) -> None:
        """Change the text of the file of each row."""
        for row in found.rows:
            if row.path:
                values = {column.key: self._value(found, row, column) for column in found.table.columns}
                if row.before:
                    self._change_entry(found.table, row, values)
                else:
                    given = {"id": row.id, **{key: value for key, value in values.items() if value is not None}}
                    text = self._toml(found.table, row.path).append_table(found.table.kind, given)
                    self._texts[row.path] = text
                    self._added += 1

    def _change_entry(self, table: RegistryTable, row: _Row, values: Mapping[str, Value | None]) -> None:
        changed = False
        for column in table.columns:
            # By its id, or by its name where the workbook has none, a row is told from others.
            if column.key == "id" or column.key not in row.cells or self._is_same(column, row):
                continue
            toml, value = self._toml(table, row.path), values[column.key]
            self._texts[row.path] = (
                toml.remove_value(table.kind, row.id, column.key)
                if value is None
                else toml.set_value(table.kind, row.id, column.key, value)
            )
            changed = True
        self._changed += changed

    def _is_same(self, column: Column, row: _Row) -> bool:
        """Whether a cell says what the file has already, in whatever words."""
        text, before = row.cells[column.key], _as_text(row.before.get(column.key))
        if not text or not before:
            return text == before
        try:
            return column.read(text, self._names) == column.read(before, self._names)
        except BadCell:
            return text == before

    def _value(self, found: _Found, row: _Row, column: Column) -> Value | None:
        text = row.cells.get(column.key, "")
        if not text:
            return None
        try:
            return column.value(text, self._names)
        except BadCell as bad:
            what, name = self._say(bad.message, **bad.values), found.table.header(column.key, self._say)
            self._mistakes.append(self._say(_PLACE, sheet=found.sheet, row=row.number, column=name, what=what))
            return None

    def _mistake(self, message: str, found: _Found, row: _Row, **values: str) -> None:
        self._mistakes.append(self._say(message, sheet=found.sheet, row=row.number, **values))

    def _text(self, path: str) -> str:
        if path not in self._texts:
            self._before[path] = read_text(self._root, path) if (self._root / path).is_file() else None
            self._texts[path] = self._before[path] or ""
        return self._texts[path]

    def _toml(self, table: RegistryTable, path: str) -> TomlText:
        return TomlText(self._text(path), table.names, path)

    def edit(self) -> Edit:
        """Return the edit; raises BulletinError with all mistakes."""
        if self._mistakes:
            raise BulletinError(_MISTAKES, mistakes="\n".join(self._mistakes))
        changes = tuple(FileChange(path, self._before[path], text) for path, text in sorted(self._texts.items()))
        values = {"changed": str(self._changed), "added": str(self._added)}
        return Edit(Sentence(_DONE, values), changes)


def _as_text(value: Any) -> str:  # noqa: ANN401 - a value of TOML
    """Return a value of a file as a cell has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
