"""Parse single tables of a scheme into clauses; problems are noted on the table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypedDict

from bulletin.core.dates import Grain
from bulletin.core.numbers import amount
from bulletin.core.text import nearest
from bulletin.model.attributes import Attribute
from bulletin.model.conditions import Condition
from bulletin.model.enums import Level
from bulletin.model.key_names import SCHEME_KEYS
from bulletin.model.registry import lookup_key
from bulletin.model.scheme import (
    Adjustment,
    BasePoints,
    Credit,
    Deadline,
    LapseRule,
    Multiplier,
    PointsLimit,
    PointsRule,
    QuotaRule,
    Threshold,
)
from bulletin.model.scheme_enums import (
    ITEM_FAMILIES,
    EndorsementsCounted,
    Family,
    Measure,
    Shortfall,
    SplitMode,
    TimeUnit,
)
from bulletin.schemes.toml_table import SchemeTable, parse_number

ZERO = Fraction(0)
_MOST_WORK_DAYS = 250
"""As many as a year has."""
_EXAMPLE = 'words = "市级刊物单篇采用，每篇5分"'
_BONUS_FAMILIES = tuple(family for family in ITEM_FAMILIES if family is not Family.BONUS)


def parse_words(table: SchemeTable) -> str:
    """Return the words of a clause, as the office put it."""
    return table.text_of("words", required=True, example=_EXAMPLE)


def parse_rules(family: Family, table: SchemeTable) -> Iterator[PointsRule]:
    """Yield the rule of a table, or one for each line of its table of points."""
    rule = PointsRule(
        family=family,
        words=parse_words(table),
        line=table.line(),
        condition=_parse_condition(table),
        points=ZERO,
        **_choice(table, adds=family is Family.BONUS),
        split=table.term("split", SplitMode, SplitMode.FULL) if "split" in table.data else None,
    )
    if family is Family.ENDORSEMENT:
        often = table.term("often", EndorsementsCounted, EndorsementsCounted.EACH)
        rule = replace(rule, often=often)
        if "further" in table.data and often is not EndorsementsCounted.EACH:
            table.note("setting-conflict", "further", other="often")
    elif family is Family.SENT_UP:
        rule = replace(rule, unless_adopted=bool(table.flag("unless-adopted")))
    elif family is Family.BONUS:
        rule = replace(rule, every_time=bool(table.flag("every-time")))
    further = _parse_further(table) if family is Family.ENDORSEMENT else lambda _: None
    for place, (condition, points) in enumerate(parse_points(table, rule.condition)):
        yield replace(rule, condition=condition, points=points, further=further(place))


def _parse_further(table: SchemeTable) -> Callable[[int], Fraction | None]:
    """Return what further endorsements are worth by each line of a table of points; a number is for all lines."""
    given = table.data.get("further")
    if not isinstance(given, dict):
        number = table.number("further")
        return lambda _: number
    table.take("further")
    names = table.data.get("points")
    numbers = [parse_number(given.get(name)) for name in names] if isinstance(names, dict) else []
    if not numbers or None in numbers or len(given) != len(numbers):
        table.note(
            "bad-setting", "further", example='points = { "市" = 10, "省" = 20 }、further = { "市" = 5, "省" = 8 }'
        )
    return lambda place: numbers[place] if place < len(numbers) else None


def parse_bonus_family(table: SchemeTable) -> Family:
    """Return the family whose events earn a bonus."""
    family = _family(table, "on", table.text_of("on") or Family.ADOPTION.value, _BONUS_FAMILIES)
    return family or Family.ADOPTION


def _family(table: SchemeTable, key: str, text: str, families: Collection[Family]) -> Family | None:
    """Return the family that a text names, by identifier or by the Chinese name of its table."""
    found = SCHEME_KEYS.canonical(text)
    if found in families:
        return Family(found)
    known = [family.value if text.isascii() else SCHEME_KEYS.chinese(family) for family in families]
    table.note("unknown-term", key, name=text, nearest=nearest(text, known), known="、".join(known))
    return None


def _about(table: SchemeTable) -> str:
    """Return the kind of events that a rule is about."""
    given = table.data.get("on") if table.head == Family.BONUS else table.head
    return SCHEME_KEYS.canonical(given) if isinstance(given, str) else Family.ADOPTION


def parse_bonuses(table: SchemeTable) -> Iterator[PointsRule]:
    """Yield the bonus of a table."""
    on = parse_bonus_family(table)
    yield from (replace(rule, on=on) for rule in parse_rules(Family.BONUS, table))


def _parse_condition(table: SchemeTable) -> Condition:
    readers: dict[str, Callable[[], Condition]] = {
        Family.ADOPTION: table.adoption_condition,
        Family.ENDORSEMENT: table.endorsement_condition,
        Family.SENT_UP: table.sent_up_condition,
        Family.COMMISSION: table.commission_condition,
        Family.FEEDBACK: table.feedback_condition,
    }
    return readers.get(_about(table), table.item_condition)()


def parse_multiplier(table: SchemeTable) -> Multiplier:
    """Return what multiplies points."""
    times = table.factor("times", required=True)
    of_item = bool(table.flag("whole-item"))
    if of_item and table.flag("adds") is False:
        table.note("setting-conflict", "adds", other="whole-item")
    return Multiplier(
        **_rule_fields(table, table.adoption_condition()), times=ZERO if times is None else times, whole_item=of_item
    )


def parse_base(table: SchemeTable) -> BasePoints:
    """Return the points that units begin with."""
    points, per, prorate = (
        table.number("points", required=True),
        table.grain("per", required=True),
        table.flag("prorate"),
    )
    return BasePoints(
        **_rule_fields(table, table.unit_condition()),
        points=points or ZERO,
        per=per or Grain.YEAR,
        prorate=prorate is not False,
    )


def parse_limit(table: SchemeTable) -> PointsLimit:
    """Return a floor or a cap."""
    named = [_family(table, "of", text, tuple(Family)) for text in table.texts("of")]
    low, high = table.number("min"), table.number("max")
    per = None if table.data.get("per") in ("item", "条", "篇") else table.grain("per", required=True)
    table.known.append("per")
    if low is None and high is None:
        table.note("missing-setting", "max", example="max = 120")
    beyond = {"min": max(low or ZERO, ZERO), "max": min(high or ZERO, ZERO)}
    for key, points in ((key, points) for key, points in beyond.items() if points):
        table.note("limit-beyond-zero", key, points=amount(points))
    families = frozenset(family for family in named if family) or frozenset(Family) - {Family.MERGER}
    return PointsLimit(**_clause_fields(table, table.unit_condition()), families=families, low=low, high=high, per=per)


def parse_quota(table: SchemeTable) -> QuotaRule:
    """Return what a target is worth."""
    target = table.text_of("target", required=True, example='target = "yue-xinxi"')
    points, each = table.number("points"), table.number("each")
    surplus, most = parse_positive(table, "surplus"), parse_positive(table, "surplus-max")
    if points is None and each is None and surplus is None:
        table.note("missing-setting", "points", example="points = 10")
    if most is not None and surplus is None:
        table.note("setting-conflict", "surplus-max", other="surplus")
    shortfall = table.term("shortfall", Shortfall, Shortfall.ALL_OR_NOTHING if each is None else Shortfall.EACH)
    if (each is not None) != (shortfall is Shortfall.EACH):
        table.note("setting-conflict", "each", other="shortfall")
    clause = _rule_fields(table, table.unit_condition())
    return QuotaRule(
        **clause,
        target=target,
        points=points or ZERO,
        shortfall=shortfall,
        each=each or ZERO,
        surplus=surplus or ZERO,
        surplus_max=most,
    )


def parse_positive(table: SchemeTable, key: str) -> Fraction | None:
    """Return a number above zero."""
    number = table.number(key)
    if number is not None and number <= 0:
        table.note("bad-setting", key, example=f"{key} = 1")
        return None
    return number


def parse_threshold(table: SchemeTable) -> Threshold:
    """Return what a measure below, or at, a value costs or brings."""
    below, reaches = table.number("below"), table.number("reaches")
    if (below is None) == (reaches is None):
        table.note("setting-conflict", "below", other="reaches")
    points, per = table.number("points", required=True), table.grain("per", required=True)
    measure = table.term("measure", Measure, Measure.RATE, required=True)
    clause = _rule_fields(table, table.unit_condition())
    return Threshold(
        **clause, measure=measure, points=points or ZERO, per=per or Grain.YEAR, below=below, reaches=reaches
    )


def parse_deadline(table: SchemeTable) -> Deadline:
    """Return how many days, work days or hours an item may take."""
    limits = {unit: _parse_time_limit(table, unit) for unit in TimeUnit}
    given = [unit for unit in TimeUnit if unit.value in table.data]
    if not given:
        table.note("missing-setting", "days", example="days = 3")
    for unit in given[1:]:
        table.note("setting-conflict", unit.value, other=given[0].value)
    unit = given[0] if given else TimeUnit.DAYS
    clause, priority = _clause_fields(table, table.item_condition()), table.whole("priority") or 0
    return Deadline(**clause, limit=limits[unit], unit=unit, priority=priority)


def _parse_time_limit(table: SchemeTable, unit: TimeUnit) -> Fraction:
    """Return a limit: whole days, or hours of which there may be a half."""
    limit = table.number(unit.value)
    if limit is None:
        return ZERO
    is_whole = limit.denominator == 1 and (unit is TimeUnit.DAYS or limit <= _MOST_WORK_DAYS)
    if limit < 0 or not (limit if unit is TimeUnit.HOURS else is_whole):
        table.note("bad-setting", unit.value, example=f"{unit.value} = 2")
        return ZERO
    return limit


def parse_lapse(table: SchemeTable) -> LapseRule:
    """Return what a lapse costs."""
    points, share = table.number("points"), table.factor("share", highest=1)
    if points is not None and share is not None:
        table.note("setting-conflict", "share", other="points")
    disqualifies, zeroes = bool(table.flag("disqualifies")), bool(table.flag("zeroes"))
    if points is None and "share" not in table.data and not disqualifies and not zeroes:
        table.note("missing-setting", "points", example="points = -2")
    return LapseRule(
        **_rule_fields(table, table.lapse_condition()),
        points=points or ZERO,
        share=share or ZERO,
        at_least=table.whole("at-least", least=1) or 1,
        per=table.grain("per") or Grain.YEAR,
        disqualifies=disqualifies,
        zeroes=zeroes,
        lasts=bool(table.flag("lasts")),
    )


def parse_credit(table: SchemeTable) -> Credit:
    """Return how a unit's points are shared with its parent."""
    keep, give = table.factor("keep"), table.factor("give")
    return Credit(
        **_clause_fields(table, table.unit_condition()),
        priority=table.whole("priority") or 0,
        keep=ZERO if keep is None else keep,
        give=Fraction(1) if give is None else give,
    )


