"""The shape *plain*: paragraphs, headings, flat lists and tables; two authors, nothing that is checked closely."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.wording import DOES, HOW, PLACES, RESULT, WHAT, sentence

_CATEGORIES = (("news", "动态", 9), ("practice", "经验", 6), ("research", "调研", 2), ("overview", "综述", 3))
_PUBLICATIONS = (
    ("zugong", "组工信息", "中央", 1),
    ("sheng", "省组织信息", "省", 4),
    ("shi", "市组织工作信息", "市", 15),
)
_LISTS, _TABLES = 5, 1  # of twenty sections
_ADOPTED, _ENDORSED = 0.3, 0.05  # shares of all items
_LEADERS = ("县委书记", "县长", "县委副书记", "县委组织部部长")


def write(root: Path, days: list[date], seed: int) -> None:
    """Write an archive with one item for each of *days* into the folder *root*."""
    dice = random.Random(seed)
    _registry(root)
    for number, day in enumerate(days):
        path = root / f"content/items/{day.year}/x{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_item(dice, number, day)), encoding="utf-8", newline="\n")


def _registry(root: Path) -> None:
    units = [f'[[group]]\nid = "g{n}"\nname = "第{n + 1}组"\n' for n in range(2)]
    units += [f'[[unit]]\nid = "u{n:02}"\nname = "{place}镇"\ngroup = "g{n % 2}"\n' for n, place in enumerate(places())]
    categories = [f'[[category]]\nid = "{i}"\nname = "{name}"\n' for i, name, _ in _CATEGORIES]
    publications = [
        f'[[publication]]\nid = "{i}"\nname = "{name}"\nlevel = "{level}"\n' for i, name, level, _ in _PUBLICATIONS
    ]
    folder = root / "registry"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "units.toml").write_text("\n".join(units), encoding="utf-8")
    (folder / "categories.toml").write_text("\n".join(categories), encoding="utf-8")
    (folder / "publications.toml").write_text("\n".join(publications), encoding="utf-8")
    (folder / "bulletin.toml").write_text('name = "组工信息"\nediting-unit = "县委组织部办公室"\n', encoding="utf-8")


def places() -> list[str]:
    """Return the places that units are named for."""
    return [*PLACES, *(a + "上" for a in PLACES)]


def _item(dice: random.Random, number: int, day: date) -> Iterator[str]:
    category = dice.choices([name for _, name, _ in _CATEGORIES], [weight for _, _, weight in _CATEGORIES])[0]
    yield "---"
    yield f"title: {dice.choice(PLACES)}{dice.choice(HOW)}{dice.choice(DOES)}{dice.choice(WHAT)} 第{number}号信息"
    yield f"unit: {dice.choice(places())}镇"
    yield f"category: {category}"
    yield f"date: {day}"
    yield "authors: [李某, 王某]"
    yield f"topics: [{dice.choice(WHAT)}]"
    if dice.random() < _ADOPTED:
        publication = dice.choices([p[1] for p in _PUBLICATIONS], [p[3] for p in _PUBLICATIONS])[0]
        taken = day + timedelta(days=dice.randrange(3, 30))
        yield "adopted-by:"
        yield f"  - {{publication: {publication}, issue: {dice.randrange(1, 150)}, date: {taken}, treatment: 单篇}}"
    if dice.random() < _ENDORSED:
        yield f"endorsements: [{{by: {dice.choice(_LEADERS)}, level: 县, date: {day}, text: 做法很好，请总结推广。}}]"
    yield "---"
    yield ""
    yield _paragraph(dice)
    for section in range(0 if category == "动态" else dice.randrange(3, 6)):
        yield f"\n## {'一二三四五六'[section]}、{dice.choice(HOW)}{dice.choice(DOES)}，{dice.choice(RESULT)}\n"
        yield _paragraph(dice)
        yield ""
        yield _block(dice)
    yield ""


def _paragraph(dice: random.Random) -> str:
    return "".join(sentence(dice) for _ in range(dice.randrange(5, 11)))


def _block(dice: random.Random) -> str:
    kind = dice.randrange(20)
    if kind < _LISTS:
        return "\n".join(f"- **{dice.choice(DOES)}{dice.choice(WHAT)}。**{sentence(dice)}" for _ in range(3))
    if kind < _LISTS + _TABLES:
        rows = "\n".join(f"| {dice.choice(PLACES)}镇 | {dice.randrange(99)} | {dice.randrange(99)} |" for _ in range(5))
        return f"| 乡镇 | 排查 | 办结 |\n| --- | ---: | ---: |\n{rows}"
    return _paragraph(dice)
