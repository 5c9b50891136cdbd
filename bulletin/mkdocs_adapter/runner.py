"""Run MkDocs from the command line of the program."""

from __future__ import annotations

import logging
import os
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

# Must be set before Material is imported: it prints an advertisement for its successor.
os.environ["NO_MKDOCS_2_WARNING"] = "1"

from mkdocs.commands.build import build as run_build
from mkdocs.config.defaults import MkDocsConfig

from bulletin.build.request import BuildRequest, BuildResult
from bulletin.core.config import Project
from bulletin.core.i18n import N_
from bulletin.core.problems import ArchiveProblems, BulletinError, Problem
from bulletin.mkdocs_adapter import hooks
from bulletin.mkdocs_adapter.configuration import mkdocs_configuration, refused_setting
from bulletin.mkdocs_adapter.settings.reader import SiteSettings, read_settings

if TYPE_CHECKING:
    from bulletin.build.shell_set import ShellSet
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


def build(project: Project, request: BuildRequest, site: Path | None = None, *, verbose: bool = False) -> FinishedBuild:
    """Build the site of the archive that *request* holds."""
    _set_log_level(logging.INFO if verbose else logging.WARNING)
    config = _run(project, request, site)
    return FinishedBuild(Path(config.site_dir), hooks.build_state.result, config.site_url or "")


def build_shells(project: Project, request: BuildRequest) -> ShellSet:
    """Return what MkDocs renders of the archive in *request*: shells and hand-written pages."""
    _set_log_level(logging.WARNING)
    asked = replace(request, root=project.root, rename=project.is_guest, shells_only=True)
    with tempfile.TemporaryDirectory() as folder:
        made: list[ShellSet] = []
        _run(project, asked, Path(folder) / "site", lambda: made.append(hooks.build_state.shell_set()))
        return made[0]


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


def _run(
    project: Project, request: BuildRequest, site: Path | None, then: Callable[[], None] = lambda: None
) -> MkDocsConfig:
    """Run MkDocs, and call *then* before the build state is cleared."""
    settings = read_settings(project)
    hooks.build_state.set_request(request)
    try:
        config = mkdocs_configuration(settings, site)
        config.plugins.on_startup(command="build", dirty=False)
        run_build(config)
        then()
    except BulletinError:
        raise
    except Exception as error:
        if hooks.build_state.is_finishing and not settings.foreign:
            # A defect of the program, not of MkDocs, a theme or settings.
            raise
        log.info("%s", traceback.format_exc())
        # Errors in themes and settings can be any exception.
        raise BulletinError(_MKDOCS_FAILED, reason=f"{type(error).__name__}: {error}") from error
    finally:
        hooks.build_state.clear()
    return config


def _set_log_level(level: int) -> None:
    logger = logging.getLogger("mkdocs")
    logger.setLevel(level)
    if not logger.handlers:
        logger.addHandler(_StderrHandler())


class _StderrHandler(logging.Handler):
    """Prints to the current stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(self.format(record), err=True)
