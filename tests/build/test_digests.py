"""Digests of facts and of quarters."""

from __future__ import annotations

from datetime import date

from bulletin.build.cache.facts_digests import canonical, combined, digest, quarter, quarters, window
from bulletin.core.dates import Period
from bulletin.model.conditions import ValueRange


def test_quarters_and_digests() -> None:
    assert [quarter(date(2026, month, 1)) - 2026 * 4 for month in range(1, 13)] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert [n - 2026 * 4 for n in quarters(Period.parse("2026-03-31..2026-10-01"))] == [0, 1, 2, 3]
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest(b"abc", ""), digest()}) == 5
    assert digest("甲") == digest("甲".encode())
    assert [len(digest()), len(combined({}, [1, 2])), combined({1: b"x" * 12}, [1, 2])] == [
        12,
        24,
        b"x" * 12 + b"-" * 12,
    ]
    assert [window(Period.parse(text)).label for text in ("2026-Q1", "2026-Q2", "2026-H2", "2026")] == [
        "2025-01-01..2026-03-31",
        "2026-H1",
        "2026",
        "2025-01-01..2026-12-31",
    ]
    assert canonical({"b": 1, "a": frozenset({"y", "x"})}) == "{'a':{'x','y'},'b':1}"
    assert canonical((1, ("a",), None)) == "(1,('a'),None)"
    assert canonical(ValueRange(1, 2)) == "ValueRange(low=1,high=2)"
