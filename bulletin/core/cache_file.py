"""Files of a cache within an archive, which only the user who wrote them believes.

Bytes in; the same bytes out, or none. Whoever sends an archive could send caches with it: pages, pictures, records of a
build. So each file begins with a checksum whose key lies in the user's own folder, and links are not followed. Before
that stands which edition of the program wrote it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from bulletin.core.config import user_folder

_SUM = _EDITION = 16
_KEY = 32
_KEY_FILE = "cache-key"


MALFORMED = (LookupError, TypeError, ValueError, AttributeError, OverflowError)
"""What using a value raises that has the right checksum, but another shape than expected."""


class CacheCorrupted(Exception):
    """A file is damaged, or was written by another user or machine."""


class CacheOfOtherEdition(CacheCorrupted):
    """A file was written by a program of another edition."""


def write_cache_file(path: Path, data: bytes, edition: bytes) -> bool:
    """Write *data* for programs of the same *edition*; return whether that succeeded."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        if path.parent.is_symlink() or path.parent.parent.is_symlink():
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(_mark(edition) + _checksum(path.name, data, edition) + data)
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        return False
    return True


def read_cache_file(path: Path, edition: bytes) -> memoryview | None:
    """Return what was written, or None where there is nothing. Raises CacheCorrupted, or its CacheOfOtherEdition."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        kept = path.read_bytes()
    except OSError:
        return None
    if kept[:_EDITION] != _mark(edition):
        raise CacheOfOtherEdition(path)
    data = memoryview(kept)[_EDITION + _SUM :]
    if kept[_EDITION : _EDITION + _SUM] != _checksum(path.name, data, edition):
        raise CacheCorrupted(path)
    return data


def _mark(edition: bytes) -> bytes:
    return blake2b(edition, digest_size=_EDITION).digest()


def _checksum(name: str, data: bytes | memoryview, edition: bytes) -> bytes:
    key = blake2b(edition, digest_size=_KEY, key=_user_key(user_folder("state") / _KEY_FILE)).digest()
    checksum = blake2b(f"{name}\0".encode(), digest_size=_SUM, key=key)
    checksum.update(data)
    return checksum.digest()


@lru_cache(maxsize=8)
def _user_key(path: Path) -> bytes:
    """Return the key in the file *path*, made if there is none; one for this process alone where it cannot be kept."""
    fresh = os.urandom(_KEY)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            _create(path, fresh)
        kept = path.read_bytes()
    except OSError:
        return fresh
    return kept if len(kept) == _KEY else fresh


def _create(path: Path, data: bytes) -> None:
    """Create *path* with *data*, at once: another process may look for it."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        number = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as file:
            file.write(data)
        # Unlike a rename, it fails where there is one.
        os.link(aside, path)
    finally:
        aside.unlink(missing_ok=True)
