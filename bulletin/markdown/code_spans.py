"""Where code begins and ends: blocks between fences, words between backticks; found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_RUN = re.compile(r"(`+)")


def without_ticks(line: str) -> str:
    """Return *line* without code between backticks: from a run of them to the next one of the same length."""
    if "`" not in line:
        return line
    pieces = _RUN.split(line)
    later: dict[str, int] = {}
    ends = {}
    for at in range(len(pieces) - 2, 0, -2):
        ends[at] = later.get(pieces[at], 0)
        later[pieces[at]] = at
    kept, at = [pieces[0]], 1
    while at < len(pieces):
        kept.append(pieces[ends[at] + 1] if ends[at] else pieces[at] + pieces[at + 1])
        at = (ends[at] or at) + 2
    return "".join(kept)


@dataclass(slots=True)
class Fences:
    """Finds the line that closes a block of code, in one pass over all."""

    closings: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: {"`": [], "~": []})
    hopeless: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[str]) -> Fences:
        """Return the fences of a text."""
        found = cls()
        for number, line in enumerate(lines):
            bare = line.strip(" ")
            if bare[:3] in ("```", "~~~") and not bare.strip(bare[0]):
                found.closings[bare[0]].append((number, len(bare)))
        for closings in found.closings.values():
            closings.reverse()
        return found

    def closing(self, number: int, fence: str) -> int:
        """Return the number of the line that closes what *fence* opens in line *number*, or 0."""
        left = self.closings[fence[0]]
        while left and left[-1][0] <= number:
            left.pop()
        if len(fence) >= self.hopeless.get(fence[0], len(fence) + 1):
            return 0
        end = next((n for n, length in reversed(left) if length >= len(fence)), 0)
        if not end:
            self.hopeless[fence[0]] = len(fence)
        return end
