"""Pages and files of figures that need not be made: those whose facts are the same as in the last build.

What is known of a build is a value that can be kept: ``prints``, the digest of each page and file of figures by its
address; ``courses``, how all stood in each year, as JSON; ``frame``, what the shells are known by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from bulletin.addresses import DATA
from bulletin.archive import Archive
from bulletin.pages.contract import Ref
from bulletin.pages.fingerprints import courses, fingerprints
from bulletin.press.shells import Shell

_KINDS = frozenset({"stats", "ledger", "authors"})


class Figures:
    """The figures of an archive, beside those of the last build."""

    def __init__(self, archive: Archive, shells: Iterable[Shell], before: Mapping[str, Any]) -> None:
        """Compare with what was known *before*, {} for nothing."""
        hasher = blake2b(digest_size=16)
        for shell in sorted(repr(shell) for shell in shells):
            hasher.update(shell.encode())
        frame = hasher.digest()
        scored = json.dumps(courses(archive, json.loads(before.get("courses", "{}"))))
        prints = fingerprints(archive)
        self.known: dict[str, Any] = {"courses": scored, "prints": prints, "frame": frame}
        """What may be kept."""
        old = before.get("prints", {}) if before.get("frame") == frame else {}
        self._same = {address for address, known in prints.items() if old.get(address) == known}
        self.files = frozenset(address for address in self._same if address.startswith(DATA))
        """The data files that stand as they should."""

    def stands(self, ref: Ref) -> bool:
        """Return whether a page stands as it should."""
        return ref.kind in _KINDS and ref.url in self._same
