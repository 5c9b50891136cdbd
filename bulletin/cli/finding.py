"""The call, the item or the unit that a command is about: by id, name of its file, path or title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import TypeVar

import click

from bulletin.cli import console, questions, tables
from bulletin.cli.editing import EditingRun
from bulletin.content import scan
from bulletin.content.sources import Sources
from bulletin.core.i18n import N_
from bulletin.editing.calls import calls_of
from bulletin.model.records import Call
from bulletin.model.registry import Registry, lookup_key

T = TypeVar("T")


def needed_call(run: EditingRun, sources: Sources, given: str | None) -> Call:
    """Return the call that was *given*, or that is answered; raises UsageError."""
    calls = calls_of(sources)
    if not given and run.asks:
        for call in sorted(calls.values(), key=lambda call: (call.date, call.id)):
            console.echo_error(f"{call.id}  {call.title}")
    name = questions.needed_text(run, given, "CALL", N_("Which call?"))
    names = {key: call for call in calls.values() for key in (call.id, f"{call.id}.md", call.path, call.title)}
    known = {lookup_key(key): call for key, call in names.items()}
    return tables.find_named(run.say, name, known, [*calls, *(call.title for call in calls.values())])


def asked_units(registry: Registry, call: Call) -> questions.Choice:
    """Return the units to choose from: any is understood, those that a call asks are offered."""
    return questions.Choice(registry.unit_names, [registry.unit[unit].name for unit in call.units])


def needed_item(run: EditingRun, sources: Sources, given: str | None) -> str:
    """Return the path of the item that was *given*, or that is answered; raises UsageError."""
    name = questions.needed_text(run, given, "ITEM", N_("Which item?"))
    paths = sources.files.items
    stems = [PurePosixPath(path).stem for path in paths]
    known = {stem: path for stem, path in zip(stems, paths, strict=True) if stems.count(stem) == 1}
    known |= {path.removeprefix(f"{scan.ITEMS}/").removesuffix(".md"): path for path in paths}
    return _found(run, known, name.removeprefix(f"{scan.ITEMS}/").removesuffix(".md"), known)


def _found(run: EditingRun, known: Mapping[str, T], name: str, names: Iterable[str]) -> T:
    return tables.find_named(run.say, name, {lookup_key(key): one for key, one in known.items()}, names)


def needed_unit(run: EditingRun, sources: Sources, given: str | None, argument: str, question: str) -> str:
    """Return the id of the unit that was *given*, or that is answered; raises UsageError."""
    registry = sources.registry
    choice = questions.Choice(registry.unit_names, [unit.name for unit in registry.units])
    found = questions.needed_names(run, (given,) if given else (), argument, question, choice)
    if len(found) > 1:
        raise click.UsageError(run.say(N_("Name one unit.")))
    return found[0]
