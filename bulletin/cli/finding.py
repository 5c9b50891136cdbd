"""The call, the item or the unit that a command is about: by id, name of its file, path or title."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath

import click

from bulletin.cli import console, questions, tables
from bulletin.cli.editing import EditingRun
from bulletin.content.sources import Sources
from bulletin.core.i18n import N_
from bulletin.editing.calls import calls_of
from bulletin.editing.rename import source_id
from bulletin.model.records import Call
from bulletin.model.registry import Registry, lookup_key


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


def needed_source(run: EditingRun, sources: Sources, given: str | None) -> str:
    """Return the path of the item, call or issue that was *given*, or that is answered; raises UsageError."""
    name = questions.needed_text(run, given, "ITEM", N_("Which item?"))
    files = sources.files
    known = {source_id(path): path for path in (*files.issues, *files.calls, *files.items)}
    stems = Counter(PurePosixPath(path).stem for path in files.items)
    known |= {stem: path for path in files.items if stems[stem := PurePosixPath(path).stem] == 1}
    known |= {path.removesuffix(".md"): path for path in (*files.issues, *files.calls, *files.items)}
    return tables.find_named(run.say, name.removesuffix(".md"), {lookup_key(key): known[key] for key in known}, known)


def needed_unit(run: EditingRun, sources: Sources, given: str | None, argument: str, question: str) -> str:
    """Return the id of the unit that was *given*, or that is answered; raises UsageError."""
    registry = sources.registry
    choice = questions.Choice(registry.unit_names, [unit.name for unit in registry.units])
    found = questions.needed_names(run, (given,) if given else (), argument, question, choice)
    if len(found) > 1:
        raise click.UsageError(run.say(N_("Name one unit.")))
    return found[0]
