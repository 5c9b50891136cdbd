"""Where the one who watches and those who answer browsers meet."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from bulletin.server.site import Site


@dataclass(frozen=True, slots=True)
class State:
    """What there is to show: the last site that was whole, and what keeps a newer one back."""

    number: int
    site: Site | None
    trouble: bytes = b"{}"
    """As JSON, for the overlay."""


class Hub:
    """Holds the state of the moment and wakes those who wait for another."""

    def __init__(self) -> None:
        self.state = State(0, None)
        self._changed = threading.Condition()

    def show(self, site: Site | None, trouble: bytes) -> None:
        """Let everybody see another state."""
        with self._changed:
            self.state = State(self.state.number + 1, site, trouble)
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> State | None:
        """Return the state as soon as it is no more the one *seen*, or None after so many seconds."""
        with self._changed:
            other = self._changed.wait_for(lambda: self.state.number != seen, seconds)
            return self.state if other else None
