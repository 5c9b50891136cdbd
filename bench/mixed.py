"""The shape *mixed*: what archives really hold, sixty authors, titles in quotes, links, footnotes, pictures, warnings.

A third of the texts hold more than paragraphs, headings, flat lists and tables; every 33rd has a warning.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from bench import office
from bench.markup import PIECES, WARNINGS, Place, Written, anchor
from bench.plain import places
from bench.wording import DOES, HOW, PLACES, RESULT, WHAT, named, prose, sentence

AUTHORS = tuple(
    family + given for family in "王李张刘陈杨赵黄周吴徐孙" for given in ("某", "某某", "小某", "大某", "老某")
)
_HOME = 0.7  # share of authors who write for one of their own units
_QUOTED, _JOINT, _SECOND_AUTHOR = 0.4, 0.05, 0.4
_SPECIAL, _FURTHER = 1 / 3, 0.35  # share of texts with special pieces; chance of one more
_SIGNS = 0.55  # share of texts with an @ or a long number
_ADOPTED, _ENDORSED, _SENT_UP, _OUTCOME, _EVENT, _ANSWER = 0.3, 0.05, 0.05, 0.02, 0.3, 0.05
_WARNED = 33
_LEADERS = ("县委书记", "县长", "县委副书记", "县委组织部部长")
_TREATMENTS = ("单篇", "单篇", "综合", "摘要", "简讯", "全文")
_TAGS = (*WHAT, "基层党建", "流动党员", "党员教育", "集体经济", "干部监督", "人才工作", "主题党日", "乡村治理")
_SECTIONS = {"动态": (0, 1), "经验": (2, 5), "调研": (4, 8), "综述": (2, 6)}


Body = Callable[[Place, str], list[str]]
"""Returns the blocks of a text from where it stands and its category."""


class Status(NamedTuple):
    """What is out of the ordinary in the front matter of an item."""

    lines: tuple[str, ...] = ()
    listed: bool = True
    """Whether an issue may hold it."""
    linked: bool = True
    """Whether other items link to it."""


def has_warning(number: int) -> bool:
    """Return whether a check warns of the last block in the text of an item."""
    return number % _WARNED == _WARNED // 2


def status(number: int, day: date) -> Status:
    """Return the status of an item: drafts, withdrawn, restricted, expired and corrected ones are spread evenly."""
    later = day + timedelta(days=20)
    match number:
        case _ if number % 173 == 11:  # noqa: PLR2004  # this and the following: how often
            return Status(("status: draft",), listed=False, linked=False)
        case _ if number % 211 == 17:  # noqa: PLR2004
            return Status(
                (f"corrections: [{{date: {later}, note: 重复报送，予以撤回。}}]", "status: 撤回"), linked=False
            )
        case _ if number % 499 == 23:  # noqa: PLR2004
            return Status(("audience: 限定",), listed=False, linked=False)
        case _ if number % 307 == 29:  # noqa: PLR2004
            return Status((f"expires: {day + timedelta(days=180)}",), linked=False)
        case _ if number % 89 == 31:  # noqa: PLR2004
            note = f"第二段“{number % 90 + 10}人”更正为“{number % 80 + 12}人”。"
            return Status((f"corrections: [{{date: {later}, note: {note}}}]", "status: 更正"))
    return Status()


def write(root: Path, days: list[date], seed: int) -> None:
    """Write an archive with one item for each of *days* into the folder *root*."""
    write_archive(root, days, random.Random(seed), _body)


def write_archive(root: Path, days: list[date], dice: random.Random, body: Body) -> None:
    """Write an archive whose texts are made by *body*."""
    office.write_registry(root, days[0].year)
    office.write_pictures(root, sorted({day.year for day in days}))
    calls = office.write_calls(root, days, dice)
    earlier: list[Written] = []
    listed: list[tuple[date, str]] = []
    for number, day in enumerate(days):
        stem, state = f"x{number:06}", status(number, day)
        category = dice.choices([c[1] for c in office.CATEGORIES], [c[2] for c in office.CATEGORIES])[0]
        title = _title(dice, number)
        place = Place(dice, day, earlier, [], [])
        head = list(_head(dice, day, title, category, calls))
        text = "\n\n".join([*body(place, category), *_last(place, number)])
        content = "\n".join(["---", *head, *state.lines, "---", "", text, ""])
        (root / f"content/items/{day.year}/{stem}.md").write_text(content, encoding="utf-8", newline="\n")
        if state.linked:
            earlier.append(Written(day.year, stem, title, place.anchors[0] if place.anchors else ""))
        if state.listed:
            listed.append((day, f"{day.year}/{stem}"))
    office.write_issues(root, listed, dice)


def _last(place: Place, number: int) -> Iterator[str]:
    yield from place.notes
    if has_warning(number):
        yield WARNINGS[number // _WARNED % len(WARNINGS)](place.dice)


def _title(dice: random.Random, number: int) -> str:
    what = f"{dice.choice(HOW)}{dice.choice(DOES)}{dice.choice(WHAT)}"
    match dice.randrange(4):
        case 0:
            return f"{named(dice)}：{what} 第{number}号信息"
        case 1:
            return f"{dice.choice(PLACES)}镇“{dice.choice(WHAT)}{dice.choice(DOES)}”{what} 第{number}号信息"
        case _:
            return f"{dice.choice(PLACES)}{what} {named(dice)}{dice.choice(DOES)}第{number}号信息"


def _head(
    dice: random.Random, day: date, title: str, category: str, calls: list[tuple[date, str, list[str]]]
) -> Iterator[str]:
    quote = '"' if dice.random() < _QUOTED else ""
    units, answer = _units(dice), list[str]()
    recent = [call for call in calls if day - timedelta(days=30) < call[0] <= day]
    if recent and recent[-1][2] and dice.random() < _ANSWER:
        units = [dice.choice(recent[-1][2])]
        answer = ["channel: 约稿", f"commission: {recent[-1][1]}"]
    yield f"title: {quote}{title}{quote}"
    yield f"unit: {units[0]}" if len(units) == 1 else f"unit: [{', '.join(units)}]"
    yield f"category: {category}"
    yield f"date: {day}"
    if dice.random() < _EVENT:
        yield f"event-date: {day - timedelta(days=dice.randrange(1, 25))}"
    yield f"authors: [{', '.join(_authors(dice, units[0]))}]"
    yield from answer
    yield f"topics: [{', '.join(dice.sample(_TAGS, dice.choice((1, 1, 2, 3))))}]"
    yield from _adoptions(dice, day)
    yield from _consequences(dice, day)


def _units(dice: random.Random) -> list[str]:
    return [f"{place}镇" for place in dice.sample(places(), 2 if dice.random() < _JOINT else 1)]


def _authors(dice: random.Random, unit: str) -> list[str]:
    home = sum(map(ord, unit))
    count = 2 if dice.random() < _SECOND_AUTHOR else 1
    own = [AUTHORS[(home * 7 + k * 11) % len(AUTHORS)] for k in range(3)]
    return list(dict.fromkeys(dice.choice(own if dice.random() < _HOME else AUTHORS) for _ in range(count)))


def _adoptions(dice: random.Random, day: date) -> Iterator[str]:
    if dice.random() >= _ADOPTED:
        return
    yield "adopted-by:"
    weights = [publication[4] for publication in office.PUBLICATIONS]
    for publication in dict.fromkeys(dice.choices(office.PUBLICATIONS, weights, k=dice.choice((1, 1, 1, 2)))):
        taken = day + timedelta(days=dice.randrange(3, 30))
        issue, treatment = dice.randrange(1, 150), dice.choice(_TREATMENTS)
        yield f"  - {{publication: {publication[1]}, issue: {issue}, date: {taken}, treatment: {treatment}}}"


def _consequences(dice: random.Random, day: date) -> Iterator[str]:
    later = day + timedelta(days=dice.randrange(1, 20))
    if dice.random() < _ENDORSED:
        yield "endorsements:"
        words = "text: 做法很好，请总结推广。, follow-up: 已印发各镇"
        yield f"  - {{by: {dice.choice(_LEADERS)}, level: 县, date: {later}, {words}}}"
    if dice.random() < _SENT_UP:
        yield f"sent-up: [{{level: 省, date: {later}}}]"
    if dice.random() < _OUTCOME:
        yield f"outcomes: [{{title: 关于{dice.choice(DOES)}{dice.choice(WHAT)}的通知, date: {later}}}]"


def _body(place: Place, category: str) -> list[str]:
    """Return the blocks of a text."""
    dice = place.dice
    blocks = [prose(dice, dice.randrange(2, 7))]
    for section in range(dice.randint(*_SECTIONS[category])):
        heading = (
            f"{'一二三四五六七八'[section]}、{dice.choice(HOW)}{dice.choice(DOES)}{named(dice)}，{dice.choice(RESULT)}"
        )
        place.anchors.append(anchor(heading))
        blocks += [f"## {heading}", prose(dice, dice.randrange(2, 7)), _block(dice)]
    special = []
    if dice.random() < _SPECIAL:
        special.append(_piece(place))
        while dice.random() < _FURTHER:
            special.append(_piece(place))
    for piece in [*special, *_with_signs(dice)]:
        blocks.insert(dice.randrange(1, len(blocks) + 1), piece)
    return blocks


def _piece(place: Place) -> str:
    return place.dice.choices([piece for piece, _ in PIECES], [weight for _, weight in PIECES])[0](place)


def _block(dice: random.Random) -> str:
    """Return a block of the plain kind: a paragraph, a heading, a flat list or a table."""
    match dice.randrange(8):
        case 0 | 1:
            return "\n".join(f"- **{dice.choice(DOES)}{dice.choice(WHAT)}。**{sentence(dice)}" for _ in range(3))
        case 2:
            return "\n".join(f"{n}. {sentence(dice)}" for n in range(1, dice.randrange(3, 6)))
        case 3:
            return f"**一是{dice.choice(DOES)}{dice.choice(WHAT)}。**{prose(dice, dice.randrange(1, 4))}"
    return prose(dice, dice.randrange(1, 7))


def _with_signs(dice: random.Random) -> list[str]:
    """Return, for most texts, a paragraph with an @ or a long number that is harmless at a closer look."""
    if dice.random() >= _SIGNS:
        return []
    return [f"{prose(dice, 1)}{_sign(dice)}，{sentence(dice)}"]


def _sign(dice: random.Random) -> str:
    digits = f"{dice.randrange(10**9):09}"
    match dice.randrange(6):
        case 0:
            return f"网友@{named(dice)}留言"
        case 1:
            return f"在政务微博@{dice.choice(PLACES)}发布上公开"
        case 2:
            return f"项目代码{dice.randrange(2018, 2026)}-371328-84-01-{digits[:6]}"
        case 3:
            return f"统一社会信用代码91371328MA3{digits[:6]}X"
        case 4:
            return f"工单20{digits}{digits[:3]}已办结"
    return f"全年用电{dice.randrange(2, 9)}{digits}{digits[:2]}度"
