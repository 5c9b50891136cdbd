"""Reads any number of damaged files, as ``tests.support.mutated_files`` makes them: none may end in a traceback.

    .venv/bin/python -m bench.mutations 100000 [SEED]

prints how many were tried, how many had problems, and the slowest; one that breaks is kept beside, with its number.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.support.mutated_files import Readers, mutants


def main(count: int, seed: int = 1) -> None:
    """Try *count* damaged files and print what came of them."""
    readers, bad, slowest = Readers(), 0, (0.0, -1)
    for number, (path, data) in enumerate(mutants(count, seed)):
        begin = time.process_time()
        try:
            bad += bool(readers.read(path, data))
        except BaseException:
            Path(f"mutant-{number}").write_bytes(data)
            print(f"number {number}, {path}, seed {seed}", file=sys.stderr)
            raise
        slowest = max(slowest, (time.process_time() - begin, number))
    print(f"{count:,} tried, {bad:,} with problems, slowest {slowest[0]:.2f} s (number {slowest[1]})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
