"""Checks of hand-written pages: the rules for items, as far as they apply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.checks.sensitive.scan import scan_text
from bulletin.content.decode import decode_text
from bulletin.content.front_matter import MarkdownDocument, parse_document
from bulletin.content.nodes import ScalarNode
from bulletin.core.problems import Problem
from bulletin.core.text import collapse_spaces, nearest
from bulletin.markdown import lint
from bulletin.markdown.links import LinkKind, LinkResolver
from bulletin.markdown.normalize import normalize
from bulletin.model.registry import Registry

KEYS = ("title", "description", "author", "date", "hide", "template")
"""Valid keys in the front matter of a page; Material reads them."""
TEMPLATES = ("home.html", "main.html")
"""Valid values of ``template``."""
HIDEABLE = ("navigation", "toc", "path", "footer", "feedback")
"""What a page may hide, one of these or a list."""
# MkDocs takes such lines for front matter even without ---, and removes them.
_METADATA_LINE = re.compile(r"\A\s{0,3}[A-Za-z0-9_-]+:(?:\s|$)")
_LINK = re.compile(r"(!?)\[[^\[\]\n]*\]\(\s*(?:<([^<>\n]*)>|([^\s()<>]+))|^ {0,3}\[[^\]\n^]+\]:\s*(\S+)", re.MULTILINE)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*)>")
_LINK_PROBLEMS = {(False, LinkKind.BAD_SCHEME): "link-scheme", (True, LinkKind.BAD_SCHEME): "remote-image"}
_LINK_PROBLEMS |= {(True, LinkKind.OUTSIDE): "remote-image", (True, LinkKind.NOWHERE): "broken-image"}


def check_page(data: bytes, path: str, registry: Registry, resolver: LinkResolver) -> list[Problem]:
    """Return the problems of a page."""
    text, problems = decode_text(data, path, registry.bulletin.text_kilobytes * 1000)
    if not text:
        return problems
    problems += scan_text(text, path, registry)
    body, first_line = text, 1
    if text.startswith("---"):
        document, found = parse_document(text, path)
        problems += found
        if document is None:
            return problems
        body, first_line = document.body, document.body_line
        problems += _check_keys(document, path)
    elif _METADATA_LINE.match(text):
        problems.append(Problem(path=path, code="no-front-matter", line=1))
    return problems + list(_check_body(body, path, first_line, resolver))


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


def _check_body(body: str, path: str, first_line: int, resolver: LinkResolver) -> Iterator[Problem]:
    normalized = normalize(body)
    prose = normalized.prose()
    lines = lint.LineNumbers(prose, first_line)
    if costly := list(lint.find_costly_markup(normalized, prose, path, lines)):
        yield from costly
        return
    yield from lint.lint_markdown(normalized, prose, path, lines)
    for match in _LINK.finditer(prose):
        target = match[2] or match[3] or match[4]
        yield from _check_link(match[1] == "!", target or "", path, lines.at(match.start()), resolver)
    for match in _AUTOLINK.finditer(prose):
        yield from _check_link(False, match[1], path, lines.at(match.start()), resolver)


def _check_link(is_image: bool, target: str, path: str, line: int, resolver: LinkResolver) -> Iterator[Problem]:  # noqa: FBT001
    kind = resolver.resolve(target, path).kind
    if code := _LINK_PROBLEMS.get((is_image, kind)):
        near = resolver.near(target, path) if kind is LinkKind.NOWHERE else ""
        yield Problem(path=path, code=code, line=line, values={"target": target, "nearest": near})
