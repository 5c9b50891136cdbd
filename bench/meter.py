"""What a command costs: CPU seconds of all its processes, wall seconds, and the memory of all of them together."""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage

_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.05  # seconds between two samples of the memory
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command cost, its processes included."""

    cpu: float
    """Seconds of user and system time."""
    wall: float
    memory: float
    """Peak of all processes together, in MB: PSS, so that what they share counts once."""
    largest: float
    """Peak RSS of the largest process, in MB, as the kernel keeps it."""


def measure(command: list[str], folder: Path) -> Run:
    """Run a command in a folder and return what it cost; a command that fails ends the bench with its output."""
    # Workers whose parent does not wait for them become our children, and are counted as well.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    os.sync()  # what the previous command left to be written is not measured with this one
    with (folder / "said").open("w+b") as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=said, stderr=said)
        watch = _Watch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        memory = watch.end()
        cpu, largest = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
        for orphan in _orphans():
            cpu, largest = cpu + orphan.ru_utime + orphan.ru_stime, max(largest, orphan.ru_maxrss)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            text = said.read().decode(errors="replace")[-2000:]
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{text}")
    return Run(cpu, wall, max(memory, largest * 1024) / 2**20, largest / 1024)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of every command, without what may vary; what programs keep of a user is in *folder*."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return (
        kept
        | {"NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"}
        | {"XDG_STATE_HOME": str(folder / "state")}
    )


def spent(process: int) -> float:
    """Return the CPU seconds that a running process and all below it have used, those that have ended included."""
    ticks = 0
    for member in _family(process):
        fields = _read(f"/proc/{member}/stat").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))  # user and system, its own and those of its ended children
    return ticks / os.sysconf("SC_CLK_TCK")


def size(folder: Path) -> tuple[int, int]:
    """Return the number and the bytes of all files below a folder."""
    sizes = [Path(where, name).lstat().st_size for where, _, names in os.walk(folder) for name in names]
    return len(sizes), sum(sizes)


def _orphans() -> Iterator[struct_rusage]:
    """Yield what each left-over process cost; those that still run are left."""
    while True:
        try:
            child, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not child:
            return
        yield usage


class _Watch:
    """Samples the memory of a process and all below it until :meth:`end` is called."""

    def __init__(self, process: int) -> None:
        self._process, self._peak, self._over = process, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> int:
        """Return the peak in bytes."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            family = list(_family(self._process))
            # PSS takes long to read and is never more than RSS: it is read only where it could be a peak.
            if sum(map(_rss, family)) > self._peak:
                self._peak = max(self._peak, sum(map(_pss, family)))


def _family(process: int) -> Iterator[int]:
    yield process
    for thread in _names(f"/proc/{process}/task"):
        for child in _read(f"/proc/{process}/task/{thread}/children").split():
            yield from _family(int(child))


def _rss(process: int) -> int:
    fields = _read(f"/proc/{process}/statm").split()
    return int(fields[1]) * _PAGE if fields else 0


def _pss(process: int) -> int:
    for line in _read(f"/proc/{process}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _names(folder: str) -> list[str]:
    try:
        return [path.name for path in Path(folder).iterdir()]
    except OSError:
        return []


def _read(path: str) -> str:
    """Return a file of /proc, or nothing where its process has ended."""
    try:
        return Path(path).read_text("utf-8")
    except OSError:
        return ""
