"""Units that left: who owes what they were asked for, who has their points, and that they are not ranked any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin.content.closed import read_closed
from bulletin.content.closed_writer import closed_bytes, closed_path
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.exports.stats_json import stats_record
from bulletin.model.archive import Archive
from bulletin.model.registry import Registry, Unit
from bulletin.model.scheme_enums import LapseKind
from bulletin.scoring import circular
from bulletin.scoring.closing.freeze import freeze
from bulletin.scoring.lapses import all_lapses, lapse_reasons
from bulletin.scoring.remarks import remarks
from bulletin.scoring.yearly import year_results
from tests.support.scoring_archives import adopted, archive, call, day, item, points, publication, registry

HEAD = 'name = "办法"\n[[adoption]]\nwords = "市采用5分"\npoints = 5\n'
OWED = """
[[lapse]]
words = "约稿未报扣3分"
kinds = ["约稿未报"]
points = -3

[[commission]]
words = "未完成扣1分"
results = ["未完成"]
points = -1

[[commission]]
words = "完成加2分"
results = ["完成"]
points = 2
"""
Q1, Q2, SAY = Period.parse("2026-Q1"), Period.parse("2026-Q2"), translator("zh")


def known(left: str, successor: str = "乙") -> Registry:
    """Return a registry in which 甲 left."""
    units = [Unit(id="甲", name="甲", left=day(left), successor=successor), Unit(id="乙", name="乙")]
    return registry([*units, Unit(id="丙", name="丙")], [publication("市刊", "市")])


def asked(left: str, successor: str = "乙", units: str = "甲", came: str = "", more: str = "") -> Archive:
    """Return an office in which *units* were asked for an answer by 20 March; it came from 乙, if it did."""
    answers = [item("a", "乙", came, commission="y")] if came else []
    calls = [call("y", units, "3-1", "3-20")]
    return archive(known(left, successor), HEAD + OWED + more, answers, calls=calls)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # 甲 left before 21 March: 乙 owes the answer, −3 − 1.
        (asked("3-15"), ("0", "-4")),
        # 甲 is there on 21 March: −4. 乙 answers on 10 April: 甲 has its 4 back, 乙 2 for what it has done.
        (asked("3-25"), ("-4", "0")),
        (asked("3-25", came="4-10"), ("0", "2")),
        # 乙 answers in time, or late: −4 on 21 March and back on 10 April.
        (asked("3-15", came="3-18"), ("0", "2")),
        (asked("3-15", came="4-10"), ("0", "2")),
        # Nobody has taken the place of 甲: nobody owes anything.
        (asked("3-15", successor=""), ("0", "0")),
        # Both were asked: 乙 owes one answer, −4, and has 2 for it.
        (asked("3-15", units="甲、乙"), ("0", "-4")),
        (asked("3-15", units="甲、乙", came="3-18"), ("0", "2")),
        # The duty goes to the successor, whatever becomes of points.
        (asked("3-15", more='[merger]\npoints = "不转"\n'), ("0", "-4")),
    ],
)
def test_the_successor_owes_the_answer_to_a_commission(found: Archive, expected: tuple[str, str]) -> None:
    assert (points(found, "甲"), points(found, "乙")) == expected


def test_the_lapse_is_the_successors_and_names_the_unit_that_was_asked() -> None:
    [lapse] = all_lapses(asked("3-15"))
    assert (lapse.unit, lapse.kind, lapse.asked) == ("乙", LapseKind.UNANSWERED, "甲")
    assert [note.text(SAY) for note in lapse_reasons(lapse)][-1] == "原由甲承担，该单位已并入本单位"
    assert [row.unit.id for row in circular(asked("3-15"), Q1).rows if row.lapses(LapseKind.UNANSWERED)] == ["乙"]


def ranks(found: Archive, period: Period) -> dict[str, str]:
    """Return the ranks of each unit as text, the main one first."""
    rows = circular(found, period).rows
    return {row.unit.id: " ".join(str(rank or "–") for rank in (row.rank, *row.further_ranks)) for row in rows}


def test_a_unit_that_has_left_is_not_ranked_where_it_only_gets_something_back() -> None:
    # 甲 lost 4 in March, left on 25 March and has the 4 back on 10 April; 乙 has 2 for the answer, 丙 nothing.
    found = asked("3-25", came="4-10", more='[ranking]\nby = ["得分", "采用次数", "采用率"]\n')
    assert ranks(found, Q1) == {"甲": "3 1 –", "乙": "1 1 –", "丙": "1 1 –"}
    assert ranks(found, Q2) == {"甲": "– – –", "乙": "1 1 1", "丙": "2 1 –"}
    rows = circular(found, Q2).by_unit
    assert [row.points for row in (rows["甲"], rows["乙"], rows["丙"])] == [4, 2, 0]
    assert "本期不在册，不排名" in remarks(rows["甲"].standing, SAY)
    # What was printed says the same.
    kept = freeze(found, Q2, SAY, closed_path(Q2))
    (closed,), problems = read_closed({closed_path(Q2): closed_bytes(kept)}, found.registry)
    assert not problems
    assert ranks(replace(found, closed=(closed,)), Q2) == ranks(found, Q2)
    # In the year it was there: 0, like 丙; the next year has nothing of it.
    assert year_results(found, 2026).units["甲"].rank == 2
    # With an adoption in the period it has a rank, though it has left.
    late = item("b", "甲", "3-2", adoptions=[adopted("市刊", "5-9")])
    assert ranks(replace(found, items=(*found.items, late)), Q2)["甲"] != "– – –"


def test_results_are_converted_among_those_that_are_ranked() -> None:
    # By the mean of 80: 乙 2 and 丙 0 have a mean of 1, so that 乙 has 160. With the 4 of 甲 the mean would be 2.
    mean = '[[result]]\nwords = "平均计80分"\nmean-to = 80\n'
    rows = circular(asked("3-25", came="4-10", more=mean), Q2).by_unit
    assert {unit: row.standing.result for unit, row in rows.items()} == {"甲": None, "乙": 160, "丙": 0}


def test_a_late_adoption_has_its_count_and_its_points_in_two_rows_with_remarks() -> None:
    # Submitted in February, 甲 merged into 乙 on 14 March, adopted on 9 May: the count is 甲's, the 5 points are 乙's.
    items = [item("a", "甲", "2-5", adoptions=[adopted("市刊", "5-9")])]
    found = archive(known("3-14"), HEAD, items)
    rows = circular(found, Q2).by_unit
    assert [len(rows[unit].now.adoptions) for unit in "甲乙"] == [1, 0]
    assert [rows[unit].points for unit in "甲乙"] == [0, 5]
    assert remarks(rows["甲"].standing, SAY) == ["有得分计入乙"]
    assert remarks(rows["乙"].standing, SAY) == ["含甲信息的得分+5分"]
    assert remarks(rows["丙"].standing, SAY) == []
    records = stats_record(found, Q2)["groups"][0]["units"]
    assert [(one["points_from"], one["points_with"]) for one in records] == [({}, ["乙"]), ({"甲": "5"}, []), ({}, [])]
    kept = replace(found, closed=(freeze(found, Q2, SAY, closed_path(Q2)),))
    assert [remarks(circular(kept, Q2).by_unit[unit].standing, SAY) for unit in "甲乙"] == [
        ["有得分计入乙"],
        ["含甲信息的得分+5分"],
    ]
    # Where points stay, there is nothing to say.
    stay = archive(known("3-14"), HEAD + '[merger]\npoints = "不转"\n', items)
    assert [remarks(circular(stay, Q2).by_unit[unit].standing, SAY) for unit in "甲乙"] == [[], []]


def test_points_that_a_parent_is_credited_with_are_remarked() -> None:
    # 5 by the city, of which 4 stay with 甲 and 1 goes to its parent 乙.
    units = [Unit(id="甲", name="甲", parent="乙"), Unit(id="乙", name="乙")]
    credit = '[[credit]]\nwords = "两成计入主管单位"\nunits = ["甲"]\nkeep = 0.8\ngive = 0.2\n'
    items = [item("a", "甲", "2-5", adoptions=[adopted("市刊", "2-9")])]
    rows = circular(archive(registry(units, [publication("市刊", "市")]), HEAD + credit, items), Q1).by_unit
    assert [rows[unit].points for unit in "甲乙"] == [4, 1]
    assert [remarks(rows[unit].standing, SAY) for unit in "甲乙"] == [["有得分计入乙"], ["含甲信息的得分+1分"]]
