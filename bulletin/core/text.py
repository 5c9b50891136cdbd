"""Text: unwanted characters, valid file names, the nearest known name."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from hashlib import blake2b

LIMIT = 1_000_000
"""Most bytes of a text."""

# C0 and C1 controls except TAB, LF and CR; noncharacters, which the program uses as marks; the replacement
# character; line and paragraph separators; marks of writing direction.
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ufffd\u2028-\u202e\u2066-\u2069"
# Zero-width and other invisible characters, pasted from WeChat, WPS and web pages.
INVISIBLE = "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
_VARIATIONS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ALL_INVISIBLE = f"{INVISIBLE}\U000e0000-\U000e007f{_VARIATIONS}"
CONTROL = re.compile(f"[{CONTROLS}]")
# A zero-width joiner or a variation selector within a pictograph is kept, and that of a keycap.
INVISIBLE_CHARACTER = re.compile(
    f"(?!(?<=[©®\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff])[\u200d\ufe0e\ufe0f])"
    f"(?!(?<=[0-9#*])\ufe0f\u20e3)[{_ALL_INVISIBLE}]"
)
UNWANTED = re.compile(f"[{CONTROLS}{_ALL_INVISIBLE}]")
# What a phone types in colour: no face for Chinese print has it.
_DRAWN = (
    "[\u231a\u231b\u23e9-\u23f3\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26bd\u26be\u26c4\u26c5\u26ce\u26d4"
    "\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2764\u2795-\u2797\u27b0"
    "\u27bf\u2b50\u2b55\U0001f000-\U0001f0ff\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff]"
    "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
)
PICTOGRAPH = re.compile(f"{_DRAWN}(?:\u200d{_DRAWN})*")
_LONGEST = 60
_NAME = re.compile(r"[\w][\w-]{0,79}")
is_reserved = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]", re.IGNORECASE).fullmatch
"""Whether Windows reserves a name for a device, whatever its ending."""


def length_and_digest(text: str) -> tuple[int, bytes]:
    """Return the length of a text without spaces, and a digest of it."""
    letters = "".join(text.split())
    # UTF-16 is how Python holds Chinese text; UTF-8 is slower to make and longer.
    return len(letters), blake2b(codecs.utf_16_le_encode(letters)[0], digest_size=12).digest()


def remove_invisible(text: str) -> str:
    """Return *text* without invisible characters."""
    removed = INVISIBLE_CHARACTER.sub("", text)
    return text if removed == text else unicodedata.normalize("NFC", removed)


def first_control_character(text: str) -> str:
    """Return the first control character of a value that was written with escapes, as U+0008, or ""."""
    found = CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def is_valid_stem(stem: str) -> bool:
    """Return whether a file's stem can become an address on any system: letters, digits, hyphen, underscore."""
    return bool(_NAME.fullmatch(stem)) and not is_reserved(stem)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name nearest to *name*, or ""."""
    if len(name) > _LONGEST:
        return ""
    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return found[0] if found else ""


def collapse_spaces(text: str) -> str:
    """Return *text* as one line without spaces around it."""
    return " ".join(text.split())
