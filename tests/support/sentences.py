"""Every sentence that schemes, ledgers and circulars can say, beside what it is about: golden/sentences.md.

.venv/bin/python -m tests.support.sentences      # writes the table anew: read the difference before you commit it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from string import Formatter
from types import MappingProxyType, ModuleType

from bulletin.core.dates import Period
from bulletin.core.i18n import Translator, translator
from bulletin.core.numbers import signed
from bulletin.model.archive import Archive
from bulletin.model.enums import Treatment
from bulletin.model.records import Issue, Outcome
from bulletin.model.registry import Registry, Unit
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import circular, eligibility, reasons, remarks
from bulletin.scoring.circulars.text import summary
from bulletin.scoring.entries import Entry
from bulletin.scoring.event_names import event_name
from bulletin.scoring.ledger import whole_ledger
from bulletin.scoring.points_changes import ChangeKind, PointsChange
from bulletin.scoring.reasons import Reason
from tests.support import golden_year
from tests.support.scoring_archives import adopted, archive, call, day, item, publication, registry

FILE = golden_year.HERE / "sentences.md"


class Recorder(Translator):
    """A translator that keeps the messages that it was asked for."""

    def __init__(self, language: str, asked: set[str]) -> None:
        super().__init__(language, translator(language).sentences)
        object.__setattr__(self, "asked", asked)

    def __call__(self, message: str, /, **values: object) -> str:
        """Return a sentence, and keep its message."""
        vars(self)["asked"].add(message)
        return super().__call__(message, **values)

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return a sentence, and keep its message."""
        vars(self)["asked"].add(one)
        return super().ngettext(one, many, number, **values)


