"""Time zones by name and by offset, and the day in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bulletin.checks.report import format_problems
from bulletin.cli import main
from bulletin.content.office_day import office_day
from bulletin.core.i18n import translator
from bulletin.core.time_zones import UnknownZone, day_in, parse_zone
from tests.support.archives import BULLETIN, item, problems, write

FILE = "registry/bulletin.toml"


@pytest.mark.parametrize(
    ("text", "hours"),
    [("Asia/Shanghai", 8), ("+08:00", 8), ("+8", 8), ("UTC+8", 8), ("-03:30", -3.5), ("+0530", 5.5), ("UTC", 0)],
)
def test_a_zone_has_an_offset(text: str, hours: float) -> None:
    # 23:00 in UTC on 5 March is 07:00 on 6 March in Shanghai.
    there = datetime(2026, 3, 5, 23, tzinfo=UTC).astimezone(parse_zone(text))
    assert there.utcoffset() == timedelta(hours=hours)
    assert there.day == (6 if hours >= 1 else 5)


@pytest.mark.parametrize("text", ["Asia/Shanghi", "Asia", "../etc", "+25:00", "+08:75", "北京", "x" * 300, "8"])
def test_no_zone(text: str) -> None:
    with pytest.raises(UnknownZone):
        parse_zone(text)


def test_the_day_is_that_of_the_office(tmp_path: Path) -> None:
    east, west, plain, wrong = (tmp_path / name for name in ("east", "west", "plain", "wrong"))
    for root, line in (
        (east, 'timezone = "+14:00"\n'),
        (west, '时区 = "-12:00"\n'),
        (plain, ""),
        (wrong, "timezone = 8\n"),
    ):
        write(root, {FILE: line + BULLETIN})
    # They are 26 hours apart: it is never the same day there.
    assert office_day(west) < office_day(east)
    assert office_day(plain) == office_day(wrong) == office_day(tmp_path) == day_in(parse_zone("+08:00"))


@pytest.mark.parametrize(("zone", "code"), [("+14:00", 0), ("-12:00", 1)])
def test_commands_go_by_the_office(zone: str, code: int, tmp_path: Path) -> None:
    day = day_in(parse_zone("+14:00"))
    files = {FILE: f'timezone = "{zone}"\n{BULLETIN}', f"content/items/{day.year}/a.md": item(date=str(day))}
    # For the office in the west, the item comes from tomorrow.
    assert main(["check", "--archive", str(write(tmp_path, files))]) == code


def test_an_unknown_zone_is_told(tmp_path: Path) -> None:
    found = problems(tmp_path, {FILE: 'name = "信息"\ntimezone = "Asia/Shanghi"\n'})
    assert [(p.path, p.line, p.field, p.code) for p in found] == [(FILE, 2, "timezone", "unknown-timezone")]
    said = format_problems(found, translator("zh"))
    assert "Asia/Shanghai" in said
