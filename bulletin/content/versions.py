"""The versions of a file that Git knows: who wrote them and when. Only objects are read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

# What a repository's own settings could have Git start.
_GIT = ("git", "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
_MORE = ("-c", "log.showSignature=false", "-c", "core.quotePath=false")
_MARK = "\x01"
_FIELDS = 3


class Version(NamedTuple):
    """A version of a file: the commit that made it, and what the file held then; None where it was removed."""

    commit: str
    day: date
    who: str
    data: bytes | None


def file_versions(root: Path, path: str) -> list[Version]:
    """Return the versions of a file, the oldest first, also by other names; none where Git knows none."""
    log = _run(root, "log", "--follow", "--name-status", "--no-ext-diff", f"--format={_MARK}%H\t%cs\t%an", "--", path)
    return list(reversed(list(_versions(root, log.decode("utf-8", "replace"))))) if log else []


def _versions(root: Path, log: str) -> Iterator[Version]:
    for entry in log.split(_MARK)[1:]:
        head, *changes = [line for line in entry.splitlines() if line]
        commit, day, who = (head.split("\t", _FIELDS - 1) + [""] * _FIELDS)[:_FIELDS]
        status, *paths = changes[0].split("\t") if changes else ("",)
        data = _run(root, "cat-file", "blob", f"{commit}:{paths[-1]}") if paths and status != "D" else None
        yield Version(commit, date.fromisoformat(day), who, data)


def _run(root: Path, *arguments: str) -> bytes | None:
    """Return what Git says; None where there is no Git, no repository, or no such thing."""
    command = [*_GIT, *_MORE, "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
