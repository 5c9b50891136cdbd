"""What happened, with its day: the events that points are given for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812 - fields are called date

from bulletin.archive import Archive
from bulletin.model import Adoption, Call, Endorsement, Item, Level, Outcome, SentUp
from bulletin.periods import Period
from bulletin.schemes.scheme import Scheme, Target
from bulletin.schemes.terms import Family, LapseKind
from bulletin.scoring.lapses import Lapse

About = Adoption | SentUp | Endorsement | Outcome | Lapse | Call | Target | Period | None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; ``about`` is the fact itself, ``number`` which of its kind within the item."""

    family: Family
    date: Day
    item: Item | None = None
    about: About = None
    number: int = 0
    level: Level | None = None
    """Where it happened: the level of the publication, of the leader, of the office it was sent to."""

    @property
    def key(self) -> str:
        """A text that tells this event from all others of its unit."""
        return "/".join((self.family.value, *self.name, str(self.number)))

    @property
    def name(self) -> tuple[str, ...]:
        """The parts of the event's name in exports: what it is about, by id."""
        item = (self.item.id,) if self.item else ()
        match self.about:
            case Adoption() as adoption:
                return (*item, adoption.publication, adoption.issue)
            case Lapse() as lapse:
                ids = [x.id for x in (lapse.call, lapse.target) if x]
                period = [lapse.period.label] if lapse.period else []
                return (*item, lapse.kind.value, *ids, *period)
            case Call() as call:
                return (call.id,)
            case Target() as target:
                return (target.id,)
            case Period() as period:
                return (period.label,)
        return item

    @property
    def order(self) -> tuple[Day, int, str, int]:
        """Events stand by day, then by family, item and number."""
        return (self.date, _RANK[self.family], self.item.id if self.item else "", self.number)


_RANK = {family: number for number, family in enumerate(Family)}


def of_item(archive: Archive, item: Item, scheme: Scheme, lapses: tuple[Lapse, ...] = ()) -> list[Event]:
    """Return what happened to an item, in order, adoptions on the day that *scheme* counts them from."""
    events = [Event(Family.SUBMISSION, item.date, item)]
    events += _numbered(Family.SENT_UP, item, [(sent.date, sent) for sent in item.sent_up])
    days: list[tuple[Day | None, About]] = [
        (None if scheme.adoptions_by_submission else a.date, a) for a in item.adoptions
    ]
    publications = archive.registry.publication
    events += [
        replace(event, level=publications[event.about.publication].level)
        for event in _numbered(Family.ADOPTION, item, days)
        if isinstance(event.about, Adoption)
    ]
    events += _numbered(Family.ENDORSEMENT, item, [(e.date, e) for e in item.endorsements])
    events += _numbered(Family.OUTCOME, item, [(o.date, o) for o in item.outcomes])
    shown = [x for x in lapses if x.unit == item.units[0] and x.kind in _OF_TEXTS]
    events += [Event(Family.LAPSE, x.date, item, x, n) for n, x in enumerate(shown)]
    return sorted((e for e in events if e.date <= archive.today), key=lambda e: e.order)


_OF_TEXTS = (LapseKind.LATE, LapseKind.LATE_ANSWER, LapseKind.ERRONEOUS)


def _numbered(family: Family, item: Item, days: Sequence[tuple[Day | None, About]]) -> Iterator[Event]:
    for number, (day, about) in enumerate(days):
        level = about.level if isinstance(about, SentUp | Endorsement) else None
        yield Event(family, day or item.date, item, about, number, level)
