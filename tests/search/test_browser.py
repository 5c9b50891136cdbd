"""The search in Chromium: as it is typed, as it is sent, and when something is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.support.file_server import Plain, Ranged, served
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.browser
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'"
)


@pytest.fixture
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site, Ranged, {"Content-Security-Policy": POLICY}) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE * 1000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []
    context.close()


def status(page: Page, wanted: str) -> None:
    page.wait_for_function(
        "wanted => document.querySelector('.b-results__status').textContent.includes(wanted)", arg=wanted
    )


def titles(page: Page) -> list[str]:
    found: list[str] = page.locator(".b-results__hits a.b-title").all_inner_texts()
    return found


def test_a_search_that_was_sent(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=流动党员&year=2025&sort=date")
    page.wait_for_selector(".b-results__hits li")
    status(page, "10")
    dates = page.locator(".b-results__hits time").all_inner_texts()
    assert len(dates) == 10
    assert dates == sorted(dates, reverse=True)
    page.wait_for_selector(".b-results__excerpt mark")
    assert set(page.locator(".b-results__excerpt mark").all_inner_texts()) == {"流动党员"}
    assert page.locator(".b-results__chip").count() == 1


def test_a_server_that_gives_no_parts_will_do(page: Page, sample_site: Path) -> None:
    found = []
    for kind in (Plain, Ranged):
        with served(sample_site, kind, {"Content-Security-Policy": POLICY}) as served_at:
            sizes: list[tuple[int, str]] = []

            def note(answer: Response, sizes: list[tuple[int, str]] = sizes) -> None:
                sizes.append((answer.status, answer.url))

            page.on("response", note)
            page.goto(f"{served_at}search/?q=流动党员")
            page.wait_for_selector(".b-results__excerpt mark")
            page.wait_for_load_state("networkidle")
            found.append((titles(page), page.locator(".b-results__excerpt").all_inner_texts()))
            assert any(status == 206 for status, url in sizes if ".bin" in url) == (kind is Ranged)
    assert found[0] == found[1]


def test_facets_narrow_to_what_they_count(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=党员")
    page.wait_for_selector(".b-results__facets li")
    for place in range(3):
        row = page.locator(".b-results__facets section").nth(place).locator("li").first
        count = row.locator(".b-results__count").inner_text()
        row.locator("a").click()
        status(page, count)
        assert "=" in page.url.split("q=")[1]
        page.go_back()
        page.wait_for_selector(".b-results__facets li")


def test_typing_waits_for_the_input_method(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    fields = "document.querySelector('#b-query')"
    page.evaluate(f"{fields}.dispatchEvent(new CompositionEvent('compositionstart'))")
    page.evaluate(f"{fields}.value = 'dang'; {fields}.dispatchEvent(new InputEvent('input'))")
    page.wait_for_timeout(400)
    assert page.locator(".b-results__status").inner_text() == ""
    page.evaluate(f"{fields}.value = '党员'; {fields}.dispatchEvent(new CompositionEvent('compositionend'))")
    page.wait_for_selector(".b-results__hits li")
    assert "q=%E5%85%9A%E5%91%98" in page.url


def test_the_keyboard_alone_will_do(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("讓外出黨員")
    page.wait_for_selector(".b-find__row")
    assert page.locator(".b-find__input").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.locator(".b-find__row[aria-selected=true]")
    assert page.locator(".b-find__input").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Escape")
    assert page.locator(".b-find__list").is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_selector(".b-results__hits li")
    assert titles(page)
    page.locator("#b-query").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.b-mark")
    assert set(page.locator("h1 mark").all_inner_texts()) == {"让外出党员"}


def test_marks_run_across_bold_words_and_links(page: Page, address: str) -> None:
    page.goto(f"{address}items/2026/bingzhen-bingxin/?q=公章挂牌当天就换好了")
    page.wait_for_selector("mark.b-mark")
    assert page.locator("mark.b-mark").all_inner_texts() == ["公章", "挂牌当天", "就换好了"]
    before = page.locator(".b-text").inner_text()
    page.locator(".b-marks button").last.click()
    assert page.locator("mark").count() == 0
    assert page.locator(".b-text").inner_text() == before


def test_nothing_found_says_why(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=流动党原 茶山")
    status(page, "流动党原")
    page.locator(".b-results__status a", has_text="流动党员").first.click()
    status(page, "流动党员")


def test_the_list_as_a_table(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=金桥")
    page.wait_for_selector(".b-results__hits li")
    with page.expect_download() as download:
        page.locator(".b-results__csv").click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    number = int("".join(filter(str.isdigit, page.locator(".b-results__status").inner_text())))
    assert len(lines) == number + 1
    assert "items/20" in lines[1]


def test_a_missing_shard_is_told(page: Page, address: str, sample_site: Path, tmp_path: Path) -> None:
    hidden = []
    for number, shard in enumerate((sample_site / "data/search").glob("*.bin")):
        shard.rename(tmp_path / str(number))
        hidden.append((shard, tmp_path / str(number)))
    try:
        page.goto(f"{address}search/?q=党员")
        status(page, ".bin")
        assert titles(page) == []
    finally:
        for shard, moved in hidden:
            moved.rename(shard)


def test_opened_from_a_folder_it_says_so(page: Page, sample_site: Path) -> None:
    page.goto((sample_site / "search/index.html").as_uri() + "?q=党员")
    status(page, "file://")
    page.goto((sample_site / "index.html").as_uri())
    page.locator(".b-find__input").fill("党员")
    page.wait_for_selector(".b-find__trouble")


LISTS = ["items/", "issues/", "units/", "categories/", "topics/", "publications/"]


def lists_instead_of_results(page: Page) -> list[str]:
    """Return where the page leads that cannot search, once it says so."""
    without = page.locator(".b-results__without")
    without.wait_for()
    assert "Chromium 83" in without.inner_text()
    return [str(link.evaluate("link => link.href")) for link in page.locator(".b-results__start a").all()]


@pytest.mark.parametrize("options", [{"java_script_enabled": False}, {}])
def test_a_browser_that_cannot_search_gives_the_lists(browser: Browser, address: str, options: dict[str, Any]) -> None:
    context = browser.new_context(**options)
    page = context.new_page()
    page.route("**/box.js", lambda route: route.fulfill(body="a ?!= b;"))  # as older browsers see what is newer
    page.goto(f"{address}search/?q=党员")
    assert lists_instead_of_results(page) == [address + where for where in LISTS]
    context.close()


def test_a_browser_without_look_behind_cannot_search(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("RegExp = class { constructor() { throw new SyntaxError() } }")
    page.goto(f"{address}search/?q=党员")
    assert lists_instead_of_results(page) == [address + where for where in LISTS]
    page.locator("#b-find").fill("流动")
    page.locator("#b-find").press("Enter")  # the form leads to the page of results by itself
    page.wait_for_url("**/search/?q=*")
    context.close()


def test_who_can_search_is_not_told_of_lists(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=党员")
    page.wait_for_selector(".b-results__hits li")
    assert not page.locator(".b-results__without").is_visible()


def test_a_phone_is_wide_enough(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.goto(f"{address}search/?q=党员")
    page.wait_for_selector(".b-results__hits li")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".b-results__facets section").first.is_hidden()
    page.locator(".b-results__facets summary").first.click()
    assert page.locator(".b-results__facets section").first.is_visible()
    context.close()
