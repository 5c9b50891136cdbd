"""A site in memory: every file is made when it is first requested."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

from bulletin.build.shell_set import ShellSet, extras
from bulletin.content.images import ImageStore
from bulletin.content.loader import LoadedArchive
from bulletin.model.urls import DATA, FEEDS
from bulletin.search import index_format
from bulletin.search.index.writer import index_files
from bulletin.site.page import Route
from bulletin.site.routes import all_routes

INDEX_PAGE = "index.html"
NOT_FOUND_PAGE = "404.html"
"""The page for addresses without a file."""

_MAX_PAGES = 64
"""How many rendered pages are kept."""

T = TypeVar("T")
FileBytes = Mapping[str, bytes]


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

    def __init__(
        self,
        shells: ShellSet,
        loaded: LoadedArchive,
        root: Path,
        previous: LazySite | None = None,
        *,
        text_only: bool = False,
    ) -> None:
        """Prepare the site of *loaded*; *text_only* says that the *previous* site differs in one text only."""
        self.shells, self.loaded, self._root = shells, loaded, root
        self.context = shells.of(loaded)
        self.routes: Mapping[str, Route] = previous.routes if previous and text_only else _routes_by_url(loaded)
        self._fitting_routes = previous.routes if previous and previous.shells is shells else {}
        self.assets_digest: bytes = (
            previous.assets_digest if previous and previous.shells is shells else _digest_assets(shells.files)
        )
        """A digest of style sheets, scripts and images; it changes when one of them does."""
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._render_lock = threading.Lock()
        self._extras = _Lazy(lambda: dict(extras(self.context)))
        self._index = _Lazy(self._build_index)
        self._images = _Lazy(lambda: loaded.images)
        self._previous_index: FileBytes = previous.last_index if previous else {}

    @property
    def last_index(self) -> FileBytes:
        """The newest search index that was built, for this site or an earlier one."""
        return self._previous_index if self._index.value is None else self._index.value

    def fits_shells(self) -> bool:
        """Whether the shells that MkDocs made fit this site."""
        new = (route for url, route in self.routes.items() if self._fitting_routes.get(url) != route)
        return self._fitting_routes is self.routes or self.shells.fit(self.loaded, self.routes, new)

    def note_changed_images(self, paths: Iterable[str]) -> bool:
        """Update :attr:`assets_digest` for images among *paths*; return whether there is any."""
        found = [data for path in sorted(paths) if (data := self._read_image(path))]
        if found:
            self.assets_digest = blake2b(b"".join([self.assets_digest, *found]), digest_size=8).digest()
        return bool(found)

    def has_page(self, name: str) -> bool:
        """Whether the site has a page with that address."""
        return name.removesuffix(INDEX_PAGE) in self.routes or name in self.shells.files

    def get(self, name: str) -> bytes | None:
        """Return a file by its address below the site's root, or None."""
        if name.endswith(INDEX_PAGE) and (route := self.routes.get(name.removesuffix(INDEX_PAGE))):
            return self._render_page(route)
        found = None
        if name.startswith(index_format.FOLDER):
            found = self._index().get(name)
        elif name.startswith((DATA, FEEDS, "sitemap")):
            found = self._extras().get(name)
        return found or self.shells.files.get(name) or self._read_image(name)

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
                self._pages[route.url] = self.shells.page(self.context, route)
                if len(self._pages) > _MAX_PAGES:
                    self._pages.popitem(last=False)
            return self._pages[route.url]

    def _read_image(self, name: str) -> bytes | None:
        if name not in self._images():
            return None
        try:
            return ImageStore(self._root, self.loaded.archive.registry).clean_bytes(f"content/{name}")
        except OSError:
            return None

    def _build_index(self) -> FileBytes:
        if not self.shells.index:
            return {}
        old = self._previous_index
        found = index_files(self.loaded.archive, self.loaded.bodies, old=old.get, has=old.__contains__)
        return {name: old[name] if data is None else data for name, data in found}


def _routes_by_url(loaded: LoadedArchive) -> Mapping[str, Route]:
    return {route.url: route for route in all_routes(loaded.archive)}


def _digest_assets(files: FileBytes) -> bytes:
    digest = blake2b(digest_size=8)
    for name in sorted(files):
        if not name.endswith(".html"):
            digest.update(files[name])
    return digest.digest()
