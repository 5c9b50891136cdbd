"""Word files that are written: opened by others, the same bytes, and read back as the item that they were made of."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin import cli
from bulletin.content.sources import read_sources
from bulletin.editing.word_import import ImportDefaults, Importer
from bulletin.model.registry import Registry, Unit
from bulletin.office.documents import PrintedDocument
from bulletin.office.word_in.blocks import Cell, LineBreak, Look, Paragraph, Table, Text
from bulletin.office.word_in.document_reader import read_word_file
from bulletin.office.word_in.markdown_writer import Heading, MarkdownWriter, text_renderer
from bulletin.office.word_in.structure import read_structure
from bulletin.office.word_out.items import item_blocks
from bulletin.office.word_out.package import word_file
from tests.support import archives
from tests.support.require import require

TEXT = """\
今年以来，**一是抓学**，*二是抓训*，详见[网页](https://example.invalid/a%5Fb)[^1]。

## 一、摸清底数

### （一）入户走访

全县12个乡镇共走访1032户<br>办结率96.7%[^2]。

1\\. 这一行不是列表，也不是\\*强调\\*。

- 红色户
- 黄色户
    - 每周一访

| 单位 | 报送 | 采用 |
| --- | --- | --- |
| 组织科 | 5\\|6 | 一段<br>二段 |
| 城关镇 | **3** |  |

| 甲 | 乙 |
| --- | ---: |
| 1 | 2 |

![走访现场](a-1.png)

## 二、下步打算

一、甲

二、乙

[^1]: 数据截至10月。

[^2]: 第一段。

    第二段，第\\*条。
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fields = {"authors": "[陈某, 王某]", "approved_by": "镇党委副书记", "topics": "[党员教育]"}
    files: dict[str, str | bytes] = {
        "content/items/2026/a.md": archives.item(TEXT.rstrip("\n"), title="做实教育——来自城关镇的调查", **fields),
        "content/items/2026/a-1.png": archives.PNG,
        "content/items/2026/b.md": archives.item(
            "夜里群众都在家，干部进门坐下来谈。", title="夜谈会 开到家门口", unit="东双河镇"
        ),
        "issues/2026/001.md": archives.issue(
            "两地做法，供参考。", items="[2026/a, 2026/b]", copies="80", editor="钱某", serial="300"
        ),
        "content/items/2026/c.md": archives.item("另一篇正文，到期不再阅读。", title="到期稿件", expires="2026-06-30"),
        "mkdocs.yml": "site_name: 某县信息\ntheme:\n  language: zh\n",
    }
    return archives.write(tmp_path_factory.mktemp("archive"), files)


def export(root: Path, out: Path, *what: str) -> dict[str, bytes]:
    common = ("--archive", str(root), "--out", str(out), "--date", str(archives.TODAY), "--format", "docx")
    assert cli.main(["export", *what, *common]) == 0
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_an_item_comes_back_as_it_was(root: Path, tmp_path: Path) -> None:
    made = export(root, tmp_path, "2026/a")["2026-a.docx"]
    importer = Importer(
        replace(read_sources(root), files=replace(read_sources(root).files, items=[])), ImportDefaults(), "zh"
    )
    planned = importer.plan("x.docx", made)
    assert planned.is_whole
    [item] = planned.items
    assert (item.title, item.units, item.category) == ("做实教育——来自城关镇的调查", ("chengguan",), "practice")
    assert (str(item.date), item.authors, item.approved_by) == ("2026-03-05", ("陈某", "王某"), "镇党委副书记")
    text = str(planned.changes[0].after)
    stem = planned.changes[0].path.rpartition("/")[2].removesuffix(".md")
    assert text.partition("\n---\n\n")[2] == TEXT.replace("a-1.png", f"{stem}-1.png")
    assert planned.losses == {}


def test_an_issue_comes_back_with_its_items(root: Path, tmp_path: Path) -> None:
    made = export(root, tmp_path, "2026/001")["2026-001.docx"]
    found = read_structure(read_word_file(made), read_sources(root).registry)
    assert (found.masthead.number, found.masthead.serial, str(found.masthead.date)) == (1, 300, "2026-03-15")
    assert [item.title for item in found.items] == ["做实教育——来自城关镇的调查", "夜谈会 开到家门口"]
    assert [item.signature.units for item in found.items] == [("chengguan",), ("donghe",)]
    assert (found.foot.copies, found.foot.editor, found.foot.superior) == (80, "钱某", ("市委组织部",))
    assert len(found.note) == 1


def test_files_are_the_same_bytes_and_open_elsewhere(root: Path, tmp_path: Path) -> None:
    first = export(root, tmp_path / "a", "2026/a", "2026/001")
    assert export(root, tmp_path / "b", "2026/a", "2026/001") == first
    for data in first.values():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    ET.fromstring(archive.read(name))  # noqa: S314 - written here
    opened = docx.Document(io.BytesIO(first["2026-a.docx"]))
    assert [paragraph.style.name for paragraph in opened.paragraphs[:3] if paragraph.style] == [
        "公文标题",
        "日期行",
        "公文正文",
    ]
    assert [len(table.rows) for table in opened.tables] == [3, 2]
    assert opened.core_properties.category == "经验"
    issue = docx.Document(io.BytesIO(first["2026-001.docx"]))
    names = {paragraph.style.name for paragraph in issue.paragraphs if paragraph.style}
    assert {"红头", "期号", "供稿", "公文标题", "Heading 1", "Heading 2", "版记"} <= names
    assert issue.settings.odd_and_even_pages_header_footer


def test_a_circular(tmp_path: Path) -> None:
    done = cli.main(["export", "circular", "2026-Q3", "--out", str(tmp_path), "--date", "2026-11-28"])
    assert done == 0
    opened = docx.Document(str(tmp_path / "circular-2026-Q3.docx"))
    assert opened.tables[0].cell(0, 0).text == "报送单位"
    shown = [one for one in opened.paragraphs if one.text]
    # Under the sender and the number stand the rule in red and the title, as in the PDF: no marking.
    assert [one.style.name for one in opened.paragraphs[:3] if one.style] == ["红头", "期号", "公文标题"]
    assert 'w:color="C00000"' in opened.paragraphs[1]._p.xml
    first = next(number for number, one in enumerate(shown) if one.text.startswith("附件："))
    assert re.match(r"附件：1\. \S", shown[first].text)
    assert re.match(r"2\. \S", shown[first + 1].text)
    sender = next(one for one in shown if one.style and one.style.name == "落款")
    assert sender.paragraph_format.space_before
    # A page is turned for a wide table, and turned back.
    assert [str(section.orientation) for section in opened.sections] == [
        "PORTRAIT (0)",
        "LANDSCAPE (1)",
        "LANDSCAPE (1)",
    ]


def test_what_there_is_not(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--archive", str(root), "--out", str(tmp_path), "--lang", "en")
    assert cli.main(["export", "2026/x", *arguments]) == 2
    assert "There is no item and no issue “2026/x”" in capsys.readouterr().err
    assert cli.main(["export", "2026/c", *arguments, "--date", str(archives.TODAY)]) == 1
    assert "“2026/c” may not be read" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_libreoffice_opens_what_is_written(root: Path, tmp_path: Path) -> None:
    program = require("libreoffice")
    export(root, tmp_path, "2026/a", "2026/001")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(path) for path in tmp_path.glob("*.docx")]
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(tmp_path),
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True)
    text = (tmp_path / "2026-001.txt").read_text("utf-8")
    for words in (
        "柳川组工信息",
        "第1期（总第300期）",
        "编者按：两地做法，供参考。",
        "做实教育——来自城关镇的调查",
    ):
        assert words in text


