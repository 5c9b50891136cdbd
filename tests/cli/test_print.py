"""``print``, ``build --office`` and ``publish``: what is printed is beside what is shown, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from bulletin import cli
from bulletin.office.fonts import installed_fonts
from bulletin.publish.pdf_text import pdf_text
from tests.support import archives

FILES = {
    "content/items/2026/yetan.md": archives.item("夜谈的正文。", title="夜谈会"),
    "content/items/2026/guoqi.md": archives.item("已经过期的正文。", title="过期的题目", expires="2026-03-31"),
    "issues/2026/001.md": archives.issue("按语。", items="[2026/yetan, 2026/guoqi]"),
}
PDF = "issues/2026/001/2026-001.pdf"
WORD = "issues/2026/001/2026-001.docx"


def word_text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.write(tmp_path / "archive", FILES)


def run(root: Path, *arguments: str) -> int:
    return cli.main([*arguments, "--archive", str(root), "--date", "2026-11-22", "--lang", "en"])


def test_an_issue_is_printed_once(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(root, "print", "2026/001", "--out", str(out)) == 0
    assert capsys.readouterr().out == f"Files: 1, of them 1 written, 1 set anew; in {out}\n"
    text = pdf_text((out / "2026-001.pdf").read_bytes())
    assert "夜谈的正文。" in text
    assert "过期的" not in text
    assert run(root, "print", "2026/001", "--out", str(out), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "folder": str(out),
        "files": ["2026-001.pdf"],
        "written": 0,
        "set": 0,
    }


@pytest.mark.parametrize(("command", "name"), [("print", "2026-001.pdf"), ("export", "2026-001.docx")])
def test_what_somebody_has_changed_is_not_replaced(
    root: Path, tmp_path: Path, command: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out" / name
    arguments = (command, "2026/001", "--out", str(file.parent))
    assert run(root, *arguments) == run(root, *arguments) == 0
    source = root / "issues/2026/001.md"
    assert source.exists()
    source.write_text(f"{source.read_text('utf-8')}\n一句新的按语。\n", "utf-8")
    assert run(root, *arguments) == 0, "what was not touched is replaced"
    file.write_bytes(b"edited")
    assert run(root, *arguments) == 1
    assert f"{file} was not written by this program, or has been changed since" in capsys.readouterr().err
    assert file.read_bytes() == b"edited"
    assert run(root, *arguments, "--yes") == 0
    assert file.read_bytes() != b"edited"


@pytest.mark.parametrize("command", ["print", "export"])
@pytest.mark.parametrize("folder", ["content/items", "registry", "issues/2026"])
def test_nothing_is_written_among_the_sources(
    root: Path, command: str, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, command, "2026/001", "--out", str(root / folder)) == 1
    assert "is among the texts of the archive" in capsys.readouterr().err
    assert not [*root.rglob("2026-001.*")]


def test_an_issue_that_there_is_not(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "print", "2026/1") == 2
    assert "There is no issue “2026/1”; write its id, such as 2026/001" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("faces", "expected"),
    [
        ('["某某仿宋"]', ("absent-official-faces", "as its vendor provides it")),
        ('["某某仿宋", "霞鹜文楷"]', ("absent-faces", "apt install fonts-lxgw-wenkai")),
    ],
)
def test_faces_that_are_not_there(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], faces: str, expected: tuple[str, str]
) -> None:
    if "文楷" in faces and "LXGW WenKai" in installed_fonts().families():
        pytest.skip("this machine has the face")
    path = root / "registry/bulletin.toml"
    settings = path.read_text("utf-8")
    path.write_text(f"{settings}\n[print]\nbody-face = {faces}\n", "utf-8")
    assert run(root, "print", "2026/001", "--out", str(tmp_path / "out"), "--format", "json") == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["path"], problem["line"]) == ("registry/bulletin.toml", settings.count("\n") + 3)
    assert (problem["code"], problem["field"]) == (expected[0], "body-face")
    assert "某某仿宋" in problem["message"]
    assert expected[1] in problem["cure"]


def test_a_face_that_stands_in_for_another(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "registry/bulletin.toml"
    settings = path.read_text("utf-8") + '\n[印制]\n正文字体 = ["某某仿宋", "Noto Serif SC"]\n'
    path.write_text(settings, "utf-8")
    assert run(root, "print", "2026/001", "--out", str(tmp_path / "out")) == 0
    assert (
        "The face “某某仿宋” is not on this machine; “Noto Serif SC” is used in its place." in capsys.readouterr().err
    )


def test_a_site_with_and_without(root: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    page = site / "issues/2026/001/index.html"
    for _ in range(2):
        assert run(root, "build", "--office", "--site-dir", str(site)) == 0
        assert 'href="../../../issues/2026/001/2026-001.pdf"' in page.read_text("utf-8")
        assert "夜谈的正文。" in pdf_text((site / PDF).read_bytes())
        assert 'href="../../../issues/2026/001/2026-001.docx"' in page.read_text("utf-8")
        assert "夜谈的正文。" in word_text(site / WORD)
    assert run(root, "build", "--site-dir", str(site)) == 0
    assert "2026-001.pdf" not in page.read_text("utf-8")
    assert not (site / PDF).exists()
    assert not (site / WORD).exists()


def test_a_changed_text_is_printed_again(root: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert run(root, "build", "--office", "--site-dir", str(site)) == 0
    item = root / "content/items/2026/yetan.md"
    item.write_text(item.read_text("utf-8").replace("夜谈的正文", "改过的正文"), "utf-8")
    assert run(root, "build", "--office", "--site-dir", str(site)) == 0
    assert "改过的正文。" in pdf_text((site / PDF).read_bytes())
    assert "改过的正文。" in word_text(site / WORD)


def test_a_release_without_pdf(root: Path, tmp_path: Path) -> None:
    assert run(root, "publish", "--no-office", "--to", str(tmp_path / "releases")) == 0
    assert not [*(tmp_path / "releases").rglob("*.pdf")]


def test_a_release_holds_what_is_printed(root: Path, tmp_path: Path) -> None:
    assert run(root, "publish", "--to", str(tmp_path / "releases")) == 0
    text = pdf_text((tmp_path / "releases/current" / PDF).read_bytes())
    assert "夜谈的正文。" in text
    assert "过期的" not in text
    assert "过期的" not in word_text(tmp_path / "releases/current" / WORD)
