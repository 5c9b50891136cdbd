"""What is printed as the body of a Word file: items, issues, circulars, booklets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bulletin.office.tables import UPRIGHT, text_width
from bulletin.office.word_out.style_sheet import RED
from bulletin.office.word_out.text import WordText
from bulletin.office.word_out.xml import bookmark, field, paragraph, text_run

_NEW_PAGE = "<w:pageBreakBefore/>"
_LARGEST, _SMALLEST = 48, 26
_POINT = 25.4 / 72
Values = Mapping[str, Any]

_RED_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="{RED}"/></w:pBdr>'
_NEXT_ANNEX = '<w:ind w:left="1600" w:firstLineChars="0" w:firstLine="0"/>'
_FIRST_ANNEX = '<w:spacing w:before="560"/><w:ind w:left="1600" w:firstLineChars="0" w:hanging="960"/>'
"""The titles of annexes stand below each other, after two characters and 附件：."""
_FREE_LINES = '<w:spacing w:before="1120"/>'


class Body:
    """Writes the body of one document."""

    def __init__(self, text: WordText) -> None:
        """Take what writes the texts."""
        self._text = text
        self._marks = 0

    def write(self, values: Values) -> str:
        """Return the paragraphs and tables of a document."""
        kinds: Mapping[str, Callable[[Values], str]] = {
            "item": self._item,
            "issue": self._issue,
            "notice": self._notice,
            "booklet": self._booklet,
        }
        return kinds[values["kind"]](values)

    def _item(self, values: Values) -> str:
        lines = paragraph("Title", text_run(values["title"])) + _line("DateLine", values["day"])
        return lines + self._text.blocks(values["of"]) + "".join(_line("Byline", line) for line in values["signed"])

    def _issue(self, values: Values) -> str:
        head = values["masthead"]
        made = _line("Marking", head["marking"]) + _name(head["name"]) + _line("IssueNumber", head["number"])
        made += paragraph("MastheadLine", text_run(head["unit"]) + "<w:r><w:tab/></w:r>" + text_run(head["day"]))
        made += _line("IssueNumber", head["title"])
        entries = [(entry, f"item{number}") for number, entry in enumerate(values["entries"], 1)]
        if values["contents"]:
            made += self._contents(values["contents"], [(one["title"], name) for one, name in entries if one["title"]])
        if note := values["note"]:
            made += self._note(note["label"], note["of"])
        made += "".join(self._entry(entry, name) for entry, name in entries)
        return made + self._foot(values["foot"])

    def _contents(self, label: str, lines: Iterable[tuple[str, str]], properties: str = "") -> str:
        made = paragraph("ContentsHead", text_run(label), properties)
        return made + "".join(_with_pages(title, [name]) for title, name in lines)

    def _note(self, label: str, blocks: list[Any]) -> str:
        first, *others = blocks or [""]
        if isinstance(first, dict) and first["tag"] == "p":
            inside = text_run(label, "<w:b/>") + self._text.inlines(first["of"])
            return paragraph("Note", inside) + self._text.blocks(others, "Note")
        return paragraph("Note", text_run(label, "<w:b/>")) + self._text.blocks(blocks, "Note")

    def _entry(self, entry: Values, name: str, *, new_page: bool = False) -> str:
        if entry["title"] is None:
            return paragraph("Text", text_run(entry["gone"]))
        self._marks += 1
        title = bookmark(self._marks, name, text_run(entry["title"]))
        made = paragraph("Title", title, _NEW_PAGE if new_page else "")
        made += "".join(_line("Note", correction) for correction in entry["corrections"])
        return made + self._text.blocks(entry["of"]) + _line("Byline", entry["byline"])

    def _foot(self, foot: Values) -> str:
        rows = [f"{label}{names}" for label, names in foot["rows"]]
        people = "\u3000\u3000".join(foot["people"])
        rule = '<w:pBdr><w:top w:val="single" w:sz="8" w:space="4" w:color="auto"/></w:pBdr>'
        lines = [line for line in (*rows, people, foot["copies"] and f"（{foot['copies'].strip('（）()')}）") if line]
        return "".join(paragraph("Foot", text_run(line), "" if number else rule) for number, line in enumerate(lines))

    def _notice(self, values: Values) -> str:
        head = values["head"]
        made = _name(head["name"]) + paragraph("IssueNumber", text_run(head["number"]), _RED_RULE)
        made += paragraph("Title", text_run(values["title"])) + _line("DateLine", values["status"])
        made += _line("To", values["to"] and f"{values['to']}：") + self._text.blocks(values["of"])
        annexes = values["annexes"]
        for number, one in enumerate(annexes, 1):
            counted = f"{number}. {one['title']}" if len(annexes) > 1 else one["title"]
            label = "" if number > 1 else values["annexes-label"]
            made += paragraph("Text", text_run(label + counted), _NEXT_ANNEX if number > 1 else _FIRST_ANNEX)
        made += paragraph("Sender", text_run(values["sender"]), _FREE_LINES) + _line("Sender", values["day"])
        return made + "".join(map(self._annex, annexes))

    def _annex(self, annex: Values) -> str:
        table = self._text.table(annex["parts"])
        head = _line("Marking", annex["label"]) + paragraph("Title", text_run(annex["title"]))
        if annex["turned"]:
            return self._text.turned(head + table)
        label = paragraph("Marking", text_run(annex["label"]), _NEW_PAGE)
        return label + paragraph("Title", text_run(annex["title"])) + table + paragraph("CellText", "")

    def _booklet(self, values: Values) -> str:
        cover = values["cover"]
        made = _line("Marking", cover["marking"]) + _name(cover["title"])
        made += _line("IssueNumber", cover["unit"]) + _line("IssueNumber", cover["day"])
        if preface := values["preface"]:
            made += paragraph("Title", text_run(preface["label"]), _NEW_PAGE) + self._text.blocks(preface["of"])
        entries = [entry for chapter in values["chapters"] for entry in chapter["entries"]]
        names = {entry["label"]: f"item{number}" for number, entry in enumerate(entries, 1)}
        shown = [(entry["title"], names[entry["label"]]) for entry in entries if entry["title"]]
        made += self._contents(values["contents"], shown, _NEW_PAGE)
        for chapter in values["chapters"]:
            made += _name(chapter["title"], _NEW_PAGE) + _line("IssueNumber", chapter["day"])
            made += self._note(values["note-label"], chapter["note"]) if chapter["note"] else ""
            made += "".join(self._entry(entry, names[entry["label"]]) for entry in chapter["entries"])
        for index in values["indexes"]:
            made += paragraph("Title", text_run(index["title"]), _NEW_PAGE)
            made += "".join(_with_pages(name, [names[label] for label in labels]) for name, labels in index["rows"])
        imprint = values["imprint"]
        made += paragraph("Title", text_run(imprint["label"]), _NEW_PAGE) + _line("Text", imprint["title"])
        return made + "".join(_line("Text", f"{name}：{value}") for name, value in imprint["facts"])


def _name(text: str, properties: str = "") -> str:
    """Return a name in the masthead, in one line if that can be read."""
    size = max(min(_LARGEST, int(UPRIGHT / _POINT / max(text_width(text), 1))), _SMALLEST)
    return paragraph("Masthead", text_run(text, f'<w:sz w:val="{2 * size}"/>'), properties) if text else ""


def _with_pages(text: str, names: Iterable[str]) -> str:
    """Return a line with the pages on which the bookmarks of those names are."""
    pages = text_run("、").join(field(rf"PAGEREF {name} \h") for name in names)
    return paragraph("ContentsLine", f"{text_run(text)}<w:r><w:tab/></w:r>{pages}")


def _line(style: str, text: str) -> str:
    return paragraph(style, text_run(text)) if text else ""
