"""Which endorsements of one item count: all, the first, the highest, further ones; within and across levels."""

from __future__ import annotations

from itertools import permutations

import pytest

from bulletin.core.i18n import translator
from bulletin.model.archive import Archive
from bulletin.model.records import Endorsement
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import whole_ledger
from tests.support.scoring_archives import archive, endorsed, entries, item, points, registry

KNOWN = registry("甲")
POSTS = """
name = "办法"
[[endorsement]]
words = "书记批示10分"
by = ["书记"]
points = 10
further = 5
[[endorsement]]
words = "市长批示8分"
by = ["市长"]
points = 8
further = 4
[[endorsement]]
words = "省领导批示20分"
levels = ["省"]
points = 20
further = 6
priority = 1
"""
PLAIN = "\n".join(line for line in POSTS.split("\n") if not line.startswith("further"))
# 8 by the city in January, 10 by the city in February, 20 by the province in March, 20 again in April
COURSE = (
    endorsed("市长", "市", "1-10"),
    endorsed("书记", "市", "2-10"),
    endorsed("省长", "省", "3-10"),
    endorsed("省长", "省", "4-10"),
)


def office(rules: str, *endorsements: Endorsement) -> Archive:
    return archive(KNOWN, rules, [item("a", "甲", "1-5", endorsements=endorsements)])


def months(found: Archive) -> list[str]:
    return [points(found, "甲", f"2026-{month:02}") for month in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("within", "across", "rules", "expected"),
    [
        # Every one by its rule.
        ("", "", PLAIN, ["8", "10", "20", "20"]),
        ("累计", "累计", PLAIN, ["8", "10", "20", "20"]),
        # City 10, of which February brings the difference; the province's second is not higher.
        ("就高", "累计", PLAIN, ["8", "2", "20", "0"]),
        ("首次", "累计", PLAIN, ["8", "0", "20", "0"]),
        # City: 8 + the secretary as a further one, 5. Province: 20 + 6.
        ("首次全计", "累计", POSTS, ["8", "5", "20", "6"]),
        # City in February: 10 + the mayor as a further one, 4: 14, 6 more. Province: 20 + 6.
        ("最高全计", "累计", POSTS, ["8", "6", "20", "6"]),
        # Of levels the first, and the one with most: city 8 + 10 = 18; province 20 in March: 2 more.
        ("累计", "首次", PLAIN, ["8", "10", "0", "0"]),
        ("累计", "就高", PLAIN, ["8", "10", "2", "20"]),
        ("就高", "就高", PLAIN, ["8", "2", "10", "0"]),
        # The first of all in full, 8, and each further one, of whatever level: 5, 6, 6.
        ("首次全计", "首次全计", POSTS, ["8", "5", "6", "6"]),
        # March: the province's 20 in full; city 5 + 4 as further ones: 29, 15 more. April: 6.
        ("最高全计", "最高全计", POSTS, ["8", "6", "15", "6"]),
        # One a level, and across levels the first in full: 8, then 20 as a further one, 6. February brings no more.
        ("首次", "首次全计", POSTS, ["8", "0", "6", "0"]),
        # One a level: 10 by the city, 20 by the province: March 20 + 5 (city, further) − 10.
        ("就高", "最高全计", POSTS, ["8", "2", "15", "0"]),
    ],
)
def test_choices(within: str, across: str, rules: str, expected: list[str]) -> None:
    table = f'[endorsements]\nwithin-level = "{within}"\nacross-levels = "{across}"\n' if within else ""
    assert months(office(rules + table, *COURSE)) == expected


def test_two_rules_of_one_level_pay_once_where_the_scheme_says_so() -> None:
    """书记 10, 市长 8, both of the city: 10, whoever comes first."""
    table = '[endorsements]\nwithin-level = "就高"\n'
    first = office(PLAIN + table, endorsed("书记", "市", "1-10"), endorsed("市长", "市", "2-10"))
    assert entries(first, "甲") == [("1-10", "书记批示10分", "10"), ("2-10", "市长批示8分", "0")]
    later = office(PLAIN + table, endorsed("市长", "市", "1-10"), endorsed("书记", "市", "2-10"))
    assert entries(later, "甲") == [
        ("1-10", "市长批示8分", "8"),
        ("2-10", "市长批示8分", "-8"),
        ("2-10", "书记批示10分", "10"),
    ]
    why = [note.text(translator("en")) for note in whole_ledger(later).account("甲").entries[1].why]
    assert why[0] == "8 dropped: of several endorsements at one level only the highest counts"


BY_LEVEL = '\n[[endorsement]]\nwords = "批示"\npoints = { "县" = 3, "市" = 10, "省" = 20 }\n'


@pytest.mark.parametrize(
    ("often", "total"),
    [
        ("", "36"),
        ('often = "一次"', "20"),
        # 3 by the county, 10 by the city, 20 by the province; the county's second 3 is no higher.
        ('often = "同级一次"', "33"),
        # 20 in full, the others 2 each.
        ("further = 2", "26"),
        # 20 in full; county 1 + 1, city 5.
        ('further = { "县" = 1, "市" = 5, "省" = 8 }', "27"),
    ],
)
def test_a_rule_counts_its_highest_whatever_the_order_of_days(often: str, total: str) -> None:
    listed = [("县长", "县"), ("市长", "市"), ("省长", "省"), ("县委书记", "县")]
    for order in permutations(listed):
        course = [endorsed(by, level, f"{month}-10") for month, (by, level) in enumerate(order, 1)]
        assert points(office('name = "办法"' + BY_LEVEL + often, *course), "甲") == total


