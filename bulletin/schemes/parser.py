"""TOML becomes schemes and targets; every mistake is a problem with path, line and key, and none becomes a zero."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any, TypeVar

from bulletin.core.dates import Grain, Period
from bulletin.core.problems import Problem
from bulletin.core.toml import TomlTable, read_toml
from bulletin.model.conditions import Where
from bulletin.model.registry import Registry
from bulletin.model.scheme import Joint, Pass, ResultRule, Rule, Scheme, Several, Target
from bulletin.model.scheme_enums import Divisor, Family, Measure, Merged, Split, Take, Ties
from bulletin.schemes import checks, parser_rules
from bulletin.schemes.toml_table import Table, exact

SCHEMES, TARGETS = "registry/schemes/", "registry/targets/"
_YEAR = re.compile(r"(\d{4})")
_EXCLUSIVE = (
    Family.SUBMISSION,
    Family.SENT_UP,
    Family.ADOPTION,
    Family.ENDORSEMENT,
    Family.OUTCOME,
    Family.COMMISSION,
)
C = TypeVar("C")


def read_schemes(
    files: Mapping[str, str], registry: Registry
) -> tuple[tuple[Scheme, ...], tuple[Target, ...], list[Problem]]:
    """Return the schemes and targets that *files* (texts by path) hold, by date, and every problem of them."""
    problems: list[Problem] = []
    opened = {path: read_toml(path, text, problems) for path, text in sorted(files.items())}
    schemes = [_scheme(file, registry) for path, file in opened.items() if path.startswith(SCHEMES) and file.data]
    targets = [
        target for path, file in opened.items() if path.startswith(TARGETS) for target in _targets(file, registry)
    ]
    problems += checks.check(schemes, targets, registry)
    ordered = tuple(sorted(schemes, key=lambda s: (s.first, s.id)))
    return ordered, tuple(sorted(targets, key=lambda t: (t.first, t.path, t.line))), problems


def _tables(file: TomlTable, registry: Registry, name: str, known: list[str]) -> Iterator[Table]:
    known.append(name)
    listed = file.data.get(name, [])
    if isinstance(listed, dict) or not isinstance(listed, list):
        file.note("not-tables", name)
        return
    for order, data in enumerate(listed):
        yield Table.of(file, registry, name, order, data)


def _read(file: TomlTable, registry: Registry, name: str, make: Callable[[Table], C]) -> tuple[C, ...]:
    made = []
    for table in _tables(file, registry, name, file.known):
        made.append(make(table))
        table.close()
    return tuple(made)


def _one(file: TomlTable, registry: Registry, name: str) -> Table:
    """Return the table ``[name]``, empty where there is none."""
    data: Any = file.take(name)
    return Table.of(file, registry, name, 0, data)


def _scheme(file: TomlTable, registry: Registry) -> Scheme:
    stem = PurePosixPath(file.path).stem
    top = Table.of(file, registry, "", 0, file.data)
    top.place = None
    first, last = _validity(top, stem)
    merged, merger_words = _merger(_one(top, registry, "merger"))
    scheme = Scheme(
        id=stem,
        name=top.text_of("name", required=True, example='name = "信息工作计分办法"'),
        words=top.text_of("words"),
        path=file.path,
        first=first,
        last=last,
        rules=_rules(top, registry),
        multipliers=_read(top, registry, "multiplier", parser_rules.multiplier),
        bases=_read(top, registry, "base", parser_rules.base),
        limits=_read(top, registry, "limit", parser_rules.limit),
        quotas=_read(top, registry, "quota", parser_rules.quota),
        thresholds=_read(top, registry, "threshold", parser_rules.threshold),
        deadlines=checks.narrowest(_read(top, registry, "deadline", parser_rules.deadline)),
        lapses=_read(top, registry, "lapse", parser_rules.lapse),
        credits=checks.narrowest(_read(top, registry, "credit", parser_rules.credit)),
        adjustments=_read(top, registry, "adjustment", parser_rules.adjustment),
        several=_several(_one(top, registry, "several")),
        joint=_joint(_one(top, registry, "joint")),
        authors=_joint(_one(top, registry, "authors")) if "authors" in top.data else None,
        merged=merged,
        merger_words=merger_words,
        result=_result(_one(top, registry, "result")),
        passed=_pass(_one(top, registry, "pass")) if "pass" in top.data else None,
        ties=_ties(_one(top, registry, "ranking")),
        adoptions_by_submission=_counting(_one(top, registry, "counting")),
    )
    top.known += ["authors", "pass"]
    top.close()
    return scheme


def _validity(top: Table, stem: str) -> tuple[date, date]:
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


def _rules(top: Table, registry: Registry) -> dict[Family, tuple[Rule, ...]]:
    found: dict[Family, tuple[Rule, ...]] = {}
    for family in _EXCLUSIVE:
        made = _read(top, registry, family.value, lambda table, family=family: tuple(parser_rules.rules(family, table)))  # type: ignore[misc]
        found[family] = checks.narrowest(tuple(rule for rules in made for rule in rules))
    made = _read(top, registry, Family.BONUS.value, lambda table: tuple(parser_rules.bonuses(table)))
    found[Family.BONUS] = tuple(rule for rules in made for rule in rules)
    return {family: rules for family, rules in found.items() if rules}


def _several(table: Table) -> Several:
    take, best = table.term("take", Take, Take.SUM), table.whole("best")
    if (best is not None) != (take is Take.BEST):
        table.note("setting-conflict", "best", other="take")
    several = Several(take=take, best=best or 1, words=table.text_of("words"))
    table.close()
    return several


def _joint(table: Table) -> Joint:
    split = table.term("split", Split, Split.FULL)
    given = table.take("weights")
    weights = tuple(exact(value) for value in given) if isinstance(given, list) else ()
    if any(weight is None or weight <= 0 for weight in weights) or (given is not None and not weights):
        table.note("bad-setting", "weights", example="weights = [3, 2]")
        weights = ()
    elif bool(weights) != (split is Split.WEIGHTS):
        table.note("setting-conflict", "weights", other="split")
    joint = Joint(split=split, weights=tuple(w for w in weights if w), words=table.text_of("words"))
    table.close()
    return joint


def _result(table: Table) -> ResultRule:
    divisor = table.term("divide-by", Divisor, Divisor.SCORED) if "divide-by" in table.data else None
    table.known.append("divide-by")
    result = ResultRule(divisor=divisor, scale=table.number("scale-to"), words=table.text_of("words"))
    table.close()
    return result


def _pass(table: Table) -> Pass:
    points, per = table.number("points", required=True), table.grain("per", required=True)
    flag = table.flag("disqualifies")
    passed = Pass(
        points=points or Fraction(0), per=per or Grain.YEAR, disqualifies=bool(flag), words=table.text_of("words")
    )
    table.close()
    return passed


def _merger(table: Table) -> tuple[Merged, str]:
    merged = table.term("points", Merged, Merged.AFTER), table.text_of("words")
    table.close()
    return merged


def _ties(table: Table) -> Ties:
    ties = table.term("ties", Ties, Ties.SKIP)
    table.close()
    return ties


def _counting(table: Table) -> bool:
    text = table.text_of("adoptions-by") or "adoption"
    if text not in ("adoption", "submission"):
        table.note("unknown-term", "adoptions-by", name=text, nearest="", known="adoption、submission")
    table.close()
    return text == "submission"


def _targets(file: TomlTable, registry: Registry) -> tuple[Target, ...]:
    top = Table.of(file, registry, "", 0, file.data)
    top.place = None
    first, last = _validity(top, PurePosixPath(file.path).stem)
    targets = _read(top, registry, "target", lambda table: _target(table, first, last))
    top.close()
    return targets


def _target(table: Table, first: date, last: date) -> Target:
    measure = table.term("measure", Measure, Measure.SUBMITTED)
    if measure is Measure.RATE:
        known = "、".join(m.names[0] for m in Measure if m is not Measure.RATE)
        table.note("unknown-term", "measure", name=table.text_of("measure"), nearest="", known=known)
    where: Where = table.of_items() if measure is Measure.SUBMITTED else table.of_adoptions()
    if "count" not in table.data:
        table.note("missing-setting", "count", example="count = 8")
    return Target(
        id=table.text_of("id", required=True, example='id = "yue-xinxi"'),
        words=parser_rules.words(table),
        first=first,
        last=last,
        count=table.whole("count") or 0,
        per=table.grain("per", required=True) or Grain.YEAR,
        measure=measure,
        where=where,
        prorate=table.flag("prorate") is not False,
        missed=table.flag("missed") is not False,
        path=table.path,
        line=table.line(),
    )
