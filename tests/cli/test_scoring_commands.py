"""The commands of statistics and the files of statistics have the same figures."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bulletin import cli
from bulletin.content.loader import load
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.exports.csv_files import tables_csv
from bulletin.exports.stats_files import files
from bulletin.scoring import circular
from bulletin.scoring.circulars.tables import DataTable
from bulletin.scoring.circulars.text import summary
from bulletin.scoring.periods import circular_periods, period_name
from tests.support import archives
from tests.support.paths import ROOT

SAMPLE = ("--archive", str(ROOT), "--date", "2026-11-22", "--lang", "en")


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main([*arguments, *SAMPLE])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_stats_in_json_keep_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "stats", "--period", "2026-Q3", "--format", "json")
    value = json.loads(out)
    assert code == 0
    assert value["period"] == {"from": "2026-07-01", "to": "2026-09-30", "label": "2026-Q3"}
    assert value["scheme"] == "2026"
    counted = {"submitted", "adopted_items", "adoptions", "by_level", "by_publication"}
    assert counted | {"adoption_rate", "by_category"} <= set(value["totals"])
    wanted = counted | {"id", "name", "submitted_to_date", "points", "points_to_date", "rank", "quota"}
    wanted |= {"completion", "late", "missed", "erroneous"}
    units = [unit for group in value["groups"] for unit in group["units"]]
    assert all(wanted <= set(unit) for unit in units)
    assert value["zero_reports"] == ["bgs", "longquan", "jingou"]
    for unit in units:
        total = sum(map(Fraction, unit["points_by_family"].values()))
        assert abs(total - Fraction(unit["points"])) < Fraction(1, 1000)


def test_a_group_alone(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ask(capsys, "stats", "--period", "2026", "--group", "部机关科室", "--format", "json")
    value = json.loads(out)
    assert [group["id"] for group in value["groups"]] == ["offices"]
    assert value["zero_reports"] == []


def test_a_ledger_adds_up_to_the_points(capsys: pytest.CaptureFixture[str]) -> None:
    stats = json.loads(ask(capsys, "stats", "--period", "2026", "--format", "json")[1])
    for unit in ("chengguan", "组织科", "nanwan"):
        value = json.loads(ask(capsys, "ledger", "--unit", unit, "--period", "2026", "--format", "json")[1])
        assert set(value) == {"unit", "period", "entries", "total", "closed", "remarks"}
        assert all({"date", "rule", "item", "event", "points", "why"} <= set(entry) for entry in value["entries"])
        row = next(u for g in stats["groups"] for u in g["units"] if u["id"] == value["unit"])
        assert value["total"] == row["points"]
        assert abs(sum(Fraction(e["points"]) for e in value["entries"]) - Fraction(value["total"])) < Fraction(1, 100)


def test_tables_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "stats", "--period", "2026-Q3")
    assert code == 0
    assert "Items submitted in the third quarter of 2026: 21, as many as in the quarter before" in out
    assert "Units with nothing submitted (3): 办公室, 龙泉镇, 金沟乡." in out
    assert "Rank" in out
    _, out, _ = ask(capsys, "ledger", "--unit", "城关镇", "--period", "2026")
    assert out.rstrip().endswith("Total: 23.75")
    # Identifiers are in files only; people read what happened.
    assert "“安澜组织工作信息” No. 18 page 4" in out
    assert not re.search(r"[a-z]/\w|xiaoshi-qiang|quota|xiangzhen", out)
    _, out, _ = ask(capsys, "explain-scheme", "2026")
    assert "Adoption (publication: 组工信息): 40 points" in out
    _, out, _ = ask(capsys, "explain-scheme", "--format", "json")
    assert [s["id"] for s in json.loads(out)["schemes"]] == ["2025", "2026"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("stats", "--period", "2026-Q5"), "is no period"),
        (("stats", "--period", "2026", "--group", "乡镇"), "Nobody knows “乡镇”"),
        (("ledger", "--unit", "城官镇", "--period", "2026"), "Did you mean “城关镇”?"),
        (("explain-scheme", "2024"), "Nobody knows “2024”"),
        (("stats",), "--period"),
    ],
)
def test_wrong_usage_is_told(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    code, out, err = ask(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert said in err


def test_files_for_spreadsheets(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for kind in ("csv", "xlsx"):
        path = tmp_path / f"figures.{kind}"
        code, out, err = ask(capsys, "stats", "--period", "2026-Q3", "--format", kind, "--out", str(path))
        assert (code, out) == (0, "")
        assert "figures" in err
    rows = list(csv.reader(io.StringIO((tmp_path / "figures.csv").read_text("utf-8-sig"), newline="")))
    assert rows[0][:3] == ["Group", "Rank", "Unit"]
    assert {len(row) for row in rows} == {len(rows[0])}
    with zipfile.ZipFile(tmp_path / "figures.xlsx") as book:
        assert book.testzip() is None
        assert "南湾镇" in book.read("xl/sharedStrings.xml").decode()


def test_a_ledger_for_spreadsheets(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    code, *_ = ask(capsys, "ledger", "--unit", "城关镇", "--period", "2026", "--format", "xlsx", "--out", str(path))
    assert code == 0
    listed = json.loads(ask(capsys, "ledger", "--unit", "城关镇", "--period", "2026", "--format", "json")[1])
    _, about, heads, *rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    assert about[0] == "Period: 2026-01-01 to 2026-12-31　　Edited by 中共柳川县委组织部办公室"
    assert heads[2] == "Points"
    assert [row[2] for row in rows] == [float(Fraction(entry["points"])) for entry in listed["entries"]]
    assert [f"{row[0]:%Y-%m-%d}" for row in rows] == [entry["date"] for entry in listed["entries"]]


def test_every_table_of_figures_is_in_the_data() -> None:
    archive = load(ROOT, date(2026, 11, 22)).archive
    names = [file.address.removeprefix("data/") for file in files(archive, translator("en"))]
    for period in circular_periods(archive):
        assert {f"stats-{period.label}.{kind}" for kind in ("csv", "xlsx", "json")} <= set(names)
    assert {f"ledger-{year}.{kind}" for year in (2025, 2026) for kind in ("csv", "xlsx", "json")} <= set(names)
    assert len(names) == len(set(names)) == 3 * (len(circular_periods(archive)) + 2)


def test_numbers_are_numbers_and_texts_are_never_formulas() -> None:
    sheet = DataTable(
        title="[a]:b", headers=("n", "t"), rows=((Fraction(-5, 2), "=1+1"), (None, "+86"), (-3, date(2026, 1, 2)))
    )
    assert tables_csv([sheet], translator("en")).decode("utf-8-sig").splitlines() == [
        "n,t",
        "-2.5,'=1+1",
        ",'+86",
        "-3,2026-01-02",
    ]


def test_the_year_of_a_scheme_is_a_page_of_figures() -> None:
    archive = load(ROOT, date(2026, 11, 22)).archive
    labels = [period.label for period in circular_periods(archive)]
    assert labels[:7] == ["2026", "2026-H2", "2026-Q4", "2026-Q3", "2026-H1", "2026-Q2", "2026-Q1"]
    assert "2025-Q4" in labels


@pytest.mark.parametrize(
    ("label", "english", "chinese"),
    [
        ("2026", "the year 2026", "2026年"),
        ("2026-H2", "the second half of 2026", "2026年下半年"),
        ("2026-Q3", "the third quarter of 2026", "2026年第三季度"),
        ("2026-07-01..2026-08-03", "2026-07-01 to 2026-08-03", "2026-07-01 至 2026-08-03"),
    ],
)
def test_names_of_periods(label: str, english: str, chinese: str) -> None:
    assert period_name(Period.parse(label), translator("en")) == english
    assert period_name(Period.parse(label), translator("zh")) == chinese


@pytest.mark.parametrize(
    ("label", "previous", "year_before"),
    [
        ("2026", "2025", "2025"),
        ("2026-H1", "2025-H2", "2025-H1"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-01-11..2026-01-20", "2026-01-01..2026-01-10", "2025-01-11..2025-01-20"),
        ("2024-02-29..2024-03-01", "2024-02-27..2024-02-28", "2023-02-28..2023-03-01"),
    ],
)
def test_neighbours_of_periods(label: str, previous: str, year_before: str) -> None:
    period = Period.parse(label)
    assert (period.previous.label, period.year_before.label) == (previous, year_before)


def test_without_schemes_there_are_counts_and_no_points(tmp_path: Path) -> None:
    written = {"content/items/2026/a.md": archives.item(adopted_by="[{publication: 组工信息, date: 2026-03-09}]")}
    found = archives.loaded(tmp_path, written).require_valid().archive
    page = circular(found, Period.parse("2026-Q1"))
    row = next(row for row in page.rows if row.unit.id == "chengguan")
    assert (len(row.now.submitted), row.points, row.points_to_date, row.rank) == (1, None, None, None)
    assert summary(found, page, translator("en"))[0] == (
        "Items submitted in the first quarter of 2026: 1; by units: 1. Adoptions: 1 (1 Central). "
        "Of the items submitted, adopted: 1, 100%. Issues of the bulletin: 1."
    )


def test_new_keys_of_items(tmp_path: Path) -> None:
    fields = {
        "sent_up": "[{level: 省, date: 2026-03-06}, 组工信息]",
        "corrections": "[{date: 2026-04-05, note: 更正, severity: 严重}]",
    }
    found = archives.loaded(tmp_path, {"content/items/2026/a.md": archives.item(**fields)}).require_valid().archive
    item = found.items[0]
    assert [(s.level.value, s.publication) for s in item.sent_up] == [("province", ""), ("central", "zugong")]
    assert item.corrections[0].severity.value == "major"
    wrong = archives.problems(tmp_path, {"content/items/2026/a.md": archives.item(sent_up="[火星]")})
    assert [(p.code, p.field) for p in wrong] == [("unknown-publication", "sent-up")]
