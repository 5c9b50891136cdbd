"""The fields of compilations."""

from __future__ import annotations

from bulletin.core.i18n import N_
from bulletin.model.records import Chapter, Compilation
from bulletin.model.schema.types import (
    CategoryName,
    Day,
    Entries,
    FieldSpec,
    Number,
    Schema,
    Text,
    Texts,
    UnitNames,
)

CHAPTER = Schema(
    Chapter,
    (
        FieldSpec(
            "title",
            ("标题",),
            Text(),
            "title: 流动党员",
            N_("The title of the chapter; without one it is what the chapter is chosen by."),
        ),
        FieldSpec(
            "topics",
            ("专题", "标签", "主题词"),
            Texts(),
            "topics: 流动党员、党员教育",
            N_("Items on one of these topics."),
            also=("topic",),
        ),
        FieldSpec(
            "unit",
            ("单位",),
            UnitNames(),
            "unit: 柳林镇、三河镇",
            N_("Items of one of these units."),
            also=("units",),
            record_field="units",
        ),
        FieldSpec("category", ("类别",), CategoryName(), "category: 调研", N_("Items of this category.")),
        FieldSpec("year", ("年份", "年度"), Number(), "year: 2026", N_("Items submitted in this year.")),
        FieldSpec(
            "search",
            ("检索", "检索词"),
            Text(),
            "search: 党员 教育",
            N_("Items that have all these words in their title or text."),
        ),
        FieldSpec(
            "items",
            ("篇目", "稿件"),
            Texts(),
            "items: 2026/jinqiao、2026/tanhua",
            N_("These items, in this order; nothing else may be given then."),
            record_field="listed",
        ),
    ),
)

COMPILATION = Schema(
    Compilation,
    (
        FieldSpec(
            "title",
            ("标题", "书名"),
            Text(),
            "title: 党员教育管理经验汇编",
            N_("The title of the booklet."),
            required=True,
        ),
        FieldSpec(
            "date",
            ("日期", "编印日期"),
            Day(),
            "date: 2026-12-01",
            N_("The day on which it was compiled."),
            required=True,
        ),
        FieldSpec(
            "chapters",
            ("章节", "篇章"),
            Entries(CHAPTER),
            "chapters: [{topics: 流动党员}, {unit: 柳林镇, year: 2026}]",
            N_("The chapters, in order; what is given of one has to hold together."),
            required=True,
        ),
    ),
)
