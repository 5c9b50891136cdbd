"""The settings of an archive: read without MkDocs, checked, and laid over the program's own.

A place in; values for MkDocs and problems out. Nothing that settings name is imported or run here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bulletin.checks.messages.settings import UNTRUSTED
from bulletin.checks.report import errors
from bulletin.core.config import SETTINGS_NAMES, Project
from bulletin.core.i18n import N_, site_language
from bulletin.core.problems import ArchiveProblems, Problem
from bulletin.core.text import LIMIT, nearest
from bulletin.mkdocs_adapter.settings import trust
from bulletin.mkdocs_adapter.settings.base import (
    CONTENT,
    UNFIT_THEMES,
    Values,
    base_settings,
    merge_extensions,
    merge_settings,
    names_and_options,
)
from bulletin.mkdocs_adapter.settings.file import KeyPath, SettingsFile, read_settings_file
from bulletin.mkdocs_adapter.settings.foreign import (
    PLUGIN,
    ForeignSetting,
    digest_of_foreign,
    foreign_settings,
    is_inside,
    is_our_hook,
    linked_site,
)
from bulletin.mkdocs_adapter.settings.value_types import KINDS, leaves_nothing_to_mkdocs, unknown_settings, wrong_types

_INHERIT = "INHERIT"
_LANGUAGE = "zh"


@dataclass(frozen=True, kw_only=True)
class SiteSettings:
    """What an archive's settings say, and what is wrong with them."""

    project: Project
    own: Values
    """What the archive's own files say, the inherited ones below."""
    files: tuple[SettingsFile, ...]
    """The files that were read, the archive's own first."""
    problems: tuple[Problem, ...]
    foreign: tuple[ForeignSetting, ...]
    """What needs the user's trust."""
    digest: str
    """What is trusted, if it is."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the site from being built."""
        return errors(self.problems)

    @property
    def needs_mkdocs(self) -> bool:
        """Whether only MkDocs can say that there are no more problems."""
        return not self.errors and not (leaves_nothing_to_mkdocs(self.own) and not self.foreign)

    @property
    def is_self_contained(self) -> bool:
        """Whether the site depends on nothing but the archive, its folder ``theme``, and the program."""
        theme = self.folder / "theme"
        others = [f for f in self.foreign if f.key != "theme.custom_dir" or self.folder / str(f.value) != theme]
        return not others and len(self.files) <= 1 and not self.errors

    @property
    def folder(self) -> Path:
        """The folder that paths in the settings begin at."""
        return self.project.settings.parent

    @cached_property
    def values(self) -> dict[str, Any]:
        """What MkDocs is given; hook and plugin of the program itself are left out."""
        own = {key: value for key, value in self.own.items() if key in KINDS and key != _INHERIT and value is not None}
        if isinstance(theme := own.get("theme"), str):
            own["theme"] = {"name": theme}
        found = merge_settings(base_settings(self._theme_language), own)
        found["markdown_extensions"] = merge_extensions(own.get("markdown_extensions") or [])
        found["hooks"] = [hook for hook in found["hooks"] if not is_our_hook(hook, self.folder)]
        plugins = names_and_options(found["plugins"])
        found["plugins"] = [{name: options or {}} for name, options in plugins if name != PLUGIN]
        found["docs_dir"] = str(self.folder / str(found["docs_dir"]))
        if self.project.is_guest:
            root = self.project.root
            found |= {"docs_dir": str(root / CONTENT), "site_dir": str(root / "site")}
            # It takes its name from the registry.
            found.setdefault("site_name", "-")
        return found

    @property
    def language(self) -> str:
        """The language of the site."""
        return site_language(self._theme_language)

    @property
    def _theme_language(self) -> str:
        theme = self.own.get("theme")
        language = theme.get("language") if isinstance(theme, Mapping) else None
        return language if isinstance(language, str) else _LANGUAGE

    def require_valid(self) -> SiteSettings:
        """Return this, or raise :class:`ArchiveProblems` if there are errors."""
        if self.errors:
            raise ArchiveProblems(self.problems)
        return self

    def problem(self, code: str, at: KeyPath, **values: str) -> Problem:
        """Return a problem with the setting *at* its place."""
        return _problem_at(self.files, code, at, **values)


def read_settings(project: Project) -> SiteSettings:
    """Return the settings of the archive in *project*."""
    return _Reader(project).read()


def remember_trust(settings: SiteSettings) -> None:
    """Trust on this machine, from now on, what *settings* name, until it changes."""
    if settings.foreign:
        trust.remember(settings.folder, settings.digest)


