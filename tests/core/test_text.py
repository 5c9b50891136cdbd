"""Checks of characters and file names."""

from __future__ import annotations

import pytest

from bulletin.core.text import first_control_character, is_valid_stem


@pytest.mark.parametrize(("text", "shown"), [("a\x08b", "U+0008"), ("\ufdd0", "U+FDD0"), ("首行", ""), ("", "")])
def test_the_first_control_character(text: str, shown: str) -> None:
    assert first_control_character(text) == shown


VALID = ["a", "夜谈会", "a-b_c", "2026", "A" * 80, "console", "com", "lpt10", "x1"]


INVALID = ["", "-a", "a b", "a.b", "A" * 81, "con", "CON", "Aux", "nul", "prn", "com1", "LPT9", "a/b", "a\n", "é́"]


def test_file_names() -> None:
    assert [name for name in VALID if not is_valid_stem(name)] == []
    assert [name for name in INVALID if is_valid_stem(name)] == []
