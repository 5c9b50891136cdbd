"""Where a finding begins and ends, how it is shown, and where the line is drawn between a number and figures."""

from __future__ import annotations

import pytest

from bulletin.checks.sensitive import find_sensitive
from bulletin.checks.sensitive.prefilter import may_match

FOUND = {
    "机密★5年": ("secret-mark", "机密★5年", "机**"),
    "首段。\n\n绝 密 ★ 启用前": ("secret-mark", "绝 密 ★ 启用", "绝**"),
    "x机<b></b>密★": ("secret-mark", "机<b></b>密★", "机**"),
    "密级：秘密": ("secret-mark", "秘密", "秘**"),
    "号 11010519491231002X。": ("identity-number", "11010519491231002X", "110*************2X"),
    "号 １１０１０５１９４９１２３１００２Ｘ。": (
        "identity-number",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110*************2X",
    ),
    "310105491231002": ("identity-number", "310105491231002", "310**********02"),
    "电话+86 138-0013-8000。": ("mobile-number", "138-0013-8000", "138******00"),
    "8613800138000": ("mobile-number", "8613800138000", "138******00"),
    "卡 6222 0212 3456 7890 128 号": ("bank-card", "6222 0212 3456 7890 128", "622**************28"),
    "持护照 E1234 5678 出境": ("passport-number", "E1234 5678", "E1*****78"),
    "一" * 60 + "护照：Ｅ１２３４５６７８": ("passport-number", "Ｅ１２３４５６７８", "E1*****78"),
    "密码：Abc123": ("password", "Abc123", "****"),
    "password = hunter22": ("password", "hunter22", "****"),
    "用 AKIAABCDEFGHIJKLMNOP 登录": ("password", "AKIAABCDEFGHIJKLMNOP", "AKIA****"),
    "在 10.1.2.3 上": ("inner-address", "10.1.2.3", "10.1****"),
    "在 \\\\fwq-1\\gx 上": ("inner-address", "\\\\fwq-1\\gx", "\\\\fw******"),
    "发到 li.mou@mail.example。": ("mail-address", "li.mou@mail.example", "l*****"),
    "见 https://a.example/?tel=13800138000": ("mobile-number", "13800138000", "138******00"),
    "https://a.example/x 电话 13800138000": ("mobile-number", "13800138000", "138******00"),
    "a13800138000": ("mobile-number", "13800138000", "138******00"),
    "13800138000a": ("mobile-number", "13800138000", "138******00"),
    "a11010519491231002X": ("identity-number", "11010519491231002X", "110*************2X"),
    "1a13800138000 13900139000": ("mobile-number", "13900139000", "139******00"),
    "1380013800０": ("mobile-number", "1380013800０", "138******00"),
    "１3800138000": ("mobile-number", "１3800138000", "138******00"),
    "8 13800138000": ("mobile-number", "13800138000", "138******00"),
}


@pytest.mark.parametrize("text", FOUND)
def test_a_finding_has_its_place_and_its_mask(text: str) -> None:
    assert [(f.code, text[f.start : f.end], f.masked) for f in find_sensitive(text)] == [FOUND[text]]


@pytest.mark.parametrize("text", FOUND)
def test_its_line_is_that_of_its_beginning(text: str) -> None:
    (finding,) = find_sensitive(f"\n\n{text}")
    assert finding.line(f"\n\n{text}") == 3 + text[: text.index(FOUND[text][1])].count("\n")


NOT_FOUND = (
    "138001380001",
    "013800138000",
    "0.13800138000",
    "12800138000",
    "13800138000元",
    "13800138000亿",
    "138 0013.8000",
    "1 38001 38000 0",
    "13 8001 38000",
    "11010519491231002X1",
    "110105194912310020",
    "110105194902300024",
    "010105194912310025",
    "110105.1949.12.31-0021",
    "190105491231002",
    "200105491231002",
    "910105491231002",
    "310105491331002",
    "310105 49123 1002",
    "6222021234567890129",
    "7222021234567890123",
    "622202123 4567890128",
    "https://a.example/p/13800138000.jpg",
    "https://a.example/p-13800138000_b.jpg",
    "https://a.example/13800138000_b.jpg",
    "https://a.example/?id=310105491231002",
    "198.51.100.25",
    "E12345678",
    "护照 20260305",
    "护照办理需要 12345678 元的材料".replace("12345678", "1234567元"),
    "密码：******",
    "密码：<请填写>",
    "密码：abcdef",
    "password: secret",
    "10.1.2",
    "110.1.2.3",
    "a@b",
)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_figures_are_no_numbers_of_persons(text: str) -> None:
    assert [f for f in find_sensitive(text) if f.code != "inner-address" or "110" in text] == []


def test_what_is_beyond_the_first_plane_is_looked_at() -> None:
    assert may_match("正文") == 0
    assert may_match("甲\U0001f600") != 0
    assert may_match("甲\U0001f600", [], wide=False) == 0
    assert may_match("甲" * 50, [], wide=True) != 0


def test_many_marks_are_all_found() -> None:
    text = "\n\n".join(f"第{n}段{'字' * (n * 40)}机密★5年" for n in range(30))
    assert [f.line(text) for f in find_sensitive(text)] == list(range(1, 60, 2))


def test_how_far_apart_a_level_may_stand() -> None:
    assert [len(list(find_sensitive(f"机{'_' * between}密★5年"))) for between in (0, 298, 299)] == [1, 1, 0]


def test_what_was_allowed_once_stays_allowed() -> None:
    """Offices keep these hashes in their registry: they are the same in every version."""
    assert [next(find_sensitive(text)).hash for text in ("13800138000", "机密★5年")] == [
        "8744b307f1e2f465",
        "2c1f076b37243fd5",
    ]
