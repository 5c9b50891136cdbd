"""Explain a scheme in sentences, so that an office can compare what the program understood with what it wrote."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from bulletin.core.i18n import N_, Translator, join_clauses
from bulletin.core.numbers import amount
from bulletin.core.terms import Term
from bulletin.model.attributes import ATTRIBUTES, Attribute
from bulletin.model.conditions import Condition, ValueRange
from bulletin.model.enums import Treatment
from bulletin.model.registry import Registry
from bulletin.model.scheme import Adjustment, Clause, QuotaRule, Scheme, SharingRule, Target
from bulletin.model.scheme_enums import AdoptionsCounted, Family, MergerPoints, SplitMode
from bulletin.schemes import explain_results, explain_rules
from bulletin.schemes.endorsement_settings import endorsement_sentences
from bulletin.schemes.ranking_settings import ranking_sentences

TAKE_SENTENCES = {
    AdoptionsCounted.HIGHEST: N_("Of several adoptions of one item only the highest counts."),
    AdoptionsCounted.BEST: N_("Of several adoptions of one item the best levels count, each once, at most {best}."),
    AdoptionsCounted.ONCE_PER_LEVEL: N_("At each level an item counts once, with the highest points."),
}
SPLIT_SENTENCES = {
    SplitMode.FULL: N_("Each has all the points."),
    SplitMode.EVEN: N_("They share the points evenly."),
    SplitMode.FIRST: N_("The first has all the points."),
    SplitMode.WEIGHTS: N_("They share the points as {weights}, in their order."),
}
MERGER_SENTENCES = {
    MergerPoints.STAY: N_("Points of a merged unit stay with it."),
    MergerPoints.AFTER: N_("What a merged unit earns afterwards goes to its successor."),
    MergerPoints.ALL: N_("What a merged unit earned in the year, and earns afterwards, goes to its successor."),
}

_NONE_REGISTERED = (N_("no such publication is registered yet"), N_("no such unit is registered yet"))
"""Where a level or a group has no entry in the registry: the check tells of it, too."""


def explain(
    scheme: Scheme, registry: Registry, say: Translator, targets: Iterable[Target] = ()
) -> Iterator[tuple[str, str]]:
    """Yield each provision of a scheme as a sentence, and beside it the office's own words."""
    target_names = _target_names(scheme, targets)
    yield (
        say("{name}: in force from {first} to {last}.", name=scheme.name, first=scheme.first, last=scheme.last),
        (scheme.words),
    )
    for clause in _clauses_in_order(scheme):
        name = registry.unit[clause.unit].name if isinstance(clause, Adjustment) else ""
        name = target_names[clause.target] if isinstance(clause, QuotaRule) else name
        what, effect = explain_rules.describe_clause(clause, name, say, chooses=scheme.endorsements.decides)
        conditions = join_clauses(_condition_texts(clause.condition, registry, say), say)
        if conditions:
            yield say("{what} ({conditions}): {effect}", what=what, conditions=conditions, effect=effect), clause.words
        else:
            yield say("{what}: {effect}", what=what, effect=effect), clause.words
    yield from _setting_sentences(scheme, registry, say)


def _target_names(scheme: Scheme, targets: Iterable[Target]) -> dict[str, str]:
    """Return what the targets of a scheme are called, by id: those of its own time before others."""
    ordered = sorted(targets, key=lambda target: target.first <= scheme.last and scheme.first <= target.last)
    return {rule.target: rule.target for rule in scheme.quotas} | {target.id: target.words for target in ordered}


def _clauses_in_order(scheme: Scheme) -> Iterator[Clause]:
    for family in Family:
        yield from scheme.rules.get(family, ())
    for listed in (scheme.multipliers, scheme.deadlines, scheme.lapses, scheme.bases, scheme.quotas):
        yield from listed
    for others in (scheme.thresholds, scheme.limits, scheme.credits, scheme.adjustments):
        yield from others


def _condition_texts(condition: Condition, registry: Registry, say: Translator) -> Iterator[str]:
    for attribute, spec in ATTRIBUTES.items():
        allowed = condition.values.get(attribute)
        if allowed is not None and spec.flag_texts:
            yield from (say(spec.flag_texts[bool(flag)]) for flag in allowed)
        elif allowed is not None:
            names = say(", ").join(_value_names(attribute, allowed, registry, say))
            yield say(spec.values_text, values=names) if names else say(_NONE_REGISTERED[attribute is Attribute.UNIT])
        if attribute in condition.ranges and spec.range_texts:
            yield _range_text(spec.range_texts, condition.ranges[attribute], say)


