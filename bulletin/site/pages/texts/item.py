"""The page of an item: its text, issues, adoptions, endorsements, outcomes, and related items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.records import Adoption, Item, Outcome
from bulletin.model.related import adjacent_items, items_of_same_units, items_on_same_topics
from bulletin.model.stories import story_of
from bulletin.site.context import RenderContext
from bulletin.site.excerpt import excerpt
from bulletin.site.html import esc, join_html
from bulletin.site.lists import list_row, row_title
from bulletin.site.page import Heading, Page, Route

_INNER_MARKS = str.maketrans("《》", "〈〉")
"""The marks of a title within a title."""


class TrailStep(NamedTuple):
    """A stage of an item's trail: 报送, 刊发, 采用, 批示, 转化; not reached where ``times`` is 0."""

    label: str
    times: int
    date: date | None
    more: str = ""

    @property
    def reached(self) -> bool:
        """Whether the item reached the stage."""
        return self.times > 0


def routes(archive: Archive) -> Iterator[Route]:
    """Yield a page for each item that may be read."""
    for item in archive.items if not archive.withheld else (i for i in archive.items if not i.is_withheld):
        yield Route(url=urls.item(item), kind="item", section="items", key=(item.id,))


def render(context: RenderContext, route: Route) -> Page:
    """Render the page of an item."""
    archive = context.archive
    item = archive.item[route.key[0]]
    previous, following = adjacent_items(archive, item)
    by_topic = items_on_same_topics(archive, item)
    content = context.render_template(
        route,
        "item",
        item=item,
        call=archive.call.get(item.commission),
        issues=archive.issues_of.get(item.id, ()),
        anchor=urls.in_issue(item.id),
        adoptions=adoptions_by_rank(archive, item),
        trail=item_trail(context, item),
        citation=citation(context, item),
        story=join_html([_story_row(context, other, item) for other in story_of(archive, item)]),
        by_topic=by_topic,
        by_unit=items_of_same_units(archive, item, by_topic),
        outcomes=join_html([f"  {_outcome_row(context, outcome)}" for outcome in item.outcomes])
        if item.outcomes
        else "",
        pager=context.fragments.pager(
            (previous.title, urls.item(previous)) if previous else None,
            (following.title, urls.item(following)) if following else None,
            context._("Earlier"),
            context._("Later"),
        ),
    )
    body = context.bodies[item.path]
    toc = (*(Heading(*heading) for heading in body.headings), *_headings_after_text(context, item))
    return Page(title=item.title, description=item.summary or excerpt(body), content=content, toc=toc)


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what the page of an item depends on."""
    item = archive.item[route.key[0]]
    yield from (keys.item(item.id), keys.text(item.path), keys.related(item.id), keys.story(item.id), keys.BULLETIN)
    yield from (keys.issue(issue.id) for issue in archive.issues_of.get(item.id, ()))
    if item.commission:
        yield keys.call(item.commission)


def _story_row(context: RenderContext, other: Item, item: Item) -> str:
    """Return a row of the story of an item; its own is no link."""
    kind = context._("Follow-up report") if other.follows else context._("First report")
    title = f'<b aria-current="page">{esc(other.title)}</b>' if other is item else context.fragments.item_link(other)
    return list_row(row_title(title), esc(kind), day=other.date)


def _outcome_row(context: RenderContext, outcome: Outcome) -> str:
    return list_row(row_title(esc(outcome.title)), context.fragments.time(outcome.date) if outcome.date else None)


def citation(context: RenderContext, item: Item) -> str:
    """Return the line by which an item is cited: unit, title, bulletin, number, day and address of its page."""
    _, registry, formatters = context._, context.archive.registry, context.formatters
    issue = next(iter(context.archive.issues_of.get(item.id, ())), None)
    values = {
        "units": _(", ").join(registry.unit[unit].name for unit in item.units),
        "title": _("“{name}”", name=item.title.translate(_INNER_MARKS)),
        "bulletin": _("“{name}”", name=registry.bulletin.name),
        "day": formatters.day(issue.date if issue else item.date),
        "address": context.site_url + urls.item(item),
    }
    if issue is None:
        return _("{units}: {title}, {bulletin}, {day}, {address}", **values)
    number = _("{year} {number}", year=formatters.year(issue.date.year), number=formatters.number(issue))
    return _("{units}: {title}, {bulletin} {number}, {day}, {address}", number=number, **values)


def adoptions_by_rank(archive: Archive, item: Item) -> list[Adoption]:
    """Return an item's adoptions, the highest level first, then by day."""
    level = archive.registry.publication
    return sorted(item.adoptions, key=lambda a: (level[a.publication].level.rank, a.date or item.date))


def item_trail(context: RenderContext, item: Item) -> list[TrailStep]:
    """Return the stages of an item in order of days, those not reached last; none if it was only printed."""
    if not (item.adoptions or item.endorsements or item.outcomes):
        return []
    _, issues = context._, context.archive.issues_of.get(item.id, ())
    steps = [
        TrailStep(label=_("Submission"), times=1, date=item.date),
        _trail_step(_("In print"), [issue.date for issue in issues]),
        _trail_step(_("Adoption"), [a.date for a in item.adoptions], more=_times_label(context, len(item.adoptions))),
        _trail_step(_("Endorsement"), [e.date for e in item.endorsements]),
        _trail_step(_("Outcome"), [o.date for o in item.outcomes]),
    ]
    # What has no day of its own counts on the day of the item; stages of one day stay in the usual order.
    return sorted(steps, key=lambda step: (not step.reached, step.date or item.date))


def _times_label(context: RenderContext, number: int) -> str:
    return context._.ngettext("once", "{n} times", number) if number > 1 else ""


def _trail_step(label: str, days: Sequence[date | None], more: str = "") -> TrailStep:
    first = min((day for day in days if day), default=None)
    return TrailStep(label=label, times=len(days), date=first, more=more)


def _headings_after_text(context: RenderContext, item: Item) -> Iterator[Heading]:
    """Yield the headings after those of the text."""
    if item.endorsements:
        yield Heading(level=2, anchor="b-endorsements", title=context._("Endorsements"))
    if item.outcomes:
        yield Heading(level=2, anchor="b-outcomes", title=context._("What came of it"))
