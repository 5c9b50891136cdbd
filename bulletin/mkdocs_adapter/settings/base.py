"""What the program itself asks of MkDocs: laid under whatever an archive's own settings say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bulletin.core.config import THEME
from bulletin.core.i18n import N_, site_language, translator
from bulletin.markdown import EXTENSIONS

Values = Mapping[str, Any]

THEME_NAME = "material"
UNFIT_THEMES = ("mkdocs", "readthedocs")
"""Themes that MkDocs brings along; they have none of what the pages of the archive are put into."""
CONTENT = "content"
DEFAULT_SITE = "site"
_QUIET = "ignore"


def base_settings(language: str) -> dict[str, Any]:
    """Return the settings of an archive whose theme speaks *language* and whose own settings say nothing else.

    The navigation is missing: it is made when the archive is known, see :mod:`bulletin.mkdocs_adapter.navigation`.
    """
    say = translator(site_language(language))
    return {
        "docs_dir": CONTENT,
        # Material's own search cannot find Chinese words.
        "plugins": [],
        "hooks": [],
        "theme": {
            "name": THEME_NAME,
            "custom_dir": str(THEME),
            "language": language,
            # No fonts from other hosts.
            "font": False,
            "palette": [
                _palette("light", "default", "material/weather-night", say(N_("Switch to dark"))),
                _palette("dark", "slate", "material/weather-sunny", say(N_("Switch to light"))),
            ],
            "features": ["navigation.tabs", "navigation.top", "toc.follow"],
        },
        "markdown_extensions": list(EXTENSIONS),
        # The program checks links itself, and leaves out of the navigation what does not exist.
        "validation": {
            "nav": {"omitted_files": _QUIET, "not_found": _QUIET},
            "links": dict.fromkeys(("not_found", "anchors", "absolute_links", "unrecognized_links"), _QUIET),
        },
    }


def _palette(preferred: str, scheme: str, icon: str, name: str) -> dict[str, Any]:
    # Follows the reader's system until he chooses.
    media = f"(prefers-color-scheme: {preferred})"
    return {"media": media, "scheme": scheme, "primary": "custom", "accent": "custom"} | {
        "toggle": {"icon": icon, "name": name}
    }


def merge_settings(below: Values, above: Values) -> dict[str, Any]:
    """Return *above* laid over *below*: mappings are merged key by key, everything else is replaced."""
    found = dict(below)
    for key, value in above.items():
        old = found.get(key)
        found[key] = merge_settings(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return found


def names_and_options(value: object) -> list[tuple[Any, Any]]:
    """Return name and options of each entry of ``plugins`` or ``markdown_extensions``, a list or a mapping."""
    if isinstance(value, Mapping):
        return list(value.items())
    found: list[tuple[Any, Any]] = []
    for entry in value if isinstance(value, list) else [value]:
        found += list(entry.items()) if isinstance(entry, Mapping) else [(entry, None)]
    return found


def merge_extensions(own: object) -> list[Any]:
    """Return the program's Markdown extensions with the options that *own* gives them, then the others of *own*."""
    options = dict(names_and_options(own))
    names = dict.fromkeys([*EXTENSIONS, *options])
    return [{name: options[name]} if options.get(name) else name for name in names]
