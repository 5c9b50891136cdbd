"""Decoding: the text of bytes, and the code, line and values of each problem."""

from __future__ import annotations

import pytest
from frontmatter.default_handlers import YAMLHandler

from bulletin.checks.sensitive import find_sensitive
from bulletin.content.decode import BOUNDARY, decode_and_prefilter, decode_text
from bulletin.core.text import LIMIT, remove_invisible

LINES = "首行\n次行\n"


def text_and_problems(data: bytes, **limits: int) -> tuple[str, list[tuple[str, int, dict[str, str]]]]:
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
    "a pictograph": (
        "\U0001f468\u200d\U0001f33e".encode(),
        "\U0001f468\u200d\U0001f33e",
        [("pictograph", 1, {"sign": "\U0001f468", "code": "U+1F468"})],
    ),
    "a sign": ("a\n☎\ufe0f 1\ufe0f\u20e3".encode(), "a\n☎\ufe0f 1\ufe0f\u20e3", []),
    "a variant": ("a\n葛\ufe00".encode(), "a\n葛", [("invisible-character", 2, {"character": "U+FE00"})]),
    "a variant, far": ("葛\U000e0100".encode(), "葛", [("invisible-character", 1, {"character": "U+E0100"})]),
    "a digit's variant": ("1\ufe0f2".encode(), "12", [("invisible-character", 1, {"character": "U+FE0F"})]),
    "Word's bullet": (
        "a\n\uf0b7 甲\n\uf0b7 乙".encode(),
        "a\n\uf0b7 甲\n\uf0b7 乙",
        [("nonstandard-character", 2, {"character": "U+F0B7", "instead": "•"})],
    ),
    "an old character": (
        "王\ue863".encode(),
        "王\ue863",
        [("nonstandard-character", 1, {"character": "U+E863", "instead": "䶮"})],
    ),
    "a drawn character": ("王\ue000".encode(), "王\ue000", [("private-character", 1, {"character": "U+E000"})]),
    "one of plane 16": (
        "王\U00100000".encode(),
        "王\U00100000",
        [("private-character", 1, {"character": "U+100000"})],
    ),
    "the euro of Windows": (b"a\n\x80 \xca\xd7\n", "", [("gbk", 2, {})]),
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
def test_bytes_are_decoded(name: str) -> None:
    data, text, problems = BYTES[name]
    assert text_and_problems(data) == (text, problems)


def test_a_file_of_the_limit_is_accepted() -> None:
    assert text_and_problems(b"x" * 2_000, limit=2_000) == ("x" * 2_000, [])
    assert text_and_problems(b"x" * 2_001, limit=2_000) == ("", [("too-large", 0, {"limit": "2 KB"})])
    assert LIMIT == 1_000_000
    assert text_and_problems(b"x" * LIMIT)[1] == []


def test_control_characters_are_reported_for_twenty_lines() -> None:
    assert len(text_and_problems(b"\x01\n" * 25)[1]) == 20
    assert len(text_and_problems(b"\x01\x02\x03\n" * 19)[1]) == 19


@pytest.mark.parametrize(
    "text", ["正文", "机密★5年", "13800138000", "\u200b密", "\U0001d7ce", "a@b.example", "<b>1</b>"]
)
def test_the_prefilter_passes_no_sensitive_text(text: str) -> None:
    _, _, sensitive_kinds = decode_and_prefilter(text.encode(), "a.md")
    assert bool(sensitive_kinds) or not list(find_sensitive(remove_invisible(text)))


def test_boundaries_are_those_of_python_frontmatter() -> None:
    assert YAMLHandler.FM_BOUNDARY == BOUNDARY
