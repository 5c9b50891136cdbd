"""What is printed of an archive: PDF files, made where nothing has made them before, in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

from bulletin.content.images import ImageStore
from bulletin.content.registry import BULLETIN
from bulletin.core import parallel
from bulletin.core.cache_file import CacheCorrupted, read_cache_file, write_cache_file
from bulletin.core.dates import Period
from bulletin.core.i18n import Translator
from bulletin.core.memo import fields_only
from bulletin.core.problems import ArchiveProblems, Problem
from bulletin.markdown.body import Body
from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.records import Compilation, Issue, Item
from bulletin.office.booklets import BookletMaker
from bulletin.office.documents import DocumentMaker, PrintedDocument
from bulletin.office.fonts import AbsentFaces, ChosenFonts, choose_fonts, source_of
from bulletin.office.notices import NoticeMaker
from bulletin.office.typesetter import MissingGlyph, NotSet, TextLost, Typesetter
from bulletin.office.word_out.items import item_document
from bulletin.office.word_out.package import word_file
from bulletin.scoring.periods import circular_periods
from bulletin.site.pages.stats.circulars import circular_inputs
from bulletin.site.pages.texts.compilations import candidates, compilation_inputs

_EDITION = b"1"
_FEW = 12
"""So few documents are set in one process: to start others takes as long."""


class PrintedFile(NamedTuple):
    """A PDF file: its address on a site, the keys of what it depends on, and what is printed."""

    address: str
    inputs: Sequence[Key]
    document: Callable[[], PrintedDocument]

    @property
    def word_address(self) -> str:
        """The address of the same as a Word file."""
        return urls.word_beside(self.address)


class MadeFile(NamedTuple):
    """A PDF file that was made, or taken from the store."""

    address: str
    data: bytes
    is_new: bool

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.address.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class Printer:
    """Prints an archive; what was printed once is kept in ``.cache/office``."""

    archive: Archive
    """Its public face."""
    texts: Mapping[str, Body]
    say: Translator
    images: ImageStore
    replaces_pictographs: bool = False
    """Whether a pictograph, of which every check warns, is printed as 〓 and is no problem."""

    def files(self) -> Iterator[PrintedFile]:
        """Yield every file; none is made before it is asked for."""
        yield from map(self.issue, self.archive.issues)
        yield from map(self.circular, circular_periods(self.archive))
        yield from map(self.volume, self.archive.issues_by_year)
        yield from map(self.compilation, self.archive.compilations)

    def issue(self, issue: Issue) -> PrintedFile:
        """Return an issue as a file."""
        return PrintedFile(urls.issue_pdf(issue), [*self._issue_inputs(issue)], partial(self._maker.issue, issue))

    def circular(self, period: Period) -> PrintedFile:
        """Return the circular of a period as a file."""
        label = period.label
        inputs = [*circular_inputs(self.archive, period), keys.circular(label)]
        return PrintedFile(urls.circular_pdf(label), inputs, partial(self._notices.circular, period))

    def volume(self, year: int) -> PrintedFile:
        """Return the bound volume of a year as a file."""
        parts = (key for issue in self.archive.issues_by_year[year] for key in self._issue_inputs(issue))
        inputs = [keys.issues_of(year), keys.REGISTRY, *dict.fromkeys(parts)]
        return PrintedFile(urls.volume_pdf(year), inputs, partial(self._booklets.volume, year))

    def compilation(self, compilation: Compilation) -> PrintedFile:
        """Return a compilation as a file."""
        items = candidates(self.archive, compilation)
        inputs = [
            *compilation_inputs(self.archive, compilation),
            *(key for item in items for key in self._inputs(item)),
        ]
        address = urls.compilation_pdf(compilation.id)
        return PrintedFile(address, inputs, partial(self._booklets.compilation, compilation))

    def _issue_inputs(self, issue: Issue) -> Iterator[Key]:
        yield from (keys.issue(issue.id), keys.text(issue.path), keys.BULLETIN, keys.NAMES)
        for identifier in self.archive.contents[issue.id]:
            yield keys.item(identifier)
            if item := self.archive.item.get(identifier):
                yield from self._inputs(item)

    def _inputs(self, item: Item) -> Iterator[Key]:
        """Yield what the text of an item depends on."""
        if item.path in self.texts:
            yield keys.text(item.path)
            if item.has_pictures:
                yield from map(keys.image, self.texts[item.path].images)

    @cached_property
    def fonts(self) -> ChosenFonts:
        """The fonts; raises ArchiveProblems where the archive asks for some that are not there."""
        try:
            return choose_fonts(dict(self.archive.registry.bulletin.faces))
        except AbsentFaces as absent:
            source = source_of(absent.families)
            values = {"families": "、".join(absent.families), "source": source}
            code = "absent-faces" if source else "absent-official-faces"
            line = self._line_of(BULLETIN, absent.role)
            raise ArchiveProblems(
                [Problem(path=BULLETIN, code=code, line=line, field=absent.role, values=values)]
            ) from None

    def make(self, file: PrintedFile) -> MadeFile:
        """Return a file; raises ArchiveProblems where it cannot be printed."""
        document = file.document()
        if self.replaces_pictographs:
            document = document.without_pictographs()
        kept = self.images.root / ".cache" / "office" / self._typesetter.digest(document)
        with suppress(CacheCorrupted):
            if (data := read_cache_file(kept, _EDITION)) is not None:
                return MadeFile(file.address, bytes(data), is_new=False)
        try:
            made = self._typesetter.set(document)
        except MissingGlyph as missing:
            values = {"sign": missing.sign, "code": f"U+{ord(missing.sign):04X}", "title": document.title}
            line = self._line_of(missing.path, missing.sign)
            raise ArchiveProblems(
                [Problem(path=missing.path, code="missing-glyph", line=line, values=values)]
            ) from None
        except TextLost as lost:
            values = {"words": lost.words, "title": document.title}
            line = self._line_of(lost.path, lost.words)
            raise ArchiveProblems([Problem(path=lost.path, code="text-lost", line=line, values=values)]) from None
        except NotSet as refused:
            values = {"title": document.title, "reason": str(refused)}
            path = document.path or next(iter(document.sources), "")
            raise ArchiveProblems([Problem(path=path, code="not-set", values=values)]) from None
        # Without a writable folder, all is set again each time.
        write_cache_file(kept, made, _EDITION)
        return MadeFile(file.address, made, is_new=True)

    def make_word(self, file: PrintedFile) -> bytes:
        """Return a file as a Word file."""
        return word_file(file.document(), self._read_picture)

    def make_item(self, item: Item) -> bytes:
        """Return an item, which is not withheld, as a Word file of its own."""
        return word_file(item_document(self.archive, item, self.texts[item.path], self.say), self._read_picture)

    def _read_picture(self, path: str) -> bytes:
        return self.images.clean_bytes(f"content/{path}")

    def make_all(
        self, files: Sequence[PrintedFile], jobs: int = 1, progress: Callable[[int, int], None] | None = None
    ) -> Iterator[MadeFile]:
        """Yield files, made by up to *jobs* processes; raises ArchiveProblems with all problems at the end."""
        # The same sign is missing wherever its text is printed.
        problems: dict[tuple[str, int, str], Problem] = {}
        for done, made in enumerate(self._results(files, jobs), 1):
            if progress:
                progress(done, len(files))
            if isinstance(made, MadeFile):
                yield made
            else:
                problems.update({(one.path, one.line, one.code): one for one in made})
        if problems:
            raise ArchiveProblems(problems.values())

    def _results(self, files: Sequence[PrintedFile], jobs: int) -> Iterator[MadeFile | tuple[Problem, ...]]:
        # Chosen here, before others have to.
        _ = self.fonts if files else None
        # Once typst has run, its threads would be missing in a process that is forked.
        if jobs == 1 or len(files) <= _FEW or self._typesetter.has_run:
            yield from map(self._result, files)
            return
        with parallel.process_pool(jobs, _set_worker, self) as pool:
            yield from pool.map(_make_in_worker, [file.address for file in files], chunksize=4)

    def _result(self, file: PrintedFile) -> MadeFile | tuple[Problem, ...]:
        try:
            return self.make(file)
        except ArchiveProblems as error:
            return error.problems

    @cached_property
    def _maker(self) -> DocumentMaker:
        return DocumentMaker(archive=self.archive, texts=self.texts, say=self.say)

    @cached_property
    def _notices(self) -> NoticeMaker:
        return NoticeMaker(archive=self.archive, texts=self.texts, say=self.say)

    @cached_property
    def _booklets(self) -> BookletMaker:
        return BookletMaker(archive=self.archive, texts=self.texts, say=self.say)

    @cached_property
    def _typesetter(self) -> Typesetter:
        return Typesetter(self.fonts, self._read_picture)

    @cached_property
    def _by_address(self) -> Mapping[str, PrintedFile]:
        return {file.address: file for file in self.files()}

    def result_at(self, address: str) -> MadeFile | tuple[Problem, ...]:
        """Return the file at an address, or the problems for which it cannot be printed."""
        return self._result(self._by_address[address])

    def _line_of(self, path: str, text: str) -> int:
        """Return the first line of a file that holds *text*, 0 where none does."""
        try:
            lines = (self.images.root / path).read_text("utf-8").splitlines() if path else []
        except (OSError, ValueError):
            return 0
        return next((number for number, line in enumerate(lines, 1) if text in line), 0)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what each process makes for itself."""
        return fields_only(self)


_worker: list[Printer] = []


def _set_worker(printer: Printer) -> None:
    _worker[:] = [printer]


def _make_in_worker(address: str) -> MadeFile | tuple[Problem, ...]:
    return _worker[0].result_at(address)
