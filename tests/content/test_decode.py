"""The gate by itself: which bytes become which text, what is told of them, on which line, with which words."""

from __future__ import annotations

import pytest

from bulletin.checks.sensitive import find_sensitive, mask_sensitive
from bulletin.checks.sensitive.scan import MAX_PER_CODE, scan_file_names, scan_registry_files, scan_text
from bulletin.content.decode import decode_and_prefilter, decode_text, file_digests
from bulletin.core.text import LIMIT, first_control_character, is_valid_stem, remove_invisible
from bulletin.model.enums import Classification
from bulletin.model.registry import Bulletin, Registry

LINES = "首行\n次行\n"


def told(data: bytes, **limits: int) -> tuple[str, list[tuple[str, int, dict[str, str]]]]:
    text, problems = decode_text(data, "a.md", **limits)
    assert all(problem.path == "a.md" for problem in problems)
    return text, [(problem.code, problem.line, dict(problem.values)) for problem in problems]


BYTES: dict[str, tuple[bytes, str, list[tuple[str, int, dict[str, str]]]]] = {
    "plain": (LINES.encode(), LINES, []),
    "nothing": (b"", "", []),
    "Windows": (b"a\r\nb\r\n", "a\nb\n", []),
    "old Mac": (b"a\rb\r", "a\nb\n", []),
    "composed": ("e\u0301".encode(), "\u00e9", []),
    "a mark": (b"\xef\xbb\xbf" + LINES.encode(), LINES, [("bom", 1, {})]),
    "UTF-16": (LINES.encode("utf-16"), "", [("utf16", 1, {})]),
    "UTF-16, other order": (b"\xfe\xff" + LINES.encode("utf-16-be"), "", [("utf16", 1, {})]),
    "a NUL early": (b"x" * 63 + b"\x00", "", [("utf16", 1, {})]),
    "a NUL late": (b"x" * 64 + b"\x00", "x" * 64 + "\x00", [("control-character", 1, {"character": "U+0000"})]),
    "GBK": ("a\nb\n首行\n".encode("gbk"), "", [("gbk", 3, {})]),
    "GBK at once": ("首行\n".encode("gbk"), "", [("gbk", 1, {})]),
    "no text": (b"a\n\xff\xff\n", "", [("not-utf8", 2, {"byte": "0xFF"})]),
    "a lead byte at the end": ("a\n\n首".encode()[:-2], "", [("not-utf8", 3, {"byte": "0xE9"})]),
    "mojibake": ("a\n\n锟斤拷".encode(), "", [("mojibake", 3, {"text": "锟斤拷"})]),
    "a syllable of Western letters": ("cafés à l'Ã".encode(), "cafés à l'Ã", []),
    "invisible": ("a\nb\u200bc".encode(), "a\nbc", [("invisible-character", 2, {"character": "U+200B"})]),
    "tags": ("a\nb\U000e0041c".encode(), "a\nbc", [("invisible-character", 2, {"character": "U+E0041"})]),
    "a pictograph": ("\U0001f468\u200d\U0001f33e".encode(), "\U0001f468\u200d\U0001f33e", []),
    "two files": ("a\n\ufeff---".encode(), "a\n---", [("bom-inside", 2, {})]),
    "controls": (
        b"a\x08\nb\n\x07\x06",
        "a\x08\nb\n\x07\x06",
        [("control-character", 1, {"character": "U+0008"}), ("control-character", 3, {"character": "U+0007"})],
    ),
    "conflict": (b"a\n<<<<<<< HEAD\n", "a\n<<<<<<< HEAD\n", [("conflict-marker", 2, {})]),
    "conflict, other end": (b"a\nb\n>>>>>>> x\n", "a\nb\n>>>>>>> x\n", [("conflict-marker", 3, {})]),
    "arrows": (b"a\n<<<<<<<< b >>>>>>>\n", "a\n<<<<<<<< b >>>>>>>\n", []),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_become_text(name: str) -> None:
    data, text, problems = BYTES[name]
    assert told(data) == (text, problems)


def test_the_limit_is_the_last_that_passes() -> None:
    assert told(b"x" * 2_000, limit=2_000) == ("x" * 2_000, [])
    assert told(b"x" * 2_001, limit=2_000) == ("", [("too-large", 0, {"limit": "2 KB"})])
    assert LIMIT == 1_000_000
    assert told(b"x" * LIMIT)[1] == []


def test_controls_are_told_for_twenty_lines() -> None:
    assert len(told(b"\x01\n" * 25)[1]) == 20
    assert len(told(b"\x01\x02\x03\n" * 19)[1]) == 19


@pytest.mark.parametrize(
    "text", ["正文", "机密★5年", "13800138000", "\u200b密", "\U0001d7ce", "a@b.example", "<b>1</b>"]
)
def test_what_the_gate_lets_pass_unseen_holds_nothing(text: str) -> None:
    _, _, held = decode_and_prefilter(text.encode(), "a.md")
    assert bool(held) or not list(find_sensitive(remove_invisible(text)))


@pytest.mark.parametrize(("text", "shown"), [("a\x08b", "U+0008"), ("\ufdd0", "U+FDD0"), ("首行", ""), ("", "")])
def test_the_first_control(text: str, shown: str) -> None:
    assert first_control_character(text) == shown


def test_the_digest_of_front_matter_does_not_depend_on_the_text_below() -> None:
    front, whole = file_digests("---\n标题: 甲\n---\n正文\n".encode())
    again, other = file_digests("---\n标题: 甲\n---\n别的\n".encode())
    assert front == again != b""
    assert whole != other
    assert file_digests("---\n标题: 乙\n---\n正文\n".encode())[0] != front
    assert file_digests("标题: 甲\n".encode())[0] == b""


GOOD = ["a", "夜谈会", "a-b_c", "2026", "A" * 80, "console", "com", "lpt10", "x1"]
POOR = ["", "-a", "a b", "a.b", "A" * 81, "con", "CON", "Aux", "nul", "prn", "com1", "LPT9", "a/b", "a\n", "é́"]


def test_names() -> None:
    assert [name for name in GOOD if not is_valid_stem(name)] == []
    assert [name for name in POOR if is_valid_stem(name)] == []


NUMBERS = [f"138{n:08}" for n in range(10_000_000, 10_000_012)]


def test_the_guard_tells_lines_and_stops_after_a_few() -> None:
    problems = list(scan_text("\n".join(["首行", *NUMBERS]), "a.md", Registry()))
    assert [(p.path, p.code, p.line) for p in problems] == [
        ("a.md", "mobile-number", n) for n in range(2, 2 + MAX_PER_CODE)
    ]
    assert {p.values["shown"] for p in problems} == {
        "138******00",
        "138******01",
        "138******02",
        "138******03",
        "138******04",
    }


def test_what_is_allowed_does_not_count() -> None:
    text = "\n".join(NUMBERS)
    hashes = {finding.hash: ("a.md",) for finding in list(find_sensitive(text))[:3]}
    lines = [p.line for p in scan_text(text, "a.md", Registry(allowed=hashes))]
    assert lines == list(range(4, 4 + MAX_PER_CODE))
    assert [p.line for p in scan_text(text, "b.md", Registry(allowed=hashes))] == list(range(1, 1 + MAX_PER_CODE))


def test_names_and_tables_are_guarded() -> None:
    paths = ["content/items/2026/a.md", "content/items/2026/000123.md", "content/b.md", f"content/{NUMBERS[0]}.md"]
    assert [(p.path, p.code, p.line) for p in scan_file_names(paths, Registry())] == [(paths[3], "mobile-number", 0)]
    (finding,) = find_sensitive(NUMBERS[0])
    assert list(scan_file_names(paths, Registry(allowed={finding.hash: (paths[3],)}))) == []
    tables = {"registry/a.toml": b"# a\n# \xff " + NUMBERS[0].encode(), "registry/b.toml": "# 内部资料\n".encode()}
    assert [(p.path, p.line) for p in scan_registry_files(tables, Registry())] == [("registry/a.toml", 2)]
    public = Registry(bulletin=Bulletin(classification=Classification.PUBLIC))
    assert [p.code for p in scan_registry_files(tables, public)] == ["mobile-number", "internal-mark"]


def test_a_text_is_masked() -> None:
    text = "电话13800138000，卡号 6222021234567890128，身份证11010519491231002X，机密★5年。"
    assert mask_sensitive(text).count("*") == 35
    assert [
        secret
        for secret in ("13800138000", "6222021234567890128", "11010519491231002X", "机密★")
        if secret in mask_sensitive(text)
    ] == []
    assert mask_sensitive("保守国家秘密") == "保守国家秘密"


def test_a_hash_tells_rules_and_numbers_apart() -> None:
    one, other, wide = (next(find_sensitive(text)) for text in (NUMBERS[0], NUMBERS[1], f"１{NUMBERS[0][1:]}"))
    assert one.hash != other.hash
    assert one.hash == wide.hash
    assert len(one.hash) == 16
    assert int(one.hash, 16) >= 0
