"""Phrases: texts in which some parts are links, for running text that is shown on a page and in a terminal alike."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter
from typing import NamedTuple

from bulletin.core.i18n import Translator


class Span(NamedTuple):
    """A part of a phrase: its text, and the address and the anchor that it leads to, "" for no link."""

    text: str
    url: str = ""
    anchor: str = ""
    is_figure: bool = False
    """Whether the text is a number that counts what the link leads to."""


Phrase = tuple[Span, ...]


def plain(text: str) -> Phrase:
    """Return a text without links."""
    return (Span(text),) if text else ()


def linked(text: str, url: str, anchor: str = "") -> Phrase:
    """Return a text that is a link."""
    return (Span(text, url, anchor),)


def number(value: int, url: str = "", anchor: str = "") -> Phrase:
    """Return a number as a link to what it counts; 0 leads nowhere."""
    return (Span(f"{value:,}", url, anchor, is_figure=True) if value and url else Span(f"{value:,}"),)


def join(parts: Iterable[Phrase], separator: str) -> Phrase:
    """Return phrases with a separator between them."""
    found: list[Span] = []
    for part in parts:
        if found:
            found.append(Span(separator))
        found += part
    return tuple(found)


def fill(say: Translator, message: str, /, **values: Phrase | str) -> Phrase:
    """Return a translated sentence with its values filled in, which may be phrases."""
    found: list[Span] = []
    for text, name, _, _ in Formatter().parse(say(message)):
        found += plain(text)
        if name is not None:
            value = values[name]
            found += plain(value) if isinstance(value, str) else value
    return tuple(found)


def plain_text(phrase: Phrase) -> str:
    """Return the text of a phrase, without links."""
    return "".join([span.text for span in phrase])
