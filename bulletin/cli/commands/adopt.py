"""``adopt``: record that a publication has carried an item, or many of them from a table."""

from __future__ import annotations

from datetime import date

import click

from bulletin.cli import finding, questions
from bulletin.cli.adopting import adopt_from_table
from bulletin.cli.completion import complete
from bulletin.cli.editing import EditingRun, editing_options, on_option, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.item_events import record_adoption
from bulletin.editing.item_file import ItemFile
from bulletin.editing.names import find_publication, find_treatment, plain_issue
from bulletin.editing.scalars import clean_value
from bulletin.model.records import Adoption
from bulletin.model.registry import Publication

_EITHER = N_("With --from, all stands in the table: give nothing beside it but --on, the day of rows without one.")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("adopt", help=say(N_("Record that a publication has carried an item.")))
    @click.argument("item", required=False, shell_complete=complete("items"))
    @click.argument("publication", required=False, shell_complete=complete("publications"))
    @click.option("--issue", default="", metavar="N", help=say(N_("The number of its issue.")))
    @on_option(say)
    @click.option(
        "--treatment",
        default="",
        metavar="T",
        shell_complete=complete("treatments"),
        help=say(N_("How it was used: 全文, 单篇, 综合, 摘要, 简讯 …")),
    )
    @click.option("--page", default="", metavar="P", help=say(N_("The page of the publication.")))
    @click.option(
        "--from",
        "table",
        metavar="FILE",
        help=say(
            N_("Record many from a table: xlsx, csv, or - for rows that are pasted from Excel, their heads first.")
        ),
    )
    @editing_options(say)
    @click.pass_context
    def run(
        context: click.Context,
        /,
        item: str | None,
        publication: str | None,
        table: str | None,
        on: date | None,
        **given: object,
    ) -> int:
        details = {name: clean_value(str(given.pop(name))) for name in ("issue", "treatment", "page")}
        started = start_editing(say, context, given)
        if table is None:
            return _adopt_one(started, item, publication, on, details)
        if item or publication or any(details.values()):
            raise click.UsageError(say(_EITHER))
        return adopt_from_table(started, table, on or started.today)

    return run


def _adopt_one(
    run: EditingRun, name: str | None, publication: str | None, on: date | None, details: dict[str, str]
) -> int:
    file = finding.needed_item(run, name)
    found = questions.needed_value(
        run, publication, "PUBLICATION", N_("Which publication?"), lambda typed: find_publication(file.registry, typed)
    )
    adoption = _adoption(run, file, found, on, details)
    return run.finish(record_adoption(file, adoption, run.today))


def _adoption(
    run: EditingRun, file: ItemFile, found: Publication, on: date | None, details: dict[str, str]
) -> Adoption:
    issue = details["issue"]
    if run.asks and not (issue or on):
        issue = run.ask_or_none(N_("Number of its issue (empty: none)"))
        on = questions.asked_day(run, on, "")
    treatment = find_treatment(file.registry, details["treatment"]) if details["treatment"] else None
    return Adoption(publication=found.id, issue=plain_issue(issue), date=on, treatment=treatment, page=details["page"])
