"""Waiting for what has to happen, with limits that a busy machine does not reach."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds after which waiting fails."""


def until(condition: Callable[[], object]) -> None:
    """Wait until *condition* is true; fail when PATIENCE is over."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"did not happen within {PATIENCE:.0f} s"
        time.sleep(0.02)


def free_port() -> int:
    """Return a port of the loopback that is not in use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
