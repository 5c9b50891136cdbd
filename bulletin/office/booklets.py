"""Booklets: the bound volume of a year, and compilations: cover, preface, contents, chapters, indexes, imprint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bulletin.core.i18n import Translator
from bulletin.markdown.body import Body
from bulletin.model.archive import Archive
from bulletin.model.compilations import chapter_items, chapter_title
from bulletin.model.formatters import Formatters
from bulletin.model.records import Compilation, Issue
from bulletin.office.documents import DocumentParts, PrintedDocument, metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletMaker:
    """Makes booklets of an archive; *texts* are rendered, by the path of their source."""

    archive: Archive
    texts: Mapping[str, Body]
    say: Translator

    def volume(self, year: int) -> PrintedDocument:
        """Return all issues of a year as one booklet."""
        issues = self.archive.issues_by_year[year]
        parts = DocumentParts(self.archive, self.texts, self.say)
        chapters = [self._issue(issue, parts, number) for number, issue in enumerate(issues)]
        title = self.say("{name}: bound volume of {year}", name=self.archive.registry.bulletin.name, year=year)
        return self._booklet(title, issues[-1].date, chapters, parts, path="", preface=())

    def compilation(self, compilation: Compilation) -> PrintedDocument:
        """Return a compilation as a booklet."""
        parts = DocumentParts(self.archive, self.texts, self.say)
        preface = parts.note(compilation, "preface-") if compilation.has_preface else ()
        chapters = []
        for number, chapter in enumerate(compilation.chapters):
            items = chapter_items(self.archive, chapter, lambda item: self.texts[item.path].plain)
            entries = _labelled(number, (item.id for item in items), parts)
            chapters.append({"title": chapter_title(self.archive, chapter), "day": "", "note": [], "entries": entries})
        return self._booklet(
            compilation.title, compilation.date, chapters, parts, path=compilation.path, preface=preface
        )

    def _issue(self, issue: Issue, parts: DocumentParts, number: int) -> dict[str, Any]:
        formatters = Formatters(self.say)
        name = formatters.number(issue) + formatters.serial(issue)
        titled = self.say("{number}: {title}", number=name, title=issue.title) if issue.title else name
        return {
            "title": titled,
            "day": formatters.day(issue.date),
            "note": parts.note(issue, f"{number}-note-") if issue.has_foreword else [],
            "entries": _labelled(number, self.archive.contents[issue.id], parts),
        }

    def _booklet(
        self,
        title: str,
        day: date,
        chapters: Sequence[dict[str, Any]],
        parts: DocumentParts,
        *,
        path: str,
        preface: Sequence[Any],
    ) -> PrintedDocument:
        say, bulletin = self.say, self.archive.registry.bulletin
        entries = [entry for chapter in chapters for entry in chapter["entries"] if entry["title"] is not None]
        unit = bulletin.editing_unit or bulletin.name
        facts = [
            (say("Compiled by"), unit),
            (say("Date"), Formatters(say).day(day)),
            (say("Items"), f"{len({entry['id'] for entry in entries}):,}"),
            (say("For"), bulletin.marking),
        ]
        values = {
            "kind": "booklet",
            **metadata(bulletin, say, title, day),
            "cover": {"marking": bulletin.marking, "title": title, "unit": unit, "day": Formatters(say).day(day)},
            "preface": {"label": say("Preface"), "of": preface} if preface else None,
            "contents": say("Contents"),
            "note-label": say("Editor's note:"),
            "chapters": chapters,
            "indexes": [*self._indexes(entries)],
            "imprint": {"label": say("Imprint"), "title": title, "facts": [fact for fact in facts if fact[1]]},
        }
        pictures, sources = tuple(parts.pictures), parts.sources
        return PrintedDocument(path=path, title=title, day=day, values=values, pictures=pictures, sources=sources)

    def _indexes(self, entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the index of units, in the order of the registry, and that of topics."""
        units: dict[str, list[str]] = {unit.name: [] for unit in self.archive.registry.units}
        topics: dict[str, list[str]] = {}
        for entry in entries:
            item = self.archive.item[entry["id"]]
            for name in item.units:
                units[self.archive.registry.unit[name].name].append(entry["label"])
            for topic in item.topics:
                topics.setdefault(topic, []).append(entry["label"])
        for title, found in ((self.say("Index of units"), units), (self.say("Index of topics"), topics)):
            if rows := [[name, labels] for name, labels in found.items() if labels]:
                yield {"title": title, "rows": rows}


def _labelled(number: int, identifiers: Iterable[str], parts: DocumentParts) -> list[dict[str, Any]]:
    """Return the items of a chapter, each with the label that indexes refer to."""
    return [{**parts.entry(name, f"{number}-"), "id": name, "label": f"item-{number}-{name}"} for name in identifiers]
