"""Tables of adoptions as offices keep them: xlsx, csv, rows copied from Excel; columns are known by their heads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bulletin.core.dates import BadDay, parse_day
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.scalars import clean_value
from bulletin.model.registry import lookup_key
from bulletin.office.sheet_rows import read_sheets

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "稿件编号", "id"),
    "title": ("标题", "题目", "信息标题", "稿件标题", "信息题目", "稿件", "篇名", "title", "item"),
    "publication": ("刊物", "采用刊物", "刊物名称", "采用单位", "publication"),
    "issue": ("期号", "期数", "期次", "issue", "number"),
    "date": (
        *("日期", "时间", "date", "day"),
        *(
            f"{done}{when}"
            for done in ("采用", "刊发", "刊登", "刊出", "刊载", "发表", "见报", "出刊")
            for when in ("日期", "时间")
        ),
    ),
    "treatment": ("形式", "采用形式", "采用方式", "treatment"),
    "page": ("版面", "页码", "版次", "page"),
}
"""The heads of columns by the field that is in them."""
_FIELD_OF = {lookup_key(head): field for field, heads in COLUMNS.items() for head in heads}
_HEADS_WITHIN = 20
_NO_NEWS = frozenset(map(lookup_key, ("序号", "序", "No.", "备注", "说明", "单位", "报送单位", "作者", "合计")))
"""The heads of columns that are known and tell nothing about an adoption."""
_SUMS = frozenset({"合计", "总计", "小计", "共计"})

_NO_HEADS = N_("No row has the heads of the columns: 标题 or 编号, and 刊物; and 期号, 日期, 采用形式, 版面, if known.")
_HEAD_TWICE = N_("Two columns of the table are “{field}”: “{first}” and “{second}”. Take one out.")
_DAYS_PASSED_OVER = N_(
    "No column has the head of days, yet “{head}” has days in it. Call it 日期 if they are its days."
)


class TableRow(NamedTuple):
    """A row of a table: where it stands, and its values by field; "" where a cell is empty."""

    number: int
    """As Excel counts, from 1."""
    values: Mapping[str, str]


class AdoptionTable(NamedTuple):
    """What a table says of adoptions."""

    rows: list[TableRow]
    passed_over: tuple[str, ...] = ()
    """The heads of columns with values that are not understood."""


def read_table(data: bytes) -> AdoptionTable:
    """Return the rows below the heads of the columns. Raises BulletinError."""
    for sheet in read_sheets(data):
        rows = [(number, [clean_value(cell) for cell in cells]) for number, cells in enumerate(sheet, 1)]
        if heads := _heads(rows):
            at, fields = heads
            found = (TableRow(number, _values(cells, fields)) for number, cells in rows[at + 1 :])
            below = [cells for _, cells in rows[at + 1 :]]
            passed_over = tuple(_passed_over(rows[at][1], below, has_days="date" in fields))
            return AdoptionTable([row for row in found if _says_something(row.values)], passed_over)
    raise BulletinError(_NO_HEADS)


def _passed_over(heads: Sequence[str], below: Sequence[Sequence[str]], *, has_days: bool) -> Iterator[str]:
    """Yield the heads of columns that have values and are not known; raises BulletinError where these are the days."""
    for number, head in enumerate(heads):
        values = [cells[number] for cells in below if number < len(cells) and cells[number]]
        if not values or not head or lookup_key(head) in _FIELD_OF:
            continue
        if not has_days and any(map(_is_day, values)):
            raise BulletinError(_DAYS_PASSED_OVER, head=head)
        if lookup_key(head) not in _NO_NEWS:
            yield head


def _is_day(text: str) -> bool:
    try:
        parse_day(text)
    except BadDay as error:
        return error.reason == "short-year"
    return True


def _values(cells: Sequence[str], fields: Mapping[str, int]) -> dict[str, str]:
    return {field: cells[number] if number < len(cells) else "" for field, number in fields.items()}


def _says_something(values: Mapping[str, str]) -> bool:
    """Whether a row is neither empty nor the sum at the end."""
    item = values.get("title") or values.get("id", "")
    return bool(item or values.get("publication")) and lookup_key(item) not in _SUMS


def _heads(rows: Sequence[tuple[int, list[str]]]) -> tuple[int, dict[str, int]] | None:
    """Return in which row the heads of the columns are, and the column of each field; None where there are none."""
    for at, (_, cells) in enumerate(rows[:_HEADS_WITHIN]):
        fields: dict[str, int] = {}
        twice = None
        for number, cell in enumerate(cells):
            if field := _FIELD_OF.get(lookup_key(cell)):
                twice = twice or ((field, cell) if field in fields else None)
                fields.setdefault(field, number)
        if "publication" in fields and fields.keys() & {"id", "title"}:
            if twice:
                values = {"field": COLUMNS[twice[0]][0], "first": cells[fields[twice[0]]], "second": twice[1]}
                raise BulletinError(_HEAD_TWICE, **values)
            return at, fields
    return None