# What a scheme says: a table and its settings, as an office writes them.
CLAUSES = (
    "[[报送]] 分值 = 1",
    '[[报送]] 分值 = 0.5; 类别 = ["调研"]; 组别 = ["东片"]',
    '[[报送]] 分值 = 1; 单位 = ["甲", "己"]; 联合 = true; 另计 = true',
    '[[报送]] 分值 = 0; 联合 = false; 优先 = 2; 专题 = ["流动党员"]',
    '[[上报]] 分值 = 3; 级别 = ["省"]; 采用后不计 = true',
    '[[采用]] 分值 = { "省" = 20, "市" = 5 }',
    '[[采用]] 分值 = 40; 级别 = ["中央"]',
    '[[采用]] 分值 = 2; 种类 = ["内刊"]; 采用形式 = ["全文", "综合"]; 最少字数 = 800',
    '[[采用]] 分值 = 2; 刊物 = ["市报"]; 最多字数 = 300; 图片 = true',
    '[[采用]] 分值 = 2; 报送方式 = ["专报", "直报"]; 最少字数 = 100; 最多字数 = 300; 图片 = false',
    '[[采用]] 分值 = 2; 应约 = true; 已采用级别 = ["省"]; 施行日期 = 2026-02-01; 截止日期 = 2026-06-30',
    "[[采用]] 分值 = 2; 应约 = false; 施行日期 = 2026-07-01",
    "[[采用]] 分值 = 2; 截止日期 = 2026-06-30",
    '[[批示]] 分值 = 5; 级别 = ["市"]; 次数 = "一次"',
    '[[批示]] 分值 = 5; 批示人 = ["县委书记", "县长"]; 次数 = "同级一次"',
    "[[批示]] 分值 = 10; 以后每次 = 1",
    '[[批示]] 分值 = 10; 以后每次 = 1; [多次批示]; 规则 = "原话"; 同级 = "首次全计"; 跨级 = "首次"',
    "[[成果]] 分值 = 3",
    "[[加分]] 分值 = 1; 图片 = true",
    '[[加分]] 分值 = 1; 加在 = "报送"; 每次都加 = true',
    "[[加分]] 分值 = 1; 另计 = false",
    '[[约稿]] 分值 = 2; 完成情况 = ["完成"]',
    '[[约稿]] 分值 = -1; 完成情况 = ["未完成"]',
    '[[反馈]] 分值 = { "市" = 2, "县" = 1 }; 完成情况 = ["按时反馈"]',
    '[[反馈]] 分值 = -1; 完成情况 = ["未反馈"]; 批示人 = ["县委书记"]',
    "[[倍数]] 倍 = 2; 整篇 = true",
    '[[倍数]] 倍 = 1.5; 级别 = ["省"]',
    "[[时限]] 天数 = 0",
    "[[时限]] 天数 = 1",
    "[[时限]] 工作日 = 0",
    "[[时限]] 工作日 = 1",
    "[[时限]] 工作日 = 5",
    "[[时限]] 小时 = 1",
    '[[时限]] 小时 = 0.5; 报送方式 = ["直报"]',
    '[[扣分]] 种类 = ["迟报", "约稿迟交"]; 分值 = -1',
    '[[扣分]] 种类 = ["误报"]; 程度 = ["严重"]; 分值 = -10; 取消资格 = true',
    '[[扣分]] 种类 = ["迟报"]; 扣减比例 = "1/2"; 另计 = false; 优先 = 1',
    '[[扣分]] 种类 = ["误报"]; 扣减比例 = 1',
    '[[扣分]] 种类 = ["约稿未报"]; 满 = 2; 清零 = true; 补交仍计 = true',
    '[[扣分]] 种类 = ["约稿未报"]; 满 = 2; 每 = "季度"; 分值 = -3; 取消资格 = true',
    '[[扣分]] 种类 = ["漏报"]; 满 = 2; 每 = "半年"; 分值 = 1.5',
    '[[基准分]] 分值 = 6; 每 = "季度"',
    '[[基准分]] 分值 = 1; 每 = "周"',
    '[[任务分]] 任务 = "ji"; 分值 = 4',
    '[[任务分]] 任务 = "ji"; 分值 = 1; 未完成 = "按比例"',
    '[[任务分]] 任务 = "ji"; 分值 = 10; 每差一条 = -2; 超额 = 0.5; 超额上限 = 2',
    '[[任务分]] 任务 = "cai"; 每差一条 = -1; 超额 = 1',
    '[[指标]] 计量 = "采用率"; 低于 = "30%"; 每 = "季度"; 分值 = -1',
    '[[指标]] 计量 = "采用次数"; 达到 = 3; 每 = "半月"; 分值 = 1',
    '[[限额]] 最低 = 0; 每 = "季度"',
    '[[限额]] 包括 = ["报送", "采用"]; 最高 = 5; 每 = "月"',
    '[[限额]] 包括 = ["扣分"]; 最低 = -6; 最高 = 1; 每 = "年"',
    '[[限额]] 最高 = 60; 每 = "条"',
    '[[计入上级]] 单位 = ["丁"]; 自留 = 0; 上计 = 1',
    '[[计入上级]] 单位 = ["丁"]; 自留 = 1; 上计 = 0.5',
    '[[调整]] 单位 = "甲"; 日期 = 2026-11-30; 分值 = -10',
    '[[调整]] 单位 = "己"; 日期 = 2026-11-30; 分值 = 1',
    '[多次采用] 取法 = "就高"',
    '[多次采用] 取法 = "取最高几级"; 取最高几次 = 2',
    '[多次采用] 取法 = "同级一次"',
    *(f'[多次批示] 同级 = "{way}"; 跨级 = "{way}"' for way in ("累计", "首次", "就高")),
    '[多次批示] 同级 = "首次全计"; 跨级 = "首次全计"; 以后每次 = { "市" = 1 }',
    '[多次批示] 同级 = "最高全计"; 跨级 = "最高全计"; 以后每次 = 2',
    *(f'[联合报送] 分配 = "{way}"' for way in ("平分", "第一单位")),
    '[联合报送] 分配 = "按比例"; 比例 = [3, 2]',
    '[作者] 分配 = "平分"; 前几位 = 1',
    '[作者] 分配 = "按比例"; 比例 = [2, 1, 0]; 前几位 = 2',
    *(f'[撤并] 分值 = "{way}"' for way in ("不转", "全部转")),
    '[成绩] 除以 = "计分条数"; 满分 = 100',
    '[[成绩]] 组别 = ["东片"]; 平均分 = 80; 折算上限 = 100',
    '[成绩] 分档 = { "0" = 60, "50" = 80 }',
    '[合格] 分值 = 6; 每 = "季度"',
    '[[合格]] 组别 = ["东片"]; 分值 = 1; 每 = "年"; 取消资格 = true',
    '[排名] 排名依据 = ["得分", "采用率", "级别", "报送", "采用次数", "市刊"]; 公布前几名 = 1',
    '[排名] 并列 = "并列不占位"; 公布前几名 = 5',
    '[计数] 采用计入 = "报送"',
    "重新计算 = true; 施行日期 = 2026-07-01",
    "施行日期 = 2026-07-01",
)

