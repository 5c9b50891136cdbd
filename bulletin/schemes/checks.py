"""Checks of whole schemes and targets, beyond single clauses; each is a generator named by the rule that it checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TypeVar

from bulletin.core.dates import Grain
from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.model.attributes import Attribute, EventFacts, item_attributes
from bulletin.model.records import Adoption, Item
from bulletin.model.registry import Registry
from bulletin.model.scheme import Clause, Scheme, Target, counting_day, scheme_at
from bulletin.model.scheme_enums import Family
from bulletin.schemes.endorsement_settings import endorsements_are_chosen_in_one_way

C = TypeVar("C", bound=Clause)


def check_schemes(schemes: Sequence[Scheme], targets: Sequence[Target], registry: Registry) -> Iterator[Problem]:
    """Yield every problem of schemes and targets."""
    yield from only_one_scheme_is_in_force(schemes)
    yield from target_ids_are_unique(targets)
    for scheme in schemes:
        yield from of_two_rules_one_is_narrower(scheme)
        yield from no_rule_that_adds_stands_twice(scheme)
        yield from endorsements_are_chosen_in_one_way(scheme)
        yield from every_publication_has_points(scheme, registry)
        yield from quotas_name_targets(scheme, targets)
        yield from adjustments_fall_into_the_scheme(scheme)


def narrowest_first(clauses: tuple[C, ...]) -> tuple[C, ...]:
    """Return the clauses that add, then the others so that the first that fits applies: narrower before wider."""
    others = [clause for clause in clauses if not clause.adds]
    depth = {id(clause): sum(1 for other in others if clause.is_within(other)) for clause in others}
    others.sort(key=lambda clause: (-clause.priority, -depth[id(clause)]))
    return (*(clause for clause in clauses if clause.adds), *others)


def _exclusive_clauses(scheme: Scheme) -> Iterator[Sequence[Clause]]:
    """Yield the rules of each kind of which one is chosen."""
    kinds: tuple[Sequence[Clause], ...] = (
        *scheme.rules.values(),
        scheme.deadlines,
        scheme.credits,
        scheme.multipliers,
        scheme.bases,
        scheme.quotas,
        scheme.thresholds,
        scheme.lapses,
        scheme.results,
        *([mark for mark in scheme.pass_marks if mark.per is grain] for grain in Grain),
    )
    yield from ([clause for clause in clauses if not clause.adds] for clauses in kinds)


def of_two_rules_one_is_narrower(scheme: Scheme) -> Iterator[Problem]:
    """Of two rules that can fit one event, and of which one is chosen, one is narrower or has priority."""
    for clauses in _exclusive_clauses(scheme):
        for one, other in combinations(sorted(clauses, key=lambda c: c.line), 2):
            if one.priority != other.priority or not one.meets(other):
                continue
            narrower, wider = one.is_within(other), other.is_within(one)
            if narrower == wider:
                values = {"words": other.words, "other": one.words, "line": str(one.line)}
                code = "rule-twice" if narrower else "rules-overlap"
                yield Problem(path=scheme.path, code=code, line=other.line, field="words", values=values)


def no_rule_that_adds_stands_twice(scheme: Scheme) -> Iterator[Problem]:
    """Of the rules that add up, no two are the same, words included: one event would count twice."""
    adding = (scheme.rules.get(Family.BONUS, ()), scheme.multipliers, scheme.bases, scheme.limits, scheme.quotas)
    for clauses in (*adding, scheme.thresholds, scheme.lapses, scheme.adjustments):
        for order, clause in enumerate(clauses):
            same = (other for other in clauses[:order] if replace(other, line=clause.line) == clause)
            if (other := next(same, None)) is not None:
                values = {"words": clause.words, "other": other.words, "line": str(other.line)}
                yield Problem(path=scheme.path, code="rule-twice", line=clause.line, field="words", values=values)


def every_publication_has_points(scheme: Scheme, registry: Registry) -> Iterator[Problem]:
    """An adoption by any publication of the registry earns points, or explicitly none."""
    rules = scheme.rules.get(Family.ADOPTION, ())
    conditions = [rule.condition for rule in (*rules, *scheme.multipliers)]
    if not rules and not scheme.multipliers:
        return
    for publication in registry.publications:
        if not any(publication.id in c.values.get(Attribute.PUBLICATION, {publication.id}) for c in conditions):
            values = {"name": publication.name, "level": publication.level.names[0]}
            yield Problem(path=scheme.path, code="publication-without-points", line=1, field="adoption", values=values)


def quotas_name_targets(scheme: Scheme, targets: Sequence[Target]) -> Iterator[Problem]:
    """A quota names a target that is set for a time in which the scheme is in force."""
    known = {t.id for t in targets if t.first <= scheme.last and scheme.first <= t.last}
    for quota in scheme.quotas:
        if quota.target and quota.target not in known:
            values = {"name": quota.target, "nearest": nearest(quota.target, known)}
            yield Problem(path=scheme.path, code="unknown-target", line=quota.line, field="target", values=values)


def adjustments_fall_into_the_scheme(scheme: Scheme) -> Iterator[Problem]:
    """An adjustment is made on a day on which the scheme is in force."""
    for adjustment in scheme.adjustments:
        # The first of all days stands for one that is missing or wrong, which has been reported.
        if adjustment.date > date.min and adjustment.date not in scheme:
            values = {"key": "date", "other": "valid-to" if adjustment.date > scheme.last else "valid-from"}
            yield Problem(path=scheme.path, code="setting-conflict", line=adjustment.line, field="date", values=values)


def only_one_scheme_is_in_force(schemes: Sequence[Scheme]) -> Iterator[Problem]:
    """On no day are two schemes in force."""
    for one, other in combinations(sorted(schemes, key=lambda s: (s.first, s.path)), 2):
        if other.first <= one.last:
            values = {"other": one.path, "first": str(other.first), "last": str(min(one.last, other.last))}
            yield Problem(path=other.path, code="schemes-overlap", line=1, field="valid-from", values=values)


def target_ids_are_unique(targets: Sequence[Target]) -> Iterator[Problem]:
    """No two targets that are in force together have one id."""
    for one, other in combinations(targets, 2):
        if one.id and one.id == other.id and one.first <= other.last and other.first <= one.last:
            values = {"name": other.id}
            yield Problem(path=other.path, code="duplicate-id", line=other.line, field="id", values=values)


def adoptions_have_points(items: Iterable[Item], schemes: tuple[Scheme, ...], registry: Registry) -> Iterator[Problem]:
    """Yield a problem for each adoption that no rule matches, for instance because its treatment is not given."""
    known: dict[tuple[int, str, str | None], bool] = {}
    for item in items if schemes else ():
        for adoption in item.adoptions:
            scheme = scheme_at(schemes, counting_day(schemes, item.date, adoption.date))
            if scheme is None or not scheme.rules.get(Family.ADOPTION):
                continue
            # Nearly always a rule asks for nothing but publication and treatment, of which there are few.
            key = (id(scheme), adoption.publication, adoption.treatment)
            if key not in known:
                known[key] = _has_rule_for_all(scheme, adoption)
            if not (known[key] or _has_rule(scheme, item, adoption, counting_day(schemes, item.date, adoption.date))):
                values = {"scheme": scheme.name, "name": registry.publication[adoption.publication].name}
                code, line = "adoption-without-points", adoption.line or item.line_of("adopted-by")
                yield Problem(path=item.path, code=code, line=line, field="adopted-by", values=values)


def _has_rule_for_all(scheme: Scheme, adoption: Adoption) -> bool:
    """Whether a rule matches every adoption that has this publication and this treatment."""
    event = {Attribute.PUBLICATION: adoption.publication, Attribute.TREATMENT: adoption.treatment}
    clauses = (*scheme.rules[Family.ADOPTION], *scheme.multipliers)
    return any(clause.condition.attributes <= event.keys() and clause.condition.matches(event) for clause in clauses)


def _has_rule(scheme: Scheme, item: Item, adoption: Adoption, day: date) -> bool:
    clauses = (*scheme.rules[Family.ADOPTION], *scheme.multipliers)
    carriers = frozenset(a.publication for a in item.adoptions)
    by_unit = [
        item_attributes(EventFacts(item, unit, day, adoption, carriers), scheme.attributes) for unit in item.units
    ]
    return all(any(clause.condition.matches(event) for clause in clauses) for event in by_unit)


def adoptions_count_by_one_mode(items: Iterable[Item], schemes: tuple[Scheme, ...]) -> Iterator[Problem]:
    """Yield a problem for each adoption that counts on another day than the scheme of its own day says."""
    for item in items if any(scheme.adoptions_by_submission for scheme in schemes) else ():
        for adoption in item.adoptions:
            if adoption.date and adoption.date != item.date:
                yield from _adoption_at_seam(item, adoption, adoption.date, schemes)


def _adoption_at_seam(item: Item, adoption: Adoption, own_day: date, schemes: tuple[Scheme, ...]) -> Iterator[Problem]:
    own, home = scheme_at(schemes, own_day), scheme_at(schemes, item.date)
    day = counting_day(schemes, item.date, own_day)
    if own and day != (item.date if own.adoptions_by_submission else own_day):
        code, line = (
            "adoption-at-seam" if home else "adoption-before-schemes",
            adoption.line or item.line_of("adopted-by"),
        )
        values = {"date": str(own_day), "day": str(day), "submitted": str(item.date), "other": own.path}
        if home:
            values |= {"scheme": home.name, "path": home.path}
        yield Problem(path=item.path, code=code, line=line, field="adopted-by", values=values)
