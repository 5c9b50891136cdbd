"""Rules that can never count, and facts that no rule speaks of, are told with their place and what to write."""
# ruff: noqa: E501 - tables of mistakes, one a line

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin.checks.messages import describe_problem, problem_severity
from bulletin.core.i18n import translator
from bulletin.core.problems import Problem, Severity
from bulletin.schemes.parser import read_schemes
from tests.schemes.test_parser import ALL, HEAD, KNOWN
from tests.support.archives import item, loaded

SCHEME, TARGETS = "registry/schemes/2026.toml", "registry/targets/2026.toml"
LATE = '[[lapse]]\nwords = "迟报扣分"\nkinds = ["迟报"]\npoints = -1\n'
MISSED = LATE.replace("迟报", "漏报")
WRONG = LATE.replace("迟报", "误报")
WITHDRAWAL = '[[lapse]]\nwords = "撤回一次扣2分"\nkinds = ["撤回"]\npoints = -2\n'
DEADLINE = '[[deadline]]\nwords = "三日内"\ndays = 3\n'
TARGET = '[[target]]\nid = "yue"\nwords = "每月一条"\ncount = 1\nper = "月"\n'
QUOTA = '[[quota]]\nwords = "任务"\ntarget = "yue"\n'
LIMIT = '[[limit]]\nwords = "限额"\nper = "年"\n'
RATE = '[[threshold]]\nwords = "采用率"\nmeasure = "采用率"\nper = "年"\npoints = -1\n'


def described(found: Iterator[Problem] | list[Problem]) -> list[tuple[str, str, int, str]]:
    """Return path, code, line and field of problems, each of which has words in both languages."""
    listed = list(found)
    for problem in listed:
        for language in ("zh", "en"):
            assert all(text and "{" not in text for text in describe_problem(problem, translator(language)))
    return [(p.path, p.code, p.line, p.field) for p in listed]


def read(scheme: str, targets: str = "") -> list[tuple[str, str, int, str]]:
    files = {SCHEME: HEAD + ALL + scheme} | ({TARGETS: targets} if targets else {})
    return described(read_schemes(files, KNOWN)[2])


@pytest.mark.parametrize(
    ("code", "line", "field", "scheme", "targets"),
    [
        ("lapse-without-deadline", 5, "kinds", LATE, ""),
        ("lapse-without-deadline", 5, "kinds", LATE + 'channels = ["专报"]\n' + DEADLINE + 'channels = ["直报"]\n', ""),
        ("lapse-without-target", 5, "kinds", MISSED, ""),
        ("lapse-without-target", 5, "kinds", MISSED, TARGET + "missed = false\n"),
        ("lapse-without-target", 5, "kinds", MISSED, TARGET + 'measure = "采用条数"\n'),
        ("lapse-without-target", 5, "kinds", MISSED + 'units = ["甲"]\n', TARGET + 'units = ["乙"]\n'),
        ("lapse-without-target", 5, "kinds", MISSED, "valid-from = 2025-01-01\nvalid-to = 2025-12-31\n" + TARGET),
        ("lapse-without-item", 5, "channels", LATE.replace("迟报", "约稿未报") + 'channels = ["专报"]\n', ""),
        ("lapse-without-item", 5, "share", '[[lapse]]\nwords = "扣"\nkinds = ["约稿未报"]\nshare = "1/2"\n', ""),
        ("severity-without-error", 5, "severities", LATE + 'severities = ["严重"]\n' + DEADLINE, ""),
        ("never-met", 5, "levels", '[[adoption]]\nwords = "中央"\nlevels = ["中央"]\npoints = 9\n', ""),
        ("never-met", 5, "valid-from", '[[bonus]]\nwords = "加"\npoints = 1\nvalid-from = 2027-01-01\n', ""),
        ("never-met", 5, "valid-to", '[[bonus]]\nwords = "加"\npoints = 1\nvalid-to = 2025-12-31\n', ""),
        ("never-met", 5, "levels", '[[sent-up]]\nwords = "上报"\npoints = 1\nlevels = ["省"]\npublications = ["市刊"]\n', ""),
        ("never-met", 5, "units", QUOTA + 'points = 1\nunits = ["甲"]\n', TARGET + 'units = ["乙"]\n'),
        ("never-met", 5, "below", RATE + "below = 0\n", ""),
        ("lapse-gives-points", 5, "points", '[[lapse]]\nwords = "撤回"\nkinds = ["撤回"]\npoints = 3\n', ""),
        ("rate-above-one", 5, "below", RATE + "below = 30\n", ""),
        ("rate-above-one", 5, "reaches", RATE + "reaches = 60\n", ""),
        ("setting-conflict", 8, "max-chars", '[[bonus]]\nwords = "加"\npoints = 1\nmax-chars = 100\nmin-chars = 200\n', ""),
        ("setting-conflict", 9, "valid-to", '[[bonus]]\nwords = "加"\npoints = 1\nvalid-from = 2026-05-01\nvalid-to = 2026-04-01\n', ""),
        ("quota-without-points", 5, "points", QUOTA + "points = 0\n", TARGET),
        ("limit-never-binds", 5, "max", LIMIT + 'of = ["lapse"]\nmax = 10\n', ""),
        ("limit-never-binds", 5, "max", LIMIT + 'of = ["endorsement"]\nmax = 10\n', ""),
        ("limit-never-binds", 5, "min", LIMIT + "min = 0\n", ""),
        ("limit-never-binds", 5, "per", '[[limit]]\nwords = "限额"\nper = "条"\nof = ["base"]\nmax = 1\n[[base]]\nwords = "基"\npoints = 6\nper = "年"\n', ""),
        ("withdrawal-without-rule", 5, "kinds", WRONG, ""),
        ("withdrawal-without-rule", 5, "kinds", WRONG.replace("points = -1", "zeroes = true"), ""),
        ("withdrawal-without-rule", 5, "kinds", WRONG + WITHDRAWAL + 'units = ["甲"]\n', ""),
        # An error costs 10, a withdrawal 2; all points, and 2; the third error all points, the third withdrawal 2; a slight error 3, and 2.
        ("withdrawal-without-rule", 5, "kinds", WRONG.replace("-1", "-10") + WITHDRAWAL, ""),
        ("withdrawal-without-rule", 5, "kinds", WRONG.replace("points = -1", "zeroes = true") + WITHDRAWAL, ""),
        ("withdrawal-without-rule", 5, "kinds", WRONG.replace("points = -1", "zeroes = true\nat-least = 3") + WITHDRAWAL, ""),
        ("withdrawal-without-rule", 5, "kinds", WRONG.replace("-1", '-3\nseverities = ["一般"]') + WITHDRAWAL, ""),
        ("credit-without-parent", 5, "groups", '[[credit]]\nwords = "计入上级"\nunits = ["甲"]\n', ""),
    ],
)  # fmt: skip
def test_a_rule_that_can_never_count(code: str, line: int, field: str, scheme: str, targets: str) -> None:
    assert read(scheme, targets) == [(SCHEME, code, line, field)]


