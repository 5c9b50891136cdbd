"""Errors in the registry are reported with their file and line."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from bulletin.checks.messages import describe_problem
from bulletin.content.loader import load
from bulletin.core.i18n import translator
from tests.support.archives import UNITS, item, problems, write
from tests.support.paths import ROOT

ERRORS = {
    "unknown-reference": UNITS.replace('successor = "donghe"', 'successor = "dongha"'),
    "duplicate-id": UNITS.replace('id = "donghe"', 'id = "chengguan"').replace('"donghe"', '"chengguan"'),
    "duplicate-name": UNITS.replace('name = "东双河镇"', 'name = "城关乡"'),
    "bad-id": UNITS.replace('id = "chengguan"', 'id = "城关"'),
    "toml-syntax": UNITS.replace('name = "东双河镇"', "name = 东双河镇"),
    "unknown-setting": UNITS.replace("former-names", "formername"),
    "bad-setting": UNITS.replace("left = 2025-12-31", 'left = "去年"'),
    "missing-setting": UNITS.replace('name = "东双河镇"\n', ""),
    "too-deep": UNITS + "x = " + "[" * 5000,
    "control-character": UNITS.replace('name = "东双河镇"', 'name = "东双河\\u0007镇"'),
    "reference-circle": UNITS.replace("former-names", 'parent = "chengguan"\nformer-names'),
}


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_in_the_registry(code: str, tmp_path: Path) -> None:
    found = problems(tmp_path, {"registry/units.toml": ERRORS[code]})
    assert code in {p.code for p in found}
    assert all(p.line > 1 for p in found)


def test_the_cure_of_what_is_too_deep_speaks_of_toml(tmp_path: Path) -> None:
    found = problems(tmp_path, {"registry/units.toml": ERRORS["too-deep"]})
    [cure] = {describe_problem(p, translator("zh"))[1] for p in found if p.code == "too-deep"}
    assert cure.endswith('例如 ["甲", "乙"]。')


@pytest.mark.parametrize("name", ["units", "categories", "publications"])
def test_a_table_of_names_that_cannot_be_read_is_told_alone(name: str, tmp_path: Path) -> None:
    files = {f"content/items/2026/a{n}.md": item(adopted_by="组工信息") for n in range(3)}
    found = problems(tmp_path, {f"registry/{name}.toml": "id = 甲\n", **files})
    assert [(p.path, p.code) for p in found] == [(f"registry/{name}.toml", "toml-syntax")]


def test_what_follows_from_one_bad_entry_is_not_told(tmp_path: Path) -> None:
    files = {f"content/items/2026/a{n}.md": item(f"事{n}", title=f"题{n}", unit="东双河镇") for n in range(3)}
    found = problems(tmp_path, {"registry/units.toml": UNITS.replace('id = "donghe"', 'id = "东河"', 1), **files})
    assert {(p.path, p.code) for p in found} == {
        ("registry/units.toml", "bad-id"),
        ("registry/units.toml", "unknown-reference"),
    }


def test_a_missing_registry(tmp_path: Path) -> None:
    write(tmp_path, {}, registry={})
    found = load(tmp_path, date(2026, 11, 22)).problems
    assert [(p.path, p.code) for p in found] == [
        ("registry/categories.toml", "missing-file"),
        ("registry/units.toml", "missing-file"),
    ]


HOLIDAY = '[[holiday]]\nname = "国庆节"\n'
HOLIDAYS = {
    "bad-span": (HOLIDAY + "first = 2026-10-07\nlast = 2026-10-01\n", 4, "last"),
    "missing-setting": (HOLIDAY + "first = 2026-10-01\n", 1, "last"),
    "date-and-span": (HOLIDAY + "date = 2026-10-01\nfirst = 2026-10-01\n", 4, "first"),
    "bad-setting": (HOLIDAY + 'date = "国庆"\n', 3, "date"),
    "unknown-setting": (HOLIDAY + "date = 2026-10-01\ndays = 7\n", 4, "days"),
    "not-tables": ("holiday = 2026-10-01\n", 1, "holiday"),
    "day-off-twice": (2 * (HOLIDAY + "date = 2026-10-01\n"), 6, "date"),
    # The 10th is a Saturday, the 12th a Monday.
    "work-on-holiday": (HOLIDAY + "date = 2026-10-10\n[[workday]]\ndate = 2026-10-10\n", 5, "date"),
    "worked-anyway": ("[[workday]]\ndate = 2026-10-12\n", 2, "date"),
    "toml-syntax": (HOLIDAY + "date = 2026-13-01\n", 3, ""),
}


@pytest.mark.parametrize("code", HOLIDAYS)
def test_an_error_in_the_days_off(code: str, tmp_path: Path) -> None:
    text, line, field = HOLIDAYS[code]
    found = problems(tmp_path, {"registry/holidays.toml": text})
    assert [(p.path, p.line, p.field, p.code) for p in found] == [("registry/holidays.toml", line, field, code)]


@pytest.mark.parametrize("entry", ["date = 2026-10-01", "first = 2026-10-01\nlast = 2027-10-01"])
def test_days_off_have_a_name_and_are_few(entry: str, tmp_path: Path) -> None:
    found = problems(tmp_path, {"registry/holidays.toml": f"[[holiday]]\n{entry}\n"})
    assert "missing-setting" in {p.code for p in found}
    assert ("bad-span" in {p.code for p in found}) == ("2027" in entry)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2026-10-01T08:00:00"])
def test_days_off_are_of_years_that_can_be(day: str, tmp_path: Path) -> None:
    found = problems(tmp_path, {"registry/holidays.toml": f"{HOLIDAY}date = {day}\n"})
    assert [(p.code, p.line, p.field) for p in found] == [("bad-setting", 3, "date")]


def test_two_holidays_may_fall_on_one_day(tmp_path: Path) -> None:
    """In 2020 the Mid-Autumn Festival was on the National Day."""
    text = HOLIDAY + 'date = 2020-10-01\n[[holiday]]\nname = "中秋节"\ndate = 2020-10-01\n'
    assert problems(tmp_path, {"registry/holidays.toml": text}) == ()


def test_days_off_are_read(tmp_path: Path) -> None:
    text = HOLIDAY + "first = 2026-10-01\nlast = 2026-10-07\n[[workday]]\ndate = 2026-10-10\n"
    write(tmp_path, {"registry/holidays.toml": text})
    calendar = load(tmp_path, date(2026, 11, 22)).archive.registry.calendar
    # From Thursday the 1st to Sunday the 11th, Thursday the 8th, Friday the 9th and Saturday the 10th are worked.
    worked = [day for day in range(1, 12) if calendar.is_work_day(date(2026, 10, day))]
    assert worked == [8, 9, 10]
    assert calendar.years == {2026}


def test_the_sample_has_the_days_off_that_were_announced() -> None:
    """Count by hand.

    2025: 261 weekdays; of these 1 + 6 + 1 + 3 + 1 + 6 = 18 are off, and 5 days of weekends are worked: 248.
    2026: 261 weekdays; of these 2 + 6 + 1 + 3 + 1 + 1 + 5 = 19 are off, and 6 days of weekends are worked: 248.
    """
    calendar = load(ROOT, date(2026, 11, 22)).archive.registry.calendar
    ends = [date(year, 12, 31) for year in (2024, 2025, 2026)]
    assert [calendar.work_days_between(*pair) for pair in pairwise(ends)] == [248, 248]
    worked = ["01-26", "02-08", "04-27", "09-28", "10-11"], ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    days = [day for year, found in zip((2025, 2026), worked, strict=True) for day in (f"{year}-{d}" for d in found)]
    assert all(calendar.is_work_day(date.fromisoformat(day)) for day in days)
