"""Pieces of Markdown as they stand in real texts: links, quotations, lists, tables, footnotes, and what checks warn of.

A piece is a paragraph or block. They are what is not a paragraph, a heading, a flat list or a table.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bench.wording import DOES, HOW, PLACES, RESULT, WHAT, WHO, named, prose, sentence

PICTURES = ("photo-1.jpg", "photo-2.jpg", "chart.png")
"""The pictures of each folder of items."""


@dataclass(frozen=True, slots=True)
class Written:
    """An item that later ones may link to."""

    year: int
    stem: str
    title: str
    anchor: str
    """The anchor of a heading in its text, or nothing."""

    def link(self, year: int, *, deep: bool) -> str:
        """Return a link to the item, from an item of *year*; to its heading if *deep* and there is one."""
        folder = "" if year == self.year else f"../{self.year}/"
        fragment = f"#{self.anchor}" if deep and self.anchor else ""
        return f"[《{self.title}》]({folder}{self.stem}.md{fragment})"


@dataclass(slots=True)
class Place:
    """Where pieces are written to: an item of a year, with what it may link to and the footnotes it has so far."""

    dice: random.Random
    day: date
    earlier: list[Written]
    anchors: list[str]
    """Anchors of headings in this text."""
    notes: list[str]
    """Footnotes, which stand at the end of the text."""


Piece = Callable[[Place], str]


def anchor(heading: str) -> str:
    """Return the anchor of a heading: its words, without punctuation."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())


def _link(place: Place) -> str:
    dice = place.dice
    if not place.earlier:
        return f"{prose(dice, 2)}详见[县政府网站](https://www.example.gov.cn/art/{dice.randrange(10**6)}.html)。"
    # Mostly something recent.
    back = min(int(dice.expovariate(1 / 200)), len(place.earlier) - 1)
    target = place.earlier[-1 - back].link(place.day.year, deep=dice.random() < 0.2)  # noqa: PLR2004  # a few
    return f"{prose(dice, 2)}{dice.choice(('此前做法见', '参见', '起因见', '这是对'))}{target}{sentence(dice)}"


def _fragment(place: Place) -> str:
    if not place.anchors:
        return _link(place)
    return f"{prose(place.dice, 1)}具体见[前文](#{place.dice.choice(place.anchors)})。{sentence(place.dice)}"


def _quotation(place: Place) -> str:
    lines = [f"> {prose(place.dice, place.dice.randrange(1, 4))}"]
    if place.dice.random() < 0.3:  # noqa: PLR2004  # some
        lines += [">", f"> ——{place.dice.choice(PLACES)}镇{place.dice.choice(WHO)}"]
    return "\n".join(lines)


def _code_span(place: Place) -> str:
    dice = place.dice
    code = dice.choice(
        ("台账编号", f"DJ-{dice.randrange(1000, 9999)}", "check.xlsx", f"第{dice.randrange(9)}栏", "A/B角")
    )
    return f"{prose(dice, 2)}在系统中填写`{code}`，{sentence(dice)}"


def _fence(place: Place) -> str:
    rows = "\n".join(f"{named(place.dice)}  {place.dice.randrange(99)}  {place.dice.randrange(99)}" for _ in range(4))
    return f"{sentence(place.dice)}\n\n```\n{rows}\n```"


def _spaces_at_ends(place: Place) -> str:
    return "\n".join(prose(place.dice, 1) + place.dice.choice((" ", "  ", "  ")) for _ in range(3)).rstrip() + " "


def _brackets(place: Place) -> str:
    dice = place.dice
    return f"按照县委[{place.day.year}]{dice.randrange(1, 90)}号文件[含附件]，{prose(dice, 2)}"


def _underscore(place: Place) -> str:
    name = f"{place.dice.choice(PLACES)}_{place.dice.choice(WHAT)}_{place.day.year}"
    return f"{prose(place.dice, 2)}底册存为“{name}”，{sentence(place.dice)}"


def _tilde(place: Place) -> str:
    dice = place.dice
    hours = f"{dice.randrange(7, 9)}~{dice.randrange(17, 20)}时"
    return f"每周{dice.choice('一二三')}~{dice.choice('四五')}、{hours}开放，{prose(dice, 2)}"


def _emphasis(place: Place) -> str:
    dice = place.dice
    return f"{prose(dice, 1)}这里说的是*{dice.choice(WHAT)}*，不是*{dice.choice(WHAT)}*。{sentence(dice)}"


def _ampersand(place: Place) -> str:
    return f"{prose(place.dice, 1)}“{named(place.dice)}&{named(place.dice)}”结对共建，{sentence(place.dice)}"


