"""Score an archive by a scheme: every point of every unit and author as an entry. Totals are sums of entries only.

The entries of a scheme are computed year by year, in order of time, and no entry depends on what happens after its day:
the ledger of a period is a slice of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from bulletin.core.dates import Grain, Period
from bulletin.core.memo import memoized
from bulletin.core.numbers import amount
from bulletin.model.archive import Archive
from bulletin.model.attributes import Attribute
from bulletin.model.commissions import owing_units
from bulletin.model.feedback import feedback_days
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.model.scheme import C, PointsRule, Scheme, applying_to
from bulletin.model.scheme_enums import Family, Measure, MergerPoints
from bulletin.model.seams import continued_schemes, scheme_of, schemes_earlier_in_year
from bulletin.scoring import activity, events
from bulletin.scoring import reasons as notes
from bulletin.scoring.entries import NO_ACCOUNT, Account, Entry, EventScore, PendingEntry, sort_entries
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse, lapses_by_unit
from bulletin.scoring.points_changes import scale_changes
from bulletin.scoring.reasons import Reason, make_reason
from bulletin.scoring.rules import attribution, unit_entries
from bulletin.scoring.rules.attribution import Share
from bulletin.scoring.rules.carry_over import carry_over
from bulletin.scoring.rules.feedback_entries import feedback_entries
from bulletin.scoring.rules.forfeits import apply_forfeits
from bulletin.scoring.rules.item_scorer import ItemScorer
from bulletin.scoring.rules.lapse_entries import lapse_entries
from bulletin.scoring.rules.limits import apply_limits
from bulletin.scoring.rules.reductions import fulfilled_by_item

ONE, ZERO = Fraction(1), Fraction(0)
ByUnit = dict[str, list[Entry]]
ByAuthor = dict[tuple[str, str], list[Entry]]


def scored_spans(scheme: Scheme, period: Period) -> Iterator[Period]:
    """Yield the parts of a scheme's validity that touch *period*, each of which is scored by itself.

    They are its years: the sums that limits, targets and lapses depend on begin anew with each. Only points that are
    carried over when a unit leaves may come from the year before.
    """
    validity = Period(scheme.first, scheme.last)
    if scheme.merged is MergerPoints.ALL:
        yield validity
    else:
        for year in Period(max(scheme.first, period.first), min(scheme.last, period.last)).split(Grain.YEAR):
            yield Period(max(scheme.first, year.first), min(scheme.last, year.last))


def score_archive(
    archive: Archive, scheme: Scheme, span: Period, lapses: Sequence[Lapse]
) -> tuple[ByUnit, ByAuthor, Mapping[str, Account]]:
    """Return the entries of a scheme in *span* in order, and what is measured where quotas or thresholds are of points.

    The entries are those of each unit, and of each author by unit and name.
    """
    units, authors = _entries_before_limits(archive, scheme, span, lapses)
    earlier = continued_schemes(archive.schemes, scheme) if span.first == scheme.first else ()
    for unit, entries in _earlier_entries(archive, earlier, span, lapses):
        units[unit] = [*entries, *units.get(unit, ())]
    schemes = (*earlier, scheme)
    for unit, entries in _given_back_earlier(archive, scheme, span, lapses, units):
        units[unit] = [*entries, *units[unit]]
    measured = _measured_accounts(archive, schemes, units)
    for owner, part in (*_earlier_parts(earlier, span), (scheme, span)):
        for entry in _measuring_entries(archive, owner, part, measured):
            units.setdefault(entry.unit, []).append(entry)
    units = {unit: _limited_entries(schemes, entries) for unit, entries in units.items()}
    if any(each.merged is MergerPoints.ALL for each in schemes):
        carry_over(archive, schemes, units)
        units = {unit: list(sort_entries(entries)) for unit, entries in units.items()}
    if earlier or _may_give_back_earlier(scheme, span):
        units = {unit: [entry for entry in entries if entry.date in span] for unit, entries in units.items()}
        measured = {unit: Account(account.within(span)) for unit, account in measured.items()}
    return units, {author: list(sort_entries(entries)) for author, entries in authors.items()}, measured


def _entries_before_limits(
    archive: Archive, scheme: Scheme, span: Period, lapses: Sequence[Lapse]
) -> tuple[ByUnit, ByAuthor]:
    """Return the entries in *span* before floors, caps and forfeits, without quotas and thresholds."""
    units: ByUnit = {}
    authors: ByAuthor = {}
    for entry in _item_entries(archive, scheme, span, lapses, authors):
        units.setdefault(entry.unit, []).append(entry)
    for entry in _unit_entries(archive, scheme, span, lapses):
        if entry.date in span:
            units.setdefault(entry.unit, []).append(entry)
    return units, authors


def _measured_accounts(archive: Archive, schemes: Sequence[Scheme], units: ByUnit) -> Mapping[str, Account]:
    """Return what is measured where targets or thresholds are of points; nothing where none is.

    It is what units have earned within floors and caps, as if there were no quotas and thresholds.
    """
    measures = {target.measure for target in archive.targets}
    measures |= {rule.measure for scheme in schemes for rule in scheme.thresholds}
    if Measure.POINTS not in measures:
        return {}
    return {unit: Account(tuple(_limited_entries(schemes, entries))) for unit, entries in units.items()}


def _measuring_entries(
    archive: Archive, scheme: Scheme, span: Period, measured: Mapping[str, Account]
) -> Iterator[Entry]:
    """Yield the entries of quotas and thresholds in *span*."""
    for unit in archive.registry.units if span.first <= archive.today else ():
        earned = measured.get(unit.id, NO_ACCOUNT)
        for pending in _quotas_and_thresholds(archive, scheme, span, unit, earned):
            if pending.date in span:
                yield _make_entry(pending, Share(unit.id, ONE))


def _quotas_and_thresholds(
    archive: Archive, scheme: Scheme, span: Period, unit: Unit, earned: Account
) -> Iterator[PendingEntry]:
    over = Period(span.first, min(span.last, archive.today))
    for quotas in _grouped(scheme.quotas, lambda quota: quota.target):
        for quota in _applying_to(quotas, unit):
            yield from unit_entries.quota_entries(archive, span, quota, unit, earned)
    for thresholds in _grouped(scheme.thresholds, lambda threshold: (threshold.measure, threshold.per)):
        yield from unit_entries.threshold_entries(archive, over, thresholds, unit, earned)


def _earlier_entries(
    archive: Archive, earlier: Sequence[Scheme], span: Period, lapses: Sequence[Lapse]
) -> Iterator[tuple[str, list[Entry]]]:
    """Yield, by unit, the entries of *earlier* schemes in the year of *span*: limits and forfeits go on."""
    found: ByUnit = {}
    for scheme, part in _earlier_parts(earlier, span):
        for unit, entries in _entries_before_limits(archive, scheme, part, lapses)[0].items():
            found.setdefault(unit, []).extend(entries)
    yield from found.items()


def _earlier_parts(earlier: Sequence[Scheme], span: Period) -> Iterator[tuple[Scheme, Period]]:
    """Yield *earlier* schemes, each with its days in the year of *span*."""
    year = Period.holding(span.first, Grain.YEAR)
    for scheme in (scheme for scheme in earlier if scheme.last in year):
        yield scheme, Period(max(scheme.first, year.first), scheme.last)


def _may_give_back_earlier(scheme: Scheme, span: Period) -> bool:
    """Whether what was taken in an earlier year of a scheme may be given back in *span*, within forfeits and limits."""
    is_limited = any(limit.per for limit in scheme.limits) and (
        scheme.lapses or scheme.rules.get(Family.COMMISSION) or scheme.rules.get(Family.FEEDBACK)
    )
    return scheme.first < span.first and bool(is_limited or any(rule.zeroes for rule in scheme.lapses))


def _given_back_earlier(
    archive: Archive, scheme: Scheme, span: Period, lapses: Sequence[Lapse], units: ByUnit
) -> Iterator[tuple[str, list[Entry]]]:
    """Yield, by unit, the entries of earlier years of a scheme in which was taken what *span* gives back."""
    if not _may_give_back_earlier(scheme, span):
        return
    years: dict[Period, set[str]] = {}
    for unit, entries in units.items():
        for forfeit in (entry.forfeit for entry in entries if entry.forfeit):
            if forfeit.ends and forfeit.period.last < span.first:
                years.setdefault(Period.holding(forfeit.period.first, Grain.YEAR), set()).add(unit)
        for taken in (entry.gives_back for entry in entries if entry.gives_back):
            if taken < span.first:
                years.setdefault(Period.holding(taken, Grain.YEAR), set()).add(unit)
    for year, found in sorted(years.items()):
        part = Period(max(scheme.first, year.first), year.last)
        before = _entries_before_limits(archive, scheme, part, lapses)[0]
        yield from ((unit, before.get(unit, [])) for unit in sorted(found))


def _limited_entries(schemes: Sequence[Scheme], entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries of one unit in order, within floors and caps and after forfeits."""
    return list(apply_forfeits(list(apply_limits(schemes, sort_entries(entries)))))


