"""A site in memory: every file is made when it is first requested."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

from bulletin.build.changes import ArchiveState, changed_keys
from bulletin.build.documents import changed_documents
from bulletin.build.outputs import export_context, render_page
from bulletin.build.shell_set import ShellSet
from bulletin.content.images import ImageStore
from bulletin.content.loader import LoadedArchive
from bulletin.exports import ExportFile, export_files
from bulletin.model import keys
from bulletin.model.keys import Key
from bulletin.model.urls import DATA, FEEDS
from bulletin.search import index_format
from bulletin.search.index.writer import index_files
from bulletin.site.context import RenderContext
from bulletin.site.page import Route
from bulletin.site.redirects import redirect_files
from bulletin.site.routes import all_routes, inputs

INDEX_PAGE = "index.html"
NOT_FOUND_PAGE = "404.html"
"""The page for addresses without a file."""

_MAX_PAGES = 64
"""How many rendered pages are kept."""

T = TypeVar("T")
FileBytes = Mapping[str, bytes]
_BuiltIndex = tuple[ArchiveState, FileBytes]
"""The files of a search index, and the state of the archive that they are of."""


class _Lazy(Generic[T]):
    """A value that is computed on the first call, by one thread."""

    def __init__(self, compute: Callable[[], T]) -> None:
        self._compute, self._lock = compute, threading.Lock()
        self.value: T | None = None

    def __call__(self) -> T:
        with self._lock:
            if self.value is None:
                self.value = self._compute()
            return self.value


class LazySite:
    """Every file of a site, with the bytes that a build writes."""

    def __init__(self, shells: ShellSet, loaded: LoadedArchive, root: Path, previous: LazySite | None = None) -> None:
        """Prepare the site of *loaded*; files of the *previous* site that are not stale are not made again."""
        same_shells = previous is not None and previous.shells is shells
        self.shells: ShellSet = shells
        self.loaded, self._root = loaded, root
        self._static_files = shells.files or {}
        self.context: RenderContext = shells.context(loaded.archive, loaded.bodies)
        self.state = ArchiveState.of(self.context.archive, loaded.reading, loaded.static_page_urls)
        # Scoring a year takes longer than all else, and most pages show no points.
        touched = changed_keys(previous.state, self.state, score=False) if previous else frozenset[Key]()
        self.has_same_pages: bool = previous is not None and keys.PAGES not in touched
        self.routes: Mapping[str, Route] = (
            previous.routes
            if previous and self.has_same_pages
            else {route.url: route for route in all_routes(self.context.archive)}
        )
        self.assets_digest: bytes = (
            previous.assets_digest if previous and same_shells else _digest_assets(self._static_files)
        )
        """A digest of style sheets, scripts and images; it changes when one of them does."""
        self._pages = _current_pages(previous, self, touched) if previous and same_shells else OrderedDict[str, bytes]()
        self._render_lock = threading.Lock()
        self._files = _Lazy(self._list_files)
        self._index = _Lazy(self._build_index)
        self._previous_index: _BuiltIndex | None = previous.last_index if previous else None

    @property
    def last_index(self) -> _BuiltIndex | None:
        """The newest search index that was built, for this site or an earlier one, and the state that it is of."""
        return self._index.value or self._previous_index

    def fits_shells(self) -> bool:
        """Whether the shells that MkDocs made fit this site."""
        return self.shells.fit(self.loaded) and (self.has_same_pages or self.shells.fit_pages(self.routes.values()))

    def note_changed_images(self, paths: Iterable[str]) -> bool:
        """Update :attr:`assets_digest` for images among *paths*; return whether there is any."""
        found = [data for path in sorted(paths) if (data := self._read_image(path))]
        if found:
            self.assets_digest = blake2b(b"".join([self.assets_digest, *found]), digest_size=8).digest()
        return bool(found)

    def has_page(self, name: str) -> bool:
        """Whether the site has a page with that address."""
        if name.removesuffix(INDEX_PAGE) in self.routes or name in self._static_files:
            return True
        return self._may_be_made(name) and name in self._files()

    def get(self, name: str) -> bytes | None:
        """Return a file by its address below the site's root, or None."""
        if name.endswith(INDEX_PAGE) and (route := self.routes.get(name.removesuffix(INDEX_PAGE))):
            return self._render_page(route)
        found = None
        if name.startswith(index_format.FOLDER):
            found = self._index()[1].get(name)
        elif self._may_be_made(name) and (file := self._files().get(name)):
            found = file.make()
        return found or self._static_files.get(name) or self._read_image(name)

    def _may_be_made(self, name: str) -> bool:
        """Whether a file that is no page of a route may have that address: a list of them need not be made for any."""
        leads_on = name.endswith(INDEX_PAGE) and bool(self.loaded.archive.registry.redirects)
        return leads_on or name.startswith((DATA, FEEDS, "sitemap")) or name.endswith(".ics")

    def page_digest(self, name: str) -> str:
        """Return a digest of the page *name* and of the assets it may use."""
        try:
            data = self.get(name) or self.get(NOT_FOUND_PAGE) or b""
        except Exception as error:  # noqa: BLE001 - templates may be edited, too
            data = repr(error).encode()
        return blake2b(data + self.assets_digest, digest_size=8).hexdigest()

    def _render_page(self, route: Route) -> bytes:
        with self._render_lock:
            if route.url not in self._pages:
                self._pages[route.url] = render_page(self.context, self.shells.shell_of(route), route)
                if len(self._pages) > _MAX_PAGES:
                    self._pages.popitem(last=False)
            return self._pages[route.url]

    def _list_files(self) -> Mapping[str, ExportFile]:
        made = (*export_files(export_context(self.context)), *redirect_files(self.context))
        return {file.address: file for file in made}

    def _read_image(self, name: str) -> bytes | None:
        if name not in self.loaded.images:
            return None
        try:
            return ImageStore(self._root, self.loaded.archive.registry).clean_bytes(f"content/{name}")
        except OSError:
            return None

    def _build_index(self) -> _BuiltIndex:
        if not self.shells.index:
            return self.state, {}
        before, old = self._previous_index or (None, {})
        touched = changed_keys(before, self.state, score=False) if before else frozenset[Key]()
        changed = changed_documents(before, self.state, touched) if before else None
        found = index_files(
            self.context.archive, self.loaded.bodies, old=old.get, has=old.__contains__, changed=changed
        )
        return self.state, {name: old[name] if data is None else data for name, data in found}


def _current_pages(previous: LazySite, site: LazySite, touched: Collection[Key]) -> OrderedDict[str, bytes]:
    """Return the pages of the *previous* site that are the same in *site*."""
    archive = site.context.archive
    return OrderedDict(
        (url, data)
        for url, data in previous._pages.items()  # noqa: SLF001 - of the same class
        if (route := site.routes.get(url)) and not keys.touch(touched, inputs(archive, route))
    )


def _digest_assets(files: FileBytes) -> bytes:
    digest = blake2b(digest_size=8)
    for name in sorted(files):
        if not name.endswith(".html"):
            digest.update(files[name])
    return digest.digest()
