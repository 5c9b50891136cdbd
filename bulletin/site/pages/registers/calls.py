"""Calls for items and commissions, with due dates and answers."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from bulletin.model import commissions, keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.records import Call
from bulletin.site.context import RenderContext
from bulletin.site.page import Heading, Page, Route


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the index of calls, and a page for each."""
    yield Route(url=urls.CALLS, kind="calls", section="calls")
    for call in archive.calls:
        yield Route(url=urls.call(call), kind="calls", section="calls", key=(call.id,))


def render(context: RenderContext, route: Route) -> Page:
    """Render the index, or one call."""
    return (
        _render_call(context, route, context.archive.call[route.key[0]]) if route.key else _render_index(context, route)
    )


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: the index on all calls and answers, a call on its own text and answers."""
    yield keys.REGISTRY
    if not route.key:
        yield from (keys.CALLS, keys.DAY, keys.NAMES)
        yield from (keys.listed("answers", call.id) for call in archive.calls)
        return
    call = archive.call[route.key[0]]
    yield from (keys.call(call.id), keys.text(call.path), keys.listed("answers", call.id), keys.overdue(call.id))
    yield from (keys.named("unit", unit) for unit in call.units)
    yield from (keys.members("topic", urls.topic_slug(topic)) for topic in call.topics)
    if call.units or commissions.is_open(archive, call):
        yield keys.DAY


def _render_index(context: RenderContext, route: Route) -> Page:
    _, archive = context._, context.archive
    calls = sorted(archive.calls, key=lambda call: (call.date, call.id), reverse=True)
    is_open = {call.id: commissions.is_open(archive, call) for call in calls}
    parts = (
        ("open", _("Still open"), [call for call in calls if is_open[call.id]]),
        ("commissions", _("Commissions"), [call for call in calls if call.is_commission and not is_open[call.id]]),
        ("calls", _("General calls"), [call for call in calls if not call.is_commission and not is_open[call.id]]),
    )
    found = [(anchor, title, [_call_entry(archive, call) for call in part]) for anchor, title, part in parts if part]
    return context.list_page(
        route,
        "calls-index",
        title=_("Calls and commissions"),
        description=_("What is asked for, until when, and who has answered."),
        toc=[Heading(level=2, anchor=anchor, title=title) for anchor, title, _entries in found],
        parts=found,
    )


def _call_entry(archive: Archive, call: Call) -> SimpleNamespace:
    answers, owed = archive.answers.get(call.id, ()), commissions.owed_replies(archive, call)
    return SimpleNamespace(
        call=call,
        replies=commissions.replies(archive, call),
        owed=len(owed),
        answered=sum(reply.answered for reply in owed),
        answers=answers,
        left=_days_left(archive, call),
    )


def _days_left(archive: Archive, call: Call) -> int | None:
    due = commissions.next_due_day(archive, call)
    return (due - archive.today).days if due else None


def _render_call(context: RenderContext, route: Route, call: Call) -> Page:
    _, archive = context._, context.archive
    replies, others = commissions.replies(archive, call), commissions.volunteers(archive, call)
    is_open = commissions.is_open(archive, call)
    own = context.bodies[call.path].headings
    toc = [Heading(level=level, anchor=anchor, title=title) for level, anchor, title in own]
    toc += [Heading(level=2, anchor="replies", title=_("Who has answered"))] if replies else []
    toc += [Heading(level=2, anchor="answers", title=_("Other answers") if replies else _("Answers"))] if others else []
    return context.list_page(
        route,
        "calls",
        title=call.title,
        description=_("What is asked for, until when, and who has answered."),
        toc=toc,
        call=call,
        replies=replies,
        others=tuple(reversed(others)),
        left=_days_left(archive, call) if is_open else None,
        is_open=is_open,
    )
