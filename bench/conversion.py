"""The archive's texts for other generators: for Hugo, with the keys of its taxonomies and addresses in links."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from bench.markup import PICTURES

_PLURALS = {"unit": "units", "category": "categories"}
_PUBLICATION = "publication: "
_FEEDS = ("units", "categories")  # what has feeds of its own in ours
_LISTS = ("publications", "topics", "years", "months")
_NOT_SHOWN = ("status: draft", "status: 撤回", "audience: 限定")
_WAITING = "待编"
_LINK = re.compile(r"\]\((?:\.\./(\d{4})/)?(x[\w-]+)\.md")
_PICTURE = re.compile(rf"\]\(({'|'.join(map(re.escape, PICTURES))})\)")


def for_hugo(archive: Path, theme: Path, site: Path) -> None:
    """Write a site for Hugo into the folder *site*: the theme, and every item with the keys of its taxonomies."""
    shutil.copytree(theme, site)
    issues = _issues(archive, site)
    for source in sorted((archive / "content").rglob("*.*")):
        relative = source.relative_to(archive)
        target = site / (relative if source.suffix == ".md" else Path("static") / relative.relative_to("content"))
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix != ".md":
            shutil.copyfile(source, target)
            continue
        text, name = source.read_text("utf-8"), f"{source.parent.name}/{source.stem}"
        month = issues.get(name, _WAITING) if issues else ""
        text = _converted_call(text) if source.parent.name == "calls" else converted(text, month)
        target.write_text(text, encoding="utf-8", newline="\n")
    (site / "content/index.md").rename(site / "content/_index.md")
    (site / "content/items/_index.md").write_text("---\ntitle: 稿件\n---\n", encoding="utf-8")
    for name, outputs in [*((name, "[html, atom]") for name in _FEEDS), *((name, "[html]") for name in _LISTS)]:
        head = f"---\ntitle: {name}\ncascade:\n  target: {{kind: term}}\n  outputs: {outputs}\n---\n"
        (site / f"content/{name}").mkdir(exist_ok=True)
        (site / f"content/{name}/_index.md").write_text(head, encoding="utf-8")


def _issues(archive: Path, site: Path) -> Mapping[str, str]:
    """Write the pages of issues, in the place of months, and return the issue of each item."""
    found: dict[str, str] = {}
    for source in sorted((archive / "issues").rglob("*.md")):
        head, _, foreword = source.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
        name = f"{source.parent.name}-{source.stem}"
        found |= dict.fromkeys(re.findall(r"\d{4}/x[\w-]+", head), name)
        folder = site / f"content/months/{name}"
        folder.mkdir(parents=True)
        text = f"---\ntitle: {source.parent.name}年第{int(source.stem)}期\n---\n{foreword}"
        (folder / "_index.md").write_text(text, encoding="utf-8", newline="\n")
    return found


def _converted_call(text: str) -> str:
    """Return the text of a call as that of a page in the lists of its units."""
    return text.replace("\nunit: [", "\nunits: [", 1) if "\nunit: [" in text else text.replace("\n", "\nunits: []\n", 1)


def converted(text: str, month: str = "") -> str:
    """Return an item's text with lists beside its unit, category, date and publications, by which Hugo groups.

    *month* is the issue of the item, where there are issues; without them items are grouped by month.
    """
    if not text.startswith("---\n"):
        return text
    head, body = text[4:].split("\n---\n", 1)
    lines = head.split("\n")
    return "---\n" + "\n".join(_keys(lines, month)) + f"\n---\n{_with_addresses(body, _year(lines))}"


def _year(lines: list[str]) -> str:
    return next((line[6:10] for line in lines if line.startswith("date: ")), "")


def _with_addresses(body: str, year: str) -> str:
    """Return a text in which links and pictures name addresses of the site and not files."""
    if "](" not in body:
        return body
    body = _LINK.sub(lambda match: f"](/items/{match[1] or year}/{match[2]}/", body)
    return _PICTURE.sub(rf"](/items/{year}/\1)", body)


def _keys(lines: list[str], month: str) -> list[str]:
    extended, publications = [], []
    for line in lines:
        key, _, value = line.partition(": ")
        extended.append(line)
        if key in _PLURALS:
            extended.append(f"{_PLURALS[key]}: [{value.strip('[]')}]")
        elif key == "date":
            extended += [f'years: ["{value[:4]}"]', f'months: ["{month or value[:7]}"]']
        elif key == "expires":
            extended.append(f"expiryDate: {value}")
        elif line in _NOT_SHOWN:
            extended.append("draft: true")
        if _PUBLICATION in line:
            publications.append(line.split(_PUBLICATION)[1].split(",")[0])
    return [*extended, f"publications: [{', '.join(dict.fromkeys(publications))}]"] if publications else extended
