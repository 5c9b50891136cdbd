"""Values as front matter writes them: each is read as it is meant, by the program's reader and by any other."""

from __future__ import annotations

import re
import unicodedata

from bulletin.core.text import UNWANTED, collapse_spaces

# What every reader of YAML takes for this very text, in brackets, too; that the program reads by its fast path.
_PLAIN = re.compile(r"""[^\s:：#\[\]{}"'?,\-&*!|>%@`~=<][^\t:：#\[\]{}"',]*""")
_OTHER_TYPE = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|0[\d_]+|0[xo][\da-f_]+|\d[\d_]*\.[\d_]*|\.inf|\.nan")
_STYLES = ("", '"', "'")


def clean_value(text: str) -> str:
    """Return a value on one line, without spaces around it and without characters that nobody sees."""
    return unicodedata.normalize("NFC", collapse_spaces(UNWANTED.sub("", text)))


def written_scalar(text: str, style: str = "") -> str:
    """Return how a clean value is written: as *style* says, plain or in quotes, where it can be written so."""
    if style not in _STYLES:
        style = ""
    if not style and _PLAIN.fullmatch(text) and not _OTHER_TYPE.fullmatch(text):
        return text
    if style == "'" or '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
