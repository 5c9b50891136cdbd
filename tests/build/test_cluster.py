"""A scheduler and workers of Dask, each a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bulletin.build import cluster
from bulletin.build.request import BuildRequest
from bulletin.cli import main
from bulletin.content.loader import load
from bulletin.core.config import find_project
from bulletin.core.problems import BulletinError
from bulletin.mkdocs_adapter import runner
from tests.support.archives import TODAY
from tests.support.paths import ROOT
from tests.support.require import require
from tests.support.waiting import until

pytestmark = pytest.mark.slow

Start = Callable[..., subprocess.Popen[str]]


def start(log: Path, *command: str, program: Path | None = ROOT, umask: int = -1) -> subprocess.Popen[str]:
    """Start a process of Dask that finds the *program* in a folder, or not at all."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PYTHONPATH": str(program)} if program else {}
    with log.open("w") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command, "--no-dashboard"],
            env=environment,
            cwd=log.parent,
            stdout=output,
            stderr=output,
            text=True,
            umask=umask,
        )


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a scheduler, and return its address."""
    require("distributed")
    log = tmp_path_factory.mktemp("scheduler") / "log"
    process = start(log, "scheduler", "--host", "127.0.0.1", "--port", "0")
    try:
        until(lambda: "Scheduler at:" in log.read_text())
        found = re.search(r"Scheduler at:\s+(\S+)", log.read_text())
        assert found
        yield found[1]
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def worker(scheduler: str, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts workers, which are killed in the end."""
    processes: list[subprocess.Popen[str]] = []

    def start_one(program: Path | None = ROOT, umask: int = -1) -> subprocess.Popen[str]:
        log = tmp_path / f"worker-{len(processes)}"
        # Without a nanny, nobody starts it again.
        command = ("worker", scheduler, "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path))
        processes.append(start(log, *command, program=program, umask=umask))
        until(lambda: "Starting established connection" in log.read_text())
        return processes[-1]

    yield start_one
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait long for workers."""
    monkeypatch.setattr(cluster, "_TIMEOUT", "1s")


def build(scheduler: str, site: Path) -> int:
    """Build the sample."""
    options = ["--archive", str(ROOT), "--site-dir", str(site), "--date", str(TODAY), "--lang", "en"]
    return main([*options, "--cluster", scheduler])


def snapshot(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def refusal(scheduler: str, site: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a build says that ends with an error."""
    assert build(scheduler, site) == 1
    assert not site.exists()
    assert not list(site.parent.glob("*.next-*"))
    return capsys.readouterr().err


def test_a_scheduler_without_workers(scheduler: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(scheduler, tmp_path / "site", capsys)
    assert f"The scheduler at {scheduler} has no workers" in said
    assert f"dask worker {scheduler}" in said


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("tcp://127.0.0.1:9", "Nobody answers at tcp://127.0.0.1:9"),
        ("somewhere", "missing port"),
        ("https://127.0.0.1:9", "unknown address scheme"),
        ("tls://127.0.0.1:9", "name no certificates"),
    ],
)
def test_wrong_addresses(address: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    require("distributed")
    assert reason in refusal(address, tmp_path / "site", capsys)


def test_a_worker_without_the_program(
    scheduler: str, worker: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worker(program=None)
    assert "cannot run this program: ModuleNotFoundError" in refusal(scheduler, tmp_path / "site", capsys)


def test_a_worker_with_another_version(
    scheduler: str, worker: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("bulletin", "theme"):
        shutil.copytree(ROOT / name, tmp_path / "other" / name)
    (tmp_path / "other/theme/pages/item.html").write_text("")
    worker(program=tmp_path / "other")
    assert "has another version of the program" in refusal(scheduler, tmp_path / "site", capsys)


def test_workers_that_see_the_disk_make_the_same_site(
    scheduler: str, worker: Start, tmp_path: Path, sample_site: Path
) -> None:
    for _ in range(2):
        worker()
    assert build(scheduler, tmp_path / "site") == 0
    assert snapshot(tmp_path / "site") == snapshot(sample_site)


def test_workers_that_may_not_write_send_pages_back(
    scheduler: str, worker: Start, tmp_path: Path, sample_site: Path
) -> None:
    # What such a worker wrote, others could not read.
    worker(umask=0o077)
    assert build(scheduler, tmp_path / "site") == 0
    assert snapshot(tmp_path / "site") == snapshot(sample_site)


def test_the_last_worker_dies(scheduler: str, worker: Start, tmp_path: Path) -> None:
    process, project = worker(), find_project(ROOT)
    request = BuildRequest(
        loaded=load(ROOT, TODAY), root=ROOT, cluster=scheduler, progress=lambda _done, _all: process.kill()
    )
    with pytest.raises(BulletinError, match="was lost"):
        runner.build(project, request, tmp_path / "site")
    assert list(tmp_path.glob("site*")) == []
