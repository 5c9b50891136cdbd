"""The ledger: every point of every unit and author as an entry. A total is the sum of its entries, and nothing else.

The whole ledger of a scheme is made once, in order of time, and no entry depends on what happens after its
day: the ledger of a period is a slice of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from bulletin.core.dates import Grain, Period
from bulletin.core.numbers import amount
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.model.scheme import Clause, Rule, Scheme
from bulletin.model.scheme_enums import Family, Merged
from bulletin.scoring import attribution, counts, events, unit_rules
from bulletin.scoring import reasons as notes
from bulletin.scoring.attribution import Part
from bulletin.scoring.entries import Entry, in_order, total
from bulletin.scoring.events import Event
from bulletin.scoring.item_rules import Assessor
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.ledger import Account, Ledger
from bulletin.scoring.limits import limited
from bulletin.scoring.memo import remembered
from bulletin.scoring.pending_entries import Draft, Line
from bulletin.scoring.reasons import Note, note

ONE, ZERO = Fraction(1), Fraction(0)
ByUnit = dict[str, list[Entry]]
ByAuthor = dict[tuple[str, str], list[Entry]]


def make(archive: Archive, scheme: Scheme, lapses: tuple[Lapse, ...]) -> Ledger:
    """Return the ledger of a scheme."""
    units: ByUnit = {}
    authors: ByAuthor = {}
    bare = Ledger(lapses=lapses)
    for entries in (_of_items(archive, scheme, bare, authors), _of_units(archive, scheme, bare)):
        for entry in entries:
            units.setdefault(entry.unit, []).append(entry)
    units = {unit: list(limited(scheme, in_order(entries))) for unit, entries in units.items()}
    if scheme.merged is Merged.ALL:
        _carry_over(archive, scheme, units)
        units = {unit: list(in_order(entries)) for unit, entries in units.items()}
    return Ledger(
        units={unit: Account(tuple(entries)) for unit, entries in units.items()},
        authors={author: Account(in_order(entries)) for author, entries in authors.items()},
        lapses=bare.lapses,
    )


def _of_items(archive: Archive, scheme: Scheme, ledger: Ledger, authors: ByAuthor) -> Iterator[Entry]:
    lapsed = _lapses_by_item(ledger) if any(rule.share for rule in scheme.lapses) else {}
    assessor = Assessor(scheme)
    for item in _items(archive, scheme) if scheme.scores_items else ():
        happened = events.of_item(archive, item, scheme, tuple(lapsed.get(item.id, ())))
        units = item.units if scheme.tells_units_apart else item.units[:1]
        for unit in units:
            drafts = list(assessor.drafts(happened, unit))
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


def _items(archive: Archive, scheme: Scheme) -> Iterator[Item]:
    """Yield the items of which something may have happened while the scheme was in force, in their order."""
    for item, last in remembered(archive, "lasting", lambda: tuple(_lasting(archive))):
        if item.date < scheme.first <= last:
            yield item
    yield from counts.submitted(archive, "", Period(scheme.first, scheme.last))


def _lasting(archive: Archive) -> Iterator[tuple[Item, date]]:
    """Yield each item of which something happened after its day, with the last such day."""
    for item in archive.items:
        days = [adoption.date for adoption in item.adoptions]
        days += [fact.date for facts in (item.sent_up, item.endorsements, item.outcomes) for fact in facts]
        days += [correction.date for correction in item.corrections]
        last = max((day for day in days if day), default=item.date)
        if last > item.date:
            yield item, last


def _shared(archive: Archive, scheme: Scheme, item: Item, sources: tuple[str, ...], draft: Draft) -> Iterator[Entry]:
    """Yield the parts of a draft that go to *sources*, which are units of the item, or to whoever is credited."""
    rule = draft.line.rule
    how = (rule.split if isinstance(rule, Rule) else None) or scheme.joint.split
    for part in attribution.of_units(scheme, archive.registry, item.units, sources, how=how, day=draft.date):
        yield _entry(draft, part)


def _entry(draft: Draft, part: Part) -> Entry:
    line, points, why = draft.line, draft.points, draft.why
    if part.why:
        told = amount(points)
        why = (*why, *(Note(reason.message, {**reason.values, "points": told}) for reason in part.why))
    if part.share is not ONE and part.share != ONE:
        points *= part.share
    return Entry(draft.date, part.unit, line.family, line.rule, line.event, points, why)


def _to_authors(scheme: Scheme, item: Item, drafts: Iterable[Draft], authors: ByAuthor) -> None:
    if scheme.authors is None or not item.authors:
        return
    number, unit = len(item.authors), item.units[0]
    shares = attribution.split(scheme.authors, scheme.authors.split, number)
    accounts = [authors.setdefault((unit, author), []) for author in item.authors]
    for draft in drafts:
        day, line, whole, why = draft
        points, share = whole, ONE
        for author, account, part in zip(item.authors, accounts, shares, strict=True):
            if part is not share:
                points, share = whole * part, part
            reasons = why if part == ONE else (*why, _among_authors(str(part), str(number), amount(whole)))
            account.append(Entry(day, unit, line.family, line.rule, line.event, points, reasons, author))


@lru_cache(maxsize=1024)
def _among_authors(share: str, number: str, points: str) -> Note:
    return note(notes.SPLIT_AUTHORS, share=share, number=number, points=points)


def _of_units(archive: Archive, scheme: Scheme, ledger: Ledger) -> Iterator[Entry]:
    for unit in archive.registry.units:
        for draft in _own(archive, scheme, unit):
            yield _entry(draft, Part(unit.id, ONE))
        for call in archive.calls if scheme.rules.get(Family.COMMISSION) else ():
            if unit.id in call.units:
                for draft in unit_rules.of_commission(archive, scheme, call, unit.id):
                    yield from _credited(archive, scheme, unit.id, draft)
        yield from _lapsed(archive, scheme, unit, ledger)
    for given in scheme.adjustments:
        if given.date in scheme and given.date <= archive.today and given.unit in archive.registry.unit:
            line = Line("", Family.ADJUSTMENT, given, Event(Family.ADJUSTMENT, given.date), given.points)
            yield _entry(Draft(given.date, line, given.points, ()), Part(given.unit, ONE))


def _lapsed(archive: Archive, scheme: Scheme, unit: Unit, ledger: Ledger) -> Iterator[Entry]:
    mine = [lapse for lapse in ledger.lapses_of.get(unit.id, ()) if lapse.date in scheme] if scheme.lapses else ()
    for draft, lost in unit_rules.of_lapses(scheme, mine):
        for entry in _credited(archive, scheme, unit.id, draft):
            yield entry._replace(forfeits=lost)


def _own(archive: Archive, scheme: Scheme, unit: Unit) -> Iterator[Draft]:
    if scheme.first <= archive.today:
        for base in scheme.bases:
            yield from unit_rules.of_base(archive, scheme, base, unit)
        for quota in scheme.quotas:
            yield from unit_rules.of_quota(archive, scheme, quota, unit)
        for threshold in scheme.thresholds:
            yield from unit_rules.of_threshold(archive, scheme, threshold, unit)


def _credited(archive: Archive, scheme: Scheme, unit: str, draft: Draft) -> Iterator[Entry]:
    for part in attribution.credited(scheme, archive.registry, unit, draft.date):
        yield _entry(draft, part)


def _carry_over(archive: Archive, scheme: Scheme, units: ByUnit) -> None:
    """Give successors what units had earned in the year within which they left."""
    gone = [(unit.left, unit) for unit in archive.registry.units if unit.left and unit.left < archive.today]
    for left, unit in sorted(gone, key=lambda pair: (pair[0], pair[1].order)):
        day = left + timedelta(days=1)
        heir = attribution.successor(archive.registry, unit.id, day)
        year = Period(Period.holding(day, Grain.YEAR).first, left)
        earned = total(entry.points for entry in units.get(unit.id, ()) if entry.date in year)
        if left in scheme and day in scheme and heir != unit.id and earned:
            rule = Clause(words=scheme.merger_words or scheme.name)
            away = note(notes.MOVED_AWAY, unit=archive.registry.unit[heir].name)
            come = note(notes.MOVED, unit=unit.name)
            for receiver, points, why in ((unit.id, -earned, away), (heir, earned, come)):
                event = Event(Family.MERGER, day)
                units.setdefault(receiver, []).append(Entry(day, receiver, Family.MERGER, rule, event, points, (why,)))
