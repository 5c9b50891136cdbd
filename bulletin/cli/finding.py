"""What a command is about: an item, a call, a unit, as it was given, or is asked for in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

import click

from bulletin.checks import report
from bulletin.cli import console, questions
from bulletin.cli.editing import EditingRun
from bulletin.content.items import read_call
from bulletin.content.sources import Sources
from bulletin.core.i18n import N_
from bulletin.core.problems import ArchiveProblems, BulletinError
from bulletin.editing.changes import read_text
from bulletin.editing.finding import NotFound, Titled, Titles
from bulletin.editing.item_file import HAS_ERRORS, ItemFile, open_item
from bulletin.model.records import Call
from bulletin.model.registry import Registry

_WHICH_NUMBER = N_("Which one (a number, or 0 for none)?")


class WrongTables(ArchiveProblems):
    """Nothing can be recorded while the tables that name units and publications have errors."""

    heading = N_("Nothing was written: the tables of the archive have errors.")


def needed_item(run: EditingRun, given: str | None) -> ItemFile:
    """Return the item in which something is to be recorded; raises BulletinError where nothing may be."""
    name = questions.needed_text(run, given, "ITEM", N_("Which item (id, title, or a part of it)?"))
    found = needed_title(run, Titles(run.sources.root, run.sources.files.items), name)
    try:
        return open_item(run.sources.root, found.path, run.sources.registry)
    except BulletinError as error:
        if str(error) == HAS_ERRORS and (wrong := report.errors(run.sources.table_problems)):
            raise WrongTables(wrong) from None
        raise


def needed_call(run: EditingRun, given: str | None) -> Call:
    """Return the call that is meant. Raises BulletinError."""
    titles = Titles(run.sources.root, run.sources.files.calls)
    if not given and run.asks:
        for one in titles.all:
            console.echo_error(f"{one.id}  {one.title}")
    name = questions.needed_text(run, given, "CALL", N_("Which call (id, title, or a part of it)?"))
    path = needed_title(run, titles, name).path
    fact = read_call(read_text(run.sources.root, path).encode(), path, run.sources.registry).fact
    if not isinstance(fact, Call):
        raise BulletinError(HAS_ERRORS, path=path)
    return fact


def is_swapped(run: EditingRun, call: str, item: str) -> bool:
    """Whether what is given as a call is an item, and the other a call."""
    files, root = run.sources.files, run.sources.root
    return not (Titles(root, files.items).is_unknown(call) or Titles(root, files.calls).is_unknown(item))


def needed_source(run: EditingRun, given: str | None) -> str:
    """Return the path of the item, call or issue that is meant. Raises BulletinError."""
    name = questions.needed_text(run, given, "ITEM", N_("Which item (id, title, or a part of it)?"))
    files = run.sources.files
    return needed_title(run, Titles(run.sources.root, [*files.items, *files.calls, *files.issues]), name).path


def needed_title(run: EditingRun, titles: Titles, name: str) -> Titled:
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
    while not ((typed := run.ask(_WHICH_NUMBER)).isdecimal() and int(typed) <= len(near)):
        pass
    return near[int(typed) - 1] if int(typed) else None


def asked_units(registry: Registry, call: Call) -> questions.Choice:
    """Return the units to choose from: any is understood, those that a call asks are offered."""
    return questions.Choice(registry.unit_names, [registry.unit[unit].name for unit in call.units])


def needed_unit(run: EditingRun, sources: Sources, given: str | None, argument: str, question: str) -> str:
    """Return the id of the unit that was *given*, or that is answered; raises UsageError."""
    registry = sources.registry
    choice = questions.Choice(registry.unit_names, [unit.name for unit in registry.units])
    found = questions.needed_names(run, (given,) if given else (), argument, question, choice)
    if len(found) > 1:
        raise click.UsageError(run.say(N_("Name one unit.")))
    return found[0]
