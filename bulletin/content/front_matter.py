"""Front matter and body of a file.

python-frontmatter defines the boundaries (:func:`split_front_matter`). What YAML accepts and nobody means (an unclosed
``---``, a full-width colon, a missing space) is a problem here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bulletin.content.decode import BOUNDARY, Span, split_front_matter
from bulletin.content.flat_nodes import parse_flat
from bulletin.content.nodes import MappingNode, ParseError
from bulletin.core.problems import Problem

_FULL_WIDTH_COLON = re.compile(r"^\s*(?:-\s+)?([\w-]+)\s*：")
_NO_SPACE = re.compile(r"^([\w-]+):([^\s:/].*)$")
_SECOND_FRONT_MATTER = re.compile(r"(?:---+ *\n)?(?:[\w-]{1,20} *:(?: [^\n]*)?\n)+---+ *(?:\n|$)")
# Spaces of Word and Chinese keyboards; characters that decoding has reported and that are errors in YAML.
_SPACES = re.compile("[\u00a0\u3000\u2028\u2029\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


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
        code = "unclosed-front-matter" if BOUNDARY.match(text) else "no-front-matter"
        return None, [Problem(path=path, code=code, line=1)]
    try:
        return _parse_span(text, path, span), []
    except ParseError as error:
        values = {"reason": error.reason, "character": error.reason, "text": error.reason}
        return None, error.problems or [Problem(path=path, code=error.code, line=error.line, values=values)]


def _parse_span(text: str, path: str, span: Span) -> MarkdownDocument:
    first_line = text.count("\n", 0, span.start) + 1
    front = _SPACES.sub(" ", text[span.start : span.end])
    mapping = parse_flat(front, first_line)
    if mapping is None:
        if problems := list(find_typing_mistakes(front, first_line, path)):
            raise ParseError("", 0, problems=problems)
        # PyYAML takes 15 ms to import, and nearly all front matter is flat.
        from bulletin.content.yaml_nodes import parse_mapping

        mapping = parse_mapping(front, first_line)
    below = text[span.body :].lstrip("\n")
    body = below.rstrip("\n")
    start = len(text) - len(below) if body.strip() else span.end + len("---\n")
    line = text.count("\n", 0, start) + 1
    if _SECOND_FRONT_MATTER.match(body):
        raise ParseError("second-front-matter", line)
    return MarkdownDocument(mapping, body, line)


def find_typing_mistakes(front: str, first_line: int, path: str) -> Iterator[Problem]:
    """Yield typical mistakes of people who do not know YAML, whose own messages they would not understand."""
    for number, line in enumerate(front.split("\n"), first_line):
        if match := _FULL_WIDTH_COLON.match(line):
            yield Problem(path=path, code="full-width-colon", line=number, values={"key": match[1]})
        elif match := _NO_SPACE.match(line):
            values = {"key": match[1], "value": match[2].strip()}
            yield Problem(path=path, code="no-space", line=number, values=values)
        elif "\t" in line[: len(line) - len(line.lstrip())] and line.strip():
            yield Problem(path=path, code="tab", line=number)
