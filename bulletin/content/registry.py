"""Reading the registry from TOML; errors become problems with path, line and entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from bulletin.content.decode import decode_texts
from bulletin.content.holidays import HOLIDAYS, read_holidays
from bulletin.content.redirects import REDIRECTS, read_redirects
from bulletin.content.terms import TERMS, read_names, read_rules_off
from bulletin.core.dates import Grain
from bulletin.core.problems import Problem
from bulletin.core.text import is_valid_stem, nearest
from bulletin.core.time_zones import DEFAULT, UnknownZone, nearest_zone, parse_zone
from bulletin.core.toml import TomlTable, read_toml
from bulletin.model.enums import Classification, Level, PublicationKind, PublishedPoints, Treatment
from bulletin.model.key_names import REGISTRY_KEYS
from bulletin.model.registry import (
    FACE_KEYS,
    Bulletin,
    Category,
    Distribution,
    Group,
    OwnTreatment,
    Publication,
    Registry,
    Unit,
    lookup_key,
)

UNITS, CATEGORIES = "registry/units.toml", "registry/categories.toml"
PUBLICATIONS, BULLETIN = "registry/publications.toml", "registry/bulletin.toml"
ALLOWED = "registry/allowed.toml"
_REQUIRED_FILES = (UNITS, CATEGORIES)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

_HASH = re.compile(r"[0-9a-f]{16}")
_HASH_EXAMPLE = 'hash = "0123456789abcdef"'
_PATH_EXAMPLE = 'path = "content/items/2026/jinqiao.md"'

E = TypeVar("E")


def read_registry(files: Mapping[str, bytes]) -> tuple[Registry, list[Problem]]:
    """Return the registry that *files* (bytes by path) hold, and its problems."""
    problems = [Problem(path=path, code="missing-file") for path in _REQUIRED_FILES if path not in files]
    texts = decode_texts(files, problems)
    tables = {path: read_toml(path, text, problems, REGISTRY_KEYS) for path, text in texts.items()}
    categories = _read_entries(tables.get(CATEGORIES), "category", _read_category)
    registry = Registry(
        bulletin=_read_bulletin(tables.get(BULLETIN)),
        groups=_read_entries(tables.get(UNITS), "group", _read_group),
        units=_read_entries(tables.get(UNITS), "unit", _read_unit),
        categories=tuple(replace(one, order=n) for n, one in enumerate(sorted(categories, key=attrgetter("order")))),
        publications=_read_entries(tables.get(PUBLICATIONS), "publication", _read_publication),
        treatments=_read_treatments(tables.get(PUBLICATIONS)),
        allowed=_read_allowed(tables.get(ALLOWED)),
        calendar=read_holidays(tables.get(HOLIDAYS)),
        redirects=read_redirects(tables.get(REDIRECTS)),
        names=read_names(tables.get(TERMS)),
    )
    for path in (UNITS, CATEGORIES, PUBLICATIONS):
        if path in tables:
            tables[path].finish()
    if UNITS in tables:
        _note_bad_references(registry, tables[UNITS])
    _note_duplicate_names(registry, tables)
    return registry, problems


def _read_entries(file: TomlTable | None, name: str, read_entry: Callable[[TomlTable, int], E]) -> tuple[E, ...]:
    """Return the entries ``[[name]]`` of a file; those whose id is missing or taken are left out."""
    listed = file.take(name) if file else None
    if file is None or listed is None:
        return ()
    if not isinstance(listed, list):
        file.note("bad-setting", name, example=f"[[{name}]]")
        return ()
    entries: dict[str, E] = {}
    for order, data in enumerate(listed):
        table = file.inner(name, order, data)
        entry = read_entry(table, order)
        table.finish()
        identifier = table.data.get("id", "")
        if not isinstance(identifier, str) or not identifier:
            continue
        if not _ID.fullmatch(identifier) or not is_valid_stem(identifier):
            table.note("bad-id", "id", name=identifier)
        elif identifier in entries:
            table.note("duplicate-id", "id", name=identifier)
        else:
            entries[identifier] = entry
    return tuple(entries.values())


def _read_id_and_name(table: TomlTable) -> tuple[str, str]:
    identifier = table.text_of("id", required=True, example='id = "chengguan"')
    return identifier, table.text_of("name", required=True, example='name = "城关镇"')


def _read_group(table: TomlTable, order: int) -> Group:
    identifier, name = _read_id_and_name(table)
    given = table.whole("order")
    return Group(id=identifier, name=name, order=order if given is None else given)


def _read_unit(table: TomlTable, order: int) -> Unit:
    identifier, name = _read_id_and_name(table)
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


def _read_category(table: TomlTable, order: int) -> Category:
    identifier, name = _read_id_and_name(table)
    given = table.whole("order")
    return Category(
        id=identifier,
        name=name,
        order=order if given is None else given,
        min_chars=table.whole("min-chars"),
        max_chars=table.whole("max-chars"),
    )


def _read_publication(table: TomlTable, order: int) -> Publication:
    identifier, name = _read_id_and_name(table)
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


def _read_treatments(file: TomlTable | None) -> tuple[OwnTreatment, ...]:
    """Return the entries ``[[treatment]]``; those without a name, or with one that is taken, are left out."""
    listed = file.take("treatment") if file else None
    if file is None or listed is None:
        return ()
    if not isinstance(listed, list):
        file.note("bad-setting", "treatment", example="[[treatment]]")
        return ()
    taken = {lookup_key(name): term.names[0] for term in Treatment for name in (term.value, *term.names)}
    found = []
    for order, data in enumerate(listed):
        table = file.inner("treatment", order, data)
        name = table.text_of("name", required=True, example='name = "参阅"')
        like = table.term("like", Treatment, Treatment.SINGLE, required=True)
        own = OwnTreatment(name=name, like=like, aliases=table.texts("aliases"))
        table.finish()
        shared = next((one for one in (name, *own.aliases) if lookup_key(one) in taken), None)
        if shared:
            table.note("duplicate-name", "name", name=name, other=taken[lookup_key(shared)], shared=shared)
        elif name:
            found.append(own)
            taken |= {lookup_key(one): name for one in (name, *own.aliases)}
    return tuple(found)


def _read_bulletin(file: TomlTable | None) -> Bulletin:
    if file is None:
        return Bulletin()
    lists = file.inner("distribution", 0, file.take("distribution"))
    distribution = Distribution(
        superior=lists.texts("superior"),
        same_level=lists.texts("same-level"),
        subordinate=lists.texts("subordinate"),
    )
    lists.finish()
    limits = _read_limits(file)
    grain = file.text_of("grouping") or Grain.MONTH.value
    if grain not in {g.value for g in Grain}:
        file.note("unknown-term", "grouping", name=grain, nearest=nearest(grain, Grain), known=", ".join(Grain))
        grain = Grain.MONTH.value
    bulletin = Bulletin(
        id=file.text_of("id"),
        name=file.text_of("name", required=True, example='name = "组工信息"'),
        editing_unit=file.text_of("editing-unit"),
        marking=file.text_of("marking"),
        classification=file.term("classification", Classification, Classification.INTERNAL),
        level=file.term("level", Level, Level.COUNTY),
        grouping=Grain(grain),
        timezone=_read_timezone(file),
        copies=file.whole("copies"),
        distribution=distribution,
        faces=_read_faces(file),
        points=_read_published_points(file),
        proofreading_off=read_rules_off(file),
        **limits,
    )
    file.finish()
    return bulletin


def _read_faces(file: TomlTable) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the faces that ``[print]`` names for each part of what is printed."""
    table = file.inner("print", 0, file.take("print"))
    found = tuple((key, names) for key in FACE_KEYS if (names := table.texts(key)))
    table.finish()
    return found


