"""Reading items, calls and issues: each file gives a fact, its rendered text, and problems."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from bulletin.content import scan
from bulletin.content.decode import file_digests
from bulletin.content.items import read_call, read_issue, read_item
from bulletin.content.sources import Sources, read_bytes
from bulletin.core import parallel
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError, Problem
from bulletin.core.text import length_and_digest
from bulletin.markdown.body import Body
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.renderer import Renderer
from bulletin.model.records import Fact, Issue, Item
from bulletin.model.registry import Registry

_CHANGED = N_("{path} was changed while the site was being made; build again.")
_MIN_FILES_FOR_POOL, _MIN_JOBS_FOR_POOL = 3000, 4
"""With fewer files or processes, returning the results to the parent costs more than several processes save."""

HtmlCache = Mapping[bytes, Body]
"""Rendered texts that depend on nothing but their source, by its digest."""


class ParsedFile(NamedTuple):
    """The result of reading one file."""

    path: str
    fact: Fact | None
    body: Body | None
    problems: list[Problem]
    front_digest: bytes = b""
    """The digest of its front matter."""
    length_and_digest: tuple[int, bytes] = (0, b"")
    """Length and digest of its text without spaces."""
    used_fast_path: bool = True
    """Whether its text was rendered without python-markdown."""
    cache_key: bytes = b""
    """The key of its rendered text in the HTML cache; b"" where it may not be cached."""
    file_digest: bytes = b""
    """The digest of all its bytes."""
    is_deferred: bool = False
    """Whether this comes from the cache of facts; its text is rendered on first use."""

    @property
    def may_defer(self) -> bool:
        """Whether this remains valid as long as the file and the registry do, whatever other files there are."""
        if self.is_deferred:
            return True
        body = self.body
        return not (self.problems or body is None or body.links or body.images or body.fragment_links)


class FileReader:
    """Reads files one by one; each process has one."""

    def __init__(
        self,
        root: Path,
        registry: Registry,
        resolver: LinkResolver,
        html_cache: HtmlCache | None = None,
        *,
        keep_texts: bool = True,
    ) -> None:
        """Create a reader of the archive at *root*; without *keep_texts*, items have no text once it is rendered.

        Items whose rendered text may not be deferred keep their text in any case.
        """
        self.root, self.registry = f"{root}{os.sep}", registry
        self.renderer = Renderer(resolver, html_cache)
        self._keep_texts = keep_texts

    @classmethod
    def for_sources(
        cls, sources: Sources, html_cache: HtmlCache | None = None, *, keep_texts: bool = True
    ) -> FileReader:
        """Return a reader of the archive of *sources*."""
        resolver = sources.files.link_resolver()
        return cls(sources.root, sources.registry, resolver, html_cache, keep_texts=keep_texts)

    def read(self, path: str) -> ParsedFile:
        """Read the file at *path* below the root."""
        try:
            data = read_bytes(self.root + path)
        except OSError as error:
            return ParsedFile(path, None, None, [scan.unreadable_problem(path, error)])
        fact, problems = self._read_fact(data, path)
        if fact is None:
            return ParsedFile(path, None, None, problems)
        text = fact.foreword if isinstance(fact, Issue) else fact.body
        converted, cacheable = self.renderer.converted, len(self.renderer.rendered)
        body, text_problems = self.renderer.render(text, path, fact.body_line)
        front_digest, file_digest = file_digests(data)
        parsed = ParsedFile(
            path,
            fact,
            body,
            problems + text_problems,
            front_digest,
            length_and_digest(text),
            used_fast_path=self.renderer.converted == converted,
            cache_key=next(reversed(self.renderer.rendered)) if len(self.renderer.rendered) > cacheable else b"",
            file_digest=file_digest,
        )
        if not self._keep_texts and isinstance(fact, Item) and parsed.may_defer:
            # Nothing else refers to the item yet; a copy would cost as much as checking it.
            object.__setattr__(fact, "body", "")
        return parsed

    def _read_fact(self, data: bytes, path: str) -> tuple[Fact | None, list[Problem]]:
        if path.startswith(f"{scan.ITEMS}/"):
            return read_item(data, path, self.registry)
        if path.startswith(f"{scan.CALLS}/"):
            return read_call(data, path, self.registry)
        return read_issue(data, path, self.registry)


def read_files(
    sources: Sources,
    jobs: int = 1,
    html_cache: HtmlCache | None = None,
    unchanged: Mapping[str, ParsedFile] | None = None,
    *,
    keep_texts: bool = True,
) -> list[ParsedFile]:
    """Read the items, calls and issues of an archive, with up to *jobs* processes.

    Texts in *html_cache* are not rendered again, and the files of *unchanged*, by path, are not read. Without
    *keep_texts*, items have a text only where scoring needs it.
    """
    paths, keep_texts = sources.text_paths, keep_texts or sources.scoring_needs_texts
    if unchanged or jobs < _MIN_JOBS_FOR_POOL or len(paths) < _MIN_FILES_FOR_POOL:
        reader, unchanged = FileReader.for_sources(sources, html_cache, keep_texts=keep_texts), unchanged or {}
        return [unchanged.get(path) or reader.read(path) for path in paths]
    arguments = (sources.root, sources.registry, sources.files.link_resolver(), html_cache, keep_texts)
    with parallel.process_pool(jobs, _start_worker, *arguments) as pool:
        return list(pool.map(_read_in_worker, paths, chunksize=max(1, min(64, len(paths) // (jobs * 4)))))


_worker_reader: FileReader


def _start_worker(
    root: Path,
    registry: Registry,
    resolver: LinkResolver,
    html_cache: HtmlCache | None,
    keep_texts: bool,  # noqa: FBT001 - passed by a pool
) -> None:
    global _worker_reader  # noqa: PLW0603 - a process of a pool keeps its state in a global
    _worker_reader = FileReader(root, registry, resolver, html_cache, keep_texts=keep_texts)


def _read_in_worker(path: str) -> ParsedFile:
    return _worker_reader.read(path)


class LazyBodies(Mapping[str, Body]):
    """Rendered texts by the path of their source; deferred ones are rendered on first use."""

    def __init__(
        self, rendered: dict[str, Body], deferred: frozenset[str], sources: Sources, html_cache: HtmlCache | None
    ) -> None:
        """Take the texts that are *rendered* already, and the paths of those that are *deferred*."""
        self.rendered, self.deferred = rendered, deferred
        self._sources, self._html_cache = sources, html_cache

    def __getitem__(self, path: str) -> Body:
        """Return a text; raises BulletinError where its file can no longer be read."""
        body = self.rendered.get(path)
        if body is None:
            if path not in self.deferred:
                raise KeyError(path)
            body = self._reader.read(path).body
            if body is None:
                raise BulletinError(_CHANGED, path=path)
            self.rendered[path] = body
        return body

    def __iter__(self) -> Iterator[str]:
        yield from self.rendered
        yield from self.deferred.difference(self.rendered)

    def __len__(self) -> int:
        return len(self.rendered.keys() | self.deferred)

    def __contains__(self, path: object) -> bool:
        return path in self.rendered or path in self.deferred

    @cached_property
    def _reader(self) -> FileReader:
        return FileReader.for_sources(self._sources, self._html_cache)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the reader: each process creates its own."""
        return {name: value for name, value in vars(self).items() if name != "_reader"}


def rendered_bodies(bodies: Mapping[str, Body]) -> Mapping[str, Body]:
    """Return the texts that are rendered already; deferred ones have neither links nor images."""
    return bodies.rendered if isinstance(bodies, LazyBodies) else bodies
