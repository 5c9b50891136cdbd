"""Deterministic archives of any size and of several shapes: the same bytes for the same shape, size and seed.

.venv/bin/python -m bench.corpus FOLDER 10000 --shape mixed
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path

from bench import law, mixed, plain

TODAY = "2026-12-31"
SHAPES = {"plain": plain.write, "mixed": mixed.write, "law": law.write}
_A_YEAR, _YEARS = 666, 15


def write(root: Path, items: int, seed: int = 1, shape: str = "plain") -> None:
    """Write an archive of *items* items into the folder *root*: some 666 a year, over fifteen years at the most."""
    years = min(max(items // _A_YEAR, 2), _YEARS)
    first, span = date(2027 - years, 1, 4), 365 * years - 60
    days = [first + timedelta(days=number * span // max(items, 1)) for number in range(items)]
    SHAPES[shape](root, days, seed)
    (root / "content").mkdir(parents=True, exist_ok=True)
    (root / "content/index.md").write_text("# 首页\n", encoding="utf-8")


def at_least_one(text: str) -> int:
    """Return the number that an argument holds."""
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def main() -> None:
    """Write a corpus from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("items", type=at_least_one)
    parser.add_argument("--shape", choices=[*SHAPES], default="plain")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    try:
        write(args.folder, args.items, args.seed, args.shape)
    except OSError as error:
        parser.error(f"{error.filename or args.folder}: {error.strerror}")


if __name__ == "__main__":
    main()
