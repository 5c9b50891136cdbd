"""What a new archive begins with: from options, from answers in a terminal, or by default."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from bulletin.cli import console
from bulletin.core.files import reason_of
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import BulletinError
from bulletin.core.text import collapse_spaces
from bulletin.editing.starter.archive_files import NewArchive
from bulletin.editing.starter.units import ListedUnit, units_of_rows, units_of_text
from bulletin.office.sheet_rows import read_plain_text, read_sheets

EXAMPLE_UNITS = "办公室、组织科、示例镇、示例乡"
"""The units of an archive of which nobody said any."""
_DEFAULT_NAME = "组工信息"
_FILES = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".xls", ".et", ".ods", ".doc", ".docx")
_UNREADABLE = N_("{path} cannot be read: {reason}.")
_NAME = N_("Name of the bulletin")
_EDITING_UNIT = N_("Office that edits it, such as 中共柳川县委组织部办公室 (Enter: fill it in later)")
_UNITS = N_(
    "Units: in one line with 、 between them, one a line, or pasted from a spreadsheet, then an empty line; groups "
    "before a colon, such as 科室：办公室、组织科；乡镇：城关镇; or the name of a file (.xlsx, .csv, .txt). "
    "Only Enter: examples"
)
_MORE = N_("More units (Enter: that is all)")
_PROVINCE = N_("Name of the province, such as 东江, for its publications (Enter: fill it in later)")
_CITY = N_("Name of the city, such as 安澜, for its publications (Enter: fill it in later)")
_SCHEME = N_(
    "Whether units are given points is the office's own decision. The regulation of 6 August 2024 "
    "(《整治形式主义为基层减负若干规定》) says that leaders' endorsements and what bulletins and media print must not "
    "be content of inspections and assessments. Everything but points works without a scheme."
)
_WITH_SCHEME = N_("Put in an example of a scheme?")


class Answers(NamedTuple):
    """The options of the command; None where one was not given."""

    name: str | None = None
    editing_unit: str | None = None
    units: str | None = None
    province: str | None = None
    city: str | None = None
    site_url: str = ""
    scheme: bool | None = None


def new_archive(say: Translator, given: Answers, today: date, program: str, *, asks: bool) -> NewArchive:
    """Return what is known of a new archive; what was not given is asked for, if *asks*."""
    ask = _Asking(say, asks)
    return NewArchive(
        name=ask.text(given.name, _NAME, _DEFAULT_NAME) or _DEFAULT_NAME,
        editing_unit=ask.text(given.editing_unit, _EDITING_UNIT),
        units=ask.units(given.units),
        province=ask.text(given.province, _PROVINCE),
        city=ask.text(given.city, _CITY),
        with_scheme=ask.scheme(given.scheme),
        date=today,
        site_url=given.site_url.strip(),
        program=program,
    )


class _Asking(NamedTuple):
    say: Translator
    asks: bool

    def text(self, given: str | None, question: str, default: str = "") -> str:
        """Return what was given, or the answer to a question, or the default."""
        if given is None and self.asks:
            given = self._line(question, default, show=bool(default))
        return collapse_spaces(default if given is None else given)

    def units(self, given: str | None) -> tuple[ListedUnit, ...]:
        """Return the units of a list or file that was given or is typed; examples where nothing is."""
        if given is not None or not self.asks:
            return _units(EXAMPLE_UNITS if given is None else given)
        console.echo_error(self.say(_UNITS))
        while True:
            try:
                return _units("\n".join(self._lines()) or EXAMPLE_UNITS)
            except BulletinError as error:
                console.echo_error(self.say(str(error), **error.values))

    def scheme(self, given: bool | None) -> bool:  # noqa: FBT001 - an answer
        """Return whether a scheme is wanted: not unless somebody says so."""
        if given is None and self.asks:
            console.echo_error(self.say(_SCHEME))
            given = console.confirmed(self.say(_WITH_SCHEME), default=False)
        return bool(given)

    def _lines(self) -> list[str]:
        """Return what is typed or pasted up to an empty line; the name of a file is all there is to say."""
        found: list[str] = []
        while line := self._line(_MORE if found else N_("Units"), "").strip("\n"):
            found.append(line)
            if _file_of(line):
                break
        return found

    def _line(self, question: str, default: str, *, show: bool = False) -> str:
        return str(click.prompt(self.say(question), default=default, show_default=show, err=True))


def _units(given: str) -> tuple[ListedUnit, ...]:
    """Return the units of a list, or of the file that it names."""
    file = _file_of(given)
    if file is None:
        return units_of_text(given)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BulletinError(_UNREADABLE, path=file, reason=reason_of(error)) from error
    if file.suffix.lower() == ".txt":
        return units_of_text(read_plain_text(data, file.name))
    return units_of_rows(next(read_sheets(data)))


def _file_of(given: str) -> Path | None:
    return Path(given.strip()) if given.strip().lower().endswith(_FILES) else None
