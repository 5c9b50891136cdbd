"""Where an archive lies, and which settings are its."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
"""The folder of ``build.py``."""
DOOR = HOME / "build.py"
THEME = HOME / "theme"
PARTS = ("content", "registry")
"""What a folder must hold to be an archive; ``issues`` may be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An archive on disk."""

    root: Path
    settings: Path
    """Its own ``mkdocs.yml``, or that of the software."""

    @property
    def is_guest(self) -> bool:
        """Whether the archive has no settings of its own."""
        return self.settings.parent != self.root


def missing(root: Path) -> tuple[str, ...]:
    """Return the folders for want of which *root* is no archive."""
    return tuple(part for part in PARTS if not (root / part).is_dir())


def place(root: Path | None) -> Place:
    """Return the archive in *root*, by default the one around the software."""
    root = (root or HOME).resolve()
    own = (root / name for name in ("mkdocs.yml", "mkdocs.yaml"))
    return Place(root=root, settings=next((path for path in own if path.is_file()), HOME / "mkdocs.yml"))


def compiled_templates() -> Path | None:
    """Return the folder for compiled templates, or None where the program's own folder cannot be written."""
    folder = HOME / ".cache" / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
