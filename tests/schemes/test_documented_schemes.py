"""What docs/scoring.zh.md shows is read without a problem, and its whole example gives the points that it says."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from shutil import copytree

import pytest

from bulletin.content.loader import load
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.model.records import Item
from bulletin.model.registry import Registry, Unit
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import circular
from tests.support.paths import ROOT
from tests.support.scoring_archives import adopted, archive, endorsed, item, publication, registry

TEXT = (ROOT / "docs/scoring.zh.md").read_text("utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
*SINGLE, SCHEME, TARGETS = BLOCKS
# A single block is a part of a scheme: its target, or the points of other publications, may stand elsewhere.
ELSEWHERE = {"unknown-target", "publication-without-points", "limit-never-binds"}


def office() -> Registry:
    units = [
        Unit(id="城关镇", name="城关镇", group="乡镇（街道）"),
        Unit(id="点", name="点", group="直报点", parent="城关镇"),
    ]
    papers = [publication(f"{level}刊", level) for level in ("中央", "省", "市", "县")] + [publication("市报", "市")]
    return registry(units, papers, categories="动态、调研", groups="乡镇（街道）、直报点")


@pytest.mark.parametrize("block", SINGLE)
def test_each_block_is_read(block: str) -> None:
    is_target = block.startswith("# registry/targets/")
    path = "registry/targets/2026.toml" if is_target else "registry/schemes/2026.toml"
    _, _, problems = read_schemes({path: block if is_target else f'名称 = "办法"\n{block}'}, office())
    assert [p for p in problems if p.code not in ELSEWHERE] == []


def test_the_whole_example_can_be_followed_in_the_sample(tmp_path: Path) -> None:
    """Only what the sample has besides is told: outcomes, corrections, and endorsements by the province."""
    for name in ("content", "registry", "issues"):
        copytree(ROOT / name, tmp_path / name)
    (tmp_path / "registry/schemes/2026.toml").write_text(SCHEME, "utf-8")
    (tmp_path / "registry/targets/2026.toml").write_text(TARGETS, "utf-8")
    found = load(tmp_path, date(2026, 11, 22))
    assert {(p.code, p.field) for p in found.problems} == {
        ("events-without-rule", "outcome"),
        ("events-without-fitting-rule", "endorsement"),
        ("corrections-without-rule", "lapse"),
    }
    year = found.archive.schemes[-1]
    said = list(explain(year, found.archive.registry, translator("zh"), found.archive.targets))
    lines = [line for number, pair in enumerate(said) for line in (f"{number}. {pair[0]}", f"“{pair[1]}”")]
    shown = re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL)[-1].splitlines()
    missing = [line for line in shown[1:] if line.strip() not in (*lines, "…")]
    assert missing == []
    assert shown[0] == said[0][0]


def test_the_example_gives_the_points_that_the_text_says() -> None:
    posts = [endorsed("县委书记", "县", "3-9"), endorsed("县长", "县", "3-9")]
    items: list[Item] = [
        item(
            "a",
            "城关镇",
            "1-5",
            "动态",
            event="1-4",
            adoptions=[adopted("市刊", "1-20"), adopted("市报", "2-3"), adopted("省刊", "2-10")],
        ),
        item("b", "城关镇", "3-2", "调研", event="2-20", endorsements=posts),
    ]
    found = archive(office(), SCHEME, items, targets=TARGETS)
    row = next(row for row in circular(found, Period.parse("2026-Q1")).rows if row.unit.id == "城关镇")
    by_day: dict[str, Fraction] = {}
    for entry in row.now.entries:
        day = f"{entry.date.month} 月 {entry.date.day} 日"
        by_day[day] = by_day.get(day, Fraction(0)) + entry.points
    told = {
        day: Fraction(points)
        for day, points in re.findall(r"^\| (\d+ 月 \d+ 日) \|.*\| ([\d.]+) \|$", TEXT, re.MULTILINE)
    }
    assert {day: points for day, points in told.items() if points} == {d: p for d, p in by_day.items() if p}
    assert row.points == sum(told.values()) == Fraction("33.5")
