"""Options common to all commands, accepted before and after the name of the command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from bulletin.cli.usage import Day
from bulletin.content.office_day import office_day
from bulletin.core.config import Project, find_project, missing_folders
from bulletin.core.i18n import LANGUAGES, N_, Translator

if TYPE_CHECKING:
    from bulletin.mkdocs_adapter.settings.reader import SiteSettings

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("text", "json")

_NO_ARCHIVE = N_(
    "“{folder}” is no archive: there is no {parts} in it. "
    "To begin one in an empty folder, run “python3 build.py init DIR”."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The values of the options; None where an option was not given."""

    archive: Path | None = None
    site_dir: Path | None = None
    date: dt.date | None = None
    jobs: int | None = None
    cluster: str | None = None
    lang: str | None = None
    format: str | None = None
    verbose: bool | None = None
    trust: bool | None = None

    def over(self, earlier: Options | None) -> Options:
        """Return these options, with those given *earlier* and not again."""
        if earlier is None:
            return self
        again = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}
        return replace(earlier, **again)

    def today(self, project: Project) -> dt.date:
        """Return the day that counts as today in an archive: the one that was given, or that of its office."""
        return self.date or office_day(project.root)

    def project(self, say: Translator) -> Project:
        """Return the archive to work on; raises UsageError if the folder is not an archive."""
        found = find_project(self.archive, trust=bool(self.trust))
        if parts := missing_folders(found.root):
            folder = str(self.archive or found.root)
            raise click.UsageError(say(_NO_ARCHIVE, folder=folder, parts=say(", ").join(f"{p}/" for p in parts)))
        return found

    def settings(self, say: Translator) -> SiteSettings:
        """Return the settings of the archive; with ``--trust``, the code that they name is trusted from now on."""
        # Takes 0.1 s to import, and commands that build nothing have no use for it.
        from bulletin.mkdocs_adapter.settings.reader import read_settings, remember_trust

        found = read_settings(self.project(say))
        if self.trust:
            remember_trust(found)
        return found


def command_group(say: Translator, name: str, text: str) -> click.Group:
    """Return a command that only has commands below it; *text* is the msgid of its help."""
    return click.help_option("-h", "--help", help=say(N_("Show this and exit.")))(click.Group(name, help=say(text)))


def common_options(say: Translator, formats: Sequence[str] = FORMATS) -> Callable[[F], F]:
    """Add the common options to a command, which gets them together as ``options``."""
    folder = click.Path(file_okay=False, resolve_path=True, path_type=Path)
    decorators = [
        click.option("--archive", type=folder, metavar="DIR", help=say(N_("Work on the archive in another folder."))),
        click.option("--site-dir", type=folder, metavar="DIR", help=say(N_("Where the site goes (default: site)."))),
        click.option(
            "--date",
            type=Day(),
            metavar="YYYY-MM-DD",
            help=say(N_("What counts as today.")),
        ),
        click.option(
            "--jobs", type=click.IntRange(1), metavar="N", help=say(N_("How many processes (default: all cores)."))
        ),
        click.option(
            "--cluster", metavar="ADDRESS", help=say(N_("Make the pages on the Dask cluster whose scheduler is there."))
        ),
        click.option("--lang", type=click.Choice(LANGUAGES), help=say(N_("Language of this terminal."))),
        click.option("--format", type=click.Choice(formats), help=say(N_("For people, or for programs."))),
        click.option("--verbose", is_flag=True, default=None, help=say(N_("Tell more."))),
        click.option(
            "--trust",
            is_flag=True,
            default=None,
            help=say(N_("Run hooks, plugins and templates that the archive's mkdocs.yml names, now and from now on.")),
        ),
        click.help_option("-h", "--help", help=say(N_("Show this and exit."))),
    ]

    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def replace_option(say: Translator) -> Callable[[F], F]:
    """Add the option that a folder of another archive may be taken, ``replace``, to a command."""
    return click.option(
        "--replace", is_flag=True, help=say(N_("Take a folder that holds the site or releases of another archive."))
    )


def release_options(say: Translator) -> Callable[[F], F]:
    """Add the options for a folder of releases, ``to``, and one of them, ``release``, to a command."""
    folder = click.option(
        "--to",
        type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
        metavar="DIR",
        required=True,
        help=say(N_("The folder of releases; the server shows “current” in it.")),
    )
    named = click.argument("release", required=False, default="")
    return lambda function: folder(named(function))


def collect_options(context: click.Context, given: dict[str, object]) -> Options:
    """Return the common options of a command, including those given before its name."""
    return Options(**cast("dict[str, Any]", given)).over(context.obj)
