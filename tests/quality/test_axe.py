"""Pages for everybody: axe finds nothing on any kind of page, on desktop and phone, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize

from tests.support.browser import kinds, new_page
from tests.support.file_server import Plain, served
from tests.support.known_findings import AXE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 360, "height": 780},
}
# A tint that fades in has no colour to be measured yet.
STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site, Plain) as where:
        yield where


RUN = """
() => axe.run(document, {resultTypes: ["violations"]}).then((told) =>
  told.violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, String(node.target), node.failureSummary])))
"""


def violations(page: Page) -> list[str]:
    """Return what axe finds, but for what is known to be Material's own."""
    page.evaluate(AXE_SCRIPT)
    page.add_style_tag(content=STILL)
    return [
        f"{rule} {where} {why}"
        for rule, where, why in page.evaluate(RUN)
        if not any(rule == known and name in where for known, name in AXE)
    ]


# Colours do not hang on the size of the screen.
@pytest.mark.parametrize(("size", "scheme", "ground"), [("desktop", "light", "default"), ("phone", "dark", "slate")])
def test_every_kind_of_page_is_for_everybody(
    browser: Browser, address: str, size: str, scheme: Literal["light", "dark"], ground: str
) -> None:
    page = new_page(browser, viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for where in (*kinds(), "404.html"):
        page.goto(address + where)
        assert page.evaluate("document.body.dataset.mdColorScheme") == ground
        if told := violations(page):
            found[where] = told
    page.close()
    assert found == {}


def test_links_beside_words_are_for_everybody(browser: Browser, address: str) -> None:
    """The best of many categories: their names may be shorter than the words beside them."""
    page = new_page(browser, viewport=SIZES["desktop"], color_scheme="light", reduced_motion="reduce")
    page.goto(f"{address}years/2025/")
    page.evaluate("""() => {
        const list = document.querySelector("#champions + dl");
        for (const link of list.querySelectorAll("dd a")) link.textContent = "镇";
        for (const words of list.querySelectorAll("dd span")) words.textContent += "（并列）";
    }""")
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_search_results_are_for_everybody(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    page = new_page(browser, viewport=SIZES["desktop"], color_scheme=scheme)
    page.goto(f"{address}search/?q=党员")
    page.wait_for_selector(".b-results__hits a.b-title")
    page.locator("#b-find").press_sequentially("流动")
    page.wait_for_selector("#b-find-list [role=option]")
    assert violations(page) == []
    page.close()


def test_axe_sees_what_is_wrong(browser: Browser, address: str) -> None:
    page = new_page(browser)
    page.goto(address)
    page.evaluate("document.querySelector('#text').append(document.createElement('img'))")
    assert any(told.startswith("image-alt") for told in violations(page))
    page.close()
