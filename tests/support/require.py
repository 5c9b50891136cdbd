"""What tests need beside the program: without it a test is skipped, or fails where it has to be installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from importlib.util import find_spec

import pytest

from tests.support.paths import ROOT

_PATH = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin"
_PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "firefox": ("firefox-esr", "firefox"),
    "nginx": ("nginx",),
    "apache": ("apache2",),
    "node": ("node",),
    "pdftotext": ("pdftotext",),
    "pdftoppm": ("pdftoppm",),
    "java": ("java",),
    "typescript": ("tsc",),
    "libreoffice": ("soffice", "libreoffice"),
}
_FILES: Mapping[str, str] = {
    "nu": os.environ.get("VNU_JAR") or str(ROOT / ".cache/vnu/node_modules/vnu-jar/build/dist/vnu.jar"),
    "chromium83": str(ROOT / ".cache/chromium/83/chromium"),
    "chromium88": str(ROOT / ".cache/chromium/88/chromium"),
}


def find(tool: str) -> str:
    """Return the path of a program or a file, or the place of a Python package; "" if it is not installed."""
    if tool in _PROGRAMS:
        return next((path for name in _PROGRAMS[tool] if (path := shutil.which(name, path=_PATH))), "")
    if tool in _FILES:
        return _FILES[tool] if os.path.isfile(_FILES[tool]) else ""  # noqa: PTH113 - a plain question about a string
    spec = find_spec(tool)
    return (spec.origin or "") if spec else ""


def require(tool: str) -> str:
    """Return where *tool* is; without it skip the test, or fail it if the variable REQUIRE_TOOLS names the tool."""
    if not (path := find(tool)):
        if tool in os.environ.get("REQUIRE_TOOLS", "").split():
            pytest.fail(f"{tool} is not installed, and REQUIRE_TOOLS names it")
        pytest.skip(f"{tool} is not installed")
    return path
