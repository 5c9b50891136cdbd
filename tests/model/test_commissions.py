"""Who owes an answer, and who has given it in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bulletin.model import commissions
from bulletin.model.archive import Archive
from bulletin.model.commissions import ReplyState
from bulletin.model.records import Call, Extension, Item, Waiver
from bulletin.model.registry import Registry, Unit

CALL = Call(id="c", path="c", title="c", date=date(2026, 3, 1), due=date(2026, 3, 20), units=("a", "old"))
UNITS = (
    Unit(id="a", name="a"),
    Unit(id="b", name="b"),
    Unit(id="new", name="new"),
    Unit(id="old", name="old", left=date(2026, 3, 10), successor="new"),
)


def answering(unit: str, day: int) -> Item:
    name = f"2026/{unit}{day}"
    return Item(
        id=name, path=name, title=name, units=(unit,), category="x", date=date(2026, 3, day), commission=CALL.id
    )


@pytest.mark.parametrize(
    ("today", "answers", "states"),
    [
        (date(2026, 3, 20), (), [(ReplyState.OPEN, 0), (ReplyState.OPEN, 0)]),
        (date(2026, 3, 23), (), [(ReplyState.OVERDUE, 3), (ReplyState.OVERDUE, 3)]),
        (date(2026, 4, 1), (answering("a", 20),), [(ReplyState.ON_TIME, 0), (ReplyState.OVERDUE, 12)]),
        (
            date(2026, 4, 1),
            (answering("a", 19), answering("a", 25)),
            [(ReplyState.ON_TIME, 0), (ReplyState.OVERDUE, 12)],
        ),
        (date(2026, 4, 1), (answering("a", 22), answering("new", 21)), [(ReplyState.LATE, 2), (ReplyState.LATE, 1)]),
        (date(2026, 4, 1), (answering("b", 5),), [(ReplyState.OVERDUE, 12), (ReplyState.OVERDUE, 12)]),
    ],
)
def test_how_a_unit_stands_towards_a_commission(
    today: date, answers: tuple[Item, ...], states: list[tuple[ReplyState, int]]
) -> None:
    archive = Archive(registry=Registry(units=UNITS), today=today, items=answers, calls=(CALL,))
    assert [(reply.state, reply.days) for reply in commissions.replies(archive, CALL)] == states


def test_who_answers_unasked_and_what_is_open() -> None:
    items = (answering("a", 5), answering("b", 6), answering("new", 7))
    archive = Archive(registry=Registry(units=UNITS), today=date(2026, 3, 10), items=items, calls=(CALL,))
    assert [i.units for i in commissions.volunteers(archive, CALL)] == [("b",)]
    assert not commissions.is_open(archive, CALL)
    waiting = Archive(registry=archive.registry, today=archive.today, items=items[:1], calls=(CALL,))
    assert commissions.is_open(waiting, CALL)
    assert [reply.call.id for reply in commissions.replies_of(waiting, "old")] == ["c"]


@pytest.mark.parametrize(
    ("today", "answers", "states"),
    [
        # Due on 20 March; a has until 31 March, old need not answer.
        (date(2026, 3, 31), (), [(ReplyState.OPEN, 0), (ReplyState.WAIVED, 0)]),
        (date(2026, 4, 2), (), [(ReplyState.OVERDUE, 2), (ReplyState.WAIVED, 0)]),
        (
            date(2026, 4, 9),
            (answering("a", 31), answering("new", 21)),
            [(ReplyState.ON_TIME, 0), (ReplyState.WAIVED, 0)],
        ),
        (date(2026, 4, 9), (answering("old", 9),), [(ReplyState.OVERDUE, 9), (ReplyState.ON_TIME, 0)]),
    ],
)
def test_more_time_and_none_asked(today: date, answers: tuple[Item, ...], states: list[tuple[ReplyState, int]]) -> None:
    extended = (Extension(units=("a",), due=date(2026, 3, 31)),)
    call = replace(CALL, extended=extended, waived=(Waiver(units=("old",), reason="防汛"),))
    archive = Archive(registry=Registry(units=UNITS), today=today, items=answers, calls=(call,))
    replies = commissions.replies(archive, call)
    assert [(reply.state, reply.days) for reply in replies] == states
    assert [reply.is_extended for reply in replies] == [True, False]
    assert [reply.excuse for reply in replies] == ["", "" if replies[1].state is ReplyState.ON_TIME else "防汛"]
    assert commissions.is_open(archive, call) is (today == date(2026, 3, 31))
    assert len(commissions.owed_replies(archive, call)) == 1 + (replies[1].state is ReplyState.ON_TIME)
