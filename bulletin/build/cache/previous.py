"""The last build: its archive, its shells and its files, as far as they are still valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bulletin.build.cache.manifest import BuildCache, BuildRecord
from bulletin.build.changes import ArchiveState
from bulletin.build.pipeline import PreviousSite
from bulletin.build.request import BuildResult
from bulletin.build.shell_set import ShellSet
from bulletin.content.loader import LoadedArchive, archive_as_of
from bulletin.content.reading import Reading
from bulletin.content.scan import CALLS, ITEMS, is_image
from bulletin.content.stored_reading import dump_reading, load_reading
from bulletin.core.cache_file import MALFORMED, CacheCorrupted
from bulletin.scoring.yearly import YearResults, dump_year_results, keep_year_results, load_year_results
from bulletin.site.shells import Shell, ShellKey

_CONTENT = "content/"


@dataclass(frozen=True, kw_only=True)
class PreviousBuild:
    """The last build of the same archive by the same program."""

    reading: Reading
    changed: frozenset[str]
    """Paths below the archive of files changed, added or removed since."""
    day: date
    shells: ShellSet
    results: Mapping[int, YearResults]
    record: BuildRecord | None
    """The record of its site, if that is intact and of the same theme, settings and language."""

    def site(self) -> PreviousSite | None:
        """Return the site for the next build to compare with; None where all of it has to be made."""
        if self.record is None:
            return None
        context = self.shells.context(archive_as_of(self.reading, self.day), {})
        keep_year_results(context.archive, self.results)
        static = self.shells.static_page_urls
        return PreviousSite(
            state=ArchiveState.of(context.archive, self.reading, static),
            shells=self.shells,
            are_shells_valid=not any(map(_is_read_by_mkdocs, self.changed)),
            addresses=frozenset(name for name in self.record.outputs.names if not name.endswith("/")),
            images=frozenset(path.removeprefix(_CONTENT) for path in self.changed if is_image(path)),
        )


def previous_build(cache: BuildCache, root: Path) -> PreviousBuild | None:
    """Return the last build of the archive at *root*, if the program is the same and the cache can be read."""
    last = cache.last()
    if last is None:
        return None
    try:
        reading, shells, results = last.details
        restored = load_reading(root, reading)
        return PreviousBuild(
            reading=restored,
            changed=last.changed,
            day=last.day,
            shells=_load_shells(shells, restored),
            results=load_year_results(results),
            record=last.record,
        )
    except (CacheCorrupted, *MALFORMED):
        cache.is_damaged = True
        return None


def details_of(loaded: LoadedArchive, result: BuildResult) -> tuple[Any, Any, Any]:
    """Return what :class:`PreviousBuild` is restored from, as plain values."""
    return dump_reading(loaded.reading), _dump_shells(result.shells), dump_year_results(result.year_results)


def _is_read_by_mkdocs(path: str) -> bool:
    """Return whether MkDocs reads a file of the archive: it does read hand-written pages and their pictures."""
    return path.startswith(_CONTENT) and not path.startswith((f"{ITEMS}/", f"{CALLS}/"))


def _dump_shells(shells: ShellSet) -> tuple[Any, ...]:
    return (
        [(tuple(key), shell.texts, shell.slots) for key, shell in shells.shells.items()],
        *(list(names) for names in (shells.addresses, shells.asked, shells.named)),
        shells.index,
        shells.office,
        shells.language,
        [str(folder) for folder in shells.theme],
        shells.site_url,
        *(list(names) for names in (shells.static_page_urls, shells.unpublished_images, shells.withheld)),
    )


def _load_shells(kept: Any, reading: Reading) -> ShellSet:  # noqa: ANN401 - plain values
    found, addresses, asked, named, index, office, language, theme, site_url, static, images, withheld = kept
    return ShellSet(
        shells={ShellKey(*key): Shell(texts, slots) for key, texts, slots in found},
        addresses=frozenset(addresses),
        asked=frozenset(asked),
        named=frozenset(named),
        index=index,
        office=office,
        language=language,
        theme=tuple(map(Path, theme)),
        site_url=site_url,
        bulletin=reading.sources.registry.bulletin,
        static_page_urls=frozenset(static),
        unpublished_images=frozenset(images),
        withheld=frozenset(withheld),
    )
