"""Who withdraws an item never has more than who leaves or corrects it, and nothing of it is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bulletin.content.closed import read_closed
from bulletin.content.closed_writer import closed_bytes, closed_path
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount
from bulletin.exports.ledger_json import entry_record
from bulletin.model.archive import Archive
from bulletin.model.enums import Status
from bulletin.model.records import Endorsement, Item, Outcome
from bulletin.model.redaction import nameless, opaque_id
from bulletin.model.scheme_enums import LapseKind
from bulletin.scoring import circular, ledgers_for, standings_for, whole_ledger
from bulletin.scoring.closing.freeze import freeze
from bulletin.scoring.closing.supplements import unit_supplement
from bulletin.scoring.lapses import all_lapses
from bulletin.scoring.remarks import remarks
from tests.scoring import test_closing as closing
from tests.support.scoring_archives import (
    adopted,
    archive,
    call,
    corrected,
    day,
    entries,
    item,
    points,
    publication,
    registry,
)
from tests.support.scoring_strategies import UNITS, YEARS, Rules, items, office, rules

KNOWN = registry("甲、乙", [publication("市刊", "市"), publication("省刊", "省")])
SUBMITTED = '[[submission]]\nwords = "报送1分"\npoints = 1\n'
ADOPTED = '[[adoption]]\nwords = "采用"\npoints = { "市" = 5, "省" = 10 }\n'
YEAR = Period.year(2026)
SAY = translator("zh")


def scheme(*parts: str) -> str:
    return "".join(('name = "办法"\n', ADOPTED, *parts))


def withdraw(found: Archive, *names: str) -> Archive:
    """Return the archive after items have been withdrawn."""
    gone = [replace(one, status=Status.WITHDRAWN) for one in found.items if one.id.split("/")[1] in names]
    kept = tuple(one for one in found.items if one.id not in {one.id for one in gone})
    return replace(found, items=kept, lapsed=tuple(map(nameless, gone)))


def result(found: Archive, unit: str = "甲") -> Fraction | None:
    return standings_for(found, YEAR).by_unit[unit].result


def test_a_withdrawn_item_stays_in_the_rate_that_a_threshold_measures() -> None:
    rule = '[[threshold]]\nwords = "采用率低于50%扣1分"\nmeasure = "采用率"\nbelow = "50%"\nper = "年"\npoints = -1\n'
    written = [item("a", "甲", "2-9", adoptions=[adopted("市刊", "2-20")])]
    written += [item(name, "甲", "3-9") for name in ("b", "c")]
    found = archive(KNOWN, scheme(rule), written)
    # 1 of 3 is 33.3 %: 5 - 1 = 4. Without b and c in the rate it would be 1 of 1, and 5.
    assert points(found, "甲") == points(withdraw(found, "b", "c"), "甲") == "4"
    # The adopted one withdrawn: 0 of 3, -1.
    assert points(withdraw(found, "a"), "甲") == "-1"
    row = standings_for(withdraw(found, "b"), YEAR).by_unit["甲"]
    # What is shown is adopted over submitted: 1 of 2.
    assert (len(row.submitted), row.rate) == (2, Fraction(1, 2))
    assert remarks(row, SAY)[-1] == "撤回1条，按采用率考核、按条数折算时仍计为报送"
    assert circular(withdraw(found, "b"), YEAR).now.rate == Fraction(1, 2)
    # One that had nothing else has a rate of 0 there.
    only = withdraw(archive(KNOWN, scheme(rule), [item("b", "甲", "3-9")]), "b")
    assert points(only, "甲") == "-1"
    assert standings_for(only, YEAR).by_unit["甲"].rate is None


def test_the_remark_on_a_rate_says_what_it_was_at_the_end_of_the_period() -> None:
    rule = '[[threshold]]\nwords = "采用率低于30%扣1分"\nmeasure = "采用率"\nbelow = "30%"\nper = "季度"\npoints = -1\n'
    written = [item("a", "甲", "2-9", adoptions=[adopted("市刊", "4-20")]), item("b", "甲", "3-9")]
    row = standings_for(archive(KNOWN, scheme(rule), written), Period.parse("2026-Q1")).by_unit["甲"]
    # a was adopted in April: 1 of 2 now, 0 of 2 on 31 March.
    assert row.rate == Fraction(1, 2)
    assert remarks(row, SAY) == ["指标-1分：采用率低于30%扣1分（期末为0%）"]


@pytest.mark.parametrize(
    ("divisor", "left", "gone"),
    [
        # (10 + 1 + 1) / 2 = 6 and (10 + 1) / 2 = 5.5; not 11 / 1
        ("报送条数", Fraction(6), Fraction(11, 2)),
        ("计分条数", Fraction(6), Fraction(11, 2)),
    ],
)
def test_a_withdrawn_item_still_divides(divisor: str, left: Fraction, gone: Fraction) -> None:
    rule = f'[result]\ndivide-by = "{divisor}"\n'
    written = [item("a", "甲", "2-9", adoptions=[adopted("省刊", "2-20")]), item("b", "甲", "3-9")]
    found = archive(KNOWN, scheme(SUBMITTED, rule), written)
    assert (result(found), result(withdraw(found, "b"))) == (left, gone)


def test_what_was_lost_is_not_divided_by_more() -> None:
    # 乙 has two items that earn nothing, and -6 by the audit: -6 / 2 submitted = -3, and -6, as no item has scored.
    audit = '[[adjustment]]\nwords = "瞒报扣6分"\nunits = "乙"\ndate = 2026-05-04\npoints = -6\n'
    for divisor, expected in (("报送条数", -3), ("计分条数", -6)):
        written = [item("b", "乙", "3-9"), item("c", "乙", "3-9")]
        found = archive(KNOWN, scheme(audit, f'[result]\ndivide-by = "{divisor}"\n'), written)
        assert result(found, "乙") == result(withdraw(found, "b"), "乙") == expected


@pytest.mark.parametrize(
    "lapse",
    [
        '[[lapse]]\nwords = "误报扣1分"\nkinds = ["误报"]\npoints = -1\n',
        '[[lapse]]\nwords = "误报的不计分"\nkinds = ["误报"]\nshare = "100%"\n',
    ],
)
def test_an_item_that_lost_its_points_still_divides(lapse: str) -> None:
    # a earns 1 + 5 and b 1, which b loses: (6 + 1) / 2 = 3.5, and (6 + 0) / 2 = 3, not 6 / 1.
    found = scheme(SUBMITTED, lapse, '[result]\ndivide-by = "计分条数"\n')
    written = [item("a", "甲", "2-9", adoptions=[adopted("市刊", "2-20")]), item("b", "甲", "3-9")]
    wrong = replace(written[1], corrections=(corrected("4-2"),))
    assert result(archive(KNOWN, found, written)) == Fraction(7, 2)
    assert result(archive(KNOWN, found, [written[0], wrong])) == 3


LATE_ANSWER = '[[lapse]]\nwords = "约稿迟交扣2分"\nkinds = ["约稿迟交"]\npoints = -2\n'
UNANSWERED = '[[lapse]]\nwords = "约稿未报扣3分"\nkinds = ["约稿未报"]\npoints = -3\n'
DONE_LATE = '[[commission]]\nwords = "逾期完成"\nresults = ["逾期完成"]\npoints = {points}\n'


@pytest.mark.parametrize(
    ("rule", "left", "gone"),
    [
        (LATE_ANSWER, "-2", "-2"),
        # Unanswered until the answer, and again without it: 0, and -3.
        (UNANSWERED, "0", "-3"),
        (LATE_ANSWER + UNANSWERED, "-2", "-5"),
        (DONE_LATE.format(points=-1), "-1", "-1"),
        (DONE_LATE.format(points=1), "1", "0"),
    ],
)
def test_an_answer_that_came_late_stays_late_when_it_is_withdrawn(rule: str, left: str, gone: str) -> None:
    calls, answer = (call("y", "甲", "3-1", "3-20"),), item("s", "甲", "4-5", commission="y")
    found = archive(KNOWN, scheme(rule), [answer], calls=calls)
    assert (points(found, "甲"), points(withdraw(found, "s"), "甲")) == (left, gone)
    # Another answer that came later takes the place of the withdrawn one: late from the first on, -2, or -1 and 1.
    again = archive(KNOWN, scheme(rule), [answer, item("t", "甲", "5-5", commission="y")], calls=calls)
    assert points(withdraw(again, "s"), "甲") == left


def test_a_late_answer_that_was_withdrawn_is_named_by_its_commission() -> None:
    calls, answer = (call("y", "甲", "3-1", "3-20"),), item("s", "甲", "4-5", commission="y")
    gone = withdraw(archive(KNOWN, scheme(LATE_ANSWER), [answer], calls=calls), "s")
    assert [(lapse.kind, str(lapse.date)) for lapse in all_lapses(gone)] == [
        (LapseKind.UNANSWERED, "2026-03-21"),
        (LapseKind.LATE_ANSWER, "2026-04-05"),
        (LapseKind.WITHDRAWN, "2026-04-05"),
    ]
    [record] = [entry_record(entry, SAY) for entry in whole_ledger(gone).account("甲").entries]
    assert (record["item"], record["event"]) == (None, "lapse/late-answer/y")
    assert "2026/s" not in str(record)


def endorsed(due: str, came: str = "") -> Endorsement:
    return Endorsement(by="县长", date=day("3-1"), follow_up_due=day(due), follow_up_date=day(came) if came else None)


@pytest.mark.parametrize(("came", "expected"), [("", "-1"), ("4-20", "-2")])
def test_feedback_that_is_overdue_or_late_stays(came: str, expected: str) -> None:
    rule = (
        '[[lapse]]\nwords = "反馈逾期扣1分"\nkinds = ["反馈逾期"]\npoints = -1\n'
        '[[lapse]]\nwords = "反馈迟交扣2分"\nkinds = ["反馈迟交"]\npoints = -2\n'
    )
    found = archive(KNOWN, scheme(rule), [item("a", "甲", "2-9", endorsements=[endorsed("4-10", came)])])
    gone = withdraw(found, "a")
    assert points(found, "甲") == points(gone, "甲") == expected
    told = str([entry_record(entry, SAY) for entry in whole_ledger(gone).account("甲").entries])
    assert "县长" not in told
    assert "2026/a" not in told


def test_what_an_item_lost_stays_and_what_it_earned_goes() -> None:
    rule = (
        '[[outcome]]\nwords = "造成不良影响扣8分"\npoints = -8\n'
        '[[bonus]]\nwords = "不足十字扣1分"\nmax-chars = 9\npoints = -1\n'
        '[[lapse]]\nwords = "误报减半"\nkinds = ["误报"]\nshare = "1/2"\n'
    )
    harm = Outcome(title="整改通知", date=day("5-1"))
    one = replace(item("a", "甲", "2-9", adoptions=[adopted("市刊", "2-20")]), outcomes=(harm,))
    found = archive(KNOWN, scheme(SUBMITTED, rule), [one])
    # 1 + 5 - 1 - 8 = -3; withdrawn: -1 - 8 = -9
    assert (points(found, "甲"), points(withdraw(found, "a"), "甲")) == ("-3", "-9")
    assert entries(withdraw(found, "a"), "甲") == [("2-20", "不足十字扣1分", "-1"), ("5-1", "造成不良影响扣8分", "-8")]
    told = str([entry_record(entry, SAY) for entry in whole_ledger(withdraw(found, "a")).account("甲").entries])
    assert not any(name in told for name in ("市刊", "整改", "2026/a"))
    # An error that costs half of the item's points takes nothing where they are below zero: -3, not -1.5.
    wrong = archive(KNOWN, scheme(SUBMITTED, rule), [replace(one, corrections=(corrected("5-2"),))])
    assert points(wrong, "甲") == "-3"
    # Before the outcome the item has 1 + 5 - 1 = 5: an error in April leaves 2.5; in May all is counted again: -3.
    early = archive(KNOWN, scheme(SUBMITTED, rule), [replace(one, corrections=(corrected("4-2"),))])
    assert [points(early, "甲", f"2026-{month:02}") for month in (2, 4, 5)] == ["5", "-2.5", "-5.5"]


NEGATIVE = (
    '[[outcome]]\nwords = "不良影响"\npoints = -8\n',
    '[[bonus]]\nwords = "太短"\nmax-chars = 9\npoints = -1\n',
    '[[lapse]]\nwords = "迟交"\nkinds = ["约稿迟交"]\npoints = -2\n',
    '[[lapse]]\nwords = "反馈"\nkinds = ["反馈逾期", "反馈迟交"]\npoints = -2\n',
    '[[lapse]]\nwords = "三次"\nkinds = ["约稿迟交", "迟报", "误报"]\nat-least = 3\nper = "季度"\nzeroes = true\n',
    '[[commission]]\nwords = "逾期"\nresults = ["逾期完成"]\npoints = -1\n',
    '[[commission]]\nwords = "未完成"\nresults = ["未完成"]\npoints = -2\n',
    '[[quota]]\nwords = "得分"\ntarget = "ji"\npoints = 3\nsurplus = 1\n',
)
RESULTS = ('[result]\ndivide-by = "报送条数"\n', '[result]\ndivide-by = "计分条数"\n', "")


@st.composite
def unfortunate(draw: st.DrawFn) -> list[Item]:
    """Return items with outcomes, and with endorsements that ask for feedback."""
    found: list[Item] = []
    for one in draw(items()):
        due = draw(st.sampled_from([None, day("2026-4-10")]))
        came = draw(st.sampled_from([None, day("2026-4-20")]))
        asked = [
            replace(given, follow_up_due=due and max(due, given.date or due), follow_up_date=came)
            for given in one.endorsements
        ]
        harm = (Outcome(title="通报", date=one.date),) if draw(st.booleans()) else ()
        found.append(replace(one, endorsements=tuple(asked), outcomes=harm, chars=draw(st.sampled_from([4, 400]))))
    return found


# An example has up to eight items of which each is withdrawn: to make a smaller one of it would take minutes.
@settings(max_examples=40, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(unfortunate(), rules, st.lists(st.sampled_from(NEGATIVE), unique=True), st.sampled_from(RESULTS))
def test_withdrawing_never_pays(written: list[Item], chosen: Rules, more: list[str], result: str) -> None:
    blocks, ends = chosen
    # With a cap of the year, what is withdrawn lets a later item have its points, and a floor of quarters may take less
    # of the one quarter than it gave in the other: 10 + 2 - 2 and 0 - 0 are 10, 0 - 0 and 12 - 1 are 11.
    blocks = [block for block in blocks if "季度不低于0" not in block]
    left = office(written, ([*blocks, *more], [*ends, result]))
    for one in left.items:
        withdrawn = withdraw(left, one.id.split("/")[1])
        for unit in UNITS:
            assert _points(withdrawn, unit.id) <= _points(left, unit.id)


def _points(found: Archive, unit: str) -> Fraction:
    return sum((whole_ledger(found).points(unit, Period.year(year)) for year in YEARS), Fraction(0))


WITHDRAWALS = (
    closing.SCHEME
    + """