def test_a_target_of_nothing() -> None:
    assert read("", TARGET.replace("count = 1", "count = 0")) == [(TARGETS, "target-of-nothing", 4, "count")]
    found = read("", TARGET.replace("count = 1", "count = 1\nvalid-from = 2026-05-15"))
    assert found == [(TARGETS, "target-with-days", 5, "valid-from")]


@pytest.mark.parametrize(
    ("scheme", "targets"),
    [
        (LATE + DEADLINE, ""),
        (LATE + 'channels = ["专报"]\n' + DEADLINE, ""),
        (MISSED, TARGET),
        (MISSED + 'units = ["甲"]\n', TARGET + 'units = ["甲", "乙"]\n'),
        (LATE.replace("迟报", "误报") + 'severities = ["严重"]\nchannels = ["专报"]\n' + WITHDRAWAL, ""),
        (WRONG.replace("-1", '-1\nunits = ["甲"]') + WITHDRAWAL + 'units = ["甲"]\n', ""),
        (WRONG.replace('"误报"', '"误报", "撤回"'), ""),
        (WRONG.replace('kinds = ["误报"]\n', "") + DEADLINE, TARGET),
        (WRONG.replace("points = -1", 'share = "1/2"'), ""),
        # 2 for a withdrawal, and 1 for a slight error; 10 and 2, which is meant; the rank for both.
        (WRONG + WRONG.replace("-1", '-1\nseverities = ["严重"]') + WITHDRAWAL, ""),
        (WRONG.replace("-1", "-10") + WITHDRAWAL + WITHDRAWAL.replace("-2", "0"), ""),
        (WRONG.replace("points = -1", "zeroes = true") + WITHDRAWAL.replace("points = -2", "disqualifies = true"), ""),
        ('[[sent-up]]\nwords = "上报"\npoints = 0\n', ""),
        (QUOTA + "points = 0\neach = -1\n", TARGET),
        (LIMIT + 'of = ["lapse"]\nmin = -10\n' + LATE + DEADLINE, ""),
        (LIMIT + 'of = ["lapse"]\nmin = -10\n' + DEADLINE + '[[lapse]]\nwords = "减半"\nkinds = ["迟报"]\nshare = "1/2"\n', ""),
        (LIMIT + "max = 10\n", ""),
        (RATE + 'below = "30%"\n', ""),
        (RATE.replace("采用率", "报送", 2) + "below = 30\n", ""),
        ('[[adoption]]\nwords = "加"\nkinds = ["内刊"]\ntreatments = ["单篇"]\npoints = { "中央" = 9, "市" = 2 }\n', ""),
    ],
)  # fmt: skip
def test_a_rule_that_can_count(scheme: str, targets: str) -> None:
    assert read(scheme, targets) == []


