"""What the user of this machine trusts: which archives' settings may run code, as long as they stay what they were."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bulletin.core.config import user_folder

_FILE = "trusted.json"


def is_trusted(folder: Path, digest: str) -> bool:
    """Return whether the settings with that *digest* were trusted in the archive's *folder*."""
    return _trusted().get(os.path.realpath(folder)) == digest


def is_known(folder: Path) -> bool:
    """Return whether anything was trusted in the archive's *folder*."""
    return os.path.realpath(folder) in _trusted()


def remember(folder: Path, digest: str) -> None:
    """Trust the settings with that *digest* in the archive's *folder*, and no earlier ones.

    Where the user's own folder cannot be written, nothing is remembered.
    """
    path = user_folder("state") / _FILE
    # Folders that are gone are forgotten: a hook of Git makes one for each push.
    known = {name: kept for name, kept in _trusted().items() if os.path.isdir(name)}  # noqa: PTH112 - names of folders
    known[os.path.realpath(folder)] = digest
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=_FILE)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(known, file, ensure_ascii=False, indent=1, sort_keys=True)
        Path(name).replace(path)


def _trusted() -> Mapping[str, str]:
    try:
        found = json.loads((user_folder("state") / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
