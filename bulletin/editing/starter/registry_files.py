"""The registry of a new archive, with remarks for those who fill it in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from bulletin.core.pinyin import free_id, name_id
from bulletin.editing.starter.templates import filled
from bulletin.editing.starter.units import ListedUnit

_PUBLISH = """
# 网站上公开哪些得分：全部、分组（只有各组合计）、不公开；stats、ledger 两条命令总能看到全部。
[publish]
points = "不公开"
"""


def units_toml(units: Sequence[ListedUnit]) -> str:
    """Return ``units.toml``: the groups in the order in which they occur, then the units."""
    groups = _groups(units)
    entries = [
        _entry("group", id=identifier, name=name, order=n) for n, (name, identifier) in enumerate(groups.items(), 1)
    ]
    entries += [
        _entry(
            "unit",
            id=unit.id,
            name=unit.name,
            group=groups.get(unit.group, ""),
            aliases=list(unit.aliases),
            former_names=list(unit.former),
        )
        for unit in units
    ]
    return filled("units.toml", entries="\n" + "\n".join(entries).rstrip())


def _groups(units: Iterable[ListedUnit]) -> dict[str, str]:
    """Return ids of groups by name."""
    found: dict[str, str] = {}
    for unit in units:
        if unit.group and unit.group not in found:
            found[unit.group] = free_id(name_id(unit.group), set(found.values()), fallback="group")
    return found


def publications_toml(province: str, city: str) -> str:
    """Return ``publications.toml``; where a province or a city has no name, theirs are an example, as a remark."""
    own = [
        *(_of_place("sheng", province, "省") if province else ()),
        *(_of_place("shi", city, "市") if city else ()),
    ]
    example = "" if province and city else filled("publications_example.toml")
    return filled("publications.toml", own="\n".join(["", *own, ""]).rstrip() + f"\n{example}").rstrip() + "\n"


def _of_place(prefix: str, place: str, level: str) -> tuple[str, str]:
    """Return the bulletin and the newspaper of a province or city."""
    short = place.removesuffix(level) if len(place) > len(level) + 1 else place
    bulletin = _entry(
        "publication",
        id=f"{prefix}-zugong",
        name=f"{short}组工信息",
        publisher=f"{level}委组织部",
        level=level,
        kind="内刊",
        headline=True,
        aliases=[f"{level}组工信息"],
    )
    daily = f"{short}日报"
    return bulletin, _entry(
        "publication", id=f"{prefix}-ribao", name=daily, publisher=f"{daily}社", level=level, kind="报纸"
    )


def bulletin_toml(name: str, editing_unit: str, identifier: str, *, with_scheme: bool) -> str:
    """Return ``bulletin.toml``; where there is a scheme, its points are not published."""
    unit = f"editing-unit = {_value(editing_unit)}" if editing_unit else '# editing-unit = "中共柳川县委组织部办公室"'
    return (
        filled(
            "bulletin.toml",
            id=_value(identifier),
            name=_value(name),
            editing_unit=unit,
            publish=_PUBLISH if with_scheme else "",
        ).rstrip()
        + "\n"
    )


def scheme_toml(name: str, year: int) -> str:
    """Return a scheme to begin with."""
    return filled("scheme.toml", scheme_name=_value(f"{name}计分办法（示例）"), year=str(year))


def _entry(table: str, **values: str | bool | int | list[str]) -> str:
    lines = [f"{key.replace('_', '-')} = {_value(value)}" for key, value in values.items() if value not in ("", [])]
    return "\n".join([f"[[{table}]]", *lines, ""])


def _value(value: str | bool | int | list[str]) -> str:  # noqa: FBT001 - a value of TOML
    # JSON's strings, numbers, flags and lists of strings are TOML's, too.
    return json.dumps(value, ensure_ascii=False)
