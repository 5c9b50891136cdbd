"""``unit rename``, ``unit leave`` and ``unit merge`` change one entry of the registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin import cli
from bulletin.content.loader import load
from tests.support import archives
from tests.support.terminal import answered

UNITS = "registry/units.toml"
A = "content/items/2026/a.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.write(tmp_path, {A: archives.item()})


def run(root: Path, *arguments: str) -> int:
    return cli.main(["unit", *arguments, "--archive", str(root), "--date", str(archives.TODAY), "--lang", "zh"])


def text(root: Path) -> str:
    return (root / UNITS).read_text("utf-8")


def test_another_name_and_back(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = text(root)
    assert run(root, "rename", "城关镇", "城关街道") == 0
    assert capsys.readouterr().out == f"城关镇改称城关街道，写旧名仍能认出。\n  {UNITS}\n"
    changed = before.replace('name = "城关镇"', 'name = "城关街道"')
    assert text(root) == changed.replace('["城关乡"]', '["城关乡", "城关镇"]')
    unit = load(root, archives.TODAY).require_valid().archive.registry.unit["chengguan"]
    assert (unit.name, unit.former_names) == ("城关街道", ("城关乡", "城关镇"))
    # Back: the name is no former one any more.
    assert run(root, "rename", "chengguan", "城关镇") == 0
    assert text(root) == before.replace('["城关乡"]', '["城关乡", "城关街道"]')
    assert cli.main(["undo", "--archive", str(root), "--date", str(archives.TODAY)]) == 0


def test_a_unit_leaves_and_one_is_merged(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "merge", "东双河镇", "城关镇", "--on", "2026-12-31") == 0
    assert capsys.readouterr().out.startswith("东双河镇存续到 2026-12-31，以后由城关镇承接。\n")
    assert 'name = "东双河镇"\ngroup = "townships"\nleft = 2026-12-31\nsuccessor = "chengguan"\n' in text(root)
    assert run(root, "leave", "组织科", "--on", "2026年6月30日") == 0
    assert 'aliases = ["县委组织部组织科"]\nleft = 2026-06-30\n' in text(root)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        # An item of March.
        (("leave", "城关镇", "--on", "2026-02-28"), 1, A),
        (("leave", "南坪乡", "--on", "2026-02-28"), 1, "已于 2025-12-31 撤销"),
        (("merge", "城关镇", "南坪乡", "--on", "2026-12-31"), 1, "南坪乡已于"),
        (("merge", "城关镇", "城关镇", "--on", "2026-12-31"), 1, "并入自己"),
        (("rename", "城关镇", "组织科"), 1, "组织科"),
        (("rename", "城关镇", "城关镇"), 1, "现在就是这个名称"),
        (("rename", "城官镇", "甲"), 2, "城关镇"),
        (("rename", "城关镇"), 2, "NAME"),
        (("leave", "城关镇"), 2, "--on"),
        (("merge", "城关镇", "--on", "2026-12-31"), 2, "OTHER"),
    ],
)
def test_refusals(
    arguments: tuple[str, ...], code: int, told: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = text(root)
    assert run(root, *arguments) == code
    assert told in capsys.readouterr().err
    assert text(root) == before


def test_a_dry_run_and_questions(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "rename", "组织科", "组织一科", "--dry-run") == 0
    assert '+former-names = ["组织科"]' in capsys.readouterr().out
    said = answered(["unit", "merge", "--date", str(archives.TODAY)], ["东双河镇", "城关镇", "2026-12-31", "y"], root)
    assert said.code == 0, said.err
    assert 'successor = "chengguan"' in text(root)
