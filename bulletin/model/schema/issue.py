"""The fields of issues."""

from __future__ import annotations

from bulletin.core.i18n import N_
from bulletin.model.enums import IssueKind
from bulletin.model.records import Issue
from bulletin.model.schema.types import Day, FieldSpec, ItemIds, Number, OneOf, Schema, Text

ISSUE = Schema(
    Issue,
    (
        FieldSpec(
            "number",
            ("期号", "期数"),
            Number(),
            "number: 146",
            N_("The number within the year and the series."),
            required=True,
            json="number",
        ),
        FieldSpec(
            "serial",
            ("总期号", "总期数"),
            Number(),
            "serial: 1024",
            N_("The number since the beginning."),
            json="serial",
        ),
        FieldSpec(
            "kind",
            ("刊别", "类型"),
            OneOf(IssueKind),
            "kind: 增刊",
            N_("The series, each numbered on its own. The default is {default}."),
            json="kind",
        ),
        FieldSpec(
            "date",
            ("日期", "签发日期"),
            Day(),
            "date: 2026-03-05",
            N_("The day it was signed."),
            required=True,
            json="date",
        ),
        FieldSpec("title", ("标题",), Text(), "title: 流动党员工作专刊", N_("The title of the issue."), json="title"),
        FieldSpec(
            "items",
            ("篇目", "目录", "稿件"),
            ItemIds(),
            "items: [2026/jinqiao, 2026/tanhua]",
            N_("The items, in print order; without it the issue collects those that are in no other."),
            record_field="listed",
        ),
        FieldSpec(
            "copies",
            ("印数", "份数"),
            Number(),
            "copies: 150",
            N_("How many copies are printed; the default is that of the bulletin."),
            json="copies",
        ),
        FieldSpec("editor", ("责任编辑", "编辑"), Text(), "editor: 信息组", N_("The editor in charge."), json="editor"),
        FieldSpec(
            "signer",
            ("签发", "签发人"),
            Text(),
            "signer: 县委组织部部长",
            N_("The post of the person who signed the issue."),
            json="signer",
        ),
    ),
)
