"""Words that are mistaken for others, and words that are written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bulletin.checks.proofreading.prose import Mistake, Prose
from bulletin.checks.proofreading.word_pairs import PAIRS, RIGHT_AFTER_ALL

_UNTIL = re.compile(r"截止(?=目前|发稿|(?:19|20)\d\d年|\d{1,2}月\d|今年|去年|昨|本月|上月|上年)")
_SYLLABLES = re.compile(
    r"(?<!目)的的(?!确|士)|(?<![不为受得就未忘])了了(?![解却断结])|(?<![现存所内实自])在在(?![线职岗校编建册位押场外])|(?<!参)与与(?!会)|(?<![总共饱温柔平缓中])和和(?![谐美睦平气善风煦暖])"
    r"|(?<![涉普触以])及及(?![时格其])|(?<![但可于还要凡若正总只国])是是(?!非|否)|们们|把把(?!握|关|脉|控)(?<!一把把)(?<!火把把)"
    r"|被被(?!告)|将将(?!军|士|领|来|要|近|就)(?<!麻将将)|由由(?<!自由由)(?<!理由由)(?<!事由由)|这这"
)
_TWO_ALIKE = re.compile(r"([的了在与和及是们把被将由这])\1")
_WORDS = re.compile(
    r"(我们|他们|她们|你们|这个|那个|因为|所以|通过|进行|为了|以及|同时|并且|但是|对于|关于|根据|按照|已经|可以|我县|我镇|我乡|我市|全县|全镇|开展|召开"
    r"|举办|围绕|结合|坚持|其中|目前|近日|如果|虽然|能够|必须|需要|应当|认为|提出|指出|强调|要求)\1"
    r"|([\u4e00-\u9fff]{3,6})\2"
)
_LONGEST = 6
_ONE_BY_ONE = re.compile("[一有几两的等对和同与在会]|[哈啊呵嘿]|.*[哪谁么]|.*[和同与的人]$")


@cache
def _table() -> tuple[dict[str, list[str]], dict[str, str], re.Pattern[str]]:
    """Return the wrong words by their first two characters, what is meant, and what finds two such characters."""
    pairs = dict(pair.split(">") for pair in PAIRS.split())
    begins: dict[str, list[str]] = {}
    for word in sorted(pairs, key=len, reverse=True):
        begins.setdefault(word[:2], []).append(word)
    first, second = ("".join(sorted({begin[at] for begin in begins})) for at in (0, 1))
    return begins, pairs, re.compile(f"[{second}](?<=[{first}].)")


@cache
def _meetings() -> re.Pattern[str]:
    return re.compile("|".join(RIGHT_AFTER_ALL.split()))


def find_mistaken_words(prose: Prose) -> Iterator[Mistake]:
    """Yield words that are mistaken for others."""
    begins, pairs, hint = _table()
    text = prose.text
    for place in hint.finditer(text):
        start = place.start() - 1
        if (words := begins.get(text[start : start + 2])) is None:
            continue
        word = next((word for word in words if text.startswith(word, start)), "")
        if word and not _is_right(text, start, start + len(word)):
            yield Mistake(start, word, pairs[word])
    for found in _UNTIL.finditer(text) if "截止" in text else ():
        yield Mistake(found.start(), found[0], "截至")


def _is_right(text: str, start: int, end: int) -> bool:
    around = _meetings().finditer(text, max(start - 2, 0), end + 3)
    return any(one.start() <= start and end <= one.end() for one in around)


def find_repeated_words(prose: Prose) -> Iterator[Mistake]:
    """Yield words that are written twice, one behind the other."""
    for found in _SYLLABLES.finditer(prose.text) if _TWO_ALIKE.search(prose.text) else ():
        yield Mistake(found.start(), found[0], found[0][0])
    for found in _WORDS.finditer(prose.text) if _may_repeat(prose.text) else ():
        word = found[1] or found[2]
        if found[1] or not (_ONE_BY_ONE.match(word) or len(set(word)) == 1 or _is_list(word)):
            yield Mistake(found.start(), found[0], word)


def _may_repeat(text: str) -> bool:
    """Return whether a word of two to six characters may stand twice, in a fraction of the time of a search."""
    units = text.encode("utf-16-le", "surrogatepass")
    number = int.from_bytes(units, "little")
    # Zeros where a text equals itself some characters further on.
    return any(
        (number ^ (number >> 16 * size)).to_bytes(len(units), "little").find(bytes(2 * size)) >= 0
        for size in range(2, _LONGEST + 1)
    )


def _is_list(word: str) -> bool:
    """Return whether a word that stands twice consists of one that stands twice itself."""
    half = len(word) // 2
    return len(word) % 2 == 0 and word[:half] == word[half:]