def _item_entries(
    archive: Archive, scheme: Scheme, span: Period, lapses: Sequence[Lapse], authors: ByAuthor
) -> Iterator[Entry]:
    schemes = (*continued_schemes(archive.schemes, scheme), scheme)
    by_item = _lapses_by_item(lapses) if any(rule.share for each in schemes for rule in each.lapses) else {}
    depends_on_unit = any(each.depends_on_unit for each in schemes)
    scorer = _item_scorer(archive, schemes, lapses)
    for item in (*_items_with_events(archive, span), *archive.lapsed) if scheme.scores_items else ():
        item_events = events.item_events(archive, item, tuple(by_item.get(item.id, ())))
        if days := scorer.days_of_counts(item):
            counted = [Event(Family.LAPSE, day, item) for day in days if day <= archive.today]
            item_events = sorted([*item_events, *counted], key=lambda event: event.date)
        units = item.units if depends_on_unit else item.units[:1]
        for unit in units:
            entries = [entry for entry in scorer.pending_entries(item_events, unit) if entry.date in span]
            sources = (unit,) if len(units) > 1 else item.units
            for owner, owned in _by_owner(schemes, entries):
                for pending in owned:
                    yield from _shared_entries(archive, owner, item, sources, pending)
                if unit == item.units[0] and owner.authors:
                    _add_author_entries(owner, item, owned, authors)


