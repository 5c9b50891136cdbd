"""The output tree: files are staged beside the old site, compared with it, and then moved into its place."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import stat
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.model.registry import Identity

MARKER = ".bulletin-site"
_MARKER_TEXT = "This folder is made by build.py: whatever else is put here is removed by the next build.\n"
_BELONGS = "Archive: "
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a build changed: addresses of files."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutputTree:
    """A site folder and the staging folder of the next site."""

    site: Path
    staging: Path
    has_old_site: bool = True
    """Whether there is an old site to compare with."""
    identity: Identity | None = None
    """The archive that the site belongs to."""
    folders: set[str] = field(default_factory=set, compare=False)
    """Folders of the staging folder that are known to exist."""

    def write_if_changed(self, address: str, data: bytes) -> bool:
        """Stage a file unless the old site has it with the same bytes; return whether it was staged."""
        if self.has_old_site and _has_bytes(f"{self.site}/{address}", data):
            return False
        target = f"{self.staging}/{address}"
        self._make_folder(target.rpartition("/")[0])
        _write(target, data)
        return True

    def _make_folder(self, folder: str) -> None:
        """Create a folder; trying is cheaper than testing first."""
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
        return self.has_old_site and os.path.isfile(f"{self.site}/{address}")

    def old(self, address: str) -> bytes | None:
        """Return that file of the old site, or None."""
        return (self.site / address).read_bytes() if self.has(address) else None

    def commit(self, staged: set[str], made: set[str], old: Collection[str] | None = None) -> Changes:
        """Move what was *staged* into the site and remove what is not *made*; *old* is what the site has, if known."""
        belongs = f"{_BELONGS}{self.identity.to_line()}\n" if self.identity else ""
        if self.write_if_changed(MARKER, f"{_MARKER_TEXT}{belongs}".encode()):
            staged = {*staged, MARKER}
        if self._become_site():
            return Changes(written=tuple(sorted(staged)), unchanged=(), removed=())
        made = {*made, MARKER}
        written = sorted(staged)
        for address in written:
            self._move_into_site(address)
        removed = sorted(set(_files(self.site) if old is None else old) - made)
        for address in removed:
            (self.site / address).unlink()
        _remove_empty_folders(self.site, removed)
        return Changes(written=tuple(written), unchanged=tuple(sorted(made - set(written))), removed=tuple(removed))

    def _become_site(self) -> bool:
        """Rename the staging folder to the site where there is no old one; return whether that was done."""
        try:
            if self.site.is_dir():
                self.site.rmdir()
            self.staging.rename(self.site)
        except OSError:
            return False
        # A temporary folder is for its owner only.
        self.site.chmod(0o777 & ~_umask())
        return True

    def _move_into_site(self, address: str) -> None:
        old = self.site / address
        _clear_path(self.site, old)
        (self.staging / address).replace(old)


def check_output_dir(site: Path, identity: Identity | None = None) -> None:
    """Refuse a folder that is not empty, unless an earlier build created it, one of the same archive if it is given."""
    if not site.exists():
        return
    if not site.is_dir() or (any(site.iterdir()) and not (site / MARKER).is_file()):
        message = N_("{folder} holds files that were not made by build.py; choose an empty folder for the site.")
        raise BulletinError(message, folder=site)
    if identity and (other := identity.is_other(_owner(site))):
        message = N_(
            "{folder} holds the site of another archive, {other}; this is {own}. Choose another, or say --replace."
        )
        raise BulletinError(message, folder=site, other=other.shown, own=identity.shown)


def _owner(site: Path) -> str:
    """Return the line of a site that tells which archive it belongs to, or ""."""
    try:
        lines = (site / MARKER).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return ""
    return next((line.removeprefix(_BELONGS) for line in lines if line.startswith(_BELONGS)), "")


def unwritable_error(site: Path, error: OSError) -> BulletinError:
    """Return the error for a site that cannot be written."""
    message = N_("The folder {folder} cannot be written: {reason}.")
    return BulletinError(message, folder=error.filename or site, reason=error.strerror or error)


class StagingFolder:
    """The folder beside a site in which the next one is staged; its name is known before it exists."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self.name = str(site.parent / f"{site.name}.next-{secrets.token_hex(4)}")

    def make(self) -> None:
        """Create the folder, on the same disk as the site."""
        try:
            self._site.parent.mkdir(parents=True, exist_ok=True)
            for left in self._site.parent.glob(f"{self._site.name}.next-*"):
                # A build that was killed leaves its folder behind; a recent one may still be running.
                if time.time() - left.stat().st_mtime > _A_DAY:
                    shutil.rmtree(left, ignore_errors=True)
            # MkDocs has no event for an interruption.
            atexit.register(self.cleanup)
            os.mkdir(self.name, 0o700)
        except OSError as error:
            raise unwritable_error(self._site, error) from error

    def cleanup(self) -> None:
        """Remove the folder and what is left in it, if there is anything."""
        shutil.rmtree(self.name, ignore_errors=True)
        atexit.unregister(self.cleanup)


def _write(path: str, data: bytes) -> None:
    # Python's file objects make more system calls than needed: a tenth of a build's time.
    file = os.open(path, _NEW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def _has_bytes(path: str, data: bytes) -> bool:
    try:
        # Comparing sizes is cheaper than reading, and most changed pages change in size.
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


def _clear_path(site: Path, target: Path) -> None:
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


def _remove_empty_folders(site: Path, removed: Iterable[str]) -> None:
    """Remove the folders that became empty."""
    for folder in sorted({(site / address).parent for address in removed}, reverse=True):
        while folder != site and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent  # noqa: PLW2901 - the loop goes up the parents
