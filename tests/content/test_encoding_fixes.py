"""``check --fix`` converts files to the encoding of the archive, and changes no other file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulletin import cli
from bulletin.cli import app
from bulletin.content.decode import decode_text
from bulletin.content.encoding_fixes import fix_encoding
from bulletin.core.chinese import standard_character
from bulletin.core.i18n import translator
from tests.support.archives import item, write

TEXT = item("全镇十二个村普遍开设夜间议事桌。", title="夜谈会开到家门口")
GOOD = TEXT.encode()
WINDOWS = TEXT.replace("\n", "\r\n")

SAVED = {
    "GBK": TEXT.encode("gbk"),
    "GBK of Windows": WINDOWS.encode("gbk"),
    "GB18030": TEXT.encode("gb18030"),
    "UTF-16": WINDOWS.encode("utf-16"),
    "UTF-16, other order": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "UTF-16 without mark": TEXT.encode("utf-16-le"),
    "UTF-16 without mark, other order": TEXT.encode("utf-16-be"),
    "a mark": b"\xef\xbb\xbf" + GOOD,
    "a mark and Windows": b"\xef\xbb\xbf" + WINDOWS.encode(),
    "Windows": WINDOWS.encode(),
    "old Mac": TEXT.replace("\n", "\r").encode(),
}
LEFT = {
    "good": GOOD,
    "empty": b"",
    "Big5": "柳林鎮黨委書記帶隊走訪，廣開言路，聽取群眾意見，當場答覆。".encode("big5"),
    "Latin": "Le café était fermé à cause d’été".encode("latin-1", "ignore"),
    "half a character": GOOD[:-3],
    "no text": bytes(range(256)) * 4,
    "GBK cut in half": TEXT.encode("gbk")[:-2],
    "UTF-16 cut in half": TEXT.encode("utf-16")[:-1],
    "a lost character": TEXT.encode("utf-16") + "\ufffd".encode("utf-16-le"),
}


@pytest.mark.parametrize("name", SAVED)
def test_certain_encodings_are_converted(name: str) -> None:
    found = fix_encoding(SAVED[name])
    assert found is not None
    assert found[0] == GOOD
    assert fix_encoding(found[0]) is None


EURO = "首批茶叶出口收入十二万€，全镇十二个村普遍开设夜间议事桌。"


def test_the_euro_of_chinese_windows_is_converted() -> None:
    saved = EURO.replace("€", "!").encode("gbk").replace(b"!", b"\x80")
    assert decode_text(saved, "a.md")[1][0].code == "gbk"
    assert fix_encoding(saved) == (EURO.encode(), "GBK")
    assert fix_encoding(saved + b"\xff") is None


def test_no_private_use_character_is_made() -> None:
    text = "全镇十二个村普遍开设夜间议事桌，村里老人李龴、王䶮也来了，群众叫好，都说这样的议事桌办得好、办得实。"
    old = text.replace("龴", "\ue81e").replace("䶮", "\ue863")
    for saved in (old.encode("gb18030"), old.replace("\ue863", "\u4dae").encode("gb18030")):
        assert fix_encoding(saved) == (text.encode(), "GBK")
    drawn = (text + "\ue000").encode("gb18030")
    assert fix_encoding(drawn) is None
    problems = decode_text(drawn, "a.md")[1]
    assert [(problem.code, problem.values.get("character")) for problem in problems] == [
        ("gbk", None),
        ("private-character", "U+E000"),
    ]


def test_private_use_characters_have_the_standard_ones_of_the_codec() -> None:
    """Python's codec knows those of the 80 that Unicode had in 2000."""
    codes = [bytes((0xFE, low)) for low in range(0x50, 0xA1) if low != 0x7F]
    known = {0xE815 + at: code.decode("gb18030") for at, code in enumerate(codes)}
    assert len(known) == 80
    own = [code for code, character in known.items() if ord(character) == code]
    assert len(own) == 14
    assert {c for c, char in known.items() if c not in own and standard_character(chr(c)) != char} == set()
    assert [standard_character(chr(code)) for code in own] == list("𠂇𠂉𠃌龴龵龶龷𡗗龸𢦏龹龺𤇾龻")


