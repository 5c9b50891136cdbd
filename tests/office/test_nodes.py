from __future__ import annotations

from bulletin.markdown.links import LinkResolver
from bulletin.markdown.renderer import Renderer
from bulletin.office.nodes import Element, Node, pictures_in, plain_text, text_nodes, walk

RENDERER = Renderer(LinkResolver({"content/items/2026/b.md": "items/2026/b/"}, frozenset({"content/items/2026/p.png"})))


def nodes_of(text: str) -> tuple[Node, ...]:
    """Return the nodes of a text as the archive's own dialect renders it."""
    body, problems = RENDERER.convert(text, "content/items/2026/a.md")
    assert not problems
    return text_nodes(body.html)


def test_paragraphs_without_spaces_that_are_not_shown() -> None:
    assert nodes_of("甲  乙\n丙 **丁** 戊\n\nend of\nline") == (
        Element("p", ("甲 乙丙 ", Element("strong", ("丁",)), " 戊")),
        Element("p", ("end of line",)),
    )


def test_a_footnote_stands_where_it_is_referred_to_first() -> None:
    notes = [
        node for node in walk(nodes_of("一[^a]。\n\n二[^a]。\n\n[^a]: 注 **粗**。\n")) if isinstance(node, Element)
    ]
    note, again = (node for node in notes if node.tag.startswith("note"))
    assert (note.tag, again.tag) == ("note", "noteref")
    assert note.attributes == again.attributes
    assert note.of == (Element("p", ("注 ", Element("strong", ("粗",)), "。")),)


def test_headings_go_down_by_one_level_at_a_time() -> None:
    tags = [
        node.tag
        for node in nodes_of("### 一\n\n##### （一）\n\n文\n\n## 二\n\n#### （一）\n")
        if isinstance(node, Element)
    ]
    assert tags == ["h1", "h2", "p", "h1", "h2"]


def test_links_within_the_site_are_their_text() -> None:
    (paragraph,) = nodes_of("见[另一篇](b.md)和[外面](https://example.com/x)。")
    assert paragraph == Element(
        "p", ("见", "另一篇", "和", Element("a", ("外面",), {"href": "https://example.com/x"}), "。")
    )


def test_pictures_are_named_below_content() -> None:
    nodes = nodes_of("文 ![说明](p.png)\n")
    assert pictures_in(nodes) == ("items/2026/p.png",)
    assert "说明" not in plain_text(nodes)


def test_code_keeps_its_spaces() -> None:
    (block,) = nodes_of("```\na  b\n    c\n```\n")
    assert plain_text([block]) == "a  b\n    c\n"
