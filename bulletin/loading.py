"""From disk to facts: every file is read, rendered and checked, and all problems are told at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from bulletin import addresses, disk, processes
from bulletin.archive import Archive, Notice
from bulletin.checks import Findings, check
from bulletin.errors import ArchiveProblems, Problem, Severity
from bulletin.gate import LIMIT
from bulletin.grouping import group
from bulletin.links import Resolver
from bulletin.model import Call, Issue, Item, Status
from bulletin.reader import read_call, read_issue, read_item
from bulletin.registry import Registry
from bulletin.registry_reader import read_registry
from bulletin.render import Body, Renderer
from bulletin.rules import severity
from bulletin.schemes.coverage import adoptions_have_points
from bulletin.schemes.reader import SCHEMES, TARGETS, read_schemes
from bulletin.schemes.scheme import Scheme, Target

_WORTH_A_POOL = 3000
"""With fewer files than this, starting processes costs more than it saves."""

Fact = Item | Issue | Call


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

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the site from being built."""
        return tuple(p for p in self.problems if severity(p) is Severity.ERROR)

    def required(self) -> Loaded:
        """Return this, or raise :class:`ArchiveProblems` if there are errors."""
        if self.errors:
            raise ArchiveProblems(self.problems)
        return self


@dataclass(frozen=True, slots=True)
class Read:
    """What one file gave."""

    path: str
    fact: Fact | None
    body: Body | None
    problems: list[Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What an archive is read from: which files there are, and what the registry says."""

    root: Path
    files: disk.Files
    registry: Registry
    schemes: tuple[Scheme, ...] = ()
    targets: tuple[Target, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with places, names and the registry."""

    @property
    def texts(self) -> list[str]:
        """The paths of items, calls and issues."""
        return [*self.files.items, *self.files.calls, *self.files.issues]


class Desk:
    """Reads files one by one; each process has one."""

    def __init__(self, root: Path, registry: Registry, resolver: Resolver) -> None:
        """Sit down at the archive in *root*."""
        self.root, self.registry = f"{root}{os.sep}", registry
        self.renderer = Renderer(resolver)

    @classmethod
    def at(cls, sources: Sources) -> Desk:
        """Sit down at an archive."""
        return cls(sources.root, sources.registry, sources.files.resolver())

    def read(self, path: str) -> Read:
        """Return what the file at *path* below the root gives."""
        try:
            data = _bytes(self.root + path)
        except OSError as error:
            return Read(path, None, None, [disk.unreadable(path, error)])
        fact, problems = self._fact(data, path)
        if fact is None:
            return Read(path, None, None, problems)
        text = fact.foreword if isinstance(fact, Issue) else fact.body
        body, faults = self.renderer.render(text, path, fact.body_line)
        return Read(path, fact, body, problems + faults)

    def _fact(self, data: bytes, path: str) -> tuple[Fact | None, list[Problem]]:
        if path.startswith(f"{disk.ITEMS}/"):
            return read_item(data, path, self.registry)
        if path.startswith(f"{disk.CALLS}/"):
            return read_call(data, path, self.registry)
        return read_issue(data, path)


_desk: Desk


def _sit_down(root: Path, registry: Registry, resolver: Resolver) -> None:
    global _desk  # noqa: PLW0603 - a pool's processes keep their tools in a global; there is no other place
    _desk = Desk(root, registry, resolver)


def _read(path: str) -> Read:
    return _desk.read(path)


def load(root: Path, today: date, jobs: int = 1) -> Loaded:
    """Read the archive at *root* as of *today*, with up to *jobs* processes."""
    sources = survey(root)
    return assemble(sources, read_all(sources, jobs), today)


def survey(root: Path) -> Sources:
    """Return which files the archive at *root* has, and its registry."""
    files = disk.scan(root)
    tables, problems = _tables(root, files.registry)
    unread = {problem.path for problem in problems}
    rules = {path: data for path, data in tables.items() if path.startswith((SCHEMES, TARGETS))}
    registry, mistakes = read_registry({path: data for path, data in tables.items() if path not in rules})
    schemes, targets, faults = read_schemes(rules, registry)
    # What cannot be read is not missing.
    problems += files.problems + [problem for problem in mistakes if problem.path not in unread] + faults
    return Sources(
        root=root, files=files, registry=registry, schemes=schemes, targets=targets, problems=tuple(problems)
    )


def assemble(sources: Sources, reads: Sequence[Read], today: date) -> Loaded:
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
        )
    )
    problems += adoptions_have_points(published, sources.schemes, registry)
    hidden = {item.path for item in items if not item.is_published}
    bodies = {read.path: read.body for read in reads if read.body is not None}
    problems += _links_to_drafts(items, bodies)
    problems += _links_to_places(facts, bodies, sources.files.resolver().pages)
    archive = Archive(
        registry=registry,
        today=today,
        items=tuple(published),
        withdrawn=tuple(_notices(items)),
        issues=grouped.issues,
        contents=grouped.contents,
        pending=grouped.pending,
        calls=tuple(sorted(calls, key=lambda c: (c.date, c.id))),
        schemes=sources.schemes,
        targets=sources.targets,
    )
    shown = {path: body for path, body in bodies.items() if path not in hidden}
    return Loaded(
        archive=archive,
        bodies=shown,
        problems=tuple(sorted(set_of(problems), key=lambda p: p.order)),
        handwritten=frozenset(disk.page_address(path) for path in sources.files.pages) - {addresses.HOME},
    )


def _bytes(path: str) -> bytes:
    """Return the bytes of a file, and of one that is too large as many as tell that it is."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a Path costs more than reading a small file
        return file.read(LIMIT + 1)


def _tables(root: Path, paths: Iterable[str]) -> tuple[dict[str, bytes], list[Problem]]:
    tables, problems = {}, []
    for path in paths:
        try:
            tables[path] = _bytes(f"{root}{os.sep}{path}")
        except OSError as error:
            problems.append(disk.unreadable(path, error))
    return tables, problems


def set_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return each problem once."""
    return list({problem.order: problem for problem in problems}.values())


def read_all(sources: Sources, jobs: int = 1) -> list[Read]:
    """Read every text of an archive, with up to *jobs* processes."""
    paths = sources.texts
    if jobs == 1 or len(paths) < _WORTH_A_POOL:
        return list(map(Desk.at(sources).read, paths))
    tools = (sources.root, sources.registry, sources.files.resolver())
    with ProcessPoolExecutor(jobs, processes.context(), initializer=_sit_down, initargs=tools) as pool:
        return list(pool.map(_read, paths, chunksize=max(1, min(64, len(paths) // (jobs * 4)))))


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


def _links_to_places(
    facts: Mapping[str, Fact], bodies: Mapping[str, Body], pages: Mapping[str, str]
) -> Iterator[Problem]:
    """Tell of links to headings of other items and calls that are not there."""
    if not any(body.places for body in bodies.values()):
        return
    # The page of an issue has places of its own.
    read = {path: body for path, body in bodies.items() if not isinstance(facts[path], Issue)}
    anchors = {pages[path]: {anchor for _, anchor, _ in body.headings} for path, body in read.items()}
    for path, body in bodies.items():
        for address, fragment, href in body.places:
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
