"""What an edit did to a text is taken back where somebody has changed other lines of it since."""

from __future__ import annotations

from difflib import SequenceMatcher


def taken_back(before: str, after: str, now: str) -> str | None:
    """Return the text *now* without what made *after* of *before*; None where these lines are not as they were."""
    old, new, current = (text.splitlines(keepends=True) for text in (before, after, now))
    same = SequenceMatcher(None, new, current, autojunk=False).get_matching_blocks()
    taken: list[tuple[int, int, list[str]]] = []
    for kind, first, end, old_first, old_end in SequenceMatcher(None, new, old, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        # Where lines were taken out, those on both sides have to stand beside each other still.
        low, high = (max(first - 1, 0), min(end + 1, len(new))) if first == end else (first, end)
        block = next((one for one in same if one.a <= low and high <= one.a + one.size), None)
        if block is None:
            return None
        moved = block.b - block.a
        taken.append((first + moved, end + moved, old[old_first:old_end]))
    for first, end, lines in reversed(taken):
        current[first:end] = lines
    return "".join(current)
