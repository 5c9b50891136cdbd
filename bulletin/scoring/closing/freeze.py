"""What is kept of a circular when its period is closed: figures by unit, and the facts counted, by identifier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bulletin.core.dates import Period
from bulletin.core.i18n import Translator
from bulletin.model.archive import Adopted, Archive
from bulletin.model.closed import (
    ClosedEntry,
    ClosedItem,
    ClosedLapse,
    ClosedPeriod,
    ClosedTarget,
    ClosedUnit,
    RemarkValues,
    Reopening,
)
from bulletin.model.records import Adoption, Item
from bulletin.model.redaction import opaque_id
from bulletin.model.scheme_enums import Measure
from bulletin.scoring import activity
from bulletin.scoring.entries import Entry
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.period_results import period_results
from bulletin.scoring.rankings import further_rankings, further_ranks
from bulletin.scoring.remarks import change_values, changes_texts, failure_texts, failure_values
from bulletin.scoring.standings import RankedUnit, known_standings
from bulletin.scoring.targets import Completion


def freeze(
    archive: Archive, period: Period, say: Translator, path: str, before: Iterable[Reopening] = ()
) -> ClosedPeriod:
    """Return what is kept of the circular of *period*, as it is known now; *before* are closings taken back."""
    standings, results = known_standings(archive, period), period_results(archive, period)
    counted = {item.id: item for item in (*results.submitted, *results.withdrawn)}
    counted |= {event.item.id: event.item for event in results.adoptions}
    rules = dict.fromkeys(entry.words for row in standings.units for entry in row.results.entries)
    numbers = {words: number for number, words in enumerate(rules)}
    return ClosedPeriod(
        period=period,
        path=path,
        closed=archive.today,
        scheme=standings.scheme.id if standings.scheme else "",
        rules=tuple(rules),
        items=tuple(_item(counted[key]) for key in sorted(counted)),
        units=tuple(
            replace(_unit(row, ranking.group.id, numbers, say), further_ranks=ranks[row.unit.id])
            for ranking in standings.groups
            for ranks in (further_ranks(ranking.units, standings.scheme),)
            for row in ranking.units
        ),
        rankings=tuple((str(one.key or ""), one.publication) for one in further_rankings(standings.scheme)),
        issues=tuple(issue.id for issue in activity.issues_of(archive, period)),
        answered=tuple((unit, call.id) for unit, call in activity.first_answers(archive, results.submitted)),
        reopened=tuple(before),
    )


def _item(item: Item) -> ClosedItem:
    adoptions = () if item.is_withdrawn else tuple(map(plain_adoption, item.adoptions))
    return ClosedItem(item.id, item.date, item.units, item.category, adoptions)


def plain_adoption(adoption: Adoption) -> Adoption:
    """Return an adoption with what is kept of it."""
    return Adoption(
        publication=adoption.publication, issue=adoption.issue, date=adoption.date, treatment=adoption.treatment
    )


def _unit(row: RankedUnit, group: str, rules: dict[str, int], say: Translator) -> ClosedUnit:
    found = row.results
    return ClosedUnit(
        id=row.unit.id,
        group=group,
        submitted=len(found.submitted),
        adopted=len(found.adopted),
        rate=found.rate,
        adoptions=len(found.adoptions),
        by_publication=dict(sorted(found.by_publication.items())),
        families=dict(sorted(found.points_by_family.items())),
        points=row.points,
        result=row.result,
        rank=row.rank,
        scored=row.scored,
        disqualified=tuple({**note.values, "text": note.text(say)} for note in row.disqualified),
        failed=tuple(dict.fromkeys(failure.period for failure in row.failed)),
        failures=_with_texts(failure_values(row), failure_texts(row, say)),
        changes=_with_texts(change_values(row), changes_texts(row, say)),
        targets=tuple(map(_target, row.completions)),
        lapses=tuple(map(closed_lapse, row.lapses)),
        entries=tuple(_entry(entry, rules) for entry in found.entries),
    )


def _with_texts(remarks: Iterable[RemarkValues], texts: Iterable[str]) -> tuple[RemarkValues, ...]:
    return tuple({**values, "text": text} for values, text in zip(remarks, texts, strict=True))


def _target(found: Completion) -> ClosedTarget:
    done = tuple(reference(thing) for thing in found.done if isinstance(thing, Item | Adopted))
    points = found.achieved if found.target.measure is Measure.POINTS else None
    return ClosedTarget(found.target.id, found.target.words, found.quota, done, found.period, found.window, points)


def reference(thing: Item | Adopted) -> tuple[str, ...]:
    """Return what identifies an item, or an adoption."""
    if isinstance(thing, Item):
        return (thing.id,)
    return adoption_key(thing)[:3]


def adoption_key(event: Adopted) -> tuple[str, str, str, str]:
    """Return what identifies an adoption: its item, publication, issue number and day."""
    return event.item.id, event.publication.id, event.adoption.issue, str(event.date)


def closed_lapse(lapse: Lapse, *, opaque: bool = False) -> ClosedLapse:
    """Return what is kept of a lapse; with *opaque* its item has the id that it has when it is withdrawn."""
    item, call, target = (one.id if one else "" for one in (lapse.item, lapse.call, lapse.target))
    return ClosedLapse(lapse.kind, lapse.date, opaque_id(item) if opaque else item, call, target)


def _entry(entry: Entry, rules: dict[str, int]) -> ClosedEntry:
    return ClosedEntry(
        entry.date,
        rules[entry.words],
        entry.points,
        entry.family,
        entry.item.id if entry.item else "",
        event_parts(entry),
    )


def event_parts(entry: Entry) -> tuple[str, ...]:
    """Return the parts of the identifier of an entry's event, without those of its item."""
    parts = entry.event.id_parts
    return parts[1:] if entry.item else parts
