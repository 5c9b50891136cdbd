"""One file of settings (``mkdocs.yml``) as plain data, read without running anything that it names.

Bytes in; values, the line of each, and problems out. Tags that MkDocs would follow become :class:`Tagged` values, all
others are problems, as are anchors, duplicate keys and excessive depth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from bulletin.checks.report import errors
from bulletin.content.decode import decode_text
from bulletin.content.typing_mistakes import find_typing_mistakes
from bulletin.core.problems import Problem
from bulletin.core.text import first_control_character

KeyPath = tuple[str | int, ...]
"""Where a value is in the settings: keys of mappings and positions in lists, from the outside in."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset(f"{_PLAIN}{name}" for name in ("str", "int", "float", "bool", "null"))
_PLAIN_TAGS = _SCALAR_TAGS | {f"{_PLAIN}seq", f"{_PLAIN}map"}
_PYTHON_NAME = f"{_PLAIN}python/name:"
_DEEPEST = 12
_ENTRY = "- index.md"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value with a tag that MkDocs follows: ``!ENV``, ``!relative`` or ``!!python/name:``."""

    tag: str
    value: Any


@dataclass(slots=True)
class SettingsFile:
    """What one file says."""

    path: str
    """As problems name it."""
    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _Refused(Exception):
    def __init__(self, code: str, line: int, **values: str) -> None:
        super().__init__(code)
        self.code, self.line, self.values = code, line, values


class _Node(NamedTuple):
    value: Any
    line: int


def read_settings_file(data: bytes, path: str) -> SettingsFile:
    """Return what *data*, the bytes of the file *path*, says; no values where the file cannot be understood."""
    text, problems = decode_text(data, path)
    found = SettingsFile(path, problems=problems)
    if not text.strip() or errors(problems):
        return found
    try:
        _Parser(text, found).read()
    except _Refused as error:
        found.values = {}
        mistakes = list(find_typing_mistakes(text, 1, path)) if error.code == "yaml-syntax" else []
        found.problems += mistakes or [Problem(path=path, code=error.code, line=error.line, values=error.values)]
    return found


def tagged_values(value: object, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Tagged]]:
    """Yield every tagged value in *value*, and where it is."""
    if isinstance(value, Tagged):
        yield at, value
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from tagged_values(member, (*at, key))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from tagged_values(member, (*at, number))


class _Parser:
    """Builds values from the events of PyYAML, with a limit of depth."""

    def __init__(self, text: str, found: SettingsFile) -> None:
        self._text, self._found = text, found
        self._types = yaml.SafeLoader("")
        self._events: Iterator[yaml.Event] = iter(())

    def read(self) -> None:
        self._events = iter(self._parsed())
        event = next(self._events, None)
        if event is None:
            return
        node = self._node(event, ())
        if isinstance(node.value, dict):
            self._found.values = node.value
        elif node.value is not None:
            raise _Refused("yaml-syntax", node.line, reason="no keys")

    def _parsed(self) -> list[yaml.Event]:
        self._refuse_brackets()
        try:
            events = list(yaml.parse(self._text, Loader=_LOADER))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            raise _Refused("yaml-syntax", line, reason=error.problem or error.context or "?") from None
        except yaml.YAMLError as error:
            raise _Refused("yaml-syntax", 1, reason=str(error).split("\n", 1)[0]) from None
        documents = [event for event in events if isinstance(event, yaml.DocumentStartEvent)]
        if len(documents) > 1:
            raise _Refused("yaml-syntax", _line(documents[1]), reason="two documents in one")
        return [event for event in events if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent)]

    def _refuse_brackets(self) -> None:
        # PyYAML's own parser has no limit of depth.
        depth = 0
        for at, character in enumerate(self._text):
            depth += (character in "[{") - (character in "]}")
            if depth > _DEEPEST:
                raise _Refused("too-deep", self._text.count("\n", 0, at) + 1, example=_ENTRY)

    def _node(self, event: yaml.Event, at: KeyPath) -> _Node:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("yaml-feature", line)
        if len(at) > _DEEPEST:
            raise _Refused("too-deep", line, example=_ENTRY)
        self._found.lines.setdefault(at, line)
        tag: str | None = getattr(event, "tag", None)
        if tag and tag != "!" and not (tag in _PLAIN_TAGS or tag in ("!ENV", "!relative") or _is_name(tag)):
            raise _Refused("yaml-feature", line)
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(at)
        else:
            value = self._mapping(at)
        return _Node(value if tag is None or tag in _PLAIN_TAGS or tag == "!" else Tagged(tag, value), line)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Any:  # noqa: ANN401 - YAML holds anything
        if character := first_control_character(event.value):
            raise _Refused("control-character", line, character=character)
        tag = event.tag if event.tag in _SCALAR_TAGS else None
        if event.tag and tag is None:
            return event.value
        tag = tag or self._types.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]
        node = yaml.ScalarNode(tag, event.value)
        try:
            return self._types.construct_object(node)
        except (ValueError, LookupError, yaml.YAMLError):
            # A date that does not exist, for instance, or "!!bool maybe": a text like any other.
            return event.value

    def _sequence(self, at: KeyPath) -> list[Any]:
        found: list[Any] = []
        for event in self._events:
            if isinstance(event, yaml.CollectionEndEvent):
                break
            found.append(self._node(event, (*at, len(found))).value)
        return found

    def _mapping(self, at: KeyPath) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        lines: dict[Any, int] = {}
        for event in self._events:
            if isinstance(event, yaml.CollectionEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused("yaml-syntax", _line(event), reason="a key has to be a word")
            key = self._node(event, (*at, event.value)).value
            if event.value == "<<" or isinstance(key, Tagged):
                raise _Refused("yaml-feature", _line(event))
            if key in lines:
                values = {"key": str(key), "first": str(lines[key])}
                problem = Problem(path=self._found.path, code="duplicate-key", line=_line(event), values=values)
                self._found.problems.append(problem)
            lines[key] = _line(event)
            member = self._node(next(self._events), (*at, key)).value
            found.setdefault(key, member)
            self._found.lines[*at, key] = self._found.lines[*at, str(key)] = lines[key]
        return found


def _is_name(tag: str) -> bool:
    return tag.startswith(_PYTHON_NAME) and len(tag) > len(_PYTHON_NAME)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
