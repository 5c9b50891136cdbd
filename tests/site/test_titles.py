"""Where titles wrap: between their parts, and not within short words in quotation marks."""

from __future__ import annotations

from bulletin.site.html import breakable_title, title_html


def test_short_words_stay_within_their_quotation_marks() -> None:
    assert title_html("发展“双强”党员 <甲>") == '发展<span class="b-quoted">“双强”</span>党员 &lt;甲&gt;'
    # Ten characters may be wider than a column: these wrap as any others.
    assert title_html("“一二三四五六七八九十”") == "“一二三四五六七八九十”"


def test_a_title_wraps_between_its_parts_first() -> None:
    assert breakable_title("架起“金桥” 不离党——柳川调研") == (
        '<span class="b-half">架起<span class="b-quoted">“金桥”</span></span>'
        ' <span class="b-half">不离党——</span><span class="b-half">柳川调研</span>'
    )
