"""The folder that a web server reads from: complete releases side by side, and a link to the current one.

::

    DIR/current -> releases/000012-3f9a1c2e/site
    DIR/releases/000012-3f9a1c2e/site/…        the site that readers see
    DIR/releases/000012-3f9a1c2e/SHA256SUMS    its manifest
    DIR/.archive                               the archive that the releases are of
    DIR/.next-…                                a release that is being built, or what a killed run left of one
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

from bulletin.core.files import fsync_folder, replace_file
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.model.registry import Identity
from bulletin.publish import access, manifest
from bulletin.publish.fsync import fsync_tree
from bulletin.publish.lock import LOCK_NAME
from bulletin.publish.manifest import Manifest

CURRENT, RELEASES, SITE = "current", "releases", "site"
_OWNER = ".archive"
_STAGING_PREFIX, _REMOVED_PREFIX, _LINK_PREFIX = ".next-", ".gone-", ".current-"
_RELEASE_NAME = re.compile(r"(\d{6,})-[0-9a-f]{8}")


class ReleaseState(NamedTuple):
    """Where a release is not what was published; all empty where it is."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...]
    modes: tuple[str, ...]
    """Files and folders that readers may not read, or that others may change."""
    elsewhere: tuple[str, ...]
    """Links in the place of folders, below the folder of releases."""


