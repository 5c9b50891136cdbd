"""The names of figures, by which an editor puts them into the text of a circular: ``{submitted}`` or ``{报送条数}``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from bulletin.core.i18n import N_
from bulletin.scoring.circulars.figures import Figures
from bulletin.scoring.circulars.phrases import Phrase


class FigureName(NamedTuple):
    """A figure: its identifier, its Chinese name, what it is, how it is made, and whether a group may be named."""

    identifier: str
    chinese: str
    meaning: str
    phrase: Callable[[Figures], Phrase]
    by_group: bool = False


GROUP = FigureName(
    "group",
    "组别",
    N_("The name of the group."),
    Figures.group,
    by_group=True,
)
FIGURES = (
    GROUP,
    FigureName("period", "时期", N_("The name of the period."), Figures.period),
    FigureName(
        "submitted",
        "报送条数",
        N_("How many items were submitted."),
        Figures.submitted,
        by_group=True,
    ),
    FigureName(
        "submitting-units",
        "报送单位数",
        N_("How many units submitted something."),
        Figures.submitting_units,
        by_group=True,
    ),
    FigureName(
        "submitted-compared",
        "报送比较",
        N_("The items submitted, against the periods before."),
        Figures.submitted_compared,
    ),
    FigureName(
        "adoptions",
        "采用次数",
        N_("How often items were adopted."),
        Figures.adoptions,
        by_group=True,
    ),
    FigureName(
        "adoptions-by-level", "各级采用", N_("How often items were adopted at each level."), Figures.adoptions_by_level
    ),
    FigureName(
        "adoptions-compared", "采用比较", N_("The adoptions, against the periods before."), Figures.adoptions_compared
    ),
    FigureName("adopted", "采用条数", N_("How many of the items submitted were adopted."), Figures.adopted),
    FigureName("rate", "采用率", N_("Which share of the items submitted was adopted."), Figures.rate),
    FigureName(
        "average",
        "平均条数",
        N_("Items submitted by a unit on average."),
        Figures.average,
        by_group=True,
    ),
    FigureName("year-submitted", "全年报送条数", N_("Items submitted in the year so far."), Figures.year_submitted),
    FigureName("year-adoptions", "全年采用次数", N_("Adoptions in the year so far."), Figures.year_adoptions),
    FigureName(
        "units-by-group", "涉及单位", N_("How many units of each group submitted something."), Figures.units_by_group
    ),
    FigureName("issues", "出刊期数", N_("How many issues of the bulletin came out."), Figures.issues),
    FigureName(
        "units-with-targets",
        "有任务单位数",
        N_("How many units had a target."),
        Figures.units_with_targets,
        by_group=True,
    ),
    FigureName(
        "targets-met",
        "完成任务单位数",
        N_("How many of them met all targets."),
        Figures.targets_met,
        by_group=True,
    ),
    FigureName(
        "targets-met-rate",
        "任务完成面",
        N_("Which share of them did."),
        Figures.targets_met_rate,
        by_group=True,
    ),
    FigureName(
        "targets-missed-by",
        "未完成任务单位",
        N_("The units that missed a target."),
        Figures.targets_missed_by,
        by_group=True,
    ),
    FigureName(
        "first-three",
        "前三名",
        N_("The units of the first three ranks of each group."),
        Figures.first_three,
        by_group=True,
    ),
    FigureName("best-items", "得分较高信息", N_("The items with the most points."), Figures.best_items),
    FigureName(
        "zero-report-count",
        "零报送单位数",
        N_("How many units submitted nothing."),
        Figures.zero_report_count,
        by_group=True,
    ),
    FigureName(
        "zero-reports",
        "零报送单位",
        N_("The units that submitted nothing."),
        Figures.zero_reports,
        by_group=True,
    ),
    FigureName(
        "zero-reports-before",
        "此前零报送单位数",
        N_("How many units submitted nothing in each earlier period of the year."),
        Figures.zero_reports_before,
    ),
    FigureName(
        "never-wrote",
        "从未报送单位",
        N_("The units that have not submitted anything since the archive began."),
        Figures.never_wrote,
        by_group=True,
    ),
    FigureName(
        "zero-adoption-count",
        "零采用单位数",
        N_("How many units submitted something, but had nothing adopted."),
        Figures.zero_adoption_count,
        by_group=True,
    ),
    FigureName(
        "zero-adoptions",
        "零采用单位",
        N_("The units that submitted something, but had nothing adopted."),
        Figures.zero_adoptions,
        by_group=True,
    ),
    FigureName(
        "commissions-done-count",
        "完成约稿数",
        N_("How many commissions were answered."),
        Figures.commissions_done_count,
    ),
    FigureName("commissions-done", "完成约稿", N_("The commissions answered, and by whom."), Figures.commissions_done),
    FigureName(
        "commissions-unanswered",
        "约稿未报",
        N_("The commissions that were due and not answered."),
        Figures.commissions_unanswered,
    ),
)
BY_NAME = {name: figure for figure in FIGURES for name in (figure.identifier, figure.chinese)}
PLACEHOLDER = re.compile(r"\{([^{}<>\n]{1,80})\}")
"""A figure in a text: its name and, after a colon, a group."""


def split_reference(reference: str) -> tuple[str, str]:
    """Return the name of a figure and the group that a reference names: ``submitted:乡镇`` or ``报送条数：乡镇``."""
    name, _, group = reference.replace("：", ":").partition(":")
    return name.strip(), group.strip()
