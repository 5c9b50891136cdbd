"""Checks that no event of an item is recorded twice, which would count it twice; what is left out counts as equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from bulletin.checks.context import ItemCheck, item_problem
from bulletin.core.problems import Problem
from bulletin.model.records import Adoption, Correction, Endorsement, Item, Outcome, SentUp
from bulletin.model.registry import Registry

_BESIDE_WORDS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return a text without spaces and punctuation, in which two records of one event may differ."""
    return _BESIDE_WORDS.sub("", text).casefold() or text


_YEAR = re.compile(r"(?:19|20)\d\d(?=年|第|[-./—]\d)[年\-./—]?")
_WORDS_OF_NUMBERS = re.compile(r"[\s第年期号版页]|(?<!\d)0+(?=\d)")
_OTHER_NUMBER = re.compile(r"[(（].*[)）]$")


def _number(text: str) -> str:
    """Return the number of an issue or a page: 3 of 第003期 and 2026年第3期（总第146期）."""
    plain = _OTHER_NUMBER.sub("", unicodedata.normalize("NFKC", text).strip())
    return _WORDS_OF_NUMBERS.sub("", _YEAR.sub("", plain, count=1)) or plain


def _year(adoption: Adoption) -> str:
    """Return the year of an issue: the one that stands before its number, else that of the day of the adoption."""
    found = _YEAR.match(unicodedata.normalize("NFKC", adoption.issue).strip())
    return found[0][:4] if found else str(adoption.date.year) if adoption.date else ""


class _Kind(NamedTuple):
    """Events of one kind: where an item has them, what has to be the same, and what may be left out in one of two."""

    field: str
    code: str
    events: Callable[[Item], Sequence[Any]]
    identity: Callable[[Any], object]
    details: Callable[[Any], tuple[object, ...]]
    """Each empty where it is not given."""
    name: Callable[[Any, Registry], str]


def _adoption_name(adoption: Adoption, registry: Registry) -> str:
    return registry.publication[adoption.publication].name


def _sent_up_name(sent: SentUp, registry: Registry) -> str:
    return registry.publication[sent.publication].name if sent.publication else sent.level.names[0]


def _adoption_details(adoption: Adoption) -> tuple[object, ...]:
    return _number(adoption.issue), _year(adoption), adoption.date, _number(adoption.page)


def _endorsement_details(endorsement: Endorsement) -> tuple[object, ...]:
    return endorsement.level, endorsement.date, plain(endorsement.text)


def _outcome_title(outcome: Outcome) -> str:
    return plain(outcome.title)


def _correction(correction: Correction) -> object:
    return correction.date, plain(correction.note)


_KINDS = (
    _Kind(
        "adopted-by",
        "adoption-twice",
        lambda item: item.adoptions,
        lambda adoption: adoption.publication,
        _adoption_details,
        _adoption_name,
    ),
    _Kind(
        "sent-up",
        "sent-up-twice",
        lambda item: item.sent_up,
        lambda sent: sent.level,
        lambda sent: (sent.publication, sent.date),
        _sent_up_name,
    ),
    _Kind(
        "endorsements",
        "endorsement-twice",
        lambda item: item.endorsements,
        lambda endorsement: plain(endorsement.by),
        _endorsement_details,
        lambda endorsement, _: endorsement.by,
    ),
    _Kind(
        "outcomes",
        "outcome-twice",
        lambda item: item.outcomes,
        _outcome_title,
        lambda outcome: (outcome.date,),
        lambda outcome, _: outcome.title,
    ),
    _Kind(
        "corrections",
        "correction-twice",
        lambda item: item.corrections,
        _correction,
        lambda _: (),
        lambda correction, _: str(correction.date),
    ),
)


_KIND_OF = dict(zip((Adoption, SentUp, Endorsement, Outcome, Correction), _KINDS, strict=True))


def is_same_event(one: object, other: object) -> bool:
    """Whether two records of the same kind are of one event, as far as both say what it was."""
    return _is_same(_KIND_OF[type(one)], one, other)


def check_repeated_events(item: Item, registry: Registry) -> Sequence[Problem]:
    """No adoption, sending up, endorsement, outcome or correction stands twice in an item."""
    return [problem for kind in _KINDS if len(kind.events(item)) > 1 for problem in _repeats(kind, item, registry)]


def _repeats(kind: _Kind, item: Item, registry: Registry) -> Iterator[Problem]:
    events = kind.events(item)
    for order, event in enumerate(events):
        first = next((other for other in events[:order] if _is_same(kind, event, other)), None)
        if first is not None:
            values = {"first": str(first.line), "name": kind.name(event, registry)}
            yield item_problem(item, kind.code, kind.field, event.line, **values)


def _is_same(kind: _Kind, one: object, other: object) -> bool:
    if kind.identity(one) != kind.identity(other):
        return False
    pairs = zip(kind.details(one), kind.details(other), strict=True)
    return all(not left or not right or left == right for left, right in pairs)


ITEM_CHECKS: tuple[ItemCheck, ...] = (check_repeated_events,)
"""Rules that one item keeps by itself, whatever the day."""
