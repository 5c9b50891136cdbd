"""The tree of a text's blocks: lists and quotations; all other blocks are HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(slots=True)
class Entry:
    """An entry of a list: a text that is not in a paragraph, and blocks."""

    text: str
    blocks: list[Node] = field(default_factory=list)

    def loosen(self) -> None:
        """Make the text a paragraph, as python-markdown does where a block follows after a blank line."""
        if self.text:
            self.blocks.insert(0, f"<p>{self.text}</p>")
            self.text = ""

    def html(self) -> str:
        """Return the HTML of the entry."""
        if not self.blocks:
            return f"<li>{self.text}</li>"
        return f"<li>{self.text or LINE}{to_html(self.blocks)}\n</li>"


@dataclass(slots=True)
class ListNode:
    """A list; *start* is the attribute of an ordered one that does not begin with 1."""

    tag: str
    start: str
    entries: list[Entry] = field(default_factory=list)

    def html(self) -> str:
        """Return the HTML of the list."""
        entries = "\n".join([entry.html() for entry in self.entries])
        return f"<{self.tag}{self.start}>\n{entries}\n</{self.tag}>"


@dataclass(slots=True)
class Quotation:
    """A quotation."""

    blocks: list[Node] = field(default_factory=list)

    def html(self) -> str:
        """Return the HTML of the quotation."""
        return f"<blockquote>\n{to_html(self.blocks)}\n</blockquote>"


Node: TypeAlias = str | ListNode | Quotation

LINE = "\n"


def to_html(nodes: list[Node]) -> str:
    """Return the HTML of blocks that follow each other."""
    return "\n".join([node if isinstance(node, str) else node.html() for node in nodes])
