"""Personal numbers: resident identity numbers (GB 11643-1999), mobile numbers, bank cards."""

from __future__ import annotations

import calendar
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise

from bulletin.checks.sensitive.deobfuscate import normalize_character, normalize_text
from bulletin.checks.sensitive.finding import SensitiveFinding, mask
from bulletin.checks.sensitive.prefilter import DIGIT_LETTERS, FILLER, ODD_GAPS
from bulletin.checks.sensitive.tables import labelled_cells

_DIGIT_VALUES = {
    **dict.fromkeys("〇零○◯洞OoОо", "0"),
    **dict.fromkeys("一壹幺弌lI", "1"),
    **dict.fromkeys("二贰貳弍弐两", "2"),
    **dict.fromkeys("三叁參弎", "3"),
    **dict.fromkeys("四肆亖", "4"),
    **dict.fromkeys("五伍", "5"),
    **dict.fromkeys("六陆陸", "6"),
    **dict.fromkeys("七柒拐", "7"),
    **dict.fromkeys("八捌", "8"),
    **dict.fromkeys("九玖勾", "9"),
}
_LETTERS_X = "XxＸｘХхⅩⅹΧχ×✕"
_DIGIT = f"0-9{''.join(_DIGIT_VALUES).translate(dict.fromkeys(map(ord, DIGIT_LETTERS)))}"
_ODD_DIGIT = re.compile(f"[{_DIGIT[3:]}]")
_UNUSUAL = re.compile(r"[^\t\n\r -~\u3400-\u9fff，。、：；（）“”]")
_SEPARATOR = (
    rf"(?:[ \t._/~*\\{ODD_GAPS}-]|{FILLER}++|\r?\n(?:[ \t]{{0,3}}>)?"
    r"|<!--(?:[^-]|-(?!->)){0,300}+-->|</?(?:b|i|u|s|a|em|strong|span|wbr|code|mark|small|sup|sub|font|ins|del|br)\b[^<>]{0,200}>)"
)
DIGIT_RUN = re.compile(
    rf"[{_DIGIT}](?:{_SEPARATOR}{{0,8}}[{_DIGIT}{DIGIT_LETTERS}]){{9,}}(?:{_SEPARATOR}{{0,8}}[{_DIGIT}{DIGIT_LETTERS}{_LETTERS_X}])"
)
"""A run of at least eleven digits with separators."""
_GROUP = re.compile(f"[{_DIGIT}{DIGIT_LETTERS}{_LETTERS_X}]+")
_TAG = re.compile(r"<!--.{0,300}?-->|<[^<>]*>", re.DOTALL)
_DOUBLED = str.maketrans("0123456789", "0246813579")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_CARDS = re.compile(r"62\d{14,17}|60[3-6]\d{13,16}|9[5-9]\d{14,17}|4\d{15}|5[1-5]\d{14}|35(?:2[89]|[3-8]\d)\d{12}")
_MOBILE = re.compile(r"(?:00?86|86)?(1[3-9]\d{9})")
_URL_START = re.compile(r"://|www\.|\.(?:com|cn|net|org|gov|edu)\b")
_URL_WINDOW = 200
_ASCII_GAPS = tuple(" \t._/~*-")
_MOBILE_LENGTHS = (11, 13, 15)
_LENGTHS = (19, 18, 17, 16, 15, 13, 11)
_WINDOW = 24
"""How far before a number the words that say what it is may begin."""
_MONEY = r"(?:元(?![旦宵])|[美欧日港澳英韩台加新]元|[欧英美港日][元镑金币]|卢布|[kKMGT]?[Ww][Hh]|千瓦)"
_UNIT = re.compile(
    r"(?:\.\d{1,4})?(?:[ \u3000]?[（(]?(?:[余多来几]|左右|上下)?"
    rf"|\n[ \u3000]{{0,4}}(?=[多余万亿]{{0,2}}{_MONEY})[多余万亿]{{0,2}})"
    rf"(?:{_MONEY}|个(?![人体])|人(?![员民士家们所])|[圆万亿户亩斤吨公米千度件次册棵株条项平立升台套份篇辆字兆毫微瓦%％㎡㎥㎞㎏㎜㎝㎎㏄]"
    r"|(?:[kKMGT](?:W|VA|Pa|Hz|i?B)|[kKdcm]m[23²³]?|m[23²³]|[km][gl]|ha|hm[2²]|°C)(?![A-Za-z\d]))"
)
_CONTACT = re.compile(r"(?:电话|手机|联系|微信|拨打|致电)(?![^\d\n]{0,2}[费数量])[^\d\n]{0,6}\Z")
_CURRENCY = re.compile(r"(?:[¥￥＄$€£]|RMB|CNY|USD|人民币)[ \u3000]?\Z")
_FIGURE_NAME = re.compile(
    r"(?:(?:编|单|批次?|期|序列|文|案|税|货|学|工|合同|流水|订单|发票|登记|备案|许可证?|资产|设备|档)号|[编代条]码|时间戳|SN"
    r"|(?:[量额值]|人口(?:总[数量])?|面积|里程|总数|[总合共]计|[人户次件]数)(?:已?[达为超至有共计]|约|突破|累计|合计){0,2})(?:码|为|是)?"
    r"[\W_]{0,4}[A-Za-z]{0,6}[-_/]?(?:(?:19|20)\d\d[-_/])?\Z"
    r"|(?:合同|协议|发票|订单|工单|票据|凭证)[A-Za-z]{1,6}[-_](?:(?:19|20)\d\d[-_])?\Z"
    r"|比(?:(?:例尺?|值|率|分|重)[为是约]?|[为是])[\W_]{0,3}(?:\d{1,9} ?[:：∶] ?)?\Z|\d ?∶ ?\Z"
)
_VERSION = re.compile(r"(?:版本号?|(?<![A-Za-z])(?i:v|ver|version))[\W_]{0,3}\Z")
_RATIO = re.compile(r" ?∶ ?\d")
_HEX_WORD = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[a-fA-F])(?:[0-9a-f]{32,}|[0-9A-F]{32,})(?![0-9A-Za-z])")
_HEX_LENGTHS = (32, 40, 56, 64, 96, 128)
"""Lengths of digests and names of objects, whose digits are nobody's telephone."""
_HEAD_OF_FIGURES = re.compile(r"[元量额值]|[编单批]号|[编代条]码|[人户次件]数|合计")
_DIGIT_BEFORE = re.compile(r"\d[A-Za-z]{0,12}\Z")
_DIGIT_AFTER = re.compile(r"[A-Za-z]{0,12}\d")
_LEAST_PART = 3
"""Least digits on either side of a line end within a number without a date."""


