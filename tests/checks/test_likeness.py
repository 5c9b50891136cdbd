"""Texts that are nearly the same are told of, with both paths and how much they share; few and many alike."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.wording import sentence
from bulletin.checks import likeness, likeness_arrays
from bulletin.checks.messages import describe_problem
from bulletin.content.loader import load
from bulletin.core.i18n import translator
from tests.support.archives import REGISTRY, TODAY, item, write

A, B, C = (f"content/items/2026/{name}.md" for name in "abc")


def story(seed: int, sentences: int = 24) -> list[str]:
    dice = random.Random(seed)  # noqa: S311 - texts are drawn
    return [sentence(dice) for _ in range(sentences)]


def text(sentences: list[str]) -> str:
    """Return sentences as paragraphs of three."""
    return "\n\n".join("".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


ONE, OTHER = story(1), story(2)
DICE = random.Random(3)  # noqa: S311 - texts are drawn


def _reordered(dice: random.Random) -> str:
    return text(dice.sample(ONE, len(ONE)))


def _fifth_of_sentences(_: random.Random) -> str:
    return text([OTHER[n] if n % 5 == 0 else sentence for n, sentence in enumerate(ONE)])


def _fifth_of_words(dice: random.Random) -> str:
    whole = list(text(ONE))
    for at in range(0, len(whole) - 10, 10):
        whole[at + dice.randrange(8)] = "某"
        whole[at + dice.randrange(8)] = "些"
    return "".join(whole)


PLANTED: dict[str, tuple[Callable[[random.Random], str], int]] = {
    "the same under another title": (lambda _: text(ONE) + "。", 99),
    "paragraphs in another order": (_reordered, 95),
    "a fifth of the sentences changed": (_fifth_of_sentences, 70),
    "a fifth of the words changed": (_fifth_of_words, 60),
    "two thirds copied": (lambda _: text(ONE[:16] + OTHER[16:]), 60),
    "two thirds copied from a longer one": (lambda _: text(ONE[:8] + OTHER[8:12]), 60),
    "all of it within a longer one": (lambda _: text(OTHER + ONE), 95),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_nearly_the_same_is_told(name: str, tmp_path: Path) -> None:
    change, least = PLANTED[name]
    files = {
        A: item(text(ONE)),
        B: item(change(DICE), title="另一题目", date="2026-03-08", unit="组织科"),
        C: item(text(story(4)), title="别的事情"),
    }
    found = [
        p for p in load(write(tmp_path, REGISTRY, files), TODAY, compare=True).problems if p.code == "similar-text"
    ]
    assert [(p.path, p.line, p.values["other"]) for p in found] == [(B, 8, A)]
    assert least <= int(found[0].values["percent"]) <= 100
    for language in ("zh", "en"):
        message, cure = describe_problem(found[0], translator(language))
        assert A in message
        assert found[0].values["percent"] in message
        assert cure


def test_texts_on_one_subject_are_not_alike(tmp_path: Path) -> None:
    """Invented texts share all their words and set phrases, and half of a text is not most of it."""
    files = {f"content/items/2026/x{n}.md": item(text(story(n)), title=f"第{n}篇") for n in range(40)}
    files[A] = item(text(story(1)[:9] + story(90)[9:]), title="一半")
    assert load(write(tmp_path, REGISTRY, files), TODAY, compare=True).reading.alike == ()


@pytest.mark.parametrize(("first", "second"), [("", "见[上一篇](a.md)。"), ("后续见[下一篇](b.md)。", "")])
def test_a_link_says_that_they_are_known_to_be_alike(first: str, second: str, tmp_path: Path) -> None:
    files = {A: item(f"{text(ONE)}\n\n{first}"), B: item(f"{second}\n\n{text(ONE)}", title="进展")}
    loaded = load(write(tmp_path, REGISTRY, files), TODAY, compare=True)
    assert [texts[:2] for texts in loaded.reading.alike] == [(A, B)]
    assert loaded.problems == ()


def test_items_of_one_story_may_be_alike(tmp_path: Path) -> None:
    files = {
        A: item(text(ONE)),
        B: item(text(ONE) + "续。", follows="2026/a", date="2026-03-08"),
        C: item(text(ONE) + "再续。", follows="2026/b", date="2026-03-09"),
    }
    root = write(tmp_path, REGISTRY, files)
    assert load(root, TODAY, compare=True).problems == ()
    write(root, {B: item(text(ONE) + "续。", date="2026-03-08")})
    # B begins a story of its own now, to which C belongs.
    found = [(p.code, p.path) for p in load(root, TODAY, compare=True).problems]
    assert found == [("similar-text", B), ("similar-text", C)]


def test_withdrawn_and_equal_texts_are_not_told_of_as_alike(tmp_path: Path) -> None:
    withdrawn = item(text(ONE) + "多", title="撤").replace(
        "\ntitle:", "\nstatus: 撤回\nwithdrawn-on: 2026-04-01\ntitle:"
    )
    files = {A: item(text(ONE)), B: item(text(ONE), title="另一题目"), C: withdrawn}
    codes = [p.code for p in load(write(tmp_path, REGISTRY, files), TODAY, compare=True).problems]
    assert codes == ["duplicate-body"]


def test_titles_are_the_same_whatever_the_signs(tmp_path: Path) -> None:
    files = {A: item(title="“夜谈会”开到家门口"), B: item("别的。", title="夜谈会 开到家门口！")}
    assert [p.code for p in load(write(tmp_path, REGISTRY, files), TODAY).problems] == ["duplicate-title"]


def test_edits_are_compared_as_a_whole_reading_is(tmp_path: Path) -> None:
    files = {f"content/items/2026/x{n}.md": item(text(story(n)), title=f"第{n}篇") for n in range(8)}
    root = write(tmp_path, REGISTRY, files)
    reading = load(root, TODAY, compare=True).reading
    for path, new in (
        ("x3", text([*story(5)[:20], *story(60)[:4]])),
        ("x4", text([*story(1)[:20], *story(60)[4:8]])),
        ("x5", text(story(70))),
        ("new", text([*story(4)[:20], *story(1)[20:]])),
        ("x1", text(story(80))),
    ):
        changed = f"content/items/2026/{path}.md"
        write(root, {changed: item(new, title=path)})
        reading = load(root, TODAY, 1, reading, [changed], compare=True).reading
        assert reading.alike == load(root, TODAY, compare=True).reading.alike
    assert [texts[:2] for texts in reading.alike] == []
    (root / "content/items/2026/x4.md").write_text(item(text(story(7)[:20]), title="x4"), encoding="utf-8")
    reading = load(root, TODAY, 1, reading, ["content/items/2026/x4.md"], compare=True).reading
    assert [(Path(one).stem, Path(other).stem) for one, other, _ in reading.alike] == [("x4", "x7")]
    (root / "content/items/2026/x7.md").unlink()
    assert load(root, TODAY, 1, reading, ["content/items/2026/x7.md"], compare=True).reading.alike == ()


TEXTS = st.lists(st.integers(0, 30).map(lambda seed: text(story(seed, 12))) | st.text(max_size=300), max_size=6)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_sketches_of_many_are_those_of_each(texts: list[str]) -> None:
    plain = [one.replace("\0", "") for one in texts]
    assert list(likeness_arrays.sketches(plain)) == [likeness.sketch(one) for one in plain]


def test_pairs_of_many_are_those_of_each() -> None:
    dice = random.Random(5)  # noqa: S311 - texts are drawn
    pool = story(6, 60)
    texts = [text(dice.sample(pool, 20)) for _ in range(60)]
    sketches = list(likeness_arrays.sketches(texts))
    many = set(likeness_arrays.likely_pairs(sketches))
    few = likeness.likely_pairs({str(n): sketch for n, sketch in enumerate(sketches)}, [str(n) for n in range(60)])
    assert many == {(min(int(a), int(b)), max(int(a), int(b))) for a, b in few}
    assert len(many) > 20


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("一二三四五六七八", "九一二三四十十十十十", 50),  # 一二三四: four of eight
        ("一二三四五六", "五六一二三四", 66),  # 一二三四: four of six; 五六 is too short a run
        ("一二三四五", "一二三四五" * 9, 100),
        ("一二三", "一二三", 0),
        ("", "一二三四", 0),
    ],
)
def test_what_the_percent_is(one: str, other: str, percent: int) -> None:
    assert likeness.shared_percent(one, other) == likeness.shared_percent(other, one) == percent


def test_two_texts_side_by_side() -> None:
    rows = likeness.side_by_side("甲一。乙二。丙三。\n丁四。", "甲一。乙改。丙三。\n新的。丁四。")
    assert rows == [
        ("甲一。", "甲一。", True),
        ("乙二。", "乙改。", False),
        ("丙三。\n", "丙三。\n", True),
        ("", "新的。", False),
        ("丁四。", "丁四。", True),
    ]
