"""An issue as PDF, set by typst with the fonts of this machine."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from bulletin import cli
from bulletin.build.printing import Printer
from bulletin.content.images import ImageStore
from bulletin.content.loader import load
from bulletin.core.i18n import translator
from bulletin.core.problems import ArchiveProblems
from bulletin.office import typesetter
from bulletin.office.nodes import Element, Node, plain_text, text_nodes, walk
from bulletin.publish.pdf_text import pdf_text
from tests.support import archives
from tests.support.paths import ROOT

WIDE = "\n".join(
    [
        "| " + " | ".join(f"指标{n}" for n in range(16)) + " |",
        "|" + "---|" * 16,
        *("| " + " | ".join(str(row * 1370 + n) for n in range(16)) + " |" for row in range(40)),
    ]
)
HOSTILE = 'A#import "x.typ": * 和 $a^2$ ] [ *b* _c_ @ref #panic() `raw` // 注 /* 注 */ ~ -- --- ... \\u{41} #{1+1}'
BODY = f"""\
{HOSTILE.replace("*", chr(92) + "*").replace("`", chr(92) + "`").replace("_", chr(92) + "_")}

## 一、宽表

{WIDE}

#### （一）跳级的标题

文中有注[^1]，又一次[^1]。罕见字𠮷、〇、喆、堃，网址 https://example.com/{"a" * 60}/{"b" * 60}?x=1。

> 引文“一”。

```
if x:  # $ ] *
    y
```

1. 第一

    第一的第二段

2. 第二
    - 里面

术语
:   解释

![一张图](a.png)

[^1]: 注文有**粗**体。

    注的第二段。
