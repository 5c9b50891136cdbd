"""Texts of circulars: ``content/circulars/2026-Q3.md``, Markdown without front matter that names figures in braces."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.model.circular_figures import FIGURE_BY_NAME, FIGURE_NAMES, FigureReference, find_references
from bulletin.model.registry import Registry


def check_references(text: str, path: str, registry: Registry) -> Iterator[Problem]:
    """Every figure that a text names in braces exists, and so does the group, if it may be asked for one."""
    groups = {name for group in registry.groups for name in (group.id, group.name)}
    for found in find_references(text):
        figure, line = FIGURE_BY_NAME.get(found.name), text.count("\n", 0, found.start) + 1
        if figure is None:
            if text[found.start] == "{":
                values = {"name": found.name, "nearest": _nearest_name(found)}
                yield Problem(path=path, code="unknown-figure", line=line, values=values)
        elif found.group and not figure.by_group:
            yield Problem(path=path, code="figure-without-groups", line=line, values={"name": found.name})
        elif found.group and found.group not in groups:
            known = "、".join(group.name for group in registry.groups)
            values = {"name": found.group, "nearest": nearest(found.group, groups), "known": known}
            yield Problem(path=path, code="unknown-group", line=line, values=values)


def _nearest_name(found: FigureReference) -> str:
    names = [name for figure in FIGURE_NAMES for name in (figure.chinese, figure.identifier)]
    return nearest(found.name, names)
