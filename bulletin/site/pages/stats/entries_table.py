"""Tables of entries of a ledger: day, points, what for, and the rule with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day  # noqa: N812 - entries have a date

from bulletin.core.numbers import signed
from bulletin.model import urls
from bulletin.scoring.circulars.tables import WITHDRAWN, reasons_text
from bulletin.scoring.entries import Entry
from bulletin.scoring.event_names import event_call, event_name
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href


def entries_table(context: RenderContext, entries: Sequence[Entry]) -> str:
    """Return a table of entries, or a sentence that there are none."""
    return _entry_table_renderer(context).table(entries)


class _EntryTableRenderer:
    """Renders tables of entries for one context; what the entries of units and authors share is rendered once."""

    def __init__(self, context: RenderContext) -> None:
        _ = context._
        self._context = context
        self._points_cells: dict[tuple[int, int], str] = {}
        self._day_cells: dict[Day, str] = {}
        self._subjects: dict[tuple[str, str, int], str] = {}
        self._reasons: dict[tuple[str, ...], str] = {}
        heads = [f'<th scope="col">{esc(head)}</th>' for head in (_("Date"), _("Points"), _("What for"), _("Rule"))]
        heads[1] = heads[1].replace(">", ' class="b-n">', 1)
        self._head = (
            f'<div class="b-scroll" tabindex="0" role="group" aria-label="{esc(_("Points"))}">\n'
            f'<table class="b-table b-ledger">\n<thead><tr>{"".join(heads)}</tr></thead>\n<tbody>\n'
        )
        no_points = _("No points.")
        self._no_points = f'<p class="b-note">{esc(no_points)}</p>\n'

    def table(self, entries: Sequence[Entry]) -> str:
        if not entries:
            return self._no_points
        return f"{self._head}{''.join([self._entry_row(entry) for entry in entries])}</tbody>\n</table>\n</div>\n"

    def _entry_row(self, entry: Entry) -> str:
        points, event = entry.points, entry.event
        key = (points.numerator, points.denominator)
        cell = self._points_cells.get(key)
        if cell is None:
            minus = " b-minus" if points < 0 else ""
            cell = self._points_cells[key] = f'<td class="b-p{minus}">{signed(points)}</td>'
        subject, reason = self._subject_html(event), self._reason_html(entry)
        return f"<tr>{self._day_cell(entry.date)}{cell}<td>{subject}</td><td>{reason}</td></tr>\n"

    def _day_cell(self, day: Day) -> str:
        if day not in self._day_cells:
            self._day_cells[day] = f'<td><time datetime="{day}">{day}</time></td>'
        return self._day_cells[day]

    def _reason_html(self, entry: Entry) -> str:
        if not entry.why:
            return esc(entry.rule.words)
        key = (entry.rule.words, *[str(v) for note in entry.why for v in (note.message, *note.values.values())])
        html = self._reasons.get(key)
        if html is None:
            reasons = esc(reasons_text(entry.why, self._context._))
            html = self._reasons[key] = f'{esc(entry.rule.words)} <span class="b-why">{reasons}</span>'
        return html

    def _subject_html(self, event: Event) -> str:
        """Return the item of an event, if it has one, and what happened."""
        item = event.item
        if item is None:
            return self._event_html(event)
        if item.is_withdrawn:
            return f"{esc(self._context._(WITHDRAWN))} {self._event_html(event)}"
        key = (item.id, event.family.value, event.number)
        html = self._subjects.get(key)
        if html is None or isinstance(event.fact, Lapse):
            html = f'<a href="{href(urls.item(item))}">{esc(item.title)}</a> {self._event_html(event)}'
            self._subjects[key] = html
        return html

    def _event_html(self, event: Event) -> str:
        """Return what happened, with a link to the call where there is no item."""
        call_link, name = "", event_name(event, self._context.archive.registry, self._context._)
        if call := event_call(event):
            call_link = f'<a href="{href(urls.call(call))}">{esc(call.title)}</a> '
        return f'{call_link}<span class="b-why">{esc(name)}</span>'


def _entry_table_renderer(context: RenderContext) -> _EntryTableRenderer:
    kept: dict[str, _EntryTableRenderer] = vars(context).setdefault("_ledger_rows", {})
    if "renderer" not in kept:
        kept["renderer"] = _EntryTableRenderer(context)
    return kept["renderer"]
