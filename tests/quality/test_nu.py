"""Every page is HTML as it should be, by the Nu HTML checker; it is Java, and where it is missing nothing is tested.

``VNU_JAR`` names it, or it lies where ``npm install --prefix .cache/vnu vnu-jar`` puts it.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.known_findings import NU
from tests.support.require import require

pytestmark = [pytest.mark.servers, pytest.mark.slow]


def errors(*paths: Path) -> list[str]:
    """Return what the checker calls an error, but for what is known to be Material's own."""
    command = [
        require("java"),
        "-jar",
        require("nu"),
        "--errors-only",
        "--format",
        "json",
        "--stdout",
        "--skip-non-html",
    ]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, check=False)
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [
        f"{one['url']}:{one['lastLine']}: {one['message']} {one.get('extract', '')!r}"
        for one in messages
        if not any(one["message"].startswith(words) and piece in one.get("extract", "") for words, piece in NU)
    ]


def test_every_page_of_the_sample_is_valid(sample_site: Path) -> None:
    assert errors(sample_site) == []


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    page = "<!doctype html><html lang=zh><title>x</title><p id=a><p id=a><dl><div><dt>x</dt></div></dl>"
    (tmp_path / "page.html").write_text(page)
    assert len(errors(tmp_path / "page.html")) == 2
