"""What can be had of an archive as Word files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.core.i18n import Translator
from bulletin.markdown.body import Body
from bulletin.model.archive import Archive
from bulletin.model.records import Issue, Item
from bulletin.office.documents import DocumentMaker, PrintedDocument
from bulletin.office.notices import NoticeMaker
from bulletin.office.word_out.items import item_document
from bulletin.office.word_out.package import word_file
from bulletin.office.word_out.text import ReadPicture


class WordFile(NamedTuple):
    """A Word file: its name, and what is in it."""

    name: str
    document: Callable[[], PrintedDocument]


@dataclass(frozen=True, kw_only=True)
class WordExporter:
    """Makes Word files of an archive; *texts* are rendered, by the path of their source."""

    archive: Archive
    texts: Mapping[str, Body]
    say: Translator
    read_picture: ReadPicture

    def item(self, item: Item) -> WordFile:
        """Return an item as a file."""
        document = partial(item_document, self.archive, item, self.texts[item.path], self.say)
        return WordFile(f"{item.id.replace('/', '-')}.docx", document)

    def issue(self, issue: Issue) -> WordFile:
        """Return an issue as a file."""
        maker = DocumentMaker(archive=self.archive, texts=self.texts, say=self.say)
        return WordFile(f"{issue.id.replace('/', '-')}.docx", partial(maker.issue, issue))

    def circular(self, period: Period) -> WordFile:
        """Return the circular of a period as a file."""
        maker = NoticeMaker(archive=self.archive, texts=self.texts, say=self.say)
        return WordFile(f"circular-{period.label}.docx", partial(maker.circular, period))

    def make(self, file: WordFile) -> bytes:
        """Return the bytes of a file."""
        return word_file(file.document(), self.read_picture)
