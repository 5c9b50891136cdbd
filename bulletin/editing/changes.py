"""What an edit is: files with what they held and what they are to hold, and a sentence on what it does."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bulletin.core.files import reason_of
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import BulletinError
from bulletin.core.text import CONTROL

Content = str | bytes
"""What a file holds: a text with the line ends and the mark at its beginning that it has, or the bytes of a picture."""

_UNREADABLE = N_("{path} cannot be read: {reason}.")
_NOT_UTF8 = N_("{path} is not UTF-8. Run “python3 build.py check --fix” first.")


class Sentence(NamedTuple):
    """A msgid of the catalogue and what goes into its ``{…}``: it is said in the language of whoever reads it."""

    message: str
    values: Mapping[str, str]

    def said(self, say: Translator) -> str:
        """Return the sentence in a language."""
        return say(self.message, **self.values)


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a file held when it was read, and what it is to hold; None where there is no file."""

    path: str
    """Relative to the archive, with ``/``."""
    before: Content | None
    after: Content | None

    @property
    def kind(self) -> str:
        """What happens to the file: ``added``, ``removed`` or ``changed``."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes that are made together, or not at all."""

    done: Sentence
    """What was done, once it is: “…” was adopted by …."""
    changes: tuple[FileChange, ...]
    moved: Mapping[str, str] = field(default_factory=dict)
    """The old paths of files that get another, by the new ones."""

    @property
    def real_changes(self) -> tuple[FileChange, ...]:
        """The changes after which a file is not what it was."""
        return tuple(change for change in self.changes if as_bytes(change.before) != as_bytes(change.after))


def as_bytes(content: Content | None) -> bytes | None:
    """Return the bytes of a file with that content."""
    return content.encode() if isinstance(content, str) else content


def read_text(root: Path, path: str) -> str:
    """Return the text of a file of the archive, to be changed: with its own line ends. Raises BulletinError."""
    try:
        return (root / path).read_bytes().decode()
    except UnicodeDecodeError as error:
        raise BulletinError(_NOT_UTF8, path=path) from error
    except OSError as error:
        raise BulletinError(_UNREADABLE, path=path, reason=reason_of(error)) from error


def read_content(root: Path, path: str) -> Content | None:
    """Return what a file of the archive holds, as a text if it is one; None where there is no file."""
    try:
        data = (root / path).read_bytes()
        return data.decode()
    except UnicodeDecodeError:
        return data
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BulletinError(_UNREADABLE, path=path, reason=reason_of(error)) from error


def difference(edit: Edit) -> str:
    """Return what an edit changes as a unified diff, without an end of line; "" where it changes nothing."""
    return "\n".join(line for change in edit.real_changes for line in _difference_lines(change))


def _difference_lines(change: FileChange) -> Iterator[str]:
    old, new = (f"{side}/{change.path}" for side in "ab")
    if isinstance(change.before, bytes) or isinstance(change.after, bytes):
        yield f"Binary files {old} and {new} differ"
        return
    before, after = ((text or "").splitlines(keepends=True) for text in (change.before, change.after))
    names = "/dev/null" if change.before is None else old, "/dev/null" if change.after is None else new
    for line in difflib.unified_diff(before, after, *names, lineterm=""):
        yield CONTROL.sub("\N{REPLACEMENT CHARACTER}", line.rstrip("\r\n"))
        if not line.startswith(("---", "+++", "@@")) and not line.endswith(("\r", "\n")):
            yield "\\ No newline at end of file"
