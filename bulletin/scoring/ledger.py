"""The ledger: every point of every unit and author as an entry. A total is the sum of its entries, and nothing else.

The whole ledger of an archive is made once, in order of time, and no entry depends on what happens after its
day: the ledger of a period is a slice of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import TypeVar

from bulletin.archive import Archive
from bulletin.model import Item
from bulletin.periods import Grain, Period
from bulletin.registry import Unit
from bulletin.schemes.numbers import amount
from bulletin.schemes.scheme import Clause, Rule, Scheme
from bulletin.schemes.terms import Family, Merged
from bulletin.scoring import duties, events, items, notes, sharing
from bulletin.scoring.accounts import Account, Ledger
from bulletin.scoring.entries import Entry
from bulletin.scoring.events import Event
from bulletin.scoring.items import Draft
from bulletin.scoring.lapses import Lapse, lapses
from bulletin.scoring.limits import limited
from bulletin.scoring.memory import remembered
from bulletin.scoring.notes import Note, note
from bulletin.scoring.sharing import Part

K = TypeVar("K")
ONE, ZERO = Fraction(1), Fraction(0)
ByUnit = dict[str, list[Entry]]
ByAuthor = dict[tuple[str, str], list[Entry]]


def whole(archive: Archive) -> Ledger:
    """Return the ledger of an archive, from its beginning to its day."""
    return _together(archive, archive.schemes)


def ledger(archive: Archive, period: Period) -> Ledger:
    """Return the ledger of one period."""
    return books(archive, period).slice(period)


def books(archive: Archive, period: Period) -> Ledger:
    """Return the ledger of the schemes that are in force in *period*: all that its figures need."""
    return _together(archive, tuple(s for s in archive.schemes if s.first <= period.last and period.first <= s.last))


def _together(archive: Archive, schemes: tuple[Scheme, ...]) -> Ledger:
    if len(schemes) == 1:
        return _of_scheme(archive, schemes[0])
    return remembered(archive, f"ledger {' '.join(s.id for s in schemes)}", lambda: _merged(archive, schemes))


def _merged(archive: Archive, schemes: tuple[Scheme, ...]) -> Ledger:
    parts = [_of_scheme(archive, scheme) for scheme in schemes]
    return Ledger(
        units=_chained([part.units for part in parts]),
        authors=_chained([part.authors for part in parts]),
        lapses=_lapses(archive),
    )


def _chained(parts: Sequence[Mapping[K, Account]]) -> dict[K, Account]:
    """Return the accounts of schemes that follow each other, each as one."""
    keys = dict.fromkeys(key for part in parts for key in part)
    return {key: Account(tuple(e for part in parts if key in part for e in part[key].entries)) for key in keys}


def _lapses(archive: Archive) -> tuple[Lapse, ...]:
    return remembered(archive, "lapses", lambda: lapses(archive))


def _of_scheme(archive: Archive, scheme: Scheme) -> Ledger:
    return remembered(archive, f"scheme {scheme.id}", lambda: _make(archive, scheme))


def _make(archive: Archive, scheme: Scheme) -> Ledger:
    units: ByUnit = {}
    authors: ByAuthor = {}
    bare = Ledger(lapses=_lapses(archive))
    for entry in (*_of_items(archive, scheme, bare, authors), *_of_units(archive, scheme, bare)):
        units.setdefault(entry.unit, []).append(entry)
    units = {unit: list(limited(scheme, _sorted(entries))) for unit, entries in units.items()}
    if scheme.merged is Merged.ALL:
        _carry_over(archive, scheme, units)
    return Ledger(
        units={unit: Account(_sorted(entries)) for unit, entries in units.items()},
        authors={author: Account(_sorted(entries)) for author, entries in authors.items()},
        lapses=bare.lapses,
    )


def _sorted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.order))


def _of_items(archive: Archive, scheme: Scheme, ledger: Ledger, authors: ByAuthor) -> Iterator[Entry]:
    lapsed = _lapses_by_item(ledger) if any(rule.share for rule in scheme.lapses) else {}
    for item in archive.items if scheme.scores_items else ():
        if item.date <= scheme.last and _may_count(scheme, item):
            happened = events.of_item(archive, item, scheme, tuple(lapsed.get(item.id, ())))
            units = item.units if scheme.tells_units_apart else item.units[:1]
            for unit in units:
                drafts = list(items.drafts(scheme, happened, unit))
                sources = (unit,) if len(units) > 1 else item.units
                for draft in drafts:
                    yield from _shared(archive, scheme, item, sources, draft)
                if unit == item.units[0] and scheme.authors:
                    _to_authors(scheme, item, drafts, authors)


def _lapses_by_item(ledger: Ledger) -> dict[str, list[Lapse]]:
    found: dict[str, list[Lapse]] = {}
    for lapse in ledger.lapses:
        if lapse.item:
            found.setdefault(lapse.item.id, []).append(lapse)
    return found


def _may_count(scheme: Scheme, item: Item) -> bool:
    """Whether anything about an item may have happened while the scheme was in force."""
    if item.date >= scheme.first:
        return True
    days = [fact.date for facts in (item.adoptions, item.sent_up, item.endorsements, item.outcomes) for fact in facts]
    days += [correction.date for correction in item.corrections]
    return any(day and day >= scheme.first for day in days)


def _shared(archive: Archive, scheme: Scheme, item: Item, sources: tuple[str, ...], draft: Draft) -> Iterator[Entry]:
    """Yield the parts of a draft that go to *sources*, which are units of the item, or to whoever is credited."""
    rule = draft.line.rule
    how = (rule.split if isinstance(rule, Rule) else None) or scheme.joint.split
    for part in sharing.of_units(scheme, archive.registry, item.units, sources, how=how, day=draft.date):
        yield _entry(draft, part)


def _entry(draft: Draft, part: Part) -> Entry:
    line, points = draft.line, amount(draft.points) if part.why else ""
    return Entry(
        date=draft.date,
        unit=part.unit,
        family=line.family,
        rule=line.rule,
        event=line.event,
        points=draft.points if part.share == ONE else draft.points * part.share,
        why=(*draft.why, *(Note(why.message, {**why.values, "points": points}) for why in part.why)),
    )


def _to_authors(scheme: Scheme, item: Item, drafts: Iterable[Draft], authors: ByAuthor) -> None:
    joint, number, unit = scheme.authors, len(item.authors), item.units[0]
    if joint is None or not item.authors:
        return
    for author, share in zip(item.authors, sharing.split(joint, joint.split, number), strict=True):
        why = (note(notes.SPLIT_AUTHORS, share=str(share), number=str(number)),) if share != ONE else ()
        found = (replace(_entry(draft, Part(unit, share, why)), author=author) for draft in drafts)
        authors.setdefault((unit, author), []).extend(found)


def _of_units(archive: Archive, scheme: Scheme, ledger: Ledger) -> Iterator[Entry]:
    for unit in archive.registry.units:
        for draft in _own(archive, scheme, unit):
            yield _entry(draft, Part(unit.id, ONE))
        for call in archive.calls if scheme.rules.get(Family.COMMISSION) else ():
            if unit.id in call.units:
                for draft in duties.of_commission(archive, scheme, call, unit.id):
                    yield from _credited(archive, scheme, unit.id, draft)
        for draft, lost in duties.of_lapses(scheme, ledger.lapses_of.get(unit.id, ())):
            for entry in _credited(archive, scheme, unit.id, draft):
                yield replace(entry, forfeits=lost)
    for given in scheme.adjustments:
        if given.date in scheme and given.date <= archive.today and given.unit in archive.registry.unit:
            line = items.Line("", Family.ADJUSTMENT, given, Event(Family.ADJUSTMENT, given.date), given.points)
            yield _entry(Draft(given.date, line, given.points, ()), Part(given.unit, ONE))


def _own(archive: Archive, scheme: Scheme, unit: Unit) -> Iterator[Draft]:
    if scheme.first <= archive.today:
        for base in scheme.bases:
            yield from duties.of_base(archive, scheme, base, unit)
        for quota in scheme.quotas:
            yield from duties.of_quota(archive, scheme, quota, unit)
        for threshold in scheme.thresholds:
            yield from duties.of_threshold(archive, scheme, threshold, unit)


def _credited(archive: Archive, scheme: Scheme, unit: str, draft: Draft) -> Iterator[Entry]:
    for part in sharing.credited(scheme, archive.registry, unit, draft.date):
        yield _entry(draft, part)


def _carry_over(archive: Archive, scheme: Scheme, units: ByUnit) -> None:
    """Give successors what units had earned in the year within which they left."""
    gone = [(unit.left, unit) for unit in archive.registry.units if unit.left and unit.left < archive.today]
    for left, unit in sorted(gone, key=lambda pair: (pair[0], pair[1].order)):
        day = left + timedelta(days=1)
        heir = sharing.successor(archive.registry, unit.id, day)
        year = Period(Period.holding(day, Grain.YEAR).first, left)
        earned = sum((e.points for e in units.get(unit.id, ()) if e.date in year), ZERO)
        if left in scheme and day in scheme and heir != unit.id and earned:
            rule = Clause(words=scheme.merger_words or scheme.name)
            away = note(notes.MOVED_AWAY, unit=archive.registry.unit[heir].name)
            come = note(notes.MOVED, unit=unit.name)
            for receiver, points, why in ((unit.id, -earned, away), (heir, earned, come)):
                event = Event(Family.MERGER, day)
                entry = Entry(
                    date=day, unit=receiver, family=Family.MERGER, rule=rule, event=event, points=points, why=(why,)
                )
                units.setdefault(receiver, []).append(entry)
