"""Wrong usage in the words of the reader: click's own sentences are English, and say less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise, takewhile
from typing import Any

import click

from bulletin.core.dates import BadDay, parse_day
from bulletin.core.i18n import N_, Translator
from bulletin.core.text import nearest

_TOO_MUCH = re.compile(r"Got unexpected extra arguments? \((?P<words>.*)\)")
_NO_VALUE = re.compile(r"Option '(?P<option>[^']+)' (?:requires an argument|requires \d+ arguments)")
_NO_DAY = "no day"
_LIKE_AN_OPTION = re.compile(r"--[a-z]")


class Day(click.ParamType[date]):
    """A day, as editors write it: 2026-03-05, 2026/3/5, 2026年3月5日."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 - click's own
        """Return the day; raises BadParameter."""
        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except BadDay:
            self.fail(_NO_DAY, param, ctx)


def usage_reason(error: click.UsageError, say: Translator) -> str:
    """Return what is wrong with the usage, and what can be written instead."""
    if isinstance(error, click.NoSuchOption):
        near = error.possibilities[0] if error.possibilities else ""
        return _with_nearest(say(N_("there is no option {option}."), option=error.option_name), near, say)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return say(N_("{option} is missing."), option=_name_of(error.param))
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad_value(error.param, error.message, say)
    if match := _NO_VALUE.match(error.message):
        return say(N_("{option} needs a value."), option=match["option"])
    match = _TOO_MUCH.match(error.message)
    return say(N_("“{words}” is too much here."), words=match["words"]) if match else error.format_message()


def require_values(command: click.Command, arguments: Sequence[str], say: Translator) -> None:
    """Raise UsageError where an option stands in the place of another one's value; ``--name=--value`` is taken."""
    options = list(_options(command, arguments))
    names = {name for option in options for name in option.opts}
    with_value = {name for option in options if not (option.is_flag or option.count) for name in option.opts}
    for option, value in pairwise(takewhile(lambda word: word != "--", arguments)):
        if option in with_value and (value in names or _LIKE_AN_OPTION.match(value)):
            raise click.UsageError(say(N_("{option} needs a value."), option=option))


def _options(command: click.Command, arguments: Sequence[str]) -> Iterator[click.Option]:
    """Yield the options of a command, and of that below it that the arguments begin with."""
    yield from (param for param in command.params if isinstance(param, click.Option))
    if isinstance(command, click.Group) and arguments and (below := command.commands.get(arguments[0])):
        yield from _options(below, arguments[1:])


def unknown_command(name: str, commands: list[str], say: Translator) -> click.UsageError:
    """Return the error of a command that does not exist."""
    return click.UsageError(
        _with_nearest(say(N_("there is no command “{name}”."), name=name), nearest(name, commands), say)
    )


def _with_nearest(said: str, near: str, say: Translator) -> str:
    return say(N_("{said} Did you mean “{nearest}”?"), said=said, nearest=near) if near else said


def _bad_value(param: click.Parameter, message: str, say: Translator) -> str:
    option = _name_of(param)
    if what := _what_can_be_written(param.type, message, say):
        return say(N_("the value of {option} cannot be used; {what}"), option=option, what=what)
    return say(N_("the value of {option} cannot be used: {detail}"), option=option, detail=message)


def _name_of(param: click.Parameter) -> str:
    return param.human_readable_name if isinstance(param, click.Argument) else "/".join(param.opts)


def _what_can_be_written(kind: click.ParamType[Any], message: str, say: Translator) -> str:
    """Return which values a type takes, or "" where *message* says it in the reader's language."""
    if isinstance(kind, Day) and message == _NO_DAY:
        return say(N_("write a day, such as 2026-03-05."))
    if isinstance(kind, click.Choice):
        return say(N_("it may be: {known}."), known=say(N_(", ")).join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        if kind.max is None:
            return say(N_("write a whole number from {least}."), least=str(kind.min or 0))
        return say(N_("write a whole number from {least} to {most}."), least=str(kind.min or 0), most=str(kind.max))
    if isinstance(kind, click.Path):
        return _path_wanted(kind, message, say)
    return say(N_("the file cannot be read.")) if isinstance(kind, click.File) else ""


def _path_wanted(kind: click.Path, message: str, say: Translator) -> str:
    if "does not exist" in message:
        return say(N_("there is no such folder.")) if not kind.file_okay else say(N_("there is no such file."))
    return say(N_("it has to be a folder.")) if not kind.file_okay else say(N_("it has to be a file."))
