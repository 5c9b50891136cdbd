"""TOML tables of schemes and targets: exact numbers, names resolved by the registry, conditions."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from bulletin.core.dates import Grain
from bulletin.core.terms import Term
from bulletin.core.text import nearest
from bulletin.core.toml import TomlTable
from bulletin.model.attributes import ATTRIBUTES, Attribute
from bulletin.model.conditions import Condition, ValueRange
from bulletin.model.enums import Channel, CorrectionSeverity, Level, PublicationKind
from bulletin.model.registry import Publication, Registry, lookup_key
from bulletin.model.scheme_enums import DONE_WORDS, GRAIN_NAMES, CommissionResult, LapseKind

T = TypeVar("T", bound=Term)
Values = Mapping[Attribute, frozenset[Hashable] | None]
"""Allowed values by attribute; None where a setting is not there."""
_MANY, _PLACES = 1_000_000_000, 6
"""Numbers have at most nine digits before the point and six after it, however they are written."""
_RATIO = re.compile(r"(-?\d{1,9})\s*[/:：]\s*(\d{1,9})")
_PERCENT = re.compile(r"(-?\d{1,9}(?:\.\d{1,6})?)\s*[%％]")


@dataclass(slots=True)
class SchemeTable(TomlTable):
    """A table of a scheme or of targets; an unknown key is an error, because points would silently differ."""

    registry: Registry = field(default_factory=Registry)

    @classmethod
    def section(cls, file: TomlTable, registry: Registry, name: str, order: int, data: object) -> SchemeTable:
        """Return the *order*-th table ``[[name]]`` of a file."""
        inner = file.inner(name, order, data)
        return cls(
            inner.data,
            inner.path,
            inner.problems,
            inner.text,
            inner.place,
            names=inner.names,
            head=name,
            keys=inner.keys,
            registry=registry,
        )

    @classmethod
    def whole_file(cls, file: TomlTable, registry: Registry) -> SchemeTable:
        """Return the top table of a file."""
        return cls(file.data, file.path, file.problems, file.text, names=file.names, keys=file.keys, registry=registry)

    def report_unknown_keys(self) -> None:
        """Report keys that were not read."""
        self.finish("unknown-scheme-key")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; one that is there has some, because an empty one would narrow nothing."""
        before, found = len(self.problems), TomlTable.texts(self, key)
        if not found and key in self.data and len(self.problems) == before:
            self.note("bad-setting", key, example=f'{key} = ["…", "…"]')
        return found

    def number(self, key: str, *, required: bool = False) -> Fraction | None:
        """Return an exact number: 8, 2.5, "1/3", "3:2" or "30%"."""
        value = self.take(key)
        if value is None:
            if required:
                self.note("missing-setting", key, example=f"{key} = 10")
            return None
        found = parse_number(value)
        if found is None:
            self.note("bad-setting", key, example=f"{key} = 2.5")
        return found

    def factor(self, key: str, highest: int | None = None, *, required: bool = False) -> Fraction | None:
        """Return a number that others are multiplied by: not below zero, and not above *highest*."""
        found = self.number(key, required=required)
        if found is None or (found >= 0 and (highest is None or found <= highest)):
            return found
        self.note("bad-setting", key, example=f'{key} = "1/2"')
        return None

    def grain(self, key: str, *, required: bool = False) -> Grain | None:
        """Return the length of a period."""
        text = self.text_of(key, required=required, example=f'{key} = "季度"')
        if text and text not in GRAIN_NAMES:
            known = "week、half-month、month、quarter、half、year、周、半月、月、季度、半年、年"
            self.note("unknown-term", key, name=text, nearest=nearest(text, GRAIN_NAMES), known=known)
        return GRAIN_NAMES.get(text)

    def terms(self, key: str, vocabulary: type[T], passed: Collection[str] = ()) -> frozenset[T] | None:
        """Return the members of a vocabulary that a setting names beside *passed* words; None where it is not there."""
        texts = [text for text in self.texts(key) if text not in passed]
        found = {text: vocabulary.read(text) for text in texts}
        for text in (text for text, term in found.items() if term is None):
            spellings = [name for term in vocabulary for name in (term.value, *term.names)]
            known = "、".join(term.names[0] for term in vocabulary)
            self.note("unknown-term", key, name=text, nearest=nearest(text, spellings), known=known)
        return frozenset(term for term in found.values() if term) if texts else None

    def treatments(self) -> frozenset[str] | None:
        """Return the forms of use that ``treatments`` names, those of the registry too; None where it is not there."""
        texts, registry = self.texts("treatments"), self.registry
        found = {text: registry.treatment_names.get(lookup_key(text)) for text in texts}
        for text in (text for text, treatment in found.items() if treatment is None):
            spellings = registry.spellings["treatment"]
            known = "、".join(spellings)
            self.note("unknown-term", "treatments", name=text, nearest=nearest(text, spellings), known=known)
        return frozenset(treatment for treatment in found.values() if treatment) if texts else None

    def registry_ids(
        self, key: str, known: Mapping[str, str], names: Iterable[str], code: str
    ) -> frozenset[str] | None:
        """Return the ids of the registry's entries that a setting names, or None where it is not there."""
        texts = self.texts(key)
        found = {text: known.get(lookup_key(text.strip("《》"))) for text in texts}
        spellings = list(names)
        for text in (text for text, identifier in found.items() if identifier is None):
            self.note(code, key, name=text, nearest=nearest(text, spellings), known="、".join(spellings))
        return frozenset(identifier for identifier in found.values() if identifier) if texts else None

    def publications(self, names: str, levels: str, kinds: str = "") -> frozenset[str] | None:
        """Return the ids of the publications that two or three settings name together, or None for all."""
        registry = self.registry
        spellings = [p.name for p in registry.publications]
        named = self.registry_ids(names, registry.publication_names, spellings, "unknown-publication")
        high = self.terms(levels, Level)
        sort = self.terms(kinds, PublicationKind) if kinds else None
        if named is None and high is None and sort is None:
            return None

        def matches(publication: Publication) -> bool:
            by_name = named is None or publication.id in named
            by_level = high is None or publication.level in high
            return by_name and by_level and (sort is None or publication.kind in sort)

        found = frozenset(p.id for p in registry.publications if matches(p))
        if named and not found:
            self.note("never-applies", names)
        return found

    def units(self) -> frozenset[str] | None:
        """Return the ids of the units that ``units`` and ``groups`` name together, or None for all."""
        registry = self.registry
        groups = {lookup_key(name): g.id for g in registry.groups for name in (g.id, g.name)}
        named = self.registry_ids("units", registry.unit_names, [u.name for u in registry.units], "unknown-unit")
        grouped = self.registry_ids("groups", groups, [g.name for g in registry.groups], "unknown-group")
        if named is None and grouped is None:
            return None
        return (named or frozenset()) | frozenset(u.id for u in registry.units if u.group in (grouped or ()))

    def unit_condition(self) -> Condition:
        """Return the condition on units."""
        return _condition({Attribute.UNIT: self.units()})

    def item_condition(self) -> Condition:
        """Return the condition that every rule about items may have."""
        registry = self.registry
        names = [c.name for c in registry.categories]
        low, high = self.whole("min-chars"), self.whole("max-chars")
        first, last = self.day("valid-from"), self.day("valid-to")
        if low is not None and high is not None and low > high:
            self.note("setting-conflict", "max-chars", other="min-chars")
        if first and last and first > last:
            self.note("setting-conflict", "valid-to", other="valid-from")
        values: dict[Attribute, frozenset[Hashable] | None] = {
            Attribute.CATEGORY: self.registry_ids("categories", registry.category_names, names, "unknown-category"),
            Attribute.CHANNEL: self.terms("channels", Channel),
            Attribute.UNIT: self.units(),
            Attribute.TOPIC: frozenset(self.texts("topics")) or None,
            Attribute.ADOPTED_BY: self.publications("adopted-by", "adopted-at"),
        }
        for attribute in (attribute for attribute, spec in ATTRIBUTES.items() if spec.flag_texts):
            flag = self.flag(attribute.value)
            values[attribute] = None if flag is None else frozenset({flag})
        ranges = {Attribute.CHARS: ValueRange(low, high), Attribute.DAY: ValueRange(first, last)}
        return _condition(values, {attribute: r for attribute, r in ranges.items() if r != ValueRange()})

    def adoption_condition(self) -> Condition:
        """Return the condition of a rule about adoptions."""
        condition = self.item_condition()
        publications = self.publications("publications", "levels", "kinds")
        treatments = self.treatments()
        return _narrow(condition, {Attribute.PUBLICATION: publications, Attribute.TREATMENT: treatments})

    def endorsement_condition(self) -> Condition:
        """Return the condition of a rule about endorsements."""
        by = frozenset(self.texts("by")) or None
        return _narrow(self.item_condition(), {Attribute.LEVEL: self.terms("levels", Level), Attribute.POST: by})

    def sent_up_condition(self) -> Condition:
        """Return the condition of a rule about items sent up."""
        names = [p.name for p in self.registry.publications]
        named = self.registry_ids("publications", self.registry.publication_names, names, "unknown-publication")
        values = {Attribute.LEVEL: self.terms("levels", Level), Attribute.PUBLICATION: named}
        return _narrow(self.item_condition(), values)

    def commission_condition(self) -> Condition:
        """Return the condition of a rule about commissions."""
        return _narrow(self.unit_condition(), {Attribute.RESULT: self._results()})

    def feedback_condition(self) -> Condition:
        """Return the condition of a rule about feedback on endorsements."""
        results = self._results()
        if results is None and "results" not in self.data:
            self.note("missing-setting", "results", example='results = ["按时反馈"]')
        elif CommissionResult.ADOPTED in (results or ()):
            self.note("bad-setting", "results", example='results = ["按时反馈"]')
        return _narrow(self.endorsement_condition(), {Attribute.RESULT: results})

    def _results(self) -> frozenset[CommissionResult] | None:
        texts = self.texts("results")
        done = {CommissionResult.IN_TIME, CommissionResult.LATE} if DONE_WORDS.intersection(texts) else set()
        rest = self.terms("results", CommissionResult, DONE_WORDS)
        return frozenset(done | set(rest or ())) or None

    def lapse_condition(self) -> Condition:
        """Return the condition of a rule about lapses."""
        values = {
            Attribute.LAPSE: self.terms("kinds", LapseKind),
            Attribute.SEVERITY: self.terms("severities", CorrectionSeverity),
        }
        return _narrow(self.item_condition(), values)


def parse_number(value: object) -> Fraction | None:
    """Return the exact number of a TOML value, or None."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value) if _is_short(value) else None
    if isinstance(value, str) and (match := _RATIO.fullmatch(value.strip())) and int(match[2]):
        return Fraction(int(match[1]), int(match[2]))
    if isinstance(value, str) and (match := _PERCENT.fullmatch(value.strip())):
        return Fraction(match[1]) / 100
    return None


def _is_short(number: int | Decimal) -> bool:
    if isinstance(number, Decimal) and not number.is_finite():
        return False
    return -_MANY < number < _MANY and number == round(number, _PLACES)


def _condition(values: Values, ranges: Mapping[Attribute, ValueRange] | None = None) -> Condition:
    return Condition({attribute: allowed for attribute, allowed in values.items() if allowed is not None}, ranges or {})


def _narrow(condition: Condition, values: Values) -> Condition:
    return Condition({**condition.values, **_condition(values).values}, condition.ranges)
