"""What a lapse brings holds while enough lapses are open; when one is answered after all, just that is given back."""

from __future__ import annotations

from datetime import date

import pytest

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.scoring import standings_for, whole_ledger
from tests.support.scoring_archives import adopted, archive, call, entries, item, points, publication, registry

PAPERS = [publication("县刊", "县"), publication("市刊", "市"), publication("省刊", "省")]
HEAD = 'name = "办法"\n[[adoption]]\nwords = "采用"\npoints = { "县" = 1, "市" = 5, "省" = 10 }\n'
ZEROES = '[[lapse]]\nwords = "两次约稿未报，当年得分清零"\nkinds = ["约稿未报"]\nat-least = 2\nzeroes = true\n'
CALLS = (call("y3", "甲", "3-1", "3-20"), call("y4", "甲", "4-1", "4-20"))
MARCH, APRIL = item("m", "甲", "3-15", commission="y3"), item("s", "甲", "9-10", commission="y4")


def office(rules: str, *items: Item, calls: object = CALLS, units: object = "甲、乙", **more: object) -> Archive:
    return archive(registry(units, PAPERS), HEAD + rules, items, calls=calls, **more)  # type: ignore[arg-type]


def earned(name: str, when: str, paper: str = "省刊", units: str = "甲") -> Item:
    return item(name, units, when, adoptions=[adopted(paper, when)])


def reasons(found: Archive, unit: str, day: date) -> list[str]:
    listed = whole_ledger(found).account(unit).within(Period(day, day))
    return [note.text(translator("en")) for entry in listed for note in entry.why]


def test_forfeited_points_come_back_on_the_day_of_the_answer() -> None:
    """Two calls, due on 20 March and 20 April; the second is answered on 10 September."""
    found = office(ZEROES, earned("a", "2-9"), earned("b", "5-9", "市刊"), item("s", "甲", "9-10", commission="y4"))
    # 2-9 +10; 4-21 the second lapse: −10; 5-9 +5 is forfeited as well; 9-10 one lapse is left: +10 + 5
    months = {month: points(found, "甲", f"2026-{month:02}") for month in range(1, 13)}
    assert {month: value for month, value in months.items() if value != "0"} == {2: "10", 4: "-10", 9: "15"}
    assert (points(found, "甲", "2026-Q2"), points(found, "甲", "2026-Q3"), points(found, "甲")) == ("-10", "15", "15")
    assert reasons(found, "甲", date(2026, 9, 10)) == [
        "answered after all",
        "forfeited points given back: 两次约稿未报，当年得分清零",
    ]


def test_what_lasts_is_not_given_back() -> None:
    rules = ZEROES + "lasts = true\npoints = -3\ndisqualifies = true\n"
    found = office(rules, earned("a", "2-9"), item("s", "甲", "9-10", commission="y4"))
    # 10 − 3 − 3 = 4, forfeited
    assert points(found, "甲") == "0"
    assert [row.unit.id for row in standings_for(found, Period.year(2026)).disqualified] == ["甲"]


def test_all_consequences_are_lifted_together() -> None:
    """Points, a forfeit and disqualification of one rule, with a floor of 0 a year."""
    rules = ZEROES + 'points = -30\ndisqualifies = true\n[[limit]]\nwords = "不低于0分"\nmin = 0\nper = "年"\n'
    answer = item("s", "甲", "9-10", commission="y4")
    found = office(rules, earned("a", "2-9"), earned("b", "10-9", "市刊"), answer)
    before = Period(date(2026, 1, 1), date(2026, 8, 31))
    # 4-21: 10 − 30 − 30 is held at the floor, 0. 9-10: −50 + 30 + 30 = 10, all forfeits end: 10. 10-9: 15.
    assert whole_ledger(found).points("甲", before) == 0
    assert (points(found, "甲", "2026-Q3"), points(found, "甲")) == ("10", "15")
    assert [row.unit.id for row in standings_for(found, before).disqualified] == ["甲"]
    assert not standings_for(found, Period.year(2026)).disqualified


