"""Points of authors: how many of an item count, and weights of 0."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import ranked_authors
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
