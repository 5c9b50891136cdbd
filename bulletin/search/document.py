"""What is searched of an item: its title, its text, and facts by which people look for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from bulletin.model.schema import ITEM
from bulletin.model.schema.types import Entries, Schema, Searched
from bulletin.search.index_format import json_bytes
from bulletin.search.normalize import fold, issue_number

if TYPE_CHECKING:
    from bulletin.markdown.renderer import Body
    from bulletin.model.archive import Archive
    from bulletin.model.records import Item

_NOT_READ = re.compile(
    r'<sup id="[^"]*"><a class="footnote-ref".*?</sup>|<a class="footnote-backref".*?</a>', re.DOTALL
)
_BREAK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|t[hd]|blockquote|pre|hr|br|section|figure)\b[^>]*>"
)
_CONTROLS = re.compile("[\x00-\x1f]")
_TAG = re.compile(r"<[^>]*>")

AUTHOR_MARK, NUMBER_MARK = "\ufde0", "\ufde1"
"""Noncharacters, which neither a text nor a query can hold, before an author and around the number of an issue."""
_NIBBLE = 0xFDD0


class Document(NamedTuple):
    """One item as it is searched; a match never crosses from one of its parts into another."""

    id: str
    title: str
    blocks: tuple[str, ...]
    """Paragraphs, headings and cells, without markup."""
    notes: tuple[str, ...]
    """What its page says besides the text: numbers of issues, endorsements, outcomes."""
    authors: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    """Numbers of issues, each with the id of the publication, "" for the bulletin itself."""

    def text_below_title(self) -> str:
        """Return all that is indexed besides the title, not folded, with NUL between the parts."""
        authors = (AUTHOR_MARK + author for author in self.authors)
        return "\0".join((*self.blocks, *self.notes, *authors, *(encode_issue_number(*pair) for pair in self.numbers)))

    def to_line(self) -> bytes:
        """Return the item's line in a file of texts: a JSON array of the fields above."""
        return json_bytes(self)

    @classmethod
    def from_line(cls, data: bytes) -> Document:
        """Return the document of such a line; ValueError or TypeError if the line is not valid."""
        identifier, title, blocks, notes, authors, numbers = json.loads(data)
        pairs = tuple((number, publication) for number, publication in numbers)
        return cls(identifier, title, tuple(blocks), tuple(notes), tuple(authors), pairs)


def make_document(archive: Archive, item: Item, body: Body) -> Document:
    """Return an item as it is searched."""
    return Document(
        id=item.id,
        title=search_title(item),
        blocks=tuple(text_blocks(body)),
        notes=tuple(map(_clean, _notes(archive, item))),
        authors=tuple(map(_clean, item.authors)),
        numbers=tuple(dict.fromkeys(_numbers(archive, item))),
    )


def search_title(item: Item) -> str:
    """Return an item's title as it is searched."""
    return _clean(item.title)


def text_blocks(body: Body) -> Iterator[str]:
    """Yield the paragraphs of a rendered text, without markup and in one line each."""
    html = _NOT_READ.sub("", body.html) if "footnote" in body.html else body.html
    for piece in _BREAK.split(html):
        if not piece or piece == "\n":
            continue
        plain = _TAG.sub("", piece) if "<" in piece else piece
        if text := " ".join((unescape(plain) if "&" in plain else plain).split()):
            yield text


def _clean(text: str) -> str:
    # Escapes in front matter and registry can write control characters, which separate parts in the index.
    return text if text.isprintable() else _CONTROLS.sub(" ", text)


@lru_cache(maxsize=4096)
def encode_issue_number(number: str, publication: str | None = None) -> str:
    """Return how the number of an issue is indexed; without *publication*, the prefix common to all publications.

    It consists of noncharacters, so that no query finds it by chance.
    """
    texts = [issue_number(fold(number))] + ([] if publication is None else [publication])
    return NUMBER_MARK + "".join(_to_noncharacters(text) + NUMBER_MARK for text in texts)


def _to_noncharacters(text: str) -> str:
    return "".join(map(_noncharacters_of_bytes().__getitem__, text.encode()))


@cache
def _noncharacters_of_bytes() -> list[str]:
    return [chr(_NIBBLE + (byte >> 4)) + chr(_NIBBLE + (byte & 15)) for byte in range(256)]


def _notes(archive: Archive, item: Item) -> Iterator[str]:
    for issue in archive.issues_of.get(item.id, ()):
        kind = "" if issue.kind.value == "regular" else issue.kind.names[-1]
        # Without the name of the bulletin, as a word of it would find every item.
        yield f"{issue.date.year}年{kind}第{issue.number}期"
    for adoption in item.adoptions:
        if adoption.issue:
            number = f"第{adoption.issue}期" if adoption.issue.isdigit() else adoption.issue
            yield from _issue_titles(archive.registry.publication[adoption.publication].name, number)
    yield from _declared(item, ITEM)


def _declared(record: object, schema: Schema) -> Iterator[str]:
    """Yield what the fields of a record say of which the schema makes notes."""
    lead = ""
    for attribute, entries, searched in _searched_fields(schema):
        value: Any = getattr(record, attribute)
        if entries:
            for entry in value:
                yield from _declared(entry, entries)
        elif searched is Searched.LEAD:
            lead = value
        else:
            if lead or value:
                yield "：".join(filter(None, (lead, value)))
            lead = ""


@cache
def _searched_fields(schema: Schema) -> Sequence[tuple[str, Schema | None, Searched | None]]:
    """Return the attributes of which notes are made, each with the schema of its entries, or as what it is searched."""
    entries = ((spec, spec.type.schema if isinstance(spec.type, Entries) else None) for spec in schema.fields)
    return [
        (spec.attribute, nested, spec.searched)
        for spec, nested in entries
        if nested or spec.searched in {Searched.LEAD, Searched.NOTE}
    ]


def _issue_titles(name: str, number: str) -> Iterator[str]:
    # With title marks and without, as people type both.
    yield f"《{name}》{number}"
    yield f"{name}{number}"


def _numbers(archive: Archive, item: Item) -> Iterator[tuple[str, str]]:
    for issue in archive.issues_of.get(item.id, ()):
        yield str(issue.number), ""
    for adoption in item.adoptions:
        if adoption.issue:
            yield adoption.issue, adoption.publication
