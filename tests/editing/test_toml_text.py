"""Files of the registry keep their comments, order and lines; what is written is read as it is meant."""

from __future__ import annotations

import difflib
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.core.problems import BulletinError
from bulletin.core.toml_keys import NO_NAMES, canonical_keys, quote_chinese_keys
from bulletin.editing.toml_text import TomlText, Value, written_value
from bulletin.model.key_names import REGISTRY_KEYS

UNITS = """\
# 单位登记
[[group]]
id = "townships"
name = "乡镇"

[[unit]]  # 第一个
id = "chengguan"
name = "城关镇"  # 驻地 "#1"
aliases = [
  "城关", # 简称
  "城关街道",
]

# 下一个
[[unit]]
id = "donghe"
name = "东双河镇"

[limits]
text-kilobytes = 200
"""
CHINESE = """\
[[单位]]
编号 = "chengguan"
名称 = "城关镇"
"""


def changed(text: str) -> TomlText:
    return TomlText(text, REGISTRY_KEYS, "registry/units.toml")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("place", "value", "old", "new"),
    [
        (("unit", "chengguan", "name"), "城关街道", '"城关镇"', '"城关街道"'),
        (("unit", "chengguan", "left"), date(2026, 5, 1), '街道",\n]', '街道",\n]\nleft = 2026-05-01'),
        (("unit", "donghe", "order"), 3, '"东双河镇"', '"东双河镇"\norder = 3'),
        (("unit", "chengguan", "aliases"), ["甲", '乙"'], '[\n  "城关", # 简称\n  "城关街道",\n]', '["甲", "乙\\""]'),
        (("limits", "", "text-kilobytes"), 300, "200", "300"),
        (("limits", "", "picture-pixels"), 900, "200", "200\npicture-pixels = 900"),
    ],
)
def test_a_key_is_set(place: tuple[str, str, str], value: Value, old: str, new: str, end: str) -> None:
    text = UNITS.replace("\n", end)
    result = changed(text).set_value(*place, value)
    assert result == UNITS.replace(old, new, 1).replace("\n", end)
    assert changed(result).value(*place) == value
    tomllib.loads(result)


def test_a_key_is_removed() -> None:
    assert changed(UNITS).remove_value("unit", "donghe", "name") == UNITS.replace('name = "东双河镇"\n', "")
    aliases = 'aliases = [\n  "城关", # 简称\n  "城关街道",\n]\n'
    assert changed(UNITS).remove_value("unit", "chengguan", "aliases") == UNITS.replace(aliases, "")


def test_a_table_is_put_behind_those_of_its_kind() -> None:
    new = '\n\n[[unit]]\nid = "x"\nname = "河口镇"'
    assert changed(UNITS).append_table("unit", {"id": "x", "name": "河口镇"}) == UNITS.replace(
        '"东双河镇"', '"东双河镇"' + new
    )
    assert changed(UNITS).append_table("category", {"id": "c"}) == UNITS[:-1] + '\n\n[[category]]\nid = "c"\n'
    assert TomlText("", NO_NAMES, "").append_table("redirect", {"from": "a"}) == '[[redirect]]\nfrom = "a"\n'


def test_chinese_keys_stay_chinese() -> None:
    result = changed(changed(CHINESE).append_table("unit", {"id": "x", "name": "河口镇"})).set_value(
        "unit", "chengguan", "left", date(2026, 5, 1)
    )
    left = CHINESE + "撤销日期 = 2026-05-01\n"
    assert result == left + '\n[[单位]]\n编号 = "x"\n名称 = "河口镇"\n'
    assert len(tomllib.loads(quote_chinese_keys(result))["单位"]) == 2


def test_what_is_not_there_or_cannot_be_read() -> None:
    with pytest.raises(BulletinError, match="has no entry"):
        changed(UNITS).set_value("unit", "nobody", "name", "甲")
    with pytest.raises(BulletinError, match="cannot be read") as error:
        changed(UNITS + "name = [1,\n").set_value("unit", "donghe", "name", "甲")
    assert error.value.values["line"] == 21


WORDS = ("城关镇", '带"引号"', "a\\b", "甲 # 乙", "[甲]", "")
KEYS = ("name", "parent", "aliases", "left", "order")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(WORDS),
    "parent": st.sampled_from(WORDS),
    "aliases": st.lists(st.sampled_from(WORDS), max_size=3),
    "left": st.dates(date(2000, 1, 1)),
    "order": st.integers(-9, 99),
}
Tables = dict[str, dict[str, Any]]


@st.composite
def registries(draw: st.DrawFn) -> tuple[str, Tables]:
    """Return a file of units, in either language and with comments, and what it says by id and canonical key."""
    chinese, lines, tables = draw(st.booleans()), [], {}
    comment = st.sampled_from(("", "  # 注 [[unit]] x = 1"))
    for number in range(draw(st.integers(1, 4))):
        tables[f"u{number}"] = values = {key: draw(VALUES[key]) for key in KEYS if draw(st.booleans())}
        lines += [
            draw(st.sampled_from(("", "# 说明 = 1", "\n"))),
            "[[单位]]" if chinese else f"[[unit]]{draw(comment)}",
        ]
        for key, value in draw(st.permutations([("id", f"u{number}"), *values.items()])):
            name = REGISTRY_KEYS.chinese(key) if chinese else key
            written = written_value(value)
            if isinstance(value, list) and draw(st.booleans()):
                written = "".join(["[", *(f"\n  {written_value(one)}, # 一" for one in value), "\n]"])
            lines.append(f"{name} {draw(st.sampled_from(('=', ' = ')))}{written}{draw(comment)}")
    text = "\n".join([*lines, ""])
    return text.replace("\n", draw(st.sampled_from(("\n", "\r\n")))), tables


def tables_of(text: str) -> Tables:
    found = tomllib.loads(quote_chinese_keys(text))
    units = [canonical_keys(unit, REGISTRY_KEYS).data for name in ("unit", "单位") for unit in found.get(name, ())]
    return {unit.pop("id"): unit for unit in units}


@settings(max_examples=100)
@given(registries(), st.data())
def test_random_changes(file: tuple[str, Tables], data: st.DataObject) -> None:
    text, tables = file
    assert tables_of(text) == tables
    for number in range(3):
        before, unit, key = text, data.draw(st.sampled_from(sorted(tables))), data.draw(st.sampled_from(KEYS))
        value = data.draw(VALUES[key])
        match data.draw(st.sampled_from(("set", "remove", "append"))):
            case "set":
                text, tables[unit] = changed(text).set_value("unit", unit, key, value), tables[unit] | {key: value}
            case "remove":
                text = changed(text).remove_value("unit", unit, key)
                tables[unit] = {name: kept for name, kept in tables[unit].items() if name != key}
            case _:
                text = changed(text).append_table("unit", {"id": f"new-{number}", key: value})
                tables[f"new-{number}"] = {key: value}
        assert tables_of(text) == tables
        assert text.count("\n") == text.count("\r\n") or "\r\n" not in text
        gone = [line for line in difflib.ndiff(before.splitlines(), text.splitlines()) if line.startswith("- ")]
        assert len(gone) <= 5  # the lines of one value