def _star_list(place: Place) -> str:
    return "\n".join(f"* {sentence(place.dice)}" for _ in range(place.dice.randrange(2, 6)))


def _nested_list(place: Place) -> str:
    dice = place.dice
    lines = [f"{sentence(dice)[:-1]}：", ""]
    for number in range(1, dice.randrange(3, 5)):
        lines.append(f"{number}. **{dice.choice(DOES)}{dice.choice(WHAT)}。**{sentence(dice)}")
        lines += [f"    - {sentence(dice)}" for _ in range(dice.randrange(1, 4))]
    return "\n".join(lines)


def _loose_list(place: Place) -> str:
    mark = place.dice.choice(("-", "-", "1."))
    entries = [f"{mark} {prose(place.dice, 2)}" for _ in range(place.dice.randrange(2, 5))]
    if mark == "1.":
        entries = [f"{number}.{entry[2:]}" for number, entry in enumerate(entries, 1)]
    return "\n\n".join(entries)


def table(place: Place) -> str:
    """Return a table, with bold words and links in some cells."""
    dice = place.dice
    rows = [
        f"| {named(dice)} | {dice.choice(WHAT)} | {dice.randrange(999)} | {dice.randrange(1000) / 10}% |"
        for _ in range(dice.randrange(3, 12))
    ]
    total = f"| **合计** | | {dice.randrange(9999)} | |"
    return "\n".join(["| 单位 | 事项 | 件数 | 办结率 |", "| :--- | --- | ---: | :---: |", *rows, total])


def footnote(place: Place) -> str:
    """Return a paragraph with a footnote; its text goes to the end."""
    name = str(len(place.notes) + 1)
    source = f"数据截至{place.day.year}年{place.day.month}月，由{place.dice.choice(PLACES)}镇核对。"
    place.notes.append(f"[^{name}]: {source}{sentence(place.dice)}")
    return f"{prose(place.dice, 1)[:-1]}[^{name}]。{prose(place.dice, 1)}"


def _picture(place: Place) -> str:
    name = place.dice.choice(PICTURES)
    return f"{prose(place.dice, 1)}\n\n![{place.dice.choice(PLACES)}镇{place.dice.choice(DOES)}现场]({name})"


def _bold_beside_punctuation(place: Place) -> str:
    dice = place.dice
    bold = f"**“{dice.choice(WHAT)}{dice.choice(DOES)}”**（{dice.choice(HOW)}）：**{dice.choice(RESULT)}。**"
    return f"{prose(dice, 1)}{bold}{sentence(dice)}"


PIECES: tuple[tuple[Piece, int], ...] = (
    (_quotation, 18),
    (_code_span, 12),
    (_spaces_at_ends, 12),
    (_link, 18),
    (_fragment, 2),
    (_brackets, 5),
    (_underscore, 5),
    (_tilde, 4),
    (_emphasis, 5),
    (_star_list, 4),
    (_ampersand, 4),
    (_nested_list, 8),
    (_loose_list, 6),
    (table, 6),
    (footnote, 10),
    (_picture, 5),
    (_bold_beside_punctuation, 6),
    (_fence, 1),
)
"""Each with its weight: chosen, not counted, so that every construct is met often."""

WARNINGS: tuple[Callable[[random.Random], str], ...] = (
    lambda dice: f"以下由<font color=red>{dice.choice(WHO)}</font>提供：{sentence(dice)}",  # raw-html
    lambda dice: f"## 补记\n{sentence(dice)}\n## 补记\n{sentence(dice)}",  # same-heading
    lambda dice: f"** 注意：**{sentence(dice)}",  # leftover-markup
    lambda dice: f"| 乡镇 | 件数 |\n| --- | ---: |\n| {dice.choice(PLACES)} | 3 | 4 |",  # table-row
    lambda dice: f"{sentence(dice)}\n---",  # rule-or-heading
    lambda dice: f"```\n{sentence(dice)}",  # unclosed-fence
    lambda dice: f"{sentence(dice)[:-1]}[^附]。",  # unknown-footnote
    lambda dice: f"[^未用]: {sentence(dice)}",  # unused-footnote
    lambda dice: f"联系信箱：zuzhi{dice.randrange(99)}@example.gov.cn。{sentence(dice)}",  # mail-address
    lambda dice: f"登录内网：10.{dice.randrange(9)}.3.{dice.randrange(2, 250)}填报。{sentence(dice)}",  # inner-address
    lambda dice: f"{sentence(dice)[:6]}\u200b{sentence(dice)}",  # invisible-character
)
"""Last blocks of texts, each of which a check warns of; none has a blank line."""
