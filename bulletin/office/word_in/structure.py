"""Blocks of a Word file in; an issue and its items out, each with title, text, and who wrote it when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.model.registry import Registry
from bulletin.office.word_in import patterns
from bulletin.office.word_in.blocks import Block, Document, NoteMark, Paragraph, Picture, Role, all_paragraphs
from bulletin.office.word_in.foot import Foot, take_foot
from bulletin.office.word_in.headings import promote_headings
from bulletin.office.word_in.markdown_writer import TextBlock
from bulletin.office.word_in.masthead import Masthead, take_contents, take_masthead
from bulletin.office.word_in.signature import Signature, UnitNames, read_signature
from bulletin.office.word_in.signed import (
    cut_start,
    has_signed,
    other_signatures,
    take_byline,
    take_category,
    take_signature,
)
from bulletin.office.word_in.tidy import tidy_blocks
from bulletin.office.word_in.titles import (
    LONGEST_TITLE,
    BodyLook,
    TitlePlace,
    body_look,
    find_titles,
    join_title,
    too_long_title,
)

_HEAD, _LONGEST_MARKING = 8, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftItem:
    """One item as a Word file has it."""

    title: str = ""
    blocks: tuple[TextBlock, ...] = ()
    signature: Signature = field(default_factory=Signature)
    signed: tuple[str, ...] = ()
    """The lines that were taken for the signature, as they stand in the file."""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftIssue:
    """A Word file as an issue, or as one item without one."""

    items: tuple[DraftItem, ...] = ()
    masthead: Masthead = field(default_factory=Masthead)
    note: tuple[TextBlock, ...] = ()
    """The editor's note."""
    foot: Foot = field(default_factory=Foot)
    losses: Counter[str] = field(default_factory=Counter)


def read_structure(document: Document, registry: Registry) -> DraftIssue:
    """Return the issue or the item that a document is; raises BulletinError where there is no text in it."""
    losses = Counter(document.losses)
    blocks = tidy_blocks(document.blocks, losses)
    _refuse_unfit(blocks)
    body = body_look(blocks)
    kept = [block for block in blocks if not (isinstance(block, Paragraph) and block.look.role is Role.CONTENTS)]
    foot, rest = take_foot(kept)
    masthead, rest = take_masthead(rest, body.size, registry)
    entries, rest = take_contents(rest)
    losses["contents"] += len(blocks) - len(kept) + entries
    is_issue = masthead.is_there
    titles = find_titles(rest, body, several=is_issue or entries > 0)
    # Without a masthead nothing stands above a title that is no part of the text.
    note = rest[: titles[0].start] if titles and is_issue else []
    names = UnitNames.of(registry)
    read = partial(_item, body=body, names=names, file_category=document.category)
    items = _items(rest[len(note) :], titles, len(note), read)
    if not is_issue and not entries:
        more = _items(rest, find_titles(rest, body, several=True), 0, read)
        # Titles that each have a signature are those of several items; others may be set as titles and be none.
        items = more if sum(bool(item.signed) for item in more) > 1 else items
        _refuse_several(items, names)
    return DraftIssue(
        items=items,
        masthead=masthead,
        note=tuple(promote_headings(_without_mark(note), body)),
        foot=foot,
        losses=losses,
    )


def _items(
    blocks: Sequence[Block], titles: Sequence[TitlePlace], offset: int, read: Callable[..., DraftItem]
) -> tuple[DraftItem, ...]:
    return tuple(read(part, title) for part, title in _parts(blocks, titles, offset))


def _refuse_several(items: Sequence[DraftItem], names: UnitNames) -> None:
    """Refuse a text with signatures of several units at different places, which is several items."""
    for item in items:
        paragraphs = [block for block in item.blocks if isinstance(block, Paragraph)]
        if item.signature.units and (others := other_signatures(paragraphs, item.signature, names)):
            raise BulletinError(
                N_(
                    "There are signatures of several units in one text ({lines}), as of several items whose titles are "
                    "not set as such: give each title its style, or make a file of each item."
                ),
                lines=" | ".join([*others, *item.signed]),
            )


