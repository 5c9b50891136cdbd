"""Workbooks, opened with openpyxl: what stands above the tables, what numbers look like, and how they are printed."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.exports import register_files, stats_files
from bulletin.exports.context import ExportContext
from bulletin.exports.workbook import WorkbookHead, workbook_bytes
from bulletin.model.archive import Archive
from bulletin.scoring.circulars.tables import DataTable, Rate
from tests.support.archives import TODAY, issue, item, loaded
from tests.support.require import require
from tests.support.scoring_archives import adopted, archive, publication, registry
from tests.support.scoring_archives import item as scored_item

SAY = translator("zh")
HEAD = WorkbookHead("信息统计", "2026-01-01 至 2026-03-31", "柳川县委组织部", date(2026, 3, 31))
Q1 = Period.parse("2026-Q1")


def opened(data: bytes) -> Mapping[str, Worksheet]:
    """Return the sheets of a workbook by name."""
    book = load_workbook(io.BytesIO(data))
    return {name: book[name] for name in book.sheetnames}


def cells(sheet: Worksheet) -> list[list[Any]]:
    """Return the values of the rows below the head."""
    return [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]


def test_every_kind_of_cell() -> None:
    texts = ("=1+1", "0146", "411523199001011234", "_x4E00_", "a\x07b", "＋86")
    rows = (
        (Rate(Fraction(1, 3)), Fraction(14, 3), 1234, date(2026, 3, 5), texts[0]),
        (Rate(Fraction(1)), Fraction(5, 2), 12345678901234567890, None, texts[1]),
        (None, Fraction(-3), 0, None, texts[2]),
        (None, None, None, None, texts[3]),
        (None, None, None, None, texts[4]),
        (None, None, None, None, texts[5]),
    )
    data = workbook_bytes([DataTable("表", ("率", "分", "数", "日", "文"), rows)], HEAD, SAY)
    assert data == workbook_bytes([DataTable("表", ("率", "分", "数", "日", "文"), rows)], HEAD, SAY)
    sheet = opened(data)["表"]
    # A third is a number: 33.3 % and 4.6667 as on the page, exact below it; what ends has no decimals too many.
    shown: list[Any] = [
        [(cell.value, cell.number_format) for cell in row[:4]] for row in sheet.iter_rows(min_row=4, max_row=6)
    ]
    assert shown[0] == [
        (pytest.approx(1 / 3), "0.0%"),
        (pytest.approx(14 / 3), "0.0000"),
        (1234, "#,##0"),
        (datetime(2026, 3, 5), "yyyy-mm-dd"),  # noqa: DTZ001 - a day
    ]
    assert [*shown[1][:3], *shown[2][1:3]] == [
        (1, "0%"),
        (2.5, "0.0"),
        ("12345678901234567890", "General"),
        (-3, "0"),
        (0, "#,##0"),
    ]
    # Texts are texts: no number, no character out of digits, no formula, also where somebody edits the cell.
    found = [row[4] for row in sheet.iter_rows(min_row=4)]
    assert [cell.data_type for cell in found] == ["s"] * 6
    assert [cell.value for cell in found] == ["=1+1", "0146", texts[2], "_x4E00_", "a b", "＋86"]
    assert [bool(cell.quotePrefix) for cell in found] == [True, False, False, False, False, True]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
        assert "_x005F_x4E00_" in book.read("xl/sharedStrings.xml").decode()
        assert "2026-03-31T00:00:00Z" in book.read("docProps/core.xml").decode()


def office() -> Archive:
    """Return two units: 甲 sent in two items, of which the city took one; 乙 sent in one."""
    items = [scored_item("a", "甲", "1-5", adoptions=[adopted("市刊", "2-9")])]
    items += [scored_item("b", "甲", "2-5"), scored_item("c", "乙", "2-6")]
    scheme = 'name = "办法"\n[[adoption]]\nwords = "市采用"\npoints = "14/3"\n'
    return archive(registry("甲、乙", [publication("市刊", "市")]), scheme, items)


def test_the_workbook_of_a_circular() -> None:
    [data] = [f.make() for f in stats_files.period_files(office(), Q1, SAY) if f.address.endswith(".xlsx")]
    sheet = opened(data)["其他单位"]
    assert sheet["A1"].value == "2026年第一季度信息报送采用情况通报　其他单位"
    assert sheet["A2"].value.startswith("时期：2026-01-01 至 2026-03-31")
    heads = [cell.value for cell in sheet[3]]
    # 甲: 2 items, 1 adoption, a rate of 1/2, 14/3 points.
    first = dict(zip(heads, sheet[4], strict=True))
    assert [first[name].value for name in ("报送单位", "报送条数", "采用篇次")] == ["甲", 2, 1]
    assert (first["采用率"].value, first["采用率"].number_format) == (0.5, "0%")
    assert first["得分"].value == pytest.approx(14 / 3)
    assert first["得分"].number_format == "0.0000"
    # Heads and the names of units stay in view; filters reach from the head to the last row; a chart stands below.
    at = heads.index("报送单位")
    assert sheet.freeze_panes == sheet.cell(4, at + 2).coordinate
    assert sheet.auto_filter.ref == f"A3:{sheet.cell(5, len(heads)).coordinate}"
    [chart] = sheet._charts  # type: ignore[attr-defined]
    assert chart.anchor._from.row == 6
    assert [len(series.val.numRef.numCache.pt) for series in chart.series] == [2, 2]
    # Printed across, as wide as a page, the head on each.
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
        "landscape",
        0,
        "$3:$3",
    )
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_wide_table_is_printed_on_pages_beside_one_another() -> None:
    wide = DataTable("宽", ("单位", *(f"第{n}列" for n in range(60))), (("甲", *range(60)),))
    sheet = opened(workbook_bytes([wide], HEAD, SAY))["宽"]
    # 60 columns of 9 characters and one of 8 are 548: three pages of 200, each with the names.
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (3, "$A:$A")


CALL = "---\ntitle: 约稿\ndate: 2026-03-01\ndue: 2026-03-20\nunit: [城关镇, 东双河镇]\n---\n提纲\n"
ENDORSED = "[{by: 县委书记, level: 县, date: 2026-03-20, text: =很好, follow-up-due: 2026-04-01}]"


def test_the_registers_of_the_site(tmp_path: Path) -> None:
    files = {
        "content/items/2026/a.md": item(
            title="头一篇", date="2026-03-05", commission="2026-c", endorsements=ENDORSED, outcomes="[{title: 办法}]"
        ),
        "content/calls/2026-c.md": CALL,
        "issues/2026/001.md": issue(items="[2026/a]"),
    }
    found = loaded(tmp_path, files).require_valid().archive
    context = ExportContext(
        archive=found, say=SAY, language="zh", site_url="", pages=tuple, feed_content=lambda _path, _base: ""
    )
    made = {file.address.removeprefix("data/"): file.make() for file in register_files.files(context)}
    assert made == {file.address.removeprefix("data/"): file.make() for file in register_files.files(context)}
    texts = {name: data.decode("utf-8-sig").splitlines()[1:] for name, data in made.items() if name.endswith(".csv")}
    assert texts["endorsements.csv"] == [
        "2026-03-20,县级,县委书记,'=很好,逾期未反馈,2026-04-01,,,头一篇,城关镇,2026/a",
    ]
    assert texts["outcomes.csv"] == ["2026-03-05,办法,头一篇,城关镇,2026/a"]
    # As of the day of the tests, 东双河镇 owes its answer.
    late = (TODAY - date(2026, 3, 20)).days
    assert texts["calls.csv"] == [
        "2026-03-01,约稿,2026-03-20,城关镇,按时报送,2026-03-05,,头一篇,,2026-c",
        f"2026-03-01,约稿,2026-03-20,东双河镇,逾期未报,,{late},,,2026-c",
    ]
    assert [line.rpartition(",")[2] for line in texts["issues.csv"]] == ["2026/001"]
    # The workbooks have the same rows as the texts, days as days.
    for name, title in (("endorsements", "领导批示"), ("calls", "约稿与征集"), ("issues", "期刊")):
        rows = cells(opened(made[f"{name}.xlsx"])[title])
        assert len(rows) == len(texts[f"{name}.csv"])
        assert all(isinstance(row[0], datetime) for row in rows)
    sheet = opened(made["items-2026.xlsx"])["稿件"]
    assert [cell.value for cell in sheet[3]][:5] == ["编号", "标题", "报送单位", "类别", "日期"]
    assert cells(sheet)[0][:5] == ["2026/a", "头一篇", "城关镇", "经验", datetime(2026, 3, 5)]  # noqa: DTZ001 - a day


@pytest.mark.slow
def test_libreoffice_opens_a_workbook(tmp_path: Path) -> None:
    [data] = [f.make() for f in stats_files.period_files(office(), Q1, SAY) if f.address.endswith(".xlsx")]
    (tmp_path / "a.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    given = [require("libreoffice"), "--headless", profile, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*given, "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")], check=True, capture_output=True)
    lines = (tmp_path / "a.csv").read_text("utf-8").splitlines()
    # What is shown is what the page says: 50 %, and 4.6667.
    assert lines[0].startswith("2026年第一季度信息报送采用情况通报")
    assert "50%" in lines[3]
    assert "4.6667" in lines[3]
