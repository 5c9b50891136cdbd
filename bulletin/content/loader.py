"""From disk to facts: every file is read, rendered and checked, and all problems are told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from bulletin.checks.consistency import check_consistency
from bulletin.checks.context import CheckContext
from bulletin.checks.messages import problem_severity
from bulletin.content import scan
from bulletin.content.file_reader import Fact, HtmlCache, ParsedFile, Sources, read_files, read_sources
from bulletin.content.lazy_bodies import LazyBodies, rendered_bodies
from bulletin.core.problems import ArchiveProblems, Problem, Severity
from bulletin.markdown.body import Body, drop_fragments
from bulletin.model import urls
from bulletin.model.archive import Archive, Tombstone
from bulletin.model.enums import Audience, Status
from bulletin.model.issues import IssueAssignment, assign_to_issues
from bulletin.model.records import Call, Issue, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedArchive:
    """An archive as it was read. Where there are errors, ``archive`` is what could be read in spite of them."""

    archive: Archive
    bodies: Mapping[str, Body]
    """Rendered texts by the path of their source; nothing of drafts, withdrawn items and those that are withheld."""
    problems: tuple[Problem, ...]
    """All of them, by file and line."""
    handwritten: frozenset[str] = frozenset()
    """Addresses of the pages that are written by hand: ``guide/`` …"""
    converted: int = field(default=0, compare=False)
    """How many texts were too much for the short way and took python-markdown."""
    pictures_in_hidden_texts: frozenset[str] = frozenset()
    """Paths below ``content/`` of the pictures in texts that are not published or are withheld."""
    rendered: HtmlCache = field(default_factory=dict, compare=False)
    """What may be kept of the rendered texts."""
    parsed_files: Sequence[ParsedFile] = field(default=(), compare=False, repr=False)
    """What every file gave."""

    @property
    def unpublished_pictures(self) -> frozenset[str]:
        """Those pictures that no text shows which may be read."""
        hidden = self.pictures_in_hidden_texts
        return hidden.difference(*(body.images for body in rendered_bodies(self.bodies).values())) if hidden else hidden

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the site from being built."""
        return tuple(p for p in self.problems if problem_severity(p) is Severity.ERROR)

    def required(self) -> LoadedArchive:
        """Return this, or raise :class:`ArchiveProblems` if there are errors."""
        if self.errors:
            raise ArchiveProblems(self.problems)
        return self


def load(
    root: Path,
    today: date,
    jobs: int = 1,
    kept: HtmlCache | None = None,
    known: Mapping[str, ParsedFile] | None = None,
    *,
    words: bool = True,
) -> LoadedArchive:
    """Read the archive at *root* as of *today*, with up to *jobs* processes.

    What was *kept* is not rendered again, and what is *known*, by path, not even read. Without *words*, items have none
    where nothing but pages needs them.
    """
    sources = read_sources(root)
    return assemble(sources, read_files(sources, jobs, kept, known, words=words), today, kept)


def assemble(
    sources: Sources, parsed_files: Sequence[ParsedFile], today: date, kept: HtmlCache | None = None
) -> LoadedArchive:
    """Make an archive as of *today* of what the files of *sources* gave."""
    registry = sources.registry
    problems = [*sources.problems, *(problem for read in parsed_files for problem in read.problems)]
    facts = {read.path: read.fact for read in parsed_files if read.fact is not None}
    items = sorted((f for f in facts.values() if isinstance(f, Item)), key=lambda i: (i.date, i.id))
    issues = [f for f in facts.values() if isinstance(f, Issue)]
    calls = [f for f in facts.values() if isinstance(f, Call)]
    published = [item for item in items if item.is_published]
    grouped = assign_to_issues(_for_everybody(published), issues, registry)
    problems += check_consistency(
        CheckContext(
            registry=registry,
            today=today,
            items=items,
            issues=issues,
            calls=calls,
            paths=sources.files.items,
            grouped=grouped,
            text_digests={read.path: read.length_and_digest for read in parsed_files},
        )
    )
    if sources.schemes:
        # Dear to import, and many archives have no points.
        from bulletin.schemes.checks import adoptions_have_points

        problems += adoptions_have_points(published, sources.schemes, registry)
    hidden = {item.path for item in items if not item.is_published}
    bodies = {read.path: read.body for read in parsed_files if read.body is not None}
    problems += _links_to_hidden(items, bodies)
    every = LazyBodies(bodies, frozenset(read.path for read in parsed_files if read.is_deferred), sources, kept)
    problems += _links_to_places(facts, every, sources.files)
    archive = _with(
        Archive(registry=registry, today=today, schemes=sources.schemes, targets=sources.targets), items, calls, grouped
    )
    hidden |= {archive.item[key].path for key in archive.withheld}
    shown = {path: body for path, body in bodies.items() if path not in hidden}
    if archive.withheld:
        shown = drop_fragments(shown, map(urls.item, archive.withheld))
    waiting = every.waiting - hidden
    return LoadedArchive(
        archive=archive,
        bodies=LazyBodies(shown, waiting, sources, kept) if waiting else shown,
        problems=tuple(sorted(without_duplicates(problems), key=lambda p: p.order)),
        handwritten=frozenset(scan.static_page_url(path) for path in sources.files.pages) - {urls.HOME},
        pictures_in_hidden_texts=frozenset(image for path in bodies.keys() & hidden for image in bodies[path].images),
        converted=sum(not read.used_fast_path for read in parsed_files),
        rendered=_rendered(parsed_files, kept or {}),
        parsed_files=parsed_files,
    )