_PIECES = [
    "走访群众",
    "1032户",
    "“双强”",
    "一是",
    "，",
    "。",
    "：",
    "*",
    "_a_",
    "1. ",
    "#",
    "[注]",
    "A<b>",
    "&amp;",
    "|",
    "——",
    "（下同）",
    "b2",
]
_LINE = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join)
_SPAN = st.builds(Text, _LINE, st.booleans(), st.booleans(), st.sampled_from(["", "", "https://example.invalid/a"]))
_START = st.sampled_from(["", "", "一、", "（一）", "1．", "（1）", "编者按：", "报：", "第3期"]).map(Text)
_PARAGRAPH = st.builds(
    lambda start, spans, bullet: Paragraph((start, *spans), Look(depth=0 if bullet else -1)),
    _START,
    st.lists(st.one_of(_SPAN, _SPAN, st.just(LineBreak())), min_size=1, max_size=3),
    st.integers(0, 4).map(lambda number: number == 0),
)
_CELL = _LINE.map(lambda text: Cell((Paragraph((Text(text),)),)))
_TABLE = st.lists(_CELL, min_size=6, max_size=6).map(
    lambda c: Table(((c[0], c[1]), (c[2], c[3]), (c[4], c[5])), 1, ((0, 1),) * 3)
)
_BLOCK = st.one_of(
    _PARAGRAPH,
    _PARAGRAPH,
    st.builds(Heading, _LINE.map(lambda text: Paragraph((Text(text),))), st.integers(2, 4)),
    _TABLE,
)
RENDERER = text_renderer()
REGISTRY = Registry(units=(Unit(id="zzk", name="组织科"),))


def through_word(markdown: str) -> str:
    """Return what a text is after it was written as a Word file and read again."""
    body, _ = RENDERER.render(markdown, "content/items/2026/a.md")
    values = {"kind": "item", "title": "一个标题", "author": "", "keywords": [], "day": "（2026年3月5日）",
              "of": item_blocks(body), "signed": ["（组织科供稿）"]}  # fmt: skip
    made = word_file(PrintedDocument(path="", title="", day=archives.TODAY, values=values), lambda _: archives.PNG)
    document = read_word_file(made)
    [item] = read_structure(document, REGISTRY).items
    assert (item.title, item.signature.units, str(item.signature.date)) == ("一个标题", ("zzk",), "2026-03-05")
    return MarkdownWriter(document.notes, {}, Counter(), RENDERER).write(item.blocks)


@settings(max_examples=40, deadline=None)
@given(st.lists(_BLOCK, min_size=1, max_size=5))
def test_a_text_that_came_from_word_stays_what_it_is(blocks: list[Paragraph | Heading | Table]) -> None:
    written = MarkdownWriter({}, {}, Counter(), RENDERER).write([Paragraph((Text("开头一段。"),)), *blocks])
    read = through_word(written)
    assert through_word(read) == read
