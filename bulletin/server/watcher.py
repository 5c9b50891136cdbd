"""Watches folders and reports changed files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from watchfiles import watch

_QUIET_MS = 10
"""Milliseconds without another change after which changes are reported."""
_MAX_DELAY_MS = 200
"""Milliseconds after which changes are reported although more follow."""
_TIMEOUT_MS = 1000
"""Milliseconds without any change after which an empty set is reported."""

Folders = Callable[[], Iterable[Path]]
_FileStat = tuple[int, int, int]


def file_stats(folders: Iterable[Path]) -> Mapping[str, _FileStat]:
    """Return modification time, size and inode of every file below *folders*, by path."""
    found: dict[str, _FileStat] = {}
    for folder in folders:
        for parent, _, names in os.walk(folder):
            found |= {path: stat for name in names if (stat := _file_stat(path := f"{parent}{os.sep}{name}"))}
    return found


def watch_changes(folders: Folders, settings: Path, seen: Mapping[str, _FileStat]) -> Iterator[set[Path]]:
    """Yield sets of changed paths below *folders*, first those that differ from *seen*; sets may be empty.

    Folders may be added and removed; an added one counts as changed. Changes of the file *settings* are reported, too.
    """
    known, settings_stat = _existing_folders(folders()), _file_stat(settings)
    # Changes before the watch was set up are reported with its first changes.
    added = None
    while True:
        for found in _watch_folders([path for path, _ in known]):
            if added is None:
                added = {Path(path) for path, _ in seen.items() ^ file_stats(folders()).items()}
            old_stat, settings_stat = settings_stat, _file_stat(settings)
            yield added | found | ({settings} if old_stat != settings_stat else set())
            added, now = set(), _existing_folders(folders())
            if now != known:
                added, known = {path for path, _ in known ^ now}, now
                break


def _watch_folders(folders: list[Path]) -> Iterator[set[Path]]:
    # Some file systems send no events and have to be polled.
    for polling in (None, True):
        try:
            for found in watch(
                *folders,
                watch_filter=None,
                step=_QUIET_MS,
                debounce=_MAX_DELAY_MS,
                rust_timeout=_TIMEOUT_MS,
                yield_on_timeout=True,
                force_polling=polling,
            ):
                yield {Path(path) for _, path in found}
        except OSError:
            if polling:
                raise


def _existing_folders(folders: Iterable[Path]) -> set[tuple[Path, int]]:
    # A folder that has replaced another has the same name, but is not watched; its inode differs.
    return {(path, stat[2]) for path in folders if (stat := _file_stat(path))}


def _file_stat(path: str | Path) -> _FileStat | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - called for every file
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
