"""Circulars, standings and ledgers on pages: the engine's figures, each leading to exactly what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bulletin.content.loader import load
from bulletin.core.dates import Period
from bulletin.core.numbers import amount, percent_in_column
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.scoring import circular, ranked_authors, standings_for, top_units, whole_ledger
from bulletin.scoring.authors import all_authors
from bulletin.scoring.periods import circular_periods
from bulletin.site.context import RenderContext
from bulletin.site.pages.stats.authors import SECTION_LENGTH
from bulletin.site.tables import points_cell
from tests.support.archives import TODAY, item, loaded
from tests.support.page_views import View, classes, render_context_of, views_of
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def context() -> RenderContext:
    return render_context_of(load(ROOT, TODAY))


@pytest.fixture(scope="module")
def archive(context: RenderContext) -> Archive:
    return context.archive


@pytest.fixture(scope="module")
def views(context: RenderContext) -> dict[str, View]:
    return views_of(context)


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
    assert len(circular_periods(archive)) == 14
    index = {path for path, _ in views["stats/"].links()}
    for period in circular_periods(archive):
        assert urls.stats(period.label) in views
        assert urls.stats(period.label) in index


def test_a_circular_shows_the_engine_s_figures(archive: Archive, views: dict[str, View]) -> None:
    for period in circular_periods(archive):
        view, found = views[urls.stats(period.label)], circular(archive, period)
        for table in found.tables:
            shown = {row[0]: row for row in rows(view, f"points-{table.group.id}")}
            for row in table.rows:
                cells = shown[row.unit.name]
                assert cells[1] == ("—" if row.rank is None else str(row.rank))
                assert cells[2 + found.compares_ranks] == str(len(row.now.submitted))
                assert amount(row.points or Fraction(0), 2) in cells
                assert amount(row.points_to_date or Fraction(0), 2) in cells


def test_ranks_are_compared_only_where_there_were_some_before(archive: Archive, views: dict[str, View]) -> None:
    """The sample begins in 2025: neither that year nor its first quarter has a rank before."""
    shown = {}
    for label in ("2025", "2025-Q1", "2026", "2026-Q3"):
        view = views[urls.stats(label)]
        heads = next(rows(view, f"points-{circular(archive, Period.parse(label)).tables[0].group.id}"))
        shown[label] = "Before" in heads, "The change of rank" in text(view.tree)
    assert shown == {"2025": (False, False), "2025-Q1": (False, False), "2026": (True, True), "2026-Q3": (True, True)}


def test_points_lead_to_entries_that_add_up_to_them(archive: Archive, views: dict[str, View]) -> None:
    seen = 0
    for year in (2025, 2026):
        for row in circular(archive, Period.year(year)).rows:
            view = views[urls.ledger(row.unit, year)]
            for number in range(1, 5):
                quarter = Period.parse(f"{year}-Q{number}")
                if quarter.first > TODAY:
                    continue
                # Each entry is rounded to four places as it is shown.
                near = Fraction(1, 1000)
                assert (
                    abs(points_in(view.ids[f"points-q{number}"]) - whole_ledger(archive).points(row.unit.id, quarter))
                    < near
                )
                so_far = view.ids[f"points-to-q{number}" if number > 1 else "points-q1"]
                assert abs(points_in(so_far) - whole_ledger(archive).points(row.unit.id, quarter.to_date)) < near
                seen += 1
    assert seen > 100


def test_a_year_shows_its_standings(archive: Archive, views: dict[str, View]) -> None:
    year = Period.year(2026)
    view = views["years/2026/"]
    for ranking in standings_for(archive, year).groups:
        shown = [[*row[:2], row[6]] for row in rows(view, f"standing-{ranking.group.id}")][1:]
        assert shown == [[p.unit.name, str(p.rank), amount(p.result or Fraction(0), 2)] for p in ranking.ranked]
    best = [row[0] for row in rows(view, "authors")][1:]
    assert best == [author.name for author in ranked_authors(archive, year)[: len(best)]]
    page_text = text(view.tree)
    for champion in top_units(archive, year):
        assert all(unit.name in page_text for unit in champion.units)


def test_a_unit_that_is_out_of_the_awards_stands_apart_with_the_reason(tmp_path: Path) -> None:
    scheme = (
        'name = "办法"\nvalid-from = 2026-01-01\nvalid-to = 2026-12-31\n'
        '[[submission]]\nwords = "每篇一分"\npoints = 1\n'
        '[[adoption]]\nwords = "采用二分"\npoints = 2\n'
        '[[lapse]]\nwords = "严重失实的取消评先资格"\nkinds = ["误报", "撤回"]\npoints = -1\ndisqualifies = true\n'
    )
    wrong = item(corrections="[{date: 2026-04-01, note: 数字有误}]")
    found = loaded(tmp_path, {"registry/schemes/2026.toml": scheme, "content/items/2026/a.md": wrong})
    assert found.problems == ()
    views = views_of(render_context_of(found))
    apart = views["years/2026/"].tree.findall(".//*[@id='apart']")
    assert len(apart) == 1
    assert "严重失实的取消评先资格" in text(views["years/2026/"].tree)
    assert "严重失实的取消评先资格" in text(views["units/chengguan/2026/ledger/"].ids["apart"])


def test_a_half_year_is_told_like_a_quarter(archive: Archive, views: dict[str, View]) -> None:
    for label, parts in (("2025-H2", ("q3", "q4")), ("2026-H1", ("q1", "q2"))):
        half = Period.parse(label)
        view = views[urls.stats(label)]
        assert "half" in text(view.tree)
        for row in circular(archive, half).rows:
            ledger = views[urls.ledger(row.unit, half.first.year)]
            page_text = text(ledger.ids["points-h2" if label.endswith("2") else "points-to-q2"]).rpartition(" ")[2]
            assert page_text == amount(row.points or Fraction(0))
            assert all(f"points-{part}" in ledger.ids for part in parts)


def test_the_first_nine_months_have_a_list_of_their_own(archive: Archive, views: dict[str, View]) -> None:
    view = views["stats/2026-Q3/to-date/"]
    for row in circular(archive, Period.parse("2026-Q3")).rows:
        if row.to_date.submitted:
            assert view.entries(row.unit.id) == len(row.to_date.submitted)
    assert "stats/2026-Q2/to-date/" not in views


def test_every_sum_of_a_circular_leads_somewhere(views: dict[str, View]) -> None:
    for url in ("stats/2026/", "stats/2026-H1/", "stats/2026-Q3/"):
        sums = [row for row in views[url].tree.iter("tr") if "b-sum" in classes(row)]
        assert sums
        for cell in (cell for row in sums for cell in row.iter("td")):
            assert cell.find("a") is not None or text(cell) in ("", "0", "—"), (url, text(cell))


def test_joint_adoptions_count_once_in_a_sum_and_have_a_list(tmp_path: Path) -> None:
    joint = item(unit="[城关镇, 东双河镇]", adopted_by="[{publication: 组工信息, date: 2026-03-09}]")
    found = loaded(tmp_path, {"content/items/2026/a.md": joint}).require_valid()
    views = views_of(render_context_of(found))
    [total] = [row for row in rows(views["stats/2026/"], "points-townships") if row[0] == "Sum of the group"]
    assert total[-1] == "1"
    assert views["stats/2026/adoptions/"].entries("once-townships") == 1
    assert views["stats/2026/adoptions/"].entries("group-townships") == 2


def test_authors_have_a_section_each(archive: Archive, views: dict[str, View]) -> None:
    assert {urls.author(*key) for key in all_authors(archive)} <= set(views["authors/"].links())
    for (unit, name), author in all_authors(archive).items():
        page, anchor = urls.author(unit, name)
        assert len(author.items) <= SECTION_LENGTH
        assert views[page].entries(anchor) == len(author.items)
        shown = [row[1:5] for row in rows(views[page], "overview") if row[0] == name]
        adopted, events = sum(1 for i in author.items if i.adoptions), sum(len(i.adoptions) for i in author.items)
        rate = percent_in_column(Fraction(adopted, len(author.items)))
        assert shown == [[str(len(author.items)), str(adopted), rate, str(events)]]
    best = ranked_authors(archive, Period.year(2026))[0]
    page, anchor = urls.author(best.unit.id, best.name)
    section = views[page].ids[anchor]
    assert f"2026, points: {amount(best.points)}" in text(section)
    ledger = views[urls.ledger(best.unit, 2026)]
    assert abs(points_in(ledger.ids[f"author-{best.name}"]) - best.points) < Fraction(1, 1000)


def test_an_author_of_many_items_has_a_page(context: RenderContext, archive: Archive) -> None:
    author = max(all_authors(archive).values(), key=lambda author: len(author.items))
    many = [replace(author.items[0], id=f"2026/many-{n}", date=date(2026, 1, 1 + n)) for n in range(SECTION_LENGTH)]
    more = replace(archive, items=tuple(sorted((*archive.items, *many), key=lambda item: (item.date, item.id))))
    views = views_of(replace(context, archive=more))
    own, (page, anchor) = urls.author_page(author.unit.id, author.name), urls.author(author.unit.id, author.name)
    number = len(author.items) + len(many)
    assert views[page].entries(anchor) == SECTION_LENGTH
    assert (number, own, "") in set(views[page].numbers())
    assert views[own].entries("") == number
    ranked = {(found.unit.id, found.name): found for found in ranked_authors(more, Period.year(2026))}
    best = ranked[author.unit.id, author.name]
    assert ["2026", amount(best.points, 2), str(best.rank)] in [[r[0], *r[-2:]] for r in rows(views[own], "course")]


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("李某", "李某"),
        ("李 某", "李-某-d9ac4976"),
        ("Li", "li-3d368a0b"),
        ("con", "con-1143da2b"),
        ("../..", "--0cfd1c96"),
    ],
)
def test_addresses_of_authors_are_safe_and_never_change(name: str, folder: str) -> None:
    assert urls.author("zzk", name) == ("authors/zzk/", f"author-{folder}")
    assert urls.author_page("zzk", name) == f"authors/zzk/{folder}/"


def test_a_ledger_is_there_where_it_has_something_to_show(tmp_path: Path) -> None:
    written = {
        "content/items/2026/a.md": item(unit="组织科"),
        "content/items/2026/b.md": item("又一段。", title="乙", corrections="[{date: 2026-04-01, note: 数字有误}]"),
    }
    views = views_of(render_context_of(loaded(tmp_path, written).require_valid()))
    assert [url for url in views if url.endswith("/ledger/")] == ["units/chengguan/2026/ledger/"]
    assert "数字有误" in text(views["units/chengguan/2026/ledger/"].ids["erroneous-year"])
    assert "stats/2026-Q1/" in views
    assert "stats/2026-Q3/" not in views


def test_without_a_scheme_things_are_counted_and_no_points_are_shown(context: RenderContext) -> None:
    bare = replace(context.archive, schemes=(), targets=())
    views = views_of(RenderContext(archive=bare, bodies=context.bodies, language="en", theme=context.theme))
    view = views["stats/2026/"]
    assert "coring scheme" not in text(view.tree)
    head = next(rows(view, "points-offices"))
    assert "Rank" not in head
    assert "Points" not in head
    assert not [view for url, view in views.items() if url.endswith("/ledger/") and "points" in view.ids]
    assert "points" not in text(views["stats/"].tree)


def test_an_empty_archive_has_its_index(tmp_path: Path) -> None:
    views = views_of(render_context_of(loaded(tmp_path, {})))
    assert [url for url in views if url.startswith("stats/")] == ["stats/"]


def test_a_unit_shows_its_rank_over_time(archive: Archive, views: dict[str, View]) -> None:
    for unit in archive.registry.units:
        shown = [row[0] for row in rows(views[urls.unit(unit)], "standing")][1:]
        there = [y for y in archive.years if any(r.unit == unit for r in standings_for(archive, Period.year(y)).units)]
        assert shown == [str(year) for year in there]


def test_points_without_an_end_have_four_places_as_in_the_ledger() -> None:
    # 14 / 3
    assert ">4.6667<" in points_cell(Fraction(14, 3), "#a").html
