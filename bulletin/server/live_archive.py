"""An archive kept in memory and updated when its files change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import Enum, auto
from pathlib import Path

from bulletin.content.file_reader import FileReader, ParsedFile, read_files
from bulletin.content.loader import LoadedArchive, assemble
from bulletin.content.sources import Sources, read_sources
from bulletin.core.problems import Problem
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.renderer import Body, Renderer
from bulletin.model.records import Fact, Issue
from bulletin.server.text_edits import TextCounts, apply_text_edit, changes_only_text


class Changed(Enum):
    """How much of an archive an update has changed."""

    NOTHING = auto()
    TEXT = auto()
    """One text only, with no effect on other pages' facts."""
    FACTS = auto()


class LiveArchive:
    """An archive as it is on disk; an update reads again only what may have changed."""

    def __init__(self, root: Path, today: date, jobs: int) -> None:
        """Read the archive in *root* with up to *jobs* processes."""
        self.root, self.today = root, today
        self._reads: dict[str, ParsedFile] = {}
        self._text_counts = TextCounts()
        self.loaded: LoadedArchive
        self._use_sources(read_sources(root))
        for path in self._sources.text_paths[:1]:
            # Loads modules and compiles expressions before the first edit needs them.
            self._desk.read(path)
        for read in read_files(self._sources, jobs):
            self._store(read)
        self._assemble()

    def update(self, paths: Collection[str], today: date) -> Changed:
        """Read what has changed at *paths*, relative to the archive's root; return how much has changed."""
        is_new_day, self.today = today != self.today, today
        touched = [path for path in paths if path in self._reads]
        if any(self._changes_file_set(path) for path in paths):
            return self._rescan(touched, force=is_new_day)
        return self._reread(touched, force=is_new_day)

    def _changes_file_set(self, path: str) -> bool:
        """Whether a change adds or removes a file, or is of a file that holds no text."""
        file = self.root / path
        return path not in self._reads or file.is_symlink() or not file.is_file()

    def _use_sources(self, sources: Sources) -> None:
        self._sources = sources
        self._resolver = sources.files.link_resolver()
        self._desk = FileReader(sources.root, sources.registry, self._resolver)
        self._desk.renderer = _ReusingRenderer(self._resolver, self._reads)

    def _rescan(self, touched: Iterable[str], *, force: bool) -> Changed:
        """List the files again; read those that are new, touched, or depend on which other files exist."""
        sources, resolver = self._sources, self._resolver
        self._use_sources(read_sources(self.root))
        texts = set(self._sources.text_paths)
        again = texts - self._reads.keys() | texts.intersection(touched)
        for path in self._reads.keys() - texts:
            self._text_counts.replace(self._reads.pop(path), None)
        if self._sources.registry != sources.registry:
            again = texts
        if self._resolver != resolver:
            dependent = {path: read for path, read in self._reads.items() if _depends_on_other_files(read)}
            again |= dependent.keys()
            for path in dependent:
                self._text_counts.replace(self._reads.pop(path), None)
        return self._reread(again, force=force or self._sources != sources)

    def _reread(self, paths: Iterable[str], *, force: bool) -> Changed:
        """Read files again and update the archive if they differ, or in any case by *force*."""
        reads = [read for path in paths if (read := self._desk.read(path)) != self._reads.get(path)]
        if len(reads) == 1 and not force and self._apply_text_edit(reads[0]):
            return Changed.TEXT
        for read in reads:
            self._store(read)
        if not reads and not force:
            return Changed.NOTHING
        self._assemble()
        return Changed.FACTS

    def _apply_text_edit(self, new: ParsedFile) -> bool:
        """Apply an edit that changes only one text; return whether it is one."""
        old = self._reads.get(new.path)
        if old is None or not changes_only_text(old, new, self.loaded) or not self._text_counts.is_unique(old, new):
            return False
        self.loaded = apply_text_edit(self.loaded, old, new)
        self._store(new)
        return True

    def _store(self, read: ParsedFile) -> None:
        self._text_counts.replace(self._reads.get(read.path), read)
        self._reads[read.path] = read

    def _assemble(self) -> None:
        self.loaded = assemble(self._sources, [self._reads[path] for path in self._sources.text_paths], self.today)


class _ReusingRenderer(Renderer):
    """Returns the previous HTML of texts that have not changed and have no problems."""

    def __init__(self, resolver: LinkResolver, reads: Mapping[str, ParsedFile]) -> None:
        super().__init__(resolver)
        self._reads = reads

    def render(self, text: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """Return the rendered *text* of the file *source*, and its problems."""
        old = self._reads.get(source)
        if old and old.fact and old.body and not old.problems and _text_of(old.fact) == text:
            return old.body, []
        return super().render(text, source, first_line)


def _text_of(fact: Fact) -> str:
    return fact.foreword if isinstance(fact, Issue) else fact.body


def _depends_on_other_files(read: ParsedFile) -> bool:
    """Whether the result of reading depends on which other files exist."""
    return not read.body or bool(read.problems or read.body.links or read.body.images)
