"""Random changes of random files: they are read as they are meant, comments stay, and so does every other line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.content.items import read_call, read_issue, read_item
from bulletin.content.registry import read_registry
from bulletin.core.problems import BulletinError
from bulletin.editing.front_matter import FrontMatter
from bulletin.editing.scalars import written_scalar
from bulletin.model.records import Item
from bulletin.model.schema import CALL, ISSUE, ITEM
from bulletin.model.schema.types import Entries, Schema
from tests.support import archives

PATH = "content/items/2026/a.md"
REGISTRY = read_registry({path: text.encode() for path, text in archives.REGISTRY.items()})[0]
TEXTS = (
    "夜谈会",
    "no",
    "0146",
    "甲: 乙",
    "第一#二",
    "说“好”",
    '说"好"',
    "it's",
    "a\\b",
    "[甲]",
    "- 甲",
    "甲，乙",
    "2022.10",
    "~x",
)
LISTS = ("adopted-by", "endorsements", "outcomes", "corrections")
PUBLICATIONS = ("组工信息", "东江组工信息", "东江日报")
SCALARS = ("title", "approved-by", "commission")

Entry = dict[str, str]
Facts = dict[str, Any]


def entries(key: str) -> st.SearchStrategy[Entry]:
    text, day = st.sampled_from(TEXTS), st.dates().map(lambda d: f"{d:%Y-%m-%d}".rjust(10, "0"))
    must, may = {
        "adopted-by": (
            {"publication": st.sampled_from(PUBLICATIONS)},
            {"issue": st.sampled_from(("31", "0146", "增1")), "date": day, "page": text},
        ),
        "endorsements": ({"by": text}, {"level": st.sampled_from(("city", "county")), "text": text, "follow-up": text}),
        "outcomes": ({"title": text}, {"date": day}),
        "corrections": ({"date": day, "note": text}, {"severity": st.just("major")}),
    }[key]
    return st.fixed_dictionaries(must, optional=may)


class Typist:
    """Writes front matter as people do: in either language and in any style."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.chinese, self.comments = draw, draw(st.booleans()), 0

    def any_of(self, *known: str) -> str:
        return self.draw(st.sampled_from(known))

    def comment(self, before: str = "  ") -> str:
        self.comments += 1
        return self.any_of("", f"{before}# 注{self.comments}注: x")

    def key(self, schema: Schema, name: str) -> str:
        return self.any_of(*schema.field(name).chinese) if self.chinese else name

    def scalar(self, text: str) -> str:
        return written_scalar(text, self.any_of("", "'", '"'))

    def pairs(self, key: str, entry: Entry) -> list[str]:
        kind = ITEM.field(key).type
        assert isinstance(kind, Entries)
        return [f"{self.key(kind.schema, name)}: {self.scalar(value)}" for name, value in entry.items()]

    def field(self, key: str, value: Any) -> list[str]:  # noqa: ANN401 - a text or entries
        name = self.key(ITEM, key)
        if key not in LISTS:
            block = [f"{name}: {self.any_of('|', '>-')}", f"  {value}"]
            return self.draw(st.sampled_from([[f"{name}: {self.scalar(value)}{self.comment()}"]] * 4 + [block]))
        styles = [self.in_line, self.over_lines, self.dashes, self.tables, self.lone_dashes]
        return self.draw(st.sampled_from([*styles, self.alone] if len(value) == 1 else styles))(name, key, value)

    def in_line(self, name: str, key: str, found: list[Entry]) -> list[str]:
        return [f"{name}: [{', '.join(self.braces(key, found))}]{self.comment()}"]

    def braces(self, key: str, found: list[Entry]) -> list[str]:
        return [f"{{{', '.join(self.pairs(key, entry))}}}" for entry in found]

    def over_lines(self, name: str, key: str, found: list[Entry]) -> list[str]:
        last, flow = self.any_of("", ","), self.braces(key, found)
        inner = [f"  {one}{last if n == len(flow) else ','}{self.comment()}" for n, one in enumerate(flow, 1)]
        return [f"{name}: [{self.comment()}", *inner, f" ]{self.comment()}"]

    def dashes(self, name: str, key: str, found: list[Entry]) -> list[str]:
        indent = self.any_of("", "  ", "    ")
        return [f"{name}:{self.comment()}", *(f"{indent}- {one}{self.comment()}" for one in self.braces(key, found))]

    def tables(self, name: str, key: str, found: list[Entry]) -> list[str]:
        lines, indent, gap = [f"{name}:{self.comment()}"], self.any_of("", "  "), self.any_of(" ", "   ")
        for entry in found:
            pairs = (f"{pair}{self.comment()}" for pair in self.pairs(key, entry))
            lines += [f"{indent}{' ' if n else '-'}{gap}{pair}" for n, pair in enumerate(pairs)]
        return lines

    def lone_dashes(self, name: str, key: str, found: list[Entry]) -> list[str]:
        lines = [f"{name}:"]
        for entry in found:
            pairs = (f"    {pair}{self.comment()}" for pair in self.pairs(key, entry))
            lines += [f"  -{self.comment()}", *pairs]
        return lines

    def alone(self, name: str, key: str, found: list[Entry]) -> list[str]:
        if self.draw(st.booleans()):
            return [f"{name}: {self.braces(key, found)[0]}{self.comment()}"]
        return [f"{name}:{self.comment()}", *(f"  {pair}{self.comment()}" for pair in self.pairs(key, found[0]))]


