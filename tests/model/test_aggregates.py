"""Counts: by hand on the sample archive, and invariants on archives made by Hypothesis."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.loader import load
from bulletin.core.dates import Period
from bulletin.model.aggregates import crosstab, headline, totals
from bulletin.model.archive import Archive
from bulletin.model.enums import Level
from bulletin.model.records import Adoption, Item
from bulletin.model.registry import Category, Publication, Registry, Unit
from tests.support.archives import TODAY
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def sample() -> Archive:
    return load(ROOT, TODAY).require_valid().archive


def test_the_sample_tells_the_year_of_the_report(sample: Archive) -> None:
    assert [(p.publisher, p.name, n) for p, n in headline(sample, 2025)] == [
        ("中组部", "组工信息", 2),
        ("省委组织部", "东江组工信息", 5),
        ("市委组织部", "安澜组织工作信息", 31),
    ]
    assert "146" in [e.adoption.issue for e in sample.adoptions if e.publication.id == "zugong"]


def test_the_sample_has_what_it_has_to_show(sample: Archive) -> None:
    assert len(sample.registry.groups) == 2
    assert len(sample.registry.units) >= 20
    assert len(sample.items) >= 150
    assert {i.category for i in sample.items} == set(sample.registry.category)
    assert len(sample.issues) >= 24
    assert {i.kind.value for i in sample.issues} == {"regular", "supplement", "special"}
    assert any(len(i.units) > 1 for i in sample.items)
    assert sample.endorsements
    assert any(i.corrections for i in sample.items)
    assert sample.withdrawn
    assert any(u.successor for u in sample.registry.units)
    assert sample.pending


UNITS = tuple(Unit(id=f"u{n}", name=f"单位{n}") for n in range(4))
PUBLICATIONS = tuple(
    Publication(id=f"p{n}", name=f"刊物{n}", level=level, order=n)
    for n, level in enumerate((Level.CITY, Level.CENTRAL, Level.PROVINCE))
)
REGISTRY = Registry(units=UNITS, categories=(Category(id="c", name="类"),), publications=PUBLICATIONS)

days = st.integers(0, 800).map(lambda n: TODAY - timedelta(days=n))
adoptions = st.builds(
    Adoption, publication=st.sampled_from([p.id for p in PUBLICATIONS]), date=st.one_of(st.none(), days)
)


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    items = [
        Item(
            id=f"{day.year}/i{n}",
            path=f"i{n}",
            title=str(n),
            units=tuple(units),
            category="c",
            date=day,
            adoptions=tuple(taken),
        )
        for n, (day, units, taken) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        days,
                        st.lists(st.sampled_from([u.id for u in UNITS]), min_size=1, max_size=2, unique=True),
                        st.lists(adoptions, max_size=3),
                    ),
                    max_size=15,
                )
            )
        )
    ]
    return Archive(registry=REGISTRY, today=TODAY, items=tuple(sorted(items, key=lambda i: (i.date, i.id))))


@given(archives())
def test_units_and_years_add_up_to_the_total(archive: Archive) -> None:
    years = [totals(archive, Period.year(year)) for year in archive.years]
    assert sum(f.submitted for f in years) == len(archive.items)
    assert sum(f.adoptions for f in years) == sum(len(i.adoptions) for i in archive.items)
    for found in years:
        assert sum(n for _, n in found.by_level) == found.adoptions
        assert sum(n for _, n in found.by_publication) == found.adoptions
    for year in archive.years:
        by_unit = sum(totals(archive, Period.year(year), unit.id).submitted for unit in UNITS)
        assert by_unit == sum(len(i.units) for i in archive.by_year.get(year, ()))


@given(archives())
def test_a_table_counts_what_stands_in_it(archive: Archive) -> None:
    table = crosstab(
        archive.items, [u.id for u in UNITS], archive.years, lambda item: item.units, lambda item: item.date.year
    )
    assert table.total() == len(archive.items)
    assert sum(table.column_total(year) for year in archive.years) == len(archive.items)
    for unit in UNITS:
        assert table.row_total(unit.id) == len(archive.by_unit.get(unit.id, ()))
        assert sum(table.count(unit.id, year) for year in archive.years) == table.row_total(unit.id)
