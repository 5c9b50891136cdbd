"""Deadlines in days, work days and hours; every lateness is counted by hand beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.build.changes.registry import rule_keys
from bulletin.checks.report import format_problems
from bulletin.core.i18n import translator
from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.deadlines import lateness, missing_times
from bulletin.model.records import Item
from bulletin.model.registry import Registry
from bulletin.model.scheme import Deadline
from bulletin.model.scheme_enums import TimeUnit
from bulletin.model.work_calendar import NamedDays, WorkCalendar
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import whole_ledger
from bulletin.scoring.lapses import all_lapses, lapse_reasons
from tests.support.archives import item as text
from tests.support.archives import loaded
from tests.support.scoring_archives import archive, item, points, registry

# 2026-10-01 is a Thursday. Off are 1 to 7 October (Thursday to Wednesday); Saturday the 10th is worked.
NATIONAL_DAY = WorkCalendar(
    holidays=(NamedDays(name="国庆节", first=date(2026, 10, 1), last=date(2026, 10, 7)),),
    worked=(NamedDays(name="国庆节调休", first=date(2026, 10, 10), last=date(2026, 10, 10)),),
)
A = "content/items/2026/a.md"
LATE = '\n[[lapse]]\nwords = "迟报扣1分"\nkinds = ["迟报"]\npoints = -1\n'
TWO_WORK_DAYS = '[[deadline]]\nwords = "2个工作日内"\nwork-days = 2\n' + LATE
TWO_HOURS = '[[deadline]]\nwords = "突发信息2小时内"\nhours = 2\n' + LATE


def office(rules: str, *items: Item, calendar: WorkCalendar = NATIONAL_DAY) -> Archive:
    known = replace(registry("甲"), calendar=calendar)
    return archive(known, 'name = "办法"\n' + rules, items)


def late(found: Archive, language: str = "zh") -> str:
    """Return what the ledger says about the only item, or ""."""
    say = translator(language)
    return "；".join(reason.text(say) for lapse in all_lapses(found) for reason in lapse_reasons(lapse))


@pytest.mark.parametrize(
    ("event", "sent", "said"),
    [
        # Monday 14 September: due on Wednesday the 16th.
        ("9-14", "9-16", ""),
        ("9-14", "9-17", "迟1个工作日"),
        # Friday the 18th: Monday and Tuesday; the weekend between does not count.
        ("9-18", "9-22", ""),
        ("9-18", "9-23", "迟1个工作日"),
        # Thursday the 17th: due on Monday the 21st; in on Saturday the 19th.
        ("9-17", "9-19", ""),
        # Wednesday the 16th: due on Friday the 18th; Saturday counts as the next work day, and so does Monday.
        ("9-16", "9-19", "迟1个工作日"),
        ("9-16", "9-21", "迟1个工作日"),
        ("9-16", "9-22", "迟2个工作日"),
        # Tuesday 29 September: Wednesday the 30th, then seven days off, Thursday 8 October.
        ("9-29", "10-8", ""),
        ("9-29", "10-9", "迟1个工作日"),
        # The 10th, a Saturday, is worked: the 9th and the 10th; the 11th is a Sunday, the 12th a Monday.
        ("10-8", "10-10", ""),
        ("10-8", "10-11", "迟1个工作日"),
        ("10-8", "10-13", "迟2个工作日"),
        # In the middle of the days off: the 8th and the 9th.
        ("10-3", "10-9", ""),
        ("10-3", "10-10", "迟1个工作日"),
    ],
)
def test_work_days(event: str, sent: str, said: str) -> None:
    found = office(TWO_WORK_DAYS, item("a", "甲", sent, event=event))
    assert late(found) == said
    assert points(found, "甲") == ("-1" if said else "0")


def test_the_same_day_on_a_day_off() -> None:
    same_day = '[[deadline]]\nwords = "当日"\nwork-days = 0\n' + LATE
    assert late(office(same_day, item("a", "甲", "10-3", event="10-3"))) == ""
    # The 4th is a day off: late all the same.
    assert late(office(same_day, item("a", "甲", "10-4", event="10-3"))) == "迟1个工作日"


def test_without_holidays_monday_to_friday_are_work_days() -> None:
    # 30 September, 1 October: due on the 1st; the 2nd, 5th, 6th, 7th and 8th are five work days.
    found = office(TWO_WORK_DAYS, item("a", "甲", "10-8", event="9-29"), calendar=WorkCalendar())
    assert late(found) == "迟5个工作日"


def timed(event: str, sent: str) -> Item:
    """Return an item with days and, if they are given, times: 3-5 14:30."""
    (event_day, _, event_time), (day, _, time) = event.partition(" "), sent.partition(" ")
    return replace(item("a", "甲", day, event=event_day), time=time, event_time=event_time)


@pytest.mark.parametrize(
    ("event", "sent", "said"),
    [
        # 14:30 to 16:30 is two hours, and in time; one minute more is late.
        ("3-5 14:30", "3-5 16:30", ""),
        ("3-5 14:30", "3-5 16:31", "迟1分钟"),
        ("3-5 14:30", "3-5 19:30", "迟3小时"),
        ("3-5 14:30", "3-5 19:10", "迟2小时40分钟"),
        # Over midnight: 23:10 to 00:40 is 1:30; to 08:10 it is 9 hours, 7 too many.
        ("3-5 23:10", "3-6 00:40", ""),
        ("3-5 23:10", "3-6 08:10", "迟7小时"),
        # Over two days: 48 hours, 46 too many.
        ("3-5 08:00", "3-7 08:00", "迟46小时"),
        # Without one of the times: on the same day it may have been in time.
        ("3-5 14:30", "3-5", ""),
        ("3-5", "3-5 16:00", ""),
        # 14:30 to midnight is 9:30 at the least: 7:30 too many.
        ("3-5 14:30", "3-6", "至少迟7小时30分钟"),
        # 23:59 of the 5th to 10:59 of the 6th is 11 hours at the least.
        ("3-5", "3-6 10:59", "至少迟9小时"),
        # 23:59 of the 5th to 00:00 of the 6th is one minute; to the 7th it is 24 hours and one minute.
        ("3-5", "3-6", ""),
        ("3-5", "3-7", "至少迟22小时1分钟"),
    ],
)
def test_hours(event: str, sent: str, said: str) -> None:
    found = office(TWO_HOURS, timed(event, sent))
    assert late(found) == said
    assert points(found, "甲") == ("-1" if said else "0")


def test_half_an_hour() -> None:
    found = office('[[deadline]]\nwords = "半小时内"\nhours = 0.5\n' + LATE, timed("3-5 09:00", "3-5 09:45"))
    assert late(found) == "迟15分钟"


def test_the_ledger_says_what_was_late() -> None:
    found = office(TWO_HOURS, timed("3-5 14:30", "3-5 19:30"))
    (entry,) = whole_ledger(found).account("甲").entries
    assert [reason.text(translator("zh")) for reason in entry.why] == ["迟3小时"]
    assert [reason.text(translator("en")) for reason in entry.why] == ["late by 3 h"]


def test_the_narrowest_deadline_applies_whatever_it_counts_in() -> None:
    rules = '[[deadline]]\nwords = "一般3日"\ndays = 3\n[[deadline]]\nwords = "信息1小时"\nhours = 1\n'
    rules += 'categories = ["信息"]\n' + LATE
    assert late(office(rules, timed("3-5 09:00", "3-5 12:00"))) == "迟2小时"


def test_a_deadline_is_explained() -> None:
    rules = TWO_WORK_DAYS + '[[deadline]]\nwords = "信息2小时"\nhours = 2\ncategories = ["信息"]\n'
    told = [sentence for sentence, _words in explain(office(rules).schemes[0], Registry(), translator("zh"))]
    assert any("事发后超过2个工作日报送为迟报" in sentence for sentence in told)
    assert any("事发后超过2小时报送为迟报" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("rule", "field", "code"),
    [
        ("", "days", "missing-setting"),
        ("days = 2\nhours = 3", "days", "setting-conflict"),
        ("work-days = 1.5", "work-days", "bad-setting"),
        ("hours = -1", "hours", "bad-setting"),
        ("hours = 0", "hours", "bad-setting"),
        ('hours = "两小时"', "hours", "bad-setting"),
        ("work-days = 1000", "work-days", "bad-setting"),
    ],
)
def test_mistakes_in_deadlines(rule: str, field: str, code: str) -> None:
    text = f'name = "办法"\n[[deadline]]\nwords = "时限"\n{rule}\n'
    _, _, problems = read_schemes({"registry/schemes/2026.toml": text}, registry("甲"))
    assert [(p.field, p.code) for p in problems] == [(field, code)]


def test_a_calendar_that_changes_touches_all_points() -> None:
    before = office(TWO_WORK_DAYS, item("a", "甲", "10-9", event="9-29"))
    after = office(TWO_WORK_DAYS, item("a", "甲", "10-9", event="9-29"), calendar=WorkCalendar())
    assert keys.rules(2026) in set(rule_keys(before, after))


def test_a_report_before_its_event_is_told(tmp_path: Path) -> None:
    fields = {"event_date": "2026-03-05", "event_time": "14:30", "time": "10:00"}
    found = loaded(tmp_path, {A: text(**fields)}).problems
    assert [(p.code, p.field, p.line, p.values["later_day"]) for p in found] == [("date-order", "time", 7, "10:00")]


SCHEME = {"registry/schemes/2026.toml": 'name = "办法"\n' + TWO_HOURS}


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, ["event-date", "event-time", "time"]),
        ({"event_date": "2026-03-05"}, ["event-time", "time"]),
        ({"event_date": "2026-03-05", "time": "10:00"}, ["event-time"]),
        ({"event_date": "2026-03-05", "event_time": "10:00"}, ["time"]),
        # It was late, but not by how much.
        ({"event_date": "2026-03-04", "event_time": "10:00"}, ["time"]),
        ({"event_date": "2026-03-05", "event_time": "10:00", "time": "11:00"}, []),
        # 22:30 to midnight is 1:29 at the most.
        ({"event_date": "2026-03-05", "event_time": "22:30"}, []),
    ],
)
def test_a_missing_time_is_told(fields: dict[str, str], missing: list[str], tmp_path: Path) -> None:
    found = loaded(tmp_path, {A: text(**fields), **SCHEME}).problems
    assert sorted((p.path, p.line, p.code, p.field) for p in found) == [(A, 5, "no-time", key) for key in missing]
    if "time" in missing:
        # Reported on the day after 10:00, it is late by 14 hours at least, less the limit.
        said = "已经迟报，但算不准迟了多久" if fields.get("event_date") == "2026-03-04" else "无法判断是否迟报"
        assert f"没有写 time（报送时间），{said}" in format_problems(found, translator("zh"))


def test_a_year_without_days_off_is_told(tmp_path: Path) -> None:
    rules = {"registry/schemes/2026.toml": 'name = "办法"\nvalid-from = 2025-07-01\n' + TWO_WORK_DAYS}
    known = {"registry/holidays.toml": '[[holiday]]\nname = "国庆节"\nfirst = 2026-10-01\nlast = 2026-10-07\n'}
    found = loaded(tmp_path, {A: text(event_date="2026-03-05"), **rules, **known}).problems
    assert [(p.path, p.line, p.code, p.values["year"]) for p in found] == [
        ("registry/schemes/2026.toml", 3, "unknown-holidays", "2025")
    ]


@given(st.dates(date(2026, 9, 1), date(2026, 10, 31)), st.integers(0, 40), st.integers(0, 6))
def test_what_comes_later_is_not_less_late(event: date, waited: int, limit: int) -> None:
    deadline = Deadline(words="时限", limit=Fraction(limit), unit=TimeUnit.WORK_DAYS)

    def late_by(days: int) -> Fraction:
        sent = replace(item("a", "甲", "1-1"), date=event + timedelta(days), event_date=event)
        found = lateness(deadline, sent, NATIONAL_DAY)
        return found.amount if found else Fraction(0)

    assert late_by(waited) <= late_by(waited + 1) <= late_by(waited) + 1
    # As many work days may pass as are allowed.
    assert (late_by(waited) == 0) or NATIONAL_DAY.work_days_between(event, event + timedelta(waited)) >= limit


TIMES = st.times().map(lambda time: time.strftime("%H:%M"))


@given(st.integers(0, 3), TIMES, TIMES, st.integers(0, 60))
def test_without_times_an_item_is_late_by_no_more_than_with_them(days: int, event: str, sent: str, limit: int) -> None:
    deadline = Deadline(words="时限", limit=Fraction(limit), unit=TimeUnit.HOURS)
    whole = timed(f"3-5 {event}", f"3-{5 + days} {sent}")
    exact = lateness(deadline, whole, NATIONAL_DAY)
    for time, event_time in (("", whole.event_time), (whole.time, ""), ("", "")):
        known = replace(whole, time=time, event_time=event_time)
        least = lateness(deadline, known, NATIONAL_DAY)
        assert least is None or (exact is not None and least.at_least and least.amount <= exact.amount)
        # Where nothing is said to be missing, it is in time for certain.
        assert missing_times(deadline, known) or (least is None and exact is None)
