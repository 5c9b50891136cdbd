"""Edits of the sample archive: a word, a date, a file more or less, and what a clerk does besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from bulletin.content.closed_writer import closed_path, write_closed
from bulletin.content.loader import load
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.scoring.closing.freeze import freeze

DAY, LATER = date(2026, 11, 22), date(2026, 12, 2)
Edit = Callable[[Path], None]


def _item(root: Path, number: int, key: str = "") -> Path:
    found = [p for p in sorted((root / "content/items").rglob("*.md")) if key in p.read_text("utf-8")]
    return found[number]


def _put(key: str, value: str, number: int = -1) -> Edit:
    """Give the item of that *number* a value, in place of what it had."""

    def edit(root: Path) -> None:
        path = _item(root, number)
        _, front, body = path.read_text("utf-8").split("---\n", 2)
        # A value may run over several lines.
        front = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", front, flags=re.MULTILINE)
        path.write_text(f"---\n{front}{key}: {value}\n---\n{body}", encoding="utf-8")

    return edit


def _words(number: int) -> Edit:
    def edit(root: Path) -> None:
        path = _item(root, number)
        path.write_text(path.read_text("utf-8") + "\n\n## 又一节\n\n又加一段。\n", encoding="utf-8")

    return edit


def _rename(root: Path) -> None:
    # One that no issue lists.
    listed = "".join(p.read_text("utf-8") for p in (root / "issues").rglob("*.md"))
    path = next(p for p in sorted((root / "content/items").rglob("*.md"), reverse=True) if p.stem not in listed)
    path.rename(path.with_name("another-name.md"))


def _add(root: Path) -> None:
    path = _item(root, -1)
    text = path.read_text("utf-8").replace("title: ", "title: 又一篇")
    path.with_name("one-more.md").write_text(f"{text}\n\n与前一篇不同。\n", encoding="utf-8")


def _replace(file: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        path = next(p for p in sorted(root.glob(file), reverse=True) if old in p.read_text("utf-8"))
        path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")

    return edit


def _nothing(_root: Path) -> None:
    pass


def _set(item: str, **values: str) -> Edit:
    """Give the item of that name values, in place of what it had."""

    def edit(root: Path) -> None:
        path = root / f"content/items/{item}.md"
        _, front, body = path.read_text("utf-8").split("---\n", 2)
        for key, value in values.items():
            front = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", front, flags=re.MULTILINE) + f"{key}: {value}\n"
        path.write_text(f"---\n{front}---\n{body}", encoding="utf-8")

    return edit


def _write(file: str, text: str) -> Edit:
    def edit(root: Path) -> None:
        (root / file).parent.mkdir(exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")

    return edit


def _append(file: str, text: str) -> Edit:
    return lambda root: _write(file, (root / file).read_text("utf-8") + text)(root)


def _everywhere(folder: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        for path in [*(root / folder).rglob("*.toml"), *(root / folder).rglob("*.md")]:
            path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")

    return edit


def _remove(file: str) -> Edit:
    return lambda root: (root / file).unlink()


def _close(label: str) -> Edit:
    """Close a period, with what is known on the day."""

    def edit(root: Path) -> None:
        period = Period.parse(label)
        write_closed(root, freeze(load(root, DAY).archive, period, translator("zh"), closed_path(period)))

    return edit


def _all(*edits: Edit) -> Edit:
    def edit(root: Path) -> None:
        for one in edits:
            one(root)

    return edit


PENDING, JOINT = "2026/dangri-banshi", "2026/bingzhen-bingxin"
"""An item in no issue, and one of two units, adopted and endorsed."""
ITEM = "---\ntitle: 头一篇\nunit: {unit}\ncategory: 动态\ndate: {day}\n---\n\n那一年的第一篇稿子。\n"
PUBLICATION = '\n[[publication]]\nid = "bukan"\nname = "部刊"\nlevel = "县"\nkind = "newspaper"\n'
SWAPPED = "2026/jinqiao-yinian, 2026/jinqiao-huifang"
MOVED = 'id = "rck"\nname = "人才工作科"\ngroup = "townships"'
TWO_UNITS = (
    'id = "gbk"\nname = "干部科"\ngroup = "offices"\n\n[[unit]]\nid = "gbjdk"\nname = "干部监督科"\n',
    'id = "gbjdk"\nname = "干部监督科"\ngroup = "offices"\n\n[[unit]]\nid = "gbk"\nname = "干部科"\n',
)

EDITS: Mapping[str, Edit] = {
    "title": _put("title", "换了一个标题"),
    "an old title": _put("title", "换了一个标题", 3),
    "words": _words(40),
    "topics": _put("topics", "[夜校, 议事]"),
    "units": _put("unit", "[组织科, 干部科]"),
    "category": _put("category", "综述"),
    "date": _put("date", "2026-01-05", 100),
    "authors": _put("authors", "[某甲, 某乙]"),
    "adoption": _put("adopted-by", "[{publication: 组工信息, date: 2026-10-30, treatment: 摘要}]", 90),
    "endorsement": _put("endorsements", "[{by: 县委书记, level: 县, date: 2026-10-30, text: 可推广}]", 90),
    "correction": _put("corrections", "[{date: 2026-10-05, note: 数字更正}]", 120),
    "outcome": _put("outcomes", "[{title: 新办法, date: 2026-10-05}]", 120),
    "draft": _put("status", "草稿", -2),
    "withdrawn": _put("status", "撤回", 70),
    "signed off": _put("approved-by", "某科科长", 60),
    "renamed": _rename,
    "added": _add,
    "foreword": _replace("issues/*/*.md", "\n---\n", "\n---\n编者按：今年以来。\n"),
    "signer": _replace("issues/*/*.md", "number:", "signer: 某部长\nnumber:"),
    "call": _replace("content/calls/*.md", "title: ", "title: 再"),
    "alias of a unit": _replace("registry/units.toml", 'aliases = ["部办公室"]', 'aliases = ["部办公室", "办公厅"]'),
    "name of a unit": _replace(
        "registry/units.toml",
        'name = "组织科"\ngroup = "offices"\naliases = [',
        'name = "组织一科"\ngroup = "offices"\naliases = ["组织科", ',
    ),
    "publication": _replace("registry/publications.toml", 'publisher = "', 'publisher = "原'),
    "name of a publication": _all(
        _replace("registry/publications.toml", 'name = "组工信息"', 'name = "组工简报"'),
        _replace("registry/publications.toml", '["中组部组工信息"]', '["中组部组工信息", "组工信息"]'),
    ),
    "name of a category": _all(
        _replace("registry/categories.toml", 'name = "综述"', 'name = "综合"'),
        _everywhere("content", "category: 综述\n", "category: overview\n"),
        _everywhere("registry", '"综述"', '"overview"'),
    ),
    "nothing": _nothing,
    "of one unit no more": _set(JOINT, unit="组织科"),
    "of another township": _set("2026/zoufang-rili", unit="南湾镇"),
    "deleted": _remove(f"content/items/{PENDING}.md"),
    "limited readership": _set(PENDING, audience="限定"),
    "expired": _set("2026/chayi-shitu", expires="2026-11-01"),
    "answers a call": _set(PENDING, commission="2026-laoganbu"),
    "follows another": _set(PENDING, follows="2026/jinqiao-huifang"),
    "another topic of the same address": _set(PENDING, topics="[基层党建！]"),
    "a topic of its own": _set(PENDING, topics="[无人写过]"),
    "an item of another year": _write("content/items/2024/first.md", ITEM.format(unit="组织科", day="2024-05-05")),
    "adopted in another year": _all(
        _write("content/items/2024/first.md", ITEM.format(unit="组织科", day="2024-05-05")),
        _replace(
            "content/items/2024/first.md",
            "\n---\n\n",
            "\nadopted-by: [{publication: 组工信息, date: 2025-01-05}]\n---\n\n",
        ),
    ),
    "a publication of a new level": _all(
        _append("registry/publications.toml", PUBLICATION),
        _everywhere("registry/schemes", '"省" = 8, ', '"县" = 1, "省" = 8, '),
        _everywhere("registry/schemes", '"省" = 10, "市" = 1.5', '"县" = 1, "省" = 10, "市" = 1.5'),
        _set(PENDING, **{"adopted-by": "[部刊]"}),
    ),
    "issue without items": _write("issues/2024/001.md", "---\nnumber: 1\ndate: 2024-01-31\n---\n"),
    "issue gone": _remove("issues/2026/021.md"),
    "order of an issue": _replace("issues/2026/zengkan-1.md", "2026/jinqiao-huifang, 2026/jinqiao-yinian", SWAPPED),
    "title of an issue": _replace("issues/2026/zengkan-1.md", "title: ", "title: 再谈"),
    "number of an issue": _replace("issues/2026/021.md", "serial: 369", "serial: 370"),
    "call gone": _all(
        _remove("content/calls/2026-dongxun.md"),
        _replace("content/items/2026/dongxun-guotang.md", "commission: 2026-dongxun\n", ""),
    ),
    "words of a call": _append("content/calls/2026-yaodian-2.md", "\n另请注意时效。\n"),
    "due day": _replace("content/calls/2026-dongxun.md", "due: 2026-11-30", "due: 2026-11-20"),
    "extended": _replace(
        "content/calls/2026-dongxun.md", "due: ", "extended: [{unit: 望湖乡, due: 2026-12-09}]\ndue: "
    ),
    "waived": _replace("content/calls/2026-laoganbu.md", "due: ", "waived: [{unit: 城关镇, reason: 防汛}]\ndue: "),
    "units of a call": _replace("content/calls/2026-laoganbu.md", "[老干部局, 城关镇]", "[老干部局, 组织科]"),
    "points": _replace("registry/schemes/2026.toml", "points = 0.5", "points = 0.6"),
    "words of a scheme": _replace("registry/schemes/2025.toml", 'words = "', 'words = "凡'),
    "target": _replace("registry/targets/2026.toml", "count = 1", "count = 2"),
    "group of a unit": _replace("registry/units.toml", 'id = "rck"\nname = "人才工作科"\ngroup = "offices"', MOVED),
    "name of a group": _everywhere("registry", '"部机关科室"', '"机关科室"'),
    "merged": _replace("registry/units.toml", 'id = "gwyk"\n', 'id = "gwyk"\nleft = 2026-11-21\nsuccessor = "gbk"\n'),
    "new unit": _append("registry/units.toml", '\n[[unit]]\nid = "xinban"\nname = "新办"\ngroup = "offices"\n'),
    "order of units": _replace("registry/units.toml", *TWO_UNITS),
    "order of categories": _replace("registry/categories.toml", "order = 1", "order = 9"),
    "limits of a category": _replace("registry/categories.toml", "min-chars = 400", "min-chars = 300"),
    "level of a publication": _replace("registry/publications.toml", 'level = "市"', 'level = "省"'),
    "headline": _replace("registry/publications.toml", "headline = true\n", ""),
    "name of the bulletin": _replace("registry/bulletin.toml", 'name = "', 'name = "新'),
    "copies": _replace("registry/bulletin.toml", "copies = ", "copies = 1"),
    "new page": _write("content/guide2.md", "# 又一份指南\n"),
}


LINKING = "content/items/2026/zoufang-rili.md"
ADOPTED_LATE = "[{publication: 安澜组织工作信息, issue: 99, date: 2025-12-20, treatment: 单篇}]"
PREPARED: Mapping[str, tuple[Edit, Edit, date]] = {
    "an item expires": (_set(PENDING, expires="2026-11-25"), _nothing, LATER),
    "a due day passes": (_replace("content/calls/2026-yaodian-2.md", "2026-12-15", "2026-11-25"), _nothing, LATER),
    "an extended day passes": (
        _replace("content/calls/2026-laoganbu.md", "due: ", "extended: [{unit: 城关镇, due: 2026-11-25}]\ndue: "),
        _nothing,
        LATER,
    ),
    "a heading that is linked to is withheld": (
        _append(LINKING, "\n见[此稿](cunban-tijian.md#三原因分析)。\n"),
        _set("2026/cunban-tijian", expires="2026-11-01"),
        DAY,
    ),
    "name of a category without items": (
        _append("registry/categories.toml", '\n[[category]]\nid = "xinlei"\nname = "新类"\norder = 9\n'),
        _replace("registry/categories.toml", 'name = "新类"', 'name = "新的类"'),
        DAY,
    ),
    "a year is closed": (_nothing, _close("2025"), DAY),
    "a quarter is closed after its facts have changed": (
        _all(_close("2025"), _set("2025/liudong-mopai", **{"adopted-by": ADOPTED_LATE})),
        _close("2025-Q4"),
        DAY,
    ),
    "an adoption of a closed year becomes known": (
        _all(_close("2025"), _close("2025-Q4")),
        _set("2025/liudong-mopai", **{"adopted-by": ADOPTED_LATE}),
        DAY,
    ),
    "an item of a closed year is withdrawn": (
        _close("2025"),
        _set("2025/jinqiao-quanguo", status="撤回", **{"withdrawn-on": "2026-11-02"}),
        DAY,
    ),
    "a withdrawal of a wrong item gets a day": (
        _set("2025/jinqiao-quanguo", status="撤回", corrections="[{date: 2025-08-01, note: 数字有误}]"),
        _set("2025/jinqiao-quanguo", **{"withdrawn-on": "2026-11-02"}),
        DAY,
    ),
    "the scheme of a closed year is changed": (
        _close("2025-H2"),
        _replace("registry/schemes/2025.toml", "points = 15", "points = 16"),
        DAY,
    ),
    "a closed year is open again": (_close("2025"), _remove("registry/closed/2025.json"), DAY),
    "an item that is linked to is withdrawn": (
        _append(LINKING, "\n见[此稿](cunban-tijian.md)。\n"),
        _set("2026/cunban-tijian", status="撤回"),
        DAY,
    ),
}
"""What is there first, the edit, and the day after it."""
