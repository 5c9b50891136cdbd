"""Translated sentences that contain the name of the command line, under the name by which it was called."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.core.i18n import Translator

LAUNCHER = "build.py"
_NAMES = (f"python3 {LAUNCHER}", LAUNCHER)
"""The names in the catalogue's sentences."""


@dataclass(frozen=True, slots=True)
class NamingTranslator(Translator):
    """Translates the catalogue's sentences, with the name of the *program* instead of the launcher's."""

    program: str

    def __call__(self, message: str, /, **values: object) -> str:
        """Return *message* in this language, with ``{name}`` filled in."""
        # Not what is filled in: a file of the archive may be called as the launcher is.
        sentence = self._named(self.sentences.get(message) or message)
        return sentence.format(**values) if values else sentence

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return *one* or *many* as *number* demands."""
        sentence = self._named(self.sentences.get(one) or (one if number == 1 else many))
        return sentence.format(n=f"{number:,}", **values)

    def _named(self, sentence: str) -> str:
        for name in _NAMES:
            sentence = sentence.replace(name, self.program)
        return sentence


def naming(say: Translator, program: str) -> Translator:
    """Return *say* for a command line that was called as *program*."""
    return say if program == LAUNCHER else NamingTranslator(say.language, say.sentences, program)