def _item_scorer(archive: Archive, schemes: Sequence[Scheme], lapses: Sequence[Lapse]) -> ItemScorer:
    """Return the scorer of the last of *schemes*, which goes on from those before it."""
    scorers: list[ItemScorer] = []
    for place, scheme in enumerate(schemes, 1):
        fulfilled = fulfilled_by_item(schemes[:place], lapses)
        scorers.append(ItemScorer(scheme, archive.registry, tuple(scorers), fulfilled))
    return scorers[-1]


def _by_owner(
    schemes: Sequence[Scheme], entries: Sequence[PendingEntry]
) -> Iterator[tuple[Scheme, Sequence[PendingEntry]]]:
    """Yield entries by the scheme that owns their event: what is taken back is shared as it was given."""
    if len(schemes) == 1:
        yield schemes[0], entries
        return
    for scheme in schemes:
        if owned := [entry for entry in entries if entry.score.event.date in scheme]:
            yield scheme, owned


def _lapses_by_item(lapses: Sequence[Lapse]) -> dict[str, list[Lapse]]:
    found: dict[str, list[Lapse]] = {}
    for lapse in lapses:
        if lapse.item:
            found.setdefault(lapse.item.id, []).append(lapse)
    return found


def _items_with_events(archive: Archive, span: Period) -> Iterator[Item]:
    """Yield the items that may have events in *span*, in their order."""
    others = memoized(archive, "items with other days", lambda: tuple(_items_with_other_days(archive)))
    near = [item for item, first, last in others if first <= span.last and span.first <= last]
    yield from (item for item in near if item.date < span.first)
    yield from activity.submitted(archive, "", span)
    yield from (item for item in near if span.last < item.date)


