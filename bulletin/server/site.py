"""The site as it is at one moment: every file of it, made when it is first asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

from bulletin.build.shell_set import Frames, extras
from bulletin.content.images import Gallery
from bulletin.content.loader import Loaded
from bulletin.model.urls import DATA, FEEDS
from bulletin.search import index_format
from bulletin.search.index.writer import files
from bulletin.site.page import Ref
from bulletin.site.routes import plan

INDEX = "index.html"
LOST = "404.html"
"""What is shown where there is no such file."""

_KEPT = 64
"""How many pages are kept once they are made."""

T = TypeVar("T")
Files = Mapping[str, bytes]


class _Once(Generic[T]):
    """Something that is made when it is first asked for, by whoever asks."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make, self._lock = make, threading.Lock()
        self.made: T | None = None

    def __call__(self) -> T:
        with self._lock:
            if self.made is None:
                self.made = self._make()
            return self.made


class Site:
    """Knows every file of a site, with the bytes that a build would write."""

    def __init__(
        self, frames: Frames, loaded: Loaded, root: Path, before: Site | None = None, *, text_only: bool = False
    ) -> None:
        """Make the site of *loaded*; the one *before* it may have differed in one text only."""
        self.frames, self.loaded, self._root = frames, loaded, root
        self.studio = frames.of(loaded)
        self.refs: Mapping[str, Ref] = before.refs if before and text_only else _refs(loaded)
        self._known = before.refs if before and before.frames is frames else {}
        self.looks: bytes = before.looks if before and before.frames is frames else _looks(frames.files)
        """What is known of style sheets, scripts and pictures: another where they are."""
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._making = threading.Lock()
        self._extras = _Once(lambda: dict(extras(self.studio)))
        self._index = _Once(self._indexed)
        self._pictures = _Once(lambda: {name for body in loaded.bodies.values() for name in body.images})
        self._last: Files = before.last_index if before else {}

    @property
    def last_index(self) -> Files:
        """The newest index that there is, be it that of an earlier site."""
        return self._last if self._index.made is None else self._index.made

    def is_framed(self) -> bool:
        """Whether what MkDocs made is good for this site."""
        new = (ref for url, ref in self.refs.items() if self._known.get(url) != ref)
        return self._known is self.refs or self.frames.fit(self.loaded, self.refs, new)

    def retouched(self, paths: Iterable[str]) -> bool:
        """Take note that pictures among *paths* may look otherwise now; return whether there is any."""
        found = [data for path in sorted(paths) if (data := self._picture(path))]
        self.looks = blake2b(b"".join([self.looks, *found]), digest_size=8).digest() if found else self.looks
        return bool(found)

    def has(self, name: str) -> bool:
        """Whether there is such a page, be it made already or not."""
        return name.removesuffix(INDEX) in self.refs or name in self.frames.files

    def get(self, name: str) -> bytes | None:
        """Return a file by its address below the site's root, or None."""
        if name.endswith(INDEX) and (ref := self.refs.get(name.removesuffix(INDEX))):
            return self._page(ref)
        found = None
        if name.startswith(index_format.FOLDER):
            found = self._index().get(name)
        elif name.startswith((DATA, FEEDS, "sitemap")):
            found = self._extras().get(name)
        return found or self.frames.files.get(name) or self._picture(name)

    def stamp(self, name: str) -> str:
        """Return what is another when the page *name*, or what it may look like, is another."""
        try:
            data = self.get(name) or self.get(LOST) or b""
        except Exception as error:  # noqa: BLE001 - a template that is being worked on
            data = repr(error).encode()
        return blake2b(data + self.looks, digest_size=8).hexdigest()

    def _page(self, ref: Ref) -> bytes:
        with self._making:
            if ref.url not in self._pages:
                self._pages[ref.url] = self.frames.page(self.studio, ref)
                if len(self._pages) > _KEPT:
                    self._pages.popitem(last=False)
            return self._pages[ref.url]

    def _picture(self, name: str) -> bytes | None:
        if name not in self._pictures():
            return None
        try:
            return Gallery(self._root, self.loaded.archive.registry).data(f"content/{name}")
        except OSError:
            return None

    def _indexed(self) -> Files:
        if not self.frames.index:
            return {}
        old = self._last
        found = files(self.loaded.archive, self.loaded.bodies, old=old.get, has=old.__contains__)
        return {name: old[name] if data is None else data for name, data in found}


def _refs(loaded: Loaded) -> Mapping[str, Ref]:
    return {ref.url: ref for ref in plan(loaded.archive)}


def _looks(made: Files) -> bytes:
    known = blake2b(digest_size=8)
    for name in sorted(made):
        if not name.endswith(".html"):
            known.update(made[name])
    return known.digest()
