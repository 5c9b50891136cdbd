"""Resolve links and images in python-markdown's element tree, and report the broken ones."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.markdown.body import ID_MARK, ROOT_MARK
from bulletin.markdown.links import LinkKind, LinkResolver, LinkTarget
from bulletin.markdown.lint import LineNumbers, find_leftover_markup

_GUESSES = 5
_WIDE_SIGN = re.compile("[\uff01-\uff5e。]")
_HOST = re.compile(r"www\.[\w-]+\.|[\w-]+(?:\.[\w-]+)*\.(?:gov|com|org|net)\b(?:\.cn)?(?:/|$)", re.ASCII)
_ADDRESSES = ("wide-address", "no-protocol")


@dataclass(slots=True)
class LinkReport:
    """Headings, links, images and problems of one text, collected while it is rendered."""

    resolver: LinkResolver
    source: str = ""
    """Path of the text's file."""
    text: str = ""
    """The text without code."""
    lines: LineNumbers = field(default_factory=lambda: LineNumbers("", 1))
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    fragment_links: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """Code, target and the nearest right one."""
    left: list[Problem] = field(default_factory=list)
    guesses: int = _GUESSES

    def problems(self) -> Iterator[Problem]:
        """Yield the problems; each target is searched for in the text to find its line."""
        positions: dict[str, int] = {}
        for code, target, near in self.faults:
            at = self.text.find(target, positions.get(target, 0))
            positions[target] = at + 1
            values = {"target": target, "nearest": near}
            yield Problem(path=self.source, code=code, line=self.lines.at(max(at, 0)), values=values)
        yield from self.left

    def near(self, target: str, anchors: list[str] | None = None) -> str:
        """Return the nearest valid target of a broken link, or "" after the first few of a text."""
        self.guesses -= 1
        if self.guesses < 0:
            return ""
        return self.resolver.near(target, self.source) if anchors is None else nearest(target, anchors)


class ResolveLinks(Treeprocessor):
    """Resolves links and images, marks ids, and collects headings, after all other tree processors."""

    def __init__(self, md: Markdown, resolver: LinkResolver) -> None:
        """Create the processor for texts whose links are resolved by *resolver*."""
        super().__init__(md)
        self.found = LinkReport(resolver)

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
        element.set("id", ID_MARK + anchor)
        if re.fullmatch("h[1-6]", element.tag):
            title = " ".join("".join(element.itertext()).split())
            self.found.headings.append((int(element.tag[1]), anchor, title))

    def _link(self, element: Element, anchors: dict[str, None]) -> None:
        href = element.get("href", "")
        if href.startswith("\x02"):  # a mail address, which python-markdown has encoded
            return
        target = self.found.resolver.resolve(href, self.found.source)
        fragment = f"#{target.fragment}" if target.fragment else ""
        match target.kind:
            case LinkKind.OUTSIDE:
                element.set("rel", "noreferrer")
            case LinkKind.ANCHOR if target.fragment in anchors or not target.fragment:
                element.set("href", f"#{ID_MARK}{target.fragment}")
            case LinkKind.ANCHOR if element.get("class") == "footnote-backref":
                element.attrib.pop("href")  # the footnote is never referred to
            case LinkKind.ANCHOR:
                self.found.faults.append(("broken-anchor", href, self.found.near(target.fragment, list(anchors))))
            case LinkKind.PAGE:
                self._page(target, href)
                element.set("href", ROOT_MARK + target.address + fragment)
            case LinkKind.IMAGE:
                self.found.images.append(target.address)
                element.set("href", ROOT_MARK + target.address)
            case LinkKind.BAD_SCHEME | LinkKind.NOWHERE:
                is_unknown = target.kind is LinkKind.BAD_SCHEME
                self._refuse(element, "href", "link-scheme" if is_unknown else _code_of_broken(href), href)

    def _page(self, target: LinkTarget, href: str) -> None:
        if target.moved_to:
            here = posixpath.relpath(target.moved_to, posixpath.dirname(self.found.source))
            self.found.faults.append(("moved-link", href, here))
        self.found.links.append(target.address)
        if target.fragment:
            self.found.fragment_links.append((target.address, target.fragment, href))

    def _image(self, element: Element) -> None:
        src = element.get("src", "")
        target = self.found.resolver.resolve(src, self.found.source)
        if target.kind is LinkKind.IMAGE:
            self.found.images.append(target.address)
            element.set("src", ROOT_MARK + target.address)
            element.set("loading", "lazy")
        elif target.kind in (LinkKind.OUTSIDE, LinkKind.BAD_SCHEME):
            self._refuse(element, "src", "remote-image", src)
        else:
            self._refuse(element, "src", "broken-image", src)

    def _refuse(self, element: Element, attribute: str, code: str, target: str) -> None:
        near = _as_address(target) if code in _ADDRESSES else ""
        if not near and code not in ("link-scheme", "remote-image"):
            near = self.found.near(target)
        self.found.faults.append((code, target, near))
        element.attrib.pop(attribute)


def _code_of_broken(href: str) -> str:
    plain = unquote(href)
    if _WIDE_SIGN.search(plain) and _as_address(href).startswith(("http://", "https://")):
        return "wide-address"
    return "no-protocol" if _HOST.match(plain) else "broken-link"


def _as_address(href: str) -> str:
    """Return an address in half-width signs, with the scheme that it lacks."""
    narrow = unicodedata.normalize("NFKC", unquote(href).replace("。", "."))
    return f"http://{narrow}" if _HOST.match(narrow) else narrow


def _lower_headings(root: Element) -> None:
    """Lower all headings by a level where there is one of the first, which is the page's title."""
    if any(element.tag == "h1" for element in root.iter()):
        for element in root.iter():
            if re.fullmatch("h[1-5]", element.tag):
                element.tag = f"h{int(element.tag[1]) + 1}"


class FindLeftoverMarkup(Treeprocessor):
    """Finds markup that was left as text, before lines are joined."""

    def __init__(self, addresses: ResolveLinks) -> None:
        """Create the processor that reports to the same link report as *addresses*."""
        super().__init__(addresses.md)
        self._addresses = addresses

    def run(self, root: Element) -> None:
        """Search the tree of one text."""
        found = self._addresses.found
        found.left.extend(find_leftover_markup(root, found.text, found.source, found.lines))
