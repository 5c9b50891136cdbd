"""``extend`` and ``waive``: entries in the file of a call, as the file writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin import cli
from bulletin.content.loader import load
from tests.support import archives
from tests.support.terminal import answered

PATH = "content/calls/2026-dongxun.md"
ENGLISH = "---\ntitle: 冬训约稿  # 第二次\ndate: 2026-11-01\ndue: 2026-11-20\nunit: [组织科, 城关镇]\n---\n请报送。\n"
CHINESE = "---\n标题: 冬训约稿\n日期: 2026-11-01\n截止日期: 2026-11-20\n单位: 组织科、城关镇\n---\n请报送。\n"


def run(root: Path, *arguments: str, lang: str = "zh") -> int:
    return cli.main([*arguments, "--archive", str(root), "--date", str(archives.TODAY), "--lang", lang])


def of(tmp_path: Path, text: str) -> Path:
    return archives.write(tmp_path, {PATH: text})


def test_an_extension_and_another_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = of(tmp_path, ENGLISH)
    assert run(root, "extend", "2026-dongxun", "--unit", "城关乡", "--due", "2026年12月1日") == 0
    assert capsys.readouterr().out == f"约稿“冬训约稿”，城关镇延期至 2026-12-01。\n  {PATH}\n"
    front = "unit: [组织科, 城关镇]\nextended:\n  - {unit: 城关镇, due: 2026-12-01}\n---"
    assert (root / PATH).read_text("utf-8") == ENGLISH.replace("unit: [组织科, 城关镇]\n---", front)
    # Again: another day, in the same entry; by the title of the call.
    assert run(root, "extend", "冬训约稿", "--unit", "城关镇", "--due", "2026-12-05", "--unit", "组织科") == 0
    assert "  - {unit: 城关镇, due: 2026-12-05}\n  - {unit: 组织科, due: 2026-12-05}\n" in (root / PATH).read_text(
        "utf-8"
    )
    assert run(root, "extend", "冬训约稿", "--unit", "城关镇", "--due", "2026-12-05") == 0
    assert capsys.readouterr().err.endswith("不需要改动。\n")
    assert run(root, "undo") == 0
    assert run(root, "undo") == 0
    assert (root / PATH).read_text("utf-8") == ENGLISH


def test_a_waiver_in_a_file_with_chinese_keys(tmp_path: Path) -> None:
    root = of(tmp_path, CHINESE)
    assert run(root, "waive", PATH, "--unit", "zzk,城关镇", "--reason", "集中力量防汛: 全体") == 0
    text = (root / PATH).read_text("utf-8")
    assert '免报:\n  - {单位: 组织科, 原因: "集中力量防汛: 全体"}\n  - {单位: 城关镇, ' in text
    (call,) = load(root, archives.TODAY).require_valid().archive.calls
    assert [call.waiver_of(unit) is not None for unit in ("zzk", "chengguan")] == [True, True]


def test_one_of_several_units_of_an_entry(tmp_path: Path) -> None:
    root = of(tmp_path, ENGLISH.replace("---\n请", "extended:\n- unit: 组织科、城关镇\n  due: 2026-11-25\n---\n请"))
    assert run(root, "extend", "2026-dongxun", "--unit", "城关镇", "--due", "2026-12-01") == 0
    (call,) = load(root, archives.TODAY).require_valid().archive.calls
    assert [str(call.due_of(unit)) for unit in ("zzk", "chengguan")] == ["2026-11-25", "2026-12-01"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("extend", "2026-dongxun", "--unit", "东双河镇", "--due", "2026-12-01"), 1, "没有约这个单位"),
        (("extend", "2026-dongxun", "--unit", "城关镇", "--due", "2026-11-20"), 1, "没有延后"),
        (("extend", "2026-dongxun", "--unit", "组织科", "--due", "2026-12-01"), 1, "已经免报（人员抽调）"),
        (("waive", "2026-dongxun", "--unit", "东双河镇", "--reason", "防汛"), 1, "约稿的单位有：组织科、城关镇"),
        (("waive", "2026-dongxun", "--unit", "城关镇"), 2, "--reason"),
        (("extend", "2026-dongxun", "--due", "2026-12-01"), 2, "--unit"),
        (("extend", "2026-dongxun", "--unit", "城关镇", "--due", "2026-13-01"), 2, "--due"),
        (("extend", "2026-dongxin", "--unit", "城关镇", "--due", "2026-12-01"), 1, "2026-dongxun"),
        (("extend", "冬训月稿", "--unit", "城关镇", "--due", "2026-12-01"), 1, "2026-dongxun"),
        (("waive", "--unit", "城关镇", "--reason", "防汛"), 2, "CALL"),
    ],
)
def test_refusals(
    arguments: tuple[str, ...], code: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ENGLISH.replace("---\n请", "waived: [{unit: 组织科, reason: 人员抽调}]\n---\n请")
    root = of(tmp_path, text)
    assert run(root, *arguments) == code
    assert told in capsys.readouterr().err
    assert (root / PATH).read_text("utf-8") == text


def test_what_is_missing_is_asked(tmp_path: Path) -> None:
    root = of(tmp_path, ENGLISH)
    said = answered(["extend", "--date", str(archives.TODAY)], ["2026-dongxun", "城关镇", "2026-12-01", "y"], root)
    assert said.code == 0, said.err
    assert "2026-dongxun  冬训约稿" in said.err
    assert "{unit: 城关镇, due: 2026-12-01}" in (root / PATH).read_text("utf-8")


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = of(tmp_path, ENGLISH)
    assert run(root, "waive", "2026-dongxun", "--unit", "城关镇", "--reason", "防汛", "--dry-run") == 0
    assert "+  - {unit: 城关镇, reason: 防汛}" in capsys.readouterr().out
    assert (root / PATH).read_text("utf-8") == ENGLISH
