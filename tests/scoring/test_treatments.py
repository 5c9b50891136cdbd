"""The office's own forms of use: declared in the registry, named by items and rules, counted as another one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from bulletin.cli import main
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.model.enums import Treatment
from bulletin.model.registry import OwnTreatment
from bulletin.schemes.explain import explain
from bulletin.scoring import circular
from tests.support import archives
from tests.support.scoring_archives import adopted, archive, item, publication, registry

OWN = """
[[treatment]]
name = "参阅"
like = "单篇"
aliases = ["领导参阅"]

[[treatment]]
name = "转发"
like = "全文"
"""
SCHEME = """
name = "办法"

[[adoption]]
words = "参阅30分，转发20分，单篇5分，综合2分"
points = { "参阅" = 30, "转发" = 20, "单篇" = 5, "综合" = 2 }

[[adoption]]
words = "市报参阅8分"
publications = ["市报"]
treatments = ["参阅"]
points = 8
priority = 1
"""


def test_points_by_own_treatments() -> None:
    """甲：市刊参阅 30、市刊转发 20、市报参阅 8（窄的规则优先）、市刊单篇 5，合计 63。"""
    known = registry("甲", [publication("市刊", "市"), publication("市报", "市")])
    known = replace(known, treatments=(OwnTreatment(name="参阅"), OwnTreatment(name="转发", like=Treatment.FULL)))
    taken = [("市刊", "参阅"), ("市刊", "转发"), ("市报", "参阅"), ("市刊", "single")]
    items = [
        replace(item(f"i{n}", "甲", "3-5"), adoptions=(replace(adopted(name, "3-6"), treatment=how),))
        for n, (name, how) in enumerate(taken)
    ]
    found = archive(known, SCHEME, items)
    row = circular(found, Period.parse("2026-Q1")).rows[0]
    assert [entry.points for entry in row.now.entries] == list(map(Fraction, (30, 20, 8, 5)))
    assert row.points == 63
    sentences = [sentence for sentence, _ in explain(found.schemes[0], known, translator("zh"))]
    assert any("参阅" in sentence and "30" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("treatment: 领导参阅", []),
        ("treatment: 转发", []),
        ("treatment: 单篇", []),
        ("treatment: 参考", [("unknown-term", "adopted-by[1].treatment")]),
    ],
)
def test_items_name_own_treatments(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    files = {
        "registry/publications.toml": archives.PUBLICATIONS + OWN,
        "content/items/2026/a.md": archives.item(adopted_by=f"[{{publication: 组工信息, {text}}}]"),
    }
    found = archives.problems(tmp_path, files)
    assert [(p.code, p.field) for p in found] == expected
    assert all("参阅" in p.values["known"] for p in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[treatment]]\nname = "参阅"\n', [("missing-setting", "like")]),
        ('[[treatment]]\nname = "参阅"\nlike = "大"\n', [("unknown-term", "like")]),
        ('[[treatment]]\nlike = "单篇"\n', [("missing-setting", "name")]),
        ('[[treatment]]\nname = "单篇"\nlike = "单篇"\n', [("duplicate-name", "name")]),
        ('[[treatment]]\nname = "参阅"\nlike = "单篇"\n' * 2, [("duplicate-name", "name")]),
        ('[[treatment]]\nname = "参阅"\nlike = "单篇"\nlevel = "市"\n', [("unknown-setting", "level")]),
        ('[treatment]\nname = "参阅"\n', [("bad-setting", "treatment")]),
        ('[[采用形式]]\n名称 = "参阅"\n同于 = "单篇"\n', []),
    ],
)
def test_mistakes_in_the_registry(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    publications = f"{archives.PUBLICATIONS}\n{text}"
    files = {"registry/publications.toml": publications, "content/items/2026/a.md": archives.item()}
    assert [(p.code, p.field) for p in archives.problems(tmp_path, files)] == expected


def test_pages_and_data_show_the_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    used = "[{publication: 组工信息, issue: 12, treatment: 参阅, date: 2026-03-20}]"
    files = {
        "content/index.md": "# 首页\n",
        "registry/publications.toml": archives.PUBLICATIONS + OWN,
        "content/items/2026/a.md": archives.item(adopted_by=used),
    }
    archives.write(tmp_path, files)
    site = tmp_path / "site"
    assert main(["--archive", str(tmp_path), "--site-dir", str(site), "--date", "2026-11-22", "--lang", "zh"]) == 0
    assert "参阅" in (site / "items/2026/a/index.html").read_text("utf-8")
    assert "参阅</th>" in (site / "publications/zugong/index.html").read_text("utf-8")
    assert 'id="参阅"' in (site / "publications/zugong/2026/index.html").read_text("utf-8")
    assert '"treatment": "参阅"' in (site / "data/items.json").read_text("utf-8")
    assert "参阅" in (site / "data/adoptions.csv").read_text("utf-8-sig")
    capsys.readouterr()
