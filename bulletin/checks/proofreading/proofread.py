"""Reads a text by all rules that are not switched off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from bulletin.checks.proofreading.days import find_impossible_days, find_other_years, find_wrong_weekdays
from bulletin.checks.proofreading.names import find_wrong_names
from bulletin.checks.proofreading.numbers import find_double_approximations, find_wrong_numbers
from bulletin.checks.proofreading.prose import Mistake, Prose, read_prose
from bulletin.checks.proofreading.punctuation import (
    find_unpaired_marks,
    find_wrong_list_numbers,
    find_wrong_punctuation,
)
from bulletin.checks.proofreading.sums import find_wrong_percentages, find_wrong_sums
from bulletin.checks.proofreading.words import find_mistaken_words, find_repeated_words
from bulletin.core.problems import Problem
from bulletin.model.enums import ProofreadingRule as Rule
from bulletin.model.registry import Registry

RULES: tuple[tuple[Rule, str, Callable[[Prose], Iterator[Mistake]]], ...] = (
    (Rule.NAMES, "wrong-name", find_wrong_names),
    (Rule.WORDS, "wrong-word", find_mistaken_words),
    (Rule.REPEATS, "repeated-word", find_repeated_words),
    (Rule.SUMS, "wrong-sum", find_wrong_sums),
    (Rule.PERCENTAGES, "wrong-percentage", find_wrong_percentages),
    (Rule.DAYS, "impossible-day", find_impossible_days),
    (Rule.WEEKDAYS, "wrong-weekday", find_wrong_weekdays),
    (Rule.YEARS, "other-year", find_other_years),
    (Rule.PUNCTUATION, "wrong-punctuation", find_wrong_punctuation),
    (Rule.PAIRS, "unpaired-mark", find_unpaired_marks),
    (Rule.LIST_NUMBERS, "wrong-list-number", find_wrong_list_numbers),
    (Rule.NUMBERS, "wrong-number", find_wrong_numbers),
    (Rule.APPROXIMATIONS, "double-approximation", find_double_approximations),
)
"""Each rule with the code of its problems and what finds them."""
_MAX_FOUND = 50
"""At most so many mistakes are looked for by one rule."""
MAX_PER_CODE = 5
"""At most so many mistakes of one code are reported for one text."""


def proofread(
    text: str, path: str, first_line: int, registry: Registry, *, day: date | None = None, field: str = ""
) -> list[Problem]:
    """Return a warning for each mistake in a *text* that begins on *first_line* of its file.

    *day*: that of the text, by which weekdays and years are judged; *field*: the key whose value it is.
    """
    off = registry.bulletin.proofreading_off
    prose = read_prose(text, day, registry)
    problems: list[Problem] = []
    for rule, code, find in RULES:
        if rule not in off:
            told: dict[str, int] = {}
            for mistake in islice(find(prose), _MAX_FOUND):
                told_as = mistake.code or code
                told[told_as] = told.get(told_as, 0) + 1
                if told[told_as] <= MAX_PER_CODE:
                    line = first_line + text.count("\n", 0, mistake.start)
                    values = {"wrong": mistake.wrong, "right": mistake.right, "rule": rule.names[0]}
                    problems.append(Problem(path=path, code=told_as, line=line, field=field, values=values))
    return problems
