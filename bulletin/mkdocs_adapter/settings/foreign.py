"""Which settings of an archive reach beyond it: what they name is not used unless the user trusts it.

Values in; foreign settings out, and a digest of everything that they name. Nothing is imported or run.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bulletin.core.config import LAUNCHER, PACKAGE, THEME
from bulletin.markdown import EXTENSIONS
from bulletin.mkdocs_adapter.settings.base import CONTENT, DEFAULT_SITE, THEME_NAME, UNFIT_THEMES, names_and_options
from bulletin.mkdocs_adapter.settings.file import KeyPath, Tagged, tagged_values

PLUGIN = "bulletin"
"""Name of the program's plugin of MkDocs."""
HOOK = PACKAGE / "mkdocs_adapter" / "hook_file.py"
"""The program's hook of MkDocs."""

_PAGE_FILES = ("extra_css", "extra_javascript", "extra_templates")
_PAGE_SETTINGS = (*_PAGE_FILES, "repo_url")
"""Settings that let pages fetch something."""
_RAW_TEXTS = ("copyright", "edit_uri", "edit_uri_template", "nav", "repo_name", "site_author", "site_description")
"""Settings that the theme writes into pages as they are."""
_OUR_EXTRA = "search_index"
_RAW = re.compile(r"[<>\"]|^\s*(?:javascript|data|vbscript):", re.IGNORECASE)
_HOST = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_CODE = (".py", ".pyc", ".so", ".pyd")
_NO_CODE = frozenset({"__pycache__"})
"""Folders whose code is not imported: what Python compiled is read from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignSetting:
    """A setting that needs the user's trust."""

    at: KeyPath
    value: Any
    reason: str
    """Why, a key of :data:`bulletin.checks.messages.settings.UNTRUSTED`."""
    options: Any = None
    """What a plugin or an extension is given, which may name code, too."""

    @property
    def key(self) -> str:
        """The setting's name, with dots."""
        return ".".join(part for part in self.at if isinstance(part, str))

    @property
    def shown(self) -> str:
        """Its value, as a sentence shows it."""
        return _bare(self.value)


def foreign_settings(values: Mapping[str, Any], folder: Path) -> Iterator[ForeignSetting]:
    """Yield what in *values*, the settings of the archive in *folder*, is not the program's own and no mere data.

    Raises nothing on values of the wrong kind: these are problems of their own.
    """
    for at, tagged in tagged_values(values):
        shown = f"{tagged.tag.removeprefix('tag:yaml.org,2002:')} {_bare(tagged.value)}".strip()
        yield ForeignSetting(at=at, value=shown, reason="read" if tagged.tag == "!ENV" else "code")
    hooks = values.get("hooks")
    for hook in hooks if isinstance(hooks, list) else ():
        if isinstance(hook, str) and not is_our_hook(hook, folder):
            yield ForeignSetting(at=("hooks",), value=hook, reason="code")
    for key, ours in (("plugins", (PLUGIN,)), ("markdown_extensions", EXTENSIONS)):
        for name, options in names_and_options(values.get(key) or []):
            if isinstance(name, str) and name not in ours:
                yield ForeignSetting(at=(key,), value=name, reason="code", options=options)
            elif any(map(_RAW.search, _texts(options))):
                # The theme writes some of them into pages, such as the title of a table of contents.
                yield ForeignSetting(at=(key,), value={str(name): options}, reason="page")
    yield from _of_theme(values.get("theme"), folder)
    yield from _of_pages(values)
    yield from _of_folders(values, folder)


def is_our_hook(hook: str, folder: Path) -> bool:
    """Return whether *hook* is a file of the program itself, or a copy of its launcher; its name says nothing.

    A copy is known by its bytes, and never run: the program is its own hook.
    """
    path = _resolved(folder, hook)
    return path in (LAUNCHER.resolve(), HOOK) or _has_same_bytes(path, LAUNCHER)


def _has_same_bytes(path: Path, known: Path) -> bool:
    try:
        # The size first: some files of a system have no end.
        return (
            path.is_file() and path.stat().st_size == known.stat().st_size and path.read_bytes() == known.read_bytes()
        )
    except (OSError, ValueError):
        return False


def linked_site(root: Path) -> Iterator[ForeignSetting]:
    """Yield the folder of the site, where a link in the archive at *root* leads it elsewhere."""
    site = root / DEFAULT_SITE
    if site.is_symlink() and not is_inside(root, site):
        yield ForeignSetting(at=("site_dir",), value=f"{DEFAULT_SITE} → {_resolved(root, site)}", reason="write")


