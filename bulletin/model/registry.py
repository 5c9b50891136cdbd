"""Reference data of an archive: units, categories, publications, and the bulletin itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from bulletin.core.dates import Grain
from bulletin.core.memo import fields_only
from bulletin.core.time_zones import DEFAULT as DEFAULT_ZONE
from bulletin.model.enums import Classification, Level, ProofreadingRule, PublicationKind, PublishedPoints, Treatment
from bulletin.model.work_calendar import WorkCalendar

FACE_KEYS = ("name-face", "title-face", "body-face", "heading-face", "subheading-face")
"""The parts of what is printed for which ``[print]`` may name faces."""


@lru_cache(maxsize=4096)
def lookup_key(name: str) -> str:
    """Return the form of *name* by which it is looked up: NFKC, lower case, no space, no zero-width."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Units that are ranked together."""

    id: str
    name: str
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An office or township that submits; ``left`` and ``successor`` record a merger."""

    id: str
    name: str
    group: str = ""
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    parent: str = ""
    joined: date | None = None
    left: date | None = None
    successor: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of item; the limits count characters of the text, None is no limit."""

    id: str
    name: str
    order: int = 0
    min_chars: int | None = None
    max_chars: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A publication that may adopt items; ``headline`` puts it into the sentence of the year."""

    id: str
    name: str
    publisher: str = ""
    level: Level = Level.CITY
    kind: PublicationKind = PublicationKind.BULLETIN
    aliases: tuple[str, ...] = ()
    headline: bool | None = None
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTreatment:
    """A form of use of the office's own, such as 参阅: it is counted with the one that it is ``like``."""

    name: str
    like: Treatment = Treatment.SINGLE
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Whom an issue goes to: 报, 送, 发."""

    superior: tuple[str, ...] = ()
    same_level: tuple[str, ...] = ()
    subordinate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """The bulletin itself, as in its masthead and imprint."""

    id: str = ""
    """What tells this archive from others, wherever its folder is; "" where none was given."""
    name: str = "内部信息"
    editing_unit: str = ""
    marking: str = ""
    classification: Classification = Classification.INTERNAL
    level: Level = Level.COUNTY
    grouping: Grain = Grain.MONTH
    timezone: str = DEFAULT_ZONE
    """Where the office is: it says which day today is."""
    copies: int | None = None
    distribution: Distribution = field(default_factory=Distribution)
    faces: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The faces to print with, those of each part that the office has chosen, in the order in which they are tried."""
    points: PublishedPoints = PublishedPoints.ALL
    proofreading_off: frozenset[ProofreadingRule] = frozenset()
    """The rules by which texts are not proof-read."""
    text_kilobytes: int = 100
    """A text that is larger is refused."""
    picture_kilobytes: int = 10_000
    """A picture that is larger is refused."""
    picture_pixels: int = 2000
    """A picture that is wider or higher is scaled down."""

    @property
    def identity(self) -> Identity:
        """Which archive this is; without an id, that of the office and its bulletin."""
        shown = f"{self.name}（{other}）" if (other := self.id or self.editing_unit) else self.name
        return Identity(self.id or shown, shown)