def parse_adjustment(table: SchemeTable) -> Adjustment:
    """Return points that no fact shows."""
    before, unit = len(table.problems), table.units()
    # A unit that nobody knows has been reported.
    if len(unit or ()) != 1 and len(table.problems) == before:
        table.note("missing-setting", "units", example='units = "城关镇"')
    day, points = table.day("date"), table.number("points", required=True)
    if day is None and "date" not in table.data:
        table.note("missing-setting", "date", example="date = 2026-03-31")
    clause = _clause_fields(table, Condition())
    return Adjustment(**clause, unit=min(unit or ("",)), date=day or date.min, points=points or ZERO)


class _Choice(TypedDict):
    priority: int
    adds: bool


def _choice(table: SchemeTable, *, adds: bool) -> _Choice:
    """Return how a rule meets others; *adds* is what it does where its table does not say."""
    given, priority = table.flag("adds"), table.whole("priority") or 0
    does_add = adds if given is None else given
    # An old file may give a bonus a priority: it never had an effect.
    if priority and does_add and (given or table.place is None or table.place[0] != Family.BONUS.value):
        table.note("priority-without-choice", "priority")
    return {"priority": priority, "adds": does_add}


def _rule_fields(table: SchemeTable, condition: Condition) -> _RuleFields:
    """Return the fields of a rule that applies besides others unless its table says otherwise."""
    return {**_clause_fields(table, condition), **_choice(table, adds=True)}


