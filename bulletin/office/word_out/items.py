"""An item as it is sent up: title, day, text, who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bulletin.core.i18n import Translator
from bulletin.markdown.body import Body
from bulletin.model.archive import Archive
from bulletin.model.formatters import Formatters
from bulletin.model.records import Item
from bulletin.office.blocks import printable_blocks
from bulletin.office.documents import PrintedDocument, metadata
from bulletin.office.nodes import pictures_in, text_nodes


def item_document(archive: Archive, item: Item, text: Body, say: Translator) -> PrintedDocument:
    """Return an item as a document of its own; *text* is rendered."""
    nodes = text_nodes(text.html)
    units = say(", ").join(archive.registry.unit[unit].name for unit in item.units)
    authors = say(", ").join(item.authors)
    byline = say("({units}; {authors})", units=units, authors=authors) if authors else say("({units})", units=units)
    values: Mapping[str, Any] = {
        "kind": "item",
        **metadata(archive.registry.bulletin, say, item.title, item.date),
        "author": units,
        "keywords": list(item.topics),
        "category": archive.registry.category[item.category].name,
        "day": say("({status})", status=Formatters(say).day(item.date)),
        "of": item_blocks(text),
        "signed": [byline, *([say("(Approved by: {name})", name=item.approved_by)] if item.approved_by else [])],
    }
    return PrintedDocument(
        path=item.path, title=item.title, day=item.date, values=values, pictures=tuple(pictures_in(nodes))
    )


def item_blocks(text: Body) -> list[Any]:
    """Return the blocks of a rendered text, with the levels of headings that it has."""
    return _with_levels(printable_blocks(text_nodes(text.html), ""), [level for level, _, _ in text.headings])


def _with_levels(blocks: list[Any], levels: list[int]) -> list[Any]:
    """Return blocks whose headings have the levels that the text gives them, and not only ranks."""
    rest = iter(levels)

    def changed(block: Any) -> Any:  # noqa: ANN401 - a value of JSON
        if isinstance(block, dict) and block["tag"] == "heading":
            return {**block, "level": max(next(rest, 2) - 1, 1)}
        if isinstance(block, dict) and block["tag"] in ("turned", "blockquote", "ul", "ol", "li"):
            return {**block, "of": [changed(one) for one in block["of"]]}
        return block

    return [changed(block) for block in blocks]
