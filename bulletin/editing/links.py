"""Links of texts follow files that are moved: each is written anew as it was written, everything else stays."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from bulletin.content import scan
from bulletin.editing.splices import Splice, spliced

_LINK = re.compile(r"""\]\([ \t]*<?([^()\s<>"']+)|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?([^\s<>]+)""", re.MULTILINE)
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n.*?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
"""Front matter with the lines around it."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@dataclass(frozen=True)
class Moves:
    """What is moved: files by path, and addresses of pages below the site's root."""

    paths: Mapping[str, str]
    addresses: Mapping[str, str] = field(default_factory=dict)
    known: Collection[str] = ()
    """The paths of all files before."""


def relinked(text: str, source: str, moves: Moves, new_source: str = "") -> str:
    """Return the text of a file with its links to what is moved written anew; the file itself may be moved, too."""
    return spliced(text, _splices(text, source, moves, new_source or source))


def _splices(text: str, source: str, moves: Moves, new_source: str) -> Iterator[Splice]:
    front = FRONT_MATTER.match(text)
    prose = _without_code(text, front.end() if front else 0)
    for match in _LINK.finditer(prose):
        number = 1 if match[1] else 2
        href = match[number]
        new = _new_href(href, source, moves, new_source)
        if new != href:
            yield Splice(match.start(number), match.end(number), new)


def _without_code(text: str, start: int) -> str:
    """Return the text with blanks for what stands before *start*, and for code."""
    lines, fence = [], ""
    for line in text[start:].splitlines(keepends=True):
        opened = _FENCE.match(line)
        if fence:
            closes = opened is not None and opened[1].startswith(fence) and not line.strip(" \t>\r\n").strip(fence[0])
            lines.append(_blank(line))
            fence = "" if closes else fence
        elif opened:
            fence = opened[1]
            lines.append(_blank(line))
        else:
            lines.append(_CODE.sub(lambda match: _blank(match[0]), line))
    return _blank(text[:start]) + "".join(lines)


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)


def _new_href(href: str, source: str, moves: Moves, new_source: str) -> str:
    path = re.split("[#?]", href, maxsplit=1)[0]
    if not path or _SCHEME.match(path):
        return href
    rest, plain = href[len(path) :], unquote(path)
    whole = f"content{plain}" if plain.startswith("/") else posixpath.join(posixpath.dirname(source), plain)
    where = posixpath.normpath(whole)
    if where in moves.paths or where in moves.known:
        return _written(where, moves.paths.get(where, where), path, source, new_source) + rest
    new = moves.addresses.get(scan.linked_address(path, source)) if scan.is_page(source) else None
    return href if new is None else _address(new, path, source) + rest


def _written(old: str, new: str, path: str, source: str, new_source: str) -> str:
    """Return how a link to a file is written, which was written as *path* while the file was *old*."""
    same_folder = posixpath.dirname(source) == posixpath.dirname(new_source)
    if old == new and (same_folder or path.startswith("/")):
        return path
    if path.startswith("/"):
        return f"/{new.removeprefix('content/')}"
    return posixpath.relpath(new, posixpath.dirname(new_source))


def _address(new: str, path: str, source: str) -> str:
    """Return how a hand-written page links to a generated page: by a source that it would have, or by its address."""
    if path.endswith(".md"):
        relative = posixpath.relpath(f"content/{new}index.md", posixpath.dirname(source))
        return f"/{new}index.md" if path.startswith("/") else relative
    return f"/{new}" if path.startswith("/") else f"{posixpath.relpath(f'/{new}', f'/{scan.static_page_url(source)}')}/"
