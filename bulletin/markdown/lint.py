"""Proof-reading: what python-markdown would choke on, and what readers would see although nobody meant it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from bulletin.core.problems import Problem
from bulletin.markdown.body import HEADINGS
from bulletin.markdown.normalize import Reading

DEEP = 20
"""More lists and quotations than this within each other are an attack, or an accident."""
BRACKETS = 50
FOOTNOTES = 500
"""More footnotes than this, or twice as many places that ask for one, take too long."""
MARKS = 1000
"""More asterisks and the like than this in one paragraph take too long."""
ALL_MARKS = 10_000
"""More of them than this in one text do."""
CODE = 4000
"""More lines of code than this take too long."""
CELLS = 5000
"""More cells of tables than this take too long."""
PER_FILE = 5
"""More warnings of one kind than this about one file help nobody."""

_CROWDING = ("*", "_", "`", "\\", "~", "<", "  \n", "&", "](")
_COST = 300_000
"""How many characters may be walked through, in all, in search of closing brackets."""
_BRACKET = re.compile(r"[\[\]()]|\n\n")
_BLOCK = re.compile(r"(?:[^\n]+\n?)++")
_HEADING = re.compile(r"^(?:#|[=-]+ *$)", re.MULTILINE)
_DEFINITION = re.compile(r"(?:^ {0,3}: [^\n]*+\n?+(?:(?! {0,3}: )[^\n]+\n)?+){21}", re.MULTILINE)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\n]*)\]:", re.MULTILINE)
_NOTED = re.compile(r"\[\^([^\]\n]*)\]")
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?=[\s/>])[^<>\n]*>|<!--")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_UNDERLINED = re.compile(r"\n\n(?![-*+] |\d+\. )([^\n#>|\s][^\n]*)\n(-+|=+) *(?=\n|\Z)")
_TITLE = re.compile(r"\n(#{1,6}) *([^#\n]*[^#\s])[# ]*(?=\n|\Z)")
_SENTENCE = re.compile(r"[。；，;,]$")
_ROW = re.compile(r"\n *([|:-][ :|-]*)$", re.MULTILINE)
_LEFT = re.compile(
    r"\*\*[^*\n]{0,12}|__[^_\s][^_\n]*__|^\|.*\||\]\([^\n]{0,12}|\{[:#.][^\n]{0,12}"
    r"|^＃+.{0,12}|^｜.*｜|｀{3}|^·{3,}$|^!!! .{0,12}",
    re.MULTILINE,
)
_MARKS = re.compile(r"\*\*|__|[|＃｜｀]|\]\(|·{3}|!!!|\{[:#.]")


class Lines:
    """Tells the line of a place in a text."""

    def __init__(self, text: str, first: int) -> None:
        """Take a text that begins on line *first* of its file."""
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._first = first

    def at(self, place: int) -> int:
        """Return the line of the file on which the character *place* stands."""
        return self._first + bisect_right(self._ends, place - 1)


def refusals(reading: Reading, prose: str, path: str, lines: Lines) -> Iterator[Problem]:
    """Yield why a text cannot be given to python-markdown: it would take minutes, or never come back."""
    first = lines.at(0)
    if reading.depth > DEEP:
        yield _nested(path, first + reading.deepest, DEEP)
    elif prose.count(":") > DEEP and (match := _DEFINITION.search(prose)):
        yield _nested(path, lines.at(match.start()), DEEP)
    if (place := _endless(prose)) >= 0:
        yield _nested(path, lines.at(place), BRACKETS)
    count, limit, place = _crowd(reading, prose)
    if count > limit:
        values = {"count": str(count), "limit": str(limit)}
        yield Problem(path=path, code="too-many-marks", line=lines.at(place), values=values)
    headings = _HEADING.findall(prose) if sum(map(prose.count, "#=-")) > HEADINGS else ()
    if len(headings) > HEADINGS:
        values = {"count": str(len(headings)), "limit": str(HEADINGS)}
        yield Problem(path=path, code="too-many-headings", line=first, values=values)
    notes = len(_NOTE.findall(prose)) if "[^" in prose else 0
    for count, limit in ((notes, FOOTNOTES), (prose.count("[^") - notes, 2 * FOOTNOTES)):
        if count > limit:
            values = {"count": str(count), "limit": str(limit)}
            yield Problem(path=path, code="too-many-footnotes", line=first, values=values)


def _nested(path: str, line: int, limit: int) -> Problem:
    return Problem(path=path, code="too-nested", line=line, values={"limit": str(limit)})


def _crowd(reading: Reading, prose: str) -> tuple[int, int, int]:
    """Return how many marks there are, how many there may be, and where the first of them is."""
    if len(reading.code) > CODE:
        return len(reading.code), CODE, 0
    if prose.count("|") > CELLS:
        return prose.count("|"), CELLS, prose.index("|")
    # Words between backticks are no prose, but cost as much.
    whole = sum(map(reading.source.count, _CROWDING))
    if not MARKS < whole <= ALL_MARKS:
        return whole, ALL_MARKS, 0
    count, place = max((sum(map(match[0].count, _CROWDING)), match.start()) for match in _BLOCK.finditer(prose))
    return count, MARKS, place


def _endless(prose: str) -> int:
    """Return the place of a bracket whose partner would be looked for too long, or -1."""
    opened = prose.count("[") + prose.count("(")
    if opened <= BRACKETS and opened * len(prose) <= _COST:
        return -1
    depth = cost = last = 0
    for match in _BRACKET.finditer(prose):
        cost += depth * (match.start() - last)
        last = match.start()
        step = 1 if match[0] in "[(" else -1
        depth = 0 if match[0] == "\n\n" else max(depth + step, 0)
        if depth > BRACKETS or cost > _COST:
            return match.start()
    return len(prose) - 1 if cost + depth * (len(prose) - last) > _COST else -1


def proofs(reading: Reading, prose: str, path: str, lines: Lines) -> Iterator[Problem]:
    """Yield what is wrong with a text as it was written."""
    for number in reading.unclosed[:PER_FILE]:
        yield Problem(path=path, code="unclosed-fence", line=lines.at(0) + number)
    if "<" in prose:
        yield from _raw_html(prose, path, lines)
    if "[^" in prose:
        yield from _footnotes(prose, path, lines)
    if "\n-" in prose or "\n=" in prose:
        yield from _underlined(prose, path, lines)
    if "|" in prose:
        yield from _rows(prose, path, lines)


def _raw_html(prose: str, path: str, lines: Lines) -> Iterator[Problem]:
    """Tell of the first tag, which readers see as it was typed; where there is one there are more."""
    for match in _TAG.finditer(prose):
        if not _BREAK.fullmatch(match[0]):
            yield Problem(path=path, code="raw-html", line=lines.at(match.start()), values={"text": match[0][:40]})
            return


def _footnotes(prose: str, path: str, lines: Lines) -> Iterator[Problem]:
    """Tell of footnotes that are written twice, never, or for nothing."""
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
        if match.start(1) not in starts:
            asked.setdefault(match[1], match.start(1))
    unknown = [(name, lines.at(place)) for name, place in asked.items() if name not in explained]
    unused = [(name, line) for name, line in explained.items() if name not in asked]
    for code, found in (("unknown-footnote", unknown), ("unused-footnote", unused)):
        for name, line in found[:PER_FILE]:
            yield Problem(path=path, code=code, line=line, values={"name": name})


def _underlined(prose: str, path: str, lines: Lines) -> Iterator[Problem]:
    """Tell of paragraphs that a line of ---, meant as a rule, makes headings of."""
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
        if found == PER_FILE:
            return


def repeated_headings(body: str, path: str, first: int) -> Iterator[Problem]:
    """Tell of headings that say the same twice within one chapter; what stands in code is none."""
    if "#" not in body:
        return
    framed = f"\n{body}"
    titles = _TITLE.findall(framed)
    if len(titles) == len(set(titles)) or "```" in body or "~~~" in body or body.count("#") > HEADINGS:
        return
    seen: dict[int, dict[str, int]] = {}
    for match in _TITLE.finditer(framed):
        level, title = len(match[1]), match[2]
        seen = {depth: titles for depth, titles in seen.items() if depth <= level}
        line = first + framed.count("\n", 0, match.start())
        if (before := seen.setdefault(level, {}).setdefault(title, line)) != line:
            yield Problem(path=path, code="same-heading", line=line, values={"text": title, "first": str(before)})
            return


def _rows(prose: str, path: str, lines: Lines) -> Iterator[Problem]:
    """Tell of cells beyond the columns of a table, which would be dropped in silence."""
    found = until = 0
    for match in _ROW.finditer(prose):
        if "|" not in match[1] or "-" not in match[1] or match.start() < until:
            continue
        until = prose.find("\n\n", match.end()) % (len(prose) + 1)
        columns = _cells(match[1])
        if _cells(prose[prose.rfind("\n", 0, match.start()) + 1 : match.start()]) != columns:
            continue
        for number, row in enumerate(prose[match.end() + 1 : until].split("\n"), lines.at(match.end()) + 1):
            if _cells(row) > columns and found < PER_FILE:
                found += 1
                values = {"count": str(_cells(row)), "columns": str(columns)}
                yield Problem(path=path, code="table-row", line=number, values=values)


def _cells(row: str) -> int:
    return len(row.replace("\\|", "").strip().removeprefix("|").removesuffix("|").split("|"))


def leftovers(root: Element, source: str, path: str, lines: Lines) -> Iterator[Problem]:
    """Yield marks of the dialect that still stand in the tree of a text, where they mean nothing to readers."""
    if not _MARKS.search("\x03".join(root.itertext())):
        return
    seen: set[int] = set()
    places: dict[str, int] = {}
    for text in _texts(root):
        for match in _LEFT.finditer(text):
            mark = re.split("[\x02\x03]", match[0])[0]
            place = source.find(mark, places.get(mark, 0))
            places[mark] = place + 1
            line = lines.at(max(place, 0))
            if line not in seen and len(seen) < PER_FILE:
                seen.add(line)
                yield Problem(path=path, code="leftover-markup", line=line, values={"text": match[0][:20]})


def _texts(root: Element) -> Iterable[str]:
    """Yield the texts of a tree that are no code, with the paragraphs that they begin."""
    for element in root.iter():
        if element.text and element.tag not in ("code", "pre"):
            yield element.text
        if element.tail:
            yield element.tail
