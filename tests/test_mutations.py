"""A few thousand of the damaged files of ``mutating.py``: none ends in a traceback. Its command tries any number."""

from __future__ import annotations

from mutating import Readers, mutants


def test_no_damage_ends_in_a_traceback() -> None:
    readers = Readers()
    refused = sum(bool(readers.read(path, data)) for path, data in mutants(2_000, seed=2026))
    assert refused > 1_000
