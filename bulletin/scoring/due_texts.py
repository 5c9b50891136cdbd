"""What units still owe as a table, and as reminders that can be sent as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from typing import NamedTuple

from bulletin.core.i18n import N_, Translator
from bulletin.core.numbers import amount
from bulletin.model.archive import Archive
from bulletin.model.formatters import Formatters
from bulletin.model.records import Call, Item
from bulletin.model.registry import Unit
from bulletin.scoring.circulars.tables import WITHDRAWN, DataTable
from bulletin.scoring.dues import Due, DueKind
from bulletin.scoring.periods import period_name

KINDS = {
    DueKind.COMMISSION: N_("Commission"),
    DueKind.FEEDBACK: N_("Feedback on an endorsement"),
    DueKind.TARGET: N_("Target of submissions"),
}
_FIRST = N_("{unit}: as of {day}, this is still open.")
_LAST = N_("Please send it in; if you cannot, say why, so that more time can be given or you can be excused.")
_LINES = {
    DueKind.COMMISSION: N_("{n}. Commission “{title}”: {due}."),
    DueKind.FEEDBACK: N_("{n}. Feedback on the endorsement of “{title}” by {by}: {due}."),
    DueKind.TARGET: N_("{n}. {title}: {done} of {quota} done in {period}, missing: {missing}; {due}."),
}
_FOR = N_("{line} (asked of {unit})")


class Reminder(NamedTuple):
    """What a unit is sent: everything that it owes."""

    unit: Unit
    text: str


def due_table(archive: Archive, dues: Sequence[Due], say: Translator) -> DataTable:
    """Return what is owed, a row each."""
    heads = (
        say("Unit"),
        say("What is owed"),
        say("Title"),
        say("Due"),
        say("State"),
        say("Still missing"),
        say("Id"),
    )
    rows = tuple(
        (
            *(due.unit.name, say(KINDS[due.kind]), title(due, say), due.day, state_text(due, archive.today, say)),
            *(due.missing or None, due.fact.id),
        )
        for due in dues
    )
    return DataTable(say("What is still open"), heads, rows, frozenset({len(heads) - 1}))


def title(due: Due, say: Translator) -> str:
    """Return the title of what is owed: of a call or an item, or the words of a target."""
    if isinstance(due.fact, Call | Item):
        return due.fact.title or say(WITHDRAWN)
    return due.fact.words


def state_text(due: Due, today: Day, say: Translator) -> str:
    """Return how much time there is, or was."""
    left = due.days_left(today)
    if left is None:
        return say("no day was set")
    if left < 0:
        return say.ngettext("{n} day overdue", "{n} days overdue", -left)
    return say.ngettext("{n} day left", "{n} days left", left) if left else say("due today")


def reminders(archive: Archive, dues: Sequence[Due], say: Translator) -> Iterator[Reminder]:
    """Yield a reminder for each unit that owes something, in the order of units."""
    by_unit: dict[str, list[Due]] = {}
    for due in dues:
        by_unit.setdefault(due.unit.id, []).append(due)
    words, today = Formatters(say), archive.today
    for unit in archive.registry.units:
        if mine := by_unit.get(unit.id):
            lines = [say(_FIRST, unit=unit.name, day=words.day(today))]
            lines += [_line(number, due, today, say) for number, due in enumerate(mine, 1)]
            signed = [name] if (name := archive.registry.bulletin.editing_unit) else []
            yield Reminder(unit, "\n".join([*lines, say(_LAST), *signed, words.day(today)]))


def _line(number: int, due: Due, today: Day, say: Translator) -> str:
    state = state_text(due, today, say)
    day = Formatters(say).day(due.day) if due.day else ""
    values = {
        "n": str(number),
        "title": title(due, say),
        "due": say(N_("due on {day}, {state}"), day=day, state=state) if due.day else state,
        "by": due.endorsement.by if due.endorsement else "",
        "done": amount(due.done),
        "quota": amount(due.quota),
        "missing": amount(due.missing),
        "period": period_name(due.period, say) if due.period else "",
    }
    line = say(_LINES[due.kind], **values)
    return line if due.asked == due.unit else say(_FOR, line=line, unit=due.asked.name)
