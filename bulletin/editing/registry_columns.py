"""The columns by which units, publications and targets are written in spreadsheets, and what a cell of each means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bulletin.core.dates import BadDay, parse_day
from bulletin.core.i18n import N_, Translator
from bulletin.core.terms import Term
from bulletin.core.toml_keys import KeyNames
from bulletin.editing.toml_text import Value
from bulletin.model.enums import Level, PublicationKind
from bulletin.model.key_names import REGISTRY_KEYS, SCHEME_KEYS
from bulletin.model.registry import lookup_key
from bulletin.model.scheme_enums import GRAIN_NAMES, Measure

_SEPARATORS = re.compile(r"[、,，;；\n]")
_FLAGS = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
NO_DAY = N_("“{text}” is no day; write 2026-03-05")
NO_NUMBER = N_("“{text}” is no whole number")
TOO_SMALL = N_("“{text}” is less than 1")
NO_VALUE = N_(
    "“{text}” is a formula whose value is not in the file; open it in Excel or WPS and save it, or type the value"
)
NO_FLAG = N_("“{text}” is neither 是 nor 否")
NO_TERM = N_("“{text}” is not known; it may be {known}")
NO_ENTRY = N_("“{text}” is in no sheet and not in the registry")


class BadCell(ValueError):
    """What a cell holds means nothing: the msgid of a sentence, and its values."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message, self.values = message, values


@dataclass(frozen=True)
class Names:
    """Ids of units and groups by lookup key, those of the workbook among them."""

    ids: Mapping[str, Mapping[str, str]]
    """By kind of entry: ``unit`` and ``group``."""

    def id_of(self, kind: str, text: str) -> str:
        """Return the id of an entry that is named."""
        if found := self.ids[kind].get(lookup_key(text)):
            return found
        raise BadCell(NO_ENTRY, text=text)


Reader = Callable[[str, Names], Value]


class Column(NamedTuple):
    """A key of a table, and how its cells are read: what is equal then is no change."""

    key: str
    read: Reader
    written: Callable[[str, Names], Value] | None = None
    """What is written of a cell, where it is not what is compared."""

    def value(self, text: str, names: Names) -> Value:
        """Return what is written of a cell; raises BadCell."""
        if text.startswith("="):
            raise BadCell(NO_VALUE, text=text)
        self.read(text, names)
        return (self.written or self.read)(text, names)


def _text(text: str, _names: Names) -> str:
    return text


def split_texts(text: str) -> list[str]:
    """Return the texts of a cell that holds several."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _texts(text: str, _names: Names) -> list[str]:
    return split_texts(text)


def _day(text: str, _names: Names) -> date:
    try:
        return parse_day(text)
    except BadDay:
        raise BadCell(NO_DAY, text=text) from None


def _number(text: str, _names: Names) -> int:
    if re.fullmatch(r"[-−]\d+", text):
        raise BadCell(TOO_SMALL, text=text)
    if not re.fullmatch(r"\d{1,9}", text):
        raise BadCell(NO_NUMBER, text=text)
    return int(text)


def _flag(text: str, _names: Names) -> bool:
    if text.lower() not in _FLAGS:
        raise BadCell(NO_FLAG, text=text)
    return _FLAGS[text.lower()]


def _entry(kind: str) -> Reader:
    return lambda text, names: names.id_of(kind, text)


def _entries(kind: str) -> Reader:
    """Return a reader of several entries, in whatever order."""
    return lambda text, names: sorted(names.id_of(kind, part) for part in split_texts(text))


def _term(vocabulary: type[Term]) -> Reader:
    def read(text: str, _names: Names) -> str:
        if found := vocabulary.read(text):
            return str(found.value)
        raise BadCell(NO_TERM, text=text, known="、".join(term.names[0] for term in vocabulary))

    return read


def _grain(text: str, _names: Names) -> str:
    if text in GRAIN_NAMES:
        return str(GRAIN_NAMES[text].value)
    raise BadCell(NO_TERM, text=text, known="、".join(name for name in GRAIN_NAMES if not name.isascii()))


class RegistryTable(NamedTuple):
    """A kind of entries: its tables in TOML, its columns, and the files that hold it."""

    kind: str
    names: KeyNames
    columns: Sequence[Column]
    path: str
    """The file, or the folder of the files, with ``/`` at the end."""
    sure: frozenset[str]
    """Columns that no other kind has."""

    @property
    def has_files(self) -> bool:
        """Whether it stands in several files."""
        return self.path.endswith("/")

    def title(self, say: Translator) -> str:
        """Return the name of its sheet."""
        return self.names.chinese(self.kind) if say.language == "zh" else f"{self.kind}s".capitalize()

    def header(self, key: str, say: Translator) -> str:
        """Return what a column is called."""
        return self.names.chinese(key, self.kind) if say.language == "zh" else key


UNITS = RegistryTable(
    "unit",
    REGISTRY_KEYS,
    (
        *(Column("id", _text), Column("name", _text), Column("group", _entry("group"))),
        *(Column("aliases", _texts), Column("former-names", _texts), Column("parent", _entry("unit"))),
        *(Column("joined", _day), Column("left", _day), Column("successor", _entry("unit"))),
    ),
    "registry/units.toml",
    frozenset({"group", "former-names", "parent", "joined", "left", "successor"}),
)
PUBLICATIONS = RegistryTable(
    "publication",
    REGISTRY_KEYS,
    (
        *(Column("id", _text), Column("name", _text), Column("publisher", _text)),
        *(Column("level", _term(Level), _text), Column("kind", _term(PublicationKind), _term(PublicationKind))),
        *(Column("headline", _flag), Column("aliases", _texts)),
    ),
    "registry/publications.toml",
    frozenset({"publisher", "kind", "headline"}),
)
TARGETS = RegistryTable(
    "target",
    SCHEME_KEYS,
    (
        *(Column("id", _text), Column("words", _text), Column("groups", _entries("group"), _texts)),
        *(Column("units", _entries("unit"), _texts), Column("measure", _term(Measure), _text)),
        *(Column("count", _number), Column("per", _grain, _text), Column("missed", _flag)),
    ),
    "registry/targets/",
    frozenset({"words", "count", "per", "measure", "missed"}),
)
TABLES = (UNITS, PUBLICATIONS, TARGETS)
FILE = "file"
"""The column of the file of a target, without its folder."""
FILE_NAMES = frozenset({"file", "文件", "年度", "year"})
