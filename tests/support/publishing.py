"""A small archive to be published, with texts that must not be."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from bulletin.cli import main
from tests.support.archives import issue, item, write
from tests.support.paths import ROOT

UNFINISHED = "拟任人选名单尚未上会讨论研究"
WITHDRAWN = "某乡换届中的矛盾纠纷排查情况"
SHARED = "各乡镇党委要高度重视此项工作"

FILES: Mapping[str, str] = {
    "content/index.md": "# 首页\n\n编者的话。\n",
    "content/items/2026/yetan.md": item(f"全镇普遍开设夜间议事桌。{SHARED}。\n\n## 一、做法\n\n见[上文](#一做法)。"),
    "content/items/2026/yexiao.md": item("夜校开课，人来得齐。", title="夜校开课", date="2026-03-06", unit="组织科"),
    "content/items/2026/caogao.md": item(f"{UNFINISHED}。{SHARED}。", title="一篇没有写完的考察材料", status="草稿"),
    "content/items/2026/chehui.md": item(f"开头。\n\n- **{WITHDRAWN[:6]}**{WITHDRAWN[6:]}", title="撤", status="撤回"),
    "issues/2026/001.md": issue("编者按。"),
}
DATE = "2026-11-22"


def office(root: Path, files: Mapping[str, str] = FILES) -> Path:
    return write(root, files)


def theme(root: Path, page: str) -> None:
    """Give an archive settings of its own, and a foot of its own for every page."""
    (root / "looks/partials").mkdir(parents=True)
    (root / "looks/partials/footer.html").write_text(f"<footer>{page}</footer>", "utf-8")
    settings = {
        "site_name": "信息",
        "theme": {"name": "material", "language": "zh", "font": False, "custom_dir": "looks"},
        "plugins": [],
    }
    (root / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")


def edit(root: Path, words: str) -> None:
    """Change a text of the archive."""
    path = root / "content/items/2026/yexiao.md"
    path.write_text(item(words, title="夜校开课", date="2026-03-06", unit="组织科"), "utf-8")


def command(*arguments: str | Path) -> list[str]:
    """Return the words of a command; releases are without PDFs and Word files, which have tests of their own."""
    without = ["--no-office"] if arguments[0] == "publish" else []
    return [sys.executable, str(ROOT / "build.py"), *map(str, arguments), *without]


class Done(NamedTuple):
    code: int
    out: str
    err: str


def publish(root: Path, to: Path, *more: str, office: bool = False) -> Done:
    """Publish in this process; without *office* there are no PDFs and Word files."""
    more = more if office else ("--no-office", *more)
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = run("publish", "--archive", root, "--to", to, "--date", DATE, *more)
    return Done(code, out.getvalue(), err.getvalue())


def publish_apart(root: Path, to: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Publish in a process of its own."""
    asked = command("publish", "--archive", root, "--to", to, "--date", DATE, "--lang", "en", *more)
    return subprocess.run(asked, capture_output=True, text=True, check=False)


def snapshot(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def run(*arguments: str | Path | int) -> int:
    """Run a command in this process."""
    return main([*map(str, arguments), "--lang", "en"])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
