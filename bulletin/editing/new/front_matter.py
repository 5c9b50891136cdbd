"""The text of a new file: front matter with the keys of the archive, a remark on what else there is, and a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bulletin.core.i18n import N_, translator
from bulletin.core.terms import Term
from bulletin.editing.scalars import clean_value, written_scalar
from bulletin.model.schema.types import FieldSpec, ItemIds, Schema

Value = str | int | date | Term | Sequence[str]
"""The value of a field; fields whose value is empty are left out."""

_LOOKED_AT = 20
_BEGINNING = 200
_CHINESE_KEY = re.compile(r"---\s*\n(?:#[^\n]*\n|\n)*[\u4e00-\u9fff]")
_OPTIONAL = N_("# Optional, left out where there is nothing to say: {keys}.")


class Languages(NamedTuple):
    """The languages of a new file, ``zh`` or ``en``."""

    keys: str
    """That of the keys of most other files."""
    text: str
    """That of the site: of remarks, and of sentences in the text."""


def languages_of(root: Path, newest_first: Iterable[str], text: str) -> Languages:
    """Return the languages of a new file: keys as in most of the newest files, or that of the *text* without any."""
    # A file that the same edit adds is not there yet, and says nothing.
    beginnings = (_beginning(root / path) for path, _ in zip(newest_first, range(_LOOKED_AT), strict=False))
    chinese = [bool(_CHINESE_KEY.match(beginning)) for beginning in beginnings if beginning]
    if not chinese:
        return Languages(text, text)
    keys = "zh" if sum(chinese) * 2 > len(chinese) else "en"
    return Languages(keys, text)


def _beginning(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_BEGINNING).decode("utf-8-sig", "replace").replace("\r", "")
    except OSError:
        return ""


def new_text(
    schema: Schema, values: Mapping[str, Value], languages: Languages, body: str, *, offered: Sequence[str]
) -> str:
    """Return the text of a file with these *values* by canonical key; *offered* are keys that a remark names."""
    say, language = translator(languages.text), languages.keys
    lines = [
        f"{key_of(spec, language)}: {_written(spec, values[spec.name], languages)}"
        for spec in schema.fields
        if values.get(spec.name) not in ("", None, (), [])
    ]
    if keys := [key_of(schema.field(name), language) for name in offered if not values.get(name)]:
        lines.append(say(_OPTIONAL, keys=say(", ").join(keys)))
    text = body.strip("\n")
    return "\n".join(["---", *lines, "---", *(["", text] if text else []), ""])


def key_of(spec: FieldSpec, language: str) -> str:
    """Return the key of a field in a language."""
    return spec.chinese[0] if language == "zh" else spec.name


def _written(spec: FieldSpec, value: Value, languages: Languages) -> str:
    match value:
        case Term():
            return value.names[0] if languages.text == "zh" else value.value
        case str():
            return _scalar(value)
        case int() | date():
            return str(value)
    if len(value) == 1 and not isinstance(spec.type, ItemIds):
        return _scalar(value[0])
    return f"[{', '.join(map(_scalar, value))}]"


def _scalar(text: str) -> str:
    return written_scalar(clean_value(text))
