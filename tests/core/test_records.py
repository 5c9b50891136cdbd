"""Classes made by ``bulletin.core.records`` behave as those that the standard library makes."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import KW_ONLY, field, replace
from functools import cached_property
from typing import Any

import pytest

from bulletin.core.records import dataclass


@dataclass(frozen=True, slots=True)
class Base:
    """One with a default, which others inherit."""

    name: str
    number: int = 7


@dataclass(frozen=True, slots=True)
class Derived(Base):
    """One with fields by keyword only, and one that is neither compared nor shown."""

    _: KW_ONLY
    found: list[int] = field(default_factory=list, hash=False)
    beside: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Loose:
    """One without slots, that computes values."""

    first: str
    made: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.made.append(self.first)

    @cached_property
    def twice(self) -> str:
        """The first two times."""
        return self.first * 2


@dataclass(slots=True)
class Changing:  # noqa: PLW1641 - what this shows
    """One that can be changed, and defines what is equal."""

    value: int
    later: str = field(init=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Changing)


def test_values_are_set_by_position_keyword_and_default() -> None:
    made = Derived("a", found=[1])
    assert (made.name, made.number, made.found, made.beside) == ("a", 7, [1], "")
    assert Derived("a").found is not Derived("a").found
    assert Loose(first="x").made == ["x"]
    assert Changing(3).value == 3


@pytest.mark.parametrize(("args", "values"), [((), {}), (("a", 1, [2]), {}), (("a",), {"other": 1})])
def test_wrong_arguments_are_refused_by_the_first_call_and_all_others(args: Any, values: Any) -> None:  # noqa: ANN401
    for _ in range(2):
        with pytest.raises(TypeError, match="argument"):
            Derived(*args, **values)


def test_equality_hash_and_text() -> None:
    assert Derived("a", 1, beside="x") == Derived("a", 1, beside="y")
    assert Derived("a", 1) != Derived("a", 2)
    assert Base("a") != Derived("a")
    assert hash(Base("a")) == hash(Base("a", 7))
    assert repr(Derived("a", beside="x")) == "Derived(name='a', number=7, found=[])"
    assert Changing(1) == Changing(2)
    with pytest.raises(TypeError, match="unhashable"):
        hash(Changing(1))


def test_frozen_records_do_not_change() -> None:
    made = Base("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
        del made.name
    assert Loose(first="x").twice == "xx"


def test_copies_and_the_functions_of_the_standard_library() -> None:
    made = Derived("a", 2, found=[3])
    assert copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == made  # noqa: S301
    assert replace(made, name="b") == Derived("b", 2, found=[3])
    assert dataclasses.asdict(made) == {"name": "a", "number": 2, "found": [3], "beside": ""}
    match made:
        case Base(name, number):
            assert (name, number) == ("a", 2)
