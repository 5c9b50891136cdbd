"""An archive kept in memory: what was read of each file, and what it all amounts to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import Enum, auto
from pathlib import Path

from bulletin.content.file_reader import Desk, Fact, Read, Sources, read_all, survey
from bulletin.content.loader import Loaded, assemble
from bulletin.core.problems import Problem
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.renderer import Body, Renderer
from bulletin.model.records import Issue
from bulletin.server.edits import Wordings, applied, is_plain


class Extent(Enum):
    """How much of the archive is another."""

    NOTHING = auto()
    TEXT = auto()
    """One text, and nothing that is said anywhere else."""
    FACTS = auto()


class Keeper:
    """Holds an archive as it is on disk, and reads no more again than has changed."""

    def __init__(self, root: Path, today: date, jobs: int) -> None:
        """Read the archive in *root* with up to *jobs* processes."""
        self.root, self.today = root, today
        self._reads: dict[str, Read] = {}
        self._wordings = Wordings()
        self.loaded: Loaded
        self._settle(survey(root))
        for path in self._sources.texts[:1]:
            # What reading loads and compiles is not left to the first edit.
            self._desk.read(path)
        for read in read_all(self._sources, jobs):
            self._put(read)
        self._assemble()

    def follow(self, paths: Collection[str], today: date) -> Extent:
        """Read again what has changed at *paths*, relative to the archive; return how much is another for it."""
        turned, self.today = today != self.today, today
        touched = [path for path in paths if path in self._reads]
        if any(self._is_news(path) for path in paths):
            return self._survey(touched, force=turned)
        return self._read(touched, force=turned)

    def _is_news(self, path: str) -> bool:
        """Whether more has changed than what a text says: which files there are, or what lies beside the texts."""
        file = self.root / path
        return path not in self._reads or file.is_symlink() or not file.is_file()

    def _settle(self, sources: Sources) -> None:
        self._sources = sources
        self._resolver = sources.files.resolver()
        self._desk = Desk(sources.root, sources.registry, self._resolver)
        self._desk.renderer = _Recalling(self._resolver, self._reads)

    def _survey(self, touched: Iterable[str], *, force: bool) -> Extent:
        """Look which files there are; read those that are new, touched, or understood otherwise than before."""
        sources, resolver = self._sources, self._resolver
        self._settle(survey(self.root))
        texts = set(self._sources.texts)
        again = texts - self._reads.keys() | texts.intersection(touched)
        for path in self._reads.keys() - texts:
            self._wordings.exchange(self._reads.pop(path), None)
        if self._sources.registry != sources.registry:
            again = texts
        if self._resolver != resolver:
            asking = {path: read for path, read in self._reads.items() if _asks(read)}
            again |= asking.keys()
            for path in asking:
                self._wordings.exchange(self._reads.pop(path), None)
        return self._read(again, force=force or self._sources != sources)

    def _read(self, paths: Iterable[str], *, force: bool) -> Extent:
        """Read files again, and put together what has changed by that, or all of it by *force*."""
        reads = [read for path in paths if (read := self._desk.read(path)) != self._reads.get(path)]
        if len(reads) == 1 and not force and self._edit(reads[0]):
            return Extent.TEXT
        for read in reads:
            self._put(read)
        if not reads and not force:
            return Extent.NOTHING
        self._assemble()
        return Extent.FACTS

    def _edit(self, new: Read) -> bool:
        """Apply an edit that changes nothing but one text, if it is one."""
        old = self._reads.get(new.path)
        if old is None or not is_plain(old, new, self.loaded) or not self._wordings.alone(old, new):
            return False
        self.loaded = applied(self.loaded, old, new)
        self._put(new)
        return True

    def _put(self, read: Read) -> None:
        self._wordings.exchange(self._reads.get(read.path), read)
        self._reads[read.path] = read

    def _assemble(self) -> None:
        self.loaded = assemble(self._sources, [self._reads[path] for path in self._sources.texts], self.today)


class _Recalling(Renderer):
    """Renders no text again that was found to be in order before."""

    def __init__(self, resolver: LinkResolver, reads: Mapping[str, Read]) -> None:
        super().__init__(resolver)
        self._reads = reads

    def render(self, text: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """Return the rendered *text* of the file *source*, and what is wrong with it."""
        old = self._reads.get(source)
        if old and old.fact and old.body and not old.problems and _text(old.fact) == text:
            return old.body, []
        return super().render(text, source, first_line)


def _text(fact: Fact) -> str:
    return fact.foreword if isinstance(fact, Issue) else fact.body


def _asks(read: Read) -> bool:
    """Whether what was read depends on which other files there are."""
    return not read.body or bool(read.problems or read.body.links or read.body.images)