class _ClauseFields(TypedDict):
    words: str
    line: int
    condition: Condition


def _clause_fields(table: SchemeTable, condition: Condition) -> _ClauseFields:
    return {"words": parse_words(table), "line": table.line(), "condition": condition}


class _RuleFields(_ClauseFields, _Choice):
    pass


def parse_points(table: SchemeTable, condition: Condition) -> Iterator[tuple[Condition, Fraction]]:
    """Yield conditions and points; a table of points has an entry a level, publication, treatment or category."""
    given = table.data.get("points")
    if not isinstance(given, dict):
        points = table.number("points", required=True)
        yield condition, points if points is not None else ZERO
        return
    table.take("points")
    if not given:
        table.note("bad-setting", "points", example='points = { "市" = 5, "省" = 10 }')
        return
    kinds = [{name: kind(table, name) for name in given} for kind in _NAME_READERS]
    best = max(kinds, key=lambda found: sum(1 for narrowing in found.values() if narrowing))
    for name, value in given.items():
        narrowing, points = best[name], parse_number(value)
        if points is None:
            table.note("bad-setting", "points", example='points = { "市" = 5, "省" = 10 }')
        elif narrowing is None:
            table.note("unknown-points", "points", name=name)
        else:
            yield condition.narrowed(*narrowing), points


Narrowing = tuple[Attribute, frozenset[Hashable]] | None


def _read_publication(table: SchemeTable, name: str) -> Narrowing:
    found = table.registry.publication_names.get(lookup_key(name.strip("《》")))
    return (Attribute.PUBLICATION, frozenset({found})) if found else None


def _read_category(table: SchemeTable, name: str) -> Narrowing:
    found = table.registry.category_names.get(lookup_key(name))
    return (Attribute.CATEGORY, frozenset({found})) if found else None


def _read_level(table: SchemeTable, name: str) -> Narrowing:
    level = Level.read(name)
    if level is None or not _is_about_adoptions(table):
        return (Attribute.LEVEL, frozenset({level})) if level else None
    return Attribute.PUBLICATION, frozenset(p.id for p in table.registry.publications if p.level is level)


def _read_treatment(table: SchemeTable, name: str) -> Narrowing:
    treatment = table.registry.treatment_names.get(lookup_key(name))
    return (Attribute.TREATMENT, frozenset({treatment})) if treatment else None


_NAME_READERS = (_read_level, _read_publication, _read_treatment, _read_category)
"""What the names in a table of points may be: the reader that knows most of them is used."""


def _is_about_adoptions(table: SchemeTable) -> bool:
    return _about(table) == Family.ADOPTION
