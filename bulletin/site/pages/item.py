"""The page of one item: what it says, where it went, what came of it, and what stands near it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from bulletin.core.memo import memoized
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.records import Adoption, Item, Outcome
from bulletin.site.context import Studio
from bulletin.site.html import esc, joined
from bulletin.site.lists import list_row, row_title
from bulletin.site.page import Heading, Page, Ref

RELATED = 5
"""How many related items a list shows."""
NEAR = 10
"""How many neighbours in time are looked at on either side: keeps a popular topic from costing its square."""
Kind = Literal["all", "topic", "unit"]


class Step(NamedTuple):
    """A stage of an item's trail: 报送, 刊发, 采用, 批示, 转化; not reached where ``times`` is 0."""

    label: str
    times: int
    date: date | None
    more: str = ""

    @property
    def reached(self) -> bool:
        """Whether the item came that far."""
        return self.times > 0


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield a page for each item that may be read."""
    for item in archive.items if not archive.withheld else (i for i in archive.items if not i.is_withheld):
        yield Ref(url=urls.item(item), kind="item", section="items", key=(item.id,))


def render(studio: Studio, ref: Ref) -> Page:
    """Return the page of an item."""
    archive = studio.archive
    item = archive.item[ref.key[0]]
    previous, following = around(archive, item)
    by_topic = same_topics(archive, item)
    content = studio.html(
        ref,
        "item",
        item=item,
        call=archive.call.get(item.commission),
        issues=archive.issues_of.get(item.id, ()),
        anchor=urls.in_issue(item.id),
        adoptions=ranked(archive, item),
        trail=trail(studio, item),
        by_topic=by_topic,
        by_unit=same_units(archive, item, by_topic),
        outcomes=joined([f"  {_outcome(studio, outcome)}" for outcome in item.outcomes]) if item.outcomes else "",
        pager=studio.fragments.pager(
            (previous.title, urls.item(previous)) if previous else None,
            (following.title, urls.item(following)) if following else None,
            studio._("Earlier"),
            studio._("Later"),
        ),
    )
    return Page(title=item.title, description="", content=content, toc=tuple(_toc(studio, item)), text=item.path)


def _outcome(studio: Studio, outcome: Outcome) -> str:
    return list_row(row_title(esc(outcome.title)), studio.fragments.time(outcome.date) if outcome.date else None)


def ranked(archive: Archive, item: Item) -> list[Adoption]:
    """Return an item's adoptions, the highest level first, then by day."""
    level = archive.registry.publication
    return sorted(item.adoptions, key=lambda a: (level[a.publication].level.rank, a.date or item.date))


def trail(studio: Studio, item: Item) -> list[Step]:
    """Return the stages of an item; none where it only was submitted and printed."""
    if not (item.adoptions or item.endorsements or item.outcomes):
        return []
    _, issues = studio._, studio.archive.issues_of.get(item.id, ())
    return [
        Step(label=_("Submission"), times=1, date=item.date),
        _step(_("In print"), [issue.date for issue in issues]),
        _step(_("Adoption"), [a.date for a in item.adoptions], more=_times(studio, len(item.adoptions))),
        _step(_("Endorsement"), [e.date for e in item.endorsements]),
        _step(_("Outcome"), [o.date for o in item.outcomes]),
    ]


def _times(studio: Studio, number: int) -> str:
    return studio._.ngettext("once", "{n} times", number) if number > 1 else ""


def _step(label: str, days: Sequence[date | None], more: str = "") -> Step:
    first = min((day for day in days if day), default=None)
    return Step(label=label, times=len(days), date=first, more=more)


def around(archive: Archive, item: Item) -> tuple[Item | None, Item | None]:
    """Return the item before and the item after, by date, past those that are withheld."""
    place = _line(archive, "all").places[item.id]
    before, after = range(place - 1, -1, -1), range(place + 1, len(archive.items))
    return _readable(archive.items, before), _readable(archive.items, after)


