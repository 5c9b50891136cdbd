"""Render plain texts without python-markdown: paragraphs, headings, flat lists, tables, bold.

Most items contain nothing else, and python-markdown takes many times as long. Any other text is left to
python-markdown; tests prove that both give the same bytes for every text that is accepted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bulletin.markdown.normalize import ENUMERATION, HAN

_STRONG = re.compile("</?strong>")
# Anything that begins a construct of the dialect which is not rendered here: code, emphasis by underscore, escapes,
# links and footnotes, HTML and entities, quotations, fences; lines that are indented, rules, or definitions;
# and full-width markup, which the linter reports.
_MORE = b"`_\\[]<>&~\x02\x03\r\t"
_KNOWN = b"#*|!{"
_HASH, _STAR, _BRACE = b"#*{"
_NO_MARKS = bytes({*range(128)} - {*_MORE, *_KNOWN})
_BLOCK_MARKS = re.compile(r"!!!|\{[:#.]")
# A line has no space at either end.
_MORE_LINES = re.compile(
    r"\n(?:(?<=[^\S\n]\n)|(?<=#\n)|[^\S\n]|:|[-=*+][-=*+ ]*\n|[*+] |#{7}|#+ *\n)",
)
_NO_SLUG, _BETWEEN = re.compile(r"[^\w\s-]"), re.compile(r"[-\s]+")
_TOP = re.compile(r"\n# ?[^#\n]")
_NOT_AGAIN = r"(?![-+#:=]|\d+\.(?:\s|$))"
_BULLETS = re.compile(rf"^- +{_NOT_AGAIN}(\S.*)$", re.MULTILINE)
_NUMBERS = re.compile(rf"^\d+\. +{_NOT_AGAIN}(\S.*)$", re.MULTILINE)
_NO_WORDS = frozenset("-+0123456789")
_LIKE_LIST = re.compile(r"([-+]|\d+\.)(\s|$)")
_ROW = re.compile(r"\|(?:[^|\n]*\|)+")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
# A list or paragraph that begins within another.
_APART = re.compile(rf"\n(?:{ENUMERATION}|- |1\. )")
# Compiled on first use: that takes longer than rendering a text, and few paragraphs have several lines.
_LINE_END = rf"(?<=[{HAN}])(</strong>)?\n(<strong>)?(?=[{HAN}])"

_LEAST_ROWS = 3
"""A head, a rule, and one row."""

Heading = tuple[int, str, str]


class _NotPlain(Exception):
    """The text contains markup that is not rendered here."""


def render_plain(text: str, mark: str) -> tuple[str, list[Heading]] | None:
    """Return the HTML of a plain text and its headings (level, anchor, title), or None for any other text.

    *mark* goes before every id.
    """
    marks = text.encode("ascii", "ignore").translate(None, _NO_MARKS)
    framed = f"\n{text}\n"
    if marks.strip(_KNOWN) or _is_wide(text) or _MORE_LINES.search(framed):
        return None
    if (marks.count(b"!!!") or _BRACE in marks) and _BLOCK_MARKS.search(text):
        return None
    try:
        down = int(_HASH in marks and _TOP.search(framed) is not None)
        return _Writer(mark, down).write(_bold(text, marks.count(b"*")) if _STAR in marks else text)
    except _NotPlain:
        return None


def _is_wide(text: str) -> bool:
    """Return whether the text may contain full-width markup."""
    # One character is found several times as fast as three.
    return "＃" in text or "｜" in text or "｀" in text or ("·" in text and "···" in text)


def _bold(text: str, asterisks: int) -> str:
    """Return a text that has *asterisks* asterisks with its bold words marked; bold must not cross cells or lines."""
    words = text.split("**")
    bold = words[1::2]
    inside = "".join(bold)
    if asterisks > 2 * len(words) - 2 or not len(words) % 2 or not all(words[1:-1]) or "\n" in inside or "|" in inside:
        raise _NotPlain
    if bold != [word.strip() for word in bold]:
        raise _NotPlain
    words[1::2] = [f"<strong>{word}</strong>" for word in bold]
    return "".join(words)


@lru_cache(maxsize=2048)
def _slug(title: str) -> str:
    """Return what python-markdown's ``slugify_unicode`` returns; that compiles its patterns at each call."""
    words = _NO_SLUG.sub("", title).strip().lower()
    return words if words.isalnum() else _BETWEEN.sub("-", words)


