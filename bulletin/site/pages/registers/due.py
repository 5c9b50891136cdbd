"""What units still owe, week by week: answers to commissions, feedback on endorsements, what is missing of targets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 - as in the model
from datetime import timedelta

from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.scoring.dues import all_dues, due_inputs
from bulletin.site import due_lists
from bulletin.site.context import RenderContext
from bulletin.site.page import Heading, Page, Route


def routes(_archive: Archive) -> Iterator[Route]:
    """Yield the one page of dues."""
    yield Route(url=urls.DUE, kind="due", section="calls")


def render(context: RenderContext, route: Route) -> Page:
    """Render what is owed, by week."""
    _, archive = context._, context.archive
    groups = due_lists.grouped(all_dues(archive))
    weeks = [
        (anchor, _week_title(context, anchor, monday), due_lists.rows(context, listed))
        for anchor, monday, listed in due_lists.by_week(groups, archive.today)
    ]
    return context.list_page(
        route,
        "due",
        title=_("What is due"),
        description=_("What units still owe, and until when."),
        toc=[Heading(level=2, anchor=anchor, title=title) for anchor, title, _rows in weeks],
        weeks=weeks,
        total=len(groups),
    )


def inputs(archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield what the page depends on."""
    yield from (keys.DUES, keys.DAY, keys.PERIODS, keys.REGISTRY, *due_inputs(all_dues(archive)))


def _week_title(context: RenderContext, anchor: str, monday: Day | None) -> str:
    _, formatters, today = context._, context.formatters, context.archive.today
    if monday is None:
        return _("Overdue") if anchor == "overdue" else _("Without a day")
    first = formatters.day_of_year(monday) if monday.year == today.year else formatters.day(monday)
    days = _("{first} to {last}", first=first, last=formatters.day_of_year(monday + timedelta(days=6)))
    this_week = today - timedelta(days=today.weekday())
    if monday == this_week:
        return _("This week ({days})", days=days)
    return _("Next week ({days})", days=days) if monday == this_week + timedelta(days=7) else days