def find_numbers(text: str) -> Iterator[SensitiveFinding]:
    """Yield the personal numbers in a text without entities and escapes."""
    plain = _UNUSUAL.sub(lambda match: _plain_character(match[0]), text)
    # A number behind ① or 一 is not that sign's: odd digits are looked at with the others and as marks of their own.
    alone = _ODD_DIGIT.sub("；", plain if plain == text else _UNUSUAL.sub(lambda match: _plain_letter(match[0]), text))
    for seen in dict.fromkeys((plain, alone)):
        for run in DIGIT_RUN.finditer(seen):
            yield from _find_in_run(text, run)


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    """Return the digit that a character is in any script, FILLER for what nobody sees, else the character."""
    value = unicodedata.numeric(character, -1)
    return str(int(value)) if value in range(10) else _plain_letter(character)


@lru_cache(maxsize=4096)
def _plain_letter(character: str) -> str:
    """Return a full-width digit as a plain one, FILLER for what nobody sees, else the character."""
    if character in "\u2028\u2029":
        return " "
    seen = normalize_character(character)
    return FILLER if not seen else seen if "\uff10" <= character <= "\uff19" else character


def _find_in_run(text: str, run: re.Match[str]) -> Iterator[SensitiveFinding]:
    run_text, first = run[0], run.start()
    groups = _digit_groups(run_text)
    parts = [more for _, _, more in groups]
    gaps = [_visible_gap(run_text[one[1] : two[0]]) for one, two in pairwise(groups)]
    digits = "".join(parts)
    begins = list(accumulate(map(len, parts), initial=0))
    ends = {begins[at + 1]: at for at in range(len(groups))}
    last_end = 0
    for at, (begin, _, _) in enumerate(groups):
        if begin < last_end or _is_fraction_part(groups, at, run_text):
            continue
        is_spaced = run_text[groups[at][1] : groups[at][1] + 1] in _ASCII_GAPS
        for length in _LENGTHS:
            last = ends.get(begins[at] + length)
            if last is None or (is_spaced and not _is_plausible_grouping(length, last - at + 1)):
                continue
            start, end = first + begin, first + groups[last][1]
            found = _classify(digits[begins[at] : begins[at] + length])
            if (
                found
                and _is_one_number(found, parts, gaps, at, last)
                and (_has_date_and_check_digit(found) or not _is_in_url(found, text, start, end))
                and not _is_figure(found, text, start, end)
            ):
                last_end = groups[last][1]
                yield SensitiveFinding(found[0], start, end, mask(found[1], 3, 2), found[1])
                break


