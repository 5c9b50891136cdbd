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
_RECEIVER = re.compile(
    r"(?:委|部|局|办|处|科|室|厅|院|所|站|会|组|省|市|县|区|镇|乡|街道|村|社区|政府|机关|工委|单位|部门|企业|公司|学校|银行|中心|团体"
    r"|领导|书记|部长|县长|市长|主任|成员|同志|委员|常委|干部|党员|人|存|档|存档|备查|队|团|群众|支部|学院)"
    r"(?:[（(].{1,12}[）)])?$"
)
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
    start = next((place for place in range(first, len(blocks)) if _is_foot(blocks[place:])), len(blocks))
    if start == len(blocks):
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


def _is_foot(tail: Sequence[Block]) -> bool:
    """Whether blocks begin as a foot does, and nothing follows that is a text."""
    texts = _texts(tail[0])
    return bool(texts) and _is_strong(texts[0]) and all(_may_be_foot(block) for block in tail)


def _is_strong(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    if match := patterns.FOOT.match(patterns.COPIES.sub("", text)):
        return _names_receivers(match["names"])
    return bool(patterns.COPIES.search(text) or patterns.PRINTED.search(text))


def _names_receivers(text: str) -> bool:
    """Whether a text is a list of offices and people, and no sentence."""
    names = [name for part in _NAMES.split(text) if (name := part.strip(" 。."))]
    return bool(names) and all(map(_RECEIVER.search, names))


def _is_weak(block: Block) -> bool:
    """Whether a block names editor, signer or how to reach them, and no more."""
    return all(map(_is_weak_line, _texts(block)))


def _is_weak_line(text: str) -> bool:
    found = patterns.EDITOR.search(text) or patterns.SIGNER.search(text) or patterns.CONTACT.match(text)
    return bool(found) and len(text) <= 60  # noqa: PLR2004


def _may_be_foot(block: Block) -> bool:
    return _is_plain(block) and all(map(_is_foot_line, _texts(block)))


def _is_foot_line(text: str) -> bool:
    """Whether a line names receivers, copies, editors or the day of printing; receivers go on in further lines."""
    return (
        _is_strong(text)
        or _is_weak_line(text)
        or patterns.is_day(text)
        or not re.search(r"\w", text)
        or (len(text) <= _LONGEST and _names_receivers(text))
    )


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
