"""What has to be true of any history under any schemes that follow each other, within a year or at its turn."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bulletin.core.dates import Grain, Period
from bulletin.model import commissions
from bulletin.model.archive import Archive
from bulletin.model.attributes import Attribute
from bulletin.model.records import Call, Item
from bulletin.model.registry import Unit
from bulletin.model.scheme import Scheme
from bulletin.model.scheme_enums import CommissionResult, Family, LapseKind
from bulletin.scoring import circular, period_ledger, standings_for, whole_ledger
from bulletin.scoring.ledger import Ledger, ledgers_for
from tests.support.scoring_histories import BY_SUBMISSION, calls, history, modes, schemes, units
from tests.support.scoring_strategies import UNITS, YEARS, entry_rows, items

some = settings(max_examples=40, derandomize=True)
PERIODS = [Period.year(year) for year in YEARS] + [q for year in YEARS for q in Period.year(year).split(Grain.QUARTER)]


@st.composite
def plain_rules(draw: st.DrawFn) -> str:
    """Return rules that add up, with points of their own."""
    one, two, three = (draw(st.integers(1, 50)) for _ in range(3))
    return (
        f'[[submission]]\nwords = "报送"\npoints = {one}\n'
        f'[[adoption]]\nwords = "采用"\npoints = {{ "县" = {two}, "市" = {three}, "省" = {one + two} }}\n'
        f'[[sent-up]]\nwords = "上报"\npoints = {three}\n'
        f'[[endorsement]]\nwords = "批示"\npoints = {two}\n'
        f'[[commission]]\nwords = "完成"\nresults = ["完成"]\npoints = {one}\n'
        f'[[commission]]\nwords = "采用"\nresults = ["采用"]\npoints = {two}\n'
        f'[[lapse]]\nwords = "误报"\nkinds = ["误报"]\npoints = -{three}\n'
        f'[[quota]]\nwords = "任务"\ntarget = "ji"\npoints = {one}\neach = 0\n'
        f'[[base]]\nwords = "基础"\npoints = {two}\nper = "年"\n'
        f'[[threshold]]\nwords = "半年"\nmeasure = "报送"\nreaches = 0\nper = "半年"\npoints = {three}\n'
        f'[merger]\npoints = "不转"\n{draw(modes)}'
    )


def _owner(found: Archive, day: date) -> Scheme | None:
    return next((scheme for scheme in found.schemes if scheme.first <= day <= scheme.last), None)


def _points(scheme: Scheme | None, family: Family, publication: str = "") -> Fraction:
    rules = scheme.rules.get(family, ()) if scheme else ()
    fitting = [r for r in rules if not publication or publication in r.condition.values[Attribute.PUBLICATION]]
    return fitting[0].points if fitting else Fraction(0)


def _expected(found: Archive, item: Item) -> Fraction:
    """Return what an item has to have earned each of its units: every event by the one scheme that owns it."""
    points = _points(_owner(found, item.date), Family.SUBMISSION)
    for adoption in item.adoptions:
        home, own_day = _owner(found, item.date), adoption.date or item.date
        is_by_submission = home is not None and home.adoptions_by_submission
        owner = home if is_by_submission else _owner(found, own_day)
        points += _points(owner, Family.ADOPTION, adoption.publication)
    points += sum(_points(_owner(found, sent.date or item.date), Family.SENT_UP) for sent in item.sent_up)
    points += sum(_points(_owner(found, one.date or item.date), Family.ENDORSEMENT) for one in item.endorsements)
    owners = [_owner(found, correction.date) for correction in item.corrections]
    return points + sum((owner.lapses[0].points for owner in owners if owner), Fraction(0))


def _commissions_expected(found: Archive, call: Call, unit: str) -> Fraction:
    answers = commissions.reply(found, call, unit).items
    if not answers:
        return Fraction(0)
    adopted = [adoption.date or item.date for item in answers for adoption in item.adoptions]
    owners = [(CommissionResult.IN_TIME, _owner(found, answers[0].date))]
    owners += [(CommissionResult.ADOPTED, _owner(found, min(adopted)))] if adopted else []
    return sum((_commission_points(scheme, result) for result, scheme in owners), Fraction(0))


def _commission_points(scheme: Scheme | None, result: CommissionResult) -> Fraction:
    rules = scheme.rules[Family.COMMISSION] if scheme else ()
    words = "采用" if result is CommissionResult.ADOPTED else "完成"
    return sum((rule.points for rule in rules if rule.words == words), Fraction(0))


def _earned(ledger: Ledger, unit: str) -> Iterator[tuple[str, Family, Fraction]]:
    for entry in ledger.account(unit).entries:
        yield entry.item.id if entry.item else "", entry.family, entry.points


@some
@given(items(), schemes(plain_rules()), calls())
def test_every_event_is_scored_once(written: list[Item], files: dict[str, str], asked: list[Call]) -> None:
    found = history(written, files, asked, [replace(unit, joined=None, left=None, parent="") for unit in UNITS])
    ledger = whole_ledger(found)
    for unit in found.registry.units:
        earned = list(_earned(ledger, unit.id))
        for item in (item for item in written if unit.id in item.units):
            mine = [points for name, family, points in earned if name == item.id and family is not Family.COMMISSION]
            assert sum(mine, Fraction(0)) == _expected(found, item)
        done = [points for _, family, points in earned if family is Family.COMMISSION]
        wanted = [_commissions_expected(found, call, unit.id) for call in found.calls if unit.id in call.units]
        assert sum(done, Fraction(0)) == sum(wanted, Fraction(0))


@some
@given(schemes(plain_rules()))
def test_every_period_is_scored_once(files: dict[str, str]) -> None:
    found = history([], files, (), [replace(unit, joined=None, left=None) for unit in UNITS])
    entries = whole_ledger(found).account("a").entries
    for grain, family, at_end in (
        (Grain.QUARTER, Family.QUOTA, True),
        (Grain.YEAR, Family.BASE, False),
        (Grain.HALF, Family.THRESHOLD, True),
    ):
        ends = [w.last if at_end else w.first for year in YEARS for w in Period.year(year).split(grain)]
        wanted = [day for day in ends if _owner(found, day)]
        assert [entry.date for entry in entries if entry.family is family] == wanted


@some
@given(items(), schemes(), calls(), units())
def test_periods_add_up(written: list[Item], files: dict[str, str], asked: list[Call], listed: list[Unit]) -> None:
    found = history(written, files, asked, listed)
    whole = whole_ledger(found)
    for year in YEARS:
        quarters = list(Period.year(year).split(Grain.QUARTER))
        for unit in listed:
            parts = [ledgers_for(found, quarter).account(unit.id).within(quarter) for quarter in quarters]
            of_year = ledgers_for(found, Period.year(year)).account(unit.id).within(Period.year(year))
            assert tuple(entry for part in parts for entry in part) == of_year
            assert of_year == whole.account(unit.id).within(Period.year(year))


@some
@given(items(), schemes(), calls(), units())
def test_ledger_circular_and_standings_are_equal(
    written: list[Item], files: dict[str, str], asked: list[Call], listed: list[Unit]
) -> None:
    found = history(written, files, asked, listed)
    for period in PERIODS:
        ledger = period_ledger(found, period)
        ranked = standings_for(found, period).by_unit
        rows = {row.unit.id: row for row in circular(found, period).rows}
        assert rows.keys() == ranked.keys()
        for unit in listed:
            earned = sum((entry.points for entry in ledger.account(unit.id).entries), Fraction(0))
            row = rows.get(unit.id)
            assert earned == ((row.points or 0) if row else 0) == ((ranked[unit.id].points or 0) if row else 0)
            missed = [lapse for lapse in ledger.lapses_in(unit.id, period) if lapse.kind is LapseKind.MISSED]
            assert not row or list(row.lapses(LapseKind.MISSED)) == missed


@some
@given(items(), schemes(), units())
def test_a_quota_is_the_same_in_ledger_and_circular(
    written: list[Item], files: dict[str, str], listed: list[Unit]
) -> None:
    quota = '[[quota]]\nwords = "任务数"\ntarget = "ji"\npoints = 1\neach = -1\n'
    found = history(written, {path: text + quota for path, text in files.items()}, (), listed)
    for quarter in PERIODS[len(YEARS) :]:
        rows = {row.unit.id: row for row in circular(found, quarter).rows}
        for unit in listed:
            entries = period_ledger(found, quarter).account(unit.id).entries
            told = [
                reason.values for e in entries if e.words == "任务数" for reason in e.why if "quota" in reason.values
            ]
            shown = rows[unit.id].completion if unit.id in rows else None
            wanted = [(str(len(shown.done)), str(shown.quota))] if shown and _owner(found, quarter.last) else []
            assert [(values["done"], values["quota"]) for values in told] == wanted


@some
@given(items(), schemes(), calls(), units(), st.randoms())
def test_the_order_of_files_changes_nothing(
    written: list[Item], files: dict[str, str], asked: list[Call], listed: list[Unit], dice: random.Random
) -> None:
    mixed, paths, others = list(written), list(files), list(asked)
    for shuffled in (mixed, paths, others):
        dice.shuffle(shuffled)
    found = history(mixed, {path: files[path] for path in paths}, others, listed)
    assert entry_rows(whole_ledger(found)) == entry_rows(whole_ledger(history(written, files, asked, listed)))


@some
@given(items(), schemes(), calls(), units())
def test_withdrawing_an_item_equals_never_having_had_it(
    written: list[Item], files: dict[str, str], asked: list[Call], listed: list[Unit]
) -> None:
    everything, kept = history(written, files, asked, listed), written[::2]
    whole_ledger(everything)
    withdrawn = replace(everything, items=tuple(item for item in everything.items if item in kept))
    assert entry_rows(whole_ledger(withdrawn)) == entry_rows(whole_ledger(history(kept, files, asked, listed)))


@some
@given(items(), schemes(), calls(), units(), st.sampled_from([date(2025, 6, 30), date(2026, 3, 31), date(2026, 8, 15)]))
def test_what_happens_later_changes_nothing_that_was(
    written: list[Item], files: dict[str, str], asked: list[Call], listed: list[Unit], day: date
) -> None:
    # What counts on the day of the submission is the one thing that reaches back.
    assume(not any(BY_SUBMISSION in text for text in files.values()))
    known = [item for item in written if item.date <= day]
    then = history(known, files, [call for call in asked if call.date <= day], listed, today=day)
    now = history(written, files, [call for call in asked if call.date <= day], listed)
    assert entry_rows(whole_ledger(then), day) == entry_rows(whole_ledger(now), day)
