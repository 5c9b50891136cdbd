"""Publishing under bad conditions: two at once, no room, killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bulletin.publish import fsync
from bulletin.publish.lock import publish_lock
from tests.support.archives import item
from tests.support.kill_trial import trial
from tests.support.publishing import DATE, command, edit, names, office, publish, publish_apart, run, snapshot


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return office(tmp_path / "archive")


def test_who_comes_second_is_told_to_wait(archive: Path, tmp_path: Path) -> None:
    to = tmp_path / "to"
    assert publish(archive, to).code == 0
    with publish_lock(to):
        done = publish_apart(archive, to)
        assert done.returncode == 75
        assert "Somebody is publishing" in done.stderr
        assert subprocess.run(command("rollback", "--to", to), capture_output=True, check=False).returncode == 75
    assert publish(archive, to).code == 0


def test_several_at_once(archive: Path, tmp_path: Path) -> None:
    to = tmp_path / "to"
    asked = command("publish", "--archive", archive, "--to", to, "--date", DATE)
    runs = [subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(3)]
    codes = [process.wait() for process in runs]
    assert 0 in codes
    assert set(codes) <= {0, 75}
    assert run("verify", "--to", to) == 0


@pytest.mark.parametrize("blocks", [16, 120, 300])
def test_a_file_that_cannot_grow_any_further(archive: Path, tmp_path: Path, blocks: int) -> None:
    to = tmp_path / "to"
    assert publish(archive, to).code == 0
    wanted = snapshot(to / "current")
    edit(archive, "第二课。")
    asked = command("publish", "--archive", archive, "--to", to, "--date", DATE, "--lang", "en")
    limited = ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", *asked]
    done = subprocess.run(limited, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(to / "current") == wanted
    assert names(to) == [".archive", ".lock", "current", "releases"]
    assert publish(archive, to).code == 0


def test_a_full_disk(archive: Path, tmp_path: Path) -> None:
    script = """
        mount -t tmpfs -o size=6m none "$1" || exit 99
        to="$1"; shift
        "$@" --to "$to" || exit 1
        find "$to/" -type f -exec sha256sum {} + | sort > "$TRIAL/before"
        dd if=/dev/zero of="$to/fill" bs=1k 2>/dev/null; truncate -s -600k "$to/fill"
        printf '%s' "$NEXT" > "$ITEM"
        "$@" --to "$to"; code=$?
        rm "$to/fill"
        find "$to/" -type f -exec sha256sum {} + | sort > "$TRIAL/after"
        exit $((code + 10))
    """
    to = tmp_path / "to"
    to.mkdir()
    asked = command("publish", "--archive", archive, "--date", DATE, "--lang", "en")
    names = {
        "TRIAL": str(tmp_path),
        "ITEM": str(archive / "content/items/2026/yexiao.md"),
        "NEXT": item("第二课。", title="夜校", date="2026-03-06"),
    }
    space = ["unshare", "-rm", "sh", "-c", script, "sh", str(to), *asked]
    done = subprocess.run(space, capture_output=True, text=True, check=False, env={**os.environ, **names})
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("this machine gives nobody a disk of his own")
    assert done.returncode == 11, done.stderr
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "before").read_text() == (tmp_path / "after").read_text()


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path) -> None:
    result = trial(tmp_path, kills=6, reads=500, seed=int(time.time()))
    assert result.broken == []
    assert result.kills >= 6
    assert result.reads >= 500


def test_what_killed_runs_leave_is_cleared_away(archive: Path, tmp_path: Path) -> None:
    to = tmp_path / "to"
    assert publish(archive, to).code == 0
    (to / ".next-1234abcd/site").mkdir(parents=True)
    (to / ".gone-000001-00000000").mkdir()
    (to / ".current-1234abcd").symlink_to("nowhere")
    assert publish(archive, to).code == 0
    assert names(to) == [".archive", ".lock", "current", "releases"]


def test_files_are_asked_whether_they_reached_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c").write_text("x")
    asked: list[str] = []
    real = os.fsync

    def noted(fd: int) -> None:
        asked.append(str(Path(f"/proc/self/fd/{fd}").readlink()))
        real(fd)

    monkeypatch.setattr(os, "fsync", noted)
    if sys.platform == "linux":
        assert fsync.sync_filesystem(tmp_path)
        with pytest.raises(FileNotFoundError):
            fsync.fsync_tree(tmp_path / "gone")
    # Where the system cannot do it at once, it is done one by one.
    monkeypatch.setattr(fsync, "sync_filesystem", lambda _: False)
    fsync.fsync_tree(tmp_path)
    assert sorted(asked) == [str(tmp_path), *(str(tmp_path / name) for name in ("a", "a/b", "a/b/c"))]
