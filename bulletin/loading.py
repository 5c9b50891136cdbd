"""From disk to facts: every file is read, rendered and checked, and all problems are told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from bulletin import addresses, disk
from bulletin.archive import Archive, Notice
from bulletin.bodies import Bodies, made
from bulletin.body import Body
from bulletin.checks import Findings, check
from bulletin.errors import ArchiveProblems, Problem, Severity
from bulletin.grouping import Grouped, group
from bulletin.model import Call, Issue, Item, Status
from bulletin.reading import Fact, Kept, Read, Sources, read_all, survey
from bulletin.rules import severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """An archive as it was read. Where there are errors, ``archive`` is what could be read in spite of them."""

    archive: Archive
    bodies: Mapping[str, Body]
    """Rendered texts by the path of their source; nothing of drafts and withdrawn items."""
    problems: tuple[Problem, ...]
    """All of them, by file and line."""
    handwritten: frozenset[str] = frozenset()
    """Addresses of the pages that are written by hand: ``guide/`` …"""
    converted: int = field(default=0, compare=False)
    """How many texts were too much for the short way and took python-markdown."""
    rendered: Kept = field(default_factory=dict, compare=False)
    """What may be kept of the rendered texts."""
    texts: Mapping[str, tuple[bytes, int, bytes]] = field(default_factory=dict)
    """Of each item that is not withdrawn: what its front matter, and its text without spaces, are known by, and that
    text's length between."""
    reads: Sequence[Read] = field(default=(), compare=False, repr=False)
    """What every file gave."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the site from being built."""
        return tuple(p for p in self.problems if severity(p) is Severity.ERROR)

    def required(self) -> Loaded:
        """Return this, or raise :class:`ArchiveProblems` if there are errors."""
        if self.errors:
            raise ArchiveProblems(self.problems)
        return self


def load(
    root: Path, today: date, jobs: int = 1, kept: Kept | None = None, known: Mapping[str, Read] | None = None
) -> Loaded:
    """Read the archive at *root* as of *today*, with up to *jobs* processes.

    What was *kept* is not rendered again, and what is *known*, by path, not even read.
    """
    sources = survey(root)
    return assemble(sources, read_all(sources, jobs, kept, known), today, kept)


def assemble(sources: Sources, reads: Sequence[Read], today: date, kept: Kept | None = None) -> Loaded:
    """Make an archive as of *today* of what the files of *sources* gave."""
    registry = sources.registry
    problems = [*sources.problems, *(problem for read in reads for problem in read.problems)]
    facts = {read.path: read.fact for read in reads if read.fact is not None}
    items = sorted((f for f in facts.values() if isinstance(f, Item)), key=lambda i: (i.date, i.id))
    issues = [f for f in facts.values() if isinstance(f, Issue)]
    calls = [f for f in facts.values() if isinstance(f, Call)]
    published = [item for item in items if item.is_published]
    grouped = group(published, issues, registry)
    problems += check(
        Findings(
            registry=registry,
            today=today,
            items=items,
            issues=issues,
            calls=calls,
            paths=sources.files.items,
            grouped=grouped,
            bare={read.path: read.bare for read in reads},
        )
    )
    if sources.schemes:
        # Dear to import, and many archives have no points.
        from bulletin.schemes.coverage import adoptions_have_points

        problems += adoptions_have_points(published, sources.schemes, registry)
    hidden = {item.path for item in items if not item.is_published}
    bodies = {read.path: read.body for read in reads if read.body is not None}
    problems += _links_to_drafts(items, bodies)
    every = Bodies(bodies, frozenset(read.path for read in reads if read.waits), sources, kept)
    problems += _links_to_places(facts, every, sources.files)
    return Loaded(
        archive=Archive(
            registry=registry,
            today=today,
            schemes=sources.schemes,
            targets=sources.targets,
            **_facts(items, published, grouped, calls),
        ),
        bodies=every.without(hidden) if every.waiting else {p: b for p, b in bodies.items() if p not in hidden},
        problems=tuple(sorted(set_of(problems), key=lambda p: p.order)),
        handwritten=frozenset(disk.page_address(path) for path in sources.files.pages) - {addresses.HOME},
        converted=sum(not read.plain for read in reads),
        rendered=_rendered(reads, kept or {}),
        texts={
            read.path: (read.front, *read.bare)
            for read in reads
            if isinstance(read.fact, Item) and read.fact.status is not Status.WITHDRAWN
        },
        reads=reads,
    )


def as_of(archive: Archive, facts: Iterable[Fact], today: date) -> Archive:
    """Return the archive as of *today* that other *facts* make with the registry of *archive*."""
    known = list(facts)
    items = sorted((f for f in known if isinstance(f, Item)), key=lambda i: (i.date, i.id))
    published = [item for item in items if item.is_published]
    grouped = group(published, [f for f in known if isinstance(f, Issue)], archive.registry)
    calls = [f for f in known if isinstance(f, Call)]
    return replace(archive, today=today, **_facts(items, published, grouped, calls))


def _facts(items: Iterable[Item], published: Iterable[Item], grouped: Grouped, calls: Iterable[Call]) -> dict[str, Any]:
    return {
        "items": tuple(published),
        "withdrawn": tuple(_notices(items)),
        "issues": grouped.issues,
        "contents": grouped.contents,
        "pending": grouped.pending,
        "calls": tuple(sorted(calls, key=lambda c: (c.date, c.id))),
    }


def _rendered(reads: Iterable[Read], kept: Kept) -> Kept:
    found = {read.key: read.body or kept.get(read.key) for read in reads if read.key}
    return {key: body for key, body in found.items() if body is not None}


def set_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return each problem once."""
    return list({problem.order: problem for problem in problems}.values())


def _notices(items: Iterable[Item]) -> Iterator[Notice]:
    """Of a withdrawn item, its id and the day it was withdrawn, or, where none is noted, submitted."""
    for item in items:
        if item.status is Status.WITHDRAWN:
            yield Notice(id=item.id, date=max((c.date for c in item.corrections), default=item.date))


def _links_to_drafts(items: Sequence[Item], bodies: Mapping[str, Body]) -> Iterator[Problem]:
    """No published text links to a draft."""
    drafts = {addresses.item(item): item.path for item in items if item.status is Status.DRAFT}
    hidden = set(drafts.values())
    sources = {item.path: item for item in items}
    for path, body in bodies.items():
        for link in body.links if path not in hidden else ():
            if link in drafts:
                line = _line_of_link(sources.get(path), PurePosixPath(drafts[link]).name)
                yield Problem(path=path, code="link-to-draft", line=line, values={"other": drafts[link]})


def _links_to_places(facts: Mapping[str, Fact], bodies: Mapping[str, Body], files: disk.Files) -> Iterator[Problem]:
    """Tell of links to headings of other items and calls that are not there."""
    places = [(path, place) for path, body in made(bodies).items() for place in body.places]
    wanted = {address for _, (address, _, _) in places}
    pages = files.resolver().pages if wanted else {}
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
