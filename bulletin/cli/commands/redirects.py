"""``redirects``: the rules by which a web server leads readers on from old addresses, as a file to include."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.content.loader import load
from bulletin.core.i18n import N_, Translator


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command(
        "redirects", help=say(N_("Show the rules by which a web server leads readers on from old addresses."))
    )
    @click.option(
        "--server",
        type=click.Choice(["nginx", "apache", "iis"]),
        default="nginx",
        help=say(N_("For which server (default: nginx).")),
    )
    @common_options(say)
    @click.pass_context
    def redirects(context: click.Context, /, server: str, **given: object) -> int:
        return run(say, collect_options(context, given), server)

    return redirects


def run(say: Translator, options: Options, server: str) -> int:
    """Print the rules."""
    # Takes 0.2 s to import: the help of all commands need not.
    from bulletin.model.public import public_archive
    from bulletin.publish.redirect_rules import RULE_FORMATS
    from bulletin.site.redirects import redirects_of_site

    settings = options.settings(say).require_valid()
    project = settings.project
    loaded = load(project.root, options.today(project)).require_valid()
    found = redirects_of_site(public_archive(loaded.archive), loaded.static_page_urls)
    root = f"/{unquote(urlsplit(str(settings.values.get('site_url') or '')).path).strip('/')}/".replace("//", "/")
    text = report.dump_json(found) if options.format == "json" else RULE_FORMATS[server](found, root).rstrip("\n")
    console.echo(text)
    return 0
