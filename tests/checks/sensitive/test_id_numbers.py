"""In which groups, beside what, and within what a row of digits is the number of a person."""

from __future__ import annotations

import random

import pytest

from bulletin.checks.sensitive import find_sensitive
from bulletin.checks.sensitive.id_numbers import find_numbers

FOUND: dict[str, list[str]] = {
    "41 11 11 11 11 11 11 11": ["41 11 11 11 11 11 11 11"],
    "13 80 01 38 0 00": [],
    "13800138000": ["13800138000"],
    "138-0013-8000": ["138-0013-8000"],
    "138 0013 8000": ["138 0013 8000"],
    "138  0013  8000": ["138  0013  8000"],
    "138-0013 8000": [],
    "1380-0138-000": ["1380-0138-000"],
    "138-00138000": ["138-00138000"],
    "13-8001-38000": [],
    "1 3 8 0 0 1 3 8 0 0 0": ["1 3 8 0 0 1 3 8 0 0 0"],
    "1-3-8-0-0-1-3-8-0-0-0": ["1-3-8-0-0-1-3-8-0-0-0"],
    "13 80 01 38 00 0": ["13 80 01 38 00 0"],
    "13 80 01 380 00": [],
    "138 00 13 80 00": [],
    "1380 0138000": ["1380 0138000"],
    "13800138 000": ["13800138 000"],
    "138 0013 80 00": [],
    "86 138 0013 8000": ["138 0013 8000"],
    "+86-138-0013-8000": ["138-0013-8000"],
    "0086 13800138000": ["0086 13800138000"],
    "1 38 0 01 38 00 0": [],
    "138<b>0013</b>8000": ["138<b>0013</b>8000"],
    "138<br>0013<br>8000": ["138<br>0013<br>8000"],
    "138\u200b0013\u200b8000": ["138\u200b0013\u200b8000"],
    "1\u200b3800138000": ["1\u200b3800138000"],
    "138,0013,8000": [],
    "138.0013.8000": ["138.0013.8000"],
    "138·0013·8000": ["138·0013·8000"],
    "6222021234567890128": ["6222021234567890128"],
    "6222 0212 3456 7890 128": ["6222 0212 3456 7890 128"],
    "622202 1234567890 128": [],
    "622202 12345678 90128": ["622202 12345678 90128"],
    "622202123 4567890128": [],
    "62220212 34567890 128": ["62220212 34567890 128"],
    "6 2 2 2 0 2 1 2 3 4 5 6 7 8 9 0 1 2 8": ["6 2 2 2 0 2 1 2 3 4 5 6 7 8 9 0 1 2 8"],
    "62 22 02 12 34 56 78 90 12 8": ["62 22 02 12 34 56 78 90 12 8"],
    "62 22 02 12 34 56 78 90 128": [],
    "4111111111111111": ["4111111111111111"],
    "4111 1111 1111 1111": ["4111 1111 1111 1111"],
    "5105105105105100": ["5105105105105100"],
    "3530111333300000": ["3530111333300000"],
    "9558801001114990003": [],
    "6011000990139424": [],
    "11010519491231002X": ["11010519491231002X"],
    "110105 19491231 002X": ["110105 19491231 002X"],
    "110105-1949-1231-002X": ["110105-1949-1231-002X"],
    "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X": ["1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X"],
    "110105 1949.1231 002X": [],
    "1101 0519 4912 3100 2X": ["1101 0519 4912 3100 2X"],
    "11 010519491231002X": ["11 010519491231002X"],
    "110105  19491231-002X": ["110105  19491231-002X"],
    "310105491231002": ["310105491231002"],
    "310105 491231 002": ["310105 491231 002"],
    "310105-491231-002": ["310105-491231-002"],
    "31010 5491231002": [],
    "310105 491231002": [],
    "310 105 491 231 002": [],
    "31 01 05 49 12 31 00 2": ["31 01 05 49 12 31 00 2"],
    "3 1 0 1 0 5 4 9 1 2 3 1 0 0 2": ["3 1 0 1 0 5 4 9 1 2 3 1 0 0 2"],
    "310105 491231 00 2": [],
    "13800138000 13900139000": ["13800138000", "13900139000"],
    "13800138000,13900139000": ["13800138000", "13900139000"],
    "13800138000-13900139000": ["13800138000", "13900139000"],
    "电话13800138000转8": ["13800138000"],
    "3.13800138000": [],
    "3.1415926 13800138000": ["13800138000"],
    "1.2.13800138000": ["13800138000"],
    "13800138000.5": ["13800138000"],
    "13800138000x": ["13800138000"],
    "x 13800138000": ["13800138000"],
    "13800138000X": ["13800138000"],
    "１3800138000５": [],
    "13800138000个": [],
    "13800138000%": [],
    "13800138000 元": [],
    "www.a.example/13800138000": ["13800138000"],
    "https://a.example/13800138000": ["13800138000"],
    "https://a.example/?a=13800138000": ["13800138000"],
    "https://a.example/?a=6222021234567890128": [],
    "https://a.example/-13800138000": [],
    "https://a.example/x.13800138000": [],
    "https://a.example/x_13800138000": [],
    "https://a.example/a13800138000": [],
    "https://a.example/11010519491231002X": ["11010519491231002X"],
    "见 https://a.example/ 13800138000": ["13800138000"],
    "见 https://a.example/\n13800138000": ["13800138000"],
    "a.com 13800138000": ["13800138000"],
    "a.com/13800138000": ["13800138000"],
    "https://a.example/x~13800138000_b": [],
    "13800l38000": ["13800l38000"],
    "138OO138OOO": ["138OO138OOO"],
    "138О0138000": ["138О0138000"],
    "一 三 八 〇 〇 一 三 八 〇 〇 〇": ["一 三 八 〇 〇 一 三 八 〇 〇 〇"],
    "138001380０0": ["138001380０0"],
    "138001380００": ["138001380００"],
    "１３<b>800138000": ["１３<b>800138000"],
    "1-3-8-0-0-1-3-8-0-０-0": ["1-3-8-0-0-1-3-8-0-０-0"],
    "138__<br><br>_<br>00138000": ["138__<br><br>_<br>00138000"],
    "护照E1234~5678": ["E1234~5678"],
    "护照E12345６7": ["E12345６7"],
    "护照E123456７": ["E123456７"],
}


