"""Which settings there are, and what kind of value each of them takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bulletin.mkdocs_adapter.settings.base import names_and_options
from bulletin.mkdocs_adapter.settings.file import KeyPath, Tagged, tagged_values

_MARKUP = frozenset("<>\"'` \t\n\\")


class Kind(NamedTuple):
    """Whether a value fits, and an example of one that does."""

    fits: Callable[[Any], bool]
    example: str
    complete: bool = False
    """Whether nothing is left for MkDocs to find fault with."""


def _text(value: object) -> bool:
    return isinstance(value, str)


def _name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(member, str) for member in value)


def _table(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(key, str) for key in value)


def _table_of(value: object, fits: Callable[[object], bool]) -> bool:
    return isinstance(value, Mapping) and _table(value) and all(map(fits, value.values()))


def _address(value: object) -> bool:
    """Whether MkDocs, the theme and feeds can all use it as the address of a site."""
    if value == "":
        return True
    if not isinstance(value, str) or _MARKUP & set(value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _named(value: object) -> bool:
    """Whether it is a list, or a mapping, of names with options."""
    if not isinstance(value, list | Mapping):
        return False
    return all(
        isinstance(name, str) and (options is None or isinstance(options, Mapping | Tagged))
        for name, options in names_and_options(value)
    )


def _navigation(value: object) -> bool:
    return isinstance(value, list) and all(map(_entry, value))


def _entry(value: object) -> bool:
    if not isinstance(value, Mapping):
        return _target(value)
    return len(value) == 1 and all(
        isinstance(name, str) and (_target(target) or _navigation(target)) for name, target in value.items()
    )


def _target(value: object) -> bool:
    """Whether it is a path or an address that MkDocs can take apart."""
    if not isinstance(value, str):
        return False
    try:
        urlsplit(value)
    except ValueError:
        return False
    return True


def _palette(value: object) -> bool:
    entries = value if isinstance(value, list) else [value]
    return all(_table_of(entry, _palette_value) for entry in entries)


def _palette_value(value: object) -> bool:
    return isinstance(value, str) or _table_of(value, _text)


def _icons(value: object) -> bool:
    return _table_of(value, lambda icon: isinstance(icon, str) or _icons(icon))


def _font(value: object) -> bool:
    return value is False or _table_of(value, _text)


_PATH = "docs_dir: content"
KINDS: Mapping[str, Kind] = {
    "INHERIT": Kind(_text, "INHERIT: ../common.yml", complete=True),
    "copyright": Kind(_text, "copyright: 内部资料", complete=True),
    "dev_addr": Kind(_text, "dev_addr: 127.0.0.1:8000"),
    "docs_dir": Kind(_text, _PATH, complete=True),
    "draft_docs": Kind(_text, "draft_docs: drafts/"),
    "edit_uri": Kind(_text, "edit_uri: blob/main/content/"),
    "edit_uri_template": Kind(_text, "edit_uri_template: blob/main/content/{path}"),
    "exclude_docs": Kind(_text, "exclude_docs: notes/"),
    "extra": Kind(_table, "extra: {search_index: false}"),
    "extra_css": Kind(_texts, "extra_css: [own.css]"),
    "extra_javascript": Kind(lambda value: isinstance(value, list), "extra_javascript: [own.js]"),
    "extra_templates": Kind(_texts, "extra_templates: [own.html]"),
    "hooks": Kind(_texts, "hooks: [build.py]", complete=True),
    "markdown_extensions": Kind(_named, "markdown_extensions: [tables]"),
    "nav": Kind(_navigation, "nav: [首页: index.md, 单位: units/index.md]"),
    "not_in_nav": Kind(_text, "not_in_nav: notes/"),
    "plugins": Kind(_named, "plugins: [bulletin]", complete=True),
    "remote_branch": Kind(_text, "remote_branch: gh-pages", complete=True),
    "remote_name": Kind(_text, "remote_name: origin", complete=True),
    "repo_name": Kind(_text, "repo_name: bulletin"),
    "repo_url": Kind(_address, "repo_url: https://git.example/bulletin"),
    "site_author": Kind(_text, "site_author: 组织科", complete=True),
    "site_description": Kind(_text, "site_description: 内部信息", complete=True),
    "site_dir": Kind(_text, "site_dir: site"),
    "site_name": Kind(_name, "site_name: 柳川组工信息", complete=True),
    "site_url": Kind(_address, "site_url: http://10.0.0.8/zugong/", complete=True),
    "strict": Kind(_flag, "strict: false", complete=True),
    "theme": Kind(lambda value: isinstance(value, str) or _table(value), "theme: {language: zh}", complete=True),
    "use_directory_urls": Kind(_flag, "use_directory_urls: true", complete=True),
    "validation": Kind(_table, "validation: {nav: {omitted_files: ignore}}"),
    "watch": Kind(_texts, "watch: [notes]"),
}
"""The settings of MkDocs that an archive may hold."""

_TEXT_OF_THEME = ("custom_dir", "direction", "favicon", "locale", "logo")
THEME_KINDS: Mapping[str, Kind] = {
    "name": Kind(_text, "name: material", complete=True),
    "language": Kind(_name, "language: zh"),
    "font": Kind(_font, "font: false", complete=True),
    "palette": Kind(_palette, "palette: {scheme: default, primary: custom, accent: custom}"),
    "features": Kind(_texts, "features: [navigation.tabs]", complete=True),
    "icon": Kind(_icons, "icon: {logo: material/library}"),
    "static_templates": Kind(_texts, "static_templates: [404.html]"),
    **{key: Kind(_text, f"{key}: …") for key in _TEXT_OF_THEME},
}
"""The settings of the theme; Material has more, which nothing here needs."""


class WrongType(NamedTuple):
    """A setting whose value is of the wrong kind."""

    at: KeyPath
    example: str


def wrong_types(values: Mapping[Any, Any]) -> Iterator[WrongType]:
    """Yield the settings whose values are of the wrong kind; tagged values are not known yet."""
    for key, value in values.items():
        kind = KINDS.get(key)
        if kind is None or _is_tagged(value) or (value is None and key != "site_name"):
            continue
        if not kind.fits(value):
            yield WrongType((key,), kind.example)
    theme = values.get("theme")
    for key, value in theme.items() if isinstance(theme, Mapping) else ():
        kind = THEME_KINDS.get(key)
        if kind and not _is_tagged(value) and not kind.fits(value):
            yield WrongType(("theme", key), f"theme: {{{kind.example}}}")


def _is_tagged(value: object) -> bool:
    return next(tagged_values(value), None) is not None


def unknown_settings(values: Mapping[Any, Any]) -> Iterator[str]:
    """Yield the settings that neither MkDocs nor the program knows."""
    yield from (str(key) for key in values if key not in KINDS)


def leaves_nothing_to_mkdocs(values: Mapping[str, Any]) -> bool:
    """Return whether :func:`wrong_types` finds all that MkDocs could find fault with in *values*."""
    theme = values.get("theme")
    found = [(key, value, THEME_KINDS) for key, value in theme.items()] if isinstance(theme, Mapping) else []
    found += [(key, value, KINDS) for key, value in values.items()]
    return all(_is_complete(*entry) for entry in found)


def _is_complete(key: str, value: object, kinds: Mapping[str, Kind]) -> bool:
    if key == "language" and value in ("zh", "en"):
        return True
    if key not in kinds:
        # Unknown settings are left out; those of a theme are handed on.
        return kinds is not THEME_KINDS
    return value is None or kinds[key].complete
