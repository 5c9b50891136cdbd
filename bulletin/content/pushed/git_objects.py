"""The objects of a Git repository, read by their names."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

MAX_BYTES = 20_000_000
"""The largest object that is read."""

_OBJECTS, _ALTERNATES = "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"
_FAILED = N_("Git could not read what was pushed: {reason}.")
_PIECE = 1 << 20
_GIT = ("git", "-c", "advice.graftFileDeprecated=false")


class PushedObject(NamedTuple):
    """An object that a push brings."""

    name: str
    path: str = ""
    """The path of a file or folder, as far as Git tells it."""
    commit: str = ""
    """The first commit that holds it; "" where none does."""


class GitObject(NamedTuple):
    """An object that was read: its kind, its size, and its bytes, which are None where it is too large."""

    name: str
    kind: str
    size: int
    data: bytes | None


class TreeEntry(NamedTuple):
    """An entry of a folder."""

    mode: str
    name: bytes
    object: str


class GitObjects:
    """Reads objects, with one process of Git for all of them; a context manager that ends it."""

    def __init__(self, repository: Path, environment: Mapping[str, str]) -> None:
        """Read the objects of *repository*, also those that the *environment* of a hook says are kept apart."""
        # What was pushed may hold references that replace objects by harmless ones.
        fixed = {"GIT_DIR": str(repository), "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull, "LC_ALL": "C"}
        self._environment = {**environment, **fixed}
        self._reader: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reader is not None:
            self._reader.kill()
            self._reader.communicate()

    def new_objects(self, tips: Iterable[str]) -> Iterator[PushedObject]:
        """Yield every object that *tips* lead to and no reference does yet, and all others that the push brings."""
        named = _lines(tips)
        arguments = ["rev-list", "--objects", "--in-commit-order", "--reverse", "--stdin", "--not", "--all"]
        listed = self._run(arguments, named) if named else b""
        commit, known = "", set()
        for line in listed.split(b"\n")[:-1]:
            name, has_path, path = line.decode("utf-8", "surrogateescape").partition(" ")
            commit = commit if has_path else name
            known.add(name)
            yield PushedObject(name, path, commit)
        for name in self._objects_kept_apart(known):
            yield PushedObject(name)

    def _objects_kept_apart(self, known: set[str]) -> list[str]:
        """Return the objects that were pushed though no reference leads to them."""
        apart = self._environment.get(_OBJECTS, "")
        if not self._environment.get("GIT_QUARANTINE_PATH") or not apart:
            return []
        alone = {**self._environment, _ALTERNATES: ""}
        listed = self._run(["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"], b"", alone)
        names = [name for name in listed.decode().split() if name not in known]
        # What stood in the repository already came along because the pushed pack refers to it.
        before = {**self._environment, _OBJECTS: self._environment.get(_ALTERNATES, "").split(os.pathsep)[0]}
        missing = self._run(["cat-file", "--batch-check=%(objectname)"], _lines(names), before) if names else b""
        return [line.split()[0] for line in missing.decode().splitlines() if line.endswith(" missing")]

    def read(self, name: str) -> GitObject | None:
        """Return an object by its name, or as ``commit:path``; None where there is none."""
        if self._reader is None:
            self._reader = subprocess.Popen(
                [*_GIT, "cat-file", "--batch"], env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        asked, answered = self._reader.stdin, self._reader.stdout
        if asked is None or answered is None:
            raise AssertionError
        asked.write(_lines([name]))
        asked.flush()
        head = answered.readline().decode("utf-8", "replace").split()
        if not head:
            raise BulletinError(_FAILED, reason="cat-file")
        if len(head) != 3 or not head[2].isdigit():  # noqa: PLR2004 - name, kind and size
            return None
        size = int(head[2])
        if size <= MAX_BYTES:
            data: bytes | None = answered.read(size)
        else:
            data = None
            for start in range(0, size, _PIECE):
                answered.read(min(_PIECE, size - start))
        answered.read(1)
        return GitObject(head[0], head[1], size, data)

    def _run(self, arguments: list[str], words: bytes, environment: Mapping[str, str] | None = None) -> bytes:
        done = subprocess.run(
            [*_GIT, *arguments], env=environment or self._environment, input=words, capture_output=True, check=False
        )
        if done.returncode:
            raise BulletinError(_FAILED, reason=done.stderr.decode("utf-8", "replace").strip() or arguments[0])
        return done.stdout


def tree_entries(data: bytes, name: str) -> Iterator[TreeEntry]:
    """Yield the entries of the folder with the *name*, whose bytes are *data*."""
    size, at = len(name) // 2, 0
    while at < len(data):
        space = data.index(b" ", at)
        end = data.index(b"\0", space)
        yield TreeEntry(
            data[at:space].decode("ascii", "replace"), data[space + 1 : end], data[end + 1 : end + 1 + size].hex()
        )
        at = end + 1 + size


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
