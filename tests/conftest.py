"""What every test may rely on."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from bulletin.cli import main
from tests.support.archives import TODAY
from tests.support.browser import chromium
from tests.support.paths import ROOT

# How long an example takes says more of the machine than of the program.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

# A shell lets what it runs in the background ignore interruptions; programs started by tests would do so, too.
signal.signal(signal.SIGINT, signal.default_int_handler)

# What a test trusts is not trusted on this machine.
os.environ["XDG_STATE_HOME"] = _state = tempfile.mkdtemp(prefix="bulletin-state-")
atexit.register(shutil.rmtree, _state, ignore_errors=True)


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample as it is on TODAY; no test may change its files."""
    site = tmp_path_factory.mktemp("sample") / "site"
    assert main(["--archive", str(ROOT), "--site-dir", str(site), "--date", str(TODAY), "--format", "json"]) == 0
    return site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start a Chromium for the tests of one module."""
    with chromium() as started:
        yield started
