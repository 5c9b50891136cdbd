"""Front matter: which tree is read from it, with which lines, and what is said where there is none."""

from __future__ import annotations

import pytest

from bulletin.content.front_matter import Listing, Node, Scalar, split


def flat(node: Node) -> str:
    """Return a tree as text, each value with its line."""
    if isinstance(node, Scalar):
        return f"{node.text}@{node.line}"
    if isinstance(node, Listing):
        return f"[{', '.join(map(flat, node.nodes))}]@{node.line}"
    return f"{{{', '.join(f'{flat(key)}: {flat(value)}' for key, value in node.entries)}}}@{node.line}"


# A file; its tree; its text, and the line that it begins on.
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
}

# A file; the problem, its line, and what is said of it.
REFUSED: dict[str, tuple[str, int, dict[str, str]]] = {
    "---\na: [{[{[{[{[{[{[{\n---\n文": ("too-deep", 2, {}),
    "": ("empty-file", 1, {}),
    "  \n\t\n": ("empty-file", 1, {}),
    "文": ("no-front-matter", 1, {}),
    "---\n": ("unclosed-front-matter", 1, {}),
    "---\na: b\n": ("unclosed-front-matter", 1, {}),
    "---\na：b\n---\n文": ("full-width-colon", 2, {"key": "a"}),
    "---\nc: d\n  - a：b\n---\n文": ("full-width-colon", 3, {"key": "a"}),
    "---\na:b\n---\n文": ("no-space", 2, {"key": "a", "value": "b"}),
    "---\na: b\nc:d e \n---\n文": ("no-space", 3, {"key": "c", "value": "d e"}),
    "---\na:：b\n---\n文": ("no-space", 2, {"key": "a", "value": "：b"}),
    "---\nhttp://a\n---\n文": ("yaml-syntax", 1, {"reason": "no keys"}),
    "---\n\ta: b\n---\n文": ("tab", 2, {}),
    "---\na: b\n \t- c\n---\n文": ("tab", 3, {}),
    "---\na: b\n\t\n---\n文": ("yaml-syntax", 3, {"reason": "found a tab character that violates indentation"}),
    "---\na: [b\n---\n文": ("yaml-syntax", 3, {"reason": "did not find expected ',' or ']'"}),
    "---\nx: y\na: 'b\n---\n文": ("yaml-syntax", 4, {"reason": "found unexpected end of stream"}),
    "---\na: b: c\n---\n文": ("yaml-syntax", 2, {"reason": "mapping values are not allowed in this context"}),
    "---\n- a\n---\n文": ("yaml-syntax", 1, {"reason": "no keys"}),
    "---\nb\n---\n文": ("yaml-syntax", 1, {"reason": "no keys"}),
    "---\na: b #c\n---\n文": ("unquoted-hash", 2, {"reason": "#c"}),
    "---\na: b  #c d\n---\n文": ("unquoted-hash", 2, {"reason": "#c d"}),
    "---\na: b # c\n---\n文": ("unquoted-hash", 2, {"reason": "# c"}),
    "---\nx: y\na:\n  - b #c\n---\n文": ("unquoted-hash", 4, {"reason": "#c"}),
    "---\na: &x b\n---\n文": ("yaml-feature", 2, {}),
    "---\nx: y\na: *x\n---\n文": ("yaml-feature", 3, {}),
    "---\na: !t b\n---\n文": ("yaml-feature", 2, {}),
    "---\na: [b, !t c]\n---\n文": ("yaml-feature", 2, {}),
    "---\n&x a: b\n---\n文": ("yaml-feature", 2, {}),
    "---\na: [[[b]]]\n---\n文": ("too-deep", 2, {}),
    "---\na: [{b: [c]}]\n---\n文": ("too-deep", 2, {}),
    "---\na: {b: {c: {d: e}}}\n---\n文": ("too-deep", 2, {}),
    "---\na: [[[[[[[[[[[[\n---\n文": ("yaml-syntax", 3, {"reason": "did not find expected node content"}),
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
    "---\na: %b\n---\n文": ("yaml-syntax", 2, {"reason": "found character that cannot start any token"}),
    "---\na: @b\n---\n文": ("yaml-syntax", 2, {"reason": "found character that cannot start any token"}),
}


@pytest.mark.parametrize("text", READ)
def test_front_matter_is_a_tree(text: str) -> None:
    sheet, problems = split(text, "a.md")
    assert problems == []
    assert sheet is not None
    assert (flat(sheet.table), sheet.body, sheet.body_line) == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_none_is_told(text: str) -> None:
    sheet, (problem,) = split(text, "a.md")
    code, line, values = REFUSED[text]
    assert sheet is None
    assert (problem.path, problem.code, problem.line) == ("a.md", code, line)
    assert {
        key: value for key, value in problem.values.items() if key in ("reason", "key", "value") and value
    } == values


def test_every_mistake_of_typing_is_told_at_once() -> None:
    _, problems = split("---\na：b\nc:d\n\te: f\ng: h\n---\n文", "a.md")
    assert [(p.code, p.line) for p in problems] == [("full-width-colon", 2), ("no-space", 3), ("tab", 4)]
