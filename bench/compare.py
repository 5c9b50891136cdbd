"""Measures, in turn and in one run, our build beside plain MkDocs + Material with its search, on the same texts.

    .venv/bin/python bench/compare.py [--items 1000] [--runs 3]

MkDocs gets every advantage: items out of the navigation, no checks, no lists, no statistics. ``jieba``, without which
its search finds almost nothing in Chinese, is measured where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parent.parent

_PLAIN = """\
site_name: 组工信息
docs_dir: {docs}
site_dir: {site}
theme:
  name: material
  language: zh
  font: false
plugins:
  - search:
      lang: [zh]
markdown_extensions: [tables, footnotes, sane_lists, def_list]
nav:
  - 首页: index.md
not_in_nav: /items/
"""


_BARE, _WHOLE = "ours, cold, pages and statistics", "ours, cold, with the search index"
_SAME, _THEIRS = "ours, nothing changed", "MkDocs + Material with its search"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command cost, its processes included."""

    cpu: float
    wall: float
    memory: int
    """Peak of the largest process, in MB."""


def measure(command: list[str], folder: Path) -> Run:
    """Run a command and return what it cost."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss // 1024)


def settle(archive: Path, *, index: bool) -> None:
    """Give the archive our own settings, with or without a search index."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for ours, there in (("- build.py", f"- {ROOT / 'build.py'}"), (": theme ", f": {ROOT / 'theme'} ")):
        settings = settings.replace(ours, there)
    (archive / "mkdocs.yml").write_text(
        f"{settings}\nextra: {{search_index: {str(index).lower()}}}\n", encoding="utf-8"
    )


def size(folder: Path) -> int:
    """Return the bytes of all files below a folder, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20


def compare(items: int, runs: int) -> str:
    """Return a Markdown table of all cases."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        corpus.write(root / "archive", items)
        plain = root / "plain.yml"
        plain.write_text(_PLAIN.format(docs=root / "archive/content", site=root / "plain"), encoding="utf-8")
        ours = [
            sys.executable,
            str(ROOT / "build.py"),
            "--archive",
            str(root / "archive"),
            "--site-dir",
            str(root / "ours"),
            "--date",
            corpus.TODAY,
        ]
        theirs = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(plain)]
        found: dict[str, list[Run]] = {_BARE: [], _WHOLE: [], _SAME: [], _THEIRS: []}
        for _ in range(runs):
            settle(root / "archive", index=False)
            shutil.rmtree(root / "ours", ignore_errors=True)
            found[_BARE].append(measure(ours, root))
            settle(root / "archive", index=True)
            shutil.rmtree(root / "ours", ignore_errors=True)
            found[_WHOLE].append(measure(ours, root))
            found[_SAME].append(measure(ours, root))
            found[_THEIRS].append(measure(theirs, root))
        sizes = {_WHOLE: size(root / "ours"), _THEIRS: size(root / "plain")}
    return "\n".join(_table(found, sizes))


def _table(found: dict[str, list[Run]], sizes: dict[str, int]) -> list[str]:
    base = statistics.median(run.cpu for run in found[_THEIRS])
    lines = [
        "| case | CPU s | ratio | wall s | largest process, MB | output, MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for case, runs in found.items():
        cpu, wall = (statistics.median(getattr(run, key) for run in runs) for key in ("cpu", "wall"))
        memory = max(run.memory for run in runs)
        lines.append(f"| {case} | {cpu:.2f} | {cpu / base:.3f} | {wall:.2f} | {memory} | {sizes.get(case, '')} |")
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    jieba = f"jieba {version('jieba')}" if importlib.util.find_spec("jieba") else "no jieba"
    machine = f"{os.cpu_count()} cores; Python {platform.python_version()}"
    print(f"{args.items:,} items; medians of {args.runs} runs in turn; {machine};")
    print(f"mkdocs {version('mkdocs')}, mkdocs-material {version('mkdocs-material')}, {jieba}\n")
    print(compare(args.items, args.runs))


if __name__ == "__main__":
    main()
