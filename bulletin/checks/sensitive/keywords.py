"""What is known by the words beside it: passports and permits, passwords, keys, addresses of the inner network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.checks.sensitive.deobfuscate import compact, stretches
from bulletin.checks.sensitive.finding import Finding, masked

_NEAR = 40
"""So many characters from the word 护照 a number may stand."""
_PERMIT = re.compile(
    r"[护護]\W{0,3}照|通\W{0,3}行\W{0,3}[证證]|台\W{0,3}胞\W{0,3}[证證]|回\W{0,3}[乡鄉]\W{0,3}[证證]|(?i:passport)"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?:[EGDSPKHCMLTegdspkhcmlt][A-Za-z]? ?(?:\d ?){7,9}|(?:\d ?){8,10})(?![A-Za-z0-9年月元])"
)
_KEY = re.compile(
    r"-----BEGIN (?:[A-Z ]{0,20} )?PRIVATE KEY|(?<![A-Za-z0-9])(?:AKIA[0-9A-Z]{16}|LTAI[0-9A-Za-z]{12,24}"
    r"|AKID[0-9A-Za-z]{13,40}|AIza[\w-]{35}|gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{22,}|glpat-[\w-]{20,}"
    r"|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
)
_WORD = re.compile(
    r"(?:密\s?[码碼]|口\s?令|密钥|密鑰)(?:[ \t]*(?:[:：=]|是|为|為|设为|改为|改成|→)[ \t]*|[ \t]+)"
    r"[\"'“‘「`*]*(?P<han>[!-~]{4,64})(?![位个條条次年月日%])"
    r"|(?i:\b(?:password|passwd|pwd|passphrase|secret|token|api[ _-]?key|access[ _-]?key(?:[ _-]?(?:id|secret))?))"
    r"[\"']?\s*[:=：]\s*[\"'“]?(?P<latin>[\w!@#$%^&*+/-]{6,64})(?=[\s\"'”,;，。；<]|$)"
)
_CLEAR = re.compile(r"[*•●x_.#-]+")
_HOST = re.compile(
    r"(?<![\w.])(?:\\\\|/{0,2})(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?![\d.]*\d)"
    r"|\\\\[\w.-]{2,40}\\[^\s\\]{1,40}"
)
_MAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?!\.)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}(?![\w@])"
)


def permits(text: str) -> Iterator[Finding]:
    """Yield numbers of passports and travel permits, by the word beside them."""
    for start, end in stretches((word.start() for word in _PERMIT.finditer(text)), _NEAR, _NEAR + 10):
        seen, at = compact(text[start:end])
        for match in _NUMBER.finditer(seen):
            essence = "".join(match[0].split()).upper()
            if not essence.startswith(("19", "20")):
                first, last = start + at[match.start()], start + at[match.start() + len(match[0].rstrip()) - 1]
                yield Finding("passport-number", first, last + 1, masked(essence, 2, 2), essence)


def passwords(text: str) -> Iterator[Finding]:
    """Yield passwords and keys."""
    for match in _KEY.finditer(text):
        yield Finding("password", match.start(), match.end(), masked(match[0], 4, 0)[:8], match[0])
    for match in _WORD.finditer(text):
        kind = "han" if match["han"] else "latin"
        if _is_password(match[kind], sure=kind == "han"):
            yield Finding("password", match.start(kind), match.end(kind), "****", match[kind])


def _is_password(value: str, *, sure: bool) -> bool:
    """Return whether *value* is one, and not a mask, a name of something, or a piece of a program."""
    if _CLEAR.fullmatch(value) or value.startswith(("<", "{", "$", "(", "[")):
        return False
    has_digit = any(c.isdigit() for c in value)
    return has_digit and (sure or any(c.isalpha() for c in value))


def addresses(text: str) -> Iterator[Finding]:
    """Yield addresses of the inner network and of mailboxes."""
    for match in _HOST.finditer(text):
        yield Finding("inner-address", match.start(), match.end(), masked(match[0], 4, 0)[:10], match[0].lower())
    for match in _MAIL.finditer(text):
        yield Finding("mail-address", match.start(), match.end(), masked(match[0], 1, 0)[:6], match[0].lower())
