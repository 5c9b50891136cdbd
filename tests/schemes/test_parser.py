"""Mistakes in a scheme are reported with their place; none silently becomes a zero."""
# ruff: noqa: E501 - a table of mistakes, one a line

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bulletin.checks.messages import describe_problem
from bulletin.checks.report import format_problems
from bulletin.content.loader import load
from bulletin.core.i18n import translator
from bulletin.core.problems import Problem
from bulletin.model.scheme import Scheme
from bulletin.model.scheme_enums import Family
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.schemes.toml_table import parse_number
from tests.support import archives
from tests.support.paths import ROOT
from tests.support.scoring_archives import publication, registry

HEAD = 'name = "办法"\n'
ALL = '[[adoption]]\nwords = "采用1分"\npoints = 1\n'
KNOWN = registry("甲、乙", [publication("县刊", "县"), publication("市刊", "市")], "动态、调研")


def problems(scheme: str, targets: str = "", name: str = "2026") -> list[Problem]:
    files = {f"registry/schemes/{name}.toml": scheme}
    if targets:
        files["registry/targets/2026.toml"] = targets
    return read_schemes(files, KNOWN)[2]


@pytest.mark.parametrize(
    ("code", "key", "line", "text"),
    [
        ("missing-setting", "name", 1, ALL),
        ("unknown-scheme-key", "adoptoin", 5, HEAD + ALL + '[[adoptoin]]\nwords = "甲"\npoints = 1\n'),
        ("unknown-scheme-key", "treatmnts", 5, HEAD + ALL + 'treatmnts = ["单篇"]\n'),
        ("unknown-scheme-key", "colour", 6, HEAD + ALL + '[joint]\ncolour = "红"\n'),
        ("missing-setting", "points", 2, HEAD + '[[adoption]]\nwords = "采用"\n'),
        ("missing-setting", "words", 2, HEAD + "[[adoption]]\npoints = 1\n"),
        ("bad-setting", "points", 4, HEAD + '[[adoption]]\nwords = "采用"\npoints = "多"\n'),
        ("bad-setting", "points", 4, HEAD + '[[adoption]]\nwords = "采用"\npoints = { "县" = "多", "市" = 1 }\n'),
        ("unknown-points", "points", 4, HEAD + '[[adoption]]\nwords = "采用"\npoints = { "县" = 1, "市" = 1, "天" = 1 }\n'),
        ("unknown-publication", "publications", 7, HEAD + ALL + '[[adoption]]\nwords = "丙"\npublications = ["省刊"]\npoints = 2\n'),
        ("unknown-category", "categories", 5, HEAD + ALL + 'categories = ["动太"]\n'),
        ("unknown-unit", "units", 5, HEAD + ALL + 'units = ["丁"]\n'),
        ("unknown-group", "groups", 5, HEAD + ALL + 'groups = ["乡镇"]\n'),
        ("unknown-term", "treatments", 5, HEAD + ALL + 'treatments = ["整篇"]\n'),
        ("unknown-term", "levels", 5, HEAD + ALL + 'levels = ["天"]\n'),
        ("unknown-term", "per", 8, HEAD + ALL + '[[base]]\nwords = "基础分"\npoints = 1\nper = "天"\n'),
        ("unknown-term", "of", 7, HEAD + ALL + '[[limit]]\nwords = "封顶"\nof = ["采"]\nmax = 1\nper = "年"\n'),
        ("unknown-term", "on", 8, HEAD + ALL + '[[bonus]]\nwords = "加分"\npoints = 1\non = "x"\n'),
        ("unknown-term", "adoptions-by", 6, HEAD + ALL + '[counting]\nadoptions-by = "x"\n'),
        ("never-applies", "publications", 5, HEAD + ALL + 'publications = ["县刊"]\nlevels = ["市"]\n'),
        ("not-tables", "adoption", 2, HEAD + '[adoption]\nwords = "采用"\npoints = 1\n'),
        ("setting-conflict", "valid-to", 2, HEAD + "valid-to = 2025-01-01\n" + ALL),
        ("setting-conflict", "best", 6, HEAD + ALL + "[several]\nbest = 2\n"),
        ("setting-conflict", "weights", 6, HEAD + ALL + "[joint]\nweights = [3, 2]\n"),
        ("bad-setting", "share", 7, HEAD + ALL + '[[lapse]]\nwords = "迟报"\nshare = 2\n'),
        ("bad-setting", "share", 7, HEAD + ALL + '[[lapse]]\nwords = "迟报"\nshare = "-1/2"\n'),
        ("bad-setting", "times", 7, HEAD + ALL + '[[multiplier]]\nwords = "加倍"\ntimes = -2\n'),
        ("bad-setting", "give", 8, HEAD + ALL + '[[credit]]\nwords = "归口"\nkeep = 1\ngive = -1\n'),
        ("bad-setting", "weights", 7, HEAD + ALL + '[joint]\nsplit = "weights"\nweights = [3, -1]\n'),
        ("limit-beyond-zero", "min", 7, HEAD + ALL + '[[limit]]\nwords = "封顶"\nmin = 5\nper = "年"\n'),
        ("setting-conflict", "below", 5, HEAD + ALL + '[[threshold]]\nwords = "率"\nmeasure = "采用率"\npoints = 1\nper = "年"\n'),
        ("setting-conflict", "share", 8, HEAD + ALL + '[[lapse]]\nwords = "迟报"\npoints = -1\nshare = "1/2"\n'),
        ("setting-conflict", "further", 8, HEAD + ALL + '[[endorsement]]\nwords = "批示"\npoints = 1\nfurther = 1\noften = "once"\n'),
        ("publication-without-points", "adoption", 1, HEAD + ALL + 'levels = ["县"]\n'),
        ("rule-twice", "words", 5, HEAD + ALL + ALL),
        ("priority-without-choice", "priority", 8, HEAD + ALL + '[[lapse]]\nwords = "迟报"\npoints = -1\npriority = 1\n'),
        ("priority-without-choice", "priority", 8, HEAD + ALL + '[[adoption]]\nwords = "另加"\npoints = 1\npriority = 1\nadds = true\n'),
        ("rule-twice", "words", 9, HEAD + ALL + 2 * '[[base]]\nwords = "基准分"\npoints = 1\nper = "年"\n'),
        ("rule-twice", "words", 10, HEAD + ALL + 2 * '[[adjustment]]\nwords = "表彰"\npoints = 1\nunits = "甲"\ndate = 2026-03-01\n'),
        ("rule-twice", "words", 9, HEAD + ALL + 2 * '[[lapse]]\nwords = "误报"\nkinds = ["误报"]\npoints = -1\n'),
        ("rule-twice", "words", 9, HEAD + ALL + 2 * '[[limit]]\nwords = "封顶"\nmax = 9\nper = "年"\n'),
        ("unknown-target", "target", 5, HEAD + ALL + '[[quota]]\nwords = "任务"\ntarget = "yue"\npoints = 1\n'),
        ("toml-syntax", "", 1, "name = “办法”\n"),
    ],
)  # fmt: skip
def test_every_mistake_has_a_place_and_a_cure(code: str, key: str, line: int, text: str) -> None:
    found = problems(text)
    assert (code, key) in {(p.code, p.field) for p in found}, format_problems(found, translator("en"))
    problem = next(p for p in found if (p.code, p.field) == (code, key))
    assert problem.path == "registry/schemes/2026.toml"
    if code != "setting-conflict":
        assert problem.line == line
    message, cure = describe_problem(problem, translator("en"))
    assert message
    assert cure
    assert "{" not in message.replace("{ ", "")


