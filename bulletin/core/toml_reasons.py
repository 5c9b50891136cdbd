"""Why a TOML text cannot be read, for people who do not know TOML: by the message and the line of the parser."""

from __future__ import annotations

import re

from bulletin.core.i18n import N_

_STRINGS = re.compile(r'"[^"\n]*"')
_SIGNS = (
    (re.compile("[“”‘’＂]"), N_('quotes have to be those of the English keyboard: "')),
    (re.compile("＝"), N_("the equals sign has to be that of the English keyboard: =")),
    (re.compile("[，、]"), N_("commas have to be those of the English keyboard: ,")),
    (re.compile("[【】［］〔〕]"), N_("brackets have to be those of the English keyboard: [ ]")),
    (re.compile("[｛｝]"), N_("braces have to be those of the English keyboard")),
    (re.compile("[—–－−]"), N_("the minus sign has to be that of the English keyboard: -")),
)
_TWICE = N_("a name in single brackets stands twice: where there are several, each has double brackets [[ ]]")
_BRACKET = N_("a bracket is not closed")
_QUOTE = N_("a quote is not closed")
_LINE = N_("a line has to be a name, an equals sign and a value, or a name in brackets")
_REASONS = (
    ("Cannot declare", _TWICE),
    ("Cannot redefine", _TWICE),
    ("Cannot mutate", _TWICE),
    ("Duplicate inline table key", N_("Cannot overwrite a value")),
    ("Unclosed", _BRACKET),
    ("Expected ']", _BRACKET),
    ("Expected newline", N_("something stands after the value: texts need quotes, and numbers have no unit")),
    ("Unterminated string", _QUOTE),
    ("Illegal character '\\n'", _QUOTE),
    ("Expected '\"", _QUOTE),
    ("Invalid statement", _LINE),
    ("Invalid initial character", _LINE),
    ("Invalid date", N_("there is no such day")),
    ("Unescaped", N_("a backslash in a text has to be written twice")),
    ("Escaped", N_("a backslash in a text has to be written twice")),
)


def reason_of(message: str, line: str) -> str:
    """Return the reason that a parser's message gives about a line, as a message of the catalogue where it is known."""
    beside_texts = _STRINGS.sub('""', line).partition("#")[0]
    for sign, reason in _SIGNS:
        if sign.search(beside_texts):
            return reason
    return next((reason for start, reason in _REASONS if message.startswith(start)), message)
