"""The one place where files of an index are read from a disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bulletin.search.index_format import FOLDER


def reader(site: Path) -> Callable[[str], bytes]:
    """Return what gives a file below ``data/search/`` of a site; it raises OSError where there is none."""
    folder = f"{site}/{FOLDER}"

    def read(name: str) -> bytes:
        # Some hundred files are read at a time: Path would take as long as the disk.
        with open(folder + name, "rb", buffering=0) as file:  # noqa: PTH123
            return file.read()

    return read
