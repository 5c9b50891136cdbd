"""Commissions that were extended or waived for a unit: what is late, missing and scored, calculated by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin.content.closed import read_closed
from bulletin.content.closed_writer import closed_bytes, closed_path
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.exports.stats_json import stats_record
from bulletin.model.archive import Archive
from bulletin.model.records import Call, Item
from bulletin.scoring import circular
from bulletin.scoring.circulars.figures import Figures
from bulletin.scoring.circulars.phrases import plain_text
from bulletin.scoring.closing.freeze import freeze
from bulletin.scoring.closing.supplements import supplements
from bulletin.scoring.lapses import all_lapses, lapse_reasons
from tests.support.scoring_archives import archive, call, day, entries, item, points, registry

SCHEME = """
name = "办法"

[[commission]]
words = "按期完成约稿每次3分"
results = ["按时完成"]
points = 3

[[commission]]
words = "逾期完成约稿每次1分"
results = ["逾期完成"]
points = 1

[[lapse]]
words = "约稿未报每次扣2分"
kinds = ["约稿未报"]
points = -2

[[lapse]]
words = "约稿迟交每次扣0.5分"
kinds = ["约稿迟交"]
points = -0.5
"""
Q1 = Period.parse("2026-Q1")
EN, ZH = translator("en"), translator("zh")


def office(*items: Item, calls: tuple[Call, ...], **more: object) -> Archive:
    return archive(registry("甲、乙"), SCHEME, items, calls=calls, **more)  # type: ignore[arg-type]


def answer(when: str, unit: str = "甲") -> Item:
    return item(f"{unit}{when}", unit, when, commission="y")


def lapses(found: Archive) -> list[tuple[str, str, str]]:
    return [(lapse.unit, lapse.kind.value, f"{lapse.date.month}-{lapse.date.day}") for lapse in all_lapses(found)]


@pytest.mark.parametrize(
    ("given", "came", "expected", "total"),
    [
        # Due on 20 March. As it was: unanswered on 21 March (−2), late on 5 April (−0.5 + 1, and the 2 come back).
        ({}, "4-5", [("甲", "unanswered", "3-21"), ("甲", "late-answer", "4-5")], "0.5"),
        # Extended to 10 April: 5 April is in time, 3 points, and no lapse.
        ({"extended": "甲 4-10"}, "4-5", [], "3"),
        # The extended day itself is in time; the day after is late by one day: −2 + 2 − 0.5 + 1 (unanswered on the
        # same day as it is answered: no lapse of that kind).
        ({"extended": "甲 4-10"}, "4-10", [], "3"),
        ({"extended": "甲 4-10"}, "4-11", [("甲", "late-answer", "4-11")], "0.5"),
        # 13 April is 3 days after the new day: unanswered on 11 April (−2), answered on 13 April (+2 − 0.5 + 1).
        ({"extended": "甲 4-10"}, "4-13", [("甲", "unanswered", "4-11"), ("甲", "late-answer", "4-13")], "0.5"),
        # Extended and never answered: −2, from 11 April on.
        ({"extended": "甲 4-10"}, "", [("甲", "unanswered", "4-11")], "-2"),
        # Waived: nothing is missing; what comes in time by the day of the call counts, what comes later does not.
        ({"waived": "甲"}, "", [], "0"),
        ({"waived": "甲"}, "3-20", [], "3"),
        ({"waived": "甲"}, "4-5", [], "0"),
        # Extended first, then waived.
        ({"extended": "甲 4-10", "waived": "甲"}, "", [], "0"),
        # What is said of another unit changes nothing.
        (
            {"extended": "乙 4-10", "waived": "乙"},
            "4-5",
            [("甲", "unanswered", "3-21"), ("甲", "late-answer", "4-5")],
            "0.5",
        ),
    ],
)
def test_lapses_and_points(given: dict[str, str], came: str, expected: list[tuple[str, str, str]], total: str) -> None:
    items = [answer(came)] if came else []
    found = office(*items, calls=(call("y", "甲、乙", "3-1", "3-20", **given),))
    mine = [lapse for lapse in lapses(found) if lapse[0] == "甲"]
    assert (mine, points(found, "甲")) == (expected, total)


def test_the_ledger_and_the_circular_name_the_extended_day() -> None:
    calls = (call("y", "甲、乙", "3-1", "3-20", extended="甲 4-10"),)
    found = office(answer("4-13"), calls=calls)
    said = [reason.text(EN) for lapse in all_lapses(found) for reason in lapse_reasons(lapse)]
    # 乙 3-21, 甲 4-11, 甲 4-13
    assert said == ["was due on 2026-03-20", "was due on 2026-04-10", "was due on 2026-04-10, days late: 3"]
    assert entries(found, "甲") == [
        ("4-11", "约稿未报每次扣2分", "-2"),
        ("4-13", "约稿未报每次扣2分", "2"),
        ("4-13", "逾期完成约稿每次1分", "1"),
        ("4-13", "约稿迟交每次扣0.5分", "-0.5"),
    ]
    april = stats_record(office(calls=calls), Period.parse("2026-04"))
    assert april["unmet"] == [{"unit": "甲", "call": "y", "due": "2026-04-10"}]


def test_the_first_quarter_has_nothing_of_what_was_extended_beyond_it_or_waived() -> None:
    calls = (call("y", "甲、乙", "3-1", "3-20", extended="甲 4-10", waived="乙"),)
    known = office(calls=calls)
    found = circular(known, Q1)
    assert not found.unmet
    assert plain_text(Figures(archive=known, circular=found, say=ZH).commissions_unanswered()) == ""
    assert [lapse.unit for lapse in circular(known, Period.parse("2026-Q2")).unmet] == ["甲"]


def test_a_closed_quarter_stays_as_it_was_printed() -> None:
    """Printed on 31 March with −2 for 甲 and 乙; later 甲 is given time until 10 April, and 乙 is excused."""
    first = office(calls=(call("y", "甲、乙", "3-1", "3-20"),), today=day("3-31"))
    path = closed_path(Q1)
    kept, problems = read_closed({path: closed_bytes(freeze(first, Q1, ZH, path))}, first.registry)
    assert not problems
    calls = (call("y", "甲、乙", "3-1", "3-20", extended="甲 4-10", waived="乙"),)
    found = replace(office(answer("4-8"), calls=calls, today=day("6-30")), closed=kept)
    printed = circular(found, Q1)
    assert [row.points for row in printed.rows] == [-2, -2]
    assert [lapse.unit for lapse in printed.unmet] == ["甲", "乙"]
    # The printed lapse names the day that was printed, not the new one.
    said = [reason.text(EN) for lapse in printed.unmet for reason in lapse_reasons(lapse)]
    assert said == ["was due on 2026-03-20"] * 2
    # What has become known of the quarter gives the 2 back to both; 甲 has 3 in April for its answer in time.
    assert [one.points for one in supplements(found, kept[0])] == [2, 2]
    assert [points(found, unit) for unit in ("甲", "乙")] == ["3", "0"]
