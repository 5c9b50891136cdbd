"""Changes to python-markdown by which what is typed is shown, where it would take it for markup and drop it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor, ReferenceProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor

# Emphasis, which is left alone; asterisks behind a letter or digit are signs of multiplication.
_MULTIPLIED = (
    r"(?<![0-9A-Za-z)*])\*(?![\s*])[^*\n]+(?<!\s)\*(?!\*)"
    r"|(?<=[0-9A-Za-z)])(\*)(?![*\s])|(?<=[0-9A-Za-z)])(\*\*)(?=[0-9A-Za-z(])"
)
_PATH = r"(?:(?<![\\0-9A-Za-z])\\\\(?=[0-9A-Za-z])|(?<=\b[A-Za-z]:)\\)[\w\\.-]*"
_LABEL = re.compile(r"\[([^\[\]]+)\](:?)")


class _Multiplied(InlineProcessor):
    """Shows 2*3*4 as it is typed."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's signature
        """Return the asterisks, as text."""
        found = m[1] or m[2]
        return (found, m.start(0), m.end(0)) if found else (None, None, None)


class _Path(InlineProcessor):
    """Shows paths of Windows as they are typed: the backslashes behind a server and a drive escape nothing."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's signature
        """Return the path, as text."""
        return m[0], m.start(0), m.end(0)


class _FindLabels(Preprocessor):
    """Finds which labels of link definitions a text uses."""

    def __init__(self, md: Markdown) -> None:
        """Create the processor."""
        super().__init__(md)
        self.used: set[str] = set()

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as they are."""
        self.used = {_label(match[1]) for match in _LABEL.finditer("\n".join(lines)) if not match[2]}
        return lines


class _UsedDefinitions(ReferenceProcessor):
    """Takes the definition of a link for one only where a link uses it; [注]: 口径 is a sentence."""

    def __init__(self, md: Markdown, labels: _FindLabels) -> None:
        """Create the processor."""
        super().__init__(md.parser)
        self._md, self._labels = md, labels

    def run(self, parent: Element, blocks: list[str]) -> bool:  # noqa: ARG002 - the library's signature
        """Take the first definition out of a block."""
        block = blocks[0]
        for match in self.RE.finditer(block):
            key = match[1].strip().lower()
            if _label(match[1]) in self._labels.used and key not in self._md.references:
                self._md.references[key] = match[2].lstrip("<").rstrip(">"), match[5] or match[6]
                others = block[: match.start()].rstrip("\n"), block[match.end() :].lstrip("\n")
                blocks[:1] = [other for other in others if other.strip()]
                return True
        return False


class _Headings(HashHeaderProcessor):
    """Takes # at a heading's end away only where as many as before it stand apart: C# is a word."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?P<header>[^\n]*)(?:\n|$)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the first heading of a block."""
        block = blocks[0]
        if match := self.RE.search(block):
            title = match["header"].rstrip()
            if title.endswith(f" {match['level']}"):
                bare = title.removesuffix(match["level"]).rstrip()
                blocks[0] = block[: match.start("header")] + bare + block[match.end("header") :]
        super().run(parent, blocks)


def register_as_typed(md: Markdown) -> None:
    """Register the changes."""
    labels = _FindLabels(md)
    # When code blocks are extracted.
    md.preprocessors.register(labels, "labels", 5)
    md.parser.blockprocessors.register(_UsedDefinitions(md, labels), "reference", 15)
    md.parser.blockprocessors.register(_Headings(md.parser), "hashheader", 70)
    # After code, before other escapes.
    md.inlinePatterns.register(_Path(_PATH, md), "path", 185)
    # After links and code, before emphasis.
    md.inlinePatterns.register(_Multiplied(_MULTIPLIED, md), "multiplied", 65)


def _label(text: str) -> str:
    return " ".join(text.lower().split())
