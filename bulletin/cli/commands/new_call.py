"""``new call``: write a call for items, or a commission to units."""

from __future__ import annotations

from datetime import date

import click

from bulletin.cli import questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import day_option, editing_options, on_option, start_editing
from bulletin.content.sources import read_sources
from bulletin.core.i18n import N_, Translator
from bulletin.editing.new.call import NewCall, new_call

_WHO = N_("Which units? All may answer, if you only press Enter")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("call", help=say(N_("Write a call for items; with units it is a commission to them.")))
    @click.option("--title", help=say(N_("The title.")))
    @day_option(say, "--due", N_("The last day on which an answer is in time."))
    @click.option(
        "--unit", multiple=True, shell_complete=complete("units"), help=say(N_("Who has to answer; may be repeated."))
    )
    @on_option(say)
    @click.option("--topic", multiple=True, help=say(N_("What it is about; may be repeated.")))
    @click.option("--point", multiple=True, help=say(N_("A point of what is asked for; may be repeated.")))
    @click.option("--slug", help=say(N_("The name of its file (default: from the title, in pinyin).")))
    @click.option("--body", metavar="FILE", help=say(N_("A file that holds the text; - for standard input.")))
    @editing_options(say)
    @click.pass_context
    def run(
        context: click.Context,
        /,
        *,
        title: str | None,
        due: date | None,
        unit: tuple[str, ...],
        on: date | None,
        topic: tuple[str, ...],
        point: tuple[str, ...],
        slug: str | None,
        body: str | None,
        **given: object,
    ) -> int:
        started = start_editing(say, context, given)
        sources = read_sources(started.project.root)
        registry = sources.registry
        names = [one.name for one in registry.units if not one.left or one.left >= started.today]
        call = NewCall(
            title=questions.needed_text(started, title, "--title", N_("Title")),
            date=on or started.today,
            due=due or questions.needed_day(started, "--due", N_("Due, such as 2026-12-04")),
            units=questions.some_names(started, unit, _WHO, questions.Choice(registry.unit_names, names)),
            topics=questions.texts_of(topic),
            points=tuple(" ".join(one.split()) for one in point),
            slug=slug or "",
            body=questions.read_body(body),
        )
        return started.finish(new_call(sources, call, started.options.settings(say).language))

    return run
