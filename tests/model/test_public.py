"""What is published of points: all, sums of groups, or nothing, in pages, data files and search alike."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.cli import main
from bulletin.content.loader import load
from bulletin.core.dates import Grain, Period
from bulletin.model.archive import Archive
from bulletin.model.enums import PublishedPoints
from bulletin.model.public import PUBLIC_FIELDS, public_archive
from bulletin.model.records import Item
from bulletin.model.scheme_enums import Measure
from bulletin.scoring import circular, whole_ledger
from bulletin.scoring.group_points import group_points
from bulletin.scoring.lapses import all_lapses
from tests.support.archives import BULLETIN, TODAY, problems
from tests.support.canaries import found
from tests.support.page_views import check_numbers, render_context_of, views_of
from tests.support.point_canaries import SCHEME_WORDS, archive, closed_archive, point_canaries, registry
from tests.support.publishing import publish, snapshot, theme
from tests.support.scoring_strategies import Rules, items, office, rules
from tests.support.serve_process import Served

Q1, Q2, Q3, Q4 = (Period.parse(f"2026-Q{number}") for number in range(1, 5))
CHANGED_BY_POINTS = re.compile(r"计分|得分|名次|位次|升降")


def facts(root: Path, points: str = "") -> Archive:
    return load(archive(root, points), TODAY).require_valid().archive


def build(root: Path, site: Path) -> dict[str, bytes]:
    assert main(["--archive", str(root), "--site-dir", str(site), "--date", str(TODAY), "--lang", "en"]) == 0
    return {name: data for name, data in snapshot(site).items() if name != ".bulletin-site"}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, bytes]]:
    made = {}
    for points in ("", "groups", "none"):
        root = closed_archive(tmp_path_factory.mktemp("archive"), points)
        made[points or "all"] = build(root, root / "site")
    return made


@pytest.fixture(scope="module")
def amounts(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return point_canaries(load(closed_archive(tmp_path_factory.mktemp("facts")), TODAY).require_valid().archive)


class TestSetting:
    @pytest.mark.parametrize(
        ("text", "points"),
        [
            ("", PublishedPoints.ALL),
            ('[publish]\npoints = "all"', PublishedPoints.ALL),
            ('[publish]\npoints = "全部"', PublishedPoints.ALL),
            ('[publish]\npoints = "groups"', PublishedPoints.GROUPS),
            ('[publish]\npoints = "分组"', PublishedPoints.GROUPS),
            ('[publish]\npoints = "none"', PublishedPoints.NONE),
            ('[publish]\npoints = "不公开"', PublishedPoints.NONE),
            ('[发布]\n得分 = "不公开"', PublishedPoints.NONE),
        ],
    )
    def test_is_read(self, tmp_path: Path, text: str, points: PublishedPoints) -> None:
        archive(tmp_path)
        (tmp_path / "registry/bulletin.toml").write_text(f"{BULLETIN}\n{text}\n", "utf-8")
        assert load(tmp_path, TODAY).require_valid().archive.registry.bulletin.points is points

    @pytest.mark.parametrize(
        ("text", "code", "field", "line"),
        [
            ('[publish]\npoints = "non"', "unknown-term", "points", 2),
            ("[publish]\npoints = false", "bad-setting", "points", 2),
            ('[publish]\npoints = ""', "missing-setting", "points", 2),
            ('[publish]\npoint = "none"', "missing-setting", "points", 1),
            ('publish = "none"', "bad-setting", "publish", 1),
            ('[[publish]]\npoints = "none"', "bad-setting", "publish", 1),
        ],
    )
    def test_anything_else_is_an_error_with_its_line(
        self, tmp_path: Path, text: str, code: str, field: str, line: int
    ) -> None:
        is_table = text.startswith("[")
        written = f"{BULLETIN}\n{text}\n" if is_table else f"{text}\n{BULLETIN}"
        found = {problem.code: problem for problem in problems(tmp_path, {"registry/bulletin.toml": written})}
        problem = found[code]
        assert (problem.path, problem.field) == ("registry/bulletin.toml", field)
        assert problem.line == line + (BULLETIN.count("\n") + 1 if is_table else 0)
        assert load(tmp_path, TODAY).archive.registry.bulletin.points is PublishedPoints.NONE


class TestFace:
    def test_every_field_of_an_archive_is_public_or_not(self) -> None:
        """A new field of the archive is not published before it is named among the public ones."""
        assert {field.name for field in fields(Archive)} - set(PUBLIC_FIELDS) == {
            "schemes",
            "closed",
            "targets",
            "deadlines",
            "scored",
        }

    def test_everything_is_public_by_default(self, tmp_path: Path) -> None:
        whole = facts(tmp_path)
        assert public_archive(whole) is whole

    @pytest.mark.parametrize("points", ["groups", "none"])
    def test_without_points_what_counts_is_the_same(self, tmp_path: Path, points: str) -> None:
        whole = facts(tmp_path, points)
        public = public_archive(whole)
        assert public.schemes == ()
        assert public_archive(public) is public
        assert all_lapses(public) == all_lapses(whole)
        assert len([lapse for lapse in all_lapses(public) if lapse.late.amount]) == 1
        for period in (Q1, Q2, Q3, Q4, Period.year(2026)):
            mine, theirs = circular(public, period), circular(whole, period)
            for row, other in zip(mine.rows, theirs.rows, strict=True):
                assert (row.unit, list(row.now.submitted), list(row.now.adoptions)) == (
                    other.unit,
                    list(other.now.submitted),
                    list(other.now.adoptions),
                )
                assert row.standing.completions == other.standing.completions
                assert (row.points, row.rank, row.standing.disqualified, row.standing.failed) == (None, None, (), ())
            assert not mine.top_items

    @settings(max_examples=25)
    @given(items(), rules, st.sampled_from([PublishedPoints.GROUPS, PublishedPoints.NONE]))
    def test_so_it_is_under_any_rules(self, written: list[Item], chosen: Rules, points: PublishedPoints) -> None:
        whole = office(written, chosen)
        registry = replace(whole.registry, bulletin=replace(whole.registry.bulletin, points=points))
        public = public_archive(replace(whole, registry=registry))
        assert all_lapses(public) == all_lapses(whole)
        assert not whole_ledger(public).units
        assert not whole_ledger(public).authors
        for quarter in Period.year(2026).split(Grain.QUARTER):
            mine, theirs = circular(public, quarter).by_unit, circular(whole, quarter).by_unit
            assert {name: row.standing.completions for name, row in mine.items()} == {
                name: row.standing.completions for name, row in theirs.items() if name in mine
            }
            # Who is in it for points only is not in it without them.
            assert not any(theirs[name].now.submitted or theirs[name].now.adoptions for name in theirs.keys() - mine)

    def test_targets_of_numbers_are_public_and_no_others(self, tmp_path: Path) -> None:
        whole = facts(tmp_path, "none")
        kinds = tuple(replace(whole.targets[0], id=measure.value, measure=measure) for measure in Measure)
        public = public_archive(replace(whole, targets=kinds))
        assert [target.id for target in public.targets] == ["submitted", "adopted", "adoptions"]

    def test_nothing_of_a_scheme_is_left_but_when_items_are_late(self, tmp_path: Path) -> None:
        public = public_archive(facts(tmp_path, "none"))
        assert public.scored is None
        [left] = public.deadlines
        assert [deadline.limit for deadline in left.deadlines] == [2]
        assert not any(word in repr(public) for word in SCHEME_WORDS)

    def test_what_was_closed_has_no_points_either(self, tmp_path: Path) -> None:
        whole = load(closed_archive(tmp_path, "none"), TODAY).require_valid().archive
        [closed] = whole.closed
        assert any(unit.points for unit in closed.units)
        public = public_archive(whole)
        assert not any(word in repr(public) for word in SCHEME_WORDS)
        # Also where the scheme is there no more.
        for left in (public, public_archive(replace(whole, schemes=()))):
            units = [unit for one in left.closed for unit in one.units]
            assert {(unit.points, unit.rank, unit.entries) for unit in units} == {(None, None, ())}
            assert public_archive(left) is left
        for shown in (public, whole):
            row = circular(shown, Q1).by_unit["donghe"]
            assert (len(row.now.submitted), len(row.now.adoptions)) == (1, 0)


class TestSumsOfGroups:
    """By hand. First quarter of the townships:

    城关镇: 1123.75 报送 + 7391.25 采用 + 9007.75 督查 + 5003.5 任务 + 1301.5 采用率 = 23827.75
    东双河镇: 1123.75 + 5003.5 = 6127.25
    西河镇: 1123.75 - 2017.5 迟报 + 5003.5 = 4109.75
    北岭乡: nothing submitted, nothing earned
    together 34064.75. Third quarter: 3 × (1123.75 + 5003.5), 西河镇 + 7391.25 × 3 + 1301.5 = 41857.
    """

    def test_are_given_for_quarters_that_are_over_and_enough_units(self, tmp_path: Path) -> None:
        public = public_archive(facts(tmp_path, "groups"))
        given = {
            quarter.label: {g.group.id: g.points for g in group_points(public, quarter)} for quarter in (Q1, Q2, Q3, Q4)
        }
        assert given == {
            # The office is alone in its group.
            "2026-Q1": {"offices": None, "townships": Fraction("34064.75")},
            # Of the townships only one has points.
            "2026-Q2": {"townships": None},
            "2026-Q3": {"townships": Fraction(41857)},
            # The quarter is not over.
            "2026-Q4": {"townships": None},
        }

    def test_no_sum_is_given_from_which_another_could_be_subtracted(self, tmp_path: Path) -> None:
        public = public_archive(facts(tmp_path, "groups"))
        for label in ("2026-H1", "2026-H2", "2026"):
            assert {g.points for g in group_points(public, Period.parse(label))} == {None}

    def test_a_year_is_the_sum_of_its_quarters(self, tmp_path: Path) -> None:
        whole = facts(tmp_path, "groups")
        # As if all of the year's items had been submitted in the first and the third quarter of two years.
        kept = tuple(item for item in whole.items if item.id[-1] in "abcfgh")
        [scheme] = whole.schemes
        short = replace(scheme, first=date(2026, 7, 1))
        public = public_archive(replace(whole, items=kept, schemes=(short,), today=date(2026, 10, 1)))
        [townships] = [g for g in group_points(public, Q3) if g.group.id == "townships"]
        assert townships.points == Fraction(41857)
        # The fourth quarter has just begun.
        assert [g.points for g in group_points(public, Period.parse("2026-H2"))] == [None]
        ended = replace(short, last=date(2026, 9, 30))
        public = public_archive(replace(whole, items=kept, schemes=(ended,), today=date(2026, 10, 1)))
        for label in ("2026-Q3", "2026-H2", "2026"):
            assert [g.points for g in group_points(public, Period.parse(label))] == [Fraction(41857)], label

    @settings(max_examples=25)
    @given(items(), rules)
    def test_a_longer_period_has_a_sum_if_all_its_quarters_have_one(self, written: list[Item], chosen: Rules) -> None:
        whole = office(written, chosen)
        setting = replace(whole.registry.bulletin, points=PublishedPoints.GROUPS)
        public = public_archive(replace(whole, registry=replace(whole.registry, bulletin=setting)))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bulletin.scoring.group_points.MIN_UNITS", 2)
            for span in (Period.year(2025), *Period.year(2025).split(Grain.HALF)):
                quarters = [{g.group.id: g.points for g in group_points(public, q)} for q in span.split(Grain.QUARTER)]
                for group, points in ((each.group.id, each.points) for each in group_points(public, span)):
                    parts = [quarter.get(group) for quarter in quarters]
                    assert points == (None if None in parts else sum(part for part in parts if part is not None))

    def test_other_archives_have_none(self, tmp_path: Path) -> None:
        assert group_points(public_archive(facts(tmp_path / "n", "none")), Q1) == ()
        assert group_points(public_archive(facts(tmp_path / "a")), Q1) == ()


class TestCanaries:
    def test_are_found_where_points_are_published(
        self, sites: Mapping[str, Mapping[str, bytes]], amounts: set[str]
    ) -> None:
        assert found(sites["all"], SCHEME_WORDS) == set(SCHEME_WORDS) - {"玄武时限己巳条款"} | found(
            sites["all"], {"玄武时限己巳条款"}
        )
        assert len(found(sites["all"], amounts)) > len(amounts) / 2

    @pytest.mark.parametrize("points", ["groups", "none"])
    def test_are_nowhere_where_they_are_not(
        self, sites: Mapping[str, Mapping[str, bytes]], amounts: set[str], points: str
    ) -> None:
        assert not found(sites[points], SCHEME_WORDS)
        assert not found(sites[points], amounts)
        assert not [name for name in sites[points] if "ledger-" in name]
        assert "玄武" not in "".join(data.decode("utf-8", "ignore") for data in sites[points].values())

    @pytest.mark.parametrize("points", ["groups", "none"])
    def test_no_page_speaks_of_points_but_of_the_sums_of_groups(
        self, sites: Mapping[str, Mapping[str, bytes]], points: str
    ) -> None:
        told = {
            name for name, data in sites[points].items() if CHANGED_BY_POINTS.search(data.decode("utf-8", "ignore"))
        }
        sums = {
            "stats/2026-Q1/index.html",
            "stats/2026-Q3/index.html",
            "data/stats-2026-Q1.csv",
            "data/stats-2026-Q3.csv",
        }
        assert {name for name in told if name.endswith((".html", ".csv", ".json"))} == (
            sums if points == "groups" else set()
        )

    def test_sums_of_groups_are_shown(self, sites: Mapping[str, Mapping[str, bytes]]) -> None:
        page = sites["groups"]["stats/2026-Q1/index.html"].decode()
        assert "34064.75" in page
        figures = json.loads(sites["groups"]["data/stats-2026-Q1.json"])
        assert [(group["id"], group["points"]) for group in figures["groups"]] == [
            ("offices", None),
            ("townships", "34064.75"),
        ]
        assert {unit["points"] for group in figures["groups"] for unit in group["units"]} == {None}
        assert not found(sites["none"], {"34064.75", "41857"})

    def test_data_files_hold_the_same_keys(self, sites: Mapping[str, Mapping[str, bytes]]) -> None:
        whole, public = (json.loads(sites[points]["data/stats-2026-Q1.json"]) for points in ("all", "none"))
        assert whole.keys() == public.keys()
        assert (public["scheme"], public["best"], public["authors"]) == (None, [], [])
        unit, other = (found["groups"][1]["units"][0] for found in (public, whole))
        assert unit.keys() == other.keys()
        gone = {"points", "points_to_date", "result", "rank", "rank_before", "rank_to_date"}
        assert {unit[key] for key in gone} == {None}
        lists = ("disqualified", "failed", "failures", "changes")
        assert (unit["points_by_family"], unit["points_by_publication"]) == ({}, {})
        assert not any(unit[key] for key in lists)
        kept = unit.keys() - gone - {"points_by_family", "points_by_publication", *lists}
        assert {key: unit[key] for key in kept} == {key: other[key] for key in kept}


class TestSwitching:
    def test_the_setting_leaves_nothing_of_the_other_behind(
        self, tmp_path: Path, sites: Mapping[str, Mapping[str, bytes]]
    ) -> None:
        root = closed_archive(tmp_path / "archive")
        for points in ("all", "none", "groups", "all", "groups", "none"):
            (root / "registry/bulletin.toml").write_text(registry(points)["registry/bulletin.toml"], "utf-8")
            assert build(root, root / "site") == sites[points], points

    def test_the_preview_shows_what_readers_will_see(
        self, tmp_path: Path, sites: Mapping[str, Mapping[str, bytes]]
    ) -> None:
        root = closed_archive(tmp_path / "archive", "none")
        with Served(root, tmp_path / "words") as served:
            for name in ("data/stats-2026-Q1.json", "data/stats-2026-Q1.csv"):
                assert served.ask(f"/{name}").data == sites["none"][name]
            for name in ("stats/2026-Q1/", "units/chengguan/", "units/chengguan/2026/ledger/"):
                assert not found({"page": served.ask(f"/{name}").data}, SCHEME_WORDS)
            assert served.ask("/data/ledger-2026.json").status == 404


class TestCommands:
    @pytest.mark.parametrize("points", ["groups", "none"])
    def test_those_who_run_the_program_see_everything(
        self, tmp_path: Path, points: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given = []
        for setting in ("", points):
            root = closed_archive(tmp_path / (setting or "all"), setting)
            capsys.readouterr()
            common = ("--archive", str(root), "--date", str(TODAY), "--format", "json")
            for command in (
                ["stats", "--period", "2026-Q1"],
                ["ledger", "--unit", "城关镇", "--period", "2026"],
                ["explain-scheme"],
            ):
                assert main([*command, *common]) == 0
                given.append(capsys.readouterr().out)
        assert given[:3] == given[3:]
        assert "玄武报送甲子条款" in given[4]
        assert "23827.75" in given[3]


class TestPublishing:
    @pytest.mark.parametrize("points", ["groups", "none"])
    def test_no_link_leads_to_what_is_not_there(self, tmp_path: Path, points: str) -> None:
        done = publish(closed_archive(tmp_path / "archive", points), tmp_path / "releases", office=True)
        assert done.code == 0, done.err

    def test_words_of_a_scheme_are_looked_for(self, tmp_path: Path) -> None:
        root = closed_archive(tmp_path / "archive", "none")
        theme(root, "按照“玄武报送甲子条款”执行")
        done = publish(root, tmp_path / "releases", "--trust")
        assert done.code == 1
        assert "registry/schemes/2026.toml" in done.err
        assert "玄武" not in done.err + done.out
        (root / "registry/bulletin.toml").write_text(BULLETIN, "utf-8")
        assert publish(root, tmp_path / "releases", "--trust").code == 0


@pytest.mark.parametrize("targets", [True, False])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_archive_without_a_scheme_has_no_columns_without_figures(
    tmp_path: Path,
    language: str,
    targets: bool,  # noqa: FBT001 - a case
) -> None:
    loaded = load(archive(tmp_path, scheme=False, targets=targets), TODAY).require_valid()
    views = views_of(render_context_of(loaded, language))
    check_numbers(views)
    for url, view in views.items():
        assert not CHANGED_BY_POINTS.search(view.page.content), url
    ledgers = {url for url in views if url.endswith("/ledger/")}
    # Without targets only what was corrected is a lapse.
    assert ledgers == {url for url in ledgers if targets or url == "units/chengguan/2026/ledger/"}
    assert "units/chengguan/2026/ledger/" in ledgers


@pytest.mark.parametrize("targets", [True, False])
def test_an_archive_without_a_scheme_can_be_published(tmp_path: Path, targets: bool) -> None:  # noqa: FBT001 - a case
    done = publish(archive(tmp_path / "archive", scheme=False, targets=targets), tmp_path / "releases")
    assert done.code == 0, done.err
