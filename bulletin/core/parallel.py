"""Worker pools: how many processes may run, and how they are started."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext


def available_cores() -> int:
    """Return how many processes this one may run at once."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Return whether processes may be started by forking: much faster, but not safe everywhere.

    With threads (``mkdocs serve``), a lock that another thread holds would stay locked in the child;
    system libraries of macOS do not support it.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def start_context() -> BaseContext:
    """Return the way to start processes here."""
    # Takes 8 ms to import, the pool 20 ms: neither is needed where one process does the work.
    import multiprocessing

    return multiprocessing.get_context("fork" if can_fork() else "spawn")


def process_pool(jobs: int, initializer: Callable[..., None] | None = None, *arguments: Any) -> ProcessPoolExecutor:  # noqa: ANN401 - what *initializer* takes
    """Return a pool of *jobs* processes, each of which runs *initializer* first, and ends when this one does."""
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, start_context(), _initialize, (initializer, arguments))


def _initialize(initializer: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    # A parent that is killed cannot shut its pool down: the processes would wait for work for ever.
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    if initializer:
        initializer(*arguments)


def _exit_with_parent() -> None:
    from multiprocessing import connection, parent_process

    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)
