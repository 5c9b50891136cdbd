"""Front matter and body of a file.

python-frontmatter defines the boundaries (:func:`split_front_matter`). What YAML accepts and nobody means (an unclosed
``---``, a full-width colon, a missing space) is a problem here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bulletin.content.decode import BOUNDARY, Span, split_front_matter
from bulletin.content.flat_nodes import parse_flat
from bulletin.content.nodes import MappingNode, ParseError
from bulletin.content.typing_mistakes import explain_syntax_error, find_typing_mistakes, wrong_boundary
from bulletin.core.problems import Problem

_SECOND_FRONT_MATTER = re.compile(r"(?:---+ *\n)?(?:[\w-]{1,20} *:(?: [^\n]*)?\n)+---+ *(?:\n|$)")
# Spaces of Word and Chinese keyboards; characters that decoding has reported and that are errors in YAML.
SPACES = re.compile("[\u00a0\u3000\u2028\u2029\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


class MarkdownDocument(NamedTuple):
    """The front matter of a file, and the text below with its first line."""

    front_matter: MappingNode
    body: str
    body_line: int


def parse_document(text: str, path: str) -> tuple[MarkdownDocument | None, list[Problem]]:
    """Return the front matter and the body of a file; no document where the front matter cannot be read."""
    if not text or text.isspace():
        return None, [Problem(path=path, code="empty-file", line=1)]
    span = split_front_matter(text)
    if span is None:
        if found := wrong_boundary(text):
            return None, [Problem(path=path, code="wrong-boundary", line=found.line, values={"sign": found.sign})]
        code = "unclosed-front-matter" if BOUNDARY.match(text) else "no-front-matter"
        return None, [Problem(path=path, code=code, line=1)]
    try:
        return _parse_span(text, path, span), []
    except ParseError as error:
        values = dict.fromkeys(("reason", "character", "text", "example"), error.reason)
        return None, error.problems or [Problem(path=path, code=error.code, line=error.line, values=values)]


def _parse_span(text: str, path: str, span: Span) -> MarkdownDocument:
    first_line = text.count("\n", 0, span.start) + 1
    front = SPACES.sub(" ", text[span.start : span.end])
    mapping = parse_flat(front, first_line)
    if mapping is None:
        if problems := list(find_typing_mistakes(front, first_line, path)):
            raise ParseError("", 0, problems=problems)
        # PyYAML takes 15 ms to import, and nearly all front matter is flat.
        from bulletin.content.yaml_nodes import parse_mapping

        try:
            mapping = parse_mapping(front, first_line)
        except ParseError as error:
            if error.code == "yaml-syntax":
                error.problems = list(explain_syntax_error(front, first_line, path))
            raise
    below = text[span.body :].lstrip("\n")
    body = below.rstrip("\n")
    start = len(text) - len(below) if body.strip() else span.end + len("---\n")
    line = text.count("\n", 0, start) + 1
    if _SECOND_FRONT_MATTER.match(body):
        raise ParseError("second-front-matter", line)
    return MarkdownDocument(mapping, body, line)
