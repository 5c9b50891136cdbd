"""What is answered under another scheme than the one that took points for it is told, as it stays taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bulletin.checks.messages import describe_problem
from bulletin.core.i18n import translator
from bulletin.model.archive import Archive
from bulletin.model.records import Call, Endorsement, Item
from bulletin.schemes.late_answers import answers_give_back
from tests.support.scoring_archives import archive, call, item, points, registry

HEAD = 'name = "办法"\n[[submission]]\nwords = "报送"\npoints = 1\n'
UNANSWERED = '[[lapse]]\nwords = "未报扣3分"\nkinds = ["约稿未报"]\npoints = -3\n'
FAILED = '[[commission]]\nwords = "未完成扣3分"\nresults = ["未完成"]\npoints = -3\n'
FEEDBACK = '[[lapse]]\nwords = "反馈逾期扣3分"\nkinds = ["反馈逾期"]\npoints = -3\n'
CALL = call("y", "甲", "2025-12-1", "2025-12-20")
ANSWER = item("s", "甲", "2026-2-10", commission="y")
BOTH = "valid-from = 2025-01-01\nvalid-to = 2026-12-31\n"


def office(rules: str, *items: Item, calls: tuple[Call, ...] = (CALL,), one_file: bool = False) -> Archive:
    """Return an archive with the same rules in a file a year, or in one for both."""
    files = {"both": BOTH + HEAD + rules} if one_file else dict.fromkeys(("2025", "2026"), HEAD + rules)
    return archive(registry("甲"), files, items, calls=calls)


def told(found: Archive) -> list[tuple[str, str, str]]:
    listed = list(answers_give_back(found.items, found.calls, found.schemes))
    for problem in listed:
        for language in ("zh", "en"):
            assert all(text and "{" not in text for text in describe_problem(problem, translator(language)))
    return [(p.code, p.field, p.values["words"]) for p in listed]


@pytest.mark.parametrize("rules", [UNANSWERED, FAILED])
def test_a_commission_that_is_answered_under_the_next_scheme(rules: str) -> None:
    # -3 in December; with a file a year they stay, with one file they come back on 10 February, beside 1 for the item.
    found, whole = office(rules, ANSWER), office(rules, ANSWER, one_file=True)
    assert [points(found, "甲", year) for year in ("2025", "2026")] == ["-3", "1"]
    assert [points(whole, "甲", year) for year in ("2025", "2026")] == ["-3", "4"]
    words = "未报扣3分" if rules is UNANSWERED else "未完成扣3分"
    assert told(found) == [("answered-under-another-scheme", "commission", words)]
    assert told(whole) == []


@pytest.mark.parametrize(
    ("rules", "answers"),
    [
        (UNANSWERED, [item("s", "甲", "2025-12-28", commission="y")]),
        # The first was in time.
        (UNANSWERED, [item("r", "甲", "2025-12-15", commission="y"), ANSWER]),
        (UNANSWERED + "lasts = true\n", [ANSWER]),
        ("", [ANSWER]),
        (FEEDBACK, [ANSWER]),
        (UNANSWERED, [replace(ANSWER, commission="")]),
    ],
)
def test_nothing_to_tell(rules: str, answers: list[Item]) -> None:
    assert told(office(rules, *answers)) == []


@pytest.mark.parametrize(
    ("given", "number"),
    # Of an extension to 8 February it is the scheme of 2026 itself that takes, and gives back.
    [({}, 1), ({"extended": "甲 2026-2-8"}, 0), ({"extended": "甲 2025-12-25"}, 1), ({"waived": "甲"}, 0)],
)
def test_where_more_time_was_given_nothing_was_taken(given: dict[str, str], number: int) -> None:
    calls = (call("y", "甲", "2025-12-1", "2025-12-20", **given),)
    assert len(told(office(UNANSWERED, ANSWER, calls=calls))) == number


def test_feedback_that_comes_under_the_next_scheme() -> None:
    asked = Endorsement(
        by="县长", date=date(2025, 12, 1), follow_up_due=date(2025, 12, 20), follow_up_date=date(2026, 2, 10)
    )
    one = replace(item("a", "甲", "2025-11-9"), endorsements=(asked,))
    assert told(office(FEEDBACK, one)) == [("answered-under-another-scheme", "endorsements", "反馈逾期扣3分")]
    assert [points(office(FEEDBACK, one), "甲", year) for year in ("2025", "2026")] == ["-2", "0"]
    assert told(office(FEEDBACK, one, one_file=True)) == []
