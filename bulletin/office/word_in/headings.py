"""Headings: those of styles, and those that are only set as such and numbered by hand (一、 （一） 1．)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin.office.word_in.blocks import Block, Inline, NoteMark, Paragraph, Picture, Role, Text
from bulletin.office.word_in.markdown_writer import Heading, TextBlock
from bulletin.office.word_in.patterns import BRACKETED, LEVELS, NOTE, SENTENCE, SIGNED
from bulletin.office.word_in.tidy import without_breaks
from bulletin.office.word_in.titles import BodyLook

_LONGEST = 50
_LONGEST_UNNUMBERED = 30
_TOP = 2


def promote_headings(blocks: Sequence[Block], body: BodyLook) -> list[TextBlock]:
    """Return the text with headings where a paragraph is one."""
    ranks = [_rank(blocks, place, body) for place in range(len(blocks))]
    styled = [block.look.level for block in blocks if isinstance(block, Paragraph) and block.look.level]
    shift = _TOP - min(styled, default=1)
    numbered = any(rank == 0 for rank in ranks)
    found: list[TextBlock] = []
    for block, rank in zip(blocks, ranks, strict=True):
        if rank is None or not isinstance(block, Paragraph):
            found.append(block)
            continue
        if rank < 0:
            level = block.look.level + shift if block.look.level else _TOP + numbered
        else:
            level = rank + _TOP
        found.append(Heading(replace(block, inlines=_without_marks(block.inlines)), min(max(level, _TOP), 6)))
        if marks := [one for one in block.inlines if isinstance(one, (NoteMark, Picture))]:
            found.append(Paragraph(tuple(marks)))
    return found


def _rank(blocks: Sequence[Block], place: int, body: BodyLook) -> int | None:
    """Return the step of the ladder that a paragraph is a heading of, from 0; -1 off the ladder; None for text."""
    block = blocks[place]
    if not isinstance(block, Paragraph) or block.look.depth >= 0 or block.look.role is not Role.BODY or block.look.boxed:
        return None
    text = block.text.strip()
    step = _step(text)
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    if not text or "\n" in text or len(text) > _LONGEST or following is None:
        return None
    if block.look.level:
        return step if step is not None else -1
    if SENTENCE.search(text[LEVELS[step].match(text).end() :] if step is not None else text):  # type: ignore[union-attr]
        return None
    stands_out = body.stands_out(block.look)
    if step in (0, 1):
        entry = isinstance(following, Paragraph) and _step(following.text.strip()) == step
        return step if stands_out or not entry else None
    if step == 2:  # noqa: PLR2004 - 1.
        return step if stands_out else None
    return -1 if step is None and _is_unnumbered(block, text, body) else None


def _step(text: str) -> int | None:
    return next((step for step, level in enumerate(LEVELS) if level.match(text)), None)


def _is_unnumbered(block: Paragraph, text: str, body: BodyLook) -> bool:
    """Whether a short line without a number is set as a heading: all bold, or centred in other type."""
    if len(text) > _LONGEST_UNNUMBERED or "，" in text or NOTE.match(text) or SIGNED.search(text) or BRACKETED.match(text):
        return False
    centred = block.look.align == "center" and body.stands_out(block.look)
    return block.look.align != "right" and (block.look.bold or centred)


def _without_marks(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return the text of a heading alone, in one line."""
    return tuple(
        replace(one, bold=False, italic=False)
        for one in without_breaks(inlines)
        if isinstance(one, Text)
    )
