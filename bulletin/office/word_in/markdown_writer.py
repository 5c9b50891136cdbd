"""Blocks in, Markdown out, in the dialect of the archive; it is rendered and compared with what was typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import groupby
from typing import NamedTuple

from bulletin.markdown.links import LinkResolver
from bulletin.markdown.renderer import Renderer
from bulletin.office.word_in.blocks import Block, Inline, LineBreak, NoteMark, Paragraph, Picture, Text, plain_text
from bulletin.office.word_in.escape import entity, escape, escape_all, escape_start
from bulletin.office.word_in.table_rows import TableRows, cell_inlines, table_rows

_WORD, _WORD_END = re.compile(r"[0-9A-Za-z(]"), re.compile(r"[0-9A-Za-z)]")
_TAG = re.compile(r"<[^>]*>")
_NO_TEXT = re.compile(
    r'<a [^>]*class="footnote-backref"[^>]*>.*?</a>|<sup id="[^"]*">.*?</sup>|<pre>.*?</pre>|\s+', re.DOTALL
)
_LINE = re.compile(r"\s+")
_SEVERAL_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
_LONG = 10_000
"""Shorter texts than this are never refused by the renderer for their length."""
_SOURCE = "content/items/1970/import.md"


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that is a heading, of a level from 2."""

    paragraph: Paragraph
    level: int


TextBlock = Block | Heading


class _Style(NamedTuple):
    """How a block is written; the first that shows it right is taken."""

    emphasis: bool = True
    careful: bool = False


class _Written(NamedTuple):
    markdown: str
    shown: str
    """The text that it has to show."""
    bold: int = 0
    """How many pieces of it are bold."""


_STYLES = (_Style(), _Style(emphasis=False), _Style(emphasis=False, careful=True))


@dataclass(slots=True)
class MarkdownWriter:
    """Writes the text of one item."""

    notes: Mapping[str, tuple[Block, ...]]
    pictures: Mapping[str, str]
    """File name of each picture that could be drawn, by its key."""
    losses: Counter[str]
    renderer: Renderer
    _numbers: dict[str, int] = field(default_factory=dict)

    def write(self, blocks: Sequence[TextBlock]) -> str:
        """Return the blocks as Markdown, with their notes at the end."""
        whole = self._whole(blocks, [_STYLES[0]] * len(blocks), self.losses)
        self.losses["spaces"] += len(_SEVERAL_SPACES.findall(whole.shown))
        if self._shows(whole):
            return whole.markdown
        styles = [self._best_style(block) for block in blocks]
        self.losses["emphasis"] += sum(not style.emphasis for style in styles)
        return self._whole(blocks, styles, Counter()).markdown

    def _whole(self, blocks: Sequence[TextBlock], styles: Sequence[_Style], losses: Counter[str]) -> _Written:
        self._numbers.clear()
        depth, pieces = -1, list[_Written]()
        lines: list[str] = []
        for block, style in zip(blocks, styles, strict=True):
            entry = block.look.depth if isinstance(block, Paragraph) else -1
            depth = min(entry, depth + 1)
            written = self._block(block, style, losses, depth)
            if not written.markdown:
                continue
            pieces.append(written)
            tight = depth >= 0 and lines and lines[-1].lstrip(" ").startswith("- ")
            lines += [] if tight or not lines else [""]
            lines.append(written.markdown)
        for key, number in self._used_notes():
            written = self._note(key, number, losses)
            pieces.append(written)
            lines += ["", written.markdown]
        return _Written("\n".join(lines), "".join(one.shown for one in pieces), sum(one.bold for one in pieces))

    def _used_notes(self) -> Iterable[tuple[str, int]]:
        """Yield the notes in their order, those that only notes refer to among them."""
        done = 0
        while done < len(self._numbers):
            yield list(self._numbers.items())[done]
            done += 1

    def _best_style(self, block: TextBlock) -> _Style:
        for style in _STYLES:
            written = self._whole([block], [style], Counter())
            if self._shows(written):
                return style
        return _STYLES[-1]

    def _shows(self, written: _Written) -> bool:
        """Whether Markdown shows the text that it has to, and as much of it bold; what is too long is not shown."""
        html = self.renderer.render(written.markdown, _SOURCE)[0].html
        if not html and len(written.markdown) > _LONG:
            return True
        return shown_text(html) == _LINE.sub("", written.shown) and html.count("<strong>") == written.bold

    def _block(self, block: TextBlock, style: _Style, losses: Counter[str], depth: int) -> _Written:
        if isinstance(block, Heading):
            text = self._line(block.paragraph, style._replace(emphasis=False))
            title = re.sub(r"#(?=#*$)", r"\#", text.markdown) if not style.careful else text.markdown
            return text._replace(markdown=f"{'#' * min(block.level, 6)} {title}")
        if isinstance(block, Paragraph):
            text = self._line(block, style)
            start = text.markdown if style.careful else escape_start(text.markdown)
            return text._replace(markdown=f"{'    ' * depth}- {start}" if depth >= 0 and start else start)
        return self._table(table_rows(block, losses), style)

    def _line(self, paragraph: Paragraph, style: _Style) -> _Written:
        first: tuple[Inline, ...] = ()
        if paragraph.number:
            full = paragraph.text
            first = (Text(full[: len(full) - len(plain_text(paragraph.inlines))], bold=paragraph.look.bold),)
        return self._inlines((*first, *paragraph.inlines), style, in_cell=False)

    def _table(self, table: TableRows, style: _Style) -> _Written:
        above = [self._inlines(caption, style, in_cell=False) for caption in table.above]
        rows = [[self._inlines(cell, style, in_cell=True) for cell in row] for row in (table.head, *table.rows)]
        lines = [f"| {' | '.join(cell.markdown for cell in row)} |" for row in rows]
        flush_right = [*table.to_the_right, *[False] * len(table.head)][: len(table.head)]
        lines.insert(1, "".join(["|", *(" ---: |" if is_right else " --- |" for is_right in flush_right)]))
        cells = [*above, *(cell for row in rows for cell in row)]
        text = "\n\n".join([*(escape_start(caption.markdown) for caption in above), "\n".join(lines)])
        return _Written(text, "".join(cell.shown for cell in cells), sum(cell.bold for cell in cells))

    def _note(self, key: str, number: int, losses: Counter[str]) -> _Written:
        lines = []
        for block in self.notes.get(key, ()):
            if isinstance(block, Paragraph):
                lines.append(self._line(block, _STYLES[0]))
            else:
                lines.append(self._inlines(cell_inlines([block], losses), _STYLES[0], in_cell=False))
        lines = [line for line in lines if line.markdown]
        text = "\n\n".join(escape_start(line.markdown) for line in lines).replace("\n\n", "\n\n    ")
        return _Written(f"[^{number}]: {text}", "".join(line.shown for line in lines), sum(line.bold for line in lines))

    def _inlines(self, inlines: Sequence[Inline], style: _Style, *, in_cell: bool) -> _Written:
        line = _Line(in_cell=in_cell, careful=style.careful)
        for (href, bold, italic), group in groupby(_joined(inlines), _look_of):
            pieces = list(group)
            if not (bold or italic) or not style.emphasis:
                line.add_plain(self._pieces(pieces, line), href)
            else:
                line.add_emphasis(
                    "".join(piece.text for piece in pieces if isinstance(piece, Text)), href, bold, italic
                )
        return _Written(line.text.strip(), line.shown, line.bold)

    def _pieces(self, pieces: Iterable[Inline], line: _Line) -> str:
        """Return inlines without emphasis as Markdown, and note what they show."""
        made = ""
        for piece in pieces:
            match piece:
                case Text():
                    line.shown += piece.text
                    made += line.escaped(piece.text)
                case LineBreak():
                    made = made.rstrip() + "<br>"
                case NoteMark() if piece.note in self.notes:
                    made += f"[^{self._numbers.setdefault(piece.note, len(self._numbers) + 1)}]"
                case Picture() if piece.key in self.pictures:
                    made += f"![{line.escaped(piece.alt)}]({self.pictures[piece.key]})"
                case _:
                    pass
        return made