def test_a_period_that_is_over_is_restored_by_a_later_entry() -> None:
    """The forfeit is of the second quarter; its points come back in the third, and no other points are touched."""
    rules = ZEROES.replace("at-least = 2", 'per = "季度"')
    call_only = (call("y4", "甲", "4-1", "4-20"),)
    answer = item("s", "甲", "9-10", commission="y4")
    found = office(rules, earned("a", "2-9"), earned("b", "5-9", "市刊"), earned("c", "8-9"), answer, calls=call_only)
    # Q1 10; Q2 5, forfeited; Q3 10, and the 5 of Q2
    assert [points(found, "甲", f"2026-Q{n}") for n in (1, 2, 3)] == ["10", "0", "15"]


def test_another_rule_that_still_forfeits_the_period_holds() -> None:
    """Of two forfeits of the year the first ends in September, the second in October."""
    rules = ZEROES.replace("at-least = 2\n", "")
    other = '[[lapse]]\nwords = "两次未报"\nkinds = ["约稿未报"]\nat-least = 2\nzeroes = true\nper = "半年"\n'
    calls = (*CALLS, call("y5", "甲", "5-1", "5-20"))
    answers = [item(f"s{n}", "甲", f"{n + 4}-10", commission=f"y{n}") for n in (5, 4, 3)]
    found = office(rules + other, earned("a", "2-9"), earned("b", "7-20", "市刊"), *answers, calls=calls)
    # 7-10 y3 is answered: two are open. 8-10 y4: the half-year is free again, the year is not. 9-10 y5: +10 + 5
    assert points(found, "甲", "2026-H1") == "0"
    assert [points(found, "甲", f"2026-{n:02}") for n in (7, 8, 9)] == ["0", "0", "15"]


def test_a_late_answer_that_counts_as_well_keeps_the_forfeit() -> None:
    rules = ZEROES.replace('["约稿未报"]', '["约稿未报", "约稿迟交"]')
    found = office(rules, earned("a", "2-9"), item("s", "甲", "9-10", commission="y4"))
    # 9-10: y3 is unanswered, y4 is a late answer: two lapses as before.
    assert points(found, "甲") == "0"
    assert not [points for day, _, points in entries(found, "甲") if day == "9-10" and points != "0"]


def test_a_lapse_may_come_back() -> None:
    """4-21 two are open; 5-10 one; 6-21 two again."""
    calls = (*CALLS, call("y6", "甲", "6-1", "6-20"))
    found = office(ZEROES + "points = -2\n", earned("a", "2-9"), item("s", "甲", "5-10", commission="y3"), calls=calls)
    # 4-21 10 − 4 → 0; 5-10 10; 6-21 10 − 4 → 0
    assert [points(found, "甲", f"2026-{n:02}") for n in (4, 5, 6)] == ["-10", "10", "-10"]


@pytest.mark.parametrize(
    ("merger", "old", "new"), [("不转", "10", "0"), ("合并后转", "10", "0"), ("全部转", "0", "10")]
)
def test_what_is_given_back_goes_to_those_who_paid(merger: str, old: str, new: str) -> None:
    """丙 leaves on 30 April; its successor 甲 answers on 10 September. 4-21: 10 − 6 → 0."""
    units = (Unit(id="甲", name="甲"), Unit(id="丙", name="丙", left=date(2026, 4, 30), successor="甲"))
    calls = [call("y3", "丙", "3-1", "3-20"), call("y4", "丙", "4-1", "4-20")]
    answers = [item(f"s{n}", "甲", f"9-{n}", commission=f"y{n}") for n in (3, 4)]
    rules = f'{ZEROES}points = -3\n[merger]\npoints = "{merger}"\n'
    found = office(rules, earned("a", "2-9", units="丙"), *answers, calls=calls, units=units)
    assert points(found, "丙", "2026-04") == "-10"
    assert (points(found, "丙"), points(found, "甲")) == (old, new)


