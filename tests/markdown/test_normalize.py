"""How a text is brought into the shape that python-markdown reads, line by line, and what is noted of it on the way."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin.markdown.code_spans import Fences, remove_code_spans
from bulletin.markdown.normalize import (
    MAY_NEED_REWRITING,
    MAY_NEED_REWRITING_QUICK,
    NormalizedText,
    normalize,
    normalized_text,
)
from tests.support.markdown_texts import ANYTHING, PLAIN_TEXTS, markdown_texts

# A text; the same as python-markdown gets it; numbers of the lines of code; of fences that are never closed; how deep
# lists and quotations stand within each other, and on which line.
READ: dict[str, tuple[str, set[int], tuple[int, ...], int, int]] = {
    "- 甲\n- ```\n  乙\n  ```\n丙": ("- 甲\n- \n\n        乙\n\n丙", {1, 2, 3}, (), 1, 0),
    "-    甲\n\n  乙": ("-    甲\n\n    乙", set(), (), 1, 0),
    "-    甲\n\n 乙": ("-    甲\n\n 乙", set(), (), 1, 0),
    "甲\n\n乙": ("甲\n\n乙", set(), (), 0, 0),
    "- 甲\n  - 乙\n    - 丙\n  - 丁\n- 戊": ("- 甲\n    - 乙\n        - 丙\n    - 丁\n- 戊", set(), (), 3, 2),
    "- 甲\n 续\n\n  段\n\n外": ("- 甲\n续\n\n    段\n\n外", set(), (), 1, 0),
    "- 甲\n\n外\n\n- 乙": ("- 甲\n\n外\n\n- 乙", set(), (), 0, 0),
    "甲\n- 乙\n- 丙\n丁": ("甲\n\n- 乙\n- 丙\n丁", set(), (), 1, 1),
    "甲\n\n- 乙\n\n\n- 丙": ("甲\n\n- 乙\n\n\n- 丙", set(), (), 0, 0),
    "1. 甲\n   乙\n2. 丙": ("1. 甲\n乙\n2. 丙", set(), (), 1, 0),
    "10. 甲\n\n    乙\n11. 丙": ("10. 甲\n\n    乙\n\n11. 丙", set(), (), 1, 0),
    "- 甲\n* 乙\n+ 丙": ("- 甲\n* 乙\n+ 丙", set(), (), 0, 0),
    "- 甲\n\n1. 乙\n\n- 丙": ("- 甲\n\n1. 乙\n\n- 丙", set(), (), 0, 0),
    "1. 甲\n- 乙": ("1. 甲\n\n- 乙", set(), (), 1, 0),
    "甲\n2. 乙": ("甲\n2. 乙", set(), (), 1, 1),
    "甲\n1. 乙\n2. 丙": ("甲\n\n1. 乙\n2. 丙", set(), (), 1, 1),
    "甲\n-\n乙": ("甲\n-\n乙", set(), (), 0, 0),
    "甲\n\n-\n  乙": ("甲\n\n-\n  乙", set(), (), 0, 0),
    "- 甲\n      深\n": ("- 甲\n深\n", set(), (), 1, 0),
    "- 甲\n\n      码\n\n  段": ("- 甲\n\n        码\n\n    段", {2}, (), 1, 0),
    "- 甲\n          - 乙": ("- 甲\n    - 乙", set(), (), 2, 1),
    "- 甲\n\n          - 乙": ("- 甲\n\n            - 乙", {2}, (), 1, 0),
    "- 甲\n         - 乙": ("- 甲\n    - 乙", set(), (), 2, 1),
    "    码\n    码二\n\n文": ("    码\n    码二\n\n文", {0, 1}, (), 0, 0),
    "文\n    不是码": ("文\n    不是码", set(), (), 0, 0),
    "文\n\n    码\n\n    码二\n文二": ("文\n\n    码\n\n    码二\n文二", {2, 4}, (), 0, 0),
    "\t码": ("    码", {0}, (), 0, 0),
    "-\t甲\n\t乙": ("-   甲\n乙", set(), (), 1, 0),
    "```\n甲\n```": ("```\n甲\n```", {0, 1, 2}, (), 0, 0),
    "文\n```py title=x\n  甲\n```\n文": ("文\n```py\n  甲\n```\n文", {1, 2, 3}, (), 0, 0),
    "~~~ .py\na\n~~~~\n文": ("~~~py\na\n~~~\n文", {0, 1, 2}, (), 0, 0),
    "````\n```\n````": ("````\n```\n````", {0, 1, 2}, (), 0, 0),
    "```\n甲\n~~~\n```": ("```\n甲\n~~~\n```", {0, 1, 2, 3}, (), 0, 0),
    "```a`b\n甲\n```": (" ```a`b\n甲\n ```", set(), (2,), 0, 0),
    "~~~a`b\n甲\n~~~": ("~~~a\n甲\n~~~", {0, 1, 2}, (), 0, 0),
    "- 甲\n\n  ```\n  乙\n    丙\n  ```\n\n  丁": (
        "- 甲\n\n        乙\n          丙\n\n\n    丁",
        {2, 3, 4, 5},
        (),
        1,
        0,
    ),
    "- ```py\n  甲\n  ```\n- 乙": ("- \n        甲\n\n\n- 乙", {0, 1, 2}, (), 1, 0),
    "1. ~~~\n   甲\n   ~~~\n   乙": ("1. \n        甲\n\n乙", {0, 1, 2}, (), 1, 0),
    "- ```a`b\n  甲": ("- ```a`b\n甲", set(), (), 1, 0),
    "- ```\n  未完": ("- ```\n未完", set(), (), 1, 0),
    "```\n未完\n- 甲": (" ```\n未完\n\n- 甲", set(), (0,), 1, 2),
    "文\n\n```\n未完": ("文\n\n ```\n未完", set(), (2,), 0, 0),
    "  ```\n    甲\n  乙\n丙\n  ```": ("```\n  甲\n乙\n丙\n```", {0, 1, 2, 3, 4}, (), 0, 0),
    "- 甲\n```\n乙\n```\n- 丙": ("- 甲\n```\n乙\n```\n\n- 丙", {1, 2, 3}, (), 1, 0),
    "- 甲\n# 标题\n乙": ("- 甲\n\n# 标题\n乙", set(), (), 1, 0),
    "- 甲\n> 引\n乙": ("- 甲\n\n> 引\n乙", set(), (), 2, 1),
    "- 甲\n===\n乙": ("- 甲\n\n===\n乙", set(), (), 1, 0),
    "- 甲\n* * *\n乙": ("- 甲\n\n* * *\n乙", set(), (), 3, 1),
    "- 甲\n  | a | b |\n  | - | - |\n  | 1 | 2 |": ("- 甲\n\n    | a | b |\n| - | - |\n| 1 | 2 |", set(), (), 1, 0),
    "- 甲\n  | a | b |\n  文": ("- 甲\n| a | b |\n文", set(), (), 1, 0),
    "| a |\n| - |\n": ("| a |\n| - |\n", set(), (), 0, 0),
    "文\n| a | b |\n|---|:-:|\n| 1 | 2 |\n文": ("文\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n文", set(), (), 0, 0),
    "文\n| a |\n文": ("文\n| a |\n文", set(), (), 0, 0),
    "文\n| a |": ("文\n| a |", set(), (), 0, 0),
    "文\n| a |\n---": ("文\n| a |\n---", set(), (), 0, 0),
    "　　甲\n　　乙": ("　　甲\n\n　　乙", set(), (), 0, 0),
    "甲\n　　乙\n　　丙": ("甲\n\n　　乙\n\n　　丙", set(), (), 0, 0),
    "一、甲\n二、乙\n（三）丙\n4、丁\n(5)戊": ("一、甲\n\n二、乙\n\n（三）丙\n\n4、丁\n\n(5)戊", set(), (), 0, 0),
    "# 题\n一、甲": ("# 题\n一、甲", set(), (), 0, 0),
    "> 引\n一、甲": ("> 引\n一、甲", set(), (), 1, 0),
    "| 一、\n二、乙|": ("| 一、\n二、乙|", set(), (), 0, 0),
    "[^1]: 注\n一、甲": ("[^1]: 注\n一、甲", set(), (), 0, 0),
    ": 释\n一、甲": (": 释\n一、甲", set(), (), 1, 0),
    "甲\n\n一、乙": ("甲\n\n一、乙", set(), (), 0, 0),
    "> - 甲\n>   - 乙": ("> - 甲\n>   - 乙", set(), (), 2, 0),
    "- > 甲\n  > 乙": ("- > 甲\n\n    > 乙", set(), (), 2, 0),
    "- - - 甲": ("- - - 甲", set(), (), 3, 0),
    "1. - > 甲": ("1. - > 甲", set(), (), 3, 0),
    "> > 甲\n\n- 乙\n  - > - 丙": ("> > 甲\n\n- 乙\n    - > - 丙", set(), (), 4, 3),
    "- 甲\n  - 乙\n\n    丙\n\n  丁\n\n戊": ("- 甲\n    - 乙\n\n        丙\n\n    丁\n\n戊", set(), (), 2, 1),
    "- 甲\n    - 乙\n        - 丙\n    - 丁": ("- 甲\n    - 乙\n        - 丙\n    - 丁", set(), (), 3, 2),
    "- 甲\n   - 乙\n- 丙\n     - 丁": ("- 甲\n    - 乙\n- 丙\n    - 丁", set(), (), 2, 1),
    "1. 甲\n\n   - 乙\n\n2. 丙": ("1. 甲\n\n    - 乙\n\n2. 丙", set(), (), 2, 2),
    "- 甲\n\n  乙\n- 丙\n  - 丁\n- 戊": ("- 甲\n\n    乙\n\n- 丙\n    - 丁\n- 戊", set(), (), 2, 4),
    "- 甲\n---\n- 乙": ("- 甲\n\n---\n\n- 乙", set(), (), 1, 0),
    "***\n- 甲": ("***\n\n- 甲", set(), (), 1, 1),
    "- 甲\n  ---\n  乙": ("- 甲\n\n    ---\n乙", set(), (), 1, 0),
    "术语\n: 释\n: 释二\n文": ("术语\n: 释\n: 释二\n文", set(), (), 1, 1),
    "-    甲\n\n     乙": ("-    甲\n\n    乙", set(), (), 1, 0),
    "-      甲\n\n     乙": ("-      甲\n\n    乙", set(), (), 1, 0),
    "123456789. 甲\n1234567890. 乙": ("123456789. 甲\n1234567890. 乙", set(), (), 0, 0),
    " - 甲\n - 乙": ("- 甲\n- 乙", set(), (), 1, 0),
    "   - 甲\n     - 乙": ("- 甲\n    - 乙", set(), (), 2, 1),
    "     - 甲": ("     - 甲", {0}, (), 0, 0),
    "文\n    - 甲": ("文\n    - 甲", set(), (), 1, 1),
    "文\n\n   1. 甲\n      乙": ("文\n\n1. 甲\n乙", set(), (), 1, 2),
    "- 甲\n  ```\n  未完": ("- 甲\n ```\n未完", set(), (1,), 1, 0),
    "- 甲\n\n```\n乙\n```\n\n- 丙": ("- 甲\n\n```\n乙\n```\n\n- 丙", {2, 3, 4}, (), 1, 0),
    "甲 `x` 与 ``y`z``\n    码": ("甲 `x` 与 ``y`z``\n    码", set(), (), 0, 0),
    "甲 ``未完 `x`\n- a": ("甲 ``未完 `x`\n\n- a", set(), (), 1, 1),
    "- \n甲": ("- \n甲", set(), (), 1, 0),
    "- 甲\n  \n  乙": ("- 甲\n\n    乙", set(), (), 1, 0),
    "- 甲\n\n\n\n  乙": ("- 甲\n\n\n\n    乙", set(), (), 1, 0),
    "甲\n\n\n乙\n- 丙": ("甲\n\n\n乙\n\n- 丙", set(), (), 1, 4),
}


@pytest.mark.parametrize("text", READ)
def test_a_text_is_read_line_by_line(text: str) -> None:
    found = normalize(text)
    assert (found.text, set(found.code), found.unclosed, found.depth, found.deepest) == READ[text]
    assert found.source == text
    assert normalized_text(text) == found.text
    assert found.prose().count("\n") == text.count("\n")


PROSE = {
    "    码\n\n文": "\n\n文",
    "甲 `x` 与 ``y`z``\n    码": "甲  与 \n    码",
    "甲 ``未完 `x`\n- a": "甲 ``未完 \n- a",
    "- ```py\n  甲\n  ```\n- 乙 `x`": "\n\n\n- 乙 ",
    "```\n未完 `x`": "```\n未完 ",
    "甲 `x`": "甲 ",
    "`a` `b` `c": "  `c",
    "```a`b\n甲\n```": "```a`b\n甲\n```",
}


@pytest.mark.parametrize("text", PROSE)
def test_code_is_no_prose(text: str) -> None:
    assert normalize(text).prose() == PROSE[text]


TICKS = {
    "": "",
    "甲": "甲",
    "`甲`": "",
    "甲`乙`丙": "甲丙",
    "甲``乙`丙``丁": "甲丁",
    "`甲``乙`": "",
    "``甲`乙": "``甲`乙",
    "`甲": "`甲",
    "`a` `b`": " ",
    "`a``b``c`d": "d",
    "``a`b``c`d`": "c",
    "`": "`",
    "``": "``",
    "a`b``c```d``e`f": "af",
}


@pytest.mark.parametrize("line", TICKS)
def test_words_between_backticks(line: str) -> None:
    assert remove_code_spans(line) == TICKS[line]


def test_a_fence_is_closed_by_one_that_is_as_long() -> None:
    lines = ["```", "~~~", "````", "``` a", "`` `", "  ~~~~  ", "```", "~~"]
    fences = Fences.of(lines)
    assert fences.closings == {"`": [(6, 3), (2, 4), (0, 3)], "~": [(5, 4), (1, 3)]}
    assert [fences.closing(0, fence) for fence in ("```", "````", "`````", "~~~", "~~~~", "~~~~~")] == [
        2,
        2,
        0,
        1,
        5,
        0,
    ]
    assert fences.unclosed_lengths == {"`": 5, "~": 5}
    assert [fences.closing(2, fence) for fence in ("```", "````", "~~~", "~~~~")] == [6, 0, 5, 5]
    assert fences.unclosed_lengths == {"`": 4, "~": 5}
    assert [fences.closing(6, fence) for fence in ("```", "~~~")] == [0, 0]


def test_a_plain_text_is_given_on_as_it_is() -> None:
    text = "甲。\n\n乙。\n\n- 丙\n- 丁"
    assert normalize(text) == NormalizedText(text, text)


@settings(max_examples=1000)
@given(st.one_of(PLAIN_TEXTS, ANYTHING, markdown_texts()))
@example("甲\n乙\n- 丙")
@example("甲\n一、乙")
@example("- 甲\n乙")
@pytest.mark.slow
def test_a_text_that_may_have_to_be_rewritten_is_looked_at(text: str) -> None:
    assert MAY_NEED_REWRITING_QUICK.search(f"\n{text}") or not MAY_NEED_REWRITING.search(f"\n{text}")
