"""Adoptions are recorded from the tables that offices keep: many at once, and what is not clear is told."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from bulletin import cli
from bulletin.content.loader import load
from bulletin.core.problems import BulletinError
from bulletin.editing.adoption_table import read_table
from tests.support import archives
from tests.support.archives import TODAY
from tests.support.paths import ROOT
from tests.support.terminal import answered

HEADS = ["序号", "标题", "采用刊物", "期 号", "采用日期", "采用形式", "版面"]
COUNT = 31


def title(number: int) -> str:
    towns, works = "城关东河南坪北店西塘石门", "党建引领治理产业发展人才下乡养老服务山林防火"
    place, work = towns[number % 12] + towns[number // 3], works[number % 11 : number % 11 + 4]
    return f"{place}村以“{work}”促{works[-number % 9 :][:4]}第{number}法"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    items = {
        f"content/items/2026/item-{n}.md": archives.item(f"第{n}村办了{n * 7}件事。", title=title(n))
        for n in range(COUNT)
    }
    return archives.write(tmp_path / "archive", items)


def run(root: Path, *arguments: str, lang: str = "en") -> int:
    return cli.main(["adopt", *arguments, "--archive", str(root), "--date", str(TODAY), "--lang", lang])


def workbook(rows: list[list[Any]], heads: list[str] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026 年采用情况统计表"])
    sheet.merge_cells("A1:G1")
    for row in [heads or HEADS, *rows]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of_a_year() -> list[list[Any]]:
    publications = ["《组工信息》", "省组工信息", "东江日报"]
    return [
        [n + 1, title(n), publications[n % 3], 31 + n, date(2026, 4, 1 + n % 28), "单篇", None] for n in range(COUNT)
    ]


def test_thirty_one_at_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = root.parent / "adoptions.xlsx"
    table.write_bytes(workbook([*rows_of_a_year(), ["", "合计", "", 31]]))
    assert run(root, "--from", str(table)) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Adoptions recorded: 31, in items: 31.\n")
    assert err == ""
    adopted = load(root, TODAY).require_valid().archive.adoptions
    assert len(adopted) == COUNT
    ninth = next(event for event in adopted if event.item.id == "2026/item-9")
    assert (ninth.publication.id, ninth.adoption.issue, ninth.date) == ("zugong", "40", date(2026, 4, 10))
    assert run(root, "--from", str(table)) == 0
    assert capsys.readouterr().err.count("has this already") == COUNT
    assert cli.main(["undo", "--archive", str(root), "--lang", "en"]) == 0
    assert not load(root, TODAY).archive.adoptions


def test_all_rows_or_none_unless_the_clear_ones_do(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = root.parent / "adoptions.csv"
    rows = [
        "稿件编号,标题,刊物,期号,日期,形式,页码",
        f",{title(0)[:-2]},组工信息第146期,,2026年4月2日,全文,3",  # the end is cut
        ",完全没有报送过的一篇稿件,组工信息,1,2026-04-02,,",
        "2026/item-1,,组工简报,1,2026-04-02,,",
        "2026/item-1,,组工信息,1,4月2日,,",
        "2026/item-1,,组工信息,1,2026-12-24,,",
        "2026/item-1,,组工信息,1,2026-04-02,头条,",
        "2026/item-2,,,1,2026-04-02,,",
        ",,组工信息,1,2026-04-02,,",
        "2026/item-3,,《组工信息》,7,2026-04-02,,",
        "item-3,,组工信息,第7期,2026-04-02,,",  # the same again
        "2026/item-4,,东江日报,,,,",
    ]
    table.write_bytes("\n".join(rows).encode("gbk"))
    assert run(root, "--from", str(table)) == 1
    out, err = capsys.readouterr()
    assert out == ""
    said = [
        f"Row 2, “{title(0)[:-2]}”: taken for “{title(0)}”.",
        "Row 3, “完全没有报送过的一篇稿件”: There is no “完全没有报送过的一篇稿件” in this archive.",
        "Row 4, “2026/item-1”: There is no publication “组工简报” in the registry. Did you mean “组工信息”?",
        "Row 5, “2026/item-1”: “4月2日” is no day; write 2026-03-05.",
        "Row 6, “2026/item-1”: 2026-12-24 is after today (2026-11-22).",
        "Row 7, “2026/item-1”: “头条” is not known here; known are 全文、单篇、综合、摘要、简讯.",
        "Row 8, “2026/item-2”: The row names no publication.",
        "Row 9, “”: The row names no item.",
        f"Row 11, “item-3”: “{title(3)}” has this already: content/items/2026/item-3.md, line 7.",
        "Rows without a day: 1; 2026-06-01 was taken for them.",
        "Nothing was written: rows that are not clear: 7. Correct them, or record the others with --yes.",
    ]
    assert not load(root, TODAY).archive.adoptions
    assert run(root, "--from", str(table), "--on", "2026-06-01", "--dry-run") == 1
    out, err = capsys.readouterr()
    assert out.count("\n+++ ") == 3
    assert err.splitlines() == [*said[:-1], "Nothing was written."]
    assert run(root, "--from", str(table), "--on", "2026-06-01", "--yes", "--format", "json") == 1
    value = json.loads(capsys.readouterr().out)
    assert value["written"] is True
    states = ["recorded", *["unclear"] * 7, "recorded", "known", "recorded"]
    assert [row["state"] for row in value["rows"]] == states
    events = load(root, TODAY).require_valid().archive.adoptions
    assert [(event.item.id, str(event.date), event.adoption.issue) for event in events] == [
        ("2026/item-0", "2026-04-02", "146"),
        ("2026/item-3", "2026-04-02", "7"),
        ("2026/item-4", "2026-06-01", ""),
    ]


def test_rows_that_are_pasted(root: Path) -> None:
    pasted = f"题目\t刊物\t期数\n{title(5)}\t组工信息\t8\n{title(5)}\t东江日报\t\n"
    command = [sys.executable, "-m", "bulletin", "adopt", "--from", "-", "--archive", str(root), "--date", str(TODAY)]
    done = subprocess.run([*command, "--lang", "en"], cwd=ROOT, input=pasted.encode(), capture_output=True, check=True)
    assert done.stdout.decode() == "Adoptions recorded: 2, in items: 1.\n  content/items/2026/item-5.md\n"
    assert done.stderr.decode() == "Rows without a day: 2; 2026-11-22 was taken for them.\n"


def test_the_item_of_an_unclear_row_is_asked_for_in_a_terminal(root: Path) -> None:
    rows = ["标题,刊物,期号,日期", f"{title(7)[:9]}的好经验,组工信息,8,2026-04-02", "毫不相干,组工信息,9,2026-04-02"]
    (root / "table.csv").write_text("\n".join(rows), "utf-8")
    said = answered(["adopt", "--from", "table.csv", "--date", str(TODAY)], ["7", "1", "哪个", "y", "是"], root)
    assert said.code == 1, said.err
    assert said.err.count("第 3 行“毫不相干”：没有找到“毫不相干”。") == 1
    assert "rror" not in said.err
    assert [event.adoption.issue for event in load(root, TODAY).archive.adoptions] == ["8"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "save it as .xlsx"),
        (b"PK\x03\x04broken", "cannot be read as xlsx or csv"),
        (b"\xff\xff\x00\x00", "cannot be read as xlsx or csv"),
        ("标题,期号\n甲,1\n".encode(), "heads of the columns"),
        ("标题,刊物,题目\n甲,乙,丙\n".encode(), "“标题” and “题目”"),
        (("标题,刊物\n" + "甲,乙\n" * 5001).encode(), "more than 5000 rows"),
    ],
)
def test_tables_that_cannot_be_read(data: bytes, said: str) -> None:
    with pytest.raises(BulletinError) as error:
        read_table(data)
    assert said in str(error.value).format(**error.value.values)


def test_an_empty_table_and_one_that_is_not_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root.parent / "empty.csv").write_text("标题,刊物\n", "utf-8")
    assert run(root, "--from", str(root.parent / "empty.csv")) == 1
    assert run(root, "--from", str(root.parent / "nowhere.csv")) == 1
    assert run(root, "2026/item-1", "--from", str(root.parent / "empty.csv")) == 2
    err = capsys.readouterr().err
    assert "no rows below the heads" in err
    assert "nowhere.csv cannot be read" in err


def test_cells_of_excel() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["说明"],
        [],
        ["编号", "刊物", "期号", "日期"],
        ["a", "组工信息", 3.0, date(2026, 4, 1)],
        ["b", None, "0146", "2026.4.2"],
    ):
        sheet.append(row)
    sheet.merge_cells("B4:B5")
    out = io.BytesIO()
    book.save(out)
    assert [(row.number, *row.values.values()) for row in read_table(out.getvalue()).rows] == [
        (4, "a", "组工信息", "3", "2026-04-01"),
        (5, "b", "组工信息", "0146", "2026.4.2"),
    ]


@pytest.mark.parametrize("head", ["时间", "刊登时间", "刊出日期", "发表时间", "刊发时间", "见报日期"])
def test_the_head_of_days_has_many_names(head: str) -> None:
    [row] = read_table(f"标题,刊物,{head}\n甲,乙,2026-04-02\n".encode()).rows
    assert row.values["date"] == "2026-04-02"


def test_columns_that_are_passed_over(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = root.parent / "table.csv"
    table.write_text(f"标题,刊物,何日,备注\n{title(1)},组工信息,2026-04-02,好\n", "utf-8")
    assert run(root, "--from", str(table)) == 1
    assert "yet “何日” has days in it" in capsys.readouterr().err
    table.write_text(f"标题,刊物,日期,点评,空\n{title(1)},组工信息,2026-04-02,好,\n", "utf-8")
    assert run(root, "--from", str(table)) == 0
    assert capsys.readouterr().err == "Columns that are not understood and were passed over: 点评.\n"
