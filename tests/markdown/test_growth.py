"""No short pieces, repeated, take more time than their number: each text is decided in half a second."""

from __future__ import annotations

import itertools
import time

import pytest

from bulletin.checks.sensitive.scan import scan_file_names
from bulletin.content.decode import decode_and_prefilter
from bulletin.content.file_reader import FileReader
from bulletin.content.pushed.readable import texts_in
from bulletin.core.problems import Problem
from bulletin.core.toml import read_toml
from bulletin.markdown.links import LinkResolver
from bulletin.model.registry import Registry
from tests.support.paths import ROOT

READER = FileReader(ROOT, Registry(), LinkResolver({}, frozenset()))
SMALL, LARGE = 2_000, 32_000
TEXT = ["[", "(", "*", ">", "- ", "|", "\n", "<", "[a]:", "1. ", "\t", "`", "#"]
FRONT = ["a: ", "- ", "[", "{", "}", "&a ", "*a", '"', "'", "\n", "  ", "? ", "#", "|", "!!", ",", "甲：", "---"]
PROSE = ["（", "》", "“", '"', "其中", "1", "人", "| 合计 |", " ", "\n", "甲", "、", "`", "5月5日", "占1%", "](", "约"]
PUSHED = ["stream\n", "endstream", "1 0 obj", "BT ", "(", ")", "<", "\\", "a1", "=\n", "x\x9c", "\0", "\\'3"]
TABLE = ["[a]", "[[a]]", "a=", '"', "'''", "\n", "{", "[", ".", "1", ",", "#"]
SECRET = ["1", "O", "-", "密", "★", "〇", "密码", "@", "<b>", "<!-- -->", "&amp;", "%25", "://", " "]


def read_text(text: str) -> None:
    READER.parse(text.encode(), "content/a.md")


def read_front_matter(text: str) -> None:
    READER.parse(f"---\n{text}\n---\n甲\n".encode(), "content/items/2026/a.md")


def read_table(text: str) -> None:
    problems: list[Problem] = []
    read_toml("registry/units.toml", decode_and_prefilter(text.encode(), "a")[0], problems)


def read_names(text: str) -> None:
    list(scan_file_names(text.split("\n"), Registry()))


def read_pdf(text: str) -> None:
    list(texts_in(b"%PDF-1.7\n" + text.encode("latin-1")))


def read_rtf(text: str) -> None:
    list(texts_in(b"{\\rtf1 " + text.encode("latin-1")))


def read_binary(text: str) -> None:
    list(texts_in(b"\0\1" + text.encode("latin-1")))


def seconds(read: object, text: str) -> float:
    began = time.process_time()
    read(text)  # type: ignore[operator]
    return time.process_time() - began


@pytest.mark.slow
@pytest.mark.parametrize(
    ("read", "pieces"),
    [
        (read_text, TEXT),
        (read_text, SECRET),
        (read_text, PROSE),
        (read_front_matter, FRONT),
        (read_table, TABLE),
        (read_names, SECRET),
        (read_pdf, PUSHED),
        (read_rtf, PUSHED),
        (read_binary, PUSHED),
    ],
)
def test_time_grows_with_size(read: object, pieces: list[str]) -> None:
    for pair in itertools.product(pieces, repeat=2):
        piece = "".join(pair)
        small = seconds(read, piece * (SMALL // len(piece.encode())))
        # Sixteen times as much takes sixteen times as long, or 256 times where it is quadratic.
        if small > 0.004:
            text = piece * (LARGE // len(piece.encode()))
            # A busy machine may be slow once.
            assert any(seconds(read, text) < max(150 * small, 0.5) for _ in range(3)), piece
