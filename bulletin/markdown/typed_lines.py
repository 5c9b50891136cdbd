"""Lines as people type them who know Word: where Markdown makes something else of them, and what they should be.

A text that went through Notepad has no blank lines between paragraphs; a row of Excel has tabs; a paragraph is indented
by hand. Each rule finds such places and mends them, for a warning and for ``check --fix``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bulletin.core.problems import Problem

MAX_PER_FILE = 5
"""Most warnings of one kind for a file."""

_SENTENCE_END = re.compile(r"[。！？；：…][”’」』）)】]*\s*\Z")
_TYPED_NUMBER = re.compile(
    r"[ \u3000]*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]"
    r"|\d{1,2}(?:[、．)）]|\.(?![ \d]))|[①-⑳]|[·•●○◆■▪◇□](?![·•])|第[一二三四五六七八九十]{1,3}[条章节])\s*\S"
)
_STRUCTURE = re.compile(
    r" {0,3}(?:[-*+] |\d{1,3}\. |>|#{1,6} |\||:|\[\^[^\]]+\]:|```|~~~|(?:[-*_=] ?){3,}\s*\Z)| {4}|\t"
)
_LAZY = re.compile(r"(?!(?:[-*_] ?){3,}\Z) *(?:(?:[-*+]|\d{1,3}\.) |> ?)\S")
"""Entries of lists and quotations: a line below them without a blank one goes on with them."""
_NO_END = re.compile(r"[，、；：,;:（(“《—-]\s*\Z")
_LONGEST_HEADING = 20
_LEAST_HAN = 12
_LONGER = 8
"""So much longer than the line above is no line that was wrapped."""
_HARD_BREAK = re.compile(r"(?:  |\\|<br ?/?>)\Z", re.IGNORECASE)
_TOPIC = re.compile(r"( {0,3})(#[^#\s][^#\n]{0,30}#)")
_WIDE_LINK = re.compile(
    r"！\[(?P<shown>[^\[\]\n]{0,100})\][（(](?P<to>[^（(）)\s]{1,200})[)）]"
    r"|\[(?P<text>[^\[\]\n]{1,100})\]（(?P<target>"
    r"https?://[^（）\s]{1,200}|[^（）\s]{1,100}\.(?:md|png|jpe?g|webp|docx?|pdf))）"
)
_SHIFTED = frozenset({"indented-paragraph", "text-below-table"})
"""The codes of lines that lose the spaces before them."""
_INNER_TAB = re.compile(r"(?<=\S)[ \t]*\t[ \t]*(?=\S)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENTRY = re.compile(r" *(?:(?:[-*+]|\d{1,9}\.) |\[\^[^\]\s]{1,40}\]:)")
"""The beginning of what may go on in indented lines: an entry of a list, a footnote."""


class Found(NamedTuple):
    """A place that shows otherwise than it was typed: the number of its line from 0, the code, and words of it."""

    line: int
    code: str
    text: str


def find_typed_lines(body: str, path: str, first: int, *, has_code: bool = False) -> Iterator[Problem]:
    """Yield a warning for each place of a text, which begins on line *first*, that shows otherwise than it was typed.

    Indented lines of a text that *has_code* are meant as code.
    """
    if not _may_hold_any(body):
        return
    counts: dict[str, int] = {}
    for found in _places(body.split("\n")):
        if has_code and found.code == "indented-paragraph":
            continue
        counts[found.code] = counts.get(found.code, 0) + 1
        if counts[found.code] <= MAX_PER_FILE:
            values = {"text": found.text.strip()[:20]}
            yield Problem(path=path, code=found.code, line=first + found.line, values=values)


def mend_typed_lines(body: str) -> str:
    """Return a text in which all that :func:`find_typed_lines` finds is as it was meant."""
    if not _may_hold_any(body):
        return body
    lines = body.split("\n")
    places: dict[int, set[str]] = {}
    for found in _places(lines):
        places.setdefault(found.line, set()).add(found.code)
    mended: list[str] = []
    for number, line in enumerate(lines):
        mended += _mended(line, places.get(number, set()), mended)
    return "\n".join(mended)


def _may_hold_any(body: str) -> bool:
    """Whether lines follow each other without a blank one between them, or hold a sign that a rule looks for."""
    pairs, ends = body.count("\n\n"), body.count("\n")
    signs = ("\t", "\n    ", "#", "]（", "！[")
    return ends != 2 * pairs or body.startswith("    ") or any(sign in body for sign in signs)


def _places(lines: list[str]) -> Iterator[Found]:
    """Yield what is found outside code, line by line."""
    fence = before = ""
    in_list = in_table = False
    rows = _rows_of_tabs(lines)
    for number, line in enumerate(lines):
        bare = line.strip()
        if fence or bare.startswith(("```", "~~~")):
            fence = _fence_after(fence, bare)
            before = ""
            continue
        if not bare:
            before, in_table = "", False
            continue
        is_row = in_table or number in rows
        codes = _codes(line, bare, before, in_list=in_list, in_table=in_table, is_row=is_row)
        yield from (Found(number, code, line) for code in codes)
        in_table = bare[0] == "|" or (_is_row(bare) and is_row)
        in_list = _ENTRY.match(line) is not None or (in_list and line[0] in " \t")
        before = bare if not {"joined-lines", *_SHIFTED}.isdisjoint(codes) else line


def _rows_of_tabs(lines: list[str]) -> set[int]:
    """Return the numbers of lines that follow each other with tabs, two of them with as many."""
    found: set[int] = set()
    run: list[int] = []
    for number, line in enumerate([*lines, ""]):
        if "\t" in line.strip():
            run.append(number)
            continue
        counts = [lines[at].count("\t") for at in run]
        if any(count == following for count, following in pairwise(counts)):
            found.update(run)
        run = []
    return found


def _fence_after(fence: str, bare: str) -> str:
    sign = bare[:3]
    return sign if not fence else "" if sign == fence else fence


def _is_row(bare: str) -> bool:
    return "|" in bare or "\t" in bare


def _codes(line: str, bare: str, before: str, *, in_list: bool, in_table: bool, is_row: bool) -> list[str]:
    """Return the codes of what is wrong with a line that is not blank, below the line *before* it, blank or not."""
    codes = []
    if in_table and before and not _is_row(bare):
        codes.append("text-below-table")
    elif before and not in_table and not (in_list and line[0] in " \t") and _ends_before(line, before):
        codes.append("joined-lines")
    if "\t" in bare and not in_list and bare[0] != "|":
        codes.append("table-of-tabs" if is_row else "lone-tab")
    is_apart = not (in_list or before or "table-of-tabs" in codes)
    if is_apart and line.startswith(("    ", "\t")) and _HAN.search(bare):
        codes.append("indented-paragraph")
    if bare[0] == "#" and _TOPIC.match(line):
        codes.append("topic-signs")
    if "[" in bare and _WIDE_LINK.search(bare):
        codes.append("wide-link")
    return codes


def _ends_before(line: str, before: str) -> bool:
    """Whether a line is meant as a paragraph of its own: by how it begins, or by how the one before ends."""
    if _STRUCTURE.match(line.lstrip(" \t") if _HAN.search(line) else line) or _HARD_BREAK.search(before):
        return False
    if _STRUCTURE.match(before) and not _LAZY.match(before):
        return False
    if _SENTENCE_END.search(before) or _TYPED_NUMBER.match(line):
        return True
    return not _NO_END.search(before) and (_is_heading(before) or _is_longer(line, before))


def _is_heading(line: str) -> bool:
    """Whether a line without an end is short and begins with a typed number: 一、主要做法."""
    return len(line.strip()) <= _LONGEST_HEADING and _TYPED_NUMBER.match(line) is not None


def _is_longer(line: str, before: str) -> bool:
    """Whether a line is so much longer than the one before that this one was not wrapped where it is full."""
    if len(line) < len(before) + _LONGER or not _HAN.match(line.lstrip(" \t\u3000“《")):
        return False
    return not _LAZY.match(before) and len(_HAN.findall(before)) >= _LEAST_HAN


def _mended(line: str, codes: set[str], above: list[str]) -> list[str]:
    """Return what takes the place of a line, below the lines that are mended already."""
    if "wide-link" in codes:
        line = _WIDE_LINK.sub(_half_width, line)
    if "topic-signs" in codes:
        line = _TOPIC.sub(r"\1\\\2", line)
    if codes & _SHIFTED:
        line = line.lstrip(" \t")
    if "lone-tab" in codes:
        line = _INNER_TAB.sub(" ", line)
    if "joined-lines" in codes and line.startswith(("    ", "\t")):
        line = line.lstrip(" \t")
    if "table-of-tabs" in codes:
        return _row(line, above)
    if codes & {"joined-lines", "text-below-table"}:
        return ["", line]
    return [line]


def _half_width(match: re.Match[str]) -> str:
    if match["to"]:
        return f"![{match['shown']}]({match['to']})"
    return f"[{match['text']}]({match['target']})"


def _row(line: str, above: list[str]) -> list[str]:
    """Return a row of a table; the first has the line of hyphens below it."""
    cells = [cell.strip().replace("|", "\\|") for cell in line.strip().split("\t")]
    row = f"| {' | '.join(cells)} |"
    if above and above[-1].startswith("|"):
        return [row]
    rule = f"|{'---|' * len(cells)}"
    return ["", row, rule] if above and above[-1].strip() else [row, rule]
