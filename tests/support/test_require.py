"""A tool that is missing skips a test, unless it has to be there."""

from __future__ import annotations

import sys

import pytest

from tests.support.require import require


def test_a_tool_that_is_missing_skips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_TOOLS", "chromium node")
    with pytest.raises(pytest.skip.Exception, match="no_such_package is not installed"):
        require("no_such_package")


def test_a_tool_that_has_to_be_there_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_TOOLS", "chromium no_such_package")
    with pytest.raises(pytest.fail.Exception, match="REQUIRE_TOOLS names it"):
        require("no_such_package")


def test_a_tool_that_is_installed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_TOOLS", "pytest")
    assert require("pytest") == sys.modules["pytest"].__file__
