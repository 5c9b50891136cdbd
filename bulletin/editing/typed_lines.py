"""Mend the texts of an archive where they show otherwise than they were typed, as one edit that can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from bulletin.content.decode import split_front_matter
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.changes import Edit, FileChange, Sentence, read_text
from bulletin.editing.writing import EditRefused, apply_edit
from bulletin.markdown.typed_lines import mend_typed_lines

_DONE = Sentence(N_("Lines that showed otherwise than they were typed were mended."), {})


def mend_files(root: Path, paths: Iterable[str], today: date) -> list[str]:
    """Mend files of the archive at *root*, and return their paths; one that would have errors then is left alone."""
    changes = []
    for path in paths:
        # The check that follows reports what cannot be read.
        with suppress(BulletinError):
            before = read_text(root, path)
            changes.append(FileChange(path, before, mend_file(before)))
    edit = Edit(_DONE, tuple(changes))
    try:
        apply_edit(root, edit, today)
    except EditRefused as refused:
        wrong = {problem.path for problem in refused.problems}
        edit = Edit(_DONE, tuple(change for change in changes if change.path not in wrong))
        apply_edit(root, edit, today)
    return [change.path for change in edit.real_changes]


def mend_file(text: str) -> str:
    """Return the text of a file with its body mended; its front matter, and files with line ends of Windows, stay."""
    if "\r" in text:
        return text
    span = split_front_matter(text) if text.startswith("---") else None
    start = span.body if span else 0
    return text[:start] + mend_typed_lines(text[start:])
