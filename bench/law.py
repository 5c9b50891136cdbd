"""The shape *law*: long texts in chapters and numbered articles, with nested lists, footnotes, tables, many links."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.markup import Place, anchor, footnote, table
from bench.mixed import write_archive
from bench.wording import DOES, RESULT, WHAT, WHO, named, prose, sentence

_CHAPTERS = ("总则", "职责分工", "申报与受理", "审核与公示", "日常管理", "监督检查", "法律责任", "附则")
_DIGITS = "零一二三四五六七八九"


def write(root: Path, days: list[date], seed: int) -> None:
    """Write an archive with one item for each of *days* into the folder *root*."""
    write_archive(root, days, random.Random(seed), _body)


def chinese(number: int) -> str:
    """Return a number from 1 to 999 in Chinese, as articles are numbered."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


def _body(place: Place, _category: str) -> list[str]:
    dice = place.dice
    headings = [
        f"第{chinese(number)}章 {name}{dice.choice(WHAT)}"
        for number, name in enumerate(_CHAPTERS[: dice.randrange(3, len(_CHAPTERS) + 1)], 1)
    ]
    place.anchors += map(anchor, headings)
    blocks, article = [prose(dice, 2)], 1
    for heading in headings:
        blocks.append(f"## {heading}")
        for _ in range(dice.randrange(2, 8)):
            blocks += _article(place, article)
            article += 1
    if dice.random() < 0.2:  # noqa: PLR2004  # some
        blocks += ["附表：", table(place)]
    return blocks


def _article(place: Place, number: int) -> Iterator[str]:
    dice, name = place.dice, f"**第{chinese(number)}条**"
    match dice.randrange(12):
        case 0 | 1:
            yield f"{name}　{sentence(dice)[:-1]}：\n\n" + "\n".join(_numbered(dice))
        case 2:
            yield f"{name}　{sentence(dice)[:-1]}：\n\n" + "\n\n".join(
                f"（{chinese(n)}）{sentence(dice)[:-1]}；" for n in range(1, dice.randrange(3, 7))
            )
        case 3 | 4:
            yield f"{name}　依照{_reference(place)}的规定，{sentence(dice)}{dice.choice(WHO)}应当{dice.choice(DOES)}。"
        case 5:
            chapter = f"[{dice.choice(('前章', '本办法有关规定'))}](#{dice.choice(place.anchors)})"
            yield f"{name}　违反{chapter}的，{sentence(dice)}"
        case 6 if dice.random() < 0.5:  # noqa: PLR2004  # half of them
            yield f"{name}　{footnote(place)}"
        case _:
            yield f"{name}　{prose(dice, dice.randrange(1, 4))}"


def _reference(place: Place) -> str:
    dice = place.dice
    if not place.earlier:
        return f"《{named(dice)}管理办法》"
    back = min(int(dice.expovariate(1 / 500)), len(place.earlier) - 1)
    return place.earlier[-1 - back].link(place.day.year, deep=dice.random() < 0.5)  # noqa: PLR2004  # half of them


def _numbered(dice: random.Random) -> Iterator[str]:
    for number in range(1, dice.randrange(3, 6)):
        yield f"{number}. {sentence(dice)[:-1]}；"
        if dice.random() < 0.4:  # noqa: PLR2004  # some
            yield from (f"    - {sentence(dice)[:-1]}，{dice.choice(RESULT)}；" for _ in range(dice.randrange(2, 4)))
