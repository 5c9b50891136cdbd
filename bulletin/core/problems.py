"""Problems of an archive.

A :class:`Problem` names a rule by its code and carries the values that the rule's sentences need; the
sentences are in :mod:`bulletin.checks.messages`, so that a problem can be shown in any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """Nothing is published before it is corrected."""
    WARNING = "warning"
    """Published, but somebody should look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem in one place of the archive.

    ``path`` is relative to the archive, with ``/``; ``line`` counts from 1, 0 where a problem concerns
    the file as a whole; ``field`` is the canonical front-matter key or registry key, or ""; ``written`` is the same as
    the file spells it, where it does so otherwise.
    """

    path: str
    code: str
    line: int = 0
    field: str = ""
    values: Mapping[str, str] = default(default_factory=dict)
    written: str = ""

    def to_values(self) -> tuple[str, str, int, str, dict[str, str], str]:
        """Return the problem as plain values, to be saved."""
        return self.path, self.code, self.line, self.field, dict(self.values), self.written

    @classmethod
    def of_values(cls, values: tuple[str, str, int, str, dict[str, str], str]) -> Problem:
        """Return the problem of :meth:`to_values`."""
        path, code, line, field, more, written = values
        return cls(path=path, code=code, line=line, field=field, values=more, written=written)

    @property
    def shown_field(self) -> str:
        """The field as the file calls it."""
        return self.written or self.field

    @property
    def order(self) -> tuple[str, int, str, str, tuple[tuple[str, str], ...]]:
        """Problems are shown by file, then by line."""
        return (self.path, self.line, self.code, self.field, tuple(sorted(self.values.items())))


class BulletinError(Exception):
    """An error that the user can correct: shown as one sentence, without a traceback."""

    def __init__(self, message: str, /, **values: object) -> None:
        """Keep the sentence, a msgid of the catalogue, and what goes into its ``{…}``."""
        super().__init__(message)
        self.values = values


class ArchiveProblems(BulletinError):
    """The archive has errors; nothing was built."""

    heading = ""
    """A sentence to be said before the problems, a msgid of the catalogue."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("the archive has problems")
        self.problems = tuple(problems)
