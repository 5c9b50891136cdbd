"""Leak terms: words that only unpublished sources hold, and that no published file may hold.

Texts are compared by their word runs, that is, runs of letters, digits and Han characters, so that markup, line breaks
and quotation marks do not matter. Runs of published texts and of the program's messages, and dates, are no leak terms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, NamedTuple

from bulletin.content import scan
from bulletin.content.closed_writer import FOLDER as CLOSED_FOLDER
from bulletin.core.i18n import LANGUAGES, translator
from bulletin.model.archive import Archive
from bulletin.model.public import public_archive
from bulletin.model.records import Item
from bulletin.model.schema import ITEM, item_schemas
from bulletin.model.schema.types import CallId, Entries, IssueNumber, OneOf, Schema, Text, Texts

_RUN = re.compile(r"\w{8,}")
_DATE = re.compile(r"[\d年月日]+")
_LINK = re.compile(r"\]\([^)]*\)")
_MARKUP = re.compile(r"[*_`~\[\]\\]")


def word_runs(text: str) -> set[str]:
    """Return the word runs of *text* that have at least eight characters."""
    return set(_RUN.findall(text))


def leak_terms(unpublished: Mapping[str, str], published: Iterable[str]) -> dict[str, str]:
    """Return the runs that no *published* text holds, each with the path of the *unpublished* source that does."""
    found = {
        run: path
        for path, text in sorted(unpublished.items(), reverse=True)
        for run in _source_runs(text)
        if not _DATE.fullmatch(run)
    }
    for text in published:
        for run in _source_runs(text) & found.keys():
            del found[run]
    return found


def _source_runs(text: str) -> set[str]:
    """Return the word runs of Markdown, with and without its markup."""
    plain = unicodedata.normalize("NFC", text)
    return word_runs(plain) | word_runs(_MARKUP.sub("", _LINK.sub("", plain)))


class UnpublishedSources(NamedTuple):
    """The source files of an archive that are not published, and the words that only they hold."""

    paths: frozenset[str]
    leak_terms: Mapping[str, str]
    """The path of the source, by word."""

    @classmethod
    def read(cls, root: Path, archive: Archive) -> UnpublishedSources:
        """Read the source files themselves, as the archive does not hold what is not published."""
        files = scan.scan_archive(root)
        published = {fact.path for facts in (archive.items, archive.issues, archive.calls) for fact in facts}
        published -= {item.path for item in archive.items if item.is_withheld}
        unpublished = frozenset({*files.items, *files.issues, *files.calls} - published)

        def read(path: str) -> str:
            return (root / path).read_bytes().decode("utf-8", "replace")

        schemes = _scheme_texts(archive)
        if not unpublished and not schemes:
            return cls(unpublished, {})
        messages = (text for language in LANGUAGES for pair in translator(language).sentences.items() for text in pair)
        # What was closed holds the words of schemes, too.
        private = (*schemes, CLOSED_FOLDER) if schemes else ()
        registry = [path for path in files.registry if not path.startswith(private)]
        sources = (read(path) for path in (*published, *files.pages, *registry) if path)
        kept = (text for item in archive.items if item.is_withheld for text in _public_texts(item))
        public = (*messages, *_schema_words(), *sources, *kept)
        return cls(unpublished, leak_terms({path: read(path) for path in unpublished} | schemes, public))


def _scheme_texts(archive: Archive) -> dict[str, str]:
    """Return what the schemes say in words, by path, where they are not published."""
    if public_archive(archive).schemes:
        return {}
    return {scheme.path: "\n".join(_words_of(scheme)) for scheme in archive.schemes}


def _words_of(value: object) -> Iterator[str]:
    """Yield the names and words of a scheme and of all its rules."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for part in value:
            yield from _words_of(part)
    elif is_dataclass(value):
        for field in fields(value):
            part = getattr(value, field.name)
            if isinstance(part, str):
                yield from [part] if field.name.endswith(("words", "name")) else []
            else:
                yield from _words_of(part)


def _schema_words() -> Iterator[str]:
    """Yield the names of fields and terms in front matter."""
    for schema in item_schemas():
        yield from schema.names
        for spec in schema.fields:
            if isinstance(spec.type, OneOf):
                yield from (word for term in spec.type.terms for word in (term.value, *term.names))


def _public_texts(item: Item) -> Iterator[str]:
    """Yield the texts of a withheld item that stay public because figures depend on them."""
    yield from (item.id, item.path)
    yield from _record_texts(item, ITEM)


def _record_texts(record: object, schema: Schema) -> Iterator[str]:
    for spec in schema.fields:
        value: Any = getattr(record, spec.attribute)
        match spec.type:
            case Entries(schema=nested):
                yield from (text for entry in value for text in _record_texts(entry, nested))
            case Text() | IssueNumber() | CallId():
                yield value
            case Texts():
                yield from value
