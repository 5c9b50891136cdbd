"""Circulars, standings and ledgers on pages: the engine's figures, each leading to exactly what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from archives import TODAY, item, loaded
from conftest import ROOT
from test_pages_lists import View, classes, studio_of, views_of

from bulletin import addresses
from bulletin.archive import Archive
from bulletin.loading import load
from bulletin.pages.environment import Studio
from bulletin.periods import Period
from bulletin.schemes.numbers import amount
from bulletin.scoring import authors, champions, circular, standing, whole
from bulletin.scoring.calendar import periods


@pytest.fixture(scope="module")
def studio() -> Studio:
    return studio_of(load(ROOT, TODAY))


@pytest.fixture(scope="module")
def archive(studio: Studio) -> Archive:
    return studio.archive


@pytest.fixture(scope="module")
def views(studio: Studio) -> dict[str, View]:
    return views_of(studio)


def text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def rows(view: View, anchor: str) -> Iterator[list[str]]:
    """Yield the rows of the table below the heading *anchor*."""
    for section in view.tree.iter():
        children = list(section)
        for at, child in enumerate(children):
            if child.get("id") == anchor:
                table = next(found for below in children[at + 1 :] for found in below.iter("table"))
                yield from ([text(cell) for cell in row] for row in table.iter("tr"))
                return


def points_in(element: ET.Element) -> Fraction:
    """Return the sum of the points of all entries below *element*."""
    entries = [e for t in element.iter("table") if "b-ledger" in classes(t) for e in t.iter("td")]
    return sum((Fraction(text(cell)) for cell in entries if "b-p" in classes(cell)), Fraction(0))


def test_every_year_and_quarter_has_a_circular(archive: Archive, views: dict[str, View]) -> None:
    assert len(periods(archive)) == 10
    index = {path for path, _ in views["stats/"].links()}
    for period in periods(archive):
        assert addresses.stats(period.label) in views
        assert addresses.stats(period.label) in index


def test_a_circular_shows_the_engine_s_figures(archive: Archive, views: dict[str, View]) -> None:
    for period in periods(archive):
        view, found = views[addresses.stats(period.label)], circular(archive, period)
        for table in found.tables:
            shown = {row[0]: row for row in rows(view, f"points-{table.group.id}")}
            for row in table.rows:
                cells = shown[row.unit.name]
                assert cells[1] == ("—" if row.rank is None else str(row.rank))
                assert cells[3] == str(len(row.now.submitted))
                assert amount(row.points or Fraction(0), 2) in cells
                assert amount(row.points_to_date or Fraction(0), 2) in cells


def test_points_lead_to_entries_that_add_up_to_them(archive: Archive, views: dict[str, View]) -> None:
    seen = 0
    for year in (2025, 2026):
        for row in circular(archive, Period.year(year)).rows:
            view = views[addresses.ledger(row.unit, year)]
            for number in range(1, 5):
                quarter = Period.parse(f"{year}-Q{number}")
                if quarter.first > TODAY:
                    continue
                # Each entry is rounded to four places as it is shown.
                near = Fraction(1, 1000)
                assert (
                    abs(points_in(view.ids[f"points-q{number}"]) - whole(archive).points(row.unit.id, quarter)) < near
                )
                so_far = view.ids[f"points-to-q{number}" if number > 1 else "points-q1"]
                assert abs(points_in(so_far) - whole(archive).points(row.unit.id, quarter.to_date)) < near
                assert view.entries(f"submitted-q{number}") == len(
                    [i for i in archive.by_unit.get(row.unit.id, ()) if i.date in quarter]
                )
                seen += 1
    assert seen > 100


def test_a_year_shows_its_standings(archive: Archive, views: dict[str, View]) -> None:
    year = Period.year(2026)
    view = views["years/2026/"]
    for ranking in standing(archive, year).groups:
        shown = [row[:3] for row in rows(view, f"standing-{ranking.group.id}")][1:]
        assert shown == [[p.unit.name, str(p.rank), amount(p.result or Fraction(0), 2)] for p in ranking.ranked]
    best = [row[0] for row in rows(view, "authors")][1:]
    assert best == [author.name for author in authors(archive, year)[: len(best)]]
    told = text(view.tree)
    for champion in champions(archive, year):
        assert all(unit.name in told for unit in champion.units)


def test_a_unit_that_is_out_of_the_awards_stands_apart_with_the_reason(tmp_path: Path) -> None:
    scheme = (
        'name = "办法"\nvalid-from = 2026-01-01\nvalid-to = 2026-12-31\n'
        '[[submission]]\nwords = "每篇一分"\npoints = 1\n'
        '[[adoption]]\nwords = "采用二分"\npoints = 2\n'
        '[[lapse]]\nwords = "严重失实的取消评先资格"\nkinds = ["误报"]\npoints = -1\ndisqualifies = true\n'
    )
    wrong = item(corrections="[{date: 2026-04-01, note: 数字有误}]")
    found = loaded(tmp_path, {"registry/schemes/2026.toml": scheme, "content/items/2026/a.md": wrong})
    assert found.problems == ()
    views = views_of(studio_of(found))
    apart = views["years/2026/"].tree.findall(".//*[@id='apart']")
    assert len(apart) == 1
    assert "严重失实的取消评先资格" in text(views["years/2026/"].tree)
    assert "严重失实的取消评先资格" in text(views["units/chengguan/2026/ledger/"].ids["apart"])


def test_without_a_scheme_things_are_counted_and_no_points_are_shown(studio: Studio) -> None:
    bare = replace(studio.archive, schemes=(), targets=())
    views = views_of(Studio(archive=bare, bodies=studio.bodies, language="en", theme=studio.theme))
    view = views["stats/2026/"]
    assert "No scoring scheme is in force" in text(view.tree)
    head = next(rows(view, "points-offices"))
    assert "Rank" not in head
    assert "Points" not in head
    assert "points" not in views["units/zzk/2026/ledger/"].ids
    assert "no scoring scheme" in text(views["stats/"].tree)


def test_an_empty_archive_has_its_index(tmp_path: Path) -> None:
    views = views_of(studio_of(loaded(tmp_path, {})))
    assert [url for url in views if url.startswith("stats/")] == ["stats/"]


def test_a_unit_shows_its_rank_over_time(archive: Archive, views: dict[str, View]) -> None:
    for unit in archive.registry.units:
        shown = [row[0] for row in rows(views[addresses.unit(unit)], "standing")][1:]
        there = [y for y in archive.years if any(r.unit == unit for r in standing(archive, Period.year(y)).rows)]
        assert shown == [str(year) for year in there]
