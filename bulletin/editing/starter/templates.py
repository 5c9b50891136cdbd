"""The texts of a new archive's files, in ``texts/``, with places for what differs."""

from __future__ import annotations

from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent / "texts"


def raw(name: str) -> str:
    """Return a text as it is."""
    return (_FOLDER / name).read_text("utf-8")


def filled(file: str, /, **values: str) -> str:
    """Return a text in which each ``$name`` is one of *values*."""
    return Template(raw(file)).substitute(values)