A, B = "content/items/2026/a.md", "content/items/2026/b.md"
WITHDRAWN = {"title": "撤回的信息", "status": "撤回"}
CALL = "content/calls/2026-c.md"
ADOPTION = '[[adoption]]\nwords = "采用"\npoints = 1\n'
ENDORSED = "[{by: 县委书记, level: 县, date: 2026-04-01}]"
DUE = "[{by: 县委书记, level: 县, date: 2026-04-01, follow-up-due: 2026-04-20, follow-up-date: 2026-04-18}]"
ENDORSED_RULE = '[[endorsement]]\nwords = "批示"\npoints = 1\n'
FEEDBACK = '[[feedback]]\nwords = "反馈"\nresults = ["按时反馈"]\npoints = 1\n'


def call(due: str = "2026-03-20") -> str:
    """Return a commission to a unit."""
    line = f"due: {due}\n" if due else ""
    return f"---\ntitle: 约稿\ndate: 2026-03-01\n{line}unit: 城关镇\n---\n提纲\n"


def found_in(root: Path, scheme: str, files: dict[str, str]) -> list[tuple[str, str, int, str, str]]:
    """Return path, code, line and field of the problems of an archive, and the places that they name."""
    listed = loaded(root, {SCHEME: HEAD + scheme, **files}).problems
    assert {problem_severity(problem) for problem in listed} <= {Severity.WARNING}
    return [(*row, p.values.get("shown", "")) for row, p in zip(described(list(listed)), listed, strict=True)]


@pytest.mark.parametrize(
    ("code", "path", "line", "field", "shown", "scheme", "files"),
    [
        ("events-without-rule", SCHEME, 1, "endorsement", f"{A}:6", ADOPTION, {A: item(endorsements=ENDORSED)}),
        ("events-without-rule", SCHEME, 1, "outcome", f"{A}:6", ADOPTION, {A: item(outcomes="[规则]")}),
        ("events-without-rule", SCHEME, 1, "sent-up", f"{A}:6", ADOPTION, {A: item(sent_up="[省]")}),
        ("events-without-rule", SCHEME, 1, "adoption", f"{A}:6", '[[submission]]\nwords = "报"\npoints = 1\n', {A: item(adopted_by="[东江日报]")}),
        ("events-without-fitting-rule", SCHEME, 5, "endorsement", f"{A}:6", ADOPTION + '[[endorsement]]\nwords = "批"\nlevels = ["省"]\npoints = 1\n', {A: item(endorsements=ENDORSED)}),
        ("events-without-fitting-rule", SCHEME, 5, "endorsement", f"{A}:6", ADOPTION + '[[endorsement]]\nwords = "批"\nlevels = ["县"]\npoints = 1\n', {A: item(endorsements="[{by: 县委书记}]")}),
        ("events-without-fitting-rule", SCHEME, 5, "outcome", f"{A}:6", ADOPTION + '[[outcome]]\nwords = "成果"\nunits = ["组织科"]\npoints = 1\n', {A: item(outcomes="[规则]")}),
        ("events-without-fitting-rule", SCHEME, 5, "commission", f"{A}:6", ADOPTION + '[[commission]]\nwords = "约稿"\nunits = ["组织科"]\nresults = ["完成"]\npoints = 1\n', {A: item(commission="2026-c"), CALL: call()}),
        ("events-without-rule", SCHEME, 1, "commission", f"{A}:6", ADOPTION, {A: item(commission="2026-c", unit="城关镇"), CALL: call()}),
        ("events-without-rule", SCHEME, 1, "commission", f"{CALL}:1", ADOPTION, {A: item(), CALL: call()}),
        ("corrections-without-rule", SCHEME, 1, "lapse", f"{A}:6", ADOPTION, {A: item(corrections="[{date: 2026-03-09, note: 数字有误}]")}),
        ("commission-without-due", CALL, 1, "due", "", ADOPTION + LATE.replace("迟报", "约稿未报"), {CALL: call("")}),
        ("late-without-events", SCHEME, 5, "kinds", "", ADOPTION + LATE + DEADLINE, {A: item()}),
        ("events-without-rule", SCHEME, 1, "feedback", f"{A}:6", ENDORSED_RULE, {A: item(endorsements=DUE)}),
        ("events-without-fitting-rule", SCHEME, 5, "feedback", f"{A}:6", ENDORSED_RULE + FEEDBACK + 'levels = ["省"]\n', {A: item(endorsements=DUE)}),
        ("feedback-without-due", SCHEME, 5, "kinds", "", ENDORSED_RULE + LATE.replace("迟报", "反馈逾期"), {A: item(endorsements=ENDORSED)}),
        ("feedback-without-due", SCHEME, 5, "results", "", ENDORSED_RULE + FEEDBACK.replace("按时", "未"), {A: item(endorsements=ENDORSED)}),
        ("feedback-days-unknown", SCHEME, 5, "feedback", f"{A}:6", ENDORSED_RULE + FEEDBACK, {A: item(endorsements="[{by: 县委书记, level: 县, follow-up: 已办}]")}),
        ("no-scheme", SCHEME, 1, "valid-to", "", "valid-to = 2026-02-28\n" + ADOPTION, {A: item()}),
    ],
)  # fmt: skip
def test_facts_that_earn_nothing(  # noqa: PLR0917 - a table
    code: str, path: str, line: int, field: str, shown: str, scheme: str, files: dict[str, str], tmp_path: Path
) -> None:
    assert found_in(tmp_path, scheme, files) == [(path, code, line, field, shown)]


