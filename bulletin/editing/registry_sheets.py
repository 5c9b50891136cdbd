"""Units, publications and targets as tables for a spreadsheet, from the files of the registry as they are written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from bulletin.core.i18n import N_, Translator
from bulletin.core.toml_keys import canonical_keys, quote_chinese_keys
from bulletin.editing.changes import read_text
from bulletin.editing.registry_columns import FILE, TABLES, RegistryTable
from bulletin.model.enums import PublicationKind
from bulletin.model.registry import Registry
from bulletin.scoring.circulars.tables import CellValue, DataTable

Entry = Mapping[str, Any]


def entries_of(text: str, table: RegistryTable) -> list[Entry]:
    """Return the entries of a kind in a file, by canonical keys; the file is one that can be read."""
    data = canonical_keys(tomllib.loads(quote_chinese_keys(text)), table.names).data
    listed = data.get(table.kind, [])
    return [canonical_keys(one, table.names).data for one in (listed if isinstance(listed, list) else [listed])]


def files_of(root: Path, table: RegistryTable) -> list[str]:
    """Return the paths of the files of a kind, those that are there."""
    if not table.has_files:
        return [table.path] if (root / table.path).is_file() else []
    return sorted(f"{table.path}{file.name}" for file in (root / table.path).glob("*.toml"))


def registry_tables(root: Path, registry: Registry, say: Translator) -> tuple[DataTable, ...]:
    """Return a table of each kind of entries, in the order of the files."""
    return tuple(_table(root, table, registry, say) for table in TABLES)


def _table(root: Path, table: RegistryTable, registry: Registry, say: Translator) -> DataTable:
    files, keys = files_of(root, table), [column.key for column in table.columns]
    headers = [say(N_("File"))] if table.has_files else []
    rows: list[tuple[CellValue, ...]] = []
    for path in files:
        where = (PurePosixPath(path).stem,) if table.has_files else ()
        entries = entries_of(read_text(root, path), table)
        rows += [(*where, *(_cell(entry.get(key), table, key, registry) for key in keys)) for entry in entries]
    headers += [table.header(key, say) for key in keys]
    return DataTable(table.title(say), tuple(headers), tuple(rows), kept_columns=3 if table.has_files else 2)


def _cell(value: object, table: RegistryTable, key: str, registry: Registry) -> CellValue:
    """Return what a cell shows: names instead of ids, and words instead of identifiers."""
    match value:
        case None:
            return None
        case bool():
            return "是" if value else "否"
        case int() | date():
            return value
        case list() | tuple():
            return "、".join(_name(str(one), key, registry) for one in value)
    if table.kind == "publication" and key == "kind" and (kind := PublicationKind.read(str(value))):
        return kind.names[0]
    return _name(str(value), key, registry)


def _name(text: str, key: str, registry: Registry) -> str:
    if key in ("group", "groups"):
        return registry.group[text].name if text in registry.group else text
    if key in ("parent", "successor", "units"):
        return registry.unit[text].name if text in registry.unit else text
    return text


def registry_record(root: Path) -> dict[str, Sequence[Entry]]:
    """Return the entries of each kind, as their files have them."""
    return {f"{table.kind}s": list(_records(root, table)) for table in TABLES}


def _records(root: Path, table: RegistryTable) -> Iterator[Entry]:
    for path in files_of(root, table):
        where = {FILE: PurePosixPath(path).stem} if table.has_files else {}
        for entry in entries_of(read_text(root, path), table):
            known = {column.key: entry[column.key] for column in table.columns if column.key in entry}
            yield {**where, **{key: str(value) if isinstance(value, date) else value for key, value in known.items()}}
