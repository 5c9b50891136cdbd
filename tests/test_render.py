"""Texts: the dialect, where links lead, and that the short way for plain texts is the same as the long one."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin import plain
from bulletin.links import Resolver
from bulletin.matter import split
from bulletin.render import EMPTY, MARK, Renderer
from bulletin.render import ROOT as UP

SOURCE = "content/items/2026/a.md"
PAGES = {
    "content/items/2026/a.md": "items/2026/a/",
    "content/items/2025/b.md": "items/2025/b/",
    "content/guide.md": "guide/",
    "content/index.md": "",
    "issues/2026/003.md": "issues/2026/003/",
}
RENDERER = Renderer(Resolver(PAGES, frozenset({"content/items/2026/p.png"})))


def html(text: str) -> str:
    body, problems = RENDERER.render(text, SOURCE)
    assert problems == []
    return body.html.replace(UP, "^/").replace(MARK, "")


DIALECT = {
    "坚持**“双重管理”**，流出地": "<p>坚持<strong>“双重管理”</strong>，流出地</p>",
    "第一行\n第二行": "<p>第一行第二行</p>",
    "line\nline": "<p>line\nline</p>",
    "中文\nline": "<p>中文\nline</p>",
    "a < b & c": "<p>a &lt; b &amp; c</p>",
    "# 顶\n\n## 次": '<h2 id="顶">顶</h2>\n<h3 id="次">次</h3>',
    "## 一、标题\n### （一）小标题": '<h2 id="一标题">一、标题</h2>\n<h3 id="一小标题">（一）小标题</h3>',
    "- 甲\n- **乙**丙": "<ul>\n<li>甲</li>\n<li><strong>乙</strong>丙</li>\n</ul>",
    "1. 甲\n2. 乙": "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>",
    "[乙](../2025/b.md)": '<p><a href="^/items/2025/b/">乙</a></p>',
    "[指南](/guide.md#x)": '<p><a href="^/guide/#x">指南</a></p>',
    "[首页](../../index.md)": '<p><a href="^/">首页</a></p>',
    "[第3期](../../../issues/2026/003.md)": '<p><a href="^/issues/2026/003/">第3期</a></p>',
    "![图](p.png)": '<p><img alt="图" loading="lazy" src="^/items/2026/p.png" /></p>',
    "[外](https://a.example/?x=1)": '<p><a href="https://a.example/?x=1" rel="noreferrer">外</a></p>',
    "    code <b>": "<pre><code>code &lt;b&gt;\n</code></pre>",
    "~~~\n<b>\n~~~": "<pre><code>&lt;b&gt;\n</code></pre>",
}


@pytest.mark.parametrize("text", DIALECT)
def test_the_dialect(text: str) -> None:
    assert html(text) == DIALECT[text]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '<img src="x" onerror="alert(1)">', "<!-- -->\n<div>"])
def test_html_is_shown_as_it_is_typed(text: str) -> None:
    body, _ = RENDERER.render(text, SOURCE)
    assert not re.search("<(?!/?p>)", body.html)


def test_a_text_is_placed_on_any_page() -> None:
    body, _ = RENDERER.render("## 一\n\n[乙](../2025/b.md) [上](#一) 注[^1]\n\n[^1]: 注", SOURCE)
    placed = body.placed("../../", "x-", 1)
    assert '<h3 id="x-一">' in placed
    assert 'href="../../items/2025/b/"' in placed
    assert 'href="#x-一"' in placed
    assert 'id="x-fn:1"' in placed
    assert UP not in placed
    assert MARK not in placed


def test_nothing_is_rendered_from_nothing() -> None:
    assert RENDERER.render(" \n", SOURCE) == (EMPTY, [])


_PIECES = (  # noqa: SIM905 - a list would be all quotes
    "城关镇|党员|12| |，|。|“双强”"
    "|**|**加粗**|*|#|-|- |1. |2. |## |# |a|B.|：|:|: |(|)|（一）|　|=|---|+|!|\"|'|{|}|1)|."
    "|  |    |\\|_|`|[|]|<|&|~|>|http://a.example|###### |####### |\x85|\u2028"
).split("|")
words = st.sampled_from([*_PIECES, "|", "\n", "\n", "\n\n", "\n\n", "\n- ", "\n1. ", "\n## ", "\n\n\n"])
texts = st.one_of(
    st.lists(words, max_size=14).map("".join),
    st.lists(words.filter(lambda w: not re.search(r"[\\_`\[\]<&|~>]", w)), max_size=25).map("".join),
    st.text(alphabet="甲乙，。 \n#-*1.=+:　ab", max_size=60),
)


@settings(max_examples=1000, deadline=None)
@given(texts)
@example("# 甲\n# 乙 #")
@example("- 甲\n\n- 乙")
@example("甲\n- 乙")
@example("1. 甲\n3. 乙")
@example("**甲****乙**")
@example("## 同名\n\n## 同名")
def test_the_short_way_is_the_long_way(text: str) -> None:
    if plain.render(text, MARK, re.compile("x^")) is None or not text.strip():
        return
    assert RENDERER.render(text, SOURCE) == RENDERER.convert(text, SOURCE)


def test_the_short_way_is_the_long_way_on_the_sample() -> None:
    taken = 0
    paths = sorted((ROOT / "content/items").rglob("*.md"))
    for path in paths:
        sheet, _ = split(path.read_text("utf-8"), path.name)
        assert sheet is not None
        if plain.render(sheet.body, MARK, re.compile("x^")):
            taken += 1
            assert RENDERER.render(sheet.body, SOURCE) == RENDERER.convert(sheet.body, SOURCE), path
    assert taken > len(paths) // 2