def test_a_parent_that_is_credited_gets_back_what_it_lost() -> None:
    units = (Unit(id="甲", name="甲"), Unit(id="乙", name="乙", parent="甲"))
    rules = ZEROES + '[[credit]]\nwords = "一半计入主管单位"\nunits = ["乙"]\nkeep = 1\ngive = 0.5\n'
    calls = [call("y3", "乙", "3-1", "3-20"), call("y4", "乙", "4-1", "4-20")]
    answer = item("s", "乙", "9-10", commission="y4")
    found = office(rules, earned("a", "2-9", units="乙"), answer, calls=calls, units=units)
    assert [points(found, unit, "2026-H1") for unit in "甲乙"] == ["0", "0"]
    assert [points(found, unit) for unit in "甲乙"] == ["5", "10"]


def test_disqualification_is_lifted_within_its_window() -> None:
    rules = '[[lapse]]\nwords = "半年两次"\nkinds = ["约稿未报"]\nat-least = 2\nper = "半年"\ndisqualifies = true\n'

    def out(*answers: Item) -> list[bool]:
        found = office(rules, *answers)
        return [bool(standings_for(found, Period.parse(p)).disqualified) for p in ("2026-05", "2026-H1", "2026-H2")]

    assert out() == [True, True, False]
    assert out(item("s", "甲", "6-10", commission="y4")) == [True, False, False]


def test_each_window_within_a_period_disqualifies() -> None:
    rules = '[[lapse]]\nwords = "一季度两次"\nkinds = ["约稿未报"]\nat-least = 2\nper = "季度"\ndisqualifies = true\n'
    calls = (call("y2", "甲", "1-5", "1-20"), call("y3", "甲", "3-1", "3-20"), call("y4", "甲", "4-1", "4-20"))

    def out(*answers: Item) -> list[bool]:
        found = office(rules, *answers, calls=calls)
        labels = ("2026-01", "2026-03", "2026-Q1", "2026-Q2", "2026-H1", "2026")
        return [bool(standings_for(found, Period.parse(label)).disqualified) for label in labels]

    # Two are unanswered in the first quarter, from 21 March on; one in the second. Half-year and year hold the first.
    assert out() == [False, True, True, False, True, True]
    # Answered in May, it is one: no quarter has two in the end, and what was printed by March stays.
    assert out(item("s", "甲", "5-10", commission="y3")) == [False, True, True, False, False, False]


@pytest.mark.parametrize(
    ("earned_before", "quarters"),
    [
        # Nothing to take from at the floor of 0: nothing taken, nothing given back.
        ("", ["0", "0"]),
        # 1 of 3 taken, 1 given back.
        ("县刊", ["0", "1"]),
        # All 3 taken and given back.
        ("市刊", ["2", "3"]),
    ],
)
def test_just_as_much_is_given_back_as_floors_let_be_taken(earned_before: str, quarters: list[str]) -> None:
    floor = '[[limit]]\nwords = "季度不低于0"\nmin = 0\nper = "季度"\n'
    lapse = '[[lapse]]\nwords = "约稿未报"\nkinds = ["约稿未报"]\npoints = -3\n'
    result = '[[commission]]\nwords = "未完成"\nresults = ["未完成"]\npoints = -3\n'
    before = [earned("a", "2-9", earned_before)] if earned_before else []
    for rules in (floor + lapse, floor + result):
        found = office(rules, *before, item("s", "甲", "5-10", commission="y3"), calls=CALLS[:1])
        assert [points(found, "甲", f"2026-Q{number}") for number in (1, 2)] == quarters


def test_what_a_cap_had_taken_already_is_not_given_back() -> None:
    # 10 in the first quarter, capped at 8; 10 - 1 = 9 is 8 as well: the lapse takes nothing, and its end gives nothing.
    cap = '[[limit]]\nwords = "季度不超过8"\nmax = 8\nper = "季度"\n'
    lapse = '[[lapse]]\nwords = "约稿未报"\nkinds = ["约稿未报"]\npoints = -1\n'
    answer = item("s", "甲", "5-10", commission="y3")
    found = office(cap + lapse, earned("a", "2-9"), answer, calls=CALLS[:1])
    assert [points(found, "甲", f"2026-Q{number}") for number in (1, 2)] == ["8", "0"]