class _Reader:
    """Reads one archive's settings."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._folder = project.settings.parent
        self._files: list[SettingsFile] = []
        self._outside: dict[str, bytes] = {}
        self._foreign: list[ForeignSetting] = []
        self._problems: list[Problem] = []

    def read(self) -> SiteSettings:
        own: Values = {}
        if os.path.lexists(self._project.settings):
            own = self._read(self._project.settings, (), [])
        self._foreign += foreign_settings(own, self._folder)
        if own.get("site_dir") is None or self._project.is_guest:
            self._foreign += linked_site(self._project.root)
        digest = digest_of_foreign(self._foreign, self._folder, self._outside) if self._foreign else ""
        is_trusted = bool(self._foreign) and (self._project.trust or trust.is_trusted(self._folder, digest))
        for file in self._files:
            if is_trusted or file.path not in self._outside:
                self._problems += file.problems
        self._problems += self._found_in(own, is_trusted=is_trusted)
        return SiteSettings(
            project=self._project,
            own=own,
            files=tuple(self._files),
            problems=tuple(self._problems),
            foreign=tuple(self._foreign),
            digest=digest,
        )

    def _read(self, path: Path, at: KeyPath, above: list[Path]) -> Values:
        """Return what *path* says, over what the files say that it inherits."""
        name = self._name(path)
        if is_outside := not is_inside(self._folder, path):
            self._foreign.append(ForeignSetting(at=at, value=str(path), reason="read"))
            if not (self._project.trust or trust.is_known(self._folder)):
                # Not even looked at: what lies on this machine is nobody else's business.
                return {}
        try:
            data = self._bytes(path)
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
            problem = Problem(path=name, code="unreadable-file", values={"reason": reason})
            if at:
                problem = _problem_at(self._files[-1:], "unreadable-file", at, reason=f"{name}: {reason}")
            self._problems.append(problem)
            return {}
        if is_outside:
            self._outside[name] = data
        file = read_settings_file(data, name)
        self._files.append(file)
        inherited = file.values.get(_INHERIT)
        if not isinstance(inherited, str):
            return file.values
        return merge_settings(self._inherited(path, inherited, [*above, path.resolve()]), file.values)

    def _inherited(self, path: Path, name: str, above: list[Path]) -> Values:
        parent = Path(os.path.normpath(path.parent / name))
        if is_inside(self._folder, parent) and not os.path.lexists(parent):
            self._problems.append(_problem_at(self._files[-1:], "missing-path", (_INHERIT,), name=name))
        elif parent.resolve() in above:
            self._problems.append(_problem_at(self._files[-1:], "reference-circle", (_INHERIT,), name=path.name))
        else:
            return self._read(parent, (_INHERIT,), above)
        return {}

    def _bytes(self, path: Path) -> bytes:
        if not path.is_file():
            # A folder, a pipe: nothing that could be read to its end.
            raise ValueError(N_("it is not a file"))
        with path.open("rb") as file:
            # One byte more than may be used, so that it is seen to be too large.
            return file.read(LIMIT + 1)

    def _name(self, path: Path) -> str:
        for folder in (self._project.root, self._folder):
            if path.is_relative_to(folder) and not self._project.is_guest:
                return path.relative_to(folder).as_posix()
        return path.as_posix()

    def _found_in(self, own: Values, *, is_trusted: bool) -> Iterator[Problem]:
        """Yield what is wrong with what the settings say."""
        files = self._files
        if not is_trusted:
            for entry in self._foreign:
                reason = UNTRUSTED[entry.reason]
                yield _problem_at(files, "untrusted-setting", entry.at, name=entry.shown, reason=reason)
        is_read = bool(files) and not any(errors(file.problems) for file in files)
        if is_read and "site_name" not in own:
            yield _problem_at(files, "missing-setting", ("site_name",), example=KINDS["site_name"].example)
        for wrong in wrong_types(own):
            yield _problem_at(files, "bad-setting", wrong.at, example=wrong.example)
        for key in unknown_settings(own):
            near = nearest(key, KINDS)
            yield _problem_at(files, "unknown-setting", (key,), nearest=near, known=", ".join(KINDS))
        yield from self._of_paths(own, is_trusted=is_trusted)

    def _of_paths(self, own: Values, *, is_trusted: bool) -> Iterator[Problem]:
        """Yield the paths that do not exist; those outside the archive only once the settings are trusted."""
        theme = own.get("theme")
        theme = theme if isinstance(theme, Mapping) else {"name": theme}
        if (name := theme.get("name")) in UNFIT_THEMES:
            yield _problem_at(self._files, "unfit-theme", ("theme", "name"), name=str(name), part="partials/nav.html")
        hooks = own.get("hooks")
        named: list[tuple[KeyPath, object]] = [(("theme", "custom_dir"), theme.get("custom_dir"))]
        named += [(("hooks",), hook) for hook in (hooks if isinstance(hooks, list) else ())]
        for at, path in named:
            if not isinstance(path, str) or not (is_trusted or is_inside(self._folder, path)):
                continue
            if not _exists(self._folder / path, is_folder=at[-1] == "custom_dir"):
                yield _problem_at(self._files, "missing-path", at, name=path)


def _problem_at(files: Sequence[SettingsFile], code: str, at: KeyPath, **values: str) -> Problem:
    """Return a problem with the setting *at* its place in the first of *files* that has it."""
    key = ".".join(part for part in at if isinstance(part, str))
    path, line = _position(files, at)
    return Problem(path=path, line=line, field=key, code=code, values={"key": key or path, **values})


def _position(files: Sequence[SettingsFile], at: KeyPath) -> tuple[str, int]:
    """Return path and line of the setting *at*, or of the innermost that holds it, or of the beginning."""
    for length in range(len(at), 0, -1):
        for file in files:
            if (line := file.lines.get(at[:length])) is not None:
                return file.path, line
    return (files[0].path, 1) if files else (SETTINGS_NAMES[0], 0)


def _exists(path: Path, *, is_folder: bool) -> bool:
    try:
        return path.is_dir() if is_folder else path.is_file()
    except (OSError, ValueError):
        return False
