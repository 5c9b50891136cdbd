"""Writing the files of a new archive into a folder that is empty."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bulletin.core.files import unwritable_error
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.starter.archive_files import EXECUTABLE

_NOT_EMPTY = N_("“{folder}” is not empty. Name a folder that is empty or does not exist yet; nothing was written.")
_NO_FOLDER = N_("“{folder}” is a file. Name a folder that is empty or does not exist yet; nothing was written.")
_ALLOWED = (".git",)
"""What may be in the folder: it may be a new repository."""


def require_empty(folder: Path) -> None:
    """Raise BulletinError if a folder holds anything, or cannot be one."""
    try:
        if folder.exists() and not folder.is_dir():
            raise BulletinError(_NO_FOLDER, folder=folder)
        if folder.is_dir() and any(path.name not in _ALLOWED for path in folder.iterdir()):
            raise BulletinError(_NOT_EMPTY, folder=folder)
    except OSError as error:
        raise unwritable_error(folder, error) from error


def write_archive(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a new archive; where that fails, none of them is left. Raises BulletinError."""
    require_empty(folder)
    existed = folder.is_dir()
    path = folder
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            if name in EXECUTABLE:
                path.chmod(path.stat().st_mode | 0o111)
    except BaseException as error:
        _clear(folder, files, existed=existed)
        if isinstance(error, OSError):
            raise unwritable_error(path, error) from error
        raise


def _clear(folder: Path, files: Mapping[str, bytes], *, existed: bool) -> None:
    if not existed:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for top in {name.partition("/")[0] for name in files}:
        with suppress(OSError):
            if (folder / top).is_dir():
                shutil.rmtree(folder / top)
            else:
                (folder / top).unlink()
