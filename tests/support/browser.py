"""A Chromium, and one page of each kind of the sample."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bulletin.content.loader import load
from bulletin.site import routes
from tests.support.archives import TODAY
from tests.support.paths import ROOT
from tests.support.require import require
from tests.support.waiting import PATIENCE

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
expect.set_options(timeout=PATIENCE * 1000)


@contextmanager
def chromium(tool: str = "chromium") -> Iterator[Browser]:
    """Start a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=require(tool), args=QUIET)
        yield browser
        browser.close()


def new_page(browser: Browser, **options: Any) -> Page:  # noqa: ANN401 - the library's own options
    """Open a page that waits as long as a busy machine needs."""
    page = browser.new_page(**options)
    page.set_default_timeout(PATIENCE * 1000)
    return page


def kinds() -> list[str]:
    """Return the address of the last page of each kind, and at each depth, of the sample, and of pages beside them.

    The last is the newest or the one with most in it more often than the first.
    """
    found: dict[tuple[str, int], str] = {}
    for route in routes.all_routes(load(ROOT, TODAY).archive):
        found[route.kind, route.url.count("/")] = route.url
    return [*dict.fromkeys([*found.values(), "guide/", "items/2025/jinqiao/", "issues/2025/016/"])]
