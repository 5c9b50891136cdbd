"""What the bench says is so: texts for the others, what a command costs, tables and the picture."""

import filecmp
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench import conversion, corpus, edits, mixed, picture, report
from bench.markup import WARNINGS
from bulletin.content.loader import load
from tests.support.paths import ROOT

TODAY = date.fromisoformat(corpus.TODAY)
BY_CHANCE = {
    *(
        "wrong-word",
        "wrong-punctuation",
        "unpaired-mark",
        "repeated-word",
        "joined-lines",
        "similar-text",
        "lost-signs",
    ),
    *("unshown-image", "withdrawal-without-rule"),
}
"""Codes of warnings that sentences put together by chance have, and the pictures and schemes around them."""

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
SERVED = {"median": 40.0, "worst": 90.0, "cpu": 0.2}
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


SEVERAL = {"delete", "rename", "checkout"}
"""Edits that may change several files."""


def figures(items: int, **cpu: list[float]) -> dict[str, object]:
    cases = {
        key.replace("_", "-"): {
            "runs": [{"cpu": value, "wall": value, "memory": 10 * value, "largest": 5.0} for value in values],
            "files": 1200,
            "bytes": 2_500_000,
        }
        for key, values in cpu.items()
    }
    return {"machine": "2 cores", "runs": 3, "sizes": [{"items": items, "shape": "mixed", "cases": cases}]}


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


def test_links_and_pictures_name_addresses_for_hugo() -> None:
    links = "[《甲》](../2025/x000007.md#一) [《乙》](x000008.md) ![丙](photo-1.jpg)"
    text = conversion.converted(
        f"---\ntitle: 丁\nunit: [甲镇, 乙镇]\ndate: 2026-03-04\nstatus: draft\n---\n\n{links}\n", "2026-001"
    )
    assert "(/items/2025/x000007/#一) [《乙》](/items/2026/x000008/) ![丙](/items/2026/photo-1.jpg)" in text
    assert "\nunits: [甲镇, 乙镇]\n" in text
    assert '\nmonths: ["2026-001"]\n' in text
    assert "\ndraft: true\n" in text


def test_processes_nobody_waited_for_are_counted(tmp_path: Path) -> None:
    assert measured(FORKS, tmp_path).stdout == "True True True\n"


def test_a_command_that_fails_ends_the_bench(tmp_path: Path) -> None:
    assert "no such thing" in measured("raise SystemExit('no such thing')", tmp_path).stderr


def test_medians_are_set_beside_hugo_and_the_goals() -> None:
    all_figures = figures(10_000, hugo_cold=[16.0, 99.0, 10.0], whole=[8.0], hugo_edit=[10.0], same=[0.1])
    all_figures |= {"serve": [{"items": 10_000, "shape": "mixed", "cases": {"ours body": SERVED, "hugo body": SERVED}}]}
    markdown = report.text([all_figures, figures(1000, title=[0.3])])
    assert "### 10,000 items, mixed\n" in markdown
    assert "| Hugo, cold | 16.00 | 1.000 | 16.00 | 160 | 5 | 1,200 | 2 |" in markdown
    assert "| ours, cold, everything | 8.00 | 0.500 | 8.00 | 80 | 5 | 1,200 | 2 |" in markdown
    assert "| ours, nothing changed | 0.10 | 0.010 | 0.10 | 1 | 5 | 1,200 | 2 |" in markdown
    assert "| hugo body | 40 | 90 | 0.20 |\n" in markdown
    goals = markdown.split("| goal |")[1]
    assert "| 10,000: cold, everything : Hugo, cold | 0.500 | 0.900 |\n" in goals
    assert "| 1,000: a title edited, CPU s | 0.300 | 0.200 |\n" in goals
    assert "| 10,000: body served, ms | 40 | 60 |" in goals
    assert "template" not in goals


def test_goals_are_for_the_mixed_shape() -> None:
    plain = figures(10_000, hugo_cold=[10.0], whole=[5.0])
    plain["sizes"][0]["shape"] = "plain"  # type: ignore[index]
    assert "| goal |" not in report.text([plain])


