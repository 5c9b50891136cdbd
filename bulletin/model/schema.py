"""The keys of front matter: canonical, in Chinese, and a right example of each; the one home of that vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its canonical name, what editors may write instead, and a line that is right."""

    name: str
    chinese: tuple[str, ...]
    example: str
    required: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The keys that one kind of entry knows."""

    keys: tuple[Key, ...]
    names: Mapping[str, Key]
    required: tuple[Key, ...]

    def key(self, name: str) -> Key:
        """Return the key of that canonical name."""
        return next(key for key in self.keys if key.name == name)


def _vocabulary(*keys: Key) -> Vocabulary:
    names = {name: key for key in keys for name in (key.name, *key.chinese, *key.also)}
    return Vocabulary(keys, names, tuple(key for key in keys if key.required))


_DATE = "date: 2026-03-05"

ITEM = _vocabulary(
    Key("title", ("标题",), "title: 推行“网格夜话” 把议事桌搬到家门口", required=True),
    Key("unit", ("单位", "报送单位"), "unit: 城关镇", required=True, also=("units",)),
    Key("category", ("类别", "信息类别"), "category: 经验", required=True),
    Key("date", ("日期", "报送日期"), _DATE, required=True),
    Key("event-date", ("事发日期", "事件日期"), "event-date: 2026-03-04"),
    Key("authors", ("作者", "执笔人", "撰稿人"), "authors: [李某, 王某]", also=("author",)),
    Key("approved-by", ("审签人", "审核人"), "approved-by: 镇党委副书记"),
    Key("channel", ("报送方式",), "channel: 专报"),
    Key("commission", ("约稿单",), "commission: 2026-liudong"),
    Key("topics", ("专题", "标签", "主题词"), "topics: [流动党员]", also=("topic", "tags", "tag")),
    Key("adopted-by", ("采用", "采用情况"), "adopted-by: [{publication: 组工信息, issue: 146, date: 2026-12-02}]"),
    Key("sent-up", ("上报", "上报情况"), "sent-up: [{level: 省, date: 2026-11-25}]"),
    Key(
        "endorsements",
        ("批示", "领导批示"),
        "endorsements: [{by: 县委书记, level: 县, date: 2026-11-20, text: 做法很好}]",
    ),
    Key("outcomes", ("成果转化", "转化"), "outcomes: [{title: 关于实施“金桥工程”的决定, date: 2026-12-01}]"),
    Key("corrections", ("更正", "更正说明"), "corrections: [{date: 2026-12-05, note: 第二段数字更正为 118 人}]"),
    Key("status", ("状态",), "status: 已刊"),
    Key("classification", ("密级",), "classification: 内部"),
    Key("expires", ("有效期至", "失效日期"), "expires: 2027-12-31"),
    Key("audience", ("知悉范围", "阅读范围"), "audience: 限定"),
)

ADOPTION = _vocabulary(
    Key("publication", ("刊物", "采用刊物"), "publication: 组工信息", required=True),
    Key("issue", ("期号", "期数"), "issue: 146"),
    Key("date", ("日期", "采用日期"), _DATE),
    Key("treatment", ("形式", "采用形式"), "treatment: 全文"),
    Key("page", ("页码", "版面"), "page: 3"),
)

SENT_UP = _vocabulary(
    Key("publication", ("刊物", "上报刊物"), "publication: 组工信息"),
    Key("level", ("级别",), "level: 省"),
    Key("date", ("日期", "上报日期"), _DATE),
)

ENDORSEMENT = _vocabulary(
    Key("by", ("批示人", "批示领导"), "by: 县委书记", required=True),
    Key("level", ("级别",), "level: 县"),
    Key("date", ("日期", "批示日期"), _DATE),
    Key("text", ("内容", "批示内容"), "text: 做法很好"),
    Key("follow-up", ("反馈", "办理情况"), "follow-up: 已印发各乡镇"),
)

OUTCOME = _vocabulary(
    Key("title", ("标题", "名称"), "title: 关于实施“金桥工程”的决定", required=True),
    Key("date", ("日期",), _DATE),
)

CORRECTION = _vocabulary(
    Key("date", ("日期", "更正日期"), _DATE, required=True),
    Key("note", ("说明", "更正说明"), "note: 第二段数字更正为 118 人", required=True),
    Key("severity", ("程度", "严重程度"), "severity: 严重"),
)

ISSUE = _vocabulary(
    Key("number", ("期号", "期数"), "number: 146", required=True),
    Key("serial", ("总期号", "总期数"), "serial: 1024"),
    Key("kind", ("刊别", "类型"), "kind: 增刊"),
    Key("date", ("日期", "签发日期"), _DATE, required=True),
    Key("title", ("标题",), "title: 流动党员工作专刊"),
    Key("items", ("篇目", "目录", "稿件"), "items: [2026/jinqiao, 2026/tanhua]"),
    Key("copies", ("印数", "份数"), "copies: 150"),
    Key("editor", ("责任编辑", "编辑"), "editor: 信息组"),
    Key("signer", ("签发", "签发人"), "signer: 县委组织部部长"),
)

CALL = _vocabulary(
    Key("title", ("标题",), "title: 关于流动党员工作的约稿", required=True),
    Key("date", ("日期", "下发日期"), _DATE, required=True),
    Key("due", ("截止日期", "截止", "报送期限"), "due: 2026-04-05"),
    Key("unit", ("单位", "约稿单位", "承办单位"), "unit: [柳林镇, 三河镇]", also=("units",)),
    Key("topics", ("专题", "标签", "主题词"), "topics: [流动党员]", also=("topic", "tags", "tag")),
)
