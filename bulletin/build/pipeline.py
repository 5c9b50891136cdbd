"""One build of a site: what is stale is made, and the new site is put in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from bulletin.build.changes import ArchiveState, changed_keys
from bulletin.build.documents import changed_documents
from bulletin.build.output_tree import OutputTree, StagingFolder, check_output_dir, unwritable_error
from bulletin.build.outputs import export_context, files, page_address, printer_of
from bulletin.build.page_writer import PageRenderer, PageWriter
from bulletin.build.request import BuildRequest, BuildResult, BuildSummary
from bulletin.build.shell_set import ShellSet
from bulletin.build.workers import write_pages
from bulletin.content.images import ImageStore
from bulletin.content.loader import LoadedArchive
from bulletin.core.parallel import available_cores
from bulletin.exports import RowFile, row_files
from bulletin.model import keys
from bulletin.model.keys import Key
from bulletin.scoring.yearly import known_year_results
from bulletin.search.index.writer import index_files
from bulletin.site.context import RenderContext
from bulletin.site.page import Route
from bulletin.site.routes import all_routes, inputs


@dataclass(frozen=True, kw_only=True)
class PreviousSite:
    """The site that is there: what it was made from, and which files it has."""

    state: ArchiveState
    shells: ShellSet
    are_shells_valid: bool = True
    """Whether nothing has changed that MkDocs reads beside the archive's facts."""
    addresses: frozenset[str]
    images: frozenset[str] = frozenset()
    """Paths of images below ``content/`` that have changed since."""

    def has_valid_shells(self, loaded: LoadedArchive) -> bool:
        """Return whether MkDocs would make the same shells and pages of *loaded*."""
        archive = self.shells.context(loaded.archive, loaded.bodies).archive
        return self.are_shells_valid and self.shells.fit(loaded) and self.shells.fit_pages(all_routes(archive))


def build_site(
    site: Path, root: Path, request: BuildRequest, shells: ShellSet, previous: PreviousSite | None = None
) -> BuildResult:
    """Make what is stale of the site of the archive at *root*, put it in place, and return the result.

    Without a *previous* site everything is stale; only files that differ are written in any case.
    """
    started = request.started or time.perf_counter()
    check_output_dir(site, request.refused_identity(site))
    staging = StagingFolder(site)
    staging.make()
    try:
        builder = _SiteBuilder(
            root=root,
            loaded=request.archive,
            shells=shells,
            request=request,
            previous=previous,
            tree=OutputTree(
                site, Path(staging.name), site.exists(), identity=request.archive.archive.registry.bulletin.identity
            ),
        )
        return builder.build(started)
    except OSError as error:
        raise unwritable_error(site, error) from error
    finally:
        staging.cleanup()


