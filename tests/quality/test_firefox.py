"""The site works in the Firefox that is installed, as offices have it (ESR): search, facets, menus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import kinds
from tests.support.file_server import Ranged, served
from tests.support.firefox import ENTER, Firefox, firefox

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Firefox]:
    with firefox() as started:
        yield started


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site, Ranged) as where:
        yield where


@pytest.fixture
def page(browser: Firefox, address: str) -> Iterator[Firefox]:
    browser.set_size(1280, 900)
    browser.goto(address)
    yield browser
    assert browser.errors(address) == []


def test_the_search(page: Firefox) -> None:
    page.click("#b-find")
    page.type("#b-find", "流动党员")
    page.find("#b-find-list [role=option] mark")
    page.type("#b-find", ENTER)
    page.find(".b-results__excerpt mark")
    assert page.evaluate("return document.querySelector('.b-results__without').hidden")
    page.click(".b-results__facets a", "2025")
    page.find(".b-results__chip", "2025")
    years = "[...document.querySelectorAll('.b-results__hits time')].map((one) => one.textContent.slice(0, 4))"
    page.wait(f"const years = {years}; return years.length && years.every((year) => year === '2025')")
    assert len(page.evaluate(f"return {years}")) == 10
    page.click(".b-results__hits a.b-title")
    page.find("mark.b-mark", "流动党员")


def test_both_menus(page: Firefox, address: str) -> None:
    page.click(".md-tabs__link", "单位")
    page.find("h1", "单位")
    page.set_size(500, 780)
    page.goto(address)
    page.click("label.md-header__button[for=__drawer]")
    page.wait("return document.querySelector('.md-sidebar--primary').getBoundingClientRect().left === 0")
    page.click(".md-sidebar--primary a", "专题")
    page.find("h1", "专题")
    assert page.evaluate("return document.documentElement.scrollWidth <= innerWidth")


def test_a_comma_is_as_wide_as_a_character(page: Firefox, address: str) -> None:
    page.goto(f"{address}items/2025/jinqiao/")
    width = """
        const text = document.querySelector(".b-text p"), range = document.createRange();
        text.textContent = "工，作";
        range.setStart(text.firstChild, 1);
        range.setEnd(text.firstChild, 2);
        return range.getBoundingClientRect().width / parseFloat(getComputedStyle(text).fontSize);
    """
    assert page.evaluate(width) == pytest.approx(1, abs=0.02)


def test_no_page_has_an_error_or_is_wider_than_a_phone(page: Firefox, address: str) -> None:
    page.set_size(500, 780)
    wide = []
    # One of four kinds of pages: Chromium looks at all.
    for where in kinds()[::4]:
        page.goto(address + where)
        if page.evaluate("return document.documentElement.scrollWidth > innerWidth"):
            wide.append(where)
    assert wide == []
