"""An archive whose points are unmistakable numbers, and whose scheme has words that stand nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from bulletin.cli import main
from bulletin.core.dates import Grain, Period
from bulletin.core.numbers import amount
from bulletin.model.archive import Archive
from bulletin.scoring import ledgers_for, ranked_authors, standings_for
from bulletin.scoring.closing.supplements import supplement_entries
from bulletin.scoring.closing.supplements import supplements as supplements_of
from bulletin.scoring.entries import Entry
from tests.support.archives import BULLETIN, REGISTRY, TODAY, UNITS, issue, item, write

YEAR = Period.year(2026)
MORE_UNITS = """
[[unit]]
id = "xihe"
name = "西河镇"
group = "townships"

[[unit]]
id = "beiling"
name = "北岭乡"
group = "townships"
"""

SCHEME = """\
name = "赤乌年间评比办法"
words = "赤乌柒号文件所附"

[[submission]]
words = "玄武报送甲子条款"
points = 1123.75

[[adoption]]
words = "玄武采用乙丑条款"
points = 7391.25

[[multiplier]]
words = "玄武翻番丙寅条款"
levels = ["省"]
times = 3

[[endorsement]]
words = "玄武批示丁卯条款"
points = 6151.5

[[bonus]]
words = "玄武加分戊辰条款"
min-chars = 30
points = 4003.25

[[deadline]]
words = "玄武时限己巳条款"
days = 2

[[lapse]]
words = "玄武迟报庚午条款"
kinds = ["迟报"]
points = -2017.5

[[lapse]]
words = "玄武误报辛未条款"
kinds = ["误报"]
points = -3019.5
disqualifies = true

[[quota]]
words = "玄武任务壬申条款"
target = "ji"
points = 5003.5

[[threshold]]
words = "玄武采用率癸酉条款"
measure = "采用率"
reaches = "50%"
per = "季度"
points = 1301.5

[pass]
words = "玄武合格甲戌条款"
points = 2500
per = "季度"

[result]
words = "玄武平均乙亥条款"
divide-by = "计分条数"

[authors]
words = "玄武作者丙子条款"
split = "平分"

[[adjustment]]
words = "玄武督查丁丑条款"
units = "城关镇"
date = 2026-03-30
points = 9007.75
"""
SCHEME_WORDS = (
    "赤乌年间评比办法",
    "赤乌柒号文件所附",
    *(line.partition('"')[2].rstrip('"') for line in SCHEME.splitlines() if line.startswith('words = "玄武')),
)

TARGETS = """\
[[target]]
id = "ji"
words = "乡镇每季度报送一条"
groups = ["乡镇"]
count = 1
per = "季度"
"""

FACTS: Mapping[str, str] = {
    # First quarter: three townships, and the only office.
    "a": item(
        "街口添了两盏路灯。",
        unit="城关镇",
        date="2026-03-05",
        authors="[甲某]",
        adopted_by="[{publication: 组工信息, date: 2026-03-20}]",
    ),
    "b": item("村里修好了老井。", title="乙", unit="东双河镇", date="2026-03-06", authors="[乙某]"),
    "c": item("桥边装上了护栏。", title="丙", unit="西河镇", date="2026-03-07", event_date="2026-03-01"),
    "d": item(
        "组织科的一段。" * 6,
        title="丁",
        unit="组织科",
        date="2026-03-08",
        endorsements="[{by: 县委书记, level: 县, date: 2026-03-10}]",
    ),
    # Second quarter: one township only.
    "e": item(
        "渠水通到了地头。",
        title="戊",
        unit="城关镇",
        date="2026-05-05",
        corrections="[{date: 2026-05-20, note: 数字有误}]",
    ),
    # Third quarter: three townships again.
    "f": item("校车换了新站牌。", title="己", unit="城关镇", date="2026-07-05"),
    "g": item("药房晚上也开门。", title="庚", unit="东双河镇", date="2026-07-06"),
    "h": item(
        "集市搬进了大棚。",
        title="辛",
        unit="西河镇",
        date="2026-07-07",
        adopted_by="[{publication: 东江日报, date: 2026-08-01}]",
    ),
    # Fourth quarter, which is not over.
    "i": item("河道清完了淤泥。", title="壬", unit="城关镇", date="2026-10-08"),
    "j": item("食堂请来了老人。", title="癸", unit="东双河镇", date="2026-10-09"),
    "k": item("书屋周末不关门。", title="甲子", unit="西河镇", date="2026-10-10"),
}


TEXT = "本季度共报{报送条数}篇，较好的有{得分较高信息}。\n\n{前三名}\n"
"""The text of a circular as an editor wrote it, with figures that are none without points."""


def registry(points: str = "") -> dict[str, str]:
    """Return the registry's files, with what is published of points."""
    setting = f'\n[publish]\npoints = "{points}"\n' if points else ""
    return {**REGISTRY, "registry/units.toml": UNITS + MORE_UNITS, "registry/bulletin.toml": BULLETIN + setting}


def archive(root: Path, points: str = "", *, scheme: bool = True, targets: bool = True) -> Path:
    """Write the archive."""
    files = {f"content/items/2026/{name}.md": text for name, text in FACTS.items()}
    files |= {"content/index.md": "# 首页\n\n编者的话。\n", "issues/2026/001.md": issue("编者按。")}
    files["content/circulars/2026-Q3.md"] = TEXT
    files |= {"registry/schemes/2026.toml": SCHEME} if scheme else {}
    files |= {"registry/targets/2026.toml": TARGETS} if targets else {}
    return write(root, files, registry(points))


def closed_archive(root: Path, points: str = "") -> Path:
    """Write the archive, close its first quarter, and record an adoption and an item of that quarter after it."""
    archive(root, points)
    assert main(["close", "2026-Q1", "--yes", "--archive", str(root), "--date", str(TODAY), "--lang", "en"]) == 0
    late = {
        "b": FACTS["b"].replace("date:", "adopted-by: [{publication: 东江组工信息, date: 2026-03-28}]\ndate:", 1),
        "l": item("迟到的一张便条。", title="乙丑", unit="西河镇", date="2026-03-29"),
    }
    return write(root, {f"content/items/2026/{name}.md": text for name, text in late.items()}, {})


def point_canaries(archive: Archive) -> set[str]:
    """Return all amounts of entries, units and authors in the year and its parts, as they may be written."""
    found = set()
    spans = [YEAR, *YEAR.split(Grain.HALF), *YEAR.split(Grain.QUARTER)]
    for span in spans:
        ledger = ledgers_for(archive, span)
        accounts = [account.within(span) for account in (*ledger.units.values(), *ledger.authors.values())]
        found |= {entry.points for entries in accounts for entry in entries}
        found |= {_sum(part) for entries in accounts for part in ([*entries], *_families(entries))}
        found |= {value for row in standings_for(archive, span).units for value in (row.points, row.result) if value}
        found |= {author.points for author in ranked_authors(archive, span)}
    supplements = [one for closed in archive.closed for one in supplements_of(archive, closed)]
    found |= {abs(entry.points) for one in supplements for entry in supplement_entries(one)}
    texts = {text for value in found for text in (amount(abs(value)), amount(abs(value), 2))}
    return {text for text in texts if len(text) > 3}


def _sum(entries: Sequence[Entry]) -> Fraction:
    return sum((entry.points for entry in entries), Fraction(0))


def _families(entries: tuple[Entry, ...]) -> list[list[Entry]]:
    return [[e for e in entries if e.family is family] for family in {entry.family for entry in entries}]
