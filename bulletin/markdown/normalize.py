"""Rewrite Markdown as people write it into Markdown that python-markdown parses as intended.

A list may follow its paragraph without a blank line, nested lists and paragraphs of a list may be indented by two
spaces, and a line that Word sets as a paragraph (two ideographic spaces, 一、, （一）) is a paragraph. python-markdown
requires a blank line and four spaces. Line numbers of problems are those of the source: see ``NormalizedText.prose``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from bulletin.markdown.code_spans import Fences, remove_code_spans

HAN = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\u2018-\u201d\u2026\u2014\u3000-\u303f"
"""Characters between which a line end is no space, for a class of a regular expression."""

ENUMERATION = r"[一二三四五六七八九十]{1,3}、|\d{1,2}、|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]"
# Matches a line that may have to be changed; a text without a match is used unchanged.
MAY_NEED_REWRITING = re.compile(
    rf"\n(?:[ \t\u3000>]|```|~~~|: |(?<=[^\n]\n)(?:{ENUMERATION})|(?<=[^\n|]\n)\||(?:[-*+]|\d+\.) +(?:[-*+:] |>|\d+\. )"
    r"|[-*+] [^\n]*\n(?:[^-*+\n]|[-*+][^ \n])|\d+\. [^\n]*\n[^\d\n]|(?![-*+] |\d+\. )[^\n]+\n(?:[-*+] |\d+\. ))"
)
# A cheaper necessary condition: some line begins with other than a word, or follows another line directly.
MAY_NEED_REWRITING_QUICK = re.compile(r"\n(?:[ \t\u3000>`~:*+\d-]|(?<=[^\n]\n)[^\n])")
_ENTRY = re.compile(r"([-*+]|\d{1,9}\.)( +)(\S?)")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_FENCE = re.compile(r"(`{3,}|~{3,}) *(.*)")
_LANGUAGE = re.compile(r"\.?([\w#.+-]*)", re.ASCII)
_LANGUAGES = frozenset(
    (
        *("bash", "bat", "c", "c++", "c#", "cmd", "console", "cpp", "css", "csv", "diff", "go", "html", "ini", "java"),
        *("javascript", "js", "json", "log", "markdown", "md", "mermaid", "none", "php", "plain", "powershell", "ps1"),
        *("py", "python", "sh", "shell", "sql", "svg", "text", "toml", "ts", "txt", "typescript", "vba", "xml", "yaml"),
    )
)
"""What stands behind a fence for programs, and not for readers."""
_OPTION = re.compile(r"(?:hl_lines|linenums|linenostart)=\S+")
_DELIMITERS = re.compile(r" *\|?[ :|-]*-[ :|-]*$")
_WORD = re.compile(rf"\u3000\u3000|{ENUMERATION}")
_NO_PROSE = ("#", ">", "|", "[^", ":")
# A line that begins with one of these may be other than a paragraph.
_MARKS = frozenset(["", *"#>|[:-*+_`~=\\", *(chr(code) for code in range(0x3001) if chr(code).isspace())])
_HEADS = re.compile(r"(?>(?:[-*+]|\d{1,9}\.|:) +|> *)++")
_HEAD = re.compile(r"[-*+>:]|\d+\.")


class NormalizedText(NamedTuple):
    """A source text and the text for python-markdown."""

    source: str
    text: str
    """The normalised text, for python-markdown."""
    code: frozenset[int] = frozenset()
    """Numbers, from 0, of the source lines that are code."""
    unclosed: tuple[int, ...] = ()
    """Numbers of lines that open a block of code which is never closed."""
    behind_fences: tuple[tuple[int, str], ...] = ()
    """Numbers of lines that open a block of code, with the words behind the fence, which are not shown."""
    depth: int = 0
    """The deepest nesting of lists and quotations."""
    deepest: int = 0
    """Number of the line with the deepest nesting."""

    def prose(self) -> str:
        """Return the source without code; line numbers are kept."""
        if not self.code and "`" not in self.source:
            return self.source
        lines = self.source.split("\n")
        return "\n".join("" if n in self.code else remove_code_spans(line) for n, line in enumerate(lines))


def normalize(text: str) -> NormalizedText:
    """Return *text* and its normalised form; only texts that may need it are processed line by line."""
    framed = f"\n{text}"
    suspect = "\t" in text or (MAY_NEED_REWRITING_QUICK.search(framed) and MAY_NEED_REWRITING.search(framed))
    return _Reader(text).normalize() if suspect else NormalizedText(text, text)


def normalized_text(text: str) -> str:
    """Return *text* normalised for python-markdown."""
    return normalize(text).text


@dataclass(slots=True)
class _Level:
    """One open list: the columns of its markers and of its texts."""

    indent: int
    inner: int
    ordered: bool

    @property
    def floor(self) -> int:
        return min(self.inner, self.indent + 2)


class _Reader:
    """Processes the lines once; ``out`` collects the normalised lines."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.lines = text.expandtabs(4).split("\n")
        self.fences = Fences.of(self.lines if "```" in text or "~~~" in text else ())
        self.out: list[str] = []
        self.code: set[int] = set()
        self.unclosed: list[int] = []
        self.behind: list[tuple[int, str]] = []
        self.levels: list[_Level] = []
        self.depth = self.deepest = 0
        self.blank, self.prose, self.coded = True, False, False
        # Whether the next entry needs a blank line before it, and how deep the lines since the last one began.
        self.apart, self.began = False, 0

    def normalize(self) -> NormalizedText:
        number = 0
        while number < len(self.lines):
            number = self._line(number)
        text = "\n".join(self.out)
        told = tuple(self.unclosed), tuple(self.behind)
        return NormalizedText(self.source, text, frozenset(self.code), *told, self.depth, self.deepest)

    def _line(self, number: int) -> int:
        """Write one line, or one block of code, and return the number of the next."""
        line = self.lines[number]
        if self.blank and (begin := line[:1]) not in _MARKS and not begin.isdecimal():
            # The most common case is a paragraph of one line.
            self.levels.clear()
            self._paragraph(line)
            return number + 1
        bare = line.lstrip(" ")
        if not bare.strip():
            self.out.append("")
            self.blank = True
            return number + 1
        indent = len(line) - len(bare)
        entry = None if bare[0] in "-*_" and _RULE.match(line) else _ENTRY.match(bare)
        following = number + 1
        if self.blank:
            self._close(indent)
        if indent >= 4 and self._is_code(indent, entry):  # noqa: PLR2004 - code is indented by four spaces
            self._code(number, line)
        elif bare[0] in "`~" and (fence := _FENCE.match(bare)) and (end := self._fence(number, fence, indent)):
            following = end
        elif entry and self._begins(entry, indent):
            following = self._entry(number, bare, indent, entry)
        elif self.levels:
            self._inside(number, bare, indent)
        else:
            self._outside(number, bare)
        self.blank = False
        return following

    def _close(self, indent: int) -> _Level | None:
        """Close the lists that a line of this indent is no part of; return the outermost of them."""
        closed = None
        while self.levels and indent < self.levels[-1].floor:
            closed = self.levels.pop()
        return closed

    @property
    def _base(self) -> int:
        return self.levels[-1].inner if self.levels else 0

    def _is_code(self, indent: int, entry: re.Match[str] | None) -> bool:
        deeper = indent - self._base
        if entry and self.levels and deeper < 8:  # noqa: PLR2004 - code begins at 4; a list may be indented too far
            return False
        return deeper >= 4 and (self.blank or self.coded)  # noqa: PLR2004

    def _code(self, number: int, line: str) -> None:
        self.code.add(number)
        self._write(line[self._base :])
        self.coded = self.apart = True

    def _write(self, line: str, *, apart: bool = False, deeper: int = 0) -> None:
        """Write a line into the innermost list."""
        if apart and not self.blank:
            self.out.append("")
        if apart or self.blank:
            self.began = len(self.levels)
        self.out.append("    " * (len(self.levels) + deeper) + line)

    def _fence(self, number: int, fence: re.Match[str], indent: int) -> int:
        """Write a block of code between fences and return the number of the line after it; 0 if there is none."""
        if "`" in fence[1] and "`" in fence[2]:
            return 0
        end = self.fences.closing(number, fence[1])
        if not end:
            self.unclosed.append(number)
            return 0
        self._close(indent)
        self._block(number, end, fence, indent)
        return end + 1

    def _block(self, number: int, end: int, fence: re.Match[str], indent: int) -> None:
        self.code.update(range(number, end + 1))
        language = _LANGUAGE.match(fence[2])
        is_known = language and language[1].lower() in _LANGUAGES
        words = fence[2][language.end() if language and is_known else 0 :].strip()
        if words and not all(map(_OPTION.fullmatch, words.split())):
            self.behind.append((number, words))
        inner = [line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in self.lines[number + 1 : end]]
        if self.levels:
            self.out += [] if self.blank else [""]
            for line in inner:
                self._write(line, deeper=1)
            self.out.append("")
        else:
            self.out += [fence[1] + (language[1] if language else ""), *inner, fence[1]]
        self.apart, self.prose, self.coded = True, False, False

    def _begins(self, entry: re.Match[str], indent: int) -> bool:
        """Return whether a line that looks like one is an entry of a list."""
        if self.levels:
            return True
        interrupts = bool(entry[3]) and entry[1] in ("-", "*", "+", "1.")
        return indent < 4 and (self.blank or interrupts or not self.apart)  # noqa: PLR2004

    def _entry(self, number: int, bare: str, indent: int, entry: re.Match[str]) -> int:
        closed = self._close(indent)
        ordered = entry[1] not in ("-", "*", "+")
        other = closed is not None and closed.ordered != ordered
        self._note_depth(number, bare)
        self._write(bare, apart=self.apart or other or len(self.levels) < self.began)
        self.levels.append(_Level(indent, indent + len(entry[1]) + min(len(entry[2]), 4), ordered))
        self.apart = self.prose = self.coded = False
        rest = bare[len(entry[1]) + len(entry[2]) :]
        if (fence := _FENCE.match(rest)) and "`" not in fence[2] and (end := self.fences.closing(number, fence[1])):
            self.out[-1] = self.out[-1][: -len(rest)]
            self._block(number, end, fence, self._base)
            return end + 1
        return number + 1

    def _note_depth(self, number: int, bare: str) -> None:
        heads = _HEADS.match(bare)
        depth = len(self.levels) + len(_HEAD.findall(heads[0])) if heads else 0
        if depth > self.depth:
            self.depth, self.deepest = depth, number

    def _inside(self, number: int, bare: str, indent: int) -> None:
        """Write a line that follows an entry of a list."""
        self._note_depth(number, bare)
        if self.blank:
            self._write(self.lines[number][min(self._base, indent) :])
            self.apart = True
        elif bare.startswith(("#", ">")) or not bare.strip("=- ") or _RULE.match(bare) or self._is_table(number):
            self._close(indent)
            self._write(bare, apart=True)
            self.apart, self.prose = True, False
        else:
            self.out.append(" " + bare if bare.startswith(("```", "~~~")) else bare)
        self.coded = False

    def _outside(self, number: int, bare: str) -> None:
        """Write a line that is in no list."""
        self._note_depth(number, bare)
        line = self.lines[number]
        word = "|" not in line and _WORD.match(line)
        if self.prose and not self.blank and (word or self._is_table(number)):
            self.out.append("")
        self._paragraph(" " + line if line.startswith(("```", "~~~")) else line)
        self.prose = not bare.startswith(_NO_PROSE)

    def _paragraph(self, line: str) -> None:
        self.out.append(line)
        self.prose, self.apart, self.coded, self.blank = True, True, False, False

    def _is_table(self, number: int) -> bool:
        """Return whether a table begins on a line."""
        if not self.lines[number].lstrip(" ").startswith("|") or number + 1 == len(self.lines):
            return False
        return "|" in self.lines[number + 1] and bool(_DELIMITERS.match(self.lines[number + 1]))
