"""What is wrong with an archive after a change that is not wrong now, read by its own reader.

Only files that a change can matter to are read: the changed ones, those that name them, and all calls and issues.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from bulletin.checks.sensitive.scan import scan_file_names
from bulletin.content import scan
from bulletin.content.file_reader import FileReader
from bulletin.content.loader import part_of_archive
from bulletin.content.parsed_file import ParsedFile
from bulletin.content.sources import Sources, parse_sources, read_bytes, read_sources
from bulletin.core.problems import Problem
from bulletin.editing.changes import FileChange, as_bytes
from bulletin.model.records import Fact, Issue
from bulletin.model.registry import Registry, lookup_key

_HEAD = 4000
"""Front matter that is not closed is looked through so far."""


def added_problems(
    root: Path, changes: Sequence[FileChange], today: date, moved: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """Return the problems that an archive would have after *changes* and does not have now.

    A problem of a file that is *moved*, or that names it, is known by the old path, which stands behind the new one.
    """
    old = read_sources(root)
    new = _changed_sources(old, changes)
    others = _files_to_read(old, new, changes)
    before = _problems(old, others, {change.path: as_bytes(change.before) for change in changes}, today)
    after = _problems(new, others, {change.path: as_bytes(change.after) for change in changes}, today)
    known = Counter(_identity(problem, {}) for problem in before)
    return tuple(problem for problem in after if _is_added(problem, known, moved or {}))


def _is_added(problem: Problem, known: Counter[object], moved: Mapping[str, str]) -> bool:
    known[key := _identity(problem, moved)] -= 1
    return known[key] < 0


def _identity(problem: Problem, moved: Mapping[str, str]) -> object:
    """Return what a problem is told by, wherever it stands in its file."""
    values = sorted((name, moved.get(value, value)) for name, value in problem.values.items())
    return moved.get(problem.path, problem.path), problem.code, problem.field, tuple(values)


def _changed_sources(old: Sources, changes: Iterable[FileChange]) -> Sources:
    """Return the files and the registry as they would be."""
    added = [change.path for change in changes if change.before is None]
    removed = {change.path for change in changes if change.after is None}
    files = scan.changed_tree(old.files, added, removed)
    held = {change.path: data for change in changes if (data := as_bytes(change.after)) is not None}
    tables = {path: held.get(path) or old.tables[path] for path in files.registry if path in held or path in old.tables}
    if tables == old.tables and files is old.files:
        return old
    new = replace(old, files=files) if tables == old.tables else parse_sources(old.root, files, tables)
    return replace(new, name_problems=tuple(scan_file_names(new.paths, new.registry)))


def _files_to_read(old: Sources, new: Sources, changes: Sequence[FileChange]) -> list[str]:
    """Return the unchanged files that a change can matter to."""
    changed = {change.path for change in changes}
    kept = [path for path in old.paths if path.endswith(".md") and path not in changed]
    names = changed_names(old.registry, new.registry)
    if names is None:
        return kept
    facts = _changed_facts(new, changes)
    small = {*old.files.calls, *old.files.issues, *(old.files.circulars if new.registry != old.registry else ())}
    small |= {f"{scan.ITEMS}/{name}.md" for fact in facts if isinstance(fact, Issue) for name in fact.listed or ()}
    moved = ({one.old for one in registry.redirects} for registry in (old.registry, new.registry))
    words = {word.encode() for word in (*_words(changes), *map(_stem, set.symmetric_difference(*moved))) if word}
    return [path for path in kept if path in small or ((words or names) and _mentions(old.root, path, words, names))]


def changed_names(old: Registry, new: Registry) -> frozenset[str] | None:
    """Return every lookup key by which files name what is another in two registries; None where all files matter."""
    if old is new:
        return frozenset()
    if (old.bulletin, old.allowed) != (new.bulletin, new.allowed):
        return None
    return frozenset(map(lookup_key, _different_names(old, new)))


def _different_names(old: Registry, new: Registry) -> Iterator[str]:
    for one, other in ((old, new), (new, old)):
        for unit in set(one.units) - set(other.units):
            yield from (unit.id, unit.name, *unit.aliases, *unit.former_names)
        for publication in set(one.publications) - set(other.publications):
            yield from (publication.id, publication.name, *publication.aliases)
        for category in set(one.categories) - set(other.categories):
            yield from (category.id, category.name)
        for own in set(one.treatments) - set(other.treatments):
            yield from (own.name, *own.aliases)


def _changed_facts(sources: Sources, changes: Iterable[FileChange]) -> list[Fact | None]:
    reader = FileReader.for_sources(sources)
    texts = ((change.path, as_bytes(change.after)) for change in changes if change.path.endswith(".md"))
    return [reader.parse(data, path).parsed.fact for path, data in texts if data is not None]


def _words(changes: Iterable[FileChange]) -> Iterator[str]:
    """Yield words of the files that name what is added or removed, or that have the text that is added."""
    for change in changes:
        if change.before is None or change.after is None:
            yield _stem(change.path)
        if change.before is None and change.path.startswith(f"{scan.ITEMS}/") and isinstance(change.after, str):
            yield from _title_and_longest_line(change.after)


def _stem(path: str) -> str:
    """Return the word by which links name a file or an address."""
    return PurePosixPath(path).stem


def _title_and_longest_line(text: str) -> Iterator[str]:
    """Yield what the files have that have the same title or the same text."""
    lines = [line.strip() for line in text.splitlines()]
    yield max(lines, key=len, default="")
    yield from (line.partition(":")[2].strip() for line in lines if line.startswith(("title:", "标题:")))


def _mentions(root: Path, path: str, words: Collection[bytes], names: Collection[str]) -> bool:
    """Whether a file has one of *words*, or its front matter one of *names*, however they are typed."""
    try:
        data = read_bytes(f"{root}/{path}")
    except OSError:
        return True
    if any(word in data for word in words):
        return True
    if not names:
        return False
    head = lookup_key.__wrapped__(data[: max(data.find(b"\n---", 3), 0) or _HEAD].decode("utf-8", "ignore"))
    return any(name in head for name in names)


def _problems(
    sources: Sources, paths: Iterable[str], changed: Mapping[str, bytes | None], today: date
) -> Iterator[Problem]:
    """Yield what is wrong with some files, and with *changed* ones that hold what is given."""
    reader = FileReader.for_sources(sources)
    parsed: list[ParsedFile] = [reader.read(path).parsed for path in paths]
    known = set(sources.paths)
    for path, data in changed.items():
        if data is not None and path in known and path.endswith(".md"):
            parsed.append(reader.parse(data, path).parsed)
    return iter(part_of_archive(sources, parsed, today).problems)
