"""The last edits of an archive, with what its files held before: kept in the user's folder, outside the archive."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from bulletin.core.config import user_folder
from bulletin.core.files import replace_file
from bulletin.editing.changes import Content, Edit, FileChange, Sentence, as_bytes

KEPT = 50
"""How many edits of an archive are kept."""


class KeptFile(NamedTuple):
    """What a file held before an edit, and the digest of what it held after it; None where there was no file."""

    path: str
    before: Content | None
    after_digest: str | None
    after: str | None = None
    """The text that it held after the edit, where it was one before, too."""


class KeptEdit(NamedTuple):
    """One edit, as it is kept."""

    number: int
    done: Sentence
    files: tuple[KeptFile, ...]


@dataclass(frozen=True, slots=True)
class UndoStore:
    """The edits of one archive, each in a file of its own."""

    folder: Path

    @classmethod
    def of_archive(cls, root: Path) -> UndoStore:
        """Return the store of the archive at *root*, which is told by its place."""
        name = sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:24]
        return cls(user_folder("state") / "undo" / name)

    def folder_made(self) -> Path:
        """Return the folder, which nobody else may read. Raises OSError where it cannot be made."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder

    def add(self, edit: Edit) -> int:
        """Keep an edit that is about to be made, and return its number. Raises OSError."""
        self.folder_made()
        number = max(self._numbers(), default=0) + 1
        file = self._file(number)
        # What an archive holds is not for everybody on this machine.
        file.touch(mode=0o600)
        replace_file(file, json.dumps(_record(edit), ensure_ascii=False).encode())
        for old in sorted(self._numbers())[:-KEPT]:
            self.remove(old)
        return number

    def remove(self, number: int) -> None:
        """Forget an edit. Raises OSError."""
        self._file(number).unlink(missing_ok=True)

    def edits(self) -> Iterator[KeptEdit]:
        """Yield the edits that are kept, the last one first; what is damaged is passed over."""
        for number in sorted(self._numbers(), reverse=True):
            try:
                yield _edit(number, json.loads(self._file(number).read_bytes()))
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                continue

    def _numbers(self) -> list[int]:
        return [int(file.stem) for file in self.folder.glob("*.json") if file.stem.isdecimal()]

    def _file(self, number: int) -> Path:
        return self.folder / f"{number:08d}.json"


def digest(content: Content | None) -> str | None:
    """Return the digest of what a file holds."""
    data = as_bytes(content)
    return None if data is None else sha256(data).hexdigest()


def _record(edit: Edit) -> dict[str, Any]:
    files = [
        {"path": change.path, "before": _encoded(change.before), "after": digest(change.after), "text": _text(change)}
        for change in edit.real_changes
    ]
    return {"done": [edit.done.message, dict(edit.done.values)], "files": files}


def _text(change: FileChange) -> str | None:
    is_text = isinstance(change.before, str) and isinstance(change.after, str)
    return str(change.after) if is_text else None


def _encoded(content: Content | None) -> Any:  # noqa: ANN401 - a value of JSON
    return {"base64": base64.b64encode(content).decode()} if isinstance(content, bytes) else content


def _edit(number: int, record: dict[str, Any]) -> KeptEdit:
    message, values = record["done"]
    files = tuple(
        KeptFile(one["path"], _decoded(one["before"]), one["after"], one.get("text")) for one in record["files"]
    )
    return KeptEdit(number, Sentence(str(message), dict(values)), files)


def _decoded(value: Any) -> Content | None:  # noqa: ANN401 - a value of JSON
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
