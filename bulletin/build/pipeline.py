"""One build of a site: list the pages, make what is stale, and put the new site in place."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bulletin.build import output_tree
from bulletin.build.cache.previous import parsed_texts
from bulletin.build.cache.store import packed
from bulletin.build.cache.unchanged import UnchangedOutputs, frame, known
from bulletin.build.outputs import OutputFile, data_files
from bulletin.build.request import BuildRequest, BuildResult, BuildSummary
from bulletin.build.workers import PageRenderer, PageWriter, write_pages
from bulletin.content.images import ImageStore
from bulletin.content.loader import LoadedArchive
from bulletin.core.parallel import available_cores
from bulletin.search.index.writer import index_files
from bulletin.site import routes
from bulletin.site.context import RenderContext
from bulletin.site.filling import fill_placeholders
from bulletin.site.page import Route
from bulletin.site.shells import Shell, ShellKey, shell_key, values

Source = ShellKey | Route
"""What a generated page of MkDocs is for: a shell, or a page that MkDocs renders itself."""


@dataclass(kw_only=True)
class Build:
    """One build and the shells rendered so far."""

    request: BuildRequest
    loaded: LoadedArchive
    context: RenderContext
    root: Path
    site: Path
    index: bool = True
    """Whether the site has a search index."""
    routes: tuple[Route, ...] = ()
    shell_keys: dict[str, ShellKey] = field(default_factory=dict)
    """The shell key of each page, by its address."""
    sources: dict[str, Source] = field(default_factory=dict)
    """By the path of the page in MkDocs."""
    shells: dict[ShellKey, Shell] = field(default_factory=dict)
    staging: output_tree.StagingFolder = field(init=False)
    started: float = field(init=False)

    def __post_init__(self) -> None:
        """Plan the pages."""
        self.routes = routes.all_routes(self.loaded.archive)
        self.staging = output_tree.StagingFolder(self.site)
        self.started = self.request.started or time.perf_counter()

    def create_staging(self) -> None:
        """Create the staging folder; the caller must close the build."""
        self.staging.make()

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses of all generated pages."""
        return frozenset(route.url for route in self.routes)

    def plan_shells(self, navigation: frozenset[str]) -> None:
        """Determine which shells are needed, given the addresses in the navigation."""
        for route in self.routes:
            shape = self.shell_keys[route.url] = shell_key(route, navigation)
            if route.url in self.request.direct:
                self.sources[f"{route.url}index.md"] = route
            else:
                self.sources.setdefault(shape.source, shape)

    def shell_key_of(self, source: Source) -> ShellKey:
        """Return the shell key of a generated page."""
        return source if isinstance(source, ShellKey) else self.shell_keys[source.url]

    def page_values(self, route: Route) -> dict[str, str]:
        """Return the values of a page's slots."""
        slots = values(routes.render(self.context, route), route, self.context.site_url)
        return {
            name: fill_placeholders([value], self.context.bodies, route.base)[0].decode()
            for name, value in slots.items()
        }

    def publish(self) -> BuildResult:
        """Make all pages that MkDocs did not, put the new site in place, and return the result."""
        try:
            return self._publish()
        except OSError as error:
            raise output_tree.unwritable_error(self.site, error) from error

    def _publish(self) -> BuildResult:
        site = output_tree.OutputTree(self.site, Path(self.staging.name), self.site.exists())
        now = self._known()
        unchanged = UnchangedOutputs.between(self.request.before or {}, now, self.loaded.archive)
        left = {route.url for route in self.routes if route.url in unchanged.pages}
        spliced = [route for route in self.routes if route.url not in self.request.direct and route.url not in left]
        shells = {route.url: self.shells[self.shell_keys[route.url]] for route in spliced}
        writer = PageWriter(PageRenderer(context=self.context, shells=shells), site)
        staged = site.staged()
        written_pages = write_pages(
            writer, spliced, self.request.jobs or available_cores(), self.request.progress, self.request.cluster
        )
        places = {page.address: page.places for page in written_pages}
        staged |= {page.address for page in written_pages if page.changed}
        for address, data, found in self._extras(unchanged.files):
            places[address] = packed(found) if found else b""
            if site.write_if_changed(address, data):
                staged.add(address)
        index = dict(self._index(site, unchanged.edited)) if self.index else {}
        staged |= {address for address, changed in index.items() if changed}
        unchanged_files = {*unchanged.files, *(f"{url}index.html" for url in left)}
        changes = site.commit(staged, {*places, *index, *unchanged_files})
        summary = BuildSummary.of(self.loaded.archive, changes, time.perf_counter() - self.started)
        return BuildResult(summary, changes.written + changes.unchanged, places, frozenset(unchanged_files), now)

    def _known(self) -> dict[str, Any]:
        """Return what is known of this build; where nothing is known of another, only what costs nothing."""
        found: dict[str, Any] = {"frame": frame(self.shells.values(), sorted(self.context.static_page_urls))}
        if self.request.before is None:
            return found
        return found | known(
            self.loaded.archive, parsed_texts(self.loaded.reading), self.request.before.get("year_results", "{}")
        )

    def close(self) -> None:
        """Clear away what was staged."""
        self.staging.cleanup()

    def _index(self, site: output_tree.OutputTree, edited: Mapping[str, Collection[int]]) -> Iterator[tuple[str, bool]]:
        """Stage what has changed of the search index; yield the address of each of its files, and whether it has.

        *edited* says which items are others, segment by segment, where that is known.
        """
        # All pages are made: what they shared would only be held beside what indexing needs.
        self.context.clear_caches()
        found = index_files(
            self.loaded.archive,
            self.loaded.bodies,
            old=site.old,
            has=site.has,
            jobs=self.request.jobs or available_cores(),
            edited=edited,
        )
        for address, data in found:
            yield address, data is not None and site.write_if_changed(address, data)

    def _extras(self, without: Collection[str]) -> Iterator[OutputFile]:
        yield from data_files(self.context, without)
        image_store = ImageStore(self.root, self.loaded.archive.registry)
        for path in sorted(self.loaded.images):
            yield path, image_store.clean_bytes(f"content/{path}"), ()
