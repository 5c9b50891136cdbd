"""What a command needs and was not given: asked for in a terminal, and elsewhere told to be missing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

import click

from bulletin.checks import report
from bulletin.cli import console, tables
from bulletin.cli.editing import EditingRun
from bulletin.core.dates import BadDay, parse_day
from bulletin.core.files import reason_of
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.core.terms import Term
from bulletin.core.text import remove_invisible
from bulletin.office.sheet_rows import read_plain_text

_MISSING = N_("{option} is missing.")
_UNREADABLE = N_("{path} cannot be read: {reason}.")
_NO_DAY = N_("“{text}” is no day; write 2026-03-05.")
_NO_NUMBERS = N_("“{text}” names none of the list; write numbers such as 1,3 or 2-5, or “all”.")
_UNKNOWN_TERM = N_("“{text}” is no value of {option}; there are {known}.")
_ALL = ("", "all", "全部", "*")
_SEPARATORS = re.compile("[、,，;；]")
_RANGE = re.compile(r"(\d+)(?:\s*[-–—~～]\s*(\d+))?", re.ASCII)
T = TypeVar("T", bound=Term)
V = TypeVar("V")


class Choice(NamedTuple):
    """What is chosen from."""

    known: Mapping[str, str]
    """Ids by every key of :func:`~bulletin.model.registry.lookup_key` that is understood."""
    names: Sequence[str]
    """The names that are offered."""


def needed_text(run: EditingRun, given: str | None, option: str, question: str) -> str:
    """Return what was *given*, or the answer to *question*, a msgid; raises UsageError where nobody can be asked."""
    if given and given.strip():
        return " ".join(given.split())
    if not run.asks:
        raise click.UsageError(run.say(_MISSING, option=option))
    return " ".join(run.ask(question).split())


def needed_day(run: EditingRun, option: str, question: str, default: date | None = None) -> date:
    """Return the day that is answered to *question*, a msgid, or *default* where nothing is typed.

    Raises UsageError where nobody can be asked.
    """
    while True:
        typed = _typed(run, question) if default else needed_text(run, None, option, question)
        if default and not typed:
            return default
        try:
            return parse_day(typed)
        except BadDay:
            console.echo_error(run.say(_NO_DAY, text=typed))


def needed_value(run: EditingRun, given: str | None, option: str, question: str, read: Callable[[str], V]) -> V:
    """Return what *read* makes of the text that was *given*, or of an answer; one that it refuses is asked for again.

    Raises what *read* raises, and UsageError where nobody can be asked.
    """
    while True:
        try:
            return read(needed_text(run, given, option, question))
        except BulletinError as error:
            if given or not run.asks:
                raise
            console.echo_error(report.format_error(error, run.say))


def asked_day(run: EditingRun, on: date | None, *given: str | None) -> date | None:
    """Return the day *on*; where something of what may be *given* has been asked for, the day is, too."""
    if on or not run.asks or all(given):
        return on
    return needed_day(run, "--on", N_("On which day (today, if you only press Enter)?"), default=run.today)


def needed_names(run: EditingRun, given: Sequence[str], option: str, question: str, choice: Choice) -> tuple[str, ...]:
    """Return the ids of what was *given* by id, name or alias, or of what is answered to *question*, one at least."""
    if not given and not run.asks:
        raise click.UsageError(run.say(_MISSING, option=option))
    found = some_names(run, given, question, choice)
    while not found:
        found = some_names(run, (), question, choice)
    return found


def some_names(run: EditingRun, given: Sequence[str], question: str, choice: Choice) -> tuple[str, ...]:
    """Return the ids of what was *given*, or of what is answered to *question*; none where nobody can be asked."""
    if given or not run.asks:
        return _ids(run, given, choice)
    console.echo_error(run.say(", ").join(choice.names))
    while True:
        try:
            return _ids(run, [_typed(run, question)], choice)
        except click.UsageError as error:
            console.echo_error(error.message)


def _typed(run: EditingRun, question: str) -> str:
    return str(click.prompt(run.say(question), default="", show_default=False, err=True)).strip()


def _ids(run: EditingRun, given: Iterable[str], choice: Choice) -> tuple[str, ...]:
    parts = (part.strip() for text in given for part in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(tables.find_named(run.say, part, choice.known, choice.names) for part in parts if part))


def chosen_numbers(run: EditingRun, question: str, count: int) -> tuple[int, ...]:
    """Return the places, from 0, that somebody chooses from a list of *count* rows; all where nothing is typed."""
    while True:
        typed = _typed(run, question)
        found = parse_numbers(typed, count)
        if found is not None:
            return found
        console.echo_error(run.say(_NO_NUMBERS, text=typed))


def parse_numbers(typed: str, count: int) -> tuple[int, ...] | None:
    """Return the places, from 0, that ``1,3-5`` names among *count* rows, as typed; None if it names others."""
    if typed.lower() in _ALL:
        return tuple(range(count))
    found: list[int] = []
    for part in filter(None, re.split(r"[、,，;；\s]+", typed)):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= count:
            return None
        found += range(first - 1, last)
    return tuple(dict.fromkeys(found))


def read_body(name: str | None) -> str:
    """Return the text in a file, or on standard input for ``-``; GBK and UTF-16 are understood, Word files are not."""
    if not name:
        return ""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BulletinError(_UNREADABLE, path=name, reason=reason_of(error)) from error
    return remove_invisible(read_plain_text(data, name)).strip("\n")


def texts_of(given: Iterable[str]) -> tuple[str, ...]:
    """Return texts that were given one by one, or several with commas or 、 between them."""
    parts = (part.strip() for text in given for part in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(filter(None, parts)))


def chosen_term(run: EditingRun, terms: type[T], given: str, option: str) -> T | None:
    """Return the member of a closed vocabulary that was *given*, None where nothing was; raises UsageError."""
    if not given:
        return None
    found = next((term for term in terms if given.strip().lower() in (term.value, *term.names)), None)
    if found is None:
        known = run.say(", ").join(f"{term.names[0]} ({term.value})" for term in terms)
        raise click.UsageError(run.say(_UNKNOWN_TERM, option=option, text=given, known=known))
    return found
