"""Render most texts without python-markdown, which takes ten times as long.

What is rendered here is rendered byte for byte as python-markdown and the sanitiser would; tests compare the two. Any
other text is left to python-markdown, and so is a text that the linter would report something about.
"""

from __future__ import annotations

import re

from bulletin.markdown.body import ID_MARK, MAX_HEADINGS, Body
from bulletin.markdown.fast_path.blocks import BlockWriter, is_covered
from bulletin.markdown.fast_path.inline import InlineWriter, NotCoveredError, PlainWriter, escape
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.lint import LineNumbers, find_costly_markup, find_renumbered_entries, lint_markdown
from bulletin.markdown.normalize import NormalizedText

__all__ = ["render_normalized"]

# ASCII characters without a meaning in Markdown, and those that texts without inline markup contain too.
_KNOWN = b"#*|!{"
_NO_MARKS = bytes({*range(128)} - {*b"`_\\[]<>&~\x02\x03\r\t", *_KNOWN})
_FENCED = re.compile(r"^(`{3,}|~{3,})(?!\.)([\w#.+-]*)\n(.*?)(?<=\n)\1 *$", re.MULTILINE | re.DOTALL)
_POWER = re.compile(r"[0-9A-Za-z)]\*\*[0-9A-Za-z(]")
_BLANK = re.compile(r"(?<=\n) +\n")
_TOP = re.compile(r"\n# ?[^#\n]")
_NOTE = re.compile(r"^\[\^([\w-]+)\]:", re.MULTILINE)
# Attribute lists and admonitions, which the linter reports.
_BLOCK_MARKS = re.compile(r"!!!|\{[:#.]")


def render_normalized(reading: NormalizedText, resolver: LinkResolver, source: str) -> Body | None:
    """Return the text of the file *source* rendered, or None for a text that is not covered.

    A text that is covered has no problems.
    """
    text = reading.text
    marks = reading.source.encode("ascii", "ignore").translate(None, _NO_MARKS)
    is_plain = not marks.strip(_KNOWN) and marks.count(b"#") <= MAX_HEADINGS and " \n" not in reading.source
    if is_plain and not (". " in text and any(find_renumbered_entries(text, source, LineNumbers(text, 1)))):
        try:
            return _render(_bold(text, marks.count(b"*")) if b"*" in marks else text, PlainWriter(), [])
        except NotCoveredError:
            pass
    prose = reading.prose()
    lines = LineNumbers(prose, 1)
    if any(find_costly_markup(reading, prose, source, lines)) or any(lint_markdown(reading, prose, source, lines)):
        return None
    try:
        return _render_marked(text, resolver, source)
    except NotCoveredError:
        return None


def _bold(text: str, asterisks: int) -> str:
    """Return a text that has *asterisks* asterisks with its bold words marked; bold must not cross cells or lines."""
    if _POWER.search(text):
        raise NotCoveredError
    words = text.split("**")
    bold = words[1::2]
    inside = "".join(bold)
    if asterisks > 2 * len(words) - 2 or not len(words) % 2 or not all(words[1:-1]) or "\n" in inside or "|" in inside:
        raise NotCoveredError
    if bold != [word.strip() for word in bold]:
        raise NotCoveredError
    words[1::2] = [f"<strong>{word}</strong>" for word in bold]
    return "".join(words)


def _render_marked(text: str, resolver: LinkResolver, source: str) -> Body:
    if "**" in text and _POWER.search(text):
        raise NotCoveredError
    if "\x02" in text or "\x03" in text or "\t" in text or "\r" in text:
        raise NotCoveredError
    if " \n" in text:
        text = _BLANK.sub("\n", text)
    codes: list[str] = []
    if "```" in text or "~~~" in text:
        text = _FENCED.sub(lambda match: _take_code(match, codes), text)
    return _render(text, InlineWriter(resolver, source, _NOTE.findall(text) if "[^" in text else ()), codes)


def _take_code(match: re.Match[str], codes: list[str]) -> str:
    """Return what stands for a fenced block, and add its HTML to *codes*."""
    language = f' class="language-{match[2]}"' if match[2] else ""
    codes.append(f"<pre><code{language}>{escape(match[3])}</code></pre>")
    return f"\n\x02{len(codes) - 1}\x03\n"


def _render(text: str, inline: PlainWriter, codes: list[str]) -> Body:
    framed = f"\n\n{text}\n\n"
    if _is_reported(text) or not is_covered(framed):
        raise NotCoveredError
    blocks = BlockWriter(inline, codes, int("#" in text and _TOP.search(framed) is not None))
    html = blocks.write(text)
    if inline.referred or blocks.notes:
        html = "\n".join(filter(None, (html, _footnotes(blocks, inline))))
    if inline.anchors and not {anchor for _, anchor, _ in blocks.headings}.issuperset(inline.anchors):
        raise NotCoveredError
    return Body(
        html=html.replace("\xa0", "&nbsp;"),
        headings=tuple(blocks.headings),
        links=tuple(dict.fromkeys(inline.links)),
        images=tuple(dict.fromkeys(inline.images)),
        fragment_links=tuple(dict.fromkeys(inline.fragment_links)),
    )


def _is_reported(text: str) -> bool:
    """Return whether the text may contain markup of other dialects, or with full-width characters."""
    # One character is found several times as fast as three.
    if "＃" in text or "｜" in text or "｀" in text or ("·" in text and "···" in text):
        return True
    return ("!!!" in text or "{" in text) and _BLOCK_MARKS.search(text) is not None


def _footnotes(blocks: BlockWriter, inline: PlainWriter) -> str:
    """Return the HTML of the footnotes, each of which is referred to once."""
    notes = []
    for number, (name, text) in enumerate(blocks.notes.items(), 1):
        back = f'<a class="footnote-backref" href="#{ID_MARK}fnref:{name}" title="↩ {number}">↩</a>'
        notes.append(f'<li id="{ID_MARK}fn:{name}">\n<p>{inline.render(text)}&nbsp;{back}</p>\n</li>\n')
    if sorted(inline.referred) != sorted(blocks.notes):
        raise NotCoveredError
    return f'<div class="footnote">\n<hr>\n<ol>\n{"".join(notes)}</ol>\n</div>'