@pytest.mark.parametrize("text", FOUND)
def test_numbers_in_groups(text: str) -> None:
    assert [text[finding.start : finding.end] for finding in find_sensitive(text)] == FOUND[text]


def with_check(digits: str) -> str:
    """Return seventeen digits of an identity number with the check digit of ISO 7064 MOD 11-2."""
    rest = 0
    for digit in digits:
        rest = (rest + int(digit)) * 2 % 11
    return digits + "0123456789X"[(12 - rest) % 11]


BIRTHS = {
    "19491231": True,
    "18500101": True,
    "18491231": False,
    "21491231": True,
    "21500101": False,
    "20000229": True,
    "19000229": False,
    "20231231": True,
    "20231301": False,
    "20230001": False,
    "20230100": False,
    "20230430": True,
    "20230431": False,
}


@pytest.mark.parametrize("birth", BIRTHS)
def test_an_identity_number_has_a_day_of_birth(birth: str) -> None:
    number = with_check(f"110105{birth}002")
    assert bool(list(find_sensitive(number))) == BIRTHS[birth]
    assert list(find_sensitive(number[:-1] + str((int(number[-1], 11) + 1) % 10 if number[-1] != "X" else 0))) == []


@pytest.mark.parametrize("first", "0123456789")
def test_an_identity_number_begins_with_a_region(first: str) -> None:
    assert bool(list(find_sensitive(with_check(f"{first}1010519491231002")))) == (first not in "09")
    assert bool(list(find_sensitive(f"{first}10105491231002"))) == (first not in "09")


CARDS = ("62", "603", "606", "95", "99", "4", "51", "55", "3528", "3530", "3589")
NO_CARDS = ("61", "63", "602", "607", "94", "50", "56", "3527", "3590", "7")


def with_sum(prefix: str, length: int) -> str:
    """Return a number of so many digits that ends with the digit of Luhn."""
    body = prefix + "0" * (length - 1 - len(prefix))
    doubled = [int(d) * (2 - at % 2) for at, d in enumerate(reversed(body))]
    return body + str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def test_bank_cards_by_their_beginnings() -> None:
    assert [p for p in CARDS if not list(find_sensitive(with_sum(p, 16)))] == []
    assert [p for p in NO_CARDS if list(find_sensitive(with_sum(p, 16)))] == []
    lengths = {
        p: [n for n in range(12, 22) if list(find_sensitive(with_sum(p, n)))] for p in ("62", "603", "95", "4", "51")
    }
    assert lengths == {"62": [16, 17, 18, 19], "603": [16, 17, 18, 19], "95": [16, 17, 18, 19], "4": [16], "51": [16]}


ODD = {"0": "〇零○О٠０", "1": "一壹１１", "2": "二贰２", "3": "三叁３", "4": "四４", "5": "五５", "6": "六６"}
ODD |= {"7": "七７", "8": "八捌８", "9": "九９"}
BETWEEN = (*" ._/~*-", "\u00a0", "\u200b", "\u3000", "·", "—", "<b>", "</b>", "<!-- x -->", "<span class=a>")


def disguised(chance: random.Random) -> str:
    """Return a number with some of its digits and gaps in disguise."""
    number = chance.choice(["13800138000", "11010519491231002X", "310105491231002", "6222021234567890128"])
    odd, apart = chance.choice([0, 0.1, 0.3, 1]), chance.choice([0, 0.1, 0.3, 1])
    kinds = chance.sample(BETWEEN, chance.choice([1, 1, 2, 3]))
    pieces = []
    for digit in number:
        pieces.append(chance.choice(ODD[digit]) if digit in ODD and chance.random() < odd else digit)
        if chance.random() < apart:
            pieces.append("".join(chance.choice(kinds) for _ in range(chance.choice([1, 1, 2, 6]))))
    return "".join(pieces)


def test_the_prefilter_loses_no_number() -> None:
    chance = random.Random(2026)  # noqa: S311 - the same every time
    texts = [text for text in (disguised(chance) for _ in range(6_000)) if list(find_numbers(text))]
    assert len(texts) > 2_000
    assert [text for text in texts if not list(find_sensitive(text))] == []
