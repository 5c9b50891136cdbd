"""One build of a site, without anything of MkDocs: what is to be made, and how it is put in place."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bulletin.build import output_tree
from bulletin.build.cache.store import packed
from bulletin.build.cache.unchanged import Standing, frame, known
from bulletin.build.outputs import Made, data_files
from bulletin.build.request import Order, Result, Summary
from bulletin.build.workers import Maker, Printer, print_all
from bulletin.content.images import Gallery
from bulletin.content.lazy_bodies import made
from bulletin.content.loader import Loaded
from bulletin.core.parallel import available_cores
from bulletin.model.archive import Archive
from bulletin.model.records import Call, Issue, Item
from bulletin.search.index.writer import files
from bulletin.site import routes
from bulletin.site.context import Studio
from bulletin.site.filling import pour
from bulletin.site.page import Ref
from bulletin.site.shells import Form, Shell, form, values

Source = Form | Ref
"""What stands behind a generated page of MkDocs: a shell, or a page that MkDocs is to render itself."""


@dataclass(kw_only=True)
class Job:
    """One build: what it makes, and the shells it has got so far."""

    order: Order
    loaded: Loaded
    studio: Studio
    root: Path
    site: Path
    index: bool = True
    """Whether the site has a search index."""
    refs: tuple[Ref, ...] = ()
    forms: dict[str, Form] = field(default_factory=dict)
    """The form of each page, by its address."""
    sources: dict[str, Source] = field(default_factory=dict)
    """By path, as MkDocs knows it."""
    shells: dict[Form, Shell] = field(default_factory=dict)
    staging: output_tree.Staging = field(init=False)
    started: float = field(init=False)

    def __post_init__(self) -> None:
        """Plan the pages."""
        self.refs = routes.plan(self.loaded.archive)
        self.staging = output_tree.Staging(self.site)
        self.started = self.order.started or time.perf_counter()

    def begin(self) -> None:
        """Make the folder in which the site grows; whoever calls this has to see to it that the job is closed."""
        self.staging.make()

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses of all generated pages."""
        return frozenset(ref.url for ref in self.refs)

    def arrange(self, navigation: frozenset[str]) -> None:
        """Decide which shells are needed, given the addresses in the navigation."""
        for ref in self.refs:
            shape = self.forms[ref.url] = form(ref, navigation)
            if ref.url in self.order.direct:
                self.sources[f"{ref.url}index.md"] = ref
            else:
                self.sources.setdefault(shape.source, shape)

    def form_of(self, source: Source) -> Form:
        """Return the form of a generated page."""
        return source if isinstance(source, Form) else self.forms[source.url]

    def values_of(self, ref: Ref) -> dict[str, str]:
        """Return what a page says."""
        slots = values(routes.render(self.studio, ref), ref, self.studio.site_url)
        return {name: pour([value], self.studio.bodies, ref.base)[0].decode() for name, value in slots.items()}

    def publish(self) -> Result:
        """Make all pages that MkDocs did not, put the new site into the old one's place, and sum up."""
        try:
            return self._publish()
        except OSError as error:
            raise output_tree.unwritable(self.site, error) from error

    def _publish(self) -> Result:
        site = output_tree.Tree(self.site, Path(self.staging.name), self.site.exists())
        now = self._known()
        standing = Standing.between(self.order.before or {}, now, self.loaded.archive)
        left = {ref.url for ref in self.refs if ref.url in standing.pages}
        spliced = [ref for ref in self.refs if ref.url not in self.order.direct and ref.url not in left]
        shells = {ref.url: self.shells[self.forms[ref.url]] for ref in spliced}
        printer = Printer(Maker(studio=self.studio, shells=shells), site)
        staged = site.staged()
        printed = print_all(
            printer, spliced, self.order.jobs or available_cores(), self.order.progress, self.order.cluster
        )
        places = {page.address: page.places for page in printed}
        staged |= {page.address for page in printed if page.changed}
        for address, data, found in self._extras(standing.files):
            places[address] = packed(found) if found else b""
            if site.put(address, data):
                staged.add(address)
        index = dict(self._index(site, standing.edited)) if self.index else {}
        staged |= {address for address, changed in index.items() if changed}
        stands = {*standing.files, *(f"{url}index.html" for url in left)}
        changes = site.commit(staged, {*places, *index, *stands})
        summary = Summary.of(self.loaded.archive, changes, time.perf_counter() - self.started)
        return Result(summary, changes.written + changes.unchanged, places, frozenset(stands), now)

    def _known(self) -> dict[str, Any]:
        """Return what is known of this build; where nothing is known of another, only what costs nothing."""
        found: dict[str, Any] = {"frame": frame(self.shells.values(), sorted(self.studio.handwritten))}
        if self.order.before is None:
            return found
        return found | known(self.loaded.archive, self.loaded.reads, self.order.before.get("courses", "{}"))

    def close(self) -> None:
        """Clear away what was staged."""
        self.staging.cleanup()

    def _index(self, site: output_tree.Tree, edited: Mapping[str, Collection[int]]) -> Iterator[tuple[str, bool]]:
        """Stage what has changed of the search index; yield the address of each of its files, and whether it has.

        *edited* says which items are others, segment by segment, where that is known.
        """
        # All pages are made: what they shared would only be held beside what indexing needs.
        self.studio.forget()
        found = files(
            self.loaded.archive,
            self.loaded.bodies,
            old=site.old,
            has=site.has,
            jobs=self.order.jobs or available_cores(),
            edited=edited,
        )
        for address, data in found:
            yield address, data is not None and site.put(address, data)

    def _extras(self, without: Collection[str]) -> Iterator[Made]:
        yield from data_files(self.studio, without)
        gallery = Gallery(self.root, self.loaded.archive.registry)
        for path in sorted(_pictures(self.loaded)):
            yield path, gallery.data(f"content/{path}"), ()


def _pictures(loaded: Loaded) -> set[str]:
    bodies = made(loaded.bodies)
    shown = {source.path for source in _published(loaded.archive)} & bodies.keys()
    return {image for path in shown for image in bodies[path].images}


def _published(archive: Archive) -> Iterator[Item | Issue | Call]:
    yield from archive.items
    yield from archive.issues
    yield from archive.calls
