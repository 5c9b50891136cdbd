"""``schema``: the JSON Schema of front matter."""

from __future__ import annotations

import json

import click

from bulletin.cli import console
from bulletin.cli.options import collect_options, common_options
from bulletin.core.i18n import N_, Translator
from bulletin.model.schema import SCHEMAS
from bulletin.model.schema.json_schema import json_schema


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("schema", help=say(N_("Print the JSON Schema of the front matter of items, issues or calls.")))
    @click.argument("kind", type=click.Choice(list(SCHEMAS)), default="item")
    @common_options(say)
    @click.pass_context
    def run(context: click.Context, /, kind: str, **given: object) -> int:
        collect_options(context, given)
        console.echo(json.dumps(json_schema(SCHEMAS[kind], say), ensure_ascii=False, indent=2))
        return 0

    return run
