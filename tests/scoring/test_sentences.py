"""What people read is a sentence in both languages, for whole values too."""

from __future__ import annotations

import re

import pytest

from bulletin.core.i18n import translator
from bulletin.scoring import reasons
from bulletin.scoring.reasons import make_reason


@pytest.mark.parametrize(
    ("message", "share", "chinese", "english"),
    [
        (reasons.TO_PARENT, "1/2", "5分的1/2计入城关镇：办法", "1/2 of 5 goes to 城关镇: 办法"),
        (reasons.ALL_TO_PARENT, "1", "5分全部计入城关镇：办法", "5 go to 城关镇: 办法"),
        (reasons.FROM_CHILD, "1/2", "城关镇所得5分的1/2：办法", "1/2 of 5, earned by 城关镇: 办法"),
        (reasons.ALL_FROM_CHILD, "1", "城关镇所得5分全部计入：办法", "5 earned by 城关镇: 办法"),
    ],
)
def test_points_that_pass_to_a_parent(message: str, share: str, chinese: str, english: str) -> None:
    reason = make_reason(message, share=share, points="5", unit="城关镇", words="办法")
    assert [reason.text(translator(language)) for language in ("zh", "en")] == [chinese, english]


def test_no_value_is_called_a_field() -> None:
    """Only keys of a mapping are fields."""
    assert translator("zh")("It may be: {known}.", known="市、省") == "可用的值：市、省。"
    assert not re.search("字段", translator("zh").sentences["It may be: {known}."])
