"""Filter MkDocs's log."""

from __future__ import annotations

import logging

from bulletin.mkdocs_adapter.state import BuildState


class GeneratedPageLogFilter(logging.Filter):
    """Drops messages that a shell or the sitemap was not written."""

    def __init__(self, build_state: BuildState) -> None:
        """Use *build_state* to find out which pages are generated."""
        super().__init__()
        self._build_state = build_state

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a message is logged."""
        kind, _, rest = record.getMessage().partition(" skipped: '")
        name = rest.partition("'")[0]
        return (kind != "Page" or not self._build_state.has(name)) and (kind != "Template" or name != "sitemap.xml")
