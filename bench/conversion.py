"""The archive's texts for other generators: for Hugo, with the keys of its taxonomies."""

from __future__ import annotations

import shutil
from pathlib import Path

_PLURALS = {"unit": "units", "category": "categories"}
_PUBLICATION = "publication: "
_FEEDS = ("units", "categories")  # what has feeds of its own in ours
_LISTS = ("publications", "topics", "years", "months")


def for_hugo(archive: Path, theme: Path, site: Path) -> None:
    """Write a site for Hugo into the folder *site*: the theme, and every item with the keys of its taxonomies."""
    shutil.copytree(theme, site)
    for source in sorted((archive / "content").rglob("*.md")):
        target = site / source.relative_to(archive)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(converted(source.read_text("utf-8")), encoding="utf-8", newline="\n")
    (site / "content/index.md").rename(site / "content/_index.md")
    (site / "content/items/_index.md").write_text("---\ntitle: 稿件\n---\n", encoding="utf-8")
    for name, outputs in [*((name, "[html, atom]") for name in _FEEDS), *((name, "[html]") for name in _LISTS)]:
        head = f"---\ntitle: {name}\ncascade:\n  target: {{kind: term}}\n  outputs: {outputs}\n---\n"
        (site / f"content/{name}").mkdir()
        (site / f"content/{name}/_index.md").write_text(head, encoding="utf-8")


def converted(text: str) -> str:
    """Return an item's text with lists beside its unit, category, date and publications, by which Hugo groups."""
    if not text.startswith("---\n"):
        return text
    head, body = text[4:].split("\n---\n", 1)
    return "---\n" + "\n".join(_keys(head.split("\n"))) + f"\n---\n{body}"


def _keys(lines: list[str]) -> list[str]:
    extended, publications = [], []
    for line in lines:
        key, _, value = line.partition(": ")
        extended.append(line)
        if key in _PLURALS:
            extended.append(f"{_PLURALS[key]}: [{value}]")
        elif key == "date":
            extended += [f'years: ["{value[:4]}"]', f'months: ["{value[:7]}"]']
        if _PUBLICATION in line:
            publications.append(line.split(_PUBLICATION)[1].split(",")[0])
    return [*extended, f"publications: [{', '.join(dict.fromkeys(publications))}]"] if publications else extended
