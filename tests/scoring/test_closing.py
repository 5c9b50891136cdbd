"""Closed periods: printed figures stay, what becomes known later is a supplement, and both are all that is known."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.closed import read_closed
from bulletin.content.closed_writer import closed_bytes, closed_path
from bulletin.core.dates import Grain, Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount
from bulletin.exports.csv_files import tables_csv
from bulletin.exports.ledger_json import ledger_record
from bulletin.exports.stats_json import stats_record
from bulletin.model.archive import Archive
from bulletin.model.enums import IssueKind, Status
from bulletin.model.records import Issue, Item
from bulletin.scoring import circular, ledgers_for
from bulletin.scoring.circulars.circular import CircularRow
from bulletin.scoring.circulars.figures import Figures
from bulletin.scoring.circulars.ledger_tables import ledger_tables
from bulletin.scoring.circulars.phrases import plain_text
from bulletin.scoring.circulars.status import status_text
from bulletin.scoring.circulars.supplement_tables import supplement_tables
from bulletin.scoring.circulars.tables import circular_tables
from bulletin.scoring.circulars.text import summary
from bulletin.scoring.closing.freeze import freeze
from bulletin.scoring.closing.printed import standings_for
from bulletin.scoring.closing.supplements import figures_of, marked_entries, unit_supplement
from bulletin.scoring.period_results import period_results
from bulletin.scoring.unit_ledger import unit_ledger
from tests.support.scoring_archives import (
    adopted,
    archive,
    call,
    corrected,
    day,
    endorsed,
    item,
    publication,
    registry,
)

SCHEME = """
name = "计分办法"

[[submission]]
words = "报送每篇1分"
points = 1

[[adoption]]
words = "采用：省10分，市5分"
points = { "省" = 10, "市" = 5 }

[[endorsement]]
words = "批示每次4分"
levels = ["市"]
points = 4