def test_the_picture_has_a_bar_for_each_case_of_each_size() -> None:
    both = [figures(1000, hugo_cold=[1.0], bare=[0.1]), figures(10_000, hugo_cold=[10.0], bare=[1.0], same=[0.1])]
    drawn = ET.fromstring(picture.draw(both, report.NAMES, report.medians(both)))  # noqa: S314  # our own picture
    bars = [(bar.get("class"), float(bar.get("width", ""))) for bar in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert bars == [("hugo", 280.0), ("ours", 0.0), ("hugo", 560.0), ("ours", 280.0), ("ours", 0.0)]


@pytest.mark.parametrize(("shape", "pairs", "characters"), [("plain", 20_000, 900), ("mixed", 40_000, 900)])
def test_texts_have_as_many_neighbours_as_real_ones(shape: str, pairs: int, characters: int, tmp_path: Path) -> None:
    corpus.write(tmp_path, 1000, shape=shape)
    texts = [path.read_text("utf-8").partition("\n---\n")[2] for path in tmp_path.rglob("x*.md")]
    runs = [run for text in texts for run in re.findall(r"[\u4e00-\u9fff]+", text)]
    assert len({run[place : place + 2] for run in runs for place in range(len(run) - 1)}) > pairs
    assert 0.8 * characters < sum(map(len, runs)) / len(texts) < 1.3 * characters


@pytest.mark.parametrize("shape", corpus.SHAPES)
def test_an_archive_is_the_same_again_and_has_no_errors(shape: str, tmp_path: Path) -> None:
    roots = tmp_path / "one", tmp_path / "two"
    for root in roots:
        corpus.write(root, 400, shape=shape)
    paths = sorted(path.relative_to(roots[0]) for path in roots[0].rglob("*.*"))
    assert filecmp.cmpfiles(*roots, map(str, paths), shallow=False)[1:] == ([], [])
    found = load(roots[0], TODAY)
    assert found.errors == ()
    warned = {number for number in range(400) if mixed.has_warning(number)}
    meant = [problem for problem in found.problems if problem.code not in BY_CHANCE]
    assert {int(Path(problem.path).stem[1:]) for problem in meant} == (warned if shape != "plain" else set())


def test_a_mixed_archive_holds_what_it_says(tmp_path: Path) -> None:
    corpus.write(tmp_path, 2000, shape="mixed")
    items = [path.read_text("utf-8") for path in sorted(tmp_path.rglob("x*.md"))]
    texts = [item.partition("\n---\n")[2] for item in items]
    assert 0.25 < sum(re.search(r"[`\[>_~&\\]|\n {2,}[-\d]| \n", text) is not None for text in texts) / len(texts) < 0.4
    assert 0.3 < sum('\ntitle: "' in item for item in items) / len(items) < 0.5
    writers = Counter(re.findall(r"\nunit: (\S+)\n(?:.*\n)*?authors: \[([^\],]+)", "".join(items)))
    assert len({name for _, name in writers}) == len(mixed.AUTHORS) == 60
    assert len(writers) > 500
    assert len({problem.code for problem in load(tmp_path, TODAY).problems} - BY_CHANCE) == len(WARNINGS)


def test_edits_change_what_they_say_and_leave_no_errors(tmp_path: Path) -> None:
    corpus.write(tmp_path, 400, shape="mixed")
    for key, edit in edits.EDITS.items():
        before = contents(tmp_path)
        edit(tmp_path, 0)
        after = contents(tmp_path)
        changed = {path for path in before | after if before.get(path) != after.get(path)}
        assert len(changed) >= 1, key
        assert key in SEVERAL or len(changed) == 1, key
        assert load(tmp_path, TODAY).errors == (), key
    assert {path.name for path in after if path.name.startswith("x9")} == {"x900000.md"}


def test_a_plain_archive_is_edited_where_it_can_be(tmp_path: Path) -> None:
    corpus.write(tmp_path, 50)
    for key in ("body", "title", "adoption", "new", "delete", "rename", "unit"):
        edits.EDITS[key](tmp_path, 0)
    for key in ("body-link", "body-footnote", "body-warned", "warning-goes", "issue", "new-issue", "call", "scheme"):
        with pytest.raises(LookupError):
            edits.EDITS[key](tmp_path, 0)


@pytest.mark.slow
def test_a_few_cases_are_measured(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.run", "--items", "30", "--runs", "1", "--folder", str(tmp_path)]
    done = subprocess.run(
        [*command, "--cases", "title", "adoption", "next-day", "template"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split(" | ")[0] for line in done.stdout.splitlines() if line.startswith("| ours")]
    assert rows == [f"| {report.NAMES[key]}" for key in ("whole", "title", "adoption", "next-day", "template")]


def contents(root: Path) -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in root.rglob("*") if path.suffix in {".md", ".toml"}}


BAD_ARGUMENTS = [
    ("corpus", ["x", "0"], "less than 1"),
    ("corpus", ["x", "-3", "--shape", "law"], "less than 1"),
    ("corpus", ["/dev/null/x", "3"], "/dev/null/x"),
    ("report", ["missing.json"], "missing.json"),
    ("report", [str(ROOT / "README.md")], "no figures"),
]


@pytest.mark.parametrize(("name", "arguments", "said"), BAD_ARGUMENTS)
def test_bad_arguments_are_told(
    name: str, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [name, *arguments])
    with pytest.raises(SystemExit) as exit_info:
        {"corpus": corpus, "report": report}[name].main()
    assert exit_info.value.code == 2
    assert said in capsys.readouterr().err
