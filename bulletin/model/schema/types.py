"""What a field of front matter is declared with: its type, and what becomes of its value.

The fields themselves are declared in :mod:`bulletin.model.schema`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from bulletin.core.terms import Term


class Withheld(Enum):
    """What an item that may not be read keeps of a field."""

    DROPPED = "dropped"
    """Nothing: the field has its default."""
    KEPT = "kept"
    """The value, as figures are counted by it: it is public."""
    REPLACED = "replaced"
    """That there is a value; a neutral text takes its place."""


class Searched(Enum):
    """As what the search index has a field."""

    NOTE = "note"
    """As a text of its own, found by any words of it."""
    LEAD = "lead"
    """As the beginning of the note that follows it in the same entry."""
    TITLE = "title"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``limit`` is the greatest number of characters, 0 for any."""

    limit: int = 0


@dataclass(frozen=True, slots=True)
class IssueNumber:
    """The number of an issue as it was typed, without 第 and 期 around digits."""


@dataclass(frozen=True, slots=True)
class Texts:
    """One text or several."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day in hours and minutes, as a text: 16:10."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from 1."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A member of a closed list."""

    terms: type[Term]


@dataclass(frozen=True, slots=True)
class TreatmentName:
    """A form of use: one of :class:`~bulletin.model.enums.Treatment`, or one of the registry."""


@dataclass(frozen=True, slots=True)
class UnitNames:
    """One unit of the registry or several, by id, name, alias or former name."""


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category of the registry."""


@dataclass(frozen=True, slots=True)
class PublicationName:
    """A publication of the registry, with or without 《》."""


@dataclass(frozen=True, slots=True)
class ItemIds:
    """Ids of items, in order."""


@dataclass(frozen=True, slots=True)
class ItemId:
    """The id of an item."""


@dataclass(frozen=True, slots=True)
class CallId:
    """The id of a call."""


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of entries with fields of their own; ``short`` says what may stand for one instead, "" for nothing."""

    schema: Schema
    short: str = ""


FieldType = (
    Text
    | IssueNumber
    | Texts
    | Day
    | TimeOfDay
    | Number
    | OneOf
    | TreatmentName
    | UnitNames
    | CategoryName
    | PublicationName
    | ItemIds
    | ItemId
    | CallId
    | Entries
)


@dataclass(frozen=True, slots=True)
class QueryField:
    """What may stand before a colon in a query; ``listed`` where its values are chosen from a list."""

    name: str
    words: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its key, what editors may write instead, its type, and a line of front matter that is right."""

    name: str
    chinese: tuple[str, ...]
    type: FieldType
    example: str
    doc: str
    """One sentence for the documentation, a msgid."""
    _: KW_ONLY
    required: bool = False
    also: tuple[str, ...] = ()
    record_field: str = ""
    """The attribute of the record; by default the key with underscores."""
    withheld: Withheld = Withheld.DROPPED
    scored: bool = False
    """Whether points, ranks and rates may depend on it."""
    json: str = ""
    """Its key in the JSON data files; "" where it is in none by itself."""
    column: str = ""
    """The head of its column in ``items.csv``, a msgid; "" where it has none."""
    searched: Searched | None = None
    query: QueryField | None = None

    @property
    def attribute(self) -> str:
        """The attribute of the record that holds the value."""
        return self.record_field or self.name.replace("-", "_")

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every key by which editors may call it, the canonical one first."""
        return (self.name, *self.chinese, *self.also)


@dataclass(frozen=True, eq=False)
class Schema:
    """The fields of one kind of entry, and the class that its values make; there is one for each kind."""

    record: type[Any]
    fields: tuple[FieldSpec, ...]

    @cached_property
    def names(self) -> Mapping[str, FieldSpec]:
        """Fields by every key that editors may write."""
        return {spelling: spec for spec in self.fields for spelling in spec.spellings}

    @cached_property
    def required(self) -> tuple[FieldSpec, ...]:
        """The fields without which an entry is no entry."""
        return tuple(spec for spec in self.fields if spec.required)

    def field(self, name: str) -> FieldSpec:
        """Return the field with that canonical key."""
        return next(spec for spec in self.fields if spec.name == name)

    def nested(self) -> Iterator[Schema]:
        """Yield the schemas of the entries that fields hold."""
        yield from (spec.type.schema for spec in self.fields if isinstance(spec.type, Entries))
