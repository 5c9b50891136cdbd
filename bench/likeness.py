"""Near duplicates: what is found of planted ones, what is told of real texts, and what it costs.

.venv/bin/python -m bench.likeness FOLDER

The folder holds texts, one a file (`*.txt`, `*.md`), at any depth; without it, invented ones are used, which have none
that are alike.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.wording import sentence
from bulletin.checks import likeness, likeness_arrays

_SENTENCE = re.compile("[^。；]+[。；]?")
_PLANTED = 400
Change = Callable[[random.Random, str, str], str]


def _reordered(dice: random.Random, text: str, _: str) -> str:
    sentences = _SENTENCE.findall(text)
    return "".join(dice.sample(sentences, len(sentences)))


def _sentences(dice: random.Random, text: str, other: str) -> str:
    others = _SENTENCE.findall(other)
    return "".join(dice.choice(others) if dice.random() < 0.2 else one for one in _SENTENCE.findall(text))  # noqa: PLR2004


def _words(dice: random.Random, text: str, other: str) -> str:
    signs = list(text)
    for at in range(0, len(signs) - 10, 10):
        place, source = at + dice.randrange(8), dice.randrange(len(other) - 1)
        signs[place : place + 2] = other[source : source + 2]
    return "".join(signs)


def _signs(dice: random.Random, text: str, other: str) -> str:
    return "".join(dice.choice(other) if dice.random() < 0.2 else sign for sign in text)  # noqa: PLR2004


def _two_thirds(_: random.Random, text: str, other: str) -> str:
    return other[: len(text) // 6] + text[len(text) // 6 : len(text) * 5 // 6] + other[len(text) // 6 : len(text) // 3]


CHANGES: dict[str, Change] = {
    "the same under another title": lambda _, text, _other: text,
    "sentences in another order": _reordered,
    "a fifth of the sentences changed": _sentences,
    "a fifth of the text changed, by words": _words,
    "a fifth of the text changed, sign by sign": _signs,
    "two thirds copied": _two_thirds,
    "two thirds copied, within a longer one": lambda dice, text, other: other + _two_thirds(dice, text, other),
    "half of it copied": lambda _, text, other: text[: len(text) // 2] + other[: len(text) // 2],
}


def alike(texts: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the places of two texts that are alike, with the percent."""
    pairs = likeness_arrays.likely_pairs(list(likeness_arrays.sketches(texts)))
    words = list(map(likeness.words_of, texts))
    found = [(one, other, likeness.shared_percent(words[one], words[other])) for one, other in pairs]
    return [texts for texts in found if texts[2] >= likeness.LEAST_PERCENT]


def main() -> None:
    """Print the figures as a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    folder = parser.parse_args().folder
    dice = random.Random(1)
    paths = sorted([*folder.rglob("*.txt"), *folder.rglob("*.md")]) if folder else []
    texts = [path.read_text("utf-8") for path in paths] or [
        "".join(sentence(dice) for _ in range(40)) for _ in range(10_000)
    ]
    started = time.process_time()
    found = alike(texts)
    cost = time.process_time() - started
    touched = len({place for one, other, _ in found for place in (one, other)})
    size = sum(map(len, texts)) / len(texts)
    print(
        f"{len(texts):,} texts of {size:,.0f} signs: {len(found):,} pairs alike, of {touched:,} texts; {cost:.2f} CPU s"
    )
    long = [place for place, text in enumerate(texts) if len(likeness.words_of(text)) >= 300]  # noqa: PLR2004
    chosen = dice.sample(long, min(_PLANTED, len(long)))
    for name, change in CHANGES.items():
        planted = [change(dice, texts[place], texts[dice.choice(long)]) for place in chosen]
        pairs = {(one, other) for one, other, _ in alike([*(texts[place] for place in chosen), *planted])}
        seen = sum((number, number + len(chosen)) in pairs for number in range(len(chosen)))
        print(f"{name}: {seen} of {len(chosen)}")


if __name__ == "__main__":
    main()
