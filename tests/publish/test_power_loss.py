"""Whenever the power is lost, readers have a whole release: what is renamed is on the disk, and then so is its name."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from bulletin.publish import fsync
from tests.support.publishing import DATE, edit, office, run

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="which file is flushed is looked up in /proc"
)


class Event(NamedTuple):
    """A call of the system: ``write``, ``flush`` (one file or folder), ``flush all`` or ``rename``."""

    kind: str
    path: str
    new: str = ""


_events: list[Event] = []
_is_recording: list[bool] = []


def _hook(name: str, arguments: tuple[object, ...]) -> None:
    if not _is_recording:
        return
    if name == "open" and isinstance(arguments[0], (str, Path)):
        flags = arguments[2]
        if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR) and not str(arguments[0]).endswith(".lock"):
            _events.append(Event("write", str(arguments[0])))
    elif name == "os.rename":
        _events.append(Event("rename", str(arguments[0]), str(arguments[1])))


sys.addaudithook(_hook)


@contextmanager
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Event]]:
    """Record calls; they are carried out as well."""
    flush, flush_all = os.fsync, fsync.sync_filesystem

    def recorded_flush(descriptor: int) -> None:
        _events.append(Event("flush", str(Path(f"/proc/self/fd/{descriptor}").readlink())))
        flush(descriptor)

    def recorded_flush_all(folder: Path) -> bool:
        done = flush_all(folder)
        if done:
            _events.append(Event("flush all", str(folder)))
        return done

    _events.clear()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", recorded_flush)
        patch.setattr(fsync, "sync_filesystem", recorded_flush_all)
        _is_recording.append(True)
        try:
            yield _events
        finally:
            _is_recording.clear()


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}{os.sep}")


def unsafe_renames(events: list[Event], root: Path) -> list[str]:
    """Return what a loss of power could leave half done, of all that is renamed in the folder of releases."""
    found, unflushed = [], set[str]()
    for place, (kind, path, new) in enumerate(events):
        if kind == "write":
            unflushed.add(path)
        elif kind == "flush":
            unflushed.discard(path)
        elif kind == "flush all":
            unflushed.clear()
        else:
            unflushed = {new + one.removeprefix(path) if _is_below(one, path) else one for one in unflushed}
            # What happens within a folder that no reader is led to yet, or is led to no more, does not matter.
            if _is_below(new, str(root)) and not any(part.startswith((".next-", ".gone-")) for part in Path(new).parts):
                found += [f"{one} was not flushed before" for one in unflushed if _is_below(one, new)]
                following = [event for event in events[place + 1 :] if event.kind in ("flush", "rename")]
                if following[:1] != [Event("flush", str(Path(new).parent))]:
                    found.append(f"the name {new} was not flushed")
    return found


@pytest.mark.parametrize("has_syncfs", [True, False])
def test_what_is_renamed_is_on_the_disk(has_syncfs: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    if not has_syncfs:
        monkeypatch.setattr(fsync, "sync_filesystem", lambda _: False)
    root, to = office(tmp_path / "archive"), tmp_path / "to"
    for words in ("夜校第一课。", "夜校第二课。"):
        edit(root, words)
        with recorded(monkeypatch) as events:
            assert run("publish", "--archive", root, "--to", to, "--date", DATE, "--jobs", "1") == 0
        assert unsafe_renames(events, to) == []
        renamed = [Path(event.new).name for event in events if event.kind == "rename" and _is_below(event.new, str(to))]
        # A release has its name before readers are led to it.
        release = (to / "current").resolve().parent.name
        assert renamed.index(release) < renamed.index("current")
    with recorded(monkeypatch) as events:
        assert run("rollback", "--to", to) == 0
    assert unsafe_renames(events, to) == []
    assert [Path(event.new).name for event in events if event.kind == "rename"] == ["current"]


def test_what_is_unsafe_is_seen(tmp_path: Path) -> None:
    old, new = str(tmp_path / "a"), str(tmp_path / "b")
    write, flush, rename = Event("write", f"{old}/x"), Event("flush", f"{old}/x"), Event("rename", old, new)
    name = Event("flush", str(tmp_path))
    assert unsafe_renames([write, flush, rename, name], tmp_path) == []
    assert unsafe_renames([write, Event("flush all", old), rename, name], tmp_path) == []
    for events in ([write, rename, name], [flush, write, rename, name], [write, flush, rename], [rename, rename, name]):
        assert unsafe_renames(events, tmp_path) != []
