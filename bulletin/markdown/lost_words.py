"""Find words that were typed and are not shown: python-markdown drops some where marks of emphasis cross."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from bulletin.core.problems import Problem
from bulletin.markdown.lint import LineNumbers

_NOT_SHOWN = re.compile(
    r"^(?:[ \t]*(?:(?:[-*+:]|\d{1,9}\.)(?=[ \t])|>))++|(?<=\])[ \n]?\[[^\[\]]*\]|\[\^[^\[\]\n]*\]"
    r"|^[ >]*\[[^\[\]]*\]:|(?<=\])\(<?[^()\s<>]*|(?i:<br ?/?>)|^[ >]*(?:`{3}|~{3}).*$",
    re.MULTILINE,
)
"""Numbers of lists, names and addresses of links, names of footnotes, line breaks, fences."""
_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r'(?:href|src|title|alt)="([^"]*)"')
_SIGN = re.compile(r"[^\W_]")


def find_lost_words(prose: str, html: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    """Report the first words of a text without code that are typed more often than shown; *html* is what is shown."""
    typed = unquote(unescape(_NOT_SHOWN.sub(" ", prose)))
    shown = unescape(_TAG.sub(" ", html) + "\n".join(map(unquote, _ATTRIBUTE.findall(html))))
    if lost := Counter(_SIGN.findall(typed)) - Counter(_SIGN.findall(unquote(shown))):
        runs = re.finditer(f"[{''.join(lost)}]+", prose)
        longest = max(runs, key=lambda run: len(run[0]), default=None)
        place, words = (longest.start(), longest[0]) if longest else (0, "".join(lost))
        yield Problem(path=path, code="lost-words", line=lines.at(place), values={"text": words[:20]})
