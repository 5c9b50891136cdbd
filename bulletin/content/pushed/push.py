"""What a push brings that must not be in the repository, in any object and on any reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bulletin.checks.messages import problem_severity
from bulletin.checks.sensitive.scan import scan_file_names, scan_text
from bulletin.content.pushed.encodings import readings
from bulletin.content.pushed.git_objects import MAX_BYTES, GitObject, GitObjects, PushedObject, tree_entries
from bulletin.content.pushed.readable import UnreadableFile, texts_in
from bulletin.content.registry import read_registry
from bulletin.core.config import HOME
from bulletin.core.problems import Problem, Severity
from bulletin.model.enums import Classification
from bulletin.model.registry import Registry

_SHORT = 10
"""Characters of the name of a commit that are shown."""
_HEADS = "refs/heads/"
_HEADERS_WITHOUT_WORDS = frozenset({"tree", "parent", "object", "type"})
_TIME = re.compile(r" -?\d+ [+-]\d{4}$")
_PEOPLE = frozenset({"author", "committer", "tagger"})
_SIZE = f"{MAX_BYTES // 1_000_000} MB"


class RefUpdate(NamedTuple):
    """A line that Git gives to the hook: a reference, and the objects that it led to and is to lead to."""

    old: str
    new: str
    ref: str

    @property
    def is_removal(self) -> bool:
        """Whether the reference is removed."""
        return not self.new.strip("0")

    @property
    def branch(self) -> str:
        """The name of the branch; "" for other references."""
        return self.ref.removeprefix(_HEADS) if self.ref.startswith(_HEADS) else ""


def ref_updates(lines: str) -> list[RefUpdate]:
    """Return the references that are created or changed, as Git tells a hook on its standard input."""
    updates = [RefUpdate(*line.split(" ", 2)) for line in lines.splitlines() if line.strip()]
    return [update for update in updates if not update.is_removal]


@dataclass(frozen=True, slots=True)
class PushCheck:
    """Checks the objects of a push."""

    objects: GitObjects
    registry: Registry
    """What may be published, and whether the archive is public."""

    def problems(self, updates: Sequence[RefUpdate]) -> Iterator[Problem]:
        """Yield what is wrong with the references and with every object that they bring."""
        yield from scan_file_names([update.ref for update in updates], self.registry)
        names: dict[str, str] = {}
        for one in self.objects.new_objects(update.new for update in updates):
            if (read := self.objects.read(one.name)) is None:
                continue
            if read.kind in ("commit", "tag"):
                yield from self._headed(read, read.name[:_SHORT])
            elif read.kind == "tree":
                yield from self._folder(read, one, names)
            else:
                yield from self._file(read, one)
        yield from self._names(names)

    def _headed(self, read: GitObject, place: str) -> Iterator[Problem]:
        """Yield what stands in a commit or a tag: its headers, one by one, and its message."""
        if read.data is None:
            yield _too_large(place)
            return
        found: list[Problem] = []
        for text in readings(read.data) or [read.data.decode("utf-8", "replace")]:
            head, _, message = text.partition("\n\n")
            for line in head.split("\n"):
                name, _, value = line.strip(" ").partition(" ")
                if name in _PEOPLE:
                    # The line ends with a time, whose digits are nobody's number.
                    found += self._words(_TIME.sub("", value), place, name)
                elif name not in _HEADERS_WITHOUT_WORDS:
                    found += self._words(line, place, "header")
            found += self._words(message, place, "message")
        yield from (problem for at, problem in enumerate(found) if problem not in found[:at])

    def _words(self, words: str, place: str, name: str) -> Iterator[Problem]:
        for problem in _errors(scan_text(words, place, self.registry)):
            yield replace(problem, field=name, line=problem.line if name == "message" else 0)

    def _folder(self, read: GitObject, one: PushedObject, names: dict[str, str]) -> Iterator[Problem]:
        if read.data is None:
            yield _too_large(one.path)
            return
        for entry in tree_entries(read.data, one.name):
            folder = f"{_shown(one.path)}/" if one.path else ""
            if is_unsafe(entry.name):
                name = entry.name.decode("utf-8", "backslashreplace")
                yield Problem(path=_place(one.commit, folder + name), code="pushed-name", values={"name": name})
            for name in readings(entry.name) or [entry.name.decode("utf-8", "backslashreplace")]:
                names.setdefault(folder + name, one.commit)

    def _names(self, names: dict[str, str]) -> Iterator[Problem]:
        for problem in scan_file_names(names, self.registry):
            yield replace(problem, path=_place(names.get(problem.path, ""), problem.path))

    def _file(self, read: GitObject, one: PushedObject) -> Iterator[Problem]:
        path = _shown(one.path) or one.name[:_SHORT]
        place = _place(one.commit, path)
        if read.data is None:
            yield _too_large(place)
            return
        found: dict[tuple[object, ...], Problem] = {}
        told: set[tuple[object, ...]] = set()
        try:
            for text, has_lines in texts_in(read.data):
                for problem in _errors(scan_text(text, path, self.registry)):
                    # What stands in a file in plain words is told once, with its line.
                    line = problem.line if has_lines else 0
                    if line or (problem.code, *problem.values.items()) not in told:
                        found[problem.code, line, *problem.values.items()] = replace(problem, path=place, line=line)
                    told.add((problem.code, *problem.values.items()))
        except UnreadableFile as error:
            yield Problem(path=place, code=error.code)
        if not found or not _is_of_program(path, read.data):
            yield from found.values()


def registry_of(objects: GitObjects, tips: Iterable[str]) -> Registry:
    """Return what the registries of some commits say, together, about what may be published."""
    allowed: dict[str, tuple[str, ...]] = {}
    classes = set()
    for tip in dict.fromkeys(tips):
        tables = {}
        for path in ("registry/bulletin.toml", "registry/allowed.toml"):
            if (read := objects.read(f"{tip}:{path}")) and read.kind == "blob" and read.data is not None:
                tables[path] = read.data
        found, _ = read_registry(tables)
        classes.add(found.bulletin.classification)
        for code, paths in found.allowed.items():
            allowed[code] = (*allowed.get(code, ()), *paths)
    registry = Registry(allowed=allowed)
    if Classification.PUBLIC in classes:
        return replace(registry, bulletin=replace(registry.bulletin, classification=Classification.PUBLIC))
    return registry


def is_unsafe(name: bytes) -> bool:
    """Whether a name in a folder would lead elsewhere, or into the settings of Git."""
    return not name or name in (b".", b"..") or b"/" in name or b"\\" in name or name.lower() == b".git"


def _is_of_program(path: str, data: bytes) -> bool:
    """Whether a file is one of the program's own that checks it: its tests hold made-up numbers and marks."""
    try:
        return (HOME / path).read_bytes() == data
    except (OSError, ValueError):
        return False


def _shown(path: str) -> str:
    """Return the path of a file as Git tells it, in the encoding that it seems to be in."""
    raw = path.encode("utf-8", "surrogateescape")
    return next(iter(readings(raw)), raw.decode("utf-8", "backslashreplace"))


def _errors(problems: Iterable[Problem]) -> Iterator[Problem]:
    return (problem for problem in problems if problem_severity(problem) is Severity.ERROR)


def _place(commit: str, path: str) -> str:
    """Return the place of a file in a commit as Git writes it."""
    return f"{commit[:_SHORT]}:{path}" if commit else path


def _too_large(path: str) -> Problem:
    return Problem(path=path, code="pushed-too-large", values={"limit": _SIZE})
