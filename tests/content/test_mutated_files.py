"""No damaged file gives a traceback. ``python -m bench.mutations`` tries any number of them."""

from __future__ import annotations

from tests.support.mutated_files import Readers, mutants


def test_damaged_files_give_no_traceback() -> None:
    readers = Readers()
    refused = sum(bool(readers.read(path, data)) for path, data in mutants(2_000, seed=2026))
    assert refused > 1_000
