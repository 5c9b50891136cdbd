"""Time zones by name and by offset, and the day in them."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bulletin.checks.report import format_problems
from bulletin.cli import main
from bulletin.cli.options import Options
from bulletin.content.office_day import office_day
from bulletin.core.config import LAUNCHER
from bulletin.core.i18n import translator
from bulletin.core.time_zones import UnknownZone, day_in, parse_zone
from bulletin.server.broadcast import ReloadBroadcaster
from bulletin.server.session import Session
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


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has no TZ")
def test_nothing_goes_by_the_clock_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item of the office's today, where the server has yesterday."""
    day = day_in(parse_zone("+14:00"))
    root = write(
        tmp_path / "archive",
        {
            FILE: f'timezone = "+14:00"\n{BULLETIN}',
            f"content/items/{day.year}/a.md": item(date=str(day)),
            "content/index.md": "# 首页\n",
            "mkdocs.yml": f"site_name: x\ndocs_dir: content\nplugins: []\nhooks: [{LAUNCHER}]\n",
        },
    )
    monkeypatch.setenv("TZ", "Etc/GMT+12")
    time.tzset()
    try:
        assert date.today() < day  # noqa: DTZ011 - the server's
        for command in (["check"], ["build"], ["publish", "--to", str(tmp_path / "to")]):
            assert main([*command, "--archive", str(root)]) == 0
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "site")]
        subprocess.run(command, cwd=root, check=True)
    finally:
        monkeypatch.undo()
        time.tzset()
    told: list[object] = []
    options = Options(archive=root)
    project = options.project(translator("en"))
    report = lambda error, _: told.append(error)  # noqa: E731 - of one line
    Session(project, ReloadBroadcaster(), lambda: options.today(project), translator("en"), report).start(1)
    assert told == [None]


def test_an_unknown_zone_is_told(tmp_path: Path) -> None:
    found = problems(tmp_path, {FILE: 'name = "信息"\ntimezone = "Asia/Shanghi"\n'})
    assert [(p.path, p.line, p.field, p.code) for p in found] == [(FILE, 2, "timezone", "unknown-timezone")]
    said = format_problems(found, translator("zh"))
    assert "Asia/Shanghai" in said
