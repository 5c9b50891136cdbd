"""The points of a rule: one number, or a table with a number for each level, publication, treatment or category."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction

from bulletin.model.conditions import Mark, Where
from bulletin.model.enums import Level, Treatment
from bulletin.model.registry import lookup_key
from bulletin.model.scheme_enums import Family
from bulletin.schemes.toml_table import Table, exact

ZERO = Fraction(0)


def points_of(table: Table, where: Where) -> Iterator[tuple[Where, Fraction]]:
    """Yield conditions and points; a table of points has one entry a level, publication, treatment or category."""
    given = table.data.get("points")
    if not isinstance(given, dict):
        points = table.number("points", required=True)
        yield where, points if points is not None else ZERO
        return
    table.take("points")
    kinds = [{name: kind(table, name) for name in given} for kind in _KINDS]
    best = max(kinds, key=lambda found: sum(1 for narrowing in found.values() if narrowing))
    for name, value in given.items():
        narrowing, points = best[name], exact(value)
        if points is None:
            table.note("bad-setting", "points", example='points = { "市" = 5, "省" = 10 }')
        elif narrowing is None:
            table.note("unknown-points", "points", name=name)
        else:
            yield where.also(*narrowing), points


Narrowing = tuple[Mark, frozenset[Hashable]] | None


def _by_publication(table: Table, name: str) -> Narrowing:
    found = table.registry.publication_names.get(lookup_key(name.strip("《》")))
    return (Mark.PUBLICATION, frozenset({found})) if found else None


def _by_category(table: Table, name: str) -> Narrowing:
    found = table.registry.category_names.get(lookup_key(name))
    return (Mark.CATEGORY, frozenset({found})) if found else None


def _by_level(table: Table, name: str) -> Narrowing:
    level = Level.read(name)
    if level is None or not _about_adoptions(table):
        return (Mark.LEVEL, frozenset({level})) if level else None
    return Mark.PUBLICATION, frozenset(p.id for p in table.registry.publications if p.level is level)


def _by_treatment(_table: Table, name: str) -> Narrowing:
    treatment = Treatment.read(name)
    return (Mark.TREATMENT, frozenset({treatment})) if treatment else None


_KINDS = (_by_level, _by_publication, _by_treatment, _by_category)
"""What the names in a table of points may be: the kind that knows most of them is meant."""


def _about_adoptions(table: Table) -> bool:
    section = table.place[0] if table.place else ""
    about = table.data.get("on", Family.ADOPTION) if section == Family.BONUS else section
    return bool(about == Family.ADOPTION)
