"""Word's XML in, blocks out: paragraphs with their numbers, tables, notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.office.word_in.blocks import Block, Document, Look, Paragraph, Role
from bulletin.office.word_in.inlines import InlineReader, ParagraphContent, Piece, Story
from bulletin.office.word_in.names import MC, M, W, number_of, switch, value_of
from bulletin.office.word_in.numbering import Numbering
from bulletin.office.word_in.package import Package, open_package
from bulletin.office.word_in.styles import Style, Styles, number_ref, outline_level
from bulletin.office.word_in.tables import RawCell, RawRow, span_rows

_WRAPPERS = frozenset(W + name for name in ("customXml", "smartTag", "ins", "moveTo", "sdtContent"))
_DELETED = frozenset((W + "del", W + "moveFrom"))
_ALIGN = {"start": "left", "end": "right", "both": "left", "distribute": "left"}
_CATEGORY = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}category"
_WORDS = re.compile(r"[^\W\d_]")
_GALLERY = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"


def read_word_file(data: bytes) -> Document:
    """Return the text of a .docx file; raises BulletinError with one sentence where it cannot be read."""
    try:
        return _Reader(open_package(data)).read()
    except RecursionError as error:
        raise BulletinError(N_("The file is nested more deeply than any text is: it is not read.")) from error


@dataclass(slots=True)
class _Reader:
    """Reads one file."""

    package: Package
    losses: Counter[str] = field(default_factory=Counter)
    pictures: dict[str, str] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    numbering: Numbering = field(default_factory=Numbering)
    inlines: InlineReader = field(init=False)
    carried: list[ParagraphContent] = field(default_factory=list)
    """Contents of paragraphs whose ends were deleted: they go on in the next."""

    def read(self) -> Document:
        main = self.package.main
        relations = self.package.relations(main)
        parts = {relation.kind: relation.target for relation in relations.values() if not relation.outside}
        self.styles = Styles.of(self._part(parts.get("styles")))
        self.numbering = Numbering.of(self._part(parts.get("numbering")))
        self.inlines = InlineReader(self.styles, self.losses, self.pictures)
        root = self.package.xml(main)
        bodies = root.findall(W + "body") if root is not None else []
        if not bodies:
            raise BulletinError(N_("The file is damaged, or no Word file."))
        blocks = [block for body in bodies for block in self.blocks(body, Story(relations))]
        notes = {
            **self._notes(parts.get("footnotes"), "footnote", "f"),
            **self._notes(parts.get("endnotes"), "endnote", "e"),
        }
        for relation in relations.values():
            if relation.kind in ("header", "footer") and not relation.outside:
                self.losses["header"] += self._has_text(relation.target)
        pictures = {key: self._picture(name) for key, name in self.pictures.items()}
        return Document(
            blocks=tuple(blocks), notes=notes, pictures=pictures, category=self._category(), losses=+self.losses
        )

    def _category(self) -> str:
        """Return the category that the properties of the file name."""
        parts = (one.target for one in self.package.relations("").values() if one.kind == "core-properties")
        root = self._part(next(parts, None))
        found = root.find(_CATEGORY) if root is not None else None
        return ((found.text if found is not None else "") or "").strip()

    def _picture(self, name: str) -> bytes:
        """Return the bytes of a picture; b"" for one that is missing, damaged or too large, which is told later."""
        try:
            return self.package.read(name) or b""
        except BulletinError:
            return b""

    def _part(self, name: str | None) -> Element | None:
        return self.package.xml(name) if name else None

    def _has_text(self, name: str) -> bool:
        root = self._part(name)
        # A page number between dashes is nothing that anybody misses.
        return root is not None and any(_WORDS.search(text.text or "") for text in root.iter(W + "t"))

    def _notes(self, name: str | None, kind: str, prefix: str) -> dict[str, tuple[Block, ...]]:
        root = self._part(name)
        if root is None or not name:
            return {}
        relations = self.package.relations(name)
        return {
            prefix + note.get(W + "id", ""): tuple(self.blocks(note, Story(relations)))
            for note in root.iter(W + kind)
            if note.get(W + "type", "normal") == "normal"
        }

    def blocks(self, parent: Element, story: Story) -> list[Block]:
        """Return the blocks of a body, a cell, a text box or a note."""
        found: list[Block] = []
        self._add_blocks(parent, story, found)
        if self.carried:
            found.extend(self._paragraph(Element(W + "p"), story))
        return found

    def _add_blocks(self, parent: Element, story: Story, found: list[Block]) -> None:
        for child in parent:
            tag = child.tag
            if tag == W + "p":
                found.extend(self._paragraph(child, story))
            elif tag == W + "tbl":
                found.extend(self._table(child, story))
            elif tag == W + "sdt":
                self._control(child, story, found)
            elif tag in _WRAPPERS:
                self._add_blocks(child, story, found)
            elif tag == MC + "AlternateContent":
                self._add_blocks(next(iter(child), child), story, found)
            elif tag in _DELETED:
                self.losses["deletion"] += bool(len(child))
            elif tag == W + "altChunk":
                self.losses["part"] += 1
            elif tag == M + "oMathPara":
                found.extend(self._paragraph(_wrapped(child), story))

    def _control(self, control: Element, story: Story, found: list[Block]) -> None:
        """Add the content of a control; a table of contents is left out."""
        gallery = control.find(_GALLERY)
        inside = control.find(W + "sdtContent")
        if inside is None:
            return
        if gallery is not None and "contents" in gallery.get(W + "val", "").lower():
            lines = [True for line in inside.iter(W + "p") if any((t.text or "").strip() for t in line.iter(W + "t"))]
            self.losses["contents"] += len(lines)
            return
        self._add_blocks(inside, story, found)

    def _paragraph(self, element: Element, story: Story) -> Iterator[Block]:
        properties = element.find(W + "pPr")
        mark = None if properties is None else properties.find(W + "rPr")
        style = self.styles.paragraph_style(properties)
        content = self.inlines.read(element, style, story)
        if mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None):
            self.carried.append(content)
            return
        boxes = [*(box for one in self.carried for box in one.boxes), *content.boxes]
        if self.carried:
            content.inlines[:0] = [inline for one in self.carried for inline in one.inlines]
            content.pieces[:0] = [piece for one in self.carried for piece in one.pieces]
            self.carried.clear()
        number, depth = self._number(properties, style)
        for box in boxes:
            yield from self._boxed(box.element, story)
        if content.inlines or number:
            yield Paragraph(tuple(content.inlines), self._look(properties, style, content.pieces, depth), number)

    def _boxed(self, element: Element, story: Story) -> Iterator[Block]:
        inside = self.blocks(element, Story(story.relations))
        self.losses["text-box"] += bool(inside)
        for block in inside:
            if isinstance(block, Paragraph):
                block = Paragraph(block.inlines, _boxed_look(block.look), block.number)  # noqa: PLW2901 - the same block
            yield block

    def _number(self, properties: Element | None, style: Style) -> tuple[str, int]:
        """Return the automatic number of a paragraph, and the depth of its bullet; -1 where it has none."""
        own, named = number_ref(properties), value_of(properties, "pStyle") or self.styles.default_paragraph
        list_id = style.number.list_id if own.list_id is None else own.list_id
        if list_id in (None, "0", ""):
            return "", -1
        tied = self.numbering.by_style.get(named) if own.list_id is None else None
        level = style.number.level if own.level is None else own.level
        if tied and own.level is None:
            list_id, level = list_id if style.number.list_id else tied[0], tied[1]
        level = level or 0
        if self.numbering.level_kind(list_id or "", level) == "bullet":
            return "", level
        return self.numbering.next_number(list_id or "", level).strip(), -1

    def _look(self, properties: Element | None, style: Style, pieces: list[Piece], depth: int) -> Look:
        align = value_of(properties, "jc") or style.align
        outline = number_of(value_of(properties, "outlineLvl"))
        role = style.role
        level = style.level if outline is None or role is not Role.BODY else outline_level(outline)
        size, face, bold = self._main_look(pieces)
        return Look(
            role=role, level=level, align=_ALIGN.get(align, align), size=size, face=face, bold=bold, depth=depth
        )

    def _main_look(self, pieces: list[Piece]) -> tuple[float, str, bool]:
        """Return size and face of most of a paragraph, and whether all of it is bold."""
        sizes: Counter[float] = Counter()
        faces: Counter[str] = Counter()
        bold = True
        for piece in pieces:
            length = len(piece.text.strip())
            if length:
                sizes[piece.look.size or self.styles.defaults.size or 10] += length
                faces[piece.look.face or self.styles.defaults.face or ""] += length
                bold = bold and bool(piece.look.bold)
        if not sizes:
            return 0, "", False
        return sizes.most_common(1)[0][0], faces.most_common(1)[0][0], bold

    def _table(self, element: Element, story: Story) -> Iterator[Block]:
        rows = [self._row(row, story) for row in _rows(element)]
        table = span_rows([row for row in rows if row.cells])
        if table.rows:
            yield table

    def _row(self, row: Element, story: Story) -> RawRow:
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            self.losses["deletion"] += 1
            return RawRow((), is_head=False)
        before = number_of(value_of(properties, "gridBefore")) or 0
        cells = tuple(self._cell(cell, story) for cell in _cells(row))
        return RawRow(cells, is_head=bool(switch(properties, "tblHeader")), before=before)

    def _cell(self, cell: Element, story: Story) -> RawCell:
        properties = cell.find(W + "tcPr")
        blocks = tuple(self.blocks(cell, story))
        columns = max(number_of(value_of(properties, "gridSpan")) or 1, 1)
        merge = None if properties is None else properties.find(W + "vMerge")
        across = value_of(properties, "hMerge") if properties is not None else ""
        goes_on = merge is not None and merge.get(W + "val", "continue") != "restart"
        return RawCell(blocks, min(columns, 200), goes_on=goes_on, across=across == "continue")


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == W + "tr":
            yield child
        elif child.tag in _WRAPPERS or child.tag == W + "sdt":
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in _WRAPPERS or child.tag == W + "sdt":
            yield from _cells(child)


def _wrapped(formula: Element) -> Element:
    paragraph = Element(W + "p")
    paragraph.append(formula)
    return paragraph


def _boxed_look(look: Look) -> Look:
    return replace(look, boxed=True)
