"""Entries of lapses: points that are lost, periods that are forfeited, and what is given back later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from bulletin.model.scheme import LapseRule, Scheme
from bulletin.model.scheme_enums import Family, LapseKind
from bulletin.model.seams import scheme_of
from bulletin.scoring import reasons
from bulletin.scoring.entries import EventScore, Forfeit, PendingEntry, changed_entries
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse, lapse_reasons
from bulletin.scoring.reasons import Reason, make_reason
from bulletin.scoring.rules.lapse_rules import Consequence, LapseRules, rule_groups

ZERO = Fraction(0)


class LapseEntry(NamedTuple):
    """An entry about a lapse; ``since`` is the day of what it changes or lifts: those who paid then get it back."""

    pending: PendingEntry
    since: date
    forfeit: Forfeit | None = None


def lapse_entries(schemes: Sequence[Scheme], lapses: Sequence[Lapse]) -> Iterator[LapseEntry]:
    """Yield the entries of one unit's lapses, rule by rule; no lapse counts together with those of another year.

    They are those of the last of *schemes*, and of the earlier ones that it goes on from.
    """
    groups = [group for group in rule_groups(schemes) if any(map(_is_about_units, group.rules))]
    for _, of_year in groupby(lapses, key=lambda lapse: lapse.date.year):
        mine = tuple(of_year)
        for group in groups:
            yield from _group_entries(schemes, LapseRules(group, mine))


def _is_about_units(rule: LapseRule) -> bool:
    """Whether a rule costs the unit something, and not only a share of the item's points."""
    return bool(rule.points or rule.disqualifies or rule.zeroes)


Forfeits = dict[Forfeit, date]
"""What is forfeited, and since when."""


def _group_entries(schemes: Sequence[Scheme], rules: LapseRules) -> Iterator[LapseEntry]:
    """Yield the changes from each day to the next while one of *schemes* is in force."""
    before: list[Consequence] = []
    scores: dict[str, EventScore] = {}
    since: dict[str, date] = {}
    forfeits: Forfeits = {}
    for day in (day for day in rules.days if scheme_of(schemes, day)):
        found = [c for c in rules.consequences(day) if _is_about_units(c.rule)]
        active = {_forfeit(c): forfeits.get(_forfeit(c), day) for c in found if c.rule.zeroes}
        for forfeit, begun in forfeits.items():
            if forfeit not in active:
                yield _ending_entry(day, forfeit, begun, before)
        now = {score.key: score for score in map(_lapse_score, found)}
        changed = [
            LapseEntry(_with_gone_reason(pending, now), since.setdefault(pending.score.key, day))
            for pending in changed_entries(day, scores, now)
        ]
        begun_now = {forfeit for forfeit in active if forfeit not in forfeits}
        yield from _begin_forfeits(changed, {_forfeit(c): c for c in reversed(found) if _forfeit(c) in begun_now}, day)
        before, scores, since, forfeits = found, now, {key: since[key] for key in now}, active


def _forfeit(found: Consequence) -> Forfeit:
    return Forfeit(found.window, found.rule.words, found.rule.line)


def _ending_entry(day: date, forfeit: Forfeit, begun: date, before: Sequence[Consequence]) -> LapseEntry:
    """Return the entry that ends a forfeit, about the lapse that is settled."""
    held = [c for c in before if _forfeit(c) == forfeit]
    found = next((c for c in held if c.lapse.settled == day), held[0])
    return LapseEntry(_forfeit_entry(day, found, _gone_reason(found.lapse, day)), begun, forfeit.end)


def _begin_forfeits(changed: list[LapseEntry], begun: Mapping[Forfeit, Consequence], day: date) -> Iterator[LapseEntry]:
    """Yield the entries of a day; with each forfeit begins one that is about its lapse, or a new one."""
    waiting = dict(begun)
    for entry in changed:
        about = entry.pending.score.event.fact
        forfeit = next((forfeit for forfeit, found in waiting.items() if found.lapse is about), None)
        yield entry._replace(forfeit=forfeit)
        waiting.pop(forfeit, None)  # type: ignore[arg-type]
    for forfeit, found in waiting.items():
        yield LapseEntry(_forfeit_entry(day, found), day, forfeit)


def _lapse_score(found: Consequence) -> EventScore:
    rule, lapse = found.rule, found.lapse
    event = Event(Family.LAPSE, lapse.date, lapse.item, lapse, lapse.number)
    why = [*lapse_reasons(lapse)]
    if rule.at_least > 1:
        why.append(make_reason(reasons.TOGETHER, number=str(found.number), least=str(rule.at_least)))
    return EventScore(event.key, Family.LAPSE, rule, event, rule.points, tuple(why))


def _forfeit_entry(day: date, found: Consequence, *why: Reason) -> PendingEntry:
    """Return the entry with which a forfeit begins or ends; its points are known when all entries are in order."""
    score = _lapse_score(found)._replace(points=ZERO)
    return PendingEntry(day, score, ZERO, why or score.why)


def _with_gone_reason(pending: PendingEntry, now: Mapping[str, EventScore]) -> PendingEntry:
    """Return an entry; one that takes a consequence back says why."""
    lapse = pending.score.event.fact
    if pending.score.key in now or not isinstance(lapse, Lapse):
        return pending
    return pending._replace(why=(_gone_reason(lapse, pending.date),))


def _gone_reason(lapse: Lapse, day: date) -> Reason:
    if lapse.kind is LapseKind.FEEDBACK_OVERDUE:
        return Reason(reasons.FEEDBACK_CAME if lapse.settled == day else reasons.TOO_FEW_FEEDBACK)
    return Reason(reasons.ANSWERED if lapse.settled == day else reasons.TOO_FEW)
