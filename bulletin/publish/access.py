"""Who may read a release: those who may read the folder of releases, whatever the umask of who publishes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

OPEN_FOLDER = 0o755
"""The mode of a folder of releases that is made: a web server, which is another user, reads it."""
_READ, _SEARCH, _CHANGE = 0o044, 0o011, 0o022


def folder_mode(root: Path) -> int:
    """Return the mode of folders below the folder of releases *root*: others may read what they may read there."""
    return 0o700 | (root.stat().st_mode & (_READ | _SEARCH))


def set_modes(folder: Path, mode: int) -> None:
    """Give *folder* and all folders in it *mode*, and files the same without search."""
    for path, wanted in _wanted_modes(folder, mode):
        set_mode(path, wanted)


def set_mode(path: Path, mode: int) -> None:
    """Set the mode of a file or folder if it has another; Windows, which knows no such modes, is left alone."""
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) != mode:
        path.chmod(mode)


def wrong_modes(release: Path, mode: int) -> Iterator[str]:
    """Yield the files and folders of a release that not all may read who may read *mode*, or that others may change.

    Whoever owns a file may change it; a release belongs to the owner of its folder.
    """
    owner = release.stat().st_uid
    for path, wanted in _wanted_modes(release, mode) if os.name != "nt" else ():
        if not path.is_symlink():
            status = path.stat()
            found, others = stat.S_IMODE(status.st_mode), wanted & ~stat.S_IRWXU
            may_change = found & (_CHANGE | stat.S_ISUID | stat.S_ISGID) or status.st_uid != owner
            if found & others != others or may_change or (path.is_file() and found & 0o111):
                yield path.relative_to(release).as_posix()


def _wanted_modes(folder: Path, mode: int) -> Iterator[tuple[Path, int]]:
    for parent, _, names in os.walk(folder):
        yield Path(parent), mode
        yield from ((Path(parent, name), mode & ~0o111) for name in names)


def closed_folder(root: Path) -> Path | None:
    """Return the folder that keeps all other users out of the folder of releases *root*, or None."""
    if os.name == "nt":
        return None
    root = Path(os.path.realpath(root))
    if not root.stat().st_mode & _READ:
        return root
    return next((folder for folder in (root, *root.parents) if not folder.stat().st_mode & _SEARCH), None)
