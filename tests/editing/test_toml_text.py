"""Files of the registry keep their comments, order and lines; what is written is read as it is meant."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from bulletin.core.problems import BulletinError
from bulletin.core.toml_keys import NO_NAMES, quote_chinese_keys
from bulletin.editing.toml_text import TomlText, Value
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