# What the values of reasons are where a row says nothing else: where there can be one of something, there is one.
VALUES = {
    "points": "5",
    "given": "3",
    "earned": "8",
    "before": "5",
    "after": "8",
    "share": "1/2",
    "times": "1.5",
    "words": "规则的原话",
    "unit": "城关镇",
    "units": "城关镇",
    "publication": "《省刊》",
    "by": "县委书记",
    "text": "“三十人”应为“十三人”",
    "number": "2",
    "best": "2",
    "least": "6",
    "hours": "1",
    "minutes": "1",
    "days": "1",
    "all": "90",
    "due": "2026-08-20",
    "done": "1",
    "quota": "1",
    "value": "25%",
    "limit": "30%",
    "period": "2026-Q3",
}
OTHER_VALUES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "CAPPED": {"points": "5", "given": "0"},
        "RAISED": {"points": "-12", "given": "-10"},
        "REGAINED": {"points": "-4", "given": "-2"},
        "TOGETHER": {"number": "3", "least": "2"},
        "REACHED": {"value": "3", "limit": "3"},
        "DAYS_LATE": {"number": "1"},
        "WORK_DAYS_LATE": {"number": "1"},
        "FIRST_AUTHORS": {"number": "1"},
        "SURPLUS": {"number": "1", "points": "1"},
        "SURPLUS_CAPPED": {"number": "9", "points": "2"},
        "DISQUALIFIED": {"number": "1"},
        "FAILED": {"points": "1"},
        "FAILED_HERE": {"points": "1"},
    }
)


def say_in(asked: set[str]) -> list[Translator]:
    """Return translators into Chinese and English that keep the messages that they were asked for."""
    return [Recorder(language, asked) for language in ("zh", "en")]


def document(asked: set[str]) -> Iterator[str]:
    """Yield the lines of the table, and keep the messages that stand in it."""
    yield "# What schemes, ledgers and circulars say"
    yield ""
    yield "Written by `python -m tests.support.sentences`; read every sentence that changes here as its readers will."
    yield from _section("The explanation of a scheme", "what the office wrote", _explained(asked))
    yield from _section("Reasons of entries, and remarks", "why", _reasons(asked))
    yield from _section("What entries are for", "event", _events(asked))
    for title, found, periods in circulars():
        for label in periods:
            parts = [summary(found, circular(found, Period.parse(label)), say) for say in say_in(asked)]
            yield from ("", f"## The text of a circular: {title}, {label}", "")
            yield from (f"- {paragraph}" for part in parts for paragraph in part)


def _section(title: str, subject: str, rows: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    yield from ("", f"## {title}", "", f"| {subject} | 中文 | English |", "| --- | --- | --- |")
    yield from (f"| {given} | {chinese} | {english} |" for given, chinese, english in rows)


def known_registry() -> Registry:
    """Return the registry that the clauses name."""
    return golden_year.office().registry


def scheme_text(clause: str) -> str:
    """Return a scheme of one clause that is written in one line, with the office's words."""
    head, _, settings = clause.partition("] ") if clause.startswith("[") else ("", "", clause)
    lines = settings.replace("; ", "\n")
    return f'名称 = "办法"\n{head}]\n规则 = "原话"\n{lines}\n' if head else f'名称 = "办法"\n{lines}\n'


def _explained(asked: set[str]) -> Iterator[tuple[str, str, str]]:
    known, targets = known_registry(), {"registry/targets/2026.toml": golden_year.TARGETS}
    plain: list[tuple[str, str]] = []
    for clause in ("", *CLAUSES):
        schemes, owed, problems = read_schemes(targets | {"registry/schemes/2026.toml": scheme_text(clause)}, known)
        unread = {problem.code for problem in problems} & {"bad-setting", "unknown-scheme-key", "unknown-term"}
        assert not unread, (clause, problems)
        said = [list(explain(schemes[0], known, say, owed)) for say in say_in(asked)]
        plain = plain or [pair for sentences in said for pair in sentences]
        new = [(a, b) for a, b in zip(*said, strict=True) if not clause or a not in plain]
        for number, ((chinese, _), (english, _)) in enumerate(new):
            yield (f"`{clause}`" if clause and not number else "" if number else "(nothing)"), chinese, english


def messages_of(module: ModuleType) -> dict[str, str]:
    """Return the messages that a module names."""
    return {name: value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)}


