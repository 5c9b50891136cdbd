"""Names of organs, meetings, posts and places in their right form, as ``registry/terms.toml`` has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bulletin.checks.proofreading.prose import Mistake, Prose
from bulletin.model.registry import NameForms


@lru_cache(maxsize=4)
def _pattern(names: tuple[NameForms, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds all forms, the longest first, and the right form of each wrong one."""
    right = {wrong: one.right for one in names for wrong in one.wrong}
    forms = sorted({*right, *(one.right for one in names)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms))), right


def find_wrong_names(prose: Prose) -> Iterator[Mistake]:
    """Yield names in a wrong form; within a right form that is longer, none is wrong."""
    if not prose.registry.names:
        return
    pattern, right = _pattern(prose.registry.names)
    for found in pattern.finditer(prose.text):
        if found[0] in right:
            yield Mistake(found.start(), found[0], right[found[0]])
