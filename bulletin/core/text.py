"""Texts of an archive: characters that have no place in them, names that files may have, and the nearest known name."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from hashlib import blake2b

LIMIT = 1_000_000
"""More bytes than this are no text of a bulletin."""

# C0 and C1 controls but TAB, LF and CR; noncharacters, which our own markers use; the replacement character; line and
# paragraph separators, marks that turn the direction of writing.
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ufffd\u2028-\u202e\u2066-\u2069"
# Zero-width and other invisible characters that come along from WeChat, WPS and web pages.
INVISIBLE = "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
_ALL_INVISIBLE = f"{INVISIBLE}\U000e0000-\U000e007f"
CONTROL = re.compile(f"[{CONTROLS}]")
INVISIBLE_CHARACTER = re.compile(f"[{_ALL_INVISIBLE}]")
UNWANTED = re.compile(f"[{CONTROLS}{_ALL_INVISIBLE}]")
# Pictographs are put together by a joiner.
JOINER_IN_PICTOGRAPH = re.compile("(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
_LONGEST = 60
_NAME = re.compile(r"[\w][\w-]{0,79}")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


def bare(text: str) -> tuple[int, bytes]:
    """Return how long a text is without spaces, and what it is known by then."""
    letters = "".join(text.split())
    # In memory they stand like this: UTF-8 would have to be made first, and is half as long again.
    return len(letters), blake2b(codecs.utf_16_le_encode(letters)[0], digest_size=12).digest()


def visible(text: str) -> str:
    """Return *text* without invisible characters."""
    if not INVISIBLE_CHARACTER.search(text):
        return text
    kept = JOINER_IN_PICTOGRAPH.sub("\ufdd2", text)
    return unicodedata.normalize("NFC", INVISIBLE_CHARACTER.sub("", kept)).replace("\ufdd2", "\u200d")


def first_control(text: str) -> str:
    """Return the first control character of a value that was written with escapes, as U+0008, or ""."""
    found = CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def is_good_name(stem: str) -> bool:
    """Return whether a file's stem can become an address on any system: letters, digits, hyphen, underscore."""
    return bool(_NAME.fullmatch(stem)) and not _RESERVED.fullmatch(stem)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that *name* most likely stands for, or ""."""
    if len(name) > _LONGEST:
        return ""
    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return found[0] if found else ""


def clean(text: str) -> str:
    """Return *text* as one line without spaces around it."""
    return " ".join(text.split())