@dataclass(slots=True)
class _Line:
    """One line of Markdown as it grows."""

    in_cell: bool
    careful: bool
    text: str = ""
    shown: str = ""
    bold: int = 0
    _marked_end: str = ""
    """The last character within marks that have just ended."""

    def escaped(self, text: str) -> str:
        return escape_all(text) if self.careful else escape(text, in_cell=self.in_cell)

    def add_plain(self, made: str, href: str) -> None:
        if not href and _WORD_END.match(self._marked_end) and _WORD.match(made):
            made = entity(made[0]) + made[1:]
        inner = made.strip()
        self.text += made.replace(inner, f"[{inner}]({_address(href)})", 1) if href and inner else made
        self._marked_end = ""

    def add_emphasis(self, text: str, href: str, bold: bool, italic: bool) -> None:  # noqa: FBT001 - of the text
        inner = text.strip()
        self.shown += text
        if not inner:
            self.text += text
            return
        before, _, after = text.partition(inner)
        mark = "*" * (2 * bold + italic)
        if not before and not href and _WORD_END.match(self.text[-1:] or " ") and (italic or _WORD.match(inner)):
            self.text = self.text[:-1] + (entity(self.text[-1]) if self.text[-1] != ")" else ")")
        marked = f"{mark}{self.escaped(inner)}{mark}"
        self.text += f"{before}[{marked}]({_address(href)}){after}" if href else f"{before}{marked}{after}"
        self.bold += bold
        self._marked_end = "" if after or href else inner[-1]


def _joined(inlines: Iterable[Inline]) -> list[Inline]:
    """Return inlines in which spaces are no reason for the end of a bold text."""
    found: list[Inline] = []
    for inline in inlines:
        last = found[-1] if found else None
        if isinstance(inline, Text) and isinstance(last, Text):
            if _look_of(inline) == _look_of(last) or (not inline.text.strip() and inline.href == last.href):
                found[-1] = Text(last.text + inline.text, last.bold, last.italic, last.href)
                continue
            if not last.text.strip() and inline.href == last.href:
                found[-1] = Text(last.text + inline.text, inline.bold, inline.italic, inline.href)
                continue
        found.append(inline)
    return found


def _look_of(inline: Inline) -> tuple[str, bool, bool]:
    return (inline.href, inline.bold, inline.italic) if isinstance(inline, Text) else ("", False, False)


def _address(href: str) -> str:
    return href.replace("(", "%28").replace(")", "%29").replace("*", "%2A").replace("_", "%5F")


def shown_text(html: str) -> str:
    """Return the text that rendered HTML shows, without spaces and marks of footnotes."""
    return _LINE.sub("", unescape(_TAG.sub("", _NO_TEXT.sub("", html))))


def text_renderer(pictures: Iterable[str] = ()) -> Renderer:
    """Return a renderer that knows the pictures of one item."""
    return Renderer(LinkResolver(pages={}, images=frozenset(f"content/items/1970/{name}" for name in pictures)))
