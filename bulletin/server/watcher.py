"""Which files have changed, as soon as they have."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from watchfiles import watch

_STEP = 10
"""Milliseconds without a further change after which changes are told."""
_TOGETHER = 200
"""Milliseconds after which they are told although more are coming."""
_PAUSE = 1000
"""Milliseconds after which it is told that nothing has changed."""

Folders = Callable[[], Iterable[Path]]
_Stamp = tuple[int, int, int]


def stamps(folders: Iterable[Path]) -> Mapping[str, _Stamp]:
    """Return by what every file below some folders is known."""
    found: dict[str, _Stamp] = {}
    for folder in folders:
        for where, _, names in os.walk(folder):
            found |= {path: stamp for name in names if (stamp := _stamp(path := f"{where}{os.sep}{name}"))}
    return found


def changes(folders: Folders, settings: Path, seen: Mapping[str, _Stamp]) -> Iterator[set[Path]]:
    """Yield the paths that have changed below *folders* since they were *seen*; nothing, at times.

    Folders may come and go; one that has come is told as if it had changed. So is a change of the file *settings*.
    """
    known, stamp = _present(folders()), _stamp(settings)
    # What changed before the watch was set up is told with what it tells first.
    fresh = None
    while True:
        for found in _watched([path for path, _ in known]):
            if fresh is None:
                fresh = {Path(path) for path, _ in seen.items() ^ stamps(folders()).items()}
            new, stamp = stamp, _stamp(settings)
            yield fresh | found | ({settings} if new != stamp else set())
            fresh, now = set(), _present(folders())
            if now != known:
                fresh, known = {path for path, _ in known ^ now}, now
                break


def _watched(folders: list[Path]) -> Iterator[set[Path]]:
    # Some disks tell nothing and have to be asked again and again.
    for polling in (None, True):
        try:
            for found in watch(
                *folders,
                watch_filter=None,
                step=_STEP,
                debounce=_TOGETHER,
                rust_timeout=_PAUSE,
                yield_on_timeout=True,
                force_polling=polling,
            ):
                yield {Path(path) for _, path in found}
        except OSError:
            if polling:
                raise


def _present(folders: Iterable[Path]) -> set[tuple[Path, int]]:
    # A folder that was put in another's place has its name, but is not watched.
    return {(path, stamp[2]) for path in folders if (stamp := _stamp(path))}


def _stamp(path: str | Path) -> _Stamp | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - called for every file
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
