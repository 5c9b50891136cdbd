"""A lock on the folder of releases: one process publishes at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bulletin.core.files import unwritable_error
from bulletin.core.i18n import N_
from bulletin.core.locks import hold_lock
from bulletin.core.problems import BulletinError

LOCK_NAME = ".lock"


class PublishLocked(BulletinError):
    """Another process is publishing to the same folder."""


@contextmanager
def publish_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of *folder*; raises :class:`PublishLocked` where another process holds it."""
    with ExitStack() as stack:
        try:
            held = stack.enter_context(hold_lock(folder / LOCK_NAME))
        except OSError as error:
            raise unwritable_error(folder, error) from error
        if not held:
            raise PublishLocked(
                N_("Somebody is publishing to {folder} at this moment; try again when it is done."), folder=folder
            )
        yield