[[lapse]]
words = "误报每次扣2分"
kinds = ["误报"]
points = -2
"""
KNOWN = registry("甲、乙、丙", [publication("省刊", "省"), publication("市刊", "市")])
SAY = translator("zh")
Q1, Q2, YEAR = (Period.parse(text) for text in ("2026-Q1", "2026-Q2", "2026"))
LATER = date(2026, 12, 31)

# What was known when the first quarter was closed:
#   甲: two items (2), one adopted by the city in March (5): 7 points, rate 1/2, rank 1.
#   乙: one item (1), adopted by the city (5): 6 points, rate 1, rank 2.
#   丙: one item: 1 point, rank 3.
A1 = item("a1", "甲", "1-10", adoptions=[adopted("市刊", "3-5")])
A2 = item("a2", "甲", "2-10")
B1 = item("b1", "乙", "1-20", adoptions=[adopted("市刊", "2-20")])
C1 = item("c1", "丙", "3-30")
BEFORE = [A1, A2, B1, C1]


def closed(items: Sequence[Item], *labels: str, now: Sequence[Item] | None = None) -> Archive:
    """Return an archive whose periods were closed, in order, while *items* were known, and that has those of *now*."""
    then = archive(KNOWN, SCHEME, items)
    files = {}
    for label in labels:
        period = Period.parse(label)
        files[closed_path(period)] = closed_bytes(freeze(then, period, SAY, closed_path(period)))
    found, problems = read_closed(files, KNOWN)
    assert not problems
    return replace(archive(KNOWN, SCHEME, items if now is None else now), closed=found)


def row(found: Archive, unit: str, period: Period) -> CircularRow:
    return circular(found, period).by_unit[unit]


def printed_of(found: Archive, unit: str, period: Period = Q1) -> tuple[int | None, str]:
    """Return rank and points of a unit in a circular."""
    one = row(found, unit, period)
    return one.rank, amount(one.points or Fraction(0))


def figures(found: Archive, unit: str, period: Period = Q1) -> list[tuple[str, str, str]]:
    """Return submitted, adopted items, adoptions and points of a unit: printed, since, in all."""
    one = next(one for one in circular(found, period).supplements if one.unit.id == unit)
    return [
        (amount(Fraction(f.printed)), amount(Fraction(f.since)), amount(Fraction(f.known))) for f in figures_of(one)
    ]


def test_an_adoption_that_is_recorded_later() -> None:
    # 丙's item was adopted by the province on 31 March, which the office learns in May: 10 points more, 1 + 10 = 11.
    # Counted anew 丙 would be first; printed, it stays third with 1 point and a rate of 0.
    found = closed(BEFORE, "2026-Q1", now=[A1, A2, B1, replace(C1, adoptions=(adopted("省刊", "3-31"),))])
    printed = row(found, "丙", Q1)
    assert printed_of(found, "丙") == (3, "1")
    assert (printed.now.rate, len(printed.now.adoptions)) == (Fraction(0), 0)
    assert [row(found, unit, Q1).rank for unit in ("甲", "乙", "丙")] == [1, 2, 3]
    assert figures(found, "丙") == [("1", "0", "1"), ("0", "1", "1"), ("0", "1", "1"), ("1", "10", "11")]
    assert [one.unit.id for one in circular(found, Q1).supplements] == ["丙"]
    # The year is open: it has all that is known, and is ranked by it.
    assert printed_of(found, "丙", YEAR) == (1, "11")
    assert (printed.points_to_date, len(printed.to_date.adoptions)) == (Fraction(11), 1)
    # The quarter after compares itself with what was printed.
    assert row(found, "丙", Q2).rank_before == 3
    assert circular(found, Q2).before.total_points == 0
    assert len(circular(found, Q2).before.adoptions) == 2


def test_each_kind_of_fact_that_comes_late() -> None:
    # 甲: an endorsement by the city on 20 March (+4); a new item dated 1 March (+1); a1 was corrected on 30 March (-2).
    # 7 printed, 3 more, 10 in all.
    a1 = replace(A1, endorsements=(endorsed("市长", "市", "3-20"),), corrections=(corrected("3-30"),))
    found = closed(BEFORE, "2026-Q1", now=[a1, A2, B1, C1, item("a3", "甲", "3-1")])
    assert figures(found, "甲") == [("2", "1", "3"), ("1", "0", "1"), ("1", "0", "1"), ("7", "3", "10")]
    supplement = unit_supplement(found, found.closed[0], "甲")
    assert supplement is not None
    listed = [(str(one.entry.date), one.entry.family.value, amount(one.entry.points)) for one in supplement.entries]
    assert listed == [
        ("2026-03-01", "submission", "1"),
        ("2026-03-20", "endorsement", "4"),
        ("2026-03-30", "lapse", "-2"),
    ]
    assert row(found, "甲", Q1).standing.lapses == ()
    assert len(row(found, "甲", YEAR).standing.lapses) == 1


def test_an_adoption_that_is_worth_something_else() -> None:
    # The city's adoption was the province's: 5 go, 10 come. The scheme's figure is another: 5 more.
    found = closed(BEFORE, "2026-Q1", now=[A1, A2, replace(B1, adoptions=(adopted("省刊", "2-20"),)), C1])
    assert figures(found, "乙")[2:] == [("1", "0", "1"), ("6", "5", "11")]
    supplement = unit_supplement(found, found.closed[0], "乙")
    assert supplement is not None
    assert sorted(amount(one.entry.points) for one in supplement.entries) == ["-5", "10"]
    assert [len(supplement.adoptions), len(supplement.adoptions_gone)] == [1, 1]


def test_a_changed_scheme_changes_no_printed_figure() -> None:
    # The city's 5 become 8 in the file: 甲 7 printed, 3 more; the reason says what was printed.
    found = closed(BEFORE, "2026-Q1")
    changed = replace(archive(KNOWN, SCHEME.replace('"市" = 5', '"市" = 8'), BEFORE), closed=found.closed)
    assert row(changed, "甲", Q1).points == 7
    assert figures(changed, "甲")[3] == ("7", "3", "10")
    marked = marked_entries(changed, "甲", ledgers_for(changed, YEAR).account("甲").within(YEAR))
    assert [[note.text(SAY) for note in entry.why] for entry in marked] == [[], [], ["补记：定稿时计5分"]]


def test_a_withdrawal_takes_the_item_out_and_leaves_the_count() -> None:
    # b1 is withdrawn: printed 1 item, 1 adoption, 6 points; all of it goes as a supplement: 0 in all.
    found = closed(BEFORE, "2026-Q1", now=[A1, A2, C1])
    printed = row(found, "乙", Q1)
    assert printed_of(found, "乙") == (2, "6")
    assert (len(printed.now.submitted), len(printed.now.adoptions)) == (1, 1)
    assert printed.now.rate == 1
    assert figures(found, "乙") == [("1", "-1", "0"), ("1", "-1", "0"), ("1", "-1", "0"), ("6", "-6", "0")]
    shown = printed.now.submitted[0]
    assert (shown.status, shown.title, "b1" in shown.id) == (Status.WITHDRAWN, "", False)
    assert all(best.id != shown.id for best, _ in circular(found, Q1).top_items)
    cells = [
        cell for table in supplement_tables(found, circular(found, Q1), SAY) for line in table.texts() for cell in line
    ]
    assert not any("b1" in cell for cell in cells)
    # Others keep their ranks, and theirs of the open year are counted anew.
    assert [row(found, unit, Q1).rank for unit in ("甲", "丙")] == [1, 3]
    assert row(found, "丙", YEAR).rank == 2


def test_a_ledger_has_what_closed_circulars_have() -> None:
    # b1 is gone, c1 was adopted by the province. 乙: 6 printed, -1 and -5, nothing left. 丙: 1 printed, 10 since, 11.
    now = [A1, A2, replace(C1, adoptions=(adopted("省刊", "3-31"),))]
    found = closed(BEFORE, "2026-Q1", "2026", now=now)
    of = {unit.id: ledger_record(unit_ledger(found, unit, YEAR), SAY) for unit in KNOWN.units}
    assert (of["乙"]["entries"], of["乙"]["total"]) == ([], "0")
    assert [(part["period"], part["points"]) for part in of["乙"]["closed"]] == [
        ("2026", ["6", "-6", "0"]),
        ("2026-Q1", ["6", "-6", "0"]),
    ]
    gone = [(one["date"], one["printed"], one["points"], one["known"]) for one in of["乙"]["closed"][1]["supplements"]]
    assert gone == [("2026-01-20", "1", "-1", "0"), ("2026-02-20", "5", "-5", "0")]
    assert of["乙"]["closed"][0]["supplements"] == of["乙"]["closed"][1]["supplements"]
    assert [one["event"] for one in of["乙"]["closed"][1]["supplements"]] == ["submission", "adoption"]
    assert [one["withdrawn"] for one in of["乙"]["closed"][1]["supplements"]] == [True, True]
    assert "2026/b1" not in str(of["乙"])
    assert [part["points"] for part in of["丙"]["closed"]] == [["1", "10", "11"]] * 2
    # In March nothing of 乙 was printed, and nothing is gone; of 丙 all of it.
    march = Period.parse("2026-03")
    (_, quarter) = unit_ledger(found, KNOWN.units[1], march).closed
    assert (quarter.days, amount(quarter.printed), len(quarter.supplements)) == (march, "0", 0)
    assert [part.known for part in unit_ledger(found, KNOWN.units[2], march).closed] == [11, 11]
    # The tables have the same, and the column of points has still nothing but entries of the ledger.
    tables = ledger_tables(found, "2026", [unit_ledger(found, unit, YEAR) for unit in KNOWN.units], SAY)
    rows = list(csv.DictReader(io.StringIO(tables_csv(tables, SAY).decode("utf-8-sig"))))
    assert sum(float(row["得分"]) for row in rows if row["得分"]) == 18
    listed = [row for row in rows if row["表"] == "补记明细" and row["定稿时期"] == "2026年第一季度"]
    assert [(row["报送单位"], row["得分（补记）"]) for row in listed] == [("乙", "-1"), ("乙", "-5"), ("丙", "10")]
    # What is there no more has no name, and nobody is told who adopted it.
    assert [(row["信息"], row["计分事项"]) for row in listed[:2]] == [("（已撤回）", "报送"), ("（已撤回）", "采用")]
    assert len(rows[0]) == len({*rows[0]})


def test_quarters_and_supplements_add_up_to_the_year() -> None:
    # First and second quarter are closed; then c1's adoption in May becomes known (second quarter, +10).
    # 丙: 1 printed in Q1, 0 printed in Q2 and 10 since, 0 in Q3 and Q4: 11 in the year.
    now = [A1, A2, B1, replace(C1, adoptions=(adopted("省刊", "5-2"),))]
    found = closed(BEFORE, "2026-Q1", "2026-Q2", now=now)
    assert figures(found, "丙", Q2)[3] == ("0", "10", "10")
    assert row(found, "丙", Q1).now.rate == 0, "printed, though the item has been adopted since"
    for unit in ("甲", "乙", "丙"):
        printed = sum(row(found, unit, quarter).points or 0 for quarter in YEAR.split(Grain.QUARTER))
        since = sum(
            (one.points for quarter in (Q1, Q2) for one in circular(found, quarter).supplements if one.unit.id == unit),
            Fraction(0),
        )
        assert printed + since == row(found, unit, YEAR).points


def test_a_year_is_closed_with_what_is_known_by_then() -> None:
    # The year is closed after the adoption became known: it has 11 printed, its first quarter still 1 and 10 since.
    now = [A1, A2, B1, replace(C1, adoptions=(adopted("省刊", "3-31"),))]
    found = closed(BEFORE, "2026-Q1", now=now)
    path = closed_path(YEAR)
    year, problems = read_closed({path: closed_bytes(freeze(found, YEAR, SAY, path))}, KNOWN)
    both = replace(found, closed=(*found.closed, *year))
    assert not problems
    assert (printed_of(both, "丙", YEAR)[1], printed_of(both, "丙")[1]) == ("11", "1")
    assert circular(both, YEAR).supplements == ()
    assert figures(both, "丙")[3] == ("1", "10", "11")


REMARKED = (
    SCHEME
    + """
