"""The line that stands for the text of an item that was begun: until it is replaced, the item is a draft."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bulletin.core.i18n import LANGUAGES, N_, translator
from bulletin.core.problems import Problem

_UNWRITTEN = N_("(The text is still to be written: replace this line by it.)")


@cache
def unwritten_text(language: str) -> str:
    """Return the line in a language."""
    return translator(language)(_UNWRITTEN)


def is_unwritten(body: str) -> bool:
    """Whether a text is nothing but this line."""
    return body.strip() in _lines()


def find_unwritten(body: str, path: str, first_line: int) -> Iterator[Problem]:
    """Yield that the text is still to be written; or that the line was left in it."""
    if not any(line in body for line in _lines()):
        return
    code = "unwritten-text" if is_unwritten(body) else "unwritten-line"
    for number, line in enumerate(body.split("\n"), first_line):
        if line.strip() in _lines():
            yield Problem(path=path, code=code, line=number)


@cache
def _lines() -> tuple[str, ...]:
    return tuple(unwritten_text(language) for language in LANGUAGES)