@pytest.mark.parametrize(
    "name", ["several", "joint", "authors", "ranking", "merger", "endorsements", "counting", "多次采用", "作者"]
)
def test_one_table_stands_in_one_pair_of_brackets(name: str) -> None:
    found = problems(f'{HEAD}{ALL}[[{name}]]\nwords = "甲"\n')
    assert [(p.code, p.field, p.line) for p in found] == [("not-one-table", name, 5)]
    assert describe_problem(found[0], translator("en"))[1] == f"Write [{name}] above its settings."
    assert [p.code for p in problems(f"{name} = 1\n{HEAD}{ALL}")] == ["not-one-table"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (7, ALL + '[several]\ntake = "best"\nbest = 0\n'),
        (6, ALL + "[authors]\nfirst = 0\n"),
        (6, ALL + "[ranking]\ntop = 0\n"),
        (6, ALL + "[ranking]\nby = []\n"),
        (8, ALL + '[[lapse]]\nwords = "约稿"\npoints = -1\nat-least = 0\nkinds = ["约稿未报"]\n'),
        (9, ALL + '[[limit]]\nwords = "封顶"\nmax = 9\nper = "年"\nof = []\n'),
        (5, ALL + "units = []\n"),
        (5, ALL + "valid-from = 2026-01-01T10:00:00\n"),
        (7, ALL + '[[bonus]]\nwords = "加分"\npoints = {}\n'),
        (8, ALL + '[[adjustment]]\nwords = "加分"\npoints = 1\ndate = 0001-01-01\nunits = "甲"\n'),
        (8, ALL + '[[adjustment]]\nwords = "加分"\npoints = 1\ndate = "三月"\nunits = "甲"\n'),
        *((4, ALL.replace("= 1", f"= {value}")) for value in (
            "1e400", "1e9999999", "1e40", "1e-40", "1e-9999999", "1000000000", "0.0000001", '"1/1000000000"',
            '"0.0000001%"', f'"{"9" * 5000}/1"',
        )),
    ],
)  # fmt: skip
def test_a_value_that_means_nothing_is_one_error(line: int, text: str) -> None:
    assert [(p.code, p.line) for p in problems(HEAD + text)] == [("bad-setting", line)]


