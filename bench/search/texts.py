"""Archives for measuring search: texts of a folder cut into items, or invented ones from bench/corpus.py."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench import corpus, plain

_LENGTH = 1050
"""Characters of a real item, on average."""


def write(root: Path, items: int, texts: Path | None) -> None:
    """Write an archive of *items* items into *root*: of the Markdown below *texts*, or invented."""
    if texts is None:
        corpus.write(root, items)
        return
    corpus.write(root, 1)
    dice = random.Random(1)
    pieces = list(_pieces(texts))
    for path in (root / "content/items").rglob("*.md"):
        path.unlink()
    for number in range(items):
        title, body = pieces[number % len(pieces)]
        day = date(2012, 1, 4) + timedelta(days=number * 365 * 14 // items)
        path = root / f"content/items/{day.year}/x{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        unit = dice.choice(plain.places())
        head = f"---\ntitle: {title}\nunit: {unit}镇\ncategory: 动态\ndate: {day}\n---\n\n"
        path.write_text(head + body, encoding="utf-8", newline="\n")


def _pieces(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield title and body of pieces of about the length of an item; each begins a new title."""
    for path in sorted(folder.rglob("*.md")):
        text = re.sub(r"^---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)
        paragraphs = [p for p in (_plain(line) for line in text.split("\n")) if p]
        while len(paragraphs) > 1:
            title = re.split("[。；！？]", paragraphs[0])[0][:30].strip()
            body: list[str] = []
            while paragraphs and sum(map(len, body)) < _LENGTH:
                body.append(paragraphs.pop(0))
            if title:
                yield title, "\n\n".join(body) + "\n"


def _plain(line: str) -> str:
    line = re.sub(r"[^\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”‘’—…0-9A-Za-z%.,:; -]", "", line).strip(" -.:;")
    return line if len(line) > 1 and not line[0].isascii() else ""
