"""The short way for plain texts: paragraphs, headings, flat lists and bold words, as python-markdown renders them.

Most items hold nothing else. A text that holds anything more, or might, is left to python-markdown; tests prove that
every text taken here gives the same bytes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown.extensions.toc import slugify_unicode, unique

_BOLD = re.compile(r"\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*")
# Anything that begins a construct of the dialect which is not rendered here: code, emphasis by underscore, escapes,
# links and footnotes, HTML and entities, quotations, tables, fences; lines that are indented, rules, or definitions.
_MORE = re.compile(
    r"[`_\\\[\]<>&|~\x02\x03\r\t]|\*\*\*|[^\S\n]$|^[^\S\n]|^:|^[-=*+][-=*+ ]*$|^[*+] |^ *[-=]+ *$|^#{7}|#$|^#+ *$",
    re.MULTILINE,
)
_HEADING = re.compile(r"(#{1,6}) *(.*)")
_BULLET = re.compile(r"- +(\S.*)")
_NUMBER = re.compile(r"\d+\. +(\S.*)")
_FIRST_NUMBER = re.compile(r"1\. ")
_LIKE_LIST = re.compile(r"([-+*]|\d+\.)(\s|$)")

_LIKE_BLOCK = re.compile(r"[-+#:=]|\d+\.(\s|$)|\*(?!\*)")

Heading = tuple[int, str, str]


class _More(Exception):
    """The text holds more than is rendered here."""


def render(text: str, mark: str, line_end: re.Pattern[str]) -> tuple[str, list[Heading]] | None:
    """Return the HTML of a plain text and its headings (level, anchor, title), or None for any other text.

    *mark* goes before every id; what *line_end* matches is dropped.
    """
    if _MORE.search(text):
        return None
    if "*" in text and "*" in _BOLD.sub("", text):
        return None
    try:
        return _Writer(mark, line_end).write(text)
    except _More:
        return None


class _Writer:
    def __init__(self, mark: str, line_end: re.Pattern[str]) -> None:
        self.mark, self.line_end = mark, line_end
        self.used: set[str] = set()
        self.headings: list[Heading] = []
        self.after_list = False

    def write(self, text: str) -> tuple[str, list[Heading]]:
        blocks = [block for block in re.split(r"\n\n+", text.strip("\n")) if block]
        down = int(any(re.match("# ?[^#]", line) for block in blocks for line in block.split("\n")))
        parts = [part for block in blocks for part in self._block(block.split("\n"), down)]
        return "\n".join(parts), self.headings

    def _block(self, lines: list[str], down: int) -> Iterator[str]:
        paragraph: list[str] = []
        for line in lines:
            if not line.startswith("#"):
                paragraph.append(line)
                continue
            if paragraph:
                yield self._lines(paragraph)
                paragraph = []
            yield self._heading(line, down)
        if paragraph:
            yield self._lines(paragraph)

    def _heading(self, line: str, down: int) -> str:
        match = _HEADING.fullmatch(line)
        if match is None or not match[2].strip():
            raise _More
        self.after_list = False
        level, words = min(len(match[1]) + down, 6), match[2].strip()
        title = " ".join(words.replace("**", "").split())
        anchor = unique(slugify_unicode(words.replace("**", ""), "-"), self.used)
        self.headings.append((level, anchor, title))
        return f'<h{level} id="{self.mark}{anchor}">{self._inline(words)}</h{level}>'

    def _lines(self, lines: list[str]) -> str:
        bullets = [_BULLET.fullmatch(line) for line in lines]
        numbers = [_NUMBER.fullmatch(line) for line in lines]
        if bullets[0] or numbers[0]:
            return self._list("ul" if bullets[0] else "ol", bullets if bullets[0] else numbers, lines)
        if _LIKE_LIST.match(lines[0]):
            raise _More
        self.after_list = False
        return f"<p>{self._inline(chr(10).join(lines).strip())}</p>"

    def _list(self, tag: str, entries: list[re.Match[str] | None], lines: list[str]) -> str:
        if self.after_list or (tag == "ol" and not _FIRST_NUMBER.match(lines[0])):
            raise _More
        self.after_list = True
        texts = []
        for entry in entries:
            if entry is None or _LIKE_BLOCK.match(entry[1]):
                raise _More
            texts.append(f"<li>{self._inline(entry[1].strip())}</li>\n")
        return f"<{tag}>\n{''.join(texts)}</{tag}>"

    def _inline(self, text: str) -> str:
        text = self.line_end.sub("", text)
        return _BOLD.sub(r"<strong>\1</strong>", text) if "*" in text else text
