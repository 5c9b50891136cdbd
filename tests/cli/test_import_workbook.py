"""Units, publications and targets go out as a workbook and come back in: only what differs is changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bulletin import cli
from bulletin.content.loader import load
from tests.support import archives

TARGETS = """# 任务
[[任务]]
编号 = "yue"
规则 = "乡镇每月报送1条"  # 部务会定
组别 = ["乡镇"]
条数 = 1
周期 = "月"
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    files = {
        "content/items/2026/a.md": archives.item(),
        "mkdocs.yml": "site_name: 某县信息\n",
        "registry/targets/2026.toml": TARGETS,
        "registry/targets/2025.toml": TARGETS,
    }
    return archives.write(tmp_path / "archive", files)


def run(root: Path, *arguments: str | Path, lang: str = "zh") -> int:
    common = ("--archive", str(root), "--date", str(archives.TODAY), "--lang", lang)
    return cli.main([*map(str, arguments), *common])


def registry_files(root: Path) -> dict[str, str]:
    return {str(p.relative_to(root)): p.read_text("utf-8") for p in sorted((root / "registry").rglob("*.toml"))}


def workbook(root: Path, change: Callable[[Workbook], None], lang: str = "zh") -> Path:
    """Return the registry as a workbook, after somebody has changed it."""
    path = root.parent / "登记表.xlsx"
    assert run(root, "registry", "--format", "xlsx", "--out", path, lang=lang) == 0
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_goes_out_comes_back_unchanged(root: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = registry_files(root)
    assert run(root, "import", workbook(root, lambda _book: None, lang), "--yes", lang=lang) == 0
    assert registry_files(root) == before
    assert ("不需要改动。" if lang == "zh" else "Nothing has to be changed.") in capsys.readouterr().err


def changes(book: Workbook) -> None:
    units, papers, targets = book["单位"], book["刊物"], book["任务"]
    # 城关镇 has left, 组织科 another group; a new town without an id.
    rows = {row[1].value: row for row in units.iter_rows(min_row=4)}
    rows["东双河镇"][3].value = "东河、双河"
    rows["城关镇"][4].value = None
    units.append([None, "柳林镇", "乡镇", None, None, None, date(2026, 6, 1)])
    papers.append(["anlan", "安澜信息", "市委办", "市", "内刊", "是"])
    # Of the targets of two years only that of 2026 is another; and one is new.
    [row] = [row for row in targets.iter_rows(min_row=4) if row[0].value == "2026"]
    row[6].value = 2
    targets.append(["2026年", "nian", "全年采用1次", "乡镇", "柳林镇", "采用次数", 1, "年", "否"])


def test_changes_are_shown_first_and_then_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, path = registry_files(root), workbook(root, changes)
    assert run(root, "import", path, "--dry-run") == 0
    shown = capsys.readouterr().out
    assert registry_files(root) == before
    lines = {line for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")}
    assert {'+aliases = ["东河", "双河"]', '-former-names = ["城关乡"]', "+条数 = 2"} <= lines
    assert {'+id = "liulinzhen"', "+joined = 2026-06-01", '+group = "townships"', '+level = "市"'} <= lines
    assert run(root, "import", path, "--yes") == 0
    assert "改 3 条，加 3 条" in capsys.readouterr().out
    after = registry_files(root)
    # What was not asked for stays to the letter: comments, keys in Chinese, other years.
    assert after["registry/targets/2025.toml"] == TARGETS
    assert after["registry/targets/2026.toml"].startswith(TARGETS.replace("条数 = 1", "条数 = 2"))
    found = load(root, archives.TODAY).require_valid().archive
    assert found.registry.unit["liulinzhen"].joined == date(2026, 6, 1)
    assert found.registry.publication["anlan"].headline
    target = next(one for one in found.targets if one.id == "nian")
    assert (target.count, target.missed, target.path) == (1, False, "registry/targets/2026.toml")
    # Taken over once more, nothing is left to do; and all of it can be undone.
    assert run(root, "import", path, "--yes") == 0
    assert registry_files(root) == after
    assert run(root, "undo", "--yes") == 0
    assert registry_files(root) == before


def mistakes(book: Workbook) -> None:
    units, targets = book["单位"], book["任务"]
    units.append(["chengguan", "城关镇"])
    units.append([None, None, "乡镇"])
    targets.append(["2026", "qi", "每期1条", "乡镇", "李家镇", "采用", "八条", "期", "大概"])


def test_all_mistakes_are_told_with_their_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, path = registry_files(root), workbook(root, mistakes)
    assert run(root, "import", path, "--yes") == 1
    told = capsys.readouterr().err
    for sentence in (
        "“单位”第8行：“chengguan”在第5行已经有了",
        "“单位”第9行：没有编号，也没有名称",
        "“任务”第6行“单位”：“李家镇”在登记表里没有，工作表里也没有",
        "“任务”第6行“条数”：“八条”不是整数",
        "“任务”第6行“周期”：没有“期”，可以是",
        "“任务”第6行“计漏报”：“大概”不是“是”或者“否”",
    ):
        assert sentence in told
    assert registry_files(root) == before


def test_what_is_passed_over_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2026年任务"
    # A list that somebody has made by hand: a title above, no file, a column of one's own, only one of the entries.
    for row in (["2026年信息任务"], ["规则", "条数", "周期", "备注"], ["乡镇每月报送1条", 3, "月", "已发文"]):
        sheet.append(row)
    book.create_sheet("说明").append(["请各单位核对"])
    path = root.parent / "任务.xlsx"
    book.save(path)
    assert run(root, "import", path, "--format", "json", "--yes") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["files"] == [{"path": "registry/targets/2026.toml", "change": "changed"}]
    assert "条数 = 3" in registry_files(root)["registry/targets/2026.toml"]
    assert registry_files(root)["registry/targets/2025.toml"] == TARGETS
    assert said["remarks"] == [
        "不认得的列没有收：备注（2026年任务）。",
        "工作表“说明”没有认得的表头，没有收。",
    ]


def test_what_the_registry_refuses_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def rename(book: Workbook) -> None:
        book["单位"]["B5"].value = "东双河镇"

    before = registry_files(root)
    assert run(root, "import", workbook(root, rename), "--yes") == 1
    assert "duplicate-name" in capsys.readouterr().err
    assert registry_files(root) == before


def test_what_is_no_such_workbook_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root.parent / "b.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    assert run(root, "import", path, "--yes") == 1
    Workbook().save(path)
    assert run(root, "import", path, "--yes") == 1
    assert "没有一张工作表有单位、刊物或者任务的表头" in capsys.readouterr().err
    assert run(root, "import", path, path, "--yes") == 2


def test_the_registry_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "registry", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in found["units"]] == ["zzk", "chengguan", "donghe", "nanping"]
    assert found["units"][3]["left"] == "2025-12-31"
    assert [(one["file"], one["id"], one["count"]) for one in found["targets"]] == [
        ("2025", "yue", 1),
        ("2026", "yue", 1),
    ]


def test_formulas_without_values_and_numbers_below_one_are_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(book: Workbook) -> None:
        rows = [row for row in book["任务"].iter_rows() if any(cell.value == "yue" for cell in row)]
        counts = [next(cell for cell in row if cell.value == 1) for row in rows]
        counts[0].value, counts[1].value = "=1+1", -1

    before = registry_files(root)
    assert run(root, "import", workbook(root, change), "--yes") == 1
    said = capsys.readouterr().err
    assert "“=1+1”是公式，文件里没有算出的值" in said
    assert "“-1”小于 1" in said
    assert registry_files(root) == before


def test_a_unit_with_another_name_is_told_how_to_rename_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(book: Workbook) -> None:
        for row in book["单位"].iter_rows():
            for cell in row:
                cell.value = "西双河镇" if cell.value == "东双河镇" else cell.value

    run(root, "import", workbook(root, change), "--dry-run")
    assert "表里单位“东双河镇”改成了“西双河镇”" in capsys.readouterr().err
