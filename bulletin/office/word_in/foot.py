"""The foot of an issue (版记): whom it goes to, how many copies, who answers for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bulletin.office.word_in import patterns
from bulletin.office.word_in.blocks import Block, Paragraph, Role, all_paragraphs

_LAST = 14
_LONGEST = 200
_NAMES = re.compile(r"[、，,；;]\s*")
_SUPERIOR, _SUBORDINATE = ("报", "呈报", "抄报"), ("发", "分送", "下发", "印发")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """What the foot of an issue says."""

    superior: tuple[str, ...] = ()
    same_level: tuple[str, ...] = ()
    subordinate: tuple[str, ...] = ()
    copies: int | None = None
    editor: str = ""
    signer: str = ""
    lines: tuple[str, ...] = ()
    """Its lines, as they stand in the file."""


def take_foot(blocks: Sequence[Block]) -> tuple[Foot, list[Block]]:
    """Take the foot of an issue, which says whom it goes to or how many there are; return it and the rest."""
    first = max(len(blocks) - _LAST, 1)
    start = next((place for place in range(first, len(blocks)) if _begins_foot(blocks[place])), len(blocks))
    tail = list(blocks[start:])
    if not tail or not all(_may_be_foot(block) for block in tail):
        return Foot(), list(blocks)
    while start > first and _is_weak(blocks[start - 1]):
        start -= 1
    lines = [" ".join(p.text.split()) for p in all_paragraphs(blocks[start:]) if p.text.strip()]
    return _read(lines), list(blocks[:start])


def _texts(block: Block) -> list[str]:
    return [" ".join(p.text.split()) for p in all_paragraphs([block]) if p.text.strip()]


def _is_plain(block: Block) -> bool:
    """Whether no style says that a block is something else."""
    if isinstance(block, Paragraph):
        return block.look.role is Role.BODY and block.look.depth < 0 and not block.look.level
    return True


def _begins_foot(block: Block) -> bool:
    return _is_plain(block) and any(_is_strong(text) for text in _texts(block)[:1])


def _is_strong(text: str) -> bool:
    return (
        bool(patterns.FOOT.match(text) or patterns.COPIES.search(text) or patterns.PRINTED.search(text))
        and len(text) <= _LONGEST
    )


def _is_weak(block: Block) -> bool:
    """Whether a block names editor, signer or how to reach them, and no more."""
    return all(
        (patterns.EDITOR.search(text) or patterns.SIGNER.search(text) or patterns.CONTACT.match(text))
        and len(text) <= 60  # noqa: PLR2004
        for text in _texts(block)
    )


def _may_be_foot(block: Block) -> bool:
    return _is_plain(block) and all(len(text) <= _LONGEST and not re.search(r"。.", text) for text in _texts(block))


def _read(lines: Sequence[str]) -> Foot:
    names: dict[str, list[str]] = {"superior": [], "same_level": [], "subordinate": []}
    current = ""
    for line in lines:
        bare = patterns.COPIES.sub("", line).strip()
        match = patterns.FOOT.match(bare)
        if match:
            kind = "".join(match["kind"].split())
            current = "superior" if kind in _SUPERIOR else "subordinate" if kind in _SUBORDINATE else "same_level"
            bare = match["names"]
        elif patterns.EDITOR.search(bare) or patterns.SIGNER.search(bare) or patterns.PRINTED.search(bare):
            current = ""
        if current:
            names[current] += [name for part in _NAMES.split(bare) if (name := part.strip(" 。."))]
    whole = "\n".join(lines)
    copies, editor, signer = patterns.COPIES.search(whole), patterns.EDITOR.search(whole), patterns.SIGNER.search(whole)
    return Foot(
        superior=tuple(names["superior"]),
        same_level=tuple(names["same_level"]),
        subordinate=tuple(names["subordinate"]),
        copies=int(copies[1] or copies[2] or copies[3]) if copies else None,
        editor=editor[1] if editor else "",
        signer=signer[1] if signer else "",
        lines=tuple(lines),
    )
