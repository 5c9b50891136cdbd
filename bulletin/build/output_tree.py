"""The site as a tree of files: staged beside the old one, compared with it, and only then put in its place."""

from __future__ import annotations

import atexit
import filecmp
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

MARKER = ".bulletin-site"
_MARKER_TEXT = "This folder is made by build.py: whatever else is put here is removed by the next build.\n"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
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
    stands: bool = True
    """Whether there is an old site to compare with."""
    folders: set[str] = field(default_factory=set, compare=False)
    """Folders of the next site that are known to be there."""

    def put(self, address: str, data: bytes) -> bool:
        """Stage a file, unless the site has it with these very bytes; return whether it was staged."""
        if self.stands and _same(f"{self.site}/{address}", data):
            return False
        target = f"{self.staging}/{address}"
        self._make(target.rpartition("/")[0])
        _write(target, data)
        return True

    def _make(self, folder: str) -> None:
        """Make a folder; to try is cheaper than to ask."""
        if folder in self.folders:
            return
        try:
            os.mkdir(folder)
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
        self.folders.add(folder)

    def has(self, address: str) -> bool:
        """Return whether the old site has that file."""
        return self.stands and os.path.isfile(f"{self.site}/{address}")

    def old(self, address: str) -> bytes | None:
        """Return that file of the old site, or None."""
        return (self.site / address).read_bytes() if self.has(address) else None

    def staged(self) -> set[str]:
        """Return the addresses of all files that are staged."""
        return set(_files(self.staging))

    def commit(self, staged: set[str], kept: set[str]) -> Changes:
        """Move what was *staged* into the site and remove what is neither staged nor in *kept*."""
        self.put(MARKER, _MARKER_TEXT.encode())
        staged = {*staged, MARKER} if (self.staging / MARKER).exists() else staged
        if self._is_first():
            return Changes(written=tuple(sorted(staged)), unchanged=(), removed=())
        made = {*kept, MARKER, *staged}
        written = [address for address in sorted(staged) if self._place(address)]
        removed = [address for address in sorted(_files(self.site)) if address not in made]
        for address in removed:
            (self.site / address).unlink()
        _prune(self.site, removed)
        return Changes(written=tuple(written), unchanged=tuple(sorted(made - set(written))), removed=tuple(removed))

    def _is_first(self) -> bool:
        """Where no site stands yet, what was staged becomes the site as it is."""
        try:
            if self.site.is_dir():
                self.site.rmdir()
            self.staging.rename(self.site)
        except OSError:
            return False
        # A temporary folder is for its owner only.
        self.site.chmod(0o777 & ~_umask())
        return True

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


class Staging:
    """The folder beside a site in which the next one grows; its name is known before it is there."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self.name = str(site.parent / f"{site.name}.next-{secrets.token_hex(4)}")

    def make(self) -> None:
        """Make the folder, on the site's own disk."""
        try:
            self._site.parent.mkdir(parents=True, exist_ok=True)
            for left in self._site.parent.glob(f"{self._site.name}.next-*"):
                # A build that was killed leaves its folder behind; one of today may still be at work.
                if time.time() - left.stat().st_mtime > _A_DAY:
                    shutil.rmtree(left, ignore_errors=True)
            # MkDocs tells of no interruption.
            atexit.register(self.cleanup)
            os.mkdir(self.name, 0o700)
        except OSError as error:
            raise unwritable(self._site, error) from error

    def cleanup(self) -> None:
        """Remove the folder and what is left in it, if there is anything."""
        shutil.rmtree(self.name, ignore_errors=True)
        atexit.unregister(self.cleanup)


def _write(path: str, data: bytes) -> None:
    # Python's own files ask the system for more than is needed: a tenth of a build's time.
    file = os.open(path, _NEW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def _same(path: str, data: bytes) -> bool:
    try:
        # Reading is dearer than asking for the size, and most changed pages change their size.
        status = os.lstat(path)
        if status.st_size != len(data) or not stat.S_ISREG(status.st_mode):
            return False
        with open(path, "rb", buffering=0) as file:
            return file.read() == data
    except OSError:
        return False


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _make_room(site: Path, target: Path) -> None:
    for parent in [*reversed(target.relative_to(site).parents)][1:]:
        if (site / parent).is_symlink() or (site / parent).is_file():
            (site / parent).unlink()
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)


def _files(folder: Path) -> Iterator[str]:
    """Yield the address of every file and link below a folder."""
    for where, folders, names in os.walk(folder):
        below = os.path.relpath(where, folder).replace(os.sep, "/")
        base = "" if below == "." else f"{below}/"
        yield from (base + name for name in names)
        yield from (base + name for name in folders if os.path.islink(f"{where}/{name}"))


def _prune(site: Path, removed: Iterable[str]) -> None:
    """Remove the folders that became empty."""
    for folder in sorted({(site / address).parent for address in removed}, reverse=True):
        while folder != site and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent  # noqa: PLW2901 - climbing is the point
