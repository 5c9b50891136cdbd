"""``headers``: the HTTP headers that a web server has to send, as a file to include."""

from __future__ import annotations

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.core.i18n import N_, Translator


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("headers", help=say(N_("Show the security headers that a web server has to send for this site.")))
    @click.option(
        "--server",
        type=click.Choice(["nginx", "apache", "iis"]),
        default="nginx",
        help=say(N_("For which server (default: nginx).")),
    )
    @common_options(say)
    @click.pass_context
    def headers(context: click.Context, /, server: str, **given: object) -> int:
        return run(say, collect_options(context, given), server)

    return headers


def run(say: Translator, options: Options, server: str) -> int:
    """Print the headers."""
    # Takes 0.1 to 0.4 s to import, with MkDocs: the help of all commands need not.
    from bulletin.publish import headers
    from bulletin.publish.headers import CONFIG_FORMATS

    found = headers.security_headers(headers.inline_script_hashes(options.settings(say).require_valid().project))
    console.echo(
        report.dump_json(dict(found)) if options.format == "json" else CONFIG_FORMATS[server](found).rstrip("\n")
    )
    return 0
