"""Tables as an xlsx workbook: numbers as numbers, texts never as formulas, the same bytes for the same tables.

Written by hand (ECMA-376, SpreadsheetML): a general library takes ten times as long for what a hundred files need.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from bulletin.scoring.circulars.tables import CellValue, DataTable

_WIDEST, _NARROWEST, _DAY = 60, 7, 10
_WIDE = re.compile("[\u2e80-\uffff]")
"""These characters take two columns."""
_FIRST_DAY = date(1899, 12, 30).toordinal()
"""Day 0 of spreadsheets."""
_HEAD, _DATE = 1, 2
"""Places among the looks of cells."""

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="2"><border/>'
    '<border><left/><right/><top/><bottom style="thin"/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/>'
    '<xf fontId="1" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="164" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"} | {chr(n): " " for n in range(32)})


def workbook(sheets: Iterable[DataTable]) -> bytes:
    """Return the workbook, one sheet for each table; a workbook has at least one sheet."""
    listed = list(sheets) or [DataTable(title="1", headers=(), rows=())]
    texts: dict[str, int] = {}
    pages = [_page(sheet, texts) for sheet in listed]
    names = _names([sheet.title for sheet in listed])
    parts = {
        "[Content_Types].xml": _types(len(pages)),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _book(names),
        "xl/_rels/workbook.xml.rels": _relations(
            {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(pages) + 1)}
            | {"rIdS": ("styles", "styles.xml"), "rIdT": ("sharedStrings", "sharedStrings.xml")}
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _texts(texts),
    }
    return _packed(parts | {f"xl/worksheets/sheet{n}.xml": page for n, page in enumerate(pages, 1)})


def _packed(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            # Without a day of its own a file would bear that of the build.
            place = zipfile.ZipInfo(name)
            place.compress_type, place.create_system = zipfile.ZIP_DEFLATED, 0
            book.writestr(place, text, compresslevel=4)
    return file.getvalue()


def _types(number: int) -> str:
    kinds = [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]
    kinds += [(f"worksheets/sheet{n}", "worksheet") for n in range(1, number + 1)]
    parts = [f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}{kind}+xml"/>' for name, kind in kinds]
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{rels}{"".join(parts)}</Types>'


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    parts = [f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for i, (kind, to) in targets.items()]
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(parts)}</Relationships>'


def _book(names: Sequence[str]) -> str:
    sheets = [
        f'<sheet name="{name.translate(_SPECIAL)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
    ]
    heads = [
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">\'{name.translate(_SPECIAL)}\'!$1:$1</definedName>'
        for n, name in enumerate(names)
    ]
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{"".join(sheets)}</sheets>'
        f"<definedNames>{''.join(heads)}</definedNames></workbook>"
    )


def _names(titles: Iterable[str]) -> list[str]:
    """Return names that sheets may have: short, without what Excel forbids, no two alike."""
    names: dict[str, str] = {}
    for title in titles:
        plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:28] or "1"
        name, number = plain, 2
        while name.casefold() in names:
            name, number = f"{plain} {number}", number + 1
        names[name.casefold()] = name
    return list(names.values())


def _texts(texts: Mapping[str, int]) -> str:
    parts = [f'<si><t xml:space="preserve">{text.translate(_SPECIAL)}</t></si>' for text in texts]
    return f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(parts)}">{"".join(parts)}</sst>'


def _page(sheet: DataTable, texts: dict[str, int]) -> str:
    letters = [_letters(number) for number in range(len(sheet.headers))]
    cells = _Cells(texts)
    head = [f'<c r="{x}1" s="{_HEAD}"{cells.inside(text)}' for x, text in zip(letters, sheet.headers, strict=True)]
    rows = [f'<row r="1">{"".join(head)}</row>']
    for number, row in enumerate(sheet.rows, 2):
        filled = [
            f'<c r="{x}{number}"{cells.inside(cell)}'
            for x, cell in zip(letters, row, strict=True)
            if cell or (cell is not None and cell != "")
        ]
        rows.append(f'<row r="{number}">{"".join(filled)}</row>')
    widths = "".join(
        [f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(_widths(sheet), 1)]
    )
    columns = f"<cols>{widths}</cols>" if widths else ""
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft"'
        f' state="frozen"/></sheetView></sheetViews>{columns}<sheetData>{"".join(rows)}</sheetData>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _letters(number: int) -> str:
    """Return what a column is called: A, B … Z, AA …."""
    before, last = divmod(number, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


class _Cells:
    """What stands in cells; the same few texts and numbers stand in very many."""

    def __init__(self, texts: dict[str, int]) -> None:
        self._texts = texts
        self._known: dict[CellValue, str] = {}

    def inside(self, cell: CellValue) -> str:
        """Return the rest of a cell after its place."""
        if type(cell) is Fraction:
            # To look a fraction up costs as much as to write it.
            return f"><v>{cell.numerator if cell.denominator == 1 else float(cell)!r}</v></c>"
        known = self._known.get(cell)
        if known is None:
            known = self._known[cell] = self._written(cell)
        return known

    def _written(self, cell: CellValue) -> str:
        if isinstance(cell, str):
            return f' t="s"><v>{self._texts.setdefault(cell, len(self._texts))}</v></c>'
        if isinstance(cell, date):
            return f' s="{_DATE}"><v>{cell.toordinal() - _FIRST_DAY}</v></c>'
        return f"><v>{cell}</v></c>"


def _widths(sheet: DataTable) -> list[int]:
    """Return how wide each column is, in characters."""
    columns = zip(*sheet.rows, strict=True) if sheet.rows else (() for _ in sheet.headers)
    return [
        min(_WIDEST, max(_NARROWEST, _width(head) // 2, _widest(column)) + 1)
        for head, column in zip(sheet.headers, columns, strict=True)
    ]


def _widest(column: Sequence[CellValue]) -> int:
    """Return how wide the widest text or day of a column is; numbers are no wider than columns are at least."""
    texts = {cell for cell in column if type(cell) is str}
    return max(map(_width, texts), default=_DAY if any(type(cell) is date for cell in column) else 0)


def _width(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))
