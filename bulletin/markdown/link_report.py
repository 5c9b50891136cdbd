"""Where the links and pictures of a text lead, found in python-markdown's tree of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.markdown.body import MARK, ROOT
from bulletin.markdown.links import Kind, Resolver, Target
from bulletin.markdown.lint import Lines, leftovers

_GUESSES = 5


@dataclass(slots=True)
class Findings:
    """What one text held, gathered while it is rendered."""

    resolver: Resolver
    source: str = ""
    """Path of the text's file."""
    text: str = ""
    """The text, with nothing in place of code."""
    lines: Lines = field(default_factory=lambda: Lines("", 1))
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    places: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """Code, target and the nearest right one."""
    left: list[Problem] = field(default_factory=list)
    guesses: int = _GUESSES

    def problems(self) -> Iterator[Problem]:
        """Yield what was found to be wrong; a target is looked for again to tell its line."""
        positions: dict[str, int] = {}
        for code, target, near in self.faults:
            at = self.text.find(target, positions.get(target, 0))
            positions[target] = at + 1
            values = {"target": target, "nearest": near}
            yield Problem(path=self.source, code=code, line=self.lines.at(max(at, 0)), values=values)
        yield from self.left

    def near(self, target: str, anchors: list[str] | None = None) -> str:
        """Return what a broken link may have meant; a text full of them is not worth the search."""
        self.guesses -= 1
        if self.guesses < 0:
            return ""
        return self.resolver.near(target, self.source) if anchors is None else nearest(target, anchors)


class Addresses(Treeprocessor):
    """Resolves links and pictures, marks ids, and gathers headings, after all else has been done to the tree."""

    def __init__(self, md: Markdown, resolver: Resolver) -> None:
        """Make the step for texts whose links are resolved by *resolver*."""
        super().__init__(md)
        self.found = Findings(resolver)

    def run(self, root: Element) -> None:
        """Rewrite the tree of one text."""
        _lower_headings(root)
        anchors = {element.get("id", ""): None for element in root.iter() if element.get("id")}
        for element in root.iter():
            if element.get("id"):
                self._mark(element)
            if element.tag == "a" and element.get("href") is not None:
                self._link(element, anchors)
            elif element.tag == "img":
                self._image(element)

    def _mark(self, element: Element) -> None:
        anchor = element.get("id", "")
        element.set("id", MARK + anchor)
        if re.fullmatch("h[1-6]", element.tag):
            title = " ".join("".join(element.itertext()).split())
            self.found.headings.append((int(element.tag[1]), anchor, title))

    def _link(self, element: Element, anchors: dict[str, None]) -> None:
        href = element.get("href", "")
        if href.startswith("\x02"):  # a mail address, which python-markdown has disguised
            return
        target = self.found.resolver.resolve(href, self.found.source)
        fragment = f"#{target.fragment}" if target.fragment else ""
        match target.kind:
            case Kind.OUTSIDE:
                element.set("rel", "noreferrer")
            case Kind.ANCHOR if target.fragment in anchors or not target.fragment:
                element.set("href", f"#{MARK}{target.fragment}")
            case Kind.ANCHOR if element.get("class") == "footnote-backref":
                element.attrib.pop("href")  # nothing asks for the footnote: it has no way back
            case Kind.ANCHOR:
                self.found.faults.append(("broken-anchor", href, self.found.near(target.fragment, list(anchors))))
            case Kind.PAGE:
                self._page(target, href)
                element.set("href", ROOT + target.address + fragment)
            case Kind.PICTURE:
                self.found.images.append(target.address)
                element.set("href", ROOT + target.address)
            case Kind.BAD_SCHEME:
                self._refuse(element, "href", "link-scheme", href)
            case Kind.NOWHERE:
                self._refuse(element, "href", "broken-link", href)

    def _page(self, target: Target, href: str) -> None:
        self.found.links.append(target.address)
        if target.fragment:
            self.found.places.append((target.address, target.fragment, href))

    def _image(self, element: Element) -> None:
        src = element.get("src", "")
        target = self.found.resolver.resolve(src, self.found.source)
        if target.kind is Kind.PICTURE:
            self.found.images.append(target.address)
            element.set("src", ROOT + target.address)
            element.set("loading", "lazy")
        elif target.kind in (Kind.OUTSIDE, Kind.BAD_SCHEME):
            self._refuse(element, "src", "remote-image", src)
        else:
            self._refuse(element, "src", "broken-image", src)

    def _refuse(self, element: Element, attribute: str, code: str, target: str) -> None:
        near = "" if code in ("link-scheme", "remote-image") else self.found.near(target)
        self.found.faults.append((code, target, near))
        element.attrib.pop(attribute)


def _lower_headings(root: Element) -> None:
    """Leave the first level to the page's title."""
    if any(element.tag == "h1" for element in root.iter()):
        for element in root.iter():
            if re.fullmatch("h[1-5]", element.tag):
                element.tag = f"h{int(element.tag[1]) + 1}"


class Leftovers(Treeprocessor):
    """Finds marks of the dialect that were left in the text, before lines are joined."""

    def __init__(self, addresses: Addresses) -> None:
        """Make the step that tells what it finds where *addresses* does."""
        super().__init__(addresses.md)
        self._addresses = addresses

    def run(self, root: Element) -> None:
        """Look through the tree of one text."""
        found = self._addresses.found
        found.left.extend(leftovers(root, found.text, found.source, found.lines))
