"""The look of the built sample: nothing cut, nothing tiny, nothing that jumps, and white paper."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import new_page
from tests.support.file_server import Plain, served
from tests.support.require import require

pytestmark = pytest.mark.browser

KINDS = ("", "items/", "issues/2025/016/", "items/2025/jinqiao/", "stats/", "stats/2026-Q3/", "units/", "endorsements/")

TINY = """() => {
    const found = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const holder = walk.currentNode.parentElement, box = holder.getBoundingClientRect();
        const size = parseFloat(getComputedStyle(holder).fontSize);
        // A label for screen readers only is a pixel wide.
        if (walk.currentNode.data.trim() && box.width > 2 && size && size < 12) found.add(holder.outerHTML);
    }
    return [...found];
}"""


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site, Plain) as where:
        yield where


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = new_page(browser, viewport={"width": 360, "height": 780})
    yield page
    page.close()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    page = new_page(browser, viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def test_a_phone_shows_the_whole_name_of_the_site(phone: Page, address: str) -> None:
    phone.goto(f"{address}items/")
    room = phone.evaluate("""() => {
        const name = document.querySelector(".md-header__topic .md-ellipsis");
        return name.clientWidth - name.scrollWidth;
    }""")
    assert room >= 0
    phone.locator("#b-find").click()
    box = phone.locator("#b-find").bounding_box()
    assert box is not None
    assert box["width"] > 300


def test_what_a_row_is_about_stays_in_sight(phone: Page, address: str) -> None:
    for where, cell in (
        ("stats/2026-Q3/", "tbody th"),
        ("units/nanwan/2026/ledger/", "tbody td"),
        ("items/", "tbody th"),
    ):
        phone.goto(address + where)
        moved = phone.evaluate(
            """(cell) => {
                const box = document.querySelector(".b-scroll");
                box.scrollLeft = 50;
                const first = box.querySelector(cell).getBoundingClientRect();
                return [box.scrollLeft, first.left - box.getBoundingClientRect().left];
            }""",
            cell,
        )
        assert moved == [50, 0], where


def test_no_type_is_under_twelve_pixels(phone: Page, desktop: Page, address: str) -> None:
    tiny = {}
    for where in KINDS:
        for page in (phone, desktop):
            page.goto(address + where)
            if found := page.evaluate(TINY):
                tiny[where] = found
    assert tiny == {}


def test_the_text_begins_at_one_place_on_all_kinds_of_pages(desktop: Page, address: str) -> None:
    lefts = set()
    for where in (*KINDS, "guide/"):
        desktop.goto(address + where)
        lefts.add(desktop.evaluate("document.querySelector('.md-content__inner').getBoundingClientRect().left"))
    assert len(lefts) == 1


def test_tables_of_circulars_use_the_width_there_is(desktop: Page, address: str) -> None:
    for where in ("stats/2026/", "stats/2026-Q3/"):
        desktop.goto(address + where)
        wide = "[...document.querySelectorAll('.b-scroll')].filter((box) => box.scrollWidth > box.clientWidth).length"
        assert desktop.evaluate(wide) == 0, where
    # What the bars are lengths of stands above them; rows of periods say which periods these are.
    assert desktop.locator("#points-offices ~ .b-scroll th.b-bars").first.inner_text() == "本期得分"
    assert desktop.locator(".b-years li:first-child").all_inner_texts() == ["本年各期", "历年同期", "本页内容"]
    desktop.goto(f"{address}years/2026/")
    assert desktop.locator(".b-tally th.b-bars").first.inner_text() == "得分"


def test_a_ledger_says_a_lapse_once(desktop: Page, address: str) -> None:
    desktop.goto(f"{address}units/nanwan/2026/ledger/")
    for anchor in ("late-year", "late-h2", "late-q4"):
        assert desktop.locator(f"#{anchor} li").count() == 1
    assert desktop.locator("#lapses ~ section li, #lapses li").filter(has_text="迟报").count() == 1
    desktop.emulate_media(media="print")
    again = desktop.locator(".b-again .b-list")
    assert again.count() > 0
    assert not again.first.is_visible()


def test_the_page_of_results_is_not_empty_before_a_search(desktop: Page, address: str) -> None:
    desktop.goto(f"{address}search/")
    start = desktop.locator(".b-results__start")
    assert start.locator("a").count() == 6
    assert start.is_visible()
    desktop.goto(f"{address}search/?q=党员")
    desktop.wait_for_selector(".b-results__hits a.b-title")
    assert not start.is_visible()


def test_paper_is_white_for_who_reads_in_the_dark(browser: Browser, address: str, tmp_path: Path) -> None:
    tool = require("pdftoppm")
    page = new_page(browser, color_scheme="dark")
    page.goto(f"{address}items/2025/jinqiao/")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True, print_background=True)
    page.close()
    drawn = subprocess.run(
        [tool, "-r", "10", "-gray", "-l", "1", "-singlefile", str(tmp_path / "page.pdf")],
        capture_output=True,
        check=True,
    ).stdout
    assert drawn[-1] == 255
