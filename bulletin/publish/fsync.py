"""On the disk for good: what has been settled outlives a power cut."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def settle(folder: Path, *, deep: bool = True) -> None:
    """Return when *folder*, with all that is in it if *deep*, has reached the disk; raises OSError if it cannot."""
    if deep and not all_at_once(folder):
        for where, _, names in os.walk(folder):
            for name in names:
                _sync(f"{where}{os.sep}{name}", os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
            _sync_folder(where)
    elif not deep:
        _sync_folder(str(folder))


def all_at_once(folder: Path) -> bool:
    """Settle the whole file system of *folder*, errors included, if the system can; return whether it could.

    A thousand calls for a thousand files wait for the disk a thousand times.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "syncfs"):
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if library.syncfs(descriptor):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)
    return True


def _sync_folder(folder: str) -> None:
    # Windows keeps folders by itself and has nothing to open them with.
    if sys.platform != "win32":
        _sync(folder, os.O_RDONLY)


def _sync(path: str, how: int) -> None:
    descriptor = os.open(path, how)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
