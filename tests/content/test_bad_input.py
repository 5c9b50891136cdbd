"""Bad input of every kind gives a problem with a code, quickly, and never a traceback."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bulletin.checks.messages import describe_problem
from bulletin.content.loader import load
from bulletin.core.i18n import translator
from tests.support.archives import BULLETIN, REGISTRY, TODAY, UNITS, item, loaded, write

A = "content/items/2026/a.md"
B = "content/items/2026/b.md"


def head(lines: str, body: str = "全镇普遍开设夜间议事桌。") -> str:
    """Return an item with additional *lines* of front matter."""
    return item(body).replace("---\n\n", f"{lines}\n---\n\n", 1)


ENCODINGS: dict[str, tuple[str | bytes, set[str]]] = {
    "gbk": (item().encode("gb18030"), {"gbk"}),
    "a rare character in GB18030": (item(title="㐂事").encode("gb18030"), {"gbk"}),
    "utf-16 without mark": (item().encode("utf-16-le"), {"utf16"}),
    "utf-16 with mark": (item().encode("utf-16"), {"utf16"}),
    "half a character": (item().encode()[:-3], {"not-utf8"}),
    "a surrogate": (item("甲").encode().replace("甲".encode(), b"\xed\xa0\x80"), {"not-utf8"}),
    "byte order mark": (b"\xef\xbb\xbf" + item().encode(), {"bom"}),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbf" + item().encode(), {"bom", "bom-inside"}),
    "two files in one": (item() + "\ufeff" + item(), {"bom-inside", "rule-or-heading"}),
    "UTF-8 as Latin": (item(title="柳林镇".encode().decode("latin-1")), {"mojibake"}),
    "UTF-8 as Windows Latin": (item("\u00e5\u0178\u017d\u00e5\u2026\u00b3\u00e9\u2022\u2021"), {"mojibake"}),
    "GBK as Latin": (item(title="柳林镇夜谈会".encode("gbk").decode("latin-1")), {"mojibake"}),
    "what GBK makes of lost characters": (item("锟斤拷锟斤拷"), {"mojibake"}),
    "zero width": (item(unit="城\u200b关镇", title="夜\u2060谈"), {"invisible-character"}),
    "soft hyphen": (item("甲\u00ad乙"), {"invisible-character"}),
    "a pictograph with a joiner": (item("甲\U0001f468\u200d\U0001f33e乙"), {"pictograph"}),
    "marks of our own": (item("甲\ufdd0乙\ufdd1"), {"control-character"}),
    "marks of python-markdown": (item("甲\x02klzzwxh:0000\x03"), {"control-character"}),
    "turned writing": (item("甲\u202e乙"), {"control-character"}),
    "line separator": (item(title="甲\u2028乙"), {"control-character"}),
    "next line": (item(title="甲\x85乙"), {"control-character"}),
    "NUL": (item("甲" * 80 + "\x00"), {"control-character"}),
    "Windows line ends": (item().replace("\n", "\r\n"), set()),
    "too large": (b"x" * 100_001, {"too-large"}),
}

FRONT = {
    "nothing": ("", {"empty-file"}),
    "another kind": ('{"title": "甲"}\n\n正文\n', {"no-front-matter"}),
    "dashes of Word": (item().replace("---", "———"), {"wrong-boundary"}),
    "dots at the end": (item().replace("\n---\n", "\n...\n", 1), {"unclosed-front-matter"}),
    "other spaces": (item().replace(": ", ":\u00a0").replace("单", "\u3000单"), set()),
    "a wide space": (item().replace("unit: ", "unit:\u3000"), set()),
    "a hash": (item(title="柳林镇 #2 网格"), {"unquoted-hash"}),
    "a hash after one space": (item(title="柳林镇 # 网格"), {"unquoted-hash"}),
    "a hash in an entry": (head("adopted-by:\n  - 组工信息 #3"), {"unquoted-hash"}),
    "a remark": (head("authors: [甲]  # 执笔\n# 一行"), set()),
    "a hash in quotes": (item(title='"柳林镇 #2 网格"'), set()),
    "an escape": (item(title='"甲\\u0007乙"'), {"control-character"}),
    "a hidden second part": (item("slug: yincang\ntags: x\n---\n正文"), {"second-front-matter"}),
    "empty lists": (item(authors="[]", adopted_by="[]", endorsements="[]"), {"empty-value"}),
    "aliases": (item(title="&a 甲", authors="[*a, *a]"), {"yaml-feature"}),
    "a tag": (item(title="!!python/name:os.system 甲"), {"yaml-feature"}),
    "brackets": (head("topics: " + "[" * 40_000), {"too-deep"}),
    "indents": (head("topics:\n" + "\n".join(" " * n + "a:" for n in range(200))), {"too-deep"}),
    "dashes": (head("topics:\n  " + "- " * 9_000 + "a"), {"too-deep"}),
    "a key that is a list": (head("? [a]\n: b"), {"yaml-syntax"}),
    "braces": (item(title="{{ 标题 }}"), {"yaml-syntax"}),
    "a bracket": (item(title="[转载]夜谈"), {"special-sign"}),
    "thousands of keys": (head("\n".join(f"k{n}: 1" for n in range(5_000))), {"unknown-key"}),
    "spaces": (head("authors: 甲" + " " * 40_000 + "：乙"), set()),
    "digits": (item(adopted_by="组工信息第" + "1" * 40_000 + "期"), {"unknown-publication"}),
    "a long name": (item(unit="镇" * 30_000), {"unknown-unit"}),
    "a page of a template": (item(template="main.html"), {"unknown-key"}),
}

TEXTS = {
    "brackets": ("[" * 40_000, {"too-nested"}),
    "links": ("[a](" * 9_000, {"too-nested", "too-many-marks"}),
    "links with a space": ("[]( " * 9_000, {"too-nested", "too-many-marks"}),
    "pictures": ("![" * 9_000, {"too-nested"}),
    "an open bracket before a long text": ("[" * 40 + "字" * 30_000, {"too-nested"}),
    "asterisks": ("*字" * 9_000, {"too-many-marks"}),
    "cells": ("a|b\n-|-\n" * 3_000, {"too-many-marks"}),
    "tags": ("<a " * 9_000, {"too-many-marks"}),
    "a heading twice": ("## 甲\n\n乙\n\n## 甲\n\n丙", {"same-heading"}),
    "a heading in each chapter": ("## 甲\n\n### 乙\n\n丙\n\n## 丁\n\n### 乙\n\n戊", set()),
    "headings": ("# 甲\n" * 6_600, {"too-many-headings"}),
    "underlined headings": ("甲\n===\n\n" * 500, {"too-many-headings"}),
    "footnotes": ("甲[^1]\n\n" + "".join(f"[^{n}]: 乙\n\n" for n in range(900)), {"too-many-footnotes"}),
    "what asks for one footnote": ("甲[^1]" * 9_000 + "\n\n[^1]: 乙", {"too-many-footnotes"}),
    "entities": ("&a;" * 20_000, {"too-many-marks"}),
    "short links": ("[甲](b.md)\n\n" * 5_001 + "`甲`" * 2_600, {"too-many-marks"}),
    "digits and gaps": ("1234 5678/90-12 34.567 " * 3_900, set()),
    "addresses": ("10.1.2.3 " * 9_000, {"inner-address"}),
    "controls": ("\x08" * 90_000, {"control-character"}),
    "definitions": ("甲\n: 乙\n" * 500, {"too-nested"}),
    "lists in one line": ("- " * 1_500 + "甲", {"too-nested"}),
    "lists": ("\n".join("  " * n + "- 甲" for n in range(300)), {"too-nested"}),
    "quotations": ("> " * 600 + "甲", {"too-nested"}),
    "quotations and lists": ("> - " * 30 + "甲", {"too-nested"}),
    "a fence": ("```python\nx = 1\n\n## 后文\n", {"unclosed-fence"}),
    "Chinese fences": ("···\n甲\n···\n\n｀｀｀\n乙\n｀｀｀", {"leftover-markup"}),
    "a failed table": ("| 甲 | 乙 |\n|---|\n| 1 | 2 |", {"leftover-markup"}),
    "a full-width table": ("｜甲｜乙｜\n｜－｜－｜", {"leftover-markup"}),
    "a full-width heading": ("＃ 标题", {"leftover-markup"}),
    "words of another dialect": ("!!! note 注意\n\n正文", {"leftover-markup"}),
    "attributes": ("## 标题 {: onclick=x }", {"leftover-markup"}),
    "footnotes in full width": ("甲[^注]\n\n[^注]：乙", {"unknown-footnote"}),
    "a rule": ("甲\n---\n乙", {"rule-or-heading"}),
    "a remark": ("甲\n\n<!-- 待核 -->\n\n乙", {"raw-html"}),
    "a script": ("甲<script>alert(1)</script>", {"raw-html"}),
    "a tag beside code": ("```\n<b>\n```\n\n<b>乙</b>", {"raw-html"}),
    "an address": ("见 <https://a.example/>", set()),
    "a mail address": ("见 <a@b.example>", {"mail-address"}),
    "links that nobody may open": ("[甲](file:///c:/x) [乙](data:text/html,x)", {"link-scheme"}),
    "a heading elsewhere": ("[乙](b.md#wu)", {"broken-anchor"}),
}

CASES: dict[str, tuple[str | bytes, set[str]]] = {f"encoding: {name}": case for name, case in ENCODINGS.items()}
CASES |= {f"front matter: {name}": case for name, case in FRONT.items()}
CASES |= {f"text: {name}": (item(f"首段。\n\n{text}"), codes) for name, (text, codes) in TEXTS.items()}

OTHER = item("## 小标题\n\n另一篇正文", title="另一篇")


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_reported(name: str, tmp_path: Path) -> None:
    text, codes = CASES[name]
    write(tmp_path, {A: text, B: OTHER})
    begin = time.process_time()
    found = load(tmp_path, TODAY).problems
    assert time.process_time() - begin < 5  # CPU seconds; on a machine with nothing else to do, half a second
    assert {problem.code for problem in found} == codes
    for problem in found:
        assert problem.path == A
        message, cure = describe_problem(problem, translator("zh"))
        assert len(message) < 400
        assert cure


def test_a_bad_file_does_not_hide_another(tmp_path: Path) -> None:
    names = {f"content/items/2026/f{n}.md": case for n, case in enumerate(CASES.values())}
    found = loaded(tmp_path, {**{path: text for path, (text, _) in names.items()}, B: OTHER})
    for path, (_, codes) in names.items():
        reported = {problem.code for problem in found.problems if problem.path == path}
        assert reported - {"duplicate-title", "duplicate-body"} == codes
    assert "2026/b" in found.archive.item


REGISTRIES = {
    "brackets": (BULLETIN + "x = " + "[" * 5_000, "too-deep"),
    "a long number": (BULLETIN.replace("150", "9" * 5_000), "toml-syntax"),
    "a number from another world": (BULLETIN.replace("150", "0x" + "f" * 5_000), "bad-setting"),
    "an escape": (BULLETIN.replace("柳川组工信息", "柳川\\u0000组工信息"), "control-character"),
    "a list in single brackets": (UNITS.split("[[unit]]", maxsplit=1)[0] + '[unit]\nid = "a"\n', "bad-setting"),
    "a misspelt list": (UNITS.replace("[[group]]", "[[groups]]"), "unknown-setting"),
    "numbers for units": ("unit = [1, 2]\n", "missing-setting"),
}


@pytest.mark.parametrize("name", REGISTRIES)
def test_a_bad_registry_is_reported(name: str, tmp_path: Path) -> None:
    text, code = REGISTRIES[name]
    path = "registry/bulletin.toml" if "copies" in text else "registry/units.toml"
    found = loaded(tmp_path, {path: text}).problems
    assert (path, code) in {(problem.path, problem.code) for problem in found}


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither these links nor these names")
class TestOddFiles:
    def codes(self, root: Path) -> set[tuple[str, str]]:
        return {(problem.path, problem.code) for problem in loaded(root, {A: item()}).problems}

    @pytest.mark.parametrize("target", ["nowhere", "x.toml", "/"])
    @pytest.mark.parametrize("folder", ["registry", "registry/schemes", "content", "content/items/2026", "issues/2026"])
    def test_links(self, folder: str, target: str, tmp_path: Path) -> None:
        (write(tmp_path, {}) / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "x.toml").symlink_to(target)
        assert self.codes(tmp_path) == {(f"{folder}/x.toml", "symlink")}

    def test_a_pipe_is_not_opened(self, tmp_path: Path) -> None:
        (tmp_path / "content/items/2026").mkdir(parents=True)
        os.mkfifo(tmp_path / B)
        assert self.codes(tmp_path) == {(B, "stray-file")}

    def test_an_undecodable_file_name(self, tmp_path: Path) -> None:
        folder = tmp_path / "content/items/2026"
        folder.mkdir(parents=True)
        try:
            (folder / os.fsdecode(b"\xff\xfe.md")).write_text(item(), "utf-8")
        except OSError:
            pytest.skip("this file system takes no such name")
        ((path, code),) = self.codes(tmp_path)
        assert code == "bad-name"
        assert path.isascii()

    @pytest.mark.parametrize(("name", "path"), [("units.toml", "registry/units.toml"), ("a.md", A)])
    def test_a_file_that_may_not_be_read(
        self, name: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path, {A: item()}, REGISTRY)
        whole = os.open

        def locked(path: str, flags: int) -> int:
            if Path(path).name == name:
                raise PermissionError(13, "Permission denied")
            return whole(path, flags)

        monkeypatch.setattr(os, "open", locked)
        assert [(p.path, p.code) for p in load(tmp_path, TODAY).problems] == [(path, "unreadable-file")]

    @pytest.mark.parametrize("size", [(1 << 15) - 1, 1 << 15, (1 << 15) + 1, 90_000])
    def test_a_long_text_is_read_to_its_end(self, size: int, tmp_path: Path) -> None:
        left = size - len(item("").encode())
        filled = "字" * (left // 3 - 1) + "x" * (left % 3) + "完"
        write(tmp_path, {A: item("") + filled}, REGISTRY)
        assert (tmp_path / A).stat().st_size == size
        found = load(tmp_path, TODAY)
        assert found.archive.items[0].chars == len(filled)
        assert found.bodies[A].html == f"<p>{filled}</p>"
