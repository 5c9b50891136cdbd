"""Markdown to HTML: the one dialect of the archive, python-markdown's, for items, forewords and calls.

What editors write is escaped: raw HTML is shown as it was typed. Rendered HTML carries two marks, noncharacters
that no text may hold: one for the way up to the site's root, one before every id, so that the same HTML can be
placed on any page at any depth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from bulletin import plain
from bulletin.errors import Problem
from bulletin.fields import nearest
from bulletin.links import Kind, Resolver

ROOT = "\ufdd0/"
"""Stands for the way up to the site's root."""
MARK = "\ufdd1"
"""Stands before every id, so that texts can share a page."""

EXTENSIONS = ("tables", "footnotes", "sane_lists", "def_list", "fenced_code", "toc")
"""The dialect, by the names that MkDocs knows; ``mkdocs.yml`` holds the same."""

_HEADING = re.compile(r"(</?h)([2-5])\b")
_HAN = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\u2018-\u201d\u2026\u2014\u3000-\u303f"
_LINE_END = re.compile(rf"(?<=[{_HAN}])\n(?=[{_HAN}])")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_CODE = re.compile(r"`[^`\n]*`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A rendered text: HTML in which every address inside the site begins with ``ROOT``."""

    html: str
    headings: tuple[tuple[int, str, str], ...] = ()
    """Level, anchor and plain text of each heading."""
    links: tuple[str, ...] = ()
    """Addresses below the site's root that the text links to."""
    images: tuple[str, ...] = ()
    """Paths below ``content/`` of the pictures that the text shows or links to."""

    def placed(self, base: str, prefix: str = "", deeper: int = 0) -> str:
        """Return the HTML for a page whose way up to the root is *base*.

        Ids get *prefix*; headings go down by *deeper* levels, to at most the sixth.
        """
        html = self.html.replace(ROOT, base).replace(MARK, prefix)
        if not deeper:
            return html
        return _HEADING.sub(lambda m: f"{m[1]}{min(int(m[2]) + deeper, 6)}", html)


EMPTY = Body(html="")


@dataclass(slots=True)
class _Findings:
    """What one text held, gathered while it is rendered."""

    source: str = ""
    resolver: Resolver = field(default_factory=lambda: Resolver({}, frozenset()))
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """Code, target and the nearest right one."""


class _Addresses(Treeprocessor):
    """Resolves links and pictures, marks ids, and gathers headings, after all else has been done to the tree."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.found = _Findings()

    def run(self, root: Element) -> None:
        """Rewrite the tree of one text."""
        _lower_headings(root)
        anchors = [element.get("id", "") for element in root.iter() if element.get("id")]
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

    def _link(self, element: Element, anchors: list[str]) -> None:
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
            case Kind.ANCHOR:
                self.found.faults.append(("broken-anchor", href, nearest(target.fragment, anchors)))
            case Kind.PAGE:
                self.found.links.append(target.address)
                element.set("href", ROOT + target.address + fragment)
            case Kind.PICTURE:
                self.found.images.append(target.address)
                element.set("href", ROOT + target.address)
            case Kind.BAD_SCHEME:
                self._refuse(element, "href", "link-scheme", href)
            case Kind.NOWHERE:
                self._refuse(element, "href", "broken-link", href)

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
        near = "" if code in ("link-scheme", "remote-image") else self.found.resolver.near(target, self.found.source)
        self.found.faults.append((code, target, near))
        element.attrib.pop(attribute)


def _lower_headings(root: Element) -> None:
    """Leave the first level to the page's title."""
    if any(element.tag == "h1" for element in root.iter()):
        for element in root.iter():
            if re.fullmatch("h[1-5]", element.tag):
                element.tag = f"h{int(element.tag[1]) + 1}"


class _JoinLines(InlineProcessor):
    """A line end between two Han characters is no space."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's signature
        """Return nothing in its place."""
        return "", m.start(0), m.end(0)


class _Dialect(Extension):
    """What we change in python-markdown: no raw HTML, addresses resolved, lines of Han joined."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register the changes."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_JoinLines(_LINE_END.pattern, md), "join_lines", 95)
        # Below 0, where the library un-escapes attributes.
        md.treeprocessors.register(_Addresses(md), "addresses", -10)


class Renderer:
    """Renders texts, one after the other, with one instance of python-markdown."""

    def __init__(self, resolver: Resolver) -> None:
        """Make a renderer whose links are resolved by *resolver*."""
        self._resolver = resolver
        special = {
            "tables": TableExtension(use_align_attribute=True),
            "footnotes": FootnoteExtension(BACKLINK_TITLE="↩ {}"),
            "toc": TocExtension(slugify=slugify_unicode, permalink=False, marker=""),
        }
        self._md = Markdown(extensions=[*(special.get(name, name) for name in EXTENSIONS), _Dialect()])
        self._addresses = next(p for p in self._md.treeprocessors if isinstance(p, _Addresses))

    def render(self, text: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """Return the rendered *text* of the file *source*, and what is wrong with it.

        ``first_line`` is the line of the file on which the text begins.
        """
        if not text.strip():
            return EMPTY, []
        if taken := plain.render(text, MARK, _LINE_END):
            return Body(html=taken[0], headings=tuple(taken[1])), []
        return self.convert(text, source, first_line)

    def convert(self, text: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """Return the same as :meth:`render`, by python-markdown itself."""
        found = self._addresses.found = _Findings(source, self._resolver)
        self._md.reset()
        html = self._md.convert(text)
        body = Body(
            html=html,
            headings=tuple(found.headings),
            links=tuple(dict.fromkeys(found.links)),
            images=tuple(dict.fromkeys(found.images)),
        )
        return body, [*_faults(found, text, first_line), *_raw_html(text, source, first_line)]


def _faults(found: _Findings, text: str, first_line: int) -> list[Problem]:
    """Turn what was found into problems; a target is looked for again to tell its line."""
    problems = []
    positions: dict[str, int] = {}
    for code, target, near in found.faults:
        at = text.find(target, positions.get(target, 0))
        positions[target] = at + 1
        line = text.count("\n", 0, max(at, 0)) + first_line
        values = {"target": target, "nearest": near}
        problems.append(Problem(path=found.source, code=code, line=line, values=values))
    return problems


def _raw_html(text: str, source: str, first_line: int) -> list[Problem]:
    """Tell of the first tag outside code, which readers will see as it was typed."""
    if "<" not in text or "```" in text or "~~~" in text:
        return []
    for number, line in enumerate(text.split("\n"), first_line):
        if not line.startswith("    ") and (match := _TAG.search(_CODE.sub("", line))):
            return [Problem(path=source, code="raw-html", line=number, values={"text": match[0][:40]})]
    return []
