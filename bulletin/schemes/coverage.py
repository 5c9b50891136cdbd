"""Whether the scheme in force has something to say of everything that it should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bulletin.core.problems import Problem
from bulletin.model import attributes
from bulletin.model.records import Adoption, Item
from bulletin.model.registry import Registry
from bulletin.model.scheme import Scheme, Target
from bulletin.model.scheme_enums import Family
from bulletin.schemes.validity import scheme_at


def adoptions_have_points(items: Iterable[Item], schemes: tuple[Scheme, ...], registry: Registry) -> Iterator[Problem]:
    """Yield a problem for each adoption that no rule fits, for instance because its treatment is not given."""
    for item in items if schemes else ():
        for adoption in item.adoptions:
            scheme = scheme_at(schemes, adoption.date or item.date)
            if scheme and scheme.rules.get(Family.ADOPTION) and not _is_covered(scheme, item, adoption):
                values = {"scheme": scheme.name, "name": registry.publication[adoption.publication].name}
                code, line = "adoption-without-points", adoption.line or item.line_of("adopted-by")
                yield Problem(path=item.path, code=code, line=line, field="adopted-by", values=values)


def counts_words(schemes: Iterable[Scheme], targets: Iterable[Target]) -> bool:
    """Whether a rule asks for what only a text itself can tell: its length, or whether it has pictures."""
    marks = {mark for scheme in schemes for mark in scheme.marks}
    marks |= {mark for target in targets for mark in target.where.marks}
    return not marks.isdisjoint(attributes.OF_TEXT)


def _is_covered(scheme: Scheme, item: Item, adoption: Adoption) -> bool:
    clauses = (*scheme.rules[Family.ADOPTION], *scheme.multipliers)
    carried = frozenset(a.publication for a in item.adoptions)
    day, marks = adoption.date or item.date, scheme.marks
    return all(
        any(c.where.holds(attributes.of_item(item, unit, day, marks, adoption, carried)) for c in clauses)
        for unit in item.units
    )
