"""Figures as Markdown: a table for each size, and a comparison with the goals.

.venv/bin/python -m bench.report FIGURES.json … --picture bench/picture.svg
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import picture

Figures = dict[str, Any]

NAMES = {
    "hugo-cold": "Hugo, cold",
    "bare": "ours, cold, without the search index",
    "whole": "ours, cold, everything",
    "mkdocs": "MkDocs + Material with search, cold",
    "hugo-edit": "Hugo, after an edit",
    "same": "ours, nothing changed",
    "body": "ours, one text edited",
    "title": "ours, one title edited",
    "rename": "ours, one file renamed",
    "registry": "ours, one unit's name changed",
}
COLD = ("hugo-cold", "bare", "whole", "mkdocs")  # beside Hugo's cold build; the others beside its build after an edit
_GOALS = (
    ("cold, without index : Hugo cold", "cpu", (10_000, "bare"), (10_000, "hugo-cold"), 0.6),
    ("cold, everything : Hugo cold", "cpu", (10_000, "whole"), (10_000, "hugo-cold"), 1.0),
    ("cold, everything : MkDocs + Material", "cpu", (10_000, "whole"), (10_000, "mkdocs"), 1 / 8),
    ("nothing changed : Hugo after an edit", "cpu", (10_000, "same"), (10_000, "hugo-edit"), 1 / 50),
    ("one text edited : Hugo after an edit", "cpu", (10_000, "body"), (10_000, "hugo-edit"), 1 / 40),
    ("50,000 cold : 10,000 cold, everything", "cpu", (50_000, "whole"), (10_000, "whole"), 6.0),
    ("memory, cold, everything : Hugo cold", "memory", (10_000, "whole"), (10_000, "hugo-cold"), 1 / 3),
)


def text(all_figures: list[Figures]) -> str:
    """Return everything that was measured as Markdown."""
    lines: list[str] = []
    for figures in all_figures:
        lines += [f"{_often(figures)}{figures['machine']}.", ""]
        for size in figures["sizes"]:
            lines += [f"### {size['items']:,} items", "", *_table(size["cases"]), ""]
        for size in figures.get("serve", []):
            lines += [f"### From an edit to new bytes, {size['items']:,} items", "", *_served(size["cases"]), ""]
    return "\n".join([*lines, *_goals(medians(all_figures))])


def medians(all_figures: list[Figures]) -> Callable[[int, str, str], float | None]:
    """Return a function from a size, a case and a figure to its median over all runs, if there are any."""

    def median(items: int, case: str, figure: str) -> float | None:
        sizes = [size for figures in all_figures for size in figures["sizes"] if size["items"] == items]
        runs = [run[figure] for size in sizes if case in size["cases"] for run in size["cases"][case]["runs"]]
        return statistics.median(runs) if runs else None

    return median


def _table(cases: Figures) -> Iterator[str]:
    yield "| case | CPU s | to Hugo | wall s | memory, MB | largest process, MB | files | output, MB |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for key, name in NAMES.items():
        if key not in cases:
            continue
        runs, base = cases[key]["runs"], cases.get("hugo-cold" if key in COLD else "hugo-edit")
        cpu, wall, memory, largest = (_median(runs, figure) for figure in ("cpu", "wall", "memory", "largest"))
        ratio = f"{cpu / _median(base['runs'], 'cpu'):.3f}" if base else ""
        yield (
            f"| {name} | {cpu:.2f} | {ratio} | {wall:.2f} | {memory:.0f} | {largest:.0f} "
            f"| {cases[key]['files']:,} | {cases[key]['bytes'] / 1e6:.0f} |"
        )


def _served(cases: Figures) -> Iterator[str]:
    yield "| server | median, ms | worst, ms | CPU s an edit |"
    yield "| --- | ---: | ---: | ---: |"
    for key, case in cases.items():
        yield f"| {key} | {case['median']:.0f} | {case['worst']:.0f} | {case['cpu']:.2f} |"


def _goals(median: Callable[[int, str, str], float | None]) -> Iterator[str]:
    rows = []
    for name, figure, (size, case), (base_size, base), goal in _GOALS:
        ours, theirs = median(size, case, figure), median(base_size, base, figure)
        if ours and theirs:
            rows.append(f"| {name} | {ours / theirs:.3f} | {goal:.3f} |")
    if rows:
        yield from ("| ratio | measured | goal |", "| --- | ---: | ---: |", *rows)


def _often(figures: Figures) -> str:
    if not figures["sizes"]:
        return ""
    return "One run; " if figures["runs"] == 1 else f"Medians of {figures['runs']} runs in turn; "


def _median(runs: list[Figures], figure: str) -> float:
    return float(statistics.median(run[figure] for run in runs))


def main() -> None:
    """Print kept figures, and draw them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=Path, nargs="+")
    parser.add_argument("--picture", type=Path)
    args = parser.parse_args()
    all_figures = [json.loads(path.read_text("utf-8")) for path in args.figures]
    print(text(all_figures))
    if args.picture:
        args.picture.write_text(picture.draw(all_figures, NAMES, medians(all_figures)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