def test_one_day_has_no_order() -> None:
    for course in (COURSE[:2], COURSE[1::-1]):
        same_day = [Endorsement(by=e.by, level=e.level, date=COURSE[0].date) for e in course]
        assert points(office(PLAIN + '[endorsements]\nwithin-level = "首次"\n', *same_day), "甲") == "10"


def test_a_further_amount_may_stand_in_the_table() -> None:
    table = '[endorsements]\nwithin-level = "最高全计"\nfurther = { "市" = 3, "省" = 9 }\n'
    # 10 + 3, 20 + 9
    of_city = PLAIN.replace("by = [", 'levels = ["市"]\nby = [')
    assert points(office(of_city + table, *COURSE), "甲") == "42"
    everywhere = '[endorsements]\nwithin-level = "最高全计"\nfurther = 1\n'
    assert points(office(PLAIN + everywhere, *COURSE), "甲") == "32"
    own = PLAIN.replace("points = 8", "points = 8\nfurther = 2")
    assert points(office(own + everywhere, *COURSE), "甲") == "33"


def test_a_rule_that_adds_goes_with_its_endorsement() -> None:
    more = '[[endorsement]]\nwords = "市长批示另加1分"\nby = ["市长"]\npoints = 1\nadds = true\n'
    # The mayor's 8 + 1 are dropped for the secretary's 10; as a further one it is 4 + 1.
    highest = office(PLAIN + more + '[endorsements]\nwithin-level = "就高"\n', *COURSE[:2])
    assert points(highest, "甲") == "10"
    further = office(POSTS + more + '[endorsements]\nwithin-level = "最高全计"\n', *COURSE[:2])
    assert points(further, "甲") == "15"


@pytest.mark.parametrize(
    ("table", "code", "key"),
    [
        ("[endorsements]\n", "missing-setting", "within-level"),
        ('[endorsements]\nwithin-level = "最好"\n', "unknown-term", "within-level"),
        ('[endorsements]\nwithin-level = "就高"\nfurther = 1\n', "setting-conflict", "further"),
        ('[endorsements]\nwithin-level = "最高全计"\nfurther = "多"\n', "bad-setting", "further"),
        ('[endorsements]\nwithin-level = "最高全计"\nfurther = { "天" = 1 }\n', "bad-setting", "further"),
        ('[endorsements]\nwithin-level = "最高全计"\n', "missing-setting", "further"),
        ('[endorsements]\nwithin-level = "最高全计"\nfurther = { "市" = 1 }\n', "missing-setting", "further"),
    ],
)
def test_mistakes(table: str, code: str, key: str) -> None:
    found = read_schemes({"registry/schemes/2026.toml": PLAIN + table}, KNOWN)[2]
    assert {(problem.code, problem.field) for problem in found} == {(code, key)}


def test_a_rule_does_not_choose_beside_the_table() -> None:
    table = '[endorsements]\nwithin-level = "就高"\n'
    for extra, key in (('often = "一次"', "often"), ("further = 3", "further")):
        rules = PLAIN.replace("points = 8", f"points = 8\n{extra}")
        found = read_schemes({"registry/schemes/2026.toml": rules + table}, KNOWN)[2]
        assert [(p.code, p.field, p.line) for p in found] == [("setting-conflict", key, 7)]
    uneven = 'name = "办法"' + BY_LEVEL + 'further = { "县" = 1 }\n'
    assert [p.code for p in read_schemes({"registry/schemes/2026.toml": uneven}, KNOWN)[2]] == ["bad-setting"]


def test_explain_says_what_happens() -> None:
    def sentences(rules: str) -> list[str]:
        scheme = read_schemes({"registry/schemes/2026.toml": rules}, KNOWN)[0][0]
        return [sentence for sentence, _ in explain(scheme, KNOWN, translator("en"))]

    assert "Endorsements of one item by different rules add up." in sentences(PLAIN)
    table = '[endorsements]\nwithin-level = "最高全计"\nacross-levels = "就高"\nfurther = 2\n'
    assert [s for s in sentences(PLAIN + table) if s.startswith(("Of ", "A further"))] == [
        "Of one item the highest endorsement at a level counts in full, the others as further ones.",
        "Of several levels only the one with most points counts.",
        "A further endorsement: 2 points, unless its rule says otherwise.",
    ]
    assert any("once an item, the highest" in s for s in sentences('name = "办法"' + BY_LEVEL + 'often = "一次"'))


def test_an_entry_names_the_endorsement_that_changed_another() -> None:
    """Two on one day: the province's is the higher, so the city's is dropped for it, not for the county's."""
    rules = 'name = "办法"' + BY_LEVEL + 'often = "一次"\n'
    found = office(
        rules, endorsed("市长", "市", "1-10"), endorsed("省长", "省", "3-10"), endorsed("县长", "县", "3-10")
    )
    dropped = next(e for e in whole_ledger(found).account("甲").entries if e.points < 0)
    assert [note.text(translator("en")) for note in dropped.why] == [
        "10 dropped: of several endorsements only the highest counts",
        "was 10, is now 0",
        "since the endorsement by 省长",
    ]


def test_the_sentence_of_a_rule_agrees_with_the_table() -> None:
    """With a table the rule does not say which endorsement counts in full; without one the highest does."""
    for table, said in (("", True), ('[endorsements]\nwithin-level = "首次全计"\n', False)):
        found = office(POSTS + table)
        lines = " ".join(line for line, _ in explain(found.schemes[0], found.registry, translator("zh")))
        assert ("最高一次计全分，每增加一次计" in lines) is said
        assert "每增加一次计5分" in lines
