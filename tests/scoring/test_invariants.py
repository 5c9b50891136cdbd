"""What has to be true of any archive under any of some schemes."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import corpus
from bulletin.content.loader import load
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.exports.stats_json import stats_record
from bulletin.model.records import Item
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import circular, period_ledger, standings_for, whole_ledger
from bulletin.scoring.entries import NO_ACCOUNT
from bulletin.scoring.ledger import ledgers_for
from bulletin.scoring.period_results import period_results
from tests.support.paths import ROOT
from tests.support.scoring_strategies import (
    BLOCKS,
    KNOWN,
    TARGETS,
    TODAY,
    UNITS,
    YEARS,
    Rules,
    entry_rows,
    items,
    items_with_authors,
    office,
    rules,
    seamed,
    sums,
)

slow = settings(max_examples=60)
seams = st.dates(date(2025, 1, 2), date(2026, 12, 31)).filter(lambda day: (day.month, day.day) != (1, 1))


@slow
@given(items(), rules)
def test_points_are_sums_of_entries_and_units_sum_to_totals(written: list[Item], chosen: Rules) -> None:
    found = office(written, chosen)
    for period in (Period.year(2026), Period.parse("2026-Q2"), Period.parse("2025-11-05..2026-02-03")):
        page, rows = period_ledger(found, period), circular(found, period)
        for row in rows.rows:
            entries = page.account(row.unit.id).entries
            assert row.points == sum((e.points for e in entries), Fraction(0)) == row.now.points()
            assert row.points_to_date == row.to_date.points()
            assert all(e.date in period for e in entries)
        everything = sum((e.points for account in page.units.values() for e in account.entries), Fraction(0))
        assert sum((table.points for table in rows.tables), Fraction(0)) == everything
        assert sum(len(t.rows) for t in rows.tables) == len({r.unit.id for r in rows.rows})
        assert {p.unit.id for p in standings_for(found, period).units} == {r.unit.id for r in rows.rows}


@slow
@given(items())
def test_a_joint_item_that_is_split_is_worth_what_a_single_one_is(written: list[Item]) -> None:
    blocks = [BLOCKS[0], BLOCKS[1], BLOCKS[4]]
    found = office(written, (blocks, ['[joint]\nsplit = "平分"\n']))
    alone = office([replace(item, units=item.units[:1]) for item in written], (blocks, []))
    assert sum(sums(found).values()) == sum(sums(alone).values())


@slow
@given(items(), rules, st.randoms())
def test_the_order_of_files_and_rules_changes_nothing(written: list[Item], chosen: Rules, dice: random.Random) -> None:
    mixed = list(written)
    dice.shuffle(mixed)
    assert entry_rows(whole_ledger(office(mixed, chosen, backwards=True))) == entry_rows(
        whole_ledger(office(written, chosen))
    )


@slow
@given(items(), rules)
def test_what_happens_later_changes_nothing_that_was(written: list[Item], chosen: Rules) -> None:
    day = date(2026, 3, 31)
    known = [item for item in written if item.date <= day]
    then = office(known, chosen, today=day)
    assert entry_rows(whole_ledger(then), day) == entry_rows(whole_ledger(office(written, chosen)), day)


@slow
@given(items(), rules)
def test_withdrawing_an_item_equals_never_having_had_it(written: list[Item], chosen: Rules) -> None:
    kept = [item for number, item in enumerate(written) if number % 2]
    everything = office(written, chosen)
    withdrawn = replace(everything, items=tuple(item for item in everything.items if item in kept))
    assert entry_rows(whole_ledger(withdrawn)) == entry_rows(whole_ledger(office(kept, chosen)))


@slow
@given(items(), rules, rules)
def test_a_year_keeps_its_figures_when_the_next_scheme_comes(written: list[Item], chosen: Rules, other: Rules) -> None:
    before = office(written, chosen, years=(2025,))
    files = {}
    for year, (blocks, ends) in ((2025, chosen), (2026, other)):
        files[f"registry/schemes/{year}.toml"] = 'name = "办法"\n' + "".join(blocks) + "".join(ends)
        files[f"registry/targets/{year}.toml"] = TARGETS
    schemes, targets, _ = read_schemes(files, KNOWN)
    after = replace(before, schemes=schemes, targets=targets)
    for label in ("2025", "2025-Q4", "2025-07"):
        assert stats_record(after, Period.parse(label))["groups"] == stats_record(before, Period.parse(label))["groups"]


@slow
@given(items(), rules, st.lists(seams, min_size=1, max_size=3, unique=True))
def test_a_scheme_that_goes_on_is_one_scheme(written: list[Item], chosen: Rules, cuts: list[date]) -> None:
    whole = office(written, chosen)
    assert entry_rows(whole_ledger(seamed(whole, cuts))) == entry_rows(whole_ledger(whole))


@slow
@given(items(), rules)
def test_the_floor_and_the_cap_hold_at_the_end_of_every_period(written: list[Item], chosen: Rules) -> None:
    ends = [end for end in chosen[1] if "merger" not in end]
    blocks = [block for block in chosen[0] if "limit" not in block]
    assert min(sums(office(written, ([*blocks, BLOCKS[15]], ends))).values()) >= 0
    # What a floor gives back is given to adoptions, too: so each limit is looked at alone.
    found = office(written, ([*blocks, BLOCKS[16]], ends))
    for unit in UNITS:
        for year in YEARS:
            earned = period_results(found, Period.year(year), unit.id).entries
            assert sum((e.points for e in earned if e.family == "adoption"), Fraction(0)) <= 12


@slow
@given(items_with_authors(), rules)
def test_the_years_of_a_ledger_are_the_whole(written: list[Item], chosen: Rules) -> None:
    found = office(written, (chosen[0], [*chosen[1], '[authors]\nsplit = "平分"\n']), YEARS)
    whole, days = whole_ledger(found), [Period.year(year) for year in YEARS]
    for unit in UNITS:
        parts = [ledgers_for(found, year).account(unit.id).within(year) for year in days]
        assert whole.account(unit.id).entries == tuple(entry for part in parts for entry in part)
    for author, account in whole.authors.items():
        parts = [ledgers_for(found, year).authors.get(author, NO_ACCOUNT).within(year) for year in days]
        assert account.entries == tuple(entry for part in parts for entry in part)


@pytest.mark.parametrize("jobs", [2])
def test_the_number_of_processes_changes_nothing(jobs: int, tmp_path: Path) -> None:
    corpus.write(tmp_path, 450)
    (tmp_path / "registry/schemes").mkdir()
    text = 'name = "办法"\nvalid-from = 2012-01-01\nvalid-to = 2030-12-31\n[[adoption]]\nwords = "采用"\npoints = 3\n'
    (tmp_path / "registry/schemes/all.toml").write_text(text, "utf-8")
    one, two = (load(tmp_path, TODAY, n).archive for n in (1, jobs))
    period = Period.parse("2020")
    assert stats_record(one, period) == stats_record(two, period)
    assert entry_rows(whole_ledger(one)) == entry_rows(whole_ledger(two)) != []


def test_reasons_are_translated_in_both_languages() -> None:
    archive = load(ROOT, date(2026, 11, 22)).archive
    for language in ("en", "zh"):
        say = translator(language)
        for account in whole_ledger(archive).units.values():
            for entry in account.entries:
                assert all("{" not in reason.text(say) for reason in entry.why)
