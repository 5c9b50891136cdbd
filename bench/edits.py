"""What an editor does between two builds; each is another item and another text in every run."""

from __future__ import annotations

import random
from pathlib import Path

from bench import wording


def some_item(content: Path, number: int) -> Path:
    """Return one item below *content*: the same one for the same number and the same names of files."""
    return random.Random(number).choice(sorted((content / "items").rglob("x*.md")))


def body(content: Path, number: int) -> None:
    """Add a sentence to the text of one item."""
    item = some_item(content, number)
    item.write_text(f"{item.read_text('utf-8')}\n第{number + 1}次回访，群众满意。\n", encoding="utf-8", newline="\n")


def title(content: Path, number: int) -> None:
    """Change the title of one item, which is in every list that holds it."""
    item = some_item(content, 1000 + number)
    text = item.read_text("utf-8").replace("号信息\n", f"号信息（第{number + 1}稿）\n", 1)
    item.write_text(text, encoding="utf-8", newline="\n")


def rename(content: Path, number: int) -> None:
    """Rename the file of one item: its address changes everywhere."""
    item = some_item(content, 2000 + number)
    item.rename(item.with_stem(f"renamed-{number}-{item.stem}"))


def registry(content: Path, number: int) -> None:
    """Change the name of one unit; what it was called stays an alias."""
    units = content.parent / "registry/units.toml"
    place = wording.PLACES[number % len(wording.PLACES)]
    named = f'name = "{place}新镇"\naliases = ["{place}镇"]'
    text = units.read_text("utf-8").replace(f'name = "{place}镇"', named, 1)
    units.write_text(text, encoding="utf-8", newline="\n")