def _digit_groups(run: str) -> list[tuple[int, int, str]]:
    """Return start, end and digits of the digit groups of a run."""
    bare = _TAG.sub(lambda match: " " * len(match[0]), run) if "<" in run else run
    groups = [(match.start(), match.end(), _digits(match[0])) for match in _GROUP.finditer(bare)]
    start, end, last = groups[-1]
    if last[-1] == "X" and not _is_identity("".join(more for _, _, more in groups)[-18:]):
        # A letter that happens to follow.
        groups[-1:] = [(start, end - 1, last[:-1])] if len(last) > 1 else []
    return groups


def _is_one_number(found: tuple[str, str], groups: list[str], gaps: list[str], first: int, last: int) -> bool:
    """Return whether the digit groups from *first* to *last* are one number, and not figures or part of a code."""
    inner = gaps[first:last]
    kinds = set(inner)
    if kinds <= {""}:
        return True
    if _has_date_and_check_digit(found):
        # More line ends are those of a column of figures.
        return inner.count("\n") <= 1 and (len(kinds) == 1 or not any("." in gap for gap in kinds))
    before = [] if groups[first - 1] in ("86", "0086") else gaps[max(first - 1, 0) : first]
    if not (kinds - {" ", ""}).isdisjoint([*before, *gaps[last : last + 1]]):
        return False
    sizes = [len(digits) for digits in groups[first : last + 1]]
    if "\n" in kinds and not _is_torn(inner, sizes):
        return False
    kinds.discard("\n")
    return not kinds or (len(kinds) == 1 and _is_usual_grouping(found[0], sizes))


def _is_torn(gaps: list[str], sizes: list[int]) -> bool:
    """Return whether a number is broken over one line end, and not a column of figures."""
    torn = gaps.index("\n") + 1
    return gaps.count("\n") == 1 and min(sum(sizes[:torn]), sum(sizes[torn:])) >= _LEAST_PART


@lru_cache(maxsize=1024)
def _visible_gap(gap: str) -> str:
    """Return what readers see between two groups of digits."""
    if not gap:
        return ""
    seen = normalize_text(_TAG.sub("", gap))[0]
    return "\n" if "\n" in seen else seen.replace("*", "")


