"""No ``mkdocs.yml`` ends the program: what is wrong is reported with its place, by ``check`` and ``build`` alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin.cli import main
from tests.support import archives
from tests.support.paths import ROOT

NAME = "site_name: 某局信息\n"
CODES: dict[str, tuple[str | bytes, int, str]] = {
    "empty": ("", 1, "missing-setting"),
    "only a comment": ("# 设置\n", 1, "missing-setting"),
    "a list": ("- a\n- b\n", 1, "yaml-syntax"),
    "a text": ("某局信息\n", 1, "yaml-syntax"),
    "two documents": (f"{NAME}---\na: b\n", 2, "yaml-syntax"),
    "an open bracket": (f"{NAME}nav: [\n", 3, "yaml-syntax"),
    "a list as a key": (f"{NAME}[a]: b\n", 2, "yaml-syntax"),
    "a full-width colon": ("site_name：某局信息\n", 1, "full-width-colon"),
    "no space": ("site_name:某局信息\n", 1, "no-space"),
    "a tab": (f"{NAME}theme:\n\tlanguage: en\n", 3, "tab"),
    "brackets without end": (f"{NAME}extra: {'[' * 5000}\n", 2, "too-deep"),
    "dashes without end": (f"{NAME}extra:\n  {'- ' * 3000}a\n", 3, "too-deep"),
    "a key twice": (f"{NAME}{NAME}", 2, "duplicate-key"),
    "a key twice within": (f"{NAME}theme:\n  language: en\n  language: zh\n", 4, "duplicate-key"),
    "an anchor": (f"{NAME}theme: &a {{language: en}}\n", 2, "yaml-feature"),
    "an alias": (f"{NAME}nav: *a\n", 2, "yaml-feature"),
    "merged keys": (f"{NAME}theme: {{<<: {{language: en}}}}\n", 2, "yaml-feature"),
    "an unknown tag": (f"{NAME}extra: !nowhere x\n", 2, "yaml-feature"),
    "a binary tag": ("site_name: !!binary aGVsbG8=\n", 1, "yaml-feature"),
    "GBK": (NAME.encode("gbk"), 1, "gbk"),
    "UTF-16": (NAME.encode("utf-16"), 1, "utf16"),
    "NUL": (f"{NAME}# {'x' * 80}\0\n", 2, "control-character"),
    "an escaped control character": ('site_name: "\\a"\n', 1, "control-character"),
    "all bytes": (bytes(range(1, 256)), 2, "not-utf8"),
    "too large": (b"#" * 2_000_000, 0, "too-large"),
    "no name": ("site_url: http://10.0.0.8/\n", 1, "missing-setting"),
    "an empty name": ("site_name:\n", 1, "bad-setting"),
    "a number as a name": ("site_name: 0146\n", 1, "bad-setting"),
    "a list as a name": ("site_name: [a]\n", 1, "bad-setting"),
    "a list as an address": (f"{NAME}site_url: []\n", 2, "bad-setting"),
    "an address without scheme": (f"{NAME}site_url: 10.0.0.8/zugong/\n", 2, "bad-setting"),
    "an address that cannot be": (f"{NAME}site_url: http://[::1\n", 2, "bad-setting"),
    "an address with markup": (f'{NAME}site_url: http://x/"><script>\n', 2, "bad-setting"),
    "a number as a theme": (f"{NAME}theme: 3\n", 2, "bad-setting"),
    "a theme without a name": (f"{NAME}theme: {{name: null}}\n", 2, "bad-setting"),
    "a number as a key of the theme": (f"{NAME}theme: {{1: 2}}\n", 2, "bad-setting"),
    "a theme of MkDocs": (f"{NAME}theme: readthedocs\n", 2, "unfit-theme"),
    "an unknown language": (f"{NAME}theme: {{language: xx}}\n", 2, "missing-path"),
    "a number as a language": (f"{NAME}theme: {{language: 3}}\n", 2, "bad-setting"),
    "a locale": (f"{NAME}theme: {{locale: '??'}}\n", 2, "refused-setting"),
    "a palette": (f"{NAME}theme: {{palette: [3]}}\n", 2, "bad-setting"),
    "an icon": (f"{NAME}theme:\n  palette: {{toggle: {{icon: nowhere, name: a}}}}\n", 3, "missing-path"),
    "an icon elsewhere": (f"{NAME}theme: {{icon: {{logo: ../.icons/material/pen}}}}\n", 2, "missing-path"),
    "a logo": (f"{NAME}theme: {{logo: []}}\n", 2, "bad-setting"),
    "features": (f"{NAME}theme: {{features: 5}}\n", 2, "bad-setting"),
    "a font": (f"{NAME}theme: {{font: 3}}\n", 2, "bad-setting"),
    "a mapping as navigation": (f"{NAME}nav: {{}}\n", 2, "bad-setting"),
    "a number in the navigation": (f"{NAME}nav: [3]\n", 2, "bad-setting"),
    "an entry with two names": (f"{NAME}nav: [{{a: x.md, b: y.md}}]\n", 2, "bad-setting"),
    "no inherited file": (f"{NAME}INHERIT: nowhere.yml\n", 2, "missing-path"),
    "a number to inherit": (f"{NAME}INHERIT: 3\n", 2, "bad-setting"),
    "a circle": (f"{NAME}INHERIT: mkdocs.yml\n", 2, "reference-circle"),
    "an empty number": (f"{NAME}strict: !!int\n", 2, "bad-setting"),
    "a flag that is none": (f"{NAME}strict: !!bool maybe\n", 2, "bad-setting"),
    "a key of a wrong kind": (f"{NAME}theme:\n  ? !!map language\n  : 3\n", 3, "bad-setting"),
    "a theme with Python's own word": (f"{NAME}theme: {{self: 3}}\n", 1, "refused-setting"),
    "half an address": (f"{NAME}nav: [a: 'http://[']\n", 2, "bad-setting"),
    "an icon in a table": (f"{NAME}theme: {{icon: {{admonition: {{note: nowhere}}}}}}\n", 2, "missing-path"),
    "no language": (f"{NAME}theme: {{language: ''}}\n", 2, "bad-setting"),
    "a folder to inherit": (f"{NAME}INHERIT: content\n", 2, "unreadable-file"),
    "a number as plugins": (f"{NAME}plugins: 3\n", 2, "bad-setting"),
    "a number as a hook": (f"{NAME}hooks: [3]\n", 2, "bad-setting"),
    "a text as hooks": (f"{NAME}hooks: build.py\n", 2, "bad-setting"),
    "a text as extensions": (f"{NAME}markdown_extensions: tables\n", 2, "bad-setting"),
    "an unknown option": (f"{NAME}markdown_extensions: [toc: {{nowhere: 1}}]\n", 2, "refused-setting"),
    "an option of the wrong kind": (f"{NAME}markdown_extensions: [toc: {{slugify: x}}]\n", 2, "refused-setting"),
    "validation": (f"{NAME}validation: 3\n", 2, "bad-setting"),
    "validation of nothing": (f"{NAME}validation: {{nav: {{omitted_files: loud}}}}\n", 2, "refused-setting"),
    "a site among the texts": (f"{NAME}site_dir: content/site\n", 2, "refused-setting"),
    "a pattern": (f"{NAME}exclude_docs: '!'\n", 2, "refused-setting"),
    "strict": (f"{NAME}strict: maybe\n", 2, "bad-setting"),
    "an address of MkDocs's server": (f"{NAME}dev_addr: x\n", 2, "refused-setting"),
    "a list as extra": (f"{NAME}extra: [a]\n", 2, "bad-setting"),
}
"""What stands in the file, and line and code of what is told of it."""

ACCEPTED = {
    "two lines": "site_name: 某局信息\nsite_url: http://10.0.0.8/\n",
    "empty values": f"{NAME}site_url:\ntheme:\nnav:\nplugins:\nhooks:\nINHERIT:\nextra:\nmarkdown_extensions:\n",
    "the plugin": f"{NAME}plugins: [bulletin]\ndocs_dir: content\n",
    "the plugin with options": f"{NAME}plugins: {{bulletin: {{}}}}\n",
    "a theme by its name": f"{NAME}theme: material\n",
    "a language of Material": f"{NAME}theme: {{language: de}}\n",
    "pages that do not exist": f"{NAME}strict: true\nnav: [首页: nowhere.md, 单位: units/index.md, 外: 'https://x.example']\n",
    "no search index": f"{NAME}extra: {{search_index: false}}\n",
    "options of an extension": f"{NAME}markdown_extensions: [toc: {{permalink: true}}]\n",
    "a date that is none": "site_name: 2026-13-45\n",
}
WARNED = {
    "a byte order mark": (b"\xef\xbb\xbf" + NAME.encode(), 1, "bom"),
    "an unknown setting": (f"site_nmae: a\n{NAME}".encode(), 1, "unknown-setting"),
    "a setting that MkDocs gave up": (f"{NAME}pages: []\n".encode(), 2, "unknown-setting"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.write(tmp_path / "archive", {"content/items/2026/a.md": archives.item()})


def settle(root: Path, settings: str | bytes) -> None:
    (root / "mkdocs.yml").write_bytes(settings if isinstance(settings, bytes) else settings.encode())


def run(
    capsys: pytest.CaptureFixture[str], root: Path, *arguments: str, lang: str = "en"
) -> tuple[int, dict[str, object]]:
    common = ("--archive", str(root), "--format", "json", "--lang", lang, "--jobs", "1", "--date", str(archives.TODAY))
    code = main([*arguments, *common])
    said = capsys.readouterr()
    assert said.err == ""
    return code, json.loads(said.out)


def found(answer: dict[str, object]) -> list[tuple[int, str]]:
    problems = answer["problems"]
    assert isinstance(problems, list)
    return [(problem["line"], problem["code"]) for problem in problems]


@pytest.mark.parametrize(("settings", "line", "code"), CODES.values(), ids=CODES)
def test_what_is_wrong_is_told_with_its_place(
    root: Path, settings: str | bytes, line: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(root, settings)
    status, answer = run(capsys, root, "check")
    assert status == 1
    assert found(answer) == [(line, code)]
    assert run(capsys, root, "build") == (1, answer)
    assert not (root / "site").exists()
    chinese = run(capsys, root, "check", lang="zh")[1]["problems"]
    assert isinstance(chinese, list)
    assert all(ord(max(problem[key])) > 0x4E00 for problem in chinese for key in ("message", "cure"))


@pytest.mark.parametrize("settings", ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_good_is_built(root: Path, settings: str, capsys: pytest.CaptureFixture[str]) -> None:
    settle(root, settings)
    assert run(capsys, root, "check") == (0, {"problems": [], "errors": 0, "warnings": 0})
    code, answer = run(capsys, root, "build")
    assert code == 0
    assert answer["items"] == 1
    assert (root / "site/items/2026/a/index.html").is_file()


@pytest.mark.parametrize(("settings", "line", "code"), WARNED.values(), ids=WARNED)
def test_what_is_passed_over_is_told(
    root: Path, settings: bytes, line: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(root, settings)
    status, answer = run(capsys, root, "check")
    assert (status, found(answer)) == (0, [(line, code)])
    assert run(capsys, root, "build")[0] == 0


def test_a_folder_in_the_place_of_the_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "mkdocs.yml").mkdir()
    assert found(run(capsys, root, "check")[1]) == [(0, "unreadable-file")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_in_the_place_of_the_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(root / "mkdocs.yml")
    assert found(run(capsys, root, "check")[1]) == [(0, "unreadable-file")]


def test_problems_of_settings_and_texts_are_told_together(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archives.write(root, {"content/items/2026/b.md": archives.item(unit="城官镇"), "mkdocs.yml": "site_name: 3\n"}, {})
    for command in ("check", "build"):
        answer = run(capsys, root, command)[1]
        assert {code for _, code in found(answer)} >= {"unknown-unit", "bad-setting"}


def test_an_inherited_file_is_told_of_by_its_own_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archives.write(root, {"mkdocs.yml": f"INHERIT: more/common.yml\n{NAME}", "more/common.yml": "\nnav: 3\n"}, {})
    problems = run(capsys, root, "check")[1]["problems"]
    assert isinstance(problems, list)
    assert [(p["path"], p["line"], p["field"], p["code"]) for p in problems] == [
        ("more/common.yml", 2, "nav", "bad-setting")
    ]


def test_what_is_inherited_lies_below(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = "site_name: 上级\ntheme: {language: en}\n"
    archives.write(root, {"mkdocs.yml": f"INHERIT: common.yml\n{NAME}", "common.yml": common}, {})
    assert run(capsys, root, "build")[0] == 0
    html = (root / "site/index.html").read_text("utf-8")
    assert 'lang="en"' in html
    assert "某局信息" in html
    assert "上级" not in html


def test_fix_converts_the_settings_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(root, f"{NAME}site_description: 全局各科室每月报送的信息和各级采用的情况\n".encode("gbk"))
    code, answer = run(capsys, root, "check", "--fix")
    assert (code, answer["problems"]) == (0, [])
    assert (root / "mkdocs.yml").read_text("utf-8").startswith(NAME)


@pytest.mark.parametrize("settings", ["theme: 3\n", f"{NAME}theme: readthedocs\n"])
def test_mkdocs_is_told_as_well(root: Path, settings: str) -> None:
    hook = json.dumps(str(ROOT / "build.py"))
    settle(root, f"{settings}docs_dir: content\nhooks: [{hook}]\n")
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build"], cwd=root, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
