"""Rules of each kind add up, or the narrowest is chosen; ``adds`` and ``priority`` say otherwise, for every kind."""

from __future__ import annotations

from datetime import date

import pytest

from bulletin.checks.messages import problem_severity
from bulletin.core.i18n import translator
from bulletin.core.problems import Severity
from bulletin.model.archive import Archive
from bulletin.model.enums import Channel, Level
from bulletin.model.records import Item, Outcome
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import Family
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import whole_ledger
from bulletin.scoring.circulars.tables import event_id
from tests.support.scoring_archives import (
    adopted,
    archive,
    call,
    corrected,
    day,
    endorsed,
    entries,
    item,
    points,
    publication,
    registry,
    sent,
)

PAPERS = [publication("县刊", "县"), publication("市刊", "市"), publication("省刊", "省")]
UNITS = (Unit(id="甲", name="甲", group="乡镇"), Unit(id="乙", name="乙", parent="甲"))
KNOWN = registry(UNITS, PAPERS, "信息、调研", "乡镇")
HEAD = 'name = "办法"\n[[adoption]]\nwords = "采用"\npoints = { "县" = 1, "市" = 5, "省" = 10 }\n'


def office(rules: str, *items: Item, **more: object) -> Archive:
    return archive(KNOWN, HEAD + rules, items, **more)  # type: ignore[arg-type]


def rule(kind: str, words: str, more: str) -> str:
    return f'[[{kind}]]\nwords = "{words}"\n' + more.replace("; ", "\n") + "\n"


STUDY = item(
    "a",
    "甲",
    "1-5",
    "调研",
    adoptions=[adopted("省刊", "1-9")],
    sent_up=[sent("市", "1-6")],
    endorsements=[endorsed("县长", "县", "1-10")],
    commission="y",
)


@pytest.mark.parametrize(
    ("kind", "wide", "narrow"),
    [
        ("submission", "points = 1", 'categories = ["调研"]; points = 2'),
        ("sent-up", "points = 1", 'categories = ["调研"]; points = 2'),
        ("endorsement", "points = 1", 'by = ["县长"]; points = 2'),
        ("commission", 'results = ["完成", "未完成"]; points = 1', 'results = ["完成"]; points = 2'),
    ],
)
def test_a_rule_may_add_to_the_one_that_is_chosen(kind: str, wide: str, narrow: str) -> None:
    """The province's 10, and by the wide rule 1, by the narrow one 2, by both 3; each has an entry of its own."""
    calls = [call("y", "甲", "1-1", "1-20")]
    chosen = office(rule(kind, "宽", wide) + rule(kind, "窄", narrow), STUDY, calls=calls)
    assert points(chosen, "甲") == "12"
    both = office(rule(kind, "宽", wide) + rule(kind, "窄", narrow + "; adds = true"), STUDY, calls=calls)
    assert points(both, "甲") == "13"
    assert {words: got for _, words, got in entries(both, "甲")} == {"采用": "10", "宽": "1", "窄": "2"}


def test_an_adoption_that_is_dropped_takes_what_was_added_along() -> None:
    """Full texts have 2 more. 就高: 5 + 2 by the city in January, 10 by the province in March."""
    more = rule("adoption", "调研另加2分", 'categories = ["调研"]; levels = ["市"]; points = 2; adds = true')
    study = item("a", "甲", "1-5", "调研", adoptions=[adopted("市刊", "1-9"), adopted("省刊", "3-9")])
    found = office(more + '[several]\ntake = "就高"\n', study)
    assert (points(found, "甲", "2026-01"), points(found, "甲", "2026-03"), points(found, "甲")) == ("7", "3", "10")
    doubled = office(more + rule("multiplier", "两倍", "times = 2"), study)
    # (5 + 2) × 2 + 10 × 2
    assert points(doubled, "甲") == "34"


