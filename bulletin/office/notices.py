"""A circular as an official notice: its text, and its tables as annexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bulletin.core.dates import Period
from bulletin.core.i18n import N_, Translator
from bulletin.markdown.body import Body
from bulletin.model.archive import Archive
from bulletin.model.formatters import Formatters
from bulletin.model.records import CircularText
from bulletin.office.blocks import annex_table, printable_blocks
from bulletin.office.documents import PrintedDocument, metadata
from bulletin.office.nodes import Element, Node, text_nodes
from bulletin.scoring import circular
from bulletin.scoring.circulars.circular import Circular
from bulletin.scoring.circulars.figures import Figures
from bulletin.scoring.circulars.phrases import plain_text
from bulletin.scoring.circulars.status import status_text
from bulletin.scoring.circulars.tables import DataTable, circular_tables, published_sums_table
from bulletin.scoring.circulars.text import fill_references, paragraphs
from bulletin.scoring.closing.printed import closed_period
from bulletin.scoring.periods import period_name

_NOTHING = ("", "0")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMaker:
    """Makes notices of an archive; *texts* are rendered, by the path of their source."""

    archive: Archive
    texts: Mapping[str, Body]
    say: Translator

    def circular(self, period: Period) -> PrintedDocument:
        """Return the circular of a period as a document."""
        say, found = self.say, circular(self.archive, period)
        bulletin, label = self.archive.registry.bulletin, period.label
        given = self.archive.circular_text.get(label) or CircularText(id=label, path="", has_text=False)
        closed = closed_period(self.archive, period)
        day = given.date or (closed.closed if closed else None)
        status = "" if day else status_text(self.archive, period, say)
        title = given.title or say("Circular on information work in {period}", period=period_name(period, say))
        dated = day or min(period.last, self.archive.today)
        sender = given.sender or bulletin.editing_unit or bulletin.name
        blocks = printable_blocks(self._text(found, given), "text-")
        values = {
            "kind": "notice",
            **metadata(bulletin, say, title, dated),
            "author": sender,
            "head": {"name": sender, "number": given.number, "marking": bulletin.marking},
            "status": say("({status})", status=status) if status else "",
            "to": say(", ").join(given.to or bulletin.distribution.subordinate),
            "of": blocks,
            "sender": sender,
            "day": Formatters(say).day(day) if day else "",
            "annexes": self._numbered([*self._annexes(found)]),
            "annexes-label": say("Annexes:"),
        }
        return PrintedDocument(path=given.path, title=title, day=dated, values=values, sources={given.path: blocks})

    def _text(self, found: Circular, given: CircularText) -> Iterable[Node]:
        figures = Figures(archive=self.archive, circular=found, say=self.say)
        if given.has_text:
            return _filled(text_nodes(self.texts[given.path].html), figures)
        return [Element("p", (plain_text(phrase).strip(),)) for phrase in paragraphs(figures)]

    def _numbered(self, annexes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(annexes) == 1:
            return [{**annexes[0], "label": self.say("Annex")}]
        return [{**one, "label": self.say("Annex {number}", number=number)} for number, one in enumerate(annexes, 1)]

    def _annexes(self, found: Circular) -> Iterator[dict[str, Any]]:
        tables = circular_tables(found, self.say)
        sums = published_sums_table(self.archive, found.period, self.say)
        scored = self.archive.shows_points
        name = self.say(N_("{group}: items, adoptions and results") if scored else N_("{group}: items and adoptions"))
        for table, title in ((table, name.format(group=table.title)) for table in tables if table.rows):
            yield {"title": title, **annex_table(_as_element(_unit_first(table, self.say)))}
        yield from ({"title": table.title, **annex_table(_as_element(table))} for table in sums)


def _filled(nodes: Iterable[Node], figures: Figures) -> Iterator[Node]:
    """Yield nodes with the figures that their texts name."""
    for node in nodes:
        if isinstance(node, str):
            yield "".join([plain_text(phrase) for phrase in fill_references(node, figures)])
        else:
            yield replace(node, of=tuple(_filled(node.of, figures)))


def _unit_first(table: DataTable, say: Translator) -> DataTable:
    """Return a table with the units in its first column, which each part of it repeats, and nothing empty."""
    unit, rows = table.headers.index(say("Unit")), [*table.texts()]
    said = [any(row[number] not in _NOTHING for row in rows) for number in range(len(table.headers))]
    order = [unit, *(number for number, is_said in enumerate(said) if is_said and number != unit)]
    return DataTable(
        table.title, tuple(table.headers[n] for n in order), tuple(tuple(row[n] for n in order) for row in rows)
    )


def _as_element(table: DataTable) -> Element:
    def row(tag: str, cells: Iterable[str]) -> Element:
        return Element("tr", tuple(Element(tag, (cell,)) for cell in cells))

    body = Element("tbody", tuple(row("td", cells) for cells in table.texts()))
    return Element("table", (Element("thead", (row("th", table.headers),)), body))
