"""``close`` and ``reopen``: a year of the sample is closed, and an adoption recorded after that."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bulletin import cli
from bulletin.cli.tables import terminal_table
from bulletin.scoring.circulars.tables import DataTable
from tests.support.paths import ROOT

TODAY = "2026-11-22"
ITEM = "content/items/2025/liudong-mopai.md"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for name in ("content", "issues", "registry"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def ask(capsys: pytest.CaptureFixture[str], archive: Path, *arguments: str) -> tuple[int, str, str]:
    given = [*arguments, "--archive", str(archive), *(() if "--date" in arguments else ("--date", TODAY))]
    code = cli.main([*given, "--lang", "zh"])
    said = capsys.readouterr()
    return code, said.out, said.err


def stats(capsys: pytest.CaptureFixture[str], archive: Path, period: str) -> dict[str, dict[str, Any]]:
    value = json.loads(ask(capsys, archive, "stats", "--period", period, "--format", "json")[1])
    return {unit["id"]: unit for group in value["groups"] for unit in group["units"]} | {"": value}


def record_adoption(archive: Path) -> str:
    """Record an adoption of an item that had none, dated in December 2025; return its unit."""
    file = archive / ITEM
    before = file.read_text("utf-8")
    assert "adopted-by" not in before
    added = "adopted-by:\n  - {publication: 安澜组织工作信息, issue: 99, date: 2025-12-20, treatment: 单篇}\n---\n"
    file.write_text(before.replace("---\n", "\0", 1).replace("---\n", added, 1).replace("\0", "---\n"), "utf-8")
    return next(line for line in before.splitlines() if line.startswith("unit:")).removeprefix("unit:").strip()


def test_an_adoption_recorded_after_the_year_was_closed(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = stats(capsys, archive, "2025")
    code, out, _ = ask(capsys, archive, "close", "2025", "--yes")
    assert code == 0
    assert "2025年已定稿" in out
    assert {key: value for key, value in stats(capsys, archive, "2025").items() if key} == {
        key: value for key, value in before.items() if key
    }
    name = record_adoption(archive)
    after = stats(capsys, archive, "2025")
    (changed,) = [one for one in after[""]["supplements"] if one["adoptions"][1]]
    unit = changed["unit"]
    # 《安澜组织工作信息》单篇采用，每篇6分。
    printed, since, known = changed["points"]
    assert (since, float(printed) + 6) == ("6", float(known))
    for kept in ("rank", "points", "adoption_rate", "adoptions", "points_by_family"):
        assert after[unit][kept] == before[unit][kept], kept
    assert {key: one["rank"] for key, one in after.items() if key} == {
        key: one["rank"] for key, one in before.items() if key
    }
    table = ask(capsys, archive, "stats", "--period", "2025")[1]
    assert "已定稿（2026-11-22）" in table
    both = [float(printed), 6.0, float(known)]
    ledger = json.loads(ask(capsys, archive, "ledger", "--unit", name, "--period", "2025", "--format", "json")[1])
    assert ledger["total"] == known
    (part,) = ledger["closed"]
    assert (part["period"], list(map(float, part["points"]))) == ("2025", both)
    assert [(one["date"], one["points"], one["printed"]) for one in part["supplements"]] == [("2025-12-20", "6", "0")]
    text = ask(capsys, archive, "ledger", "--unit", name, "--period", "2025", "--format", "csv")[1]
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    points = ("得分（定稿）", "得分（补记）", "得分（合计）")
    assert [[float(row[key]) for key in points] for row in rows if row["表"] == "已定稿的时期"] == [both]
    assert [row["日期"] for row in rows if row["表"] == "补记明细"] == ["2025-12-20"]
    assert sum(float(row["得分"]) for row in rows if row["得分"]) == both[2]
    shown = ask(capsys, archive, "ledger", "--unit", name, "--period", "2025")[1]
    assert "已定稿的时期" in shown
    assert "得分（定稿）" in terminal_table(DataTable("", ("单位", "得分（定稿）"), (("甲", 0),), shows_zeros=True))
    assert shown.rstrip().endswith(f"合计：{known}")
    text = ask(capsys, archive, "stats", "--period", "2025", "--format", "csv")[1]
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {len(line) for line in lines} == {len(lines[0])}
    found = [dict(zip(lines[0], line, strict=True)) for line in lines]
    assert [[float(row[key]) for key in points] for row in found if row["表"] == "补记"] == [both]
    assert [row["得分"] for row in found if row["表"] == "补记明细"] == [""]
    file = archive / "o.xlsx"
    assert ask(capsys, archive, "stats", "--period", "2025", "--format", "xlsx", "--out", str(file))[0] == 0
    with zipfile.ZipFile(file) as book:
        assert 'name="补记"' in book.read("xl/workbook.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "得分（定稿）" in texts
    assert "得分（补记）" in texts
    # The year to date has all that is known.
    assert after[unit]["adoptions_to_date"] == before[unit]["adoptions_to_date"] + 1


def test_what_is_asked_before_a_period_is_closed(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    code, out, _ = ask(capsys, archive, "close", "2025", "--dry-run")
    assert code == 0
    assert "registry/closed/2025.json" in out
    assert ask(capsys, archive, "close", "2025")[0] == 1
    assert not (archive / "registry/closed").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("close", "2026", "--yes"), 1, "尚未结束，2027-01-01 起才能定稿"),
        (("close", "2026-H2", "--yes"), 1, "尚未结束"),
        (("close", "2026-10", "--yes"), 2, "只有年度、半年和季度可以定稿"),
        (("close", "1999", "--yes"), 1, "1999年没有通报：全年没有报送和采用。"),
        (("reopen", "2025", "--reason", "错"), 1, "没有定稿"),
        *((("reopen", "2025", "--reason", reason), 2, "请写明理由") for reason in ("", " ", "\n\n", "\u200b")),
        (("reopen", "2025"), 2, "请写明理由"),
        (("reopen", "2025", "--reason", "长" * 201), 2, "理由有 201 字，最多 200 字"),
        (("reopen", "--reason", "错"), 2, "缺少 PERIOD"),
        (("close",), 2, "缺少 PERIOD"),
    ],
)
def test_what_is_refused(
    archive: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    found, _, err = ask(capsys, archive, *arguments)
    assert (found, said in err) == (code, True), err


def test_an_archive_with_errors_is_not_closed(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / ITEM).write_text("---\ntitle: 无\n---\n", "utf-8")
    assert ask(capsys, archive, "close", "2025", "--yes")[0] == 1
    assert not (archive / "registry/closed").exists()


def test_what_stops_a_build_stops_a_closing(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / "mkdocs.yml").write_text("site_nam: 信息\nplugins: [bulletin]\nhooks: [other.py]\n", "utf-8")
    code, _, err = ask(capsys, archive, "close", "2025", "--yes")
    assert (code, "mkdocs.yml" in err) == (1, True)
    assert not (archive / "registry/closed").exists()


def test_what_was_printed_is_in_the_language_of_the_site(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme = archive / "registry/schemes/2026.toml"
    limit = '\n[[limit]]\nwords = "季度得分最多10分"\nmax = 10\nper = "季度"\n'
    scheme.write_text(scheme.read_text("utf-8") + limit, "utf-8")
    code = cli.main(["close", "2026-Q3", "--yes", "--archive", str(archive), "--date", TODAY, "--lang", "en"])
    assert (code, "is closed" in capsys.readouterr().out) == (0, True)
    units = json.loads((archive / "registry/closed/2026-Q3.json").read_text("utf-8"))["units"]
    texts = [one["text"] for unit in units for key in ("failures", "changes", "disqualified") for one in unit[key]]
    assert [text for text in texts if text.startswith("封顶-")]
    assert not [text for text in texts if "cap" in text]


def test_a_reason_that_may_not_be_published_is_not_written(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, archive, "close", "2025-Q4", "--yes")[0] == 0
    file = archive / "registry/closed/2025-Q4.json"
    before = file.read_bytes()
    code, _, err = ask(capsys, archive, "reopen", "2025-Q4", "--reason", "请洽13812345678")
    assert (code, "138******78" in err) == (1, True)
    assert file.read_bytes() == before


def test_a_file_that_was_altered_can_be_opened_again(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, archive, "close", "2025-Q4", "--yes")[0] == 0
    file = archive / "registry/closed/2025-Q4.json"
    digest = json.loads(file.read_text("utf-8"))["digest"]
    file.write_text(file.read_text("utf-8").replace('"rank": 1,', '"rank": 2,'), "utf-8")
    assert ask(capsys, archive, "close", "2025", "--yes")[0] == 1
    assert ask(capsys, archive, "reopen", "2025-Q4", "--reason", "改了一处\n名次")[0] == 0
    (history,) = json.loads(file.read_text("utf-8"))["reopened"]
    assert (history["digest"], history["reason"]) == (digest, "改了一处 名次")
    assert ask(capsys, archive, "check")[0] == 0
    file.write_text("{", "utf-8")
    code, _, err = ask(capsys, archive, "reopen", "2025-Q4", "--reason", "错")
    assert (code, "版本历史" in err) == (1, True)


def test_a_period_is_opened_again_and_closed_anew(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, archive, "close", "2025", "--yes", "--date", "2026-11-20")[0] == 0
    first = json.loads((archive / "registry/closed/2025.json").read_text("utf-8"))
    assert ask(capsys, archive, "close", "2025", "--yes")[0] == 1
    record_adoption(archive)
    code, out, _ = ask(capsys, archive, "reopen", "2025", "--reason", "漏计一次采用")
    assert (code, "已取消定稿" in out) == (0, True)
    assert stats(capsys, archive, "2025")[""]["closed"] is None
    assert ask(capsys, archive, "close", "2025", "--yes")[0] == 0
    again = json.loads((archive / "registry/closed/2025.json").read_text("utf-8"))
    history = {"closed": "2026-11-20", "digest": first["digest"], "reopened": TODAY, "reason": "漏计一次采用"}
    assert (again["closed"], again["reopened"]) == (TODAY, [history])
    assert stats(capsys, archive, "2025")[""]["supplements"] == []
