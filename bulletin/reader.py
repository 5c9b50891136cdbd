"""Checked front matter and body become facts: one function for each kind of file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from bulletin import keys
from bulletin.errors import Problem
from bulletin.fields import Form, clean
from bulletin.gate import decode
from bulletin.matter import Scalar, Sheet, split
from bulletin.model import (
    Adoption,
    Call,
    Channel,
    Classification,
    Correction,
    Endorsement,
    Gravity,
    Issue,
    IssueKind,
    Item,
    Level,
    Outcome,
    SentUp,
    Status,
    Treatment,
)
from bulletin.registry import Registry, name_key

_SHORT = re.compile(r"《?(?P<name>[^《》]+?)》?\s*(?:第?\s*(?P<issue>\d+)\s*期)?")
_TITLE_LIMIT = 100


def read_item(data: bytes, path: str, registry: Registry) -> tuple[Item | None, list[Problem]]:
    """Return the item that a file holds, and every problem of it; no item where a required field is wrong."""
    opened, problems = _open(data, path, keys.ITEM)
    if opened is None:
        return None, problems
    sheet, form = opened
    title = _title(form)
    units = form.resolved("unit", "unknown-unit", registry.unit_names, _names(registry, "unit"))
    categories = form.resolved("category", "unknown-category", registry.category_names, _names(registry, "category"))
    day = form.day("date")
    parts = {
        "event_date": form.day("event-date"),
        "authors": tuple(s.text for s in form.texts("authors")),
        "approved_by": form.text("approved-by"),
        "channel": form.term("channel", Channel) or Channel.REGULAR,
        "commission": form.text("commission"),
        "topics": tuple(s.text for s in form.texts("topics")),
        "adoptions": tuple(_adoptions(form, registry)),
        "sent_up": tuple(_sent_up(form, registry)),
        "endorsements": tuple(_endorsements(form)),
        "outcomes": tuple(_outcomes(form)),
        "corrections": tuple(_corrections(form)),
        "status": form.term("status", Status) or Status.PUBLISHED,
        "classification": _classification(form, registry),
    }
    if not sheet.body.strip():
        problems.append(Problem(path=path, code="empty-body", line=sheet.body_line))
    if not (title and units and categories and day):
        return None, problems
    return Item(
        id=item_id(path),
        path=path,
        title=title,
        units=tuple(units),
        category=categories[0],
        date=day,
        body=sheet.body,
        body_line=sheet.body_line,
        lines=_lines(form),
        **parts,  # type: ignore[arg-type]  # each value is of its field's type; a dict cannot say so
    ), problems


def read_issue(data: bytes, path: str) -> tuple[Issue | None, list[Problem]]:
    """Return the issue that a file declares, and every problem of it."""
    opened, problems = _open(data, path, keys.ISSUE)
    if opened is None:
        return None, problems
    sheet, form = opened
    number, day = form.number("number"), form.day("date")
    listed = [Scalar(s.text.removesuffix(".md").strip("/"), s.line) for s in form.texts("items")]
    issue = Issue(
        id=item_id(path),
        path=path,
        number=number or 0,
        date=day or date.min,
        serial=form.number("serial"),
        kind=form.term("kind", IssueKind) or IssueKind.REGULAR,
        title=form.text("title"),
        listed=tuple(s.text for s in listed) if "items" in form.values else None,
        listed_lines=tuple(s.line for s in listed),
        copies=form.number("copies"),
        editor=form.text("editor"),
        signer=form.text("signer"),
        foreword=sheet.body,
        body_line=sheet.body_line,
        lines=_lines(form),
    )
    return (issue if number and day else None), problems


def read_call(data: bytes, path: str, registry: Registry) -> tuple[Call | None, list[Problem]]:
    """Return the call or commission that a file holds, and every problem of it."""
    opened, problems = _open(data, path, keys.CALL)
    if opened is None:
        return None, problems
    sheet, form = opened
    title, day = form.text("title"), form.day("date")
    units = form.resolved("unit", "unknown-unit", registry.unit_names, _names(registry, "unit"))
    due, topics = form.day("due"), tuple(s.text for s in form.texts("topics"))
    if not (title and day):
        return None, problems
    return Call(
        id=PurePosixPath(path).stem,
        path=path,
        title=title,
        date=day,
        due=due,
        units=tuple(units),
        topics=topics,
        body=sheet.body,
        body_line=sheet.body_line,
    ), problems


def item_id(path: str) -> str:
    """Return the id of an item or issue by its path: folder of the year and stem, ``2026/jinqiao``."""
    pure = PurePosixPath(path)
    return f"{pure.parent.name}/{pure.stem}"


def _open(data: bytes, path: str, vocabulary: keys.Vocabulary) -> tuple[tuple[Sheet, Form] | None, list[Problem]]:
    text, problems = decode(data, path)
    if not text and data.strip():
        return None, problems
    sheet, found = split(text, path)
    problems += found
    if sheet is None:
        return None, problems
    return (sheet, Form(sheet.table, vocabulary, path, problems)), problems


def _lines(form: Form) -> tuple[tuple[str, int], ...]:
    return tuple((name, node.line) for name, node in form.values.items())


def _names(registry: Registry, kind: str) -> list[str]:
    """Return the names that an unknown one may be compared with."""
    match kind:
        case "unit":
            return [name for u in registry.units for name in (u.name, *u.aliases, *u.former_names)]
        case "category":
            return [category.name for category in registry.categories]
        case _:
            return [name for p in registry.publications for name in (p.name, *p.aliases)]


def _title(form: Form) -> str:
    title = form.text("title")
    if len(title) > _TITLE_LIMIT:
        form.problem("long-title", form.line("title"), "title", length=str(len(title)), limit=str(_TITLE_LIMIT))
    return title


def _classification(form: Form, registry: Registry) -> Classification:
    highest = registry.bulletin.classification
    found = form.scalar("classification")
    if found is None:
        return highest
    term = Classification.read(found.text)
    if term is None or term.rank > highest.rank:
        known = "、".join(c.names[0] for c in Classification if c.rank <= highest.rank)
        form.problem("above-class", found.line, "classification", text=found.text, known=known)
    return term or highest


def _adoptions(form: Form, registry: Registry) -> list[Adoption]:
    found = []
    for entry in form.entries("adopted-by", keys.ADOPTION):
        adoption = _short_adoption(form, entry, registry) if isinstance(entry, Scalar) else _adoption(entry, registry)
        if adoption:
            found.append(adoption)
    return found


def _adoption(entry: Form, registry: Registry) -> Adoption | None:
    names = _names(registry, "publication")
    found = entry.scalar("publication")
    issue, page = entry.text("issue"), entry.text("page")
    day, treatment = entry.day("date"), entry.term("treatment", Treatment)
    if found is None:
        return None
    publication = registry.publication_names.get(name_key(found.text.strip("《》")))
    if publication is None:
        entry.unknown_name("publication", "unknown-publication", found, names)
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
        form.unknown_name("adopted-by", "unknown-publication", scalar, _names(registry, "publication"))
        return None
    return Adoption(publication=publication, issue=issue, line=entry.line)


def _number_text(text: str) -> str:
    """Return an issue number as it was typed, without 第 and 期 around digits."""
    match = re.fullmatch(r"第?\s*(\d+)\s*期?", text)
    return match[1] if match else text


def _sent_up(form: Form, registry: Registry) -> list[SentUp]:
    found = []
    for entry in form.entries("sent-up", keys.SENT_UP):
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
        form.unknown_name(key, "unknown-publication", name, _names(registry, "publication"))
        return None
    return SentUp(level=registry.publication[publication].level, publication=publication, line=name.line)


def _endorsements(form: Form) -> list[Endorsement]:
    return [
        Endorsement(
            by=entry.text("by"),
            level=entry.term("level", Level),
            date=entry.day("date"),
            text=entry.text("text"),
            follow_up=entry.text("follow-up"),
            line=entry.table.line,
        )
        for entry in form.forms("endorsements", keys.ENDORSEMENT)
    ]


def _outcomes(form: Form) -> list[Outcome]:
    found = []
    for entry in form.entries("outcomes", keys.OUTCOME):
        if isinstance(entry, Scalar):
            found.append(Outcome(title=clean(entry.text), line=entry.line))
        else:
            found.append(Outcome(title=entry.text("title"), date=entry.day("date"), line=entry.table.line))
    return found


def _corrections(form: Form) -> list[Correction]:
    found = []
    for entry in form.forms("corrections", keys.CORRECTION):
        day, note = entry.day("date"), entry.text("note")
        severity = entry.term("severity", Gravity) or Gravity.MINOR
        if day:
            found.append(Correction(date=day, note=note, severity=severity, line=entry.table.line))
    return found
