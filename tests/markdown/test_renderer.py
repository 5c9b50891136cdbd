"""Texts: the dialect, and where links lead; each text is rendered by the fast path, if it covers it, and without."""

from __future__ import annotations

import re
import time

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.markdown import sanitize
from bulletin.markdown.body import fill_root
from bulletin.markdown.extension import Dialect
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.renderer import EMPTY, EXTENSIONS, ID_MARK, Renderer
from bulletin.markdown.renderer import ROOT_MARK as UP
from tests.support.markdown_texts import ANYTHING, markdown_texts

SOURCE = "content/items/2026/a.md"
PAGES = {
    "content/items/2026/a.md": "items/2026/a/",
    "content/items/2025/b.md": "items/2025/b/",
    "content/guide.md": "guide/",
    "content/index.md": "",
    "issues/2026/003.md": "issues/2026/003/",
}
RENDERER = Renderer(LinkResolver(PAGES, frozenset({"content/items/2026/p.png"})))


def html(text: str) -> str:
    body, problems = RENDERER.render(text, SOURCE)
    assert problems == []
    assert RENDERER.convert(text, SOURCE) == (body, [])
    return body.html.replace(UP, "^/").replace(ID_MARK, "")


DIALECT = {
    "坚持**“双重管理”**，流出地": "<p>坚持<strong>“双重管理”</strong>，流出地</p>",
    "第一行\n第二行": "<p>第一行第二行</p>",
    "甲**乙**\n**丙**丁": "<p>甲<strong>乙</strong><strong>丙</strong>丁</p>",
    "*甲*，\n[乙](../2025/b.md)\n丙": '<p><em>甲</em>，<a href="^/items/2025/b/">乙</a>丙</p>',
    "　　甲。\n　　乙。": "<p>甲。</p>\n<p>乙。</p>",
    "一、甲\n二、乙": "<p>一、甲</p>\n<p>二、乙</p>",
    "（一）甲\n乙\n（二）丙": "<p>（一）甲乙</p>\n<p>（二）丙</p>",
    "line\nline": "<p>line\nline</p>",
    "中文\nline": "<p>中文\nline</p>",
    "a < b & c": "<p>a &lt; b &amp; c</p>",
    "# 顶\n\n## 次": '<h2 id="顶">顶</h2>\n<h3 id="次">次</h3>',
    "## 一、标题\n### （一）小标题": '<h2 id="一标题">一、标题</h2>\n<h3 id="一小标题">（一）小标题</h3>',
    "- 甲\n- **乙**丙": "<ul>\n<li>甲</li>\n<li><strong>乙</strong>丙</li>\n</ul>",
    "1. 甲\n2. 乙": "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>",
    "功能：\n- 甲\n- 乙": "<p>功能：</p>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>",
    "到\n12. 日": "<p>到\n12. 日</p>",
    "- 甲\n  - 乙\n- 丙": "<ul>\n<li>甲<ul>\n<li>乙</li>\n</ul>\n</li>\n<li>丙</li>\n</ul>",
    "1. 甲\n   - 乙\n2. 丙": "<ol>\n<li>甲<ul>\n<li>乙</li>\n</ul>\n</li>\n<li>丙</li>\n</ol>",
    "- 甲\n\n  续\n- 乙": "<ul>\n<li>\n<p>甲</p>\n<p>续</p>\n</li>\n<li>\n<p>乙</p>\n</li>\n</ul>",
    "- 甲\n续\n- 乙": "<ul>\n<li>甲续</li>\n<li>乙</li>\n</ul>",
    "- 甲\n1. 乙": "<ul>\n<li>甲</li>\n</ul>\n<ol>\n<li>乙</li>\n</ol>",
    "- 甲\n---\n乙": "<ul>\n<li>甲</li>\n</ul>\n<hr>\n<p>乙</p>",
    "1. 甲\n   - 乙\n\n     续\n   - 丙\n2. 丁": "<ol>\n<li>\n<p>甲</p>\n<ul>\n<li>\n<p>乙</p>\n<p>续</p>\n</li>\n"
    "<li>\n<p>丙</p>\n</li>\n</ul>\n</li>\n<li>\n<p>丁</p>\n</li>\n</ol>",
    "- 甲\n  ```py linenums=1\n  - a\n  ```\n乙": "<ul>\n<li>甲<pre><code>- a\n</code></pre>\n</li>\n</ul>\n<p>乙</p>",
    "- ```\n  a\n  ```": "<ul>\n<li>\n<pre><code>a\n</code></pre>\n</li>\n</ul>",
    "```py linenums=1\n- a\n```": '<pre><code class="language-py">- a\n</code></pre>',
    "如下：\n|甲|乙|\n|-|-|\n|1<br>2|`a|b`|": "<p>如下：</p>\n<table>\n<thead>\n<tr>\n<th>甲</th>\n<th>乙</th>\n</tr>\n"
    "</thead>\n<tbody>\n<tr>\n<td>1<br>\n2</td>\n<td><code>a|b</code></td>\n</tr>\n</tbody>\n</table>",
    "<https://a.example/>": '<p><a href="https://a.example/" rel="noreferrer">https://a.example/</a></p>',
    "`<b>` 与\n\n~~~\n<i>\n~~~": "<p><code>&lt;b&gt;</code> 与</p>\n<pre><code>&lt;i&gt;\n</code></pre>",
    "[乙](../2025/b.md)": '<p><a href="^/items/2025/b/">乙</a></p>',
    "[指南](/guide.md#x)": '<p><a href="^/guide/#x">指南</a></p>',
    "[首页](../../index.md)": '<p><a href="^/">首页</a></p>',
    "[第3期](../../../issues/2026/003.md)": '<p><a href="^/issues/2026/003/">第3期</a></p>',
    "![图](p.png)": '<p><img alt="图" loading="lazy" src="^/items/2026/p.png"></p>',
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
    placed = fill_root(body.with_ids("x-", 1), "../../")
    assert '<h3 id="x-一">' in placed
    assert 'href="../../items/2025/b/"' in placed
    assert 'href="#x-一"' in placed
    assert 'id="x-fn:1"' in placed
    assert UP not in placed
    assert ID_MARK not in placed


@settings(max_examples=300)
@given(st.one_of(ANYTHING, markdown_texts()))
def test_no_text_is_too_much(text: str) -> None:
    body, problems = RENDERER.render(text, SOURCE, 8)
    assert all(8 <= problem.line <= 8 + text.count("\n") for problem in problems)
    assert "\x02" not in body.html


FLOODS: tuple[str, ...] = (
    "[",
    "[a](",
    "[a][b] ",
    "![",
    "(",
    "*",
    "a*",
    "**a",
    "_a",
    "`",
    "` ``",
    "<a ",
    "<!--",
    "<b",
    "&",
    "\\",
    "> ",
    "- ",
    "1. ",
)
FLOODS += (
    "# a\n",
    "a\n===\n",
    "a\n: b\n",
    ": ",
    "[^1]",
    "[^1]: ",
    "|a",
    "a|b\n-|-\n",
    "```\n",
    "```a\n",
    "~~~~\n",
    "    a\n",
    "[[a]",
    "  \n",
    "[]( ",
)


@pytest.mark.parametrize("piece", FLOODS)
def test_a_flood_is_decided_at_once(piece: str) -> None:
    begin = time.process_time()
    RENDERER.render("首段。\n\n" + piece * (40_000 // len(piece)), SOURCE)
    assert time.process_time() - begin < 10  # CPU seconds; what grows with the square of the length takes minutes


def test_lists_may_be_nested_to_a_depth() -> None:
    deep = "\n".join("  " * level + "- 甲" for level in range(40))
    assert [(p.code, p.line) for p in RENDERER.render(deep, SOURCE)[1]] == [("too-nested", 40)]
    assert RENDERER.render("\n".join("  " * level + "- 甲" for level in range(15)), SOURCE)[1] == []


FAIR = (
    "甲\n=======\n\n乙",
    "[甲](<../2025/b.md>)",
    "见 <https://a.example/x> 与 <a@b.example>",
    "1 < 2 且 3 > 2",
    "甲[^1]\n\n[^1]: 乙",
)


@pytest.mark.parametrize("text", FAIR)
def test_nothing_is_said_about_a_fair_text(text: str) -> None:
    assert RENDERER.render(text, SOURCE)[1] == []


def test_a_page_is_read_as_an_item_is() -> None:
    page = markdown.markdown("功能：\n- **甲**\n  **乙**\n  - 丙\n- 丁", extensions=[*EXTENSIONS, Dialect()])
    assert sanitize.sanitize_html(page) == html("功能：\n- **甲**\n  **乙**\n  - 丙\n- 丁")


def test_nothing_is_rendered_from_nothing() -> None:
    assert RENDERER.render(" \n", SOURCE) == (EMPTY, [])


@settings(max_examples=300)
@given(st.one_of(ANYTHING, markdown_texts()))
@pytest.mark.slow
def test_the_second_lock_finds_nothing_to_change(text: str) -> None:
    html = RENDERER.render(text, SOURCE)[0].html
    assert sanitize.sanitize_html(html) == html
