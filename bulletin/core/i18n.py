"""One gettext catalogue for the site and the terminal: English in the source, Chinese beside it.

``N_`` marks a sentence for the catalogue where it is written; a :class:`Translator` translates it.
"""

from __future__ import annotations

import json
import locale
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_LINES = r'(?:".*"\n)+'
_ENTRY = re.compile(
    rf"^msgid (?P<id>{_LINES})(?:msgid_plural {_LINES})?msgstr(?:\[0\])? (?P<translated>{_LINES})", re.MULTILINE
)
_CATALOGUES = Path(__file__).parents[1] / "locale"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Return *message* as it is; the extractor finds it by this name."""
    return message


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates the catalogue's sentences into one language."""

    language: str
    sentences: Mapping[str, str]

    def __call__(self, message: str, /, **values: object) -> str:
        """Return *message* in this language, with ``{name}`` filled in."""
        translated = self.sentences.get(message) or message
        return translated.format(**values) if values else translated

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return *one* or *many*, whichever *number* requires, with ``{n}`` and the other values filled in."""
        translated = self.sentences.get(one) or (one if number == 1 else many)
        return translated.format(n=f"{number:,}", **values)


@lru_cache(maxsize=4)
def translator(language: str) -> Translator:
    """Return the translator into *language*, ``zh`` or ``en``; any other language falls back to English."""
    if language == "en":
        return Translator("en", {})
    return Translator("zh", read_sentences((_CATALOGUES / "zh.po").read_text("utf-8")))


def join_clauses(clauses: Iterable[str], say: Translator) -> str:
    """Return clauses as one text; those that editors ended with a full stop get no second mark after it."""
    return say("; ").join(clause.rstrip("。．.；; ") for clause in clauses)


def read_sentences(catalogue: str) -> dict[str, str]:
    """Return the translated sentences of a catalogue of gettext, by the sentence or its singular.

    Babel's reader takes 20 ms to import and as much again to read, which is a tenth of a small build.
    """
    found = ((_text(match["id"]), _text(match["translated"])) for match in _ENTRY.finditer(catalogue))
    return {sentence: translated for sentence, translated in found if sentence and translated}


def _text(lines: str) -> str:
    return "".join(json.loads(line) for line in lines.splitlines())


def site_language(theme_language: str) -> str:
    """Return the catalogue's language for a theme's: ``zh``, ``zh-Hans``, ``zh-TW`` … are Chinese."""
    return "zh" if theme_language.lower().startswith("zh") else "en"


def user_language(default: str = "en") -> str:
    """Return the language of the user's terminal, by its locale; *default* where it has none."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    named = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    if named.partition(".")[0] in ("", "C", "POSIX"):
        return default
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"
