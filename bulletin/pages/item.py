"""The page of one item: what it says, where it went, what came of it, and what stands near it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bulletin import addresses
from bulletin.archive import Archive
from bulletin.model import Adoption, Item
from bulletin.pages.contract import Heading, Page, Ref
from bulletin.pages.environment import Studio

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
    near = {other.id: other for topic in item.topics for other in _near(archive.by_topic[topic], item)}
    if len(item.topics) == 1:
        return _nearest(near.values(), item)
    topics = set(item.topics)
    return sorted(_nearest(near.values(), item, len(near)), key=lambda o: -len(topics.intersection(o.topics)))[:RELATED]


def same_units(archive: Archive, item: Item, shown: Sequence[Item]) -> list[Item]:
    """Return items of the same units that are not *shown* already, the nearest in date first."""
    near = {other.id: other for unit in item.units for other in _near(archive.by_unit[unit], item)}
    for other in shown:
        near.pop(other.id, None)
    return _nearest(near.values(), item)


def _nearest(items: Iterable[Item], item: Item, count: int = RELATED) -> list[Item]:
    """Return the items nearest in date, later ones before earlier ones."""
    day = item.date.toordinal()
    return sorted(items, key=lambda other: (abs((on := other.date.toordinal()) - day), -on, other.id))[:count]


def _near(items: Sequence[Item], item: Item) -> Iterator[Item]:
    place = _place(items, item)
    return (
        other
        for other in items[max(0, place - NEAR) : place + NEAR + 1]
        if other.id != item.id and not other.is_withheld
    )


def _place(items: Sequence[Item], item: Item) -> int:
    return bisect_left(items, (item.date, item.id), key=lambda other: (other.date, other.id))


def _toc(studio: Studio, item: Item) -> Iterator[Heading]:
    """Yield what stands in the table of contents after the text's own headings."""
    if item.endorsements:
        yield Heading(level=2, anchor="b-endorsements", title=studio._("Endorsements"))
    if item.outcomes:
        yield Heading(level=2, anchor="b-outcomes", title=studio._("What came of it"))
