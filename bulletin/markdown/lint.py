"""Lint Markdown: markup that python-markdown would take too long for, and markup that shows as text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from bulletin.core.problems import Problem
from bulletin.markdown.body import MAX_HEADINGS
from bulletin.markdown.lost_signs import find_lost_signs
from bulletin.markdown.normalize import NormalizedText
from bulletin.markdown.typed_lines import find_typed_lines

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_DEPTH = 20
"""Deepest nesting of lists and quotations."""
MAX_BRACKETS = 50
MAX_FOOTNOTES = 500
"""Most footnotes; twice as many references."""
MAX_PARAGRAPH_MARKS = 1000
"""Most markup characters (asterisks and the like) in a paragraph."""
MAX_MARKS = 10_000
"""Most markup characters in a text."""
MAX_CODE_LINES = 4000
"""Most lines of code."""
MAX_CELLS = 5000
"""Most cells of tables."""
MAX_LINES = 5000
"""Most lines of a text with markup."""
MAX_ADDRESSES = 200
"""Most addresses of links that stand on lines of their own."""
MAX_PER_FILE = 5
"""Most warnings of one kind for a file."""

_CROWDING = ("*", "_", "`", "\\", "~", "<", "  \n", "&", "](")
_COST = 300_000
"""Most characters that may be scanned, in all, for closing brackets."""
_BRACKET = re.compile(r"[\[\]()]|\n\n")
_BLOCK = re.compile(r"(?:[^\n]+\n?)++")
_HEADING = re.compile(r"^(?:#|[=-]+ *$)", re.MULTILINE)
_DEFINITION = re.compile(r"(?:^ {0,3}: [^\n]*+\n?+(?:(?! {0,3}: )[^\n]+\n)?+){21}", re.MULTILINE)
_NOTE = re.compile(r"(?:^ {0,3}(?:(?:[-*+:]|\d{1,9}\.) +|> *)*+|(?<=\]: ))\[\^([^\]\n]*)\]:", re.MULTILINE)
_NOTED = re.compile(r"\[\^([^\]\n]*)\]")
_ADDRESS = re.compile(r"^[ >]*\[[^\[\]\n^][^\[\]\n]*\]:", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?=[\s/>])[^<>\n]*>|<!--")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_UNDERLINED = re.compile(r"\n\n(?![-*+] |\d+\. )([^\n#>|\s][^\n]*)\n(-+|=+) *(?=\n|\Z)")
_TITLE = re.compile(r"\n(#{1,6}) *([^#\n]*[^#\s])[# ]*(?=\n|\Z)")
_NUMBERED = re.compile(r"(\d{1,9})\. +\S")
_BULLET = re.compile(r"[-*+] ")
_SENTENCE = re.compile(r"[。；，;,]$")
_ROW = re.compile(r"\n *([|:-][ :|-]*)$", re.MULTILINE)
_LEFT = re.compile(
    r"\*\*[^*\n]{0,12}|__[^_\s][^_\n]*__|^\|.*\||\]\([^\n]{0,12}|\{[:#.][^\n]{0,12}"
    r"|^＃+.{0,12}|^｜.*｜|｀{3}|^·{3,}$|^!!! .{0,12}",
    re.MULTILINE,
)
_MARKS = re.compile(r"\*\*|__|[|＃｜｀]|\]\(|·{3}|!!!|\{[:#.]")


class LineNumbers:
    """Maps positions in a text to line numbers."""

    def __init__(self, text: str, first: int) -> None:
        """Index a text that begins on line *first* of its file."""
        self._text, self.first = text, first

    @cached_property
    def _ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._text)]

    def at(self, place: int) -> int:
        """Return the line of the file that holds the character at *place*."""
        return self.first + bisect_right(self._ends, place - 1)


def find_costly_markup(reading: NormalizedText, prose: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    """Yield why a text must not be given to python-markdown: it would take minutes, or never end."""
    found = list(_find_costly_marks(reading, prose, path, lines))
    yield from found or _too_many_lines(prose, path, lines)


def _find_costly_marks(reading: NormalizedText, prose: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    first = lines.first
    if reading.depth > MAX_DEPTH:
        yield _too_nested(path, first + reading.deepest, MAX_DEPTH)
    elif prose.count(":") > MAX_DEPTH and (match := _DEFINITION.search(prose)):
        yield _too_nested(path, lines.at(match.start()), MAX_DEPTH)
    if (place := _find_costly_bracket(prose)) >= 0:
        yield _too_nested(path, lines.at(place), MAX_BRACKETS)
    count, limit, place = _count_marks(reading, prose)
    if count > limit:
        values = {"count": str(count), "limit": str(limit)}
        yield Problem(path=path, code="too-many-marks", line=lines.at(place), values=values)
    headings = _HEADING.findall(prose) if sum(map(prose.count, "#=-")) > MAX_HEADINGS else ()
    if len(headings) > MAX_HEADINGS:
        values = {"count": str(len(headings)), "limit": str(MAX_HEADINGS)}
        yield Problem(path=path, code="too-many-headings", line=first, values=values)
    notes = len(_NOTE.findall(prose)) if "[^" in prose else 0
    for count, limit in ((notes, MAX_FOOTNOTES), (prose.count("[^") - notes, 2 * MAX_FOOTNOTES)):
        if count > limit:
            values = {"count": str(count), "limit": str(limit)}
            yield Problem(path=path, code="too-many-footnotes", line=first, values=values)


def _too_many_lines(prose: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    found = _ADDRESS.findall(prose) if "]:" in prose else ()
    for code, count, limit in (
        ("too-many-lines", prose.count("\n"), MAX_LINES),
        ("too-many-addresses", len(found), MAX_ADDRESSES),
    ):
        if count > limit:
            values = {"count": str(count), "limit": str(limit)}
            yield Problem(path=path, code=code, line=lines.first, values=values)


def _too_nested(path: str, line: int, limit: int) -> Problem:
    return Problem(path=path, code="too-nested", line=line, values={"limit": str(limit)})


def _count_marks(reading: NormalizedText, prose: str) -> tuple[int, int, int]:
    """Return the number of markup characters, its limit, and the position of the first."""
    if len(reading.code) > MAX_CODE_LINES:
        return len(reading.code), MAX_CODE_LINES, 0
    if prose.count("|") > MAX_CELLS:
        return prose.count("|"), MAX_CELLS, prose.index("|")
    # Code spans are not prose, but cost as much.
    whole = sum(map(reading.source.count, _CROWDING))
    if not MAX_PARAGRAPH_MARKS < whole <= MAX_MARKS:
        return whole, MAX_MARKS, 0
    blocks = ((sum(map(match[0].count, _CROWDING)), match.start()) for match in _BLOCK.finditer(prose))
    # Of a text that is all code there is no prose.
    count, place = max(blocks, default=(0, 0))
    return count, MAX_PARAGRAPH_MARKS, place


def _find_costly_bracket(prose: str) -> int:
    """Return the position of a bracket whose partner would take too long to find, or -1."""
    opened = prose.count("[") + prose.count("(")
    if opened <= MAX_BRACKETS and opened * len(prose) <= _COST:
        return -1
    square = around = cost = last = 0
    for match in _BRACKET.finditer(prose):
        cost += (square + around) * (match.start() - last)
        last = match.start()
        # A bracket of one kind does not close the other: python-markdown looks for each by itself.
        match match[0]:
            case "[" | "]" as sign:
                square = max(square + (1 if sign == "[" else -1), 0)
            case "(" | ")" as sign:
                around = max(around + (1 if sign == "(" else -1), 0)
            case _:
                square = around = 0
        if square + around > MAX_BRACKETS or cost > _COST:
            return match.start()
    return len(prose) - 1 if cost + (square + around) * (len(prose) - last) > _COST else -1


def lint_markdown(reading: NormalizedText, prose: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    """Yield the problems of a text that can be parsed."""
    for number in reading.unclosed[:MAX_PER_FILE]:
        yield Problem(path=path, code="unclosed-fence", line=lines.first + number)
    for number, words in reading.behind_fences[:MAX_PER_FILE]:
        yield Problem(path=path, code="fence-words", line=lines.first + number, values={"text": words[:20]})
    if ". " in prose:
        yield from find_renumbered_entries(prose, path, lines)
    if "<" in prose:
        yield from _raw_html(prose, path, lines)
    if "[^" in prose:
        yield from _footnotes(prose, path, lines)
    if "\n-" in prose or "\n=" in prose:
        yield from _underlined_paragraphs(prose, path, lines)
    if "|" in prose:
        yield from _overlong_rows(prose, path, lines)


def _raw_html(prose: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    """Report the first HTML tag, which is shown as text; others usually follow."""
    for match in _TAG.finditer(prose):
        if not _BREAK.fullmatch(match[0]):
            yield Problem(path=path, code="raw-html", line=lines.at(match.start()), values={"text": match[0][:40]})
            return


def _footnotes(prose: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    """Report footnotes that are defined twice, never defined, or never referred to."""
    explained: dict[str, int] = {}
    starts = set()
    for match in _NOTE.finditer(prose):
        line = lines.at(match.start(1))
        starts.add(match.start(1))
        if match[1] in explained:
            values = {"name": match[1], "first": str(explained[match[1]])}
            yield Problem(path=path, code="duplicate-footnote", line=line, values=values)
        explained.setdefault(match[1], line)
    asked: dict[str, int] = {}
    for match in _NOTED.finditer(prose):
        # What a footnote says of itself shows nobody where it belongs.
        own = prose[prose.rfind("\n", 0, match.start()) + 1 : match.start()].lstrip(" ").startswith(f"[^{match[1]}]:")
        if match.start(1) not in starts and not own:
            asked.setdefault(match[1], match.start(1))
    unknown = [(name, lines.at(place)) for name, place in asked.items() if name not in explained]
    unused = [(name, line) for name, line in explained.items() if name not in asked]
    for code, found in (("unknown-footnote", unknown), ("unused-footnote", unused)):
        for name, line in found[:MAX_PER_FILE]:
            yield Problem(path=path, code=code, line=line, values={"name": name})


def _underlined_paragraphs(prose: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    """Report paragraphs that a line of ---, meant as a rule, turns into headings."""
    found = 0
    for match in _UNDERLINED.finditer(f"\n\n{prose}"):
        if match[2][0] == "-" or len(match[2]) < 3 or _SENTENCE.search(match[1]):  # noqa: PLR2004 - === is meant
            found += 1
            yield Problem(
                path=path,
                code="rule-or-heading",
                line=lines.at(match.start(2) - 2),
                values={"text": match[1][:20], "mark": match[2][:3]},
            )
        if found == MAX_PER_FILE:
            return


def lint_text(body: str, path: str, first: int, *, has_code: bool = False) -> Iterator[Problem]:
    """Yield the problems of a text, as it is written, that begins on line *first* of its file."""
    yield from find_repeated_headings(body, path, first)
    yield from find_typed_lines(body, path, first, has_code=has_code)
    if not has_code:
        yield from find_lost_signs(body, path, first)


def find_repeated_headings(body: str, path: str, first: int) -> Iterator[Problem]:
    """Report equal headings within one chapter, outside code."""
    if "#" not in body:
        return
    framed = f"\n{body}"
    titles = _TITLE.findall(framed)
    if len(titles) == len(set(titles)) or "```" in body or "~~~" in body or body.count("#") > MAX_HEADINGS:
        return
    seen: dict[int, dict[str, int]] = {}
    for match in _TITLE.finditer(framed):
        level, title = len(match[1]), match[2]
        seen = {depth: titles for depth, titles in seen.items() if depth <= level}
        line = first + framed.count("\n", 0, match.start())
        if (before := seen.setdefault(level, {}).setdefault(title, line)) != line:
            yield Problem(path=path, code="same-heading", line=line, values={"text": title, "first": str(before)})
            return


def find_renumbered_entries(prose: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    """Report the first entry of a list that is shown with another number than is typed; 1. 1. 1. is meant."""
    # By indent: the first number of a list, the last typed, and the last shown.
    open_lists: dict[int, tuple[int, int, int]] = {}
    is_blank, is_open = True, False
    for number, line in enumerate(prose.split("\n")):
        bare = line.lstrip(" ")
        indent, entry = len(line) - len(bare), _NUMBERED.match(bare)
        is_bullet = _BULLET.match(bare) is not None
        is_open = is_open and not (is_blank and bare and not (indent or entry or is_bullet))
        # Within a paragraph only 1. begins a list.
        if entry and not (is_open or is_blank or entry[1] == "1"):
            entry = None
        is_open = is_open or is_bullet or entry is not None
        if entry or (bare and (is_blank or is_bullet)):
            open_lists = {depth: state for depth, state in open_lists.items() if depth < indent + bool(entry)}
        if entry:
            typed = int(entry[1])
            first, last, shown = open_lists.get(indent, (typed, typed, typed - 1))
            open_lists[indent] = first, typed, shown + 1
            if typed != shown + 1 and not typed == last == first == 1:
                values = {"typed": str(typed), "shown": str(shown + 1)}
                yield Problem(path=path, code="list-number", line=lines.first + number, values=values)
                return
        is_blank = not bare


def _overlong_rows(prose: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    """Report cells beyond the columns of a table, which python-markdown drops."""
    found = until = 0
    for match in _ROW.finditer(prose):
        if "|" not in match[1] or "-" not in match[1] or match.start() < until:
            continue
        until = prose.find("\n\n", match.end()) % (len(prose) + 1)
        columns = _cells(match[1])
        if _cells(prose[prose.rfind("\n", 0, match.start()) + 1 : match.start()]) != columns:
            continue
        for number, row in enumerate(prose[match.end() + 1 : until].split("\n"), lines.at(match.end()) + 1):
            if _cells(row) > columns and found < MAX_PER_FILE:
                found += 1
                values = {"count": str(_cells(row)), "columns": str(columns)}
                yield Problem(path=path, code="table-row", line=number, values=values)


def _cells(row: str) -> int:
    return len(row.replace("\\|", "").strip().removeprefix("|").removesuffix("|").split("|"))


def find_leftover_markup(root: Element, source: str, path: str, lines: LineNumbers) -> Iterator[Problem]:
    """Report markup that is left as text in the tree of a text."""
    if not _MARKS.search("\x03".join(root.itertext())):
        return
    seen: set[int] = set()
    positions: dict[str, int] = {}
    for text in _texts(root):
        for match in _LEFT.finditer(text):
            mark = re.split("[\x02\x03]", match[0])[0]
            place = source.find(mark, positions.get(mark, 0))
            positions[mark] = place + 1
            line = lines.at(max(place, 0))
            if line not in seen and len(seen) < MAX_PER_FILE:
                seen.add(line)
                yield Problem(path=path, code="leftover-markup", line=line, values={"text": match[0][:20]})


def _texts(root: Element) -> Iterable[str]:
    """Yield the texts of a tree except code."""
    for element in root.iter():
        if element.text and element.tag not in ("code", "pre"):
            yield element.text
        if element.tail:
            yield element.tail
