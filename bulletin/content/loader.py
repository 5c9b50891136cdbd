"""Loading an archive: its files are read, rendered and checked, and all problems are returned together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bulletin.checks.consistency import check_consistency
from bulletin.checks.context import CheckContext
from bulletin.checks.links import check_fragment_links, check_links_to_hidden
from bulletin.checks.messages import problem_severity
from bulletin.content import scan
from bulletin.content.file_reader import HtmlCache, LazyBodies, ParsedFile, read_files, rendered_bodies
from bulletin.content.sources import Sources, read_sources
from bulletin.core.problems import ArchiveProblems, Problem, Severity
from bulletin.markdown.body import Body, drop_fragments
from bulletin.model import urls
from bulletin.model.archive import Archive, Tombstone
from bulletin.model.enums import Audience, Status
from bulletin.model.issues import IssueAssignment, assign_to_issues
from bulletin.model.records import Call, Fact, Issue, Item
from bulletin.model.redaction import redact


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedArchive:
    """An archive with its texts and problems. Where there are errors, ``archive`` holds what could be read."""

    archive: Archive
    bodies: Mapping[str, Body]
    """Rendered texts by the path of their source, without drafts, withdrawn and withheld items."""
    problems: tuple[Problem, ...]
    """All problems, by file and line."""
    static_page_urls: frozenset[str] = frozenset()
    """URLs of hand-written pages: ``guide/`` …"""
    converted: int = field(default=0, compare=False)
    """Number of texts rendered by python-markdown."""
    images_in_hidden_texts: frozenset[str] = frozenset()
    """Paths below ``content/`` of the images in texts that are not published or are withheld."""
    html_cache: HtmlCache = field(default_factory=dict, compare=False)
    """The rendered texts that may be cached."""
    parsed_files: Sequence[ParsedFile] = field(default=(), compare=False, repr=False)
    """The result of reading each item, call and issue."""

    @property
    def unpublished_images(self) -> frozenset[str]:
        """The images in hidden texts that no published text shows."""
        hidden = self.images_in_hidden_texts
        return hidden.difference(*(body.images for body in rendered_bodies(self.bodies).values())) if hidden else hidden

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that prevent the site from being built."""
        return tuple(p for p in self.problems if problem_severity(p) is Severity.ERROR)

    def require_valid(self) -> LoadedArchive:
        """Return this, or raise :class:`ArchiveProblems` if there are errors."""
        if self.errors:
            raise ArchiveProblems(self.problems)
        return self


def load(
    root: Path,
    today: date,
    jobs: int = 1,
    html_cache: HtmlCache | None = None,
    unchanged: Mapping[str, ParsedFile] | None = None,
    *,
    keep_texts: bool = True,
) -> LoadedArchive:
    """Read the archive at *root* as of *today*, with up to *jobs* processes.

    Texts in *html_cache* are not rendered again, and the files of *unchanged*, by path, are not read. Without
    *keep_texts*, items have a text only where scoring needs it.
    """
    sources = read_sources(root)
    parsed_files = read_files(sources, jobs, html_cache, unchanged, keep_texts=keep_texts)
    return assemble(sources, parsed_files, today, html_cache)


def assemble(
    sources: Sources, parsed_files: Sequence[ParsedFile], today: date, html_cache: HtmlCache | None = None
) -> LoadedArchive:
    """Return the archive as of *today* that *parsed_files* form, with the problems of all files."""
    facts = {parsed.path: parsed.fact for parsed in parsed_files if parsed.fact is not None}
    items, issues, calls = _split_by_kind(facts.values())
    grouped = assign_to_issues(_unrestricted(items), issues, sources.registry)
    rendered = {parsed.path: parsed.body for parsed in parsed_files if parsed.body is not None}
    deferred = frozenset(parsed.path for parsed in parsed_files if parsed.is_deferred)
    context = CheckContext(
        registry=sources.registry,
        today=today,
        items=items,
        issues=issues,
        calls=calls,
        paths=sources.files.items,
        grouped=grouped,
        text_digests={parsed.path: parsed.length_and_digest for parsed in parsed_files},
    )
    problems = [
        *sources.problems,
        *(problem for parsed in parsed_files for problem in parsed.problems),
        *_check_archive(sources, context, facts, LazyBodies(rendered, deferred, sources, html_cache)),
    ]
    empty = Archive(registry=sources.registry, today=today, schemes=sources.schemes, targets=sources.targets)
    archive = _with_facts(empty, items, calls, grouped)
    hidden = {item.path for item in items if not item.is_published}
    hidden |= {archive.item[key].path for key in archive.withheld}
    public = {path: body for path, body in rendered.items() if path not in hidden}
    if archive.withheld:
        public = drop_fragments(public, map(urls.item, archive.withheld))
    return LoadedArchive(
        archive=archive,
        bodies=LazyBodies(public, deferred - hidden, sources, html_cache) if deferred - hidden else public,
        problems=tuple(sorted(_without_duplicates(problems), key=lambda p: p.order)),
        static_page_urls=frozenset(scan.static_page_url(path) for path in sources.files.pages) - {urls.HOME},
        images_in_hidden_texts=frozenset(image for path in rendered.keys() & hidden for image in rendered[path].images),
        converted=sum(not parsed.used_fast_path for parsed in parsed_files),
        html_cache=_cacheable_html(parsed_files, html_cache or {}),
        parsed_files=parsed_files,
    )


