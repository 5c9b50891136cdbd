"""Expired items, and those for a limited readership: what they say is nowhere, what counts is as it was."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.cli import main
from bulletin.content.loader import load
from bulletin.core.dates import Period
from bulletin.exports.stats_json import stats_record
from bulletin.model import aggregates
from bulletin.model.archive import Archive
from bulletin.model.redaction import redact
from bulletin.model.scheme import topics_of_rules
from bulletin.publish.audit import AuditRules, audit_file
from bulletin.publish.leak_terms import UnpublishedSources
from bulletin.scoring import whole_ledger
from bulletin.scoring.entries import Entry
from bulletin.search.normalize import fold
from bulletin.server.live_archive import LiveArchive
from tests.support import canaries
from tests.support.archives import TODAY, item, write
from tests.support.canaries import DECLARED, FACTS, FIELDS, GONE, KEPT, WITHHELD, found, words
from tests.support.page_views import check_numbers, render_context_of, views_of
from tests.support.paths import ROOT
from tests.support.publishing import publish, snapshot
from tests.support.serve_process import Served

A, B, ONE = "content/items/2026/a.md", "content/items/2026/b.md", "issues/2026/001.md"
OTHER = item("另一篇的正文。", title="另一篇", date="2026-03-06")
SHOWN = dict.fromkeys(FACTS, "")
SCRIPT = re.compile(rb'<script src="/-/serve\.js" data-stamp="\w+"></script>(?=</body>)')


def build(
    root: Path, site: Path, day: date = TODAY, capsys: pytest.CaptureFixture[str] | None = None
) -> dict[str, int]:
    if capsys:
        capsys.readouterr()
    code = main(["--archive", str(root), "--site-dir", str(site), "--date", str(day), "--format", "json"])
    assert code == 0
    told: dict[str, int] = json.loads(capsys.readouterr().out) if capsys else {}
    return told


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return canaries.archive(tmp_path_factory.mktemp("canaries"))


@pytest.fixture(scope="module")
def cold(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    site = tmp_path_factory.mktemp("built") / "site"
    build(root, site)
    return snapshot(site)


@pytest.mark.slow
class TestCanaries:
    def test_words_of_a_published_item_are_found_by_the_same_search(self, cold: Mapping[str, bytes]) -> None:
        assert found(cold, words("shown")) == words("shown", set(FIELDS) - {"note"})

    @pytest.mark.parametrize(
        ("place", "fields"),
        [
            (
                "items/2026/shown/index.html",
                {"title", "body", "heading", "outcomes.title", "endorsements.text", "authors", "picture"},
            ),
            ("issues/2026/001/index.html", {"title", "body", "link", "alt", "corrections.note"}),
            (
                "endorsements/index.html",
                {"title", "endorsements.text", "endorsements.by", "endorsements.follow-up", "outcomes.title"},
            ),
            ("topics/", {"topics"}),
            ("feeds/", {"title", "body", "heading", "topics"}),
            ("data/items.json", {path for path, spec in DECLARED.items() if spec.json}),
            ("data/items.csv", {path for path, spec in DECLARED.items() if spec.column}),
            ("data/ledger-2026.xlsx", {"title"}),
            ("data/ledger-2026.csv", {"title"}),
            ("data/search/", {"body", "heading", *(path for path, spec in DECLARED.items() if spec.searched)}),
        ],
    )
    def test_each_place_would_be_seen(self, cold: Mapping[str, bytes], place: str, fields: set[str]) -> None:
        there = {name: data for name, data in cold.items() if name.startswith(place)}
        assert found(there, words("shown")) >= words("shown", fields)

    @pytest.mark.parametrize("form", ["%E6%98%8E", "&#26126;", "\\u660e"])
    def test_each_disguise_would_be_seen(self, form: str) -> None:
        word = canaries.word("shown", "title")
        told = {"x.json": f'{{"x": "{form}{word[1:]}"}}'.encode()}
        assert found(told, {word}) == {word}
        assert found({"x": fold(word).encode()}, {word}) == {word}

    def test_no_word_of_what_is_not_published_is_anywhere(self, cold: Mapping[str, bytes]) -> None:
        assert found(cold, {word for kind in GONE for word in words(kind)}) == set()

    def test_of_what_is_withheld_only_facts_that_count_are_there(self, cold: Mapping[str, bytes]) -> None:
        for kind in WITHHELD:
            assert found(cold, words(kind)) == words(kind, KEPT)

    def test_all_of_it_was_there_before(self, cold: Mapping[str, bytes], tmp_path: Path) -> None:
        site, copy = tmp_path / "site", canaries.archive(tmp_path / "archive", SHOWN)
        build(copy, site, TODAY - timedelta(1))
        before = snapshot(site)
        for kind in FACTS:
            assert found(before, words(kind)) == words(kind, set(FIELDS) - {"note"})
        write(copy, canaries.files(), {})
        build(copy, site)
        assert snapshot(site) == cold

    def test_on_the_day_after_the_last_one_the_text_is_gone(
        self, root: Path, cold: Mapping[str, bytes], tmp_path: Path
    ) -> None:
        site = tmp_path / "site"
        build(root, site, date(2026, 10, 31))
        assert found(snapshot(site), words("expired")) == words("expired", set(FIELDS) - {"note"})
        build(root, site, date(2026, 11, 1))
        assert found(snapshot(site), words("expired")) == words("expired", KEPT)
        build(root, site)
        assert snapshot(site) == cold

    def test_an_edit_of_the_front_matter_is_enough(self, cold: Mapping[str, bytes], tmp_path: Path) -> None:
        site, copy = tmp_path / "site", canaries.archive(tmp_path / "archive", FACTS | {"restricted": ""})
        build(copy, site)
        write(copy, {"content/items/2026/restricted.md": canaries.text("restricted", FACTS["restricted"])}, {})
        build(copy, site)
        assert snapshot(site) == cold

    def test_an_edit_of_a_withheld_text_changes_nothing(
        self, cold: Mapping[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        site, copy = tmp_path / "site", canaries.archive(tmp_path / "archive")
        build(copy, site)
        for kind in WITHHELD:
            edited = canaries.text(kind, FACTS[kind], "改过的一段，也不能露面，字数多少都一样。")
            write(copy, {f"content/items/2026/{kind}.md": edited}, {})
            assert build(copy, site, TODAY, capsys)["pages_written"] == 0
        assert snapshot(site) == cold

    def test_any_way_there_ends_at_the_same_site(self, tmp_path: Path) -> None:
        dice, day, facts = random.Random(7), date(2026, 11, 20), dict(FACTS)  # noqa: S311 - the same way each time
        copy, site = canaries.archive(tmp_path / "archive"), tmp_path / "site"
        choices = ["", "audience: 限定", "expires: 2026-11-22", "expires: 2026-11-25", "status: 撤回"]
        for step in range(5):
            kind = dice.choice([kind for kind in facts if kind != "shown"])
            facts[kind] = dice.choice(choices)
            body = dice.choice(["", "另写的一段正文，长短不一。"])
            write(copy, {f"content/items/2026/{kind}.md": canaries.text(kind, facts[kind], body)}, {})
            day += timedelta(dice.choice([0, 1, 3, -2]))
            build(copy, site, day)
            other = tmp_path / str(step)
            shutil.copytree(copy, other / "archive", ignore=shutil.ignore_patterns(".cache"))
            build(other / "archive", other / "site", day)
            assert snapshot(site) == snapshot(other / "site"), (step, day, facts)

    def test_served_answers_are_those_of_a_build(self, cold: Mapping[str, bytes], tmp_path: Path) -> None:
        copy = canaries.archive(tmp_path / "archive", FACTS | {"restricted": ""})
        with Served(copy, tmp_path / "told") as served:
            assert canaries.word("restricted", "body") in served.text("/items/2026/restricted/")
            served.text("/data/search/start.json")
            write(copy, {"content/items/2026/restricted.md": canaries.text("restricted", FACTS["restricted"])}, {})
            served.shows("/items/2026/restricted/", "限定知悉范围")
            for name in cold.keys() - {".bulletin-site"}:
                status, _, data = served.ask("/" + quote(name))
                assert (status, SCRIPT.sub(b"", data)) == (200, cold[name]), name
            for kind in (*GONE, *WITHHELD):
                for field in ("picture", "shared"):
                    folder = "items/2026" if field == "picture" else "pictures"
                    assert served.ask(f"/{folder}/{quote(canaries.word(kind, field))}.png").status == 404

    def test_an_archive_in_memory_forgets_it_too(self, tmp_path: Path) -> None:
        copy = canaries.archive(tmp_path, FACTS | {"restricted": ""})
        live = LiveArchive(copy, TODAY, 1)
        for body in ("", "又改了几个字，仍然不能露面。"):
            path = "content/items/2026/restricted.md"
            write(copy, {path: canaries.text("restricted", FACTS["restricted"], body)}, {})
            live.update([path], TODAY)
            assert live.loaded == load(copy, TODAY)
            assert path not in live.loaded.bodies

    def test_commands_do_not_say_it(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        common = ["--archive", str(root), "--date", str(TODAY), "--lang", "zh"]
        for kind in ("json", "csv", "table"):
            assert main(["stats", "--period", "2026", "--format", kind, *common]) == 0
            assert main(["ledger", "--unit", "城关镇", "--period", "2026", "--format", kind, *common]) == 0
        told = capsys.readouterr().out
        assert "2026/expired（已到期，不再提供）" in told
        assert canaries.word("shown", "title") in told
        for kind in (*GONE, *WITHHELD):
            assert found({"told": told.encode()}, words(kind, set(FIELDS) - KEPT)) == set()

    def test_a_search_finds_nothing_of_it(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for kind in FACTS:
            asked = canaries.word(kind, "body")
            assert main(["search", asked, "--archive", str(root), "--date", str(TODAY), "--format", "json"]) == 0
            assert json.loads(capsys.readouterr().out)["total"] == (kind == "shown")

    def test_a_picture_that_a_hand_written_page_names_is_that_pages(self, tmp_path: Path) -> None:
        site, copy = tmp_path / "site", canaries.archive(tmp_path / "archive")
        name = canaries.word("expired", "shared")
        write(copy, {"content/guide.md": f"# 指南\n\n![图](pictures/{name}.png)\n"}, {})
        build(copy, site)
        assert (site / f"pictures/{name}.png").is_file()
        assert not (site / f"pictures/{canaries.word('restricted', 'shared')}.png").exists()


class TestPublishing:
    def test_what_is_published_is_what_is_built_with_its_documents(self, root: Path, tmp_path: Path) -> None:
        done = publish(root, tmp_path / "to", office=True)
        assert (done.code, done.err) == (0, done.err)
        site = tmp_path / "site"
        assert main(["build", "--archive", str(root), "--site-dir", str(site), "--date", str(TODAY), "--office"]) == 0
        assert snapshot(tmp_path / "to/current") == snapshot(site)

    @pytest.mark.parametrize("kind", [*GONE, *WITHHELD])
    def test_a_leak_of_anything_that_they_say_is_seen(
        self, root: Path, cold: Mapping[str, bytes], tmp_path: Path, kind: str
    ) -> None:
        hidden = UnpublishedSources.read(root, load(root, TODAY).archive)
        rules = AuditRules(site=tmp_path, leak_terms=hidden.leak_terms)
        # Names and notes of pictures are no words of a text.
        for field in set(FIELDS) - {"note", "picture", "shared", *(KEPT if kind in WITHHELD else ())}:
            page = cold["units/index.html"].decode()
            leak = f"<p>{canaries.word(kind, field)}</p></article>"
            (tmp_path / "x.html").write_text(page.replace("</article>", leak), "utf-8")
            findings = audit_file(rules, "x.html").findings
            leaks = [(finding.kind, finding.detail) for finding in findings if finding.kind == "leak"]
            assert leaks == [("leak", f"content/items/2026/{kind}.md")], field

    def test_words_that_front_matter_is_made_of_are_no_leak(self, tmp_path: Path) -> None:
        draft = item(
            "没写完。",
            title="没写完的一篇没写完的一篇",
            date="2026年3月16日",
            channel="commissioned",
            endorsements="[{by: 县委书记, follow-up: 办理办理办理办理}]",
            status="withdrawn",
        )
        write(tmp_path, {A: item(), B: draft})
        known = UnpublishedSources.read(tmp_path, load(tmp_path, TODAY).archive).leak_terms
        assert known.keys() == {"没写完的一篇没写完的一篇", "办理办理办理办理"}


class TestNumbers:
    def test_every_number_leads_to_a_list_of_exactly_so_many(self) -> None:
        read = load(ROOT, TODAY)
        whole, words = read.archive, topics_of_rules(read.archive.schemes, read.archive.targets)
        items = tuple(one if n % 3 else redact(one, words) for n, one in enumerate(whole.items))
        left = replace(whole, items=items, withheld=frozenset(i.id for i in items if i.is_withheld))
        views = views_of(render_context_of(replace(read, archive=left)))
        assert check_numbers(views) > 500
        before = views_of(render_context_of(read))
        for url, view in views.items():
            if view.route.kind not in ("topic", "topics", "stats"):
                assert [n for n, _, _ in view.numbers()] == [n for n, _, _ in before[url].numbers()], url


class TestData:
    def test_it_is_said_why_a_text_is_withheld(self, cold: Mapping[str, bytes]) -> None:
        facts = {fact["id"]: fact for fact in json.loads(cold["data/items.json"])["items"]}
        told = {name: (fact["withheld"], fact["audience"], fact["expires"]) for name, fact in facts.items()}
        assert told == {
            "2026/other": (None, "all", None),
            "2026/shown": (None, "all", None),
            "2026/expired": ("expired", "all", "2026-10-31"),
            "2026/restricted": ("restricted", "restricted", None),
        }
        assert facts["2026/expired"]["title"] == "2026/expired（已到期，不再提供）"
        assert facts["2026/restricted"]["outcomes"] == [{"date": "2026-04-03", "title": "（内容不在此提供）"}]

    def test_feeds_and_index_have_none_of_it(self, cold: Mapping[str, bytes]) -> None:
        for name, data in cold.items():
            if name.startswith(("feeds/", "data/search/")) and not name.endswith("index.html"):
                assert b'"2026/expired"' not in data, name
                assert b'"2026/restricted"' not in data, name
        assert any(b'"2026/shown"' in data for name, data in cold.items() if name.startswith("data/search/"))
        assert cold["feeds/all.xml"].count(b"<entry>") == len(["2026/shown", "2026/other"])


DAYS = st.integers(0, 400).map(lambda number: date(2026, 3, 9) + timedelta(number))
CHOICES = st.lists(st.one_of(st.none(), st.just("restricted"), DAYS), min_size=5, max_size=5)


@settings(max_examples=25)
@given(chosen=CHOICES, today=DAYS)
def test_figures_are_the_same_whatever_is_withheld(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[date | str | None], today: date
) -> None:
    facts = dict.fromkeys(FACTS, "")
    for kind, choice in zip(facts, chosen, strict=True):
        facts[kind] = f"expires: {choice}" if isinstance(choice, date) else "audience: 限定" if choice else ""
    where = tmp_path_factory.mktemp("figures")

    def figures(folder: str, told: Mapping[str, str]) -> list[object]:
        archive = load(canaries.archive(where / folder, told), today).archive
        periods = [Period.parse(label) for label in ("2026", "2026-Q1", "2026-Q2", "2027-Q1")]
        entries = [(str(e.points), e.words, e.item and e.item.id, e.author) for e in everything(archive)]
        return [*(stats_record(archive, period) for period in periods), aggregates.totals(archive, periods[0]), entries]

    assert figures("some", facts) == figures("none", SHOWN)


def everything(archive: Archive) -> list[Entry]:
    """Return every entry of every ledger, of units and of authors."""
    found = whole_ledger(archive)
    return [entry for accounts in (found.units, found.authors) for one in accounts.values() for entry in one.entries]