def _items_with_other_days(archive: Archive) -> Iterator[tuple[Item, date, date]]:
    """Yield each item with an event on another day than its own, and its first and last day."""
    for item in archive.items:
        if item.adoptions or item.sent_up or item.endorsements or item.outcomes or item.corrections:
            days = [adoption.date for adoption in item.adoptions]
            days += [fact.date for facts in (item.sent_up, item.endorsements, item.outcomes) for fact in facts]
            days += [*(correction.date for correction in item.corrections), *feedback_days(item)]
            known = [item.date, *(day for day in days if day)]
            first, last = min(known), max(known)
            if first < last:
                yield item, first, last


def _shared_entries(
    archive: Archive, scheme: Scheme, item: Item, sources: tuple[str, ...], pending: PendingEntry
) -> Iterator[Entry]:
    """Yield the shares of a pending entry that go to *sources*, units of the item, or to units that are credited."""
    rule = pending.score.rule
    how = (rule.split if isinstance(rule, PointsRule) else None) or scheme.joint.split
    for share in attribution.shares_of_units(scheme, archive.registry, item.units, sources, how=how, day=pending.date):
        yield _make_entry(pending, share)


def _make_entry(pending: PendingEntry, share: Share, since: date | None = None) -> Entry:
    """Return the share of a unit; points that it gives back were taken *since* some day."""
    score, points, why = pending.score, pending.points, pending.why
    if share.why:
        values = {"points": amount(points)}
        why = (*why, *(Reason(reason.message, {**reason.values, **values}) for reason in share.why))
    changes = pending.changes
    if share.fraction is not ONE and share.fraction != ONE:
        points *= share.fraction
        changes = scale_changes(changes, share.fraction)
    given = (pending.date, share.unit, score.family, score.rule, score.event, points, why)
    back = since if since and since < pending.date and points > 0 else None
    return Entry(*given, changes=changes, source=share.source, gives_back=back)


def _add_author_entries(scheme: Scheme, item: Item, entries: Iterable[PendingEntry], authors: ByAuthor) -> None:
    if scheme.authors is None or not item.authors:
        return
    number, unit = len(item.authors), item.units[0]
    shares = attribution.shares_by_split(scheme.authors, scheme.authors.split, number)
    first = scheme.authors.first or number
    accounts = [authors.setdefault((unit, author), []) for author in item.authors]
    for day, score, whole, why, changes in entries:
        points, last_fraction = whole, ONE
        for place, (author, account, fraction) in enumerate(zip(item.authors, accounts, shares, strict=True)):
            if fraction is not last_fraction:
                points, last_fraction = whole * fraction, fraction
            reasons = why
            if place >= first:
                reasons = (*why, make_reason(notes.FIRST_AUTHORS, number=str(first)))
            elif fraction != ONE:
                reasons = (*why, _author_reason(str(fraction), str(min(number, first)), amount(whole)))
            entry = Entry(day, unit, score.family, score.rule, score.event, points, reasons, author)
            account.append(entry._replace(changes=scale_changes(changes, fraction)) if changes else entry)


@lru_cache(maxsize=1024)
def _author_reason(share: str, number: str, points: str) -> Reason:
    message = notes.SPLIT_AUTHORS_NOTHING if share == "0" else notes.SPLIT_AUTHORS
    return make_reason(message, share=share, number=number, points=points)


