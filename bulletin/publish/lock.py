"""One at a time: who publishes into a folder keeps all others out, for as long as the process lives."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

NAME = ".lock"


class Busy(BulletinError):
    """Another run is at work in the same folder; later it may go."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold *folder*; raises :class:`Busy` where another process holds it.

    The system takes the lock back when the process ends, however it ends. Processes that it started hold no part of
    it, so that a killed run bars nobody.
    """
    descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _take(descriptor):
            raise Busy(
                N_("Somebody is publishing to {folder} at this moment; try again when it is done."), folder=folder
            )
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _take(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
