"""What an editor calls a publication, a level or a form of use, as the archive knows it; and what day is meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from bulletin.content.field_values import ISSUE_NUMBER, SHORT_ADOPTION
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.core.terms import Term
from bulletin.core.text import nearest
from bulletin.model.enums import Treatment
from bulletin.model.registry import Publication, Registry, lookup_key

T = TypeVar("T", bound=Term)

_PUBLICATION = N_("There is no publication “{name}” in the registry.")
_PUBLICATION_NEAR = N_("There is no publication “{name}” in the registry. Did you mean “{near}”?")
_TERM = N_("“{name}” is not known here; known are {known}.")
_FUTURE = N_("{day} is after today ({today}).")
_BEFORE = N_("{day} is before the day on which the item was submitted ({date}).")


def find_publication(registry: Registry, name: str) -> Publication:
    """Return the publication with an id, name or alias, with or without 《》. Raises BulletinError."""
    known = registry.publication_names.get(lookup_key(name.strip().strip("《》")))
    if known is None:
        near = nearest(name.strip("《》"), registry.spellings["publication"])
        raise BulletinError(_PUBLICATION_NEAR if near else _PUBLICATION, name=name, near=near)
    return registry.publication[known]


def name_and_issue(registry: Registry, text: str) -> tuple[str, str]:
    """Return the name of a publication and the number of its issue, which may stand behind it: 《组工信息》第3期."""
    match = SHORT_ADOPTION.fullmatch(text)
    if match is None or lookup_key(text) in registry.publication_names:
        return text, ""
    return match["name"], match["issue"] or ""


def plain_issue(text: str) -> str:
    """Return the number of an issue without 第 and 期 around digits."""
    match = ISSUE_NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    return match[1] if match else text


def find_treatment(registry: Registry, name: str) -> str:
    """Return the form of use with a name, as front matter writes it. Raises BulletinError."""
    known = registry.treatment_names.get(lookup_key(name))
    if known is None:
        raise _unknown(name, registry.spellings["treatment"])
    return treatment_name(known)


def treatment_name(treatment: str) -> str:
    """Return a form of use as front matter writes it."""
    found = Treatment.read(treatment)
    return found.names[0] if found else treatment


def find_term(terms: type[T], name: str) -> T:
    """Return the member of a closed list with a name. Raises BulletinError."""
    found = terms.read(name)
    if found is None:
        raise _unknown(name, (term.names[0] for term in terms))
    return found


def require_day(day: date, today: date, submitted: date) -> None:
    """Raise BulletinError for a day that is to come, or before an item was submitted."""
    if day > today:
        raise BulletinError(_FUTURE, day=day, today=today)
    if day < submitted:
        raise BulletinError(_BEFORE, day=day, date=submitted)


def _unknown(name: str, known: Iterable[str]) -> BulletinError:
    return BulletinError(_TERM, name=name, known="、".join(known))
