"""Blocks of texts, as they are printed, as WordprocessingML; notes, links and pictures are collected."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

from bulletin.office.tables import UPRIGHT
from bulletin.office.word_out.xml import BREAK, paragraph, section, text_run

ReadPicture = Callable[[str], bytes]
"""Returns a picture by its path below ``content/``."""

_TWIPS = 1440 / 25.4
_EMU_PIXEL, _EMU_MILLIMETRE = 9525, 36000
_DEEPEST_HEADING, _DEEPEST_LIST = 5, 8
_HIGHEST_PICTURE = 200.0
_ALIGN = {"left": "left", "right": "right", "center": "center"}
_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
_LOOKS = {"strong": "<w:b/>", "em": '<w:rStyle w:val="Emphasis"/>'}
_UPRIGHT_END, _TURNED_END = (f"<w:p><w:pPr>{section(turned=turned)}</w:pPr></w:p>" for turned in (False, True))
Block = Any


def with_last_section(body: str) -> str:
    """Return a body with its last section, and without empty pages between and behind turned ones."""
    body = body.replace(_TURNED_END + _UPRIGHT_END, _TURNED_END)
    if body.endswith(_TURNED_END):
        return body.removesuffix(_TURNED_END) + section(turned=True)
    return body + section(turned=False)


@dataclass(slots=True)
class WordText:
    """Writes the texts of one document."""

    read_picture: ReadPicture
    joins_tables: bool = False
    """Whether parts that were made of a table for paper are one again."""
    notes: list[str] = field(default_factory=list)
    """The XML of each footnote, from number 1."""
    note_numbers: dict[str, int] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """Ids of relations by address."""
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Name and bytes by path."""
    ordered: list[int] = field(default_factory=list)
    """First number of each numbered list."""
    drawn: int = 0

    def blocks(self, blocks: Iterable[Block], style: str = "Text") -> str:
        """Return blocks as paragraphs and tables."""
        made: list[str] = []
        was_table = False
        for block in blocks:
            is_table = isinstance(block, dict) and block["tag"] == "table"
            # Tables that touch each other would be one.
            made += [paragraph("CellText", "")] if is_table and was_table else []
            made.append(self._block(block, style))
            was_table = is_table
        return "".join(made)

    def _block(self, block: Block, style: str) -> str:
        if isinstance(block, str):
            return paragraph(style, text_run(block))
        writers: Mapping[str, Callable[[Block, str], str]] = {
            "heading": self._heading,
            "table": lambda one, _: self.table(one["parts"]),
            "turned": lambda one, inner: self.turned(self.blocks(one["of"], inner)),
            "picture": lambda one, _: paragraph("PictureLine", self._picture(one)),
            "ul": lambda one, _: self._list(one, 0),
            "ol": lambda one, _: self._list(one, 0),
            "blockquote": lambda one, _: self.blocks(one["of"], "Quote"),
            "pre": lambda one, _: "".join(paragraph("Code", text_run(line)) for line in one["text"].split("\n")),
            "hr": lambda _, inner: paragraph(inner, "", _RULE),
            "dl": lambda one, _: self._definitions(one),
        }
        write = writers.get(block["tag"])
        return write(block, style) if write else paragraph(style, self.inlines(block.get("of", ())))

    def _heading(self, block: Block, _style: str) -> str:
        return paragraph(f"Heading{min(block['level'], _DEEPEST_HEADING)}", self.inlines(block["of"]))

    @staticmethod
    def turned(inside: str) -> str:
        """Return paragraphs and tables on turned pages of their own."""
        return _UPRIGHT_END + inside + _TURNED_END

    def _definitions(self, block: Block) -> str:
        made = ""
        for one in block["of"]:
            if isinstance(one, dict) and one["tag"] == "dt":
                made += paragraph("Text", self.inlines(one["of"], "<w:b/>"))
            elif isinstance(one, dict):
                made += self._mixed(one["of"], "Quote", "")
        return made

    def _list(self, block: Block, depth: int) -> str:
        number = 1
        if block["tag"] == "ol":
            self.ordered.append(block.get("start", 1))
            number = len(self.ordered) + 1
        mark = f'<w:numPr><w:ilvl w:val="{min(depth, _DEEPEST_LIST)}"/><w:numId w:val="{number}"/></w:numPr>'
        entries = (entry for entry in block["of"] if isinstance(entry, dict))
        return "".join(self._mixed(entry["of"], "Bullet", mark, depth) for entry in entries)

    def _mixed(self, inside: Sequence[Block], style: str, mark: str, depth: int = 0) -> str:
        """Return an entry that has inlines and blocks; the mark stands before the first."""
        made, line = "", list[Block]()
        for one in [*inside, None]:
            is_block = one is None or (isinstance(one, dict) and one["tag"] in _BLOCK_TAGS)
            if is_block and line:
                made, mark, line = made + paragraph(style, self.inlines(line), mark), "", []
            if isinstance(one, dict) and one["tag"] in ("ul", "ol"):
                made += self._list(one, depth + 1)
            elif isinstance(one, dict) and one["tag"] == "p":
                made, mark = made + paragraph(style, self.inlines(one["of"]), mark), ""
            elif is_block and one is not None:
                made += self._block(one, style)
            elif one is not None:
                line.append(one)
        return made

    def inlines(self, inside: Iterable[Block], look: str = "") -> str:
        """Return inlines as runs; *look* is the XML of properties that they have in common."""
        return "".join(self._inline(one, look) for one in inside)

    def _inline(self, one: Block, look: str) -> str:
        if isinstance(one, str):
            return text_run(one, look)
        tag = one["tag"]
        if tag in _LOOKS:
            return self.inlines(one["of"], _with(look, _LOOKS[tag]))
        if tag == "a":
            return self._link(one, look)
        if tag in ("note", "noteref"):
            return self._note(one)
        if tag in ("br", "code", "picture"):
            return BREAK if tag == "br" else text_run(one["text"], look) if tag == "code" else self._picture(one)
        return self.inlines(one.get("of", ()), look)

    def _link(self, one: Block, look: str) -> str:
        inside = self.inlines(one["of"], look if "rStyle" in look else _with(look, '<w:rStyle w:val="Hyperlink"/>'))
        name = self.links.setdefault(one["href"], f"rIdLink{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{name}" w:history="1">{inside}</w:hyperlink>'

    def _note(self, one: Block) -> str:
        key = one["id"]
        if key not in self.note_numbers:
            self.note_numbers[key] = number = len(self.note_numbers) + 1
            self.notes.append("")
            mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            made = self.blocks(one["of"], "FootnoteText") or paragraph("FootnoteText", "")
            self.notes[number - 1] = made.replace("</w:pPr>", f"</w:pPr>{mark}", 1)
        number = self.note_numbers[key]
        return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    def table(self, parts: Sequence[Block]) -> str:
        """Return a table, or its parts one below the other."""
        if self.joins_tables:
            return self._table(parts)
        return paragraph("CellText", "").join(self._table([part]) for part in parts)

    def _table(self, parts: Sequence[Block]) -> str:
        """Return one table of parts, with the first column once."""
        first, others = parts[0], parts[1:]
        widths = [*first["widths"], *(width for part in others for width in part["widths"][1:])]
        scale = min(1.0, (UPRIGHT if not first["turned"] else 225.0) / sum(widths))
        columns = [max(int(width * scale * _TWIPS), 200) for width in widths]
        aligns = [*first["aligns"], *(align for part in others for align in part["aligns"][1:])]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        look = (
            '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
            '<w:tblLayout w:type="fixed"/></w:tblPr>'
        )
        size = f'<w:sz w:val="{int(first["size"] * 2)}"/>'
        rows = ""
        for kind in ("heads", "rows"):
            for number in range(len(first[kind])):
                cells = [*first[kind][number], *(cell for part in others for cell in part[kind][number][1:])]
                rows += self._row(cells, columns, aligns, size, is_head=kind == "heads")
        return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"

    def _row(
        self, cells: Sequence[Block], columns: Sequence[int], aligns: Sequence[str], size: str, *, is_head: bool
    ) -> str:
        look = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>"
        made = ""
        for cell, width, align in zip(cells, columns, aligns, strict=True):
            jc = f'<w:jc w:val="{"center" if is_head else _ALIGN.get(align, "left")}"/>'
            text = paragraph("CellText", self.inlines(cell["of"], size), jc)
            made += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>'
        return f"<w:tr>{look}{made}</w:tr>"

    def _picture(self, one: Block) -> str:
        path = one["path"].lstrip("/")
        if path not in self.pictures:
            suffix = path.rpartition(".")[2].lower()
            self.pictures[path] = f"image{len(self.pictures) + 1}.{suffix}", self.read_picture(path)
        self.drawn += 1
        number = [*self.pictures].index(path) + 1
        width, height = _picture_size(self.pictures[path][1])
        alt = quoteattr(one["alt"].strip())
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="{self.drawn}" name="图片 {self.drawn}" descr={alt}/><a:graphic><a:graphicData '
            'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{self.drawn}" name="图片 {self.drawn}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="rIdImage{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


_BLOCK_TAGS = frozenset(("p", "ul", "ol", "dl", "table", "turned", "blockquote", "pre", "heading", "picture", "hr"))
_ORDER = ("w:rStyle", "w:b", "w:sz")


def _with(look: str, more: str) -> str:
    """Return properties of a run with one more, in the order of the schema."""
    if more in look:
        return look
    found = [*filter(None, look.replace("/><", "/>\0<").split("\0")), more]
    return "".join(sorted(found, key=lambda one: next((n for n, name in enumerate(_ORDER) if f"<{name}" in one), 9)))


def _picture_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a picture on paper, no wider and no higher than the text."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        width, height = (max(side, 1) * _EMU_PIXEL for side in image.size)
    scale = min(1.0, UPRIGHT * _EMU_MILLIMETRE / width, _HIGHEST_PICTURE * _EMU_MILLIMETRE / height)
    return int(width * scale), int(height * scale)
