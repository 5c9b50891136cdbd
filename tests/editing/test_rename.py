"""A renamed file is followed by everything that names it, and its old address leads on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.content.closed_names import with_present_ids
from bulletin.content.closed_writer import closed_path, write_closed
from bulletin.content.loader import LoadedArchive, load
from bulletin.content.sources import read_sources
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.problems import BulletinError
from bulletin.editing.links import Moves, relinked
from bulletin.editing.rename import rename, renaming
from bulletin.editing.topics import rename_topic
from bulletin.editing.writing import apply_edit, last_edit, undo_edit
from bulletin.model.records import Issue
from bulletin.scoring import circular
from bulletin.scoring.closing.freeze import freeze
from bulletin.site.page_links import with_page_links
from tests.support.archives import PNG, TODAY, issue, item, write

OLD, B = "content/items/2026/yetan.md", "content/items/2026/b.md"
CALL, ONE = "content/calls/2026-c.md", "issues/2026/001.md"
FOLDER = "content/items/2026"
PICTURES = "![图](yetan-1.png) ![别的](yetan-2.png)"
BODY = f"见[另一篇](b.md)、[本篇](yetan.md#做法)。\n\n## 做法\n\n{PICTURES}\n\n`[码](yetan.md)`"
FILES: dict[str, str | bytes] = {
    OLD: item(BODY, commission="2026-c", topics="[夜谈, 治理]"),
    B: item("见[夜谈](yetan.md#做法)、[又](../2026/yetan.md)、[三](/items/2026/yetan.md)。", title="另一篇"),
    f"{FOLDER}/yetan-2.md": item("又一篇夜谈，村里另办的。![图](yetan-2.png)", title="又一篇"),
    f"{FOLDER}/yetan-1.png": PNG,
    f"{FOLDER}/yetan-2.png": PNG,
    CALL: "---\ntitle: 约稿\ndate: 2026-02-01\nunit: 城关镇\ntopics: 治理、夜谈\n---\n"
    "如[此篇](../items/2026/yetan.md)。\n",
    ONE: issue("编者按：见[头条](../../content/items/2026/yetan.md)。", items="[2026/b, 2026/yetan, 2026/yetan-2]"),
    "content/more.md": "[稿件](items/2026/yetan.md)、[网址](../items/2026/yetan/#做法)、[专题](topics/夜谈/index.md)\n",
    "registry/allowed.toml": '[[allowed]]\nhash = "0123456789abcdef"\npath = "content/items/2026/yetan.md"\n'
    'reason = "示例"\napprover = "主任"\ndate = 2026-03-01\n',
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def renamed(root: Path, path: str, name: str, *, leads_on: bool = True) -> LoadedArchive:
    apply_edit(root, rename(renaming(read_sources(root), path, name, leads_on=leads_on)), TODAY)
    return with_page_links(load(root, TODAY))


def tree(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".cache" not in path.parts
    }


def text(root: Path, path: str) -> str:
    return (root / path).read_text("utf-8")


def test_everything_that_names_an_item_follows(root: Path) -> None:
    before = tree(root)
    assert with_page_links(load(root, TODAY)).problems == ()
    found = renamed(root, OLD, "lianxika")
    assert found.problems == ()
    new = text(root, f"{FOLDER}/lianxika.md")
    assert "[本篇](lianxika.md#做法)" in new
    assert "[另一篇](b.md)" in new
    assert "![图](lianxika-1.png) ![别的](yetan-2.png)" in new
    assert "`[码](yetan.md)`" in new
    assert "(lianxika.md#做法)、[又](lianxika.md)" in text(root, B)
    assert "[三](/items/2026/lianxika.md)" in text(root, B)
    assert "(../items/2026/lianxika.md)" in text(root, CALL)
    assert "(../../content/items/2026/lianxika.md)" in text(root, ONE)
    assert "items: [2026/b, 2026/lianxika, 2026/yetan-2]" in text(root, ONE)
    assert "(items/2026/lianxika.md)、[网址](../items/2026/lianxika/#做法)" in text(root, "content/more.md")
    assert "content/items/2026/lianxika.md" in text(root, "registry/allowed.toml")
    assert not (root / OLD).exists()
    assert not (root / f"{FOLDER}/yetan-1.png").exists()
    assert (root / f"{FOLDER}/lianxika-1.png").read_bytes() == PNG
    assert (root / f"{FOLDER}/yetan-2.png").exists()
    (redirect,) = found.archive.registry.redirects
    assert (redirect.old, redirect.new) == ("items/2026/yetan/", "items/2026/lianxika/")
    undo_edit(root, *last_edit(root)[:2])
    assert tree(root) == before


def test_again_and_back(root: Path) -> None:
    renamed(root, OLD, "lianxika")
    found = renamed(root, f"{FOLDER}/lianxika.md", "2026/yezhuo")
    assert found.problems == ()
    assert [(one.old, one.new) for one in found.archive.registry.redirects] == [
        ("items/2026/yetan/", "items/2026/lianxika/"),
        ("items/2026/lianxika/", "items/2026/yezhuo/"),
    ]
    # An address that others cite is not taken by another item.
    with pytest.raises(BulletinError, match="is an old address"):
        renaming(read_sources(root), B, "yetan")
    # Back to the first name: nothing leads on from there any more.
    found = renamed(root, f"{FOLDER}/yezhuo.md", "yetan")
    assert found.problems == ()
    assert {one.old for one in found.archive.registry.redirects} == {"items/2026/lianxika/", "items/2026/yezhuo/"}


def test_another_year_takes_links_and_pictures_along(root: Path) -> None:
    found = renamed(root, OLD, "2025/yetan")
    assert [p.code for p in found.problems] == ["year-folder"]
    assert "[另一篇](../2026/b.md)、[本篇](yetan.md#做法)" in text(root, "content/items/2025/yetan.md")
    assert "![图](yetan-1.png) ![别的](../2026/yetan-2.png)" in text(root, "content/items/2025/yetan.md")
    assert "(../2025/yetan.md#做法)" in text(root, B)


def test_a_call_and_an_issue(root: Path) -> None:
    found = renamed(root, CALL, "2026-yetan")
    assert found.problems == ()
    assert "commission: 2026-yetan" in text(root, OLD)
    found = renamed(root, ONE, "003")
    assert found.problems == ()
    assert [one.new for one in found.archive.registry.redirects] == ["calls/2026-yetan/", "issues/2026/003/"]


def test_a_list_in_one_line(root: Path) -> None:
    write(root, {ONE: "---\n期号: 1\n日期: 2026-03-15\n篇目: 2026/yetan-2、2026/yetan.md、2026/b\n---\n"})
    found = renamed(root, OLD, "lianxika")
    assert found.problems == ()
    fact = found.reading.files[ONE].fact
    assert isinstance(fact, Issue)
    assert fact.listed == ("2026/yetan-2", "2026/lianxika", "2026/b")


def test_where_the_old_name_told_too_much_nothing_leads_on(root: Path) -> None:
    found = renamed(root, OLD, "lianxika", leads_on=False)
    assert found.archive.registry.redirects == ()
    assert found.problems == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("b", "is there already"),
        ("2026/B", "is there already"),
        ("yetan", "is called so already"),
        ("a b", "cannot be the name"),
        ("../x", "cannot be the name"),
        ("con", "cannot be the name"),
    ],
)
def test_refusals(name: str, told: str, root: Path) -> None:
    with pytest.raises(BulletinError, match=told):
        renaming(read_sources(root), OLD, name)


def test_a_topic(root: Path) -> None:
    write(root, {B: item("见[专题](../../topics/夜谈/index.md)。", title="另一篇", topics="[夜谈, 夜校]")})
    write(root, {B: item("另一篇的正文。", title="另一篇", topics="[夜谈, 夜校]")})
    scheme = 'name = "办法"\nvalid-from = 2026-01-01\nvalid-to = 2026-12-31\n# 夜谈\n[[bonus]]\nwords = "夜谈加1分"\n'
    write(root, {"registry/schemes/2026.toml": f'{scheme}topics = ["治理", "夜谈"]\npoints = 1\n'})
    apply_edit(root, rename_topic(read_sources(root), "夜谈", "夜校"), TODAY)
    found = with_page_links(load(root, TODAY))
    assert not [p for p in found.problems if "topic" in p.field or "link" in p.code]
    assert "topics: [夜校, 治理]" in text(root, OLD)
    assert "topics: 夜校\n" in text(root, B)
    assert "topics: 治理、夜校\n" in text(root, CALL)
    assert "(topics/夜校/index.md)" in text(root, "content/more.md")
    assert text(root, "registry/schemes/2026.toml") == f'{scheme}topics = ["治理", "夜校"]\npoints = 1\n'
    assert [(one.old, one.new) for one in found.archive.registry.redirects] == [("topics/夜谈/", "topics/夜校/")]
    for old, new, told in [("夜读", "x", "Did you mean"), ("夜校", "甲、乙", "divide"), ("夜校", "夜校", "already")]:
        with pytest.raises(BulletinError, match=told):
            rename_topic(read_sources(root), old, new)


def test_links_in_code_and_elsewhere_stay() -> None:
    moves = Moves({"content/items/2026/a.md": "content/items/2026/新.md"}, {}, ["content/items/2026/a.md"])
    source = "content/items/2026/b.md"
    for kept in (
        "`[x](a.md)`",
        "```\n[x](a.md)\n```",
        "[x](http://h/a.md)",
        "[x](#a.md)",
        "[x](../2025/a.md)",
        "(a.md)",
    ):
        assert relinked(kept, source, moves) == kept
    assert relinked("~~~\n[x](a.md)\n~~~\n[x](a.md?y#z)", source, moves).endswith("[x](新.md?y#z)")
    assert relinked('[x](a.md#b "题")', source, moves) == '[x](新.md#b "题")'
    assert relinked("[x](<../2026/a.md>)", source, moves) == "[x](<新.md>)"
    assert relinked("[x][y]\n\n [y]: /items/2026/a.md", source, moves) == "[x][y]\n\n [y]: /items/2026/新.md"
    assert relinked("---\nx: '[x](a.md)'\n---\n[x]( a.md )", source, moves) == "---\nx: '[x](a.md)'\n---\n[x]( 新.md )"


def test_a_closed_period_knows_the_item_by_its_new_name(root: Path) -> None:
    period = Period.parse("2026-Q1")
    then = load(root, TODAY).require_valid().archive
    write_closed(root, freeze(then, period, translator("zh"), closed_path(period)))
    assert not circular(load(root, TODAY).archive, period).supplements
    found = renamed(root, OLD, "lianxika")
    assert found.problems == ()
    assert not circular(found.archive, period).supplements
    with pytest.raises(BulletinError, match="The closed circular"):
        renaming(read_sources(root), f"{FOLDER}/lianxika.md", "yezhuo", leads_on=False)
    closed = found.archive.closed
    assert "2026/lianxika" in {one.id for one in closed[0].items}
    assert with_present_ids(closed, ()) is closed


def test_an_item_that_follows_another_follows_it_under_its_new_name(root: Path) -> None:
    next_one = f"{FOLDER}/more.md"
    write(root, {next_one: item("后来的事。", title="后来", 续报="2026/yetan", date="2026-03-20")})
    assert not renamed(root, OLD, "2026/dengxia").errors
    assert "\n续报: 2026/dengxia\n" in (root / next_one).read_text("utf-8")
