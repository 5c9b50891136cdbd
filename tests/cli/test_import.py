"""``import``: Word files as items, pictures and issues of an archive."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from bulletin import cli
from bulletin.content.loader import load
from bulletin.editing.word_files import read_word_files
from bulletin.office.word_in.blocks import all_paragraphs
from bulletin.office.word_in.document_reader import read_word_file
from tests.support import archives
from tests.support.require import require
from tests.support.word_files import Link, para, picture, run, text_box, title, word_file

BODY = "截至10月底，全县12个乡镇共走访群众1032户，化解矛盾纠纷87件，办结率96.7%。"
SIGNED = para("（县委组织部组织科供稿　陈某、王某）", align="right")
DAY = para("（2026年11月16日）", align="center", face="楷体")
ITEM = (title("做实农村党员教育"), DAY, para(BODY), SIGNED)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    files = {"content/items/2026/a.md": archives.item(), "mkdocs.yml": "site_name: 某县信息\n"}
    return archives.write(tmp_path / "archive", files)


def import_files(root: Path, *arguments: str | Path, lang: str = "en") -> int:
    common = ("--archive", str(root), "--date", str(archives.TODAY), "--lang", lang)
    return cli.main(["import", *map(str, arguments), *common])


def written(root: Path) -> set[str]:
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if path.parts[0] != ".cache"}


def png(size: int = 8, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), "red").save(out, kind)
    return out.getvalue()


def test_an_item_and_its_pictures(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "报送 定稿.docx"
    pictures = para(inside=picture("p", "走访现场") + picture("g") + picture("e") + picture("x", attribute="link"))
    links = (
        Link("p", "image", "media/image1.png"),
        Link("g", "image", "media/image2.gif"),
        Link("e", "image", "media/image3.emf"),
        Link("x", "image", "http://127.0.0.1:9/track.png", outside=True),
    )
    parts = {
        "word/media/image1.png": png(),
        "word/media/image2.gif": png(4, "GIF"),
        "word/media/image3.emf": b"\x01\0\0\0",
    }
    source.write_bytes(word_file(*ITEM[:3], pictures, SIGNED, links=links, parts=parts))
    before = written(root)
    assert import_files(root, source, "--category", "经验类", "--dry-run") == 0
    assert written(root) == before
    capsys.readouterr()
    assert import_files(root, source, "--category", "经验类", "--yes") == 0
    said = capsys.readouterr().out
    stem = "content/items/2026/zuoshi-nongcun-dangyuan-jiaoyu"
    assert written(root) - before == {f"{stem}.md", f"{stem}-1.png", f"{stem}-2.png"}
    text = (root / f"{stem}.md").read_text("utf-8")
    assert text.startswith(
        "---\ntitle: 做实农村党员教育\nunit: 组织科\ncategory: 经验\ndate: 2026-11-16\nauthors: [陈某, 王某]\n"
    )
    name = stem.rpartition("/")[2]
    assert text.endswith(f"---\n\n{BODY}\n\n![走访现场]({name}-1.png)\n\n![]({name}-2.png)\n")
    assert "1 picture is not in the file but linked from elsewhere" in said
    assert "1 picture is a drawing (WMF, EMF)" in said
    assert "Taken for the signature: （2026年11月16日） | （县委" in said
    assert [item.title for item in load(root, archives.TODAY).archive.items if item.authors] == ["做实农村党员教育"]
    assert cli.main(["undo", "--yes", "--archive", str(root)]) == 0
    assert written(root) == before


def test_what_is_missing_is_told_and_other_files_are_written(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.docx").write_bytes(word_file(*ITEM))
    (folder / "b.docx").write_bytes(word_file(para(BODY[:20] + "。"), para("另一段文字，说的是另一件事。")))
    (folder / "c.docm").write_bytes(word_file(para(BODY), parts={"word/vbaProject.bin": b"x"}))
    (folder / "~$a.docx").write_bytes(b"lock")
    (folder / "d.txt").write_text("x")
    assert import_files(root, folder, "--category", "practice", "--yes", "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [entry["file"].rpartition("/")[2] for entry in told["imported"]] == ["a.docx", "b.docx", "c.docm"]
    first, second, third = told["imported"]
    assert first["items"][0]["path"] == "content/items/2026/zuoshi-nongcun-dangyuan-jiaoyu.md"
    assert (second["items"][0]["title"], second["items"][0]["missing"]) == ("b", ["unit", "date"])
    assert third["refused"] == "The file contains macros: save it as .docx without macros."
    assert [file["path"] for file in told["files"]] == [first["items"][0]["path"]]
    assert import_files(root, folder / "b.docx", "--yes", lang="zh") == 1
    said = capsys.readouterr().out
    for option in ("--unit", "--category", "--on"):
        assert option in said
    assert (
        import_files(root, folder / "b.docx", "--unit", "城关乡", "--category", "动态", "--on", "2026-11-1", "--yes")
        == 0
    )
    assert "content/items/2026/b.md" in written(root)
    assert import_files(root, folder / "d.txt") == 1
    # The same text again is a second submission.
    assert import_files(root, folder / "a.docx", "--category", "practice", "--yes") == 1
    assert "duplicate-body" in capsys.readouterr().out


def test_a_whole_issue(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "第9期.docx"
    source.write_bytes(
        word_file(
            para(inside=text_box(para("柳川组工信息", size=36))),
            para("第9期（总第300期）", align="center"),
            para(inside=run("中共柳川县委组织部办公室") + "<w:r><w:tab/></w:r>" + run("2026年11月20日")),
            para("编者按：两地做法，供参考。"),
            *ITEM,
            title("东双河镇“夜谈会”开到家门口"),
            para("夜里群众都在家，干部进门坐下来谈，三个月办成小事四百件。"),
            para("（东双河镇 赵某）", align="right"),
            para("报：市委组织部"),
            para("（共印80份）"),
            para("责任编辑：钱某　　签发：孙某"),
        )
    )
    assert import_files(root, source, "--category", "经验", "--yes") == 0
    text = (root / "issues/2026/009.md").read_text("utf-8")
    items = "2026/zuoshi-nongcun-dangyuan-jiaoyu, 2026/dongshuanghezhen-yetanhui-kai-daojia"
    assert text == (
        f"---\nnumber: 9\nserial: 300\ndate: 2026-11-20\nitems: [{items}]\ncopies: 80\neditor: 钱某\nsigner: 孙某\n"
        "# 选填，没有的不写：title。\n---\n\n两地做法，供参考。\n"
    )
    archive = load(root, archives.TODAY).archive
    # The day of the second is that of the issue.
    assert [(item.units, str(item.date)) for item in archive.items if item.authors] == [
        (("zzk",), "2026-11-16"),
        (("donghe",), "2026-11-20"),
    ]
    assert "Head and foot of the issue" in capsys.readouterr().out


def test_all_items_of_an_empty_archive_have_keys_of_one_language(root: Path, tmp_path: Path) -> None:
    (root / "content/items/2026/a.md").unlink()
    (root / "mkdocs.yml").write_text("site_name: 某县信息\ntheme:\n  name: material\n  language: zh\n", "utf-8")
    names = ("甲", "乙", "丙")
    for name in names:
        text = f"{name}乡镇走访群众，化解矛盾纠纷，办结率与上年相比有所提高，{name}。" * 2
        (tmp_path / f"{name}.docx").write_bytes(word_file(title(f"{name}地做实教育"), DAY, para(text), SIGNED))
    files = [tmp_path / f"{name}.docx" for name in names]
    assert import_files(root, *files, "--category", "经验", "--yes", lang="zh") == 0
    texts = [path.read_text("utf-8") for path in (root / "content/items/2026").glob("*.md")]
    assert [text.startswith("---\n标题: ") for text in texts] == [True, True, True]


def test_an_issue_that_is_there_is_refused_with_its_items(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "9.docx"
    head = (para("柳川组工信息", size=36, align="center"), para("第9期", align="center"))
    source.write_bytes(word_file(*head, *ITEM))
    assert import_files(root, source, "--category", "经验", "--yes") == 0
    before = written(root)
    source.write_bytes(word_file(*head, title("另一个标题"), DAY, para("夜里群众都在家，干部进门坐下来谈。"), SIGNED))
    capsys.readouterr()
    assert import_files(root, source, "--category", "经验", "--yes") == 1
    assert written(root) == before
    assert "issues/2026/009.md is there already with this number: nothing of the file" in capsys.readouterr().out


def test_the_same_text_with_pictures_is_there_already(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "a.docx"
    links, parts = (Link("p", "image", "media/a.png"),), {"word/media/a.png": png()}
    source.write_bytes(word_file(*ITEM[:3], para(inside=picture("p", "现场")), SIGNED, links=links, parts=parts))
    assert import_files(root, source, "--category", "经验", "--yes") == 0
    before = written(root)
    capsys.readouterr()
    assert import_files(root, source, "--category", "经验", "--yes") == 1
    assert written(root) == before
    said = capsys.readouterr().out
    assert "duplicate-body" in said
    assert "content/items/2026/zuoshi-nongcun-dangyuan-jiaoyu.md" in said


def test_files_of_other_formats_need_libreoffice(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (tmp_path / "b.wps").write_bytes(word_file(*ITEM))
    assert import_files(root, tmp_path / "a.doc", tmp_path / "b.wps", "--category", "经验", "--yes") == 1
    said = capsys.readouterr().out
    assert "are read by LibreOffice, which is not here" in said
    # A .wps that is a .docx by another name needs nothing.
    assert "content/items/2026/zuoshi-nongcun-dangyuan-jiaoyu.md" in written(root)


@pytest.mark.slow
def test_libreoffice_reads_several_files_in_one_call(tmp_path: Path) -> None:
    require("libreoffice")
    (tmp_path / "a.rtf").write_bytes(
        b"{\\rtf1\\ansi " + "".join(f"\\u{ord(sign)}?" for sign in BODY).encode() + b"\\par}"
    )
    # Many a .doc is of another format by that name.
    (tmp_path / "b.doc").write_bytes(rb"{\rtf1\ansi plain words\par}")
    made = read_word_files([tmp_path / "a.rtf", tmp_path / "b.doc"])
    documents = [read_word_file(data) for data in made if isinstance(data, bytes)]
    assert [[paragraph.text for paragraph in all_paragraphs(one.blocks)] for one in documents] == [
        [BODY],
        ["plain words"],
    ]
