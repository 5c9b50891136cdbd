"""Sensitive data recognised by words or formats: travel permits, passwords, keys, internal addresses, mailboxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.checks.sensitive.deobfuscate import merge_windows, normalize_text
from bulletin.checks.sensitive.finding import SensitiveFinding, mask

_MAX_DISTANCE = 40
"""The largest distance between the word 护照 and a number, in characters."""
# Each begins with a class of its first characters: searches for such are several times as fast.
_PERMIT_WORD = re.compile(
    r"[护護通台回Pp](?:(?<=[护護])\W{0,3}照|(?<=通)\W{0,3}行\W{0,3}[证證]|(?<=台)\W{0,3}胞\W{0,3}[证證]"
    r"|(?<=回)\W{0,3}[乡鄉]\W{0,3}[证證]|(?<=[Pp])(?i:assport))"
)
_PERMIT_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?:[EGDSPKHCMLTegdspkhcmlt][A-Za-z]? ?(?:\d ?){7,9}|(?:\d ?){8,10})(?![A-Za-z0-9年月元])"
)
_ACCESS_KEY = re.compile(
    r"[-ALgxse](?:(?<=-)----BEGIN (?:[A-Z ]{0,20} )?PRIVATE KEY"
    r"|(?<![A-Za-z0-9].)(?:(?<=A)(?:KIA[0-9A-Z]{16}|KID[0-9A-Za-z]{13,40}|Iza[\w-]{35})|(?<=L)TAI[0-9A-Za-z]{12,24}"
    r"|(?<=g)(?:h[pousr]_[0-9A-Za-z]{36}|ithub_pat_\w{22,}|lpat-[\w-]{20,})|(?<=x)ox[abprs]-[\w-]{10,}"
    r"|(?<=s)k-[\w-]{20,}|(?<=e)yJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}))"
)
_PASSWORD = re.compile(
    r"[密口PpSsſTtAa](?:(?:(?<=密)(?:\s?[码碼]|[钥鑰])|(?<=口)\s?令)"
    r"(?:[ \t]*(?:[:：=]|是|为|為|设为|改为|改成|→)[ \t]*|[ \t]+)"
    r"[\"'“‘「`*]*(?P<han>[!-~]{4,64})(?![位个條条次年月日%])"
    r"|(?<!\w.)(?i:(?<=p)(?:assword|asswd|wd|assphrase)|(?<=s)ecret|(?<=t)oken"
    r"|(?<=a)(?:pi[ _-]?key|ccess[ _-]?key(?:[ _-]?(?:id|secret))?))"
    r"[\"']?\s*[:=：]\s*[\"'“]?(?P<latin>[\w!@#$%^&*+/-]{6,64})(?=[\s\"'”,;，。；<]|$))"
)
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
            if not normalized.startswith(("19", "20")):
                first, last = start + at[match.start()], start + at[match.start() + len(match[0].rstrip()) - 1]
                yield SensitiveFinding("passport-number", first, last + 1, mask(normalized, 2, 2), normalized)


def find_passwords(text: str) -> Iterator[SensitiveFinding]:
    """Yield passwords and keys."""
    for match in _ACCESS_KEY.finditer(text):
        yield SensitiveFinding("password", match.start(), match.end(), mask(match[0], 4, 0)[:8], match[0])
    for match in _PASSWORD.finditer(text):
        kind = "han" if match["han"] else "latin"
        if _is_password(match[kind], sure=kind == "han"):
            yield SensitiveFinding("password", match.start(kind), match.end(kind), "****", match[kind])


def _is_password(value: str, *, sure: bool) -> bool:
    """Return whether *value* is a password, and not a mask, a placeholder or program code."""
    if _PLACEHOLDER.fullmatch(value) or value.startswith(("<", "{", "$", "(", "[")):
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
