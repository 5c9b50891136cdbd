"""The head of an issue: name, number, editing unit, day, markings; and its contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bulletin.model.enums import IssueKind
from bulletin.model.registry import Registry
from bulletin.office.word_in import patterns
from bulletin.office.word_in.blocks import Block, Paragraph, Role, all_paragraphs
from bulletin.office.word_in.patterns import chinese_number, find_day, squeezed

_FIRST = 12
_LONGEST, _LONGEST_ENTRY = 45, 150
_MAX_NUMBER = 99_999
_NUMBER_LINE = re.compile(
    r"(?P<name>[^第]{0,20}?)[\s（(〔]*(?:\d{4}\s*年\s*)?(?:增\s*刊|专\s*刊|特\s*刊)?\s*"
    rf"{patterns.ISSUE.pattern}(?=$|[\s（()）〕，,·])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What the head of an issue says; without a number it is none."""

    number: int | None = None
    serial: int | None = None
    kind: IssueKind = IssueKind.REGULAR
    date: date | None = None
    lines: tuple[str, ...] = ()
    """Its lines, as they stand in the file."""
    foreign: str = ""
    """The name of another bulletin, whose issue is none of ours."""

    @property
    def is_there(self) -> bool:
        """Whether there is a head, of whatever bulletin."""
        return self.number is not None or bool(self.foreign)


def take_masthead(blocks: Sequence[Block], body_size: float, registry: Registry) -> tuple[Masthead, list[Block]]:
    """Take the head of an issue; return it and the rest. There is one only where there is a number."""
    numbered = next((n for n, block in enumerate(blocks[:_FIRST]) if _has_number(block, registry)), None)
    if numbered is None:
        return Masthead(), list(blocks)
    taken: list[Block] = []
    rest: list[Block] = []
    for place, block in enumerate(blocks):
        is_head = (
            place <= numbered + 4
            and not rest
            and (place == numbered or _is_head_line(block, registry, body_size, before=place < numbered))
        )
        (taken if is_head else rest).append(block)
    lines = [" ".join(paragraph.text.split()) for paragraph in all_paragraphs(taken) if paragraph.text.strip()]
    if foreign := _foreign_name(lines, squeezed(registry.bulletin.name)):
        return Masthead(lines=tuple(lines), foreign=foreign), rest
    return _read(lines), rest


def _foreign_name(lines: Sequence[str], own: str) -> str:
    """Return the name of the bulletin in a head where it is another than the archive's; "" where it is not."""
    names = [
        name
        for line in lines
        for part in re.split(r"[|｜\t]|(?=第\s*[\d〇一二三四五六七八九十百]+\s*[期号])|(?=[（(])", line)
        if patterns.BULLETIN.match(name := squeezed(part)) and not patterns.MARKING.match(name)
    ]
    if not own or any(name in own or own in name for name in names) or any(own in squeezed(line) for line in lines):
        return ""
    return names[0] if names else ""


def _has_number(block: Block, registry: Registry) -> bool:
    """Whether a block is the line with the number of an issue: the number, and at most its name before it."""
    if isinstance(block, Paragraph) and block.look.role is not Role.BODY and block.look.role is not Role.SUBTITLE:
        return False
    return any(_is_number_line(paragraph.text.strip(), registry) for paragraph in all_paragraphs([block]))


def _is_number_line(text: str, registry: Registry) -> bool:
    # Only short lines are looked at: patterns with several kinds of spaces take long for long ones.
    match = _NUMBER_LINE.match(text) if len(text) <= _LONGEST and "。" not in text else None
    if not match:
        return False
    name = squeezed(match["name"]).strip("（(〔[《》")
    return not name or name in squeezed(registry.bulletin.name) or bool(patterns.BULLETIN.match(name))


def _is_head_line(block: Block, registry: Registry, body_size: float, *, before: bool) -> bool:
    texts = [paragraph.text.strip() for paragraph in all_paragraphs([block]) if paragraph.text.strip()]
    return all(_is_head_text(text, registry) or (before and _is_large(block, body_size)) for text in texts)


def _is_large(block: Block, body_size: float) -> bool:
    return isinstance(block, Paragraph) and block.look.size >= body_size + 10 and len(block.text) <= _LONGEST


def _is_head_text(text: str, registry: Registry) -> bool:
    bare = squeezed(text)
    own = squeezed(registry.bulletin.name)
    unit = squeezed(registry.bulletin.editing_unit)
    if len(bare) > _LONGEST or "。" in bare:
        return False
    return (
        bool(own and own in bare and len(bare) <= len(own) + 8)
        or bool(unit and unit in bare)
        or bool(
            patterns.SERIAL.search(bare)
            or patterns.BULLETIN.match(bare)
            or patterns.MARKING.match(bare)
            or patterns.SIGNER.search(text)
        )
        or bool(find_day(text) and len(re.sub(r"[\d年月日\s]", "", text)) <= 25)  # noqa: PLR2004 - an office's name
        or bool(
            re.fullmatch(
                r"(?:主\s*办|编\s*印|编\s*发|编\s*辑)?[:：]?\s*.{2,20}(?:编|编印|主办|办公室|委员会|组织部)", bare
            )
        )
        or not re.search(r"\w", bare)
    )


def _read(lines: Sequence[str]) -> Masthead:
    whole = "\n".join(lines)
    serial = patterns.SERIAL.search(whole)
    number = patterns.ISSUE.search(patterns.SERIAL.sub("", whole)) or patterns.ISSUE.search(whole)
    kind = IssueKind.REGULAR
    if patterns.SUPPLEMENT.search(whole):
        kind = IssueKind.SUPPLEMENT
    elif patterns.SPECIAL.search(whole):
        kind = IssueKind.SPECIAL
    return Masthead(
        number=_whole_number(number[1]) if number else None,
        serial=_whole_number(serial[1]) if serial else None,
        kind=kind,
        date=find_day(whole),
        lines=tuple(lines),
    )


def _whole_number(text: str) -> int | None:
    number = chinese_number(text)
    return number if 0 < number <= _MAX_NUMBER else None


def take_contents(blocks: Sequence[Block]) -> tuple[int, list[Block]]:
    """Take the contents that are typed below a masthead; return how many lines they had, and the rest."""
    for place, block in enumerate(blocks[:_FIRST]):
        if isinstance(block, Paragraph) and patterns.CONTENTS.match(block.text.strip()):
            paragraphs = (one.text for one in blocks[place + 1 :] if isinstance(one, Paragraph))
            later = [_title_key(text) if len(text) <= _LONGEST_ENTRY else "" for text in paragraphs]
            end = place + 1
            while end < len(blocks) and _is_entry(blocks[end], later[end - place :]):
                end += 1
            if end > place + 1:
                return end - place, [*blocks[:place], *blocks[end:]]
    return 0, list(blocks)


def _is_entry(block: Block, later: Sequence[str]) -> bool:
    """Whether a block is a line of contents: its text comes again, alone or in two lines, or a page ends it."""
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_ENTRY:
        return False
    text = block.text.strip()
    if not _title_key(text):
        return True
    titles = {*later, *(first + second for first, second in pairwise(later))}
    keys = {_title_key(text), _title_key(re.sub(r"\d{1,3}$", "", text))}
    return bool(patterns.PAGE_AT_END.search(text) or keys & titles - {""})


def _title_key(text: str) -> str:
    return squeezed(patterns.ENTRY_SIGN.sub("", patterns.PAGE_AT_END.sub("", text.strip())))
