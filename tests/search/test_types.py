"""The types in the comments of the search's scripts, checked by TypeScript where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.mark.skipif(shutil.which("tsc") is None, reason="no TypeScript here: npm install --global typescript")
def test_the_scripts_are_what_their_comments_say() -> None:
    tsc = shutil.which("tsc")
    assert tsc is not None
    done = subprocess.run([tsc, "-p", str(HERE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
