"""One thing that must not be published: where it stands, how it is shown, and by what hash it may be allowed."""

from __future__ import annotations

from functools import lru_cache
from hashlib import pbkdf2_hmac
from typing import NamedTuple

_ROUNDS = 50_000
# Part of a contract: offices keep these hashes in their registry.
_SALT = b"bulletin/secrecy/1/"


class Finding(NamedTuple):
    """A place in a text; ``start`` and ``end`` count characters from 0."""

    code: str
    """The rule, as in :mod:`bulletin.checks.messages`."""
    start: int
    end: int
    shown: str
    """What may be told of it: masked."""
    essence: str
    """What was found, freed of every disguise: never to be shown or written anywhere."""

    @property
    def hash(self) -> str:
        """Sixteen hexadecimal digits by which ``registry/allowed.toml`` may allow it."""
        return _hash(self.code, self.essence)

    def line(self, text: str) -> int:
        """Return the line of *text* on which it begins, from 1."""
        return text.count("\n", 0, self.start) + 1


@lru_cache(maxsize=1024)
def _hash(code: str, essence: str) -> str:
    # There are few enough mobile numbers to try them all, if a trial costs nothing.
    return pbkdf2_hmac("sha256", essence.encode(), _SALT + code.encode(), _ROUNDS, 8).hex()


def masked(text: str, head: int, tail: int) -> str:
    """Return *text* with all but its first and last characters as asterisks."""
    return f"{text[:head]}{'*' * max(len(text) - head - tail, 3)}{text[len(text) - tail :] if tail else ''}"
