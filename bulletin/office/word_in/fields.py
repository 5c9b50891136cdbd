"""Fields: what Word computes. What they show is text, but for tables of contents and page numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_CONTENTS = ("TOC", "INDEX", "TOA", "RD", "XE", "TC", "TA")
_PAGES = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")
_CIRCLED = re.compile(r"^EQ\s*\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,，;]\s*([^)]*?)\s*\)", re.IGNORECASE)
_FRACTION = re.compile(r"^EQ\s*\\f\s*\(\s*([\w.%]+)\s*[,，;]\s*([\w.%]+)\s*\)$", re.IGNORECASE)
_ADDRESSES = ("http:", "https:", "mailto:")


@dataclass(slots=True)
class Field:
    """One field: its instruction, and whether its result has begun."""

    instruction: str = ""
    in_result: bool = False
    has_result: bool = False

    @property
    def kind(self) -> str:
        """The name of the field, such as TOC, PAGE or HYPERLINK."""
        words = self.instruction.split(None, 1)
        return words[0].upper() if words else ""

    @property
    def drops(self) -> str:
        """The kind of loss that the result is; "" where it is text."""
        return "contents" if self.kind in _CONTENTS else "page-number" if self.kind in _PAGES else ""

    @property
    def address(self) -> str:
        """The address of a link; a lone # for one that cannot be kept; "" for other fields."""
        if self.kind != "HYPERLINK":
            return ""
        words = [match[1] or match[2] or "" for match in _WORDS.finditer(self.instruction)]
        first = words[1] if len(words) > 1 and not words[1].startswith("\\") else ""
        return web_address(first)

    @property
    def circled(self) -> str:
        """The sign that the field draws a circle around."""
        found = _CIRCLED.match(self.instruction.strip())
        return found[1] if found else ""

    @property
    def formula(self) -> str | None:
        """What a formula without a result says as a line of text; "" where none says it; None for other fields."""
        if self.kind != "EQ" or self.circled or self.has_result:
            return None
        found = _FRACTION.match(self.instruction.strip())
        return f"{found[1]}/{found[2]}" if found else ""


def web_address(address: str) -> str:
    """Return the address of a link that an item may have; a lone # for any other."""
    plain = address.strip()
    safe = plain.lower().startswith(_ADDRESSES) and not re.search(r"[\s<>\"\\^`{|}]", plain)
    return plain if safe else "#"
