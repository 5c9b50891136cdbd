"""Files that the program writes for people into a folder of theirs: what they have changed is not replaced unasked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from bulletin.core.cache_file import CacheCorrupted, read_cache_file, write_cache_file
from bulletin.core.config import REQUIRED_FOLDERS
from bulletin.core.files import replace_file
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

_EDITION = b"1"
_SOURCES = (*REQUIRED_FOLDERS, "issues")
_AMONG = N_("{folder} is among the texts of the archive; choose a folder outside.")
_CHANGED = N_(
    "{path} was not written by this program, or has been changed since, and is not replaced. Move it, choose another "
    "folder with --out, or write --yes to replace it."
)


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """Writes files into a folder, and remembers in ``.cache`` of the archive at *root* what they held."""

    root: Path
    folder: Path
    replaces_all: bool = False

    def create(self) -> None:
        """Make the folder; raises BulletinError where it is one of the archive's sources, and OSError."""
        folder, root = self.folder.resolve(), self.root.resolve()
        if any(folder.is_relative_to(root / name) for name in _SOURCES):
            raise BulletinError(_AMONG, folder=self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, data: bytes) -> bool:
        """Write a file, and return whether it held anything else before.

        Raises BulletinError where somebody else has written what it holds, and OSError.
        """
        path, digest = self.folder / name, _digest(data)
        old = _digest(path.read_bytes()) if path.is_file() else None
        if old not in (None, digest, self._remembered(path)) and not self.replaces_all:
            raise BulletinError(_CHANGED, path=path)
        if old != digest:
            replace_file(path, data)
        write_cache_file(self._record(path), digest, _EDITION)
        return old != digest

    def _remembered(self, path: Path) -> bytes | None:
        with suppress(CacheCorrupted):
            if (kept := read_cache_file(self._record(path), _EDITION)) is not None:
                return bytes(kept)
        return None

    def _record(self, path: Path) -> Path:
        return self.root / ".cache" / "written" / _digest(str(path.resolve()).encode()).hex()


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
