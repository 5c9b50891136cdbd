"""Texts in files of any kind: encodings, PDF, RTF, mails, packed streams."""

from __future__ import annotations

import base64
import io
import quopri
import zipfile
import zlib
from email.message import EmailMessage

import pytest
import typst
from openpyxl import Workbook

from bulletin.checks.sensitive.scan import scan_text
from bulletin.content.pushed.readable import UnreadableFile, texts_in
from bulletin.model.registry import Registry

ID, MOBILE, MARK, OLD_MARK = "11010519491231002X", "13800138000", "机密★5年", "機密★5年"
WORDS = "本文说明有关情况。"


def found(data: bytes) -> set[tuple[str, int]]:
    """Return the codes of what is found in a file, each with its line, or 0 where it has none."""
    told = {
        (problem.code, problem.line if has_lines else 0)
        for text, has_lines in texts_in(data)
        for problem in scan_text(text, "a", Registry())
    }
    return {(code, line) for code, line in told if line or not any(one == code and at for one, at in told)}


def pdf(content: bytes, more: bytes = b"", head: bytes = b"") -> bytes:
    """Return a PDF file with one stream, which need not be a correct one."""
    return b"%PDF-1.7\n" + more + b"4 0 obj\n<<" + head + b">>\nstream\n" + content + b"\nendstream endobj\n%%EOF"


def shown(content: bytes, **more: bytes) -> bytes:
    """Return a PDF file whose page shows a packed *content*."""
    return pdf(zlib.compress(b"BT /F1 12 Tf " + content + b" ET"), head=b"/Filter/FlateDecode", **more)


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