class Identity(NamedTuple):
    """Which archive something belongs to: what is compared, and what people are told."""

    key: str
    shown: str

    def to_line(self) -> str:
        """Return a line of text that :meth:`from_line` reads."""
        return f"{' '.join(self.key.split())}\t{' '.join(self.shown.split())}"

    @classmethod
    def from_line(cls, line: str) -> Identity | None:
        """Return the identity that a line holds, or None."""
        key, tab, shown = line.strip().partition("\t")
        return cls(key, shown) if key and tab else None

    def is_other(self, line: str) -> Identity | None:
        """Return the identity in *line* if it is another than this, or None."""
        other = self.from_line(line)
        return other if other and other.key != " ".join(self.key.split()) else None


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address below the site's root and the new one, each with a slash at the end; "" is the home page."""

    old: str
    new: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class NameForms:
    """A name in its right form, and the wrong forms that are told of."""

    right: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Registry:
    """All reference data, in registry order, with look-up by id, name, alias or former name."""

    bulletin: Bulletin = field(default_factory=Bulletin)
    groups: tuple[Group, ...] = ()
    units: tuple[Unit, ...] = ()
    categories: tuple[Category, ...] = ()
    publications: tuple[Publication, ...] = ()
    treatments: tuple[OwnTreatment, ...] = ()
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Paths of the files in which a finding of :mod:`bulletin.checks.sensitive` is allowed, by its hash."""

    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    """Which days are work days."""
    redirects: tuple[Redirect, ...] = ()
    """Addresses that have changed."""
    names: tuple[NameForms, ...] = ()
    """Names of organs, meetings, posts and places that texts often have in a wrong form."""

    @property
    def is_public(self) -> bool:
        """Whether the archive may contain only what is public."""
        return self.bulletin.classification is Classification.PUBLIC

    @cached_property
    def unit(self) -> Mapping[str, Unit]:
        """Units by id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def group(self) -> Mapping[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def category(self) -> Mapping[str, Category]:
        """Categories by id."""
        return {category.id: category for category in self.categories}

    @cached_property
    def publication(self) -> Mapping[str, Publication]:
        """Publications by id."""
        return {publication.id: publication for publication in self.publications}

    @cached_property
    def unit_names(self) -> Mapping[str, str]:
        """Unit id by every lookup key of it."""
        return _names((u.id, (u.id, u.name, *u.aliases, *u.former_names)) for u in self.units)

    def owing_unit(self, unit: str, day: date) -> str | None:
        """Return who owes on *day* what a unit was asked for: its successor if it has left; None if that is nobody."""
        seen: set[str] = set()
        while (entry := self.unit.get(unit)) and entry.left and entry.left < day:
            seen.add(unit)
            if entry.successor in seen or entry.successor not in self.unit:
                return None
            unit = entry.successor
        return unit

    def owing_among(self, units: Sequence[str], unit: str, day: date) -> str | None:
        """Return who owes on *day* what one of *units* was asked for.

        None if that is nobody, or owes it already for a unit that is named before.
        """
        found = self.owing_unit(unit, day)
        before = units[: units.index(unit)]
        return None if any(self.owing_unit(other, day) == found for other in before) else found

    @cached_property
    def category_names(self) -> Mapping[str, str]:
        """Category id by every lookup key of it; 经验类 names 经验, too."""
        return _names((c.id, (c.id, c.name, c.name + "类")) for c in self.categories)

    @cached_property
    def publication_names(self) -> Mapping[str, str]:
        """Publication id by every lookup key of it."""
        return _names((p.id, (p.id, p.name, *p.aliases)) for p in self.publications)

    @cached_property
    def treatment_names(self) -> Mapping[str, str]:
        """Form of use by every lookup key of it: a value of :class:`Treatment`, or the name of an own one."""
        known = [(term.value, (term.value, *term.names)) for term in Treatment]
        return _names([*known, *((own.name, (own.name, *own.aliases)) for own in self.treatments)])

    def treatment_kind(self, treatment: str) -> Treatment:
        """Return the form of use that one is counted with: itself, or the one that the office's own is like.

        One that was taken out of the registry after a circular was printed is a piece of its own.
        """
        return self._treatment_kinds.get(treatment, Treatment.SINGLE)

    @cached_property
    def _treatment_kinds(self) -> Mapping[str, Treatment]:
        return {own.name: own.like for own in self.treatments} | {term.value: term for term in Treatment}

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Known names to compare an unknown one with, by kind."""
        return {
            "unit": tuple(name for u in self.units for name in (u.name, *u.aliases, *u.former_names)),
            "category": tuple(category.name for category in self.categories),
            "publication": tuple(name for p in self.publications for name in (p.name, *p.aliases)),
            "treatment": (*(term.names[0] for term in Treatment), *(own.name for own in self.treatments)),
        }

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the indexes."""
        return fields_only(self)


def _names(entries: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for identifier, names in entries:
        for name in names:
            found.setdefault(lookup_key(name), identifier)
    return found
