"""A command in a terminal, where somebody answers its questions."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.paths import ROOT


class Said(NamedTuple):
    """What a command has said."""

    code: int
    out: str
    err: str


def answered(arguments: Sequence[str], answers: Sequence[str], cwd: Path) -> Said:
    """Run the program in *cwd*, with a terminal in which *answers* are typed, a line each."""
    pty = pytest.importorskip("pty", exc_type=ImportError)
    above, below = pty.openpty()
    os.write(above, "".join(f"{answer}\n" for answer in answers).encode())
    command = [sys.executable, "-m", "bulletin", *arguments]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(command, cwd=cwd, env=surroundings, stdin=below, capture_output=True, check=False)
    finally:
        os.close(above)
        os.close(below)
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())
