"""The folder that a web server reads from: whole releases side by side, and a link that names the one in force.

::

    DIR/current -> releases/000012-3f9a1c2e/site
    DIR/releases/000012-3f9a1c2e/site/…        what readers see
    DIR/releases/000012-3f9a1c2e/SHA256SUMS    its manifest
    DIR/.next-…                                a release that is being made, or was when its run was killed
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.publish import manifest
from bulletin.publish.fsync import settle
from bulletin.publish.lock import NAME as LOCK
from bulletin.publish.manifest import Differences, Manifest

CURRENT, RELEASES, SITE = "current", "releases", "site"
_ASIDE, _GONE, _LINK = ".next-", ".gone-", ".current-"
_RELEASE = re.compile(r"(\d{6,})-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Store:
    """The releases in one folder."""

    root: Path

    @property
    def current(self) -> str:
        """The name of the release in force, or ""."""
        try:
            return (self.root / CURRENT).readlink().parent.name
        except OSError:
            return ""

    @property
    def names(self) -> list[str]:
        """All releases, the oldest first."""
        try:
            found = [entry.name for entry in (self.root / RELEASES).iterdir() if _RELEASE.fullmatch(entry.name)]
        except FileNotFoundError:
            return []
        return sorted(found, key=_number)

    def site(self, name: str) -> Path:
        """Return the folder of a release that readers see."""
        return self.root / RELEASES / name / SITE

    def manifest(self, name: str) -> dict[str, str]:
        """Return the manifest of a release."""
        return manifest.read(self.root / RELEASES / name / manifest.NAME)

    def differences(self, name: str) -> Differences:
        """Return where a release is not what its manifest says."""
        return manifest.compare(self.manifest(name), self.site(name))

    def find(self, asked: str) -> str:
        """Return the release that is called so, by name or by number."""
        for name in self.names:
            if asked == name or (asked.isdecimal() and int(asked) == _number(name)):
                return name
        raise BulletinError(N_("There is no release {name} in {folder}."), name=asked, folder=self.root)

    def before(self, name: str) -> str:
        """Return the release before one."""
        earlier = [other for other in self.names if _number(other) < _number(name)] if name else []
        if not earlier:
            raise BulletinError(N_("There is no earlier release in {folder}."), folder=self.root)
        return earlier[-1]

    def claim(self) -> None:
        """Make the folder, or refuse one that holds what is not ours."""
        self.root.mkdir(parents=True, exist_ok=True)
        if not (self.root / RELEASES).is_dir() and any(entry.name != LOCK for entry in self.root.iterdir()):
            message = N_("{folder} holds files that were not published; choose an empty folder.")
            raise BulletinError(message, folder=self.root)
        (self.root / RELEASES).mkdir(exist_ok=True)
        if os.path.lexists(self.root / CURRENT) and not (self.root / CURRENT).is_symlink():
            raise BulletinError(N_("{path} is no link; take it away."), path=self.root / CURRENT)

    def sweep(self) -> None:
        """Clear away what killed runs left behind."""
        for entry in self.root.iterdir():
            if entry.name.startswith((_ASIDE, _GONE)):
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.name.startswith(_LINK):
                entry.unlink(missing_ok=True)

    def aside(self) -> Path:
        """Make a folder for the next release, on the same disk."""
        folder = self.root / f"{_ASIDE}{secrets.token_hex(4)}"
        # A temporary folder of the library's would be closed to the web server.
        folder.mkdir()
        return folder

    def keep_times(self, site: Path, made: Manifest) -> None:
        """Give what has not changed since the release in force its old time, so that no browser fetches it again."""
        name = self.current
        if name not in self.names:
            return
        old = self.manifest(name)
        for address in made.keys() & old.keys():
            if made[address] == old[address] and (before := self.site(name) / address).is_file():
                status = before.stat()
                os.utime(site / address, ns=(status.st_atime_ns, status.st_mtime_ns))

    def add(self, aside: Path, digest: str) -> str:
        """Make what lies *aside*, whole and written, a release; return its name."""
        number = _number(self.names[-1]) + 1 if self.names else 1
        name = f"{number:06}-{digest[:8]}"
        settle(aside)
        aside.rename(self.root / RELEASES / name)
        settle(self.root / RELEASES, deep=False)
        return name

    def point(self, name: str) -> None:
        """Let ``current`` name a release: readers see the old one or the new one, never none."""
        link = self.root / f"{_LINK}{secrets.token_hex(4)}"
        try:
            link.symlink_to(f"{RELEASES}/{name}/{SITE}", target_is_directory=True)
            link.replace(self.root / CURRENT)
        except (OSError, NotImplementedError) as error:
            link.unlink(missing_ok=True)
            message = N_("This system does not let {link} be set ({reason}). The release is whole: {site}")
            reason = getattr(error, "strerror", None) or str(error)
            raise BulletinError(message, link=self.root / CURRENT, reason=reason, site=self.site(name)) from error
        settle(self.root, deep=False)

    def prune(self, keep: int) -> list[str]:
        """Remove the oldest releases beyond *keep*, never the one in force; return their names."""
        names = [name for name in self.names if name != self.current]
        gone = names[: max(0, len(names) + 1 - keep)]
        for name in gone:
            aside = self.root / f"{_GONE}{name}"
            # What is half removed must not look like a release.
            (self.root / RELEASES / name).rename(aside)
            shutil.rmtree(aside, ignore_errors=True)
        return gone


def _number(name: str) -> int:
    return int(name.partition("-")[0])