[[limit]]
words = "季度采用最多4又1/3分"
of = ["adoption"]
max = "13/3"
per = "季度"

[pass]
words = "季度低于6分为不合格"
points = 6
per = "季度"

[ranking]
by = ["得分", "采用率", "市刊"]
"""
)


def test_remarks_and_ranks_of_a_closed_circular_are_as_printed() -> None:
    # 甲: 2 + 13/3 of 5 = 19/3, the cap takes 2/3. 乙: 1 + 13/3 = 16/3, fewer than 6. By rate 乙 is first (1, 1/2, 0),
    # by adoptions in 市刊 both are.
    then = archive(KNOWN, REMARKED, BEFORE)
    path = closed_path(Q1)
    kept, problems = read_closed({path: closed_bytes(freeze(then, Q1, SAY, path))}, KNOWN)
    assert not problems
    now = replace(archive(KNOWN, SCHEME, BEFORE), closed=kept)
    assert [now.schemes[0].rankings[1:], now.schemes[0].limits] == [(), ()]
    was, shown = (stats_record(found, Q1)["groups"][0]["units"] for found in (then, now))
    failure, change = shown[1]["failures"][0], shown[1]["changes"][0]
    assert failure.pop("text") == "2026年第一季度不合格：得5.3333分，低于6分"
    assert change.pop("text") == "封顶-0.6667分：季度采用最多4又1/3分"
    assert failure == was[1]["failures"][0]
    assert (failure["points"], failure["least"], failure["disqualifies"]) == ("5.3333", "6", False)
    assert change == was[1]["changes"][0] == {"kind": "cap", "points": "-0.6667", "words": "季度采用最多4又1/3分"}
    assert [unit["rankings"] for unit in shown] == [unit["rankings"] for unit in was]
    assert [[each["rank"] for each in unit["rankings"]] for unit in shown] == [[2, 1], [1, 1], [3, 3]]
    texts = [Figures(archive=found, circular=circular(found, Q1), say=SAY).failed() for found in (then, now)]
    assert plain_text(texts[1]) == plain_text(texts[0]) == "乙（得5.3333分，低于6分）、丙（得1分，低于6分）"
    (old,) = kept
    plain = [replace(unit, failures=({"text": "不合格"},), changes=()) for unit in old.units]
    again, problems = read_closed({path: closed_bytes(replace(old, units=tuple(plain)))}, KNOWN)
    assert not problems
    assert stats_record(replace(now, closed=again), Q1)["groups"][0]["units"][0]["failures"] == [{"text": "不合格"}]


def test_the_text_of_a_closed_circular_counts_issues_and_answers_as_printed() -> None:
    # Printed: one issue, and 甲 had answered the call. Then a second issue is recorded, and 乙 has answered, too;
    # and the call is gone: the name of 甲 stays, without it.
    calls = [call("y", "甲、乙", "1-2", "2-1")]
    answer = item("a", "甲", "1-20", commission="y")
    one, two = (Issue(id=f"2026/{n}", path="", kind=IssueKind.REGULAR, number=n, date=day(f"2-{n}")) for n in (1, 2))
    then = replace(archive(KNOWN, SCHEME, [answer], calls=calls), issues=(one,))
    files = {closed_path(Q1): closed_bytes(freeze(then, Q1, SAY, closed_path(Q1)))}
    (kept,), problems = read_closed(files, KNOWN)
    assert not problems
    now = [answer, item("b", "乙", "1-25", commission="y")]
    names = ("issues", "commissions-done", "commissions-done-count")

    def told(found: Archive) -> list[str]:
        figures = Figures(archive=found, circular=circular(found, Q1), say=SAY)
        return [plain_text(figures.phrase(name)) for name in names]

    later = replace(archive(KNOWN, SCHEME, now, calls=calls), issues=(one, two))
    assert told(later) == ["2", "甲《y》、乙《y》", "2"]
    assert told(replace(later, closed=(kept,))) == ["1", "甲《y》", "1"]
    assert told(replace(archive(KNOWN, SCHEME, now), issues=(), closed=(kept,))) == ["1", "甲", "1"]
    # A file of before says nothing of them: they are counted as they are now.
    old = replace(kept, issues=None, answered=None)
    assert b'"answered"' not in closed_bytes(old)
    assert told(replace(later, closed=(old,))) == ["2", "甲《y》", "1"]


def test_an_open_period_is_to_date_and_a_closed_one_final() -> None:
    found = replace(archive(KNOWN, SCHEME, BEFORE), today=date(2026, 5, 4))
    assert status_text(found, Q2, SAY) == "截至2026-05-04"
    assert status_text(found, Q1, SAY) == ""
    assert status_text(closed(BEFORE, "2026-Q1"), Q1, SAY) == "已定稿（2026-12-31）"


def test_a_closed_file_has_the_same_bytes_whatever_the_order_of_facts() -> None:
    one, other = (archive(KNOWN, SCHEME, items) for items in (BEFORE, BEFORE[::-1]))
    path = closed_path(Q1)
    assert closed_bytes(freeze(one, Q1, SAY, path)) == closed_bytes(freeze(other, Q1, SAY, path))


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Item], list[Item]]:
    """Return the items of an archive at some time, and later: some came, some went, some have changed."""

    def items(number: int) -> list[Item]:
        found = []
        for n in range(number):
            days = [f"{draw(st.integers(1, 12))}-{draw(st.integers(1, 28))}" for _ in range(3)]
            taken = [
                adopted(draw(st.sampled_from(("省刊", "市刊"))), when) for when in days[1 : draw(st.integers(1, 3))]
            ]
            name, units = f"i{n}", draw(st.sampled_from(("甲", "乙", "丙", "甲、乙")))
            wrong = [corrected(days[2])] if draw(st.booleans()) else []
            found.append(item(name, units, days[0], adoptions=taken, corrections=wrong))
        return found

    before = items(draw(st.integers(0, 6)))
    changed = {one.id: one for one in items(draw(st.integers(0, 6)))}
    kept = [changed.pop(one.id, one) for one in before if draw(st.booleans())]
    return before, kept + list(changed.values())


@given(histories(), st.sets(st.sampled_from(("2026-Q1", "2026-Q2", "2026-H1", "2026-Q4", "2026")), min_size=1))
def test_printed_and_supplements_are_all_that_is_known(found: tuple[list[Item], list[Item]], labels: set[str]) -> None:
    before, after = found
    then, now = archive(KNOWN, SCHEME, before), closed(before, *sorted(labels), now=after)
    for one in now.closed:
        printed, was = standings_for(now, one.period), standings_for(then, one.period)
        assert [(p.unit.id, p.points, p.rank, p.rate) for p in printed.units] == [
            (p.unit.id, p.points, p.rank, p.rate) for p in was.units
        ]
        for unit in KNOWN.units:
            known = period_results(now, one.period, unit.id)
            mine = was.by_unit[unit.id].results
            since = unit_supplement(now, one, unit.id)
            assert mine.total_points + (since.points if since else 0) == known.total_points
            assert len(mine.submitted) + (since.submitted if since else 0) == len(known.submitted)
            assert len(mine.adoptions) + (since.taken if since else 0) == len(known.adoptions)
            assert len(mine.adopted) + (since.adopted if since else 0) == len(known.adopted)


def test_columns_of_a_closed_circular_stay_when_what_they_showed_is_withdrawn() -> None:
    """甲 1 篇，市刊采用 5 分，第一季度定稿后撤回：全年再没有采用，定稿的采用得分仍是 5，市刊 1 次。"""
    found = closed([A1], "2026-Q1", now=[])
    about = circular(found, Q1)
    assert [one.id for one in about.publications] == ["市刊"]
    (table,) = circular_tables(about, SAY)
    shown = dict(zip(table.headers, table.rows[0], strict=True))
    assert (shown["市刊"], shown[SAY("Adoption points")], shown[SAY("Points")]) == (1, 5, 6)
    # What stands beside it is of today, and says so.
    assert (shown["至今累计报送"], shown["至今累计得分"]) == (0, 0)
    assert {"累计报送", "累计得分"}.isdisjoint(table.headers)
    assert "累计得分" in circular_tables(circular(found, Q2), SAY)[0].headers


def test_the_text_of_a_closed_circular_says_nothing_of_the_year_to_date() -> None:
    """第二季度无人报送。未定稿：年初以来 4 篇，丙写过 1 篇；定稿后丙的那篇删去，正文不变。"""
    open_text = " ".join(summary(closed(BEFORE), circular(closed(BEFORE), Q2), SAY))
    assert "年初以来累计报送4篇，被采用2篇次。" in open_text
    then, since = (closed(BEFORE, "2026-Q2", now=now) for now in (BEFORE, [A1, A2, B1]))
    texts = [summary(found, circular(found, Q2), SAY) for found in (then, since)]
    assert texts[0] == texts[1]
    assert "年初以来" not in " ".join(texts[0])


def test_the_supplement_of_a_commission_names_it() -> None:
    """丙 2 月 1 日约稿未报，扣 2 分，定稿；后来补登免报：补记 +2 分，写明是哪件约稿。"""
    scheme = SCHEME.replace("误报", "约稿未报")
    asked, excused = call("y1", "丙", "1-5", "2-1"), call("y1", "丙", "1-5", "2-1", waived="丙")
    then = archive(KNOWN, scheme, [A1], calls=[asked])
    path = closed_path(Q1)
    kept, problems = read_closed({path: closed_bytes(freeze(then, Q1, SAY, path))}, KNOWN)
    assert not problems
    found = replace(archive(KNOWN, scheme, [A1], calls=[excused]), closed=kept)
    _, listed = supplement_tables(found, circular(found, Q1), SAY)
    (shown,) = [dict(zip(listed.headers, cells, strict=True)) for cells in listed.rows]
    assert (shown[SAY("Unit")], shown[SAY("{figure}, supplement", figure=SAY("Points"))]) == ("丙", 2)
    assert shown[SAY("What for")] == SAY("{what}: “{title}”", what=SAY("commission not answered"), title="y1")
