"""Numbers by GB/T 15835-2011: how they are written, and figures that are said twice not to be exact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.checks.proofreading.prose import Mistake, Prose

# Each begins with a class of its first characters: searches for such are several times as fast.
_RANGE = re.compile(
    r"\d(?<![\d.万亿%％年-]\d)\d{0,4}(?:\.\d+)?(?P<sign> ?[～~—–-]{1,2} ?)"
    r"(?P<high>\d{1,5}(?:\.\d+)?)(?P<unit>[万亿%％])(?!分之)"
)
_MIXED_HINT = re.compile("[一二三四五六七八九十](?:月[0-9]|日)|[〇零○ＯO][0-9一二三四五六七八九〇零○ＯO]{1,2}年")
_MIXED = re.compile(
    r"(?<!农历)(?<!阴历)\d{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
    r"|[一二][〇零○ＯO九][〇零○ＯO一二三四五六七八九]{2}年\d{1,2}月|\d{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|[一二三四五六七八九十]{1,3}月\d{1,2}日|二[〇零○][〇零○一二三四五六七八九]?\d{1,2}年"
)
_ZERO = re.compile(r"[一二][九〇零○ＯO][〇零○ＯO一二三四五六七八九]{2}(?=年)")
_ROUND = re.compile(
    r"\d(?<![\d.]\d)(?!(?<=[12])\d{3})\d{0,2}(?:千(?![克米瓦焦赫帕伏安卡周字瓩])|百(?![帕分货姓日亿万])|十(?![堰大分九二三四五六七八年]))"
    r"(?=[余多]?[\u4e00-\u9fff])"
)
_SOME = re.compile(r"([1-9])(?<![\d.].)0?几(?=[个名人天年次家户件])")
_ZEROS = {"千": "000", "百": "00", "十": "0"}
_NUMERALS = re.compile("[〇零○ＯO一二三四五六七八九十]+")
_DIGITS = {**{sign: str(at) for at, sign in enumerate("〇一二三四五六七八九")}, **dict.fromkeys("零○ＯO", "0")}
_FEWER = re.compile(r"(?:减少|降低|下降|缩短|缩小|减少至|节约)(?:了)? ?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)倍")
_EXACT = r"\d[\d,]{0,12}(?:\.\d+)?[百千万亿]{0,2}|[一二两三四五六七八九十百千]{2,6}万?"
_UNIT = "[ 个名人户家件次元吨亩公里万米％%种项条篇天月年小时分钟岁]"
_TWICE = re.compile(
    r"(?P<before>大约|(?<![节预签合条特契邀])约|将近|接近|近|超过|逾|不到|不足|至少|不少于|不低于) ?"
    rf"(?P<number>{_EXACT})"
    rf"(?:(?P<more>[余多])(?P<unit>{_UNIT}?)|(?P<middle>{_UNIT}{{0,3}}?)(?P<after>左右|上下|以上|以下|之多))"
)
_RANGE_SIGNS = frozenset("～~—–-")
_INEXACT = ("约", "近", "超过", "逾", "不到", "不足", "至少", "不少于", "不低于")
_VAGUE = frozenset({"大约", "约", "将近", "接近", "近"})
_BOUND_BELOW = frozenset({"超过", "逾", "至少", "不少于", "不低于"})
_TIMES = re.compile(r"[年天月日周]|小时|分钟|岁")


def find_wrong_numbers(prose: Prose) -> Iterator[Mistake]:
    """Yield numbers in a form that may be read in two ways, or in two forms at once."""
    text, after = prose.text, prose.after_digits
    for found in _RANGE.finditer(text) if after & _RANGE_SIGNS else ():
        sign, high, unit = found.group("sign", "high", "unit")
        if not _is_year(low := found[0][: found.start("sign") - found.start()]):
            yield Mistake(found.start(), found[0], f"{low}{unit}{sign}{high}{unit}")
    for found in _MIXED.finditer(text) if _MIXED_HINT.search(text) else ():
        yield Mistake(found.start(), found[0], _NUMERALS.sub(lambda match: _arabic(match[0]), found[0]))
    for found in _ZERO.finditer(text) if any(sign in text for sign in "〇零○ＯO") else ():
        right = re.sub("[零○ＯO]", "〇", found[0])
        if right != found[0]:
            yield Mistake(found.start(), found[0], right)
    for found in _ROUND.finditer(text) if after & _ZEROS.keys() else ():
        yield Mistake(found.start(), found[0], f"{found[0][:-1]}{_ZEROS[found[0][-1]]}")
    for found in _SOME.finditer(text) if "几" in after else ():
        tens = "" if found[1] == "1" else "一二三四五六七八九"[int(found[1]) - 1]
        yield Mistake(found.start(), found[0], f"{tens}十几")
    for found in _FEWER.finditer(text) if "倍" in text else ():
        yield Mistake(found.start(), found[0], "", "fewer-by-times")


def find_double_approximations(prose: Prose) -> Iterator[Mistake]:
    """Yield figures that are said twice not to be exact: 近300人左右, 约50余户."""
    for found in _TWICE.finditer(prose.text) if any(word in prose.text for word in _INEXACT) else ():
        before, number, more, after = found.group("before", "number", "more", "after")
        unit = found["unit"] if more else found["middle"]
        is_double = (
            (before in _VAGUE and (after in ("左右", "上下") or more))
            or (before in _BOUND_BELOW and (after in ("以上", "左右", "上下", "之多") or (more and before != "至少")))
            or (before in ("不到", "不足") and after in ("左右", "上下", "以下"))
        )
        # 近 is also that of 近几年.
        if is_double and not (before == "近" and _TIMES.search(unit)):
            yield Mistake(found.start(), found[0], f"{before}{number}{unit}")


def _arabic(numeral: str) -> str:
    """Return a Chinese numeral below a hundred, or digits one by one, in Arabic ones."""
    if "十" not in numeral:
        return "".join(_DIGITS[sign] for sign in numeral)
    tens, _, ones = numeral.partition("十")
    return f"{_DIGITS.get(tens, '1')}{_DIGITS.get(ones, '0')}"


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.startswith(("19", "20"))  # noqa: PLR2004
