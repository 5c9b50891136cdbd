"""Checked front matter and body become facts: one function for each kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from bulletin.checks.sensitive.scan import guard
from bulletin.content import list_fields
from bulletin.content.decode import examine
from bulletin.content.fields import Form
from bulletin.content.front_matter import Scalar, Sheet, split
from bulletin.core.problems import Problem
from bulletin.markdown.lint import repeated_headings
from bulletin.model import schema
from bulletin.model.enums import Audience, Channel, Classification, IssueKind, Status
from bulletin.model.records import Call, Issue, Item
from bulletin.model.registry import Registry

_TITLE_LIMIT = 100


def read_item(data: bytes, path: str, registry: Registry) -> tuple[Item | None, list[Problem]]:
    """Return the item that a file holds, and every problem of it; no item where a required field is wrong."""
    opened, problems = _open(data, path, schema.ITEM, registry)
    if opened is None:
        return None, problems
    sheet, form = opened
    title = _title(form)
    units = form.resolved("unit", "unknown-unit", registry.unit_names, registry.spellings["unit"])
    categories = form.resolved("category", "unknown-category", registry.category_names, registry.spellings["category"])
    day = form.day("date")
    parts: dict[str, object] = {"classification": registry.bulletin.classification}
    parts |= {name: read(form, registry) for key, (name, read) in _OPTIONAL.items() if key in form.values}
    if not sheet.body.strip():
        problems.append(Problem(path=path, code="empty-body", line=sheet.body_line))
    problems += repeated_headings(sheet.body, path, sheet.body_line)
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


def read_issue(data: bytes, path: str, registry: Registry) -> tuple[Issue | None, list[Problem]]:
    """Return the issue that a file declares, and every problem of it."""
    opened, problems = _open(data, path, schema.ISSUE, registry)
    if opened is None:
        return None, problems
    sheet, form = opened
    number, day = form.number("number"), form.day("date")
    listed = [Scalar(s.text.removesuffix(".md").strip("/"), s.line) for s in form.texts("items", none=True)]
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
    opened, problems = _open(data, path, schema.CALL, registry)
    if opened is None:
        return None, problems
    sheet, form = opened
    title, day = form.text("title"), form.day("date")
    units = form.resolved("unit", "unknown-unit", registry.unit_names, registry.spellings["unit"])
    due, topics = form.day("due"), form.words("topics")
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
    folder, _, name = path.rpartition("/")
    return f"{folder.rpartition('/')[2]}/{name.removesuffix('.md')}"


def _open(
    data: bytes, path: str, vocabulary: schema.Vocabulary, registry: Registry
) -> tuple[tuple[Sheet, Form] | None, list[Problem]]:
    text, problems, held = examine(data, path, registry.bulletin.text_kilobytes * 1000)
    if not text and data.strip():
        return None, problems
    if held or registry.is_public:
        problems += guard(text, path, registry)
    sheet, found = split(text, path)
    problems += found
    if sheet is None:
        return None, problems
    return (sheet, Form(sheet.table, vocabulary, path, problems)), problems


def _lines(form: Form) -> tuple[tuple[str, int], ...]:
    return _same(tuple([(name, node.line) for name, node in form.values.items()]))


# Keys stand on the same lines in most items: of equal ones, one is kept.
@lru_cache(maxsize=1024)
def _same(lines: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    return lines


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
        # Said once is enough.
        form.problems[:] = [p for p in form.problems if (p.code, p.line) != ("secret-mark", found.line)]
        form.problem("above-class", found.line, "classification", text=found.text, known=known)
    return term or highest


_OPTIONAL: Mapping[str, tuple[str, Callable[[Form, Registry], object]]] = {
    "event-date": ("event_date", lambda form, _: form.day("event-date")),
    "authors": ("authors", lambda form, _: form.words("authors")),
    "approved-by": ("approved_by", lambda form, _: form.text("approved-by")),
    "channel": ("channel", lambda form, _: form.term("channel", Channel) or Channel.REGULAR),
    "commission": ("commission", lambda form, _: form.text("commission")),
    "topics": ("topics", lambda form, _: form.words("topics")),
    "adopted-by": ("adoptions", lambda form, registry: tuple(list_fields.adoptions(form, registry))),
    "sent-up": ("sent_up", lambda form, registry: tuple(list_fields.sent_up(form, registry))),
    "endorsements": ("endorsements", lambda form, _: tuple(list_fields.endorsements(form))),
    "outcomes": ("outcomes", lambda form, _: tuple(list_fields.outcomes(form))),
    "corrections": ("corrections", lambda form, _: tuple(list_fields.corrections(form))),
    "status": ("status", lambda form, _: form.term("status", Status) or Status.PUBLISHED),
    "classification": ("classification", _classification),
    "expires": ("expires", lambda form, _: form.day("expires")),
    "audience": ("audience", lambda form, _: form.term("audience", Audience) or Audience.ALL),
}
"""What an item may have besides, in the order in which problems are told: its field, and how that is read."""
