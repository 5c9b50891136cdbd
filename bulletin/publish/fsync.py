"""Flush files and folders to the disk, so that they survive a loss of power."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from bulletin.core.files import fsync_folder, fsync_path


def fsync_tree(folder: Path) -> None:
    """Flush *folder* and everything in it to the disk; raises OSError if that fails."""
    if sync_filesystem(folder):
        return
    for parent, _, names in os.walk(folder):
        for name in names:
            fsync_path(f"{parent}{os.sep}{name}", os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
        fsync_folder(parent)


def sync_filesystem(folder: Path) -> bool:
    """Flush the whole file system of *folder* by ``syncfs``; return whether the system has it.

    One call is much faster than an fsync of each of a thousand files. Raises OSError if it fails.
    """
    if sys.platform != "linux":
        return False
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
