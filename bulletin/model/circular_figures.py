"""The names of the figures of a circular, by which an editor puts them into its text: ``{submitted}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from bulletin.core.i18n import N_


class Needs(StrEnum):
    """What there must be for a figure to have anything to say in a period."""

    SCHEME = "scheme"
    PASS_MARK = "pass"  # noqa: S105 - a mark that units pass
    TARGETS = "targets"
    EARLIER_PERIODS = "earlier"
    GROUP = "group"


class FigureName(NamedTuple):
    """A figure: its identifier, its Chinese name, what it is, and whether it may be asked for one group."""

    identifier: str
    chinese: str
    meaning: str
    by_group: bool = False
    is_clause: bool = False
    """Whether it is a part of a sentence, which is left out where there is nothing to say."""
    needs: Needs | None = None


FIGURE_NAMES = (
    FigureName("group", "组别", N_("The name of the group."), by_group=True, needs=Needs.GROUP),
    FigureName("period", "时期", N_("The name of the period.")),
    FigureName("submitted", "报送条数", N_("How many items were submitted."), by_group=True),
    FigureName("submitting-units", "报送单位数", N_("How many units submitted something."), by_group=True),
    FigureName(
        "submitted-compared", "报送比较", N_("The items submitted, against the periods before."), is_clause=True
    ),
    FigureName("adoptions", "采用次数", N_("How often items were adopted."), by_group=True),
    FigureName("adoptions-by-level", "各级采用", N_("How often items were adopted at each level.")),
    FigureName("adoptions-compared", "采用比较", N_("The adoptions, against the periods before."), is_clause=True),
    FigureName("adopted", "采用条数", N_("How many of the items submitted were adopted.")),
    FigureName("rate", "采用率", N_("Which share of the items submitted was adopted.")),
    FigureName("average", "平均条数", N_("Items submitted by a unit on average."), by_group=True),
    FigureName("year-submitted", "全年报送条数", N_("Items submitted in the year so far.")),
    FigureName("year-adoptions", "全年采用次数", N_("Adoptions in the year so far.")),
    FigureName("units-by-group", "涉及单位", N_("How many units of each group submitted something.")),
    FigureName("issues", "出刊期数", N_("How many issues of the bulletin came out.")),
    FigureName(
        "units-with-targets", "有任务单位数", N_("How many units had a target."), by_group=True, needs=Needs.TARGETS
    ),
    FigureName(
        "targets-met", "完成任务单位数", N_("How many of them met all targets."), by_group=True, needs=Needs.TARGETS
    ),
    FigureName("targets-met-rate", "任务完成面", N_("Which share of them did."), by_group=True, needs=Needs.TARGETS),
    FigureName(
        "targets-missed-by", "未完成任务单位", N_("The units that missed a target."), by_group=True, needs=Needs.TARGETS
    ),
    FigureName(
        "first-three", "前三名", N_("The units on the first ranks of each group."), by_group=True, needs=Needs.SCHEME
    ),
    FigureName("best-items", "得分较高信息", N_("The items with the most points."), needs=Needs.SCHEME),
    FigureName("zero-report-count", "零报送单位数", N_("How many units submitted nothing."), by_group=True),
    FigureName("zero-reports", "零报送单位", N_("The units that submitted nothing."), by_group=True),
    FigureName(
        "zero-reports-before",
        "此前零报送单位数",
        N_("How many units submitted nothing in earlier periods of the year, the last four."),
        needs=Needs.EARLIER_PERIODS,
    ),
    FigureName(
        "never-wrote",
        "从未报送单位",
        N_("The units that have not submitted anything in the year so far."),
        by_group=True,
    ),
    FigureName(
        "zero-adoption-count",
        "零采用单位数",
        N_("How many units submitted something, but had nothing adopted."),
        by_group=True,
    ),
    FigureName(
        "zero-adoptions",
        "零采用单位",
        N_("The units that submitted something, but had nothing adopted."),
        by_group=True,
    ),
    FigureName("commissions-done-count", "完成约稿数", N_("How many commissions were answered.")),
    FigureName("commissions-done", "完成约稿", N_("The commissions answered, and by whom.")),
    FigureName("commissions-unanswered", "约稿未报", N_("The commissions that were due and not answered.")),
    FigureName(
        "failed",
        "不合格单位",
        N_("The units with too few points in a period, and their points."),
        by_group=True,
        needs=Needs.PASS_MARK,
    ),
    FigureName(
        "points-changes",
        "加扣封限",
        N_("What thresholds, floors, caps and forfeitures gave and took, by unit."),
        by_group=True,
        needs=Needs.SCHEME,
    ),
)
FIGURE_BY_NAME = {name: figure for figure in FIGURE_NAMES for name in (figure.identifier, figure.chinese)}
_REFERENCE = re.compile(r"[{｛]([^{}｛｝<>\n]{1,80})[}｝]")
_BRACE = re.compile(r"[{｛][ \t]*[}｝]|[{}｛｝]")


class FigureReference(NamedTuple):
    """A place in a text that names a figure, between ``start`` and ``end``: its name, and a group or ""."""

    name: str
    group: str
    start: int
    end: int


def find_references(text: str) -> Iterator[FigureReference]:
    """Yield the figures that a text names in braces: ``{submitted}``, and ``{报送条数：乡镇}`` for one group."""
    for match in _REFERENCE.finditer(text):
        if not match[1].strip():
            continue
        name, _, group = match[1].replace("：", ":").partition(":")
        yield FigureReference(name.strip(), group.strip(), match.start(), match.end())


def with_wide_colons(text: str) -> str:
    """Return a text of the same length with ``：`` before the groups of figures: what names a figure is no prose."""
    return _REFERENCE.sub(lambda found: found[0].replace(":", "："), text)


def find_other_braces(text: str) -> Iterator[re.Match[str]]:
    """Yield braces that hold nothing, and single ones that are not the beginning and the end of a name."""
    yield from _BRACE.finditer(
        _REFERENCE.sub(lambda found: " " * len(found[0]) if found[1].strip() else found[0], text)
    )
