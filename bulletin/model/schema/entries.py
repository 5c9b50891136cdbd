"""The fields of what an item lists: adoptions, where it was sent up, endorsements, outcomes, corrections."""

from __future__ import annotations

from bulletin.core.i18n import N_
from bulletin.model.enums import CorrectionSeverity, Level
from bulletin.model.records import Adoption, Correction, Endorsement, Outcome, SentUp
from bulletin.model.schema.types import (
    Day,
    FieldSpec,
    IssueNumber,
    OneOf,
    PublicationName,
    QueryField,
    Schema,
    Searched,
    Text,
    TreatmentName,
    Withheld,
)

_DATE = "date: 2026-03-05"
_KEPT, _REPLACED = Withheld.KEPT, Withheld.REPLACED

ADOPTION = Schema(
    Adoption,
    (
        FieldSpec(
            "publication",
            ("刊物", "采用刊物"),
            PublicationName(),
            "publication: 组工信息",
            N_("The publication that carried the item."),
            required=True,
            withheld=_KEPT,
            scored=True,
            json="publication",
            query=QueryField("publication", ("采用", "刊物"), listed=True),
        ),
        FieldSpec(
            "issue",
            ("期号", "期数"),
            IssueNumber(),
            "issue: 146",
            N_("The number of its issue."),
            withheld=_KEPT,
            json="issue",
        ),
        FieldSpec(
            "date",
            ("日期", "采用日期"),
            Day(),
            _DATE,
            N_("The day it appeared; without one the adoption counts from the item's date."),
            withheld=_KEPT,
            scored=True,
            json="date",
        ),
        FieldSpec(
            "treatment",
            ("形式", "采用形式"),
            TreatmentName(),
            "treatment: 全文",
            N_("How the item was used."),
            withheld=_KEPT,
            scored=True,
            json="treatment",
        ),
        FieldSpec("page", ("页码", "版面"), Text(), "page: 3", N_("The page of the publication."), json="page"),
    ),
)

SENT_UP = Schema(
    SentUp,
    (
        FieldSpec(
            "publication",
            ("刊物", "上报刊物"),
            PublicationName(),
            "publication: 组工信息",
            N_("The publication it was sent to, whose level counts; this or a level is required."),
            withheld=_KEPT,
            scored=True,
            json="publication",
        ),
        FieldSpec(
            "level",
            ("级别",),
            OneOf(Level),
            "level: 省",
            N_("The level it was sent to; this or a publication is required."),
            withheld=_KEPT,
            scored=True,
            json="level",
        ),
        FieldSpec(
            "date",
            ("日期", "上报日期"),
            Day(),
            _DATE,
            N_("The day it was sent up; without one it counts from the item's date."),
            withheld=_KEPT,
            scored=True,
            json="date",
        ),
    ),
)

ENDORSEMENT = Schema(
    Endorsement,
    (
        FieldSpec(
            "by",
            ("批示人", "批示领导"),
            Text(),
            "by: 县委书记",
            N_("The post of the leader."),
            required=True,
            withheld=_KEPT,
            scored=True,
            json="by",
            searched=Searched.LEAD,
        ),
        FieldSpec(
            "level",
            ("级别",),
            OneOf(Level),
            "level: 县",
            N_("The level of the leader."),
            withheld=_KEPT,
            scored=True,
            json="level",
        ),
        FieldSpec(
            "date",
            ("日期", "批示日期"),
            Day(),
            _DATE,
            N_("The day of the endorsement; without one it counts from the item's date."),
            withheld=_KEPT,
            scored=True,
            json="date",
        ),
        FieldSpec(
            "text",
            ("内容", "批示内容"),
            Text(),
            "text: 做法很好",
            N_("What the leader wrote."),
            json="text",
            searched=Searched.NOTE,
        ),
        FieldSpec(
            "follow-up",
            ("反馈", "办理情况"),
            Text(),
            "follow-up: 已印发各乡镇",
            N_("What was done about it; without one the page says that it is awaited."),
            withheld=_REPLACED,
            scored=True,
            json="follow_up",
            searched=Searched.NOTE,
        ),
        FieldSpec(
            "follow-up-due",
            ("反馈期限",),
            Day(),
            "follow-up-due: 2026-03-31",
            N_("The last day for the feedback; without one it is never overdue."),
            withheld=_KEPT,
            scored=True,
            json="follow_up_due",
        ),
        FieldSpec(
            "follow-up-date",
            ("反馈日期",),
            Day(),
            "follow-up-date: 2026-03-25",
            N_("The day on which the feedback came; without one it is neither in time nor late."),
            withheld=_KEPT,
            scored=True,
            json="follow_up_date",
        ),
    ),
)

OUTCOME = Schema(
    Outcome,
    (
        FieldSpec(
            "title",
            ("标题", "名称"),
            Text(),
            "title: 关于实施“金桥工程”的决定",
            N_("The document or decision."),
            required=True,
            withheld=_REPLACED,
            json="title",
            searched=Searched.NOTE,
        ),
        FieldSpec(
            "date",
            ("日期",),
            Day(),
            _DATE,
            N_("The day of the document; without one it counts from the item's date."),
            withheld=_KEPT,
            scored=True,
            json="date",
        ),
    ),
)

CORRECTION = Schema(
    Correction,
    (
        FieldSpec(
            "date",
            ("日期", "更正日期"),
            Day(),
            _DATE,
            N_("The day of the correction; the newest one of a withdrawn item is the day of its withdrawal."),
            required=True,
            withheld=_KEPT,
            scored=True,
            json="date",
        ),
        FieldSpec(
            "note",
            ("说明", "更正说明"),
            Text(),
            "note: 第二段数字更正为 118 人",
            N_("What was wrong and is right now."),
            required=True,
            withheld=_REPLACED,
            json="note",
            searched=Searched.NOTE,
        ),
        FieldSpec(
            "severity",
            ("程度", "严重程度"),
            OneOf(CorrectionSeverity),
            "severity: 严重",
            N_("How bad the error was; schemes may score them apart. The default is {default}."),
            withheld=_KEPT,
            scored=True,
            json="severity",
        ),
    ),
)
