"""``dataclass`` for classes that are quick to import: their constructors are compiled when they are called first.

The standard library compiles six functions for each class. For the hundred and more classes that an edit imports, that
took a fifth of the time of all imports.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")
_Method = Callable[..., Any]


def _dataclass(**options: bool) -> Callable[[type[T]], type[T]]:
    """Do what ``dataclasses.dataclass`` does, with its options *frozen*, *slots*, *kw_only* and *eq*."""
    return lambda kind: _made(kind, **options)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass


def _made(
    kind: type[T], *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True
) -> type[T]:
    own = {name for name, value in vars(kind).items() if value is not None}
    kind.__doc__ = kind.__doc__ or kind.__name__  # or the standard library makes one, of the signature
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(kind)
    methods: dict[str, _Method | None] = {"__init__": _first_init(made, frozen=frozen), "__repr__": _repr}
    if eq:
        methods |= _comparison(made, frozen=frozen)
    if frozen:
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
    if frozen and slots:
        methods |= {"__getstate__": _values, "__setstate__": _set_values}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    return made


def _first_init(kind: Any, *, frozen: bool) -> _Method:  # noqa: ANN401 - a class
    """Return a constructor that takes the place of itself when it is called."""

    def first(record: object, /, *args: object, **values: object) -> None:
        kind.__init__ = _compiled_init(kind, frozen=frozen)
        kind.__init__(record, *args, **values)

    return first


def _compiled_init(kind: Any, *, frozen: bool) -> _Method:  # noqa: ANN401 - a class
    missing = dataclasses.MISSING
    space: dict[str, Any] = {"_set": object.__setattr__, "_missing": missing}
    parameters, keywords, lines = list[str](), list[str](), list[str]()
    for field in dataclasses.fields(kind):
        name = value = field.name
        default = ""
        if field.default_factory is not missing:
            space[f"_new_{name}"], default = field.default_factory, "=_missing"
            value = f"_new_{name}() if {name} is _missing else {name}" if field.init else f"_new_{name}()"
        elif field.default is not missing:
            space[f"_default_{name}"], default = field.default, f"=_default_{name}"
        if field.init:
            (keywords if field.kw_only else parameters).append(name + default)
        if field.init or value != name:
            lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(kind, "__post_init__"):
        lines.append("self.__post_init__()")
    listed = ", ".join(["self", *parameters, *(["*", *keywords] if keywords else [])])
    exec("\n ".join([f"def __init__({listed}):", *lines, "pass"]), space)  # noqa: S102 - names of fields
    made: _Method = space["__init__"]
    return made


def _comparison(kind: Any, *, frozen: bool) -> dict[str, _Method | None]:  # noqa: ANN401 - a class
    names = [field.name for field in dataclasses.fields(kind) if field.compare]
    values: _Method = attrgetter(*names) if names else lambda _: ()

    def equal(record: object, other: object) -> bool:
        return values(record) == values(other) if other.__class__ is record.__class__ else NotImplemented

    return {"__eq__": equal, "__hash__": (lambda record: hash(values(record))) if frozen else None}


@recursive_repr()
def _repr(record: Any) -> str:  # noqa: ANN401 - a record of any class
    shown = (f"{field.name}={getattr(record, field.name)!r}" for field in dataclasses.fields(record) if field.repr)
    return f"{type(record).__qualname__}({', '.join(shown)})"


def _refuse(_record: object, name: str, *_value: object) -> NoReturn:
    message = f"cannot assign to field {name!r}"
    raise dataclasses.FrozenInstanceError(message)


def _values(record: Any) -> list[object]:  # noqa: ANN401 - a record of any class
    return [getattr(record, field.name) for field in dataclasses.fields(record)]


def _set_values(record: Any, values: list[object]) -> None:  # noqa: ANN401 - a record of any class
    for field, value in zip(dataclasses.fields(record), values, strict=True):
        object.__setattr__(record, field.name, value)
