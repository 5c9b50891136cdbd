"""Figures that no key of a change has touched are the same, whatever was changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.content.loader import load
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.enums import PublishedPoints
from bulletin.model.public import public_archive
from bulletin.model.records import Adoption, Endorsement, Item
from bulletin.scoring import group_points
from tests.support.figures import needed_of_figures, untouched_figures
from tests.support.page_views import rendered
from tests.support.paths import ROOT
from tests.support.scoring_strategies import NAMES, TOPICS, YEARS, Rules, items_with_authors, office, rules

days = st.integers(0, 729).map(lambda n: date(YEARS[0], 1, 1) + timedelta(days=n))
edits = st.one_of(
    st.just({"title": "改了的标题"}),
    st.just({"chars": 17}),
    st.just({"adoptions": ()}),
    st.just({"corrections": ()}),
    st.builds(lambda day: {"date": day}, days),
    st.builds(lambda day: {"adoptions": (Adoption(publication="省刊", date=day),)}, days),
    st.builds(lambda day: {"endorsements": (Endorsement(by="县长", date=day),)}, days),
    st.builds(
        lambda day, came, text: {
            "endorsements": (Endorsement(by="县长", date=day, follow_up_due=day, follow_up_date=came, follow_up=text),)
        },
        days,
        st.one_of(st.none(), days),
        st.sampled_from(["", "已办"]),
    ),
    st.builds(lambda names: {"authors": tuple(names)}, st.lists(st.sampled_from(NAMES), unique=True)),
    st.builds(lambda names: {"topics": tuple(names)}, st.lists(st.sampled_from(TOPICS), unique=True)),
    st.builds(lambda name: {"units": (name,)}, st.sampled_from("abcd")),
    st.builds(lambda call: {"commission": call}, st.sampled_from(["", "y1", "y2"])),
)


@settings(max_examples=30)
@given(
    items_with_authors(),
    rules,
    edits,
    st.integers(0, 7),
    st.tuples(st.sampled_from([YEARS, ()]), st.sampled_from(PublishedPoints), st.sampled_from(PublishedPoints)),
)
@pytest.mark.slow
def test_a_page_of_the_same_digest_is_the_same_page(
    written: list[Item],
    chosen: Rules,
    edit: dict[str, object],
    which: int,
    scored: tuple[tuple[int, ...], PublishedPoints, PublishedPoints],
) -> None:
    years, *points = scored
    chosen = (chosen[0], [*chosen[1], '[authors]\nsplit = "平分"\n'])
    before = _published(office(written, chosen, years), points[0])
    # Replacing takes only what a field may hold.
    changed = [replace(item, **edit) if n == which else item for n, item in enumerate(written)]  # type: ignore[arg-type]
    after = _published(office(changed, chosen, years), points[1])
    was, now, untouched = rendered(before), rendered(after), untouched_figures(before, after)
    for address in now.keys() & was.keys() & untouched:
        assert was[address] == now[address], address


def _published(archive: Archive, points: PublishedPoints) -> Archive:
    """Return the public face of an archive with that setting; one unit with points is enough for a sum."""
    registry = replace(archive.registry, bulletin=replace(archive.registry.bulletin, points=points))
    return public_archive(replace(archive, registry=registry))


@pytest.fixture(autouse=True, scope="module")
def _sums_of_small_groups() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(group_points, "MIN_UNITS", 1)
        yield


def _sample() -> Archive:
    return load(ROOT, date(2026, 11, 22)).archive


def _touched(before: Archive, after: Archive) -> set[str]:
    return needed_of_figures(after).keys() - untouched_figures(before, after)


def test_a_new_title_touches_the_lists_that_it_stands_in() -> None:
    before = _sample()
    item = next(i for i in before.items if i.date >= date(2026, 8, 1) and not i.adoptions and not i.commission)
    changed = replace(item, title="改了标题", chars=17)
    after = replace(before, items=tuple(changed if i is item else i for i in before.items))
    parts = ("", "items/", "topics/")
    lists = {f"stats/{period}/{part}" for period in ("2026", "2026-H2", "2026-Q3") for part in parts}
    lists |= {"stats/2026-Q3/to-date/", "years/2026/08/", "years/2026/groups/townships/"}
    files = {f"data/stats-{p}.{kind}" for p in ("2026", "2026-H2", "2026-Q3") for kind in ("csv", "json", "xlsx")}
    files |= {f"data/ledger-2026.{kind}" for kind in ("csv", "json", "xlsx")}
    touched = _touched(before, after)
    assert touched - {a for a in touched if a.startswith(("authors/", "units/"))} == lists | files
    unit = before.registry.unit[item.units[0]]
    own = {urls.unit(unit), urls.unit(unit, item.date.year)}
    assert {a for a in touched if a.startswith("units/")} <= own | {
        urls.ledger(other, 2026) for other in before.registry.units
    }


def test_a_new_text_touches_nothing() -> None:
    before = _sample()
    after = replace(before, items=tuple(replace(item, chars=item.chars + 1) for item in before.items))
    assert _touched(before, after) == set()


def test_a_new_adoption_leaves_the_years_before_alone() -> None:
    before = _sample()
    item = next(i for i in before.items if i.date >= date(2026, 8, 1) and not i.adoptions)
    changed = replace(item, adoptions=(Adoption(publication="zugong", date=item.date),))
    after = replace(before, items=tuple(changed if i is item else i for i in before.items))
    touched = _touched(before, after)
    assert {"stats/2026-Q4/", "stats/2026-Q3/adoptions/", f"units/{item.units[0]}/2026/ledger/"} <= touched
    assert not [address for address in touched if "2025" in address]
    assert not touched & {"stats/2026-Q1/", "stats/2026-Q2/", "stats/2026-H1/"}


def test_the_day_matters_to_what_is_not_over_only() -> None:
    before = _sample()
    touched = _touched(before, replace(before, today=date(2026, 11, 23)))
    assert "stats/2026-Q4/" in touched
    assert not [address for address in touched if "2025" in address]


def test_a_new_scheme_touches_its_own_year_only() -> None:
    before = _sample()
    after = replace(before, schemes=(before.schemes[0], replace(before.schemes[1], words="改了的文号")))
    touched = _touched(before, after)
    assert {"stats/", "stats/2026/", "stats/2026-Q1/", "units/zzk/2026/ledger/", "data/ledger-2026.csv"} <= touched
    assert not [address for address in touched if "2025" in address]


def test_another_mode_of_counting_touches_the_years_after() -> None:
    before = _sample()
    after = replace(before, schemes=(replace(before.schemes[0], adoptions_by_submission=True), before.schemes[1]))
    assert {"stats/2025/", "stats/2026/", "stats/2026-Q3/", "units/zzk/2026/ledger/"} <= _touched(before, after)


def test_what_happened_within_twelve_months_is_in_the_chart() -> None:
    before = _sample()
    gone = next(item for item in before.items if item.date >= date(2025, 7, 1))
    after = replace(before, items=tuple(item for item in before.items if item is not gone))
    assert "stats/2026-Q2/" in _touched(before, after)


def test_a_new_title_touches_its_authors() -> None:
    before = _sample()
    item = next(item for item in before.items if item.authors)
    after = replace(before, items=tuple(replace(i, title="改了") if i is item else i for i in before.items))
    found = {address for address in _touched(before, after) if address.startswith("authors/")}
    assert found == {urls.unit_authors(item.units[0])}
