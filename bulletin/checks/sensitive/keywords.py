"""Sensitive data recognised by words or formats: travel permits, passwords, keys, internal addresses, mailboxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.checks.sensitive.deobfuscate import merge_windows, normalize_text, remove_tags
from bulletin.checks.sensitive.finding import SensitiveFinding, mask
from bulletin.checks.sensitive.prefilter import FILLER

_MAX_DISTANCE = 40
"""The largest distance between the word 护照 and a number, in characters."""
# Each begins with a class of its first characters: searches for such are several times as fast.
_PERMIT_WORD = re.compile(
    r"[护護通台回Pp](?:(?<=[护護])\W{0,3}照|(?<=通)\W{0,3}行\W{0,3}[证證]|(?<=台)\W{0,3}胞\W{0,3}[证證]"
    r"|(?<=回)\W{0,3}[乡鄉]\W{0,3}[证證]|(?<=[Pp])(?i:assport))"
)
_PERMIT_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?:[EGDSPKHCMLTegdspkhcmlt][A-Za-z]? ?(?:\d ?){7,10}|(?:\d ?){8,10})"
    r"(?![A-Za-z0-9年月元本件人份次个余多张])"
)
_PERMIT_LABEL = re.compile(r"(?:护照|行证|胞证|乡证|(?i:passport))(?:号码?|编号|证号|no\.?)?[\W_]{0,6}\Z")
_ACCESS_KEY = re.compile(
    r"[-ALgxse](?:(?<=-)----BEGIN (?:[A-Z ]{0,20} )?PRIVATE KEY"
    r"|(?<![A-Za-z0-9].)(?:(?<=A)(?:KIA[0-9A-Z]{16}|KID[0-9A-Za-z]{13,40}|Iza[\w-]{35})|(?<=L)TAI[0-9A-Za-z]{12,24}"
    r"|(?<=g)(?:h[pousr]_[0-9A-Za-z]{36}|ithub_pat_\w{22,}|lpat-[\w-]{20,})|(?<=x)ox[abprs]-[\w-]{10,}"
    r"|(?<=s)k-[\w-]{20,}|(?<=e)yJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}))"
)
_INSIDE = r"[\W_]{0,40}+"
_PASSWORD_WORD = re.compile(
    rf"[密口PpSsſTtAa](?:(?:(?<=密){_INSIDE}[码碼钥鑰]|(?<=口){_INSIDE}令)"
    r"|(?:(?<![A-Za-z].)|(?<=[a-z][PSTA]))(?i:(?<=p)(?:assword|asswd|wd|w|assphrase)"
    r"|(?<=s)ecret(?:[ _-]?key)?|(?<=t)oken"
    r"|(?<=a)(?:pi[ _-]?key|ccess[ _-]?key(?:[ _-]?(?:id|secret))?)))"
)
# What may stand between such a word and its value: markup, quotes, brackets, a remark, words that say that it follows.
_BETWEEN = (
    r"(?P<between>(?:[\s\u2060*`\"'“”‘’「」『』【】\[\]（）()《|:：=＝→—…-]|[_~]{1,2}(?=\W)|(?<=\n)[>#-]"
    r"|(?<=[（(【\[])[^（）()【】\[\]\n!-~]{1,12}(?=[）)】\]])|如下|默认|统一|初始|已|均|都|就|采?用|[设改定换]?置?(?:是|为|為|成)了?)"
    r"{0,40}+)"
)
_VALUE = re.compile(rf"{_BETWEEN}(?P<value>[!-;=?-{{}}~\u2060]{{4,400}}+)(?![位个條条次年月日余多来元万名%％])")
_LATIN_VALUE = re.compile(
    r"[\s\u2060]*(?:[\"'”*`_]{0,3}[\s\u2060]*[:：=][\s\u2060]*|\s+is\s+)[\"'“*`]{0,3}"
    r"(?P<value>[\w!@#$%^&*+/-]{6,64})(?=[\s\"'”,;，。；<|）)`*]|\Z)"
)
_ONLY_DIGITS = re.compile(r"(?i)pass|pw")
"""Words whose value may be digits alone."""
_URL_PASSWORD = re.compile(r"://[^\s/:@<>\"'|]{0,64}:(?P<value>[^\s/@<>\"'|]{1,64})@[\w\[.]")
_NO_PASSWORDS = frozenset({"password", "passwd", "pass", "pwd"})
_CLOSING = f"*`\"',;)]}}{FILLER}"
_LINK = re.compile(r"[:：=＝→—…用是为為成]|如下|默认|统一|初始")
_BARE_LINE = re.compile(r"(?:^|\n)[\s\u2060>#*_`|-]*\w{0,6}\Z")
_STANDARD = re.compile(r"(?i)gb|gm|iso|sm\d|aes|rsa|sha|https?:")
_NARROW = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
_LENGTHS = range(4, 65)
_LONG_CODE = 6
"""Least characters of a value that no colon and no space announces."""
_TEMPLATES = ("<", "{", "$", "(", "[", "![")
_PLACEHOLDER = re.compile(r"[*•●x_.#-]+")
_INTERNAL_ADDRESS = re.compile(
    r"(?<![\w.])(?:\\\\|/{0,2})(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?![\d.]*\d)"
    r"|\\\\[\w.-]{2,40}\\[^\s\\]{1,40}"
)
# Figures such as 10.5 are frequent.
_INTERNAL_HINT = re.compile(r"1(?:0\.\d{1,3}\.|92\.168\.|72\.\d\d\.)|\\\\")
_MAIL_DOMAIN = re.compile(r"@(?!\.)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}(?![\w@])")
_MAIL_USER = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}\Z")
_MAX_USER = 64


def find_permits(text: str) -> Iterator[SensitiveFinding]:
    """Yield numbers of passports and travel permits near such a word."""
    words = (word.start() for word in _PERMIT_WORD.finditer(text))
    for start, end in merge_windows(words, _MAX_DISTANCE, _MAX_DISTANCE + 10):
        seen, at = normalize_text(text[start:end])
        for match in _PERMIT_NUMBER.finditer(seen):
            normalized = "".join(match[0].split()).upper()
            if normalized.startswith(("19", "20")) or (
                normalized.isdigit()
                and not _PERMIT_LABEL.search(seen, max(match.start() - _MAX_DISTANCE, 0), match.start())
            ):
                continue
            first, last = start + at[match.start()], start + at[match.start() + len(match[0].rstrip()) - 1]
            yield SensitiveFinding("passport-number", first, last + 1, mask(normalized, 2, 2), normalized)


def find_passwords(text: str) -> Iterator[SensitiveFinding]:
    """Yield passwords and keys."""
    for match in _ACCESS_KEY.finditer(text):
        yield SensitiveFinding("password", match.start(), match.end(), mask(match[0], 4, 0)[:8], match[0])
    for seen in dict.fromkeys(text.translate(_NARROW) for text in (text, remove_tags(text))):
        for word in _PASSWORD_WORD.finditer(seen):
            is_latin = word[0][0].isascii()
            found = (_LATIN_VALUE if is_latin else _VALUE).match(seen, word.end())
            if found and (is_latin or _is_announced(seen, word.start(), found)):
                raw = found["value"].rstrip(_CLOSING)
                value = raw.replace(FILLER, "")
                digits_do = value.isdigit() and len(value) >= _LONG_CODE and bool(_ONLY_DIGITS.match(word[0]))
                if _is_password(value, sure=not is_latin or digits_do):
                    start = found.start("value")
                    yield SensitiveFinding("password", start, start + len(raw), "****", value)


def find_url_passwords(text: str) -> Iterator[SensitiveFinding]:
    """Yield the passwords in addresses: ``mysql://name:password@host``."""
    for match in _URL_PASSWORD.finditer(text) if "://" in text else ():
        value = match["value"]
        if (
            value.lower() not in _NO_PASSWORDS
            and not value.startswith(_TEMPLATES)
            and not _PLACEHOLDER.fullmatch(value)
        ):
            yield SensitiveFinding("password", match.start("value"), match.end("value"), "****", value)


