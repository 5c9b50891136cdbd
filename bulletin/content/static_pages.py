"""Checks of hand-written pages: the rules for items, as far as they apply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.content.front_matter import MarkdownDocument, parse_document
from bulletin.content.items import FactAndText, read_text
from bulletin.content.nodes import ScalarNode
from bulletin.core.problems import Problem
from bulletin.core.text import collapse_spaces, nearest
from bulletin.model.registry import Registry

KEYS = ("title", "description", "author", "date", "hide", "template")
"""Valid keys in the front matter of a page; Material reads them."""
TEMPLATES = ("home.html", "main.html")
"""Valid values of ``template``."""
HIDEABLE = ("navigation", "toc", "path", "footer", "feedback")
"""What a page may hide, one of these or a list."""
# MkDocs takes such lines for front matter even without ---, and removes them.
_METADATA_LINE = re.compile(r"\A\s{0,3}[A-Za-z0-9_-]+:(?:\s|$)")


def read_page(data: bytes, path: str, registry: Registry) -> FactAndText:
    """Return the text of a page, which is no fact, and its problems, without those of its markup."""
    text, problems = read_text(data, path, registry)
    if not text.startswith("---"):
        if _METADATA_LINE.match(text):
            problems.append(Problem(path=path, code="no-front-matter", line=1))
        return FactAndText(None, problems, text, first_line=1)
    document, found = parse_document(text, path)
    problems += found
    if document is None:
        return FactAndText(None, problems)
    problems += _check_keys(document, path)
    return FactAndText(None, problems, document.body, first_line=document.body_line)


def _check_keys(document: MarkdownDocument, path: str) -> Iterator[Problem]:
    for key, value in document.front_matter.entries:
        name = collapse_spaces(key.text)
        if name == "template" and (not isinstance(value, ScalarNode) or value.text not in TEMPLATES):
            text = value.text if isinstance(value, ScalarNode) else ""
            values = {"name": text, "key": name, "known": ", ".join(TEMPLATES)}
            yield Problem(path=path, code="unknown-term", line=key.line, field=name, values=values)
        if name == "hide" and isinstance(value, ScalarNode) and value.text not in ("", *HIDEABLE):
            values = {"name": value.text, "key": name, "known": ", ".join(HIDEABLE)}
            yield Problem(path=path, code="unknown-term", line=key.line, field=name, values=values)
        if name not in KEYS:
            values = {"key": name, "nearest": nearest(name, KEYS), "known": ", ".join(KEYS)}
            yield Problem(path=path, code="unknown-key", line=key.line, field=name, values=values)