[[deadline]]
words = "事发后7日内报送"
days = 7

[[lapse]]
words = "迟报每次扣1分"
kinds = ["迟报"]
points = -1

[[lapse]]
words = "撤回每次扣3分"
kinds = ["撤回"]
points = -3
"""
)
WRONG = item("w", "甲", "2-20", event="2-1", adoptions=[adopted("市刊", "3-5")], corrections=[corrected("3-30")])
"""An item of 甲 that came 12 days late, was adopted by the city, and had to be corrected."""


def with_withdrawn(scheme: str, item_withdrawn: Item, day: date | None) -> Archive:
    """Return an archive in which an item was withdrawn, on a day that is told or not."""
    gone = replace(item_withdrawn, status=Status.WITHDRAWN, withdrawn_on=day)
    return replace(archive(closing.KNOWN, scheme, []), lapsed=(nameless(gone),))


def test_withdrawing_pays_less_than_correcting() -> None:
    # Corrected: 1 + 5 - 1 (late) - 2 (erroneous) = 3. Withdrawn on 4 May: its 6 points are gone, its lapses stay, and
    # the withdrawal is one more: -1 - 2 - 3 = -6.
    assert points(archive(closing.KNOWN, WITHDRAWALS, [WRONG]), "甲") == "3"
    gone = with_withdrawn(WITHDRAWALS, WRONG, date(2026, 5, 4))
    assert points(gone, "甲") == "-6"
    assert entries(gone, "甲") == [
        ("2-20", "迟报每次扣1分", "-1"),
        ("3-30", "误报每次扣2分", "-2"),
        ("5-4", "撤回每次扣3分", "-3"),
    ]
    kinds = [lapse.kind for lapse in closing.row(gone, "甲", YEAR).standing.lapses]
    assert kinds == [LapseKind.LATE, LapseKind.ERRONEOUS, LapseKind.WITHDRAWN]
    # Without a rule for withdrawals the other lapses stay all the same: -1 - 2 = -3.
    assert points(with_withdrawn(WITHDRAWALS.replace("-3", "0"), WRONG, None), "甲") == "-3"


def test_the_day_of_a_withdrawal() -> None:
    # As told; else that of the newest correction; else that of submission.
    plain = replace(WRONG, corrections=())
    days = [
        [x.date for x in all_lapses(with_withdrawn(closing.SCHEME, one, day)) if x.kind is LapseKind.WITHDRAWN]
        for one, day in ((WRONG, date(2026, 5, 4)), (WRONG, None), (plain, None))
    ]
    assert days == [[date(2026, 5, 4)], [date(2026, 3, 30)], [date(2026, 2, 20)]]


def test_a_withdrawal_changes_no_quarter_that_was_printed() -> None:
    # First quarter as printed: 1 + 5 - 1 - 2 = 3. Withdrawn in May: -6 in the first quarter as a supplement (its item
    # and its adoption; the lapses stay and are none), and -3 in the second quarter: -6 in all.
    then = archive(closing.KNOWN, WITHDRAWALS, [WRONG])
    path = closed_path(closing.Q1)
    closed_then, problems = read_closed({path: closed_bytes(freeze(then, closing.Q1, SAY, path))}, closing.KNOWN)
    assert not problems
    now = replace(with_withdrawn(WITHDRAWALS, WRONG, date(2026, 5, 4)), closed=closed_then)
    assert closing.printed_of(now, "甲") == (1, "3")
    assert closing.figures(now, "甲")[3] == ("3", "-6", "-3")
    supplement = unit_supplement(now, now.closed[0], "甲")
    assert supplement is not None
    assert [(one.entry.family.value, amount(one.entry.points)) for one in supplement.entries] == [
        ("submission", "-1"),
        ("adoption", "-5"),
    ]
    later = [closing.row(now, "甲", period).points for period in (closing.Q2, YEAR)]
    assert later == [-3, -6]
    assert len(closing.row(now, "甲", closing.Q1).standing.lapses) == 2
    told = [entry_record(e, SAY) for e in ledgers_for(now, YEAR).account("甲").within(YEAR)]
    assert [record["item"] for record in told] == [None, None, None]
    assert not any(name in str(told) for name in ("2026/w", opaque_id("2026/w")))
