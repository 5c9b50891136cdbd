"""Inline markup: bold, emphasis, code, links, images, footnote references, line breaks, and characters to escape."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape as escape_html

from bulletin.markdown.body import ID_MARK, ROOT_MARK
from bulletin.markdown.links import LinkKind, LinkResolver, LinkTarget
from bulletin.markdown.normalize import HAN


class NotCoveredError(Exception):
    """The text contains markup that the fast path does not render."""


# Each special character of a text has to be part of one of these; whatever is left matches the last alternatives, and
# the text is not covered. python-markdown searches a text for one kind of markup after another, code first. Markup for
# which that could make a difference has no alternative here: markup that crosses other markup, brackets in brackets.
# All alternatives begin with a literal character, for which the regular expression engine searches much faster.
_TOKEN = re.compile(
    r"""
      \*\*(?P<strong>(?![\s*])[^*\n]+(?<!\s))\*\*(?!\*)
    | \*(?<![0-9A-Za-z)]\*)(?P<em>(?![\s*])[^*\n]+(?<!\s))\*(?!\*)
    | `(?P<code>[^`\n]+)`(?!`)
    | !\[(?P<alt>[^\[\]`\\<>&"\n]*)\]\((?P<src>[^\s()<>\[\]"'\\`&;]+)\)
    | \[\^(?P<note>[\w-]+)\](?![:(\[])
    | \[(?<!!\[)(?P<label>(?![\s^])[^\[\]\n]+(?<!\s))\]\((?P<href>[^\s()<>\[\]"'\\`;]+)\)
    | \[(?!\^)(?P<open>) | \](?![:(])(?P<close>) | _(?<=[^\W_]_)(?P<bar>)
    | <(?P<tag>[bB][rR]\ ?/?>)(?!\s) | \ \ \n(?P<spaces>)
    | <(?P<url>https?://[^\s()<>\[\]"'\\`;*]+)>
    | <(?![A-Za-z!/?]|[^<>\ ]*@)(?P<less>) | >(?P<more>) | &(?!\#?[a-zA-Z0-9]+;)(?P<amp>)
    | ` | \* | _ | \[ | \] | < | & | \\ | \x02 | \x03
    """,
    re.VERBOSE,
)
# Hosts that every parser of addresses accepts; the sanitiser removes addresses that it cannot parse.
_WEB = re.compile(r"https?://(?:(?!xn--)[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:[/?#][!-~]*)?")
_TAG = r"</?(?:strong|em|a)\b[^>]*>|<sup [^>]*><a [^>]*>[0-9]+</a></sup>"
_TAGS_BEFORE, _TAGS_AFTER = re.compile(rf"(?:{_TAG})*"), re.compile(rf"(?:{_TAG})+\Z")
# Compiled on first use: that takes longer than rendering a text, and few paragraphs have several lines.
_HAN = f"[{HAN}]"
_QUOTED = frozenset('<>&"')


class PlainWriter:
    """Renders texts without inline markup, but for tags that are there already."""

    def __init__(self) -> None:
        """Create a writer."""
        self.referred: list[str] = []
        """Footnotes that are referred to."""
        self.links: list[str] = []
        self.images: list[str] = []
        self.fragment_links: list[tuple[str, str, str]] = []
        self.anchors: list[str] = []
        """Fragments of links within the text."""

    def render(self, text: str) -> str:
        """Return the HTML of one paragraph, cell or entry."""
        return _join_lines(text) if "\n" in text else text


class InlineWriter(PlainWriter):
    """Renders the inline markup of one text, and collects where its links lead."""

    def __init__(self, resolver: LinkResolver, source: str, notes: Iterable[str]) -> None:
        """Create a writer for a text of the file *source*; *notes* are the names of its footnotes."""
        super().__init__()
        self._resolver, self._source = resolver, source
        self._notes = {name: number for number, name in enumerate(notes, 1)}

    def render(self, text: str) -> str:
        """Return the HTML of one paragraph, cell or entry."""
        return super().render(_TOKEN.sub(self._token, text))

    def _token(self, match: re.Match[str]) -> str:
        kind, html = match.lastgroup or "", ""
        text = match[kind] if kind else ""
        match kind:
            case "strong" | "em":
                html = f"<{kind}>{_TOKEN.sub(self._token, text)}</{kind}>"
            case "code" if code := text.strip():
                html = f"<code>{escape(code)}</code>"
            case "href":
                html = f"<a {self._link(text)}>{self._label(match['label'])}</a>"
            case "src":
                html = f'<img alt="{match["alt"]}" loading="lazy" {self._image(text)}>'
            case "note" if text in self._notes:
                self.referred.append(text)
                link = f'<a class="footnote-ref" href="#{ID_MARK}fn:{text}">{self._notes[text]}</a>'
                html = f'<sup id="{ID_MARK}fnref:{text}">{link}</sup>'
            case "url" if _WEB.fullmatch(text) and "__" not in text:
                html = f'<a href="{escape(text)}" rel="noreferrer">{escape(text)}</a>'
            case "open" | "close" | "bar" | "less" | "more" | "amp":
                html = escape(match[0])
            case "tag" | "spaces":
                html = "<br>\n"
        if not html:
            raise NotCoveredError
        return html

    def _label(self, text: str) -> str:
        label = _TOKEN.sub(self._token, text)
        if "<a " in label:
            raise NotCoveredError
        return label

    def _resolve(self, href: str) -> LinkTarget:
        target = self._resolver.resolve(href, self._source)
        if not _QUOTED.isdisjoint(target.address + target.fragment):
            raise NotCoveredError
        return target

    def _image(self, src: str) -> str:
        """Return the attribute of an image that is shown."""
        target = self._resolve(src)
        if target.kind is not LinkKind.IMAGE:
            raise NotCoveredError
        self.images.append(target.address)
        return f'src="{ROOT_MARK}{target.address}"'

    def _link(self, href: str) -> str:
        """Return the attributes of a link."""
        if _WEB.fullmatch(href):
            return f'href="{escape(href)}" rel="noreferrer"'
        target = self._resolve(href)
        fragment = f"#{target.fragment}" if target.fragment else ""
        match target.kind:
            case LinkKind.ANCHOR:
                self.anchors.append(target.fragment)
                return f'href="#{ID_MARK}{target.fragment}"'
            case LinkKind.PAGE if not target.moved_to:
                self.links.append(target.address)
                if fragment:
                    self.fragment_links.append((target.address, target.fragment, href))
                return f'href="{ROOT_MARK}{target.address}{fragment}"'
            case LinkKind.IMAGE:
                self.images.append(target.address)
                return f'href="{ROOT_MARK}{target.address}"'
        raise NotCoveredError


def escape(text: str) -> str:
    """Return *text* as HTML."""
    return escape_html(text, quote=False)


def _join_lines(html: str) -> str:
    """Return the HTML of a paragraph with lines joined without a space between two Han characters."""
    first, *lines = html.split("\n")
    joined = [first]
    for line in lines:
        head = _TAGS_BEFORE.match(line)
        at = head.end() if head else 0
        before = joined[-1].rstrip(" ")
        last = _TAGS_AFTER.sub("", before) if before[-1:] == ">" else before
        if re.match(_HAN, last[-1:]) and re.match(_HAN, line[at : at + 1]):
            joined[-1] = before + line
        else:
            joined.append(line)
    return "\n".join(joined)
