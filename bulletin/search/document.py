"""What of an item is searched: its title, its text, and what people look for it by."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from bulletin.model.schema import ITEM
from bulletin.model.schema.types import Entries, Schema, Searched
from bulletin.search.index_format import json_bytes
from bulletin.search.normalize import fold
from bulletin.search.query.fields import issue_number

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

AUTHOR, NUMBER = "\ufde0", "\ufde1"
"""Noncharacters, which neither a text nor a query can hold: what follows is an author, the number of an issue."""
_NIBBLE = 0xFDD0


class Document(NamedTuple):
    """One item as it is searched; a match never runs from one of its parts into another."""

    id: str
    title: str
    blocks: tuple[str, ...]
    """Its paragraphs, headings, cells, without markup."""
    notes: tuple[str, ...]
    """Numbers of issues, endorsements, outcomes: what its page says besides the text."""
    authors: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    """Number of an issue, and the publication's id, "" for the bulletin itself."""

    def below(self) -> str:
        """Return all that is indexed below the title, not folded yet, with NUL between the parts."""
        authors = (AUTHOR + author for author in self.authors)
        return "\0".join((*self.blocks, *self.notes, *authors, *(numbered(*pair) for pair in self.numbers)))

    def folded(self) -> tuple[str, str]:
        """Return title and parts as they are indexed: parts of which nothing is left are gone."""
        parts = fold(self.below()).split("\0")
        return fold(self.title), "\0".join(filter(None, parts))

    def data(self) -> bytes:
        """Return the item's line in a file of texts, which holds all that is searched of it, in the order above."""
        return json_bytes(self)

    @classmethod
    def read(cls, data: bytes) -> Document:
        """Return what such a line holds; ValueError or TypeError if it is none."""
        identifier, title, blocks, notes, authors, numbers = json.loads(data)
        pairs = tuple((number, publication) for number, publication in numbers)
        return cls(identifier, title, tuple(blocks), tuple(notes), tuple(authors), pairs)


def document(archive: Archive, item: Item, body: Body) -> Document:
    """Return an item as it is searched."""
    return Document(
        id=item.id,
        title=title(item),
        blocks=tuple(blocks(body)),
        notes=tuple(map(_clean, _notes(archive, item))),
        authors=tuple(map(_clean, item.authors)),
        numbers=tuple(dict.fromkeys(_numbers(archive, item))),
    )


def title(item: Item) -> str:
    """Return an item's title as it is searched."""
    return _clean(item.title)


def blocks(body: Body) -> Iterator[str]:
    """Yield the paragraphs of a rendered text, without markup and in one line each."""
    html = _NOT_READ.sub("", body.html) if "footnote" in body.html else body.html
    for piece in _BREAK.split(html):
        if not piece or piece == "\n":
            continue
        plain = _TAG.sub("", piece) if "<" in piece else piece
        if text := " ".join((unescape(plain) if "&" in plain else plain).split()):
            yield text


def _clean(text: str) -> str:
    # An escape in front matter or registry may write a control character, which would end a part.
    return text if text.isprintable() else _CONTROLS.sub(" ", text)


@lru_cache(maxsize=4096)
def numbered(number: str, publication: str | None = None) -> str:
    """Return how the number of an issue is indexed, or, without *publication*, what all of that number begin with.

    No query can hold these characters, so that nobody finds them by chance.
    """
    texts = [issue_number(fold(number))] + ([] if publication is None else [publication])
    return NUMBER + "".join(_hidden(text) + NUMBER for text in texts)


def _hidden(text: str) -> str:
    return "".join(map(_hidden_bytes().__getitem__, text.encode()))


@cache
def _hidden_bytes() -> list[str]:
    return [chr(_NIBBLE + (byte >> 4)) + chr(_NIBBLE + (byte & 15)) for byte in range(256)]


def _notes(archive: Archive, item: Item) -> Iterator[str]:
    for issue in archive.issues_of.get(item.id, ()):
        kind = "" if issue.kind.value == "regular" else issue.kind.names[-1]
        # Without the bulletin's name: a word of it would find everything.
        yield f"{issue.date.year}年{kind}第{issue.number}期"
    for adoption in item.adoptions:
        if adoption.issue:
            number = f"第{adoption.issue}期" if adoption.issue.isdigit() else adoption.issue
            yield from _title(archive.registry.publication[adoption.publication].name, number)
    yield from _declared(item, ITEM)


def _declared(record: object, schema: Schema) -> Iterator[str]:
    """Yield what the fields of a record say of which the schema makes notes."""
    lead = ""
    for spec in schema.fields:
        value: Any = getattr(record, spec.attribute)
        if isinstance(spec.type, Entries):
            yield from (note for entry in value for note in _declared(entry, spec.type.schema))
        elif spec.searched is Searched.LEAD:
            lead = value
        elif spec.searched is Searched.NOTE:
            if lead or value:
                yield "：".join(filter(None, (lead, value)))
            lead = ""


def _title(name: str, number: str) -> Iterator[str]:
    # With the marks and without: both are typed.
    yield f"《{name}》{number}"
    yield f"{name}{number}"


def _numbers(archive: Archive, item: Item) -> Iterator[tuple[str, str]]:
    for issue in archive.issues_of.get(item.id, ()):
        yield str(issue.number), ""
    for adoption in item.adoptions:
        if adoption.issue:
            yield adoption.issue, adoption.publication
