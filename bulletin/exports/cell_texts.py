"""Texts of cells of items and their facts, in the site's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from bulletin.exports.context import ExportContext
from bulletin.model.archive import Archive
from bulletin.model.formatters import Formatters
from bulletin.model.records import Item
from bulletin.model.schema.types import CategoryName, Day, Entries, FieldSpec, OneOf, Texts, UnitNames


class CellTexts:
    """Makes the texts of cells, and caches those that many rows have."""

    def __init__(self, context: ExportContext) -> None:
        self._context, self._words = context, Formatters(context.say)
        self.separator = context.say(", ")
        self.category = {category.id: category.name for category in context.archive.registry.categories}
        # Typed, as members of two enums may be equal as texts.
        self.term = lru_cache(maxsize=None, typed=True)(self._words.term)
        self.treatment = cache(self._words.treatment)
        self.units = cache(self._units)

    def _units(self, ids: tuple[str, ...]) -> str:
        return self.separator.join([self._context.archive.registry.unit[unit].name for unit in ids])

    def issues(self) -> Mapping[str, str]:
        """Return year and number of each issue, by its id."""
        return {issue.id: f"{issue.date.year} {self._words.number(issue)}" for issue in self._context.archive.issues}

    def highest_level(self, archive: Archive, item: Item) -> str:
        """Return the highest level at which an item was adopted, or ""."""
        return self.term(archive.levels(item)[0]) if item.adoptions else ""

    def converter(self, spec: FieldSpec) -> Callable[[Any], str] | None:
        """Return a function that makes the text of a field's cells of its values; None where these are texts."""
        converters: dict[type, Callable[[Any], str]] = {
            Day: lambda day: day.isoformat() if day else "",
            OneOf: lambda term: self.term(term) if term else "",
            Texts: self.separator.join,
            UnitNames: self.units,
            CategoryName: self.category.__getitem__,
            Entries: lambda entries: str(len(entries)),
        }
        return converters.get(type(spec.type))
