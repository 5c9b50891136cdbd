"""Events: what happened to an item or a unit on a day, for which points are given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day  # noqa: N812 - fields are called date
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.model.archive import Archive
from bulletin.model.enums import Level
from bulletin.model.records import Adoption, Call, Endorsement, Item, Outcome, SentUp
from bulletin.model.scheme import counting_day
from bulletin.model.scheme_enums import Family, LapseKind
from bulletin.scoring.lapses import Lapse

if TYPE_CHECKING:
    from bulletin.model.scheme import Target

    About = Adoption | SentUp | Endorsement | Outcome | Lapse | Call | Target | Period | None


class Event(NamedTuple):
    """One event; ``fact`` is the record that it comes from, ``number`` its position among those of its kind."""

    family: Family
    date: Day
    item: Item | None = None
    fact: About = None
    number: int = 0
    level: Level | None = None
    """The level of the publication, of the leader, or of the office that it was sent to."""

    @property
    def key(self) -> str:
        """A text that identifies the event among all events of its unit."""
        return "/".join((self.family.value, *self.id_parts, str(self.number)))

    @property
    def id_parts(self) -> tuple[str, ...]:
        """The parts of the event's identifier in exports: the ids of what it is about."""
        item = (self.item.id,) if self.item else ()
        match self.fact:
            case None:
                return item
            case Adoption() as adoption:
                return (*item, adoption.publication, adoption.issue)
            case Lapse() as lapse:
                ids = [x.id for x in (lapse.call, lapse.target) if x]
                period = [lapse.period.label] if lapse.period else []
                return (*item, lapse.kind.value, *ids, *period)
            case Period() as period:
                return (period.label,)
            case SentUp() | Endorsement() | Outcome():
                return item
        return (self.fact.id,)

    @property
    def sort_key(self) -> tuple[Day, int, str, int, str]:
        """Events are sorted by day, then by family, item and number."""
        return (self.date, _RANK[self.family], self.item.id if self.item else "", self.number, self.key)


_RANK = {family: number for number, family in enumerate(Family)}


def item_events(archive: Archive, item: Item, lapses: tuple[Lapse, ...] = ()) -> list[Event]:
    """Return the events of an item in order, each on the day on which it counts: the scheme of that day scores it."""
    events = [Event(Family.SUBMISSION, item.date, item)]
    if item.adoptions:
        publications = archive.registry.publication
        for number, adoption in enumerate(item.adoptions):
            day = counting_day(archive.schemes, item.date, adoption.date)
            level = publications[adoption.publication].level
            events.append(Event(Family.ADOPTION, day, item, adoption, number, level))
    for family, found in (
        (Family.SENT_UP, item.sent_up),
        (Family.ENDORSEMENT, item.endorsements),
        (Family.OUTCOME, item.outcomes),
    ):
        if found:
            events += _number_facts(family, item, found)
    shown = [x for x in lapses if x.asked == item.units[0] and x.kind in _ITEM_LAPSES]
    events += [Event(Family.LAPSE, x.date, item, x, n) for n, x in enumerate(shown)]
    happened = [event for event in events if event.date <= archive.today]
    return happened if len(happened) == 1 else sorted(happened, key=lambda e: (e.date, _RANK[e.family], e.number))


_ITEM_LAPSES = (
    LapseKind.LATE,
    LapseKind.LATE_ANSWER,
    LapseKind.ERRONEOUS,
    LapseKind.LATE_FEEDBACK,
    LapseKind.FEEDBACK_OVERDUE,
)


def _number_facts(family: Family, item: Item, found: Sequence[SentUp | Endorsement | Outcome]) -> Iterator[Event]:
    for number, about in enumerate(found):
        level = None if isinstance(about, Outcome) else about.level
        yield Event(family, about.date or item.date, item, about, number, level)
