"""The fields of queries, and how the number of an issue is compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

FIELDS: Mapping[str, Sequence[str]] = {
    "unit": ("单位", "报送单位"),
    "category": ("类别",),
    "publication": ("采用", "刊物"),
    "level": ("级别",),
    "topic": ("专题", "标签"),
    "endorsed": ("批示",),
    "author": ("作者", "执笔人"),
    "issue": ("期", "期号"),
    "year": ("年", "年份"),
    "date": ("日期",),
    "title": ("标题",),
}
"""Words that may stand before a colon, besides the identifiers themselves."""
NAMED = ("unit", "category", "publication", "level", "topic", "endorsed")
"""Fields whose values are chosen from a list."""


def issue_number(text: str) -> str:
    """Return the number in a folded number of an issue: 146 of 第146期 and of 2026年第146期."""
    return next(reversed(re.findall("[0-9]+", text)), text)