@dataclass(frozen=True, slots=True)
class ReleaseStore:
    """The releases in one folder."""

    root: Path

    @property
    def current(self) -> str:
        """The name of the current release, or "" where there is none, or where ``current`` leads elsewhere."""
        try:
            link = (self.root / CURRENT).readlink()
        except OSError:
            return ""
        return next((name for name in self.release_names if link.parts == (RELEASES, name, SITE)), "")

    @property
    def release_names(self) -> list[str]:
        """The names of all releases, oldest first."""
        try:
            found = [entry.name for entry in (self.root / RELEASES).iterdir() if _RELEASE_NAME.fullmatch(entry.name)]
        except FileNotFoundError:
            return []
        return sorted(found, key=_release_number)

    def site_folder(self, name: str) -> Path:
        """Return the folder of a release that the web server shows."""
        return self.root / RELEASES / name / SITE

    def read_manifest(self, name: str) -> dict[str, str]:
        """Return the manifest of a release."""
        path = self.root / RELEASES / name / manifest.MANIFEST_NAME
        return manifest.read_manifest(path, name.partition("-")[2])

    def inspect(self, name: str) -> ReleaseState:
        """Return where a release is not what was published: its files, who may read and change them, and links."""
        site = self.site_folder(name)
        found = manifest.compare_with_manifest(self.read_manifest(name), site)
        parts = (self.root / RELEASES, site.parent, site)
        elsewhere = [path.relative_to(self.root).as_posix() for path in parts if path.is_symlink()]
        modes = access.wrong_modes(site.parent, access.folder_mode(self.root))
        beside = [
            f"../{path.name}" for path in site.parent.iterdir() if path.name not in (SITE, manifest.MANIFEST_NAME)
        ]
        found = found._replace(extra=(*sorted(beside), *found.extra))
        return ReleaseState(*found, modes=tuple(sorted(modes)), elsewhere=tuple(elsewhere))

    def find(self, name_or_number: str) -> str:
        """Return the name of the release with that name or number; raises BulletinError where there is none."""
        for name in self.release_names:
            if name_or_number == name or (name_or_number.isdecimal() and int(name_or_number) == _release_number(name)):
                return name
        raise BulletinError(N_("There is no release {name} in {folder}."), name=name_or_number, folder=self.root)

    def release_before(self, name: str) -> str:
        """Return the release before *name*, or the newest for ""; raises BulletinError where there is none."""
        earlier = [other for other in self.release_names if not name or _release_number(other) < _release_number(name)]
        if not earlier:
            raise BulletinError(N_("There is no earlier release in {folder}."), folder=self.root)
        return earlier[-1]

    def create(self) -> None:
        """Create the folder; raises BulletinError where it holds files that are no releases."""
        for folder in reversed([path for path in (self.root, *self.root.parents) if not path.is_dir()]):
            folder.mkdir()
            access.set_mode(folder, access.OPEN_FOLDER)
        if not (self.root / RELEASES).is_dir() and any(entry.name != LOCK_NAME for entry in self.root.iterdir()):
            message = N_("{folder} holds files that were not published; choose an empty folder.")
            raise BulletinError(message, folder=self.root)
        if not (self.root / RELEASES).is_dir():
            (self.root / RELEASES).mkdir()
            access.set_mode(self.root / RELEASES, access.folder_mode(self.root))

    def check_owner(self, identity: Identity) -> None:
        """Raise BulletinError where the releases are of another archive; a file that cannot be read tells nothing."""
        try:
            line = (self.root / _OWNER).read_text("utf-8")
        except (OSError, ValueError):
            return
        if other := identity.is_other(line):
            message = N_("{folder} holds releases of another archive, {other}; this is {own}. Say --replace to go on.")
            raise BulletinError(message, folder=self.root, other=other.shown, own=identity.shown)

    def set_owner(self, identity: Identity) -> None:
        """Remember which archive the releases are of."""
        line = f"{identity.to_line()}\n".encode()
        path = self.root / _OWNER
        with suppress(OSError):
            if path.is_symlink() or not path.is_file() or path.read_bytes() != line:
                replace_file(path, line)
                fsync_folder(self.root)

    def remove_leftovers(self) -> None:
        """Remove what killed runs left."""
        for entry in self.root.iterdir():
            if entry.name.startswith((_STAGING_PREFIX, _REMOVED_PREFIX)):
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.name.startswith((_LINK_PREFIX, f".{_OWNER}.")):
                entry.unlink(missing_ok=True)

    def make_staging_folder(self) -> Path:
        """Create a folder for the next release on the same file system; return its path."""
        folder = self.root / f"{_STAGING_PREFIX}{secrets.token_hex(4)}"
        # Folders made by the tempfile module are not readable for the web server.
        folder.mkdir()
        return folder

    def keep_mtimes(self, site: Path, new: Manifest) -> None:
        """Give files that equal those of the current release the same times, so that browsers keep their copies.

        Where that release is damaged, they get none: nothing of it may keep the next one from being published.
        """
        name = self.current
        with suppress(BulletinError, OSError):
            old = self.read_manifest(name) if name else {}
            for address in new.keys() & old.keys():
                if new[address] == old[address] and (before := self.site_folder(name) / address).is_file():
                    status = before.stat()
                    os.utime(site / address, ns=(status.st_atime_ns, status.st_mtime_ns))

    def add(self, staging: Path, digest: str) -> str:
        """Flush the folder *staging* to the disk and make it a release, which ends in *digest*; return its name."""
        number = _release_number(self.release_names[-1]) + 1 if self.release_names else 1
        name = f"{number:06}-{digest}"
        access.set_modes(staging, access.folder_mode(self.root))
        fsync_tree(staging)
        staging.rename(self.root / RELEASES / name)
        fsync_folder(self.root / RELEASES)
        return name

    def make_current(self, name: str) -> str:
        """Set ``current`` to a release by one rename: readers see the previous or the new release, never none.

        What is no link, such as a copy of a release, is set aside first; its new name is returned, otherwise "".
        """
        if not self.site_folder(name).is_dir():
            raise BulletinError(N_("The release {release} has no site; choose another one."), release=name)
        link = self.root / f"{_LINK_PREFIX}{secrets.token_hex(4)}"
        try:
            link.symlink_to(f"{RELEASES}/{name}/{SITE}", target_is_directory=True)
            aside = self._set_aside()
            link.replace(self.root / CURRENT)
        except (OSError, NotImplementedError) as error:
            link.unlink(missing_ok=True)
            message = N_("This system does not let {link} be set ({reason}). The release is whole: {site}")
            reason = getattr(error, "strerror", None) or str(error)
            raise BulletinError(
                message, link=self.root / CURRENT, reason=reason, site=self.site_folder(name)
            ) from error
        fsync_folder(self.root)
        return aside

    def _set_aside(self) -> str:
        """Give a file or folder that is in the place of ``current`` another name; return it, or "" for a link."""
        current = self.root / CURRENT
        if current.is_symlink() or not os.path.lexists(current):
            return ""
        names = (f"{CURRENT}-{number}" for number in count(1))
        name = next(name for name in names if not os.path.lexists(self.root / name))
        current.rename(self.root / name)
        return name

    def prune(self, keep: int) -> list[str]:
        """Remove the oldest releases beyond *keep*, never the current one; return the names of those that are gone."""
        names = [name for name in self.release_names if name != self.current]
        removed = []
        for name in names[: max(0, len(names) + 1 - keep)]:
            folder = self.root / f"{_REMOVED_PREFIX}{name}"
            # A new release is in force by now: one that cannot be removed is no reason to report a failure.
            with suppress(OSError):
                # A release that is partly removed must not have the name of a release.
                (self.root / RELEASES / name).rename(folder)
                shutil.rmtree(folder, ignore_errors=True)
                removed.append(name)
        return removed


def _release_number(name: str) -> int:
    return int(name.partition("-")[0])