def _read_timezone(file: TomlTable) -> str:
    text = file.text_of("timezone", example=f'timezone = "{DEFAULT}"') or DEFAULT
    try:
        parse_zone(text)
    except UnknownZone:
        file.note("unknown-timezone", "timezone", name=text, nearest=nearest_zone(text))
        return DEFAULT
    return text


def _read_published_points(file: TomlTable) -> PublishedPoints:
    """Return which points ``[publish]`` lets the site show: all without it, none where it is not understood."""
    nested, example = file.take("publish"), " | ".join(f'"{term.value}"' for term in PublishedPoints)
    if nested is None:
        return PublishedPoints.ALL
    if not isinstance(nested, dict):
        file.note("bad-setting", "publish", example=f"[publish] points = {example}")
        return PublishedPoints.NONE
    table = file.inner("publish", 0, nested)
    text = table.text_of("points", required=True, example=f"points = {example}")
    table.finish()
    points = PublishedPoints.read(text)
    if text and points is None:
        names = [name for term in PublishedPoints for name in (term.value, *term.names)]
        known = "、".join(f"{term.value} ({term.names[0]})" for term in PublishedPoints)
        table.note("unknown-term", "points", name=text, nearest=nearest(text, names), known=known)
    return points or PublishedPoints.NONE


