"""Feedback on endorsements that is late or overdue, calculated by hand; overdue feedback is settled when it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bulletin.checks.dates import check_feedback_days
from bulletin.cli import main
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount
from bulletin.exports.stats_json import stats_record
from bulletin.model.archive import Archive
from bulletin.model.enums import Level, Status
from bulletin.model.feedback import Feedback, FeedbackState, feedback
from bulletin.model.records import Endorsement
from bulletin.model.redaction import nameless
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import LapseKind
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import circular, whole_ledger
from bulletin.scoring.activity import has_ledger
from bulletin.scoring.circulars.tables import circular_tables
from bulletin.scoring.event_names import event_name
from bulletin.scoring.lapses import all_lapses, lapse_reasons
from bulletin.scoring.reasons import FEEDBACK_CAME
from tests.support import archives
from tests.support.scoring_archives import archive, day, endorsed, item, points, registry

HEAD = 'name = "办法"\n[[endorsement]]\nwords = "批示5分"\npoints = 5\n'
RULES = (
    HEAD
    + '[[lapse]]\nwords = "反馈逾期扣2分"\nkinds = ["反馈逾期"]\npoints = -2\n'
    + '[[lapse]]\nwords = "反馈迟交扣0.5分"\nkinds = ["反馈迟交"]\npoints = -0.5\n'
)


def due(due_on: str = "3-20", came: str = "", text: str = "") -> Endorsement:
    return replace(
        endorsed("县委书记", "县", "3-10"),
        follow_up=text,
        follow_up_due=day(due_on),
        follow_up_date=day(came) if came else None,
    )


def office(*endorsements: Endorsement, units: str = "甲", scheme: str = RULES, **more: object) -> Archive:
    return archive(registry("甲、乙"), scheme, [item("a", units, "3-1", endorsements=endorsements)], **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("endorsement", "today", "expected"),
    [
        (due(), "3-20", Feedback(FeedbackState.OPEN)),
        (due(), "3-21", Feedback(FeedbackState.OVERDUE, 1)),
        (due(came="3-20"), "3-31", Feedback(FeedbackState.ON_TIME)),
        (due(came="4-1", text="已办"), "4-2", Feedback(FeedbackState.LATE, 12)),
        (due(came="4-1", text="已办"), "3-25", Feedback(FeedbackState.OVERDUE, 5)),
        (due(text="已办"), "4-2", Feedback(FeedbackState.UNDATED)),
        (endorsed("县长", "县", "3-1"), "12-31", Feedback(FeedbackState.OPEN)),
    ],
)
def test_states(endorsement: Endorsement, today: str, expected: Feedback) -> None:
    assert feedback(endorsement, day(today)) == expected


@pytest.mark.parametrize(
    ("endorsement", "expected"),
    [
        # 5 for the endorsement; −2 from the day after the due day on
        (due(), "3"),
        (due(came="3-20"), "5"),
        # −2 on 3-21, +2 and −0.5 on 4-10
        (due(came="4-10"), "4.5"),
        # on the next day: never overdue without an answer, −0.5
        (due(came="3-21"), "4.5"),
        # it came, nobody knows when
        (due(text="已办"), "5"),
        # due on the last day of the year: overdue in the next
        (due("12-31"), "5"),
    ],
)
def test_points_of_a_year(endorsement: Endorsement, expected: str) -> None:
    assert points(office(endorsement), "甲") == expected


def test_overdue_feedback_costs_in_its_quarter_and_is_given_back_in_that_of_the_answer() -> None:
    """Due on 20 March, came on 10 April: 5 − 2 in the first quarter, + 2 − 0.5 in the second."""
    found = office(due(came="4-10"))
    assert (points(found, "甲", "2026-Q1"), points(found, "甲", "2026-Q2")) == ("3", "1.5")


def test_each_unit_of_the_item_owes_it_and_each_endorsement_counts() -> None:
    found = office(due(), due("3-25"), units="甲、乙")
    overdue = [(lapse.unit, str(lapse.date)) for lapse in all_lapses(found)]
    assert overdue == [("甲", "2026-03-21"), ("乙", "2026-03-21"), ("甲", "2026-03-26"), ("乙", "2026-03-26")]
    assert {lapse.kind for lapse in all_lapses(found)} == {LapseKind.FEEDBACK_OVERDUE}
    # 2 × 5 − 2 × 2
    assert points(office(due(), due("3-25")), "甲") == "6"


def test_the_ledger_says_of_which_endorsement() -> None:
    say = translator("en")
    [lapse] = all_lapses(office(due()))
    assert [note.text(say) for note in lapse_reasons(lapse)] == [
        "feedback on the endorsement by 县委书记",
        "feedback was due on 2026-03-20",
    ]


@pytest.mark.parametrize(("came", "columns"), [("3-20", []), ("", ["Feedback overdue"]), ("4-1", ["Feedback late"])])
def test_columns_only_where_there_is_any(came: str, columns: list[str]) -> None:
    [table] = circular_tables(circular(office(due(came=came)), Period.year(2026)), translator("en"))
    assert [head for head in table.headers if head.startswith("Feedback")] == columns
    assert {len(row) for row in table.rows} == {len(table.headers)}


def test_what_check_says() -> None:
    found = office(due("3-9", "3-5"), due(text="已办"))
    problems = check_feedback_days(found.items[0], found.registry)
    assert [(problem.code, problem.field) for problem in problems] == [
        ("date-order", "follow-up-due"),
        ("date-order", "follow-up-date"),
        ("feedback-without-day", "follow-up-date"),
    ]


def test_nothing_is_overdue_before_the_day_has_passed() -> None:
    assert not all_lapses(replace(office(due()), today=date(2026, 3, 20)))
    assert len(all_lapses(replace(office(due()), today=date(2026, 3, 21)))) == 1


def test_the_register_and_the_item_say_what_has_come(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two of three are answered: one by its day alone, one by a text without a due day; the third is overdue."""
    given = (
        "[{by: 县委书记, level: 县, date: 2026-03-06, follow-up-due: 2026-03-20, follow-up-date: 2026-03-18},"
        " {by: 县长, level: 县, date: 2026-03-06, follow-up: 已印发},"
        " {by: 县委副书记, level: 县, date: 2026-03-06, follow-up-due: 2026-03-20}]"
    )
    files = {"content/index.md": "# 首页\n", "content/items/2026/a.md": archives.item(endorsements=given)}
    archives.write(tmp_path, files)
    site = tmp_path / "site"
    assert main(["--archive", str(tmp_path), "--site-dir", str(site), "--date", "2026-03-25", "--lang", "zh"]) == 0
    register = (site / "endorsements/index.html").read_text("utf-8")
    item = (site / "items/2026/a/index.html").read_text("utf-8")
    for page in (register, item):
        assert "按时反馈" in page
        assert "反馈逾期5天" in page.replace(" ", "")
        assert "2026年3月20日" in page
        assert "待反馈</span>" not in page
    for anchor in ("overdue", "overdue-2026"):
        assert f'id="{anchor}"' in register
    assert 'id="open"' not in register
    assert 'endorsements/#overdue-2026">1<' in register
    capsys.readouterr()


