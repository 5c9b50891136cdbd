"""A whole year of an invented office under a scheme that uses every kind of rule, as one text.

.venv/bin/python -m tests.support.golden_year      # writes the texts anew: read the difference before you commit it
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from bulletin.checks.messages import describe_problem
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount, ratio
from bulletin.model.archive import Archive
from bulletin.model.enums import CorrectionSeverity, Treatment
from bulletin.model.records import Outcome
from bulletin.model.registry import Group, Unit
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import circular, ranked_authors, standings_for, top_units, whole_ledger
from bulletin.scoring.activity import has_ledger, was_active
from bulletin.scoring.authors import all_authors
from bulletin.scoring.circulars.ledger_tables import ledger_table
from bulletin.scoring.circulars.tables import circular_tables
from bulletin.scoring.circulars.text import summary
from bulletin.scoring.periods import circular_periods, quarter_number, year_to_date
from bulletin.scoring.yearly import year_results
from tests.support.paths import ROOT
from tests.support.scoring_archives import (
    adopted,
    archive,
    call,
    corrected,
    endorsed,
    item,
    publication,
    registry,
    sent,
)

HERE = ROOT / "tests/scoring/golden"
TARGETS = """
[[target]]
id = "ji"
words = "每季度3条"
count = 3
per = "季度"
groups = ["东"]

[[target]]
id = "cai"
words = "全年采用4次"
count = 4
per = "年"
measure = "采用次数"
units = ["乙", "丁"]
"""
UNITS = (
    Unit(id="甲", name="甲", group="东"),
    Unit(id="乙", name="乙", group="东", joined=date(2026, 2, 15)),
    Unit(id="丙", name="丙", group="西"),
    Unit(id="丁", name="丁", group="西", parent="丙"),
    Unit(id="戊", name="戊", group="西", left=date(2026, 7, 10), successor="丙"),
    Unit(id="己", name="己"),
)


OTHER = {
    'take = "同级一次"': 'take = "取最高几级"\nbest = 2',
    'split = "按比例"\nweights = [3, 2]': 'split = "第一单位"',
    'points = "全部转"': 'points = "合并后转"',
    "further = 1": 'often = "同级一次"',
    'divide-by = "计分条数"\nscale-to = 100': 'divide-by = "报送条数"',
    'ties = "并列不占位"': 'ties = "并列占位"',
    "max = 60": "max = 12",
    "zeroes = true": "points = -2\ndisqualifies = true",
    'max = 2\nper = "季度"': 'max = 1\nper = "月"',
    'shortfall = "按比例"': 'shortfall = "完不成不得分"',
    "reaches = 3": "below = 3",
    "whole-item = true": "whole-item = false",
    "unless-adopted = true": "unless-adopted = false",
    'per = "季度"\nwords = "每季12分及格"': 'per = "半年"\ndisqualifies = true\nwords = "半年12分及格"',
    'words = "作者平分"': 'words = "作者平分"\n\n[counting]\nadoptions-by = "submission"',
}
"""What another office has instead, in the same scheme."""


def office(today: date = date(2026, 12, 31), instead: Mapping[str, str] = MappingProxyType({})) -> Archive:
    """Return the office with everything that happened to it."""
    papers = [
        publication("县刊", "县"),
        publication("市刊", "市"),
        publication("市报", "市"),
        publication("省刊", "省"),
    ]
    known = replace(
        registry(UNITS, papers, "信息、调研"), groups=(Group(id="东", name="东片"), Group(id="西", name="西片"))
    )
    brief = Treatment.EXCERPT
    items = [
        item("a", "甲", "1-5", adoptions=[adopted("县刊", "1-10"), adopted("市刊", "2-10", brief)], authors=["李某"]),
        item(
            "b",
            "甲",
            "1-20",
            "调研",
            adoptions=[adopted("市报", "3-1"), adopted("市刊", "3-31"), adopted("省刊", "4-1")],
        ),
        item("c", "甲、乙", "3-3", adoptions=[adopted("市刊", "3-9", brief)], authors=["王某", "李某"], event="3-1"),
        item("d", "乙", "3-30", event="3-20", endorsements=[endorsed("县委书记", "县", "4-2")]),
        item("e", "乙", "4-6", commission="y1", adoptions=[adopted("县刊", "4-9")]),
        item("f", "丙", "5-8", "调研", sent_up=[sent("省", "5-9")], adoptions=[adopted("省刊", "7-1")]),
        item("g", "丙", "5-9", sent_up=[sent("省", "5-10")], authors=["赵某"]),
        item("h", "丁", "6-1", adoptions=[adopted("省刊", "6-30")], authors=["赵某", "钱某", "孙某"]),
        item("i", "丁、丙", "6-2", endorsements=[endorsed("市长", "市", "7-2"), endorsed("县长", "县", "8-2")]),
        item("j", "戊", "2-2", adoptions=[adopted("县刊"), adopted("市刊", "8-1")]),
        item("k", "甲", "7-7", corrections=[corrected("7-20"), corrected("8-3", CorrectionSeverity.MINOR)]),
        item("l", "甲", "8-8", adoptions=[adopted("市刊", "9-9")], corrections=[corrected("10-1")]),
        item("m", "己", "10-10", adoptions=[adopted("县刊", "10-10")], commission="y2"),
        item("n", "己", "12-31", adoptions=[adopted("县刊", "2027-1-3")]),
        item("o", "乙", "2025-12-30", adoptions=[adopted("市刊", "1-2")]),
        *(item(f"p{n}", "甲", f"11-{n + 1}") for n in range(6)),
    ]
    items[5] = replace(items[5], outcomes=(Outcome(title="决定", date=date(2026, 9, 9)), Outcome(title="办法")))
    calls = [
        call("y1", "甲、乙", "3-1", "4-1"),
        call("y2", "己、丁", "9-1", "10-10"),
        call("y3", "丙", "12-1", "12-31"),
    ]
    scheme = (HERE / "scheme.toml").read_text("utf-8")
    for one, other in instead.items():
        assert one in scheme, one
        scheme = scheme.replace(one, other)
    return archive(known, scheme, items, targets=TARGETS, calls=calls, today=today)


def describe_archive(found: Archive) -> Iterator[str]:
    """Yield all figures of an archive, line by line."""
    say = translator("en")
    for sentence, parts in explain(found.schemes[0], found.registry, say):
        yield f"- {sentence} {parts}"
    for period in circular_periods(found):
        yield from _describe_period(found, period)
    for unit in found.registry.units:
        sheet = ledger_table(found, unit.name, whole_ledger(found).account(unit.id).within(Period.year(2026)), say)
        yield f"## {sheet.title}"
        # The last columns say in numbers what the reasons say.
        yield from (" | ".join(row[:8]) for row in sheet.texts())
        yield str([(year, has_ledger(found, unit, year), was_active(found, unit, year)) for year in (2025, 2026, 2027)])
    for author, written in all_authors(found).items():
        yield f"{author} {written.unit.id} {[found.id for found in written.items]}"
    yield str(year_results(found, 2026))


def _describe_period(found: Archive, period: Period) -> Iterator[str]:
    say, one = translator("en"), circular(found, period)
    yield f"# {period.label} {quarter_number(period)} {year_to_date(period)}"
    yield from summary(found, one, say)
    for sheet in circular_tables(one, say):
        yield f"## {sheet.title}"
        yield " | ".join(sheet.headers)
        yield from (" | ".join(row) for row in sheet.texts())
    for row in one.rows:
        place = row.standing
        owed = [(c.target.id, ratio(c.ratio), amount(c.shortfall), amount(c.quota)) for c in place.completions]
        lapses = [(x.kind.value, str(x.date), str(x.settled), int(x.late.amount), x.number) for x in place.lapses]
        failed = [(failure.period.label, amount(failure.points)) for failure in place.failed]
        values = (place.rank, place.scored, place.result and amount(place.result), row.ranks_gained, failed)
        yield f"{row.unit.name} {values} {owed} {lapses} {[n.text(say) for n in place.disqualified]}"
    for table in one.tables:
        yield f"{table.group.name} {table.submitted} {table.adoptions} {amount(table.points)} {len(table.events)}"
    yield str([(i.id, amount(points)) for i, points in one.top_items])
    yield str([(x.unit, x.call and x.call.id) for x in one.unmet])
    yield str([(c.category.id, [u.id for u in c.units], amount(c.points)) for c in top_units(found, period)])
    yield str([(a.rank, a.name, a.unit.id, amount(a.points)) for a in ranked_authors(found, period)])
    yield str([place.unit.id for place in standings_for(found, period).disqualified])


def describe_mistakes() -> Iterator[str]:
    """Yield everything that is said of a scheme and of targets in which nothing is right."""
    known = office().registry
    targets = """
