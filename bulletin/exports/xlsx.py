"""Tables as an xlsx workbook: numbers as numbers, texts never as formulas, the same bytes for the same tables.

Writes SpreadsheetML (ECMA-376) directly: a general library takes ten times as long for a hundred files.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from bulletin.scoring.circulars.tables import CellValue, DataTable

_MAX_COLUMN_WIDTH, _MIN_COLUMN_WIDTH, _DATE_WIDTH = 60, 7, 10
_WIDE_CHARACTER = re.compile("[^\x00-\u2e7f\U00010000-\U0010ffff]")
"""Characters that are twice as wide as Latin ones."""
_EPOCH = date(1899, 12, 30).toordinal()
"""Day 0 of dates in spreadsheets."""
_HEADER_STYLE, _DATE_STYLE = 1, 2
"""Indexes of cell formats in ``_STYLES``."""

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_NS = "http://schemas.openxmlformats.org/package/2006"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN_NS}">'
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
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"} | {chr(n): " " for n in range(32)})


def workbook_bytes(tables: Iterable[DataTable]) -> bytes:
    """Return a workbook with one sheet for each table, or one empty sheet."""
    listed = list(tables) or [DataTable(title="1", headers=(), rows=())]
    texts: dict[str, int] = {}
    pages = [_worksheet_xml(table, texts) for table in listed]
    names = _sheet_names([table.title for table in listed])
    parts = {
        "[Content_Types].xml": _content_types_xml(len(pages)),
        "_rels/.rels": _relationships_xml({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _workbook_xml(names),
        "xl/_rels/workbook.xml.rels": _relationships_xml(
            {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(pages) + 1)}
            | {"rIdS": ("styles", "styles.xml"), "rIdT": ("sharedStrings", "sharedStrings.xml")}
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _shared_strings_xml(texts),
    }
    return _zip_parts(parts | {f"xl/worksheets/sheet{n}.xml": page for n, page in enumerate(pages, 1)})


def _zip_parts(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            # A member without a date of its own gets that of the build.
            place = zipfile.ZipInfo(name)
            place.compress_type, place.create_system = zipfile.ZIP_DEFLATED, 0
            book.writestr(place, text, compresslevel=4)
    return file.getvalue()


def _content_types_xml(number: int) -> str:
    kinds = [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]
    kinds += [(f"worksheets/sheet{n}", "worksheet") for n in range(1, number + 1)]
    parts = [f'<Override PartName="/xl/{name}.xml" ContentType="{_CONTENT_TYPE}{kind}+xml"/>' for name, kind in kinds]
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{_XML}<Types xmlns="{_PACKAGE_NS}/content-types">{rels}{"".join(parts)}</Types>'


def _relationships_xml(targets: Mapping[str, tuple[str, str]]) -> str:
    parts = [f'<Relationship Id="{i}" Type="{_OFFICE_NS}/{kind}" Target="{to}"/>' for i, (kind, to) in targets.items()]
    return f'{_XML}<Relationships xmlns="{_PACKAGE_NS}/relationships">{"".join(parts)}</Relationships>'


def _workbook_xml(names: Sequence[str]) -> str:
    tables = [
        f'<sheet name="{name.translate(_ESCAPES)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
    ]
    heads = [
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">\'{name.translate(_ESCAPES)}\'!$1:$1</definedName>'
        for n, name in enumerate(names)
    ]
    return (
        f'{_XML}<workbook xmlns="{_MAIN_NS}" xmlns:r="{_OFFICE_NS}"><sheets>{"".join(tables)}</sheets>'
        f"<definedNames>{''.join(heads)}</definedNames></workbook>"
    )


def _sheet_names(titles: Iterable[str]) -> list[str]:
    """Return valid names of sheets: short, without characters that Excel forbids, all different."""
    names: dict[str, str] = {}
    for title in titles:
        plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:28] or "1"
        name, number = plain, 2
        while name.casefold() in names:
            name, number = f"{plain} {number}", number + 1
        names[name.casefold()] = name
    return list(names.values())


def _shared_strings_xml(texts: Mapping[str, int]) -> str:
    parts = [f'<si><t xml:space="preserve">{text.translate(_ESCAPES)}</t></si>' for text in texts]
    return f'{_XML}<sst xmlns="{_MAIN_NS}" uniqueCount="{len(parts)}">{"".join(parts)}</sst>'


def _worksheet_xml(table: DataTable, texts: dict[str, int]) -> str:
    letters = [_column_name(number) for number in range(len(table.headers))]
    cells = _CellWriter(texts)
    head = [
        f'<c r="{x}1" s="{_HEADER_STYLE}"{cells.cell_xml(text)}' for x, text in zip(letters, table.headers, strict=True)
    ]
    rows = [f'<row r="1">{"".join(head)}</row>']
    for number, row in enumerate(table.rows, 2):
        filled = [
            f'<c r="{x}{number}"{cells.cell_xml(cell)}'
            for x, cell in zip(letters, row, strict=True)
            if cell or (cell is not None and cell != "")
        ]
        rows.append(f'<row r="{number}">{"".join(filled)}</row>')
    widths = "".join(
        [f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(_column_widths(table), 1)]
    )
    columns = f"<cols>{widths}</cols>" if widths else ""
    return (
        f'{_XML}<worksheet xmlns="{_MAIN_NS}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft"'
        f' state="frozen"/></sheetView></sheetViews>{columns}<sheetData>{"".join(rows)}</sheetData>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _column_name(number: int) -> str:
    """Return the name of a column: A, B … Z, AA …."""
    before, last = divmod(number, 26)
    return (_column_name(before - 1) if before else "") + chr(ord("A") + last)


class _CellWriter:
    """Writes the XML of cells and caches it: the same texts and numbers occur in many cells."""

    def __init__(self, texts: dict[str, int]) -> None:
        self._shared_strings_xml = texts
        self._known: dict[CellValue, str] = {}

    def cell_xml(self, cell: CellValue) -> str:
        """Return the XML of a cell after its reference."""
        if type(cell) is Fraction:
            # Looking up a fraction takes as long as writing it.
            return f"><v>{cell.numerator if cell.denominator == 1 else float(cell)!r}</v></c>"
        known = self._known.get(cell)
        if known is None:
            known = self._known[cell] = self._value_xml(cell)
        return known

    def _value_xml(self, cell: CellValue) -> str:
        if isinstance(cell, str):
            return f' t="s"><v>{self._shared_strings_xml.setdefault(cell, len(self._shared_strings_xml))}</v></c>'
        if isinstance(cell, date):
            return f' s="{_DATE_STYLE}"><v>{cell.toordinal() - _EPOCH}</v></c>'
        return f"><v>{cell}</v></c>"


def _column_widths(table: DataTable) -> list[int]:
    """Return the width of each column in characters."""
    columns = zip(*table.rows, strict=True) if table.rows else (() for _ in table.headers)
    return [
        min(_MAX_COLUMN_WIDTH, max(_MIN_COLUMN_WIDTH, _text_width(head) // 2, _max_width(column)) + 1)
        for head, column in zip(table.headers, columns, strict=True)
    ]


def _max_width(column: Sequence[CellValue]) -> int:
    """Return the largest width of texts and dates in a column; numbers fit into the minimum width."""
    texts = {cell for cell in column if type(cell) is str}
    return max(map(_text_width, texts), default=_DATE_WIDTH if any(type(cell) is date for cell in column) else 0)


def _text_width(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_WIDE_CHARACTER.findall(text))
