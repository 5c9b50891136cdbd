"""Parsing items, issues and calls: one function for each kind of file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from bulletin.checks.sensitive.scan import scan_text
from bulletin.content.circular_texts import check_references, figures_in
from bulletin.content.decode import decode_and_prefilter
from bulletin.content.field_values import read_fields
from bulletin.content.fields import FieldReader
from bulletin.content.front_matter import MarkdownDocument, parse_document
from bulletin.content.nodes import ScalarNode
from bulletin.content.unwritten import find_unwritten, is_unwritten
from bulletin.core.problems import Problem
from bulletin.core.text import length_and_digest
from bulletin.model.enums import Status
from bulletin.model.records import Call, CircularText, Compilation, Fact, Issue, Item
from bulletin.model.registry import Registry
from bulletin.model.schema import CALL, CIRCULAR, COMPILATION, ISSUE, ITEM
from bulletin.model.schema.types import Schema


class FactAndText(NamedTuple):
    """The fact that a file declares, None where a required field is missing or invalid, and the text below."""

    fact: Fact | None
    problems: list[Problem]
    text: str = ""
    text_digest: bytes = b""
    """The digest of the text without spaces."""
    first_line: int = 0
    """The line on which the text begins; 0 of a file whose text is not rendered."""


def read_item(data: bytes, path: str, registry: Registry) -> FactAndText:
    """Return the item that a file holds, and its problems."""
    parsed, problems = _open_file(data, path, ITEM, registry)
    if parsed is None:
        return FactAndText(None, problems)
    document, reader = parsed
    values: dict[str, Any] = {"classification": registry.bulletin.classification, **read_fields(reader, registry)}
    if not document.body.strip():
        problems.append(Problem(path=path, code="empty-body", line=document.body_line))
    problems += find_unwritten(document.body, path, document.body_line)
    if _lacks_required_field(reader, values):
        return FactAndText(None, problems)
    chars, text_digest = length_and_digest(document.body)
    if is_unwritten(document.body):
        chars, values["status"] = 0, Status.DRAFT
    item = Item(
        id=item_id(path),
        path=path,
        chars=chars,
        has_pictures="![" in document.body,
        body_line=document.body_line,
        lines=_field_lines(reader),
        **values,
    )
    return FactAndText(item, problems, document.body, text_digest, document.body_line)


def read_issue(data: bytes, path: str, registry: Registry) -> FactAndText:
    """Return the issue that a file declares, and its problems."""
    parsed, problems = _open_file(data, path, ISSUE, registry)
    if parsed is None:
        return FactAndText(None, problems)
    document, reader = parsed
    values = read_fields(reader, registry)
    listed: list[ScalarNode] | None = values.pop("listed", None)
    if _lacks_required_field(reader, values):
        return FactAndText(None, problems)
    issue = Issue(
        id=item_id(path),
        path=path,
        listed=None if listed is None else tuple(scalar.text for scalar in listed),
        listed_lines=tuple(scalar.line for scalar in listed or ()),
        has_foreword=bool(document.body.strip()),
        body_line=document.body_line,
        lines=_field_lines(reader),
        **values,
    )
    return FactAndText(issue, problems, document.body, first_line=document.body_line)


def read_call(data: bytes, path: str, registry: Registry) -> FactAndText:
    """Return the call or commission that a file holds, and its problems."""
    parsed, problems = _open_file(data, path, CALL, registry)
    if parsed is None:
        return FactAndText(None, problems)
    document, reader = parsed
    values = read_fields(reader, registry)
    if _lacks_required_field(reader, values):
        return FactAndText(None, problems)
    call = Call(
        id=PurePosixPath(path).stem, path=path, body_line=document.body_line, lines=_field_lines(reader), **values
    )
    return FactAndText(call, problems, document.body, first_line=document.body_line)


def read_compilation(data: bytes, path: str, registry: Registry) -> FactAndText:
    """Return the compilation that a file declares, and its problems."""
    parsed, problems = _open_file(data, path, COMPILATION, registry)
    if parsed is None:
        return FactAndText(None, problems)
    document, reader = parsed
    values = read_fields(reader, registry)
    if _lacks_required_field(reader, values):
        return FactAndText(None, problems)
    compilation = Compilation(
        id=PurePosixPath(path).stem,
        path=path,
        has_preface=bool(document.body.strip()),
        body_line=document.body_line,
        lines=_field_lines(reader),
        **values,
    )
    return FactAndText(compilation, problems, document.body, first_line=document.body_line)


def read_circular_text(data: bytes, path: str, registry: Registry) -> FactAndText:
    """Return what a file says of a circular, with or without front matter, and its problems."""
    text, problems = read_text(data, path, registry)
    if not text.strip():
        problems += [] if data.strip() else [Problem(path=path, code="empty-file", line=1)]
        return FactAndText(None, problems)
    body, first_line, values = text, 1, dict[str, Any]()
    if text.startswith("---"):
        document, found = parse_document(text, path)
        problems += found
        if document is None:
            return FactAndText(None, problems)
        reader = FieldReader(document.front_matter, CIRCULAR, path, problems)
        values = {**read_fields(reader, registry), "lines": _field_lines(reader)}
        body, first_line = document.body, document.body_line
    # Lines are counted from the beginning of the file.
    placed = "\n" * (first_line - 1) + body
    problems += check_references(placed, path, registry)
    fact = CircularText(
        id=PurePosixPath(path).stem,
        path=path,
        body_line=first_line,
        figures=figures_in(placed),
        has_text=bool(body.strip()),
        **values,
    )
    return FactAndText(fact, problems, body, first_line=first_line)


def read_text(data: bytes, path: str, registry: Registry) -> tuple[str, list[Problem]]:
    """Return the text of a file of any kind, and what is wrong with its bytes or must not be published."""
    text, problems, sensitive_kinds = decode_and_prefilter(data, path, registry.bulletin.text_kilobytes * 1000)
    if sensitive_kinds or registry.is_public:
        problems += scan_text(text, path, registry, sensitive_kinds)
    return text, problems


def item_id(path: str) -> str:
    """Return the id of an item or issue by its path: year and stem, ``2026/jinqiao``."""
    folder, _, name = path.rpartition("/")
    return f"{folder.rpartition('/')[2]}/{name.removesuffix('.md')}"


def _open_file(
    data: bytes, path: str, schema: Schema, registry: Registry
) -> tuple[tuple[MarkdownDocument, FieldReader] | None, list[Problem]]:
    text, problems = read_text(data, path, registry)
    if not text and data.strip():
        return None, problems
    document, found = parse_document(text, path)
    problems += found
    if document is None:
        return None, problems
    return (document, FieldReader(document.front_matter, schema, path, problems)), problems


def _field_lines(reader: FieldReader) -> tuple[tuple[str, int, str], ...]:
    written = reader.written
    return _shared(tuple([(name, node.line, written[name]) for name, node in reader.values.items()]))


# Most items have the same keys on the same lines; equal tuples are shared.
@lru_cache(maxsize=1024)
def _shared(lines: tuple[tuple[str, int, str], ...]) -> tuple[tuple[str, int, str], ...]:
    return lines


def _lacks_required_field(reader: FieldReader, values: Mapping[str, object]) -> bool:
    """Whether a required field has no value."""
    return not all(values.get(spec.attribute) for spec in reader.schema.required)