@pytest.mark.parametrize("value", ["999999999.999999", "-999999999", "0.000001", '"1/999999999"', '"0.000001%"', "1e1"])
def test_numbers_of_fifteen_digits_are_exact(value: str) -> None:
    assert problems(HEAD + ALL.replace("= 1", f"= {value}")) == []


def test_steps_usually_rise() -> None:
    text = HEAD + ALL + '[result]\nsteps = { "0" = 60, "100" = 50, "50" = 80 }\n'
    assert [(p.code, p.field, p.line, p.values["start"]) for p in problems(text)] == [("steps-fall", "steps", 6, "100")]
    assert problems(text.replace("= 50,", "= 80,")) == []


@pytest.mark.parametrize("text", ["", "\n", "# 办法\n"])
def test_an_empty_scheme_is_told(text: str) -> None:
    assert [(p.code, p.field) for p in problems(text)] == [("missing-setting", "name")]


@pytest.mark.parametrize(
    ("code", "left_out"),
    [("missing-setting", "date = 2026-03-01\n"), ("missing-setting", 'units = "甲"\n'), ("unknown-unit", "")],
)
def test_a_mistake_in_an_adjustment_is_told_once(code: str, left_out: str) -> None:
    text = '[[adjustment]]\nwords = "表彰"\npoints = 1\nunits = "甲"\ndate = 2026-03-01\n'
    broken = text.replace(left_out, "") if left_out else text.replace("甲", "丁")
    assert [p.code for p in problems(HEAD + ALL + broken)] == [code]


VALUES = (
    "1",
    "-1",
    "0.5",
    '"x"',
    '""',
    "true",
    "[]",
    '["x"]',
    "[1]",
    "{}",
    "{ x = 1 }",
    "2026-01-01",
    "[[1]]",
    "nan",
    '"1/0"',
)


@pytest.mark.parametrize("name", ["s1", "s4", "s5", "s6", "s7", "s8", "s4-targets"])
def test_no_value_whatever_breaks_the_reader(name: str) -> None:
    text = (ROOT / "tests/scoring/systems" / f"{name}.toml").read_text("utf-8")
    folder = "targets" if "targets" in name else "schemes"
    for match in re.finditer(r"^([\w-]+) = (.*)$", text, re.MULTILINE):
        for value in VALUES:
            broken = f"{text[: match.start(2)]}{value}{text[match.end(2) :]}"
            for problem in read_schemes({f"registry/{folder}/2026.toml": broken}, KNOWN)[2]:
                assert describe_problem(problem, translator("en"))
    for head in ("adoption", "joint", "several", "limit", "result", "pass", "authors", "target", "merger"):
        for value in VALUES:
            read_schemes({f"registry/{folder}/2026.toml": f"{head} = {value}\n"}, KNOWN)


def test_adjustments_fall_into_the_scheme() -> None:
    text = '[[adjustment]]\nwords = "加分"\nunits = "甲"\ndate = 2027-01-01\npoints = 1\n'
    assert [(p.code, p.field, p.line) for p in problems(HEAD + ALL + text)] == [("setting-conflict", "date", 5)]


