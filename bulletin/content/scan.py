"""The files in an archive's folders, by kind, and those that do not belong there."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from bulletin.content.leftovers import (
    backed_up_name,
    copied_name,
    is_leftover_file,
    is_leftover_folder,
    is_silent,
)
from bulletin.core.files import reason_of
from bulletin.core.problems import Problem
from bulletin.core.text import is_valid_stem
from bulletin.markdown.links import LinkResolver
from bulletin.model import urls

ITEMS, CALLS, ISSUES, REGISTRY = "content/items", "content/calls", "issues", "registry"
CIRCULARS, COMPILATIONS = "content/circulars", "content/compilations"
TEXT_FOLDERS = (f"{ITEMS}/", f"{CALLS}/", f"{ISSUES}/", f"{CIRCULARS}/", f"{COMPILATIONS}/")
_IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
_FILE_SUFFIXES = (".md", ".toml", ".json", *_IMAGE_SUFFIXES)
_YEAR = re.compile(r"\d{4}")
_REGULAR_PATH = re.compile(r"/\d{4}/(?:[a-z][a-z0-9-]{4,60}|[0-9][a-z0-9-]{0,60})\.md\Z")
"""The end of a path that is valid in any folder of years; shorter names of letters may be reserved on some systems."""
_CIRCULAR_PERIOD = r"\d{4}(?:-(?:H[12]|Q[1-4]))?"
_CIRCULAR_PATH = re.compile(rf"{CIRCULARS}/{_CIRCULAR_PERIOD}\.md", re.ASCII)
_REGULAR_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.md")
_TEXT_NAME = re.compile(r"(?P<stem>.+?)[ \u3000]*(?:\.(?:md|markdown|mdx|mdown|txt|text)[ \u3000]*)+", re.IGNORECASE)
_OFFICE_NAME = re.compile(r"\.(?:docx?|docm|dotx?|wps|wpt|rtf|odt|pdf)\Z", re.IGNORECASE)
_REGISTRY_FILE = re.compile(
    r"registry/(?:(?:units|categories|publications|bulletin|allowed|holidays|redirects|terms)\.toml|(?:schemes|targets)/[\w-]+\.toml"
    rf"|closed/{_CIRCULAR_PERIOD}\.json)",
    re.ASCII,
)
_REGISTRY_FILES = (
    "units.toml, categories.toml, publications.toml, bulletin.toml, allowed.toml, holidays.toml, "
    "redirects.toml, terms.toml, schemes/*.toml, targets/*.toml, closed/*.json"
)


@dataclass(slots=True, kw_only=True)
class SourceTree:
    """Paths by kind, relative to the archive, with ``/``, sorted; and the problems of names and locations."""

    items: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    circulars: list[str] = field(default_factory=list)
    compilations: list[str] = field(default_factory=list)
    registry: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def link_resolver(self) -> LinkResolver:
        """Return the resolver of links between these files."""
        pages = {path: urls.item(path[len(ITEMS) + 1 : -3]) for path in self.items}
        pages |= {path: f"{urls.CALLS}{PurePosixPath(path).stem}/" for path in self.calls}
        pages |= {path: f"{urls.ISSUES}{path[len(ISSUES) + 1 : -3]}/" for path in self.issues}
        pages |= {path: urls.stats(PurePosixPath(path).stem) for path in self.circulars}
        pages |= {path: urls.compilation(PurePosixPath(path).stem) for path in self.compilations}
        pages |= {path: static_page_url(path) for path in self.pages}
        return LinkResolver(pages, frozenset(self.images))


def scan_archive(root: Path) -> SourceTree:
    """Return the files in the folders of the archive at *root*."""
    files = SourceTree()
    for folder in ("content", ISSUES, REGISTRY):
        for path in _walk(root, folder, files):
            _add_path(path, files)
    files.problems += _url_conflicts(files)
    return files


def changed_tree(files: SourceTree, added: Collection[str], removed: Collection[str]) -> SourceTree:
    """Return *files* with files that are to be added and without those that are to be removed."""
    if not added and not removed:
        return files
    kinds = (name for name in SourceTree.__dataclass_fields__ if name != "problems")
    tree = SourceTree(**{kind: [path for path in getattr(files, kind) if path not in removed] for kind in kinds})
    tree.problems = [problem for problem in files.problems if problem.path not in removed]
    for path in added:
        _add_path(path, tree)
    for kind in SourceTree.__dataclass_fields__:
        if kind != "problems":
            getattr(tree, kind).sort()
    tree.problems += _url_conflicts(tree)
    return tree


def _add_path(path: str, files: SourceTree) -> None:
    """Add a file to those of its kind, or note why it may not be there."""
    if path.startswith(f"{ITEMS}/"):
        _add_text(path, files.items, files, levels=4)
    elif path.startswith(f"{CALLS}/"):
        _add_text(path, files.calls, files, levels=3)
    elif path.startswith(f"{CIRCULARS}/"):
        _add_circular(path, files)
    elif path.startswith(f"{COMPILATIONS}/"):
        _add_text(path, files.compilations, files, levels=3)
    elif path.startswith(f"{ISSUES}/"):
        _add_text(path, files.issues, files, levels=3)
    elif not path.startswith(f"{REGISTRY}/"):
        _add_page_or_image(path, files)
    elif _REGISTRY_FILE.fullmatch(path):
        files.registry.append(path)
    else:
        values = {"known": _REGISTRY_FILES}
        files.problems.append(Problem(path=path, code="stray-table", values=values))


def _list_folder(root: Path, folder: str, files: SourceTree) -> list[os.DirEntry[str]]:
    """Return what a folder holds, by name; a link and a folder that cannot be read are problems."""
    if (root / folder).is_symlink():
        files.problems.append(Problem(path=folder, code="symlink"))
        return []
    if not (root / folder).is_dir():
        return []
    try:
        with os.scandir(root / folder) as listing:
            return sorted(listing, key=lambda e: e.name)
    except OSError as error:
        files.problems.append(unreadable_problem(folder, error))
        return []


def _walk(root: Path, folder: str, files: SourceTree) -> Iterator[str]:
    """Yield every file below a folder, by name; whatever is neither file nor folder is a problem."""
    entries = _list_folder(root, folder, files)
    names = {entry.name for entry in entries}
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if _REGULAR_NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
            # Nearly all files.
            yield path
        elif _is_leftover(entry, names):
            if not is_silent(entry.name):
                files.problems.append(Problem(path=_escape_surrogates(path), code="left-open"))
        elif _note_irregular(path, entry, files):
            continue
        elif entry.is_dir(follow_symlinks=False):
            if PurePosixPath(entry.name).suffix.lower() in _FILE_SUFFIXES:
                files.problems.append(Problem(path=path, code="folder-not-file"))
            yield from _walk(root, path, files)
        elif (original := copied_name(entry.name)) in names:
            yield from _copied(path, original, files)
        else:
            yield path


def _copied(path: str, original: str, files: SourceTree) -> Iterator[str]:
    """Note that a file is named as a copy of another in its folder; yield it where its name is valid."""
    is_valid = is_valid_stem(PurePosixPath(path).stem)
    code = "perhaps-copied" if is_valid else "copied-file"
    files.problems.append(Problem(path=path, code=code, values={"original": original}))
    if is_valid:
        yield path


def is_image(path: str) -> bool:
    """Whether a file has the suffix of an image that may be published."""
    return path.lower().endswith(_IMAGE_SUFFIXES)


def _is_leftover(entry: os.DirEntry[str], names: Collection[str]) -> bool:
    """Whether another program left a file or folder behind, beside what has *names*."""
    if entry.is_dir(follow_symlinks=False):
        return is_leftover_folder(entry.name)
    return is_leftover_file(entry.name) or backed_up_name(entry.name) in names


def _note_irregular(path: str, entry: os.DirEntry[str], files: SourceTree) -> bool:
    """Note a symbolic link, a device, a hidden file or an undecodable name; return whether it is one."""
    shown = _escape_surrogates(path)
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


def _escape_surrogates(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()


def unreadable_problem(path: str, error: OSError) -> Problem:
    """Return the problem of a file or folder that cannot be read."""
    return Problem(path=path, code="unreadable-file", values={"reason": reason_of(error)})


def _add_text(path: str, kind: list[str], files: SourceTree, levels: int) -> None:
    """Add a text file to *kind*, or note why it may not be there; *levels* is the depth of its path."""
    if path.count("/") == levels - 1 and _REGULAR_PATH.search(path):
        # Nearly all files.
        kind.append(path)
        return
    pure = PurePosixPath(path)
    in_place = len(pure.parts) == levels and (
        path.startswith((f"{CALLS}/", f"{COMPILATIONS}/")) or _YEAR.fullmatch(pure.parts[-2])
    )
    if pure.suffix.lower() in _IMAGE_SUFFIXES and not path.startswith(f"{ISSUES}/"):
        _add_page_or_image(path, files)
    elif (problem := _suffix_problem(path)) and in_place:
        files.problems.append(problem)
    elif pure.suffix != ".md" or not in_place:
        files.problems.append(Problem(path=path, code="stray-file"))
    elif not is_valid_stem(pure.stem):
        files.problems.append(Problem(path=path, code="bad-name", values={"name": pure.name}))
    else:
        kind.append(path)


def _suffix_problem(path: str) -> Problem | None:
    """Return the problem of a text whose name does not end as it has to, or that is in a file of Word."""
    name = PurePosixPath(path).name
    if _OFFICE_NAME.search(name):
        return Problem(path=path, code="office-file", values={"name": name})
    match = _TEXT_NAME.fullmatch(name)
    if match is None or name == f"{match['stem']}.md":
        return None
    return Problem(path=path, code="wrong-suffix", values={"name": name, "right": f"{match['stem']}.md"})


def _add_circular(path: str, files: SourceTree) -> None:
    """Add the text of a circular, or note that its name is no period."""
    if _CIRCULAR_PATH.fullmatch(path):
        files.circulars.append(path)
    elif is_image(path):
        _add_page_or_image(path, files)
    else:
        files.problems.append(Problem(path=path, code="circular-name", values={"name": PurePosixPath(path).name}))


def _add_page_or_image(path: str, files: SourceTree) -> None:
    """Add a hand-written page or an image, if its path can be part of a URL."""
    pure = PurePosixPath(path)
    kind = files.pages if pure.suffix == ".md" else files.images
    if pure.suffix != ".md" and pure.suffix.lower() not in _IMAGE_SUFFIXES:
        files.problems.append(Problem(path=path, code="stray-file"))
    elif bad := next((name for name in (*pure.parts[1:-1], pure.stem) if not is_valid_stem(name)), ""):
        name = pure.name if bad == pure.stem else bad
        files.problems.append(Problem(path=path, code="bad-name", values={"name": name}))
    else:
        kind.append(path)


def _url_conflicts(files: SourceTree) -> Iterator[Problem]:
    """Yield files that have the URL of another where the file system ignores case or width of letters."""
    pages = {path: f"content/{static_page_url(path)}" for path in files.pages}
    for paths in (files.items, files.calls, files.issues, files.images, pages):
        seen: dict[str, str] = {}
        for path in paths:
            # Nearly all names are ASCII, where lower case is enough.
            key = pages.get(path, path).lower()
            key = key if key.isascii() else unicodedata.normalize("NFKC", key.casefold())
            if (other := seen.setdefault(key, path)) != path:
                yield Problem(path=path, code="same-address", values={"path": path, "other": other})


def is_page(path: str) -> bool:
    """Whether a text is a hand-written page."""
    return not path.startswith(TEXT_FOLDERS)


def linked_address(href: str, source: str) -> str:
    """Return the address below the site's root that a link of the page *source* leads to.

    Sources (``.md``) are named from beside the page's own source, everything else from its address.
    """
    path = unquote(href.strip().partition("#")[0].partition("?")[0])
    if path.endswith(".md"):
        path = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(source), path)
        inner = posixpath.normpath(path).removeprefix("/").removeprefix("content/").removeprefix("/")
        return static_page_url(f"content/{inner}")
    target = posixpath.normpath(posixpath.join("/", static_page_url(source), path.removesuffix("index.html")))
    folder = path.endswith(("/", "index.html")) or "." not in posixpath.basename(target)
    return f"{target}/".lstrip("/") if folder else target.lstrip("/")


def static_page_url(path: str) -> str:
    """Return the URL of a hand-written page, as MkDocs derives it."""
    inner = path.removeprefix("content/").removesuffix(".md")
    inner = inner[: -len("README")] + "index" if PurePosixPath(inner).name == "README" else inner
    return "" if inner == "index" else inner.removesuffix("/index").removesuffix("index") + "/"
