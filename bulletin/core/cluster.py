"""Who does the work: processes of this machine, or those of a cluster, behind the one interface of ``Executor``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

_MISSING = N_("--cluster needs the package “distributed”: .venv/bin/python -m pip install distributed")
_NOBODY = N_("Nobody answers at {address}: {reason}")
_PATIENCE = "10s"


@dataclass(frozen=True, slots=True)
class Crew:
    """Processes elsewhere that know nothing yet and share no disk with us."""

    executor: Executor
    share: Callable[[Any], Any]
    """Hands a value to all of them once; what it returns stands for the value in tasks."""


@contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """Hire the workers of the Dask cluster whose scheduler is at *address*; they need this program on their path."""
    try:
        from distributed import Client
    except ImportError as error:
        raise BulletinError(_MISSING) from error
    try:
        client: Any = Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]  # distributed is half typed
    except (OSError, ValueError, TimeoutError) as error:
        raise BulletinError(_NOBODY, address=address, reason=str(error) or type(error).__name__) from error
    with client:
        yield Crew(client.get_executor(pure=False), lambda value: client.scatter(value, broadcast=True, hash=False))
