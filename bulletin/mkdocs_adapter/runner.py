"""Run MkDocs from the command line of the program."""

from __future__ import annotations

import logging
import tempfile
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from mkdocs.commands.build import build as run_build

from bulletin.build.pipeline import PreviousSite, build_site
from bulletin.build.request import BuildRequest, BuildResult
from bulletin.build.shell_set import ShellSet
from bulletin.core.config import Project
from bulletin.core.i18n import N_
from bulletin.core.problems import ArchiveProblems, BulletinError, Problem
from bulletin.mkdocs_adapter import hooks
from bulletin.mkdocs_adapter.configuration import mkdocs_configuration, refused_setting
from bulletin.mkdocs_adapter.settings.reader import SiteSettings, read_settings

if TYPE_CHECKING:
    from bulletin.content.loader import LoadedArchive

log = logging.getLogger("mkdocs.bulletin")

_MKDOCS_FAILED = N_("MkDocs cannot make its part of the site: {reason}")


@dataclass(frozen=True, slots=True)
class FinishedBuild:
    """A successful build: the folder of the site, and the result."""

    site: Path
    result: BuildResult
    address: str = ""
    """The configured address of the site, or ""."""


def build(
    project: Project,
    request: BuildRequest,
    site: Path | None = None,
    previous: PreviousSite | None = None,
    *,
    verbose: bool = False,
) -> FinishedBuild:
    """Build the site of the archive that *request* holds, with new shells.

    What the *previous* site shows already is not made again.
    """
    shells, target = _render_shells(project, request, site, logging.INFO if verbose else logging.WARNING)
    try:
        result = build_site(target, project.root, request, shells, previous)
    except BulletinError:
        raise
    except Exception as error:
        if not read_settings(project).foreign:
            # A defect of the program, not of a theme.
            raise
        raise _mkdocs_failure(error) from error
    return FinishedBuild(target, result, shells.site_url)


def build_shells(project: Project, request: BuildRequest) -> ShellSet:
    """Return what MkDocs renders of the archive in *request*: shells and hand-written pages."""
    return _render_shells(project, replace(request, rename=project.is_guest), None, logging.WARNING)[0]


def _render_shells(project: Project, request: BuildRequest, site: Path | None, log_level: int) -> tuple[ShellSet, Path]:
    """Return what MkDocs renders, and the folder of the site: *site*, or by default that of the settings."""
    _set_log_level(log_level)
    asked = replace(request, root=project.root, shells_only=True)
    settings = read_settings(project)
    hooks.build_state.set_request(asked)
    try:
        config = mkdocs_configuration(settings, site)
        target = Path(config.site_dir)
        with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
            config.site_dir = str(Path(folder) / "site")
            config.plugins.on_startup(command="build", dirty=False)
            run_build(config)
            shells = hooks.build_state.shell_plan.shell_set()
    except BulletinError:
        raise
    except Exception as error:
        raise _mkdocs_failure(error) from error
    finally:
        hooks.build_state.clear()
    return shells, target


def _mkdocs_failure(error: Exception) -> BulletinError:
    """Return the error for an exception in a theme or a setting, which can be any."""
    log.info("%s", traceback.format_exc())
    return BulletinError(_MKDOCS_FAILED, reason=f"{type(error).__name__}: {error}")


def settings_problems(settings: SiteSettings, loaded: LoadedArchive) -> tuple[Problem, ...]:
    """Return all problems with the settings of the archive *loaded*, including those that only MkDocs finds."""
    try:
        if settings.foreign and not loaded.errors:
            # Errors in foreign code and templates show only when it runs.
            build_shells(settings.project, BuildRequest(loaded=loaded))
        else:
            mkdocs_configuration(settings)
    except ArchiveProblems as error:
        return error.problems
    except BulletinError as error:
        return (
            *settings.problems,
            refused_setting(settings, "", error.__cause__ if isinstance(error.__cause__, Exception) else error),
        )
    return settings.problems


def _set_log_level(level: int) -> None:
    logger = logging.getLogger("mkdocs")
    logger.setLevel(level)
    if not logger.handlers:
        logger.addHandler(_StderrHandler())


class _StderrHandler(logging.Handler):
    """Prints to the current stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(self.format(record), err=True)
