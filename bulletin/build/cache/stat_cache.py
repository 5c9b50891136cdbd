"""File metadata: files are compared by size and times, recently changed ones by a digest of their bytes."""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

FileStat = tuple[int, int, int]
"""Size, time of the last change of the bytes, and of the last change of anything; in nanoseconds."""

RECENT = 2_100_000_000
"""A file changed so few nanoseconds ago may change again and keep its times: some file systems count by two seconds."""


def stat_files(roots: Iterable[str]) -> dict[str, FileStat]:
    """Return size and times of each root that is a file, and of every file below those that are folders.

    Folders ``__pycache__`` are ignored. Raises OSError.
    """
    found: dict[str, FileStat] = {}
    for root in roots:
        if os.path.isdir(root):
            found.update(_below(root))
        elif os.path.exists(root):
            found[root] = _file_stat(os.stat(root))
    return found


def _below(folder: str) -> Iterator[tuple[str, FileStat]]:
    folders = [folder]
    while folders:
        with os.scandir(folders.pop()) as listing:
            for entry in listing:
                if not entry.is_dir():
                    yield entry.path, _file_stat(entry.stat(follow_symlinks=False))
                elif entry.name != "__pycache__":
                    folders.append(entry.path)


def _file_stat(status: os.stat_result) -> FileStat:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def recent_digests(found: dict[str, FileStat], now: int | None = None) -> dict[str, bytes]:
    """Return the digests of the files that changed too recently to trust their times. Raises OSError."""
    limit = (time.time_ns() if now is None else now) - RECENT
    return {path: digest(path) for path, stamp in found.items() if max(stamp[1:]) > limit}


def digest(path: str) -> bytes:
    """Return the digest of a file. Raises OSError."""
    return blake2b(Path(path).read_bytes(), digest_size=12).digest()


class OutputStats:
    """The files of a site and their folders, by address, with sizes and times."""

    def __init__(self, site: str, names: list[str], known: bytes = b"") -> None:
        """Read the metadata of files by their *names*, unless it is *known*: the ``marks`` of an earlier build."""
        self.site, self.names = site, names
        self._marks = array("q", known) if known else array("q", self._look(names))

    @classmethod
    def of(cls, site: str, files: Iterable[str]) -> OutputStats:
        """Read the metadata of files of a site, and of all folders that hold them. Raises OSError."""
        return cls(site, cls._listed(files))

    @staticmethod
    def _listed(files: Iterable[str]) -> list[str]:
        """Return the names of *files*, and those of all folders that hold them, which end with a slash."""
        listed = sorted(files)
        # The time of a folder shows that files were added or removed.
        return [*listed, *sorted(_folders(listed))]

    def _look(self, names: Iterable[str]) -> Iterator[int]:
        base = f"{self.site}/"
        for name in names:
            status = os.lstat(base + name)
            yield -1 if name.endswith("/") else status.st_size
            yield status.st_mtime_ns

    @property
    def marks(self) -> bytes:
        """Sizes and times as bytes, to be saved."""
        return self._marks.tobytes()

    def is_unchanged(self) -> bool:
        """Return whether sizes and times are still the same."""
        try:
            return self._marks == array("q", self._look(self.names))
        except OSError:
            return False

    def updated(self, files: Iterable[str], written: Collection[str]) -> OutputStats:
        """Return the metadata of the site after a build that has all *files* and has *written* some of them.

        Raises OSError.
        """
        found = OutputStats._listed(files)
        place = {name: 2 * n for n, name in enumerate(self.names)}
        differing = {*written, *(place.keys() ^ frozenset(found))}
        changed, marks = differing | _folders(differing), array("q")
        for name in found:
            at = place.get(name)
            if at is None or name in changed:
                marks.extend(self._look([name]))
            else:
                marks.extend(self._marks[at : at + 2])
        return OutputStats(self.site, found, marks.tobytes())


def _folders(names: Iterable[str]) -> set[str]:
    """Return the folders above files and folders, each with a slash at its end; "/" is the uppermost."""
    found: set[str] = set()
    for name in names:
        folder = name.rstrip("/")
        while folder:
            folder = folder.rpartition("/")[0]
            if f"{folder}/" in found:
                break
            found.add(f"{folder}/")
    return found
