"""The styles of Word files, by the habits of GB/T 9704: faces, sizes, exact line heights."""

from __future__ import annotations

from typing import NamedTuple

from bulletin.office.word_out.xml import HEAD, SPACES

_BODY, _SONG, _HEI, _KAI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
_LINE = 579
"""The height of a line, in twentieths of a point: 22 lines on a page."""
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
RED = "C00000"


class _Style(NamedTuple):
    id: str
    name: str
    face: str = _BODY
    size: float = 16
    line: int = _LINE
    paragraph: str = ""
    """Properties before the spacing."""
    indent: str = ""
    align: str = ""
    run: str = ""
    before: int = 0
    after: int = 0
    level: int = 0


_STYLES = (
    _Style("Text", "公文正文", indent=_INDENT, align="both"),
    _Style("Title", "公文标题", _SONG, 22, 700, "<w:keepNext/>", '<w:ind w:firstLine="0"/>', "center",
           before=300, after=300),
    _Style("Heading1", "heading 1", _HEI, paragraph="<w:keepNext/>", indent=_INDENT, level=1),
    _Style("Heading2", "heading 2", _KAI, paragraph="<w:keepNext/>", indent=_INDENT, level=2),
    _Style("Heading3", "heading 3", run="<w:b/>", paragraph="<w:keepNext/>", indent=_INDENT, level=3),
    _Style("Heading4", "heading 4", paragraph="<w:keepNext/>", indent=_INDENT, level=4),
    _Style("Heading5", "heading 5", paragraph="<w:keepNext/>", indent=_INDENT, level=5),
    _Style("Byline", "供稿", _KAI, indent='<w:ind w:firstLine="0"/>', align="right"),
    _Style("DateLine", "日期行", _KAI, indent='<w:ind w:firstLine="0"/>', align="center", after=200),
    _Style("Masthead", "红头", _SONG, 48, 1200, indent='<w:ind w:firstLine="0"/>', align="center",
           run=f'<w:color w:val="{RED}"/>'),
    _Style("IssueNumber", "期号", indent='<w:ind w:firstLine="0"/>', align="center"),
    _Style("Marking", "标注", _HEI, indent='<w:ind w:firstLine="0"/>', align="left"),
    _Style("MastheadLine", "报头行", indent='<w:ind w:firstLine="0"/>', align="left", after=300, paragraph=(
        f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="6" w:color="{RED}"/></w:pBdr>'
        '<w:tabs><w:tab w:val="right" w:pos="8845"/></w:tabs>')),
    _Style("ContentsHead", "目录标题", _HEI, indent='<w:ind w:firstLine="0"/>', align="center"),
    _Style("ContentsLine", "目录行", indent='<w:ind w:firstLine="0"/>', align="left",
           paragraph='<w:tabs><w:tab w:val="right" w:leader="middleDot" w:pos="8845"/></w:tabs>'),
    _Style("Note", "编者按", _KAI, indent=_INDENT),
    _Style("Quote", "引文", _KAI, indent='<w:ind w:left="640" w:firstLineChars="200" w:firstLine="640"/>'),
    _Style("Bullet", "项目", indent='<w:ind w:left="1060" w:hanging="420"/>'),
    _Style("Code", "代码", "黑体", 12, 360, indent='<w:ind w:firstLine="0"/>', align="left"),
    _Style("Foot", "版记", size=14, line=480, indent='<w:ind w:left="720" w:hanging="720"/>', align="left"),
    _Style("Sender", "落款", indent='<w:ind w:firstLine="0" w:right="640"/>', align="right"),
    _Style("To", "主送", indent='<w:ind w:firstLine="0"/>', align="left"),
    _Style("PageNumber", "页码", "宋体", 14, 320, indent='<w:ind w:firstLine="0"/>', align="right"),
)  # fmt: skip


def style_sheet() -> str:
    """Return the part with all styles."""
    return (
        f'{HEAD}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(_BODY)}<w:kern w:val="2"/>'
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        + "".join(map(_style, _STYLES))
        + _TABLE_PARTS
        + "</w:styles>"
    )


def _fonts(face: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{face}" w:cs="Times New Roman"/>'


def _style(style: _Style) -> str:
    outline = f'<w:outlineLvl w:val="{style.level - 1}"/>' if style.level else ""
    align = f'<w:jc w:val="{style.align}"/>' if style.align else ""
    spacing = f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{style.line}" w:lineRule="exact"/>'
    following = "Text" if style.level or style.id == "Title" else style.id
    own = "" if style.id.startswith("Heading") else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:next w:val="{following}"/><w:qFormat/>'
        f"<w:pPr>{style.paragraph}{spacing}{style.indent}{align}{outline}</w:pPr>"
        f'<w:rPr>{_fonts(style.face)}{style.run}<w:sz w:val="{int(style.size * 2)}"/>'
        f'<w:szCs w:val="{int(style.size * 2)}"/></w:rPr></w:style>'
    )


_TABLE_PARTS = (
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="CellText"><w:name w:val="表格文字"/><w:qFormat/>'
    '<w:pPr><w:spacing w:before="0" w:after="0" w:line="300" w:lineRule="atLeast"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="PictureLine"><w:name w:val="图片"/><w:qFormat/>'
    '<w:pPr><w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="300" w:lineRule="exact"/></w:pPr>'
    '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/>'
    f"<w:rPr>{_fonts(_KAI)}</w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
)
