"""A preview session: changes on disk become a new site for browsers, or errors for their overlay and the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from bulletin.build.request import BuildRequest
from bulletin.build.shell_set import ShellSet
from bulletin.checks import report
from bulletin.checks.messages import describe_problem
from bulletin.content.leftovers import is_leftover_file
from bulletin.content.loader import LoadedArchive
from bulletin.content.scan import CALLS, ISSUES, ITEMS, REGISTRY
from bulletin.core.config import THEME, Project
from bulletin.core.i18n import N_, Translator, translator
from bulletin.core.problems import ArchiveProblems, BulletinError, Problem
from bulletin.mkdocs_adapter import runner
from bulletin.server.broadcast import ReloadBroadcaster
from bulletin.server.live_archive import LiveArchive
from bulletin.server.site import LazySite
from bulletin.site.page_links import with_page_links

ReportError = Callable[[BulletinError | None, LoadedArchive], None]
"""Called after each update with the error that prevents it from being shown, or None, and with what was read."""

_MAX_PROBLEMS = 100

_OUTDATED, _NOT_SHOWN = N_("Not shown yet: you see the site as it was before."), N_("The site cannot be shown yet.")


class Session:
    """Shows the archive as it is on disk; while it has errors, the last state without errors."""

    def __init__(
        self,
        project: Project,
        broadcaster: ReloadBroadcaster,
        today: Callable[[], date],
        say: Translator,
        report_error: ReportError,
    ) -> None:
        """Prepare to show the archive of *project*; *say* translates as long as the site's language is not known."""
        self._project, self._broadcaster, self._today = project, broadcaster, today
        self._say, self._report_error = say, report_error
        self._shells: ShellSet | None = None
        self._shells_stale = True
        self._site: LazySite | None = None

    def start(self, jobs: int) -> None:
        """Read the archive and show it."""
        self._live = LiveArchive(self._project.root, self._today(), jobs)
        self._refresh()

    def watched_folders(self) -> set[Path]:
        """Return the folders in which changes matter."""
        theme = self._shells.theme if self._shells else (THEME,)
        return {*(self._project.root / name for name in ("content", ISSUES, REGISTRY)), *theme}

    def apply_changes(self, paths: Iterable[Path]) -> None:
        """Read the changes at *paths* and show them."""
        paths = [path for path in paths if not is_leftover_file(path.name)]
        changed = [path.relative_to(self._project.root).as_posix() for path in paths if self._is_in_archive(path)]
        shells_changed = any(map(self._affects_shells, paths))
        is_other = self._live.update(changed, self._today())
        addresses = (path.removeprefix("content/") for path in changed)
        images_changed = self._site is not None and self._site.note_changed_images(addresses)
        if shells_changed or images_changed or is_other:
            self._shells_stale |= shells_changed
            self._refresh()

    def _is_in_archive(self, path: Path) -> bool:
        return any(path.is_relative_to(self._project.root / name) for name in ("content", ISSUES, REGISTRY))

    def _affects_shells(self, path: Path) -> bool:
        """Whether MkDocs reads the file: the theme, settings and hand-written pages."""
        if not self._is_in_archive(path):
            return True
        content, own = self._project.root / "content", (self._project.root / name for name in (ITEMS, CALLS))
        return path.is_relative_to(content) and not any(path.is_relative_to(folder) for folder in own)

    def _refresh(self) -> None:
        error: BulletinError | None = None
        try:
            self._site = self._make_site(with_page_links(self._live.loaded).require_valid())
        except BulletinError as caught:
            error = caught
        say = translator(self._shells.language) if self._shells else self._say
        self._broadcaster.update(self._site, overlay_json(error, say, shown=self._site is not None))
        self._report_error(error, self._live.loaded)

    def _make_site(self, loaded: LoadedArchive) -> LazySite:
        if self._shells and not self._shells_stale:
            site = LazySite(self._shells, loaded, self._project.root, self._site)
            if site.fits_shells():
                return site
        self._shells = runner.build_shells(self._project, BuildRequest(loaded=loaded))
        self._shells_stale = False
        return LazySite(self._shells, loaded, self._project.root, self._site)


def overlay_json(error: BulletinError | None, say: Translator, *, shown: bool) -> bytes:
    """Return the content of the overlay as JSON in one line; *shown* is whether a site is behind it."""
    if error is None:
        return b"{}"
    content: dict[str, object] = {"title": say(_OUTDATED if shown else _NOT_SHOWN), "hide": say("Hide")}
    if isinstance(error, ArchiveProblems):
        errors = report.errors(error.problems)
        content |= {
            "summary": report.format_counts(error.problems, say),
            "problems": [_problem_record(p, say) for p in errors[:_MAX_PROBLEMS]],
        }
        if len(errors) > _MAX_PROBLEMS:
            content["more"] = say("… and {n:,} more; “build.py check” shows all.", n=len(errors) - _MAX_PROBLEMS)
    else:
        content |= {"summary": report.format_error(error, say), "problems": []}
    return json.dumps(content, ensure_ascii=False).encode()


def _problem_record(problem: Problem, say: Translator) -> dict[str, str]:
    message, cure = describe_problem(problem, say)
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return {"place": place, "message": message, "cure": cure}