@st.composite
def files(draw: st.DrawFn) -> tuple[str, Facts]:
    """Return a file and what it says, by canonical keys."""
    facts: Facts = {key: draw(st.sampled_from(TEXTS)) for key in SCALARS if key == "title" or draw(st.booleans())}
    facts |= {"unit": "城关镇", "category": "经验", "date": "2026-03-05"}
    facts |= {key: draw(st.lists(entries(key), min_size=1, max_size=3)) for key in LISTS if draw(st.booleans())}
    typist, lines = Typist(draw), []
    for key in draw(st.permutations(list(facts))):
        lines += [*typist.field(key, facts[key]), typist.any_of("", "\n", typist.comment("")).rstrip("\n")]
    text = "\n".join(["---", *lines, "---", "", "# 正文", "", "- 甲: 乙", ""])
    return typist.any_of("", "\ufeff") + text.replace("\n", typist.any_of("\n", "\r\n")), facts


def facts_of(text: str) -> Facts:
    """Return what the program reads in a file, by canonical keys."""
    item, problems, *_ = read_item(text.encode(), PATH, REGISTRY)
    wrong = {problem.code for problem in problems} - {"bom", "duplicate-adoption", "repeated-entry"}
    assert not wrong, (wrong, text)
    assert isinstance(item, Item)
    found = _values(item, ITEM)
    return found | {"unit": REGISTRY.unit[item.units[0]].name, "category": REGISTRY.category[item.category].name}


def _values(record: object, schema: Schema) -> Facts:
    found: Facts = {}
    for spec in schema.fields:
        value = getattr(record, spec.attribute)
        if isinstance(spec.type, Entries):
            value = [_values(one, spec.type.schema) for one in value]
        elif spec.name == "publication" and value:
            value = REGISTRY.publication[value].name
        if value and spec.name not in ("classification", "status", "channel", "audience") and value != "minor":
            found[spec.name] = value if isinstance(value, list) else str(value)
    return found


@st.composite
def changed(draw: st.DrawFn, text: str, facts: Facts) -> tuple[str, Facts, bool]:
    """Return a file with one change, what it is to say, and whether something was taken out."""
    matter = FrontMatter(text, ITEM, PATH)
    full = [key for key in LISTS if facts.get(key)]
    kinds = [
        "set",
        "append",
        *(["change", "change", "remove"] if full else []),
        *(["unset"] if "commission" in facts else []),
    ]
    kind = draw(st.sampled_from(kinds))
    if kind == "set":
        key, value = draw(st.sampled_from(SCALARS)), draw(st.sampled_from(TEXTS))
        return matter.set_value(key, value), facts | {key: value}, False
    if kind == "unset":
        return matter.remove_value("commission"), {k: v for k, v in facts.items() if k != "commission"}, True
    key = draw(st.sampled_from(LISTS if kind == "append" else full))
    known: list[Entry] = facts.get(key, [])
    if kind == "append":
        entry = draw(entries(key))
        return matter.append_entry(key, entry), facts | {key: [*known, entry]}, False
    at = draw(st.integers(0, len(known) - 1))
    if kind == "change":
        entry = draw(entries(key))
        after = [*known[:at], known[at] | entry, *known[at + 1 :]]
        return matter.change_entry(key, at, entry), facts | {key: after}, False
    left = {key: [*known[:at], *known[at + 1 :]]}
    return matter.remove_entry(key, at), {k: v for k, v in (facts | left).items() if v}, True


@settings(max_examples=168)
@given(st.data())
def test_random_changes(data: st.DataObject) -> None:
    text, facts = data.draw(files())
    assert facts_of(text) == facts
    for _ in range(3):
        before = text
        text, facts, removes = data.draw(changed(text, facts))
        assert facts_of(text) == facts, text
        assert text.startswith("\ufeff") == before.startswith("\ufeff")
        assert ("\r\n" in before) == ("\r\n" in text) == (text.count("\n") == text.count("\r\n"))
        assert text.partition("正文")[2] == before.partition("正文")[2]
        assert removes or _comments(before) == _comments(text)
        # The key, its dash, and five keys of the entry, each on a line.
        _assert_only_one_place_differs(before, text, 7)


def _comments(text: str) -> list[str]:
    return re.findall(r"# 注\d+注: x", text)


