"""How many processes may run at once, and how they are started."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext


def cores() -> int:
    """Return how many processes this one may run at once."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Return whether processes may be started by forking: much faster, but not safe everywhere.

    Where there are threads (``mkdocs serve``), a lock that another thread holds would stay shut in the child;
    macOS's own libraries do not bear it at all.
    """
    import threading

    return sys.platform == "linux" and threading.active_count() == 1


def context() -> BaseContext:
    """Return the way to start processes here."""
    # Dear to import: not where one process does.
    import multiprocessing

    return multiprocessing.get_context("fork" if can_fork() else "spawn")
