"""Schemes as facts: frozen, exact, and in force on some days."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from datetime import date
from fractions import Fraction
from functools import cached_property

import bulletin.schemes
import bulletin.scoring
from bulletin.model.scheme import scheme_at
from bulletin.schemes.parser import read_schemes
from bulletin.schemes.toml_table import parse_number
from tests.support.scoring_archives import registry

F = Fraction


def test_facts_are_frozen() -> None:
    modules = [
        importlib.import_module(found.name)
        for package in (bulletin.schemes, bulletin.scoring)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    kinds = [kind for module in modules for kind in vars(module).values() if kind.__class__ is type]
    facts = [
        kind
        for kind in kinds
        if dataclasses.is_dataclass(kind) and kind.__module__.startswith(("bulletin.schemes", "bulletin.model.scheme"))
    ]
    assert len(facts) > 10
    # A table notes what is wrong with it while it is read.
    assert {kind.__name__ for kind in facts if not kind.__dataclass_params__.frozen} == {"SchemeTable"}  # type: ignore[attr-defined]
    for kind in facts:
        cached = any(isinstance(value, cached_property) for value in vars(kind).values())
        assert cached != ("__slots__" in vars(kind)), kind


def test_exact_numbers() -> None:
    assert [parse_number(value) for value in (1, 0, -3, True, "1", None)] == [F(1), F(0), F(-3), None, None, None]


def test_which_scheme_is_in_force() -> None:
    text = 'name = "办法"\nvalid-from = 2026-02-01\nvalid-to = 2026-03-31\n[[submission]]\nwords = "报送"\npoints = 1\n'
    schemes, _, _ = read_schemes({"registry/schemes/a.toml": text}, registry("甲"))
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [bool(scheme_at(schemes, day)) for day in days] == [False, True, True, False]
