"""MkDocs's configuration, made of an archive's settings, and what MkDocs finds wrong with them."""

from __future__ import annotations

import copy
import importlib
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import markdown
import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import ConfigDirPlaceholder, DocsDirPlaceholder, RelativeDirPlaceholder

from bulletin.core.config import Project, user_folder
from bulletin.core.problems import ArchiveProblems, Problem
from bulletin.mkdocs_adapter.settings.file import Tagged
from bulletin.mkdocs_adapter.settings.foreign import HOOK
from bulletin.mkdocs_adapter.settings.reader import SiteSettings, read_settings

log = logging.getLogger("mkdocs.config")

_PARTS = ("base.html", "partials/nav.html", "partials/languages/en.html")
"""Templates of Material that those of the archive are put into."""
_EVERYTHING = "[TOC]\n\n# A\n\nB[^1]\n\n[^1]: C\n\n|D|\n|-|\n|E|\n\nF\n: G\n\n```\nH\n```\n"
"""A text with everything that the program's own extensions know."""
_LAID_UNDER = ("theme", "mdx_configs", "validation")


def mkdocs_configuration(settings: SiteSettings, site: Path | None = None, *, hooks: bool = True) -> MkDocsConfig:
    """Return the configuration of MkDocs for an archive whose site goes to *site*.

    Raises :class:`ArchiveProblems` where there are errors. Without *hooks*, it names no hooks and no plugins.
    """
    settings.require_valid()
    if settings.foreign:
        # Compiled code beside the source is not part of what was trusted, and might not be made from it.
        sys.pycache_prefix = str(user_folder("cache") / "compiled")
    config = MkDocsConfig(config_file_path=str(settings.project.settings))
    values = settings.values | ({"site_dir": str(site)} if site is not None else {})
    values |= {"hooks": [*settings.values["hooks"], str(HOOK)]} if hooks else {"hooks": [], "plugins": []}
    try:
        # MkDocs changes the values that it is given.
        config.load_dict(_resolved(copy.deepcopy(values), config))
        found, warnings = config.validate()
    except Exception as error:
        # Hooks, plugins and extensions are other people's programs.
        raise ArchiveProblems([*settings.problems, refused_setting(settings, "", error)]) from error
    if found:
        raise ArchiveProblems([*settings.problems, *(refused_setting(settings, key, error) for key, error in found)])
    if unfit := [*_unfit_theme(settings, config), *_unfit_markdown(settings, config)]:
        raise ArchiveProblems([*settings.problems, *unfit])
    for key, warning in warnings:
        log.warning("Config value '%s': %s", key, warning)
    return config


def apply_base_settings(config: MkDocsConfig) -> None:
    """Lay the program's own settings under *config*, which MkDocs's own command line has read.

    MkDocs has run what its settings name already: they are trusted. Raises :class:`ArchiveProblems`.
    """
    path = Path(config.config_file_path).resolve()
    base = mkdocs_configuration(read_settings(Project(root=path.parent, settings=path, trust=True)), hooks=False)
    for key in _LAID_UNDER:
        config[key] = base[key]
    names = base.markdown_extensions
    config.markdown_extensions = [*names, *(name for name in config.markdown_extensions if name not in names)]


def refused_setting(settings: SiteSettings, key: str, error: Exception) -> Problem:
    """Return the problem that MkDocs, or what it runs, cannot use *key*, or "" where that is not known."""
    lines = [line for line in str(error).strip().splitlines() if line.strip()] or [type(error).__name__]
    # Of a traceback in a message, the last line says what is wrong.
    reason = lines[-1].strip().rstrip(".")
    known = key or next((entry.at[0] for entry in settings.foreign if entry.at), "")
    return settings.problem("refused-setting", (known,) if known else (), reason=reason)


def _unfit_theme(settings: SiteSettings, config: MkDocsConfig) -> Iterator[Problem]:
    """Yield what the theme lacks: templates, the language, icons."""
    theme = config.theme

    def has(name: str) -> bool:
        # Jinja refuses names with "..".
        return ".." not in name.split("/") and any(Path(folder, name).is_file() for folder in theme.dirs)

    for part in _PARTS:
        if not has(part):
            yield settings.problem("unfit-theme", ("theme", "name"), name=str(theme.name), part=part)
            return
    language = str(theme.get("language") or "en")
    if not has(f"partials/languages/{language}.html"):
        yield settings.problem("missing-path", ("theme", "language"), name=language)
    for at, icon in _icons(theme):
        if not has(f".icons/{icon}.svg"):
            yield settings.problem("missing-path", ("theme", *at), name=icon)


def _unfit_markdown(settings: SiteSettings, config: MkDocsConfig) -> Iterator[Problem]:
    """Yield what is wrong with options of Markdown extensions that are only looked at when there is a text."""
    if "markdown_extensions" not in settings.own:
        return
    try:
        markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs).convert(
            _EVERYTHING
        )
    except Exception as error:  # noqa: BLE001 - extensions are other people's programs
        yield refused_setting(settings, "markdown_extensions", error)


def _icons(theme: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    palette = theme.get("palette")
    for number, entry in enumerate(palette if isinstance(palette, list) else [palette]):
        toggle = entry.get("toggle") if isinstance(entry, Mapping) else None
        if isinstance(toggle, Mapping) and toggle.get("icon"):
            at = ("palette", number) if isinstance(palette, list) else ("palette",)
            yield (*at, "toggle", "icon"), str(toggle["icon"])
    yield from _named_icons(theme.get("icon"), ("icon",))


def _named_icons(icons: object, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name, icon in icons.items() if isinstance(icons, Mapping) else ():
        if isinstance(icon, str) and icon:
            yield (*at, name), icon
        else:
            yield from _named_icons(icon, (*at, name))


def _resolved(value: Any, config: MkDocsConfig) -> Any:  # noqa: ANN401 - settings hold anything
    """Return *value* with tags followed, as MkDocs follows them."""
    if isinstance(value, Mapping):
        return {key: _resolved(member, config) for key, member in value.items()}
    if isinstance(value, list):
        return [_resolved(member, config) for member in value]
    if not isinstance(value, Tagged):
        return value
    if value.tag == "!ENV":
        return _from_environment(value.value)
    return _directory(value.value, config) if value.tag == "!relative" else _python_name(value.tag)


def _from_environment(value: object) -> object:
    names = value if isinstance(value, list) else [value]
    *asked, default = names if len(names) > 1 else (*names, None)
    for name in asked:
        if (found := os.environ.get(str(name))) is not None:
            # What it looks like, as in a file.
            return yaml.safe_load(found)
    return default


def _directory(value: object, config: MkDocsConfig) -> object:
    prefix, _, rest = str(value or "").partition("/")
    kinds = {"$config_dir": ConfigDirPlaceholder, "$docs_dir": DocsDirPlaceholder}
    return kinds[prefix](config, rest) if prefix in kinds else RelativeDirPlaceholder(config, str(value or ""))


def _python_name(tag: str) -> object:
    module, _, name = tag.rpartition(":")[2].rpartition(".")
    return getattr(importlib.import_module(module), name)
