"""What a command that edits is about: items, calls and values that are given, or asked for in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

import click

from bulletin.cli import console, questions
from bulletin.cli.editing import EditingRun
from bulletin.content.items import read_call
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.changes import read_text
from bulletin.editing.finding import NotFound, Titled, Titles
from bulletin.editing.item_file import HAS_ERRORS, ItemFile, open_item
from bulletin.model.records import Call

_WHICH_ITEM = N_("Which item (id, title, or a part of it)?")
_WHICH_CALL = N_("Which call (id, title, or a part of it)?")
_WHICH_NUMBER = N_("Which one (a number, or 0 for none)?")


def chosen_item(run: EditingRun, name: str | None) -> ItemFile:
    """Return the item that is meant; raises BulletinError where nothing may be recorded in it."""
    wanted = questions.needed_text(run, name, "ITEM", _WHICH_ITEM)
    found = chosen_title(run, Titles.of_items(run.sources), wanted)
    return open_item(run.project.root, found.path, run.sources.registry)


def chosen_call(run: EditingRun, name: str | None) -> Call:
    """Return the call that is meant."""
    wanted = questions.needed_text(run, name, "CALL", _WHICH_CALL)
    path = chosen_title(run, Titles.of_calls(run.sources), wanted).path
    fact = read_call(read_text(run.project.root, path).encode(), path, run.sources.registry).fact
    if not isinstance(fact, Call):
        raise BulletinError(HAS_ERRORS, path=path)
    return fact


def chosen_title(run: EditingRun, titles: Titles, name: str) -> Titled:
    """Return the file that a name stands for; where it may be one of several, somebody in a terminal chooses."""
    try:
        return titles.find(name)
    except NotFound as error:
        chosen = choose(run, error.near) if run.asks else None
        if chosen is None:
            raise
        return chosen


def choose(run: EditingRun, near: Sequence[Titled]) -> Titled | None:
    """Return one of several, by its number; None where none is meant."""
    if not near:
        return None
    for number, one in enumerate(near, 1):
        console.echo_error(f"  {number}  {one.id}  {one.title}")
    number = click.prompt(run.say(_WHICH_NUMBER), type=click.IntRange(0, len(near)), err=True)
    return near[number - 1] if number else None
