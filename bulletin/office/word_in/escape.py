"""Text as it is typed, written so that Markdown shows it as it is typed."""

from __future__ import annotations

import re

_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_SIGNS = re.compile(r"[*`\\]|\[\^|\[|\](?=\()|\{(?=[:#.])|(?<![0-9A-Za-z\u2e80-\u9fff])_|_(?![0-9A-Za-z\u2e80-\u9fff])")
_BEGIN = re.compile(
    r"(?P<list>\d{1,9})\.(?=\s|$)|(?P<sign>[#>|]|[-+](?=\s|$)|-(?=[ -]*-[ -]*$)|!(?=!!))"
    r"|(?P<other>:(?=\s)|~(?=~~)|[＃｜｀]|·(?=··)|=(?==*$))"
)
_SAFE = re.compile(r"[\w\s，。、；：？！“”‘’（）《》【】—…％·]", re.UNICODE)


def escape(text: str, *, in_cell: bool = False) -> str:
    """Return *text* for the middle of a line."""
    text = _TAG.sub("&lt;", _ENTITY.sub("&amp;", text))
    text = _SIGNS.sub(_sign, text)
    return text.replace("|", "\\|") if in_cell else text


def _sign(match: re.Match[str]) -> str:
    sign = match[0]
    # A backslash before a letter would show itself, and one before a backtick would not hide it from all readers.
    return f"&#{ord(sign[0])};{sign[1:]}" if sign in ("`", "\\", "[^") else f"\\{sign}"


def escape_start(line: str) -> str:
    """Return an escaped line so that it begins no list, no heading and no other block."""
    match = _BEGIN.match(line)
    if not match:
        return line
    if number := match["list"]:
        return f"{number}\\.{line[match.end() :]}"
    if match["sign"]:
        return f"\\{line}"
    return f"{entity(line[0])}{line[1:]}"


def entity(sign: str) -> str:
    """Return a character as a reference, which is never a mark."""
    return f"&#{ord(sign)};"


def escape_all(text: str) -> str:
    """Return *text* with all that might be a mark as references: right wherever it stands, and hard to read."""
    return "".join(sign if _SAFE.match(sign) and sign != "_" else entity(sign) for sign in text)