SCORED = (
    HEAD
    + '[[feedback]]\nwords = "按时反馈加1分"\nresults = ["按时反馈"]\npoints = 1\n'
    + '[[feedback]]\nwords = "逾期反馈加0.2分"\nresults = ["逾期反馈"]\npoints = 0.2\n'
    + '[[feedback]]\nwords = "未反馈扣1分"\nresults = ["未反馈"]\npoints = -1\n'
)
"""5 for the endorsement on 10 March, and for its feedback 1, 0.2 or -1."""
NO_DUE_DAY = endorsed("县委书记", "县", "3-10")


@pytest.mark.parametrize(
    ("endorsement", "expected"),
    [
        # in time: 5 + 1
        (due(came="3-18"), "6"),
        # overdue on 3-21, 5 − 1; on 4-10 the 1 comes back, and 0.2
        (due(came="4-10"), "5.2"),
        # 5 − 1
        (due(), "4"),
        # on the first day after the due day: 5 + 0.2, and never overdue
        (due(came="3-21"), "5.2"),
        # it came, nobody knows when
        (due(text="已办"), "5"),
        (replace(NO_DUE_DAY, follow_up="已办"), "5"),
        # without a due day what comes is in time: 5 + 1
        (replace(NO_DUE_DAY, follow_up_date=day("3-25")), "6"),
        (NO_DUE_DAY, "5"),
        # due on the last day of the year: overdue in the next
        (due("12-31"), "5"),
    ],
)
def test_points_for_feedback(endorsement: Endorsement, expected: str) -> None:
    assert points(office(endorsement, scheme=SCORED), "甲") == expected