def _is_announced(text: str, word: int, match: re.Match[str]) -> bool:
    """Return whether what follows the word at *word* is meant as its value."""
    between, value = match["between"], match["value"]
    if _STANDARD.match(value):
        return False
    is_mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    has_link = bool(_LINK.search(between))
    if "\n" in between.strip("\n") or "\n" in between:
        is_bare = bool(_BARE_LINE.search(text, max(word - _MAX_DISTANCE, 0), word))
        is_code = is_mixed or (value.isdigit() and len(value) >= _LONG_CODE)
        return (
            (has_link or is_bare)
            and is_code
            and text[match.end() : match.end() + 1] in ("", "\n", "\r", " ", "<", "|", FILLER)
        )
    if has_link or between[-1:] in tuple("（(【[「『“\"' \t\u3000|"):
        return True
    return is_mixed and len(value) >= _LONG_CODE


def _is_password(value: str, *, sure: bool) -> bool:
    """Return whether *value* is a password, and not a mask, a placeholder or program code."""
    if len(value) not in _LENGTHS or _PLACEHOLDER.fullmatch(value):
        return False
    if value.startswith(_TEMPLATES):
        return False
    has_digit = any(c.isdigit() for c in value)
    return has_digit and (sure or any(c.isalpha() for c in value))


def find_addresses(text: str) -> Iterator[SensitiveFinding]:
    """Yield addresses of the internal network and mail addresses."""
    for match in _INTERNAL_ADDRESS.finditer(text) if _INTERNAL_HINT.search(text) else ():
        yield SensitiveFinding("inner-address", match.start(), match.end(), mask(match[0], 4, 0)[:10], match[0].lower())
    last_end = 0
    for domain in _MAIL_DOMAIN.finditer(text):
        at = domain.start()
        if user := _MAIL_USER.search(text, max(at - _MAX_USER, last_end), at):
            start, last_end = user.start(), domain.end()
            address = text[start:last_end]
            yield SensitiveFinding("mail-address", start, last_end, mask(address, 1, 0)[:6], address.lower())
