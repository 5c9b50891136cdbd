"""The fields of calls and commissions."""

from __future__ import annotations

from bulletin.core.i18n import N_
from bulletin.model.records import Call, Extension, Waiver
from bulletin.model.schema.types import Day, Entries, FieldSpec, Schema, Text, Texts, UnitNames

EXTENSION = Schema(
    Extension,
    (
        FieldSpec(
            "unit",
            ("单位",),
            UnitNames(),
            "unit: 柳林镇",
            N_("The units that were given more time."),
            required=True,
            also=("units",),
            record_field="units",
            json="units",
        ),
        FieldSpec(
            "due",
            ("截止日期", "截止", "延至", "延期至"),
            Day(),
            "due: 2026-04-20",
            N_("The last day on which their answer is in time."),
            required=True,
            json="due",
        ),
    ),
)

WAIVER = Schema(
    Waiver,
    (
        FieldSpec(
            "unit",
            ("单位",),
            UnitNames(),
            "unit: 三河镇",
            N_("The units that need not answer."),
            required=True,
            also=("units",),
            record_field="units",
            json="units",
        ),
        FieldSpec(
            "reason",
            ("原因", "理由", "免报原因"),
            Text(),
            "reason: 防汛",
            N_("Why they need not."),
            required=True,
            json="reason",
        ),
    ),
)

CALL = Schema(
    Call,
    (
        FieldSpec(
            "title",
            ("标题",),
            Text(),
            "title: 关于流动党员工作的约稿",
            N_("The title of the call."),
            required=True,
            json="title",
        ),
        FieldSpec(
            "date",
            ("日期", "下发日期"),
            Day(),
            "date: 2026-03-05",
            N_("The day the call was sent out."),
            required=True,
            json="date",
        ),
        FieldSpec(
            "due",
            ("截止日期", "截止", "报送期限"),
            Day(),
            "due: 2026-04-05",
            N_("The last day on which an answer is in time."),
            json="due",
        ),
        FieldSpec(
            "unit",
            ("单位", "约稿单位", "承办单位"),
            UnitNames(),
            "unit: [柳林镇, 三河镇]",
            N_("The units that have to answer; without any it is a call to all."),
            also=("units",),
            record_field="units",
            json="units",
        ),
        FieldSpec(
            "topics",
            ("专题", "标签", "主题词"),
            Texts(),
            "topics: [流动党员]",
            N_("What is asked for."),
            also=("topic", "tags", "tag"),
            json="topics",
        ),
        FieldSpec(
            "extended",
            ("延期", "延期单位"),
            Entries(EXTENSION),
            "extended: [{unit: 柳林镇, due: 2026-04-20}]",
            N_("The units of the commission that were given more time: late or overdue is what comes after their day."),
            json="extended",
        ),
        FieldSpec(
            "waived",
            ("免报", "免报单位"),
            Entries(WAIVER),
            "waived: [{unit: 三河镇, reason: 防汛}]",
            N_("The units of the commission that need not answer any more: nothing of theirs is late or missing."),
            json="waived",
        ),
    ),
)
