"""All files that a new archive begins with."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - fields are called date
from pathlib import Path

from bulletin.checks.report import errors
from bulletin.content.registry import read_registry
from bulletin.core.dates import Grain, Period
from bulletin.core.i18n import translator
from bulletin.core.problems import ArchiveProblems
from bulletin.editing.new.front_matter import Languages, new_text
from bulletin.editing.starter import registry_files
from bulletin.editing.starter.templates import filled, raw
from bulletin.editing.starter.units import ListedUnit
from bulletin.model.circular_figures import FIGURE_NAMES
from bulletin.model.schema import ISSUE, ITEM

_CHINESE = Languages("zh", "zh")
_TITLE = "示例稿件 把议事桌搬到家门口"
_ITEM = "shili"
EXECUTABLE = ("build.py", "hooks/pre-commit", "hooks/pre-receive")
"""Files that may be run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArchive:
    """What is known of an office that begins an archive."""

    name: str
    """The name of its bulletin."""
    units: tuple[ListedUnit, ...]
    date: Day
    editing_unit: str = ""
    province: str = ""
    city: str = ""
    site_url: str = ""
    program: str = ""
    """The folder of the program, relative to that of the archive; "" where the program is installed."""
    with_scheme: bool = False

    @property
    def item(self) -> str:
        """The id of its first item."""
        return f"{self.date.year:04}/{_ITEM}"


def archive_files(archive: NewArchive, pre_receive: bytes) -> dict[str, bytes]:
    """Return what each file of a new archive holds; raises ArchiveProblems where its registry would have errors."""
    registry = _registry_texts(archive)
    problems = read_registry({path: text.encode() for path, text in registry.items()})[1]
    if found := errors(problems):
        raise ArchiveProblems(found)
    texts = registry | _content_texts(archive) | _other_texts(archive)
    return {path: text.encode() for path, text in texts.items()} | {"hooks/pre-receive": pre_receive}


def copied_archive(sample: Path, program: str) -> dict[str, bytes]:
    """Return what each file of a copy of the *sample* holds, with an entry of its own."""
    found = {
        path.relative_to(sample).as_posix(): path.read_bytes()
        for folder in ("content", "issues", "registry")
        for path in sorted((sample / folder).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    own = f'id = "{secrets.token_hex(4)}"\nname = '.encode()
    found["registry/bulletin.toml"] = re.sub(rb"(?m)^name = ", own, found["registry/bulletin.toml"], count=1)
    settings = _settings("柳川组工信息", "")
    return found | {path: text.encode() for path, text in {"mkdocs.yml": settings, **_tools(program)}.items()}


def _registry_texts(archive: NewArchive) -> dict[str, str]:
    found = {
        "registry/bulletin.toml": registry_files.bulletin_toml(
            archive.name, archive.editing_unit, secrets.token_hex(4), with_scheme=archive.with_scheme
        ),
        "registry/units.toml": registry_files.units_toml(archive.units),
        "registry/categories.toml": raw("categories.toml"),
        "registry/publications.toml": registry_files.publications_toml(archive.province, archive.city),
    }
    if archive.with_scheme:
        year = archive.date.year
        found[f"registry/schemes/{year:04}.toml"] = registry_files.scheme_toml(archive.name, year)
    return found


def _content_texts(archive: NewArchive) -> dict[str, str]:
    item_path, issue_path = f"content/items/{archive.item}.md", f"issues/{archive.date.year:04}/001.md"
    # Before all that will be submitted: what is older than the last issue, and in none, is told to be left out.
    day, unit = archive.date.replace(month=1, day=1), archive.units[0].name
    item = new_text(
        ITEM,
        {"title": _TITLE, "unit": (unit,), "category": "动态", "date": day},
        _CHINESE,
        filled("item.md", issue_path=issue_path),
        offered=("authors", "approved-by", "channel", "topics", "adopted-by", "endorsements"),
    )
    issue = new_text(
        ISSUE,
        {"number": 1, "date": day, "items": (archive.item,)},
        _CHINESE,
        filled("issue.md", item_path=item_path),
        offered=("serial", "copies", "editor", "signer"),
    )
    return {
        "content/index.md": filled("index.md", name=archive.name),
        "content/guide.md": _guide(archive, item_path, issue_path),
        item_path: item,
        issue_path: issue,
    }


def _guide(archive: NewArchive, item_path: str, issue_path: str) -> str:
    year = f"{archive.date.year:04}"
    note = filled("scheme_with.md", year=year) if archive.with_scheme else raw("scheme_without.md")
    unit = archive.units[-1].name
    return filled(
        "guide.md",
        unit=unit,
        example_title=f"{unit}推行流动党员“联系卡”",
        today=str(archive.date),
        quarter=Period.holding(archive.date, Grain.QUARTER).label,
        item_id=archive.item,
        item_path=item_path,
        issue_path=issue_path,
        figures="\n".join(_figure_rows()),
        scheme_note=note.rstrip(),
    )


def _figure_rows() -> Iterator[str]:
    """Yield the rows of the table of what a circular's text may name."""
    say = translator(_CHINESE.text)
    for figure in FIGURE_NAMES:
        by_group = "；可以按组" if figure.by_group else ""
        yield f"| `{{{figure.chinese}}}` | {say(figure.meaning).rstrip('。')}{by_group} |"


def _other_texts(archive: NewArchive) -> dict[str, str]:
    return {
        "mkdocs.yml": _settings(archive.name, archive.site_url),
        **_tools(archive.program),
        "hooks/pre-commit": raw("pre-commit"),
        "ci-example.yml": raw("ci.yml"),
    }


def _settings(name: str, address: str) -> str:
    values = (("site_name", name), ("site_url", address))
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values)


def _tools(program: str) -> dict[str, str]:
    return {
        "build.py": filled("launcher.txt", program=json.dumps(program, ensure_ascii=False)),
        ".gitignore": raw("gitignore"),
    }
