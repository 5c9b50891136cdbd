"""What no key of a change has touched is the same, whatever was edited; and an edit touches what it has to."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bulletin.build.changes import ArchiveState, changed_keys
from bulletin.build.changes.registry import issue_keys
from bulletin.build.documents import changed_documents
from bulletin.build.outputs import export_context
from bulletin.content.loader import LoadedArchive, load
from bulletin.exports import export_files
from bulletin.model import keys
from bulletin.model.keys import Key
from bulletin.search.document import make_document
from bulletin.search.index.segments import segment_columns
from bulletin.search.index.writer import searchable_items
from bulletin.site import routes
from bulletin.site.context import RenderContext
from bulletin.site.page import Route
from bulletin.site.shells import values
from tests.support.archives import item as item_text
from tests.support.archives import write
from tests.support.paths import ROOT
from tests.support.sample_edits import DAY, EDITS, LATER, PREPARED


def _context(loaded: LoadedArchive) -> RenderContext:
    return RenderContext(
        archive=loaded.archive,
        bodies=loaded.bodies,
        theme=(ROOT / "theme",),
        site_url="https://bulletin.example/",
        static_page_urls=loaded.static_page_urls,
    )


def _made(loaded: LoadedArchive) -> dict[str, object]:
    """Return every page, data file and feed, and what is searched of every item."""
    context = _context(loaded)
    found: dict[str, object] = {}
    for route in routes.all_routes(context.archive):
        found[route.url] = values(routes.render(context, route), route, context.site_url)
    found |= {file.address: file.make() for file in export_files(export_context(context))}
    for item in searchable_items(loaded.archive):
        columns = segment_columns([item], [0], [0], [0])
        found[f"document {item.id}"] = columns, make_document(loaded.archive, item, loaded.bodies[item.path])
    return found


def _state(loaded: LoadedArchive) -> ArchiveState:
    return ArchiveState.of(_context(loaded).archive, loaded.reading, loaded.static_page_urls)


def _routes(loaded: LoadedArchive) -> set[Route]:
    return set(routes.all_routes(_context(loaded).archive))


def _inputs(loaded: LoadedArchive) -> dict[str, frozenset[Key]]:
    """Return what each page and file depends on, by address."""
    archive = _context(loaded).archive
    found = {route.url: frozenset(routes.inputs(archive, route)) for route in routes.all_routes(archive)}
    return found | {file.address: frozenset(file.inputs) for file in export_files(export_context(_context(loaded)))}


@cache
def _before() -> tuple[LoadedArchive, dict[str, object]]:
    loaded = load(ROOT, DAY)
    return loaded, _made(loaded)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    for name in ("content", "issues", "registry"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def _check(before: LoadedArchive, was: dict[str, object], after: LoadedArchive, now: dict[str, object]) -> None:
    """Compare what no key has touched, of two states of an archive."""
    touched = changed_keys(_state(before), _state(after))
    same = {address for address, needed in _inputs(after).items() if address in was and touched.isdisjoint(needed)}
    documents = changed_documents(_state(before), _state(after), touched)
    same |= {f"document {item.id}" for item in searchable_items(after.archive) if item.id not in documents}
    assert not [address for address in same if was.get(address) != now[address]]
    if keys.PAGES not in touched:
        assert _routes(before) == _routes(after)
    # Results that nobody compares count as touched.
    unscored = changed_keys(_state(before), _state(after), score=False)
    assert not [key for key in touched if not keys.touch(unscored, [key])]


@pytest.mark.parametrize(("edit", "day"), [*((edit, DAY) for edit in EDITS), ("nothing", LATER), ("title", LATER)])
@pytest.mark.slow
def test_what_has_not_been_touched_is_the_same(sample: Path, edit: str, day: date) -> None:
    EDITS[edit](sample)
    after = load(sample, day).require_valid()
    (before, was), now = _before(), _made(after)
    _check(before, was, after, now)
    # And when the edit is undone.
    _check(after, now, before, was)
    changed = {address for address in was.keys() | now.keys() if was.get(address) != now.get(address)}
    assert bool(changed) == ((edit, day) != ("nothing", DAY))


@pytest.mark.parametrize("name", PREPARED)
@pytest.mark.slow
def test_what_depends_on_another_file_or_the_day(sample: Path, name: str) -> None:
    prepare, edit, day = PREPARED[name]
    prepare(sample)
    before = load(sample, DAY).require_valid()
    edit(sample)
    after = load(sample, day).require_valid()
    was, now = _made(before), _made(after)
    assert was != now
    _check(before, was, after, now)
    _check(after, now, before, was)


def _touched(sample: Path, edit: str, day: date = DAY) -> set[str]:
    EDITS[edit](sample)
    after = load(sample, day).require_valid()
    touched = changed_keys(_state(_before()[0]), _state(after))
    return {address for address, needed in _inputs(after).items() if not touched.isdisjoint(needed)}


def test_a_title_touches_what_shows_it_and_no_other_year(sample: Path) -> None:
    touched = _touched(sample, "title")
    assert len([url for url in touched if url.startswith("items/")]) < 25
    assert not [url for url in touched if re.search(r"/202[345]", url) and not url.startswith("items/")]
    assert len(touched) < 90


def test_words_touch_the_pages_that_hold_them(sample: Path) -> None:
    touched = _touched(sample, "words")
    assert 2 <= len(touched) <= 5
    assert all(url.startswith(("items/", "issues/", "feeds/", "compilations/")) for url in touched)


def test_an_issue_touches_no_circular_of_another_year(sample: Path) -> None:
    touched = {url for url in _touched(sample, "issue gone") if url.startswith(("stats/20", "years/20"))}
    assert {"stats/2026-Q4/", "years/2026/"} <= touched
    assert all("/2026" in url for url in touched)


def test_an_item_that_leaves_an_issue_does_not_touch_the_feeds_of_the_others(sample: Path) -> None:
    before = load(sample, DAY)
    issue = next(one for one in reversed(before.archive.issues) if len(before.archive.contents[one.id]) > 2)
    gone, *stay = before.archive.contents[issue.id]
    after = replace(before.archive, contents={**before.archive.contents, issue.id: tuple(stay)})
    touched = {*issue_keys(before.archive, after)}
    assert {keys.issue(issue.id), keys.item(gone)} <= touched
    assert not touched.intersection(map(keys.item, stay))


def test_another_day_touches_no_item(sample: Path) -> None:
    assert not [url for url in _touched(sample, "nothing", LATER) if url.startswith(("items/2", "issues/2"))]


def test_the_name_of_a_unit_touches_what_names_it(sample: Path) -> None:
    touched = _touched(sample, "name of a unit")
    items = [url for url in touched if url.startswith("items/2") and url.count("/") == 3]
    assert 0 < len(items) < len(_before()[0].archive.items) * 2 / 3
    ledgers = {url.split("/")[1] for url in touched if url.endswith("/ledger/")}
    assert "zzk" in ledgers
    assert "gwyk" not in ledgers


def test_the_text_of_a_circular_without_items_adds_a_page(tmp_path: Path) -> None:
    """A quarter in which nothing was submitted has a circular as soon as an editor has written its text."""
    write(tmp_path, {"content/index.md": "# 首页\n", "content/items/2026/a.md": item_text(date="2026-03-02")})
    before = load(tmp_path, DAY)
    write(tmp_path, {"content/circulars/2026-Q3.md": "本季度报送{报送条数}篇。\n"})
    after = load(tmp_path, DAY, previous=before)
    assert {keys.PERIODS, keys.PAGES} <= changed_keys(_state(before), _state(after))
    assert "stats/2026-Q3/" in {route.url for route in _routes(after) - _routes(before)}


def test_a_scheme_of_an_archive_without_items_can_be_edited(tmp_path: Path) -> None:
    def state(points: int) -> ArchiveState:
        rule = f'[[submission]]\nwords = "报送"\npoints = {points}\n[counting]\nadoptions-by = "submission"\n'
        write(tmp_path, {"content/index.md": "# 首页\n", "registry/schemes/2026.toml": f'name = "办法"\n{rule}'})
        return _state(load(tmp_path, DAY))

    assert keys.SCHEMES in changed_keys(state(1), state(2))
