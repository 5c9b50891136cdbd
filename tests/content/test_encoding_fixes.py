"""``check --fix`` converts files to the encoding of the archive, and changes no other file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulletin.cli import app
from bulletin.content.encoding_fixes import fix_encoding
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


def test_without_the_option_nothing_is_changed(tmp_path: Path) -> None:
    write(tmp_path, {"content/items/2026/a.md": SAVED["GBK"]})
    code, told = check(tmp_path)
    assert code == 1
    assert "check --fix" in told
    assert (tmp_path / "content/items/2026/a.md").read_bytes() == SAVED["GBK"]
