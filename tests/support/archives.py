"""Small invented archives for tests: files by path, written into a temporary folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bulletin.content.loader import LoadedArchive, load
from bulletin.core.problems import Problem

TODAY = date(2026, 11, 22)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b5500"
    "00000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
"""A picture of one point."""

UNITS = """\
[[group]]
id = "offices"
name = "部机关科室"
order = 1

[[group]]
id = "townships"
name = "乡镇"
order = 2

[[unit]]
id = "zzk"
name = "组织科"
group = "offices"
aliases = ["县委组织部组织科"]

[[unit]]
id = "chengguan"
name = "城关镇"
group = "townships"
former-names = ["城关乡"]

[[unit]]
id = "donghe"
name = "东双河镇"
group = "townships"

[[unit]]
id = "nanping"
name = "南坪乡"
group = "townships"
left = 2025-12-31
successor = "donghe"
"""

CATEGORIES = """\
[[category]]
id = "practice"
name = "经验"
order = 1

[[category]]
id = "research"
name = "调研"
order = 2

[[category]]
id = "overview"
name = "综述"
order = 3

[[category]]
id = "news"
name = "动态"
order = 4
max-chars = 500
"""

PUBLICATIONS = """\
[[publication]]
id = "zugong"
name = "组工信息"
publisher = "中组部"
level = "中央"
kind = "bulletin"

[[publication]]
id = "sheng"
name = "东江组工信息"
publisher = "省委组织部"
level = "province"
kind = "bulletin"
aliases = ["省组工信息"]

[[publication]]
id = "ribao"
name = "东江日报"
level = "省"
kind = "newspaper"
"""

BULLETIN = """\
name = "柳川组工信息"
editing-unit = "中共柳川县委组织部办公室"
marking = "内部资料 注意保存"
copies = 150

[distribution]
superior = ["市委组织部"]
same-level = ["县委各部委"]
subordinate = ["各乡镇党委"]
"""

REGISTRY: Mapping[str, str] = {
    "registry/units.toml": UNITS,
    "registry/categories.toml": CATEGORIES,
    "registry/publications.toml": PUBLICATIONS,
    "registry/bulletin.toml": BULLETIN,
}


def item(body: str = "全镇十二个村普遍开设夜间议事桌，群众有事当面说。", /, **fields: str) -> str:
    """Return an item's file; fields are front-matter values as they are typed, ``_`` in a key is written ``-``."""
    known = {"title": "夜谈会开到家门口", "unit": "城关镇", "category": "经验", "date": "2026-03-05"}
    values = known | {key.replace("_", "-"): value for key, value in fields.items()}
    lines = [f"{key}: {value}" for key, value in values.items() if value]
    return "\n".join(["---", *lines, "---", "", body, ""])


def issue(foreword: str = "", /, **fields: str) -> str:
    """Return an issue's file."""
    values = {"number": "1", "date": "2026-03-15"} | fields
    return "\n".join(["---", *(f"{key}: {value}" for key, value in values.items()), "---", foreword, ""])


def write(root: Path, files: Mapping[str, str | bytes], registry: Mapping[str, str] = REGISTRY) -> Path:
    """Write an archive's files, texts as UTF-8 with LF, and return its folder."""
    for name, content in {**registry, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def loaded(root: Path, files: Mapping[str, str | bytes], today: date = TODAY) -> LoadedArchive:
    """Write an archive and read it."""
    return load(write(root, files), today)


def problems(root: Path, files: Mapping[str, str | bytes]) -> tuple[Problem, ...]:
    """Return what is wrong with an archive of these files."""
    return loaded(root, files).problems
