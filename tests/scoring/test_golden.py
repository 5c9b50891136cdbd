"""A whole year under every kind of rule, as it was read through once: explanations, circulars, ledgers."""

from __future__ import annotations

from datetime import date

import pytest

from bulletin.core.dates import Period
from bulletin.scoring import whole_ledger
from tests.support import golden_year
from tests.support.scoring_archives import adopted, archive, item, publication, registry


@pytest.mark.parametrize("name", golden_year.TEXTS)
def test_output_equals_the_golden_file(name: str) -> None:
    assert golden_year.text(name).splitlines() == (golden_year.HERE / f"{name}.txt").read_text("utf-8").splitlines()


def test_every_kind_of_rule_is_in_it() -> None:
    used = {entry.family for account in whole_ledger(golden_year.office()).units.values() for entry in account.entries}
    scheme = golden_year.office().schemes[0]
    assert {rule.family for rules in scheme.rules.values() for rule in rules} <= used
    assert len(used) >= 12
    assert not [
        name for name in ("limits", "credits", "quotas", "thresholds", "bases", "lapses") if not getattr(scheme, name)
    ]


def test_a_sum_is_the_sum_of_its_parts() -> None:
    found = golden_year.office()
    year = Period.year(2026)
    for unit in found.registry.units:
        months = [Period.parse(f"2026-{month:02}") for month in range(1, 13)]
        assert sum(whole_ledger(found).points(unit.id, month) for month in months) == whole_ledger(found).points(
            unit.id, year
        )


def test_nothing_is_earned_before_it_happens() -> None:
    summer, year = golden_year.office(date(2026, 6, 30)), golden_year.office()
    half = Period.parse("2026-H1")
    for unit in ("甲", "丙", "丁", "己"):
        assert whole_ledger(summer).account(unit).within(half) == whole_ledger(year).account(unit).within(half)


def test_what_two_schemes_say_of_one_item_are_two_ledgers() -> None:
    known = registry("甲", [publication("县刊", "县")])
    rule = 'name = "{}"\n[[adoption]]\nwords = "采用"\npoints = {}\n'
    schemes = {"2025": rule.format("旧", 1), "2026": rule.format("新", 2)}
    both = [adopted("县刊", "2025-12-31"), adopted("县刊", "2026-1-1")]
    found = archive(known, schemes, [item("a", "甲", "2025-12-30", adoptions=both)])
    assert [whole_ledger(found).points("甲", Period.year(year)) for year in (2024, 2025, 2026)] == [0, 1, 2]
