"""The security headers of a site, as values and as a configuration file for each web server.

The Content-Security-Policy allows the theme's inline scripts by their hashes. The hashes are taken from a site without
any text, so that no text of the archive can add a script; see docs/publishing.md.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path

from bulletin.build.request import BuildRequest
from bulletin.content.loader import load
from bulletin.core.config import Project
from bulletin.mkdocs_adapter import runner
from bulletin.publish import html_scan

Headers = Sequence[tuple[str, str]]

_MAX_DEPTH = 8
"""Scripts of the theme depend on the depth of a page; pages of an archive are at most five folders deep."""

_DIRECTIVES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("manifest-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
    ("object-src", "'none'"),
)
_OTHER_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Robots-Tag", "noindex, nofollow"),
)
_COMMENT = "Written by “build.py headers --server {server}”: write it anew when the theme or its settings change."


@lru_cache(maxsize=4)
def inline_script_hashes(project: Project) -> frozenset[str]:
    """Return the CSP source expressions of the theme's inline scripts, with the settings of *project*."""
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        root = Path(folder)
        for depth in range(_MAX_DEPTH + 1):
            page = root.joinpath("content", *["d"] * depth, "index.md")
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text("", encoding="utf-8")
        (root / "registry").mkdir()
        loaded = load(root, date(2000, 1, 1))
        built = runner.build(
            replace(project, root=root),
            BuildRequest(loaded=loaded, root=root, jobs=1, rename=True),
            root / "site",
        )
        pages = (path.read_text("utf-8") for path in built.site.rglob("*.html"))
        return frozenset(html_scan.script_hash(script) for page in pages for script in html_scan.inline_scripts(page))


def content_security_policy(hashes: frozenset[str]) -> str:
    """Return the value of the header ``Content-Security-Policy``; *hashes* are allowed inline scripts."""
    return "; ".join(
        f"{name} {' '.join([value, *sorted(hashes)])}" if name == "script-src" else f"{name} {value}"
        for name, value in _DIRECTIVES
    )


def security_headers(hashes: frozenset[str]) -> Headers:
    """Return name and value of every header that the web server sends with every response."""
    return (("Content-Security-Policy", content_security_policy(hashes)), *_OTHER_HEADERS)


def nginx_config(headers: Headers) -> str:
    """Return a file to include in a ``server`` block of nginx."""
    lines = (f'add_header {name} "{value}" always;' for name, value in headers)
    return "\n".join([f"# {_COMMENT.format(server='nginx')}", *lines, ""])


def apache_config(headers: Headers) -> str:
    """Return a file to include in a ``<VirtualHost>`` of Apache."""
    lines = (f'Header always set {name} "{value}"' for name, value in headers)
    return "\n".join([f"# {_COMMENT.format(server='apache')}", *lines, ""])


def iis_config(headers: Headers) -> str:
    """Return the element ``<customHeaders>`` of a ``web.config`` of IIS."""
    lines = (f'  <add name="{name}" value="{escape(value)}" />' for name, value in headers)
    head = "<!-- Written by “build.py headers”: write it anew when the theme or its settings change. -->"
    return "\n".join([head, "<customHeaders>", '  <remove name="X-Powered-By" />', *lines, "</customHeaders>", ""])


CONFIG_FORMATS: Mapping[str, Callable[[Headers], str]] = {
    "nginx": nginx_config,
    "apache": apache_config,
    "iis": iis_config,
}
"""A function that writes the configuration, by the name of the web server."""
