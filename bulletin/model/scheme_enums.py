"""Enumerations of schemes: the terms that a rule may use, by identifier or in Chinese."""

from __future__ import annotations

from enum import StrEnum

from bulletin.core.dates import Grain
from bulletin.core.terms import Term


class Family(StrEnum):
    """What points are for; entries of one day are in this order."""

    BASE = "base"
    SUBMISSION = "submission"
    SENT_UP = "sent-up"
    ADOPTION = "adoption"
    ENDORSEMENT = "endorsement"
    OUTCOME = "outcome"
    BONUS = "bonus"
    COMMISSION = "commission"
    FEEDBACK = "feedback"
    LAPSE = "lapse"
    QUOTA = "quota"
    THRESHOLD = "threshold"
    ADJUSTMENT = "adjustment"
    MERGER = "merger"


ITEM_FAMILIES = (
    Family.SUBMISSION,
    Family.SENT_UP,
    Family.ADOPTION,
    Family.ENDORSEMENT,
    Family.OUTCOME,
    Family.BONUS,
)
"""The families whose points an item earns, and which a joint item's units share."""


class SplitMode(Term):
    """How the units of a joint item share its points."""

    FULL = "full", "各计全分"
    EVEN = "even", "平均分配", "平分"
    FIRST = "first", "第一单位"
    WEIGHTS = "weights", "按比例"


class AdoptionsCounted(Term):
    """Which of several adoptions of one item count."""

    SUM = "sum", "累计"
    HIGHEST = "highest", "就高", "取最高"
    BEST = "best", "取最高几级"
    ONCE_PER_LEVEL = "once-per-level", "同级一次"


class EndorsementsCounted(Term):
    """How often an item's endorsements count."""

    EACH = "each", "逐次"
    ONCE_PER_LEVEL = "once-per-level", "同级一次"
    ONCE = "once", "一次"


class EndorsementChoice(Term):
    """Which of several endorsements count, within a level or across levels."""

    ALL = "all", "累计"
    FIRST = "first", "首次"
    HIGHEST = "highest", "就高", "取最高"
    FIRST_AND_FURTHER = "first-and-further", "首次全计"
    HIGHEST_AND_FURTHER = "highest-and-further", "最高全计"

    @property
    def is_by_day(self) -> bool:
        """Whether the first counts, and not the highest."""
        return self in (EndorsementChoice.FIRST, EndorsementChoice.FIRST_AND_FURTHER)

    @property
    def has_further(self) -> bool:
        """Whether the others count as further ones."""
        return self in (EndorsementChoice.FIRST_AND_FURTHER, EndorsementChoice.HIGHEST_AND_FURTHER)


class CountingDay(Term):
    """On which day adoptions count."""

    ADOPTION = "adoption", "采用"
    SUBMISSION = "submission", "报送"


class Shortfall(Term):
    """What an unmet quota costs."""

    ALL_OR_NOTHING = "all-or-nothing", "完不成不得分"
    PROPORTION = "in-proportion", "按比例"
    EACH = "by-item", "按条扣分"


class Measure(Term):
    """What a target or a threshold counts."""

    SUBMITTED = "submitted", "报送"
    """Items, by the day of their submission."""
    ADOPTED = "adopted", "采用条数"
    """Items, by the day of their first adoption of the kind."""
    ADOPTIONS = "adoptions", "采用次数"
    """Adoptions, by theirs."""
    RATE = "adoption-rate", "采用率"
    """Items of the period that were adopted by its end, over all items of the period."""
    POINTS = "points", "得分"
    """Points of the period without those of quotas and thresholds."""


class LapseKind(Term):
    """Kinds of lapses."""

    LATE = "late", "迟报"
    """An item came later after its event than its channel allows."""
    LATE_ANSWER = "late-answer", "约稿迟交"
    """A commission was answered after the due day."""
    UNANSWERED = "unanswered", "约稿未报"
    """A commission is past due without an answer."""
    MISSED = "missed", "漏报"
    """A quota period passed with nothing at all."""
    ERRONEOUS = "erroneous", "误报"
    """An item had to be corrected."""
    WITHDRAWN = "withdrawn", "撤回"
    """An item had to be withdrawn."""
    LATE_FEEDBACK = "late-feedback", "反馈迟交"
    """The feedback on an endorsement came after the due day."""
    FEEDBACK_OVERDUE = "feedback-overdue", "反馈逾期"
    """The feedback on an endorsement is past due and has not come."""


class CommissionResult(Term):
    """What became of a commission, or of the feedback on an endorsement, which is never adopted."""

    IN_TIME = "in-time", "按时完成", "按时反馈"
    LATE = "late", "逾期完成", "逾期反馈"
    FAILED = "failed", "未完成", "未反馈"
    ADOPTED = "adopted", "采用"


DONE_WORDS = {"done", "完成", "已反馈"}
"""Terms for in time or late."""


class MergerPoints(Term):
    """What becomes of a merged unit's points."""

    STAY = "stay", "不转"
    AFTER = "after", "合并后转"
    """What it earns after it left goes to the successor."""
    ALL = "all", "全部转"
    """That, and what it had earned in the year when it left."""


class Divisor(Term):
    """What a total is divided by."""

    SCORED = "scored-items", "计分条数"
    SUBMITTED = "submitted", "报送条数"


class TimeUnit(Term):
    """What the time between an event and its report is counted in."""

    HOURS = "hours", "小时"
    WORK_DAYS = "work-days", "工作日"
    DAYS = "days", "日"


class TieRanking(Term):
    """Which rank follows a shared one."""

    SKIP = "skip", "并列占位"
    """1, 1, 3."""
    DENSE = "dense", "并列不占位"
    """1, 1, 2."""


GRAIN_NAMES = {
    "week": Grain.WEEK,
    "周": Grain.WEEK,
    "每周": Grain.WEEK,
    "half-month": Grain.HALF_MONTH,
    "半月": Grain.HALF_MONTH,
    "每半月": Grain.HALF_MONTH,
    "month": Grain.MONTH,
    "月": Grain.MONTH,
    "每月": Grain.MONTH,
    "quarter": Grain.QUARTER,
    "季": Grain.QUARTER,
    "季度": Grain.QUARTER,
    "每季度": Grain.QUARTER,
    "half": Grain.HALF,
    "半年": Grain.HALF,
    "每半年": Grain.HALF,
    "year": Grain.YEAR,
    "年": Grain.YEAR,
    "年度": Grain.YEAR,
    "每年": Grain.YEAR,
}
