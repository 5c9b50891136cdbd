"""Targets, thresholds and lapses: what counts towards them, and when."""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction

import pytest

import bulletin.schemes
import bulletin.scoring
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount
from bulletin.exports.stats_json import stats_record
from bulletin.model.archive import Adopted, Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import circular, targets
from bulletin.scoring.circulars.tables import circular_tables
from bulletin.scoring.lapses import all_lapses
from bulletin.scoring.remarks import progress_text
from bulletin.scoring.targets import completions
from tests.support.scoring_archives import adopted, archive, call, day, entries, item, points, publication, registry

PAPERS = [publication("县刊", "县"), publication("市刊", "市")]


def office(scheme: str, *items: Item, **more: object) -> Archive:
    head = 'name = "办法"\n[[adoption]]\nwords = "县1分，市5分"\npoints = { "县" = 1, "市" = 5 }\n'
    return archive(registry("甲、乙、丙", PAPERS), head + scheme, items, **more)  # type: ignore[arg-type]


def test_a_rate_is_that_of_the_end_of_its_period() -> None:
    rules = '[[threshold]]\nwords = "率"\nmeasure = "采用率"\nbelow = 0.5\nper = "季度"\npoints = -1'
    once, later = [adopted("县刊", "1-9")], [adopted("县刊", "4-1")]
    found = office(
        rules,
        *(item(f"a{n}", "甲", f"1-{n + 1}", adoptions=once if n == 0 else ()) for n in range(3)),
        *(item(f"b{n}", "乙", f"1-{n + 1}", adoptions=once if n == 0 else ()) for n in range(2)),
        item("c", "丙", "1-1", adoptions=later),
        today=date(2026, 3, 31),
    )
    assert [points(found, unit) for unit in "甲乙丙"] == ["0", "1", "-1"]


@pytest.mark.parametrize(
    ("measure", "got"), [("采用条数", ["-2", "-1"]), ("采用次数", ["-1", "0"]), ("报送", ["-1", "-2"])]
)
def test_what_counts_towards_a_target(measure: str, got: list[str]) -> None:
    target = f'[[target]]\nid = "a"\nwords = "任务"\ncount = 3\nper = "年"\nmeasure = "{measure}"\nprorate = false'
    quota = '[[quota]]\nwords = "少1扣1"\ntarget = "a"\neach = -1'
    plain = 'name = "办法"\n' + quota
    twice = [adopted("县刊", "1-9"), adopted("市刊", "2-9")]
    events = [
        item("a", "甲", "1-5", adoptions=twice),
        item("b", "甲", "1-6"),
        item("c", "乙", "1-7", adoptions=twice),
        item("d", "乙", "2025-12-7", adoptions=[adopted("市刊", "3-9")]),
    ]
    found = archive(registry("甲、乙", PAPERS), plain, events, targets=target)
    assert [points(found, unit) for unit in "甲乙"] == got


def test_a_lapse_that_ends_on_the_day_of_another() -> None:
    rules = '[[lapse]]\nwords = "未报扣3分"\nkinds = ["约稿未报"]\npoints = -3\n'
    found = office(
        rules,
        item("a", "甲", "4-5", commission="x"),
        calls=[call("x", "甲", "3-1", "3-20"), call("y", "甲", "3-1", "4-4")],
    )
    assert entries(found, "甲") == [("3-21", "未报扣3分", "-3"), ("4-5", "未报扣3分", "3"), ("4-5", "未报扣3分", "-3")]


@pytest.mark.parametrize(
    ("measure", "done"),
    [("报送", ["a", "b"]), ("采用条数", ["a"]), ("采用次数", [("a", "县刊"), ("a", "市刊")])],
)
def test_what_was_achieved_is_a_list_of_what_counts(measure: str, done: list[object]) -> None:
    target = f'[[target]]\nid = "a"\nwords = "任务"\ncount = 3\nper = "季度"\nmeasure = "{measure}"'
    twice = [adopted("县刊", "1-9"), adopted("市刊", "2-9")]
    found = office("", item("a", "甲", "1-5", adoptions=twice), item("b", "甲", "1-6"), targets=target)
    (completion,) = completions(found, found.registry.unit["甲"], Period.parse("2026-Q1"))
    found_ids: list[object] = [(x.item.title, x.publication.id) for x in completion.done if isinstance(x, Adopted)]
    found_ids += [x.title for x in completion.done if isinstance(x, Item)]
    assert found_ids == done
    assert completion.quota == 3
    assert completion.shortfall == 3 - len(done)


def owed_in_first_quarter(count: int, unit: Unit, more: str = "") -> int:
    text = f'[[target]]\nid = "a"\nwords = "每季度{count}条"\ncount = {count}\nper = "季度"\n{more}'
    ((target,), _) = read_schemes({"registry/targets/2026.toml": text}, registry([unit]))[1:]
    return targets.owed(target, unit, Period.parse("2026-Q1"))


