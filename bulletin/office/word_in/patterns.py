"""What offices write around a text: mastheads, contents, signatures, distribution."""

from __future__ import annotations

import re
from datetime import date

_NUMERALS = "一二三四五六七八九十百"
LEVELS = (
    re.compile(rf"[{_NUMERALS}]{{1,4}}、"),
    re.compile(rf"[（(][{_NUMERALS}]{{1,4}}[）)]"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
"""The ladder of headings: 一、 （一） 1. （1）."""

SENTENCE = re.compile(r"[。；：！？;!?]|[^\d]\.|…$")
ISSUE = re.compile(r"第\s*([\d０-９〇一二三四五六七八九十百]+)\s*[期号號](?!文)")
SERIAL = re.compile(r"(?:总|總)第?\s*([\d０-９]+)\s*[期号]")
SUPPLEMENT, SPECIAL = re.compile(r"增\s*刊"), re.compile(r"专\s*刊")
BULLETIN = re.compile(r"^[\w\s·《》]{0,16}(?:信息|简报|动态|快报|专报|通讯|参考|内参|工作情况|简讯)$")
MARKING = re.compile(r"^(?:内部(?:资料|刊物|文件|信息)|注意(?:保存|保密)|[【\[（(]?内部)[\s\S]{0,20}$")
SECRET = re.compile(r"(?:绝\s*密|机\s*密|秘\s*密)\s*(?:[★☆*]|$|\d)")
CONTENTS = re.compile(
    r"^[【\[（(]?(?:本\s*期)?\s*(?:目\s*录|要\s*目|导\s*读|篇\s*目|看\s*点|内\s*容\s*提\s*要)[】\])）]?\s*[:：]?$"
)
PAGE_AT_END = re.compile(r"(?:[.．·…\s_—-]{2,}|[（(]\s*)\d{1,4}\s*[）)]?$")
ENTRY_SIGN = re.compile(r"^[\s◆●★◇■□·•▲▪※☆○◎*\-—]+|^(?:\d{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,3}[）)、])\s*")
NOTE = re.compile(
    r"^[【\[]?\s*(?:编\s*者\s*)?(?:按|的话)(?:\s*语)?\s*[】\]]?\s*[:：]?|^[【\[]?编者(?:按|的话)[】\]]?\s*[:：]?"
)
FOOT = re.compile(
    r"^\s*(?:主\s*)?(?P<kind>报|呈\s*报|抄\s*报|送|抄\s*送|主\s*送|发|分\s*送|下\s*发|印\s*发)\s*[:：]\s*(?P<names>.*)$",
    re.DOTALL,
)
COPIES = re.compile(
    r"[（(]?\s*共\s*印\s*(\d+)\s*份\s*[）)]?|印\s*(?:数|份)\s*[:：]\s*(\d+)|^[（(]\s*共\s*(\d+)\s*份\s*[）)]$"
)
PRINTED = re.compile(r"(?:\d{4}年\d{1,2}月\d{1,2}日|日)\s*印(?:发|刷|制)?$")
EDITOR = re.compile(r"(?:责\s*任\s*编\s*辑|责\s*编|编\s*辑|编\s*审|主\s*编)\s*[:：]\s*([^\s　，,；;：:）)]+)")
SIGNER = re.compile(r"(?:签\s*发(?:\s*人)?)\s*[:：]\s*([^\s　，,；;：:）)]+)")
APPROVED = re.compile(r"(?:审\s*签(?:\s*人)?|审\s*核(?:\s*人)?|核\s*稿)\s*[:：]\s*([^\s　，,；;：:）)]+)")
CONTACT = re.compile(
    r"^[（(]?(?:联\s*系\s*(?:人|电话|方式)|电\s*话|手\s*机|邮\s*箱|电子邮箱|地\s*址|邮\s*编|校\s*对|打\s*字|打\s*印|投稿邮箱)\s*[:：]"
)
CONTACT_PART = re.compile(
    r"(?:联\s*系\s*(?:人|电话|方式)|电\s*话|手\s*机|邮\s*箱|电子邮箱|地\s*址|邮\s*编|校\s*对|打\s*字|打\s*印)"
    r"\s*[:：]\s*[^\s，,；;]*"
)
CATEGORY = re.compile(r"^[（(【\[]?\s*(?:信息)?类\s*别\s*[:：]\s*([^\s）)】\]]+)\s*[）)】\]]?$")

_KEY = (
    r"供\s*稿\s*单\s*位|供\s*稿\s*人?|报\s*送\s*单\s*位|报\s*送\s*人|报\s*送|撰\s*稿\s*人?|撰\s*写\s*人?|作\s*者\s*单\s*位|作\s*者"
    r"|执\s*笔\s*人?|稿\s*件\s*来\s*源|来\s*源|通\s*讯\s*员|投\s*稿|文\s*[/／]"
)
SIGNED = re.compile(_KEY)
LABEL = re.compile(rf"(?:{_KEY}|单\s*位|日\s*期|时\s*间)\s*[:：]?")
OTHER_LABEL = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,8})\s*[:：]\s*[^\s　，,；;：:）)]*")
PHONE = re.compile(r"(?<!\d)(?:1\d{10}|1\d{2}[- ]\d{4}[- ]\d{4}|(?:[（(]?0\d{2,3}[）)]?[- ]?)\d{7,8})(?!\d)")
OFFICIAL = re.compile(
    r"(?:中国共产党|中共)[\u4e00-\u9fff]{2,30}(?:委员会|委|部|局|党组|总支|支部|办公室)|[\u4e00-\u9fff]{2,20}人民政府(?:办公室)?"
)
"""The name of an organ in full, as it signs."""
ATTACHMENT = re.compile(r"[（(]?附\s*(?:件|表|图)?\s*[\d一二三四五六七八九十]{0,2}\s*(?:[:：]|$)")
BRACKETED = re.compile(r"[（(【\[]\s*([^（）()【】\[\]]{2,80}?)\s*[）)】\]]\s*$")
DAY = re.compile(r"(\d{4})\s*[年./\-—]\s*(\d{1,2})\s*[月./\-—]\s*(\d{1,2})\s*日?")
CHINESE_DAY = re.compile(
    r"([二〇零○Ｏ一三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
PERSON = re.compile(
    r"^(?:[\u4e00-\u9fff\U00020000-\U0003ffff]{2,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}|[\u4e00-\u9fff]某{1,2})$"
)
_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}


def squeezed(text: str) -> str:
    """Return a text without spaces."""
    return "".join(text.split())


def find_day(text: str) -> date | None:
    """Return the first day that a text names with its year; None where there is none."""
    if match := DAY.search(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := CHINESE_DAY.search(squeezed(text)):
        year = int("".join(str(_DIGITS.get(sign, 0)) for sign in match[1]))
        return _day(year, chinese_number(match[2]), chinese_number(match[3]))
    return None


def is_day(text: str) -> bool:
    """Whether a text is a day and nothing else."""
    bare = re.sub(r"[（()）\s]", "", text)
    return bool(DAY.fullmatch(bare) or CHINESE_DAY.fullmatch(bare))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def chinese_number(text: str) -> int:
    """Return a number below 1000 as it is written in Chinese, or in figures."""
    text = squeezed(text)
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 * (sign in "〇零") + _DIGITS.get(sign, 0)
    return total + digit