def _of_theme(theme: object, folder: Path) -> Iterator[ForeignSetting]:
    theme = {"name": theme} if isinstance(theme, str) else theme
    if not isinstance(theme, Mapping):
        return
    name, custom = theme.get("name"), theme.get("custom_dir")
    if isinstance(name, str) and name not in (THEME_NAME, *UNFIT_THEMES):
        yield ForeignSetting(at=("theme", "name"), value=name, reason="code")
    if isinstance(custom, str) and _resolved(folder, custom) != THEME.resolve():
        yield ForeignSetting(at=("theme", "custom_dir"), value=custom, reason="code")
    for key, value in theme.items():
        if key == "static_templates" and value:
            yield ForeignSetting(at=("theme", key), value=value, reason="code")
        elif key not in ("name", "custom_dir") and (
            # Fonts come from another host.
            (key == "font" and isinstance(value, Mapping))
            or any(map(_RAW.search, _texts(value)))
            or any(map(_HOST.match, _texts(value)))
        ):
            yield ForeignSetting(at=("theme", key), value=value, reason="page")


def _of_pages(values: Mapping[str, Any]) -> Iterator[ForeignSetting]:
    for key in _PAGE_SETTINGS:
        if values.get(key) and not isinstance(values[key], Tagged):
            yield ForeignSetting(at=(key,), value=values[key], reason="page")
    for key in _RAW_TEXTS:
        for text in filter(_RAW.search, _texts(values.get(key))):
            yield ForeignSetting(at=(key,), value=text, reason="page")
    extra = values.get("extra")
    for key, value in extra.items() if isinstance(extra, Mapping) else ():
        if key != _OUR_EXTRA and not isinstance(value, Tagged):
            yield ForeignSetting(at=("extra", key), value=value, reason="page")


def _of_folders(values: Mapping[str, Any], folder: Path) -> Iterator[ForeignSetting]:
    docs, site = values.get("docs_dir"), values.get("site_dir")
    if isinstance(docs, str) and _resolved(folder, docs) != folder.resolve() / CONTENT:
        yield ForeignSetting(at=("docs_dir",), value=docs, reason="read")
    watch = values.get("watch")
    for path in _texts(watch if isinstance(watch, list) else None):
        if not is_inside(folder, path):
            yield ForeignSetting(at=("watch",), value=path, reason="read")
    if isinstance(site, str) and not is_inside(folder, site):
        yield ForeignSetting(at=("site_dir",), value=site, reason="write")


def is_inside(folder: Path, name: str | Path) -> bool:
    """Return whether *name* leads to something below *folder*, links followed."""
    found, root = _resolved(folder, name), folder.resolve()
    return found != root and found.is_relative_to(root)


def digest_of_foreign(found: list[ForeignSetting], folder: Path, files: Mapping[str, bytes]) -> str:
    """Return what *found* settings are known by, with the bytes of all files that they name, and of *files*."""
    known = sha256()
    for entry in sorted(found, key=lambda entry: (entry.key, entry.shown)):
        known.update(f"{entry.key}\0{entry.shown}\0{_bare(entry.options)}\0".encode())
    for name, data in sorted(files.items()):
        known.update(f"{name}\0{sha256(data).hexdigest()}\0".encode())
    for path in sorted(_named_files(found, folder)):
        known.update(os.fsencode(path) + f"\0{_digest_of_file(path)}\0".encode())
    return known.hexdigest()


def _named_files(found: list[ForeignSetting], folder: Path) -> set[str]:
    files: set[str] = set()
    texts = [CONTENT, *(entry.value for entry in found if entry.key == "docs_dir")]
    for entry in found:
        if entry.reason == "code":
            # A hook may import what lies in the archive, and a plugin be told to run it.
            files |= {path for path in _below(folder, _NO_CODE) if path.endswith(_CODE)}
        if entry.key == "hooks":
            files.add(str(folder / entry.value))
        elif entry.key in _PAGE_FILES:
            # Scripts, and templates, which are programs.
            files |= {str(folder / text / name) for text in texts for name in _texts(entry.value)}
        elif entry.key == "theme.custom_dir":
            files |= set(_below(folder / str(entry.value), frozenset()))
    return files


def _below(folder: Path, passed_over: frozenset[str]) -> Iterator[str]:
    """Yield every file below *folder*, links followed, each folder once."""
    seen: set[str] = set()
    for where, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(where)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [n for n in folders if n not in passed_over and not (passed_over and n.startswith("."))]
        yield from (str(Path(where, name)) for name in names)


def _digest_of_file(path: str) -> str:
    try:
        return sha256(Path(path).read_bytes()).hexdigest() if Path(path).is_file() else ""
    except OSError:
        return ""


def _resolved(folder: Path, name: str | Path) -> Path:
    try:
        return (folder / name).resolve()
    except (OSError, ValueError, RuntimeError):
        # Links in a circle, or a name that no file can have.
        return Path(name)


def _texts(value: object) -> Iterator[str]:
    """Yield every text in *value*, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from _texts(key)
            yield from _texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)


def _bare(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(_with_text_keys(value), ensure_ascii=False, default=_plain)


def _with_text_keys(value: Any) -> Any:  # noqa: ANN401 - settings hold anything
    if isinstance(value, Mapping):
        return {str(key): _with_text_keys(member) for key, member in value.items()}
    return [_with_text_keys(member) for member in value] if isinstance(value, list) else value


def _plain(value: object) -> object:
    return {value.tag: _with_text_keys(value.value)} if isinstance(value, Tagged) else str(value)