def test_outcomes_may_add() -> None:
    rules = rule("outcome", "转化", "points = 4") + rule(
        "outcome", "调研", 'categories = ["调研"]; points = 3; adds = true'
    )
    made = Item(
        id="2026/a", path="content/items/2026/a.md", title="a", units=("甲",), category="调研", date=date(2026, 1, 5),
        outcomes=(Outcome(title="决定", date=date(2026, 2, 1)),),
    )  # fmt: skip
    assert points(office(rules, made), "甲") == "7"


ONE = "; adds = false"


def test_of_bonuses_only_the_narrowest_may_apply() -> None:
    rules = rule("bonus", "调研", 'categories = ["调研"]; points = 1{0}') + rule(
        "bonus", "省里采用的调研", 'categories = ["调研"]; levels = ["省"]; points = 3{0}'
    )
    assert points(office(rules.format(""), STUDY), "甲") == "14"
    assert points(office(rules.format("\nadds = false"), STUDY), "甲") == "13"


def test_of_multipliers_only_the_narrowest_may_apply() -> None:
    rules = rule("multiplier", "省", 'levels = ["省"]; times = 2{0}') + rule(
        "multiplier", "省里采用的调研", 'categories = ["调研"]; levels = ["省"]; times = 3{0}'
    )
    assert points(office(rules.format(""), STUDY), "甲") == "60"
    assert points(office(rules.format("\nadds = false"), STUDY), "甲") == "30"


def test_of_lapses_only_the_narrowest_may_cost_something() -> None:
    """A late direct report costs 1 as a late one and 3 as a direct one; with the third of the year each costs 5."""
    rules = (
        '[[deadline]]\nwords = "1日"\ndays = 1\n'
        + rule("lapse", "迟报", 'kinds = ["迟报"]; points = -1{0}')
        + rule("lapse", "直报迟报", 'kinds = ["迟报"]; channels = ["直报"]; points = -3{0}')
        + rule("lapse", "直报三次", 'kinds = ["迟报"]; channels = ["直报"]; at-least = 3; points = -5{0}')
    )
    late = [item(f"l{n}", "甲", f"{n}-9", event=f"{n}-1", channel=Channel.DIRECT) for n in (1, 2, 3)]
    late.append(item("r", "甲", "4-9", event="4-1"))
    # All add: 4 × −1, 3 × −3, 3 × −5
    assert points(office(rules.format(""), *late), "甲") == "-28"
    one = office(rules.format("\nadds = false"), *late)
    # −3, −3; the third makes all three −5: −2 − 2 − 5; the regular one −1
    assert [points(one, "甲", f"2026-0{n}") for n in (1, 2, 3, 4)] == ["-3", "-3", "-9", "-1"]


def test_a_share_may_be_chosen_as_well() -> None:
    rules = (
        rule("submission", "报送", "points = 8")
        + rule("lapse", "误报减半", 'kinds = ["误报"]; share = "1/2"{0}')
        + rule("lapse", "严重误报不得分", 'kinds = ["误报"]; severities = ["严重"]; share = 1{0}')
    )
    wrong = item("a", "甲", "1-5", corrections=[corrected("2-1")])
    assert points(office(rules.format("\nadds = false"), wrong), "甲") == "0"
    light = rules.replace('severities = ["严重"]', 'severities = ["一般"]')
    assert points(office(light.format("\nadds = false"), wrong), "甲") == "4"


def test_of_base_points_only_the_narrowest_may_be_given() -> None:
    rules = rule("base", "每季度6分", 'per = "季度"; points = 6{0}') + rule(
        "base", "乡镇全年20分", 'groups = ["乡镇"]; per = "年"; points = 20{0}'
    )
    assert [points(office(rules.format("")), unit) for unit in "甲乙"] == ["44", "24"]
    assert [points(office(rules.format("\nadds = false")), unit) for unit in "甲乙"] == ["20", "24"]


