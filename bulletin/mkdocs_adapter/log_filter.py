"""Which of MkDocs's notes are no news."""

from __future__ import annotations

import logging

from bulletin.mkdocs_adapter.state import BuildState


class Silence(logging.Filter):
    """Drops the notes that a shell and the sitemap were not written."""

    def __init__(self, build_state: BuildState) -> None:
        """Ask *build_state* which pages are generated."""
        super().__init__()
        self._desk = build_state

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a note is told."""
        kind, _, rest = record.getMessage().partition(" skipped: '")
        name = rest.partition("'")[0]
        return (kind != "Page" or not self._desk.has(name)) and (kind != "Template" or name != "sitemap.xml")
