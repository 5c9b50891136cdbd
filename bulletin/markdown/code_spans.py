"""Find code: fenced blocks and spans between backticks, each in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_RUN = re.compile(r"(`+)")


def remove_code_spans(line: str) -> str:
    """Return *line* without code spans; a span ends at the next run of backticks of the same length."""
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
    """Finds the closing line of fenced blocks, in one pass over a text."""

    closings: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: {"`": [], "~": []})
    unclosed_lengths: dict[str, int] = field(default_factory=dict)

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
        """Return the number of the line that closes the block opened by *fence* in line *number*, or 0."""
        left = self.closings[fence[0]]
        while left and left[-1][0] <= number:
            left.pop()
        if len(fence) >= self.unclosed_lengths.get(fence[0], len(fence) + 1):
            return 0
        end = next((n for n, length in reversed(left) if length >= len(fence)), 0)
        if not end:
            self.unclosed_lengths[fence[0]] = len(fence)
        return end
