"""The short way for plain texts: paragraphs, headings, flat lists, tables, bold words, as python-markdown has them.

Most items hold nothing else. A text that holds anything more, or might, is left to python-markdown; tests prove that
every text taken here gives the same bytes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown.extensions.toc import slugify_unicode, unique

from bulletin.dialect import HAN

_BOLD = re.compile(r"\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*")
# Anything that begins a construct of the dialect which is not rendered here: code, emphasis by underscore, escapes,
# links and footnotes, HTML and entities, quotations, fences; lines that are indented, rules, or definitions;
# and what somebody has typed in full width, which is left to proof-reading.
_MORE = (*"`_\\[]<>&~\x02\x03\r\t＃｜｀", "***", "···", "!!!", "{:", "{#", "{.")
_MORE_LINES = re.compile(
    r"\n(?:(?<=[^\S\n]\n)|(?<=#\n)|[^\S\n]|:|[-=*+][-=*+ ]*\n|[*+] |#{7}|#+ *\n)",
)
_HEADING = re.compile(r"(#{1,6}) *(.*)")
_BULLET = re.compile(r"- +(\S.*)")
_NUMBER = re.compile(r"\d+\. +(\S.*)")
_FIRST_NUMBER = re.compile(r"1\. ")
_ROW = re.compile(r"\|(?:[^|\n]*\|)+")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_TOP = re.compile(r"^# ?[^#\n]", re.MULTILINE)
_NO_PARAGRAPH = frozenset("#-+*0123456789")
_LIKE_LIST = re.compile(r"([-+*]|\d+\.)(\s|$)")

_LINE_END = re.compile(rf"(?<=[{HAN}])(</strong>)?\n(<strong>)?(?=[{HAN}])")
_LIKE_BLOCK = re.compile(r"[-+#:=]|\d+\.(\s|$)|\*(?!\*)")

_LEAST_ROWS = 3
"""A head, a rule, and one row."""

Heading = tuple[int, str, str]


class _More(Exception):
    """The text holds more than is rendered here."""


def render(text: str, mark: str) -> tuple[str, list[Heading]] | None:
    """Return the HTML of a plain text and its headings (level, anchor, title), or None for any other text.

    *mark* goes before every id.
    """
    if any(map(text.__contains__, _MORE)) or _MORE_LINES.search(f"\n{text}\n"):
        return None
    if "*" in text and "*" in _BOLD.sub("", text):
        return None
    try:
        return _Writer(mark).write(text)
    except _More:
        return None


def _side(rule: str) -> str:
    """Return how the cells of a column are set, as ``:--``, ``--:`` and ``:-:`` say."""
    match rule.startswith(":"), rule.endswith(":"):
        case True, True:
            return ' align="center"'
        case True, False:
            return ' align="left"'
        case False, True:
            return ' align="right"'
    return ""


class _Writer:
    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.used: set[str] = set()
        self.headings: list[Heading] = []
        self.after_list = False

    def write(self, text: str) -> tuple[str, list[Heading]]:
        blocks = [block for block in re.split(r"\n\n+", text.strip("\n")) if block]
        down = int("#" in text and _TOP.search(text) is not None)
        parts: list[str] = []
        for block in blocks:
            if "\n" not in block and block[0] not in _NO_PARAGRAPH and "|" not in block:
                # Nearly all blocks are this.
                self.after_list = False
                parts.append(f"<p>{self._inline(block.strip())}</p>")
            else:
                parts += self._block(block.split("\n"), down)
        return "\n".join(parts), self.headings

    def _block(self, lines: list[str], down: int) -> Iterator[str]:
        paragraph: list[str] = []
        if len(lines) > 1 and any("|" in line for line in lines) and any(line.startswith("#") for line in lines):
            raise _More
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
        if any("|" in line for line in lines):
            return self._table(lines)
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

    def _table(self, lines: list[str]) -> str:
        if len(lines) < _LEAST_ROWS or not all(map(_ROW.fullmatch, lines)) or not _RULE.fullmatch(lines[1]):
            raise _More
        self.after_list = False
        head, rule, *rows = [[cell.strip(" ") for cell in line[1:-1].split("|")] for line in lines]
        if any(len(row) != len(rule) for row in (head, *rows)):
            raise _More
        sides = [_side(cell) for cell in rule]
        body = "".join(self._row("td", row, sides) for row in rows)
        return f"<table>\n<thead>\n{self._row('th', head, sides)}</thead>\n<tbody>\n{body}</tbody>\n</table>"

    def _row(self, tag: str, cells: list[str], sides: list[str]) -> str:
        made = (f"<{tag}{side}>{self._inline(cell)}</{tag}>\n" for cell, side in zip(cells, sides, strict=True))
        return f"<tr>\n{''.join(made)}</tr>\n"

    @staticmethod
    def _inline(text: str) -> str:
        text = _BOLD.sub(r"<strong>\1</strong>", text) if "*" in text else text
        return _LINE_END.sub(r"\1\2", text) if "\n" in text else text
