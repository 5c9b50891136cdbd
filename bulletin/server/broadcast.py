"""What the watching thread and the threads of HTTP requests share: the state of the site and its updates."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from bulletin.server.site import LazySite


@dataclass(frozen=True, slots=True)
class ServedState:
    """The last site without errors, and the errors that prevent a newer one."""

    number: int
    site: LazySite | None
    error_json: bytes = b"{}"
    """The errors, as JSON for the overlay."""


class ReloadBroadcaster:
    """Holds the current state and wakes the threads that wait for the next one."""

    def __init__(self) -> None:
        self.state = ServedState(0, None)
        self._condition = threading.Condition()

    def update(self, site: LazySite | None, trouble: bytes) -> None:
        """Replace the state and wake all waiting threads."""
        with self._condition:
            self.state = ServedState(self.state.number + 1, site, trouble)
            self._condition.notify_all()

    def wait_for_update(self, seen: int, seconds: float) -> ServedState | None:
        """Return the state once its number is not *seen*, or None after so many seconds."""
        with self._condition:
            is_new = self._condition.wait_for(lambda: self.state.number != seen, seconds)
            return self.state if is_new else None
