"""Targets, thresholds and lapses: what counts towards them, and when."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

import bulletin.schemes
import bulletin.scoring
from bulletin.core.dates import Period
from bulletin.model.archive import Adopted, Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import targets
from bulletin.scoring.targets import completions
from tests.support.scoring_archives import adopted, archive, call, entries, item, points, publication, registry

PAPERS = [publication("县刊", "县"), publication("市刊", "市")]


def office(scheme: str, *items: Item, **more: object) -> Archive:
    head = 'name = "办法"\n[[adoption]]\nwords = "县1分，市5分"\npoints = { "县" = 1, "市" = 5 }\n'
    return archive(registry("甲、乙、丙", PAPERS), head + scheme, items, **more)  # type: ignore[arg-type]


def test_a_rate_is_that_of_the_end_of_its_period() -> None:
    rules = '[[threshold]]\nwords = "率"\nmeasure = "采用率"\nbelow = 0.5\nper = "季度"\npoints = -1'
    once, later = [adopted("县刊", "1-9")], [adopted("县刊", "4-1")]
    found = office(
        rules,
        *(item(f"a{n}", "甲", f"1-{n + 1}", adoptions=once if n == 0 else ()) for n in range(3)),
        *(item(f"b{n}", "乙", f"1-{n + 1}", adoptions=once if n == 0 else ()) for n in range(2)),
        item("c", "丙", "1-1", adoptions=later),
        today=date(2026, 3, 31),
    )
    assert [points(found, unit) for unit in "甲乙丙"] == ["0", "1", "-1"]


@pytest.mark.parametrize(
    ("measure", "got"), [("采用条数", ["-2", "-1"]), ("采用次数", ["-1", "0"]), ("报送", ["-1", "-2"])]
)
def test_what_counts_towards_a_target(measure: str, got: list[str]) -> None:
    target = f'[[target]]\nid = "a"\nwords = "任务"\ncount = 3\nper = "年"\nmeasure = "{measure}"\nprorate = false'
    quota = '[[quota]]\nwords = "少1扣1"\ntarget = "a"\neach = -1'
    plain = 'name = "办法"\n' + quota
    twice = [adopted("县刊", "1-9"), adopted("市刊", "2-9")]
    events = [
        item("a", "甲", "1-5", adoptions=twice),
        item("b", "甲", "1-6"),
        item("c", "乙", "1-7", adoptions=twice),
        item("d", "乙", "2025-12-7", adoptions=[adopted("市刊", "3-9")]),
    ]
    found = archive(registry("甲、乙", PAPERS), plain, events, targets=target)
    assert [points(found, unit) for unit in "甲乙"] == got


def test_a_lapse_that_ends_on_the_day_of_another() -> None:
    rules = '[[lapse]]\nwords = "未报扣3分"\nkinds = ["约稿未报"]\npoints = -3\n'
    found = office(
        rules,
        item("a", "甲", "4-5", commission="x"),
        calls=[call("x", "甲", "3-1", "3-20"), call("y", "甲", "3-1", "4-4")],
    )
    assert entries(found, "甲") == [("3-21", "未报扣3分", "-3"), ("4-5", "未报扣3分", "3"), ("4-5", "未报扣3分", "-3")]


@pytest.mark.parametrize(
    ("measure", "done"),
    [("报送", ["a", "b"]), ("采用条数", ["a"]), ("采用次数", [("a", "县刊"), ("a", "市刊")])],
)
def test_what_was_achieved_is_a_list_of_what_counts(measure: str, done: list[object]) -> None:
    target = f'[[target]]\nid = "a"\nwords = "任务"\ncount = 3\nper = "季度"\nmeasure = "{measure}"'
    twice = [adopted("县刊", "1-9"), adopted("市刊", "2-9")]
    found = office("", item("a", "甲", "1-5", adoptions=twice), item("b", "甲", "1-6"), targets=target)
    (completion,) = completions(found, found.registry.unit["甲"], Period.parse("2026-Q1"))
    found_ids: list[object] = [(x.item.title, x.publication.id) for x in completion.done if isinstance(x, Adopted)]
    found_ids += [x.title for x in completion.done if isinstance(x, Item)]
    assert found_ids == done
    assert completion.quota == 3
    assert completion.shortfall == 3 - len(done)


def test_quotas_are_rounded_half_up() -> None:
    text = '[[target]]\nid = "a"\nwords = "每季度{}条"\ncount = {}\nper = "季度"\n{}'
    quarter_of = Period.parse("2026-Q1")

    def owed(count: int, joined: date | None = None, more: str = "") -> int:
        unit = Unit(id="甲", name="甲", joined=joined)
        file = {"registry/targets/2026.toml": text.format(count, count, more)}
        ((target,), _) = read_schemes(file, registry([unit]))[1:]
        return targets.owed(target, unit, quarter_of)

    assert [owed(3), owed(3, date(2026, 4, 1)), owed(3, date(2026, 2, 15)), owed(4, date(2026, 2, 15))] == [3, 0, 2, 2]
    assert [owed(1, date(2026, 2, 15)), owed(1, date(2026, 2, 16)), owed(9, date(2026, 3, 31))] == [1, 0, 0]
    assert owed(4, date(2026, 3, 31), "prorate = false") == 4


def test_a_call_without_a_due_day_is_never_missed() -> None:
    text = 'name = "办法"\n[[lapse]]\nwords = "未报"\nkinds = ["约稿未报"]\npoints = -1\n'
    due = dataclasses.replace(call("a", "甲", "1-1", "1-9"), due=None)
    found = archive(registry("甲"), text, [], calls=[due])
    assert bulletin.scoring.whole_ledger(found).points("甲", Period.year(2026)) == 0
