"""The page of one item: what it says, where it went, what came of it, and what stands near it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bulletin import addresses
from bulletin.archive import Archive
from bulletin.model import Adoption, Item
from bulletin.pages.contract import Heading, Page, Ref
from bulletin.pages.environment import Studio
from bulletin.scoring.memory import remembered

RELATED = 5
"""How many related items a list shows."""
NEAR = 10
"""How many neighbours in time are looked at on either side: keeps a popular topic from costing its square."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage of an item's trail: 报送, 刊发, 采用, 批示, 转化; not reached where ``count`` is 0."""

    label: str
    count: int
    date: date | None
    more: str = ""

    @property
    def reached(self) -> bool:
        """Whether the item came that far."""
        return self.count > 0


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield a page for each item that may be read."""
    for item in archive.items if not archive.withheld else (i for i in archive.items if not i.is_withheld):
        yield Ref(url=addresses.item(item), kind="item", section="items", key=(item.id,))


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
        category=archive.registry.category[item.category],
        call=archive.call.get(item.commission),
        issues=archive.issues_of.get(item.id, ()),
        anchor=addresses.in_issue(item.id),
        adoptions=ranked(archive, item),
        trail=trail(studio, item),
        by_topic=by_topic,
        by_unit=same_units(archive, item, by_topic),
        previous=previous,
        next=following,
    )
    return Page(title=item.title, description="", content=content, toc=tuple(_toc(studio, item)), text=item.path)


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
        Step(label=_("Submission"), count=1, date=item.date),
        _step(_("In print"), [issue.date for issue in issues]),
        _step(_("Adoption"), [a.date for a in item.adoptions], more=_times(studio, len(item.adoptions))),
        _step(_("Endorsement"), [e.date for e in item.endorsements]),
        _step(_("Outcome"), [o.date for o in item.outcomes]),
    ]


def _times(studio: Studio, number: int) -> str:
    return studio._.ngettext("once", "{n} times", number) if number > 1 else ""


def _step(label: str, days: Sequence[date | None], more: str = "") -> Step:
    first = min((day for day in days if day), default=None)
    return Step(label=label, count=len(days), date=first, more=more)


def around(archive: Archive, item: Item) -> tuple[Item | None, Item | None]:
    """Return the item before and the item after, by date, past those that are withheld."""
    place = _place(archive.items, item)
    before, after = range(place - 1, -1, -1), range(place + 1, len(archive.items))
    return _readable(archive.items, before), _readable(archive.items, after)


def _readable(items: Sequence[Item], places: Iterable[int]) -> Item | None:
    return next((items[place] for place in places if not items[place].is_withheld), None)


def same_topics(archive: Archive, item: Item) -> list[Item]:
    """Return items that share topics: the most shared first, then the nearest in date."""
    near = [_near(archive, "topic", topic, item) for topic in item.topics]
    if len(near) == 1:
        return _nearest(near[0], item)[:RELATED]
    topics = set(item.topics)
    return sorted(_nearest(_once(near), item), key=lambda o: -len(topics.intersection(o.topics)))[:RELATED]


def same_units(archive: Archive, item: Item, shown: Sequence[Item]) -> list[Item]:
    """Return items of the same units that are not *shown* already, the nearest in date first."""
    near = [_near(archive, "unit", unit, item) for unit in item.units]
    seen = {other.id for other in shown}
    found = near[0] if len(near) == 1 else _once(near)
    return _nearest([other for other in found if other.id not in seen], item)[:RELATED]


def _nearest(items: Iterable[Item], item: Item) -> list[Item]:
    """Return items, which are in order of date and id, by their distance in date, later ones before earlier ones."""
    day = item.date.toordinal()
    # Twice the distance, and one more for earlier ones: one number is compared faster than three values.
    return sorted(items, key=lambda o: 2 * after if (after := o.date.toordinal() - day) >= 0 else 1 - 2 * after)


def _once(lists: Iterable[Iterable[Item]]) -> list[Item]:
    found = {item.id: item for items in lists for item in items}
    return sorted(found.values(), key=lambda item: (item.date, item.id))


def _near(archive: Archive, kind: Literal["topic", "unit"], key: str, item: Item) -> tuple[Item, ...]:
    """Return the neighbours of an item among those of a topic or a unit."""
    items = (archive.by_topic if kind == "topic" else archive.by_unit)[key]
    places = remembered(archive, ("places", kind, key), lambda: {other.id: n for n, other in enumerate(items)})
    place = places[item.id]
    near = items[max(0, place - NEAR) : place] + items[place + 1 : place + NEAR + 1]
    return tuple(other for other in near if not other.is_withheld) if archive.withheld else near


def _place(items: Sequence[Item], item: Item) -> int:
    return bisect_left(items, (item.date, item.id), key=lambda other: (other.date, other.id))


def _toc(studio: Studio, item: Item) -> Iterator[Heading]:
    """Yield what stands in the table of contents after the text's own headings."""
    if item.endorsements:
        yield Heading(level=2, anchor="b-endorsements", title=studio._("Endorsements"))
    if item.outcomes:
        yield Heading(level=2, anchor="b-outcomes", title=studio._("What came of it"))
