"""What the last build was made from and what it made: where neither has changed, there is nothing to do.

Sources are known by their bytes, not by their times; pages of the site by size and time, which only a hand in the
site changes. Whatever cannot be known for certain (settings that take from elsewhere, a folder that cannot be written)
means that there is no memory, and everything is built.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

from bulletin.press.places import DOOR, HOME, THEME, Place

_VERSION = 1
_SOURCES = ("content", "issues", "registry", "theme")
_PROGRAM = ("bulletin", "theme", "build.py", "requirements.lock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """A build that went well."""

    inputs: str
    """Fingerprint of all that it was made from."""
    outputs: str
    """Fingerprint of the site it made."""
    site: str
    summary: dict[str, Any]
    warnings: list[str]
    """What was said of the archive beside the summary, line by line."""


class Cache:
    """The memory of one site: of an archive built into a folder."""

    def __init__(self, place: Place, site: Path | None, today: date, language: str) -> None:
        self._place, self._site = place, site
        self._today, self._language = today, language
        name = blake2b(repr((str(place.settings), str(site or ""))).encode(), digest_size=8).hexdigest()
        self._file = place.root / ".cache" / f"build-{name}.json"
        self._inputs = self._fingerprint()

    def recall(self) -> Memory | None:
        """Return the last build if nothing has changed since, neither in its sources nor in its site."""
        try:
            memory = Memory(**json.loads(self._file.read_text("utf-8")))
            unchanged = self._inputs == memory.inputs and _tree(Path(memory.site)) == memory.outputs
        except (OSError, ValueError, TypeError):
            return None
        return memory if unchanged and self._inputs else None

    def remember(self, site: Path, summary: dict[str, Any], warnings: list[str]) -> None:
        """Keep what was built, if the sources are still those that it was made from."""
        if not self._inputs or self._fingerprint() != self._inputs:
            return
        memory = Memory(inputs=self._inputs, outputs=_tree(site), site=str(site), summary=summary, warnings=warnings)
        try:
            self._file.parent.mkdir(exist_ok=True)
            aside = self._file.with_suffix(f".{os.getpid()}")
            aside.write_text(json.dumps(asdict(memory), ensure_ascii=False), encoding="utf-8")
            aside.replace(self._file)
        except OSError:
            return

    def _fingerprint(self) -> str:
        """Return what all sources together are known by, or "" where that cannot be said."""
        if not _settles_everything(self._place.settings):
            return ""
        hasher = blake2b(digest_size=16)
        packages = sorted(name for path in sys.path if path.endswith("-packages") for name in _names(path))
        known = (_VERSION, sys.version, packages, str(self._today), str(self._site), self._language)
        hasher.update(repr(known).encode())
        roots = [*(self._place.root / name for name in _SOURCES), *(HOME / name for name in _PROGRAM)]
        try:
            for path in _files([self._place.settings, *dict.fromkeys(roots)]):
                data = path.read_bytes()
                hasher.update(f"{path}\0{len(data)}\0".encode(errors="surrogateescape"))
                hasher.update(data)
        except OSError:
            return ""
        return hasher.hexdigest()


def _settles_everything(settings: Path) -> bool:
    """Whether the settings take nothing from the environment, from other files or from other people's programs."""
    try:
        told = yaml.safe_load(settings.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return False
    if not isinstance(told, dict) or "INHERIT" in told or told.get("plugins") != []:
        return False
    own = {str((settings.parent / str(hook)).resolve()) for hook in told.get("hooks") or []}
    theme = told.get("theme")
    folder = theme.get("custom_dir") if isinstance(theme, dict) else None
    custom = (settings.parent / str(folder)).resolve() if folder else THEME
    plain = custom in (THEME, settings.parent / "theme") and told.get("docs_dir", "content") == "content"
    return plain and own <= {str(DOOR)}


def _names(folder: str) -> list[str]:
    try:
        return [path.name for path in Path(folder).iterdir()]
    except OSError:
        return []


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    """Yield files and everything below folders, in one order; compiled Python is not looked at."""
    for root in roots:
        if root.is_file():
            yield root
        for where, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            yield from (Path(where, name) for name in sorted(names))


def _tree(site: Path) -> str:
    """Return what the files of a site are known by: their addresses, sizes and times."""
    hasher = blake2b(digest_size=16)
    for where, folders, names in os.walk(site):
        folders.sort()
        for name in sorted(names):
            path = f"{where}{os.sep}{name}"
            status = os.lstat(path)
            hasher.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode(errors="surrogateescape"))
    return hasher.hexdigest()
