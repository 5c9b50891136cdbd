"""Writes the files of a commit into a folder, byte for byte: no attributes, filters or line ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bulletin.content.pushed.git_objects import GitObjects, tree_entries
from bulletin.content.pushed.push import is_unsafe
from bulletin.core.files import reason_of
from bulletin.core.problems import Problem

_FOLDER, _LINK, _MODULE = "40000", "120000", "160000"


def write_tree(objects: GitObjects, commit: str, folder: Path) -> Iterator[Problem]:
    """Write the files of a commit into an empty *folder*; yield those that cannot be written."""
    links: list[tuple[bytes, bytes]] = []
    yield from _write_folder(objects, f"{commit}^{{tree}}", os.fsencode(folder), b"", links)
    # Last, so that nothing is written through a link.
    for target, path in links:
        try:
            os.symlink(target, os.fsencode(folder) + b"/" + path)  # noqa: PTH211 - names may be any bytes
        except (OSError, ValueError) as error:
            yield _unwritten(path, error)


def _write_folder(
    objects: GitObjects, name: str, root: bytes, inside: bytes, links: list[tuple[bytes, bytes]]
) -> Iterator[Problem]:
    tree = objects.read(name)
    for entry in tree_entries(tree.data, tree.name) if tree and tree.data else ():
        path = inside + entry.name
        if is_unsafe(entry.name):
            values = {"name": _shown(entry.name)}
            yield Problem(path=_shown(path), code="pushed-name", values=values)
            continue
        try:
            if entry.mode == _FOLDER:
                os.mkdir(root + b"/" + path)  # noqa: PTH102 - names may be any bytes
                yield from _write_folder(objects, entry.object, root, path + b"/", links)
                continue
            # Another repository has no files here: an empty file is told of where none may be.
            read = None if entry.mode == _MODULE else objects.read(entry.object)
            data = (read.data or b"") if read else b""
            if entry.mode == _LINK:
                links.append((data, path))
            else:
                with open(root + b"/" + path, "xb") as file:  # noqa: PTH123 - names may be any bytes
                    file.write(data)
        except OSError as error:
            yield _unwritten(path, error)


def _unwritten(path: bytes, error: Exception) -> Problem:
    reason = reason_of(error) if isinstance(error, OSError) else str(error)
    return Problem(path=_shown(path), code="unreadable-file", values={"reason": reason})


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")
