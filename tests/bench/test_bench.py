"""What the bench says is so: texts for the others, what a command costs, tables and the picture."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from bench import conversion, corpus, edits, picture, report
from tests.support.paths import ROOT

ITEM = """\
---
title: 石桥镇上门走访
unit: 石桥镇
category: 经验
date: 2026-03-04
adopted-by:
  - {publication: 省组织信息, issue: 7, date: 2026-03-20, treatment: 单篇}
  - {publication: 省组织信息, issue: 9, date: 2026-03-29, treatment: 单篇}
---

正文 date: 不动。
"""
FOR_HUGO = """\
---
title: 石桥镇上门走访
unit: 石桥镇
units: [石桥镇]
category: 经验
categories: [经验]
date: 2026-03-04
years: ["2026"]
months: ["2026-03"]
adopted-by:
  - {publication: 省组织信息, issue: 7, date: 2026-03-20, treatment: 单篇}
  - {publication: 省组织信息, issue: 9, date: 2026-03-29, treatment: 单篇}
publications: [省组织信息]
---

正文 date: 不动。
"""
# The parent neither waits for its child nor ends before it: its own usage does not hold the child's.
FORKS = """\
import os, time
child = os.fork()
if not child:
    held = bytearray(60_000_000)
    while time.process_time() < 0.4:
        pass
    os._exit(0)
os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
"""


def figures(items: int, **cpu: list[float]) -> dict[str, object]:
    cases = {
        key.replace("_", "-"): {
            "runs": [{"cpu": value, "wall": value, "memory": 10 * value, "largest": 5.0} for value in values],
            "files": 1200,
            "bytes": 2_500_000,
        }
        for key, values in cpu.items()
    }
    return {"machine": "2 cores", "runs": 3, "sizes": [{"items": items, "cases": cases}]}


def measured(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Measure a program, in a process of its own: whoever measures takes in all orphans."""
    measure = f"run = meter.measure([sys.executable, '-c', {code!r}], Path({str(folder)!r}))"
    lines = ["import sys", "from bench import meter", "from pathlib import Path"]
    lines += [measure, "print(run.cpu >= 0.4, run.memory > 50, run.largest > 50)"]
    return subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_items_get_the_keys_by_which_hugo_groups() -> None:
    assert conversion.converted(ITEM) == FOR_HUGO
    assert conversion.converted("# 首页\n") == "# 首页\n"


def test_processes_nobody_waited_for_are_counted(tmp_path: Path) -> None:
    assert measured(FORKS, tmp_path).stdout == "True True True\n"


def test_a_command_that_fails_ends_the_bench(tmp_path: Path) -> None:
    assert "no such thing" in measured("raise SystemExit('no such thing')", tmp_path).stderr


def test_medians_are_set_beside_hugo_and_the_goals() -> None:
    markdown = report.text([figures(10_000, hugo_cold=[16.0, 99.0, 10.0], bare=[8.0], hugo_edit=[10.0], same=[0.1])])
    assert "| Hugo, cold | 16.00 | 1.000 | 16.00 | 160 | 5 | 1,200 | 2 |" in markdown
    assert "| ours, cold, without the search index | 8.00 | 0.500 | 8.00 | 80 | 5 | 1,200 | 2 |" in markdown
    assert "| ours, nothing changed | 0.10 | 0.010 | 0.10 | 1 | 5 | 1,200 | 2 |" in markdown
    assert "| cold, without index : Hugo cold | 0.500 | 0.600 |\n" in markdown
    assert "memory" not in markdown.split("| ratio |")[1]


def test_the_picture_has_a_bar_for_each_case_of_each_size() -> None:
    both = [figures(1000, hugo_cold=[1.0], bare=[0.1]), figures(10_000, hugo_cold=[10.0], bare=[1.0], same=[0.1])]
    drawn = ET.fromstring(picture.draw(both, report.NAMES, report.medians(both)))  # noqa: S314  # our own picture
    bars = [(bar.get("class"), float(bar.get("width", ""))) for bar in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert bars == [("hugo", 280.0), ("ours", 0.0), ("hugo", 560.0), ("ours", 280.0), ("ours", 0.0)]


def test_texts_have_as_many_neighbours_as_real_ones(tmp_path: Path) -> None:
    corpus.write(tmp_path, 1000)
    texts = [path.read_text("utf-8").partition("\n---\n")[2] for path in tmp_path.rglob("x*.md")]
    runs = [run for text in texts for run in re.findall(r"[\u4e00-\u9fff]+", text)]
    assert len({run[place : place + 2] for run in runs for place in range(len(run) - 1)}) > 20_000
    assert 700_000 < sum(map(len, runs)) < 1_200_000


def test_edits_change_what_they_say(tmp_path: Path) -> None:
    corpus.write(tmp_path, 20)
    content = tmp_path / "content"
    before = {path: path.read_text("utf-8") for path in tmp_path.rglob("*.*") if path.is_file()}
    edits.body(content, 0)
    edits.title(content, 0)
    edits.registry(content, 0)
    after = {path: path.read_text("utf-8") for path in before}
    assert sum(before[path] != after[path] for path in before) == 3
    edits.rename(content, 0)
    assert sum(not path.exists() for path in before) == 1
