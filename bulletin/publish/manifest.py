"""The manifest of a release: the SHA-256 of every file, in the format of ``sha256sum``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

MANIFEST_NAME = "SHA256SUMS"

Manifest = Mapping[str, str]
"""SHA-256 by the address of the file below the site's root."""


class ManifestDiff(NamedTuple):
    """The addresses at which a release differs from its manifest."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...]
    """Files and links that are not in the manifest, and empty folders, with ``/``."""


def format_manifest(manifest: Manifest, folder: str) -> str:
    """Return the manifest as text, with *folder* before each address."""
    return "".join(f"{digest}  {folder}/{address}\n" for address, digest in sorted(manifest.items()))


def digest_of(text: str) -> str:
    """Return the digest of a manifest with which the name of its release ends."""
    return sha256(text.encode()).hexdigest()[:8]


def read_manifest(path: Path, digest: str) -> dict[str, str]:
    """Return the manifest in the file *path*; raises BulletinError where it cannot be read or has another *digest*."""
    try:
        # A pipe would be waited for; a link may lead to what somebody else can change.
        text = path.read_bytes().decode() if path.is_file() and not path.is_symlink() else ""
        if digest_of(text) != digest:
            raise BulletinError(N_("{path} is not what was published; this release cannot be trusted."), path=path)
        entries = (line.split("  ", 1) for line in text.splitlines())
        return {name.partition("/")[2]: digest for digest, name in entries}
    except (OSError, ValueError) as error:
        raise BulletinError(N_("{path} cannot be read; this release cannot be trusted."), path=path) from error


def list_files(site: Path) -> Iterator[str]:
    """Yield the address of everything below *site* that is not a folder, sorted folder by folder."""
    for parent, folders, names in os.walk(site):
        folders.sort()
        base = Path(parent).relative_to(site).as_posix()
        links = (name for name in folders if (Path(parent) / name).is_symlink())
        for name in sorted([*names, *links]):
            yield name if base == "." else f"{base}/{name}"


def empty_folders(site: Path) -> Iterator[str]:
    """Yield the address of each folder below *site* that holds nothing, with ``/`` at its end."""
    for parent, folders, names in os.walk(site):
        if not folders and not names and parent != str(site):
            yield f"{Path(parent).relative_to(site).as_posix()}/"


def compare_with_manifest(manifest: Manifest, site: Path) -> ManifestDiff:
    """Read every file of *site* and return where it differs from its manifest."""
    present = {*list_files(site), *empty_folders(site)}
    kept = manifest.keys() & present
    return ManifestDiff(
        missing=tuple(sorted(manifest.keys() - present)),
        changed=tuple(sorted(address for address in kept if _file_digest(site / address) != manifest[address])),
        extra=tuple(sorted(present - manifest.keys())),
    )


def _file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, or "" for a link, a pipe, a folder, and a file that cannot be read."""
    try:
        return "" if path.is_symlink() or not path.is_file() else sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
