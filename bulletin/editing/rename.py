"""Another name for an item, a call or an issue: its file, what names it, and the address that leads on."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from bulletin.content import scan
from bulletin.content.items import read_issue, read_item
from bulletin.content.sources import Sources, read_bytes
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.core.text import is_reserved, is_valid_stem
from bulletin.editing.changes import Edit, FileChange, Sentence, read_content, read_text
from bulletin.editing.finding import Titled
from bulletin.editing.front_matter import FrontMatter
from bulletin.editing.links import Moves, relinked
from bulletin.editing.redirects import redirect_change, without_redirects
from bulletin.model.enums import Status
from bulletin.model.records import Issue, Item
from bulletin.model.redirects import final_address
from bulletin.model.schema import ISSUE, ITEM

ALLOWED = "registry/allowed.toml"
_DONE = N_("{old} is now called {new}; the old address leads on to the new one.")
_DONE_ALONE = N_("{old} is now called {new}; nothing is at the old address any more.")
_TAKEN = N_("{path} is there already: choose another name.")
_SAME = N_("{path} is called so already.")
_LEADS_ON = N_("{address} is an old address that leads on to {target}: choose another name.")
_CLOSED = N_("The closed circular of {period} knows {name} by this name: leave --no-redirect out, or reopen it first.")
_BAD_NAME = N_("“{name}” cannot be the name of a file: it takes letters, digits, hyphens and underscores.")
_RESERVED = N_("“{name}” cannot be the name of a file: Windows keeps this name for a device.")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Renaming:
    """A file that gets another name."""

    sources: Sources
    old: str
    new: str
    """Both are paths."""
    leads_on: bool = True

    @property
    def ids(self) -> tuple[str, str]:
        """The old id and the new one."""
        return Titled(self.old, "").id, Titled(self.new, "").id

    @property
    def addresses(self) -> tuple[str, str]:
        """The old address and the new one."""
        pages = (path.removeprefix("content/").removesuffix(".md") for path in (self.old, self.new))
        old, new = (f"{page}/" for page in pages)
        return old, new


def renaming(sources: Sources, path: str, name: str, *, leads_on: bool = True) -> Renaming:
    """Return the renaming of a file to *name*, with or without the year. Raises BulletinError where it cannot be."""
    folder, _, stem = name.strip().removesuffix(".md").rpartition("/")
    year = PurePosixPath(folder).name
    if is_reserved(stem):
        raise BulletinError(_RESERVED, name=stem)
    if not is_valid_stem(stem) or (folder and not _YEAR.fullmatch(year)):
        raise BulletinError(_BAD_NAME, name=name)
    where = posixpath.dirname(path)
    if folder and not path.startswith(f"{scan.CALLS}/"):
        where = f"{posixpath.dirname(where)}/{year}"
    new = f"{where}/{stem}.md"
    if new == path:
        raise BulletinError(_SAME, path=path)
    if taken := next((one for one in sources.paths if one.casefold() == new.casefold() and one != path), ""):
        raise BulletinError(_TAKEN, path=taken)
    found = Renaming(sources, path, new, leads_on)
    _require_free_address(found)
    if not leads_on:
        _require_no_closed_period(found)
    return found


def _require_free_address(one: Renaming) -> None:
    """Raise BulletinError where the new address leads on to something else: who cites it means that."""
    old, new = one.addresses
    known = {redirect.old: redirect.new for redirect in one.sources.registry.redirects}
    if new in known and (target := final_address(known, new)) not in (old, new):
        raise BulletinError(_LEADS_ON, address=new, target=target or new)


def _require_no_closed_period(one: Renaming) -> None:
    """Raise BulletinError where a closed period names the item, which it would not find without a redirect."""
    name = one.ids[0]
    for closed in one.sources.closed:
        if any(item.id == name for item in closed.items):
            raise BulletinError(_CLOSED, name=name, period=closed.period.label)


def rename(one: Renaming) -> Edit:
    """Return the edit that gives a file its new name, and pictures that are named after it theirs."""
    sources = one.sources
    pictures = dict(_pictures(one))
    moves = Moves({one.old: one.new, **pictures}, {one.addresses[0]: one.addresses[1]}, sources.known_paths)
    text = read_text(sources.root, one.old)
    changes = [FileChange(one.old, text, None), FileChange(one.new, None, relinked(text, one.old, moves, one.new))]
    for old, new in pictures.items():
        content = read_content(sources.root, old)
        changes += [FileChange(old, content, None), FileChange(new, None, content)]
    changes += _others(one, moves)
    changes += [change for change in (_allowed(one, moves), _redirects(one)) if change]
    values = {"old": one.ids[0], "new": one.ids[1]}
    moved = {new: old for old, new in moves.paths.items()}
    return Edit(Sentence(_DONE if one.leads_on else _DONE_ALONE, values), tuple(changes), moved)


def _pictures(one: Renaming) -> Iterator[tuple[str, str]]:
    """Yield old and new paths of pictures beside the file that have its name, alone or with more behind it."""
    folder, stem = posixpath.split(one.old.removesuffix(".md"))
    new_folder, new_stem = posixpath.split(one.new.removesuffix(".md"))
    # The pictures of lianxi-2.md are not those of lianxi.md.
    longer = [other for other in _stems(one.sources, folder) if other.startswith((f"{stem}-", f"{stem}_"))]
    for path in one.sources.files.images:
        name = PurePosixPath(path).stem
        is_mine = _is_named_after(name, stem) and not any(_is_named_after(name, other) for other in longer)
        if posixpath.dirname(path) == folder and is_mine:
            yield path, f"{new_folder}/{new_stem}{posixpath.basename(path)[len(stem) :]}"


def _is_named_after(name: str, stem: str) -> bool:
    return name == stem or name.startswith((f"{stem}-", f"{stem}_"))


def _stems(sources: Sources, folder: str) -> list[str]:
    """Return the names of the texts in a folder."""
    pure = (PurePosixPath(path) for path in sources.paths if path.endswith(".md"))
    return [path.stem for path in pure if str(path.parent) == folder]


def _others(one: Renaming, moves: Moves) -> Iterator[FileChange]:
    """Yield the changes of all other files that name what is moved: by links, as an item of an issue, as a call."""
    names = {PurePosixPath(path).stem for path in moves.paths}
    words = {word.encode() for name in names for word in (name, quote(name))}
    for path in one.sources.paths:
        if path != one.old and path.endswith(".md") and _mentions(one.sources, path, words):
            before = read_text(one.sources.root, path)
            after = relinked(before, path, moves)
            if path.startswith(f"{scan.ISSUES}/") and one.old.startswith(f"{scan.ITEMS}/"):
                after = _relisted(after, path, one)
            if path.startswith(f"{scan.ITEMS}/") and one.old.startswith(f"{scan.CALLS}/"):
                after = _answering(after, path, one)
            if path.startswith(f"{scan.ITEMS}/") and one.old.startswith(f"{scan.ITEMS}/"):
                after = _following(after, path, one)
            if after != before:
                yield FileChange(path, before, after)


def _mentions(sources: Sources, path: str, words: set[bytes]) -> bool:
    data = read_bytes(f"{sources.root}/{path}")
    return any(word in data for word in words)


def _relisted(text: str, path: str, one: Renaming) -> str:
    """Return the text of an issue that lists the item by its new id."""
    issue = read_issue(text.encode(), path, one.sources.registry).fact
    old, new = one.ids
    if not isinstance(issue, Issue) or old not in (issue.listed or ()):
        return text
    for written in (old, f"{old}.md", f"/{old}", f"{old}/"):
        text = FrontMatter(text, ISSUE, path).replace_text("items", written, new)
    issue = read_issue(text.encode(), path, one.sources.registry).fact
    if isinstance(issue, Issue) and old in (issue.listed or ()):
        # Several in one line, with 、 between them.
        front, mark, body = text.partition("\n---")
        text = re.sub(rf"(?<![\w/-]){re.escape(old)}(?![\w-])", lambda _: new, front) + mark + body
    return text


def _answering(text: str, path: str, one: Renaming) -> str:
    """Return the text of an item that answers the call by its new id."""
    item = read_item(text.encode(), path, one.sources.registry).fact
    is_answer = isinstance(item, Item) and item.commission == one.ids[0]
    return FrontMatter(text, ITEM, path).set_value("commission", one.ids[1]) if is_answer else text


def _following(text: str, path: str, one: Renaming) -> str:
    """Return the text of an item that follows the other by its new id."""
    item = read_item(text.encode(), path, one.sources.registry).fact
    is_next = isinstance(item, Item) and item.follows == one.ids[0]
    return FrontMatter(text, ITEM, path).set_value("follows", one.ids[1]) if is_next else text


def _allowed(one: Renaming, moves: Moves) -> FileChange | None:
    """Return the change of what may be published all the same, which is by paths."""
    before = read_content(one.sources.root, ALLOWED)
    if not isinstance(before, str):
        return None
    after = before
    for old, new in moves.paths.items():
        after = after.replace(f'"{old}"', f'"{new}"')
    return FileChange(ALLOWED, before, after) if after != before else None


def _redirects(one: Renaming) -> FileChange | None:
    """Return the change by which the old address leads on; of a draft, which nobody could read, it need not."""
    if not one.leads_on or _is_draft(one):
        return without_redirects(one.sources, set(one.addresses))
    return redirect_change(one.sources, dict([one.addresses]))


def _is_draft(one: Renaming) -> bool:
    if not one.old.startswith(f"{scan.ITEMS}/"):
        return False
    item = read_item(read_bytes(f"{one.sources.root}/{one.old}"), one.old, one.sources.registry).fact
    return isinstance(item, Item) and item.status is Status.DRAFT
