"""Punctuation by GB/T 15834-2011: the signs themselves, and those that stand in pairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bulletin.checks.proofreading.prose import Mistake, Prose

_HAN = "\u3400-\u9fff"
_WIDE = str.maketrans(",;:?!.", "，；：？！。")
_NARROW = re.compile(f"[,;:?!.](?:(?<=[{_HAN}”）》].)(?=[{_HAN}“《（])|(?<=[{_HAN}][,;?!])(?=\n|\\Z))")
_TWICE = re.compile(
    "(?<![。.])。。(?!。)|，，+|、、+|；；+|：：+|，[。；：、]|。[，；：、]|、[，。；：]|；[，。、：]|：[，。；、]|[？！][。，；、]"
)
_TWO_SIGNS = re.compile("[。，；：、？！][。，；：、]")
_STOPS = "。；：，、？！"
"""Of two signs the first of these stays."""
_DOTS = re.compile(f"。{{3,}}|(?<=[{_HAN}，。”])\\.{{3,}}(?=[{_HAN}，。“\n]|\\Z)|(?<!…)…(?!…)|(?<=[{_HAN}])·{{3,}}")
_DOTS_AND_SO_ON = re.compile("……等(?![级待额同候到])")
_PAUSE = re.compile(
    "、(?:等(?=[，。；、）0-9]|多[个项种家])|和(?![平谐美睦解气风田县善顺合县颐悦煦])|及(?![时格其第早物]))"
)
_LIST_NUMBER = re.compile(
    "\n[ 　>]*(?:\\d{1,2}、(?=[^\\d\n])|[（(][一二三四五六七八九十]{1,3}[）)][、，．.])"
    "|第(?<=[\n。；]第)[一二三四五六七八九十]{1,2}、(?![一二三四五六七八九十第])"
)
_QUOTES = re.compile(f'"(?=[^"\n]*[{_HAN}])[^"\n]*+"')
_OPEN = {"（": "）", "《": "》", "“": "”", "‘": "’", "【": "】", "〔": "〕", "「": "」", "『": "』", "〈": "〉"}
_CLOSE = {closing: opening for opening, closing in _OPEN.items()}
_PAIRED = re.compile(f"[{''.join(_OPEN)}{''.join(_CLOSE)}()\n]")
_ITEM_NUMBER = re.compile(r"(?:^|[\s，。；：、“（(])[\dA-Za-z①-⑳一二三四五六七八九十]{1,3}\Z")
_HAN_SIGN = re.compile(f"[{_HAN}]")
_SMILE = re.compile(r"[:;：；]-?\Z")


def find_wrong_punctuation(prose: Prose) -> Iterator[Mistake]:
    """Yield signs that are narrow, doubled, or do not go together."""
    text = prose.text
    for found in _NARROW.finditer(text):
        yield Mistake(found.start(), _around(text, found), _around(text, found, found[0].translate(_WIDE)))
    for found in _TWICE.finditer(text) if _TWO_SIGNS.search(text) else ():
        kept = min(found[0], key=_STOPS.index)
        yield Mistake(found.start(), found[0], kept)
    for found in _DOTS.finditer(text) if "…" in text or ".." in text or "。。" in text or "··" in text else ():
        yield Mistake(found.start(), found[0], "……")
    for found in _DOTS_AND_SO_ON.finditer(text) if "……等" in text else ():
        yield Mistake(found.start(), found[0], "等")
    for found in _PAUSE.finditer(text):
        yield Mistake(found.start(), found[0], found[0][1:])
    for found in _QUOTES.finditer(text) if '"' in text else ():
        yield Mistake(found.start(), _cut(found[0]), _cut(f"“{found[0][1:-1]}”"))


def find_wrong_list_numbers(prose: Prose) -> Iterator[Mistake]:
    """Yield numbers of a list with a sign that does not belong there: 1、 for 1. and （一）、 for （一）."""
    for found in _LIST_NUMBER.finditer(f"\n{prose.text}"):
        wrong = found[0].strip("\n 　>")
        right = f"{wrong[:-1]}." if wrong[0].isdigit() else f"{wrong[:-1]}，" if wrong[0] == "第" else wrong[:-1]
        yield Mistake(found.end() - 1 - len(wrong), wrong, right)


def find_unpaired_marks(prose: Prose) -> Iterator[Mistake]:
    """Yield brackets and quotation marks that stand alone in their paragraph."""
    text = prose.text
    opened: list[re.Match[str]] = []
    awaited: Counter[str] = Counter()
    for mark in _PAIRED.finditer(text):
        if mark[0] == "\n":
            yield from _left_open(text, opened)
            opened.clear()
            awaited.clear()
            continue
        sign = "（" if mark[0] == "(" else "）" if mark[0] == ")" else mark[0]
        if sign in _OPEN:
            opened.append(mark)
            awaited[_OPEN[sign]] += 1
        elif opened and _OPEN.get(_wide(opened[-1][0])) == sign:
            opened.pop()
            awaited[sign] -= 1
        elif not _is_item_number(text, mark, sign) and not _is_foreign(text, mark):
            yield Mistake(mark.start(), _around(text, mark), _CLOSE[sign])
            # What is open stays so, unless it is that which was meant.
            if awaited[sign] > 0:
                opened.clear()
                awaited.clear()
    yield from _left_open(text, opened)


def _left_open(text: str, opened: list[re.Match[str]]) -> Iterator[Mistake]:
    for mark in opened:
        at = mark.start()
        # A quotation of several paragraphs opens in each and closes in the last; a new line may follow within brackets.
        if mark[0] in "“‘「『" and (at == 0 or text[text.rfind("\n", 0, at) + 1 : at].strip(" 　>*\0") == ""):
            continue
        if _is_foreign(text, mark):
            continue
        yield Mistake(at, _around(text, mark), _OPEN[_wide(mark[0])])
        return


def _is_item_number(text: str, mark: re.Match[str], sign: str) -> bool:
    before = text[max(mark.start() - 4, 0) : mark.start()]
    return sign == "）" and bool(_ITEM_NUMBER.search(before) or _SMILE.search(before))


def _is_foreign(text: str, mark: re.Match[str]) -> bool:
    """Return whether a mark is a narrow one that stands beside no Chinese character."""
    return mark[0] in "()" and not _HAN_SIGN.search(text, max(mark.start() - 1, 0), mark.end() + 1)


def _wide(sign: str) -> str:
    return "（" if sign == "(" else sign


def _around(text: str, found: re.Match[str], instead: str = "") -> str:
    """Return a sign with what stands around it, so that it can be found."""
    start, end = max(found.start() - 4, text.rfind("\n", 0, found.start()) + 1), found.end() + 4
    after = text[found.end() : end].partition("\n")[0]
    return f"{text[start : found.start()]}{instead or found[0]}{after}".replace("\0", "")


def _cut(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:9]}…{text[-9:]}"  # noqa: PLR2004
