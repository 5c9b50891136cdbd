"""Every file of an archive, read: facts, rendered texts, and what is wrong with either."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin.content import scan
from bulletin.content.decode import decode_texts, file_digests
from bulletin.content.items import read_call, read_issue, read_item
from bulletin.content.registry import read_registry
from bulletin.content.side_files import inspect
from bulletin.core import parallel
from bulletin.core.problems import Problem
from bulletin.core.text import LIMIT, length_and_digest
from bulletin.markdown.body import Body
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.renderer import Renderer
from bulletin.model.records import Call, Issue, Item
from bulletin.model.registry import Registry

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme, Target

_RULES = ("registry/schemes/", "registry/targets/")
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_NEARLY_ALL = 1 << 15
"""Nearly all texts are smaller than this."""
_WORTH_A_POOL, _MANY = 3000, 4
"""With fewer files or processes than this, handing over what was read costs more than reading together saves."""

Fact = Item | Issue | Call
HtmlCache = Mapping[bytes, Body]
"""Rendered texts that hang on nothing but their words, by what those are known by."""


class ParsedFile(NamedTuple):
    """What one file gave."""

    path: str
    fact: Fact | None
    body: Body | None
    problems: list[Problem]
    front_digest: bytes = b""
    """The digest of its front matter."""
    length_and_digest: tuple[int, bytes] = (0, b"")
    """How long its text is without spaces, and what it is known by then."""
    used_fast_path: bool = True
    """Whether its text was rendered without python-markdown."""
    cache_key: bytes = b""
    """The key of its rendered text in the HTML cache; b"" where it may not be cached."""
    file_digest: bytes = b""
    """The digest of all its bytes."""
    is_deferred: bool = False
    """Whether this is known from before, and its text is rendered when somebody asks for it."""

    @property
    def may_defer(self) -> bool:
        """Whether this stays true as long as the file and the registry stay, whichever other files there are."""
        body = self.body
        return self.is_deferred or not (
            self.problems or body is None or body.links or body.images or body.fragment_links
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What an archive is read from: which files there are, and what the registry says."""

    root: Path
    files: scan.SourceTree
    registry: Registry
    schemes: tuple[Scheme, ...] = ()
    targets: tuple[Target, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with places, names and the registry."""

    @property
    def text_paths(self) -> list[str]:
        """The paths of items, calls and issues."""
        return [*self.files.items, *self.files.calls, *self.files.issues]

    @property
    def scoring_needs_texts(self) -> bool:
        """Whether points hang on what a text says, and not on its facts alone."""
        if not self.schemes and not self.targets:
            return False
        from bulletin.model.scheme import need_texts

        return need_texts(self.schemes, self.targets)


class FileReader:
    """Reads files one by one; each process has one."""

    def __init__(
        self,
        root: Path,
        registry: Registry,
        resolver: LinkResolver,
        kept: HtmlCache | None = None,
        *,
        words: bool = True,
    ) -> None:
        """Sit down at the archive in *root*; without *words*, items whose rendered text says it all go without them."""
        self.root, self.registry = f"{root}{os.sep}", registry
        self.renderer = Renderer(resolver, kept)
        self._words = words

    @classmethod
    def at(cls, sources: Sources, kept: HtmlCache | None = None, *, words: bool = True) -> FileReader:
        """Sit down at an archive."""
        return cls(sources.root, sources.registry, sources.files.link_resolver(), kept, words=words)

    def read(self, path: str) -> ParsedFile:
        """Return what the file at *path* below the root gives."""
        try:
            data = _bytes(self.root + path)
        except OSError as error:
            return ParsedFile(path, None, None, [scan.unreadable_problem(path, error)])
        fact, problems = self._fact(data, path)
        if fact is None:
            return ParsedFile(path, None, None, problems)
        text = fact.foreword if isinstance(fact, Issue) else fact.body
        before, known = self.renderer.converted, len(self.renderer.rendered)
        body, faults = self.renderer.render(text, path, fact.body_line)
        front, whole = file_digests(data)
        read = ParsedFile(
            path,
            fact,
            body,
            problems + faults,
            front,
            length_and_digest(text),
            used_fast_path=self.renderer.converted == before,
            cache_key=next(reversed(self.renderer.rendered)) if len(self.renderer.rendered) > known else b"",
            file_digest=whole,
        )
        if not self._words and isinstance(fact, Item) and read.may_defer:
            # Nobody has seen it yet; a copy would cost as much as checking it.
            object.__setattr__(fact, "body", "")
        return read

    def _fact(self, data: bytes, path: str) -> tuple[Fact | None, list[Problem]]:
        if path.startswith(f"{scan.ITEMS}/"):
            return read_item(data, path, self.registry)
        if path.startswith(f"{scan.CALLS}/"):
            return read_call(data, path, self.registry)
        return read_issue(data, path, self.registry)


_desk: FileReader


def _sit_down(root: Path, registry: Registry, resolver: LinkResolver, kept: HtmlCache | None, words: bool) -> None:  # noqa: FBT001 - called by a pool
    global _desk  # noqa: PLW0603 - a pool's processes keep their tools in a global; there is no other place
    _desk = FileReader(root, registry, resolver, kept, words=words)


def _read(path: str) -> ParsedFile:
    return _desk.read(path)


def read_sources(root: Path) -> Sources:
    """Return which files the archive at *root* has, and its registry."""
    files = scan.scan_archive(root)
    tables, problems = _tables(root, files.registry)
    unread = {problem.path for problem in problems}
    rules = {path: data for path, data in tables.items() if path.startswith(_RULES)}
    registry, mistakes = read_registry({path: data for path, data in tables.items() if path not in rules})
    schemes, targets, faults = _read_schemes(rules, registry)
    # What cannot be read is not missing.
    problems += files.problems + [problem for problem in mistakes if problem.path not in unread] + faults
    problems += inspect(root, files, tables, registry)
    return Sources(
        root=root, files=files, registry=registry, schemes=schemes, targets=targets, problems=tuple(problems)
    )


def _read_schemes(
    rules: dict[str, bytes], registry: Registry
) -> tuple[tuple[Scheme, ...], tuple[Target, ...], list[Problem]]:
    if not rules:
        return (), (), []
    # Dear to import, and many archives have no points.
    from bulletin.schemes.parser import read_schemes

    problems: list[Problem] = []
    schemes, targets, found = read_schemes(decode_texts(rules, problems), registry)
    return schemes, targets, problems + found


def read_files(
    sources: Sources,
    jobs: int = 1,
    kept: HtmlCache | None = None,
    known: Mapping[str, ParsedFile] | None = None,
    *,
    words: bool = True,
) -> list[ParsedFile]:
    """Read every text of an archive but those that are *known*, with up to *jobs* processes.

    What was *kept* is not rendered again. Without *words*, items have none where nothing but pages needs them.
    """
    paths, words = sources.text_paths, words or sources.scoring_needs_texts
    if known or jobs < _MANY or len(paths) < _WORTH_A_POOL:
        read, known = FileReader.at(sources, kept, words=words).read, known or {}
        return [known.get(path) or read(path) for path in paths]
    tools = (sources.root, sources.registry, sources.files.link_resolver(), kept, words)
    with parallel.process_pool(jobs, _sit_down, *tools) as pool:
        return list(pool.map(_read, paths, chunksize=max(1, min(64, len(paths) // (jobs * 4)))))


def _bytes(path: str) -> bytes:
    """Return the bytes of a file, and of one that is too large as many as tell that it is."""
    file = os.open(path, _READ)
    try:
        data = os.read(file, _NEARLY_ALL)
        # Room for what a file may hold at most is dear to ask for.
        while len(data) >= _NEARLY_ALL and (more := os.read(file, LIMIT + 1 - len(data))):
            data += more
    finally:
        os.close(file)
    return data


def _tables(root: Path, paths: Iterable[str]) -> tuple[dict[str, bytes], list[Problem]]:
    tables, problems = {}, []
    for path in paths:
        try:
            tables[path] = _bytes(f"{root}{os.sep}{path}")
        except OSError as error:
            problems.append(scan.unreadable_problem(path, error))
    return tables, problems
