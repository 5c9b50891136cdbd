"""What we change in python-markdown, for items and for hand-written pages alike."""

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

from bulletin.markdown.normalize import HAN, tidy

_HAN = re.compile(f"[{HAN}]")
_LINE_END = re.compile(rf"(?<=[{HAN}]) *\n *(?=[{HAN}])")
_INLINE = ("strong", "em", "a")
# What they hold is no prose: not looked into.
_CLOSED = ("code", "pre", "sup")

_SCHEME = re.compile(r"[\W_]*[A-Za-z][A-Za-z0-9+.-]*:")
_GOOD = ("http:", "https:", "mailto:")
_OTHERS = ("//", "\\\\", "/\\", "\\/")

_Slot = tuple[Element, str]


class _Tidy(Preprocessor):
    """Lets a hand-written page be read as an item is."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as python-markdown has to get them."""
        return tidy("\n".join(lines)).split("\n")


class _Break(InlineProcessor):
    """``<br>`` is the one tag that everybody knows and a table cannot do without."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's signature
        """Return a line break."""
        return Element("br"), m.start(0), m.end(0)


class _Lines(Treeprocessor):
    """A line end between two Han characters is no space, whether one of them is bold, a link or neither."""

    def run(self, root: Element) -> None:
        """Join the lines of one text."""
        if "\n" not in "".join(root.itertext()):
            return
        before, waiting = "", None
        for slot in _slots(root):
            if slot is None:
                before, waiting = "", None
                continue
            element, kind = slot
            text = _LINE_END.sub("", getattr(element, kind) or "")
            if waiting and _HAN.match(text):
                _set(waiting, _get(waiting).rstrip("\n "))
            if _HAN.match(before) and _HAN.match(text.lstrip("\n ")) and "\n" in text[: -len(text.lstrip("\n "))]:
                text = text.lstrip("\n ")
            if text:
                _set(slot, text)
                bare = text.rstrip("\n ")
                before = bare[-1:] or before
                waiting = slot if "\n" in text[len(bare) :] and _HAN.match(before) else None


def _get(slot: _Slot) -> str:
    return getattr(*slot) or ""


def _set(slot: _Slot, text: str) -> None:
    if text != getattr(*slot):
        setattr(*slot, text)


def _slots(element: Element) -> Iterator[_Slot | None]:
    """Yield the places of texts in reading order, and None where what was before has ended."""
    yield element, "text"
    for child in element:
        # The mark of a footnote stands in the sentence, but is no part of it.
        ends = child.tag not in _INLINE and child.tag != "sup"
        if ends:
            yield None
        if child.tag not in _CLOSED:
            yield from _slots(child)
        if ends:
            yield None
        yield child, "tail"


class _Safe(Treeprocessor):
    """Takes away addresses that readers must not open: scripts, data, other machines' pictures."""

    def run(self, root: Element) -> None:
        """Look at every link and picture."""
        for element in root.iter():
            for name in ("href", "src"):
                target = "".join(unescape(element.get(name, "").replace(AMP_SUBSTITUTE, "&")).split())
                scheme = _SCHEME.match(target)
                if (scheme and scheme[0].lower() not in _GOOD) or (name == "src" and scheme) or target[:2] in _OTHERS:
                    element.attrib.pop(name)


class Dialect(Extension):
    """The dialect on a page that MkDocs reads: tidied, and as an item is from there on."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register the changes: before blocks of code are taken out, and after all else is in the tree."""
        md.preprocessors.register(_Tidy(md), "tidy", 27)
        # Below 0, where the library un-escapes attributes.
        md.treeprocessors.register(_Safe(md), "safe", -10)
        _escape(md)


class ItemDialect(Extension):
    """The dialect of a text that was tidied before: no HTML but the line break, and lines of Han joined."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register the changes."""
        _escape(md)


def _escape(md: Markdown) -> None:
    """Show HTML as it is typed, but for the line break, and join lines of Han."""
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.inlinePatterns.register(_Break(r"(?i:<br ?/?>)", md), "break", 90)
    md.treeprocessors.register(_Lines(md), "lines", 12)
