"""Which files are imported, their bytes as .docx, and the one edit that writes what can be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bulletin.core.files import reason_of
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.changes import Edit, Sentence
from bulletin.editing.word_import import ImportedFile, Importer
from bulletin.editing.writing import EditRefused, check_edit
from bulletin.office.word_in.other_formats import SUFFIXES, convert_files
from bulletin.office.word_in.package import MAX_FILE

_WORD = (".docx", ".docm", ".dotx", ".dotm")
_ZIP = b"PK\x03\x04"
_DONE = N_("Imported, items: {count}.")
_UNREADABLE = N_("The file cannot be read: {reason}.")
_UNKNOWN = N_("Files of this kind are not read; there are {formats}.")
_NOT_CONVERTED = N_("LibreOffice cannot read the file.")


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and those in the folders named that may be texts of Word, in order of their names."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if _may_be_text(one)) if path.is_dir() else [path]
        found += [one for one in inside if one not in found]
    return found


def _may_be_text(path: Path) -> bool:
    """Whether a file in a folder is meant: no lock file of Word, none that is hidden."""
    return path.suffix.lower() in (*_WORD, *SUFFIXES) and not path.name.startswith(("~$", ".")) and path.is_file()


def read_word_files(paths: Sequence[Path]) -> list[bytes | BulletinError]:
    """Return each file as .docx, or why it cannot be had."""
    found = {path: _read(path) for path in paths}
    others = {
        str(path): data for path, data in found.items() if isinstance(data, bytes) and _has_to_be_converted(path, data)
    }
    if others:
        try:
            made = convert_files(others)
        except BulletinError as error:
            found |= {Path(name): error for name in others}
        else:
            found |= {Path(name): made.get(name) or BulletinError(_NOT_CONVERTED) for name in others}
    return [found[path] for path in paths]


def _read(path: Path) -> bytes | BulletinError:
    if path.suffix.lower() not in (*_WORD, *SUFFIXES):
        return BulletinError(_UNKNOWN, formats=" ".join((".docx", *SUFFIXES)))
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except OSError as error:
        return BulletinError(_UNREADABLE, reason=reason_of(error))


def _has_to_be_converted(path: Path, data: bytes) -> bool:
    """Whether only LibreOffice reads a file; many a .doc is a .docx by another name."""
    suffix = path.suffix.lower()
    return suffix in SUFFIXES and len(data) <= MAX_FILE and (suffix == ".odt" or not data.startswith(_ZIP))


def plan_import(importer: Importer, paths: Sequence[Path], root: Path, today: date) -> tuple[Edit, list[ImportedFile]]:
    """Return the edit that writes all files that can be written, and what each file becomes."""
    planned = [importer.plan(str(path), data) for path, data in zip(paths, read_word_files(paths), strict=True)]
    while True:
        edit = _edit(planned)
        try:
            check_edit(root, edit, today)
        except EditRefused as refused:
            found = [_with_problems(file, refused) for file in planned]
            if found == planned:
                raise
            planned = found
        else:
            return edit, planned


def _edit(planned: Iterable[ImportedFile]) -> Edit:
    whole = [file for file in planned if file.is_whole]
    count = sum(len(file.items) for file in whole)
    return Edit(Sentence(_DONE, {"count": str(count)}), tuple(change for file in whole for change in file.changes))


def _with_problems(file: ImportedFile, refused: EditRefused) -> ImportedFile:
    """Return a file with the errors that the archive would have for its sake."""
    paths = {change.path for change in file.changes}
    mine = tuple(problem for problem in refused.problems if problem.path in paths)
    return replace(file, problems=mine) if mine else file