def mail(text: str, transfer: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "情况"
    message.set_content(text, cte=transfer)
    return message.as_bytes()


def titled(title: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = title
    message.set_content("x")
    return message.as_bytes()


def workbook(value: int) -> bytes:
    buffer = io.BytesIO()
    book = Workbook()
    book.create_sheet().append([value])
    book.save(buffer)
    return buffer.getvalue()


FONTS = b"1 0 obj <</Resources <</Font <</F1 2 0 R>>>>>> endobj 2 0 obj <</Type/Font %s>> endobj "
TABLE = (
    b"3 0 obj <<>> stream\n1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0005> <673A> endbfchar "
    b"2 beginbfrange <0010> <0019> <0030> <0006> <0007> [<5BC6> <2605>] endbfrange 1 beginbfchar <0020> <5E74> "
    b"endbfchar begincmap\nendstream endobj "
)
FILES: dict[str, tuple[bytes, set[tuple[str, int]]]] = {
    "Big5": (f"說明\n{OLD_MARK}".encode("big5hkscs"), {("secret-mark", 2)}),
    "Shift_JIS": (f"説明\n{OLD_MARK}".encode("cp932"), {("secret-mark", 2)}),
    "UTF-7": (f"甲\n{MARK}\n".encode("utf-7"), {("secret-mark", 2)}),
    "UTF-16 without a mark": (f"{WORDS}\n{MARK}".encode("utf-16-le"), {("secret-mark", 2)}),
    "UTF-16 of two characters": ("机密".encode("utf-16-be"), {("secret-mark", 1)}),
    "UTF-32 without a mark": (f"{WORDS}\n{MARK}".encode("utf-32-le"), {("secret-mark", 2)}),
    "UTF-32 of other machines": (f"{WORDS}\n{ID}".encode("utf-32-be"), {("identity-number", 2)}),
    "UTF-32 with a mark": (f"{WORDS}\n{MARK}".encode("utf-32"), {("secret-mark", 2)}),
    "a PDF with spaced letters": (shown(b"[(1101051949) -20 (1231) 30.5 (002X)] TJ"), {("identity-number", 0)}),
    "a PDF with hexadecimal letters": (shown(b"<" + ID.encode().hex().encode() + b"> Tj"), {("identity-number", 0)}),
    "a PDF with strings in pieces": (shown(b"(1101051949) Tj (1231002X) Tj"), {("identity-number", 0)}),
    "a PDF with figures of a drawing": (shown(b"774.62 -27.8 -.18472862 779.41125 14.88 l (x) Tj"), set()),
    "a PDF with a remark": (shown(b"% " + ID.encode() + b"\n(x) Tj"), {("identity-number", 0)}),
    "a PDF that places each letter": (
        shown(b"".join(f"({sign}) Tj 6 0 Td ".encode() for sign in ID)),
        {("identity-number", 0)},
    ),
    "a PDF with escapes": (
        shown(
            rb"(\061101051949\061\
231002X) Tj"
        ),
        {("identity-number", 0)},
    ),
    "a PDF with brackets": (shown(b"(a(b(" + ID.encode() + b"))) Tj"), {("identity-number", 0)}),
    "a PDF with two lines": (shown(b"(13800) Tj 0 -14 Td (14 13800) Tj 0 -14 Td (14) Tj"), set()),
    "a PDF with a font's table": (
        shown(b"[<00050006> 5 <00070015>] TJ <0020> Tj", more=FONTS % b"/ToUnicode 3 0 R" + TABLE),
        {("secret-mark", 0)},
    ),
    "a PDF in GBK": (
        shown(b"<" + MARK.encode("gbk").hex().encode() + b"> Tj", more=FONTS % b"/Encoding/GBK-EUC-H"),
        {("secret-mark", 0)},
    ),
    "a PDF's title": (
        pdf(b"", b"5 0 obj <</Title <FEFF" + MARK.encode("utf-16-be").hex().encode() + b">>> endobj\n"),
        {("secret-mark", 0)},
    ),
    "a PDF's title in octal": (
        pdf(
            b"",
            b"5 0 obj <</Title (\\376\\377" + "".join(f"\\{b:03o}" for b in MARK.encode("utf-16-be")).encode() + b")>>",
        ),
        {("secret-mark", 0)},
    ),
    "a PDF with a stream in letters": (
        pdf(base64.a85encode(zlib.compress(b"BT (1101051949) Tj (1231002X) Tj ET")) + b"~>", head=b"/ASCII85Decode"),
        {("identity-number", 0)},
    ),
    "a PDF by typst": (typst.compile(f"#set page(width: 9cm)\n{WORDS}\n\n{ID}".encode()), {("identity-number", 0)}),
    "RTF": (
        (r"{\rtf1\ansi\ansicpg936 " + "".join(f"\\'{b:02x}" for b in MARK.encode("gbk")) + "}").encode(),
        {("secret-mark", 0)},
    ),
    "RTF with Unicode": (rb"{\rtf1 \u26426?\u23494?{\b \u9733?}5\u24180?\par x}", {("secret-mark", 0)}),
    "RTF of an office": (
        rb"{\rtf1 \'00\uc2 \u26426\'bb\'fa\u23494\'c3\'dc\u9733\'a1\'ef 5\u24180\'c4\'ea}",
        {("secret-mark", 0)},
    ),
    "RTF with parts": (rb"{\rtf1 1101051949{\i 1231}\'30\'30 2X}".replace(b"30 2", b"302"), {("identity-number", 0)}),
    "RTF with a file in it": (
        rb"{\rtf1{\object\objdata " + (b" " * 60 + MARK.encode()).hex().encode() + b"}}",
        {("secret-mark", 0)},
    ),
    "a mail in base64": (mail(f"{WORDS}\n{ID}", "base64"), {("identity-number", 0)}),
    "a mail in quoted-printable": (
        mail(f"{WORDS}{'，' * 30}{ID}\n{MARK}", "quoted-printable"),
        {("identity-number", 10), ("secret-mark", 0)},
    ),
    "a mail's title": (titled(f"{WORDS}{MARK}"), {("secret-mark", 0)}),
    "a number over a soft line end": (quopri.encodestring(b"x" * 70 + ID.encode()), {("identity-number", 0)}),
    "base64 in JSON": (b'{"a": "' + base64.b64encode(ID.encode()) + b'"}', {("identity-number", 0)}),
    "base64 of a packed file": (base64.encodebytes(zipped(a_txt=ID)), {("identity-number", 0)}),
    "zlib": (zlib.compress(f"{WORDS}\n{ID}".encode(), 1), {("identity-number", 0)}),
    "zlib somewhere": (b"PACK\0\0\0\2\0" + zlib.compress(ID.encode()) + b"\0\1", {("identity-number", 0)}),
    "a number in a workbook": (workbook(13800138000), {("mobile-number", 0)}),
    "a workbook by Java": (zipped(sheet_xml="<row><c><v>1.3800138E10</v></c></row>"), {("mobile-number", 0)}),
    "an attribute in a document": (zipped(a_xml=f'<w:p><wp:docPr descr="{ID}"/></w:p>'), {("identity-number", 0)}),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_found_in_a_file(name: str) -> None:
    data, expected = FILES[name]
    assert {pair for pair in found(data) if pair[0] != "mail-address"} == expected


def test_a_name_in_gbk_in_a_zip_file() -> None:
    data = zipped(AAAAAAAAAAA_txt="x")
    assert len(name := f"{MARK}甲".encode("gbk")) == 11
    assert ("secret-mark", 0) in found(data.replace(b"A" * 11, name))


def test_a_locked_pdf_is_told_of() -> None:
    with pytest.raises(UnreadableFile, match="pushed-locked"):
        list(texts_in(pdf(b"\0\1", b"trailer <</Encrypt 9 0 R>> ")))
