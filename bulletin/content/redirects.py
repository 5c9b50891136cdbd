"""Reading ``registry/redirects.toml``: old addresses, and where they lead."""

from __future__ import annotations

from bulletin.core.toml import TomlTable
from bulletin.model.redirects import final_address, parse_address
from bulletin.model.registry import Redirect

REDIRECTS = "registry/redirects.toml"
_EXAMPLES = {"from": 'from = "items/2026/jinqiao/"', "to": 'to = "items/2026/lianxika/"'}


def read_redirects(file: TomlTable | None) -> tuple[Redirect, ...]:
    """Return the redirects that a file holds; those that are wrong are left out."""
    listed = file.take("redirect") if file else None
    if file is None or listed is None:
        if file is not None:
            file.finish()
        return ()
    if not isinstance(listed, list):
        file.note("not-tables", "redirect")
        return ()
    found: dict[str, Redirect] = {}
    tables: dict[str, TomlTable] = {}
    for order, data in enumerate(listed):
        table = file.inner("redirect", order, data)
        old, new = _address(table, "from"), _address(table, "to")
        table.finish()
        if old in found:
            table.note("redirect-twice", "from", address=old or "", first=str(found[old or ""].line))
        elif old and new is not None:
            found[old], tables[old] = Redirect(old, new, table.line("from")), table
        elif old == "" and new is not None:
            table.note("bad-address", "from", text="/", example=_EXAMPLES["from"])
    file.finish()
    known = {one.old: one.new for one in found.values()}
    circles = [old for old in found if final_address(known, old) is None]
    for old in circles:
        tables[old].note("redirect-circle", "to", address=old)
    return tuple(one for old, one in found.items() if old not in circles)


def _address(table: TomlTable, key: str) -> str | None:
    text = table.text_of(key, required=True, example=_EXAMPLES[key])
    address = parse_address(text)
    if text and address is None:
        table.note("bad-address", key, text=text, example=_EXAMPLES[key])
    return address if text else None
