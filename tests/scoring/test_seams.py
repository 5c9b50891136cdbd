"""Where one scheme ends and another begins: every event counts once. Calculated by hand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bulletin.checks.messages import describe_problem
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.schemes.explain import explain
from bulletin.scoring import standings_for
from tests.support import archives
from tests.support.scoring_archives import (
    adopted,
    archive,
    call,
    corrected,
    endorsed,
    entries,
    item,
    points,
    publication,
    registry,
)

PAPERS = [publication("县刊", "县"), publication("市刊", "市"), publication("省刊", "省")]
BY_SUBMISSION = '[counting]\nadoptions-by = "submission"\n'


def scheme(values: str, more: str = "") -> str:
    return f'name = "办法"\n[[adoption]]\nwords = "采用"\npoints = {{ {values} }}\n{more}'


def office(schemes: dict[str, str], *items: Item, **more: object) -> Archive:
    return archive(registry("甲、乙", PAPERS), schemes, items, **more)  # type: ignore[arg-type]


OLD, NEW = '"县" = 1, "市" = 5, "省" = 10', '"县" = 2, "市" = 7, "省" = 20'


@pytest.mark.parametrize(
    ("old", "new", "years"),
    [
        # The city of December is 2025's, the province of February 2026's: 5, then 20.
        ("", "", ["5", "20"]),
        # 2025 owns the item's adoptions, on the day of its submission: 5 + 10 in 2025, none in 2026 (was 15 and 20).
        (BY_SUBMISSION, "", ["15", "0"]),
        # 2025 counts adoptions on their day, so that of 2026 is 2026's, on its day: 5, then 20 (was 5 and nothing).
        ("", BY_SUBMISSION, ["5", "20"]),
        (BY_SUBMISSION, BY_SUBMISSION, ["15", "0"]),
    ],
)
def test_an_adoption_counts_once_whatever_the_years_count_by(old: str, new: str, years: list[str]) -> None:
    given = [adopted("市刊", "2025-12-20"), adopted("省刊", "2026-2-10")]
    found = office({"2025": scheme(OLD, old), "2026": scheme(NEW, new)}, item("a", "甲", "2025-12-1", adoptions=given))
    assert [points(found, "甲", year) for year in ("2025", "2026")] == years


def test_an_item_from_before_all_schemes_counts_when_it_is_adopted() -> None:
    found = office(
        {"2026": scheme(NEW, BY_SUBMISSION)}, item("a", "甲", "2025-12-1", adoptions=[adopted("省刊", "2026-2-10")])
    )
    assert entries(found, "甲") == [("2-10", "采用", "20")]


def test_what_chooses_among_adoptions_knows_those_of_the_other_scheme_only_as_facts() -> None:
    # 2025 pays 5 for the city in December; 2026 pays 20 for the province and takes nothing away from 2025: 5 and 20.
    take = '[several]\ntake = "就高"\n'
    found = office(
        {"2025": scheme(OLD, take), "2026": scheme(NEW, take)},
        item("a", "甲", "2025-12-1", adoptions=[adopted("市刊", "2025-12-20"), adopted("省刊", "2026-2-10")]),
    )
    assert [points(found, "甲", year) for year in ("2025", "2026")] == ["5", "20"]


@pytest.mark.parametrize(
    ("old", "new", "code", "day"),
    [
        ("", "", "", ""),
        (BY_SUBMISSION, BY_SUBMISSION, "", ""),
        (BY_SUBMISSION, "", "adoption-at-seam", "2025-12-01"),
        ("", BY_SUBMISSION, "adoption-at-seam", "2026-02-10"),
        (None, BY_SUBMISSION, "adoption-before-schemes", "2026-02-10"),
        (None, "", "", ""),
    ],
)
def test_adoptions_at_the_seam_are_named(old: str | None, new: str, code: str, day: str, tmp_path: Path) -> None:
    adoptions = (
        "[{publication: 组工信息, issue: 1, date: 2025-12-20}, {publication: 组工信息, issue: 2, date: 2026-02-10}]"
    )
    written = {
        "registry/schemes/2026.toml": f'name = "新办法"\n{new}[[adoption]]\nwords = "采用"\npoints = 1\n',
        "content/items/2025/a.md": archives.item(date="2025-12-01", adopted_by=adoptions),
    }
    if old is not None:
        written["registry/schemes/2025.toml"] = f'name = "旧办法"\n{old}[[adoption]]\nwords = "采用"\npoints = 1\n'
    found = archives.loaded(tmp_path, written)
    named = [p for p in found.problems if p.code in ("adoption-at-seam", "adoption-before-schemes")]
    assert [(p.code, p.path, p.field, p.values["date"], p.values["day"]) for p in named] == (
        [(code, "content/items/2025/a.md", "adopted-by", "2026-02-10", day)] if day else []
    )
    for problem in named:
        # The scheme of the submission decides, and that of the adoption says otherwise.
        files = ("2025", "2026") if old is not None else ("2026",)
        for language in ("en", "zh"):
            message = describe_problem(problem, translator(language))[0]
            assert re.findall(r"registry/schemes/(\d+)", message) == list(files)


FIRST, SECOND = "valid-to = 2026-06-30\n", "valid-from = 2026-07-01\n"
RESETS = "resets = true\n"


def halves(first: str, second: str, *items: Item, new: str = OLD, top: str = "", **more: object) -> Archive:
    """Return an office whose scheme changes on the first of July; *top* stands at the top of the second one."""
    # The file name of the first scheme says the year, that of the second needs both days.
    head = f"{top}valid-to = 2026-12-31\n{SECOND}"
    schemes = {"2026": FIRST + scheme(OLD, first), "second": head + scheme(new, second)}
    return office(schemes, *items, **more)


def cap(points: int) -> str:
    return f'[[limit]]\nwords = "封顶"\nof = ["adoption"]\nmax = {points}\nper = "年"\n'


@pytest.mark.parametrize(
    ("first", "second", "top", "given"),
    [
        # 5 + 5 + 5 are 15, 12 with the cap; the province's 10 bring nothing more.
        (cap(12), cap(12), "", ["12", "0"]),
        (cap(12), cap(12), RESETS, ["12", "10"]),
        # The cap is raised to 20: 12 were given, so 8 of the 10 come.
        (cap(12), cap(20), "", ["12", "8"]),
        # A cap that is new counts the 15 that were given: nothing comes, and nothing is taken back.
        ("", cap(12), "", ["15", "0"]),
        ("", cap(18), "", ["15", "3"]),
        (cap(12), "", "", ["12", "10"]),
    ],
)
def test_caps_go_on(first: str, second: str, top: str, given: list[str]) -> None:
    written = [item(str(n), "甲", "3-1", adoptions=[adopted("市刊", f"3-{n}")]) for n in (2, 3, 4)]
    found = halves(first, second, *written, item("s", "甲", "8-1", adoptions=[adopted("省刊", "8-2")]), top=top)
    assert [points(found, "甲", period) for period in ("2026-H1", "2026-H2")] == given
    assert points(found, "甲", "2026-Q3") == given[1]


def test_a_floor_goes_on_within_a_quarter_that_two_schemes_share() -> None:
    # April 5; correction in June −8: at least 0 in the quarter, so −5. It would be 0 on its own: −8 held at 0.
    floor = '[[limit]]\nwords = "不低于0"\nmin = 0\nper = "季度"\n'
    floor += '[[lapse]]\nwords = "误报"\nkinds = ["误报"]\npoints = -8\n'
    written = item("a", "甲", "4-1", adoptions=[adopted("市刊", "4-2")], corrections=[corrected("6-10")])
    for top, june in (("", "-5"), (RESETS, "0")):
        second = f"{top}valid-from = 2026-05-16\nvalid-to = 2026-12-31\n" + scheme(OLD, floor)
        found = office({"2026": "valid-to = 2026-05-15\n" + scheme(OLD, floor), "second": second}, written)
        assert entries(found, "甲") == [("4-2", "采用", "5"), ("6-10", "误报", june)]


HIGHEST, ONCE_PER_LEVEL = '[several]\ntake = "就高"\n', '[several]\ntake = "同级一次"\n'


@pytest.mark.parametrize(
    ("first", "second", "top", "later", "in_august"),
    [
        # 5 by the city in March; 20 by the province in August: 20 come and the 5 go.
        (HIGHEST, HIGHEST, "", "省刊", ["-5", "20"]),
        (HIGHEST, HIGHEST, RESETS, "省刊", ["20"]),
        ("", HIGHEST, "", "省刊", ["-5", "20"]),
        # The new scheme adds up: what the old one gave stays.
        (HIGHEST, "", "", "省刊", ["20"]),
        # Once per level: the city's 7 take the place of its 5.
        (ONCE_PER_LEVEL, ONCE_PER_LEVEL, "", "市刊", ["-5", "7"]),
        (ONCE_PER_LEVEL, ONCE_PER_LEVEL, RESETS, "市刊", ["7"]),
        # The county's 2 are less than the 5 that were given for the city.
        (HIGHEST, HIGHEST, "", "县刊", ["0"]),
    ],
)
def test_which_adoptions_of_an_item_count_goes_on(
    first: str, second: str, top: str, later: str, in_august: list[str]
) -> None:
    given = [adopted("市刊", "3-2"), adopted(later, "8-2")]
    found = halves(first, second, item("a", "甲", "3-1", adoptions=given), new=NEW, top=top)
    assert points(found, "甲", "2026-H1") == "5"
    assert sorted(points for _, _, points in entries(found, "甲", "2026-H2")) == in_august


def test_what_a_scheme_gave_is_not_taken_away_because_the_next_one_counts_otherwise() -> None:
    # 5 and 10 add up to 15 until June. From July only the highest counts: 20 come in August, and the 10 that were the
    # highest until then go; the 5 stay as they were given: 15, then 10.
    given = [adopted("市刊", "3-2"), adopted("省刊", "4-2"), adopted("省刊", "8-2")]
    found = halves("", HIGHEST, item("a", "甲", "3-1", adoptions=given), new=NEW)
    assert [points(found, "甲", period) for period in ("2026-H1", "2026-H2")] == ["15", "10"]


ENDORSED = '[[endorsement]]\nwords = "批示"\npoints = {points}\n{more}'


@pytest.mark.parametrize(
    ("more", "top", "second"),
    [("further = 4\n", "", "4"), ("further = 4\n", RESETS, "12"), ('often = "一次"\n', RESETS, "12")],
)
def test_a_further_endorsement_goes_on(more: str, top: str, second: str) -> None:
    first = ENDORSED.format(points=10, more="further = 3\n")
    given = [endorsed("县长", "县", "3-2"), endorsed("县委书记", "县", "8-2")]
    found = halves(first, ENDORSED.format(points=12, more=more), item("a", "甲", "3-1", endorsements=given), top=top)
    assert [points(found, "甲", period) for period in ("2026-H1", "2026-H2")] == ["10", second]


CALLS = (call("y1", "甲", "3-1", "3-20"), call("y2", "甲", "8-1", "8-20"))


def unanswered(points: int, more: str = "") -> str:
    return f'[[lapse]]\nwords = "约稿未报"\nkinds = ["约稿未报"]\npoints = {points}\nper = "年"\n{more}'


@pytest.mark.parametrize(
    ("first", "second", "top", "given"),
    [
        # Nothing for the first in March; with the second in August both: −10. It was nothing at all.
        (unanswered(-5, "at-least = 2\n"), unanswered(-5, "at-least = 2\n"), "", ["0", "-10"]),
        (unanswered(-5, "at-least = 2\n"), unanswered(-5, "at-least = 2\n"), RESETS, ["0", "0"]),
        # Another rule counts that of March, which its own scheme has scored: −5, then −8.
        (unanswered(-5), unanswered(-8, "at-least = 2\n"), "", ["-5", "-8"]),
        (unanswered(-5), unanswered(-8, "at-least = 2\n"), RESETS, ["-5", "0"]),
        (unanswered(-5), unanswered(-8), "", ["-5", "-8"]),
        (unanswered(-5), "", "", ["-5", "0"]),
    ],
)
def test_lapses_are_counted_on(first: str, second: str, top: str, given: list[str]) -> None:
    found = halves(first, second, calls=CALLS, top=top)
    assert [points(found, "甲", period) for period in ("2026-H1", "2026-H2")] == given


@pytest.mark.parametrize("second", ["", unanswered(-5), unanswered(-8), unanswered(-8, "at-least = 3\n")])
def test_what_a_lapse_cost_comes_back_in_the_time_of_the_next_scheme(second: str) -> None:
    # Due in March, −5; answered in September: the 5 come back then, by the rule that took them.
    answer = item("a", "甲", "9-1", commission="y1")
    found = halves(unanswered(-5), second, answer, calls=CALLS[:1])
    assert entries(found, "甲") == [("3-21", "约稿未报", "-5"), ("9-1", "约稿未报", "5")]


@pytest.mark.parametrize(("top", "given"), [("", "0"), (RESETS, "5")])
def test_a_forfeited_year_stays_forfeited(top: str, given: str) -> None:
    # 5 in February; on 21 March −3, and the 2 that are left are forfeited: 0. What comes in August is lost as well.
    written = [item(str(n), "甲", f"{n}-1", adoptions=[adopted("市刊", f"{n}-2")]) for n in (2, 8)]
    found = halves(unanswered(-3, "zeroes = true\n"), "", *written, calls=CALLS[:1], top=top)
    assert points(found, "甲", "2026-H1") == "0"
    assert points(found, "甲", "2026-H2") == given


def test_a_commission_is_paid_once_when_it_is_adopted_in_the_next_scheme() -> None:
    # Done in December: 2, by 2025. Adopted in February: 3, by 2026. It was 2 and 5.
    rules = '[[commission]]\nwords = "完成"\nresults = ["完成"]\npoints = 2\n'
    rules += '[[commission]]\nwords = "采用"\nresults = ["采用"]\npoints = 3\n'
    given = item("a", "甲", "2025-12-10", adoptions=[adopted("县刊", "2-2")], commission="y")
    nothing = '"县" = 0, "市" = 0, "省" = 0'
    found = office(
        {"2025": scheme(nothing, rules), "2026": scheme(nothing, rules)},
        given,
        calls=[call("y", "甲", "2025-12-1", "2025-12-20")],
    )
    assert [points(found, "甲", year) for year in ("2025", "2026")] == ["2", "3"]


def test_base_points_of_a_unit_that_leaves_later_are_taken_back_once() -> None:
    # 12 for the year on 1 January. It leaves on 30 September, after 273 of 365 days: 12 × 273/365 − 12 = −3.0247.
    base = '[[base]]\nwords = "基础分"\npoints = 12\nper = "年"\n'
    known = registry([Unit(id="甲", name="甲", left=date(2026, 9, 30)), Unit(id="乙", name="乙")], PAPERS)
    for top in ("", RESETS):
        second = f"{top}{SECOND}valid-to = 2026-12-31\n" + scheme(OLD, base)
        found = archive(known, {"2026": FIRST + scheme(OLD, base), "second": second}, [])
        assert entries(found, "甲") == [("1-1", "基础分", "12"), ("9-30", "基础分", "-3.0247")]
        assert entries(found, "乙") == [("1-1", "基础分", "12")]


def test_a_period_that_two_schemes_share_is_counted_once() -> None:
    # Two of five items of the second quarter were adopted, 40 %: the scheme of 30 June says less than 50 %: −2.
    # One of two owed: its quota gives 20 × 1/2. The base points of the quarter are those of 1 April: 6.
    def rules(base: int, below: int, points: int, quota: int) -> str:
        return (
            f'[[base]]\nwords = "基础"\npoints = {base}\nper = "季度"\n'
            f'[[threshold]]\nwords = "采用率"\nmeasure = "采用率"\nper = "季度"\n'
            f'below = "{below}%"\npoints = {points}\n'
            f'[[quota]]\nwords = "任务"\ntarget = "ji"\npoints = {quota}\nshortfall = "按比例"\n'
        )

    targets = '[[target]]\nid = "ji"\nwords = "每季度10条"\ncount = 10\nper = "季度"\n'
    written = [item(str(n), "甲", "5-1", adoptions=[adopted("县刊", "5-2")] if n < 2 else []) for n in range(5)]
    nothing = '"县" = 0, "市" = 0, "省" = 0'
    second = "valid-from = 2026-05-16\nvalid-to = 2026-12-31\n" + scheme(nothing, rules(9, 50, -2, 20))
    schemes = {"2026": "valid-to = 2026-05-15\n" + scheme(nothing, rules(6, 30, -1, 10)), "second": second}
    found = office(schemes, *written, targets=targets)
    listed = [(day, words, points) for day, words, points in entries(found, "甲", "2026-Q2") if points != "0"]
    assert listed == [("4-1", "基础", "6"), ("6-30", "任务", "10"), ("6-30", "采用率", "-2")]


@pytest.mark.parametrize(("top", "is_disqualified"), [("", True), (RESETS, False)])
def test_a_unit_stays_disqualified(top: str, is_disqualified: bool) -> None:  # noqa: FBT001
    found = halves(unanswered(-3, "disqualifies = true\n"), "", calls=CALLS[:1], top=top)
    year = standings_for(found, Period.year(2026)).by_unit["甲"]
    assert bool(year.disqualified) is is_disqualified


@pytest.mark.parametrize(("top", "sentence"), [("", "counts on"), (RESETS, "begins afresh")])
def test_explained(top: str, sentence: str) -> None:
    found = halves("", "", top=top)
    texts = [[text for text, _ in explain(each, found.registry, translator("en"))] for each in found.schemes]
    assert [sum(sentence in text for text in each) for each in texts] == [0, 1]


def test_nothing_goes_on_at_the_turn_of_a_year() -> None:
    schemes = {"2025": scheme(OLD, cap(5)), "2026": scheme(OLD, cap(5))}
    written = [item(day, "甲", day, adoptions=[adopted("市刊", day)]) for day in ("2025-12-31", "2026-1-1")]
    found = office(schemes, *written)
    assert [points(found, "甲", year) for year in ("2025", "2026")] == ["5", "5"]
