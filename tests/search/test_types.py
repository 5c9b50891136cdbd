"""The types in the comments of the search's scripts, checked by TypeScript where it is installed."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.paths import ROOT
from tests.support.require import require


@pytest.mark.servers
def test_the_scripts_are_what_their_comments_say() -> None:
    done = subprocess.run(
        [require("typescript"), "-p", str(ROOT / "tests/search")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
