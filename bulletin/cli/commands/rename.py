"""``rename``: another name for an item, a call or an issue, or for a topic."""

from __future__ import annotations

import click

from bulletin.cli import finding, questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import editing_options, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.rename import rename, renaming
from bulletin.editing.topics import rename_topic

_TOPIC = ("topic", "专题")
_TOPIC_WORDS = 3


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command(
        "rename",
        help=say(
            N_("Give an item, a call or an issue another name, or a topic: topic OLD NEW. What names it follows.")
        ),
    )
    @click.argument("words", nargs=-1, metavar="ITEM NEW-ID | topic OLD NEW", shell_complete=complete("items"))
    @click.option(
        "--no-redirect",
        is_flag=True,
        help=say(N_("Let nothing lead on from the old address, which tells what nobody may read any more.")),
    )
    @editing_options(say)
    @click.pass_context
    def run(context: click.Context, /, words: tuple[str, ...], *, no_redirect: bool, **given: object) -> int:
        started = start_editing(say, context, given)
        sources = started.sources
        if words and words[0] in _TOPIC and len(words) == _TOPIC_WORDS:
            return started.finish(rename_topic(sources, words[1], words[2], leads_on=not no_redirect))
        if len(words) > 2:  # noqa: PLR2004 - an old name and a new one
            raise click.UsageError(say(N_("Write the old name and the new one, or: topic OLD NEW.")))
        path = finding.needed_source(started, words[0] if words else None)
        name = questions.needed_text(started, words[1] if words[1:] else None, "NEW-ID", N_("Which new name?"))
        return started.finish(rename(renaming(sources, path, name, leads_on=not no_redirect)))

    return run
