"""The Content-Security-Policy of a site, and the other headers that its server sends with every answer.

The theme has a few inline scripts of its own. They are known by their hashes, which are taken from a site without any
editor's text, so that no text can bring a script in; see docs/publishing.md.
"""

from __future__ import annotations

import tempfile
from datetime import date
from functools import lru_cache
from pathlib import Path

from bulletin.build.request import Order
from bulletin.content.loader import load
from bulletin.core.config import Place
from bulletin.mkdocs_adapter import runner as press
from bulletin.publish import html_scan

_DEEPEST = 8
"""The theme tells each page how deep it lies; pages of the archive are at most five folders deep."""

_RULES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("manifest-src", "'self'"),
    ("form-action", "'none'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
    ("object-src", "'none'"),
)
_OTHERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Robots-Tag", "noindex, nofollow"),
)


@lru_cache(maxsize=4)
def scripts(place: Place) -> frozenset[str]:
    """Return the source expressions of all inline scripts that the theme has with the settings of that archive."""
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        root = Path(folder)
        for depth in range(_DEEPEST + 1):
            page = root.joinpath("content", *["d"] * depth, "index.md")
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text("", encoding="utf-8")
        (root / "registry").mkdir()
        loaded = load(root, date(2000, 1, 1))
        built = press.build(
            Place(root=root, settings=place.settings),
            Order(loaded=loaded, root=root, jobs=1, rename=True),
            root / "site",
        )
        pages = (path.read_text("utf-8") for path in built.site.rglob("*.html"))
        return frozenset(html_scan.fingerprint(script) for page in pages for script in html_scan.scripts(page))


def policy(hashes: frozenset[str]) -> str:
    """Return the value of the header ``Content-Security-Policy``."""
    return "; ".join(
        f"{name} {' '.join([value, *sorted(hashes)])}" if name == "script-src" else f"{name} {value}"
        for name, value in _RULES
    )


def headers(hashes: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return name and value of every header that goes with every answer."""
    return (("Content-Security-Policy", policy(hashes)), *_OTHERS)
