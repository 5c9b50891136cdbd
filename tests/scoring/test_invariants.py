"""What has to be true of any archive under any of some schemes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from office import call, publication, registry

from bulletin.content.loader import load
from bulletin.core.dates import Grain, Period
from bulletin.core.i18n import translator
from bulletin.exports.stats_json import stats
from bulletin.model.archive import Archive
from bulletin.model.enums import Channel, Gravity, Level, Treatment
from bulletin.model.records import Adoption, Correction, Endorsement, Item, SentUp
from bulletin.model.registry import Unit
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import circular, ledger, standing, whole
from bulletin.scoring.ledger import Ledger
from bulletin.scoring.spans import span

TODAY = date(2026, 12, 31)
UNITS = (
    Unit(id="a", name="甲", group="g"),
    Unit(id="b", name="乙", group="g", joined=date(2025, 9, 1)),
    Unit(id="c", name="丙", group="h", parent="a"),
    Unit(id="d", name="丁", group="h", left=date(2026, 4, 30), successor="b"),
)
PAPERS = [publication("县刊", "县"), publication("市刊", "市"), publication("省刊", "省")]
KNOWN = registry(UNITS, PAPERS, "信息、调研", "g、h")
CALLS = (call("y1", "a、d", "2025-3-1", "2025-3-20"), call("y2", "b、c", "2026-3-1", "2026-3-20"))
TARGETS = '[[target]]\nid = "ji"\nwords = "每季度2条"\ncount = 2\nper = "季度"\n'
YEARS = (2025, 2026)

BLOCKS = (
    '[[submission]]\nwords = "报送"\npoints = 0.5\n',
    '[[adoption]]\nwords = "采用"\npoints = { "县" = 1, "市" = 5, "省" = 10 }\n',
    '[[adoption]]\nwords = "调研"\ncategories = ["调研"]\npriority = 1\npoints = { "县" = 2, "市" = 7, "省" = 15 }\n',
    '[[sent-up]]\nwords = "上报"\npoints = 2\nunless-adopted = true\n',
    '[[endorsement]]\nwords = "批示"\npoints = 10\nfurther = 3\n',
    '[[commission]]\nwords = "约稿"\nresults = ["完成"]\npoints = 2\n',
    '[[multiplier]]\nwords = "直报加倍"\nchannels = ["直报"]\ntimes = 2\n',
    '[[multiplier]]\nwords = "省里采用1.5倍"\nlevels = ["省"]\ntimes = 1.5\nwhole-item = true\n',
    '[[bonus]]\nwords = "联合加1分"\njoint = true\npoints = 1\n',
    '[[deadline]]\nwords = "3日"\ndays = 3\n[[lapse]]\nwords = "减半"\nkinds = ["迟报", "误报"]\nshare = "1/2"\n',
    '[[lapse]]\nwords = "严重"\nkinds = ["误报"]\nseverities = ["严重"]\npoints = -7\nat-least = 2\n',
    '[[lapse]]\nwords = "未报"\nkinds = ["约稿未报", "漏报"]\npoints = -3\n',
    '[[base]]\nwords = "基础"\npoints = 6\nper = "季度"\n',
    '[[quota]]\nwords = "任务"\ntarget = "ji"\neach = -1\n',
    '[[threshold]]\nwords = "采用率"\nmeasure = "采用率"\nbelow = "30%"\nper = "季度"\npoints = -1\n',
    '[[limit]]\nwords = "季度不低于0"\nmin = 0\nper = "季度"\n',
    '[[limit]]\nwords = "采用封顶"\nof = ["adoption"]\nmax = 12\nper = "年"\n',
    '[[credit]]\nwords = "归口"\nunits = ["c"]\nkeep = 1\ngive = "1/3"\n',
)
ENDS = (
    '[several]\ntake = "就高"\n',
    '[several]\ntake = "同级一次"\n',
    '[joint]\nsplit = "平分"\n',
    '[joint]\nsplit = "按比例"\nweights = [3, 2]\n',
    '[merger]\npoints = "全部转"\n',
)

days = st.integers(0, 729).map(lambda n: date(2025, 1, 1) + timedelta(days=n))


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        day = draw(days)

        def after(day: date = day) -> date:
            return min(TODAY, day + timedelta(days=draw(st.integers(0, 90))))

        adoptions = draw(st.lists(st.sampled_from([p.id for p in PAPERS]), max_size=3))
        found.append(
            Item(
                id=f"{day.year}/{number}",
                path=f"content/items/{day.year}/{number}.md",
                title=str(number),
                units=tuple(
                    draw(st.lists(st.sampled_from([u.id for u in UNITS]), min_size=1, max_size=3, unique=True))
                ),
                category=draw(st.sampled_from(["信息", "调研"])),
                date=day,
                event_date=draw(st.sampled_from([None, day, day - timedelta(days=9)])),
                channel=draw(st.sampled_from([Channel.REGULAR, Channel.DIRECT])),
                commission=draw(st.sampled_from(["", "y1", "y2"])),
                adoptions=tuple(
                    Adoption(publication=p, date=after(), treatment=draw(st.sampled_from([None, *Treatment])))
                    for p in adoptions
                ),
                sent_up=tuple(SentUp(level=Level.PROVINCE, date=after()) for _ in range(draw(st.integers(0, 1)))),
                endorsements=tuple(
                    Endorsement(by="县长", level=Level.COUNTY, date=after()) for _ in range(draw(st.integers(0, 2)))
                ),
                corrections=tuple(
                    Correction(date=after(), note="改", severity=draw(st.sampled_from(Gravity)))
                    for _ in range(draw(st.integers(0, 2)))
                ),
            )
        )
    return found


rules = st.tuples(
    st.lists(st.sampled_from(BLOCKS), unique=True).map(
        lambda blocks: [BLOCKS[1], *(b for b in blocks if b != BLOCKS[1])]
    ),
    st.lists(st.sampled_from(ENDS), unique_by=lambda end: end.split("]")[0]),
)
Rules = tuple[list[str], list[str]]


def office(
    written: Sequence[Item],
    chosen: Rules,
    years: Sequence[int] = YEARS,
    today: date = TODAY,
    *,
    backwards: bool = False,
) -> Archive:
    blocks, ends = chosen
    order = -1 if backwards else 1
    text = 'name = "办法"\n' + "".join(blocks[::order]) + "".join(ends[::order])
    files = {f"registry/schemes/{year}.toml": text for year in years[::order]}
    files |= {f"registry/targets/{year}.toml": TARGETS for year in years[::order]}
    schemes, targets, problems = read_schemes(files, KNOWN)
    assert problems == []
    known = sorted(written, key=lambda i: (i.date, i.id))
    return Archive(registry=KNOWN, today=today, items=tuple(known), calls=CALLS, schemes=schemes, targets=targets)


def told(found: Ledger, until: date = TODAY) -> list[tuple[object, ...]]:
    """Return every entry up to a day, in an order that does not hang on that of the rules."""
    return sorted(
        (e.unit, e.date, e.family, e.words, e.item.id if e.item else "", e.event.key, e.points)
        for account in found.units.values()
        for e in account.entries
        if e.date <= until
    )


def sums(found: Archive) -> dict[tuple[str, str], Fraction]:
    """Return the points of every unit in every quarter."""
    quarters = [q for year in YEARS for q in Period.year(year).split(Grain.QUARTER)]
    return {(u.id, q.label): whole(found).points(u.id, q) for u in UNITS for q in quarters}


slow = settings(max_examples=60, deadline=None)


@slow
@given(items(), rules)
def test_points_are_sums_of_entries_and_units_sum_to_totals(written: list[Item], chosen: Rules) -> None:
    found = office(written, chosen)
    for period in (Period.year(2026), Period.parse("2026-Q2"), Period.parse("2025-11-05..2026-02-03")):
        page, rows = ledger(found, period), circular(found, period)
        for row in rows.rows:
            entries = page.of(row.unit.id).entries
            assert row.points == sum((e.points for e in entries), Fraction(0)) == row.now.points()
            assert row.points_to_date == row.to_date.points()
            assert all(e.date in period for e in entries)
        everything = sum((e.points for account in page.units.values() for e in account.entries), Fraction(0))
        assert sum((table.points for table in rows.tables), Fraction(0)) == everything
        assert sum(len(t.rows) for t in rows.tables) == len({r.unit.id for r in rows.rows})
        assert {p.unit.id for p in standing(found, period).rows} == {r.unit.id for r in rows.rows}


@slow
@given(items())
def test_a_joint_item_that_is_split_is_worth_what_a_single_one_is(written: list[Item]) -> None:
    blocks = [BLOCKS[0], BLOCKS[1], BLOCKS[4]]
    found = office(written, (blocks, ['[joint]\nsplit = "平分"\n']))
    alone = office([replace(item, units=item.units[:1]) for item in written], (blocks, []))
    assert sum(sums(found).values()) == sum(sums(alone).values())


@slow
@given(items(), rules, st.randoms())
def test_the_order_of_files_and_rules_changes_nothing(written: list[Item], chosen: Rules, dice: random.Random) -> None:
    mixed = list(written)
    dice.shuffle(mixed)
    assert told(whole(office(mixed, chosen, backwards=True))) == told(whole(office(written, chosen)))


@slow
@given(items(), rules)
def test_what_happens_later_changes_nothing_that_was(written: list[Item], chosen: Rules) -> None:
    day = date(2026, 3, 31)
    known = [item for item in written if item.date <= day]
    then = office(known, chosen, today=day)
    assert told(whole(then), day) == told(whole(office(written, chosen)), day)


@slow
@given(items(), rules)
def test_withdrawing_an_item_equals_never_having_had_it(written: list[Item], chosen: Rules) -> None:
    kept = [item for number, item in enumerate(written) if number % 2]
    everything = office(written, chosen)
    withdrawn = replace(everything, items=tuple(item for item in everything.items if item in kept))
    assert told(whole(withdrawn)) == told(whole(office(kept, chosen)))


@slow
@given(items(), rules, rules)
def test_a_year_keeps_its_figures_when_the_next_scheme_comes(written: list[Item], chosen: Rules, other: Rules) -> None:
    before = office(written, chosen, years=(2025,))
    files = {}
    for year, (blocks, ends) in ((2025, chosen), (2026, other)):
        files[f"registry/schemes/{year}.toml"] = 'name = "办法"\n' + "".join(blocks) + "".join(ends)
        files[f"registry/targets/{year}.toml"] = TARGETS
    schemes, targets, _ = read_schemes(files, KNOWN)
    after = replace(before, schemes=schemes, targets=targets)
    for label in ("2025", "2025-Q4", "2025-07"):
        assert stats(after, Period.parse(label))["groups"] == stats(before, Period.parse(label))["groups"]


@slow
@given(items(), rules)
def test_the_floor_and_the_cap_hold_at_the_end_of_every_period(written: list[Item], chosen: Rules) -> None:
    ends = [end for end in chosen[1] if "merger" not in end]
    blocks = [block for block in chosen[0] if "limit" not in block]
    assert min(sums(office(written, ([*blocks, BLOCKS[15]], ends))).values()) >= 0
    # What a floor gives back is given to adoptions, too: so each limit is looked at alone.
    found = office(written, ([*blocks, BLOCKS[16]], ends))
    for unit in UNITS:
        for year in YEARS:
            earned = span(found, Period.year(year), unit.id).entries
            assert sum((e.points for e in earned if e.family == "adoption"), Fraction(0)) <= 12


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    told = "from datetime import date; from pathlib import Path; from bulletin.content.loader import load; "
    told += "from bulletin.build.cache.stats_digests import fingerprints; "
    told += "print(sorted(fingerprints(load(Path(), date(2026, 11, 22)).archive).items()))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", told],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    ]
    assert runs[0] == runs[1] != b""


@pytest.mark.parametrize("jobs", [2])
def test_the_number_of_processes_changes_nothing(jobs: int, tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "bench"))
    import corpus

    corpus.write(tmp_path, 450)
    (tmp_path / "registry/schemes").mkdir()
    text = 'name = "办法"\nvalid-from = 2012-01-01\nvalid-to = 2030-12-31\n[[adoption]]\nwords = "采用"\npoints = 3\n'
    (tmp_path / "registry/schemes/all.toml").write_text(text, "utf-8")
    one, two = (load(tmp_path, TODAY, n).archive for n in (1, jobs))
    period = Period.parse("2020")
    assert stats(one, period) == stats(two, period)
    assert told(whole(one)) == told(whole(two)) != []


def test_reasons_are_told_in_both_languages() -> None:
    archive = load(ROOT, date(2026, 11, 22)).archive
    for language in ("en", "zh"):
        say = translator(language)
        for account in whole(archive).units.values():
            for entry in account.entries:
                assert all("{" not in reason.said(say) for reason in entry.why)
