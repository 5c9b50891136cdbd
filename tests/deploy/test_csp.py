"""The policy in Chromium: our own pages never break it, and nothing that is smuggled in gets past it."""

# ruff: noqa: ANN401 - what Playwright hands out is untyped here

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from playwright.sync_api import Browser

from bulletin.publish.store import ReleaseStore
from tests.support.browser import kinds, new_page
from tests.support.live_scripts import LIVE
from tests.support.web_servers import nginx
from tests.support.xss_payloads import PAYLOADS

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.slow]
WATCH = """
globalThis.broken = [];
addEventListener("securitypolicyviolation", (event) => broken.push(event.violatedDirective + " " + event.blockedURI));
"""


@pytest.fixture(scope="module")
def releases(sample_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = ReleaseStore(tmp_path_factory.mktemp("policy") / "to")
    store.create()
    aside = store.make_staging_folder()
    copytree(sample_site, aside / "site")
    store.make_current(store.add(aside, "0" * 8))
    return store.root


@pytest.fixture(scope="module")
def address(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nginx(releases, tmp_path_factory.mktemp("nginx")) as where:
        yield where


class Watched:
    """A page whose violations, errors and dialogs are written down."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.page = new_page(browser, **options)
        self.faults: list[str] = []
        self.dialogs = 0
        self.page.add_init_script(WATCH)
        self.page.on(
            "console",
            lambda line: self.faults.append(line.text) if line.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._close)

    def status(self, address: str) -> int:
        """Open an address and return the status of its answer."""
        answer = self.page.goto(address)
        assert answer is not None
        return answer.status

    def _close(self, dialog: Any) -> None:
        self.dialogs += 1
        dialog.dismiss()

    def violations(self) -> list[str]:
        found: list[str] = self.page.evaluate("globalThis.broken ?? []")
        return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_the_policy(browser: Browser, address: str, scheme: str) -> None:
    watched = Watched(browser, color_scheme=scheme)
    visited = kinds()
    assert len(visited) > 35
    for where in visited:
        assert watched.status(address + where) == 200, where
        assert watched.violations() == [], where
        assert watched.faults == [], where
    watched.page.close()


def test_a_lost_address_does_not_break_it_either(browser: Browser, address: str) -> None:
    watched = Watched(browser)
    for where in ("gone/", "a/b/c/d/e/f/g/", "items/2025/gone/"):
        assert watched.status(address + where) == 404
        assert watched.violations() == []
        # Chromium tells of the answer itself.
        assert all("404" in fault for fault in watched.faults), watched.faults
        assert watched.page.evaluate("getComputedStyle(document.querySelector('.md-header')).display") != "inline"
    watched.page.close()


def test_no_step_of_a_reader_breaks_it(browser: Browser, address: str) -> None:
    watched = Watched(browser)
    page = watched.page
    page.goto(f"{address}items/2025/jinqiao/")
    before = page.evaluate("document.body.dataset.mdColorScheme")
    page.locator("label.md-header__button[for^='__palette']:visible").first.click()
    page.wait_for_function(f"document.body.dataset.mdColorScheme != '{before}'")
    page.goto(address)
    assert page.evaluate("document.body.dataset.mdColorScheme") != before
    page.locator("#b-find").press_sequentially("党员")
    page.wait_for_selector("#b-find-list [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?**")
    page.wait_for_selector(".b-results__hits a.b-title")
    page.goto(f"{address}items/2025/jinqiao/?q=党员")
    page.wait_for_selector("mark.b-mark")
    page.set_viewport_size({"width": 360, "height": 780})
    page.locator("label.md-header__button[for='__drawer']").click()
    page.locator(".md-nav__link:visible").first.wait_for()
    page.emulate_media(media="print")
    assert watched.violations() == []
    assert watched.faults == []
    page.close()


def test_on_a_phone_the_menu_and_the_contents_open(browser: Browser, address: str) -> None:
    watched = Watched(browser, viewport={"width": 360, "height": 780}, has_touch=True)
    watched.page.goto(f"{address}issues/2025/016/")
    watched.page.evaluate("scrollTo(0, 2000)")
    watched.page.evaluate("scrollTo(0, 1000)")
    watched.page.wait_for_timeout(200)
    assert watched.violations() == []
    assert watched.faults == []
    watched.page.close()


@pytest.fixture(scope="module")
def infested(releases: Path) -> list[str]:
    """Put a page for each payload into the site, past all that keeps it out; return their addresses."""
    made = []
    for number, payload in enumerate((*LIVE, *PAYLOADS)):
        folder = releases / f"current/items/2025/x{number}"
        folder.mkdir()
        (folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8><article>{payload}</article>", "utf-8")
        made.append(f"items/2025/x{number}/")
    return made


TOUCH = """
for (const element of document.querySelectorAll("#click"))
  for (const kind of ["mouseover", "pointerdown", "click"])
    element.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}));
"""


def fired(browser: Browser, address: str, pages: list[str], patience: int) -> set[str]:
    """Return the pages on which a script ran, after what a reader may do there."""
    found, watched = set(), Watched(browser)
    for where in pages:
        before = watched.dialogs
        with suppress(Exception):
            # A page that leads away from itself is a page, too.
            watched.page.goto(address + where)
            watched.page.evaluate(TOUCH)
        watched.page.wait_for_timeout(patience)
        if watched.dialogs > before:
            found.add(where)
    watched.page.close()
    return found


def test_nothing_that_is_smuggled_in_runs(browser: Browser, address: str, infested: list[str]) -> None:
    assert fired(browser, address, infested, patience=15) == set()


def test_without_the_policy_it_would(browser: Browser, releases: Path, infested: list[str], tmp_path: Path) -> None:
    """They are live: most of ours run where the policy is taken away."""
    pages = infested[: len(LIVE)]
    with nginx(releases, tmp_path, headers=False) as where:
        ran: set[str] = set()
        # A busy machine needs longer until a script has run.
        for patience in (60, 300, 1500, 7500):
            ran |= fired(browser, where, [page for page in pages if page not in ran], patience)
            if len(pages) - len(ran) < len(LIVE) / 4:
                break
    dead = [payload for page, payload in zip(pages, LIVE, strict=True) if page not in ran]
    assert len(dead) < len(LIVE) / 4, dead
