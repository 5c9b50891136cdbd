"""Typical mistakes of people who know Word and not YAML: which sign is wrong, and what to type instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bulletin.core.problems import Problem
from bulletin.model.schema import KEY_NAMES

_FULL_WIDTH_COLON = re.compile(r"^\s*(?:-\s+)?([\w-]+)\s*：")
_NO_SPACE = re.compile(r"^([\w-]+):([^\s:/].*)$")
_ENTRY = r"^(?P<indent>\s*)(?P<dash>-\s+)?(?P<key>[\w-]+):[ \t]+(?P<value>\S.*?)\s*$"
_LINE = re.compile(_ENTRY)
_PARTLY_QUOTED = re.compile(
    r"""(?P<before>^|[\[{,]\s*|:\s+)(?P<sign>["'])(?P<text>[^"'\n]*)(?P=sign)(?=[^\s,\]}:#"'])"""
)
_NEXT_KEY = re.compile(rf"\s({'|'.join(sorted(map(re.escape, KEY_NAMES), key=len, reverse=True))}):\s")
_WITHOUT_KEY = re.compile(r"^[^\s:：.?#\-\[\]{}\"'|>&*!%@`][^:：]*$")
_STARRED_KEY = re.compile(r"^\s*(?:-\s+)?(?P<sign>\*+)(?P<key>[\w-]+)(?P=sign)(?P<rest>\s*[:：].*)$")
_STARRED_VALUE = re.compile(r"(\*{1,3})(?=[^*\s])(.*?)\1?(?=\s|$)(.*)")
_BLOCK_TEXT = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?")
_OPEN_QUOTE = re.compile(r"""(?:^|[\[{,]\s*|:\s+)(?P<sign>["'])(?!.*(?P=sign))""")
_WIDE_COMMA = re.compile(rf"\s*(?P<sign>[，；、;])\s*(?P<key>{'|'.join(map(re.escape, KEY_NAMES))})\s*[:：]\s*")
_MEMBER_START = re.compile(r",\s*(?=[\w-]{1,20}:\s)")
_MEMBER = re.compile(r"\s*(?P<key>[\w-]{1,20}):\s+(?P<value>[^\s\"'\[{].*?)\s*")
_BRACKETS = {"【": "】", "［": "］", "｛": "｝", "（": "）", "〔": "〕", "(": ")", "「": "」"}
_BRACES = {"｛": "{ }"}
_CLOSING = {"[": "]", "{": "}"}
_LIST_SIGN = re.compile(r"[-－–—─·•●*]")
_NEXT_ENTRY = re.compile(rf"\s(?={_LIST_SIGN.pattern})")
_LIST_LINE = re.compile(r"(?:-(?=[^-\s\d])|[－–—─·•●*](?=[^－–—─*]))\s*(?P<text>[^\s].*)")
_BOUNDARY = re.compile(r"^(?P<sign>[-－–—―─﹣_＿=＝*＊~～]{2,})[ \t\u3000]*$")
_MAX_FRONT_LINES = 60
"""Front matter is not longer: what looks like its end further below is a line of the text."""
_GLUED = re.compile(r"(?P<before>[，,;；、\s]*)(?P<key>[\w-]+)\s*(?P<colon>[:：])")


class Sign(NamedTuple):
    """A wrong sign: the code of its problem, and the values of the message."""

    code: str
    values: Mapping[str, str]


def find_typing_mistakes(front: str, first_line: int, path: str) -> Iterator[Problem]:
    """Yield mistakes that YAML would read in a way nobody means, or would not name."""
    for number, line in enumerate(front.split("\n"), first_line):
        if match := _FULL_WIDTH_COLON.match(line):
            yield Problem(path=path, code="full-width-colon", line=number, values={"key": match[1]})
        elif match := _NO_SPACE.match(line):
            values = {"key": match[1], "value": match[2].strip()}
            yield Problem(path=path, code="no-space", line=number, values=values)
        elif "{" in line and (found := _comma_in_member(line)):
            yield Problem(path=path, code=found.code, line=number, values=found.values)
        elif "\t" in line[: len(line) - len(line.lstrip())] and line.strip():
            yield Problem(path=path, code="tab", line=number)


def explain_syntax_error(front: str, first_line: int, path: str) -> Iterator[Problem]:
    """Yield what is probably wrong with front matter that YAML refuses; nothing where that is not known."""
    lines = front.split("\n")
    first = next((number for number, line in enumerate(lines, first_line) if line.strip()), 0)
    for number, line in enumerate(lines, first_line):
        if found := _line_mistake(line, is_first=number == first):
            yield Problem(path=path, code=found.code, line=number, values=found.values)


def _line_mistake(line: str, *, is_first: bool) -> Sign | None:
    bare = line.strip()
    if is_first and line.startswith(" "):
        return Sign("indented-key", {"shown": bare})
    if match := _STARRED_KEY.match(line):
        return Sign("stars", {"shown": f"{match['key']}{match['rest']}"})
    if match := _LIST_LINE.fullmatch(bare):
        return Sign("list-sign", {"sign": bare[0], "shown": f"- {match['text']}"})
    if _WITHOUT_KEY.match(line):
        return Sign("no-key", {"text": bare})
    match = _LINE.match(line)
    key, value = (match["key"], match["value"]) if match else ("", bare.removeprefix("- ").strip())
    return _value_mistake(value) or (_plain_value_mistake(key, value) if key else None)


def _value_mistake(value: str) -> Sign | None:
    """Return the wrong sign of a value, or of an entry of a list."""
    if value[:1] in _BRACES:
        return wrong_brackets(value)
    if _PARTLY_QUOTED.search(value):
        shown = _PARTLY_QUOTED.sub(lambda found: f"{found['before']}“{found['text']}”", value)
        return Sign("partly-quoted", {"shown": shown})
    if match := _OPEN_QUOTE.search(value):
        return Sign("unclosed-quote", {"sign": match["sign"]})
    closing = _CLOSING.get(value[:1], "")
    if closing and value.count(value[0]) > value.count(closing):
        return Sign("unclosed-bracket", {"sign": value[0], "right": closing})
    return _entry_mistake(value) if value[:1] == "{" else None


def _entry_mistake(value: str) -> Sign | None:
    """Return the wrong sign between the braces of an entry."""
    if match := _WIDE_COMMA.search(value):
        shown = _WIDE_COMMA.sub(lambda found: f", {found['key']}: ", value)
        return Sign("wrong-comma", {"sign": match["sign"], "shown": shown})
    for member in _plain_members(value):
        if ": " in member["value"] or member["value"].endswith(":"):
            return Sign("colon-in-value", _quoted(member["key"], member["value"]))
    return None


def _comma_in_member(line: str) -> Sign | None:
    """Return the value of an entry in braces that a half-width comma cuts: what is behind it would be a key."""
    for member in _plain_members(line.strip().removeprefix("- ").strip()):
        if "," in member["value"].rstrip(",") and not re.search("[:：\\[{\"']", member["value"]):
            return Sign("comma-in-value", _quoted(member["key"], member["value"].rstrip(",")))
    return None


def _plain_members(value: str) -> list[re.Match[str]]:
    """Return the keys and the values without quotes in the braces of an entry."""
    if not (value.startswith("{") and value.endswith("}")):
        return []
    members = map(_MEMBER.fullmatch, _MEMBER_START.split(value[1:-1]))
    return [member for member in members if member and member["key"] in KEY_NAMES]


def _quoted(key: str, value: str) -> dict[str, str]:
    quoted = f"'{value}'" if '"' in value else f'"{value}"'
    return {"key": key, "shown": f"{key}: {quoted}"}


def _plain_value_mistake(key: str, value: str) -> Sign | None:
    """Return why a value has to be put into quotes, or what follows on its line."""
    first, quoted = value[0], _quoted(key, value)
    if match := _STARRED_VALUE.fullmatch(value):
        return Sign("stars", {"shown": f"{key}: {match[2]}{match[3]}"})
    is_broken = first in _CLOSING and not value.endswith(_CLOSING[first])
    if first in "@`%&!" or is_broken or (first in "|>" and not _BLOCK_TEXT.fullmatch(value)):
        return Sign("special-sign", {"sign": first, "shown": quoted["shown"]})
    if first in "\"'[{|>" or not (": " in value or value.endswith(":")):
        return None
    if following := _NEXT_KEY.search(f" {value} "):
        return Sign("several-keys", {"key": key, "next": following[1]})
    return Sign("colon-in-value", quoted)


class Boundary(NamedTuple):
    """A line of signs that are not those of front matter."""

    line: int
    sign: str


def wrong_boundary(text: str) -> Boundary | None:
    """Return the line with which somebody meant to begin or to end front matter, which is not --- as it should be."""
    lines = text.split("\n", _MAX_FRONT_LINES)
    found = [(number, match["sign"]) for number, line in enumerate(lines, 1) if (match := _BOUNDARY.match(line))]
    if not found or found[0][0] != 1:
        return None
    return next((Boundary(number, sign) for number, sign in found if not re.fullmatch("-{3,}", sign)), None)


def wrong_brackets(text: str) -> Sign | None:
    """Return the full-width brackets around the text of a list or entry, if there are any."""
    closing = _BRACKETS.get(text[:1])
    if closing is None or not text.endswith(closing):
        return None
    return Sign("wrong-brackets", {"sign": f"{text[0]} {closing}", "right": _BRACES.get(text[0], "[ ]")})


def wrong_list_sign(text: str) -> Sign | None:
    """Return the sign before a text of a list that is no hyphen, or has no space after it."""
    if not _LIST_SIGN.match(text):
        return None
    first = _NEXT_ENTRY.split(text[1:].strip())[0]
    return Sign("list-sign", {"sign": text[0], "shown": f"- {first}"})


class GluedKeys(NamedTuple):
    """Keys and values in braces without the half-width colon and space between them."""

    keys: tuple[str, ...]
    """The keys as they are written."""
    colon: str
    comma: str
    """The full-width sign between two of them, or ""."""
    respaced: str
    """What to write after the first key and its colon."""


def glued_keys(texts: list[tuple[str, str]], names: Mapping[str, object]) -> GluedKeys | None:
    """Return the known *names* in the keys of a mapping that hold a colon; its keys and values are *texts*."""
    keys: list[str] = []
    colon = comma = ""
    parts = []
    for key, value in texts:
        found = [match for match in _GLUED.finditer(key) if match["key"] in names]
        keys += [match["key"] for match in found]
        colon = colon or next((match["colon"] for match in found), "")
        comma = comma or next((match["before"].strip() for match in found if match["before"].strip()), "")
        parts.append(_respaced(key, names) if found else f"{key}: {value}")
    if not keys:
        return None
    first = f"{keys[0]}: "
    written = next(", ".join(parts[at:]) for at, part in enumerate(parts) if part.startswith(first))
    return GluedKeys(tuple(keys), colon, comma, written.removeprefix(first))


def _respaced(key: str, names: Mapping[str, object]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match["key"] not in names:
            return match[0]
        return f"{', ' if match['before'] else ''}{match['key']}: "

    return _GLUED.sub(replace, key)
