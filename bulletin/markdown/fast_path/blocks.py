"""Blocks: paragraphs, headings, lists, tables, quotations, rules, and definitions of footnotes."""

from __future__ import annotations

import re
from functools import lru_cache

from bulletin.markdown.body import ID_MARK
from bulletin.markdown.fast_path.inline import NotCoveredError, PlainWriter
from bulletin.markdown.fast_path.nodes import Entry, ListNode, Node, Quotation, to_html
from bulletin.markdown.fast_path.tables import render_table

MAX_DEPTH = 10
"""Deepest nesting of lists and quotations that is rendered here."""

# Lines that are no part of the blocks rendered here. A line may be indented by entries of lists, each of which counts
# four spaces; a line of dashes is a rule, which stands alone. All but the first line of a paragraph may begin like
# an entry.
_OTHER_LINES = re.compile(
    r"\n(?:(?<=[^\S\n ]\n)|(?: {4})*+(?:[^\S\n]|:|(?!(?<=\n\n)(?:---+|\*\*\*+)\n\n)[-=*+_][-=*+_ ]*\n))"
)
# What may not begin the text of an entry or a footnote, nor its further lines: it would be a block of its own.
_NO_BLOCK = r"(?![#>:|]|[-*+](?: |$)|[-=*+_][-=*+_ ]*$|[0-9]+\.(?:\s|$))"
_ENTRY = re.compile(rf"([-*+]|[0-9]+\.) +{_NO_BLOCK}(\S.*)")
_CONTINUATION = re.compile(rf"{_NO_BLOCK}\S")
_LIKE_ENTRY = re.compile(r"(?:[-*+]|\d+\.)(?:\s|$)")
_NESTED = re.compile(r" {4}(?:[-*+]|[0-9]+\.) ")
_NOTE = re.compile(rf"\[\^([\w-]+)\]: *{_NO_BLOCK}([^\s\[].*)")
_NO_WORDS = frozenset("-*+>[0123456789\x02 ")
# python-markdown would keep it in the last paragraph.
_LINE_END = re.compile(r"[^\n]\n\Z")
_TAGS = re.compile("</?(?:strong|em|code)>")
_LEVELS = 6
_NO_SLUG, _BETWEEN = re.compile(r"[^\w\s-]"), re.compile(r"[-\s]+")

Heading = tuple[int, str, str]


def is_covered(framed: str) -> bool:
    """Return whether a text, between pairs of line ends, has no line that begins a block that is not rendered here."""
    return not _OTHER_LINES.search(framed)


@lru_cache(maxsize=2048)
def _slug(title: str) -> str:
    """Return what python-markdown's ``slugify_unicode`` returns; that compiles its patterns at each call."""
    words = _NO_SLUG.sub("", title).strip().lower()
    return words if words.isalnum() else _BETWEEN.sub("-", words)


