"""Processes that help end with the one that they help."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.waiting import until

SCRIPT = """
import os, sys, time
from bulletin.core.parallel import process_pool

def pid(_):
    time.sleep(0.2)
    return os.getpid()

if __name__ == "__main__":
    with process_pool(2) as pool:
        print(*sorted(set(pool.map(pid, range(6)))), flush=True)
        time.sleep(3600)
"""


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A zombie, which has ended but was not waited for, does not run.
    return ") Z " not in Path(f"/proc/{pid}/stat").read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_helpers_end_with_a_process_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as parent:
        assert parent.stdout
        helpers = [int(pid) for pid in parent.stdout.readline().split()]
        assert helpers
        assert all(map(_lives, helpers))
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        until(lambda: not any(map(_lives, helpers)))
