"""Worker pools: how many processes may run, how they are started, and pools of other machines."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

if TYPE_CHECKING:
    from concurrent.futures import Executor, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

_NO_DISTRIBUTED = N_("--cluster needs the package “distributed”: {python} -m pip install distributed")
_NO_ANSWER = N_("Nobody answers at {address}: {reason}")
_TIMEOUT = "10s"


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


@dataclass(frozen=True, slots=True)
class RemotePool:
    """Processes on other machines, which share neither memory nor disk with this one."""

    executor: Executor
    broadcast: Callable[[Any], Any]
    """Sends a value to all of them once, and returns a reference to the value for tasks."""


@contextmanager
def connect_cluster(address: str) -> Iterator[RemotePool]:
    """Connect to the Dask cluster whose scheduler is at *address*; its workers need this program on their path."""
    try:
        from distributed import Client
    except ImportError as error:
        raise BulletinError(_NO_DISTRIBUTED, python=sys.executable) from error
    try:
        client: Any = Client(address, timeout=_TIMEOUT)  # type: ignore[no-untyped-call]  # distributed is half typed
    except (OSError, ValueError, TimeoutError) as error:
        raise BulletinError(_NO_ANSWER, address=address, reason=str(error) or type(error).__name__) from error
    with client:
        yield RemotePool(
            client.get_executor(pure=False), lambda value: client.scatter(value, broadcast=True, hash=False)
        )
