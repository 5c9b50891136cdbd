"""Parse schemes and targets from TOML; every mistake is a problem with path, line and key, none becomes a zero."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import PurePosixPath
from typing import Any, TypeVar

from bulletin.core.dates import Grain, Period
from bulletin.core.problems import Problem
from bulletin.core.toml import TomlTable, read_toml
from bulletin.model.key_names import SCHEME_KEYS
from bulletin.model.registry import Registry
from bulletin.model.scheme import PointsRule, Scheme, SeveralAdoptions, SharingRule, Target
from bulletin.model.scheme_enums import AdoptionsCounted, CountingDay, Family, Measure, MergerPoints, SplitMode
from bulletin.schemes import checks, parser_results, parser_rules
from bulletin.schemes.endorsement_settings import parse_endorsements
from bulletin.schemes.ranking_settings import parse_ranking
from bulletin.schemes.silent_zeros import silent_zeros
from bulletin.schemes.toml_table import SchemeTable, parse_number

SCHEMES_FOLDER, TARGETS_FOLDER = "registry/schemes/", "registry/targets/"
_YEAR = re.compile(r"(\d{4})")
_EXCLUSIVE_FAMILIES = (
    Family.SUBMISSION,
    Family.SENT_UP,
    Family.ADOPTION,
    Family.ENDORSEMENT,
    Family.OUTCOME,
    Family.COMMISSION,
    Family.FEEDBACK,
)
C = TypeVar("C")


def read_schemes(
    files: Mapping[str, str], registry: Registry
) -> tuple[tuple[Scheme, ...], tuple[Target, ...], list[Problem]]:
    """Return the schemes and targets that *files* (texts by path) hold, by date, and every problem of them."""
    problems: list[Problem] = []
    opened = {path: read_toml(path, text, problems, SCHEME_KEYS) for path, text in sorted(files.items())}
    unreadable = {problem.path for problem in problems}
    schemes = [
        _parse_scheme(file, registry)
        for path, file in opened.items()
        if path.startswith(SCHEMES_FOLDER) and path not in unreadable
    ]
    targets = [
        target
        for path, file in opened.items()
        if path.startswith(TARGETS_FOLDER)
        for target in _parse_targets(file, registry)
    ]
    found = (*checks.check_schemes(schemes, targets, registry), *silent_zeros(schemes, targets, registry))
    problems += [opened[problem.path].respelled(problem) for problem in found]
    ordered = tuple(sorted(schemes, key=lambda s: (s.first, s.id)))
    return ordered, tuple(sorted(targets, key=lambda t: (t.first, t.path, t.line))), problems


def _array_tables(file: TomlTable, registry: Registry, name: str, known: list[str]) -> Iterator[SchemeTable]:
    known.append(name)
    listed = file.data.get(name, [])
    if isinstance(listed, dict) or not isinstance(listed, list):
        file.note("not-tables", name)
        return
    for order, data in enumerate(listed):
        yield SchemeTable.section(file, registry, name, order, data)


def _parse_clauses(file: TomlTable, registry: Registry, name: str, make: Callable[[SchemeTable], C]) -> tuple[C, ...]:
    made = []
    for table in _array_tables(file, registry, name, file.known):
        made.append(make(table))
        table.report_unknown_keys()
    return tuple(made)


def _parse_one_or_more(
    file: TomlTable, registry: Registry, name: str, make: Callable[[SchemeTable], C]
) -> tuple[C, ...]:
    """Return the clauses of tables ``[[name]]``, or that of the one table ``[name]``."""
    if not isinstance(file.data.get(name), dict):
        return _parse_clauses(file, registry, name, make)
    table = _single_table(file, registry, name)
    made = make(table)
    table.report_unknown_keys()
    return (made,)


def _single_table(file: TomlTable, registry: Registry, name: str) -> SchemeTable:
    """Return the table ``[name]``, empty where there is none."""
    data: Any = file.take(name)
    if data is not None and not isinstance(data, dict):
        file.note("not-one-table", name)
    return SchemeTable.section(file, registry, name, 0, data)


def _parse_scheme(file: TomlTable, registry: Registry) -> Scheme:
    stem = PurePosixPath(file.path).stem
    top = SchemeTable.whole_file(file, registry)
    first, last = _parse_validity(top, stem)
    merged, merger_words = _parse_merger(_single_table(top, registry, "merger"))
    by_submission, counting_words = _parse_counting(_single_table(top, registry, "counting"))
    scheme = Scheme(
        id=stem,
        name=top.text_of("name", required=True, example='name = "信息工作计分办法"'),
        words=top.text_of("words"),
        path=file.path,
        first=first,
        last=last,
        rules=_parse_rules(top, registry),
        multipliers=checks.narrowest_first(_parse_clauses(top, registry, "multiplier", parser_rules.parse_multiplier)),
        bases=checks.narrowest_first(_parse_clauses(top, registry, "base", parser_rules.parse_base)),
        limits=_parse_clauses(top, registry, "limit", parser_rules.parse_limit),
        quotas=checks.narrowest_first(_parse_clauses(top, registry, "quota", parser_rules.parse_quota)),
        thresholds=checks.narrowest_first(_parse_clauses(top, registry, "threshold", parser_rules.parse_threshold)),
        deadlines=checks.narrowest_first(_parse_clauses(top, registry, "deadline", parser_rules.parse_deadline)),
        lapses=checks.narrowest_first(_parse_clauses(top, registry, "lapse", parser_rules.parse_lapse)),
        credits=checks.narrowest_first(_parse_clauses(top, registry, "credit", parser_rules.parse_credit)),
        adjustments=_parse_clauses(top, registry, "adjustment", parser_rules.parse_adjustment),
        several=_parse_several(_single_table(top, registry, "several")),
        endorsements=parse_endorsements(
            _single_table(top, registry, "endorsements"), given=isinstance(top.data.get("endorsements"), dict)
        ),
        joint=_parse_sharing(_single_table(top, registry, "joint")),
        authors=_parse_authors(_single_table(top, registry, "authors")) if "authors" in top.data else None,
        merged=merged,
        merger_words=merger_words,
        results=checks.narrowest_first(_parse_one_or_more(top, registry, "result", parser_results.parse_result)),
        pass_marks=checks.narrowest_first(_parse_one_or_more(top, registry, "pass", parser_results.parse_pass_mark)),
        ties=(ranking := parse_ranking(_single_table(top, registry, "ranking"))).ties,
        rankings=ranking.rankings,
        top=ranking.top,
        resets=bool(top.flag("resets")),
        adoptions_by_submission=by_submission,
        ranking_words=ranking.words,
        counting_words=counting_words,
    )
    top.known.append("authors")
    top.report_unknown_keys()
    return scheme


def _parse_validity(top: SchemeTable, stem: str) -> tuple[date, date]:
    year = _YEAR.match(stem)
    default = Period.year(int(year[1])) if year else None
    first, last = top.day("valid-from"), top.day("valid-to")
    if not default and not (first and last):
        top.note("missing-setting", "valid-from", example="valid-from = 2026-01-01")
    first = first or (default.first if default else date.min)
    last = last or (default.last if default else date.max)
    if last < first:
        top.note("setting-conflict", "valid-to", other="valid-from")
    return first, last


def _parse_rules(top: SchemeTable, registry: Registry) -> dict[Family, tuple[PointsRule, ...]]:
    found: dict[Family, tuple[PointsRule, ...]] = {}
    for family in _EXCLUSIVE_FAMILIES:
        tables = _parse_clauses(top, registry, family.value, partial(_rules_of_table, family))
        found[family] = checks.narrowest_first(tuple(rule for rules in tables for rule in rules))
    tables = _parse_clauses(top, registry, Family.BONUS.value, lambda table: tuple(parser_rules.parse_bonuses(table)))
    found[Family.BONUS] = checks.narrowest_first(tuple(rule for rules in tables for rule in rules))
    return {family: rules for family, rules in found.items() if rules}


def _rules_of_table(family: Family, table: SchemeTable) -> tuple[PointsRule, ...]:
    return tuple(parser_rules.parse_rules(family, table))


def _parse_several(table: SchemeTable) -> SeveralAdoptions:
    take, best = table.term("take", AdoptionsCounted, AdoptionsCounted.SUM), table.whole("best", least=1)
    if ("best" in table.data) != (take is AdoptionsCounted.BEST):
        table.note("setting-conflict", "best", other="take")
    several = SeveralAdoptions(take=take, best=best or 1, words=table.text_of("words"))
    table.report_unknown_keys()
    return several


def _parse_sharing(table: SchemeTable) -> SharingRule:
    split, weights = table.term("split", SplitMode, SplitMode.FULL), _parse_weights(table)
    if weights is not None and bool(weights) != (split is SplitMode.WEIGHTS):
        table.note("setting-conflict", "weights", other="split")
    joint = SharingRule(split=split, weights=weights or (), words=table.text_of("words"))
    table.report_unknown_keys()
    return joint


def _parse_weights(table: SchemeTable) -> tuple[Fraction, ...] | None:
    """Return weights, () where there are none; None where they are wrong, which has been reported."""
    given = table.take("weights")
    if given is None:
        return ()
    weights = [parse_number(value) for value in given] if isinstance(given, list) else []
    known = tuple(weight for weight in weights if weight is not None and weight >= 0)
    if not known or len(known) < len(weights):
        table.note("bad-setting", "weights", example="weights = [3, 2]")
        return None
    if not known[0]:
        table.note("first-weight-zero", "weights")
        return None
    return known


def _parse_authors(table: SchemeTable) -> SharingRule:
    first = table.whole("first", least=1)
    return replace(_parse_sharing(table), first=first)


def _parse_merger(table: SchemeTable) -> tuple[MergerPoints, str]:
    merged = table.term("points", MergerPoints, MergerPoints.AFTER), table.text_of("words")
    table.report_unknown_keys()
    return merged


def _parse_counting(table: SchemeTable) -> tuple[bool, str]:
    day, words = table.term("adoptions-by", CountingDay, CountingDay.ADOPTION), table.text_of("words")
    table.report_unknown_keys()
    return day is CountingDay.SUBMISSION, words


def _parse_targets(file: TomlTable, registry: Registry) -> tuple[Target, ...]:
    top = SchemeTable.whole_file(file, registry)
    first, last = _parse_validity(top, PurePosixPath(file.path).stem)
    targets = _parse_clauses(top, registry, "target", lambda table: _parse_target(table, first, last))
    top.report_unknown_keys()
    return targets


def _parse_target(table: SchemeTable, first: date, last: date) -> Target:
    measure = table.term("measure", Measure, Measure.SUBMITTED)
    if measure is Measure.RATE:
        known = "、".join(m.names[0] for m in Measure if m is not Measure.RATE)
        table.note("unknown-term", "measure", name=table.text_of("measure"), nearest="", known=known)
    readers = {Measure.SUBMITTED: table.item_condition, Measure.POINTS: table.unit_condition}
    condition = readers.get(measure, table.adoption_condition)()
    for key in ("valid-from", "valid-to"):
        if key in table.data:
            table.note("target-with-days", key)
    if "count" not in table.data:
        table.note("missing-setting", "count", example="count = 8")
    elif table.data["count"] == 0:
        table.note("target-of-nothing", "count", words=table.text_of("words"))
    return Target(
        id=table.text_of("id", required=True, example='id = "yue-xinxi"'),
        words=parser_rules.parse_words(table),
        first=first,
        last=last,
        count=table.whole("count") or 0,
        per=table.grain("per", required=True) or Grain.YEAR,
        measure=measure,
        condition=condition,
        prorate=table.flag("prorate") is not False,
        missed=table.flag("missed") is not False,
        path=table.path,
        line=table.line(),
    )
