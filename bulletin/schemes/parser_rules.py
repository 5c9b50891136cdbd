"""One table of a scheme becomes one clause; what is wrong in it is noted on the table."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypedDict

from bulletin.core.dates import Grain
from bulletin.core.text import nearest
from bulletin.model.conditions import Mark, Where
from bulletin.model.enums import Level, Treatment
from bulletin.model.registry import lookup_key
from bulletin.model.scheme import (
    Adjustment,
    Base,
    Credit,
    Deadline,
    LapseRule,
    Limit,
    Multiplier,
    QuotaRule,
    Rule,
    Threshold,
)
from bulletin.model.scheme_enums import OF_ITEMS, Family, Measure, Often, Shortfall, Split
from bulletin.schemes.toml_table import Table, exact

ZERO = Fraction(0)
_EXAMPLE = 'words = "市级刊物单篇采用，每篇5分"'
_BONUS_ON = tuple(family for family in OF_ITEMS if family is not Family.BONUS)


def words(table: Table) -> str:
    """Return how the office put a clause."""
    return table.text_of("words", required=True, example=_EXAMPLE)


def rules(family: Family, table: Table) -> Iterator[Rule]:
    """Yield the rule of a table, or one for each line of its table of points."""
    rule = Rule(
        family=family,
        words=words(table),
        line=table.line(),
        where=_where(family, table),
        points=ZERO,
        priority=table.whole("priority") or 0,
        split=table.term("split", Split, Split.FULL) if "split" in table.data else None,
    )
    if family is Family.ENDORSEMENT:
        often = table.term("often", Often, Often.EACH)
        rule = replace(rule, often=often, further=table.number("further"))
        if rule.further is not None and often is not Often.EACH:
            table.note("setting-conflict", "further", other="often")
    elif family is Family.SENT_UP:
        rule = replace(rule, unless_adopted=bool(table.flag("unless-adopted")))
    elif family is Family.BONUS:
        rule = replace(rule, often_per_item=bool(table.flag("every-time")))
    for where, points in points_of(table, rule.where):
        yield replace(rule, where=where, points=points)


def bonus_family(table: Table) -> Family:
    """Return the family whose events earn a bonus."""
    text = table.text_of("on") or Family.ADOPTION.value
    if text not in {family.value for family in _BONUS_ON}:
        known = [family.value for family in _BONUS_ON]
        table.note("unknown-term", "on", name=text, nearest=nearest(text, known), known="、".join(known))
        return Family.ADOPTION
    return Family(text)


def bonuses(table: Table) -> Iterator[Rule]:
    """Yield the bonus of a table."""
    on = bonus_family(table)
    yield from (replace(rule, on=on) for rule in rules(Family.BONUS, table))


def _where(family: Family, table: Table) -> Where:
    about = table.data.get("on", Family.ADOPTION) if family is Family.BONUS else family
    readers = {
        Family.ADOPTION: table.of_adoptions,
        Family.ENDORSEMENT: table.of_endorsements,
        Family.SENT_UP: table.of_sending,
        Family.COMMISSION: table.of_commissions,
    }
    return readers.get(about, table.of_items)()


def multiplier(table: Table) -> Multiplier:
    """Return what multiplies points."""
    times = table.number("times", required=True)
    of_item = bool(table.flag("whole-item"))
    return Multiplier(**_clause(table, table.of_adoptions()), times=ZERO if times is None else times, of_item=of_item)


def base(table: Table) -> Base:
    """Return the points that units begin with."""
    points, per, prorate = (
        table.number("points", required=True),
        table.grain("per", required=True),
        table.flag("prorate"),
    )
    return Base(
        **_clause(table, table.of_units()), points=points or ZERO, per=per or Grain.YEAR, prorate=prorate is not False
    )


def limit(table: Table) -> Limit:
    """Return a floor or a cap."""
    known = [family.value for family in Family]
    texts = table.texts("of")
    for text in (t for t in texts if t not in known):
        table.note("unknown-term", "of", name=text, nearest=nearest(text, known), known="、".join(known))
    low, high = table.number("min"), table.number("max")
    per = None if table.data.get("per") in ("item", "条", "篇") else table.grain("per", required=True)
    table.known.append("per")
    if low is None and high is None:
        table.note("missing-setting", "max", example="max = 120")
    if (low or ZERO) > 0 or (high or ZERO) < 0:
        table.note("setting-conflict", "min", other="max")
    families = frozenset(Family(t) for t in texts if t in known) or frozenset(Family) - {Family.MERGER}
    return Limit(**_clause(table, table.of_units()), families=families, low=low, high=high, per=per)


def quota(table: Table) -> QuotaRule:
    """Return what a target is worth."""
    target = table.text_of("target", required=True, example='target = "yue-xinxi"')
    points, each = table.number("points"), table.number("each")
    if points is None and each is None:
        table.note("missing-setting", "points", example="points = 10")
    shortfall = table.term("shortfall", Shortfall, Shortfall.ALL_OR_NOTHING if each is None else Shortfall.EACH)
    if (each is not None) != (shortfall is Shortfall.EACH):
        table.note("setting-conflict", "each", other="shortfall")
    clause = _clause(table, table.of_units())
    return QuotaRule(**clause, target=target, points=points or ZERO, shortfall=shortfall, each=each or ZERO)


def threshold(table: Table) -> Threshold:
    """Return what a measure below, or at, a value costs or brings."""
    below, reaches = table.number("below"), table.number("reaches")
    if (below is None) == (reaches is None):
        table.note("setting-conflict", "below", other="reaches")
    points, per = table.number("points", required=True), table.grain("per", required=True)
    measure = table.term("measure", Measure, Measure.RATE, required=True)
    clause = _clause(table, table.of_units())
    return Threshold(
        **clause, measure=measure, points=points or ZERO, per=per or Grain.YEAR, below=below, reaches=reaches
    )


def deadline(table: Table) -> Deadline:
    """Return how many days an item may take."""
    days = table.whole("days")
    if "days" not in table.data:
        table.note("missing-setting", "days", example="days = 3")
    return Deadline(**_clause(table, table.of_items()), days=days or 0)


def lapse(table: Table) -> LapseRule:
    """Return what a lapse costs."""
    points, share = table.number("points"), table.number("share")
    if points is not None and share is not None:
        table.note("setting-conflict", "share", other="points")
    disqualifies, zeroes = bool(table.flag("disqualifies")), bool(table.flag("zeroes"))
    if points is None and share is None and not disqualifies and not zeroes:
        table.note("missing-setting", "points", example="points = -2")
    return LapseRule(
        **_clause(table, table.of_lapses()),
        points=points or ZERO,
        share=share or ZERO,
        at_least=table.whole("at-least") or 1,
        per=table.grain("per") or Grain.YEAR,
        disqualifies=disqualifies,
        zeroes=zeroes,
    )


def credit(table: Table) -> Credit:
    """Return how a unit's points are shared with its parent."""
    keep, give = table.number("keep"), table.number("give")
    return Credit(
        **_clause(table, table.of_units()),
        keep=ZERO if keep is None else keep,
        give=Fraction(1) if give is None else give,
    )


def adjustment(table: Table) -> Adjustment:
    """Return points that no fact shows."""
    unit, day, points = table.units(), table.day("date"), table.number("points", required=True)
    if not unit or len(unit) > 1:
        table.note("missing-setting", "units", example='units = "城关镇"')
    if day is None and "date" not in table.data:
        table.note("missing-setting", "date", example="date = 2026-03-31")
    clause = _clause(table, Where())
    return Adjustment(**clause, unit=min(unit or ("",)), date=day or date.min, points=points or ZERO)


class _Clause(TypedDict):
    words: str
    line: int
    where: Where


def _clause(table: Table, where: Where) -> _Clause:
    return {"words": words(table), "line": table.line(), "where": where}


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
