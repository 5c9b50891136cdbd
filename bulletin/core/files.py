"""Files: written at once, so that readers see what was there before or all of what is new; and what went wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

_UNWRITABLE = N_("{path} cannot be written: {reason}.")
REASONS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File name too long"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("File exists"),
)
"""What systems say most often, for the catalogue."""


def reason_of(error: OSError) -> str:
    """Return what the system says of an error, or its kind: a msgid where it is one of :data:`REASONS`."""
    return error.strerror or type(error).__name__


def unwritable_error(path: Path | str, error: OSError) -> BulletinError:
    """Return the error of a file that cannot be written."""
    return BulletinError(_UNWRITABLE, path=path, reason=reason_of(error))


def replace_file(file: Path, data: bytes) -> None:
    """Make *data* the content of a file, atomically; an existing file keeps its mode. Raises OSError."""
    aside = write_aside(file, data)
    try:
        aside.replace(file)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def write_aside(file: Path, data: bytes) -> Path:
    """Write what a file is to hold beside it, to the disk, and return where; it has the file's mode. Raises OSError."""
    # Readers of an archive know the ending: half of a file.
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if file.exists():
            aside.chmod(file.stat().st_mode & 0o777)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return aside


def fsync_folder(folder: str | Path) -> None:
    """Flush the entries of *folder* itself, not the files in it. Raises OSError."""
    # Windows writes folder entries without being asked and cannot open a folder as a file.
    if sys.platform != "win32":
        fsync_path(folder, os.O_RDONLY)


def fsync_path(path: str | Path, flags: int) -> None:
    """Flush a file or folder that can be opened with *flags* to the disk. Raises OSError."""
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
