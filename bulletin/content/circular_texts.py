"""Texts of circulars: ``content/circulars/2026-Q3.md``, Markdown without front matter that names figures in braces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from bulletin.core.dates import Grain, Period
from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.model.attributes import Attribute
from bulletin.model.circular_figures import (
    FIGURE_BY_NAME,
    FigureName,
    FigureReference,
    Needs,
    find_other_braces,
    find_references,
)
from bulletin.model.enums import PublishedPoints
from bulletin.model.records import CircularText
from bulletin.model.registry import Registry
from bulletin.model.scheme_enums import Measure

if TYPE_CHECKING:
    from bulletin.model.conditions import Condition
    from bulletin.model.scheme import Scheme, Target

_NAMES = sorted(FIGURE_BY_NAME, key=len, reverse=True)
_UNTIL = re.compile(r"[\n{}｛｝]")
_SHOWN = 12
"""How many characters beside a brace are shown."""


def check_references(text: str, path: str, registry: Registry) -> Iterator[Problem]:
    """Every figure that a text names in braces exists, and so does the group; no brace stands alone."""
    groups = {name for group in registry.groups for name in (group.id, group.name)}
    for found in find_references(text):
        line = _line(text, found.start)
        figure = FIGURE_BY_NAME.get(found.name)
        if figure is None:
            near = nearest(found.name, _NAMES)
            # Full-width braces stand in texts, too.
            code = "unknown-figure" if near or text[found.start] == "{" else "plain-braces"
            yield Problem(path=path, code=code, line=line, values={"name": found.name, "nearest": near})
        elif found.group and not figure.by_group:
            yield Problem(path=path, code="figure-without-groups", line=line, values={"name": found.name})
        elif found.group and found.group not in groups:
            known = "、".join(group.name for group in registry.groups)
            values = {"name": found.group, "nearest": nearest(found.group, groups), "known": known}
            yield Problem(path=path, code="unknown-group", line=line, values=values)
    for brace in find_other_braces(text):
        code, values = (
            ("empty-braces", {"name": "{}"}) if len(brace[0]) > 1 else ("unpaired-brace", _beside(text, brace.start()))
        )
        yield Problem(path=path, code=code, line=_line(text, brace.start()), values=values)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _beside(text: str, at: int) -> dict[str, str]:
    """Return what stands beside a single brace, and the figure that is probably meant."""
    before, after = _UNTIL.split(text[:at])[-1].strip(), _UNTIL.split(text[at + 1 :], maxsplit=1)[0].strip()
    opens = text[at] in "{｛"
    near = (name for name in _NAMES if (after.startswith(name) if opens else before.endswith(name)))
    shown = text[at] + after[:_SHOWN] if opens else before[-_SHOWN:] + text[at]
    name = next(near, "")
    return {"name": shown, "nearest": f"{{{name}}}" if name else ""}


def figures_in(text: str) -> tuple[tuple[str, int], ...]:
    """Return the figures that a text names, those of groups as ``name:group``, each with its first line."""
    found: dict[str, int] = {}
    for reference in find_references(text):
        if reference.name in FIGURE_BY_NAME:
            found.setdefault(_written(reference), _line(text, reference.start))
    return tuple(found.items())


def _written(reference: FigureReference) -> str:
    return f"{reference.name}:{reference.group}" if reference.group else reference.name


def figures_have_something_to_say(
    texts: Iterable[CircularText], registry: Registry, schemes: Sequence[Scheme], targets: Sequence[Target]
) -> Iterator[Problem]:
    """Every figure in the text of a circular can have a value in its period, and is published."""
    published = registry.bulletin.points is PublishedPoints.ALL
    for text in texts:
        counted = [target for target in targets if published or target.measure is not Measure.POINTS]
        period = Period.parse(text.id)
        for written, line in text.figures:
            name, _, group = written.partition(":")
            members = _members(registry, group) if group else None
            there = _what_there_is(period, schemes, counted, members)
            figure = FIGURE_BY_NAME[name]
            if code := _missing(figure, there, published=published):
                by_itself = _missing(figure, _what_there_is(period, schemes, counted), published=published)
                yield Problem(path=text.path, code=code, line=line, values={"name": name if by_itself else written})


def _members(registry: Registry, name: str) -> frozenset[str]:
    """Return the ids of the units of a group, which is named or given by its id."""
    groups = {group.id for group in registry.groups if name in (group.id, group.name)}
    return frozenset(unit.id for unit in registry.units if unit.group in groups)


def _is_for(condition: Condition, units: frozenset[str] | None) -> bool:
    """Whether a condition on units holds for any of *units*, where they are given."""
    named = condition.values.get(Attribute.UNIT)
    return units is None or named is None or not named.isdisjoint(units)


def _missing(figure: FigureName, known: frozenset[Needs], *, published: bool) -> str:
    """Return the code of the problem that a figure says nothing, or ""."""
    if figure.needs in (Needs.SCHEME, Needs.PASS_MARK) and not published:
        return "figure-not-published"
    return f"figure-without-{figure.needs}" if figure.needs and figure.needs not in known else ""


def _what_there_is(
    period: Period, schemes: Sequence[Scheme], targets: Sequence[Target], units: frozenset[str] | None = None
) -> frozenset[Needs]:
    """Return what there is in a period: for any of *units*, where they are given."""
    inside = [scheme for scheme in schemes if scheme.first <= period.last and period.first <= scheme.last]
    grain = period.grain or Grain.YEAR
    owed = (t for t in targets if t.first <= period.last and period.first <= t.last and t.per.rank <= grain.rank)
    found = {
        Needs.GROUP: units is not None,
        Needs.SCHEME: bool(inside),
        Needs.PASS_MARK: any(_is_for(mark.condition, units) for scheme in inside for mark in scheme.pass_marks),
        Needs.TARGETS: any(target.count and _is_for(target.condition, units) for target in owed),
        Needs.EARLIER_PERIODS: grain is not Grain.YEAR and period.previous.first.year == period.first.year,
    }
    return frozenset(need for need, is_there in found.items() if is_there)