@pytest.mark.parametrize(
    ("count", "joined", "left", "owed"),
    [
        (3, None, None, 3),
        # 90 days in the quarter, 45 from 15 February: 3 × 45/90 = 1.5, 4 × 45/90 = 2, 1 × 45/90 = 0.5.
        (3, "2-15", None, 1),
        (4, "2-15", None, 2),
        (1, "2-15", None, 0),
        # 89 days from 2 January, and to 30 March: 89/90 is less than one whole item.
        (1, "1-2", None, 0),
        (1, None, "3-30", 0),
        # 12 × 50/90 = 6.67 from 1 January to 19 February.
        (12, None, "2-19", 6),
        (9, "3-31", None, 0),
        (9, "4-1", None, 0),
    ],
)
def test_prorated_quotas_are_rounded_down(count: int, joined: str | None, left: str | None, owed: int) -> None:
    unit = Unit(id="甲", name="甲", joined=day(joined) if joined else None, left=day(left) if left else None)
    assert owed_in_first_quarter(count, unit) == owed


def test_quotas_that_are_not_prorated_are_owed_whole() -> None:
    assert owed_in_first_quarter(4, Unit(id="甲", name="甲", joined=day("3-31")), "prorate = false") == 4
    assert owed_in_first_quarter(4, Unit(id="甲", name="甲", joined=day("4-1")), "prorate = false") == 0


def test_circular_and_ledger_owe_the_same() -> None:
    # 24 a half-year of 184 days; from 15 November 47 days are left: 24 × 47/184 = 6.13.
    target = '[[target]]\nid = "a"\nwords = "每半年24条"\ncount = 24\nper = "半年"'
    rule = 'name = "办法"\n[[quota]]\nwords = "完成任务12分"\ntarget = "a"\npoints = 12\nshortfall = "按比例"\n'
    known = registry([Unit(id="甲", name="甲", joined=day("11-15"))])
    found = archive(known, rule, [item(f"a{n}", "甲", f"11-{n + 15}") for n in range(3)], targets=target)
    row = circular(found, Period.parse("2026-H2")).by_unit["甲"]
    assert row.completion
    assert (amount(row.completion.quota), row.completion.ratio) == ("6", Fraction(1, 2))
    # 12 × 3/6
    assert entries(found, "甲") == [("12-31", "完成任务12分", "6")]
    (entry,) = bulletin.scoring.whole_ledger(found).account("甲").entries
    assert [reason.text(translator("en")) for reason in entry.why] == ["3 of 6"]


def test_a_longer_period_has_the_sum_of_whole_quotas() -> None:
    # 3 a quarter; from 15 February: floor(3 × 45/90) = 1, and 3 + 3 + 3. In days of the year it would be 10.5.
    target = '[[target]]\nid = "a"\nwords = "每季度3条"\ncount = 3\nper = "季度"'
    found = archive(registry([Unit(id="甲", name="甲", joined=day("2-15"))]), "", [], targets=target)
    year = completions(found, found.registry.unit["甲"], Period.year(2026))
    assert [completion.quota for completion in year] == [10]


def test_a_shorter_period_shows_progress_within_the_period_of_the_target() -> None:
    target = '[[target]]\nid = "a"\nwords = "每季度3条"\ncount = 3\nper = "季度"'
    items = [item("a", "甲", "10-9"), item("b", "甲", "11-9"), item("c", "甲", "12-9"), item("d", "甲", "9-9")]
    found = archive(registry("甲"), "", items, targets=target)
    texts, unit = {}, found.registry.unit["甲"]
    for period in ("2026-10", "2026-11", "2026-12", "2026-W46"):
        (progress,) = completions(found, unit, Period.parse(period))
        assert (amount(progress.quota), progress.ratio, amount(progress.shortfall)) == ("3", None, "0")
        texts[period] = progress_text([progress], translator("zh"))
    assert texts == {
        "2026-10": "2026年第四季度应报3，已报1",
        "2026-11": "2026年第四季度应报3，已报2",
        "2026-12": "2026年第四季度应报3，已报3",
        # 9 to 15 November.
        "2026-W46": "2026年第四季度应报3，已报2",
    }
    found_now = stats_record(found, Period.parse("2026-11"))["groups"][0]["units"][0]
    assert (found_now["quota"], found_now["completion"], found_now["targets"]) == (None, None, [])
    assert found_now["progress"] == [{"id": "a", "words": "每季度3条", "quota": "3", "done": 2, "period": "2026-Q4"}]
    (table,) = circular_tables(circular(found, Period.parse("2026-11")), translator("zh"))
    cells = dict(zip(table.headers, table.rows[0], strict=True))
    assert (cells["任务数"], cells["完成率"], cells["任务进度"]) == (None, None, "2026年第四季度应报3，已报2")


