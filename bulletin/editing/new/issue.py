"""A new issue: what it may hold, in the order of the last ones, with the next number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import PurePosixPath
from types import MappingProxyType

from bulletin.content import scan
from bulletin.content.sources import Sources
from bulletin.core.i18n import N_
from bulletin.editing.changes import Edit, FileChange, Sentence
from bulletin.editing.new.front_matter import Value, languages_of, new_text
from bulletin.model.archive import Archive
from bulletin.model.enums import IssueKind
from bulletin.model.issues import print_order
from bulletin.model.records import Issue, Item
from bulletin.model.schema import ISSUE

_DONE = N_("Number {number} of {year} was begun, with items: {count}.")
_LAST_ISSUES = 12
"""So many issues show the order in which categories are printed."""
_STEMS = {IssueKind.REGULAR: "{n:03}", IssueKind.SUPPLEMENT: "zengkan-{n}", IssueKind.SPECIAL: "zhuankan-{n}"}
_OFFERED = ("title", "copies", "editor", "signer")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueProposal:
    """The next issue of a series, and the items that it may hold, in print order."""

    kind: IssueKind
    date: date
    number: int
    serial: int | None
    path: str
    items: tuple[Item, ...]


def propose_issue(archive: Archive, kind: IssueKind, day: date) -> IssueProposal:
    """Return the next issue of a series, with all items that are in none yet and were submitted by its day."""
    earlier = [issue for issue in archive.issues if issue.path and issue.kind is kind and issue.date <= day]
    number = max((issue.number for issue in earlier if issue.date.year == day.year), default=0) + 1
    serials = [issue.serial for issue in earlier if issue.serial]
    return IssueProposal(
        kind=kind,
        date=day,
        number=number,
        serial=serials[-1] + 1 if serials and earlier[-1].serial else None,
        path=f"{scan.ISSUES}/{day.year:04}/{issue_stem(earlier, kind, number)}.md",
        items=_pending(archive, earlier, day),
    )


def new_issue(
    sources: Sources,
    proposal: IssueProposal,
    items: Sequence[str],
    language: str,
    *,
    title: str = "",
    body: str = "",
    more: Mapping[str, Value] = MappingProxyType({}),
) -> Edit:
    """Return the edit that adds an issue of *items*; *language* is that of the site, *more* are further fields."""
    files = sources.files
    languages = languages_of(sources.root, reversed(files.issues or files.items), language)
    values: dict[str, Value] = {
        "number": proposal.number,
        "serial": proposal.serial or "",
        "kind": "" if proposal.kind is IssueKind.REGULAR else proposal.kind,
        "date": proposal.date,
        "title": title,
        "items": tuple(items),
        **more,
    }
    text = new_text(ISSUE, values, languages, body, offered=_OFFERED)
    done = Sentence(_DONE, {"number": str(proposal.number), "year": str(proposal.date.year), "count": str(len(items))})
    return Edit(done, (FileChange(proposal.path, None, text),))


def _pending(archive: Archive, earlier: Sequence[Issue], day: date) -> tuple[Item, ...]:
    # Without any file of an issue, items are grouped by periods, and none is pending.
    has_files = any(issue.path for issue in archive.issues)
    waiting = archive.pending if has_files else tuple(archive.item)
    items = [archive.item[name] for name in waiting if name in archive.item]
    items = [item for item in items if item.date <= day and not item.is_withheld]
    ordered = print_order(items, archive.registry, usual_order(archive, earlier))
    return tuple(archive.item[name] for name in ordered)


def usual_order(archive: Archive, issues: Sequence[Issue]) -> list[str]:
    """Return categories as the last of *issues* print them; those that never met, as the registry has them."""
    registered = [category.id for category in archive.registry.categories]
    votes = dict.fromkeys(((a, b) for a in registered for b in registered), 0)
    for issue in issues[-_LAST_ISSUES:]:
        held = (archive.item[name].category for name in archive.contents[issue.id] if name in archive.item)
        for first, second in combinations(dict.fromkeys(held), 2):
            votes[first, second] += 1
    wins = dict.fromkeys(registered, 0)
    for first, second in combinations(registered, 2):
        wins[first if votes[first, second] >= votes[second, first] else second] += 1
    return sorted(registered, key=lambda category: -wins[category])


def issue_stem(earlier: Sequence[Issue], kind: IssueKind, number: int) -> str:
    """Return the name of the file, as those of the series are named: ``022``, ``zengkan-1``."""
    for issue in reversed(earlier):
        match = re.fullmatch(r"(.*?)(\d+)", PurePosixPath(issue.path).stem, re.ASCII)
        if match and int(match[2]) == issue.number:
            return f"{match[1]}{number:0{len(match[2])}}"
    return _STEMS[kind].format(n=number)
