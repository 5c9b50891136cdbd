"""How many processes may run at once, and how they are started."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
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


def pool(jobs: int, start: Callable[..., None] | None = None, *arguments: Any) -> ProcessPoolExecutor:  # noqa: ANN401 - what *start* takes
    """Return a pool of *jobs* processes, each of which begins with *start*, and ends when this one does."""
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, context(), _begin, (start, arguments))


def _begin(start: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    import threading

    # A process that is killed tells nobody: its pool would wait for work for ever.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if start:
        start(*arguments)


def _end_with_parent() -> None:
    from multiprocessing import connection, parent_process

    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)
