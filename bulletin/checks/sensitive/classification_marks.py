"""Marks of classification: 绝密、机密、秘密 with a star or a term, however disguised; talk about secrecy is none.

A mark is what the rules for official documents make one: a level with ★ or a term (机密★5年), a level alone on its
line or in brackets at its end, or 密级：机密. The word in a sentence (保守国家秘密、秘密投票) is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bulletin.checks.sensitive.deobfuscate import compact, stretches, without_tags
from bulletin.checks.sensitive.finding import Finding
from bulletin.checks.sensitive.prefilter import FIRST

_BEFORE, _AFTER = 60, 400
"""How much of a text around a level is looked at, in characters."""
_HIDDEN = 300
"""How far from each other the two characters of a level may stand."""

_LATIN = re.compile(
    r"(?i:top.{0,9}secret|(?:jue|ji|mi)[ '-]?mi\W{0,4}[★☆⭐✩✪✮✰\uff0a*])|\b(?:SECRET|CONFIDENTIAL|Confidential)\b"
)
# What each of these has, so that few texts are searched for them, which takes as long as all the rest.
_LATIN_HINT = re.compile("[Mm][Iiıİ]|[Ee][Cc][Rr]|[Oo][Nn][Ff]")
_SIGN = re.compile("[密宻蜜嘧谧宀]")
_UNSEEN = frozenset("_\u115f\u1160\u3164\uffa0")

_IN = r"[^\w★]{0,8}"
_LEVEL = rf"(?:(?:绝|[纟糸]{_IN}色|机|木{_IN}几|秘|禾{_IN}必){_IN}(?:密|宀{_IN}必{_IN}山))"
_LOOSE = rf"(?:[绝机几秘泌]{_IN}[密蜜嘧谧])"
_GRADE = r"(?: ?(?:级|件|文件))?"
_NUMBER = r"[0-9〇零一二两三四五六七八九十廿卅百半壹贰叁肆伍陆柒捌玖拾]"
_TERM = (
    rf"(?:(?:{_NUMBER} ?){{1,5}}(?:年|个? ?月|日|天|周|小时)"
    r"|长 ?期|永 ?久|启 ?用|解 ?密|公 ?布|公 ?开 ?前|使用前|发布前|至 ?\d)"
)
_APART = r"[ \n\"'”’》】〕）)\]*:：,，、|/—-]{0,4}"
_TIGHT = r"[ \"'”’》】〕）)\]*:：|/—-]{0,4}"
_START = r"(?:^|\n)[ >#*\"'“‘]*(?:[\w-]{1,20} ?[:=：] ?[\"'“‘]?)?"
_END = r"[ *\"'”’]*(?=\n|$)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"({_LEVEL}){_GRADE}{_TIGHT}★(?: ?{_TERM})?",
        rf"({_LOOSE}){_GRADE}{_APART}★ ?{_TERM}",
        rf"({_LOOSE})★(?: ?{_TERM})?",
        rf"({_LEVEL}){_GRADE} ?(?<!\*)\*(?!\*) ?{_TERM}",
        rf"(?<![\u4e00-\u9fff])({_LEVEL})\*{{2,3}} ?{_TERM}(?![\u4e00-\u9fff])",
        rf"★ ?[【\[（(]?({_LEVEL}){_GRADE}(?=[^\w、]|$)",
        rf"{_START}[【\[〔〖（(]?({_LEVEL}){_GRADE}(?![，。、；！？])[^\w\n]{{0,3}}{_TERM}(?![\u4e00-\u9fff])",
        rf"{_START}[【\[〔〖（(《]? ?({_LEVEL}){_GRADE} ?[】\]〕〗）)》]?{_END}",
        rf"{_START}[【\[〔〖] ?({_LEVEL}){_GRADE} ?[】\]〕〗]",
        rf"[【\[〔〖（(] ?({_LEVEL}){_GRADE} ?[】\]〕〗）)]{_END}",
        rf"密 ?级 ?[:=|>→—-]{{0,2}} ?({_LEVEL})级?(?= ?(?:$|[^\w、/ ]|保密|期限))",
    )
)
_FOREIGN = re.compile(
    r"(?i)((?:top ?secret|confidential|(?:jue|ji|mi)[ '-]?mi|(?-i:SECRET)) ?★)"
    rf"|{_START}[\[(【（]?((?-i:TOP ?SECRET|SECRET|CONFIDENTIAL))[\])】）]?{_END}"
)

_PAPER = r"(?:资 ?料|文 ?件|材 ?料|刊 ?物|参 ?考|传 ?阅|发 ?行|交 ?流|使 ?用|情 ?况)"
_WITHIN = re.compile(
    rf"内 ?部 ?{_PAPER}?"
    r"[^\w\n]{0,6}(?:注意保[存密]|妥善保[管存]|(?:不得|严禁|请勿|禁止|切勿)(?:外传|公开|翻印|复印|转载|扩散)|★)"
    r"|(?:仅|只|限) ?供? ?内 ?部 ?(?:参考|使用|传阅|阅读|掌握|交流|学习|人员)"
    rf"|{_START}[【\[〔〖（(]? ?内 ?部 ?{_PAPER} ?[】\]〕〗）)]?{_END}"
    rf"|[【\[〔〖（(] ?内 ?部 ?{_PAPER}? ?[】\]〕〗）)]{_END}"
    r"|密 ?级 ?[:=|>→—-]{0,2} ?内部"
)
_INNER = re.compile("[内內](?=.{0,30}?部)|[仅僅只限](?=.{0,30}?[内內])", re.DOTALL)


def marks(text: str, *, public: bool) -> Iterator[Finding]:
    """Yield the marks in a text that is free of entities and escapes; in a *public* archive 内部资料 is one, too."""
    levels = set(_levels(text))
    if "<" in text:
        # What stands in tags is read as well as what stands between them.
        levels |= set(_levels(without_tags(text)))
    yield from _near(text, sorted(levels), _FORMS, "secret-mark")
    latin = _LATIN.finditer(text) if _LATIN_HINT.search(text) else ()
    yield from _near(text, (match.start() for match in latin), (_FOREIGN,), "secret-mark")
    if public:
        yield from _near(text, (match.start() for match in _INNER.finditer(text)), (_WITHIN,), "internal-mark")


def _levels(text: str) -> Iterator[int]:
    """Yield the places of characters with which a level may begin: 绝, 机, 秘 with 密 as the next that is seen."""
    for sign in _SIGN.finditer(text):
        for place in range(sign.start() - 1, max(sign.start() - _HIDDEN, -1), -1):
            character = text[place]
            if character in FIRST:
                yield place
                break
            if character.isalnum() and character not in _UNSEEN:
                break


def _near(text: str, places: Iterable[int], forms: tuple[re.Pattern[str], ...], code: str) -> Iterator[Finding]:
    """Yield the marks around *places*, each once."""
    told: set[int] = set()
    for start, end in stretches(places, _BEFORE, _AFTER):
        raw = text[start:end]
        for stretch in dict.fromkeys((without_tags(raw), raw)):
            seen, at = compact(stretch)
            for mark in (mark for form in forms for mark in form.finditer(seen)):
                first = next((mark.start(g) for g in range(1, len(mark.groups()) + 1) if mark[g]), mark.start())
                first += len(mark.string[first : mark.end()]) - len(mark.string[first : mark.end()].lstrip())
                begin = start + at[first]
                if begin not in told:
                    told.add(begin)
                    essence = "".join(c for c in seen[first : mark.end()] if c.isalnum() or c == "★")
                    yield Finding(code, begin, start + at[mark.end() - 1] + 1, f"{essence[:1]}**", essence)
