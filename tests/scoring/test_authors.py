"""Points of authors: how many of an item count, and weights of 0."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import pytest

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount
from bulletin.exports.stats_files import period_files
from bulletin.exports.stats_json import stats_record
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import ranked_authors
from bulletin.scoring.circulars.author_tables import author_tables
from bulletin.scoring.top import ranked_authors_by_group
from tests.support.scoring_archives import adopted, archive, item, publication, registry

SCHEME = """
name = "办法"

[[adoption]]
words = "采用12分"
points = 12

[authors]
"""
KNOWN = registry("甲、乙", [publication("省刊", "省")])


def earned(rules: str, *names: str) -> dict[str, Fraction]:
    """Return who earned what with one adoption of 12 points."""
    found = archive(
        KNOWN, SCHEME + rules, [item("a", "甲、乙", "1-5", adoptions=[adopted("省刊", "1-9")], authors=names)]
    )
    assert {author.unit.id for author in ranked_authors(found, Period.year(2026))} == {"甲"}
    return {author.name: author.points for author in ranked_authors(found, Period.year(2026))}


@pytest.mark.parametrize(
    ("rules", "names", "points"),
    [
        # 平分、只计前两名：12 ÷ 2 = 6，第三名不计。
        ('split = "平分"\nfirst = 2', "子丑寅", {"子": 6, "丑": 6}),
        ('split = "平分"\nfirst = 2', "子", {"子": 12}),
        ("first = 2", "子丑寅", {"子": 12, "丑": 12}),
        # 2:1:0：12 × 2/3 = 8，12 × 1/3 = 4，以后均为 0；一人时全归其一人。
        ('split = "按比例"\nweights = [1, "1/2", 0]', "子丑寅卯", {"子": 8, "丑": 4}),
        ('split = "按比例"\nweights = [1, "1/2", 0]', "子", {"子": 12}),
        # 只计前两名，权重 3:2:1 中的前两个：12 × 3/5 与 12 × 2/5。
        (
            'split = "按比例"\nweights = [3, 2, 1]\nfirst = 2',
            "子丑寅",
            {"子": Fraction(36, 5), "丑": Fraction(24, 5)},
        ),
    ],
)
def test_who_counts(rules: str, names: str, points: dict[str, Fraction]) -> None:
    assert earned(rules, *names) == points


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ('split = "按比例"\nweights = [0, 0]', "first-weight-zero"),
        ('split = "按比例"\nweights = [1, -1]', "bad-setting"),
        ("first = 0", "bad-setting"),
    ],
)
def test_what_is_refused(rules: str, code: str) -> None:
    assert [p.code for p in read_schemes({"registry/schemes/2026.toml": SCHEME + rules}, KNOWN)[2]] == [code]


def test_sentences() -> None:
    found = archive(KNOWN, SCHEME + 'split = "按比例"\nweights = [2, 1, 0]\nfirst = 2', [])
    sentences = [sentence for sentence, _ in explain(found.schemes[0], KNOWN, translator("zh"))]
    assert "每条信息只计前2名作者。" in sentences
    assert "权重为0的不计分。" in sentences


GROUPED = registry(
    [
        Unit(id=name, name=name, group=group)
        for name, group in (("甲", "机关"), ("乙", "乡镇"), ("丙", "乡镇"), ("丁", ""))
    ],
    [publication("省刊", "省")],
    groups="机关、乡镇",
)


def grouped(ties: str = "") -> Archive:
    """Return an office: 子 has 24 points, 丑 and 寅 12 each, 卯 and 辰 6 each, 巳 none."""

    # 一篇采用12分，合写的平分。卯、辰的那篇由丁、丙联合报送，作者记在第一单位丁：各6分。
    def carried(name: str, units: str, authors: str, when: str = "1-9") -> Item:
        return item(name, units, "1-5", adoptions=[adopted("省刊", when)], authors=tuple(authors))

    items = [
        *(
            carried("a", "甲", "子"),
            carried("b", "甲", "子", "5-9"),
            carried("c", "乙", "丑"),
            carried("d", "丙", "寅"),
        ),
        *(carried("e", "丁、丙", "卯辰"), item("f", "乙", "1-6", authors=["巳"])),
    ]
    return archive(GROUPED, SCHEME + f'split = "平分"\n{ties}', items)


def by_group(found: Archive, period: str) -> dict[str, str]:
    """Return the authors of each group with their points, and ranks in the group and among all."""
    return {
        ranking.group.id: "；".join(f"{a.name} {amount(a.points)} {a.rank_in_group} {a.rank}" for a in ranking.authors)
        for ranking in ranked_authors_by_group(found, Period.parse(period))
    }


def test_authors_are_ranked_within_their_group() -> None:
    # 全年：子 24；丑、寅 12 并列；卯、辰 6，在丁，没有分组。
    expected = {"机关": "子 24 1 1", "乡镇": "丑 12 1 2；寅 12 1 2", "": "卯 6 1 4；辰 6 1 4"}
    assert by_group(grouped(), "2026") == expected
    # 一季度子只有 12，三人并列第一，其后第四；并列不占位的，其后第二。
    expected = {"机关": "子 12 1 1", "乡镇": "丑 12 1 1；寅 12 1 1", "": "卯 6 1 4；辰 6 1 4"}
    assert by_group(grouped(), "2026-Q1") == expected
    dense = by_group(grouped('[ranking]\nties = "并列不占位"'), "2026-Q1")
    assert dense[""] == "卯 6 1 2；辰 6 1 2"
    assert by_group(grouped(), "2026-Q2") == {"机关": "子 12 1 1"}


def test_ranked_authors_in_data() -> None:
    say, found = translator("zh"), grouped()
    record = stats_record(found, Period.year(2026))
    assert [(group["id"], [a["name"] for a in group["authors"]]) for group in record["authors"]] == [
        ("机关", ["子"]),
        ("乡镇", ["丑", "寅"]),
        ("", ["卯", "辰"]),
    ]
    assert record["authors"][1]["authors"][1] == {
        "name": "寅",
        "unit": "丙",
        "points": "12",
        "rank": 1,
        "rank_among_all": 2,
    }
    assert [group["id"] for group in stats_record(found, Period.year(2026), "乡镇")["authors"]] == ["乡镇"]
    _, townships, others = author_tables(found, Period.year(2026), say)
    assert townships.title == "乡镇作者"
    assert [[str(cell) for cell in row] for row in townships.rows] == [
        ["1", "丑", "乙", "12", "2"],
        ["1", "寅", "丙", "12", "2"],
    ]
    assert len(others.rows) == 2


def test_the_column_of_points_in_csv_is_that_of_units() -> None:
    """Units have 24, 12, 12 and 12 and 12 of the joint item: authors stand in columns of their own."""
    found, say = grouped(), translator("zh")
    year = Period.year(2026)
    made = {file.address: file for file in period_files(found, year, say)}
    listed = list(csv.DictReader(io.StringIO(made["data/stats-2026.csv"].make().decode("utf-8-sig"))))
    assert sum(Fraction(row["得分"] or 0) for row in listed) == 24 + 12 + 12 + 12 + 12
    assert sum(Fraction(row["作者得分"] or 0) for row in listed) == 24 + 12 + 12 + 6 + 6


def test_nobody_is_ranked_where_authors_are_not_scored() -> None:
    plain = archive(GROUPED, SCHEME.replace("[authors]", ""), grouped().items)
    assert not ranked_authors_by_group(plain, Period.year(2026))
    assert stats_record(plain, Period.year(2026))["authors"] == []
