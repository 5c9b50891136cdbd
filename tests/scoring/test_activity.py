"""Activity of units: when they existed, and what they submitted."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from bulletin.core.dates import Period
from bulletin.model.registry import Unit
from bulletin.scoring import activity
from bulletin.scoring.circulars.participation import silent_units
from tests.support.scoring_archives import adopted, archive, item, publication, registry

F = Fraction


def test_days_of_units() -> None:
    year = Period.year(2026)
    presence = [
        activity.presence(Unit(id="甲", name="甲", joined=joined, left=left), year)
        for joined, left in [
            (None, None),
            (date(2026, 3, 1), None),
            (None, date(2026, 3, 1)),
            (date(2026, 12, 31), None),
            (date(2027, 1, 1), None),
            (None, date(2026, 1, 1)),
            (None, date(2025, 12, 31)),
        ]
    ]
    assert [activity.number_of_days(period) if period else 0 for period in presence] == [365, 306, 60, 1, 0, 1, 0]


def test_adoption_rates_and_units_without_items() -> None:
    known = registry(
        [Unit(id="甲", name="甲"), Unit(id="乙", name="乙", left=date(2026, 2, 1))], [publication("县刊", "县")]
    )
    items = [item("a", "甲", "1-5", adoptions=[adopted("县刊", "2-1"), adopted("县刊", "2-2")]), item("b", "甲", "1-6")]
    found = archive(known, "", items)
    assert activity.adoption_rate(found.items) == F(1, 2)
    assert activity.adoption_rate([]) is None
    silent = [unit in silent_units(found, Period.parse(p)) for unit in known.units for p in ("2026-01", "2026-03")]
    assert silent == [False, True, True, False]
