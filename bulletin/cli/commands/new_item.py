"""``new item``: begin an item, with an id from its title."""

from __future__ import annotations

from datetime import date

import click

from bulletin.cli import questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import EditingRun, day_option, editing_options, on_option, start_editing
from bulletin.content.sources import read_sources
from bulletin.core.i18n import N_, Translator
from bulletin.editing.new.item import NewItem, new_item
from bulletin.model.enums import Channel
from bulletin.model.registry import Registry


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("item", help=say(N_("Begin an item; without a text it is a draft until its text is written.")))
    @click.option("--title", help=say(N_("The title.")))
    @click.option(
        "--unit", multiple=True, shell_complete=complete("units"), help=say(N_("Who submits it; may be repeated."))
    )
    @click.option("--category", shell_complete=complete("categories"), help=say(N_("The category.")))
    @on_option(say)
    @click.option("--slug", help=say(N_("The name of its file (default: from the title, in pinyin).")))
    @click.option("--author", multiple=True, help=say(N_("An author; may be repeated.")))
    @click.option("--approved-by", default="", help=say(N_("The post of whoever approved it.")))
    @click.option("--channel", default="", shell_complete=complete("channels"), help=say(N_("How it is submitted.")))
    @click.option(
        "--commission", default="", shell_complete=complete("calls"), help=say(N_("The call that it answers."))
    )
    @click.option("--topic", multiple=True, help=say(N_("What it is about; may be repeated.")))
    @day_option(say, "--event-date", N_("The day of what it reports."))
    @click.option("--body", metavar="FILE", help=say(N_("A file that holds the text; - for standard input.")))
    @editing_options(say)
    @click.pass_context
    def run(
        context: click.Context,
        /,
        *,
        title: str | None,
        unit: tuple[str, ...],
        category: str | None,
        on: date | None,
        slug: str | None,
        author: tuple[str, ...],
        approved_by: str,
        channel: str,
        commission: str,
        topic: tuple[str, ...],
        event_date: date | None,
        body: str | None,
        **given: object,
    ) -> int:
        started = start_editing(say, context, given)
        sources = read_sources(started.project.root)
        registry = sources.registry
        item = NewItem(
            title=questions.needed_text(started, title, "--title", N_("Title")),
            units=_units(started, unit, registry),
            category=_category(started, category, registry),
            date=on or started.today,
            slug=slug or "",
            event_date=event_date,
            authors=questions.texts_of(author),
            approved_by=approved_by,
            channel=questions.chosen_term(started, Channel, channel, "--channel"),
            commission=commission.rpartition("/")[2].removesuffix(".md"),
            topics=questions.texts_of(topic),
            body=questions.read_body(body),
        )
        return started.finish(new_item(sources, item, started.options.settings(say).language))

    return run


def _units(run: EditingRun, given: tuple[str, ...], registry: Registry) -> tuple[str, ...]:
    """Return the units that were named; only those that exist on the day are offered."""
    names = [unit.name for unit in registry.units if not unit.left or unit.left >= run.today]
    return questions.needed_names(run, given, "--unit", N_("Unit"), questions.Choice(registry.unit_names, names))


def _category(run: EditingRun, given: str | None, registry: Registry) -> str:
    names = [category.name for category in registry.categories]
    found = questions.needed_names(
        run, [given] if given else [], "--category", N_("Category"), questions.Choice(registry.category_names, names)
    )
    if len(found) > 1:
        raise click.UsageError(run.say(N_("An item has one category.")))
    return found[0]