class BlockWriter:
    """Parses the blocks of one text as python-markdown does."""

    def __init__(self, inline: PlainWriter, codes: list[str], down: int) -> None:
        """Create a writer; *codes* is the HTML of fenced blocks, and headings are lowered by *down* levels."""
        self._inline, self._codes, self._down = inline, codes, down
        self._used: set[str] = set()
        self.headings: list[Heading] = []
        self.notes: dict[str, str] = {}
        """The text of each footnote."""
        self._after_note = False

    def write(self, text: str) -> str:
        """Return the HTML of the blocks of a text, without its footnotes."""
        blocks: list[Node] = []
        self._chunk(blocks, text, 0)
        return to_html(blocks)

    def _chunk(self, into: list[Node], text: str, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise NotCoveredError
        for block in text.split("\n\n"):
            # The most common case is a paragraph of one line.
            if "\n" not in block and block[:1] not in _NO_WORDS and "|" not in block and block[:1] != "#":
                if block:
                    self._after_note = False
                    into.append(f"<p>{self._inline.render(block)}</p>")
            elif block := block.strip("\n"):
                self._block(into, block, depth)

    def _block(self, into: list[Node], block: str, depth: int) -> None:
        if block[0] == " ":
            self._indented(into, block, depth)
            return
        self._after_note = False
        if block[0] == ">":
            self._quotation(into, block, depth)
        elif "#" in block and (block[0] == "#" or "\n#" in block):
            self._headed(into, block, depth)
        else:
            self._lines(into, block, depth)

    def _headed(self, into: list[Node], block: str, depth: int) -> None:
        """Write a block that contains headings."""
        lines, others = block.split("\n"), list[str]()
        # The linter reports a table row in a heading.
        if depth or ("|" in block and (len(lines) > 1 or block.count("|") > 1)):
            raise NotCoveredError
        for line in lines:
            if line[:1] != "#":
                others.append(line)
                continue
            if others:
                self._block(into, "\n".join(others), depth)
                others = []
            into.append(self._heading(line))
        if others:
            self._block(into, "\n".join(others), depth)

    def _heading(self, line: str) -> str:
        words = line.lstrip("#")
        level = len(line) - len(words)
        words = words.strip()
        if level > _LEVELS or not words or words[-1] == "#":
            raise NotCoveredError
        html = self._inline.render(words)
        if "<a " in html or "<img " in html or "<br>" in html or "&" in html:
            raise NotCoveredError
        title = _TAGS.sub("", html) if "<" in html else html
        anchor, level = self._anchor(title), min(level + self._down, _LEVELS)
        self.headings.append((level, anchor, " ".join(title.split())))
        return f'<h{level} id="{ID_MARK}{anchor}">{html}</h{level}>'

    def _anchor(self, title: str) -> str:
        anchor = _slug(title)
        if anchor in self._used or not anchor:
            # Takes 15 ms to import, and few texts have two equal headings.
            from markdown.extensions.toc import unique

            return unique(anchor, self._used)
        self._used.add(anchor)
        return anchor

    def _lines(self, into: list[Node], block: str, depth: int) -> None:
        """Write a block without headings."""
        if block[0] == "\x02":
            into.append(self._codes[int(block[1:-1])])
        elif "|" in block:
            into.append(render_table(block.split("\n"), self._inline.render))
        elif _LIKE_ENTRY.match(block):
            self._list(into, block, depth)
        elif block[0] in "-*" and not block.strip(block[0]):
            into.append("<hr>")
        elif "\n>" in block:
            before, _, quoted = block.partition("\n>")
            self._lines(into, before, depth)
            self._quotation(into, f">{quoted}", depth)
        elif block[:2] == "[^":
            self._footnotes(block, depth)
        elif "\n " in block:
            raise NotCoveredError
        else:
            into.append(f"<p>{self._inline.render(block)}</p>")

    def _quotation(self, into: list[Node], block: str, depth: int) -> None:
        lines = block.split("\n")
        if any(line[:1] != ">" for line in lines):
            raise NotCoveredError
        quoted = "\n".join([line[1:].removeprefix(" ") if line.rstrip(" ") != ">" else "" for line in lines])
        if not is_covered(f"\n\n{quoted}\n\n") or not quoted.strip() or _LINE_END.search(quoted):
            raise NotCoveredError
        last = into[-1] if into else None
        if not isinstance(last, Quotation):
            last = Quotation()
            into.append(last)
        self._chunk(last.blocks, quoted, depth + 1)

    def _footnotes(self, block: str, depth: int) -> None:
        for line in block.split("\n"):
            match = _NOTE.fullmatch(line)
            if not match or depth or match[1] in self.notes:
                raise NotCoveredError
            self.notes[match[1]] = match[2].rstrip()
        # Further blocks of a footnote are indented, as those of an entry.
        self._after_note = True

    def _indented(self, into: list[Node], block: str, depth: int) -> None:
        """Write a block that belongs to the last entry of a list, and maybe to the last of a list in that."""
        level, rest = divmod(len(block) - len(block.lstrip(" ")), 4)
        margin = " " * 4 * level
        lines = block.split("\n")
        if rest or self._after_note or not all(line.startswith(margin) for line in lines):
            raise NotCoveredError
        for _ in range(level):
            last = into[-1] if into else None
            if not isinstance(last, ListNode):
                raise NotCoveredError
            entry = last.entries[-1]
            into = entry.blocks
        entry.loosen()
        self._block(into, "\n".join([line[4 * level :] for line in lines]), depth + level)

    def _list(self, into: list[Node], block: str, depth: int) -> None:
        tag = "ul" if block[0] in "-*+" else "ol"
        last = into[-1] if into else None
        loose = isinstance(last, ListNode) and last.tag == tag
        if not isinstance(last, ListNode) or last.tag != tag:
            number = block.partition(".")[0]
            last = ListNode(tag, "" if tag == "ul" or number == "1" else f' start="{number}"')
            into.append(last)
        else:
            last.entries[-1].loosen()
        for text, nested in _entries(block, tag):
            entry = Entry(self._inline.render(text))
            last.entries.append(entry)
            if loose:
                entry.loosen()
                loose = False
            if nested:
                if depth == MAX_DEPTH:
                    raise NotCoveredError
                self._list(entry.blocks, nested, depth + 1)


def _entries(block: str, tag: str) -> list[tuple[str, str]]:
    """Return the text of each entry of a list, and the list in it."""
    found: list[tuple[list[str], list[str]]] = []
    for line in block.split("\n"):
        entry = _ENTRY.fullmatch(line)
        if entry and (entry[1] in "-*+") == (tag == "ul"):
            found.append(([entry[2]], []))
            continue
        text, nested = found[-1] if found else ([], [])
        if line[:1] == " ":
            if (not nested and not _NESTED.match(line)) or line[:4] != "    ":
                raise NotCoveredError
            nested.append(line[4:])
        elif not found or not _CONTINUATION.match(line):
            raise NotCoveredError
        else:
            (nested or text).append(line)
    return [("\n".join(text), "\n".join(nested)) for text, nested in found]