def archive_as_of(archive: Archive, facts: Iterable[Fact], today: date) -> Archive:
    """Return the archive as of *today* that other *facts* form with the registry of *archive*."""
    items, issues, calls = _split_by_kind(facts)
    grouped = assign_to_issues(_unrestricted(items), issues, archive.registry)
    return _with_facts(replace(archive, today=today), items, calls, grouped)


def _split_by_kind(facts: Iterable[Fact]) -> tuple[list[Item], list[Issue], list[Call]]:
    """Return items by date and id, issues, and calls."""
    listed = list(facts)
    items = sorted((f for f in listed if isinstance(f, Item)), key=lambda i: (i.date, i.id))
    return items, [f for f in listed if isinstance(f, Issue)], [f for f in listed if isinstance(f, Call)]


def _unrestricted(items: Iterable[Item]) -> list[Item]:
    """Return the published items that everybody may read."""
    return [item for item in items if item.is_published and item.audience is Audience.ALL]


def _check_archive(
    sources: Sources, context: CheckContext, facts: Mapping[str, Fact], bodies: LazyBodies
) -> Iterator[Problem]:
    """Yield the problems that depend on more than one file."""
    yield from check_consistency(context)
    if sources.schemes:
        # Takes 30 ms to import with what it imports, and many archives have no scheme.
        from bulletin.schemes.checks import adoptions_have_points

        yield from adoptions_have_points(list(context.published), sources.schemes, sources.registry)
    yield from check_links_to_hidden(context.items, bodies.rendered)
    if any(body.fragment_links for body in bodies.rendered.values()):
        yield from check_fragment_links(facts, bodies.rendered, bodies, sources.files.link_resolver().pages)


def _with_facts(archive: Archive, items: Iterable[Item], calls: Iterable[Call], grouped: IssueAssignment) -> Archive:
    """Return *archive* with other facts; what may not be read on its day is redacted."""
    published = [item for item in items if item.is_published]
    withheld = {item.id for item in published if item.is_withheld_on(archive.today)}
    if withheld:
        # Takes 30 ms to import, an eighth of all that reading imports, and many archives withhold nothing.
        from bulletin.model.scheme import topics_of_rules

        topics = topics_of_rules(archive.schemes, archive.targets)
        published = [redact(item, topics) if item.id in withheld else item for item in published]
    return replace(
        archive,
        items=tuple(published),
        withdrawn=tuple(_tombstones(items)),
        withheld=frozenset(withheld),
        issues=grouped.issues,
        contents=grouped.contents,
        pending=grouped.pending,
        calls=tuple(sorted(calls, key=lambda c: (c.date, c.id))),
    )


def _tombstones(items: Iterable[Item]) -> Iterator[Tombstone]:
    """Yield id and date of each withdrawn item: the date of its last correction, or of its submission."""
    for item in items:
        if item.status is Status.WITHDRAWN:
            yield Tombstone(id=item.id, date=max((c.date for c in item.corrections), default=item.date))


def _cacheable_html(parsed_files: Iterable[ParsedFile], html_cache: HtmlCache) -> HtmlCache:
    found = {parsed.cache_key: parsed.body or html_cache.get(parsed.cache_key) for parsed in parsed_files}
    return {key: body for key, body in found.items() if key and body is not None}


def _without_duplicates(problems: Iterable[Problem]) -> list[Problem]:
    return list({problem.order: problem for problem in problems}.values())
