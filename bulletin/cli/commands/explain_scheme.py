"""``explain-scheme``: a scoring scheme in sentences."""

from __future__ import annotations

import click

from bulletin.checks import report
from bulletin.cli import console, tables
from bulletin.cli.options import collect_options, common_options
from bulletin.core.i18n import N_, Translator
from bulletin.model.registry import lookup_key
from bulletin.model.scheme import Scheme
from bulletin.schemes.explain import explain


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("explain-scheme", help=say(N_("Say in sentences what a scoring scheme does; without a name, all.")))
    @click.argument("scheme", required=False)
    @common_options(say)
    @click.pass_context
    def run(context: click.Context, /, scheme: str | None, **given: object) -> int:
        options = collect_options(context, given)
        archive = tables.load_archive(say, options)
        known: dict[str, Scheme] = {lookup_key(name): s for s in archive.schemes for name in (s.id, s.name)}
        listed = [tables.find_named(say, scheme, known, [s.id for s in archive.schemes])] if scheme else archive.schemes
        explained = [(s, list(explain(s, archive.registry, say, archive.targets))) for s in listed]
        if options.format == "json":
            entries = [
                {"id": s.id, "name": s.name, "sentences": [{"says": says, "words": words} for says, words in sentences]}
                for s, sentences in explained
            ]
            console.echo(report.dump_json({"schemes": entries}))
        elif not explained:
            console.echo(say("There is no scoring scheme; one is a file in registry/schemes/."))
        else:
            console.echo("\n\n".join("\n".join(_lines(sentences)) for _, sentences in explained))
        return 0

    return run


def _lines(sentences: list[tuple[str, str]]) -> list[str]:
    (head, words), *rest = sentences
    lines = [head, *([f"    {words}"] if words else [])]
    for number, (says, written) in enumerate(rest, 1):
        lines.append(f"{number:>3}. {says}")
        if written:
            lines.append(f"     “{written}”")
    return lines