def _read_limits(file: TomlTable) -> dict[str, int]:
    """Return the limits that ``[limits]`` sets."""
    table = file.inner("limits", 0, file.take("limits"))
    found = {}
    for key, largest in (("text-kilobytes", 1000), ("picture-kilobytes", 100_000), ("picture-pixels", 10_000)):
        value = table.whole(key)
        if value is not None and not 1 <= value <= largest:
            table.note("bad-setting", key, example=f"{key} = {largest}")
        elif value is not None:
            found[key.replace("-", "_")] = value
    table.finish()
    return found


def _read_allowed(file: TomlTable | None) -> dict[str, tuple[str, ...]]:
    """Return the paths in which each hash of sensitive data is allowed; incomplete entries are left out."""
    listed = file.take("allowed") if file else None
    if file is None or listed is None:
        return {}
    if not isinstance(listed, list):
        file.note("bad-setting", "allowed", example="[[allowed]]")
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for order, data in enumerate(listed):
        table = file.inner("allowed", order, data)
        if (entry := _read_allowed_entry(table)) is not None:
            found[entry[0]] = (*found.get(entry[0], ()), entry[1])
    file.finish()
    return found


def _read_allowed_entry(table: TomlTable) -> tuple[str, str] | None:
    """Return hash and path of an entry that names approver, date and reason; None of any other."""
    before = len(table.problems)
    code = table.text_of("hash", required=True, example=_HASH_EXAMPLE)
    path = table.text_of("path", required=True, example=_PATH_EXAMPLE)
    table.text_of("reason", required=True, example='reason = "培训材料中的示例"')
    table.text_of("approver", required=True, example='approver = "县委保密办主任"')
    if table.day("date") is None and "date" not in table.data:
        table.note("missing-setting", "date", example="date = 2026-11-20")
    if code and not _HASH.fullmatch(code):
        table.note("bad-setting", "hash", example=_HASH_EXAMPLE)
    table.finish()
    return (code, path) if len(table.problems) == before else None


def _entry_of(file: TomlTable, name: str, identifier: str) -> TomlTable:
    """Return the table of an entry."""
    listed = file.data.get(name, [])
    tables = (file.inner(name, order, data) for order, data in enumerate(listed))
    return next(table for table in tables if table.data.get("id") == identifier)


def _note_bad_references(registry: Registry, file: TomlTable) -> None:
    """Note unknown groups, parents and successors of units, and circular ones."""
    for unit in registry.units:
        for key, name, known in (
            ("group", unit.group, registry.group),
            ("parent", unit.parent, registry.unit),
            ("successor", unit.successor, registry.unit),
        ):
            if name and name not in known:
                values = {"name": name, "nearest": nearest(name, known)}
                _entry_of(file, "unit", unit.id).note("unknown-reference", key, **values)
            elif name and key != "group" and _is_circular(registry, unit, key):
                _entry_of(file, "unit", unit.id).note("reference-circle", key, name=unit.name)


def _is_circular(registry: Registry, unit: Unit, key: str) -> bool:
    seen, step = {unit.id}, getattr(unit, key)
    while step in registry.unit:
        if step in seen:
            return bool(step == unit.id)
        seen.add(step)
        step = getattr(registry.unit[step], key)
    return False


def _note_duplicate_names(registry: Registry, files: Mapping[str, TomlTable]) -> None:
    """Note entries that share a name or alias with another of their kind."""
    kinds = (
        (UNITS, "unit", [(u, (u.id, u.name, *u.aliases, *u.former_names)) for u in registry.units]),
        (CATEGORIES, "category", [(c, (c.id, c.name)) for c in registry.categories]),
        (PUBLICATIONS, "publication", [(p, (p.id, p.name, *p.aliases)) for p in registry.publications]),
    )
    for path, kind, entries in kinds:
        owners: dict[str, Unit | Category | Publication] = {}
        for entry, claimed in entries:
            for shared in claimed:
                owner = owners.setdefault(lookup_key(shared), entry)
                if owner is not entry:
                    values = {"name": entry.name, "other": owner.name, "shared": shared}
                    _entry_of(files[path], kind, entry.id).note("duplicate-name", "name", **values)