@dataclass(kw_only=True)
class _SiteBuilder:
    root: Path
    loaded: LoadedArchive
    shells: ShellSet
    request: BuildRequest
    previous: PreviousSite | None
    tree: OutputTree
    context: RenderContext = field(init=False)
    state: ArchiveState = field(init=False)
    touched: frozenset[Key] = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.shells.context(self.loaded.archive, self.loaded.bodies)
        self.state = ArchiveState.of(self.context.archive, self.loaded.reading, self.loaded.static_page_urls)
        self.touched = (
            changed_keys(self.previous.state, self.state, self.previous.images) if self.previous else frozenset()
        )

    def build(self, started: float) -> BuildResult:
        """Make and write what is stale."""
        archive, images = self.context.archive, self.loaded.images
        routes = [route for route in all_routes(archive) if route.url not in self.request.direct]
        made = {page_address(route) for route in routes} | self.shells.addresses
        changed = self._write_static_files() | self._write_pages(routes)
        known_rows = self._rows_to_keep()
        for file in files(self.context, ImageStore(self.root, archive.registry), images):
            made.add(file.address)
            if self._is_stale(file.address, file.inputs):
                rows = known_rows.get(file.address)
                if self.tree.write_if_changed(file.address, rows() if rows else file.make()):
                    changed.add(file.address)
        if self.context.office:
            printed, written = self._write_printed_files()
            made |= printed
            changed |= written
        index = dict(self._write_index()) if self.shells.index else {}
        changed |= {address for address, differs in index.items() if differs}
        made |= index.keys()
        changes = self.tree.commit(changed, made, self.previous.addresses if self.previous else None)
        summary = BuildSummary.of(archive, changes, time.perf_counter() - started)
        results = known_year_results(archive)
        return BuildResult(summary, frozenset(made), frozenset(changes.written), self.shells, results)

    def _write_printed_files(self) -> tuple[set[str], set[str]]:
        """Stage what is stale of what is printed; return the addresses of all of it, and of what was staged."""
        context, jobs = self.context, self.request.jobs or available_cores()
        printer = printer_of(context, ImageStore(self.root, context.archive.registry))
        files = [*printer.files()]
        stale = [file for file in files if self._is_stale(file.address, file.inputs)]
        made = printer.make_all(stale, jobs, self.request.progress)
        written = {file.address for file in made if self.tree.write_if_changed(file.address, file.data)}
        for file in files:
            address = file.word_address
            if self._is_stale(address, file.inputs) and self.tree.write_if_changed(address, printer.make_word(file)):
                written.add(address)
        return {address for file in files for address in (file.address, file.word_address)}, written

    def _is_stale(self, address: str, needed: Iterable[Key]) -> bool:
        """Whether an output has to be made: the previous site lacks it, or something that it depends on is touched."""
        if self.previous is None or address not in self.previous.addresses:
            return True
        return not self.touched.isdisjoint(needed)

    def _rows_to_keep(self) -> Mapping[str, Callable[[], bytes]]:
        """Return functions that make the files of rows of rows of the previous site, where that has any."""
        if self.previous is None or keys.REGISTRY in self.touched:
            return {}
        context = export_context(self.context)
        old = row_files(replace(context, archive=self.previous.state.archive))
        changed = set(keys.names_of("item", self.touched))

        def make(address: str, rows: RowFile) -> bytes:
            return rows.make(old[address].split(self.tree.old(address) or b"", changed))

        return {address: partial(make, address, rows) for address, rows in row_files(context).items()}

    def _write_static_files(self) -> set[str]:
        files = self.shells.files or {}
        return {address for address, data in files.items() if self.tree.write_if_changed(address, data)}

    def _write_pages(self, routes: Iterable[Route]) -> set[str]:
        stale = [route for route in routes if self._has_other_shell(route) or self._is_stale_page(route)]
        shells = {route.url: self.shells.shell_of(route) for route in stale}
        writer = PageWriter(PageRenderer(context=self.context, shells=shells), self.tree)
        jobs = self.request.jobs or available_cores()
        return set(write_pages(writer, stale, jobs, self.request.progress, self.request.cluster))

    def _is_stale_page(self, route: Route) -> bool:
        return self._is_stale(page_address(route), inputs(self.context.archive, route))

    def _has_other_shell(self, route: Route) -> bool:
        if self.previous is None or self.previous.shells.shells is self.shells.shells:
            return False
        try:
            return self.previous.shells.shell_of(route) != self.shells.shell_of(route)
        except KeyError:
            return True

    def _write_index(self) -> Iterator[tuple[str, bool]]:
        """Stage what has changed of the search index; yield the address of each of its files, and whether it has."""
        # All pages are made: what they shared would only be held beside what indexing needs.
        self.context.clear_caches()
        changed = changed_documents(self.previous.state, self.state, self.touched) if self.previous else None
        found = index_files(
            self.context.archive,
            self.loaded.bodies,
            old=self.tree.old,
            has=self.tree.has,
            jobs=self.request.jobs or available_cores(),
            changed=changed,
        )
        for address, data in found:
            yield address, data is not None and self.tree.write_if_changed(address, data)
