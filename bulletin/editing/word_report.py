"""What became of imported files, in plain words and as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bulletin.checks.report import Style, format_problem, unstyled
from bulletin.core.i18n import N_, Translator
from bulletin.editing.word_import import ImportedFile, ImportedItem
from bulletin.model.registry import Registry
from bulletin.office.word_in.losses import tell_losses

_OPTIONS = {"unit": "--unit", "category": "--category", "date": "--on"}
_NOT_READ, _ERRORS = N_("Not read:"), N_("Not written, for it would have these errors:")
_NAMES = {"unit": N_("unit"), "category": N_("category"), "date": N_("day of submission")}


def report_lines(file: ImportedFile, registry: Registry, say: Translator, style: Style = unstyled) -> Iterator[str]:
    """Yield the lines that say what became of one file."""
    yield style(file.name, "place")
    if file.refusal:
        yield f"  {style(say(_NOT_READ), 'error')} {say(str(file.refusal), **file.refusal.values)}"
        return
    for item in file.items:
        yield from (f"  {line}" for line in _item_lines(item, registry, say, style))
    if file.problems:
        yield f"  {style(say(_ERRORS), 'error')}"
        yield from (f"  {format_problem(problem, say, style)}" for problem in file.problems)
    if file.issue:
        yield "  " + say("Issue: {path}", path=file.issue)
    if file.existing_issue:
        there = say(
            "{path} is there already with this number: nothing of the file was written. If it is another issue, "
            "correct its number in the file; if only its items are wanted, delete the head of the issue from a copy.",
            path=file.existing_issue,
        )
        yield f"  {style(there, 'error')}"
    if file.foreign:
        yield "  " + say(
            "The head is that of “{name}”, not of this bulletin: its items only are imported, no issue.",
            name=file.foreign,
        )
    for loss in tell_losses(file.losses, say):
        yield f"  {loss}"
    if file.taken_out:
        yield "  " + say("Head and foot of the issue, not in the text: {lines}", lines=_in_a_row(file.taken_out))


def _item_lines(item: ImportedItem, registry: Registry, say: Translator, style: Style) -> Iterator[str]:
    yield say("“{title}”", title=item.title) + (f" → {item.path}" if item.path else "")
    known = [
        say(", ").join(registry.unit[unit].name for unit in item.units),
        registry.category[item.category].name if item.category else "",
        item.date.isoformat() if item.date else "",
        say(", ").join(item.authors),
    ]
    yield "  " + say("; ").join(part for part in known if part)
    if item.title_from_name:
        yield "  " + say("No title was found; the name of the file stands in its place.")
    if item.signed:
        yield "  " + say("Taken for the signature: {lines}", lines=_in_a_row(item.signed))
    if item.unknown:
        yield "  " + say("Not understood in it: {words}", words=_in_a_row(item.unknown))
    for key in item.missing:
        text = say("Left to fill in: {field}; give it by {option}.", field=say(_NAMES[key]), option=_OPTIONS[key])
        yield f"  {style(text, 'error')}"


def _in_a_row(lines: Sequence[str]) -> str:
    return " | ".join(lines)


def report_record(file: ImportedFile, say: Translator) -> dict[str, Any]:
    """Return what became of one file as plain values."""
    return {
        "file": file.name,
        "refused": say(str(file.refusal), **file.refusal.values) if file.refusal else None,
        "items": [_item_record(item) for item in file.items],
        "issue": file.issue or file.existing_issue or None,
        "foreign": file.foreign or None,
        "left_out": tell_losses(file.losses, say),
        "taken_out": list(file.taken_out),
        "errors": [problem.code for problem in file.problems],
    }


def _item_record(item: ImportedItem) -> dict[str, Any]:
    return {
        "title": item.title,
        "path": item.path or None,
        "units": list(item.units),
        "category": item.category or None,
        "date": item.date.isoformat() if item.date else None,
        "authors": list(item.authors),
        "signed": list(item.signed),
        "missing": list(item.missing),
    }