def _unit_entries(archive: Archive, scheme: Scheme, span: Period, lapses: Sequence[Lapse]) -> Iterator[Entry]:
    """Yield the entries without an item in *span*, and others."""
    schemes = (*continued_schemes(archive.schemes, scheme), scheme)
    has_commissions = any(each.rules.get(Family.COMMISSION) for each in schemes)
    by_unit = lapses_by_unit(x for x in lapses if scheme_of(schemes, x.date)) if any(s.lapses for s in schemes) else {}
    for unit in archive.registry.units:
        for pending in _own_entries(archive, scheme, span, unit):
            yield _make_entry(pending, Share(unit.id, ONE))
        for call in archive.calls if has_commissions else ():
            if unit.id in call.units:
                owing = owing_units(call, unit.id)
                for pending in unit_entries.commission_entries(archive, schemes, call, unit.id):
                    yield from _credit_entries(archive, schemes, owing, unit.id, pending)
        yield from _lapse_entries(archive, schemes, unit, by_unit.get(unit.id, ()))
    if any(each.rules.get(Family.FEEDBACK) for each in schemes):
        yield from _feedback_entries(archive, schemes)
    for given in scheme.adjustments:
        if given.date in span and given.date <= archive.today and given.unit in archive.registry.unit:
            score = EventScore("", Family.ADJUSTMENT, given, Event(Family.ADJUSTMENT, given.date), given.points)
            yield _make_entry(PendingEntry(given.date, score, given.points, ()), Share(given.unit, ONE))


def _feedback_entries(archive: Archive, schemes: Sequence[Scheme]) -> Iterator[Entry]:
    for item in (*archive.items, *archive.lapsed):
        for unit in item.units if item.endorsements else ():
            for pending in feedback_entries(archive, schemes, item, unit):
                yield from _credit_entries(archive, schemes, item.units, unit, pending)


def _lapse_entries(archive: Archive, schemes: Sequence[Scheme], unit: Unit, lapses: Sequence[Lapse]) -> Iterator[Entry]:
    for pending, since, forfeit in lapse_entries(schemes, lapses):
        # What is given back goes to those who paid.
        owner = scheme_of(schemes, since) or schemes[-1]
        for share in attribution.credit_shares(owner, archive.registry, unit.id, since):
            mine = forfeit and forfeit._replace(source=share.source)
            yield _make_entry(pending, share, since)._replace(forfeit=mine)


def _own_entries(archive: Archive, scheme: Scheme, span: Period, unit: Unit) -> Iterator[PendingEntry]:
    if span.first <= archive.today:
        over = Period(span.first, min(span.last, archive.today))
        for owner, days in _spans_of_base_points(archive, scheme, over):
            for base in _applying_to(owner.bases, unit):
                yield from unit_entries.base_entries(archive, owner, days, base, unit)


def _applying_to(clauses: Iterable[C], unit: Unit) -> Iterator[C]:
    """Yield the clauses about units that apply to *unit*: they depend on nothing else."""
    return applying_to({Attribute.UNIT: unit.id}, clauses)


def _grouped(clauses: Iterable[C], key: Callable[[C], object]) -> list[list[C]]:
    found: dict[object, list[C]] = {}
    for clause in clauses:
        found.setdefault(key(clause), []).append(clause)
    return list(found.values())


def _spans_of_base_points(archive: Archive, scheme: Scheme, span: Period) -> Iterator[tuple[Scheme, Period]]:
    """Yield the schemes whose base points may have entries in *span*: what an earlier one gave may be taken back."""
    year = Period.holding(span.first, Grain.YEAR)
    for earlier in schemes_earlier_in_year(archive.schemes, scheme) if scheme.first == span.first else ():
        yield earlier, Period(max(earlier.first, year.first), earlier.last)
    yield scheme, span


def _credit_entries(
    archive: Archive, schemes: Sequence[Scheme], units: Sequence[str], unit: str, pending: PendingEntry
) -> Iterator[Entry]:
    """Yield the entries of what one of *units* was asked for; what is taken or given back goes to those who had it."""
    since = pending.score.event.date
    owes = archive.registry.owing_among(units, unit, since) or unit
    owner = scheme_of(schemes, since) or schemes[-1]
    for share in attribution.credit_shares(owner, archive.registry, owes, since):
        yield _make_entry(pending, share, since)