def _assert_only_one_place_differs(before: str, after: str, most: int) -> None:
    """Lines change at one place of at most so many lines: what stands before and behind it is what it was."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [place for place in blocks if place[0] != "equal"]
    assert not changed or changed[-1][2] - changed[0][1] <= most


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ("adopted-by: 组工信息", {"publication": "东江日报"}, "adopted-by: [组工信息, {publication: 东江日报}]"),
        (
            "采用: 《组工信息》第3期  # 首",
            {"publication": "东江日报", "issue": "4"},
            "采用: [《组工信息》第3期, {刊物: 东江日报, 期号: 4}]  # 首",
        ),
        ("adopted-by: []", {"publication": "东江日报"}, "adopted-by: [{publication: 东江日报}]"),
        ("adopted-by:", {"publication": "东江日报"}, "adopted-by: [{publication: 东江日报}]"),
        ("adopted-by: [组工信息,]", {"publication": "东江日报"}, "adopted-by: [组工信息, {publication: 东江日报},]"),
        (
            "采用: [{刊物: 组工信息}]\ndate2: x",
            {"publication": "东江日报"},
            "采用: [{刊物: 组工信息}, {刊物: 东江日报}]\ndate2: x",
        ),
    ],
)
def test_how_an_entry_is_written(before: str, change: Mapping[str, str], after: str) -> None:
    head = "标题: 甲\n单位: 城关镇\n类别: 经验\n日期: 2026-03-05" if "采用" in before else "title: 甲\ndate: 2026-03-05"
    text = f"---\n{head}\n{before}\n---\n\n正文\n"
    assert FrontMatter(text, ITEM, PATH).append_entry("adopted-by", change) == text.replace(before, after)


def test_a_first_entry_follows_the_order_and_the_style_of_the_file() -> None:
    text = "---\ntitle: 甲\noutcomes:\n    - 决定\nstatus: 已刊\n---\n\n正文\n"
    new = FrontMatter(text, ITEM, PATH).append_entry("adopted-by", {"publication": "组工信息"})
    assert new == text.replace("甲\n", "甲\nadopted-by:\n    - {publication: 组工信息}\n")


def test_a_short_entry_becomes_a_long_one() -> None:
    text = "---\ntitle: 甲\nadopted-by:\n- 组工信息  # 首\n---\n\n正文\n"
    new = FrontMatter(text, ITEM, PATH).change_entry("adopted-by", 0, {"issue": "3"}, {"publication": "组工信息"})
    assert new == text.replace("- 组工信息", "- {publication: 组工信息, issue: 3}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("items: [2026/a, 2026/b]", "items: [2026/a, 2026/b, 2026/c]"),
        ("items:\n- 2026/a\n- 2026/b  # 二", "items:\n- 2026/a\n- 2026/b  # 二\n- 2026/c"),
        ("items: 2026/a", "items: [2026/a, 2026/c]"),
    ],
)
def test_a_text_more_in_a_list(before: str, after: str) -> None:
    text = f"---\nnumber: 1\ndate: 2026-03-15\n{before}\n---\n"
    new = FrontMatter(text, ISSUE, "issues/2026/1.md").append_text("items", "2026/c")
    assert new == text.replace(before, after)
    fact, problems, *_ = read_issue(new.encode(), "issues/2026/1.md", REGISTRY)
    assert fact
    assert not problems


def test_a_text_is_replaced_in_a_list() -> None:
    text = "---\n标题: 约\n日期: 2026-03-05\n单位: ['城关镇', 组织科]\n---\n\n请报\n"
    new = FrontMatter(text, CALL, "content/calls/x.md").replace_text("unit", "城关镇", "东双河镇")
    assert new == text.replace("城关镇", "东双河镇")
    assert read_call(new.encode(), "content/calls/x.md", REGISTRY)[0]


@pytest.mark.parametrize(
    "text", ["正文", "---\n标题: [甲\n---\n", "---\na: &x 1\nb: *x\n---\n", "---\n---\n", "---\n甲\n---\n"]
)
def test_what_cannot_be_read_is_not_changed(text: str) -> None:
    with pytest.raises(BulletinError, match="cannot be read"):
        FrontMatter(text, ITEM, PATH).set_value("title", "乙")


@pytest.mark.parametrize(
    "text", [*TEXTS, "16:10", "null", "甲 # 乙", "'", '"', "yes", "1e5", "  甲\n乙 ", "甲\u200b乙"]
)
def test_values_are_read_as_they_are_meant(text: str) -> None:
    for entry in ("---\ntitle: 甲\n---\n", "---\ntitle: '甲'\n---\n", '---\n{title: "甲"}\n---\n'):
        new = FrontMatter(entry, ITEM, PATH).set_value("title", text)
        again = FrontMatter(new, ITEM, PATH)
        expected = " ".join(text.replace("\u200b", "").split())
        assert again.set_value("title", expected) == new
        assert again.set_value("title", "甲") != new
