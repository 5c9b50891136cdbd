"""Classification marks: 绝密、机密、秘密 with a star or a term, also obfuscated; sentences about secrecy are none.

A mark is, by the rules for official documents, a level with ★ or a term (机密★5年), a level alone on its line or in
brackets at its end, or 密级：机密. The word in a sentence (保守国家秘密、秘密投票) is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bulletin.checks.sensitive.deobfuscate import merge_windows, normalize_text, remove_tags
from bulletin.checks.sensitive.finding import SensitiveFinding
from bulletin.checks.sensitive.prefilter import LEVEL_STARTS

_CONTEXT_BEFORE, _CONTEXT_AFTER = 100, 400
"""The number of characters before and after a level that are searched."""
_MAX_DISTANCE = 300
"""The largest distance between the two characters of a level."""

_BETWEEN_LETTERS = r"[ \t\u2000-\u200a\u3000·._*-]{1,3}"
_SPACED_LATIN = "|".join(rf"\b{_BETWEEN_LETTERS.join(word)}\b" for word in ("confidential", "secret"))
_LATIN = re.compile(
    r"(?i:top.{0,9}secret|(?:jue|ji|mi)[ '-]?mi\W{0,4}[★☆⭐✩✪✮✰\uff0a*])|\b(?:SECRET|CONFIDENTIAL|Confidential)\b"
    rf"|(?i:{_SPACED_LATIN})"
)
# Letters that each of these has: a full search takes as long as all the rest.
_LATIN_HINT = re.compile(
    "[EeMmOo](?:(?<=[Mm])[Iiıİ]|(?<=[Ee])[Cc][Rr]|(?<=[Oo])[Nn][Ff]|(?<=[EeOo])[^A-Za-z0-9]{1,3}[CcNn][^A-Za-z0-9])"
)
_LEVEL_END = re.compile("[密宻蜜嘧谧宀]")
_INVISIBLE_LETTERS = frozenset("_\u115f\u1160\u3164\uffa0")

_FILLING = r"[^\w★]{0,8}"
_LEVEL = (
    rf"(?:(?:绝|[纟糸]{_FILLING}色|机|木{_FILLING}几|秘|禾{_FILLING}必)"
    rf"{_FILLING}(?:密|宀{_FILLING}必{_FILLING}山))"
)
_LOOSE_LEVEL = rf"(?:[绝机几秘泌]{_FILLING}[密蜜嘧谧])"
_LEVEL_SUFFIX = r"(?: ?(?:级|件|文件))?"
_NUMBER = r"[0-9〇零一二两三四五六七八九十廿卅百半壹贰叁肆伍陆柒捌玖拾]"
_TERM = (
    rf"(?:(?:{_NUMBER} ?){{1,5}}(?:年|个? ?月|日|天|周|小时)"
    r"|长 ?期|永 ?久|启 ?用|解 ?密|公 ?布|公 ?开 ?前|使用前|发布前|至 ?\d)"
)
_WIDE_GAP = r"[ \n\"'”’》】〕）)\]*:：,，、|/—-]{0,4}"
_NARROW_GAP = r"[ \"'”’》】〕）)\]*:：|/—-]{0,4}"
_DOCUMENT_NUMBER = r"(?:[^\n]{0,40}[〔\[【（(] ?\d{4} ?[〕\]】）)] ?(?:第 ?)?\d{1,5} ?号[ :：,，*]*)?"
_URGENCY = r"(?:特 ?提|特 ?急|加 ?急|平 ?急|急 ?件|急)"
_LINE_START = (
    rf"(?:^|\n)[ >#*\"'“‘-]*{_DOCUMENT_NUMBER}(?:\d{{6}} {{1,3}})?(?:[\w-]{{1,20}} ?[:=：] ?[\"'“‘]?)?"
    rf"(?:{_URGENCY}[ ·、,，*/]*)?"
)
_LINE_END = rf"(?: ?(?:〔\d{{4}}〕 ?)?\d{{1,6}} ?号)?(?:[ ·、,，*/\n]{{0,3}}{_URGENCY})?[ *\"'”’。.！!]*(?=\n|$)"
# Words with which 秘密 is something else: a business's, a village's.
_OWNERS = "商业工作国家企业技术行业个人党的保守严守保护坚守致富增收成功公开"
_NO_MARK = (
    "".join(f"(?<!{_OWNERS[at : at + 2]})(?<!{_OWNERS[at : at + 2]} )" for at in range(0, len(_OWNERS), 2)) + "(?<!的)"
)
_THIS_TEXT = r"(?:文件|[本此该密](?:文件|[文件]|材料|资料|方案|报告|通知))"
_KEEP = r"(?:注意保[存密]|妥善保[管存]|(?:不得|严禁|请勿|禁止|切勿)(?:外传|公开|翻印|复印|转载|扩散))"
_LEVEL_LABEL = r"(?:密 ?级|定 ?密)[ *\"”]{0,4}(?:[:=|>→—（(【\[-]{0,2}|为|是|属|[标定]为|确定为)[ *\"“]{0,4}"
_PAPER_NAME = (
    r"(?:报告|方案|通知|通报|名单|名册|情况|纪要|汇报|意见|请示|批复|函|表|材料|办法|计划|总结|要点|信息|专报)"
)
_TITLE = r"(?:(?:^|\n)[{, ]*[\"'“]?(?:title|标题)[\"'”]? ?[:=：] ?[\"'“‘]?|(?:^|\n)#{1,6} )"
_BEFORE_NUMBER = r"[ ·,，:：]{0,3}[\u4e00-\u9fff]{1,12} ?[〔\[【（(] ?\d{4} ?[〕\]】）)] ?(?:第 ?)?\d{1,5} ?号"
_PERIOD = rf"[ ,，:：（(;；·]{{0,3}}保密 ?期限?[ :：为是]{{0,3}}{_TERM}[）)]?"
_EXPLAINED = re.compile(r"(绝密|机密|秘密)(?:级(?:国家秘密)?)?[*\"”]{0,3} ?[:：]")
"""Where several levels stand before a colon, each is explained."""
_MARKS = tuple(
    re.compile(form)
    for form in (
        rf"({_LEVEL}){_LEVEL_SUFFIX}{_NARROW_GAP}★ ?{_TERM}",
        rf"{_NO_MARK}({_LEVEL}){_LEVEL_SUFFIX}{_NARROW_GAP}★",
        rf"({_LOOSE_LEVEL}){_LEVEL_SUFFIX}{_WIDE_GAP}★ ?{_TERM}",
        rf"{_NO_MARK}({_LOOSE_LEVEL})★",
        rf"({_LEVEL}){_LEVEL_SUFFIX} ?(?<!\*)\*(?!\*) ?{_TERM}",
        rf"(?<![\u4e00-\u9fff])({_LEVEL})\*{{2,3}} ?{_TERM}(?![\u4e00-\u9fff])",
        rf"★ ?[【\[（(]?({_LEVEL}){_LEVEL_SUFFIX}(?=[^\w、]|$)",
        rf"{_LINE_START}[【\[〔〖（(]?({_LEVEL}){_LEVEL_SUFFIX}(?![，。、；！？])[^\w\n]{{0,3}}{_TERM}前?(?![\u4e00-\u9fff])",
        rf"{_LINE_START}[【\[〔〖（(《]? ?({_LEVEL}){_LEVEL_SUFFIX} ?[】\]〕〗）)》]?{_LINE_END}",
        rf"{_LINE_START}[【\[〔〖（(] ?({_LEVEL}){_LEVEL_SUFFIX} ?[】\]〕〗）)]",
        rf"{_LINE_START}({_LEVEL}){_LEVEL_SUFFIX}[^\w\n]{{0,3}}{_KEEP}{_LINE_END}",
        rf"(?:(?:^|\n)(?:title|标题) ?[:=：] ?[\"'“‘]?|(?:^|\n)#+ ?)({_LEVEL}){_LEVEL_SUFFIX} ?[:：]",
        rf"[【\[〔〖（(] ?({_LEVEL}){_LEVEL_SUFFIX} ?[】\]〕〗）)]{_LINE_END}",
        rf"{_LEVEL_LABEL}({_LEVEL})级?(?= ?(?:$|[^\w、/ ]|保密|期限))(?![\"”*]{{1,3}}的)",
        rf"{_TITLE}[^\n]{{2,70}}(?:{_PAPER_NAME}|[ ·—–|/]){_NO_MARK}({_LEVEL}){_LEVEL_SUFFIX}{_LINE_END}",
        rf"{_PAPER_NAME}[ ·—–|/]{{1,4}}({_LEVEL}){_LEVEL_SUFFIX}{_LINE_END}",
        rf"{_LINE_START}({_LEVEL})(?: ?(?:件|文件))?{_BEFORE_NUMBER}",
        rf"{_LINE_START}({_LEVEL})(?: ?(?:件|文件))?{_PERIOD}{_LINE_END}",
        rf"{_THIS_TEXT} ?(?:[定属]|确定|标注|是)?[为于]? ?({_LEVEL})级?(?= ?(?:$|[^\w、/ ]))",
    )
)
_BARE_COLON = re.compile(rf"{_LINE_START}({_LEVEL}){_LEVEL_SUFFIX} ?[:：][ *]*(?=\n|$)")
_LATIN_MARK = re.compile(
    r"(?i)((?:top ?secret|confidential|(?:jue|ji|mi)[ '-]?mi|(?-i:SECRET)) ?★)"
    rf"|{_LINE_START}[\[(【（]?((?-i:T(?:OP|op) ?(?:SECRET|[Ss]ecret)|SECRET|CONFIDENTIAL|Confidential))"
    rf"[\])】）]?{_LINE_END}"
    rf"|{_LINE_START}[\[(【（]?(?:t[ ._·-]?o[ ._·-]?p[ ._·-]{{1,3}})?({_SPACED_LATIN})[\])】）]?{_LINE_END}"
)

_PAPER = r"(?:资 ?料|文 ?件|材 ?料|刊 ?物|参 ?考|传 ?阅|发 ?行|交 ?流|使 ?用|情 ?况)"
_INTERNAL_MARK = re.compile(
    rf"内 ?部 ?{_PAPER}?"
    rf"[^\w\n]{{0,6}}(?:{_KEEP}|★)"
    r"|(?:仅|只|限) ?供? ?内 ?部 ?(?:参考|使用|传阅|阅读|掌握|交流|学习|人员)"
    rf"|{_LINE_START}[【\[〔〖（(]? ?内 ?部 ?{_PAPER} ?[】\]〕〗）)]?{_LINE_END}"
    rf"|[【\[〔〖（(] ?内 ?部 ?{_PAPER}? ?[】\]〕〗）)]{_LINE_END}"
    rf"|{_LEVEL_LABEL}内部"
    rf"|{_LINE_START}(?:不得|严禁|请勿|禁止|切勿) ?外 ?传{_LINE_END}"
)
_INTERNAL_HINT = re.compile(
    r"[内內仅僅只限传傳](?:(?<=[内內])(?=.{0,30}?部)|(?<=[仅僅只限])(?=.{0,30}?[内內])|(?<=外[传傳]))", re.DOTALL
)


def find_marks(text: str, *, public: bool) -> Iterator[SensitiveFinding]:
    """Yield the marks in a text without entities and escapes; in a *public* archive 内部资料 is a mark, too."""
    levels = set(_level_positions(text))
    if "<" in text:
        # Text is searched with tags and without.
        levels |= set(_level_positions(remove_tags(text)))
    forms = _MARKS if len(set(_EXPLAINED.findall(text))) > 1 else (*_MARKS, _BARE_COLON)
    yield from _find_near(text, sorted(levels), forms, "secret-mark")
    latin = _LATIN.finditer(text) if _LATIN_HINT.search(text) else ()
    yield from _find_near(text, (match.start() for match in latin), (_LATIN_MARK,), "secret-mark")
    if public:
        hints = (match.start() for match in _INTERNAL_HINT.finditer(text))
        yield from _find_near(text, hints, (_INTERNAL_MARK,), "internal-mark")


def _level_positions(text: str) -> Iterator[int]:
    """Yield the positions of 绝, 机, 秘 and their variants that 密 follows, with only invisible characters between."""
    for sign in _LEVEL_END.finditer(text):
        for position in range(sign.start() - 1, max(sign.start() - _MAX_DISTANCE, -1), -1):
            character = text[position]
            if character in LEVEL_STARTS:
                yield position
                break
            if character.isalnum() and character not in _INVISIBLE_LETTERS:
                break


def _find_near(
    text: str, positions: Iterable[int], forms: tuple[re.Pattern[str], ...], code: str
) -> Iterator[SensitiveFinding]:
    """Yield the marks around *positions*, each once."""
    found: set[int] = set()
    for start, end in merge_windows(positions, _CONTEXT_BEFORE, _CONTEXT_AFTER):
        raw = text[start:end]
        for stretch in dict.fromkeys((remove_tags(raw), raw)):
            seen, at = normalize_text(stretch)
            for mark in (mark for form in forms for mark in form.finditer(seen)):
                first = next((mark.start(g) for g in range(1, len(mark.groups()) + 1) if mark[g]), mark.start())
                first += len(mark.string[first : mark.end()]) - len(mark.string[first : mark.end()].lstrip())
                begin = start + at[first]
                if begin not in found:
                    found.add(begin)
                    normalized = "".join(c for c in seen[first : mark.end()] if c.isalnum() or c == "★")
                    yield SensitiveFinding(
                        code, begin, start + at[mark.end() - 1] + 1, f"{normalized[:1]}**", normalized
                    )
