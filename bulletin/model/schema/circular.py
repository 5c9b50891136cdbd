"""The fields of circulars: what stands around their text when they are sent out."""

from __future__ import annotations

from bulletin.core.i18n import N_
from bulletin.model.records import CircularText
from bulletin.model.schema.types import Day, FieldSpec, Schema, Text, Texts

CIRCULAR = Schema(
    CircularText,
    (
        FieldSpec(
            "title",
            ("标题",),
            Text(),
            "title: 关于2026年第三季度信息工作情况的通报",
            N_("The title of the printed circular; without one it is made of the period."),
        ),
        FieldSpec(
            "number",
            ("文号", "发文字号"),
            Text(),
            "number: 柳组办〔2026〕12号",
            N_("The number of the document."),
        ),
        FieldSpec(
            "to",
            ("主送", "主送机关"),
            Texts(),
            "to: [各乡镇党委, 县直各单位党组（党委）]",
            N_("Whom it is addressed to; without any, those to whom the bulletin goes down."),
        ),
        FieldSpec(
            "date",
            ("日期", "成文日期"),
            Day(),
            "date: 2026-10-12",
            N_("The day it was signed; without one, that on which the figures were closed."),
        ),
        FieldSpec(
            "from",
            ("落款", "发文机关"),
            Text(),
            "from: 中共柳川县委组织部办公室",
            N_("Who sends it; without one, the editing unit of the bulletin."),
            record_field="sender",
        ),
    ),
)
