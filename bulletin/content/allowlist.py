"""``registry/allowed.toml``: what may be published although the guard finds it, and who has decided so."""

from __future__ import annotations

import re

from bulletin.core.toml import TomlTable

ALLOWED = "registry/allowed.toml"
_HASH = re.compile(r"[0-9a-f]{16}")
_PATH = 'path = "content/items/2026/jinqiao.md"'


def read_allowances(file: TomlTable | None) -> dict[str, tuple[str, ...]]:
    """Return the paths in which each hash is allowed; an entry that is not whole allows nothing."""
    listed = file.take("allowed") if file else None
    if file is None or listed is None:
        return {}
    if not isinstance(listed, list):
        file.note("bad-setting", "allowed", example="[[allowed]]")
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for order, data in enumerate(listed):
        table = TomlTable(
            data if isinstance(data, dict) else {}, file.path, file.problems, file.text, ("allowed", order)
        )
        if (entry := _entry(table)) is not None:
            found[entry[0]] = (*found.get(entry[0], ()), entry[1])
    file.finish()
    return found


def _entry(table: TomlTable) -> tuple[str, str] | None:
    """Return hash and path of an entry that says who allowed it, when and why; None of any other."""
    before = len(table.problems)
    code = table.text_of("hash", required=True, example='hash = "0123456789abcdef"')
    path = table.text_of("path", required=True, example=_PATH)
    table.text_of("reason", required=True, example='reason = "培训材料中的示例"')
    table.text_of("approver", required=True, example='approver = "县委保密办主任"')
    if table.day("date") is None and "date" not in table.data:
        table.note("missing-setting", "date", example="date = 2026-11-20")
    if code and not _HASH.fullmatch(code):
        table.note("bad-setting", "hash", example='hash = "0123456789abcdef"')
    table.finish()
    return (code, path) if len(table.problems) == before else None
