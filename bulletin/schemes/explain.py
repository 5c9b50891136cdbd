"""A scheme in sentences, so that an office can hold what the program understood against what it wrote."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from bulletin.core.i18n import N_, Translator
from bulletin.core.numbers import amount
from bulletin.core.terms import Term
from bulletin.model.conditions import Mark, Span, Where
from bulletin.model.registry import Registry
from bulletin.model.scheme import Clause, Joint, Scheme
from bulletin.model.scheme_enums import Family, Merged, Split, Take, Ties
from bulletin.schemes import explain_rules

MARKS = {
    Mark.PUBLICATION: N_("publication: {values}"),
    Mark.LEVEL: N_("level: {values}"),
    Mark.TREATMENT: N_("treatment: {values}"),
    Mark.CATEGORY: N_("category: {values}"),
    Mark.CHANNEL: N_("channel: {values}"),
    Mark.UNIT: N_("units: {values}"),
    Mark.POST: N_("by: {values}"),
    Mark.RESULT: N_("result: {values}"),
    Mark.LAPSE: N_("kind: {values}"),
    Mark.SEVERITY: N_("severity: {values}"),
    Mark.ADOPTED_BY: N_("carried by: {values}"),
    Mark.TOPIC: N_("topic: {values}"),
}
FLAGS = {
    (Mark.JOINT, True): N_("of several units"),
    (Mark.JOINT, False): N_("of one unit"),
    (Mark.COMMISSIONED, True): N_("answering a commission"),
    (Mark.COMMISSIONED, False): N_("not answering a commission"),
    (Mark.PICTURES, True): N_("with pictures"),
    (Mark.PICTURES, False): N_("without pictures"),
}
TAKES = {
    Take.HIGHEST: N_("Of several adoptions of one item only the highest counts."),
    Take.BEST: N_("Of several adoptions of one item the best {best} levels count, each once."),
    Take.ONCE_PER_LEVEL: N_("At each level an item counts once, with the highest points."),
}
SPLITS = {
    Split.FULL: N_("Each has all the points."),
    Split.EVEN: N_("They share the points evenly."),
    Split.FIRST: N_("The first has all the points."),
    Split.WEIGHTS: N_("They share the points as {weights}, in their order."),
}
MERGERS = {
    Merged.STAY: N_("Points of a merged unit stay with it."),
    Merged.AFTER: N_("What a merged unit earns afterwards goes to its successor."),
    Merged.ALL: N_("What a merged unit earned in the year, and earns afterwards, goes to its successor."),
}


def explain(scheme: Scheme, registry: Registry, say: Translator) -> Iterator[tuple[str, str]]:
    """Yield each provision of a scheme as a sentence, and beside it the office's own words."""
    yield (
        say("{name}: in force from {first} to {last}.", name=scheme.name, first=scheme.first, last=scheme.last),
        (scheme.words),
    )
    for clause in _clauses(scheme):
        what, effect = explain_rules.of(clause, say)
        conditions = say("; ").join(_conditions(clause.where, registry, say))
        if conditions:
            yield say("{what} ({conditions}): {effect}", what=what, conditions=conditions, effect=effect), clause.words
        else:
            yield say("{what}: {effect}", what=what, effect=effect), clause.words
    yield from _settings(scheme, say)


def _clauses(scheme: Scheme) -> Iterator[Clause]:
    for family in Family:
        yield from scheme.rules.get(family, ())
    for listed in (scheme.multipliers, scheme.deadlines, scheme.lapses, scheme.bases, scheme.quotas):
        yield from listed
    for others in (scheme.thresholds, scheme.limits, scheme.credits, scheme.adjustments):
        yield from others


def _conditions(where: Where, registry: Registry, say: Translator) -> Iterator[str]:
    for mark in Mark:
        if mark in where.values:
            allowed = where.values[mark]
            if mark in MARKS:
                yield say(MARKS[mark], values=say(", ").join(_names(mark, allowed, registry, say)))
            else:
                yield from (say(FLAGS[mark, bool(flag)]) for flag in allowed)
        if mark in where.spans:
            yield _span(mark, where.spans[mark], say)


def _names(mark: Mark, allowed: Iterable[Hashable], registry: Registry, say: Translator) -> list[str]:
    """Return what a set of values is called, in the order of the registry or the vocabulary."""
    chosen = set(allowed)
    if mark in (Mark.PUBLICATION, Mark.ADOPTED_BY):
        return [p.name for p in registry.publications if p.id in chosen]
    if mark is Mark.CATEGORY:
        return [c.name for c in registry.categories if c.id in chosen]
    if mark is Mark.UNIT:
        return _units(chosen, registry)
    terms = sorted((v for v in chosen if isinstance(v, Term)), key=lambda term: term.rank)
    return [explain_rules.term(term, say) for term in terms] or sorted(str(v) for v in chosen)


def _units(chosen: set[Hashable], registry: Registry) -> list[str]:
    """Return the names of groups that are there as a whole, and of the units left over."""
    members = {g.id: {u.id for u in registry.units if u.group == g.id} for g in registry.groups}
    whole = [g for g in registry.groups if members[g.id] and members[g.id] <= chosen]
    covered = {unit for group in whole for unit in members[group.id]}
    return [g.name for g in whole] + [u.name for u in registry.units if u.id in chosen - covered]


def _span(mark: Mark, span: Span, say: Translator) -> str:
    values = {"low": span.low, "high": span.high}
    if mark is Mark.CHARS:
        if span.high is None:
            return say("at least {low} characters", **values)
        return say(_SPANS[0] if span.low is None else _SPANS[1], **values)
    if span.high is None:
        return say("from {low}", **values)
    return say(_SPANS[2] if span.low is None else _SPANS[3], **values)


_SPANS = (
    N_("at most {high} characters"),
    N_("{low} to {high} characters"),
    N_("until {high}"),
    N_("from {low} to {high}"),
)


def _settings(scheme: Scheme, say: Translator) -> Iterator[tuple[str, str]]:
    if scheme.several.take in TAKES:
        yield say(TAKES[scheme.several.take], best=scheme.several.best), scheme.several.words
    yield _joint(N_("Joint items. {split}"), scheme.joint, say), scheme.joint.words
    if scheme.authors:
        yield _joint(N_("Authors are scored beside their units. {split}"), scheme.authors, say), scheme.authors.words
    yield say(MERGERS[scheme.merged]), scheme.merger_words
    yield from _results(scheme, say)
    if scheme.adoptions_by_submission:
        yield say("Adoptions count on the day of submission."), ""


def _joint(message: str, joint: Joint, say: Translator) -> str:
    weights = ":".join(amount(weight) for weight in joint.weights)
    return say(message, split=say(SPLITS[joint.split], weights=weights))


def _results(scheme: Scheme, say: Translator) -> Iterator[tuple[str, str]]:
    result = scheme.result
    if result.divisor:
        yield (
            say("The result is the total divided by: {divisor}.", divisor=explain_rules.term(result.divisor, say)),
            result.words,
        )
    if result.scale is not None:
        yield (
            say("The best of a group has {scale}, the others in proportion.", scale=amount(result.scale)),
            result.words,
        )
    if passed := scheme.passed:
        yield (
            say(
                "Fewer than {points} points in a {period} is failed.",
                points=amount(passed.points),
                period=explain_rules.grain(passed.per, say),
            ),
            passed.words,
        )
    if scheme.ties is Ties.DENSE:
        yield say("After a shared rank the next number follows."), ""
    else:
        yield say("After a shared rank as many numbers are left out."), ""