def _value_names(attribute: Attribute, allowed: Iterable[Hashable], registry: Registry, say: Translator) -> list[str]:
    """Return what a set of values is called, in the order of the registry or the vocabulary."""
    chosen = set(allowed)
    if attribute in (Attribute.PUBLICATION, Attribute.ADOPTED_BY):
        return [p.name for p in registry.publications if p.id in chosen]
    if attribute is Attribute.CATEGORY:
        return [c.name for c in registry.categories if c.id in chosen]
    if attribute is Attribute.TREATMENT:
        known = [explain_rules.term_name(term, say) for term in Treatment if term in chosen]
        return known + [own.name for own in registry.treatments if own.name in chosen]
    if attribute is Attribute.UNIT:
        return _unit_names(chosen, registry)
    terms = sorted((v for v in chosen if isinstance(v, Term)), key=lambda term: term.rank)
    return [explain_rules.term_name(term, say) for term in terms] or sorted(str(v) for v in chosen)


def _unit_names(chosen: set[Hashable], registry: Registry) -> list[str]:
    """Return the names of groups that are there as a whole, and of the units left over."""
    members = {g.id: {u.id for u in registry.units if u.group == g.id} for g in registry.groups}
    whole = [g for g in registry.groups if members[g.id] and members[g.id] <= chosen]
    covered = {unit for group in whole for unit in members[group.id]}
    return [g.name for g in whole] + [u.name for u in registry.units if u.id in chosen - covered]


def _range_text(texts: tuple[str, str, str], bounds: ValueRange, say: Translator) -> str:
    at_least, at_most, between = texts
    message = at_least if bounds.high is None else at_most if bounds.low is None else between
    return say(message, low=bounds.low, high=bounds.high)


def _setting_sentences(scheme: Scheme, registry: Registry, say: Translator) -> Iterator[tuple[str, str]]:
    if scheme.several.take in TAKE_SENTENCES:
        yield say(TAKE_SENTENCES[scheme.several.take], best=scheme.several.best), scheme.several.words
    yield from endorsement_sentences(scheme, say)
    yield _sharing_sentence(N_("Joint items. {split}"), scheme.joint, say), scheme.joint.words
    if scheme.authors:
        yield (
            _sharing_sentence(N_("Authors are scored beside their units. {split}"), scheme.authors, say),
            scheme.authors.words,
        )
        yield from ((sentence, scheme.authors.words) for sentence in _author_sentences(scheme.authors, say))
    yield say(MERGER_SENTENCES[scheme.merged]), scheme.merger_words
    yield from _result_sentences(scheme, registry, say)
    yield from _seam_sentences(scheme, say)
    if scheme.adoptions_by_submission:
        yield (
            say("Adoptions count on the day on which the item was submitted, if this scheme was in force then."),
            scheme.counting_words,
        )


def _seam_sentences(scheme: Scheme, say: Translator) -> Iterator[tuple[str, str]]:
    """Yield what holds where another scheme was in force earlier in the year; at the turn of a year nothing goes on."""
    if scheme.resets:
        yield say("What an earlier scheme gave in the same year does not count here: everything begins afresh."), ""
    elif (scheme.first.month, scheme.first.day) != (1, 1):
        yield (
            say(
                "What an earlier scheme gave in the same year counts on: for floors and caps, for how often something "
                "happened, and for which adoptions and endorsements of an item count."
            ),
            "",
        )


def _author_sentences(authors: SharingRule, say: Translator) -> Iterator[str]:
    if authors.first:
        yield say.ngettext(
            "Only the first author of an item counts.", "Only the first {n} authors of an item count.", authors.first
        )
    if authors.weights and not authors.weights[-1]:
        yield say("Whoever has a weight of 0 gets no points.")


def _sharing_sentence(message: str, joint: SharingRule, say: Translator) -> str:
    weights = ":".join(amount(weight) for weight in joint.weights)
    return say(message, split=say(SPLIT_SENTENCES[joint.split], weights=weights))


def _result_sentences(scheme: Scheme, registry: Registry, say: Translator) -> Iterator[tuple[str, str]]:
    clauses: list[tuple[Clause, str]] = []
    for rule in scheme.results:
        clauses += [(rule, sentence) for sentence in explain_results.result_sentences(rule, say)]
    clauses += [(mark, explain_results.pass_sentence(mark, say)) for mark in scheme.pass_marks]
    for clause, sentence in clauses:
        conditions = join_clauses(_condition_texts(clause.condition, registry, say), say)
        shown = say("({conditions}) {sentence}", conditions=conditions, sentence=sentence) if conditions else sentence
        yield shown, clause.words
    yield from ((sentence, scheme.ranking_words) for sentence in ranking_sentences(scheme, say))
