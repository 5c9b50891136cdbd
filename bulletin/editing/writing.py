"""The one way in which edits reach the disk: read by the reader first, all files at once or none, and undone again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bulletin.checks.report import errors, warnings
from bulletin.core.files import fsync_folder, reason_of, replace_file, unwritable_error, write_aside
from bulletin.core.i18n import N_
from bulletin.core.locks import hold_lock
from bulletin.core.problems import ArchiveProblems, BulletinError, Problem
from bulletin.editing.added_problems import added_problems
from bulletin.editing.changes import Content, Edit, FileChange, as_bytes, read_content
from bulletin.editing.taking_back import taken_back
from bulletin.editing.undo_store import KeptEdit, KeptFile, UndoStore, digest

_CHANGED = N_("{path} has changed since it was read. Nothing was written; try again.")
_THERE = N_("{path} is there already. Nothing was written.")
_OUTSIDE = N_("{path} cannot be written: it is no file of the archive.")
_BUSY = N_("Another command is changing this archive at this moment; try again when it is done.")
_NOTHING_KEPT = N_("There is nothing to undo.")
_CHANGED_SINCE = N_(
    "The last edit cannot be undone: {path} has changed since. "
    "Change it by hand, or undo the one before it: “python3 build.py undo --skip”."
)


class EditRefused(ArchiveProblems):
    """With an edit, the archive would have errors that it does not have now."""

    heading = N_("Nothing was written: the archive would have these errors.")


class Written(NamedTuple):
    """What came of an edit."""

    warnings: tuple[Problem, ...]
    """Those that the archive did not have before."""
    cannot_undo: str = ""
    """Why the edit cannot be undone: the reason of the system."""


def check_edit(root: Path, edit: Edit, today: date) -> tuple[Problem, ...]:
    """Return the warnings that an edit adds.

    Raises :class:`EditRefused` where it adds errors, and BulletinError where files have changed.
    """
    for change in edit.real_changes:
        _require_unchanged(root, change)
    found = added_problems(root, edit.real_changes, today, edit.moved)
    if errors(found):
        raise EditRefused(errors(found))
    return warnings(found)


def apply_edit(root: Path, edit: Edit, today: date) -> Written:
    """Make an edit, and keep what was there before. Raises BulletinError, and then nothing was written."""
    store = UndoStore.of_archive(root)
    with _locked(store) as unavailable:
        cannot_undo = unavailable
        found = check_edit(root, edit, today)
        if not edit.real_changes:
            return Written(found)
        with ExitStack() as on_failure:
            if not cannot_undo:
                try:
                    on_failure.callback(store.remove, store.add(edit))
                except OSError as error:
                    cannot_undo = reason_of(error)
            _write(root, edit.real_changes)
            on_failure.pop_all()
    return Written(found, cannot_undo)


class Undoing(NamedTuple):
    """How an edit is undone."""

    kept: KeptEdit
    edit: Edit
    skipped: tuple[KeptEdit, ...]
    """Later edits that cannot be undone."""


def last_edit(root: Path, *, skip: bool = False) -> Undoing:
    """Return how the last edit is undone; with *skip* the last that can be. Raises BulletinError where none can."""
    skipped: list[KeptEdit] = []
    for kept in UndoStore.of_archive(root).edits():
        try:
            return Undoing(kept, Edit(kept.done, tuple(_undone(root, file) for file in kept.files)), tuple(skipped))
        except BulletinError:
            if not skip:
                raise
            skipped.append(kept)
    raise BulletinError(_NOTHING_KEPT)


def _undone(root: Path, file: KeptFile) -> FileChange:
    """Return the change that undoes what an edit did to a file. Raises BulletinError where that cannot be."""
    found = read_content(root, file.path)
    # After a loss of power, some files may never have been written.
    if digest(found) in (file.after_digest, digest(file.before)):
        return FileChange(file.path, found, file.before)
    known = file.after is not None and isinstance(file.before, str) and isinstance(found, str)
    text = taken_back(str(file.before), str(file.after), str(found)) if known else None
    if text is None:
        raise BulletinError(_CHANGED_SINCE, path=file.path)
    return FileChange(file.path, found, text)


def undo_edit(root: Path, kept: KeptEdit, edit: Edit) -> None:
    """Undo what :func:`last_edit` has returned. Raises BulletinError, and then nothing was written."""
    store = UndoStore.of_archive(root)
    with _locked(store):
        for change in edit.real_changes:
            _require_unchanged(root, change)
        _write(root, edit.real_changes)
        with suppress(OSError):
            store.remove(kept.number)


@contextmanager
def _locked(store: UndoStore) -> Iterator[str]:
    """Keep other edits out; yields why nothing can be kept, "" where it can."""
    try:
        folder = store.folder_made()
    except OSError as error:
        yield reason_of(error)
        return
    with hold_lock(folder / ".lock") as held:
        if not held:
            raise BulletinError(_BUSY)
        yield ""


def _require_unchanged(root: Path, change: FileChange) -> None:
    if not _is_inside(root, change.path):
        raise BulletinError(_OUTSIDE, path=change.path)
    if as_bytes(read_content(root, change.path)) != as_bytes(change.before):
        raise BulletinError(_THERE if change.before is None else _CHANGED, path=change.path)


def _is_inside(root: Path, path: str) -> bool:
    """Whether a path leads to a file below *root*, without a link on the way."""
    base = os.path.realpath(root)
    whole = os.path.join(base, *path.split("/"))  # noqa: PTH118 - Path would take ".." out
    return os.path.realpath(whole) == whole and whole.startswith(base + os.sep)


def _write(root: Path, changes: Sequence[FileChange]) -> None:
    """Write all files aside first, then put each in its place; what was done is taken back where that fails."""
    staged: dict[str, Path] = {}
    done: list[FileChange] = []
    path = ""
    try:
        for change in changes:
            path = change.path
            if change.after is not None:
                staged[path] = _stage(root / path, change.after)
        for change in changes:
            path = change.path
            done.append(change)
            if change.after is None:
                (root / path).unlink()
            else:
                staged[path].replace(root / path)
        for folder in {(root / change.path).parent for change in changes}:
            fsync_folder(folder)
    except BaseException as error:
        _take_back(root, done)
        for file in staged.values():
            file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise unwritable_error(path, error) from error
        raise


def _stage(file: Path, content: Content) -> Path:
    """Write the content of a file beside it, and return where."""
    file.parent.mkdir(parents=True, exist_ok=True)
    return write_aside(file, as_bytes(content) or b"")


def _take_back(root: Path, done: Sequence[FileChange]) -> None:
    for change in reversed(done):
        with suppress(OSError):
            if (before := as_bytes(change.before)) is None:
                (root / change.path).unlink(missing_ok=True)
            else:
                replace_file(root / change.path, before)
