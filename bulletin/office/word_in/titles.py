"""Titles: found by how they are set, over several lines, with a subtitle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bulletin.office.word_in import patterns
from bulletin.office.word_in.blocks import Block, Look, Paragraph, Role

LONGEST_TITLE = 100
_MOST_LINES = 4
_PAIR = 5
_GOES_ON = re.compile(r"(?:的|和|与|及|关于|对于|进一步|深入|全面|扎实|积极|加强|推进|开展|做好|[、，“《（])$")
"""The end of a line that is no end of a part of a title: it goes on in the next."""
_GOES_ON_FROM = re.compile(r"^[的和与及、，”》）]")
_SPACED = re.compile(r"(?<=^[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]$)")
"""The space in a title of two characters: 简 讯."""


class BodyLook(NamedTuple):
    """How most of a text is set."""

    size: float
    face: str

    def stands_out(self, look: Look) -> bool:
        """Whether a paragraph is set otherwise than the text: bold, larger, in another face."""
        return look.bold or look.size > self.size or bool(look.face and look.face != self.face)


def body_look(blocks: Sequence[Block]) -> BodyLook:
    """Return how most of the text is set."""
    sizes: Counter[float] = Counter()
    faces: Counter[str] = Counter()
    for block in blocks:
        if isinstance(block, Paragraph):
            sizes[block.look.size] += len(block.text)
            faces[block.look.face] += len(block.text)
    return BodyLook(
        max(sizes, key=lambda size: sizes[size], default=0), max(faces, key=lambda face: faces[face], default="")
    )


class TitlePlace(NamedTuple):
    """Where a title begins, and how many paragraphs it has."""

    start: int
    lines: int


def find_titles(blocks: Sequence[Block], body: BodyLook, *, several: bool) -> list[TitlePlace]:
    """Return the titles: one, or where *several* are meant, all that are set as the first."""
    found: list[TitlePlace] = []
    place = 0
    while place < len(blocks):
        count = _title_length(blocks, place, body)
        if count:
            found.append(TitlePlace(place, count))
        place += count or 1
    if not found:
        first = blocks[0] if blocks else None
        return [TitlePlace(0, 1)] if isinstance(first, Paragraph) and _may_be_title(first) and len(blocks) > 1 else []
    if several:
        like = _look(blocks[found[0].start])
        return [title for title in found if _look(blocks[title.start]) == like]
    return found[:1]


def _look(block: Block) -> tuple[object, ...]:
    return (block.look.role, block.look.size, block.look.align) if isinstance(block, Paragraph) else ()


def _title_length(blocks: Sequence[Block], place: int, body: BodyLook) -> int:
    """Return how many paragraphs from *place* on are one title; 0 if none begins there."""
    first = blocks[place]
    if not isinstance(first, Paragraph) or not _is_title(first, body, is_first=place == 0):
        return 0
    count = 1
    for following in blocks[place + 1 : place + _MOST_LINES]:
        if not isinstance(following, Paragraph):
            break
        same = _look(following) == _look(first) and _may_be_title(following)
        if not (same or _is_subtitle(following)):
            break
        count += 1
    return count


def _is_subtitle(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    behind_dash = text.startswith(("—", "－－", "--", "――")) and len(text) <= LONGEST_TITLE
    return paragraph.look.role is Role.SUBTITLE or (behind_dash and not text.endswith("。"))


def _is_title(paragraph: Paragraph, body: BodyLook, *, is_first: bool) -> bool:
    look = paragraph.look
    if look.role is Role.TITLE:
        return bool(paragraph.text.strip())
    if look.boxed or not _may_be_title(paragraph):
        return False
    larger = look.size >= body.size + 2
    if look.level == 1 and (is_first or (look.align == "center" and larger)):
        return True
    return look.role is Role.BODY and look.align == "center" and (larger or (is_first and body.stands_out(look)))


def too_long_title(blocks: Sequence[Block], body: BodyLook) -> str:
    """Return the first paragraph of a text without a title where it is set as one, and is too long; else ""."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph) or first.look.align != "center" or first.look.size < body.size + 2:
        return ""
    text = " ".join(first.text.split())
    return text if len(text) > LONGEST_TITLE and not text.endswith("。") else ""


def _may_be_title(paragraph: Paragraph) -> bool:
    text = " ".join(paragraph.text.split())
    return (
        1 < len(text) <= LONGEST_TITLE
        and not text.endswith(("。", "；", "：", "，"))
        and not patterns.is_day(text)
        and not any(level.match(text) for level in patterns.LEVELS[:2])
        and not patterns.NOTE.fullmatch(text)
        and not (patterns.SIGNED.search(text) and patterns.BRACKETED.match(text))
        and paragraph.look.depth < 0
    )


def join_title(titles: Sequence[Paragraph]) -> str:
    """Return the title that several lines are: its parts with a space between them, a subtitle behind a dash."""
    lines = [
        _SPACED.sub("", " ".join(line.split())) for title in titles for line in title.text.split("\n") if line.strip()
    ]
    whole = ""
    for line in lines:
        bare = line.lstrip("—－-― ")
        pair = min(len(whole), len(line)) >= _PAIR and not (_GOES_ON.search(whole) or _GOES_ON_FROM.match(line))
        latin = whole[-1:] < "\u2000" and line[:1] < "\u2000"
        if whole and bare != line:
            whole += f"——{bare}"
        else:
            whole += f" {line}" if whole and (pair or latin) else line
    return whole
