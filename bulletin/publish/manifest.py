"""What a release is made of: the SHA-256 of every file, in the form that ``sha256sum -c`` reads."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

NAME = "SHA256SUMS"

Manifest = Mapping[str, str]
"""SHA-256 by the address of the file below the site."""


class Differences(NamedTuple):
    """Where a release is not what its manifest says: addresses."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...]


def text(manifest: Manifest, folder: str) -> str:
    """Return the manifest as lines, its files below *folder*."""
    return "".join(f"{digest}  {folder}/{address}\n" for address, digest in sorted(manifest.items()))


def read(path: Path) -> dict[str, str]:
    """Return the manifest that lies at *path*; raises BulletinError where it cannot be read as one."""
    try:
        lines = path.read_text("utf-8").splitlines()
        entries = (line.split("  ", 1) for line in lines)
        return {name.partition("/")[2]: digest for digest, name in entries}
    except (OSError, ValueError) as error:
        raise BulletinError(N_("{path} cannot be read; this release cannot be trusted."), path=path) from error


def files(site: Path) -> Iterator[str]:
    """Yield the address of everything below *site* that is no folder, in one order."""
    for where, folders, names in os.walk(site):
        folders.sort()
        base = Path(where).relative_to(site).as_posix()
        links = (name for name in folders if (Path(where) / name).is_symlink())
        for name in sorted([*names, *links]):
            yield name if base == "." else f"{base}/{name}"


def compare(manifest: Manifest, site: Path) -> Differences:
    """Read all of *site* again and return where it differs from its manifest."""
    there = set(files(site))
    changed = [address for address in manifest if address in there and _digest(site / address) != manifest[address]]
    return Differences(
        tuple(sorted(manifest.keys() - there)), tuple(sorted(changed)), tuple(sorted(there - manifest.keys()))
    )


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file; a link, or what cannot be read, has none."""
    try:
        return "" if path.is_symlink() else sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
