"""Waiting for what has to come about, with limits that a busy machine does not reach."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds until something that has to come about is given up."""


def until(condition: Callable[[], object]) -> None:
    """Wait until *condition* is true; fail when PATIENCE is over."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"not come about in {PATIENCE:.0f} s"
        time.sleep(0.02)


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
