"""Word files as the importer reads them: numbers, headings, notes, tables, revisions, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.core.i18n import translator
from bulletin.core.problems import BulletinError
from bulletin.model.registry import Bulletin, Registry, Unit
from bulletin.office.word_in.blocks import Cell, LineBreak, Look, Paragraph, Table, Text, all_paragraphs, plain_text
from bulletin.office.word_in.document_reader import read_word_file
from bulletin.office.word_in.losses import LOSSES, tell_losses
from bulletin.office.word_in.markdown_writer import Heading, MarkdownWriter, shown_text, text_renderer
from bulletin.office.word_in.numbering import format_number
from bulletin.office.word_in.signature import UnitNames, read_signature
from bulletin.office.word_in.structure import DraftIssue, read_structure
from tests.support.word_files import (
    Link,
    cell,
    field,
    footnote,
    levels,
    note_mark,
    numbered,
    para,
    picture,
    run,
    table,
    text_box,
    title,
    word_file,
)

REGISTRY = Registry(
    bulletin=Bulletin(name="云川组工信息", editing_unit="云川县委组织部办公室"),
    units=(
        Unit(id="zzk", name="组织科", aliases=("县委组织部组织科",)),
        Unit(id="lz", name="下柳镇", former_names=("下柳乡",)),
    ),
)
BODY = "截至10月底，全县12个乡镇共走访群众1032户，化解矛盾纠纷87件，办结率96.7%。"


def draft(*body: str, **parts: object) -> DraftIssue:
    return read_structure(read_word_file(word_file(*body, **parts)), REGISTRY)  # type: ignore[arg-type]


def markdown(*body: str, **parts: object) -> str:
    """Return the Markdown of the text below a title."""
    data = word_file(title("一个标题"), *body, **parts)  # type: ignore[arg-type]
    document = read_word_file(data)
    pictures = {key: f"{number}.png" for number, key in enumerate(document.pictures, 1)}
    found = read_structure(document, REGISTRY)
    writer = MarkdownWriter(document.notes, pictures, Counter(), text_renderer(pictures.values()))
    return writer.write(found.items[0].blocks)


def losses(*body: str, **parts: object) -> dict[str, int]:
    return dict(read_word_file(word_file(*body, **parts)).losses)  # type: ignore[arg-type]


LADDER = levels(
    1,
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)


def test_automatic_numbers_are_text_and_begin_anew_below_each_other() -> None:
    found = markdown(
        numbered("建强体系", 1),
        para(BODY),
        numbered("选好带头人", 1, 1),
        para(BODY),
        numbered("公开选拔", 1, 2),
        numbered("跟踪培养", 1, 2),
        numbered("谈一次心", 1, 3),
        numbered("管好队伍", 1, 1),
        para(BODY),
        numbered("抓实服务", 1),
        para(BODY),
        numbered("办好实事", 1, 1),
        para(BODY),
        numbering=LADDER,
    )
    assert [line for line in found.split("\n\n") if line != BODY] == [
        "## 一、建强体系",
        "### （一）选好带头人",
        "1.公开选拔",
        "2.跟踪培养",
        "（1）谈一次心",
        "### （二）管好队伍",
        "## 二、抓实服务",
        "### （一）办好实事",
    ]


def test_numbers_of_styles_lists_that_begin_at_another_number_and_lists_that_share_a_kind() -> None:
    tied = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:pStyle w:val="Point"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    style = (
        '<w:style w:type="paragraph" w:styleId="Point"><w:name w:val="条"/><w:pPr><w:numPr>'
        '<w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Below"><w:name w:val="款"/><w:basedOn w:val="Point"/></w:style>'
    )
    styled = '<w:pStyle w:val="{}"/>'.format
    found = markdown(
        para("甲", more=styled("Point")),
        para("乙", more=styled("Below")),
        numbered("丙", 8),
        numbered("丁", 7),
        para("无", more=styled("Point") + '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        numbering=tied,
        styles=style,
    )
    assert found.split("\n\n") == ["第1条甲", "第2条乙", "第5条丙", "第6条丁", "无"]


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (12, "chineseCounting", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCounting", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "㉑"),
        (2, "ideographTraditional", "乙"),
        (28, "upperLetter", "BB"),
        (4, "lowerRoman", "iv"),
        (9, "decimalZero", "09"),
        (12, "decimalFullWidth", "１２"),
        (10, "chineseLegalSimplified", "壹拾"),
        (5, "unknown-format", "5"),
        (0, "upperLetter", ""),
        (999_999_999, "lowerRoman", "999999999"),
    ],
)
def test_formats_of_numbers(number: int, kind: str, text: str) -> None:
    assert format_number(number, kind) == text


def test_levels_that_show_the_levels_above_them() -> None:
    kinds = levels(1, ("chineseCountingThousand", "%1、"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"))
    kinds = kinds.replace('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="decimal"/><w:isLgl/>')
    found = markdown(
        numbered("甲", 1), numbered("乙", 1, 1), numbered("丙", 1, 2), numbered("丁", 1, 2), numbering=kinds
    )
    assert found.split("\n\n") == ["## 一、甲", "1.1乙", "1.1.1丙", "1.1.2丁"]


def test_headings_that_are_only_set_as_such_are_headings_and_those_within_a_paragraph_stay() -> None:
    found = markdown(
        para("一、访农户，治“浮”", bold=True, face="黑体"),
        para(BODY),
        para("（一）干部进门", bold=True, face="楷体"),
        para("1．建台账。一户一册。"),
        para(inside=run("（二）分类施教。", bold=True, size=16, face="楷体") + run(BODY, size=16, face="仿宋")),
        para("1．分组", bold=True),
        para("整段加粗的一段不是标题，它有句号。", bold=True),
        para("一、甲"),
        para("二、乙"),
        para("三、丙"),
        para(BODY),
    )
    assert found.split("\n\n") == [
        "## 一、访农户，治“浮”",
        BODY,
        "### （一）干部进门",
        "1．建台账。一户一册。",
        f"**（二）分类施教。**{BODY}",
        "#### 1．分组",
        "**整段加粗的一段不是标题，它有句号。**",
        "一、甲",
        "二、乙",
        "三、丙",
        BODY,
    ]


def test_title_over_two_paragraphs_byline_and_signature() -> None:
    found = draft(
        title("云川县三访又三治"),
        title("做实农村党员教育"),
        para("——来自下柳镇的调查", align="center", face="楷体"),
        para("（2026年11月16日）", align="center", face="楷体"),
        para(BODY),
        para("（云川县委组织部组织科、下柳乡供稿　陈镕基、王　堃）", align="right", face="楷体"),
    ).items[0]
    assert found.title == "云川县三访又三治 做实农村党员教育——来自下柳镇的调查"
    assert found.signature.units == ("zzk", "lz")
    assert found.signature.authors == ("陈镕基", "王堃")
    assert found.signature.date == date(2026, 11, 16)
    assert [paragraph.text for paragraph in all_paragraphs(found.blocks)] == [BODY]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tail", "units", "authors", "day"),
    [
        ([para(f"{BODY}（组织科 张某）")], ("zzk",), ("张某",), None),
        (
            [para(BODY), para("下柳镇", align="right"), para("二〇二六年三月五日", align="right")],
            ("lz",),
            (),
            date(2026, 3, 5),
        ),
        ([para(BODY), para("作者单位：下柳镇党委 执笔人：赵某某")], ("lz",), ("赵某某",), None),
        (
            [para(BODY), para("中共某县委组织部", align="right"), para("2026年3月5日", align="right")],
            (),
            (),
            date(2026, 3, 5),
        ),
        (
            [
                para(BODY),
                para("联系人：李某  电话：0371-0000000"),
                para("报送单位：下柳镇  报送时间：2026.3.5  审核：王某"),
            ],
            ("lz",),
            (),
            date(2026, 3, 5),
        ),
        ([para(f"{BODY}（下同）")], (), (), None),
    ],
)
def test_signatures(tail: list[str], units: tuple[str, ...], authors: tuple[str, ...], day: date | None) -> None:
    found = draft(title("一个标题"), para(BODY), *tail).items[0]
    assert (found.signature.units, found.signature.authors, found.signature.date) == (units, authors, day)
    texts = [paragraph.text for paragraph in all_paragraphs(found.blocks)]  # type: ignore[arg-type]
    assert texts[:2] == ([BODY, f"{BODY}（下同）"] if not units and not day else [BODY, BODY])


def test_revisions_comments_and_hidden_text() -> None:
    body = (
        para(
            inside=run("划分")
            + "<w:del><w:r><w:delText>86</w:delText></w:r></w:del><w:ins>"
            + run("97")
            + "</w:ins>"
            + run("个")
        ),
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>整段删除</w:delText></w:r></w:del></w:p>",
        para(inside=run("看") + run("隐藏文字", more="<w:vanish/>") + "<w:r><w:commentReference/></w:r>" + run("得见")),
        f"<w:moveFrom>{run('移走')}</w:moveFrom>",
        para(inside=f"<w:moveFrom>{run('移走')}</w:moveFrom><w:moveTo>{run('移来')}</w:moveTo>"),
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("前半句，") + "</w:p>",
        para("后半句。"),
    )
    assert markdown(*body).split("\n\n") == ["划分97个", "看得见", "移来", "前半句，后半句。"]
    assert losses(*body) == {"deletion": 3, "insertion": 1, "hidden": 1, "comment": 1, "move": 1}


def test_notes_stand_below_with_all_their_paragraphs() -> None:
    body = para(inside=run("新提拔118人") + note_mark(2) + run("全部谈话") + note_mark(3) + run("。"))
    found = markdown(
        body,
        footnotes=footnote(2, para("数据截至10月。")) + footnote(3, para("第一段。"), para("第二段，第*条。")),
        links=(Link("f", "footnotes", "footnotes.xml"),),
    )
    assert found == "新提拔118人[^1]全部谈话[^2]。\n\n[^1]: 数据截至10月。\n\n[^2]: 第一段。\n\n    第二段，第\\*条。"


def test_text_boxes_come_once_and_links_and_fields_are_what_they_show() -> None:
    body = (
        para(inside=text_box(para("编者按：不能丢。"))),
        para(
            inside=run("详见")
            + '<w:hyperlink r:id="w">'
            + run("网页")
            + '</w:hyperlink><w:hyperlink w:anchor="_Ref1">'
            + run("表1")
            + '</w:hyperlink><w:hyperlink r:id="d">'
            + run("本机")
            + "</w:hyperlink>"
        ),
        para(
            inside=field(' HYPERLINK "mailto:a@example.invalid" ', run("邮箱"))
            + field(" SEQ 图 ", run("7"))
            + field(" PAGE ", run("3"))
        ),
        para(inside=field(' TOC \\o "1-3" ', run("一、目录第一行"))),
    )
    links = (
        Link("w", "hyperlink", "https://example.invalid/a_b", outside=True),
        Link("d", "hyperlink", "file:///C:/a", outside=True),
    )
    assert markdown(*body, links=links).split("\n\n") == [
        "编者按：不能丢。",
        "详见[网页](https://example.invalid/a%5Fb)表1本机",
        "[邮箱](mailto:a@example.invalid)7",
    ]
    assert losses(*body, links=links) == {"text-box": 1, "link": 2, "page-number": 1, "contents": 1}


def test_tables_with_merged_cells_keep_every_text() -> None:
    across, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell(para("单位"), more=down) + cell(para("上半年"), more=across),
        cell(more=on) + cell(para("报送")) + cell(para("采用")),
        cell(para("组织科"), more=down) + cell(para("5|6")) + cell(para("一段"), para("二段")),
        cell(more=on) + cell(para("合计"), more=across),
    )
    assert markdown(body) == (
        "| 单位 | 上半年<br>报送 | 上半年<br>采用 |\n| --- | --- | --- |\n"
        "| 组织科 | 5\\|6 | 一段<br>二段 |\n| 组织科 | 合计 |  |"
    )


def test_layout_tables_are_taken_apart_and_tables_in_tables_are_written_into_their_cell() -> None:
    inner = table(cell(para("甲")) + cell(para("乙")), cell(para("丙")) + cell(para("丁")))
    assert markdown(table(cell(para(BODY), inner, "<w:p/>"))) == f"{BODY}\n\n| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |"
    outer = table(cell(para("一")) + cell(para("二")), cell(inner) + cell(para("三")))
    assert markdown(outer) == "| 一 | 二 |\n| --- | --- |\n| 甲　乙<br>丙　丁 | 三 |"


def test_runs_of_one_text_are_one_and_lines_that_begin_a_paragraph_are_one() -> None:
    pieces = "".join(run(sign, bold=True) for sign in "“双重管理”")
    assert markdown(para(inside=run("坚持") + pieces + run(" ", bold=True) + run("，好"))) == "坚持**“双重管理”** ，好"
    soft = para(
        inside=run("　　第一段") + "<w:r><w:br/></w:r>" + run("　　第二段") + "<w:r><w:br/></w:r>" + run("还是第二段")
    )
    assert markdown(soft) == "第一段\n\n第二段<br>还是第二段"
    assert markdown(para(inside=run("共12") + run("A", bold=True) + run("b"))) == "共1&#50;**A**b".replace(
        "**b", "**&#98;"
    )
    assert markdown(para(inside=run("10") + run("2", more='<w:vertAlign w:val="superscript"/>'))) == "10²"


def test_a_whole_issue_is_its_items_with_number_note_and_distribution() -> None:
    found = draft(
        para(inside=text_box(para("云川组工信息", size=36))),
        para("第146期（总第1024期）", align="center"),
        para(inside=run("云川县委组织部办公室") + "<w:r><w:tab/></w:r>" + run("2026年11月20日")),
        para("本期目录", align="center", size=22),
        para("◆推行“金桥工程”………1"),
        para("◆做实农村党员教育 2"),
        para("编者按：各地做法，供参考。"),
        title("推行“金桥工程”"),
        para(BODY),
        para("（组织科供稿）", align="right"),
        title("做实农村党员教育"),
        para(BODY),
        para("（下柳镇 赵某）", align="right"),
        para("报：市委组织部，县委常委"),
        para("送：各乡镇党委"),
        para("发：本部各科室 （共印120份）"),
        para("责任编辑：钱某　　签发：孙某"),
    )
    assert (found.masthead.number, found.masthead.serial, found.masthead.date) == (146, 1024, date(2026, 11, 20))
    assert [(item.title, item.signature.units) for item in found.items] == [
        ("推行“金桥工程”", ("zzk",)),
        ("做实农村党员教育", ("lz",)),
    ]
    assert [[p.text for p in all_paragraphs(item.blocks)] for item in found.items] == [[BODY], [BODY]]  # type: ignore[arg-type]
    assert [p.text for p in all_paragraphs(found.note)] == ["各地做法，供参考。"]  # type: ignore[arg-type]
    assert found.foot.superior == ("市委组织部", "县委常委")
    assert (found.foot.copies, found.foot.editor, found.foot.signer) == (120, "钱某", "孙某")
    assert found.losses["contents"] == 3


def test_mastheads_in_tables_and_what_is_none() -> None:
    found = draft(
        table(cell(para("云川组工信息", size=42)), cell(para("2026年第8期")), cell(para("（总第356期）"))),
        table(cell(para("云川县委组织部办公室编")) + cell(para("2026年4月30日"))),
        para("目    录", align="center", size=22),
        para("● 城关镇“三个一”管好流动党员"),
        para("● 简  讯"),
        title("城关镇“三个一”"),
        title("管好流动党员"),
        para(BODY),
        title("简  讯"),
        para(BODY),
        table(cell(para("报：市委组织部。")) + cell(), cell(para("发：各乡镇党委")) + cell(para("（共印150份）"))),
    )
    assert (found.masthead.number, found.masthead.serial, found.masthead.date) == (8, 356, date(2026, 4, 30))
    assert [item.title for item in found.items] == ["城关镇“三个一” 管好流动党员", "简讯"]
    assert (found.note, found.foot.copies, found.foot.subordinate) == ((), 150, ("各乡镇党委",))
    course = draft(title("全县第3期村干部培训班开班"), para(BODY), para(BODY))
    assert (course.masthead.number, course.items[0].title) == (None, "全县第3期村干部培训班开班")


def _math(name: str, *parts: tuple[str, str], options: str = "") -> str:
    inside = "".join(f"<m:{part}>{content}</m:{part}>" for part, content in parts)
    return f"<m:{name}><m:{name}Pr>{options}</m:{name}Pr>{inside}</m:{name}>"


def _signs(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


_THREE_QUARTERS = _math("f", ("num", _signs("3")), ("den", _signs("4")))


@pytest.mark.parametrize(
    ("before", "formula", "text"),
    [
        ("占比为", _THREE_QUARTERS, "占比为3/4"),
        # One and three quarters are no thirteen quarters.
        ("用时1", _THREE_QUARTERS, "用时1 3/4"),
        ("用时", _signs("1") + _THREE_QUARTERS, "用时1 3/4"),
        ("", _math("f", ("num", _signs("a+b")), ("den", _signs("2"))), "(a+b)/2"),
        ("面积", _math("sSup", ("e", _signs("10")), ("sup", _signs("4"))), "面积10⁴"),
        ("", _math("sSup", ("e", _THREE_QUARTERS), ("sup", _signs("k+1"))), "(3/4)^(k+1)"),
        ("", _math("sSub", ("e", _signs("H")), ("sub", _signs("2"))) + _signs("O"), "H₂O"),
        ("", _math("sSubSup", ("e", _signs("x")), ("sub", _signs("i")), ("sup", _signs("2"))), "x_i²"),
        ("", _math("rad", ("deg", ""), ("e", _signs("a+b")), options='<m:degHide m:val="1"/>'), "√(a+b)"),
        ("", _math("rad", ("deg", _signs("3")), ("e", _signs("8"))), "∛(8)"),
        ("", _math("d", ("e", _signs("a")), options='<m:begChr m:val="["/><m:endChr m:val="]"/>'), "[a]"),
        (
            "",
            _math("nary", ("sub", _signs("1")), ("sup", _signs("n")), ("e", _signs("k")), options='<m:chr m:val="∑"/>'),
            "∑₁ⁿ(k)",
        ),
        ("系数为", _math("m", ("mr", f"<m:e>{_signs('12')}</m:e>")), "系数为□"),
    ],
)
def test_formulas_are_no_false_figures(before: str, formula: str, text: str) -> None:
    body = para(inside=(run(before) if before else "") + f"<m:oMath>{formula}</m:oMath>" + run("。"))
    document = read_word_file(word_file(body))
    assert [one.text for one in all_paragraphs(document.blocks)] == [f"{text}。"]
    told = tell_losses(document.losses, translator("zh"))
    what = f"位置在这些字之后：“{before}”" if "□" in text else f"请与原文核对：“{text.removeprefix(before).strip()}”"
    assert [line.endswith(what) for line in told] == [True]


def test_fields_that_are_formulas_and_raised_figures_are_no_false_figures() -> None:
    field_only = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> EQ {} </w:instrText></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    raised = run("4.5", more='<w:vertAlign w:val="superscript"/>')
    body = para(
        inside=run("用时1")
        + field_only.format(r"\f(3,4)")
        + end
        + run("天，")
        + field_only.format(r"\r(3,x)")
        + end
        + run("，10")
        + raised
    )
    assert markdown(body) == "用时1 3/4天，□，10^4.5"


def test_a_foot_is_only_where_no_text_follows() -> None:
    prose = ("入冬以来，干部走村入户", "老人的炭火有人送。", "村里的灯亮了，路通了。", BODY)
    found = draft(title("送温暖"), para("送：温暖到家。"), *map(para, prose), para("（下柳镇 丁某）"))
    assert found.foot.lines == ()
    assert [one.text for one in all_paragraphs(found.items[0].blocks)] == ["送：温暖到家。", *prose]  # type: ignore[arg-type]
    assert found.items[0].signature.units == ("lz",)
    foot = ("报：市委组织部，县委常委，", "县人大常委会领导。", "发：各乡镇党委（存档2份）", "共印80份", "责编：钱某")
    both = draft(title("送温暖"), para("送：温暖到家。"), para(BODY), para("（下柳镇 丁某）"), *map(para, foot))
    assert both.foot.lines == foot
    assert both.foot.superior == ("市委组织部", "县委常委", "县人大常委会领导")
    assert draft(title("送温暖"), para(BODY), para("送：温暖到家。")).foot.lines == ()


OWN = Registry(
    bulletin=Bulletin(name="柳川组工信息", editing_unit="中共柳川县委组织部办公室"),
    units=(
        Unit(id="bgs", name="办公室", aliases=("部办公室",)),
        Unit(id="zzk", name="组织科", aliases=("县委组织部组织科",)),
        *(Unit(id=name, name=name) for name in ("清水镇", "三河镇", "白塔乡", "金沟乡", "枫树乡", "望湖乡")),
    ),
)
LONG_QUAN = replace(OWN, units=(*OWN.units, Unit(id="龙泉镇", name="龙泉镇")))


def own_draft(*body: str, registry: Registry = LONG_QUAN) -> DraftIssue:
    return read_structure(read_word_file(word_file(*body)), registry)


@pytest.mark.parametrize(
    ("signed", "units", "authors"),
    [
        ("龙泉镇党委办公室", ("龙泉镇",), ()),
        ("龙泉镇组织办公室", ("龙泉镇",), ()),
        ("龙泉镇、办公室", ("龙泉镇", "bgs"), ()),
        ("龙泉镇 办公室", ("龙泉镇",), ()),
        ("柳川县委组织部办公室", ("bgs",), ()),
        ("部办公室 组织科", ("bgs", "zzk"), ()),
        ("县委宣传部办公室", (), ()),
        ("邻水县清水镇", (), ()),
        ("东江省柳川县清水镇党委", ("清水镇",), ()),
        ("中共龙泉镇委员会", ("龙泉镇",), ()),
        ("中共柳川县龙泉镇委员会", ("龙泉镇",), ()),
        ("中共柳川县委组织部", (), ()),
        ("供稿：清水镇党委  责编：县委办张某", ("清水镇",), ()),
        ("供稿：清水镇党委  摄影：王某", ("清水镇",), ()),
        ("望湖乡  赵某某  13900000000", ("望湖乡",), ("赵某某",)),
    ],
)
def test_whole_names_of_units_only(signed: str, units: tuple[str, ...], authors: tuple[str, ...]) -> None:
    found = read_signature([signed], UnitNames.of(LONG_QUAN))
    assert (found.units, found.authors) == (units, authors)
    for unknown in ("龙泉镇党委办公室", "龙泉镇组织办公室", "龙泉镇 办公室"):
        assert read_signature([unknown], UnitNames.of(OWN)).units == ()


@pytest.mark.parametrize(
    "signed", ["中共龙泉镇委员会", "中共柳川县委组织部", "望湖乡  赵某某  13900000000", "龙泉镇人民政府"]
)
def test_official_signatures_are_no_text_whatever_their_place(signed: str) -> None:
    item = own_draft(title("一个标题"), para(BODY), para(signed)).items[0]
    assert item.signed == (signed,)
    assert [one.text for one in all_paragraphs(item.blocks)] == [BODY]  # type: ignore[arg-type]


def test_a_signature_above_an_attachment() -> None:
    item = own_draft(title("一个标题"), para(BODY), para("（枫树乡 孙某）"), para("附件：名单"), para(BODY)).items[0]
    assert (item.signature.units, item.signature.authors) == (("枫树乡",), ("孙某",))
    assert [one.text for one in all_paragraphs(item.blocks)] == [BODY, "附件：名单", BODY]  # type: ignore[arg-type]


def test_several_items_in_a_file_are_each_signed_by_their_own_unit() -> None:
    units = ("三河镇", "白塔乡", "金沟乡")
    parts = [(title(f"{unit}抓实党建"), para(BODY), para(f"（{unit} 赵某）")) for unit in units]
    found = own_draft(*(one for part in parts for one in part))
    assert [(item.title, item.signature.units) for item in found.items] == [(f"{u}抓实党建", (u,)) for u in units]
    plain = [(para(f"{unit}抓实党建"), para(BODY), para(f"（{unit} 赵某）")) for unit in units]
    with pytest.raises(BulletinError, match="several units") as refused:
        own_draft(*(one for part in plain for one in part))
    assert "（三河镇 赵某）" in str(refused.value.values["lines"])


def test_a_head_of_another_bulletin_makes_no_issue_of_ours() -> None:
    other = own_draft(
        para("省委组工通讯", align="center", size=36),
        para("第88期（总第999期）", align="center"),
        title("一个标题"),
        para(BODY),
        title("另一个标题"),
        para(BODY),
    )
    assert (other.masthead.foreign, other.masthead.number) == ("省委组工通讯", None)
    assert [item.title for item in other.items] == ["一个标题", "另一个标题"]
    in_table = own_draft(table(cell(para("云岭镇工作简报")) + cell(para("第5期"))), title("一个标题"), para(BODY))
    assert (in_table.masthead.foreign, in_table.masthead.number) == ("云岭镇工作简报", None)
    for head in (para("柳川组工信息第5期"), para("组工信息  第5期"), para("第5期")):
        own = own_draft(head, title("一个标题"), para(BODY))
        assert (own.masthead.foreign, own.masthead.number) == ("", 5)


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("清水镇推行“四步”工作法", "让流动党员有了家"), "清水镇推行“四步”工作法 让流动党员有了家"),
        (("关于进一步加强农村党员教育管理的", "若干意见和办法"), "关于进一步加强农村党员教育管理的若干意见和办法"),
        (("全县党员教育管理工作", "综述"), "全县党员教育管理工作综述"),
    ],
)
def test_parts_of_a_title_have_a_space_between_them(lines: tuple[str, ...], whole: str) -> None:
    assert own_draft(*map(title, lines), para(BODY)).items[0].title == whole


def test_a_title_that_is_too_long_is_told() -> None:
    for text in ("抓" * 101, "抓实党建 " * 25):
        with pytest.raises(BulletinError, match="The title has") as refused:
            own_draft(title(text), para(BODY * 4))
        assert refused.value.values["chars"] == len(text.strip())
    assert own_draft(title("抓" * 100), para(BODY * 4)).items[0].title == "抓" * 100


def test_spaces_that_are_shown_as_one_are_told() -> None:
    told: Counter[str] = Counter()
    document = read_word_file(word_file(title("一个标题"), para("a  b   c 甲　　乙"), para("  丙")))
    MarkdownWriter({}, {}, told, RENDERER).write(read_structure(document, REGISTRY).items[0].blocks)
    assert tell_losses(told, translator("zh")) == ["有 2 处连着几个空格，显示为一个。"]


EBCDIC = "<?xml version='1.0' encoding='cp037'?><!DOCTYPE x>".encode("cp037")
EVIL = '<!DOCTYPE x [<!ENTITY a "b">]>'


def _renamed(data: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for entry in source.namelist():
            made.writestr(entry, source.read(entry))
        made.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (word_file(para(BODY), parts={"word/document.xml": f"{EVIL}<x/>"}), "entities"),
        (word_file(para(BODY), parts={"word/document.xml": f"{EVIL}<x/>".encode("utf-16")}), "entities"),
        (
            word_file(
                para(BODY), parts={"word/document.xml": f"<?xml version='1.0' encoding='cp037'?>{EVIL}".encode("cp037")}
            ),
            "damaged",
        ),
        (word_file(para(BODY), parts={"word/document.xml": "<w:document"}), "damaged"),
        (word_file(para(BODY), parts={"word/vbaProject.bin": b"x"}), "macros"),
        (word_file(para(BODY), main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (
            word_file(para(BODY), main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
            "no text of Word",
        ),
        (_renamed(word_file(para(BODY)), "word/../../evil.png"), "outside"),
        (_renamed(word_file(para(BODY)), "/etc/evil"), "outside"),
        (word_file(para(BODY), parts={"word/document.xml": b" " * 30_000_001}), "so large"),
        (word_file("<w:tbl><w:tr><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000), "deeply"),
        (word_file("<w:p/>"), "no text"),
        (word_file(para(inside=picture("p")), links=(Link("p", "image", "media/a.png"),)), "pictures only"),
        (word_file(para("机密★1年"), para(BODY)), "secret"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(BulletinError) as refused:
        read_structure(read_word_file(data), REGISTRY)
    sentence = translator("zh")(str(refused.value), **refused.value.values)
    assert words in str(refused.value)
    assert sentence.endswith("。")


def test_every_loss_is_told_in_both_languages() -> None:
    for say in (translator("zh"), translator("en")):
        told = tell_losses(dict.fromkeys(LOSSES, 2), say)
        assert len(told) == len(set(told)) == len(LOSSES)


_BITS = st.sampled_from(
    [
        "*",
        "**",
        "_",
        "`",
        "[",
        "]",
        "(",
        ")",
        "!",
        "#",
        "<br>",
        "<b>",
        "&amp;",
        "\\",
        "|",
        "~~~",
        "- ",
        "+ ",
        "1. ",
        "> ",
        ": ",
        "---",
        "===",
        "甲",
        "乙。",
        "A",
        "b2",
        " ",
        "　",
        "[^1]",
        "[1]: x",
        "http://a.b/c_d",
        "{: .x}",
        "＃",
        "C:\\dir",
        "\\\\srv\\x",
        "2*3",
        "__init__",
        "一、",
        "（1）",
        "“",
        "!!!",
        "~",
        "^",
        "<!--",
        "](",
    ]
)
_TEXTS = st.lists(_BITS, min_size=1, max_size=7).map("".join)
_INLINES = st.one_of(
    st.just(LineBreak()),
    st.builds(Text, _TEXTS, st.booleans(), st.booleans(), st.sampled_from(["", "http://x.y/a_b(c)"])),
)
_PARAGRAPHS = st.builds(
    Paragraph, st.lists(_INLINES, min_size=1, max_size=4).map(tuple), st.sampled_from([Look(), Look(depth=0)])
)
_TABLES = st.lists(st.builds(lambda one: Cell((one,)), _PARAGRAPHS), min_size=4, max_size=4).map(
    lambda cells: Table(((cells[0], cells[1]), (cells[2], cells[3])), 0, ((0, 1), (0, 1)))
)
_BLOCKS = st.one_of(_PARAGRAPHS, st.builds(Heading, _PARAGRAPHS, st.integers(2, 4)), _TABLES)
RENDERER = text_renderer()


@settings(max_examples=150, deadline=None)
@given(st.lists(_BLOCKS, min_size=1, max_size=3))
def test_what_is_written_shows_what_was_typed(blocks: list[Paragraph | Heading | Table]) -> None:
    written = MarkdownWriter({}, {}, Counter(), RENDERER).write(blocks)
    shown = shown_text(RENDERER.render(written, "content/items/2026/a.md")[0].html)
    paragraphs = [one.paragraph if isinstance(one, Heading) else one for one in blocks]
    typed = "".join(plain_text(paragraph.inlines) for paragraph in all_paragraphs(paragraphs))
    assert shown == "".join(typed.split())
