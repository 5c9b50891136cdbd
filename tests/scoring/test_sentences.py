"""What people read is a sentence in both languages: all sentences in one table, and what no sentence may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.extract import extract_from_file

from bulletin.core.i18n import join_clauses, translator
from bulletin.scoring import reasons, whole_ledger
from bulletin.scoring.circulars.ledger_tables import ledger_table
from bulletin.scoring.reasons import make_reason
from tests.support import golden_year, sentences
from tests.support.paths import ROOT

ZH, EN = translator("zh"), translator("en")
MODULES = (
    "schemes/explain.py",
    "schemes/explain_results.py",
    "schemes/explain_rules.py",
    "schemes/endorsement_settings.py",
    "schemes/ranking_settings.py",
    "model/attributes.py",
    "model/rankings.py",
    "scoring/reasons.py",
    "scoring/remarks.py",
    "scoring/eligibility.py",
    "scoring/circulars/text.py",
    "scoring/circulars/figures.py",
)
ELSEWHERE = {
    "no such unit is registered yet",  # a group without units
    "none",  # what stands for a figure without a value, in a text that an editor has written
    "Merger",  # no rule is of this family
    "Of one item all endorsements at one level count.",  # where nothing is chosen, nothing is said
    "Endorsements at several levels add up.",
    "Endorsements of one item by different rules add up.",  # of two rules: in conditions.txt
}
WRONG_IN_CHINESE = re.compile(
    r"[a-z]+[-/][\w-]+"  # an identifier
    r"|\b(?:submission|adoption|endorsement|lapse|quota|threshold|none|points|and|of|the)\b"
    r"|分的\d+(?!/)"  # a whole where a share is meant
    r"|超过0(?!\.)|(?<!\d)-0(?!\.)|(?<!\d)0个|占0%"
    r"|[，。；：、（]{2}|[，；：、]）|。）|[，。；：、]$(?<!。)|（）|“”|《》"
    r"|[\u4e00-\u9fff] [\u4e00-\u9fff]"
    r"|[{}]|None|\d\.\d{5}"
)
WRONG_IN_ENGLISH = re.compile(
    r"(?<![\d.])-?1 (?:points|items|days|units|times|hours|minutes|authors|levels|adoptions|commissions)\b"
    r"|[，。；：（）](?![^ ]*[\u4e00-\u9fff])|; ;|,,|\.\.|[{}]|\bNone\b(?! of)|  |: :"
)


def table() -> Iterator[tuple[str, str]]:
    """Yield each pair of sentences of the table."""
    for line in sentences.FILE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) == 3 and cells[1] not in ("中文", "---"):
            yield cells[1], cells[2]


def test_all_sentences_are_as_they_were_read() -> None:
    assert sentences.text().splitlines() == sentences.FILE.read_text("utf-8").splitlines()


def test_every_message_is_in_the_table() -> None:
    asked: set[str] = set()
    list(sentences.document(asked))
    messages: set[str] = set()
    for module in MODULES:
        keywords = {"N_": None, "say": None, "ngettext": (1, 2)}
        found = extract_from_file("python", ROOT / "bulletin" / module, keywords=keywords)
        messages |= {message if isinstance(message, str) else message[0] for _, message, _, _ in found}
    assert messages - asked == ELSEWHERE


@pytest.mark.parametrize("instead", [{}, golden_year.OTHER], ids=["year", "other"])
def test_no_sentence_of_a_ledger_is_odd(instead: dict[str, str]) -> None:
    found = golden_year.office(instead=instead)
    for account in whole_ledger(found).units.values():
        for say, wrong in ((ZH, WRONG_IN_CHINESE), (EN, WRONG_IN_ENGLISH)):
            sheet = ledger_table(found, "", account.entries, say)
            # The office's own words and titles are its own.
            shown = [sheet.headers.index(say(head)) for head in ("What for", "Why")]
            for row in sheet.rows:
                for text in (str(row[column]) for column in shown):
                    assert not wrong.search(text), text


def test_no_sentence_of_the_table_is_odd() -> None:
    pairs = list(table())
    assert len(pairs) > 200
    for chinese, english in pairs:
        assert not WRONG_IN_CHINESE.search(chinese), chinese
        assert not WRONG_IN_ENGLISH.search(english), english
    circulars = [line[2:] for line in sentences.FILE.read_text("utf-8").splitlines() if line.startswith("- ")]
    for line in circulars:
        is_chinese = line.endswith("。")
        assert not (WRONG_IN_CHINESE if is_chinese else WRONG_IN_ENGLISH).search(line), line


@pytest.mark.parametrize(
    "sentence",
    [
        "任务“xiangzhen-ji”，完成的计4分",
        "lapse/unanswered/y1",
        "5分的1计入城关镇",
        "超过0日为迟报",
        "0分，（优先级1）",
        "更正：数字有误。；应于前",
        "采用（）：1分",
        "2个单位中，0个完成任务，占0%",
    ],
)
def test_what_is_odd(sentence: str) -> None:
    assert WRONG_IN_CHINESE.search(sentence)


@pytest.mark.parametrize("sentence", ["1 points", "-1 points each time", "Adopted 1 times", "{points} off", "in  all"])
def test_what_is_odd_in_english(sentence: str) -> None:
    assert WRONG_IN_ENGLISH.search(sentence)


def test_clauses_that_end_with_a_full_stop_are_joined_by_one_mark() -> None:
    assert join_clauses(["更正：数字有误。", "稿件已撤回", "逾期。"], ZH) == "更正：数字有误；稿件已撤回；逾期"
    assert join_clauses(["corrected: 数字有误。", "late"], EN) == "corrected: 数字有误; late"
    assert join_clauses([], ZH) == ""


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