def test_a_floor_holds_for_what_is_given_back_in_the_year_after() -> None:
    """One scheme for two years; a call due in December 2025 is answered in February 2026."""
    rules = "valid-from = 2025-01-01\nvalid-to = 2026-12-31\n" + HEAD
    rules += '[[limit]]\nwords = "季度不低于0"\nmin = 0\nper = "季度"\n'
    rules += '[[lapse]]\nwords = "约稿未报"\nkinds = ["约稿未报"]\npoints = -3\n'
    calls = [call("y", "甲", "2025-12-1", "2025-12-20")]
    answer = item("s", "甲", "2026-2-10", commission="y")
    for paper, years in (("县刊", ["0", "1"]), ("市刊", ["2", "3"])):
        found = archive(registry("甲", PAPERS), {"both": rules}, [earned("a", "2025-11-9", paper), answer], calls=calls)
        assert [points(found, "甲", year) for year in ("2025", "2026")] == years


def test_a_parent_loses_what_it_was_credited_and_keeps_its_own() -> None:
    # 甲 has 5 of its own, and half of the 10 of 乙: 10. 乙 is forfeited from 21 April to 10 September, with that half.
    units = (Unit(id="甲", name="甲"), Unit(id="乙", name="乙", parent="甲"))
    rules = ZEROES + '[[credit]]\nwords = "一半计入主管单位"\nunits = ["乙"]\nkeep = 1\ngive = 0.5\n'
    calls = [call("y3", "乙", "3-1", "3-20"), call("y4", "乙", "4-1", "4-20")]
    written = [earned("a", "2-9", units="乙"), earned("b", "5-9", "市刊"), earned("c", "5-10", "县刊", units="乙")]
    found = office(rules, *written, calls=calls, units=units)
    assert [points(found, unit) for unit in "甲乙"] == ["5", "0"]
    answered = office(rules, *written, item("s", "乙", "9-10", commission="y4"), calls=calls, units=units)
    # 5 + (10 + 1) / 2 = 10.5
    assert [points(answered, unit) for unit in "甲乙"] == ["10.5", "11"]
    assert [points(answered, unit, "2026-H1") for unit in "甲乙"] == ["5", "0"]


def test_a_share_is_lost_from_the_number_of_lapses_on_that_the_rule_asks_for() -> None:
    """Each late item has 10. Nothing before the second late one, on 9 May; with it, both lose half: −5 and 5."""
    rules = (
        '[[deadline]]\nwords = "3日"\ndays = 3\n'
        '[[lapse]]\nwords = "一年两次迟报，减半"\nkinds = ["迟报"]\nat-least = 2\nshare = "1/2"\n'
        '[[submission]]\nwords = "报送10分"\npoints = 10\n'
    )
    late = [item(f"l{month}", "甲", f"{month}-9", event=f"{month}-1") for month in (1, 5)]
    found = office(rules, *late, item("other", "乙", "6-9", event="6-1"), calls=())
    assert [points(found, "甲", f"2026-{month:02}") for month in (1, 5)] == ["10", "0"]
    assert (points(found, "甲"), points(found, "乙")) == ("10", "10")


def test_what_was_forfeited_in_the_year_before_comes_back_where_one_scheme_goes_on() -> None:
    """A call due in December 2025 is answered in February 2026."""
    rules = "valid-from = 2025-01-01\nvalid-to = 2026-12-31\n" + HEAD + ZEROES.replace("at-least = 2", "points = -3")
    answer = item("s", "甲", "2026-2-10", commission="y")
    early, late = earned("a", "2025-2-9"), earned("b", "2026-1-9", "市刊")
    calls = [call("y", "甲", "2025-12-1", "2025-12-20")]
    found = archive(registry("甲", PAPERS), rules, [answer, early, late], calls=calls)
    # 2025: 10 − 3, at most 0. 2026: 5 in January; in February the 10 of the year before, as the −3 are given back, too.
    assert [points(found, "甲", label) for label in ("2025", "2026-01", "2026-02", "2026")] == ["0", "5", "10", "15"]
