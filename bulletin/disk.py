"""What lies in an archive's folders: which files there are, and which do not belong there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bulletin import addresses
from bulletin.errors import Problem
from bulletin.gate import is_good_name
from bulletin.links import Resolver

ITEMS, CALLS, ISSUES, REGISTRY = "content/items", "content/calls", "issues", "registry"
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
_PASSED_OVER = {".gitkeep", ".gitignore", ".gitattributes", ".DS_Store", "Thumbs.db", "desktop.ini"}
_YEAR = re.compile(r"\d{4}")


@dataclass(slots=True, kw_only=True)
class Files:
    """Paths relative to the archive, with ``/``, sorted; and what is wrong with names and places."""

    items: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    registry: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def resolver(self) -> Resolver:
        """Return what knows where links between these files lead."""
        pages = {path: addresses.item(path[len(ITEMS) + 1 : -3]) for path in self.items}
        pages |= {path: f"{addresses.CALLS}{PurePosixPath(path).stem}/" for path in self.calls}
        pages |= {path: f"{addresses.ISSUES}{path[len(ISSUES) + 1 : -3]}/" for path in self.issues}
        pages |= {path: page_address(path) for path in self.pages}
        return Resolver(pages, frozenset(self.pictures))


def scan(root: Path) -> Files:
    """Return what lies in the folders of the archive at *root*."""
    files = Files()
    for path, _ in _walk(root, "content", files):
        if path.startswith(f"{ITEMS}/"):
            _sort(path, files.items, files, levels=4)
        elif path.startswith(f"{CALLS}/"):
            _sort(path, files.calls, files, levels=3)
        elif path.endswith(".md"):
            files.pages.append(path)
        elif path.lower().endswith(_PICTURES):
            files.pictures.append(path)
    for path, _ in _walk(root, ISSUES, files):
        _sort(path, files.issues, files, levels=3)
    files.registry = [path for path, _ in _walk(root, REGISTRY, files) if path.endswith(".toml")]
    files.problems += _same_addresses(files)
    return files


def _walk(root: Path, folder: str, files: Files) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every file below a folder, by name; what is neither file nor folder is noted as a problem."""
    if not (root / folder).is_dir():
        return
    try:
        with os.scandir(root / folder) as listing:
            entries = sorted(listing, key=lambda e: e.name)
    except OSError as error:
        files.problems.append(unreadable(folder, error))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _walk(root, path, files)
        elif entry.name not in _PASSED_OVER and not _refuse(path, entry, files):
            yield path, entry


def _refuse(path: str, entry: os.DirEntry[str], files: Files) -> bool:
    """Note a link, a device, or a name that is no text; return whether it is one."""
    shown = path.encode("utf-8", "backslashreplace").decode()
    if entry.is_symlink():
        files.problems.append(Problem(path=shown, code="symlink"))
    elif shown != path:
        name = PurePosixPath(shown).name
        files.problems.append(Problem(path=shown, code="bad-name", values={"name": name}))
    elif not entry.is_file(follow_symlinks=False):
        files.problems.append(Problem(path=path, code="stray-file"))
    else:
        return False
    return True


def unreadable(path: str, error: OSError) -> Problem:
    """Return the problem with a file or folder that the system does not let us read."""
    reason = error.strerror or type(error).__name__
    return Problem(path=path, code="unreadable-file", values={"reason": reason})


def _sort(path: str, kind: list[str], files: Files, levels: int) -> None:
    """Put a file where it belongs, or note why it belongs nowhere."""
    pure = PurePosixPath(path)
    in_place = len(pure.parts) == levels and (path.startswith(f"{CALLS}/") or _YEAR.fullmatch(pure.parts[-2]))
    if pure.suffix.lower() in _PICTURES and not path.startswith(f"{ISSUES}/"):
        files.pictures.append(path)
    elif pure.suffix != ".md" or not in_place:
        files.problems.append(Problem(path=path, code="stray-file"))
    elif not is_good_name(pure.stem):
        files.problems.append(Problem(path=path, code="bad-name", values={"name": pure.name}))
    else:
        kind.append(path)


def _same_addresses(files: Files) -> Iterator[Problem]:
    """Two files must not have one address on a system that does not tell upper from lower case."""
    for paths in (files.items, files.calls, files.issues):
        seen: dict[str, str] = {}
        for path in paths:
            if (other := seen.setdefault(path.casefold(), path)) != path:
                yield Problem(path=path, code="same-address", values={"path": path, "other": other})


def page_address(path: str) -> str:
    """Return the address of a hand-written page, as MkDocs gives it."""
    inner = path.removeprefix("content/").removesuffix(".md")
    return "" if inner == "index" else inner.removesuffix("/index").removesuffix("index") + "/"
