"""Nothing that is typed vanishes: it is shown, or told of."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin.markdown.links import LinkResolver
from bulletin.markdown.lost_signs import find_lost_signs
from bulletin.markdown.renderer import Renderer

RENDERER = Renderer(LinkResolver({"content/items/2026/b.md": "items/2026/b/"}, frozenset({"content/items/2026/p.png"})))
SOURCE = "content/items/2026/a.md"


def rendered(text: str) -> tuple[str, list[str]]:
    """Return the HTML of a text and the codes of its problems, by the fast path and without."""
    body, problems = RENDERER.render(text, SOURCE)
    slow, slow_problems = RENDERER.convert(text, SOURCE)
    assert body.html.replace("\n", "") == slow.html.replace("\n", "") or problems
    assert [problem.code for problem in problems] == [problem.code for problem in slow_problems]
    return body.html, [problem.code for problem in problems]


SHOWN = {
    "2*3*4": "<p>2*3*4</p>",
    "长2*宽3*高4，*重点3*说明": "<p>长2*宽3*高4，<em>重点3</em>说明</p>",
    "(2)*(3)*4": "<p>(2)*(3)*4</p>",
    "a*b*c，**面积2*3*4平方**": "<p>a*b*c，<strong>面积2*3*4平方</strong></p>",
    "甲*乙*丙": "<p>甲<em>乙</em>丙</p>",
    "完成3**项**": "<p>完成3<strong>项</strong></p>",
    "报送如下\n2026. 是\n118. 人": "<p>报送如下\n2026. 是\n118. 人</p>",
    "见 C:\\new\\_x_": "<p>见 C:\\new\\_x_</p>",
    "见\\\\fwq\\_x_，*重*": "<p>见\\\\fwq\\_x_，<em>重</em></p>",
    "[注]: 口径一致": "<p>[注]: 口径一致</p>",
    "甲。\n[联系人]: 张某": "<p>甲。\n[联系人]: 张某</p>",
    "- 甲\n\n    [注]: 口径": "<ul>\n<li>\n<p>甲</p>\n<p>[注]: 口径</p>\n</li>\n</ul>",
    "> [注]: 口径": "<blockquote>\n<p>[注]: 口径</p>\n</blockquote>",
    "见[甲]。\n\n[甲]: http://x.example/\n[乙]: 丙": (
        '<p>见<a href="http://x.example/" rel="noreferrer">甲</a>。</p>\n<p>[乙]: 丙</p>'
    ),
    "见[甲]。\n\n[甲]: http://x.example/1\n\n[甲]: http://x.example/2": (
        '<p>见<a href="http://x.example/1" rel="noreferrer">甲</a>。</p>\n'
        '<p><a href="http://x.example/1" rel="noreferrer">甲</a>: http://x.example/2</p>'
    ),
    "## 学习C#": '<h2 id="学习c">学习C#</h2>',
    "## 第一 #": '<h2 id="第一">第一 #</h2>',
    "## 第一 ##": '<h2 id="第一">第一</h2>',
    "## 第一##": '<h2 id="第一">第一##</h2>',
    "# 甲\\": '<h2 id="甲">甲\\</h2>',
    "甲\\\n乙\\": "<p>甲\\\n乙\\</p>",
    "*[党]: 中国共产党": "<p>*[党]: 中国共产党</p>",
    "见\\\\server\\甲 D:\\_乙 \\*丙": "<p>见\\\\server\\甲 D:\\_乙 *丙</p>",
    "\\\\10.1.2.3": "<p>\\\\10.1.2.3</p>",
    "~~甲~~ ==乙== H~2~O": "<p>~~甲~~ ==乙== H~2~O</p>",
}


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_typed_is_shown(text: str) -> None:
    html, codes = rendered(text)
    assert (html.replace("\ufdd1", ""), codes) == (SHOWN[text], [])


TOLD = {
    "```python 示例 代码\n甲\n```": "fence-words",
    "```名单\n甲\n```": "fence-words",
    "~~~ {.python 甲}\n乙\n~~~": "fence-words",
    "- 甲\n\n  ```sh 乙\n  丙\n  ```": "fence-words",
    "```q1\n甲\n```": "fence-words",
    "````q1\n甲\n````": "fence-words",
    "~~~2026\n甲\n~~~": "fence-words",
    "- ```A3\n  甲\n  ```": "fence-words",
    "```.q1\n甲\n```": "fence-words",
    "```python title=A3\n甲\n```": "fence-words",
    "1. 甲\n3. 乙": "list-number",
    "甲：\n\n- 乙\n  1. 丙\n  1. 丁\n  2. 戊": "list-number",
    "2. 甲\n\n2. 乙\n\n4. 丙": "list-number",
    "2**3**4": "leftover-markup",
    "甲*乙**丙*丁": "lost-words",
    "*甲 **乙*2026~ [丙": "lost-words",
    "- - [^1]: 甲\n\n[^1]: 乙[^1]": "duplicate-footnote",
    "[^1]: [^1]: 甲\n\n乙[^1]": "duplicate-footnote",
    "|甲|\n|-|\n|乙|丙|": "table-row",
    "甲\n\n[^1]: 乙": "unused-footnote",
    "[^1]: 甲[^1]": "unused-footnote",
    "<!-- 甲 -->": "raw-html",
    "[注]: 口径\n\n见[注]。": "broken-link",
}


@pytest.mark.parametrize("text", TOLD)
def test_what_is_not_shown_as_typed_is_told(text: str) -> None:
    assert TOLD[text] in rendered(text)[1]


@pytest.mark.parametrize("text", ["```python\n甲\n```", '~~~TOML hl_lines="1"\n甲\n~~~', "````.sh\n甲\n````"])
def test_languages_of_code_are_for_programs(text: str) -> None:
    assert rendered(text)[1] == []


@pytest.mark.parametrize(
    "text", ["1. 甲\n2. 乙", "1. 甲\n1. 乙\n1. 丙", "3. 甲\n\n4. 乙\n\n段\n\n7. 丙", "1. 甲\n   - 乙\n2. 丙"]
)
def test_lists_that_are_numbered_as_shown(text: str) -> None:
    assert rendered(text)[1] == []


WORDS = [
    word for pair in zip("天地玄黄宇宙洪荒日月盈昃", "abcdefghijkl", strict=True) for word in (pair[0], f"q{pair[1]}")
]
PIECES = [
    "*", "**", "_", "`", "[", "]", "(", ")", "![", "](b.md)", "](p.png)", "]: ", "[^x]", "[^x]: ", "<", ">", "&",
    "&amp;", "# ", " #", "## ", "- ", "+ ", "1. ", "2. ", "> ", "| ", " |", "|-|-|\n", "```", "```\n", "~~~", ": ",
    "---", "===", "\\", "!", "~~", "==", '"', "'", " ", "  ", "    ", "\n", "\n\n", "\n\n", "  \n", "W", "W", "W",
    "W", "W", "{", "}", "http://x.example/", "@", "<br>", "<!--", "-->", "：", "　　", "一、", "2*3*4", "\t", "*[",
    "TOC", "$", "=", "%}", "[TOC]",
]  # fmt: skip


def typed_and_shown(pieces: list[str]) -> tuple[str, str, list[str]]:
    """Return a text with another word at each W, what is shown of it, and the codes of its problems."""
    words = iter(WORDS)
    text = "".join(next(words, "") if piece == "W" else piece for piece in pieces)
    body, problems = RENDERER.render(text, SOURCE)
    html = body.html
    # The words of addresses and titles are there for whoever follows or points at a link.
    attributes = " ".join(re.findall(r'(?:href|src|title|alt)="([^"]*)"', html))
    return text, unescape(re.sub(r"<[^<>]*>", " ", html) + attributes), [problem.code for problem in problems]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=24))
@example(["[", "W", "]: ", "W", "\n", "[", "W", "]: ", "W"])
@example(["```", " ", "W", "\n", "W", "\n", "```"])
@example(["W", "\n\n", "```", "W", "\n", "W", "\n", "```"])
@example(["| ", "W", "\n", "|-|-|\n", "W", "| ", "W", "| ", "W"])
def test_no_word_vanishes(pieces: list[str]) -> None:
    text, shown, codes = typed_and_shown(pieces)
    assert codes or not [word for word in WORDS if word in text and word not in shown], (text, shown)


LOST = {
    "人数*单价*次数": ("*", "\\*单价\\*"),
    "（人数）*单价*3": ("*", "\\*单价\\*"),
    "用 __init__ 方法": ("__", "\\_\\_init\\_\\_"),
    "字段 _id_ 不填": ("_", "\\_id\\_"),
    "+ 号是加": ("+", "\\+ 号是加"),
    ">2 是大于号": (">", "\\>2 是大于号"),
    ">=2": (">", "\\>=2"),
    "甲\n: 乙": (":", "：乙"),
}
MEANT = [
    "这是**重点**内容",
    "*重点*",
    "，*重点*，",
    "+ 甲\n+ 乙",
    "> 引文",
    ">引文",
    "甲\n: 乙\n\n丙\n: 丁",
    "`人数*单价*次数`",
    "```\n+ 甲\n```",
]


@pytest.mark.parametrize("text", LOST)
def test_a_sign_that_is_taken_for_markup_is_told_with_what_to_type(text: str) -> None:
    (problem,) = find_lost_signs(f"甲\n\n{text}", SOURCE, 1)
    assert (problem.code, problem.values["sign"], problem.values["shown"]) == ("lost-signs", *LOST[text])
    assert problem.line == 3 + text.startswith("甲\n")
    typed = problem.values["shown"]
    assert unescape(re.sub("<[^>]*>", "", RENDERER.render(typed, SOURCE)[0].html)).strip() == typed.replace("\\", "")


@pytest.mark.parametrize("text", MEANT)
def test_markup_that_is_meant_is_left_alone(text: str) -> None:
    assert list(find_lost_signs(text, SOURCE, 1)) == []


ADDRESSES = {
    "[办法](http：//www.x.cn)": ("wide-address", "http://www.x.cn"),
    "[办法](https:／／www。x。cn)": ("wide-address", "https://www.x.cn"),
    "[网址](www.x.cn)": ("no-protocol", "http://www.x.cn"),
    "[网址](dangjian.gov.cn/a)": ("no-protocol", "http://dangjian.gov.cn/a"),
    "[网址](b.md.org)": ("no-protocol", "http://b.md.org"),
    "[甲](tongzhi.md)": ("broken-link", ""),
}


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_that_leads_nowhere_is_told_with_what_to_type(text: str) -> None:
    (problem,) = RENDERER.render(text, SOURCE)[1]
    assert (problem.code, problem.values["nearest"]) == ADDRESSES[text]
