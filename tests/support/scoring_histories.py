"""Generated histories for Hypothesis: schemes that follow each other on any day, units that join and leave, calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from bulletin.checks.messages import problem_severity
from bulletin.core.problems import Severity
from bulletin.model.archive import Archive
from bulletin.model.records import Call, Item
from bulletin.model.registry import Unit
from bulletin.schemes.parser import read_schemes
from tests.support.scoring_archives import registry
from tests.support.scoring_strategies import BLOCKS, ENDS, KNOWN, PAPERS, TARGETS, TODAY, UNITS, YEARS, days

FIRST, LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
NEXT = timedelta(days=1)
BY_SUBMISSION = '[counting]\nadoptions-by = "submission"\n'
RESETS = "resets = true\n"
MORE_BLOCKS = (
    '[[lapse]]\nwords = "两次清零"\nkinds = ["约稿未报", "误报"]\nat-least = 2\nper = "年"\nzeroes = true\n',
    '[[lapse]]\nwords = "三次取消"\nkinds = ["约稿未报", "误报"]\nat-least = 3\npoints = -2\ndisqualifies = true\n',
    '[[limit]]\nwords = "每篇封顶"\nof = ["adoption", "bonus"]\nmax = 9\nper = "item"\n',
    '[[limit]]\nwords = "年度封顶"\nmax = 25\nper = "年"\n',
    '[[commission]]\nwords = "约稿采用"\nresults = ["采用"]\npoints = 3\n',
    '[[commission]]\nwords = "约稿未完成"\nresults = ["未完成"]\npoints = -4\n',
    '[[base]]\nwords = "年度基础"\npoints = 12\nper = "年"\n',
    '[[endorsement]]\nwords = "县级批示一次"\nlevels = ["县"]\noften = "一次"\npoints = 4\n',
    '[[adoption]]\nwords = "联合另加"\njoint = true\nadds = true\npoints = 1\n',
    '[[lapse]]\nwords = "只扣一项"\nkinds = ["误报", "迟报"]\nadds = false\npoints = -6\n',
    '[[adjustment]]\nwords = "奖励"\nunits = "b"\ndate = {first}\npoints = 2\n',
)

blocks = st.lists(st.sampled_from((*BLOCKS, *MORE_BLOCKS)), unique=True).map(
    lambda chosen: [BLOCKS[1], *(block for block in chosen if block != BLOCKS[1])]
)
MORE_ENDS = (
    BY_SUBMISSION,
    '[several]\ntake = "取最高几级"\nbest = 2\n',
)
ends = st.lists(st.sampled_from((*ENDS, *MORE_ENDS)), unique_by=lambda end: end.split("]")[0])
modes = st.sampled_from(["", "", BY_SUBMISSION])
rules_of_any_kind = st.tuples(blocks, ends).map(lambda chosen: "".join([*chosen[0], *chosen[1]]))


@st.composite
def schemes(draw: st.DrawFn, rules: st.SearchStrategy[str] = rules_of_any_kind) -> dict[str, str]:
    """Return the files of schemes that follow each other; there may be days without one."""
    cuts = draw(st.lists(st.one_of(days, st.just(date(YEARS[-1], 1, 1))), max_size=3, unique=True))
    firsts = sorted({FIRST, *cuts})
    files = {}
    for number, (first, following) in enumerate(zip(firsts, [*firsts[1:], LAST + NEXT], strict=True)):
        if number == 0 or draw(st.integers(0, 4)):
            top = f'name = "办法{number}"\nvalid-from = {first}\nvalid-to = {following - NEXT}\n'
            top += draw(st.sampled_from(["", "", RESETS]))
            files[f"registry/schemes/s{number}.toml"] = top + draw(rules).replace("{first}", str(first))
    return files


@st.composite
def units(draw: st.DrawFn) -> list[Unit]:
    """Return the units of the registry, some of which join and leave."""
    found = []
    for unit in UNITS:
        first, last = sorted((draw(days), draw(days)))
        joined, left = draw(st.sampled_from([(None, None), (first, None), (None, last), (first, last)]))
        successor = draw(st.sampled_from([other.id for other in UNITS if other.id != unit.id])) if left else ""
        found.append(replace(unit, joined=joined, left=left, successor=successor))
    return found


@st.composite
def calls(draw: st.DrawFn) -> list[Call]:
    """Return calls by which units are asked for items until some day."""
    found = []
    for name in ("y1", "y2"):
        day = draw(days)
        asked = draw(st.lists(st.sampled_from([unit.id for unit in UNITS]), min_size=1, unique=True))
        due = min(LAST, day + timedelta(days=draw(st.integers(1, 40))))
        found.append(Call(id=name, path=f"content/calls/{name}.md", title=name, date=day, due=due, units=tuple(asked)))
    return found


def history(
    items: Sequence[Item],
    files: Mapping[str, str],
    asked: Sequence[Call] = (),
    listed: Sequence[Unit] = UNITS,
    *,
    today: date = TODAY,
) -> Archive:
    """Return an archive; schemes and targets are read in the order of *files*."""
    targets = {f"registry/targets/{year}.toml": TARGETS for year in YEARS}
    found, owed, problems = read_schemes({**files, **targets}, KNOWN)
    assert [problem for problem in problems if problem_severity(problem) is Severity.ERROR] == []
    return Archive(
        registry=registry(listed, PAPERS, "信息、调研", "g、h"),
        today=today,
        items=tuple(sorted(items, key=lambda item: (item.date, item.id))),
        calls=tuple(sorted(asked, key=lambda call: (call.date, call.id))),
        schemes=found,
        targets=owed,
    )