def archive_as_of(archive: Archive, facts: Iterable[Fact], today: date) -> Archive:
    """Return the archive as of *today* that other *facts* make with the registry of *archive*."""
    known = list(facts)
    items = sorted((f for f in known if isinstance(f, Item)), key=lambda i: (i.date, i.id))
    issues = [f for f in known if isinstance(f, Issue)]
    grouped = assign_to_issues(_for_everybody([item for item in items if item.is_published]), issues, archive.registry)
    return _with(replace(archive, today=today), items, [f for f in known if isinstance(f, Call)], grouped)


def _with(archive: Archive, items: Iterable[Item], calls: Iterable[Call], grouped: IssueAssignment) -> Archive:
    """Return *archive* with facts in the place of its own, without what may not be read on its day."""
    published = [item for item in items if item.is_published]
    secret = {item.id for item in published if item.is_withheld_on(archive.today)}
    if secret:
        # Dear to import, and many archives withhold nothing.
        from bulletin.model.redaction import redact
        from bulletin.model.scheme import topics_of_rules

        words = topics_of_rules(archive.schemes, archive.targets)
        published = [redact(item, words) if item.id in secret else item for item in published]
    return replace(
        archive,
        items=tuple(published),
        withdrawn=tuple(_tombstones(items)),
        withheld=frozenset(secret),
        issues=grouped.issues,
        contents=grouped.contents,
        pending=grouped.pending,
        calls=tuple(sorted(calls, key=lambda c: (c.date, c.id))),
    )


def _rendered(parsed_files: Iterable[ParsedFile], kept: HtmlCache) -> HtmlCache:
    found = {read.cache_key: read.body or kept.get(read.cache_key) for read in parsed_files if read.cache_key}
    return {key: body for key, body in found.items() if body is not None}


def without_duplicates(problems: Iterable[Problem]) -> list[Problem]:
    """Return each problem once."""
    return list({problem.order: problem for problem in problems}.values())


def _tombstones(items: Iterable[Item]) -> Iterator[Tombstone]:
    """Of a withdrawn item, its id and the day it was withdrawn, or, where none is noted, submitted."""
    for item in items:
        if item.status is Status.WITHDRAWN:
            yield Tombstone(id=item.id, date=max((c.date for c in item.corrections), default=item.date))


def _for_everybody(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.audience is Audience.ALL]


def _links_to_hidden(items: Sequence[Item], bodies: Mapping[str, Body]) -> Iterator[Problem]:
    """No published text links to a draft, and hardly one to an item that not everybody may read."""
    drafts = {urls.item(item): item.path for item in items if item.status is Status.DRAFT}
    codes = dict.fromkeys(drafts, "link-to-draft")
    closed = {urls.item(i): i.path for i in items if i.audience is Audience.RESTRICTED and i.is_published}
    codes |= dict.fromkeys(closed, "link-to-restricted")
    targets = drafts | closed
    hidden = set(targets.values())
    sources = {item.path: item for item in items}
    for path, body in bodies.items():
        for link in body.links if path not in hidden else ():
            if link in targets:
                line = _line_of_link(sources.get(path), PurePosixPath(targets[link]).name)
                yield Problem(path=path, code=codes[link], line=line, values={"other": targets[link]})


def _links_to_places(
    facts: Mapping[str, Fact], bodies: Mapping[str, Body], files: scan.SourceTree
) -> Iterator[Problem]:
    """Tell of links to headings of other items and calls that are not there."""
    places = [(path, place) for path, body in rendered_bodies(bodies).items() for place in body.fragment_links]
    wanted = {address for _, (address, _, _) in places}
    pages = files.link_resolver().pages if wanted else {}
    # The page of an issue has places of its own.
    read = [path for path in bodies if pages[path] in wanted and not isinstance(facts[path], Issue)] if wanted else []
    anchors = {pages[path]: {anchor for _, anchor, _ in bodies[path].headings} for path in read}
    for path, (address, fragment, href) in places:
        known = anchors.get(address)
        if known is not None and not fragment.startswith("fn") and unquote(fragment) not in known:
            values = {"target": href, "nearest": ""}
            yield Problem(path=path, code="broken-anchor", line=_line_of(facts[path], href), values=values)


def _line_of(fact: Fact, words: str) -> int:
    text = fact.foreword if isinstance(fact, Issue) else fact.body
    return fact.body_line + text.count("\n", 0, max(text.find(words), 0))


def _line_of_link(item: Item | None, name: str) -> int:
    if item is None or name not in item.body:
        return 1
    return item.body.count("\n", 0, item.body.index(name)) + item.body_line
