"""What units still owe as lists: a row for each call, endorsement or target, with the units that owe it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day  # noqa: N812 - as in the model
from datetime import timedelta
from typing import NamedTuple

from bulletin.core.numbers import amount
from bulletin.model import urls
from bulletin.model.records import Call, Item
from bulletin.model.scheme import Target
from bulletin.scoring.due_texts import KINDS, state_text, title
from bulletin.scoring.dues import Due, DueKind
from bulletin.scoring.periods import circular_periods, period_name
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, link
from bulletin.site.lists import list_row, row_title

SOON = 7
"""Days within which something is due soon."""


class DueGroup(NamedTuple):
    """What several units owe alike: an answer to one call, feedback on one endorsement, one target."""

    first: Due
    dues: tuple[Due, ...]

    @property
    def day(self) -> Day | None:
        """The last day on which it is in time."""
        return self.first.day


def grouped(dues: Iterable[Due]) -> list[DueGroup]:
    """Return dues in groups, by day, what is overdue first."""
    found: dict[tuple[object, ...], list[Due]] = {}
    for due in dues:
        endorsement = due.endorsement and (due.endorsement.by, due.endorsement.line)
        found.setdefault((due.kind, due.fact.id, endorsement, due.day), []).append(due)
    return [DueGroup(listed[0], tuple(listed)) for listed in found.values()]


def by_week(groups: Sequence[DueGroup], today: Day) -> Iterator[tuple[str, Day | None, list[DueGroup]]]:
    """Yield an anchor, the Monday of a week, and what is due in it: overdue first, what has no day last."""
    weeks: dict[tuple[int, Day], list[DueGroup]] = {}
    for group in groups:
        place = (2, Day.max) if group.day is None else (0, Day.min) if group.day < today else (1, _monday(group.day))
        weeks.setdefault(place, []).append(group)
    for (order, monday), listed in sorted(weeks.items()):
        anchor = ("overdue", f"week-{monday}", "no-day")[order]
        yield anchor, monday if order == 1 else None, listed


def rows(context: RenderContext, groups: Iterable[DueGroup], *, units: int | None = None) -> list[str]:
    """Return a row for each group: what is owed, until when, and by which units, at most so many of them."""
    return [_row(context, group, units) for group in groups]


def _row(context: RenderContext, group: DueGroup, units: int | None) -> str:
    _, due, today, with_units = context._, group.first, context.archive.today, units != 0
    more = [*_what(context, due, with_units=with_units)]
    if with_units or any(one.asked.id != one.unit.id for one in group.dues):
        more.append(_units(context, group.dues[: units or None], with_units=with_units))
        if units and len(group.dues) > units:
            more.append(esc(_(" and others, {n} units in all", n=len(group.dues))))
    small = f'<small class="b-why">{"".join(more)}</small>' if more else ""
    chip = f'<span class="b-chip{_chip_class(due, today)}">{esc(state_text(due, today, _))}</span>'
    info = f"<span>{esc(_(KINDS[due.kind]))}</span>{chip}"
    return list_row(row_title(f"{_title(context, due)}{small}"), info, day=due.day)


def _title(context: RenderContext, due: Due) -> str:
    text, archive = title(due, context._), context.archive
    if isinstance(due.fact, Call):
        return link(text, href(urls.call(due.fact)))
    if isinstance(due.fact, Item):
        return link(text, href(urls.item(due.fact))) if due.fact.id in archive.item else esc(text)
    if due.period and due.period in circular_periods(archive):
        return link(text, href(urls.stats(due.period.label)))
    return esc(text)


def _what(context: RenderContext, due: Due, *, with_units: bool) -> Iterator[str]:
    """Yield what is said below the title: whose endorsement it is, how much of a target is done."""
    _ = context._
    if due.kind is DueKind.FEEDBACK and due.endorsement:
        yield esc(_("endorsed by {by}", by=due.endorsement.by)) + (esc(_(": ")) if with_units else "")
    elif isinstance(due.fact, Target) and due.period:
        name = period_name(due.period, _)
        values = {"done": amount(due.done), "quota": amount(due.quota), "missing": amount(due.missing)}
        done = _("{period}: {done} of {quota} done, {missing} missing", period=name, **values)
        yield esc(name + _(": ") if with_units else done)


def _units(context: RenderContext, dues: Sequence[Due], *, with_units: bool) -> str:
    """Return the units that owe, each with what it has done of a target, or in place of whom it owes."""
    _ = context._
    named = []
    for due in dues:
        text = link(due.unit.name, href(urls.unit(due.unit))) if with_units else ""
        if due.asked.id != due.unit.id:
            text += esc(_(" (asked of {unit})", unit=due.asked.name))
        if with_units and due.period:
            text += f" {esc(amount(due.done))}/{esc(amount(due.quota))}"
        named.append(text)
    return esc(_(", ")).join(named)


def _chip_class(due: Due, today: Day) -> str:
    left = due.days_left(today)
    if left is None:
        return ""
    return " b-chip--late" if left < 0 else " b-chip--due" if left <= SOON else ""


def _monday(day: Day) -> Day:
    return day - timedelta(days=day.weekday())
