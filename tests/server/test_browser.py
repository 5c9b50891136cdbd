"""``serve`` in a real browser: edits show themselves, errors lie over the page and go, and the place is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import archives
from tests.support.browser import new_page
from tests.support.serve_process import Served
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.browser

A, B = "content/items/2026/yetan.md", "content/items/2026/jieri.md"
LONG = "\n\n".join(f"第{number}次开会，说的是第{number}件事。" for number in range(200))
FILES = {A: archives.item(LONG), B: archives.item("每月十五晚上开会。", title="每月十五", unit="组织科")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.write(tmp_path / "archive", FILES)


@pytest.fixture
def served(root: Path, tmp_path: Path) -> Iterator[Served]:
    with Served(root, tmp_path / "told") as running:
        yield running


def opened(browser: Browser, served: Served, path: str, faults: list[str] | None = None) -> Page:
    """Open a page in a browser of its own; errors of its scripts go into *faults*."""
    page = new_page(browser, viewport={"width": 1000, "height": 700})
    if faults is not None:
        page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"http://127.0.0.1:{served.port}{path}")
    return page


def shows(page: Page, words: str) -> None:
    expect(page.locator("#text")).to_contain_text(words, timeout=PATIENCE * 1000)


def test_an_edit_shows_itself_where_the_reader_is(browser: Browser, root: Path, served: Served) -> None:
    faults: list[str] = []
    item, other = (opened(browser, served, f"/items/2026/{name}/", faults) for name in ("yetan", "jieri"))
    item.evaluate("scrollTo(0, 3000)")
    item.wait_for_function("scrollY === 3000")
    other.evaluate("window.kept = true")
    archives.write(root, {A: archives.item(LONG.replace("第7件", "第七件"))}, {})
    shows(item, "第七件事")
    item.wait_for_function("scrollY === 3000")
    item.wait_for_load_state()
    assert item.evaluate("scrollY") == 3000
    assert item.evaluate("sessionStorage.length") == 0
    # A page that says what it said is left alone.
    archives.write(root, {B: archives.item("每月初一晚上开会。", title="每月十五", unit="组织科")}, {})
    shows(other, "每月初一")
    assert other.evaluate("window.kept") is None
    assert item.evaluate("scrollY") == 3000
    assert faults == []


def test_errors_lie_over_the_page_until_they_are_mended(browser: Browser, root: Path, served: Served) -> None:
    faults: list[str] = []
    page, second = (opened(browser, served, path, faults) for path in ("/items/2026/yetan/", "/items/"))
    archives.write(root, {B: archives.item("<b>", title="<b>十五</b>", unit="组只科")}, {})
    for shown in (page, second):
        box = shown.get_by_role("alert")
        expect(box).to_contain_text("改动有误，尚未显示", timeout=PATIENCE * 1000)
        expect(box).to_contain_text(f"{B}:3")
        expect(box).to_contain_text("组只科")
        expect(box).to_contain_text("组织科")
        expect(box).to_be_in_viewport()
    shows(page, "第7件事")
    box = page.get_by_role("alert")
    assert box.evaluate("element => getComputedStyle(element).position") == "fixed"
    page.get_by_role("button", name="收起").click()
    expect(box).to_have_count(0)
    archives.write(root, {B: FILES[B]}, {})
    expect(second.get_by_role("alert")).to_have_count(0, timeout=PATIENCE * 1000)
    assert faults == []


def test_a_browser_finds_its_server_again(browser: Browser, root: Path, served: Served, tmp_path: Path) -> None:
    page = opened(browser, served, "/items/2026/jieri/")
    page.evaluate("window.kept = true")
    assert served.interrupt() == 0
    with Served(root, tmp_path / "again", served.port) as again:
        archives.write(root, {A: archives.item(LONG, title="别的标题")}, {})
        again.shows("/items/2026/yetan/", "别的标题")
        archives.write(root, {B: archives.item("重启之后开会。", title="每月十五", unit="组织科")}, {})
        shows(page, "重启之后")


HIDDEN = "window.seen = false; Object.defineProperty(document, 'hidden', { get: () => !window.seen });"


def test_a_page_that_nobody_sees_holds_no_connection(browser: Browser, root: Path, served: Served) -> None:
    # A browser has six connections to a server: with a stream for each of these, the last could not be opened.
    context = browser.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    context.add_init_script(HIDDEN)
    address = f"http://127.0.0.1:{served.port}/items/2026/jieri/"
    pages = [context.new_page() for _ in range(8)]
    for page in pages:
        page.goto(address)
    archives.write(root, {B: archives.item("改成初一。", title="每月十五", unit="组织科")}, {})
    served.shows("/items/2026/jieri/", "改成初一")
    shows(pages[0], "每月十五晚上")
    pages[0].evaluate("window.seen = true; document.dispatchEvent(new Event('visibilitychange'))")
    shows(pages[0], "改成初一")
    shows(pages[1], "每月十五晚上")
