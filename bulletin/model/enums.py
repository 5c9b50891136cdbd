"""The closed vocabularies of an archive, each under the words that editors may write for it."""

from __future__ import annotations

from bulletin.core.terms import Term


class Level(Term):
    """The level of an office; the highest first."""

    CENTRAL = "central", "中央", "中央级", "国家级", "全国"
    PROVINCE = "province", "省", "省级", "省部级", "自治区", "直辖市"
    CITY = "city", "市", "市级", "地市级", "地级市", "州"
    COUNTY = "county", "县", "县级", "区", "县区级", "县（区）"
    TOWNSHIP = "township", "乡", "乡级", "镇", "乡镇", "乡镇级"


class Treatment(Term):
    """How a publication used an item."""

    FULL = "full", "全文", "全文采用", "全文刊发"
    SINGLE = "single", "单篇", "独立信息"
    COMPOSITE = "composite", "综合", "综合采用"
    EXCERPT = "excerpt", "摘要", "摘编"
    BRIEF = "brief", "简讯", "一句话"


class Channel(Term):
    """How an item was sent in."""

    REGULAR = "regular", "常规", "常规报送"
    SPECIAL = "special", "专报"
    DIRECT = "direct", "直报"
    COMMISSIONED = "commissioned", "约稿"


class Status(Term):
    """The state of an item."""

    DRAFT = "draft", "草稿"
    """Not published, not counted."""
    PUBLISHED = "published", "已刊", "刊发"
    """The rule; an item in no issue yet is pending all the same."""
    CORRECTED = "corrected", "更正", "已更正"
    """Published and corrected since."""
    WITHDRAWN = "withdrawn", "撤回", "已撤回"
    """Only a notice with id and date is left; counted nowhere."""


class Audience(Term):
    """Whom a text is for."""

    ALL = "all", "全体"
    """Everybody who may read the site."""
    RESTRICTED = "restricted", "限定"
    """Fewer than that: the text is never on the site."""


class Classification(Term):
    """Who may read; anything above is refused."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部", "内部资料"


class PublishedPoints(Term):
    """Which points the site shows; those who run the program see all of them."""

    ALL = "all", "全部"
    GROUPS = "groups", "分组", "组"
    """Sums of groups, and nothing of a unit or an author."""
    NONE = "none", "不公开", "无"


class ProofreadingRule(Term):
    """A rule by which texts are proof-read."""

    NAMES = "names", "名称"
    WORDS = "words", "别字", "错别字"
    REPEATS = "repeats", "重字", "重复"
    SUMS = "sums", "合计", "数量"
    PERCENTAGES = "percentages", "百分比", "比例"
    DAYS = "days", "日期"
    WEEKDAYS = "weekdays", "星期"
    YEARS = "years", "年份"
    PUNCTUATION = "punctuation", "标点"
    PAIRS = "pairs", "成对标点"
    LIST_NUMBERS = "list-numbers", "序号"
    NUMBERS = "numbers", "数字"
    APPROXIMATIONS = "approximations", "约数"


class IssueKind(Term):
    """The series of issues, each numbered on its own."""

    REGULAR = "regular", "正刊"
    SUPPLEMENT = "supplement", "增刊"
    SPECIAL = "special", "专刊"


class PublicationKind(Term):
    """What a publication is."""

    BULLETIN = "bulletin", "内刊", "简报", "信息刊物"
    NEWSPAPER = "newspaper", "报纸", "报刊"
    BROADCAST = "broadcast", "广播电视", "电视", "广播"
    WEB = "web", "网站", "网络", "新媒体"


class CorrectionSeverity(Term):
    """How bad an error was that had to be corrected."""

    MINOR = "minor", "一般", "轻微"
    MAJOR = "major", "严重", "重大"
