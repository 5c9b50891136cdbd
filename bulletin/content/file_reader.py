"""Reading files one by one: each gives a fact, its rendered text, and problems."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bulletin.checks.consistency import check_item
from bulletin.checks.dates import last_day
from bulletin.checks.proofreading import proofread
from bulletin.checks.sensitive.scan import scan_rendered
from bulletin.content import scan
from bulletin.content.decode import decode_text
from bulletin.content.front_matter import MarkdownDocument, parse_document
from bulletin.content.images import ImageStore
from bulletin.content.items import FactAndText, read_call, read_circular_text, read_compilation, read_issue, read_item
from bulletin.content.nodes import MappingNode
from bulletin.content.parsed_file import ParsedFile, body_digest
from bulletin.content.sources import Sources, read_bytes
from bulletin.content.static_pages import read_page
from bulletin.core import parallel
from bulletin.core.problems import Problem
from bulletin.markdown.body import Body
from bulletin.markdown.links import LinkKind, LinkResolver, LinkTarget
from bulletin.markdown.lint import lint_text
from bulletin.markdown.renderer import Renderer
from bulletin.model.circular_figures import with_wide_colons
from bulletin.model.records import Call, CircularText, Issue, Item
from bulletin.model.registry import Registry

_MIN_FILES_FOR_POOL, _MIN_JOBS_FOR_POOL = 3000, 4
"""With fewer files or processes, returning the results to the parent costs more than several processes save."""


class FileResult(NamedTuple):
    """What was found in a file, and its rendered text; no text of a page, an image, or a file without a fact."""

    parsed: ParsedFile
    body: Body | None = None


@dataclass(frozen=True)
class _RecordingResolver(LinkResolver):
    """Records the paths that links are resolved to."""

    lookups: dict[str, None] = field(default_factory=dict)
    generated: dict[str, str] = field(default_factory=dict)
    """The addresses of no source that hand-written pages name, and each as it is written."""

    def resolve(self, href: str, source: str) -> LinkTarget:
        target = super().resolve(href, source)
        if target.path:
            self.lookups[target.path] = None
        if target.kind is LinkKind.NOWHERE and scan.is_page(source):
            # Whether there is such a page or file is known when all of them are.
            address = scan.linked_address(href, source)
            self.generated[address] = href
            return LinkTarget(LinkKind.PAGE, address, href.partition("#")[2], target.path)
        return target

    def clear(self) -> None:
        """Forget what was recorded."""
        self.lookups.clear()
        self.generated.clear()


class FileReader:
    """Reads files one by one; each process has one."""

    def __init__(self, root: Path, registry: Registry, resolver: LinkResolver) -> None:
        """Create a reader of the archive at *root*."""
        self.root, self.registry = f"{root}{os.sep}", registry
        self._resolver = _RecordingResolver(resolver.pages, resolver.images, resolver.moved)
        self._renderer = Renderer(self._resolver)
        self._images = ImageStore(root, registry)

    @classmethod
    def for_sources(cls, sources: Sources) -> FileReader:
        """Return a reader of the archive of *sources*."""
        return cls(sources.root, sources.registry, sources.link_resolver)

    def read(self, path: str) -> FileResult:
        """Read the file at *path* below the root."""
        if not path.endswith(".md"):
            return FileResult(ParsedFile(path, problems=tuple(self._images.check(path))))
        try:
            data = read_bytes(self.root + path)
        except OSError as error:
            return FileResult(ParsedFile(path, problems=(scan.unreadable_problem(path, error),)))
        return self.parse(data, path)

    def render(self, path: str) -> Body | None:
        """Return the rendered text of a file that was read before; None where there is none any more."""
        # Reading it again takes three times as long, for its fields and for what must not be published.
        document = _document(self.root, path)
        return document and self._renderer.render(document.body, path, document.body_line)[0]

    def parse(self, data: bytes, path: str) -> FileResult:
        """Return what was found in the text file at *path* that consists of *data*."""
        self._resolver.clear()
        fact, problems, text, text_digest, first_line = self._read_fact(data, path)
        if not first_line:
            return FileResult(ParsedFile(path, problems=tuple(problems)))
        converted = self._renderer.converted
        body, text_problems = self._renderer.render(text, path, first_line)
        # Hand-written pages are by people who know Markdown.
        text_problems += lint_text(text, path, first_line, has_code=fact is None)
        text_problems += self._proofread(fact, text, path, first_line)
        text_problems += scan_rendered(body.html, text, path, self.registry, first_line)
        if fact is None:
            return FileResult(self._page(path, body, tuple(problems + text_problems)))
        last = 0
        if isinstance(fact, Item):
            text_problems += check_item(fact, self.registry)
            last = last_day(fact).toordinal()
        parsed = ParsedFile(
            path,
            fact,
            tuple(problems + text_problems),
            last,
            text_digest,
            body_digest(body),
            body.links,
            body.images,
            body.fragment_links,
            tuple([anchor for _, anchor, _ in body.headings]),
            tuple(self._resolver.lookups),
            None if self._renderer.converted == converted else (body.html, body.headings),
        )
        return FileResult(parsed, body)

    def _proofread(self, fact: object, text: str, path: str, first_line: int) -> list[Problem]:
        day = getattr(fact, "date", None)
        found = proofread(
            with_wide_colons(text) if isinstance(fact, CircularText) else text, path, first_line, self.registry, day=day
        )
        if isinstance(fact, Item | Call | Issue) and fact.title:
            found += proofread(fact.title, path, fact.line_of("title"), self.registry, day=day, field="title")
        return found

    def _page(self, path: str, body: Body, problems: tuple[Problem, ...]) -> ParsedFile:
        """Return what was found in a hand-written page, which MkDocs renders itself."""
        generated = self._resolver.generated
        return ParsedFile(
            path,
            problems=problems,
            links=body.links,
            fragment_links=body.fragment_links,
            anchors=tuple([anchor for _, anchor, _ in body.headings]),
            lookups=tuple(self._resolver.lookups),
            generated_links=tuple((link, generated[link]) for link in body.links if link in generated),
        )

    def _read_fact(self, data: bytes, path: str) -> FactAndText:
        if path.startswith(f"{scan.ITEMS}/"):
            return read_item(data, path, self.registry)
        if path.startswith(f"{scan.CALLS}/"):
            return read_call(data, path, self.registry)
        if path.startswith(f"{scan.CIRCULARS}/"):
            return read_circular_text(data, path, self.registry)
        if path.startswith(f"{scan.COMPILATIONS}/"):
            return read_compilation(data, path, self.registry)
        if path.startswith(f"{scan.ISSUES}/"):
            return read_issue(data, path, self.registry)
        return read_page(data, path, self.registry)


def text_of(root: Path, path: str) -> str:
    """Return the text of a file below its front matter, as it is written; "" where it cannot be read any more."""
    document = _document(f"{root}{os.sep}", path)
    return document.body if document else ""


def line_of(root: Path, path: str, words: str) -> int:
    """Return the line of a file on which *words* first occur below its front matter, or else the first line there."""
    document = _document(f"{root}{os.sep}", path)
    return document.body_line + document.body.count("\n", 0, max(document.body.find(words), 0)) if document else 1


def _document(root: str, path: str) -> MarkdownDocument | None:
    """Return a file that was read before, below the folder *root*; None where it cannot be read any more."""
    try:
        text, _ = decode_text(read_bytes(root + path), path)
    except OSError:
        return None
    if (path.startswith(f"{scan.CIRCULARS}/") or scan.is_page(path)) and not text.startswith("---"):
        return MarkdownDocument(MappingNode((), 1), text, 1)
    return parse_document(text, path)[0]


def read_files(sources: Sources, paths: Sequence[str], jobs: int = 1) -> list[FileResult]:
    """Read files of an archive, with up to *jobs* processes."""
    if jobs < _MIN_JOBS_FOR_POOL or len(paths) < _MIN_FILES_FOR_POOL:
        reader = FileReader.for_sources(sources)
        return [reader.read(path) for path in paths]
    arguments = (sources.root, sources.registry, sources.link_resolver)
    with parallel.process_pool(jobs, _start_worker, *arguments) as pool:
        return list(pool.map(_read_in_worker, paths, chunksize=max(1, min(64, len(paths) // (jobs * 4)))))


_worker_reader: FileReader


def _start_worker(root: Path, registry: Registry, resolver: LinkResolver) -> None:
    global _worker_reader  # noqa: PLW0603 - a process of a pool keeps its state in a global
    _worker_reader = FileReader(root, registry, resolver)


def _read_in_worker(path: str) -> FileResult:
    return _worker_reader.read(path)
