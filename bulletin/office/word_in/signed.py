"""Lines around a text that say who wrote it: taken out of it, for they belong into the front matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin.office.word_in import patterns
from bulletin.office.word_in.blocks import Block, Inline, LineBreak, NoteMark, Paragraph, Picture, Role, Text
from bulletin.office.word_in.signature import Signature, UnitNames, read_signature
from bulletin.office.word_in.tidy import trimmed

_LONGEST = 40
_LONGEST_SIGNED = 80
_MOST_LINES = 5


def take_byline(blocks: Sequence[Block], names: UnitNames) -> tuple[list[str], list[Block]]:
    """Take the lines between title and text that name day, units and authors; return them and the rest."""
    if has_signed(blocks):
        count = next((n for n, block in enumerate(blocks) if not _is_signed(block)), len(blocks))
        return _texts(blocks[:count]), list(blocks[count:])
    taken: list[str] = []
    for block in blocks[:3]:
        if not isinstance(block, Paragraph) or block.look.align not in ("center", "right") or _has_more(block):
            break
        text = block.text.strip()
        if len(text) > _LONGEST or not _is_signature(text, names):
            break
        taken.append(text)
    return taken, list(blocks[len(taken) :])


def has_signed(blocks: Sequence[Block]) -> bool:
    """Whether lines of a text are marked by their style as saying who wrote it."""
    return any(map(_is_signed, blocks))


def _is_signed(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.look.role is Role.SIGNED


def _texts(blocks: Sequence[Block]) -> list[str]:
    return [block.text.strip() for block in blocks if isinstance(block, Paragraph)]


def take_signature(blocks: Sequence[Block], names: UnitNames, *, styled: bool = False) -> tuple[list[str], list[Block]]:
    """Take the lines below a text that name unit, authors and day, or the bracket behind its last sentence.

    Where lines are *styled* as such, there are no others.
    """
    taken: list[str] = []
    rest = list(blocks)
    while rest and _is_signed(rest[-1]):
        taken = [*_texts([rest.pop()]), *taken]
    if styled:
        return taken, rest
    while rest and len(taken) < _MOST_LINES and (text := _signed_line(rest[-1], names, taken)):
        taken.insert(0, text)
        rest.pop()
    if not taken and rest and isinstance(last := rest[-1], Paragraph):
        bracket, rest[-1] = _take_bracket(last, names)
        taken += [bracket] if bracket else []
    return (taken, rest) if taken else _take_before_attachment(rest, names)


def _take_before_attachment(blocks: list[Block], names: UnitNames) -> tuple[list[str], list[Block]]:
    """Take the signature that stands above an attachment."""
    starts = (
        place
        for place, block in enumerate(blocks)
        if place and isinstance(block, Paragraph) and patterns.ATTACHMENT.match(block.text.strip())
    )
    for start in starts:
        taken, rest = take_signature(blocks[:start], names)
        if taken:
            return taken, [*rest, *blocks[start:]]
    return [], blocks


def other_signatures(blocks: Sequence[Block], signature: Signature, names: UnitNames) -> list[str]:
    """Return the lines within a text that are signatures of other units than its own."""
    found: list[str] = []
    for block in blocks:
        text = _signed_line(block, names, ()) if isinstance(block, Paragraph) else ""
        units = read_signature([text], names).units if text else ()
        if units and not set(units) <= set(signature.units):
            found.append(text)
    return found


def _signed_line(block: Block, names: UnitNames, below: Sequence[str]) -> str:
    """Return the text of a paragraph that is a line of a signature, with the lines *below* it; else ""."""
    if not isinstance(block, Paragraph) or _has_more(block):
        return ""
    text = block.text.strip()
    apart = block.look.align in ("right", "center") or bool(patterns.BRACKETED.match(text)) or patterns.is_day(text)
    labelled = bool(patterns.SIGNED.match(text.lstrip("（(【[")))
    reached = bool(patterns.PHONE.search(text)) and len(text) <= _LONGEST and "。" not in text
    official = bool(patterns.OFFICIAL.fullmatch(patterns.squeezed(text)))
    if not (patterns.CONTACT.match(text) or reached or official) and not (
        ((apart or labelled or below) and len(text) <= _LONGEST_SIGNED and _is_signature(text, names))
        or _is_sender(block, below)
    ):
        return ""
    return text


def _is_sender(block: Paragraph, below: Sequence[str]) -> bool:
    """Whether a line stands above a day as the office does that signs, whatever its name."""
    text = block.text.strip()
    signs = block.look.align == "right" and len(text) <= _LONGEST and "。" not in text
    return signs and bool(below) and patterns.is_day(below[0])


def _has_more(paragraph: Paragraph) -> bool:
    return any(isinstance(one, (NoteMark, Picture)) for one in paragraph.inlines)


def _is_signature(text: str, names: UnitNames) -> bool:
    """Whether a line of its own is a signature: it has the word for it, or names units, posts and days only."""
    found = read_signature([text], names)
    if patterns.is_day(text) or (patterns.SIGNED.search(text) and "。" not in text.rstrip("。")):
        return True
    return bool(found.units or found.approved_by) and not found.unknown


def _take_bracket(paragraph: Paragraph, names: UnitNames) -> tuple[str, Paragraph]:
    match = patterns.BRACKETED.search(paragraph.text)
    if not match or not paragraph.text[: match.start()].strip():
        return "", paragraph
    found = read_signature([match[1]], names)
    labelled = patterns.SIGNED.search(match[1]) and (found.units or found.authors)
    if not labelled and (found.unknown or not found.units):
        return "", paragraph
    inlines = cut_end(paragraph.inlines, len(paragraph.text) - match.start())
    return (match[0].strip(), replace(paragraph, inlines=inlines)) if inlines else ("", paragraph)


def cut_end(inlines: Sequence[Inline], length: int) -> tuple[Inline, ...]:
    """Return inlines without their last *length* characters; () where other than text would be cut."""
    kept = list(inlines)
    while length > 0 and kept:
        last = kept.pop()
        if isinstance(last, LineBreak):
            length -= 1
        elif isinstance(last, Text):
            if len(last.text) > length:
                kept.append(replace(last, text=last.text[:-length]))
            length -= min(length, len(last.text))
        else:
            return ()
    return trimmed(kept)


def take_category(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """Take the line that names the category; return its name and the rest."""
    for place, block in enumerate(blocks[:2]):
        if isinstance(block, Paragraph) and (match := patterns.CATEGORY.match(block.text.strip())):
            return match[1], [*blocks[:place], *blocks[place + 1 :]]
    return "", list(blocks)


def cut_start(inlines: Sequence[Inline], length: int) -> tuple[Inline, ...]:
    """Return inlines without their first *length* characters of text."""
    kept: list[Inline] = []
    for inline in inlines:
        if length > 0 and isinstance(inline, Text):
            rest = inline.text[length:]
            length -= min(length, len(inline.text))
            if rest:
                kept.append(replace(inline, text=rest))
        elif length <= 0 or not isinstance(inline, LineBreak):
            kept.append(inline)
    return trimmed(kept)
