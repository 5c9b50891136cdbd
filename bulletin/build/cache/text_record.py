"""The record of the texts of a site: where each is, and what it was checked by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

TextRecord = dict[str, Any]
"""Made by :func:`bulletin.build.cache.previous.text_record`."""


def drop_outdated(texts: TextRecord, edited: Iterable[str], files: Iterable[str]) -> None:
    """Remove what is outdated in a record after *edited* texts were replaced in *files*."""
    texts["build"]["stale"] = sorted({*texts["build"]["stale"], *edited})
    for address in files:
        texts["prints"].pop(address.removesuffix("index.html"), None)
