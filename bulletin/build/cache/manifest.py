"""What is kept of the last build of an archive into one folder, and what has changed since."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from bulletin.build.cache import store
from bulletin.build.cache.stat_cache import FileStat, OutputStats, digest, recent_digests, stat_files
from bulletin.core.cache_file import MALFORMED, CacheOfOtherEdition
from bulletin.core.config import PROGRAM, THEME, Project
from bulletin.core.problems import Problem

_ARCHIVE = ("content/", "issues/", "registry/")
_SOURCES = ("content", "issues", "registry", "theme")
_OURSELVES = tuple(str(path) for path in PROGRAM if path != THEME)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRecord:
    """A successful build."""

    site: Path
    summary: dict[str, Any]
    warnings: Sequence[Problem]
    settings_problems: Sequence[Problem]
    outputs: OutputStats


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBuild:
    """What is known of the last build, for a build after changes."""

    details: Any
    """What was given to :meth:`BuildCache.remember`."""
    day: date
    changed: frozenset[str]
    """Paths below the archive of files changed, added or removed since."""
    record: BuildRecord | None
    """The record of its site, if that is intact and of the same theme, settings and language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What has changed since the last build, by path."""

    archive: frozenset[str]
    """Files of the archive that were changed, added or removed, relative to it."""
    program: bool
    """Whether the program has changed."""
    frame: bool
    """Whether the theme or the settings have."""


class BuildCache:
    """The cache of the last build into one folder."""

    def __init__(
        self,
        project: Project,
        site: Path | None,
        today: date,
        language: str,
        is_self_contained: Callable[[], bool],
        *,
        variant: str = "",
    ) -> None:
        """Scan the sources; *is_self_contained* returns whether the settings depend on no other file.

        *variant* says what else all files of a site depend on.
        """
        self._project, self._is_self_contained = project, is_self_contained
        name = blake2b(repr((str(project.settings), str(site or ""), variant)).encode(), digest_size=8).hexdigest()
        self._file = project.root / ".cache" / f"build-{name}"
        self._details = project.root / ".cache" / f"archive-{name}"
        packages = sorted(path.name for folder in sys.path if folder.endswith("-packages") for path in _in(folder))
        settled = (sys.version, packages, str(site))
        self._environment = blake2b(repr(settled).encode(), digest_size=16).digest()
        self._today, self._language = today, language
        self.is_damaged = False
        """Whether the cache cannot be used, or is not this user's."""
        self.is_of_other_program = False
        """Whether another version of the program, of Python or of a package wrote it."""
        self._file_stats: dict[str, FileStat] = {}
        self._recent: dict[str, bytes] = {}
        self._kept: dict[str, Any] | None = None
        self._record: BuildRecord | None = None
        self._day = today
        self._is_intact = False
        """Whether the site is as it was left, and made by the same theme and settings in the same language."""
        self._changes = Changes(archive=frozenset(), program=True, frame=True)
        self._is_scanned = False
        with suppress(OSError):
            self._file_stats = self._scan()
            self._recent = recent_digests(self._file_stats)
            self._is_scanned = True
        if self._is_scanned and (kept := self._trusted(self._file)) is not None:
            try:
                self._compare(kept)
            except MALFORMED:
                self.is_damaged, self._kept = True, None

    def _scan(self) -> dict[str, FileStat]:
        roots = [*(self._project.root / name for name in _SOURCES), *PROGRAM]
        return stat_files(dict.fromkeys(map(str, [self._project.settings, *roots])))

    def _compare(self, kept: dict[str, Any]) -> None:
        """Find out what has changed since the build that was *kept*."""
        changed = self._changed(kept)
        if kept["settled"] != self._environment or any(path.startswith(_OURSELVES) for path in changed):
            self.is_of_other_program = True
            return
        root = f"{self._project.root}{os.sep}"
        below = {path[len(root) :].replace(os.sep, "/") for path in changed if path.startswith(root)}
        inside = frozenset(path for path in below if path.startswith(_ARCHIVE))
        frame = len(inside) < len(changed)
        self._kept, self._record, self._day = kept, _record(kept), date.fromordinal(kept["day"])
        # Settings that have not changed were self-contained when the build was saved.
        self._is_intact = not frame and kept["language"] == self._language and self._record.outputs.is_unchanged()
        self._changes = Changes(archive=inside, program=False, frame=frame)

    def _changed(self, kept: dict[str, Any]) -> set[str]:
        """Return the files changed, added or removed since the last build."""
        before: dict[str, FileStat] = kept["stat_files"]
        now = self._file_stats
        changed = {path for path, stamp in now.items() if before.get(path) != stamp} | (before.keys() - now.keys())
        for path, known in kept["recent_digests"].items():
            if path in now and path not in changed and _digest(path) != known:
                changed.add(path)
        return changed

    def current(self) -> BuildRecord | None:
        """Return the last build if nothing has changed since."""
        kept = self._kept
        if kept is None or self._changes.archive or self._day != self._today or not self._is_intact:
            return None
        if kept["recent_digests"] and not self._recent:
            self._write(kept | {"recent_digests": {}, "stat_files": self._file_stats})
        return self._record

    def last(self) -> LastBuild | None:
        """Return the last build, if the program is the same."""
        if self._kept is None or (details := self._trusted(self._details)) is None:
            return None
        return LastBuild(
            details=details,
            day=self._day,
            changed=self._changes.archive,
            record=self._record if self._is_intact else None,
        )

    def forget(self) -> None:
        """Invalidate the record of the site: it is being written."""
        with suppress(OSError):
            # What cannot be removed is no file; or its folder cannot be written, and times in it will not be right.
            self._file.unlink(missing_ok=True)

    def remember(self, build: BuildRecord, details: object) -> None:
        """Save the record of a build, and its *details*, which are only needed for the next one.

        What has changed since the sources were scanned is found changed by the next build.
        """
        # Unchanged settings need not be read.
        if self._is_scanned and ((self._kept and not self._changes.frame) or self._is_self_contained()):
            # In this order: the record refers to the details.
            self.forget()
            if store.save(self._details, details):
                self._write(
                    {
                        "settled": self._environment,
                        "language": self._language,
                        "day": self._today.toordinal(),
                        "stat_files": self._file_stats,
                        "recent_digests": self._recent,
                        "site": str(build.site),
                        "names": build.outputs.names,
                        "marks": build.outputs.marks,
                        "summary": build.summary,
                        "warnings": [problem.to_values() for problem in build.warnings],
                        "settings_problems": [problem.to_values() for problem in build.settings_problems],
                    }
                )

    def _write(self, kept: dict[str, Any]) -> None:
        store.save(self._file, kept)

    def _trusted(self, path: Path) -> Any:  # noqa: ANN401 - whatever was kept
        """Return what was saved; None, and it is noted why, where it is not to be trusted."""
        try:
            return store.load(path)
        except CacheOfOtherEdition:
            self.is_of_other_program = True
        except store.CacheCorrupted:
            self.is_damaged = True
        return None


def _record(kept: dict[str, Any]) -> BuildRecord:
    return BuildRecord(
        site=Path(kept["site"]),
        summary=kept["summary"],
        warnings=[Problem.of_values(values) for values in kept["warnings"]],
        settings_problems=[Problem.of_values(values) for values in kept["settings_problems"]],
        outputs=OutputStats(kept["site"], kept["names"], kept["marks"]),
    )


def _digest(path: str) -> bytes:
    try:
        return digest(path)
    except OSError:
        return b""


def _in(folder: str) -> list[Path]:
    try:
        return list(Path(folder).iterdir())
    except OSError:
        return []
