"""Rules across files, and how items become issues."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.checks.messages import describe_problem
from bulletin.core.dates import Grain
from bulletin.core.i18n import translator
from bulletin.model.enums import IssueKind
from bulletin.model.issues import assign_to_issues
from bulletin.model.records import Issue, Item
from bulletin.model.registry import Bulletin, Category, Registry, Unit
from tests.support.archives import TODAY, issue, item, loaded, problems

A, B, C = (f"content/items/2026/{name}.md" for name in "abc")
ONE, TWO, THREE = "issues/2026/001.md", "issues/2026/002.md", "issues/2026/003.md"
OTHER = item("另一篇正文", title="另一篇", date="2026-03-06")

CALL = "content/calls/2026-c.md"
EXTENDED = "延期: [{单位: 组织科, 延至: 2026-04-09}]"


def asked(more: str) -> dict[str, str]:
    """Return a commission that is due on 1 April, with more lines of front matter."""
    return {CALL: f"---\ntitle: 约稿\ndate: 2026-02-01\ndue: 2026-04-01\nunit: 组织科\n{more}\n---\n提纲\n"}


ACROSS = {
    "unknown-item": ({A: item(), ONE: issue(items="[2026/a, 2026/x]")}, ONE, 4),
    "draft-in-issue": ({A: item(status="草稿"), ONE: issue(items="[2026/a]")}, ONE, 4),
    "item-after-issue": ({A: item(date="2026-03-16"), ONE: issue(items="[2026/a]")}, ONE, 4),
    "item-in-two-issues": (
        {A: item(), ONE: issue(items="[2026/a]"), TWO: issue(number="2", date="2026-03-31", items="[2026/a]")},
        TWO,
        4,
    ),
    "left-out": ({A: item(), B: OTHER, ONE: issue(items="[2026/a]")}, B, 5),
    "bad-number": ({ONE: issue(number="一")}, ONE, 2),
    "number-repeat": ({ONE: issue(), TWO: issue(date="2026-03-31")}, TWO, 2),
    "number-gap": ({ONE: issue(), THREE: issue(number="3", date="2026-03-31")}, THREE, 2),
    "number-order": ({ONE: issue(), TWO: issue(number="2", date="2026-03-01")}, TWO, 2),
    "serial-repeat": (
        {ONE: issue(serial="10"), TWO: issue(number="2", date="2026-03-31", serial="10")},
        TWO,
        4,
    ),
    "serial-order": ({ONE: issue(serial="10"), TWO: issue(number="2", date="2026-03-31", serial="12")}, TWO, 4),
    "follows-draft": ({A: item(status="草稿"), B: item("后来", title="续", follows="2026/a")}, B, 6),
    "follows-withdrawn": ({A: item(status="撤回"), B: item("后来", title="续", 续报="2026/a")}, B, 6),
    "follows-later": ({A: item(date="2026-03-06"), B: item("后来", title="续", follows="2026/a.md")}, B, 6),
    "follows-circle": (
        {
            A: item(follows="2026/c"),
            B: item("后来", title="续", follows="2026/a"),
            C: item("更后", title="三", follows="2026/b"),
        },
        A,
        6,
    ),
    "duplicate-title": ({A: item(), B: item("另一篇", date="2026-03-06")}, B, 2),
    "duplicate-body": ({A: item(), B: item(title="另一篇", date="2026-03-06")}, B, 8),
    "joined-authors": ({A: item(作者="李某\n  王某")}, A, 6),
    "too-short": ({A: item()}, A, 8),
    "not-addressed": (
        {
            A: item(commission="2026-c"),
            "content/calls/2026-c.md": "---\ntitle: 约稿\ndate: 2026-02-01\nunit: 组织科\n---\n提纲\n",
        },
        A,
        6,
    ),
    "unit-not-asked": (asked("extended: [{unit: 城关镇, due: 2026-04-09}]"), CALL, 6),
    "unit-twice": (asked("免报:\n- {单位: 组织科, 原因: 防汛}\n- {单位: 县委组织部组织科, 理由: 防汛}"), CALL, 8),
    "not-extended": (asked(EXTENDED.replace("-09", "-01")), CALL, 6),
    "extended-without-due": (
        {key: text.replace("due: 2026-04-01\n", "") for key, text in asked(EXTENDED).items()},
        CALL,
        5,
    ),
    "waived-and-answered": (
        asked("waived: [{unit: 组织科, reason: 防汛}]") | {A: item(commission="2026-c", unit="组织科")},
        CALL,
        6,
    ),
    "unknown-unit": (asked("waived: [{unit: 组织料, reason: 防汛}]"), CALL, 6),
    "link-to-draft": ({A: item("见[乙](b.md)"), B: OTHER.replace("title:", "status: 草稿\ntitle:")}, A, 8),
    "link-to-restricted": ({A: item("见[乙](b.md)"), B: OTHER.replace("title:", "audience: 限定\ntitle:")}, A, 8),
    "restricted-in-issue": ({A: item(audience="restricted"), ONE: issue(items="[2026/a]")}, ONE, 4),
    "topic-address": (
        {A: item(topics="[党建+治理]"), B: OTHER.replace("title:", "topics: [党建 治理]\ntitle:")},
        B,
        2,
    ),
}


@pytest.mark.parametrize("code", ACROSS)
def test_a_mistake_across_files(code: str, tmp_path: Path) -> None:
    files, path, line = ACROSS[code]
    registry = {}
    if code == "too-short":
        registry = {"registry/categories.toml": '[[category]]\nid = "p"\nname = "经验"\nmin-chars = 99\n'}
    assert [(p.code, p.path, p.line) for p in problems(tmp_path, {**files, **registry})] == [(code, path, line)]


def test_an_unreadable_item_is_not_missing_from_its_issue(tmp_path: Path) -> None:
    found = problems(tmp_path, {A: item(unit="无此单位"), ONE: issue(items="[2026/a]")})
    assert [p.code for p in found] == ["unknown-unit"]


def test_what_an_item_follows_is_there(tmp_path: Path) -> None:
    files = {A: item(), B: item("后来", title="续", follows="2026/aa"), C: item(unit="无此单位", follows="2026/c")}
    found = problems(tmp_path, {**files, "content/items/2026/d.md": item("更后", title="三", follows="2026/c")})
    assert [(p.code, p.path, p.field) for p in found] == [("unknown-item", B, "follows"), ("unknown-unit", C, "unit")]


def test_an_explicit_list_wins_and_the_next_issue_collects_the_rest(tmp_path: Path) -> None:
    files = {
        A: item(date="2026-03-01"),
        B: item("另一篇", title="另一篇", date="2026-03-02", category="动态"),
        "content/items/2026/c.md": item("第三篇", title="第三篇", date="2026-03-20", unit="组织科"),
        "content/items/2026/d.md": item("第四篇", title="第四篇", date="2026-03-25", category="调研"),
        "content/items/2026/e.md": item("第五篇", title="第五篇", date="2026-04-01"),
        ONE: issue(),
        TWO: issue(number="2", date="2026-03-31"),
        "issues/2026/z1.md": issue(kind="增刊", date="2026-03-28", items="[2026/d]"),
    }
    archive = loaded(tmp_path, files).archive
    assert dict(archive.contents) == {
        "2026/001": ("2026/a", "2026/b"),
        "2026/z1": ("2026/d",),
        "2026/002": ("2026/c",),
    }
    assert archive.pending == ("2026/e",)


def test_a_withdrawn_item_leaves_id_and_date_in_the_issue_that_lists_it(tmp_path: Path) -> None:
    archive = loaded(tmp_path, {A: item(status="撤回"), ONE: issue(items="[2026/a]")}).archive
    assert archive.items == ()
    assert archive.contents["2026/001"] == ("2026/a",)
    assert [(n.id, n.date) for n in archive.withdrawn] == [("2026/a", date(2026, 3, 5))]


@pytest.mark.parametrize(
    ("grain", "numbers"),
    [
        (Grain.MONTH, [("2025/12", 1), ("2026/01", 1), ("2026/03", 2)]),
        (Grain.QUARTER, [("2025/q4", 1), ("2026/q1", 1)]),
        (Grain.YEAR, [("2025/year", 1), ("2026/year", 1)]),
    ],
)
def test_an_archive_without_issues_is_grouped_by_the_calendar(grain: Grain, numbers: list[tuple[str, int]]) -> None:
    registry = _registry(grain)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 3, 1)]
    grouped = assign_to_issues([_item(n, day) for n, day in enumerate(days)], [], registry)
    assert [(i.id, i.number) for i in grouped.issues] == numbers
    assert grouped.pending == ()


def _registry(grain: Grain = Grain.MONTH) -> Registry:
    return Registry(
        bulletin=Bulletin(grouping=grain),
        units=tuple(Unit(id=f"u{n}", name=f"单位{n}") for n in range(3)),
        categories=tuple(Category(id=f"c{n}", name=f"类别{n}") for n in range(3)),
    )


def _item(number: int, day: date, unit: int = 0, category: int = 0) -> Item:
    identifier = f"{day.year}/i{number}"
    return Item(
        id=identifier, path=identifier, title=f"{number}", units=(f"u{unit}",), category=f"c{category}", date=day
    )


days = st.integers(0, 700).map(lambda n: TODAY - timedelta(days=n))
items = st.lists(st.tuples(days, st.integers(0, 2), st.integers(0, 2)), max_size=30).map(
    lambda rows: [_item(n, *row) for n, row in enumerate(rows)]
)
issues = st.lists(st.tuples(days, st.sampled_from(IssueKind)), max_size=8).map(
    lambda rows: [Issue(id=f"{d.year}/{n}", path=str(n), number=n + 1, date=d, kind=k) for n, (d, k) in enumerate(rows)]
)


@given(items, issues, st.randoms())
def test_each_item_is_once_in_a_series_or_pending(items: list[Item], issues: list[Issue], random: object) -> None:
    registry = _registry()
    grouped = assign_to_issues(items, issues, registry)
    kinds = {issue.id: issue.kind for issue in grouped.issues}
    for kind in IssueKind:
        placed = [i for issue, ids in grouped.contents.items() if kinds[issue] is kind for i in ids]
        assert len(placed) == len(set(placed))
    everywhere = {i for ids in grouped.contents.values() for i in ids}
    assert everywhere.isdisjoint(grouped.pending)
    assert everywhere | set(grouped.pending) == {i.id for i in items}
    random.shuffle(items)  # type: ignore[attr-defined]
    random.shuffle(issues)  # type: ignore[attr-defined]
    assert assign_to_issues(items, issues, registry) == grouped


@given(items, issues)
def test_an_issue_collects_what_came_since_the_issue_before(items: list[Item], issues: list[Issue]) -> None:
    grouped = assign_to_issues(items, issues, _registry())
    for kind in IssueKind:
        after = date.min
        for one in sorted((i for i in issues if i.kind is kind), key=lambda i: (i.date, i.id)):
            assert set(grouped.contents[one.id]) == {i.id for i in items if after < i.date <= one.date}
            after = one.date


def test_calls_and_issues_are_told_by_the_keys_that_they_write(tmp_path: Path) -> None:
    call = "---\n标题: 约稿\n日期: 2026-02-01\n截止日期: 2026-01-01\n单位: 组织科\n"
    call += "免报: [{单位: 城关镇, 原因: 防汛}]\n---\n提纲\n"
    late = "---\n标题: 约稿\n日期: 2026-02-01\n单位: 组织科\n延期: [{单位: 组织科, 截止日期: 2026-04-09}]\n---\n提纲\n"
    future = "---\n期号: 1\n日期: 2027-03-15\n---\n"
    answer = item("正文", unit="城关镇").replace("\ncategory:", "\n约稿单: 2026-c\ncategory:")
    files = {CALL: call, "content/calls/2026-d.md": late, ONE: future, A: answer}
    found = {p.code: p for p in loaded(tmp_path, files).problems}
    shown = {code: problem.shown_field for code, problem in found.items()}
    expected = {
        "date-order": "截止日期",
        "unit-not-asked": "免报",
        "extended-without-due": "延期",
        "future-date": "日期",
    }
    assert shown == {**expected, "waived-and-answered": "免报", "not-addressed": "约稿单"}
    order = found["date-order"].values
    assert (order["later"], order["earlier"]) == ("截止日期", "日期")
    cures = {
        code: describe_problem(found[code], translator("zh"))[1] for code in ("not-addressed", "extended-without-due")
    }
    assert cures["not-addressed"] == "请在 content/calls/2026-c.md 中加上该单位，或删去“约稿单”。"
    assert cures["extended-without-due"] == "请在约稿单中补上“截止日期”，或者删去“延期”。"
