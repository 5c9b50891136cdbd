"""Lists of units, as offices have them."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from bulletin.core.problems import BulletinError
from bulletin.editing.starter.units import OFFICES, TOWNSHIPS, units_of_rows, units_of_text
from bulletin.office.sheet_rows import read_sheets


def told(text: str) -> list[tuple[str, str, str]]:
    return [(unit.group, unit.id, unit.name) for unit in units_of_text(text)]


def test_a_list_without_groups_is_grouped_by_its_names() -> None:
    expected = [
        (OFFICES, "zuzhike", "组织科"),
        (TOWNSHIPS, "chengguanzhen", "城关镇"),
        (TOWNSHIPS, "donghujiedao", "东湖街道"),
    ]
    assert told("组织科、城关镇，东湖街道") == expected
    assert told("组织科\n城关镇\n\n  东湖街道  \n") == expected
    assert [unit.group for unit in units_of_text("组织科,干部科")] == ["", ""]


@pytest.mark.parametrize("text", ["部机关：组织科、干部科；乡镇:城关镇", "部机关：\n组织科\n干部科\n乡镇：\n城关镇"])
def test_groups_stand_before_a_colon(text: str) -> None:
    assert told(text) == [
        ("部机关", "zuzhike", "组织科"),
        ("部机关", "ganbuke", "干部科"),
        ("乡镇", "chengguanzhen", "城关镇"),
    ]


def test_ids_are_told_apart() -> None:
    assert [unit.id for unit in units_of_text("公务科、工务科、宫务科")] == ["gongwuke", "gongwuke-2", "gongwuke-3"]


def test_cells_pasted_from_a_spreadsheet() -> None:
    assert told("单位名称\t组别\n组织科\t机关\n城关镇\t乡镇\n") == [
        ("机关", "zuzhike", "组织科"),
        ("乡镇", "chengguanzhen", "城关镇"),
    ]
    # Without heads: name, group.
    assert told("组织科\t机关")[0] == ("机关", "zuzhike", "组织科")


def test_a_workbook_and_a_file_of_commas() -> None:
    rows: list[list[str | None]] = [
        ["编号", "名称", "组别", "简称", "曾用名"],
        ["zzk", "组织科", "机关", "组织、县委组织部组织科", None],
        [None, None, None, None, None],
    ]
    rows.append([None, "城关镇", "乡镇", None, "城关乡"])
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(data)
    found = units_of_rows(next(read_sheets(data.getvalue())))
    assert [(one.id, one.name, one.group) for one in found] == [
        ("zzk", "组织科", "机关"),
        ("chengguanzhen", "城关镇", "乡镇"),
    ]
    assert (found[0].aliases, found[1].former) == (("组织", "县委组织部组织科"), ("城关乡",))
    text = "\r\n".join(",".join(cell or "" for cell in row) for row in rows)
    # As Excel saves it in China.
    assert units_of_rows(next(read_sheets(text.encode("gb18030")))) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [("组织科、组 织科", "“组 织科” is in the list of units twice."), ("、\n", "There is no unit in the list.")],
)
def test_lists_that_cannot_be_used(text: str, said: str) -> None:
    with pytest.raises(BulletinError) as refused:
        units_of_text(text)
    assert str(refused.value).format(**refused.value.values) == said


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xff\x80"])
def test_files_that_cannot_be_read(data: bytes) -> None:
    with pytest.raises(BulletinError):
        next(read_sheets(data))
