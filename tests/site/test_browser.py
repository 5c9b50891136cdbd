"""Readers' ways through the built sample, in a real browser: no error, no request to another host, nothing too wide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import new_page
from tests.support.file_server import Plain, served

SIZES = {"desktop": (1280, 900), "phone": (360, 780)}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site, Plain) as where:
        yield where


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Yield a page that fails the test for any error and any request that leaves the site."""
    width, height = SIZES[request.param]
    faults: list[str] = []
    opened = new_page(browser, viewport={"width": width, "height": height})
    opened.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    # A click before everything is there calls off what is still on its way.
    opened.on(
        "requestfailed",
        lambda asked: None if asked.failure == "net::ERR_ABORTED" else faults.append(f"failed: {asked.url}"),
    )
    opened.on(
        "response", lambda answer: faults.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None
    )
    opened.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else faults.append(asked.url))
    yield opened
    opened.close()
    assert faults == []


def heading(page: Page) -> str:
    return page.locator("h1").first.inner_text()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_walk_from_home_to_a_publication(page: Page, address: str) -> None:
    page.goto(address)
    assert "柳川组工信息" in heading(page)
    assert "2025年，在中组部《组工信息》发稿2篇" in page.locator("#text").inner_text().replace(" ", "")
    assert fits(page)

    page.locator("#text .b-card__head a").first.click()
    page.wait_for_url("**/issues/2026/**")
    assert "第21期" in heading(page).replace(" ", "")
    assert fits(page)

    page.goto(f"{address}issues/2025/016/")
    page.locator(".b-piece a[href*='items/2025/shuangqiang/']").first.click()
    page.wait_for_url("**/items/2025/shuangqiang/**")
    assert "双强" in heading(page)
    assert "第146期" in page.locator(".b-adoptions").inner_text().replace(" ", "")
    assert fits(page)

    page.locator(".b-meta a[href*='units/zzk/']").click()
    page.wait_for_url("**/units/zzk/")
    assert heading(page) == "组织科"
    assert fits(page)

    page.go_back()
    page.locator(".b-adoptions a[href*='publications/zugong/']").click()
    page.wait_for_url("**/publications/zugong/2025/**")
    assert "组工信息" in heading(page)
    assert page.locator("#text a[href*='items/2025/shuangqiang/']").count() >= 1
    assert fits(page)


LISTS = ["items/", "issues/", "units/", "adoptions/", "years/", "years/2025/", "topics/", "calls/", "endorsements/"]
LISTS += ["pending/", "corrections/", "categories/", "publications/", "feeds/", "guide/", "units/chengguan/2025/"]


def test_every_kind_of_list_fits_and_is_free_of_errors(page: Page, address: str) -> None:
    for where in LISTS:
        page.goto(address + where)
        assert heading(page), where
        assert fits(page), where


def test_the_dark_scheme_is_one_click_away(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}items/2025/jinqiao/")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    light = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(light)
    page.locator("label.md-header__button[for^='__palette']:visible").first.click()
    page.wait_for_function("document.body.dataset.mdColorScheme == 'default'")
    assert page.evaluate(light) != dark


def test_print_leaves_the_paper_only(page: Page, address: str) -> None:
    page.goto(f"{address}issues/2025/016/")
    page.emulate_media(media="print")
    for chrome in (".md-header", ".md-tabs", ".md-footer", ".md-sidebar"):
        assert page.locator(chrome).first.is_hidden(), chrome
    assert page.locator(".b-masthead").is_visible()
    assert page.locator(".b-foot").is_visible()


def test_a_site_on_a_disk_can_be_walked_too(browser: Browser, sample_site: Path) -> None:
    page = new_page(browser)
    page.goto((sample_site / "index.html").as_uri())
    page.locator("#text .b-card__head a").first.click()
    page.wait_for_url("**/issues/2026/**/index.html")
    assert "期" in heading(page)
    page.close()


def test_a_reader_who_doubts_a_number_reaches_the_text_in_two_clicks(page: Page, address: str) -> None:
    page.goto(f"{address}stats/2026-Q3/")
    assert fits(page)

    row = page.locator("table.b-tally tr", has=page.locator("th a[href*='units/nanwan/']")).first
    points = row.locator("a[href$='ledger/#points-q3']").last
    points_text = points.inner_text()
    points.click()
    page.wait_for_url("**/units/nanwan/2026/ledger/#points-q3")
    section = page.locator("#points-q3")
    assert section.locator("h3 .b-count").inner_text() == points_text
    assert sum(float(cell) for cell in section.locator("td.b-p").all_inner_texts()) == pytest.approx(float(points_text))
    assert fits(page)

    section.locator("a[href*='items/']").first.click()
    page.wait_for_url("**/items/2026/**")
    assert page.locator(".b-text").count() == 1
    assert fits(page)


def test_figures_fit_on_every_screen(page: Page, address: str) -> None:
    for path in (
        "stats/",
        "stats/2026/",
        "stats/2025-Q4/items/",
        "years/2026/",
        "units/zzk/",
        "units/zzk/2025/ledger/",
    ):
        page.goto(address + path)
        assert fits(page), path


FIGURES = (
    "#text a.b-figure",
    "#points-townships ~ .b-scroll >> nth=0 >> tbody tr >> nth=0 >> td.b-n a",
    "#points-townships ~ .b-scroll >> nth=0 >> tbody tr >> nth=0 >> td.b-p a[href*='points-q3']",
    "#points-townships ~ .b-scroll >> nth=0 >> tr.b-sum td.b-n a",
    "#carried-offices ~ .b-scroll >> nth=0 >> tbody td.b-n a",
    "#duties-offices ~ .b-scroll >> nth=0 >> tbody td.b-n a",
    ".b-heat td.b-n a",
    ".b-chart a >> nth=-1",
)


@pytest.mark.parametrize("figure", FIGURES)
def test_who_doubts_a_number_reaches_the_text_behind_it_in_two_clicks(page: Page, address: str, figure: str) -> None:
    page.goto(f"{address}stats/2026-Q3/")
    page.locator(figure).first.dispatch_event("click")
    page.wait_for_url(lambda url: "stats/2026-Q3/" not in url or len(url.split("stats/2026-Q3/")[1]) > 1)
    page.wait_for_load_state()
    target = ":target a[href*='items/20']" if "#" in page.url else "main a[href*='items/20']"
    page.locator(target).first.click()
    page.wait_for_url("**/items/20*/*/")
    assert len(page.locator(".b-text").inner_text()) > 50
