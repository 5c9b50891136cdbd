"""Names of new files that somebody has asked for."""

from __future__ import annotations

from collections.abc import Collection

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.core.text import is_valid_stem

_TAKEN = N_("{path} is there already. Choose another name by --slug.")
_BAD_NAME = N_("“{name}” cannot be the name of a file: it takes letters, digits, hyphens and underscores.")


def asked_name(name: str, taken: Collection[str], folder: str) -> str:
    """Return a name without ``.md``; raises BulletinError where it cannot be one, or is *taken* (in lower case)."""
    stem = name.removesuffix(".md")
    if not is_valid_stem(stem):
        raise BulletinError(_BAD_NAME, name=name)
    if stem.lower() in taken:
        raise BulletinError(_TAKEN, path=f"{folder}/{stem}.md")
    return stem