def test_of_quotas_of_a_target_only_the_narrowest_may_count() -> None:
    targets = '[[target]]\nid = "ji"\nwords = "每季度1条"\ncount = 1\nper = "季度"\n'
    rules = rule("quota", "完成2分", 'target = "ji"; points = 2{0}') + rule(
        "quota", "乡镇完成3分", 'target = "ji"; groups = ["乡镇"]; points = 3{0}'
    )
    done = [item("a", "甲", "1-5"), item("b", "乙", "1-5")]
    assert [points(office(rules.format(""), *done, targets=targets), unit) for unit in "甲乙"] == ["5", "2"]
    one = office(rules.format("\nadds = false"), *done, targets=targets)
    assert [points(one, unit) for unit in "甲乙"] == ["3", "2"]


def test_of_thresholds_only_the_narrowest_may_be_crossed() -> None:
    """Below 30 % costs 1, below 20 % costs 3: not 4. 甲 has 1 of 4, 乙 0 of 1."""
    rules = rule("threshold", "低于三成", 'measure = "采用率"; below = "30%"; per = "年"; points = -1{0}') + rule(
        "threshold", "低于两成", 'measure = "采用率"; below = "20%"; per = "年"; points = -3{0}'
    )
    events = [item(f"a{n}", "甲", f"1-{n}", adoptions=[adopted("县刊", "2-1")] if n == 1 else []) for n in range(1, 5)]
    events.append(item("b", "乙", "1-5"))
    assert [points(office(rules.format(""), *events), unit) for unit in "甲乙"] == ["0", "-4"]
    assert [points(office(rules.format("\nadds = false"), *events), unit) for unit in "甲乙"] == ["0", "-3"]


def test_priority_chooses_among_deadlines_and_credits() -> None:
    rules = (
        rule("deadline", "直报1日", 'channels = ["直报"]; days = 1; priority = 1')
        + rule("deadline", "调研9日", 'categories = ["调研"]; days = 9')
        + rule("lapse", "迟报", 'kinds = ["迟报"]; points = -1')
        + rule("credit", "一半", 'units = ["乙"]; keep = 1; give = 0.5')
        + rule("credit", "全部", 'units = ["乙"]; keep = 0; give = 1; priority = 1')
    )
    late = item("a", "乙", "1-9", "调研", event="1-5", channel=Channel.DIRECT, adoptions=[adopted("省刊", "1-10")])
    found = office(rules, late)
    # Four days: late by the direct one's deadline; all of it, 10 − 1, is the parent's.
    assert [points(found, unit) for unit in "甲乙"] == ["9", "0"]


def codes(rules: str) -> list[tuple[str, int | None]]:
    found = read_schemes({"registry/schemes/2026.toml": HEAD + rules}, KNOWN)[2]
    return [(problem.code, problem.line) for problem in found if problem_severity(problem) is Severity.ERROR]


def test_only_rules_of_which_one_is_chosen_may_not_meet() -> None:
    studies, pictures = 'categories = ["调研"]; points = 1', "pictures = true; points = 2"
    for kind in ("submission", "bonus"):
        assert codes(rule(kind, "调研", studies + ONE) + rule(kind, "图", pictures + ONE)) == [("rules-overlap", 10)]
        assert codes(rule(kind, "调研", studies + ONE) + rule(kind, "图", pictures + "; adds = true")) == []
        assert codes(rule(kind, "调研", studies + ONE) + rule(kind, "图", f"{pictures}{ONE}; priority = 1")) == []
        assert codes(rule(kind, "甲", studies + "; adds = true") + rule(kind, "乙", studies + "; adds = true")) == []
    lapses = rule("lapse", "迟报", 'kinds = ["迟报"]; points = -1' + ONE)
    assert codes(lapses + rule("lapse", "又迟报", 'kinds = ["迟报"]; points = -2' + ONE)) == [("rule-twice", 10)]
    assert codes(lapses + rule("lapse", "三次", 'kinds = ["迟报"]; at-least = 3; points = -2' + ONE)) == []
    low = 'measure = "报送"; below = 5; per = "年"; points = -1'
    high = 'measure = "报送"; reaches = {}; per = "年"; points = 1'
    assert codes(rule("threshold", "少", low + ONE) + rule("threshold", "多", high.format(5) + ONE)) == []
    assert codes(rule("threshold", "少", low + ONE) + rule("threshold", "多", high.format(4) + ONE)) == [
        ("rules-overlap", 12)
    ]