def test_feedback_counts_in_its_quarter_and_the_ledger_says_why() -> None:
    """Due on 20 March, came on 10 April: 5 − 1 = 4 in the first quarter, 1 + 0.2 = 1.2 in the second."""
    found = office(due(came="4-10"), scheme=SCORED)
    assert (points(found, "甲", "2026-Q1"), points(found, "甲", "2026-Q2")) == ("4", "1.2")
    say = translator("zh")
    listed = whole_ledger(found).account("甲").entries
    texts = [(str(e.date), e.words, amount(e.points), "；".join(r.text(say) for r in e.why)) for e in listed[1:]]
    assert texts == [
        ("2026-03-21", "未反馈扣1分", "-1", "县委书记批示的反馈；应于 2026-03-20 前反馈"),
        ("2026-04-10", "未反馈扣1分", "1", say(FEEDBACK_CAME)),
        ("2026-04-10", "逾期反馈加0.2分", "0.2", "县委书记批示的反馈；应于 2026-03-20 前反馈，迟21天"),
    ]


def test_feedback_rules_choose_by_level_and_post_and_each_unit_has_all_points() -> None:
    rules = HEAD + (
        '[[反馈]]\n规则 = "按时反馈：市2分，县1分"\n结果 = ["按时反馈"]\n分值 = { "市" = 2, "县" = 1 }\n'
        '[[反馈]]\n规则 = "县长批示的反馈3分"\n批示人 = ["县长"]\n级别 = ["县"]\n结果 = ["按时反馈"]\n分值 = 3\n'
        '[[limit]]\nwords = "反馈全年不超过4分"\nof = ["反馈"]\nmax = 4\nper = "年"\n'
    )
    by_city = replace(due(came="3-18"), by="市长", level=Level.CITY)
    by_county, by_mayor = due(came="3-18"), replace(due(came="3-18"), by="县长")
    # 5 + 2; 5 + 1; 5 + 3; three endorsements 15, and 2 + 1 + 3 = 6, at most 4
    assert points(office(by_city, scheme=rules), "甲") == "7"
    assert points(office(by_county, scheme=rules), "甲") == "6"
    assert points(office(by_mayor, scheme=rules), "甲") == "8"
    assert points(office(by_city, by_county, by_mayor, scheme=rules), "甲") == "19"
    # joint: the endorsement by default 5 each, the feedback 1 each
    joint = office(by_county, units="甲、乙", scheme=rules)
    assert (points(joint, "甲"), points(joint, "乙")) == ("6", "6")


def merged(left: str, successor: str = "乙", units: str = "甲", came: str = "", scheme: str = SCORED) -> Archive:
    """Return an office in which 甲 left; feedback of *units* is due on 20 March."""
    listed = [Unit(id="甲", name="甲", left=day(left), successor=successor), Unit(id="乙", name="乙")]
    return archive(registry(listed), scheme, [item("a", units, "3-1", endorsements=[due(came=came)])])


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # 甲 has 5 on 3-10 and is gone on 3-16: 乙 owes the feedback, −1 on 3-21
        (merged("3-15"), ("5", "-1")),
        # 甲 is there on 3-21 and loses 1; 乙 answers on 4-10: 甲 has its 1 back, 乙 0.2
        (merged("3-25", came="4-10"), ("5", "0.2")),
        # nobody has taken its place: nobody owes anything
        (merged("3-15", successor=""), ("5", "0")),
        # both units of the item, and 乙 has taken the place of 甲: it owes one feedback
        (merged("3-15", units="甲、乙"), ("5", "4")),
        # points of merged units stay with them, the duty does not
        (merged("3-15", scheme=SCORED + '[merger]\npoints = "不转"\n'), ("5", "-1")),
        # all points go over on 3-26: 5 − 1 = 4; the 1 that 甲 has back on 4-10 follows, and 0.2
        (merged("3-25", came="4-10", scheme=SCORED + '[merger]\npoints = "全部转"\n'), ("0", "5.2")),
        # lapses go the same way: −2 for 乙; and −0.5 for 乙, when the 2 go back to 甲
        (merged("3-15", scheme=RULES), ("5", "-2")),
        (merged("3-25", came="4-10", scheme=RULES), ("5", "-0.5")),
        (merged("3-15", units="甲、乙", scheme=RULES), ("5", "3")),
    ],
)
def test_the_successor_owes_the_feedback(found: Archive, expected: tuple[str, str]) -> None:
    assert (points(found, "甲"), points(found, "乙")) == expected


