"""A Word file: its parts, zipped so that the same document is the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from bulletin.office.documents import PrintedDocument
from bulletin.office.word_out.documents import Body
from bulletin.office.word_out.style_sheet import style_sheet
from bulletin.office.word_out.text import ReadPicture, WordText, with_last_section
from bulletin.office.word_out.xml import HEAD, SPACES, field, paragraph, text_run

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BULLETS = "●○■"
_LEVELS = 9
_SUFFIXES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
_PARTS = ("document.main", "styles", "settings", "numbering", "footnotes")


def word_file(document: PrintedDocument, read_picture: ReadPicture) -> bytes:
    """Return a document as a .docx file."""
    text = WordText(read_picture, joins_tables=document.values["kind"] == "item")
    body = Body(text).write(document.values)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            [("rId1", "officeDocument", "word/document.xml"), ("rId2", "metadata/core-properties", "docProps/core.xml")]
        ),
        "docProps/core.xml": _core(document),
        "word/document.xml": _part("document", f"<w:body>{with_last_section(body)}</w:body>"),
        "word/styles.xml": style_sheet(),
        "word/settings.xml": _part(
            "settings",
            '<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
            '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>',
        ),
        "word/numbering.xml": _numbering(text.ordered),
        "word/footnotes.xml": _footnotes(text.notes),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
        "word/_rels/document.xml.rels": _relations(_document_relations(text), text.links),
        "word/_rels/footnotes.xml.rels": _relations(_image_relations(text), text.links),
    }
    parts |= {f"word/media/{name}": data for name, data in text.pictures.values()}
    return _zipped(parts)


def _zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            # As on Windows, whatever this machine is.
            entry.create_system = 0
            archive.writestr(entry, data)
    return out.getvalue()


def _part(name: str, inside: str) -> str:
    return f"{HEAD}<w:{name} {SPACES}>{inside}</w:{name}>"


def _content_types() -> str:
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    kinds = "".join(
        f'<Default Extension="{suffix}" ContentType="{kind}"/>'
        for suffix, kind in (*defaults.items(), *_SUFFIXES.items())
    )
    names = [(f"word/{part.partition('.')[0]}.xml", f"{_WORD}.{part}+xml") for part in _PARTS]
    names += [(f"word/footer{number}.xml", f"{_WORD}.footer+xml") for number in (1, 2)]
    names.append(("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in names)
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{kinds}{overrides}</Types>'


def _relations(found: Iterable[tuple[str, str, str]], links: Mapping[str, str] | None = None) -> str:
    made = "".join(
        f'<Relationship Id="{name}" Type="{_type(kind)}" Target={quoteattr(target)}/>' for name, kind, target in found
    )
    made += "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/hyperlink" Target={quoteattr(address)} TargetMode="External"/>'
        for address, name in (links or {}).items()
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _type(kind: str) -> str:
    return f"{_PACKAGE}/relationships/{kind}" if kind.startswith("metadata") else f"{_OFFICE}/{kind}"


def _document_relations(text: WordText) -> list[tuple[str, str, str]]:
    own = [
        (f"rId{number}", kind, f"{kind}.xml")
        for number, kind in enumerate(("styles", "settings", "numbering", "footnotes"), 1)
    ]
    return [*own, ("rIdOdd", "footer", "footer1.xml"), ("rIdEven", "footer", "footer2.xml"), *_image_relations(text)]


def _image_relations(text: WordText) -> list[tuple[str, str, str]]:
    return [
        (f"rIdImage{number}", "image", f"media/{name}") for number, (name, _) in enumerate(text.pictures.values(), 1)
    ]


def _core(document: PrintedDocument) -> str:
    values: Mapping[str, Any] = document.values
    moment = f"{document.day.isoformat()}T00:00:00Z"
    dated = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(values['author'])}</dc:creator>"
        f"<cp:keywords>{escape('、'.join(values['keywords']))}</cp:keywords>"
        f"<cp:category>{escape(values.get('category', ''))}</cp:category>{dated}</cp:coreProperties>"
    )


def _footer(side: str) -> str:
    """Return the foot of pages: their number between dashes, on the outside."""
    inside = text_run("— ") + field("PAGE", "1") + text_run(" —")
    line = paragraph("PageNumber", inside, f'<w:jc w:val="{side}"/>')
    return f"{HEAD}<w:ftr {SPACES}>{line}</w:ftr>"


def _footnotes(notes: Iterable[str]) -> str:
    marks = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    own = "".join(f'<w:footnote w:id="{number}">{note}</w:footnote>' for number, note in enumerate(notes, 1))
    return _part("footnotes", marks + own)


def _numbering(ordered: Iterable[int]) -> str:
    """Return the lists: the first has bullets, each of the others begins at a number of its own."""
    starts = [0, *ordered]
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(_level(start, depth) for depth in range(_LEVELS))}</w:abstractNum>"
        for number, start in enumerate(starts, 1)
    )
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(1, len(starts) + 1)
    )
    return _part("numbering", kinds + lists)


def _level(start: int, depth: int) -> str:
    shown = f"%{depth + 1}." if start else _BULLETS[depth % len(_BULLETS)]
    kind = "decimal" if start else "bullet"
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{max(start, 1)}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{1060 + 420 * depth}" w:hanging="420"/></w:pPr></w:lvl>'
    )
