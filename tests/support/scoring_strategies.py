"""Generated archives of scoring facts under generated schemes, for Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from bulletin.checks.messages import problem_severity
from bulletin.core.dates import Grain, Period
from bulletin.core.problems import Severity
from bulletin.model.archive import Archive
from bulletin.model.enums import Channel, CorrectionSeverity, Level, Treatment
from bulletin.model.records import Adoption, Correction, Endorsement, Item, SentUp
from bulletin.model.registry import Unit
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import whole_ledger
from bulletin.scoring.ledger import Ledger
from tests.support.scoring_archives import call, publication, registry

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
NAMES, TOPICS = ("李某", "王某"), ("党建", "AI", "ai")

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
    '[[deadline]]\nwords = "直报2小时"\nchannels = ["直报"]\nhours = 2\n',
    '[[deadline]]\nwords = "调研2个工作日"\nchannels = ["直报"]\ncategories = ["调研"]\nwork-days = 2\n',
    '[[base]]\nwords = "每周1分"\npoints = 1\nper = "周"\n',
    '[[threshold]]\nwords = "半月2条"\nmeasure = "报送"\nreaches = 2\nper = "半月"\npoints = 1\n',
    '[[limit]]\nwords = "一周不超过9分"\nmax = 9\nper = "周"\n',
    '[[feedback]]\nwords = "反馈"\nresults = ["已反馈"]\npoints = 2\n',
    '[[feedback]]\nwords = "未反馈"\nresults = ["未反馈"]\nlevels = ["县"]\npoints = -3\n',
    '[[lapse]]\nwords = "反馈"\nkinds = ["反馈逾期", "反馈迟交"]\npoints = -1\n',
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
                time=draw(st.sampled_from(["", "09:30", "17:00"])),
                event_time=draw(st.sampled_from(["", "08:00", "16:45"])),
                channel=draw(st.sampled_from([Channel.REGULAR, Channel.DIRECT])),
                commission=draw(st.sampled_from(["", "y1", "y2"])),
                adoptions=tuple(
                    Adoption(publication=p, date=after(), treatment=draw(st.sampled_from([None, *Treatment])))
                    for p in adoptions
                ),
                sent_up=tuple(SentUp(level=Level.PROVINCE, date=after()) for _ in range(draw(st.integers(0, 1)))),
                endorsements=tuple(
                    Endorsement(
                        by="县长",
                        level=Level.COUNTY,
                        date=after(),
                        follow_up_due=draw(st.sampled_from([None, after()])),
                        follow_up_date=draw(st.sampled_from([None, after()])),
                    )
                    for _ in range(draw(st.integers(0, 2)))
                ),
                corrections=tuple(
                    Correction(date=after(), note="改", severity=draw(st.sampled_from(CorrectionSeverity)))
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
    assert [problem for problem in problems if problem_severity(problem) is Severity.ERROR] == []
    known = sorted(written, key=lambda i: (i.date, i.id))
    return Archive(registry=KNOWN, today=today, items=tuple(known), calls=CALLS, schemes=schemes, targets=targets)


def seamed(archive: Archive, seams: Sequence[date]) -> Archive:
    """Return an archive whose schemes end on the day before each of *seams*; others that say the same begin there."""
    schemes = list(archive.schemes)
    for seam in seams:
        cut = [scheme for scheme in schemes if scheme.first < seam <= scheme.last]
        schemes = [scheme for scheme in schemes if scheme not in cut]
        for scheme in cut:
            schemes += [replace(scheme, last=seam - timedelta(days=1)), replace(scheme, id=f"{seam}", first=seam)]
    return replace(archive, schemes=tuple(sorted(schemes, key=lambda scheme: scheme.first)))


def entry_rows(found: Ledger, until: date = TODAY) -> list[tuple[object, ...]]:
    """Return every entry up to a day, in an order that does not depend on the order of rules."""
    return sorted(
        (e.unit, e.date, e.family, e.words, e.item.id if e.item else "", e.event.key, e.points)
        for account in found.units.values()
        for e in account.entries
        if e.date <= until
    )


def sums(found: Archive) -> dict[tuple[str, str], Fraction]:
    """Return the points of every unit in every quarter."""
    quarters = [q for year in YEARS for q in Period.year(year).split(Grain.QUARTER)]
    return {(u.id, q.label): whole_ledger(found).points(u.id, q) for u in UNITS for q in quarters}


@st.composite
def items_with_authors(draw: st.DrawFn) -> list[Item]:
    return [
        replace(
            item,
            authors=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))),
            topics=tuple(draw(st.lists(st.sampled_from(TOPICS), max_size=2, unique=True))),
        )
        for item in draw(items())
    ]