@pytest.mark.parametrize(
    ("scheme", "files"),
    [
        (ADOPTION + '[[endorsement]]\nwords = "批示不计分"\npoints = 0\n', {A: item(endorsements=ENDORSED)}),
        (ADOPTION + '[[bonus]]\nwords = "批示加分"\non = "endorsement"\npoints = 1\n', {A: item(endorsements=ENDORSED)}),
        (ADOPTION, {A: item(endorsements=ENDORSED, status="草稿")}),
        (ADOPTION, {"content/items/2025/a.md": item(date="2025-03-05", endorsements="[{by: 县委书记}]")}),
        ("", {A: item(endorsements=ENDORSED)}),
        (ADOPTION + '[[commission]]\nwords = "约稿不计分"\nresults = ["完成", "未完成"]\npoints = 0\n', {A: item(commission="2026-c"), CALL: call()}),
        (ADOPTION + LATE.replace("迟报", "约稿未报"), {A: item(commission="2026-c"), CALL: call()}),
        (ADOPTION + '[[bonus]]\nwords = "约稿采用加分"\ncommissioned = true\npoints = 1\n', {A: item(commission="2026-c"), CALL: call()}),
        (ADOPTION + WRONG.replace("-1", "0"), {A: item(corrections="[{date: 2026-03-09, note: 数字有误}]")}),
        (ADOPTION + LATE + DEADLINE, {A: item(event_date="2026-03-04")}),
        (ADOPTION + LATE + DEADLINE, {A: item(), B: item(date="2026-03-09", event_date="2026-03-01", **WITHDRAWN)}),
        (ENDORSED_RULE + LATE.replace("迟报", "反馈逾期"), {A: item(endorsements=ENDORSED), B: item(endorsements=DUE, **WITHDRAWN)}),
        (ENDORSED_RULE + FEEDBACK, {A: item(endorsements=DUE)}),
        (ENDORSED_RULE + FEEDBACK, {A: item(endorsements=ENDORSED)}),
        (ENDORSED_RULE + LATE.replace("迟报", "反馈逾期"), {A: item(endorsements=DUE)}),
        (ENDORSED_RULE + LATE.replace("迟报", "反馈迟交"), {A: item()}),
    ],
)  # fmt: skip
def test_facts_of_which_something_is_said(scheme: str, files: dict[str, str], tmp_path: Path) -> None:
    assert found_in(tmp_path, scheme, files) == []


def test_many_facts_are_one_problem_that_names_each(tmp_path: Path) -> None:
    """Two items with two endorsements each: one problem, a count of four, four places."""
    both = "\n  - {by: 县委书记, date: 2026-04-01}\n  - {by: 县长, date: 2026-04-02}"
    files = {f"content/items/2026/{name}.md": item(f"正文{name}", title=name, endorsements=both) for name in ("a", "b")}
    listed = loaded(tmp_path, {SCHEME: HEAD + ADOPTION, **files}).problems
    assert [(p.code, p.values["count"]) for p in listed] == [("events-without-rule", "4")]
    assert listed[0].values["shown"] == "、".join(f"content/items/2026/{n}.md:{line}" for n in "ab" for line in (7, 8))
