"""Publishing is killed again and again while a reader reads: what he gets is always a page of one whole release.

As a program: ``python -m tests.support.kill_trial --kills 50 --reads 10000``.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from bulletin.publish.store import ReleaseStore
from tests.support.publishing import DATE, command, edit, office, publish


@dataclass
class Reader:
    """Reads pages through ``current``, one after the other, until it is stopped."""

    root: Path
    pages: tuple[str, ...]
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    pause: float = 0.0
    stopped: bool = False

    def run(self) -> None:
        number = 0
        while not self.stopped:
            page = self.pages[number % len(self.pages)]
            number += 1
            try:
                data = (self.root / "current" / page).read_bytes()
            except OSError as error:
                self.errors.append(f"{page}: {error}")
                continue
            self.seen[page, sha256(data).hexdigest()] += 1
            time.sleep(self.pause)

    @property
    def reads(self) -> int:
        return self.seen.total() + len(self.errors)


@dataclass(frozen=True)
class Result:
    kills: int
    finished: int
    releases: int
    reads: int
    broken: list[str]


def trial(folder: Path, kills: int, reads: int, seed: int = 0) -> Result:
    """Publish once, then kill *kills* publications at random moments while at least *reads* pages are read."""
    chance = random.Random(seed)  # noqa: S311
    archive, to = office(folder / "archive"), folder / "to"
    began = time.monotonic()
    assert publish(archive, to, "--keep", "100000").code == 0
    lasts = time.monotonic() - began
    store = ReleaseStore(to)
    reader = Reader(to, tuple(sorted(store.read_manifest(store.current))), pause=0.001)
    thread = threading.Thread(target=reader.run)
    thread.start()
    killed = finished = 0
    try:
        while killed < kills or reader.reads < reads:
            edit(archive, f"夜校开课，第{killed + finished}次。")
            asked = command("publish", "--archive", archive, "--to", to, "--date", DATE, "--keep", "100000")
            process = subprocess.Popen(
                asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            try:
                # Sometimes it is let through, so that there is something new to see.
                process.wait(None if chance.random() < 0.2 else lasts * chance.random())
                finished += 1
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                killed += 1
    finally:
        reader.stopped = True
        thread.join()
    whole = {(page, digest) for name in store.release_names for page, digest in store.read_manifest(name).items()}
    broken = [*reader.errors, *(f"{page}: {digest}" for page, digest in reader.seen if (page, digest) not in whole)]
    broken += [f"{name}: {found}" for name in store.release_names if any(found := store.inspect(name))]
    return Result(killed, finished, len(store.release_names), reader.reads, broken)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--reads", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = trial(Path(folder), given.kills, given.reads, given.seed)
    print(  # noqa: T201
        f"{result.kills} kills, {result.finished} finished, {result.releases} releases, "
        f"{result.reads} reads, {len(result.broken)} broken"
    )
    sys.exit(bool(result.broken))
