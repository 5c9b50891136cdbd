"""Closed vocabularies: the base class of enumerations whose members editors name in Chinese or English."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Self


class Term(StrEnum):
    """A closed vocabulary: the value is the identifier, ``names`` is what editors may write for it."""

    names: tuple[str, ...]
    rank: int
    """Place in the order of definition, from 0."""

    def __new__(cls, value: str, *names: str) -> Self:
        """Make a member from its identifier and the Chinese words for it, the canonical one first."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.names = names
        member.rank = len(cls.__members__)
        return member

    @classmethod
    @lru_cache(maxsize=1024)
    def read(cls, text: str) -> Self | None:
        """Return the member that *text* names, by identifier or in Chinese, or None."""
        plain = text.strip().lower()
        return next((term for term in cls if plain == term.value or plain in term.names), None)
