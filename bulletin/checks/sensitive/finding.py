"""A finding of sensitive data: its position, its mask, and the hash by which it may be allowed."""

from __future__ import annotations

from functools import lru_cache
from hashlib import pbkdf2_hmac
from typing import NamedTuple

_ROUNDS = 50_000
# Part of a contract: offices keep these hashes in their registry.
_SALT = b"bulletin/secrecy/1/"


class SensitiveFinding(NamedTuple):
    """Sensitive data in a text; ``start`` and ``end`` count characters from 0."""

    code: str
    """The code of the problem, as in :mod:`bulletin.checks.messages`."""
    start: int
    end: int
    masked: str
    """The masked text, which messages may show."""
    normalized: str
    """The text without obfuscation; never to be shown or written anywhere."""

    @property
    def hash(self) -> str:
        """Sixteen hexadecimal digits by which ``registry/allowed.toml`` may allow the finding."""
        return finding_hash(self.code, self.normalized)

    def line(self, text: str) -> int:
        """Return the line of *text* on which the finding begins, from 1."""
        return text.count("\n", 0, self.start) + 1


@lru_cache(maxsize=1024)
def finding_hash(code: str, normalized: str) -> str:
    """Return the hash of a finding; it takes 11 ms of CPU."""
    # A slow hash: there are few enough mobile numbers to try them all with a fast one.
    return pbkdf2_hmac("sha256", normalized.encode(), _SALT + code.encode(), _ROUNDS, 8).hex()


def mask(text: str, head: int, tail: int) -> str:
    """Return *text* with all but its first and last characters as asterisks."""
    return f"{text[:head]}{'*' * max(len(text) - head - tail, 3)}{text[len(text) - tail :] if tail else ''}"
