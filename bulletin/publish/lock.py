"""A lock on the folder of releases: one process publishes at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin.core.files import unwritable_error
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

LOCK_NAME = ".lock"


class PublishLocked(BulletinError):
    """Another process is publishing to the same folder."""


@contextmanager
def publish_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of *folder*; raises :class:`PublishLocked` where another process holds it.

    The system releases the lock when the process ends, however it ends. Child processes do not inherit it, so that a
    killed run leaves no lock.
    """
    try:
        descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise unwritable_error(folder, error) from error
    try:
        if not _try_lock(descriptor):
            raise PublishLocked(
                N_("Somebody is publishing to {folder} at this moment; try again when it is done."), folder=folder
            )
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
