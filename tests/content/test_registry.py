"""Errors in the registry are reported with their file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bulletin.content.loader import load
from tests.support.archives import UNITS, problems, write

ERRORS = {
    "unknown-reference": UNITS.replace('successor = "donghe"', 'successor = "dongha"'),
    "duplicate-id": UNITS.replace('id = "donghe"', 'id = "chengguan"').replace('"donghe"', '"chengguan"'),
    "duplicate-name": UNITS.replace('name = "东双河镇"', 'name = "城关乡"'),
    "bad-id": UNITS.replace('id = "chengguan"', 'id = "城关"'),
    "toml-syntax": UNITS.replace('name = "东双河镇"', "name = 东双河镇"),
    "unknown-setting": UNITS.replace("former-names", "formername"),
    "bad-setting": UNITS.replace("left = 2025-12-31", 'left = "去年"'),
    "missing-setting": UNITS.replace('name = "东双河镇"\n', ""),
    "too-deep": UNITS + "x = " + "[" * 5000,
    "control-character": UNITS.replace('name = "东双河镇"', 'name = "东双河\\u0007镇"'),
    "reference-circle": UNITS.replace("former-names", 'parent = "chengguan"\nformer-names'),
}


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_in_the_registry(code: str, tmp_path: Path) -> None:
    found = problems(tmp_path, {"registry/units.toml": ERRORS[code]})
    assert code in {p.code for p in found}
    assert all(p.line > 1 for p in found)


def test_a_missing_registry(tmp_path: Path) -> None:
    write(tmp_path, {}, registry={})
    found = load(tmp_path, date(2026, 11, 22)).problems
    assert [(p.path, p.code) for p in found] == [
        ("registry/categories.toml", "missing-file"),
        ("registry/units.toml", "missing-file"),
    ]
