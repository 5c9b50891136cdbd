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
_TOP, _DEEPEST = 2, 6
_LAST_STEP = 2


def promote_headings(blocks: Sequence[Block], body: BodyLook, *, top: int = 0) -> list[TextBlock]:
    """Return the text with headings where a paragraph is one; *top* is the highest level by style, 0 whichever is."""
    ranks = [_rank(blocks, place, body) for place in range(len(blocks))]
    styled = [block.look.level for block in blocks if isinstance(block, Paragraph) and block.look.level]
    shift = _TOP - (top or min(styled, default=1))
    numbered = any(rank == 0 for rank in ranks)
    found: list[TextBlock] = []
    for block, rank in zip(blocks, ranks, strict=True):
        if rank is None or not isinstance(block, Paragraph):
            found.append(block)
            continue
        unnumbered = block.look.level + shift if block.look.level else _TOP + numbered
        level = min(max(unnumbered if rank < 0 else rank + _TOP, _TOP), _DEEPEST)
        found.append(Heading(replace(block, inlines=_without_marks(block.inlines)), level))
        if marks := [one for one in block.inlines if isinstance(one, (NoteMark, Picture))]:
            found.append(Paragraph(tuple(marks)))
    return found


def _rank(blocks: Sequence[Block], place: int, body: BodyLook) -> int | None:
    """Return the step of the ladder that a paragraph is a heading of, from 0; -1 off the ladder; None for text."""
    block = blocks[place]
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    if not isinstance(block, Paragraph) or not _may_be_heading(block) or not (following or block.look.level):
        return None
    text = block.text.strip()
    step = _step(text)
    if block.look.level:
        return -1 if step is None else step
    stands_out = block.look.role is Role.BODY and body.stands_out(block.look)
    if step is None:
        return -1 if stands_out and _is_unnumbered(block, text) else None
    if SENTENCE.search(LEVELS[step].sub("", text, count=1)) or step > _LAST_STEP:
        return None
    # Entries that follow each other without a text between them are a list.
    beside = (following, blocks[place - 1] if place else None)
    entry = any(isinstance(one, Paragraph) and _step(one.text.strip()) == step for one in beside)
    return step if stands_out or (step < _LAST_STEP and not entry) else None


def _may_be_heading(block: Paragraph) -> bool:
    text, look = block.text.strip(), block.look
    is_text = look.role in (Role.BODY, Role.TEXT) and look.depth < 0 and not look.boxed
    return is_text and 0 < len(text) <= _LONGEST and "\n" not in text


def _step(text: str) -> int | None:
    return next((step for step, level in enumerate(LEVELS) if level.match(text)), None)


def _is_unnumbered(block: Paragraph, text: str) -> bool:
    """Whether a short line without a number is set as a heading: all bold, or centred in other type."""
    if (
        len(text) > _LONGEST_UNNUMBERED
        or "，" in text
        or NOTE.match(text)
        or SIGNED.search(text)
        or BRACKETED.match(text)
    ):
        return False
    return block.look.align == "center" or (block.look.bold and block.look.align != "right")


def _without_marks(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return the text of a heading alone, in one line."""
    return tuple(replace(one, bold=False, italic=False) for one in without_breaks(inlines) if isinstance(one, Text))
