"""Figures as Markdown: a table for each size and shape, and a comparison with the goals.

.venv/bin/python -m bench.report FIGURES.json … --picture bench/picture.svg
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench import picture

Figures = dict[str, Any]
Median = Callable[[int, str, str], float | None]
"""From a size, a case and a figure to its median over all runs, if there are any."""

NAMES = {
    "hugo-cold": "Hugo, cold",
    "bare": "ours, cold, without the search index",
    "whole": "ours, cold, everything",
    "mkdocs": "MkDocs + Material with search, cold",
    "zensical": "Zensical with search, cold",
    "hugo-edit": "Hugo, after an edit",
    "same": "ours, nothing changed",
    "body": "ours, a text edited",
    "body-sign": "ours, a text with an @ or a long number edited",
    "body-link": "ours, a text with a link edited",
    "body-footnote": "ours, a text with a footnote edited",
    "body-warned": "ours, a text with a warning edited",
    "warning-appears": "ours, a warning appears",
    "warning-goes": "ours, a warning goes",
    "title": "ours, a title edited",
    "adoption": "ours, an adoption entered",
    "new": "ours, a new item",
    "delete": "ours, an item deleted",
    "rename": "ours, an item renamed",
    "issue": "ours, a foreword edited",
    "new-issue": "ours, a new issue",
    "call": "ours, a new call",
    "next-day": "ours, the next day",
    "unit": "ours, a unit's name changed",
    "scheme": "ours, a scheme changed",
    "template": "ours, a template changed",
    "checkout": "ours, 300 items changed at once",
}
COLD = ("hugo-cold", "bare", "whole", "mkdocs", "zensical")
"""Beside Hugo's cold build; the others beside its build after an edit."""
LEADING = "mixed"
"""The shape that goals are for, and that the picture shows."""
_ONE_ITEM = (
    *("body", "body-sign", "body-link", "body-footnote", "body-warned", "warning-appears", "warning-goes"),
    *("title", "adoption", "new", "delete", "rename"),
)
_SERVED = {"body": 60, "title": 150, "adoption": 150, "new": 300, "unit": 1500}


class _Goal(NamedTuple):
    """What a figure of ours, or its ratio to another, must not exceed."""

    name: str
    figure: str
    ours: tuple[int, str]
    other: tuple[int, str] | None
    most: float


def _beside_hugo(case: str, most: float, items: int = 10_000) -> _Goal:
    other = "hugo-cold" if case in COLD else "hugo-edit"
    name = f"{items:,}: {NAMES[case].removeprefix('ours, ')} : {NAMES[other]}"
    return _Goal(name, "cpu", (items, case), (items, other), most)


_GOALS = (
    _beside_hugo("whole", 0.9),
    _beside_hugo("whole", 1.5, 1000),
    _beside_hugo("same", 0.02),
    *(_beside_hugo(case, 0.08) for case in _ONE_ITEM),
    *(
        _Goal(f"1,000: {NAMES[case].removeprefix('ours, ')}, CPU s", "cpu", (1000, case), None, 0.2)
        for case in _ONE_ITEM
    ),
    *(_beside_hugo(case, 0.1) for case in ("issue", "new-issue", "call", "next-day")),
    *(_beside_hugo(case, 0.3) for case in ("unit", "scheme")),
    _Goal("10,000: memory, cold, everything : Hugo, cold", "memory", (10_000, "whole"), (10_000, "hugo-cold"), 1 / 3),
    _Goal("cold, everything, 50,000 : 10,000", "cpu", (50_000, "whole"), (10_000, "whole"), 6.0),
)


def text(all_figures: list[Figures]) -> str:
    """Return everything that was measured as Markdown, the leading shape first."""
    lines: list[str] = []
    for figures in all_figures:
        lines += [f"{_often(figures)}{figures['machine']}.", ""]
        for size in sorted(figures["sizes"], key=lambda size: _shape(size) != LEADING):
            lines += [f"### {size['items']:,} items, {_shape(size)}", "", *_table(size["cases"]), ""]
        for size in figures.get("serve", []):
            lines += [f"### From an edit to new bytes, {size['items']:,} items, {_shape(size)}", ""]
            lines += [*_served(size["cases"]), ""]
    return "\n".join([*lines, *_goals(all_figures)])


def medians(all_figures: list[Figures]) -> Median:
    """Return the medians of the leading shape."""

    def median(items: int, case: str, figure: str) -> float | None:
        sizes = [size for figures in all_figures for size in figures["sizes"] if size["items"] == items]
        cases = [size["cases"][case] for size in sizes if _shape(size) == LEADING and case in size["cases"]]
        runs = [run[figure] for found in cases for run in found["runs"]]
        return statistics.median(runs) if runs else None

    return median


def _shape(size: Figures) -> str:
    return str(size.get("shape", "plain"))


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
    yield "| server and edit | median, ms | worst, ms | CPU s an edit |"
    yield "| --- | ---: | ---: | ---: |"
    for key, case in cases.items():
        yield f"| {key} | {case['median']:.0f} | {case['worst']:.0f} | {case['cpu']:.2f} |"


def _goals(all_figures: list[Figures]) -> Iterator[str]:
    median, rows = medians(all_figures), []
    for goal in _GOALS:
        ours, other = median(*goal.ours, goal.figure), median(*goal.other, goal.figure) if goal.other else 1.0
        if ours and other:
            rows.append(f"| {goal.name} | {ours / other:.3f} | {goal.most:.3f} |")
    for figures in all_figures:
        for size in figures.get("serve", []):
            if size["items"] == 10_000 and _shape(size) == LEADING:  # noqa: PLR2004
                served = {key: size["cases"].get(f"ours {key}") for key in _SERVED}
                rows += [
                    f"| 10,000: {key} served, ms | {case['median']:.0f} | {_SERVED[key]} |"
                    for key, case in served.items()
                    if case
                ]
    if rows:
        yield from ("| goal | measured | at most |", "| --- | ---: | ---: |", *rows)


def _often(figures: Figures) -> str:
    if not figures["sizes"]:
        return ""
    return "One run; " if figures["runs"] == 1 else f"Medians of {figures['runs']} runs in turn; "


def _median(runs: list[Figures], figure: str) -> float:
    return float(statistics.median(run[figure] for run in runs))


def _figures_file(name: str) -> Figures:
    """Return what bench.run has saved in the file that an argument names."""
    try:
        found: Figures = json.loads(Path(name).read_text("utf-8"))
        return {"machine": found["machine"], "runs": found["runs"], "sizes": found["sizes"]} | found
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{name}: {error.strerror}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise argparse.ArgumentTypeError(f"{name} holds no figures of bench.run") from error


def main() -> None:
    """Print kept figures, and draw them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=_figures_file, nargs="+")
    parser.add_argument("--picture", type=Path)
    args = parser.parse_args()
    print(text(args.figures))
    if args.picture:
        args.picture.write_text(
            picture.draw(args.figures, NAMES, medians(args.figures)), encoding="utf-8", newline="\n"
        )


if __name__ == "__main__":
    main()
