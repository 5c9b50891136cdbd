"""Paths of the program's own files, of an archive, and of its settings."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import bulletin

PACKAGE = Path(bulletin.__file__).resolve().parent
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "theme").is_dir() and not (PACKAGE / "theme").is_dir() else None
"""The repository, where the program runs from it; None where it was installed, and its data are in the package."""
HOME = CHECKOUT or PACKAGE
"""The folder that holds the program's data."""
LAUNCHER = CHECKOUT / "build.py" if CHECKOUT else PACKAGE / "launcher.txt"
"""The program's own launcher, or a copy of it; archives name it as a hook of MkDocs."""
THEME = HOME / "theme"
DEPLOY = HOME / "deploy"
PRE_RECEIVE = DEPLOY / "git" / "pre-receive"
SAMPLE = CHECKOUT or PACKAGE / "sample"
"""The sample archive, or a copy of it."""
PROGRAM = (PACKAGE, THEME, LAUNCHER, HOME / "requirements.lock")
"""Everything that a build depends on besides the archive and the installed packages; not all of it need exist."""
REQUIRED_FOLDERS = ("content", "registry")
"""What a folder must hold to be an archive; ``issues`` may be missing."""
SETTINGS_NAMES = ("mkdocs.yml", "mkdocs.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """An archive on disk."""

    root: Path
    settings: Path
    """Its own ``mkdocs.yml``, or that of the software, which need not exist."""
    trust: bool = False
    """Whether the user has asked to run the code that these settings name."""

    @property
    def is_guest(self) -> bool:
        """Whether the archive has no settings of its own."""
        return self.settings.parent != self.root


def missing_folders(root: Path) -> tuple[str, ...]:
    """Return the folders for want of which *root* is no archive."""
    return tuple(part for part in REQUIRED_FOLDERS if not (root / part).is_dir())


def find_project(root: Path | None, *, trust: bool = False) -> Project:
    """Return the archive in *root*, by default the current folder."""
    # Path.resolve() raises an error of its own for a link that leads to itself.
    root = Path(os.path.realpath(root or Path.cwd()))
    own = (root / name for name in SETTINGS_NAMES)
    settings = next((path for path in own if os.path.lexists(path)), HOME / SETTINGS_NAMES[0])
    return Project(root=root, settings=settings, trust=trust)


def compiled_templates() -> Path | None:
    """Return the folder for compiled templates, or None where it cannot be written."""
    folder = HOME / ".cache" / "templates" if CHECKOUT else user_folder("cache") / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def user_folder(kind: str) -> Path:
    """Return the user's folder for what the program keeps outside archives; *kind* is ``cache`` or ``state``."""
    if named := os.environ.get(f"XDG_{kind.upper()}_HOME"):
        return Path(named) / "bulletin"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData/Local") / "bulletin" / kind
    if sys.platform == "darwin":
        return _home() / "Library" / ("Caches" if kind == "cache" else "Application Support") / "bulletin"
    return _home() / {"cache": ".cache", "state": ".local/state"}[kind] / "bulletin"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        # A user of a service may have none: a folder that nobody can make.
        return Path(os.devnull)
