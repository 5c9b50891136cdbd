"""Targets, base points, limits and lapses by week and half-month; every figure is calculated by hand beside it."""

from __future__ import annotations

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Registry
from bulletin.schemes.explain import explain
from bulletin.scoring import circular
from bulletin.scoring.lapses import all_lapses
from bulletin.scoring.targets import completions
from tests.support.scoring_archives import archive, day, entries, item, points, registry

WEEKLY = '[[target]]\nid = "zhou"\nwords = "每周1条"\ncount = 1\nper = "每周"\n'


def office(scheme: str, *items: Item, targets: str = "", today: str = "12-31") -> Archive:
    head = 'name = "办法"\n'
    return archive(registry("甲、乙"), head + scheme, items, targets=targets, today=day(today))


def test_a_weekly_target_is_owed_in_every_week_of_the_year_once() -> None:
    found = office("", targets=WEEKLY)
    unit = found.registry.unit["甲"]
    # 2026 has 53 weeks: week 1 is 1 to 4 January, week 53 is 28 to 31 December. Of them end
    # 13 in the first quarter (week 13 on 29 March), 13 in the second (week 26 on 28 June), 13 in the third (week 39
    # on 27 September), 14 in the fourth.
    owed = [completions(found, unit, Period.parse(p))[0].quota for p in ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")]
    assert owed == [13, 13, 13, 14]
    assert completions(found, unit, Period.year(2026))[0].quota == 53
    assert len([lapse for lapse in all_lapses(found) if lapse.unit == "甲"]) == 53


def test_a_week_in_two_quarters_counts_in_the_quarter_in_which_it_ends() -> None:
    # Week 14 is 30 March to 5 April.
    found = office("", item("a", "甲", "3-31"), targets=WEEKLY, today="4-30")
    unit = found.registry.unit["甲"]
    first, second = (completions(found, unit, Period.parse(p))[0] for p in ("2026-Q1", "2026-Q2"))
    assert (len(first.done), len(second.done)) == (0, 1)
    assert first.period == Period(day("1-1"), day("3-29"))
    assert second.period == Period(day("3-30"), day("6-28"))
    row = circular(found, Period.parse("2026-Q1")).by_unit["甲"]
    assert len(row.now.submitted) == 1


def test_quota_and_missed_report_of_a_week_are_entered_on_its_last_day() -> None:
    rules = """
[[quota]]
words = "每周1条，1分"
target = "zhou"
points = 1
[[lapse]]
words = "一周未报，扣2分"
kinds = ["漏报"]
points = -2
"""
    found = office(rules, item("a", "甲", "1-2"), item("b", "甲", "1-12"), targets=WEEKLY, today="1-18")
    # Week 1, to 4 January: 1 point. Week 2, to the 11th: nothing, 0 points and -2. Week 3, to the 18th: 1 point.
    assert entries(found, "甲") == [
        ("1-4", "每周1条，1分", "1"),
        ("1-11", "一周未报，扣2分", "-2"),
        ("1-11", "每周1条，1分", "0"),
        ("1-18", "每周1条，1分", "1"),
    ]


def test_base_points_of_half_months() -> None:
    found = office('[[base]]\nwords = "每半月2分"\npoints = 2\nper = "半月"\n', today="2-16")
    # 1 and 16 January, 1 and 16 February.
    assert entries(found, "甲") == [(d, "每半月2分", "2") for d in ("1-1", "1-16", "2-1", "2-16")]
    # The year has 24 of them.
    whole = office('[[base]]\nwords = "每半月2分"\npoints = 2\nper = "半月"\n')
    assert points(whole, "甲") == "48"


def test_caps_of_weeks_months_and_halves_of_months() -> None:
    rules = """
[[submission]]
words = "每篇2分"
points = 2
[[limit]]
words = "一月不超过9分"
max = 9
per = "月"
[[limit]]
words = "一周不超过5分"
max = 5
per = "周"
[[limit]]
words = "半月不超过8分"
max = 8
per = "半月"
"""
    # Week 6 (2 to 8 February): 2 items, 4 points. Week 7 (9 to 15 February): 3 items, 6 points, capped to 5; that makes
    # 9 in the first half of the month, capped to 8: week 7 keeps 4. Week 8 (16 to 22 February): 1 item, 2 points, 10 in
    # the month, capped to 9: 1 is left.
    days = ["2-3", "2-4", "2-9", "2-10", "2-11", "2-17"]
    found = office(rules, *(item(f"i{n}", "甲", d) for n, d in enumerate(days)))
    assert [e[2] for e in entries(found, "甲")] == ["2", "2", "2", "2", "0", "1"]
    assert points(found, "甲", "2026-W06") == "4"
    assert points(found, "甲", "2026-W07") == "4"
    assert points(found, "甲", "2026-02-H1") == "8"
    assert points(found, "甲", "2026-02") == "9"


def test_a_week_below_the_pass_mark_is_failed_in_the_quarter_in_which_it_ends() -> None:
    rules = '[[submission]]\nwords = "每篇1分"\npoints = 1\n[pass]\nwords = "每周至少1分"\npoints = 1\nper = "周"\n'
    # Weeks 12 and 13 have an item each; week 14 (30 March to 5 April) has none.
    found = office(rules, item("a", "甲", "3-16"), item("b", "甲", "3-23"), item("c", "甲", "4-6"), today="4-12")
    march = circular(found, Period.parse("2026-03")).by_unit["甲"].standing.failed
    april = circular(found, Period.parse("2026-04")).by_unit["甲"].standing.failed
    # Of March count weeks 9 (to 1 March) to 13.
    assert [failure.period.label for failure in march] == ["2026-W09", "2026-W10", "2026-W11"]
    assert [failure.period.label for failure in april] == ["2026-W14"]


def test_thresholds_and_lapses_by_the_week() -> None:
    rules = """
[[threshold]]
words = "一周报送达到2条，加1分"
measure = "报送"
reaches = 2
per = "周"
points = 1
[[deadline]]
words = "3日内"
days = 3
[[lapse]]
words = "一周迟报2次，每次扣1分"
kinds = ["迟报"]
at-least = 2
per = "周"
points = -1
"""
    # Week 10 is 2 to 8 March: two late items, and 2 items reach the threshold. Week 11: one late item, no loss.
    late = [item(f"i{n}", "甲", d, event="2-20") for n, d in enumerate(["3-2", "3-8", "3-9"])]
    found = office(rules, *late, today="3-31")
    assert entries(found, "甲") == [
        ("3-8", "一周迟报2次，每次扣1分", "-1"),
        ("3-8", "一周迟报2次，每次扣1分", "-1"),
        ("3-8", "一周报送达到2条，加1分", "1"),
    ]


def test_the_scheme_is_explained_in_weeks() -> None:
    rules = '[[base]]\nwords = "周"\npoints = 2\nper = "week"\n[[base]]\nwords = "半"\npoints = 1\nper = "半月"\n'
    found = office(rules)
    told = [text for text, _words in explain(found.schemes[0], Registry(), translator("zh"))]
    assert any("每周" in text and "2分" in text for text in told)
    assert any("每半月" in text for text in told)