def _reasons(asked: set[str]) -> Iterator[tuple[str, str, str]]:
    for messages in (messages_of(reasons), messages_of(eligibility), messages_of(remarks)):
        for name, message in messages.items():
            found = {**VALUES, **OTHER_VALUES.get(name, {})}
            used = [field for _, field, _, _ in Formatter().parse(message) if field]
            reason = Reason(message, {field: found[field] for field in used})
            chinese, english = (reason.text(say) for say in say_in(asked))
            yield name.replace("_", " ").lower(), chinese, english
    for kind, points in product(ChangeKind, (Fraction(-3), Fraction(1, 2))):
        change = PointsChange(kind, points, "规则的原话")
        chinese, english = (remarks.change_text(change, say) for say in say_in(asked))
        yield f"{kind} {signed(points)}", chinese, english


def _events(asked: set[str]) -> Iterator[tuple[str, str, str]]:
    shown: set[str] = set()
    for found in (golden_year.office(), archives_of_feedback()):
        for entry in _entries(found):
            chinese, english = (event_name(entry.event, found.registry, say) for say in say_in(asked))
            if chinese not in shown:
                shown.add(chinese)
                yield entry.words, chinese, english


def _entries(found: Archive) -> Iterator[Entry]:
    for account in whole_ledger(found).units.values():
        yield from account.entries


def archives_of_feedback() -> Archive:
    """Return an archive in which points are given for a conversion to a document, and a form of use is named."""
    made = item("a", "甲", "1-5", adoptions=[adopted("省刊", "2-3", Treatment.BRIEF)])
    made = replace(made, outcomes=(Outcome(title="《实施办法》", date=day("3-3")),))
    rules = '[[outcome]]\nwords = "成果3分"\npoints = 3\n[[adoption]]\nwords = "采用2分"\npoints = 2\n'
    return archive(registry("甲", [publication("省刊", "省")]), f'name = "办法"\n{rules}', [made])


ONE = """
name = "办法"

[[submission]]
words = "每篇1分"
points = 1

[pass]
words = "2分合格"
points = 2
per = "季度"
"""
ONE_TARGET = '[[target]]\nid = "ji"\nwords = "每季度1条"\ncount = 1\nper = "季度"\n'


def circulars() -> Iterator[tuple[str, Archive, Sequence[str]]]:
    """Yield archives with the periods whose circulars are shown: nothing, one of everything, and much."""
    units = [Unit(id=name, name=name, group="乡镇") for name in ("城关镇", "柳林镇")]
    known = registry(units, [publication("市刊", "市")], groups="乡镇")
    yield "nothing", archive(known, "", [], today=day("10-8")), ["2026-Q3"]
    items = [
        item("一", "城关镇", "7-3", commission="约稿一", adoptions=[adopted("市刊", "8-1")]),
        item("二", "城关镇", "2-3"),
    ]
    calls = [call("约稿一", "城关镇", "7-1", "8-20")]
    one = archive(known, ONE, items, targets=ONE_TARGET, calls=calls, today=day("10-8"))
    yield "one", replace(one, issues=(Issue(id="1", path="", number=1, date=day("7-1")),)), ["2026-Q3", "2026"]
    yield "much", golden_year.office(), ["2026-Q1", "2026-Q2", "2026-Q4", "2026-H2", "2026"]
    yield "in summer", golden_year.office(date(2026, 8, 30)), ["2026-Q3"]


def text() -> str:
    """Return the whole table."""
    return "\n".join(document(set())) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