def _parts(blocks: Sequence[Block], titles: Sequence[TitlePlace], offset: int) -> list[tuple[list[Block], TitlePlace]]:
    """Return the blocks of each item with the place of its title in them."""
    if not titles:
        return [(list(blocks), TitlePlace(0, 0))]
    starts = [0, *(title.start - offset for title in titles[1:]), len(blocks)]
    return [
        (list(blocks[start:end]), TitlePlace(title.start - offset - start, title.lines))
        for start, end, title in zip(starts, starts[1:], titles, strict=False)
    ]


def _refuse_unfit(blocks: Sequence[Block]) -> None:
    """Refuse what has no text, and what bears a marking of secrecy, which would get lost with the masthead."""
    paragraphs = list(all_paragraphs(blocks))
    if not any(paragraph.text.strip() for paragraph in paragraphs):
        if any(isinstance(one, Picture) for paragraph in paragraphs for one in paragraph.inlines):
            raise BulletinError(
                N_("The file has pictures only, such as scanned pages: its text has to be typed first.")
            )
        raise BulletinError(N_("The file has no text."))
    for paragraph in paragraphs[:_HEAD]:
        text = " ".join(paragraph.text.split())
        if len(text) <= _LONGEST_MARKING and patterns.SECRET.search(text):
            raise BulletinError(
                N_("The file is marked as secret (“{text}”): it must not come into the archive."), text=text
            )


def _item(
    blocks: Sequence[Block], title: TitlePlace, body: BodyLook, names: UnitNames, file_category: str
) -> DraftItem:
    lines = [block for block in blocks[title.start : title.start + title.lines] if isinstance(block, Paragraph)]
    before, rest = blocks[: title.start], blocks[title.start + title.lines :]
    styled = has_signed(rest)
    heads, rest = take_byline(rest, names)
    tails, rest = take_signature(rest, names, styled=styled)
    category, rest = take_category(rest)
    titled = bool(lines) and lines[0].look.role is Role.TITLE
    whole = join_title(lines) or too_long_title(rest, body)
    if len(whole) > LONGEST_TITLE:
        raise BulletinError(
            N_("The title has {chars} characters, and may have {limit}: shorten it in the file (“{beginning}…”)."),
            chars=len(whole),
            limit=LONGEST_TITLE,
            beginning=whole[:20],
        )
    marks = [one for line in lines for one in line.inlines if isinstance(one, (NoteMark, Picture))]
    return DraftItem(
        title=whole,
        # Below a title that is one by its style, 标题 1 is the highest heading, whether there is one or not.
        blocks=tuple(promote_headings(_with_marks([*before, *rest], marks), body, top=int(titled))),
        signature=read_signature([*heads, *tails], names),
        signed=(*heads, *tails),
        category=category or file_category,
    )


def _with_marks(blocks: list[Block], marks: Sequence[NoteMark | Picture]) -> list[Block]:
    """Return a text with the marks that stood in its title behind its first paragraph."""
    first = next((place for place, block in enumerate(blocks) if isinstance(block, Paragraph)), None)
    if not marks:
        return blocks
    if first is None or not isinstance(block := blocks[first], Paragraph):
        return [Paragraph(tuple(marks)), *blocks]
    return [*blocks[:first], replace(block, inlines=(*block.inlines, *marks)), *blocks[first + 1 :]]


def _without_mark(note: Sequence[Block]) -> list[Block]:
    """Return an editor's note without the words 编者按."""
    found = list(note)
    if found and isinstance(first := found[0], Paragraph) and (match := patterns.NOTE.match(first.text)):
        inlines = cut_start(first.inlines, match.end())
        found[:1] = [replace(first, inlines=inlines)] if inlines else []
    return found
