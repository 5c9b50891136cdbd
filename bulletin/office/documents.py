"""What is printed: an issue as a document, the values that the template of typst is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bulletin.core.i18n import Translator
from bulletin.core.text import PICTOGRAPH
from bulletin.markdown.body import Body
from bulletin.model.archive import Archive
from bulletin.model.formatters import Formatters
from bulletin.model.records import Compilation, Issue, Item
from bulletin.model.registry import Bulletin
from bulletin.office.blocks import printable_blocks, without_label
from bulletin.office.nodes import pictures_in, text_nodes

ABSENT_SIGN = "〓"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDocument:
    """A document to be set: the values for the template, and the pictures that it shows."""

    path: str
    """The file that it is printed from, or ""."""
    title: str
    day: date
    values: Mapping[str, Any]
    """Without the fonts."""
    pictures: tuple[str, ...] = ()
    """Paths below ``content/``."""
    sources: Mapping[str, object] = field(default_factory=dict)
    """The values that each file has given, by its path: a sign that no face has is looked for in them."""

    def without_pictographs(self) -> PrintedDocument:
        """Return the document with the sign that printers put for one they do not have."""
        return replace(self, values=_without_pictographs(self.values))


def _without_pictographs(value: Any) -> Any:  # noqa: ANN401 - what JSON can hold
    if isinstance(value, str):
        return PICTOGRAPH.sub(ABSENT_SIGN, value)
    if isinstance(value, dict):
        return {key: inner if key in ("path", "href") else _without_pictographs(inner) for key, inner in value.items()}
    return [*map(_without_pictographs, value)] if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMaker:
    """Makes documents of an archive; *texts* are rendered, by the path of their source."""

    archive: Archive
    texts: Mapping[str, Body]
    say: Translator

    def issue(self, issue: Issue) -> PrintedDocument:
        """Return an issue as a document."""
        say, bulletin = self.say, self.archive.registry.bulletin
        formatters = Formatters(say)
        number = formatters.number(issue) + formatters.serial(issue)
        title = say(
            "{name} {number}",
            name=bulletin.name,
            number=say("{year} {number}", year=formatters.year(issue.date.year), number=number),
        )
        parts = DocumentParts(self.archive, self.texts, self.say)
        note = parts.note(issue, "note-") if issue.has_foreword else []
        entries = [parts.entry(identifier) for identifier in self.archive.contents[issue.id]]
        shown = sum(entry["title"] is not None for entry in entries)
        values = {
            "kind": "issue",
            **metadata(bulletin, say, title, issue.date),
            "masthead": {
                "marking": bulletin.marking,
                "name": bulletin.name,
                "title": issue.title,
                "number": number,
                "unit": bulletin.editing_unit,
                "day": formatters.day(issue.date),
            },
            "contents": say("In this issue") if shown > 1 else None,
            "note": {"label": say("Editor's note:"), "of": note} if note else None,
            "entries": entries,
            "foot": self._foot(issue),
        }
        return PrintedDocument(
            path=issue.path,
            title=title,
            day=issue.date,
            values=values,
            pictures=tuple(parts.pictures),
            sources=parts.sources,
        )

    def _foot(self, issue: Issue) -> dict[str, Any]:
        say, bulletin = self.say, self.archive.registry.bulletin
        to, copies = bulletin.distribution, issue.copies or bulletin.copies
        rows = (
            (say("To superiors:"), to.superior),
            (say("To equals:"), to.same_level),
            (say("To subordinates:"), to.subordinate),
        )
        people = (
            (issue.editor, say("Editor: {name}", name=issue.editor)),
            (issue.signer, say("Signed off: {name}", name=issue.signer)),
        )
        return {
            "rows": [[label, say(", ").join(names) + say(".")] for label, names in rows if names],
            "people": [text for name, text in people if name],
            "copies": say.ngettext("{n} copy printed", "{n} copies printed", copies) if copies else "",
        }


def metadata(bulletin: Bulletin, say: Translator, title: str, day: date) -> dict[str, Any]:
    """Return what a document says of itself."""
    return {
        "title": title,
        "author": bulletin.editing_unit or bulletin.name,
        "keywords": [bulletin.name],
        "date": [day.year, day.month, day.day],
        "lang": say.language,
    }


class DocumentParts:
    """The texts of one document, and what they need."""

    def __init__(self, archive: Archive, texts: Mapping[str, Body], say: Translator) -> None:
        """Take the archive, and its rendered texts by the path of their source."""
        self._archive, self._texts, self._say = archive, texts, say
        self._formatters = Formatters(say)
        self.pictures: dict[str, None] = {}
        self.sources: dict[str, object] = {}

    def note(self, source: Compilation | Issue, prefix: str) -> list[Any]:
        """Return the blocks of an editor's note or a preface, without the label that is printed before it."""
        label = self._say("Editor's note:" if isinstance(source, Issue) else "Preface")
        return without_label(self.text(source, prefix, is_note=True), label.rstrip(":："))

    def text(self, source: Compilation | Issue | Item, prefix: str, *, is_note: bool = False) -> list[Any]:
        """Return the blocks of the text of a file."""
        nodes = text_nodes(self._texts[source.path].html)
        self.pictures.update(dict.fromkeys(pictures_in(nodes)))
        blocks = printable_blocks(nodes, prefix, is_note=is_note)
        self.sources[source.path] = blocks
        return blocks

    def entry(self, identifier: str, prefix: str = "") -> dict[str, Any]:
        """Return an item of an issue; of one that may not be read, only a line.

        *prefix* keeps the names of footnotes apart where an item stands in a document twice.
        """
        item, say, day = self._archive.item.get(identifier), self._say, self._formatters.day
        if item is None:
            gone = self._archive.tombstone[identifier]
            return {"title": None, "gone": say("; ").join([identifier, day(gone.date), say("withdrawn")])}
        if item.is_withheld:
            return {"title": None, "gone": say("; ").join([item.title, day(item.date)])}
        entry = {
            "title": item.title,
            "corrections": [
                say("Correction of {day}: {note}", day=day(one.date), note=one.note) for one in item.corrections
            ],
            "of": self.text(item, f"{prefix}{identifier}-"),
            "byline": self._byline(item),
        }
        self.sources[item.path] = entry
        return entry

    def _byline(self, item: Item) -> str:
        units = self._say(", ").join(self._archive.registry.unit[unit].name for unit in item.units)
        if not item.authors:
            return self._say("({units})", units=units)
        return self._say("({units}; {authors})", units=units, authors=self._say(", ").join(item.authors))
