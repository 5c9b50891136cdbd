"""Pieces of WordprocessingML as texts."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

SPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BREAK: Final = "<w:r><w:br/></w:r>"
FOOTERS: Final = {"default": "rIdOdd", "even": "rIdEven"}
"""Relations of the feet of odd and even pages."""
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_run(text: str, properties: str = "") -> str:
    """Return a run; *properties* are the XML of its look."""
    clean = escape(_FORBIDDEN.sub("", text))
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{clean}</w:t></w:r>' if clean else ""


def paragraph(style: str, inside: str, properties: str = "") -> str:
    """Return a paragraph of a style; *properties* are those that follow the style, in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inside}</w:p>'


def field(instruction: str, shown: str = "", properties: str = "") -> str:
    """Return a field that Word computes when the file is opened."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""

    def mark(kind: str, more: str = "") -> str:
        return f'<w:r>{look}<w:fldChar w:fldCharType="{kind}"{more}/></w:r>'

    code = f'<w:r>{look}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    return mark("begin", ' w:dirty="true"') + code + mark("separate") + text_run(shown, properties) + mark("end")


def bookmark(number: int, name: str, inside: str) -> str:
    """Return runs with a bookmark around them."""
    start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
    return f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'


def section(*, turned: bool) -> str:
    """Return the properties of a section: A4 with the margins of official documents, page numbers outside."""
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if turned else '<w:pgSz w:w="11906" w:h="16838"/>'
    margins = ("1587", "2098", "1474", "1984") if turned else ("2098", "1474", "1984", "1587")
    top, right, bottom, left = margins
    footers = "".join(f'<w:footerReference w:type="{kind}" r:id="{name}"/>' for kind, name in FOOTERS.items())
    edges = f'w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
    return (
        f'<w:sectPr>{footers}<w:type w:val="nextPage"/>{size}'
        f'<w:pgMar {edges} w:header="851" w:footer="1400" w:gutter="0"/><w:cols w:space="425"/></w:sectPr>'
    )
