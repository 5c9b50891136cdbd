"""Front matter: the nodes of valid texts, with their lines, and the problems of invalid ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.content.decode import split_front_matter
from bulletin.content.flat_nodes import parse_flat
from bulletin.content.front_matter import parse_document
from bulletin.content.nodes import Node, ScalarNode, SequenceNode
from bulletin.content.typing_mistakes import find_typing_mistakes
from bulletin.content.yaml_nodes import parse_mapping


def flat(node: Node) -> str:
    """Return a node as text, each value with its line."""
    if isinstance(node, ScalarNode):
        return f"{node.text}@{node.line}"
    if isinstance(node, SequenceNode):
        return f"[{', '.join(map(flat, node.nodes))}]@{node.line}"
    return f"{{{', '.join(f'{flat(key)}: {flat(value)}' for key, value in node.entries)}}}@{node.line}"


# A file; its nodes; the text below, and its first line.
READ = {
    "---\na: b\n---": ("{a@2: b@2}@2", "", 3),
    "---\na: b\n---\n": ("{a@2: b@2}@2", "", 4),
    "---\na: b\n---\n文": ("{a@2: b@2}@2", "文", 4),
    "---\na: b\n---\n\n\n文\n\n续\n\n": ("{a@2: b@2}@2", "文\n\n续", 6),
    "----\na: b\n----\n文": ("{a@2: b@2}@2", "文", 4),
    "--- \na: b\n---\n文": ("{a@2: b@2}@2", "文", 4),
    "---\na: b\tc\n---\n文": ("{a@2: b\tc@2}@2", "文", 4),
    "---\n# c\n---\n文": ("{}@1", "文", 4),
    "---\n~\n---\n文": ("{}@1", "文", 4),
    "---\n''\n---\n文": ("{}@1", "文", 4),
    "---\n\n---\n文": ("{}@2", "文", 4),
    "---\na: b  # c\n---\n文": ("{a@2: b@2}@2", "文", 4),
    "---\na: b#c\n---\n文": ("{a@2: b#c@2}@2", "文", 4),
    "---\na: 'b' #c\n---\n文": ("{a@2: b@2}@2", "文", 4),
    "---\na: #c\n---\n文": ("{a@2: @2}@2", "文", 4),
    "---\na: [[b]]\n---\n文": ("{a@2: [[b@2]@2]@2}@2", "文", 4),
    "---\na: [{b: c}]\n---\n文": ("{a@2: [{b@2: c@2}@2]@2}@2", "文", 4),
    "---\na: {b: {c: d}}\n---\n文": ("{a@2: {b@2: {c@2: d@2}@2}@2}@2", "文", 4),
    "---\na: '[][][][][][][][][][][][][]'\n---\n文": ("{a@2: [][][][][][][][][][][][][]@2}@2", "文", 4),
    "---\na: '{}{}{}{}{}{}{}{}{}{}{}{}{}'\n---\n文": ("{a@2: {}{}{}{}{}{}{}{}{}{}{}{}{}@2}@2", "文", 4),
    "---\n? a\n: b\n---\n文": ("{a@2: b@3}@2", "文", 5),
    '---\na: "b\\u200bc"\n---\n文': ("{a@2: bc@2}@2", "文", 4),
    "---\na: 'b\\u0007'\n---\n文": ("{a@2: b\\u0007@2}@2", "文", 4),
    '---\na: "~"\n---\n文': ("{a@2: ~@2}@2", "文", 4),
    "---\na: ~\nb: null\nc: Null\nd: NULL\ne: nULL\n---\n文": (
        "{a@2: @2, b@3: @3, c@4: @4, d@5: @5, e@6: nULL@6}@2",
        "文",
        8,
    ),
    "---\na: 'null'\n---\n文": ("{a@2: null@2}@2", "文", 4),
    "---\na: |\n  b\n  c\n---\n文": ("{a@2: b\nc\n@2}@2", "文", 6),
    "---\na: b\n  c\nd: e\n---\n文": ("{a@2: b c@2, d@4: e@4}@2", "文", 6),
    "---\na: \x85b\n---\n文": ("{a@2: b@2}@2", "文", 4),
    "---\na:\u3000b\n---\n文": ("{a@2: b@2}@2", "文", 4),
    "---\na: b\n---\n\na: b\nc\n---\n": ("{a@2: b@2}@2", "a: b\nc\n---", 5),
    "---\na: b\n---\n  \n": ("{a@2: b@2}@2", "", 4),
    "---\na: b\na: c\n---\n文": ("{a@2: b@2, a@3: c@3}@2", "文", 5),
    "---\n\n\na: b\n---\n文": ("{a@4: b@4}@4", "文", 6),
    "---\na:\n- x\n - y\n---\n文": ("{a@2: [x - y@3]@3}@2", "文", 6),
    "---\na: [~, null, no]\n---\n文": ("{a@2: [@2, @2, no@2]@2}@2", "文", 4),
    "---\na: [ b , c,]\n---\n文": ("{a@2: [b@2, c@2]@2}@2", "文", 4),
    "---\na: []\n---\n文": ("{a@2: []@2}@2", "文", 4),
    "---\na: {b: c, d: 0146}\n---\n文": ("{a@2: {b@2: c@2, d@2: 0146@2}@2}@2", "文", 4),
    "---\na: [{b: c},{d: 0146, e: ~} ]\n---\n文": (
        "{a@2: [{b@2: c@2}@2, {d@2: 0146@2, e@2: @2}@2]@2}@2",
        "文",
        4,
    ),
    "---\na: [{b: c}, d]\n---\n文": ("{a@2: [{b@2: c@2}@2, d@2]@2}@2", "文", 4),
    "---\na: x:y#z\n---\n文": ("{a@2: x:y#z@2}@2", "文", 4),
    "---\na: b：c\n---\n文": ("{a@2: b：c@2}@2", "文", 4),
    "---\na:\n---\n文": ("{a@2: @2}@2", "文", 4),
    "---\na:\n  b: c\n---\n文": ("{a@2: {b@3: c@3}@3}@2", "文", 5),
    "---\n# c\n-a: b\nnull: c\n---\n文": ("{-a@3: b@3, @4: c@4}@3", "文", 6),
    "---\n\ndate: 2026-03-05\nno: 0146\nlist:\n  - {a: no}\n---\n文": (
        "{date@3: 2026-03-05@3, no@4: 0146@4, list@5: [{a@6: no@6}@6]@6}@3",
        "文",
        8,
    ),
}

# A file; the code of the problem, its line and values.
REFUSED: dict[str, tuple[str, int, dict[str, str]]] = {
    "---\na: [{[{[{[{[{[{[{\n---\n文": ("too-deep", 2, {}),
    "": ("empty-file", 1, {}),
    "  \n\t\n": ("empty-file", 1, {}),
    "文": ("no-front-matter", 1, {}),
    "---\n": ("unclosed-front-matter", 1, {}),
    "---\na: b\n": ("unclosed-front-matter", 1, {}),
    "---\na：b\n---\n文": ("full-width-colon", 2, {"key": "a"}),
    "---\nc: d\n  - a：b\n---\n文": ("full-width-colon", 3, {"key": "a"}),
    "---\na:\n- ：\n---\n文": ("full-width-colon", 3, {"key": "-"}),
    "---\na:\n  - b ：c\n---\n文": ("full-width-colon", 3, {"key": "b"}),
    "---\na:b\n---\n文": ("no-space", 2, {"key": "a", "value": "b"}),
    "---\na: b\nc:d e \n---\n文": ("no-space", 3, {"key": "c", "value": "d e"}),
    "---\na:：b\n---\n文": ("no-space", 2, {"key": "a", "value": "：b"}),
    "---\nhttp://a\n---\n文": ("yaml-syntax", 1, {"reason": "no keys"}),
    "---\n\ta: b\n---\n文": ("tab", 2, {}),
    "---\na: b\n \t- c\n---\n文": ("tab", 3, {}),
    "---\na: b\n\t\n---\n文": ("yaml-syntax", 3, {"reason": "found a tab character that violates indentation"}),
    "---\na: [b\n---\n文": ("unclosed-bracket", 2, {}),
    "---\nx: y\na: 'b\n---\n文": ("unclosed-quote", 3, {}),
    "---\na: *甲*\n---\n文": ("stars", 2, {}),
    "---\n**甲**: 乙\n---\n文": ("stars", 2, {}),
    "---\n批示:\n- {内容: 好, 推广}\n---\n文": ("comma-in-value", 3, {"key": "内容"}),
    "---\na: b: c\n---\n文": ("colon-in-value", 2, {"key": "a"}),
    "---\n- a\n---\n文": ("yaml-syntax", 1, {"reason": "no keys"}),
    "---\nb\n---\n文": ("no-key", 2, {}),
    "---\na: b #c\n---\n文": ("unquoted-hash", 2, {"reason": "#c"}),
    "---\na: x:y #z\n---\n文": ("unquoted-hash", 2, {"reason": "#z"}),
    "---\na: b  #c d\n---\n文": ("unquoted-hash", 2, {"reason": "#c d"}),
    "---\na: b # c\n---\n文": ("unquoted-hash", 2, {"reason": "# c"}),
    "---\nx: y\na:\n  - b #c\n---\n文": ("unquoted-hash", 4, {"reason": "#c"}),
    "---\na: &x b\n---\n文": ("yaml-feature", 2, {}),
    "---\nx: y\na: *x\n---\n文": ("yaml-feature", 3, {}),
    "---\na: !t b\n---\n文": ("yaml-feature", 2, {}),
    "---\na: [b, !t c]\n---\n文": ("yaml-feature", 2, {}),
    "---\n&x a: b\n---\n文": ("yaml-feature", 2, {}),
    "---\na:\n- [{b: c}]\n---\n文": ("too-deep", 3, {}),
    "---\na: [[[b]]]\n---\n文": ("too-deep", 2, {}),
    "---\na: [{b: [c]}]\n---\n文": ("too-deep", 2, {}),
    "---\na: {b: {c: {d: e}}}\n---\n文": ("too-deep", 2, {}),
    "---\na: [[[[[[[[[[[[\n---\n文": ("unclosed-bracket", 2, {}),
    "---\nx: y\na: [[[[[[[[[[[[[\n---\n文": ("too-deep", 3, {}),
    "---\na: [][][][][][][][][][][][][]\n---\n文": ("yaml-syntax", 2, {"reason": "did not find expected key"}),
    "---\na: {{{{{{{{{{{{{\n---\n文": ("too-deep", 2, {}),
    "---\n[a]: b\n---\n文": ("yaml-syntax", 2, {"reason": "a key has to be a word"}),
    "---\n{a: b}: c\n---\n文": ("yaml-syntax", 2, {"reason": "a key has to be a word"}),
    '---\na: "b\\u0007"\n---\n文': ("control-character", 2, {"reason": "U+0007"}),
    "---\na: b\n...\nc: d\n---\n文": ("yaml-syntax", 4, {"reason": "did not find expected <document start>"}),
    "---\na: b\n--- c\n---\n文": ("yaml-syntax", 1, {"reason": "two documents in one"}),
    "---\na: b\n---\n\na: b\n---\n": ("second-front-matter", 5, {}),
    "---\na: b\n---\n\n---\na: b\n---\n文": ("second-front-matter", 5, {}),
    "---\na: b\n---\n\na:\nb: c\n----": ("second-front-matter", 5, {}),
    "---\na: %b\n---\n文": ("special-sign", 2, {}),
    "---\na: @b\n---\n文": ("special-sign", 2, {}),
}


@pytest.mark.parametrize("text", READ)
def test_front_matter_is_parsed_into_nodes(text: str) -> None:
    document, problems = parse_document(text, "a.md")
    assert problems == []
    assert document is not None
    assert (flat(document.front_matter), document.body, document.body_line) == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_invalid_front_matter_is_reported(text: str) -> None:
    document, (problem,) = parse_document(text, "a.md")
    code, line, values = REFUSED[text]
    assert document is None
    assert (problem.path, problem.code, problem.line) == ("a.md", code, line)
    told = ("key", "value") if code == "too-deep" else ("reason", "key", "value")
    assert {key: value for key, value in problem.values.items() if key in told and value} == values


def test_all_typing_mistakes_are_reported_together() -> None:
    _, problems = parse_document("---\na：b\nc:d\n\te: f\ng: h\n---\n文", "a.md")
    assert [(p.code, p.line) for p in problems] == [("full-width-colon", 2), ("no-space", 3), ("tab", 4)]


KEYS = st.sampled_from(["标题", "unit", "adopted-by", "a_b", "1", "null", "-a", "y", "单位 "])
WORDS = st.text("a中1~no:#-[]{},'\"?&*!|>%@`. \u3000=<：", max_size=12)
TABLES = st.lists(st.tuples(KEYS, WORDS), max_size=3).map(lambda ps: "{" + ", ".join(f"{k}: {v}" for k, v in ps) + "}")
VALUES = st.one_of(
    WORDS,
    WORDS.map("[{}]".format),
    st.lists(WORDS, max_size=3).map(lambda words: f"[{', '.join(words)}]"),
    TABLES,
    st.tuples(st.sampled_from([", ", ",", " ,  "]), st.lists(TABLES, max_size=3)).map(lambda p: f"[{p[0].join(p[1])}]"),
)
LINES = st.one_of(
    st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]}: {pair[1]}"),
    st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]}:{pair[1]}"),
    KEYS.map("{}:".format),
    st.tuples(st.sampled_from(["", " ", "  ", "    "]), VALUES).map(lambda pair: f"{pair[0]}- {pair[1]}"),
    st.sampled_from(["", "  ", "# c", "...", "---"]),
    WORDS,
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6).map("\n".join))
def test_any_front_matter_is_read_or_refused(front: str) -> None:
    document, problems = parse_document(f"---\n{front}\n---\n文", "a.md")
    assert (document is None) == bool(problems)
    assert all(1 <= problem.line <= front.count("\n") + 3 for problem in problems)
    if document is not None:
        assert document.body == "文" or "---" in front


FLAT = [
    "\ntitle: 合章易 “三本账”\nunit: [南湾镇, 组织科]\ndate: 2026-04-02\nexpires:\n",
    "\ntitle: \"甲: 乙 #1\"\n\nauthors: [ \"韩某\" , 罗某,'沈 某' ]\nunit: '组织科'  \nno: 0146\ntopics: []\n",
    "\nunit: 甲\nadopted-by:\n  - {publication: 组工信息, issue: 21, text: \"好, 请\"}\n  - 省\n  - '乙'\nb: null\n",
    "\n# 选填：作者、专题。 # 一: [二\ntitle: 甲\n#\nunit:\n  - 乙\n# 末行\nno: 1\n",
    "\noutcomes: [{title: 通, date: 2026-05-25}, {title: '甲'}]\nunit:\n- 甲\n- \"乙\"\n\nno: 1\n",
]
CHARACTERS = "a中1~no:#-[]{},'\"?&*!|>%@`. \n\n  \t\\/_=<：《\u200b\ufeff\u0301\U0001f600"


@st.composite
def damaged_front_matter(draw: st.DrawFn) -> str:
    """Draw front matter in which lines were moved and characters were put in or taken out."""
    lines = "".join(draw(st.lists(st.sampled_from(FLAT), min_size=1, max_size=2))).split("\n")
    text = "\n".join(["", *draw(st.permutations(lines))] if draw(st.booleans()) else lines)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(1, len(text)))
        text = text[:at] + draw(st.text(CHARACTERS, max_size=2)) + text[at + draw(st.integers(0, 2)) :]
    return text


@pytest.mark.parametrize("front", FLAT)
def test_flat_front_matter_is_parsed_without_yaml(front: str) -> None:
    assert parse_flat(front, 1) == parse_mapping(front, 1)


@settings(max_examples=1000, deadline=None)
@given(damaged_front_matter())
def test_flat_front_matter_has_the_nodes_that_yaml_gives(front: str) -> None:
    mapping = parse_flat(front, 3)
    if mapping is not None:
        assert not list(find_typing_mistakes(front, 3, "a.md"))
        assert mapping == parse_mapping(front, 3)


def test_of_a_file_only_the_first_two_lines_of_dashes_are_boundaries() -> None:
    text = "---\na: b\n---\n文\n---\n"
    span = split_front_matter(text)
    assert span is not None
    assert (text[span.start : span.end], text[span.body :]) == ("\na: b\n", "\n文\n---\n")
    assert split_front_matter(text[1:]) is None
    assert split_front_matter("---\na: b\n") is None
