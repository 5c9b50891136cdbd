"""The lists of an item's front matter become facts: adoptions, endorsements, outcomes, corrections."""

from __future__ import annotations

import re
from dataclasses import replace

from bulletin.content.fields import Form, clean
from bulletin.content.front_matter import Scalar
from bulletin.model import schema
from bulletin.model.enums import Gravity, Level, Treatment
from bulletin.model.records import Adoption, Correction, Endorsement, Outcome, SentUp
from bulletin.model.registry import Registry, name_key

_SHORT = re.compile(r"《?(?P<name>[^《》]+?)》?\s*(?:第?\s*(?P<issue>\d{1,6})\s*期)?")


def adoptions(form: Form, registry: Registry) -> list[Adoption]:
    """Return where an item was carried."""
    found = []
    for entry in form.entries("adopted-by", schema.ADOPTION):
        adoption = _short_adoption(form, entry, registry) if isinstance(entry, Scalar) else _adoption(entry, registry)
        if adoption:
            found.append(adoption)
    return found


def _adoption(entry: Form, registry: Registry) -> Adoption | None:
    found = entry.scalar("publication")
    issue, page = entry.text("issue"), entry.text("page")
    day, treatment = entry.day("date"), entry.term("treatment", Treatment)
    if found is None:
        return None
    publication = registry.publication_names.get(name_key(found.text.strip("《》")))
    if publication is None:
        entry.unknown_name("publication", "unknown-publication", found, registry.spellings["publication"])
        return None
    return Adoption(
        publication=publication,
        issue=_number_text(issue),
        date=day,
        treatment=treatment,
        page=page,
        line=entry.table.line,
    )


def _short_adoption(form: Form, entry: Scalar, registry: Registry) -> Adoption | None:
    match = _SHORT.fullmatch(entry.text)
    whole = registry.publication_names.get(name_key(entry.text))
    name, issue = (match["name"], match["issue"] or "") if match and not whole else (entry.text, "")
    publication = whole or registry.publication_names.get(name_key(name))
    if publication is None:
        scalar = Scalar(name, entry.line)
        form.unknown_name("adopted-by", "unknown-publication", scalar, registry.spellings["publication"])
        return None
    return Adoption(publication=publication, issue=issue, line=entry.line)


def _number_text(text: str) -> str:
    """Return an issue number as it was typed, without 第 and 期 around digits."""
    match = re.fullmatch(r"第?\s*(\d+)\s*期?", text)
    return match[1] if match else text


def sent_up(form: Form, registry: Registry) -> list[SentUp]:
    """Return where our own office sent an item."""
    found = []
    for entry in form.entries("sent-up", schema.SENT_UP):
        if isinstance(entry, Scalar):
            sent = _sent_to(form, entry, registry, "sent-up")
        else:
            name = entry.scalar("publication") or entry.scalar("level")
            sent = _sent_to(entry, name, registry, "publication") if name else None
            day = entry.day("date")
            sent = replace(sent, date=day) if sent else None
        if sent:
            found.append(sent)
    return found


def _sent_to(form: Form, name: Scalar, registry: Registry, key: str) -> SentUp | None:
    """Return where an item was sent: to a publication, or to a level of which no more is known."""
    if level := Level.read(name.text):
        return SentUp(level=level, line=name.line)
    publication = registry.publication_names.get(name_key(name.text.strip("《》")))
    if publication is None:
        form.unknown_name(key, "unknown-publication", name, registry.spellings["publication"])
        return None
    return SentUp(level=registry.publication[publication].level, publication=publication, line=name.line)


def endorsements(form: Form) -> list[Endorsement]:
    """Return what leaders wrote on an item."""
    return [
        Endorsement(
            by=entry.text("by"),
            level=entry.term("level", Level),
            date=entry.day("date"),
            text=entry.text("text"),
            follow_up=entry.text("follow-up"),
            line=entry.table.line,
        )
        for entry in form.forms("endorsements", schema.ENDORSEMENT)
    ]


def outcomes(form: Form) -> list[Outcome]:
    """Return what came of an item."""
    found = []
    for entry in form.entries("outcomes", schema.OUTCOME):
        if isinstance(entry, Scalar):
            found.append(Outcome(title=clean(entry.text), line=entry.line))
        else:
            found.append(Outcome(title=entry.text("title"), date=entry.day("date"), line=entry.table.line))
    return found


def corrections(form: Form) -> list[Correction]:
    """Return what was corrected in an item."""
    found = []
    for entry in form.forms("corrections", schema.CORRECTION):
        day, note = entry.day("date"), entry.text("note")
        severity = entry.term("severity", Gravity) or Gravity.MINOR
        if day:
            found.append(Correction(date=day, note=note, severity=severity, line=entry.table.line))
    return found
