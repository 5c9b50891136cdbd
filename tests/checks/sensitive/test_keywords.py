"""Addresses are found as one expression for each kind, which takes several times as long, finds them."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin.checks.sensitive.keywords import find_addresses

MAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?!\.)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}(?![\w@])"
)
INTERNAL = re.compile(
    r"(?<![\w.])(?:\\\\|/{0,2})(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?![\d.]*\d)"
    r"|\\\\[\w.-]{2,40}\\[^\s\\]{1,40}"
)
PIECES = st.sampled_from(
    [
        *("a@b.c", "li.mou@mail.example", "@", ".", "-", "+", "甲", " ", "_", "x", "1", "y" * 62, "x.y" * 30, "\n"),
        *("10.1.2.3", "192.168.", "172.16.", "//", "\\\\fwq\\gx", "\\", "10.5%"),
    ]
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
@example("x" * 64 + "@b.c")
@example("x" * 65 + "@b.c")
@example("a@b.c-@d.e")
def test_addresses_are_those_that_one_expression_finds(text: str) -> None:
    expected = [(m.start(), m.end()) for pattern in (INTERNAL, MAIL) for m in pattern.finditer(text)]
    assert [(f.start, f.end) for f in find_addresses(text)] == expected
