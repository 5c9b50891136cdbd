"""Entries of ``registry/redirects.toml`` for addresses that are changed."""

from __future__ import annotations

import re
from itertools import pairwise

from bulletin.content.redirects import REDIRECTS
from bulletin.content.sources import Sources
from bulletin.editing.changes import FileChange, read_content
from bulletin.editing.splices import Splice, spliced
from bulletin.editing.toml_text import TomlText
from bulletin.model.key_names import REGISTRY_KEYS
from bulletin.model.redirects import parse_address

_HEAD = "# 网址变更：旧网址转到新网址。改名以后由 rename 命令添加。\n"
_TABLE = re.compile(r"^[ \t]*\[\[?[^\]\n]+\]\]?[^\n]*\n?", re.MULTILINE)
_FROM = re.compile(r"""^[ \t]*["']?(?:from|原网址|旧网址)["']?[ \t]*=[ \t]*["']([^"'\n]*)["']""", re.MULTILINE)


def redirect_change(sources: Sources, moved: dict[str, str]) -> FileChange | None:
    """Return the change by which old addresses lead to new ones; None where none is needed.

    What led on from a new address leads on no more: there is a page now.
    """
    before = read_content(sources.root, REDIRECTS)
    text = before if isinstance(before, str) else ""
    for old, new in moved.items():
        text = _without(text, {old, new})
        table = TomlText(text or _HEAD, REGISTRY_KEYS, REDIRECTS)
        text = table.append_table("redirect", {"from": old, "to": new}) if old else text
    return None if text == (before or "") else FileChange(REDIRECTS, before, text)


def without_redirects(sources: Sources, addresses: set[str]) -> FileChange | None:
    """Return the change after which nothing leads on from some addresses."""
    before = read_content(sources.root, REDIRECTS)
    text = _without(before, addresses) if isinstance(before, str) else ""
    return None if not isinstance(before, str) or text == before else FileChange(REDIRECTS, before, text)


def _without(text: str, addresses: set[str]) -> str:
    """Return the text without the tables that lead on from some addresses."""
    heads = [match.start() for match in _TABLE.finditer(text)]
    gone = [Splice(a, b, "") for a, b in pairwise([*heads, len(text)]) if _old_address(text[a:b]) in addresses]
    return spliced(text, gone)


def _old_address(table: str) -> str | None:
    found = _FROM.search(table)
    return parse_address(found[1]) if found else None
