"""What no key of a change has touched is the same, whatever was edited; and an edit touches what it has to."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bulletin.build.changes import ArchiveState, changed_keys
from bulletin.build.documents import changed_documents
from bulletin.build.outputs import export_context
from bulletin.content.loader import LoadedArchive, load
from bulletin.exports import export_files
from bulletin.model.keys import Key
from bulletin.search.document import make_document
from bulletin.search.index.segments import segment_columns
from bulletin.search.index.writer import searchable_items
from bulletin.site import routes
from bulletin.site.context import RenderContext
from bulletin.site.shells import values
from tests.support.paths import ROOT

DAY, LATER = date(2026, 11, 22), date(2026, 12, 2)
Edit = Callable[[Path], None]


def _item(root: Path, number: int, key: str = "") -> Path:
    found = [p for p in sorted((root / "content/items").rglob("*.md")) if key in p.read_text("utf-8")]
    return found[number]


def _put(key: str, value: str, number: int = -1) -> Edit:
    """Give the item of that *number* a value, in place of what it had."""

    def edit(root: Path) -> None:
        path = _item(root, number)
        _, front, body = path.read_text("utf-8").split("---\n", 2)
        # A value may run over several lines.
        front = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", front, flags=re.MULTILINE)
        path.write_text(f"---\n{front}{key}: {value}\n---\n{body}", encoding="utf-8")

    return edit


def _words(number: int) -> Edit:
    def edit(root: Path) -> None:
        path = _item(root, number)
        path.write_text(path.read_text("utf-8") + "\n\n## 又一节\n\n又加一段。\n", encoding="utf-8")

    return edit


def _rename(root: Path) -> None:
    # One that no issue lists.
    listed = "".join(p.read_text("utf-8") for p in (root / "issues").rglob("*.md"))
    path = next(p for p in sorted((root / "content/items").rglob("*.md"), reverse=True) if p.stem not in listed)
    path.rename(path.with_name("another-name.md"))


def _add(root: Path) -> None:
    path = _item(root, -1)
    text = path.read_text("utf-8").replace("title: ", "title: 又一篇")
    path.with_name("one-more.md").write_text(f"{text}\n\n与前一篇不同。\n", encoding="utf-8")


def _replace(file: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        path = next(p for p in sorted(root.glob(file), reverse=True) if old in p.read_text("utf-8"))
        path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")

    return edit


def _nothing(_root: Path) -> None:
    pass


EDITS: Mapping[str, Edit] = {
    "title": _put("title", "换了一个标题"),
    "an old title": _put("title", "换了一个标题", 3),
    "words": _words(40),
    "topics": _put("topics", "[夜校, 议事]"),
    "units": _put("unit", "[组织科, 干部科]"),
    "category": _put("category", "综述"),
    "date": _put("date", "2026-01-05", 100),
    "authors": _put("authors", "[某甲, 某乙]"),
    "adoption": _put("adopted-by", "[{publication: 组工信息, date: 2026-10-30, treatment: 摘要}]", 90),
    "endorsement": _put("endorsements", "[{by: 县委书记, level: 县, date: 2026-10-30, text: 可推广}]", 90),
    "correction": _put("corrections", "[{date: 2026-10-05, note: 数字更正}]", 120),
    "outcome": _put("outcomes", "[{title: 新办法, date: 2026-10-05}]", 120),
    "draft": _put("status", "草稿", -2),
    "withdrawn": _put("status", "撤回", 70),
    "signed off": _put("approved-by", "某科科长", 60),
    "renamed": _rename,
    "added": _add,
    "foreword": _replace("issues/*/*.md", "\n---\n", "\n---\n编者按：今年以来。\n"),
    "signer": _replace("issues/*/*.md", "number:", "signer: 某部长\nnumber:"),
    "call": _replace("content/calls/*.md", "title: ", "title: 再"),
    "alias of a unit": _replace("registry/units.toml", 'aliases = ["部办公室"]', 'aliases = ["部办公室", "办公厅"]'),
    "name of a unit": _replace(
        "registry/units.toml",
        'name = "组织科"\ngroup = "offices"\naliases = [',
        'name = "组织一科"\ngroup = "offices"\naliases = ["组织科", ',
    ),
    "publication": _replace("registry/publications.toml", 'publisher = "', 'publisher = "原'),
    "nothing": _nothing,
}


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
    for route in routes.all_routes(loaded.archive):
        found[route.url] = values(routes.render(context, route), route, context.site_url)
    found |= {file.address: file.make() for file in export_files(export_context(context))}
    for item in searchable_items(loaded.archive):
        columns = segment_columns([item], [0], [0], [0])
        found[f"document {item.id}"] = columns, make_document(loaded.archive, item, loaded.bodies[item.path])
    return found


def _state(loaded: LoadedArchive) -> ArchiveState:
    return ArchiveState.of(loaded.archive, loaded.reading, loaded.static_page_urls)


def _inputs(loaded: LoadedArchive) -> dict[str, frozenset[Key]]:
    """Return what each page and file depends on, by address."""
    archive = loaded.archive
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


@pytest.mark.parametrize(("edit", "day"), [*((edit, DAY) for edit in EDITS), ("nothing", LATER), ("title", LATER)])
@pytest.mark.slow
def test_what_has_not_been_touched_is_the_same(sample: Path, edit: str, day: date) -> None:
    EDITS[edit](sample)
    after = load(sample, day).require_valid()
    (before, was), now = _before(), _made(after)
    touched = changed_keys(_state(before), _state(after))
    same = {address for address, needed in _inputs(after).items() if address in was and touched.isdisjoint(needed)}
    documents = changed_documents(_state(before), _state(after), touched)
    same |= {f"document {item.id}" for item in searchable_items(after.archive) if item.id not in documents}
    assert not [address for address in same if was[address] != now[address]]
    changed = {address for address in was.keys() | now.keys() if was.get(address) != now.get(address)}
    assert bool(changed) == ((edit, day) != ("nothing", DAY))


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
    assert all(url.startswith(("items/", "issues/", "feeds/")) for url in touched)


def test_another_day_touches_no_item(sample: Path) -> None:
    assert not [url for url in _touched(sample, "nothing", LATER) if url.startswith(("items/2", "issues/2"))]


def test_the_name_of_a_unit_touches_what_names_it(sample: Path) -> None:
    touched = _touched(sample, "name of a unit")
    items = [url for url in touched if url.startswith("items/2") and url.count("/") == 3]
    assert 0 < len(items) < len(_before()[0].archive.items) * 2 / 3
