"""Chromium 83 and later will do: nothing in scripts and style sheets is newer, and the site works there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import chromium, new_page
from tests.support.file_server import Ranged, served
from tests.support.paths import ROOT

THEME = ROOT / "theme"
SCRIPTS = [*sorted(THEME.rglob("*.js")), ROOT / "bulletin/server/serve.js"]
SHEETS = [*sorted(THEME.rglob("*.css")), *sorted((ROOT / "bulletin/server").glob("*.css"))]

NEWER_IN_SCRIPTS = {
    "assignment by ??, || or && (85)": r"(\?\?|\|\||&&)=",
    "private methods, static blocks (84, 94)": r"[.\s]#[a-zA-Z_]\w*\s*\(|\bstatic\s*\{",
    "numbers with _ (75)": r"\b\d+_\d",
    "top-level await (89)": r"(?m)^await\b",
    "Object.hasOwn, groupBy (93, 117)": r"\b(Object|Map)\.(hasOwn|groupBy)\b",
    "newer methods of texts (85, 92)": r"\.(replaceAll|at|isWellFormed|toWellFormed)\(",
    "newer methods of arrays (97, 110)": r"\.(findLast|findLastIndex|toSorted|toReversed|toSpliced|with)\(",
    "newer methods of sets (122)": r"\.(union|intersection|difference|isSubsetOf|isSupersetOf|isDisjointFrom)\(",
    "newer promises (85, 119)": r"\bPromise\.(any|withResolvers|try)\b|\bAggregateError\b",
    "newer objects (80 to 103)": r"\b(structuredClone|WeakRef|FinalizationRegistry|(De)?[cC]ompressionStream)\b",
    "newer methods of the page (86 to 133)": r"\.(replaceChildren|checkVisibility|setHTML|showPopover|togglePopover)\(",
    "newer methods of the machine (92, 103)": r"\b(randomUUID|AbortSignal\.(timeout|any)|scheduler\.|navigation\.)",
    "newer messages of errors (93)": r"\bnew \w*Error\([^()]*\{ *cause\b",
    "flags d and v of patterns (90, 112)": r"/[gimsuy]*[dv][gimsuy]*(?=[;,.)\]])",
    "texts of modules (61, kept out: every script is a plain one)": r"(?m)^(import|export)\b",
}
"""What Chromium got after version 83, with the version; or what a plain script cannot hold."""

NEWER_IN_SHEETS = {
    "lists in :not() (88)": r":not\([^()]*,",
    ":is(), :where() (88)": r":(is|where)\(",
    "inset, and logical sides by two (87)": r"(?m)^\s*(inset|(margin|padding|inset)-(inline|block)):",
    "aspect-ratio (88)": r"(?m)^\s*aspect-ratio:",
    "nesting (112)": r"(?m)^\s*&",
    "@layer, @container, @property, @scope (85 to 118)": r"@(layer|container|property|scope|starting-style)\b",
    "newer units (108)": r"\d(dvh|svh|lvh|dvw|svw|lvw|cqw|cqi)\b",
}
"""What would be lost there. Ornaments are no loss: text-wrap, a mixed colour of a line, :focus-visible."""


def _without_comments(path: Path) -> str:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//.*$", "", text) if path.suffix == ".js" else text


def _rules(text: str) -> Iterator[tuple[str, str]]:
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        yield selectors.strip(), body


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_needs_a_newer_browser(path: Path) -> None:
    text = _without_comments(path)
    assert [name for name, pattern in NEWER_IN_SCRIPTS.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize(
    "line",
    [
        "a ??= b;",
        "x ||= 1;",
        "if (Object.hasOwn(a, b)) c();",
        "last = list.at(-1);",
        "this.#read();",
        "text.replaceAll(a, b);",
        "list.replaceChildren();",
        "await load();",
        "crypto.randomUUID()",
        "structuredClone(a)",
        "found = text.match(/a/d);",
        "found = text.match(/a/v);",
        "new DecompressionStream('gzip')",
    ],
)
def test_what_is_newer_is_seen(line: str) -> None:
    assert any(re.search(pattern, line) for pattern in NEWER_IN_SCRIPTS.values())


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_style_sheet_needs_a_newer_browser(path: Path) -> None:
    text = _without_comments(path)
    assert [name for name, pattern in NEWER_IN_SHEETS.items() if re.search(pattern, text)] == []
    # One unknown selector takes the whole rule with it.
    assert [selectors for selectors, _ in _rules(text) if ":has(" in selectors and "," in selectors] == []


def test_flex_boxes_with_gaps_have_margins_where_there_are_no_gaps() -> None:
    texts = [_without_comments(path) for path in SHEETS]
    fallback = "".join(text.partition("@supports not (appearance: none)")[2] for text in texts)
    rules = [rule for text in texts for rule in _rules(text)]
    boxes = {
        one.split(".")[-1].strip()
        for selectors, body in rules
        if re.search(r"display: (inline-)?flex", body) and re.search(r"\bgap:", body)
        for one in selectors.split(",")
    }
    assert len(boxes) > 15
    assert sorted(box for box in boxes if f".{box} > :not(:last-child)" not in fallback) == []


@pytest.fixture(scope="module", params=["chromium83", "chromium88"])
def old(request: pytest.FixtureRequest) -> Iterator[Browser]:
    with chromium(request.param) as started:
        yield started


@pytest.fixture
def page(old: Browser) -> Iterator[Page]:
    faults: list[str] = []
    opened = new_page(old, viewport={"width": 1280, "height": 900})
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    assert faults == []


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site, Ranged) as where:
        yield where


# What Playwright itself asks of a page to find, click and type needs a newer one: evaluating works in all.
def wait(page: Page, selector: str, text: str = "") -> None:
    """Wait until there is an element with this text."""
    found = (
        "([selector, text]) => [...document.querySelectorAll(selector)].some((one) => one.textContent.includes(text))"
    )
    page.wait_for_function(found, arg=[selector, text])


def click(page: Page, selector: str, text: str = "") -> None:
    """Click on the first element with this text."""
    wait(page, selector, text)
    place = """([selector, text]) => {
        const found = [...document.querySelectorAll(selector)].find((one) => one.textContent.includes(text));
        const box = found.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];
    }"""
    page.mouse.click(*page.evaluate(place, [selector, text]))


def texts(page: Page, selector: str) -> list[str]:
    found: list[str] = page.evaluate(
        "selector => [...document.querySelectorAll(selector)].map((one) => one.textContent)", selector
    )
    return found


@pytest.mark.browser
def test_the_search_of_an_old_browser(page: Page, address: str) -> None:
    page.goto(address)
    click(page, "#b-find")
    page.keyboard.type("流动党员")
    wait(page, "#b-find-list [role=option] mark")
    page.keyboard.press("Enter")
    wait(page, ".b-results__excerpt mark")
    assert page.evaluate("document.querySelector('.b-results__without').hidden")
    click(page, ".b-results__facets a", "2025")
    wait(page, ".b-results__chip", "2025")
    page.wait_for_function(
        "[...document.querySelectorAll('.b-results__hits time')].every((one) => /^2025/.test(one.textContent))"
    )
    assert len(texts(page, ".b-results__hits time")) == 10
    click(page, ".b-results__hits a.b-title")
    wait(page, "mark.b-mark", "流动党员")


@pytest.mark.browser
def test_both_menus_of_an_old_browser(page: Page, address: str) -> None:
    page.goto(address)
    click(page, ".md-tabs__link", "单位")
    wait(page, "h1", "单位")
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(address)
    click(page, "label.md-header__button[for=__drawer]")
    page.wait_for_function("document.querySelector('.md-sidebar--primary').getBoundingClientRect().left === 0")
    click(page, ".md-sidebar--primary a", "专题")
    wait(page, "h1", "专题")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_words_of_a_line_stay_apart_in_an_old_browser(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=党员")
    wait(page, ".b-results__hits time")
    apart = page.evaluate("""() => {
        const [unit, day] = document.querySelector(".b-results__hits .b-info").children;
        return day.getBoundingClientRect().left - unit.getBoundingClientRect().right;
    }""")
    assert apart > 5