def _alignment(rule: str) -> str:
    """Return the attribute for the alignment of a column: ``:--``, ``--:`` or ``:-:``."""
    match rule.startswith(":"), rule.endswith(":"):
        case True, True:
            return ' align="center"'
        case True, False:
            return ' align="left"'
        case False, True:
            return ' align="right"'
    return ""


class _Writer:
    def __init__(self, mark: str, down: int) -> None:
        self.mark, self.down = mark, down
        self.used: set[str] = set()
        self.headings: list[Heading] = []
        self.after_list = False

    def write(self, text: str) -> tuple[str, list[Heading]]:
        parts: list[str] = []
        for block in text.split("\n\n"):
            if "\n" in block or "|" in block:
                parts += self._block(block.strip("\n"))
            elif block[:1] == "#":
                parts.append(self._heading(block))
            elif block[:1] in _NO_WORDS and _LIKE_LIST.match(block):
                parts.append(self._list(block))
            elif block:
                # The most common case.
                self.after_list = False
                parts.append(f"<p>{block}</p>")
        return "\n".join(parts), self.headings

    def _block(self, block: str) -> Iterator[str]:
        if "#" not in block:
            # Several blank lines in a row leave an empty block.
            if block:
                yield self._lines(block)
            return
        lines, paragraph = block.split("\n"), list[str]()
        # The linter reports a table row in a heading.
        if (len(lines) > 1 or block.count("|") > 1) and "|" in block and any(line.startswith("#") for line in lines):
            raise _NotPlain
        for line in lines:
            if not line.startswith("#"):
                paragraph.append(line)
                continue
            if paragraph:
                yield self._lines("\n".join(paragraph))
                paragraph = []
            yield self._heading(line)
        if paragraph:
            yield self._lines("\n".join(paragraph))

    def _heading(self, line: str) -> str:
        self.after_list = False
        words = line.lstrip("#")
        level = min(len(line) - len(words) + self.down, 6)
        words = words.strip()
        title = _STRONG.sub("", words) if "<" in words else words
        anchor = self._anchor(title)
        self.headings.append((level, anchor, " ".join(title.split())))
        return f'<h{level} id="{self.mark}{anchor}">{words}</h{level}>'

    def _anchor(self, title: str) -> str:
        anchor = _slug(title)
        if anchor in self.used or not anchor:
            # Takes 15 ms to import, and few texts have two equal headings.
            from markdown.extensions.toc import unique

            return unique(anchor, self.used)
        self.used.add(anchor)
        return anchor

    def _lines(self, block: str) -> str:
        if "|" in block:
            return self._table(block.split("\n"))
        if _LIKE_LIST.match(block):
            return self._list(block)
        if _APART.search(block):
            raise _NotPlain
        self.after_list = False
        joined = re.sub(_LINE_END, r"\1\2", block)
        return f"<p>{joined}</p>"

    def _list(self, block: str) -> str:
        tag, entry = ("ul", _BULLETS) if block[0] == "-" else ("ol", _NUMBERS)
        texts = entry.findall(block)
        if self.after_list or len(texts) <= block.count("\n") or not block.startswith(("- ", "1. ")):
            raise _NotPlain
        self.after_list = True
        entries = "</li>\n<li>".join(texts)
        return f"<{tag}>\n<li>{entries}</li>\n</{tag}>"

    def _table(self, lines: list[str]) -> str:
        if len(lines) < _LEAST_ROWS or not all(map(_ROW.fullmatch, lines)) or not _RULE.fullmatch(lines[1]):
            raise _NotPlain
        self.after_list = False
        head, rule, *rows = [[cell.strip(" ") for cell in line[1:-1].split("|")] for line in lines]
        if any(len(row) != len(rule) for row in (head, *rows)):
            raise _NotPlain
        sides = [_alignment(cell) for cell in rule]
        body = "".join(_row("td", row, sides) for row in rows)
        return f"<table>\n<thead>\n{_row('th', head, sides)}</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _row(tag: str, cells: list[str], sides: list[str]) -> str:
    made = (f"<{tag}{side}>{cell}</{tag}>\n" for cell, side in zip(cells, sides, strict=True))
    return f"<tr>\n{''.join(made)}</tr>\n"