def test_rules_that_overlap_need_a_priority() -> None:
    rules = (
        HEAD + ALL + '[[adoption]]\nwords = "单篇3分"\ntreatments = ["单篇"]\npoints = 3\n'
        '[[adoption]]\nwords = "调研5分"\ncategories = ["调研"]\npoints = 5\n'
    )
    assert [p.code for p in problems(rules)] == ["rules-overlap"]
    assert problems(rules + "priority = 1\n") == []


def test_rules_of_different_days_do_not_overlap() -> None:
    rules = HEAD + ALL + "valid-to = 2026-06-30\n" + ALL + "valid-from = 2026-07-01\n"
    assert problems(rules) == []


def test_on_no_day_are_two_schemes_in_force() -> None:
    files = {
        "registry/schemes/2026.toml": (HEAD + ALL),
        "registry/schemes/new.toml": f"{HEAD}valid-from = 2026-07-01\nvalid-to = 2027-06-30\n{ALL}",
    }
    found = read_schemes(files, KNOWN)[2]
    assert [(p.code, p.path) for p in found] == [("schemes-overlap", "registry/schemes/new.toml")]


def test_targets_are_checked_too() -> None:
    target = '[[target]]\nid = "a"\nwords = "报送"\ncount = 1\nper = "月"\n'
    assert problems(HEAD + ALL, target) == []
    assert [p.code for p in problems(HEAD + ALL, target + target)] == ["duplicate-id"]
    assert {p.field for p in problems(HEAD + ALL, "[[target]]\nid = 'a'\n")} == {"words", "count", "per"}
    assert [p.code for p in problems(HEAD + ALL, target + 'measure = "采用率"\n')] == ["unknown-term"]


def test_numbers_are_exact() -> None:
    assert parse_number(2.5) is None  # binary floats never come out of the reader
    scheme = read_schemes({"registry/schemes/2026.toml": f"{HEAD}{ALL[:-2]}0.1\n"}, KNOWN)[0][0]
    assert scheme.rules[Family.ADOPTION][0].points == Fraction(1, 10)
    assert [parse_number(x) for x in (3, "1/3", "3:2", "30%", "2.5％", True, "x", "1/0")] == [
        3, Fraction(1, 3), Fraction(3, 2), Fraction(3, 10), Fraction(1, 40), None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ('treatments = ["单篇"]', False),
        ('categories = ["动态"]', False),
        ('categories = ["经验"]', True),
        ('publications = ["组工信息"]', True),
        ('publications = ["组工信息"]\ncategories = ["动态"]', False),
        ("", True),
    ],
)
def test_an_adoption_that_no_rule_fits_is_a_warning(condition: str, fits: bool, tmp_path: Path) -> None:  # noqa: FBT001
    scheme = f'{HEAD}[[adoption]]\nwords = "采用"\n{condition}\npoints = 1\n'
    written = {
        "registry/schemes/2026.toml": scheme,
        "content/items/2026/a.md": archives.item(adopted_by="[{publication: 组工信息, issue: 1, date: 2026-04-02}]"),
        "issues/2026/001.md": archives.issue(),
    }
    found = archives.loaded(tmp_path, written)
    warnings = [(p.path, p.field) for p in found.problems if p.code == "adoption-without-points"]
    assert warnings == [("content/items/2026/a.md", "adopted-by")] * (not fits)


@pytest.fixture(scope="module")
def samples() -> tuple[Scheme, ...]:
    return load(ROOT, date(2026, 11, 22)).archive.schemes


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_clause_of_the_sample_is_a_sentence(samples: tuple[Scheme, ...], language: str) -> None:
    known = load(ROOT, date(2026, 11, 22)).archive.registry
    say = translator(language)
    for scheme in samples:
        for sentence, _ in explain(scheme, known, say):
            assert sentence
            assert "{" not in sentence


def test_every_kind_of_clause_can_be_explained() -> None:
    folder = ROOT / "tests/scoring/systems"
    for name in ("s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"):
        text = (folder / f"{name}.toml").read_text("utf-8")
        papers = sorted(set(re.findall(r'"([^"]+)" = ', text)))
        known = registry(
            "甲、丙", [publication(p, "市") for p in papers if len(p) > 2], "信息、动态、调研、课题", "直报企业"
        )
        schemes, _, _ = read_schemes({"registry/schemes/2026.toml": text}, known)
        sentences = [sentence for sentence, _ in explain(schemes[0], known, translator("en"))]
        assert len(sentences) > 3
        assert all("{" not in sentence for sentence in sentences)