def test_the_first_target_of_a_table_is_one_with_whole_periods() -> None:
    target = '[[target]]\nid = "n"\nwords = "每年9条"\ncount = 9\nper = "年"\n'
    target += '[[target]]\nid = "y"\nwords = "每月1条"\ncount = 1\nper = "月"'
    found = archive(registry("甲"), "", [item("a", "甲", "2-9")], targets=target)
    row = circular(found, Period.parse("2026-Q1")).by_unit["甲"]
    assert row.completion
    assert row.completion.target.id == "y"
    assert (amount(row.completion.quota), row.completion.ratio) == ("3", Fraction(1, 3))
    assert [completion.target.id for completion in row.standing.progress] == ["n"]


def test_a_target_is_owed_in_periods_at_whose_end_it_is_in_force() -> None:
    # From 15 February 45 of 90 days: 4 × 45/90 = 2. It ends within the third quarter, in which nothing is owed.
    target = "valid-from = 2026-02-15\nvalid-to = 2026-09-29\n"
    target += '[[target]]\nid = "a"\nwords = "每季度4条"\ncount = 4\nper = "季度"'
    rule = 'name = "办法"\n[[quota]]\nwords = "少1扣1"\ntarget = "a"\neach = -1\n'
    found = archive(registry("甲"), rule, [item("a", "甲", "2-14"), item("b", "甲", "2-15")], targets=target)
    unit = found.registry.unit["甲"]
    parts = {p: completions(found, unit, Period.parse(f"2026-{p}")) for p in ("Q1", "Q2", "Q3", "Q4", "09", "02")}
    owed = {name: [(int(c.quota), len(c.done), c.window is not None) for c in listed] for name, listed in parts.items()}
    assert owed == {
        "Q1": [(2, 1, False)],
        "Q2": [(4, 0, False)],
        "Q3": [],
        "Q4": [],
        "09": [],
        "02": [(2, 1, True)],
    }
    assert [c.quota for c in completions(found, unit, Period.year(2026))] == [6]
    # 1 of 2, and 0 of 4.
    assert entries(found, "甲") == [("3-31", "少1扣1", "-1"), ("6-30", "少1扣1", "-4")]


def test_a_quota_of_nothing_is_no_missed_report() -> None:
    # 1 × 45/90, rounded down.
    target = '[[target]]\nid = "a"\nwords = "每季度1条"\ncount = 1\nper = "季度"'
    rule = 'name = "办法"\n[[quota]]\nwords = "完成得5分"\ntarget = "a"\npoints = 5\n'
    known = registry([Unit(id="甲", name="甲", joined=day("2-15"))])
    found = archive(known, rule, [], targets=target, today=day("3-31"))
    assert all_lapses(found) == ()
    assert entries(found, "甲") == []
    assert completions(found, known.unit["甲"], Period.parse("2026-Q1")) == ()


def test_each_kind_of_lapse_has_its_own_column() -> None:
    rules = '[[deadline]]\nwords = "2日内"\ndays = 2\n'
    target = '[[target]]\nid = "a"\nwords = "每季度1条"\ncount = 1\nper = "季度"'
    found = office(
        rules,
        item("a", "甲", "4-5", event="4-1", commission="x"),
        calls=[call("x", "甲", "3-1", "3-20"), call("y", "甲", "4-1", "5-4"), call("z", "甲", "4-1", "5-5")],
        targets=target,
    )
    for period, expected in (("2026-Q1", [0, 0, 1, 1, 0]), ("2026-Q2", [1, 1, 0, 2, 0]), ("2026", [1, 1, 3, 2, 0])):
        (table,) = circular_tables(circular(found, Period.parse(period)), translator("zh"))
        cells = next(dict(zip(table.headers, row, strict=True)) for row in table.rows if row[1] == "甲")
        assert [cells[head] for head in ("迟报", "约稿迟交", "漏报", "约稿未报", "误报")] == expected
        record = next(unit for unit in stats_record(found, Period.parse(period))["groups"][0]["units"])
        assert [record[key] for key in ("late", "late_answers", "missed", "unanswered", "erroneous")] == expected


def test_a_call_without_a_due_day_is_never_missed() -> None:
    text = 'name = "办法"\n[[lapse]]\nwords = "未报"\nkinds = ["约稿未报"]\npoints = -1\n'
    due = dataclasses.replace(call("a", "甲", "1-1", "1-9"), due=None)
    found = archive(registry("甲"), text, [], calls=[due])
    assert bulletin.scoring.whole_ledger(found).points("甲", Period.year(2026)) == 0