def _is_plausible_grouping(length: int, groups: int) -> bool:
    """Return whether a number of that length may be written in so many groups: a few, in pairs, or single digits."""
    return length == 18 or groups <= 6 or groups in (length, (length + 1) // 2)  # noqa: PLR2004


def _has_date_and_check_digit(found: tuple[str, str]) -> bool:
    """Return whether a number has a check digit and a date, so that a chance match is unlikely."""
    return found[0] == "identity-number" and len(found[1]) == 18  # noqa: PLR2004


def _is_usual_grouping(code: str, sizes: list[int]) -> bool:
    """Return whether numbers of that kind are written in groups of these sizes."""
    if max(sizes) == 1 or (max(sizes) == 2 and set(sizes[:-1]) <= {2}):  # noqa: PLR2004 - one by one, or in pairs
        return True
    match code:
        case "mobile-number":
            return len(sizes) <= 3 and min(sizes) >= 3  # noqa: PLR2004 - 138 0013 8000
        case "bank-card":
            return max(sizes) <= 8  # noqa: PLR2004 - 6222 0212 3456 7890 128, 622202 12345678 90128
    return sizes == [6, 6, 3]


def _is_figure(found: tuple[str, str], text: str, start: int, end: int) -> bool:
    """Return whether the words beside a number say that it is a sum, a count or a code, or that it is part of one."""
    before, after = text[max(start - _WINDOW, 0) : start], text[end : end + _WINDOW]
    if _has_date_and_check_digit(found):
        return after[:1].isdecimal() or before[-1:].isdecimal()
    # What a number at the beginning of its line is, the line before may say.
    line = before.rstrip(" \t\u3000\r\n").rpartition("\n")[2]
    if _CONTACT.search(line):
        return False
    return bool(
        _UNIT.match(after)
        or _RATIO.match(after)
        or _CURRENCY.search(before)
        or _FIGURE_NAME.search(line)
        or ("." in text[start:end] and _VERSION.search(before))
        or _is_digest(text, start)
        or _DIGIT_BEFORE.search(before)
        or _DIGIT_AFTER.match(after)
        or (("|" in line or "<td" in line) and _HEAD_OF_FIGURES.search(_label(text, start)))
    )


def _is_digest(text: str, position: int) -> bool:
    """Return whether what stands at *position* is part of a digest."""
    begin = max(position - _HEX_LENGTHS[-1], 0)
    words = _HEX_WORD.finditer(text, begin, position + _HEX_LENGTHS[-1] + 1)
    return any(word.start() <= position < word.end() and len(word[0]) in _HEX_LENGTHS for word in words)


def _label(text: str, position: int) -> str:
    """Return what the cells above and beside that at *position* say."""
    starts, labels = _labels(text)
    at = bisect_right(starts, position) - 1
    return labels[starts[at]] if at >= 0 else ""


@lru_cache(maxsize=1)
def _labels(text: str) -> tuple[list[int], dict[int, str]]:
    """Return where the cells of a text begin, and the labels of each."""
    labels: dict[int, str] = {}
    for label, cell, _ in labelled_cells(text):
        labels[cell.start] = f"{labels.get(cell.start, '')} {label}"
    return sorted(labels), labels


def _is_in_url(found: tuple[str, str], text: str, start: int, end: int) -> bool:
    """Return whether a number is part of a URL, where long numbers identify images and pages."""
    token = text[max(start - _URL_WINDOW, 0) : start].rpartition(" ")[2].rpartition("\n")[2]
    if not _URL_START.search(token):
        return False
    if found[0] == "mobile-number" and token[-1] == "/":
        # A page's own number would be longer; what follows must not go on with it.
        return text[end : end + 1] in ("_", "-", ".")
    return (
        token[-1] in "/_-."
        or token[-1].isalpha()
        or text[end : end + 1] == "_"
        or (token[-1] == "=" and found[0] != "mobile-number")
    )


def _digits(group: str) -> str:
    return group if group.isascii() and group.isdigit() else "".join(map(_digit, group))


def _digit(character: str) -> str:
    if character in _LETTERS_X:
        return "X"
    return _DIGIT_VALUES.get(character) or f"{unicodedata.numeric(character):.0f}"


def _is_fraction_part(groups: list[tuple[int, int, str]], at: int, run: str) -> bool:
    """Return whether a group is the fractional part of a decimal number."""
    return at == 1 and len(groups) == 2 and run[groups[0][1] : groups[1][0]] == "."  # noqa: PLR2004


def _classify(digits: str) -> tuple[str, str] | None:
    """Return the problem code of a number, and the number, or None."""
    match len(digits):
        case 18 if _is_identity(digits):
            return "identity-number", digits
        case 15 if digits.isdigit() and digits[:2] not in ("19", "20") and digits[0] in "12345678":
            if _is_date("19" + digits[6:12]):
                return "identity-number", digits
    if not digits.isdigit():
        return None
    if len(digits) in _MOBILE_LENGTHS and (mobile := _MOBILE.fullmatch(digits)):
        return "mobile-number", mobile[1]
    if len(digits) not in _MOBILE_LENGTHS and _CARDS.fullmatch(digits) and _passes_luhn(digits):
        return "bank-card", digits
    return None


def _is_identity(digits: str) -> bool:
    """Return whether digits are an identity number (GB 11643-1999): birth date and check digit by ISO 7064 MOD 11-2."""
    if not digits[:17].isdigit() or digits[0] in "09" or not _is_date(digits[6:14]):
        return False
    return _CHECK_DIGITS[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11] == digits[17]


def _is_date(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return 1850 <= year < 2150 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]  # noqa: PLR2004


def _passes_luhn(digits: str) -> bool:
    back = digits[::-1]
    return sum(map(int, back[::2] + back[1::2].translate(_DOUBLED))) % 10 == 0
