"""Small Word files for tests, written from their XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


class Link(NamedTuple):
    """A relation of the document: its id, the last word of its type, and where it leads."""

    id: str
    kind: str
    target: str
    outside: bool = False


def run(text: str, *, bold: bool = False, size: float = 0, face: str = "", more: str = "") -> str:
    """Return a run; *more* are further properties."""
    fonts = f"<w:rFonts w:eastAsia={quoteattr(face)}/>" if face else ""
    look = fonts + ("<w:b/>" if bold else "") + more + (f'<w:sz w:val="{int(size * 2)}"/>' if size else "")
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(
    text: str = "",
    *,
    inside: str = "",
    align: str = "",
    more: str = "",
    bold: bool = False,
    size: float = 16,
    face: str = "仿宋",
) -> str:
    """Return a paragraph of one run, or of *inside*; *more* are further properties."""
    aligned = f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{more}{aligned}</w:pPr>{inside or run(text, bold=bold, size=size, face=face)}</w:p>"


def title(text: str) -> str:
    """Return a title: centred and large."""
    return para(text, align="center", size=22, face="方正小标宋简体")


def numbered(text: str, list_id: int, level: int = 0) -> str:
    """Return a paragraph with an automatic number."""
    more = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return para(text, more=more)


def cell(*paragraphs: str, more: str = "") -> str:
    """Return a cell; *more* are its properties."""
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{''.join(paragraphs) or '<w:p/>'}</w:tc>"


def table(*rows: str) -> str:
    """Return a table of rows, each the XML of its cells."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def field(instruction: str, result: str) -> str:
    """Return a field with its result."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    return f"{mark('begin')}{code}{mark('separate')}{result}{mark('end')}"


def picture(relation: str, alt: str = "", attribute: str = "embed") -> str:
    """Return a run with a picture."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr={quoteattr(alt)}/><a:graphic><a:graphicData '
        f'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:{attribute}='
        f'"{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def text_box(*paragraphs: str) -> str:
    """Return a run with a text box, as new and as old versions of Word write it."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="2" name="文本框"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        f"</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape>"
        f"</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def levels(number: int, *shown: tuple[str, str], more: str = "") -> str:
    """Return the kind of a list and the list, both with that number; each level has a format and a text."""
    inside = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f"<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
        for depth, (kind, text) in enumerate(shown)
    )
    kind = f'<w:abstractNum w:abstractNumId="{number}">{inside}</w:abstractNum>'
    return f'{kind}<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>{more}'


def word_file(
    *body: str,
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    links: tuple[Link, ...] = (),
    parts: Mapping[str, bytes | str] | None = None,
    main: str = _MAIN,
) -> bytes:
    """Return a Word file with the paragraphs of *body*; *parts* are further ones by name."""
    found = [*links]
    texts = {"styles": styles, "numbering": numbering, "footnotes": footnotes}
    found += [Link(f"own-{kind}", kind, f"{kind}.xml") for kind, text in texts.items() if text]
    relations = "".join(
        f'<Relationship Id="{link.id}" Type="{_OFFICE}/{link.kind}" Target={quoteattr(link.target)}'
        f"{' TargetMode=' + quoteattr('External') if link.outside else ''}/>"
        for link in found
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    made: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Override PartName="/word/document.xml" '
        f'ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        **{f"word/{kind}.xml": f"<w:{kind} {_SPACES}>{text}</w:{kind}>" for kind, text in texts.items() if text},
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in made.items():
            archive.writestr(name, data)
    return out.getvalue()


def footnote(number: int, *paragraphs: str) -> str:
    """Return a footnote."""
    return f'<w:footnote w:id="{number}">{"".join(paragraphs)}</w:footnote>'


def note_mark(number: int) -> str:
    """Return a run that refers to a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'