def test_lapses_of_the_successor_name_the_unit_that_was_asked() -> None:
    say = translator("en")
    [lapse] = all_lapses(merged("3-15"))
    assert (lapse.unit, lapse.kind) == ("乙", LapseKind.FEEDBACK_OVERDUE)
    assert [note.text(say) for note in lapse_reasons(lapse)][-1] == "owed by 甲, which has become part of this unit"


def test_a_share_of_the_item_is_lost_though_the_successor_owes_the_feedback() -> None:
    """The endorsement brings 5 on 10 March, and half of it goes when the feedback is overdue: 2.5."""
    half = HEAD + '[[lapse]]\nwords = "反馈逾期得分减半"\nkinds = ["反馈逾期"]\nshare = "1/2"\n'
    assert points(office(due(), scheme=half), "甲") == "2.5"
    found = merged("3-15", scheme=half)
    assert points(found, "甲") == "5"
    assert points(found, "乙") == "-2.5"


def test_counts_in_json_and_columns() -> None:
    found = office(due(came="4-10"), due("3-25"), scheme=SCORED)
    units = {p: stats_record(found, Period.parse(p))["groups"][0]["units"][0] for p in ("2026-Q1", "2026-Q2")}
    # at the end of March both are overdue; one comes late in the second quarter
    assert [(u["late_feedback"], u["feedback_overdue"]) for u in units.values()] == [(0, 2), (1, 0)]
    assert [u["points_by_family"]["feedback"] for u in units.values()] == ["-2", "1.2"]


def test_ledgers_without_a_scheme_have_the_lapses() -> None:
    found = office(due(), scheme="")
    assert has_ledger(found, found.registry.unit["甲"], 2026)
    assert not has_ledger(found, found.registry.unit["乙"], 2026)


@pytest.mark.parametrize(
    ("results", "code"),
    [("", "missing-setting"), ('results = ["采用"]', "bad-setting"), ('results = ["反馈"]', "unknown-term")],
)
def test_mistakes_in_a_rule(results: str, code: str) -> None:
    text = f'{HEAD}[[feedback]]\nwords = "反馈"\n{results}\npoints = 1\n'
    problems = read_schemes({"registry/schemes/2026.toml": text}, registry("甲"))[-1]
    assert [(problem.code, problem.field) for problem in problems] == [(code, "results")]


def test_the_rule_is_explained() -> None:
    scheme = office(due(), scheme=SCORED).schemes[0]
    sentences = [sentence for sentence, _ in explain(scheme, registry("甲"), translator("zh"))]
    assert any(sentence.startswith("批示反馈") and "按时完成" in sentence for sentence in sentences)


def test_a_withdrawn_item_keeps_what_its_feedback_lost() -> None:
    """The 5 of the endorsement and the 1 for feedback in time go; −1 for overdue feedback stays, and names nobody."""
    say = translator("en")
    for endorsement, expected in ((due(came="3-18"), "0"), (due(), "-1")):
        found = office(endorsement, scheme=SCORED)
        withdrawn = replace(found.items[0], status=Status.WITHDRAWN, withdrawn_on=day("5-1"))
        gone = replace(found, items=(), lapsed=(nameless(withdrawn),))
        assert points(gone, "甲") == expected
        for entry in whole_ledger(gone).account("甲").entries:
            assert "县委书记" not in "".join(reason.text(say) for reason in entry.why)
            assert "县委书记" not in event_name(entry.event, gone.registry, say)
