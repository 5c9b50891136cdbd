"""The site as a tree of files: staged beside the old one, compared with it, and only then put in its place."""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.i18n import N_

MARKER = ".bulletin-site"
_MARKER_TEXT = "This folder is made by build.py: whatever else is put here is removed by the next build.\n"
_A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a build changed: addresses of files."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A site folder and the folder beside it in which the next site grows."""

    site: Path
    staging: Path

    def put(self, address: str, data: bytes) -> bool:
        """Stage a file, unless the site has it with these very bytes; return whether it was staged."""
        if _same(self.site / address, data):
            return False
        target = self.staging / address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return True

    def commit(self, kept: set[str]) -> Changes:
        """Move what was staged into the site and remove what is neither staged nor in *kept*."""
        self.put(MARKER, _MARKER_TEXT.encode())
        kept = kept | {MARKER}
        staged = sorted(_files(self.staging))
        written = [address for address in staged if self._place(address)]
        made = kept | set(staged)
        removed = [address for address in sorted(_files(self.site)) if address not in made]
        for address in removed:
            (self.site / address).unlink()
        _prune(self.site)
        return Changes(written=tuple(written), unchanged=tuple(sorted(made - set(written))), removed=tuple(removed))

    def _place(self, address: str) -> bool:
        new, old = self.staging / address, self.site / address
        if old.is_file() and not old.is_symlink() and filecmp.cmp(new, old, shallow=False):
            return False
        _make_room(self.site, old)
        new.replace(old)
        return True


def claim(site: Path) -> None:
    """Refuse a folder that holds anything, unless a build of ours made it."""
    if not site.exists():
        return
    if not site.is_dir() or (any(site.iterdir()) and not (site / MARKER).is_file()):
        message = N_("{folder} holds files that were not made by build.py; choose an empty folder for the site.")
        raise BulletinError(message, folder=site)


def unwritable(site: Path, error: OSError) -> BulletinError:
    """Tell that the system did not let the site be written."""
    message = N_("The folder {folder} cannot be written: {reason}.")
    return BulletinError(message, folder=error.filename or site, reason=error.strerror or error)


def stage(site: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a new folder beside *site*, on the same disk; it is removed when it is closed, or at exit."""
    try:
        return _stage(site)
    except OSError as error:
        raise unwritable(site, error) from error


def _stage(site: Path) -> tempfile.TemporaryDirectory[str]:
    site.parent.mkdir(parents=True, exist_ok=True)
    prefix = f"{site.name}.next-"
    for left in site.parent.glob(f"{prefix}*"):
        # A build that was killed leaves its folder behind; one of today may still be at work.
        if time.time() - left.stat().st_mtime > _A_DAY:
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=prefix, dir=site.parent, ignore_cleanup_errors=True)


def _same(path: Path, data: bytes) -> bool:
    try:
        # Reading is dearer than asking for the size, and most changed pages change their size.
        return path.stat().st_size == len(data) and not path.is_symlink() and path.read_bytes() == data
    except OSError:
        return False


def _make_room(site: Path, target: Path) -> None:
    for parent in [*reversed(target.relative_to(site).parents)][1:]:
        if (site / parent).is_symlink() or (site / parent).is_file():
            (site / parent).unlink()
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)


def _files(folder: Path) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        here = Path(where)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in (*names, *links):
            yield (here / name).relative_to(folder).as_posix()


def _prune(folder: Path) -> None:
    for where, _, _ in os.walk(folder, topdown=False):
        here = Path(where)
        if here != folder and not any(here.iterdir()):
            here.rmdir()
