"""Changes to python-markdown, for items and for hand-written pages alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from bulletin.markdown.as_typed import register_as_typed
from bulletin.markdown.normalize import HAN, normalized_text

_HAN = re.compile(f"[{HAN}]")
_LINE_END = re.compile(rf"(?<=[{HAN}]) *\n *(?=[{HAN}])")
_INLINE = ("strong", "em", "a")
# Their content is not prose and is skipped.
_CLOSED = ("code", "pre", "sup")

_SCHEME = re.compile(r"[\W_]*[A-Za-z][A-Za-z0-9+.-]*:")
_GOOD = ("http:", "https:", "mailto:")
_OTHERS = ("//", "\\\\", "/\\", "\\/")

_HIDDEN = "\ufdd5"
"""Stands for <; a noncharacter, which no source may contain."""

_TextPlace = tuple[Element, str]


class _Normalize(Preprocessor):
    """Normalises a hand-written page as items are normalised."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the normalised lines."""
        return normalized_text("\n".join(lines)).split("\n")


class _HideTags(Preprocessor):
    """Hides what looks like HTML from other preprocessors, for which it would be HTML."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines without the sign that begins a tag."""
        return [line.replace("<", _HIDDEN) for line in lines]


class _ShowTags(Preprocessor):
    """Shows again what :class:`_HideTags` has hidden."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as they were."""
        return [line.replace(_HIDDEN, "<") for line in lines]


class _LineBreak(InlineProcessor):
    """Accepts ``<br>``, the one HTML tag of the dialect: cells of tables need it."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's signature
        """Return a line break."""
        return Element("br"), m.start(0), m.end(0)


class _JoinHanLines(Treeprocessor):
    """Joins lines between two Han characters without a space, also where one of them is bold or a link."""

    def run(self, root: Element) -> None:
        """Join the lines of one text."""
        if "\n" not in "".join(root.itertext()):
            return
        before, waiting = "", None
        for place in _text_places(root):
            if place is None:
                before, waiting = "", None
                continue
            element, kind = place
            text = _LINE_END.sub("", getattr(element, kind) or "")
            if waiting and _HAN.match(text):
                _set(waiting, _get(waiting).rstrip("\n "))
            if _HAN.match(before) and _HAN.match(text.lstrip("\n ")) and "\n" in text[: -len(text.lstrip("\n "))]:
                text = text.lstrip("\n ")
            if text:
                _set(place, text)
                bare = text.rstrip("\n ")
                before = bare[-1:] or before
                waiting = place if "\n" in text[len(bare) :] and _HAN.match(before) else None


def _get(place: _TextPlace) -> str:
    return getattr(*place) or ""


def _set(place: _TextPlace, text: str) -> None:
    if text != getattr(*place):
        setattr(*place, text)


def _text_places(element: Element) -> Iterator[_TextPlace | None]:
    """Yield the places of texts in reading order, and None where a run of inline text ends."""
    yield element, "text"
    for child in element:
        # A footnote reference does not end the sentence that it is in.
        ends = child.tag not in _INLINE and child.tag != "sup"
        if ends:
            yield None
        if child.tag not in _CLOSED:
            yield from _text_places(child)
        if ends:
            yield None
        yield child, "tail"


class _RemoveUnsafeAddresses(Treeprocessor):
    """Removes addresses of unsafe schemes, and images of other hosts."""

    def run(self, root: Element) -> None:
        """Check every link and image."""
        for element in root.iter():
            for name in ("href", "src"):
                target = "".join(unescape(element.get(name, "").replace(AMP_SUBSTITUTE, "&")).split())
                scheme = _SCHEME.match(target)
                if (scheme and scheme[0].lower() not in _GOOD) or (name == "src" and scheme) or target[:2] in _OTHERS:
                    element.attrib.pop(name)


class Dialect(Extension):
    """The dialect for pages that MkDocs reads: normalised, then as items."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register the preprocessor before code blocks are extracted, and the tree processor after all others."""
        md.preprocessors.register(_Normalize(md), "normalize", 27)
        # After code blocks are extracted, before blocks are parsed.
        md.preprocessors.register(_HideTags(md), "hide_tags", 24)
        md.preprocessors.register(_ShowTags(md), "show_tags", 20)
        # Below 0, where the library un-escapes attributes.
        md.treeprocessors.register(_RemoveUnsafeAddresses(md), "safe", -10)
        _register_common(md)


class ItemDialect(Extension):
    """The dialect for text that is already normalised: no HTML except line breaks, lines of Han characters joined."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register the changes."""
        _register_common(md)


def _register_common(md: Markdown) -> None:
    """Escape HTML except line breaks, join lines of Han characters, and show what is typed where it is no markup."""
    register_as_typed(md)
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.inlinePatterns.register(_LineBreak(r"(?i:<br ?/?>)", md), "break", 90)
    md.treeprocessors.register(_JoinHanLines(md), "lines", 12)
