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
from bulletin.model.archive import Archive
from bulletin.model.feedback import Feedback, FeedbackState, feedback
from bulletin.model.records import Endorsement
from bulletin.model.scheme_enums import LapseKind
from bulletin.scoring import circular
from bulletin.scoring.circulars.tables import circular_tables
from bulletin.scoring.lapses import all_lapses, lapse_reasons
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
        assert "待反馈" not in page
    capsys.readouterr()