def test_explain_says_what_adds_and_what_is_chosen() -> None:
    rules = rule("submission", "调研", "points = 1; adds = true") + rule(
        "lapse", "迟报", 'kinds = ["迟报"]; points = -1; priority = 2' + ONE
    )
    scheme = read_schemes({"registry/schemes/2026.toml": HEAD + rules}, KNOWN)[0][0]
    english = [sentence for sentence, _ in explain(scheme, KNOWN, translator("en"))]
    assert "Submission: 1 point; besides the rule that is chosen" in english
    assert "Lapse (kind: late): 1 point off each time; of such rules only the narrowest applies; priority 2" in english


@pytest.mark.parametrize(("on", "happened"), [("adoption", "3-9"), ("submission", "3-9"), ("endorsement", "3-9")])
def test_a_bonus_names_the_adoption_that_completed_its_condition(on: str, happened: str) -> None:
    """Submitted in January, adopted by the county and endorsed in February; the province adopts on 9 March."""
    rules = rule("bonus", "省里采用的", f'on = "{on}"; adopted-at = ["省"]; points = 4')
    study = item(
        "a",
        "甲",
        "1-5",
        adoptions=[adopted("县刊", "2-1"), adopted("省刊", "3-9")],
        endorsements=[endorsed("县长", "县", "2-2")],
    )
    found = office(rules, study)
    bonus = next(e for e in whole_ledger(found).account("甲").entries if e.family is Family.BONUS)
    assert (bonus.date, bonus.event.date, bonus.event.level) == (day(happened), day(happened), Level.PROVINCE)


def test_a_bonus_for_each_event_names_each_event_and_what_completed_it() -> None:
    # On 9 March two come at once, for the county's adoption and the city's own; that of the province in April.
    rules = rule("bonus", "省里采用的", 'adopted-at = ["市"]; points = 4; every-time = true')
    study = item("a", "甲", "1-5", adoptions=[adopted("县刊", "2-1"), adopted("市刊", "3-9"), adopted("省刊", "4-9")])
    listed = whole_ledger(office(rules, study)).account("甲").entries
    bonuses = [e for e in listed if e.family is Family.BONUS]
    say = translator("en")
    assert [(e.date.month, event_id(e), "".join(note.text(say) for note in e.why)) for e in bonuses] == [
        (3, "adoption/2026/a/县刊", "since the adoption by 市刊"),
        (3, "adoption/2026/a/市刊", ""),
        (4, "adoption/2026/a/省刊", ""),
    ]


def test_a_commission_names_the_answer_that_was_adopted() -> None:
    rules = rule("commission", "约稿采用加3分", 'results = ["采用"]; points = 3') + rule(
        "commission", "未完成扣2分", 'results = ["未完成"]; points = -2'
    )
    answers = [
        item("late", "甲", "2-5", commission="y"),
        item("used", "甲", "2-6", commission="y", adoptions=[adopted("县刊", "3-9")]),
    ]
    found = office(rules, *answers, calls=[call("y", "甲", "1-1", "1-20")])
    listed = [e for e in whole_ledger(found).account("甲").entries if e.family is Family.COMMISSION]
    assert [(str(e.date), e.item.title if e.item else "", int(e.points)) for e in listed] == [
        ("2026-01-21", "", -2),
        ("2026-02-05", "", 2),
        ("2026-03-09", "used", 3),
    ]