@pytest.mark.parametrize("name", LEFT)
def test_uncertain_encodings_are_left(name: str) -> None:
    assert fix_encoding(LEFT[name]) is None


def check(root: Path, *options: str) -> tuple[int, str]:
    command = ["--archive", str(root), "--date", "2026-11-22", "check", *options]
    done = CliRunner().invoke(app.group(translator("en")), command, standalone_mode=False)
    return int(done.return_value or 0), done.output


def test_the_command_converts_in_place_and_reports_it(tmp_path: Path) -> None:
    names = [f"content/items/2026/f{n}.md" for n in range(len(SAVED))]
    bodies = dict(zip(names, SAVED.values(), strict=True))
    write(tmp_path, {**bodies, "content/index.md": "# 首页\r\n", "content/items/2026/big5.md": LEFT["Big5"]})
    (tmp_path / names[0]).chmod(0o640)
    (tmp_path / "registry/units.toml").write_bytes(
        (tmp_path / "registry/units.toml").read_bytes().replace(b"\n", b"\r\n")
    )
    code, told = check(tmp_path, "--fix")
    assert code == 1  # Big5 stays as it was, and eleven items of one text are too many
    assert all((tmp_path / name).read_bytes() == GOOD for name in names)
    assert (tmp_path / names[0]).stat().st_mode & 0o777 == 0o640
    assert b"\r" not in (tmp_path / "registry/units.toml").read_bytes() + (tmp_path / "content/index.md").read_bytes()
    assert (tmp_path / "content/items/2026/big5.md").read_bytes() == LEFT["Big5"]
    assert f"{names[0]}: was GBK; is now UTF-8 with plain line ends." in told
    assert f"{len(SAVED) + 2} files converted." in told
    assert sorted(p.name for p in (tmp_path / "content/items/2026").iterdir()) == sorted(
        [*(n[19:] for n in names), "big5.md"]
    )


def test_json_lists_the_converted_files(tmp_path: Path) -> None:
    write(tmp_path, {"content/items/2026/a.md": SAVED["GBK"]})
    code, told = check(tmp_path, "--fix", "--format", "json")
    assert code == 0
    assert json.loads(told)["fixed"] == [{"path": "content/items/2026/a.md", "was": "GBK"}]
    assert json.loads(check(tmp_path, "--fix", "--format", "json")[1])["fixed"] == []


def test_lines_are_mended_as_one_edit_that_is_undone(tmp_path: Path) -> None:
    typed = item("首段。\n次段。\n\n单位\t篇数\n城关镇\t3\n\n![图]（wu.png）")
    bad, good = item("甲。\n\n![图]（wu.png）", title="题二"), item("甲。\n\n乙。", title="题三")
    write(tmp_path, {"content/items/2026/a.md": typed.replace("\n\n![图]（wu.png）", "")})
    write(tmp_path, {"content/items/2026/b.md": bad, "content/items/2026/c.md": good})
    code, told = check(tmp_path, "--fix", "--format", "json")
    assert (code, json.loads(told)["mended"]) == (0, ["content/items/2026/a.md"])
    # With half-width signs the picture that is not there would be an error.
    assert [p["code"] for p in json.loads(told)["problems"] if p["path"].endswith("b.md")] == ["wide-link"]
    mended = (tmp_path / "content/items/2026/a.md").read_text("utf-8")
    assert mended == item("首段。\n\n次段。\n\n| 单位 | 篇数 |\n|---|---|\n| 城关镇 | 3 |")
    assert json.loads(check(tmp_path, "--fix", "--format", "json")[1])["mended"] == []
    assert cli.main(["--archive", str(tmp_path), "undo", "--yes"]) == 0
    assert (tmp_path / "content/items/2026/a.md").read_text("utf-8") == typed.replace("\n\n![图]（wu.png）", "")


def test_without_the_option_nothing_is_changed(tmp_path: Path) -> None:
    write(tmp_path, {"content/items/2026/a.md": SAVED["GBK"]})
    code, told = check(tmp_path)
    assert code == 1
    assert "check --fix" in told
    assert (tmp_path / "content/items/2026/a.md").read_bytes() == SAVED["GBK"]
