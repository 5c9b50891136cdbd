"""The facts of an archive, as its editors wrote them: frozen; of a text, only what points depend on is measured.

Terms are those of the glossary. References are by id: ``Item.units`` holds unit ids, ``Adoption.publication``
a publication id, ``Issue.listed`` item ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - fields are called date

from bulletin.model.enums import (
    Audience,
    Channel,
    Classification,
    CorrectionSeverity,
    IssueKind,
    Level,
    Status,
)

_PUBLISHED = (Status.PUBLISHED, Status.CORRECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A publication carried an item; ``date`` is None where none is given."""

    publication: str
    issue: str = ""
    date: Day | None = None
    treatment: str | None = None
    """A value of :class:`~bulletin.model.enums.Treatment`, or the name of one of the office's own."""
    page: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SentUp:
    """Our own office sent an item on to a higher one, whether that used it or not."""

    level: Level
    publication: str = ""
    date: Day | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """A leader, named by post, wrote an instruction on an item."""

    by: str
    level: Level | None = None
    date: Day | None = None
    text: str = ""
    follow_up: str = ""
    follow_up_due: Day | None = None
    follow_up_date: Day | None = None
    """The day on which the feedback came."""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A document or decision that resulted from an item."""

    title: str
    date: Day | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction of an error in an item."""

    date: Day
    note: str
    severity: CorrectionSeverity = CorrectionSeverity.MINOR
    line: int = 0


class SourceLines:
    """What was read from a file, with the line of each of its keys, and the key as it is written."""

    __slots__ = ()
    lines: tuple[tuple[str, int, str], ...]

    def line_of(self, field: str) -> int:
        """Return the line of a front-matter key, 1 if it is absent."""
        return next((line for name, line, _ in self.lines if name == field), 1)

    def written(self, field: str) -> str:
        """Return a front-matter key as the file writes it, *field* if it is absent."""
        return next((written for name, _, written in self.lines if name == field), field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(SourceLines):
    """One text that one or several units submitted. ``id`` is ``2026/<slug>``."""

    id: str
    path: str
    title: str
    units: tuple[str, ...]
    category: str
    date: Day
    summary: str = ""
    time: str = ""
    """When it was submitted, as 16:10."""
    event_date: Day | None = None
    event_time: str = ""
    authors: tuple[str, ...] = ()
    approved_by: str = ""
    channel: Channel = Channel.REGULAR
    commission: str = ""
    follows: str = ""
    topics: tuple[str, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    sent_up: tuple[SentUp, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    corrections: tuple[Correction, ...] = ()
    status: Status = Status.PUBLISHED
    withdrawn_on: Day | None = None
    classification: Classification = Classification.INTERNAL
    expires: Day | None = None
    """The last day on which the text may be read."""
    audience: Audience = Audience.ALL
    chars: int = 0
    """How many characters the text has, without spaces."""
    has_pictures: bool = False
    """Whether the text has pictures."""
    body_line: int = 1
    lines: tuple[tuple[str, int, str], ...] = ()
    kept_topics: tuple[str, ...] | None = None
    """Of a withheld item, the topics that rules of points name: see :mod:`bulletin.model.redaction`."""

    @property
    def is_published(self) -> bool:
        """Whether the item counts, and may be shown unless it is to be withheld."""
        return self.status in _PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        """Whether this is what is left of an item that must not be named any more."""
        return self.status is Status.WITHDRAWN

    @property
    def withdrawal_day(self) -> Day:
        """The day of a withdrawal: as given, or that of the newest correction, or of the submission."""
        return self.withdrawn_on or max((correction.date for correction in self.corrections), default=self.date)

    @property
    def is_withheld(self) -> bool:
        """Whether this is what is left of an item that counts but may not be read."""
        return self.kept_topics is not None

    @property
    def scored_topics(self) -> tuple[str, ...]:
        """What the item is about; of one that is withheld, as far as rules of points ask for it."""
        return self.topics if self.kept_topics is None else self.kept_topics

    def is_withheld_on(self, today: Day) -> bool:
        """Whether the text must not be read on that day."""
        return self.audience is Audience.RESTRICTED or (self.expires is not None and self.expires < today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(SourceLines):
    """One number of the bulletin; ``listed`` is its explicit order, None where it collects."""

    id: str
    path: str
    number: int
    date: Day
    serial: int | None = None
    kind: IssueKind = IssueKind.REGULAR
    title: str = ""
    listed: tuple[str, ...] | None = None
    listed_lines: tuple[int, ...] = ()
    copies: int | None = None
    editor: str = ""
    signer: str = ""
    has_foreword: bool = False
    """Whether there is a text below the front matter."""
    body_line: int = 1
    lines: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Units that were given more time for a commission, and the last day on which they are in time."""

    units: tuple[str, ...]
    due: Day
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Units that need not answer a commission any more, and why."""

    units: tuple[str, ...]
    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(SourceLines):
    """A call for items to everybody, or, where ``units`` is not empty, a commission to those."""

    id: str
    path: str
    title: str
    date: Day
    due: Day | None = None
    units: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    extended: tuple[Extension, ...] = ()
    waived: tuple[Waiver, ...] = ()
    body_line: int = 1
    lines: tuple[tuple[str, int, str], ...] = ()

    @property
    def is_commission(self) -> bool:
        """Whether named units owe an answer."""
        return bool(self.units)

    def due_of(self, unit: str) -> Day | None:
        """Return the last day on which an answer of a unit is in time: that of the call, or as it was extended."""
        return next((given.due for given in self.extended if unit in given.units), self.due)

    def waiver_of(self, unit: str) -> Waiver | None:
        """Return why a unit need not answer, if that is so."""
        return next((waiver for waiver in self.waived if unit in waiver.units), None)

    @property
    def due_days(self) -> frozenset[Day]:
        """The days on which an answer is due, that of the call and those to which it was extended."""
        return frozenset(day for day in (self.due, *(given.due for given in self.extended)) if day)


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularText(SourceLines):
    """What an editor has written of a circular, its text or what stands around it; ``id`` is the period's label."""

    id: str
    path: str
    title: str = ""
    number: str = ""
    """The number of the document, 文号."""
    to: tuple[str, ...] = ()
    date: Day | None = None
    sender: str = ""
    has_text: bool = True
    """Whether there is a text below the front matter, which takes the place of the computed one."""
    body_line: int = 1
    figures: tuple[tuple[str, int], ...] = ()
    """The figures that it names, those of groups as ``name:group``, each with its first line."""
    lines: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter of a compilation: the items that it lists, or those for which all holds that it says."""

    title: str = ""
    topics: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    category: str | None = None
    year: int | None = None
    search: str = ""
    listed: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation(SourceLines):
    """Items bound into a booklet by chapters; the text of its file is the preface."""

    id: str
    path: str
    title: str
    date: Day
    chapters: tuple[Chapter, ...]
    has_preface: bool = False
    body_line: int = 1
    lines: tuple[tuple[str, int, str], ...] = ()


Fact = Item | Issue | Call | CircularText | Compilation
"""What one text file of an archive declares."""