"""


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (640, 1900), (90, 120, 200)).save(data, "PNG")
    return data.getvalue()


FILES: Mapping[str, str | bytes] = {
    "content/items/2026/ying.md": archives.item(BODY, title="'题目 #set ] \"$\" *'", authors="[张某, 李某]"),
    "content/items/2026/duan.md": archives.item("短文。", title="第二篇"),
    "content/items/2026/a.png": picture(),
    "issues/2026/001.md": archives.issue(
        "按语，*着重*[^1]。\n\n[^1]: 按语的注。",
        serial="9",
        items="[2026/ying, 2026/duan]",
        editor="王某",
        signer="赵某",
    ),
}


def printer_of(root: Path) -> Printer:
    loaded = load(root, archives.TODAY).require_valid()
    images = ImageStore(root, loaded.archive.registry)
    return Printer(archive=loaded.archive, texts=loaded.bodies, say=translator("zh"), images=images)


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Printer:
    return printer_of(archives.write(tmp_path_factory.mktemp("printed"), FILES))


@pytest.fixture(scope="module")
def pdf(printer: Printer) -> bytes:
    return printer.make(printer.issue(printer.archive.issues[0])).data


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def lines(node: Node) -> Iterator[str]:
    """Yield the text of each paragraph, heading and cell of a text, as one line."""
    whole = ("p", "h1", "h2", "h3", "td", "th", "pre", "dt", "dd")
    for one in walk([node]):
        if (
            isinstance(one, Element)
            and one.tag in whole
            and not any(isinstance(c, Element) and c.tag in whole for c in one.of)
        ):
            yield from filter(None, map(str.strip, plain_text([one]).split("\n")))


def test_every_paragraph_and_cell_stands_in_it_as_typed(printer: Printer, pdf: bytes) -> None:
    shown = pdf_text(pdf).split("\n")
    found = [line for path in printer.texts for node in text_nodes(printer.texts[path].html) for line in lines(node)]
    assert len(found) > 16 * 41
    missing = [line for line in found if squeezed(line) not in {squeezed(one) for one in shown}]
    # Notes have their sign before the first paragraph, as this one has.
    assert [line for line in missing if not any(squeezed(line) in squeezed(one) for one in shown)] == []
    assert squeezed(HOSTILE) in squeezed(pdf_text(pdf))
    assert "（城关镇供稿\u3000张某、李某）" in shown
    assert "\u200b" not in "".join(shown)


def test_another_reader_extracts_the_same(pdf: bytes) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    text = squeezed("".join(pages))
    for part in (
        "罕见字𠮷、〇、喆、堃",
        "第1期（总第9期）",
        "内部资料注意保存",
        "编者按：按语，着重①。",
        "②注文有粗体。",
        "责任编辑：王某",
    ):
        assert part in text
    assert all(f"—{number}—" in squeezed(page) for number, page in enumerate(pages, 1))


def test_bookmarks_are_the_items_and_the_contents_lead_to_them(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert [mark.title for mark in reader.outline if not isinstance(mark, list)] == ['题目 #set ] "$" *', "第二篇"]
    contents = squeezed(reader.pages[0].extract_text())
    second = next(page for page, text in enumerate(reader.pages, 1) if "短文。" in text.extract_text())
    assert re.search(rf"第二篇\.+{second}编者按", contents)


def test_what_it_says_of_itself(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "柳川组工信息 2026年第1期（总第9期）"
    assert reader.metadata.author == "中共柳川县委组织部办公室"
    assert str(reader.metadata.creation_date) == "2026-03-15 00:00:00+00:00"
    assert str(reader.root_object["/Lang"]) == "zh-CN"
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_a_wide_table_is_turned_and_its_head_repeated(pdf: bytes) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    turned = [page for page in pages if page.mediabox.width > page.mediabox.height]
    assert len(turned) > 1
    assert all("指标15" in squeezed(page.extract_text()) for page in turned)
    assert "一、宽表" in turned[0].extract_text()


def test_the_same_bytes_each_time(tmp_path: Path, pdf: bytes) -> None:
    again = printer_of(archives.write(tmp_path, FILES))
    made = again.make(again.issue(again.archive.issues[0]))
    assert made.is_new
    assert made.data == pdf


def test_what_was_set_once_is_kept(printer: Printer, pdf: bytes) -> None:
    (made,) = printer.make_all([printer.issue(printer.archive.issues[0])])
    assert (made.is_new, made.data) == (False, pdf)


def rows_of(rows: int, times: int, columns: int = 4) -> str:
    """Return a table each of whose cells begins and ends with words of its own."""
    long = "村党支部牵头，包村干部配合，每月到户一次，年底前完成。" * times
    more = "".join(f" 第{n}栏 |" for n in range(5, columns + 1))
    lines = [f"| 行{n}始 | 任务{n}号 | 头{n}起{long}尾{n}完 | 龙泉{n}镇 |{more}" for n in range(1, rows + 1)]
    return "\n".join([f"| 序号 | 任务 | 措施 | 地点 |{more}", "|---" * columns + "|", *lines])


def on_the_sheets(pdf: bytes) -> str:
    """Return the text that stands above the margin at the foot of a page."""
    found: list[str] = []
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:

        def see(text: str, outer: list[float], inner: list[float], *_: object) -> None:
            if outer[1] * inner[4] + outer[3] * inner[5] + outer[5] > 26 / 25.4 * 72:
                found.append(text)

        page.extract_text(visitor_text=see)
    return squeezed("".join(found))


SHAPES = [
    (10, 3, 4),
    (10, 5, 4),
    (14, 7, 4),
    (20, 3, 4),
    (3, 60, 4),
    (1, 115, 4),
    (10, 3, 17),
    (10, 5, 17),
    (2, 40, 17),
]


def test_no_cell_of_a_high_table_is_lost(tmp_path: Path) -> None:
    for number, (rows, times, columns) in enumerate(SHAPES):
        text = "前文。\n\n" * 5 + rows_of(rows, times, columns)
        printer = printer_of(
            archives.write(tmp_path / str(number), {"content/items/2026/a.md": archives.item(text, title="一")})
        )
        shown = on_the_sheets(printer.make(printer.issue(printer.archive.issues[0])).data)
        cells = [f"行{n}始,任务{n}号,头{n}起,尾{n}完,龙泉{n}镇".split(",") for n in range(1, rows + 1)]
        assert [cell for row in cells for cell in row if cell not in shown] == [], (rows, times, columns)


def test_a_head_higher_than_half_a_page_is_not_repeated(tmp_path: Path) -> None:
    text = f"| {'很长的表头，' * 150}头完 | 乙 |\n|---|---|\n" + "\n".join(f"| 行{n}始 | {n} |" for n in range(60))
    printer = printer_of(archives.write(tmp_path, {"content/items/2026/a.md": archives.item(text, title="一")}))
    shown = on_the_sheets(printer.make(printer.issue(printer.archive.issues[0])).data)
    assert [word for word in ("头完", *(f"行{n}始" for n in range(60))) if word not in shown] == []


def test_text_that_would_run_off_the_sheet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = typesetter.TEMPLATE.read_text("utf-8").replace(" or not whole", "")
    (tmp_path / "whole.typ").write_text(template, "utf-8")
    monkeypatch.setattr(typesetter, "TEMPLATE", tmp_path / "whole.typ")
    files = {"content/items/2026/a.md": archives.item(rows_of(10, 3), title="一")}
    printer = printer_of(archives.write(tmp_path / "archive", files))
    with pytest.raises(ArchiveProblems) as raised:
        printer.make(printer.issue(printer.archive.issues[0]))
    (problem,) = raised.value.problems
    assert (problem.code, problem.path) == ("text-lost", "content/items/2026/a.md")
    assert problem.line


COMPILATION = "---\n标题: 汇编\n日期: 2026-05-01\n章节:\n  - {标题: 一章, 稿件: 2026/a}\n---\n\n## 缘起\n\n文。\n"


@pytest.mark.parametrize("begun", ["编者按：", "**编者按：**", "编者按\n\n", "## 编者按\n\n", ""])
def test_headings_in_a_note_and_its_label_once(tmp_path: Path, begun: str) -> None:
    files = {
        "content/items/2026/a.md": archives.item("> ## 引文里的标题\n\n- 一\n\n    ### 列表里的标题\n", title="一"),
        "issues/2026/001.md": archives.issue(f"{begun}按语。\n\n### 按语里的标题\n\n续。", items="[2026/a]"),
        "content/compilations/hb.md": COMPILATION,
    }
    printer = printer_of(archives.write(tmp_path, files))
    shown = [squeezed(pdf_text(made.data)) for made in printer.make_all([*printer.files()])]
    notes = [text for text in shown if "按语里的标题" in text]
    assert len(notes) == 2
    assert all(text.count("编者按") == 1 and "编者按：按语。" in text and "列表里的标题" in text for text in notes)
    assert any("缘起" in text for text in shown)


def test_what_typst_says_is_told_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = typesetter.TEMPLATE.read_text("utf-8").replace("heading(level: top,", "heading(level: top + 1,")
    (tmp_path / "low.typ").write_text(template, "utf-8")
    monkeypatch.setattr(typesetter, "TEMPLATE", tmp_path / "low.typ")
    printer = printer_of(
        archives.write(tmp_path / "archive", {"content/items/2026/a.md": archives.item("文。", title="一")})
    )
    with pytest.raises(ArchiveProblems) as raised:
        printer.make(printer.issue(printer.archive.issues[0]))
    (problem,) = raised.value.problems
    assert (problem.code, problem.path) == ("not-set", "content/items/2026/a.md")


def test_a_pictograph_is_told_and_stops_no_publication(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"content/items/2026/a.md": archives.item("好。\n\n入户😀宣讲❤️。", title="一👍")}
    root = archives.write(tmp_path / "archive", files)
    options = ["--archive", str(root), "--date", "2026-11-22", "--lang", "zh"]
    assert cli.main(["check", *options, "--format", "json"]) == 0
    told = [one for one in json.loads(capsys.readouterr().out)["problems"] if one["code"] == "pictograph"]
    lines = (root / "content/items/2026/a.md").read_text("utf-8").split("\n")
    signs = ("\U0001f44d", "\U0001f600", "❤")
    assert [one["line"] for one in told] == [
        next(n for n, line in enumerate(lines, 1) if sign in line) for sign in signs
    ]
    printer = replace(printer_of(root), replaces_pictographs=True)
    (made,) = [made for made in printer.make_all([*printer.files()]) if made.name.startswith("2026")]
    assert "入户〓宣讲〓。" in squeezed(pdf_text(made.data))
    with pytest.raises(ArchiveProblems):
        printer_of(root).make(printer.issue(printer.archive.issues[0]))


def test_a_sign_that_no_face_has(tmp_path: Path) -> None:
    files = {"content/items/2026/a.md": archives.item("好。\n\n符号\U0001f9ff在此。", title="一")}
    printer = printer_of(archives.write(tmp_path, files))
    with pytest.raises(ArchiveProblems) as raised:
        [*printer.make_all([*printer.files()])]
    (problem,) = raised.value.problems
    assert (problem.code, problem.path, problem.values["code"]) == (
        "missing-glyph",
        "content/items/2026/a.md",
        "U+1F9FF",
    )
    text = (tmp_path / problem.path).read_text("utf-8").split("\n")
    assert "\U0001f9ff" in text[problem.line - 1]


def test_the_sample_says_what_its_items_say() -> None:
    printer = printer_of(ROOT)
    issue = printer.archive.issue["2026/zhuankan-1"]
    items = [printer.archive.item[name] for name in printer.archive.contents[issue.id]]
    shown = squeezed(pdf_text(printer.make(printer.issue(issue)).data))
    for item in items:
        assert squeezed(item.title) in shown
        for node in text_nodes(printer.texts[item.path].html):
            assert all(squeezed(line) in shown for line in lines(node))
