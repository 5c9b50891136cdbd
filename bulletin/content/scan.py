"""What lies in an archive's folders: which files there are, and which do not belong there."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bulletin.core.problems import Problem
from bulletin.core.text import is_valid_stem
from bulletin.markdown.links import LinkResolver
from bulletin.model import urls

ITEMS, CALLS, ISSUES, REGISTRY = "content/items", "content/calls", "issues", "registry"
_PICTURES = (".png", ".jpg", ".jpeg", ".webp")
_PASSED_OVER = {".gitkeep", ".gitignore", ".gitattributes", ".DS_Store", "Thumbs.db", "desktop.ini"}
# What editors and word processors keep beside a file that is open, and what some leave behind.
_LEFT_OPEN = re.compile(r"\..*\.sw[a-z]|\.#.*|#.*#|.*~|~\$.*|\.~lock\..*#")
_YEAR = re.compile(r"\d{4}")
_PLAIN = re.compile(r"/\d{4}/[a-z][a-z0-9-]{4,60}\.md$")
"""The end of a path that is right in any folder of years; names of four letters may be reserved somewhere."""
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.md")
_TABLE = re.compile(
    r"registry/(?:(?:units|categories|publications|bulletin|allowed)\.toml|(?:schemes|targets)/[\w-]+\.toml)"
)
_TABLES = "units.toml, categories.toml, publications.toml, bulletin.toml, allowed.toml, schemes/*.toml, targets/*.toml"


@dataclass(slots=True, kw_only=True)
class SourceTree:
    """Paths relative to the archive, with ``/``, sorted; and what is wrong with names and places."""

    items: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    registry: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def link_resolver(self) -> LinkResolver:
        """Return what knows where links between these files lead."""
        pages = {path: urls.item(path[len(ITEMS) + 1 : -3]) for path in self.items}
        pages |= {path: f"{urls.CALLS}{PurePosixPath(path).stem}/" for path in self.calls}
        pages |= {path: f"{urls.ISSUES}{path[len(ISSUES) + 1 : -3]}/" for path in self.issues}
        pages |= {path: static_page_url(path) for path in self.pages}
        return LinkResolver(pages, frozenset(self.pictures))


def scan_archive(root: Path) -> SourceTree:
    """Return what lies in the folders of the archive at *root*."""
    files = SourceTree()
    for path, _ in _walk(root, "content", files):
        if path.startswith(f"{ITEMS}/"):
            _sort(path, files.items, files, levels=4)
        elif path.startswith(f"{CALLS}/"):
            _sort(path, files.calls, files, levels=3)
        else:
            _sort_page(path, files)
    for path, _ in _walk(root, ISSUES, files):
        _sort(path, files.issues, files, levels=3)
    for path, _ in _walk(root, REGISTRY, files):
        if _TABLE.fullmatch(path):
            files.registry.append(path)
        else:
            values = {"known": _TABLES}
            files.problems.append(Problem(path=path, code="stray-table", values=values))
    files.problems += _same_addresses(files)
    return files


def _walk(root: Path, folder: str, files: SourceTree) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every file below a folder, by name; what is neither file nor folder is noted as a problem."""
    if not (root / folder).is_dir():
        return
    try:
        with os.scandir(root / folder) as listing:
            entries = sorted(listing, key=lambda e: e.name)
    except OSError as error:
        files.problems.append(unreadable_problem(folder, error))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if _PLAIN_NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
            # Nearly all are this.
            yield path, entry
        elif is_ignored(entry.name):
            if entry.name not in _PASSED_OVER:
                files.problems.append(Problem(path=_shown(path), code="left-open"))
        elif _refuse(path, entry, files):
            continue
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path, files)
        else:
            yield path, entry


def is_picture(path: str) -> bool:
    """Whether a file is named as a picture that may be shown."""
    return path.lower().endswith(_PICTURES)


def is_ignored(name: str) -> bool:
    """Whether a file of that name is left alone wherever it lies."""
    return name in _PASSED_OVER or _LEFT_OPEN.fullmatch(name) is not None


def _refuse(path: str, entry: os.DirEntry[str], files: SourceTree) -> bool:
    """Note a link, a device, what is hidden, or a name that is no text; return whether it is one."""
    shown = _shown(path)
    if entry.is_symlink():
        files.problems.append(Problem(path=shown, code="symlink"))
    elif shown != path:
        name = PurePosixPath(shown).name
        files.problems.append(Problem(path=shown, code="bad-name", values={"name": name}))
    elif entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
        return False
    elif entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
        files.problems.append(Problem(path=path, code="stray-file"))
    else:
        return False
    return True


def _shown(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()


def unreadable_problem(path: str, error: OSError) -> Problem:
    """Return the problem with a file or folder that the system does not let us read."""
    reason = error.strerror or type(error).__name__
    return Problem(path=path, code="unreadable-file", values={"reason": reason})


def _sort(path: str, kind: list[str], files: SourceTree, levels: int) -> None:
    """Put a file where it belongs, or note why it belongs nowhere."""
    if path.count("/") == levels - 1 and _PLAIN.search(path):
        # Nearly all are this.
        kind.append(path)
        return
    pure = PurePosixPath(path)
    in_place = len(pure.parts) == levels and (path.startswith(f"{CALLS}/") or _YEAR.fullmatch(pure.parts[-2]))
    if pure.suffix.lower() in _PICTURES and not path.startswith(f"{ISSUES}/"):
        _sort_page(path, files)
    elif pure.suffix != ".md" or not in_place:
        files.problems.append(Problem(path=path, code="stray-file"))
    elif not is_valid_stem(pure.stem):
        files.problems.append(Problem(path=path, code="bad-name", values={"name": pure.name}))
    else:
        kind.append(path)


def _sort_page(path: str, files: SourceTree) -> None:
    """Put a page or a picture where it belongs, if its folders and itself can be part of an address."""
    pure = PurePosixPath(path)
    kind = files.pages if pure.suffix == ".md" else files.pictures
    if pure.suffix != ".md" and pure.suffix.lower() not in _PICTURES:
        files.problems.append(Problem(path=path, code="stray-file"))
    elif bad := next((name for name in (*pure.parts[1:-1], pure.stem) if not is_valid_stem(name)), ""):
        name = pure.name if bad == pure.stem else bad
        files.problems.append(Problem(path=path, code="bad-name", values={"name": name}))
    else:
        kind.append(path)


def _same_addresses(files: SourceTree) -> Iterator[Problem]:
    """Two files must not have one address on a system that takes some letters for the same."""
    pages = {path: f"content/{static_page_url(path)}" for path in files.pages}
    for paths in (files.items, files.calls, files.issues, files.pictures, pages):
        seen: dict[str, str] = {}
        for path in paths:
            # ASCII names, as nearly all are, need no more than lower case.
            key = pages.get(path, path).lower()
            key = key if key.isascii() else unicodedata.normalize("NFKC", key.casefold())
            if (other := seen.setdefault(key, path)) != path:
                yield Problem(path=path, code="same-address", values={"path": path, "other": other})


def static_page_url(path: str) -> str:
    """Return the address of a hand-written page, as MkDocs gives it."""
    inner = path.removeprefix("content/").removesuffix(".md")
    inner = inner[: -len("README")] + "index" if PurePosixPath(inner).name == "README" else inner
    return "" if inner == "index" else inner.removesuffix("/index").removesuffix("index") + "/"
