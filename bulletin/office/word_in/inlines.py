"""The content of paragraphs: runs, links, fields, revisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from bulletin.office.word_in.blocks import Inline, LineBreak, NoteMark, Picture, Text
from bulletin.office.word_in.drawings import DrawnPicture, Lost, TextBox, read_drawing
from bulletin.office.word_in.fields import Field, web_address
from bulletin.office.word_in.formulas import UNKNOWN, beside, formula_text
from bulletin.office.word_in.losses import about
from bulletin.office.word_in.names import MC, M, R, W, number_of
from bulletin.office.word_in.numbering import format_number
from bulletin.office.word_in.package import Relation
from bulletin.office.word_in.styles import RunLook, Style, Styles
from bulletin.office.word_in.symbols import clean, raised, symbol

_INSIDE = frozenset(W + name for name in ("smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo", "ins", "moveTo"))
_DRAWN = frozenset((W + "drawing", W + "pict", W + "object", MC + "AlternateContent"))
_NOTES = {W + "footnoteReference": "f", W + "endnoteReference": "e"}
_COUNTED = {W + "commentReference": "comment", W + "pgNum": "page-number", W + "contentPart": "object"}
_PLACE = 12
"""As many characters before a formula say where it stands."""
_SIGNS = {W + "noBreakHyphen": "-", W + "softHyphen": "", W + "tab": " ", W + "ptab": " "}


@dataclass(slots=True)
class Story:
    """One part of the document that is read from beginning to end: its relations and its open fields."""

    relations: Mapping[str, Relation]
    fields: list[Field] = field(default_factory=list)

    @property
    def dropped(self) -> str:
        """The kind of loss that text is now; "" where it is kept."""
        return next((one.drops for one in self.fields if one.drops), "")

    @property
    def in_instruction(self) -> bool:
        """Whether what comes is the instruction of a field, and not its result."""
        return any(not one.in_result for one in self.fields)

    @property
    def address(self) -> str:
        """The address of the innermost link."""
        return next((address for one in reversed(self.fields) if (address := one.address)), "")


@dataclass(slots=True)
class Piece:
    """A text with its look."""

    text: str
    look: RunLook


@dataclass(slots=True)
class ParagraphContent:
    """What was read of one paragraph."""

    inlines: list[Inline] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[TextBox] = field(default_factory=list)
    has_contents: bool = False
    """Whether text of a table of contents was left out."""


@dataclass(slots=True)
class InlineReader:
    """Reads the content of one paragraph after the other."""

    styles: Styles
    losses: Counter[str]
    pictures: dict[str, str]
    """Name of the part of each picture, by its key."""

    def read(self, paragraph: Element, style: Style, story: Story) -> ParagraphContent:
        """Return the content of a paragraph."""
        content = ParagraphContent()
        self._children(paragraph, style, story, content, "")
        self.losses["contents"] += content.has_contents
        return content

    def _children(self, parent: Element, style: Style, story: Story, content: ParagraphContent, href: str) -> None:
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                self._run(child, style, story, content, href)
            elif tag == W + "hyperlink":
                self._link(child, style, story, content)
            elif tag == W + "fldSimple":
                self._simple_field(child, style, story, content, href)
            elif tag in _INSIDE:
                self.losses["insertion"] += tag == W + "ins"
                self._children(child, style, story, content, href)
            elif tag in (W + "del", W + "moveFrom"):
                self._deleted(child, story)
            elif tag == MC + "AlternateContent":
                self._children(child[0] if len(child) else child, style, story, content, href)
            elif tag in (M + "oMath", M + "oMathPara"):
                self._formula(formula_text(child), story, content)
            elif tag == W + "subDoc":
                self.losses["part"] += 1

    def _deleted(self, element: Element, story: Story) -> None:
        """Leave out what was deleted; fields that begin or end in it still do."""
        if element.tag == W + "moveFrom":
            self.losses["move"] += 1
        elif element.find(f".//{W}delText") is not None or element.find(f".//{W}drawing") is not None:
            self.losses["deletion"] += 1
        for mark in element.iter(W + "fldChar"):
            self._field_mark(mark, story, ParagraphContent(), RunLook())

    def _link(self, link: Element, style: Style, story: Story, content: ParagraphContent) -> None:
        relation = story.relations.get(link.get(R + "id", ""))
        href = web_address(relation.target) if relation and relation.outside else "#"
        before = len(content.inlines)
        self._children(link, style, story, content, href)
        if href == "#" and len(content.inlines) > before and not story.dropped:
            self.losses["link"] += 1

    def _simple_field(self, element: Element, style: Style, story: Story, content: ParagraphContent, href: str) -> None:
        story.fields.append(Field(element.get(W + "instr", ""), in_result=True))
        self._lose_page_number(story)
        self._children(element, style, story, content, href)
        self._tell_link(story.fields.pop())

    def _run(self, run: Element, style: Style, story: Story, content: ParagraphContent, href: str) -> None:
        look = self.styles.run(run.find(W + "rPr"), style)
        if look.hidden:
            self._hidden(run, story)
            return
        for child in run:
            self._run_child(child, look, story, content, href)

    def _hidden(self, run: Element, story: Story) -> None:
        if not story.dropped and any((text.text or "").strip() for text in run.iter(W + "t")):
            self.losses["hidden"] += 1
        for mark in run.iter(W + "fldChar"):
            self._field_mark(mark, story, ParagraphContent(), RunLook())
        for text in run.iter(W + "instrText"):
            self._instruction(text, story)

    def _run_child(self, child: Element, look: RunLook, story: Story, content: ParagraphContent, href: str) -> None:
        tag = child.tag
        if tag == W + "t":
            self._text(child.text or "", look, story, content, href)
        elif tag in _SIGNS:
            self._text(_SIGNS[tag], look, story, content, href)
        elif tag in (W + "br", W + "cr"):
            self._break(child, story, content)
        elif tag == W + "fldChar":
            self._field_mark(child, story, content, look)
        elif tag == W + "instrText":
            self._instruction(child, story)
        elif tag in _DRAWN:
            self._drawing(child, look, story, content, href)
        else:
            self._rare_child(child, look, story, content, href)

    def _rare_child(self, child: Element, look: RunLook, story: Story, content: ParagraphContent, href: str) -> None:
        tag = child.tag
        if tag in _NOTES:
            self._note(child, story, content)
        elif tag == W + "sym":
            self._symbol(child, look, story, content, href)
        elif tag == W + "ruby":
            self._ruby(child, look, story, content, href)
        elif tag in _COUNTED:
            self.losses[_COUNTED[tag]] += 1

    def _text(self, text: str, look: RunLook, story: Story, content: ParagraphContent, href: str) -> None:
        if story.dropped or story.in_instruction:
            content.has_contents = content.has_contents or (story.dropped == "contents" and bool(text.strip()))
            return
        if story.fields:
            story.fields[-1].has_result = True
        text, controls, unknown = clean(text)
        self.losses["control"] += controls
        self.losses["symbol"] += unknown
        if look.raised in ("superscript", "subscript") and text.strip():
            made = raised(text, lower=look.raised == "subscript")
            self.losses["raised"] += not made
            text = made or self._on_the_line(text, look, content)
        if look.struck and text.strip():
            self.losses["struck"] += 1
        address = href or story.address
        for number, line in enumerate(text.split("\n")):
            if number:
                content.inlines.append(LineBreak())
            if line:
                shown = "" if address == "#" else address
                content.inlines.append(Text(line, bool(look.bold), bool(look.italic), shown))
                content.pieces.append(Piece(line, look))

    @staticmethod
    def _on_the_line(text: str, look: RunLook, content: ParagraphContent) -> str:
        """Return a raised or lowered text that is on the line now, and no part of the figure before it."""
        before = content.pieces[-1].text if content.pieces else ""
        apart = beside(before[-1:], text) == before[-1:] + text
        return text if apart else ("^" if look.raised == "superscript" else "_") + text

    @staticmethod
    def _break(child: Element, story: Story, content: ParagraphContent) -> None:
        if not story.dropped:
            content.inlines.append(LineBreak(child.get(W + "type", "") in ("page", "column")))

    def _field_mark(self, mark: Element, story: Story, content: ParagraphContent, look: RunLook) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            story.fields.append(Field())
        elif kind == "separate" and story.fields:
            story.fields[-1].in_result = True
            self._lose_page_number(story)
        elif kind == "end" and story.fields:
            ended = story.fields.pop()
            self._tell_link(ended)
            if ended.circled and not ended.has_result:
                number = number_of(ended.circled)
                shown = ended.circled if number is None else format_number(number, "decimalEnclosedCircle")
                self._text(shown, look, story, content, "")
            elif (formula := ended.formula) is not None:
                self._formula(formula or UNKNOWN, story, content)

    def _tell_link(self, ended: Field) -> None:
        if ended.address == "#" and ended.has_result:
            self.losses["link"] += 1

    def _lose_page_number(self, story: Story) -> None:
        if [one.drops for one in story.fields if one.drops] == ["page-number"]:
            self.losses["page-number"] += 1

    @staticmethod
    def _instruction(text: Element, story: Story) -> None:
        if story.fields and not story.fields[-1].in_result:
            story.fields[-1].instruction += text.text or ""

    @staticmethod
    def _note(mark: Element, story: Story, content: ParagraphContent) -> None:
        if not story.dropped:
            content.inlines.append(NoteMark(_NOTES[mark.tag] + mark.get(W + "id", "")))

    def _symbol(self, mark: Element, look: RunLook, story: Story, content: ParagraphContent, href: str) -> None:
        try:
            code = int(mark.get(W + "char", ""), 16)
        except ValueError:
            code = 0
        sign = symbol(mark.get(W + "font", ""), code) if code <= 0x10FFFF else ""  # noqa: PLR2004 - the last of Unicode
        self.losses["symbol"] += not sign
        self._text(sign or "□", look, story, content, href)

    def _drawing(self, element: Element, look: RunLook, story: Story, content: ParagraphContent, href: str) -> None:
        if story.dropped:
            return
        texts = [choice for choice in element if choice.find(W + "t") is not None]
        if texts and element.tag == MC + "AlternateContent":
            for child in texts[0]:
                self._run_child(child, look, story, content, href)
            return
        for drawn in read_drawing(element):
            match drawn:
                case TextBox():
                    content.boxes.append(drawn)
                case DrawnPicture():
                    self._picture(drawn, story, content)
                case Lost():
                    self.losses[drawn.kind] += 1

    def _picture(self, drawn: DrawnPicture, story: Story, content: ParagraphContent) -> None:
        relation = story.relations.get(drawn.relation)
        if relation is None:
            self.losses["picture-broken"] += 1
        elif relation.outside or drawn.linked:
            self.losses["picture-linked"] += 1
        else:
            key = self.pictures.setdefault(relation.target, relation.target)
            content.inlines.append(Picture(key, " ".join(clean(drawn.alt)[0].split())))

    def _ruby(self, ruby: Element, look: RunLook, story: Story, content: ParagraphContent, href: str) -> None:
        base, above = (_texts(ruby.find(W + name)) for name in ("rubyBase", "rt"))
        self._text(f"{base}（{above}）" if above else base, look, story, content, href)
        self.losses["ruby"] += bool(above)

    def _formula(self, text: str, story: Story, content: ParagraphContent) -> None:
        if not text or story.dropped:
            return
        before = "".join(piece.text for piece in content.pieces)
        shown = beside(before[-1:], text).removeprefix(before[-1:])
        if text == UNKNOWN:
            self.losses[about("formula-unread", before[-_PLACE:])] += 1
        else:
            self.losses[about("formula", text)] += 1
        self._text(shown, RunLook(), story, content, "")


def _texts(element: Element | None) -> str:
    return "" if element is None else "".join(text.text or "" for text in element.iter(W + "t"))
