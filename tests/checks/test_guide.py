"""The guide is right: its examples can be read, and the messages that it quotes are those of the program."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bulletin.checks.messages import PROBLEM_SPECS
from bulletin.content.items import read_call, read_compilation, read_issue, read_item
from bulletin.content.loader import load
from bulletin.core.i18n import translator
from bulletin.model.circular_figures import FIGURE_NAMES
from bulletin.model.registry import Registry
from tests.support.paths import ROOT

GUIDE = (ROOT / "content/guide.md").read_text("utf-8")
BLOCKS = [
    pytest.param(block, id=f"{name}: {block.strip().splitlines()[min(1, block.count(chr(10)) - 1)][:20]}")
    for name in ("content/guide.md", "README.md", "README.zh.md")
    for block in re.findall(r"^```\n(.*?)^```$", (ROOT / name).read_text("utf-8"), re.MULTILINE | re.DOTALL)
]
FRAGMENT = re.compile(r"(采用|上报|批示|成果转化|更正):\n")
HEAD = "标题: 夜谈会开到家门口\n单位: 城关镇\n类别: 经验\n日期: 2026-11-20\n"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load(ROOT, date(2026, 11, 22)).archive.registry


@pytest.mark.parametrize("block", BLOCKS)
def test_examples_are_read_without_a_problem(block: str, registry: Registry) -> None:
    if FRAGMENT.match(block):
        block = f"---\n{HEAD}{block}---\n\n正文。\n"
    if not block.startswith("---\n"):
        return
    if re.search(r"^期号:", block, re.MULTILINE):
        found = read_issue(block.encode(), "issues/2026/022.md", registry)
    elif re.search(r"^章节:", block, re.MULTILINE):
        found = read_compilation(block.encode(), "content/compilations/dangyuan.md", registry)
    elif re.search(r"^截止日期:", block, re.MULTILINE):
        found = read_call(block.encode(), "content/calls/2026-liudong.md", registry)
    else:
        found = read_item(block.encode(), "content/items/2026/lianxika.md", registry)
    assert found.fact
    assert found.problems == []


def test_quoted_messages_are_those_of_the_program() -> None:
    say = translator("zh")
    said = [re.sub(r"\\\{\w+\\\}", ".+", re.escape(say(rule.message))) for rule in PROBLEM_SPECS.values()]
    section = GUIDE[GUIDE.index("## 十、") : GUIDE.index("## 十一、")].replace("&lt;", "<").replace("&gt;", ">")
    quoted = [row for row in re.findall(r"^\| (.+?) \| .+ \|$", section, re.MULTILINE) if row.endswith("。")]
    assert len(quoted) > 30
    assert [row for row in quoted if not any(re.fullmatch(pattern, row) for pattern in said)] == []


def test_the_figures_of_circulars_are_listed() -> None:
    rows = re.findall(r"^\| `\{(.+?)\}` \| `\{(.+?)\}` \|", GUIDE, re.MULTILINE)
    assert rows == [(figure.chinese, figure.identifier) for figure in FIGURE_NAMES]
