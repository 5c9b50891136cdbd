"""The record of the last build of an archive into one folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bulletin.build.cache import store
from bulletin.build.cache.stat_cache import FileStat, OutputStats, digest, recent_digests, stat_files
from bulletin.core.config import PROGRAM, THEME, Project

if TYPE_CHECKING:
    from bulletin.build.cache.previous import PreviousBuild

T = TypeVar("T")
_ARCHIVE = ("content/", "issues/", "registry/")
_SOURCES = ("content", "issues", "registry", "theme")
_OURSELVES = tuple(str(path) for path in PROGRAM if path != THEME)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRecord:
    """A successful build, and what has been edited since."""

    site: Path
    summary: dict[str, Any]
    warnings: list[str]
    """Lines of warnings."""
    outputs: OutputStats
    edited: tuple[str, ...] = ()
    """Paths below the archive of files whose bytes have changed; none was added or removed."""


class BuildCache:
    """The cache of the last build into one folder."""

    def __init__(
        self, project: Project, site: Path | None, today: date, language: str, is_self_contained: Callable[[], bool]
    ) -> None:
        """Scan the sources; *is_self_contained* returns whether the settings depend on no other file."""
        self._project, self._is_self_contained = project, is_self_contained
        name = blake2b(repr((str(project.settings), str(site or ""))).encode(), digest_size=8).hexdigest()
        self._file = project.root / ".cache" / f"build-{name}"
        self._texts = project.root / ".cache" / f"texts-{name}"
        self._facts = project.root / ".cache" / f"facts-{name}"
        packages = sorted(path.name for folder in sys.path if folder.endswith("-packages") for path in _in(folder))
        settled = (sys.version, packages, str(site))
        self._environment = blake2b(repr(settled).encode(), digest_size=16).digest()
        self._today, self._language = today, language
        self.is_untrusted = False
        """Whether the cache is corrupt or was written by another version."""
        self._settles = False
        """Whether the settings are known to depend on no other file."""
        self._is_scanned = False
        """Whether the sources could be scanned."""
        self._file_stats: dict[str, FileStat] = {}
        self._recent: dict[str, bytes] = {}
        self._before: tuple[date, frozenset[str]] | None = None
        """Day of the last build and paths changed since, if its site is intact and the program is the same."""
        with suppress(OSError):
            self._file_stats = self._scan()
            self._recent = recent_digests(self._file_stats)
            self._is_scanned = True

    def _is_settled(self) -> bool:
        if not self._settles:
            # Unchanged settings need not be read.
            self._settles = self._is_self_contained()
        return self._settles

    def _scan(self) -> dict[str, FileStat]:
        roots = [*(self._project.root / name for name in _SOURCES), *PROGRAM]
        return stat_files(dict.fromkeys(map(str, [self._project.settings, *roots])))

    def recall(self) -> BuildRecord | None:
        """Return the last build if nothing but the bytes of some sources has changed since."""
        kept = self.trusted(store.load, self._file) if self._is_scanned else None
        if kept is not None and kept["settled"] != self._environment:
            self.is_untrusted, kept = True, None
        if kept is None or kept["language"] != self._language:
            return None
        # They were self-contained when the build was saved.
        settings = str(self._project.settings)
        stamp = self._file_stats.get(settings)
        self._settles = (
            stamp is not None and kept["stat_files"].get(settings) == stamp and settings not in kept["recent_digests"]
        )
        if not self._is_settled():
            return None
        outputs = OutputStats(kept["site"], kept["names"], kept["marks"])
        changed = self._changed(kept)
        if changed is None or not outputs.is_unchanged():
            return None
        root = f"{self._project.root}{os.sep}"
        edited = frozenset(path[len(root) :].replace(os.sep, "/") for path in changed if path.startswith(root))
        if len(edited) < len(changed) or not all(path.startswith(_ARCHIVE) for path in edited):
            self.is_untrusted = any(path.startswith(_OURSELVES) for path in changed)
            return None
        day = date.fromordinal(kept["day"])
        self._before = day, edited
        if kept["stat_files"].keys() != self._file_stats.keys() or day != self._today:
            return None
        build = BuildRecord(
            site=Path(kept["site"]),
            summary=kept["summary"],
            warnings=kept["warnings"],
            outputs=outputs,
            edited=tuple(sorted(edited)),
        )
        if kept["recent_digests"] and not changed and not self._recent:
            self._save(build)
        return build

    def previous(self) -> PreviousBuild | None:
        """Return the last build, if its site is intact and only the archive has changed since."""
        if self._before is None:
            return None
        texts, facts, (day, changed) = self.texts(), self.trusted(store.load, self._facts), self._before
        if texts is None or facts is None:
            return None
        # Takes 0.2 s to import: not where nothing or only texts have changed.
        from bulletin.build.cache.previous import PreviousBuild
        from bulletin.content.stored_reading import load_reading

        try:
            reading = load_reading(self._project.root, facts)
        except store.CacheCorrupted:
            self.is_untrusted = True
            return None
        return PreviousBuild(day=day, texts=texts, reading=reading, touched=changed)

    def forget(self) -> None:
        """Invalidate the record of the site: it is being written."""
        self._before = None
        self._file.unlink(missing_ok=True)

    def _changed(self, kept: dict[str, Any]) -> set[str] | None:
        """Return the files changed, added or removed since the last build; None where that cannot be determined."""
        before: dict[str, FileStat] = kept["stat_files"]
        now = self._file_stats
        changed = {path for path, stamp in now.items() if before.get(path) != stamp} | (before.keys() - now.keys())
        try:
            changed |= {path for path, known in kept["recent_digests"].items() if path in now and digest(path) != known}
        except OSError:
            return None
        return changed

    def remember(self, build: BuildRecord, texts: Callable[[], object], facts: Callable[[], object]) -> None:
        """Save the record of a build, its *texts*, and the *facts* of its files.

        Nothing is saved if the sources have changed during the build.
        """
        with suppress(OSError):
            if self._is_scanned and self._is_settled() and self._scan() == self._file_stats:
                self.forget()
                if store.save(self._facts, facts()):
                    self.keep(build, texts())

    def keep(self, build: BuildRecord, texts: object) -> None:
        """Save the record of a build and of its texts."""
        # In this order: the second refers to the first.
        self._file.unlink(missing_ok=True)
        if store.save(self._texts, texts):
            self._save(build)

    def texts(self) -> Any:  # noqa: ANN401 - whatever was kept
        """Return the record of the texts of the last build, or None."""
        return self.trusted(store.load, self._texts)

    def trusted(self, load: Callable[[Path], T], path: Path) -> T | None:
        """Return what *load* returns for a path; None, and ``is_untrusted`` is set, where it is corrupt."""
        try:
            return load(path)
        except store.CacheCorrupted:
            self.is_untrusted = True
            return None

    def _save(self, build: BuildRecord) -> bool:
        kept = {
            "settled": self._environment,
            "language": self._language,
            "day": self._today.toordinal(),
            "stat_files": self._file_stats,
            "recent_digests": self._recent,
            "site": str(build.site),
            "names": build.outputs.names,
            "marks": build.outputs.marks,
            "summary": build.summary,
            "warnings": build.warnings,
        }
        return store.save(self._file, kept)


def _in(folder: str) -> list[Path]:
    try:
        return list(Path(folder).iterdir())
    except OSError:
        return []
