"""The fast path: what it renders is what python-markdown and the sanitiser make of the text, and it has no problems."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin.content.front_matter import parse_document
from bulletin.markdown.body import Body
from bulletin.markdown.fast_path import render_normalized
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.normalize import normalize
from bulletin.markdown.renderer import Renderer
from tests.support.markdown_texts import ANYTHING, INLINE, PLAIN_TEXTS, markdown_texts
from tests.support.paths import ROOT

SOURCE = "content/items/2026/a.md"
PAGES = {
    SOURCE: "items/2026/a/",
    "content/items/2025/b.md": "items/2025/b/",
    "content/guide.md": "guide/",
    "content/q&a.md": "q&a/",
}
RESOLVER = LinkResolver(PAGES, frozenset({"content/items/2026/p.png"}))
RENDERER = Renderer(RESOLVER)


def render(text: str) -> Body | None:
    return render_normalized(normalize(text), RESOLVER, SOURCE)


@settings(max_examples=3000)
@given(st.one_of(PLAIN_TEXTS, ANYTHING, markdown_texts(), markdown_texts(), markdown_texts()))
@example("| 甲 | 乙 |\n| --- | ---: |\n| 1 | |")
@example("|甲|\n|-|\n|1|")
@example("# 甲\n# 乙 #")
@example("- 甲\n\n- 乙")
@example("甲\n- 乙")
@example("1. 甲\n3. 乙")
@example("**甲****乙**")
@example("## 同名\n\n## 同名")
@example("甲\n**乙**\n丙**丁**\n**戊**")
@example("　　甲\n　　乙")
@example("甲\n一、乙\n- 丙")
@example("|甲|\n|---|\n|甲|\n#|")
@example("| **甲 | 乙** |\n| --- | --- |\n| **1** | 2 |")
@example("## **甲|乙**")
@example("- **甲**乙\n- 丙\n\n丁**戊**\n\n1. 己")
@example("## 甲 - 乙——C_D\n\n## 甲——乙-C_D\n\n## （）")
@example("甲\n\n\n乙\n\n\n\n丙")
@example("甲\n1. 乙")
@example("## |甲|")
@example("## 甲|乙")
@example("# 甲\n- 乙\n# 丙")
@example("# 甲\n一、乙\n二、丙")
@example("甲\n2. 乙")
@example("**** 甲 **乙**")
@example("甲\n\n\n\n\n")
@example("甲\t\n乙")
@example("|甲|\n|-|\n|乙|\n \n|丙|丁|")
@example("甲\n- `乙`")
@pytest.mark.slow
def test_the_fast_path_equals_python_markdown(text: str) -> None:
    body = render(text)
    if body is not None and text.strip():
        assert RENDERER.convert(text, SOURCE) == (body, [])


_TABLE = "|甲|{}{}|\n|-|-|\n|乙|{}|"
PLACES = ("甲{}{}", "- {}{}乙", "> {}{}\n> 乙", _TABLE, "## {}{}", "**{}{}**", "[{}{}](p.png)", "*甲{}{}*乙")


@pytest.mark.slow
def test_all_pairs_of_inline_markup_equal_python_markdown() -> None:
    for number, (first, second) in enumerate(product(INLINE, INLINE)):
        for place in ("甲{}{}乙", PLACES[number % len(PLACES)]):
            text = place.format(first, second, first)
            text += "".join(f"\n\n[^{name}]: 注" for name in "1b" if f"[^{name}]" in text)
            if (body := render(text)) is not None:
                assert RENDERER.convert(text, SOURCE) == (body, []), text


# The constructs that are covered, each in a text that nothing else keeps from the fast path.
COVERED = (
    "甲 **乙** *丙* `丁 *` ~戊~ a_b A & B, 1 < 2 > 0",
    "甲  \n乙 \n丙<br>丁",
    "[乙](../2025/b.md#x) [甲](#题-a) [图](p.png) ![图](p.png) <https://b.example/x_y>\n\n## 题 `a`",
    "[外](https://a.example/x?a=1&b=2)，**[乙](../2025/b.md)**，[**乙**](/guide.md)，[1][2]",
    "甲[^1]乙[^b]\n\n[^1]: 注 *一*\n[^b]: 注二",
    "> 甲\n>\n> 乙\n\n> > 丙\n\n甲\n> - 乙",
    "- 甲\n  - 乙\n    1. 丙\n- 丁\n\n  续\n\n  > 引\n\n- 戊\n\n3. 甲\n4. 乙",
    "* 甲\n续\n* 乙\n\n---\n\n+ 丙",
    "| `甲` | **乙** |\n| :-: | --- | \n| [乙](../2025/b.md) | 1<br>2 |",
    '甲\n```py\n# <b>\n\n \n- "&amp;\n```\n乙\n\n~~~\n~~~',
    "甲\xa0乙 `\xa0\xa0a`",
)


@pytest.mark.parametrize("text", COVERED)
def test_the_fast_path_covers_the_common_constructs(text: str) -> None:
    assert RENDERER.convert(text, SOURCE) == (render(text), [])


def test_the_fast_path_renders_most_of_the_sample_and_equals_python_markdown() -> None:
    covered = 0
    paths = sorted((ROOT / "content/items").rglob("*.md"))
    for path in paths:
        document, _ = parse_document(path.read_text("utf-8"), path.name)
        assert document is not None
        if body := render(document.body):
            covered += 1
            assert RENDERER.convert(document.body, SOURCE) == (body, []), path
    assert covered > len(paths) * 3 // 4
