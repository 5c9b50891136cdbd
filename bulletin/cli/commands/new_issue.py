"""``new issue``: begin the next issue with items that are in none yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import click

from bulletin.cli import console, questions, tables
from bulletin.cli.completion import complete
from bulletin.cli.editing import EditingRun, editing_options, on_option, start_editing
from bulletin.cli.finding import needed_title
from bulletin.content.loader import load
from bulletin.core.i18n import N_, Translator
from bulletin.core.parallel import available_cores
from bulletin.core.problems import BulletinError
from bulletin.editing.finding import Titles
from bulletin.editing.new.issue import IssueProposal, new_issue, propose_issue
from bulletin.model.archive import Archive
from bulletin.model.enums import IssueKind
from bulletin.model.records import Item
from bulletin.scoring.circulars.tables import DataTable

_NONE = N_("No item is waiting for an issue: every item submitted by {day} is in one.")
_ERRORS = N_(
    "There are errors in this archive: items that cannot be read are not proposed. “python3 build.py check” shows them."
)
_WHICH = N_("Which of them, in print order, such as 1,3-5? All, if you only press Enter")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("issue", help=say(N_("Begin the next issue with the items that are in none yet.")))
    @on_option(say)
    @click.option(
        "--take", type=click.IntRange(1), metavar="N", help=say(N_("Take the first N of the proposed items."))
    )
    @click.option(
        "--items",
        "named",
        multiple=True,
        shell_complete=complete("items"),
        help=say(N_("Take these items, by id, in this order.")),
    )
    @click.option(
        "--kind",
        default="",
        shell_complete=complete("kinds"),
        help=say(N_("The series: regular, supplement or special.")),
    )
    @click.option("--title", default="", help=say(N_("The title of the issue, as special issues have.")))
    @click.option("--body", metavar="FILE", help=say(N_("A file that holds the editor's note; - for standard input.")))
    @editing_options(say)
    @click.pass_context
    def run(
        context: click.Context,
        /,
        *,
        on: date | None,
        take: int | None,
        named: tuple[str, ...],
        kind: str,
        title: str,
        body: str | None,
        **given: object,
    ) -> int:
        started = start_editing(say, context, given)
        jobs = started.options.jobs or available_cores()
        loaded = load(started.project.root, started.today, jobs)
        if loaded.errors:
            console.echo_error(say(_ERRORS))
        archive = tables.translated_archive(say, loaded.archive)
        series = questions.chosen_term(started, IssueKind, kind, "--kind") or IssueKind.REGULAR
        proposal = propose_issue(archive, series, on or started.today)
        items = _named_items(started, named) if named else _chosen(started, archive, proposal, take)
        note = questions.read_body(body)
        return started.finish(
            new_issue(
                loaded.reading.sources,
                proposal,
                items,
                started.options.settings(say).language,
                title=title.strip(),
                body=note,
            )
        )

    return run


def _named_items(run: EditingRun, named: Sequence[str]) -> list[str]:
    """Return the ids of items that were named by id, title or a part of it."""
    titles = Titles(run.sources.root, run.sources.files.items)
    return list(dict.fromkeys(needed_title(run, titles, name).id for name in _names(titles, named)))


def _names(titles: Titles, named: Sequence[str]) -> Iterator[str]:
    """Yield names one by one; a title that has 、 in it is one name."""
    for text in re.split("[,，]", ",".join(named)):
        whole = text.strip()
        parts = filter(None, map(str.strip, re.split("[、;；]", whole)))
        yield from parts if titles.is_unknown(whole) else filter(None, [whole])


def _chosen(run: EditingRun, archive: Archive, proposal: IssueProposal, take: int | None) -> list[str]:
    """Return the ids of the first *take* items of a proposal, of those that somebody chooses from it, or of all."""
    if not proposal.items:
        raise BulletinError(_NONE, day=proposal.date)
    if take or not run.asks:
        return [item.id for item in proposal.items[:take]]
    rows = tuple(_row(archive, number, item) for number, item in enumerate(proposal.items, 1))
    say = run.say
    headers = ("", say("Category"), say("Unit"), say("Date"), say("Title"))
    console.echo_error(tables.terminal_table(DataTable(title=say("Items in no issue yet"), headers=headers, rows=rows)))
    return [proposal.items[place].id for place in questions.chosen_numbers(run, _WHICH, len(proposal.items))]


def _row(archive: Archive, number: int, item: Item) -> tuple[int | str, ...]:
    registry = archive.registry
    units = "、".join(registry.unit[unit].name for unit in item.units)
    return number, registry.category[item.category].name, units, str(item.date), item.title
