"""A page or feed whose digest is the same is the same, whatever was edited; and an edit touches what it has to."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bulletin.build.cache.previous import parsed_texts
from bulletin.build.cache.unchanged import UnchangedOutputs, known
from bulletin.build.outputs import data_files
from bulletin.content.loader import LoadedArchive, archive_as_of, load
from bulletin.content.stored_reading import dump_reading, load_reading
from bulletin.search.index.segments import split_into_segments
from bulletin.search.index.writer import build_segment_files
from bulletin.site import routes
from bulletin.site.context import RenderContext
from bulletin.site.filling import fill_placeholders
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
    "publication": _replace("registry/publications.toml", 'publisher = "', 'publisher = "原'),
    "nothing": _nothing,
}


def _made(loaded: LoadedArchive) -> dict[str, object]:
    """Return every page, data file, feed and part of the index."""
    context = RenderContext(
        archive=loaded.archive,
        bodies=loaded.bodies,
        theme=(ROOT / "theme",),
        site_url="https://bulletin.example/",
        static_page_urls=loaded.static_page_urls,
    )
    found: dict[str, object] = {}
    for route in routes.all_routes(loaded.archive):
        slots = values(routes.render(context, route), route, context.site_url)
        found[route.url] = {name: fill_placeholders([text], loaded.bodies, route.base) for name, text in slots.items()}
    found |= {address: (data, places) for address, data, places in data_files(context)}
    for segment in split_into_segments(loaded.archive.items):
        entry, files = build_segment_files(loaded.archive, loaded.bodies, segment)
        found[f"segment {segment.name}"] = (entry, list(files))
    return found


def _known(loaded: LoadedArchive) -> dict[str, object]:
    return known(loaded.archive, parsed_texts(loaded.reading)) | {"frame": b""}


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
def test_what_has_the_same_digest_is_the_same(sample: Path, edit: str, day: date) -> None:
    EDITS[edit](sample)
    after = load(sample, day).require_valid()
    (before, was), now = _before(), _made(after)
    standing = UnchangedOutputs.between(_known(before), _known(after), after.archive)
    parts = {f"segment {name}" for name, edited in standing.edited.items() if not edited}
    same = {*standing.pages, *standing.files, *parts}
    assert same <= was.keys() & now.keys()
    assert not [address for address in same if was[address] != now[address]]
    # The registry is taken as a whole.
    changed = {address for address in was.keys() | now.keys() if was.get(address) != now.get(address)}
    assert bool(changed) == ((edit, day) != ("nothing", DAY))


def _touched(sample: Path, edit: str, day: date = DAY) -> set[str]:
    EDITS[edit](sample)
    after = load(sample, day).require_valid()
    standing = UnchangedOutputs.between(_known(_before()[0]), _known(after), after.archive)
    return {route.url for route in routes.all_routes(after.archive)} - set(standing.pages)


def test_a_title_touches_what_shows_it_and_no_other_year(sample: Path) -> None:
    touched = _touched(sample, "title")
    assert len([url for url in touched if url.startswith("items/")]) < 25
    # What is told of all years is made again whenever anything is another, and calls are.
    assert not [url for url in touched if re.search(r"/202[345]", url) and not url.startswith(("items/", "calls/"))]
    assert len(touched) < 90


def test_words_touch_the_pages_that_hold_them(sample: Path) -> None:
    touched = _touched(sample, "words")
    assert 1 <= len(touched) <= 3
    assert all(url.startswith(("items/", "issues/")) for url in touched)


def test_another_day_touches_no_item(sample: Path) -> None:
    assert not [url for url in _touched(sample, "nothing", LATER) if url.startswith(("items/2", "issues/2"))]


def test_facts_come_back_as_they_were() -> None:
    loaded = _before()[0]
    back = load_reading(ROOT, dump_reading(loaded.reading))
    again = archive_as_of(back, DAY)
    assert again == loaded.archive
    assert known(again, parsed_texts(back)) == known(loaded.archive, parsed_texts(loaded.reading))
