"""Words that only unpublished texts hold: none of them may be found in anything that is published.

Texts are compared by runs of letters, digits and Han between any other characters, so that markup, line breaks and
quotation marks do not matter; a run that a published text or the program itself has, too, tells nothing, and nor does
a date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_RUN = re.compile(r"\w{8,}")
_DATE = re.compile(r"[\d年月日]+")
_LINK = re.compile(r"\]\([^)]*\)")
_MARKUP = re.compile(r"[*_`~\[\]\\]")


def runs(text: str) -> set[str]:
    """Return the long runs of *text*."""
    return set(_RUN.findall(text))


def canaries(hidden: Mapping[str, str], shown: Iterable[str]) -> dict[str, str]:
    """Return what only *hidden* sources say: by run, the path of the source."""
    found = {
        run: path
        for path, text in sorted(hidden.items(), reverse=True)
        for run in _of_source(text)
        if not _DATE.fullmatch(run)
    }
    for text in shown:
        for run in _of_source(text) & found.keys():
            del found[run]
    return found


def _of_source(text: str) -> set[str]:
    """Return the runs of Markdown as it is written and as it is read."""
    plain = unicodedata.normalize("NFC", text)
    return runs(plain) | runs(_MARKUP.sub("", _LINK.sub("", plain)))
