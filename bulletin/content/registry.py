"""TOML becomes the registry; every mistake in it is a problem with path, line and entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from bulletin.content.allowlist import ALLOWED, read_allowances
from bulletin.content.decode import decode_texts
from bulletin.core.dates import Grain
from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.core.toml import TomlTable, read_toml
from bulletin.model.enums import Classification, Level, PublicationKind
from bulletin.model.registry import Bulletin, Category, Distribution, Group, Publication, Registry, Unit, lookup_key

UNITS, CATEGORIES = "registry/units.toml", "registry/categories.toml"
PUBLICATIONS, BULLETIN = "registry/publications.toml", "registry/bulletin.toml"
_REQUIRED = (UNITS, CATEGORIES)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

E = TypeVar("E")


def read_registry(files: Mapping[str, bytes]) -> tuple[Registry, list[Problem]]:
    """Return the registry that *files* (bytes by path) hold, and every problem of it."""
    problems = [Problem(path=path, code="missing-file") for path in _REQUIRED if path not in files]
    tables = {path: read_toml(path, text, problems) for path, text in decode_texts(files, problems).items()}
    registry = Registry(
        bulletin=_bulletin(tables.get(BULLETIN), problems),
        groups=_entries(tables.get(UNITS), "group", _group, problems),
        units=_entries(tables.get(UNITS), "unit", _unit, problems),
        categories=_ordered(_entries(tables.get(CATEGORIES), "category", _category, problems)),
        publications=_entries(tables.get(PUBLICATIONS), "publication", _publication, problems),
        allowed=read_allowances(tables.get(ALLOWED)),
    )
    for path in (UNITS, CATEGORIES, PUBLICATIONS):
        if path in tables:
            tables[path].finish()
    text = tables[UNITS].text if UNITS in tables else ""
    problems += _references(registry, text)
    problems += _claims(registry, {path: table.text for path, table in tables.items()})
    return registry, problems


def _entries(
    file: TomlTable | None, name: str, make: Callable[[TomlTable, int], E], problems: list[Problem]
) -> tuple[E, ...]:
    """Return the entries ``[[name]]`` of a file; those whose id is missing or taken are left out."""
    listed = file.take(name) if file else None
    if file is None or listed is None:
        return ()
    if not isinstance(listed, list):
        file.note("bad-setting", name, example=f"[[{name}]]")
        return ()
    made: dict[str, E] = {}
    for order, data in enumerate(listed):
        table = TomlTable(data if isinstance(data, dict) else {}, file.path, problems, file.text, (name, order))
        entry = make(table, order)
        table.finish()
        identifier = table.data.get("id", "")
        if not isinstance(identifier, str) or not identifier:
            continue
        if not _ID.fullmatch(identifier):
            table.note("bad-id", "id", name=identifier)
        elif identifier in made:
            table.note("duplicate-id", "id", name=identifier)
        else:
            made[identifier] = entry
    return tuple(made.values())


def _ordered(categories: tuple[Category, ...]) -> tuple[Category, ...]:
    return tuple(sorted(categories, key=lambda c: c.order))


def _named(table: TomlTable) -> tuple[str, str]:
    identifier = table.text_of("id", required=True, example='id = "chengguan"')
    return identifier, table.text_of("name", required=True, example='name = "城关镇"')


def _group(table: TomlTable, order: int) -> Group:
    identifier, name = _named(table)
    given = table.whole("order")
    return Group(id=identifier, name=name, order=order if given is None else given)


def _unit(table: TomlTable, order: int) -> Unit:
    identifier, name = _named(table)
    return Unit(
        id=identifier,
        name=name,
        group=table.text_of("group"),
        aliases=table.texts("aliases"),
        former_names=table.texts("former-names"),
        parent=table.text_of("parent"),
        joined=table.day("joined"),
        left=table.day("left"),
        successor=table.text_of("successor"),
        order=order,
    )


def _category(table: TomlTable, order: int) -> Category:
    identifier, name = _named(table)
    given = table.whole("order")
    return Category(
        id=identifier,
        name=name,
        order=order if given is None else given,
        min_chars=table.whole("min-chars"),
        max_chars=table.whole("max-chars"),
    )


def _publication(table: TomlTable, order: int) -> Publication:
    identifier, name = _named(table)
    return Publication(
        id=identifier,
        name=name,
        publisher=table.text_of("publisher"),
        level=table.term("level", Level, Level.CITY, required=True),
        kind=table.term("kind", PublicationKind, PublicationKind.BULLETIN),
        aliases=table.texts("aliases"),
        headline=table.flag("headline"),
        order=order,
    )


def _bulletin(file: TomlTable | None, problems: list[Problem]) -> Bulletin:
    if file is None:
        return Bulletin()
    inner = file.take("distribution", "报送范围", "发送范围") or {}
    lists = TomlTable(inner if isinstance(inner, dict) else {}, file.path, problems, file.text, ("distribution", 0))
    distribution = Distribution(
        superior=lists.texts("superior", "报", "report"),
        same_level=lists.texts("same-level", "送", "send"),
        subordinate=lists.texts("subordinate", "发", "issue"),
    )
    lists.finish()
    limits = _limits(file, problems)
    grain = file.text_of("grouping", "分期") or Grain.MONTH.value
    if grain not in {g.value for g in Grain}:
        file.note("unknown-term", "grouping", name=grain, nearest=nearest(grain, Grain), known=", ".join(Grain))
        grain = Grain.MONTH.value
    bulletin = Bulletin(
        name=file.text_of("name", "刊名", required=True, example='name = "组工信息"'),
        editing_unit=file.text_of("editing-unit", "编印单位", "editor"),
        marking=file.text_of("marking", "标识"),
        classification=file.term("classification", Classification, Classification.INTERNAL),
        level=file.term("level", Level, Level.COUNTY),
        grouping=Grain(grain),
        copies=file.whole("copies", "印数"),
        distribution=distribution,
        **limits,
    )
    file.finish()
    return bulletin


def _limits(file: TomlTable, problems: list[Problem]) -> dict[str, int]:
    """Return what ``[limits]`` says of sizes; what it does not say keeps its default."""
    inner = file.take("limits")
    table = TomlTable(inner if isinstance(inner, dict) else {}, file.path, problems, file.text, ("limits", 0))
    found = {}
    for key, most in (("text-kilobytes", 1000), ("picture-kilobytes", 100_000), ("picture-pixels", 10_000)):
        value = table.whole(key)
        if value is not None and not 1 <= value <= most:
            table.note("bad-setting", key, example=f"{key} = {most}")
        elif value is not None:
            found[key.replace("-", "_")] = value
    table.finish()
    return found


def _references(registry: Registry, text: str) -> Iterable[Problem]:
    """Units name groups, parents and successors that exist, and no circle of them."""
    for order, unit in enumerate(registry.units):
        table = TomlTable({}, UNITS, [], text, ("unit", order))
        for key, name, known in (
            ("group", unit.group, registry.group),
            ("parent", unit.parent, registry.unit),
            ("successor", unit.successor, registry.unit),
        ):
            if name and name not in known:
                table.note("unknown-reference", key, name=name, nearest=nearest(name, known))
            elif name and key != "group" and _circles(registry, unit, key):
                table.note("reference-circle", key, name=unit.name)
        yield from table.problems


def _circles(registry: Registry, unit: Unit, key: str) -> bool:
    seen, step = {unit.id}, getattr(unit, key)
    while step in registry.unit:
        if step in seen:
            return bool(step == unit.id)
        seen.add(step)
        step = getattr(registry.unit[step], key)
    return False


def _claims(registry: Registry, texts: Mapping[str, str]) -> Iterable[Problem]:
    """No two entries of a kind may be called the same."""
    kinds = (
        (UNITS, "unit", [(u.name, (u.id, u.name, *u.aliases, *u.former_names)) for u in registry.units]),
        (CATEGORIES, "category", [(c.name, (c.id, c.name)) for c in registry.categories]),
        (PUBLICATIONS, "publication", [(p.name, (p.id, p.name, *p.aliases)) for p in registry.publications]),
    )
    for path, kind, entries in kinds:
        owners: dict[str, int] = {}
        for order, (name, claimed) in enumerate(entries):
            for shared in claimed:
                owner = owners.setdefault(lookup_key(shared), order)
                if owner != order:
                    table = TomlTable({}, path, [], texts.get(path, ""), (kind, order))
                    table.note("duplicate-name", "name", name=name, other=entries[owner][0], shared=shared)
                    yield from table.problems
