"""A table of a scheme or of targets: numbers exact, names resolved by the registry, conditions gathered."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from bulletin.core.dates import Grain
from bulletin.core.terms import Term
from bulletin.core.text import nearest
from bulletin.core.toml import TomlTable
from bulletin.model.conditions import Mark, Span, Where
from bulletin.model.enums import Channel, CorrectionSeverity, Level, PublicationKind, Treatment
from bulletin.model.registry import Publication, Registry, lookup_key
from bulletin.model.scheme_enums import DONE, GRAINS, LapseKind, Result

T = TypeVar("T", bound=Term)
_RATIO = re.compile(r"(-?\d+)\s*[/:：]\s*(\d+)")
_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)\s*[%％]")


@dataclass(slots=True)
class Table(TomlTable):
    """One table; a key that nobody knows is an error here, because it would change points in silence."""

    registry: Registry = field(default_factory=Registry)

    @classmethod
    def of(cls, file: TomlTable, registry: Registry, name: str, order: int, data: object) -> Table:
        """Return the *order*-th table ``[[name]]`` of a file."""
        inner = data if isinstance(data, dict) else {}
        return cls(inner, file.path, file.problems, file.text, (name, order), registry=registry)

    def line(self, key: str = "") -> int:
        """Return the line of a key, or, at the top of a file, that of the table of that name."""
        heads = re.compile(rf"\s*\[\[?\s*{re.escape(key)}\s*\]") if key and self.place is None else None
        lines = enumerate(self.text.split("\n"), 1) if heads else ()
        found = next((number for number, line in lines if heads and heads.match(line)), None)
        return found or TomlTable.line(self, key)

    def close(self) -> None:
        """Tell of keys that nobody took."""
        self.finish("unknown-scheme-key")

    def number(self, key: str, *, required: bool = False) -> Fraction | None:
        """Return an exact number: 8, 2.5, "1/3", "3:2" or "30%"."""
        value = self.take(key)
        if value is None:
            if required:
                self.note("missing-setting", key, example=f"{key} = 10")
            return None
        found = exact(value)
        if found is None:
            self.note("bad-setting", key, example=f"{key} = 2.5")
        return found

    def grain(self, key: str, *, required: bool = False) -> Grain | None:
        """Return how long a period is."""
        text = self.text_of(key, required=required, example=f'{key} = "季度"')
        if text and text not in GRAINS:
            known = "month、quarter、half、year、月、季度、半年、年"
            self.note("unknown-term", key, name=text, nearest=nearest(text, GRAINS), known=known)
        return GRAINS.get(text)

    def many(self, key: str, terms: type[T]) -> frozenset[T] | None:
        """Return the members of a vocabulary that a setting names, or None where it is not there."""
        texts = self.texts(key)
        found = {text: terms.read(text) for text in texts}
        for text in (text for text, term in found.items() if term is None):
            spellings = [name for term in terms for name in (term.value, *term.names)]
            known = "、".join(term.names[0] for term in terms)
            self.note("unknown-term", key, name=text, nearest=nearest(text, spellings), known=known)
        return frozenset(term for term in found.values() if term) if texts else None

    def ids(self, key: str, known: Mapping[str, str], names: Iterable[str], code: str) -> frozenset[str] | None:
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
        named = self.ids(names, registry.publication_names, spellings, "unknown-publication")
        high = self.many(levels, Level)
        sort = self.many(kinds, PublicationKind) if kinds else None
        if named is None and high is None and sort is None:
            return None

        def fits(publication: Publication) -> bool:
            by_name = named is None or publication.id in named
            by_level = high is None or publication.level in high
            return by_name and by_level and (sort is None or publication.kind in sort)

        found = frozenset(p.id for p in registry.publications if fits(p))
        if named and not found:
            self.note("never-applies", names)
        return found

    def units(self) -> frozenset[str] | None:
        """Return the ids of the units that ``units`` and ``groups`` name together, or None for all."""
        registry = self.registry
        groups = {lookup_key(name): g.id for g in registry.groups for name in (g.id, g.name)}
        named = self.ids("units", registry.unit_names, [u.name for u in registry.units], "unknown-unit")
        grouped = self.ids("groups", groups, [g.name for g in registry.groups], "unknown-group")
        if named is None and grouped is None:
            return None
        return (named or frozenset()) | frozenset(u.id for u in registry.units if u.group in (grouped or ()))

    def of_units(self) -> Where:
        """Return the conditions on units alone."""
        return _where({Mark.UNIT: self.units()})

    def of_items(self) -> Where:
        """Return the conditions that every rule about items may have."""
        registry = self.registry
        names = [c.name for c in registry.categories]
        low, high = self.whole("min-chars"), self.whole("max-chars")
        first, last = self.day("valid-from"), self.day("valid-to")
        values: dict[Mark, frozenset[Hashable] | None] = {
            Mark.CATEGORY: self.ids("categories", registry.category_names, names, "unknown-category"),
            Mark.CHANNEL: self.many("channels", Channel),
            Mark.UNIT: self.units(),
            Mark.TOPIC: frozenset(self.texts("topics")) or None,
            Mark.ADOPTED_BY: self.publications("adopted-by", "adopted-at"),
        }
        for mark in (Mark.JOINT, Mark.COMMISSIONED, Mark.PICTURES):
            flag = self.flag(mark.value)
            values[mark] = None if flag is None else frozenset({flag})
        spans = {Mark.CHARS: Span(low, high), Mark.DAY: Span(first, last)}
        return _where(values, {mark: span for mark, span in spans.items() if span != Span()})

    def of_adoptions(self) -> Where:
        """Return the conditions of a rule about adoptions."""
        where = self.of_items()
        publications = self.publications("publications", "levels", "kinds")
        return _narrowed(where, {Mark.PUBLICATION: publications, Mark.TREATMENT: self.many("treatments", Treatment)})

    def of_endorsements(self) -> Where:
        """Return the conditions of a rule about endorsements."""
        by = frozenset(self.texts("by")) or None
        return _narrowed(self.of_items(), {Mark.LEVEL: self.many("levels", Level), Mark.POST: by})

    def of_sending(self) -> Where:
        """Return the conditions of a rule about items sent up."""
        names = [p.name for p in self.registry.publications]
        named = self.ids("publications", self.registry.publication_names, names, "unknown-publication")
        return _narrowed(self.of_items(), {Mark.LEVEL: self.many("levels", Level), Mark.PUBLICATION: named})

    def of_commissions(self) -> Where:
        """Return the conditions of a rule about commissions."""
        texts = self.texts("results")
        done = {Result.IN_TIME, Result.LATE} if DONE.intersection(texts) else set()
        rest = Table(
            {"results": [t for t in texts if t not in DONE]}, self.path, self.problems, self.text, self.place
        ).many("results", Result)
        results = frozenset(done | set(rest or ())) or None
        return _narrowed(self.of_units(), {Mark.RESULT: results})

    def of_lapses(self) -> Where:
        """Return the conditions of a rule about lapses."""
        values = {Mark.LAPSE: self.many("kinds", LapseKind), Mark.SEVERITY: self.many("severities", CorrectionSeverity)}
        return _narrowed(self.of_items(), values)


def exact(value: object) -> Fraction | None:
    """Return the exact number that a TOML value stands for, or None."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value) if not isinstance(value, Decimal) or value.is_finite() else None
    if isinstance(value, str) and (match := _RATIO.fullmatch(value.strip())) and int(match[2]):
        return Fraction(int(match[1]), int(match[2]))
    if isinstance(value, str) and (match := _PERCENT.fullmatch(value.strip())):
        return Fraction(match[1]) / 100
    return None


def _where(values: Mapping[Mark, frozenset[Hashable] | None], spans: Mapping[Mark, Span] | None = None) -> Where:
    return Where({mark: allowed for mark, allowed in values.items() if allowed is not None}, spans or {})


def _narrowed(where: Where, values: Mapping[Mark, frozenset[Hashable] | None]) -> Where:
    return Where({**where.values, **_where(values).values}, where.spans)
