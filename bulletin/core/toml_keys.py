"""Keys of TOML files in two languages: each has one canonical name, and may be written under others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_RUN = r"[\w-]*[^\W\x00-\x7f][\w-]*"
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
    r"|(?P<head>^[ \t]*\[\[?[^\[\]\"'=#\n]*\]\]?)"
    rf"|(?P<key>{_RUN})(?=[ \t]*[.=])",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class KeyNames:
    """The names of keys: the canonical one, and what else may be written for it, the Chinese name first."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_tables: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Chinese names of keys that mean something else in a table, by table and key."""
    _canonical: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the names."""
        for key, names in self.names.items():
            self._canonical.update(dict.fromkeys((key, *names), key))

    def canonical(self, written: str) -> str:
        """Return the canonical name of a key as it is written, or that itself where it is unknown."""
        plain = written.replace("_", "-")
        return self._canonical.get(written) or self._canonical.get(plain) or plain

    def chinese(self, key: str, table: str = "") -> str:
        """Return the Chinese name of a key, in a *table* where it is another there, or the canonical one."""
        if known := self.in_tables.get((table, key)):
            return known
        return next((name for name in self.names.get(key, ()) if not name.isascii()), key)


NO_NAMES = KeyNames()


@dataclass(frozen=True, slots=True)
class WrittenKeys:
    """A table by canonical keys, and how the file writes them."""

    data: dict[str, Any] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    repeated: tuple[tuple[str, str], ...] = ()
    """Keys that are there twice under different names: the second spelling, and the first."""


def canonical_keys(data: Mapping[str, Any], names: KeyNames) -> WrittenKeys:
    """Return a table by canonical keys; of two names for one key the first counts."""
    found: dict[str, Any] = {}
    spellings: dict[str, str] = {}
    repeated = []
    for written, value in data.items():
        key = names.canonical(written)
        if key in found:
            repeated.append((written, spellings[key]))
        else:
            found[key], spellings[key] = value, written
    return WrittenKeys(found, spellings, tuple(repeated))


def in_chinese(written: Iterable[str]) -> bool:
    """Return whether any of these keys is written in Chinese."""
    return any(not key.isascii() for key in written)


def quote_chinese_keys(text: str) -> str:
    """Return a TOML text in which bare Chinese keys, which TOML allows in quotes only, are quoted; lines stay."""
    return text if text.isascii() else _TOKEN.sub(_quoted, text)


def _quoted(match: re.Match[str]) -> str:
    if match["key"]:
        return f'"{match["key"]}"'
    if match["head"]:
        return re.sub(_RUN, lambda run: f'"{run[0]}"', match["head"])
    return match[0]