[[target]]
id = "ji"
words = "任务"
per = "旬"
measure = "采用率"

[[target]]
id = "ji"
words = "前半年"
count = 1
per = "月"
valid-to = 2026-06-30
"""
    files = {
        "registry/schemes/2026.toml": (HERE / "broken.toml").read_text("utf-8"),
        "registry/targets/2026.toml": targets,
    }
    for problem in read_schemes(files, known)[2]:
        message, cure = describe_problem(problem, translator("en"))
        yield f"{problem.path}:{problem.line} {problem.field} {problem.code}: {message} {cure}"


def describe_conditions() -> Iterator[str]:
    """Yield how a scheme with conditions of every kind is explained, in both languages."""
    known = office().registry
    schemes, _, problems = read_schemes(
        {"registry/schemes/2026.toml": (HERE / "conditions.toml").read_text("utf-8")}, known
    )
    yield from (f"{problem.code} {problem.line} {dict(problem.values)}" for problem in problems)
    for language in ("en", "zh"):
        yield from (f"{sentence} [{words}]" for sentence, words in explain(schemes[0], known, translator(language)))


TEXTS: dict[str, Callable[[], Iterator[str]]] = {
    "year": lambda: describe_archive(office()),
    "summer": lambda: describe_archive(office(date(2026, 6, 30))),
    "other": lambda: describe_archive(office(instead=OTHER)),
    "mistakes": describe_mistakes,
    "conditions": describe_conditions,
}


def text(name: str) -> str:
    """Return one of the texts."""
    return "\n".join(TEXTS[name]()) + "\n"


if __name__ == "__main__":
    for name in TEXTS:
        (HERE / f"{name}.txt").write_text(text(name), "utf-8")