def _readable(items: Sequence[Item], places: Iterable[int]) -> Item | None:
    for place in places:
        if not items[place].is_withheld:
            return items[place]
    return None


def same_topics(archive: Archive, item: Item) -> list[Item]:
    """Return items that share topics: the most shared first, then the nearest in date."""
    near = _neighbours(archive, "topic", item.topics, item, RELATED)
    if len(item.topics) > 1:
        topics = set(item.topics)
        near.sort(key=lambda other: -len(topics.intersection(other.topics)))
    return near[:RELATED]


def same_units(archive: Archive, item: Item, shown: Sequence[Item]) -> list[Item]:
    """Return items of the same units that are not *shown* already, the nearest in date first."""
    near = _neighbours(archive, "unit", item.units, item, RELATED + len(shown))
    seen = {other.id for other in shown}
    return [other for other in near if other.id not in seen][:RELATED]


def _neighbours(archive: Archive, kind: Kind, keys: Sequence[str], item: Item, wanted: int) -> list[Item]:
    """Return what stands near an item among those of its topics or units, the nearest in date first."""
    if len(keys) == 1:
        return _near(archive, kind, keys[0], item, wanted)
    day = item.date.toordinal()

    def apart(other: Item) -> tuple[int, bool, str]:
        after = other.date.toordinal() - day
        return abs(after), after < 0, other.id

    found = {other.id: other for key in keys for other in _near(archive, kind, key, item)}
    return sorted(found.values(), key=apart)


def _near(archive: Archive, kind: Kind, key: str, item: Item, wanted: int = 2 * NEAR) -> list[Item]:
    """Return the neighbours of an item among those of a topic or a unit: *wanted* of them, or more."""
    if not archive.withheld:
        return _line(archive, kind, key).near(item, wanted)
    return [other for other in _line(archive, kind, key).near(item, 2 * NEAR) if not other.is_withheld]


class _Line(NamedTuple):
    """Items in order of date and id: all, or those of a topic or a unit."""

    items: tuple[Item, ...]
    days: list[date]
    places: dict[str, int]
    """Where each stands, by id."""

    def near(self, item: Item, wanted: int) -> list[Item]:
        """Return neighbours by their distance in date, later ones before earlier ones: *wanted* of them, or more."""
        place = self.places[item.id]
        day = self.days[place]
        first, last = max(0, place - NEAR), min(place + NEAR + 1, len(self.items))
        start, end = bisect_left(self.days, day, first, last), bisect_right(self.days, day, first, last)
        found = [*self.items[start:place], *self.items[place + 1 : end]]
        while len(found) < wanted and (first < start or end < last):
            if start == first or (end < last and self.days[end] - day <= day - self.days[start - 1]):
                found.append(self.items[end])
                end += 1
            else:
                # Those of one day stay in their order.
                before, start = start, bisect_left(self.days, self.days[start - 1], first, start)
                found += self.items[start:before]
        return found


def _line(archive: Archive, kind: Kind, key: str = "") -> _Line:
    return memoized(archive, ("line", kind, key), lambda: _lined(_listed(archive, kind, key)))


def _listed(archive: Archive, kind: Kind, key: str) -> tuple[Item, ...]:
    match kind:
        case "topic":
            return archive.by_topic[key]
        case "unit":
            return archive.by_unit[key]
    return archive.items


def _lined(items: tuple[Item, ...]) -> _Line:
    return _Line(items, [item.date for item in items], {item.id: n for n, item in enumerate(items)})


def _toc(studio: Studio, item: Item) -> Iterator[Heading]:
    """Yield what stands in the table of contents after the text's own headings."""
    if item.endorsements:
        yield Heading(level=2, anchor="b-endorsements", title=studio._("Endorsements"))
    if item.outcomes:
        yield Heading(level=2, anchor="b-outcomes", title=studio._("What came of it"))
