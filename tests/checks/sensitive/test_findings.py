"""Sensitive data is found however it is disguised; texts about such matters give no finding."""

from __future__ import annotations

import pytest

from bulletin.checks.sensitive import find_sensitive
from bulletin.checks.sensitive.prefilter import ADDRESS, CODED, MARK, PASSWORD, PERMIT, may_match
from tests.support.disguised_texts import marks, numbers
from tests.support.harmless_texts import TALK
from tests.support.paths import ROOT

MARKS = sorted(set(marks()))
NUMBERS = sorted(set(numbers()))


def codes(text: str, *, public: bool = False) -> list[str]:
    return [finding.code for finding in find_sensitive(text, public=public)]


def test_there_are_hundreds_of_disguised_texts() -> None:
    assert len(MARKS) >= 500
    assert len(NUMBERS) >= 500


def test_marks_are_found_in_every_disguised_text() -> None:
    assert [text for text in MARKS if "secret-mark" not in codes(text)] == []


def test_numbers_and_passwords_are_found_in_every_disguised_text() -> None:
    assert [(code, text) for code, text in NUMBERS if code not in codes(text)] == []


WORDS = {
    MARK | PASSWORD: ("secret", "Confidential", "jimi", "ji mi", "juemi", "jue mi"),
    PERMIT | PASSWORD: ("passport",),
    PASSWORD: (
        *("Password", "pwd", "token", "key", "AKIA", "akid", "ltai", "AIza", "github_", "glpat", "xoxb", "sk-", "eyJ"),
        *("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    ),
    ADDRESS: ("a@b", "10.1", "192.1", "172.1", r"\\a", "c:\\"),
    CODED: ("&a", r"\u", r"\x"),
}


@pytest.mark.parametrize(("held", "word"), [(held, word) for held, words in WORDS.items() for word in words])
def test_the_prefilter_knows_its_words(held: int, word: str) -> None:
    for text in (word, f"甲{word}乙", "甲".join(word), word.upper()):
        assert may_match(text) & held == held, text


@pytest.mark.parametrize("text", TALK)
def test_harmless_text_gives_no_finding(text: str) -> None:
    assert list(find_sensitive(text)) == []
    assert list(find_sensitive(f"---\ntitle: {text.splitlines()[0]}\nunit: 城关镇\n---\n\n{text}\n")) == []
    assert list(find_sensitive(f"<html><body><p>{text}</p></body></html>")) == []


def test_there_are_enough_harmless_texts() -> None:
    assert len(set(TALK)) >= 50


def test_the_sample_gives_no_finding() -> None:
    for path in sorted((ROOT / "content").rglob("*.md")) + sorted((ROOT / "registry").rglob("*.toml")):
        found = list(find_sensitive(path.read_text("utf-8")))
        assert [f for f in found if f.code not in ("inner-address", "mail-address")] == [], path
