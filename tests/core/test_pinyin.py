"""Ids from titles and names."""

from __future__ import annotations

import pytest

from bulletin.core.pinyin import LIMIT, free_id, name_id, pinyin_id
from bulletin.core.text import is_valid_stem


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        # Cut at a word: “…-dangyuan-lianxi” would have 42 characters.
        ("柳林镇推行流动党员“联系卡” 让外出党员找得到组织", "liulinzhen-tuixing-liudong-dangyuan"),
        # 重 is chóng and zhòng, 行 is háng and xíng, 会 is kuài and huì, 参差 is cēncī: by phrases.
        ("重庆银行行长谈重点", "chongqing-yinhang-hangzhang-tan"),
        ("执行会计制度", "zhixing-kuaijizhidu"),
        ("参差不齐的账", "cencibuqi-dezhang"),
        ("AI 助手进村部 24小时在线", "ai-zhushou-jincunbu-24-xiaoshi-zaixian"),
        ("“两个一”", "liangge-yi"),
        ("2022.10 版绿本", "2022-10-banlvben"),
        ("！？……", ""),
        ("a" * 60, "a" * LIMIT),
    ],
)
def test_the_id_of_a_title(title: str, expected: str) -> None:
    found = pinyin_id(title, names=["柳林镇"])
    assert found == expected
    assert len(found) <= LIMIT


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("组织科", "zuzhike"),
        ("柳林镇", "liulinzhen"),
        ("中共柳川县委组织部办公室", "zhonggong-liuchuan-xianwei-zuzhi-buban"),
    ],
)
def test_the_id_of_a_name(name: str, expected: str) -> None:
    assert name_id(name) == expected


def test_an_id_is_free_and_can_be_an_address() -> None:
    assert free_id("qiaotou", {"qiaotou", "qiaotou-2"}, fallback="x") == "qiaotou-3"
    assert free_id("", (), fallback="2026-03-05") == "2026-03-05"
    # Windows reserves “con” for a device.
    assert is_valid_stem(free_id("con", (), fallback="x"))
