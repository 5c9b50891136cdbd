"""A Chromium, and one page of each kind of the sample."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from archives import TODAY
from conftest import ROOT

from bulletin.content.loader import load
from bulletin.site import routes

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ABSENT = not CHROMIUM and not os.environ.get("CI")


@contextmanager
def chromium() -> Iterator[Any]:
    """Start a browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def kinds() -> list[str]:
    """Return the address of the last page of each kind, and at each depth, of the sample, and of pages beside them.

    The last is the newest or the one with most in it more often than the first.
    """
    found: dict[tuple[str, int], str] = {}
    for ref in routes.plan(load(ROOT, TODAY).archive):
        found[ref.kind, ref.url.count("/")] = ref.url
    return [*dict.fromkeys([*found.values(), "guide/", "items/2025/jinqiao/", "issues/2025/016/"])]
