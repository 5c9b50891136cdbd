"""Entries of a ledger as HTML: day, points, what for, by which rule and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day  # noqa: N812 - entries have a date

from bulletin.core.dates import Period
from bulletin.core.numbers import signed
from bulletin.model import urls
from bulletin.model.records import Adoption, Call, Endorsement, Outcome
from bulletin.scoring.entries import Entry
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse
from bulletin.site.context import Studio
from bulletin.site.html import esc, to
from bulletin.site.pages.stats import labels


def entries(studio: Studio, listed: Sequence[Entry]) -> str:
    """Return a table of entries, or that there are none."""
    made = _rows(studio)
    return made.table(listed) if listed else made.nothing


class _Rows:
    """Makes rows in the language of a studio; what a unit's and its authors' entries share is said once."""

    def __init__(self, studio: Studio) -> None:
        _ = studio._
        self._studio = studio
        self._said: dict[tuple[object, ...], str] = {}
        self._days: dict[Day, str] = {}
        self._whats: dict[tuple[str, str, int], str] = {}
        heads = [f'<th scope="col">{esc(head)}</th>' for head in (_("Date"), _("Points"), _("What for"), _("Rule"))]
        heads[1] = heads[1].replace(">", ' class="b-n">', 1)
        self._head = (
            f'<div class="b-scroll" tabindex="0" role="group" aria-label="{esc(_("Points"))}">\n'
            f'<table class="b-table b-ledger">\n<thead><tr>{"".join(heads)}</tr></thead>\n<tbody>\n'
        )
        nothing = _("No points.")
        self.nothing = f'<p class="b-note">{esc(nothing)}</p>\n'

    def table(self, listed: Sequence[Entry]) -> str:
        return f"{self._head}{''.join([self._row(entry) for entry in listed])}</tbody>\n</table>\n</div>\n"

    def _row(self, entry: Entry) -> str:
        points, event = entry.points, entry.event
        key = (points.numerator, points.denominator)
        said = self._said.get(key)
        if said is None:
            minus = " b-minus" if points < 0 else ""
            said = self._said[key] = f'<td class="b-p{minus}">{signed(points)}</td>'
        return f"<tr>{self._day(entry.date)}{said}<td>{self._what(event)}</td><td>{self._why(entry)}</td></tr>\n"

    def _day(self, day: Day) -> str:
        if day not in self._days:
            self._days[day] = f'<td><time datetime="{day}">{day}</time></td>'
        return self._days[day]

    def _why(self, entry: Entry) -> str:
        if not entry.why:
            return esc(entry.rule.words)
        key = (entry.rule.words, *[text for note in entry.why for text in (note.message, *note.values.values())])
        said = self._said.get(key)
        if said is None:
            _ = self._studio._
            why = esc(_("; ").join([note.text(_) for note in entry.why]))
            said = self._said[key] = f'{esc(entry.rule.words)} <span class="b-why">{why}</span>'
        return said

    def _what(self, event: Event) -> str:
        item = event.item
        if item is None:
            return self._event(event)
        key = (item.id, event.family.value, event.number)
        what = self._whats.get(key)
        if what is None or isinstance(event.fact, Lapse):
            what = f'<a href="{to(urls.item(item))}">{esc(item.title)}</a> {self._event(event)}'
            self._whats[key] = what
        return what

    def _event(self, event: Event) -> str:
        """Say what happened, as far as the title of the item does not."""
        _, about = self._studio._, event.fact
        said, lead = labels.family(self._studio, event.family), ""
        match about:
            case Adoption():
                publication = self._studio.archive.registry.publication[about.publication]
                said = f"{self._studio.say.publication(publication)} {self._studio.say.adoption(about)}".strip()
            case Endorsement():
                said = _("Endorsed by {who}", who=about.by)
            case Outcome():
                said = _("Outcome: {title}", title=about.title)
            case Lapse():
                said = labels.lapse(self._studio, about)
            case Period():
                said = labels.period(self._studio, about)
        call = about if isinstance(about, Call) else about.call if isinstance(about, Lapse) else None
        if call and event.item is None:
            lead = f'<a href="{to(urls.call(call))}">{esc(call.title)}</a> '
        return f'{lead}<span class="b-why">{esc(said)}</span>'


def _rows(studio: Studio) -> _Rows:
    kept: dict[str, _Rows] = vars(studio).setdefault("_ledger_rows", {})
    if "rows" not in kept:
        kept["rows"] = _Rows(studio)
    return kept["rows"]
