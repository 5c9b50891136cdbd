"""A unit's ledger of a year: every point with its rule and reason, every lapse, every target.

The quarters of the points lie within each other (``to-q2`` holds ``q1`` and ``q2``), so that the points of a quarter
and those of the year so far lead to exactly the entries that they are the sum of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day  # noqa: N812 - entries have a date
from fractions import Fraction

from markupsafe import Markup

from bulletin.core.dates import Grain, Period
from bulletin.core.numbers import amount, percent, signed
from bulletin.exports import catalog
from bulletin.model import keys, urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.keys import Key
from bulletin.model.records import Adoption, Call, Endorsement, Item, Outcome
from bulletin.model.registry import Unit
from bulletin.scoring import activity, circular, ledgers_for
from bulletin.scoring.activity import has_ledger
from bulletin.scoring.circulars.circular import CircularRow
from bulletin.scoring.circulars.remarks import progress_text
from bulletin.scoring.circulars.tables import LAPSE_HEADERS
from bulletin.scoring.entries import Entry, total
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse, lapse_reasons
from bulletin.scoring.periods import has_circular, years
from bulletin.scoring.standings import standings_for
from bulletin.scoring.targets import Completion
from bulletin.site import anchors
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html
from bulletin.site.lists import entry_list, list_row, row_title
from bulletin.site.page import Heading, Page, Route
from bulletin.site.pages.stats import labels
from bulletin.site.pages.stats.authors import author_anchor
from bulletin.site.pages.stats.circular_tables import is_list_of_submitted

ZERO = Fraction(0)


def routes(archive: Archive) -> Iterator[Route]:
    """Yield a page for each year in which a unit may have points, lapses or targets."""
    for year in archive.years:
        for unit in archive.registry.units:
            if has_ledger(archive, unit, year):
                yield Route(url=urls.ledger(unit, year), kind="ledger", section="stats", key=(unit.id, str(year)))


def render(context: RenderContext, route: Route) -> Page:
    """Render the ledger of a unit's year."""
    archive, _ = context.archive, context._
    unit, year = archive.registry.unit[route.key[0]], Period.year(int(route.key[1]))
    place = standings_for(archive, year).by_unit.get(unit.id)
    earned = ledgers_for(archive, year).account(unit.id).within(year)
    scored = place is not None and place.points is not None
    lapses, targets = _lapse_lists(context, unit, year), _target_lists(context, unit, year)
    authors = _author_sections(context, unit, year.first.year)
    headings = (
        (scored, "points", _("Points")),
        (authors, "authors", _("Authors")),
        (lapses, "lapses", _("Late, missed, erroneous")),
        (targets, "targets", _("Targets")),
    )
    title, description = _("{unit}: targets and lapses of {year}"), _("{unit}: every target and lapse of {year}.")
    if scored:
        title, description = (
            _("{unit}: ledger of {year}"),
            _("{unit}: every point of {year} with its rule and its reason."),
        )
    title, description = (text.format(unit=unit.name, year=year.label) for text in (title, description))
    content = context.render_template(
        route,
        "ledger",
        title=title,
        unit=unit,
        year=year.first.year,
        years=[y.first.year for y in years(archive) if has_ledger(archive, unit, y.first.year)],
        figures=_ledger_figures(context, unit, year, total(e.points for e in earned) if scored else None),
        out=[note.text(_) for note in place.disqualified] if place else [],
        scored=scored,
        total=amount(total(e.points for e in earned)),
        points=_points_by_quarter(context, route.url, year, earned) if scored else "",
        authors=authors,
        lapses=lapses,
        targets=targets,
        nothing=not (scored or lapses or targets),
        files=[(kind, urls.DATA + catalog.ledger_file(year.label, kind)) for kind in catalog.FIGURE_FORMATS]
        if scored
        else [],
    )
    return Page(
        title=title,
        description=description,
        content=content,
        toc=tuple(Heading(level=2, anchor=anchor, title=title) for shown, anchor, title in headings if shown),
    )


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a ledger depends on: the items of all units that are credited together, and the rules of the year."""
    unit, year = route.key[0], int(route.key[1])
    yield from (keys.REGISTRY, keys.PERIODS, keys.rules(year))
    yield from map(keys.elapsed, keys.quarters_of(Period.year(year)))
    yield from (keys.has_ledger(other) for other in archive.years)
    yield from (keys.listed("ledger", source, year) for source in activity.credited_together(archive)[unit])


def _ledger_figures(
    context: RenderContext, unit: Unit, year: Period, earned: Fraction | None
) -> list[tuple[str, str, str]]:
    """Return the figures at the head of the page, without the rank, which would depend on all other units."""
    _, archive, number = context._, context.archive, year.first.year
    submitted = activity.submitted(archive, unit.id, year)
    adoptions, rate = activity.adoptions(archive, unit.id, year), activity.adoption_rate(submitted)
    items = href(urls.stats(year.label, anchors.ITEMS), unit.id) if submitted else ""
    listed = href(urls.stats(year.label, anchors.ADOPTIONS), unit.id) if adoptions else ""
    points = [] if earned is None else [(_("Points"), amount(earned), href(urls.ledger(unit, number), "points"))]
    return [
        *points,
        (_("Items submitted"), f"{len(submitted):,}", items),
        (_("Adoption rate"), "—" if rate is None else percent(rate), items),
        (_("Times adopted"), f"{len(adoptions):,}", listed),
    ]


def _points_by_quarter(context: RenderContext, here: str, year: Period, earned: Sequence[Entry]) -> Markup:
    """Return the entries by quarter, with the points of each quarter, half-year and year so far."""
    _ = context._
    quarters = [(n, q) for n, q in enumerate(year.split(Grain.QUARTER), 1) if q.first <= context.archive.today]
    parts = [f'<div id="points-to-q{n}">\n' for n, _quarter in reversed(quarters) if n > 1]
    sums: dict[int, Fraction] = {}
    for number, quarter in quarters:
        mine = [entry for entry in earned if entry.date in quarter]
        sums[number] = total(entry.points for entry in mine)
        name = esc(labels.quarter_label(context, number))
        head = f'<h3>{name} <small class="b-count">{amount(sums[number])}</small></h3>\n'
        parts.append(f'<section id="points-q{number}">\n{head}{entries_table(context, mine)}</section>\n')
        if number > 1:
            label = esc(_("{quarter}, year to date:", quarter=labels.quarter_label(context, number)))
            parts.append(f'<p class="b-so-far">{label} <b>{amount(sum(sums.values(), ZERO))}</b></p></div>\n')
    later = [number for number in sums if number > 2]  # noqa: PLR2004 - the second half of the year
    if later:
        names = [
            f'<a href="{href(here, f"points-q{n}")}">{esc(labels.quarter_label(context, n))} {amount(sums[n])}</a>'
            for n in later
        ]
        label, points = esc(_("Second half of the year:")), amount(sum((sums[n] for n in later), ZERO))
        parts.append(f'<p class="b-so-far" id="points-h2">{label} {" + ".join(names)} = <b>{points}</b></p>\n')
    return join_html(parts)


def _author_sections(context: RenderContext, unit: Unit, year: int) -> Markup:
    """Return the entries of the unit's authors, the best first; their points are separate from the unit's."""
    period = Period.year(year)
    accounts = ledgers_for(context.archive, period).authors_by_unit.get(unit.id, {})
    found = [(name, account.within(period)) for name, account in accounts.items()]
    earned = [(total(entry.points for entry in listed), name, listed) for name, listed in found if listed]
    return join_html(
        f'<section id="{esc(author_anchor(name))}">\n<h3>'
        f'<a href="{href(*urls.author(unit.id, name))}">{esc(name)}</a>'
        f' <small class="b-count">{amount(points)}</small></h3>\n{entries_table(context, listed)}</section>\n'
        for points, name, listed in sorted(earned, key=lambda each: (-each[0], each[1]))
    )


def _circular_periods(archive: Archive, year: Period) -> Iterator[Period]:
    """Yield the year, and its halves and quarters that have a circular."""
    yield year
    for grain in (Grain.HALF, Grain.QUARTER):
        yield from (part for part in year.split(grain) if has_circular(archive, part))


def _lapse_lists(context: RenderContext, unit: Unit, year: Period) -> Markup:
    """Return the lapses of each kind: for each period those that still were lapses at its end."""
    archive, parts = context.archive, list[str]()
    ledger = ledgers_for(archive, year)
    if not any(lapse.date in year for lapse in ledger.lapses_by_unit.get(unit.id, ())):
        return join_html(())
    for kind, header in LAPSE_HEADERS.items():
        lists = [
            (span, [lapse for lapse in ledger.lapses_in(unit.id, span) if lapse.kind is kind])
            for span in _circular_periods(archive, year)
        ]
        inside = [
            f'<section id="{anchors.span_anchor(kind.value, span)}">'
            f"<h4>{esc(labels.period_label(context, span))}</h4>\n"
            f"{''.join(entry_list([_lapse_row(context, x) for x in found]))}</section>\n"
            for span, found in lists
            if found
        ]
        if inside:
            parts += [f"<section>\n<h3>{esc(context._(header))}</h3>\n", *inside, "</section>\n"]
    return join_html(parts)


def _lapse_row(context: RenderContext, lapse: Lapse) -> str:
    what = f" {esc(lapse.target.words)}" if lapse.target else ""
    if lapse.item:
        what = f' <a href="{href(urls.item(lapse.item))}">{esc(lapse.item.title)}</a>'
    elif lapse.call:
        what = f' <a href="{href(urls.call(lapse.call))}">{esc(lapse.call.title)}</a>'
    why = esc(context._("; ").join(note.text(context._) for note in lapse_reasons(lapse)))
    return list_row(
        row_title(f"{esc(labels.lapse_label(context, lapse))}{what}"), f"<span>{why}</span>", day=lapse.date
    )


def _target_lists(context: RenderContext, unit: Unit, year: Period) -> Markup:
    """Return the completion of the unit's targets in the year, its halves and quarters."""
    parts = []
    for span in _circular_periods(context.archive, year):
        row = circular(context.archive, span).by_unit.get(unit.id)
        if row and row.standing.completions:
            listed = (*row.standing.whole_completions, *row.standing.progress)
            sections = [_completion_section(context, row, each, span, n) for n, each in enumerate(listed)]
            parts.append(
                f"<section>\n<h3>{esc(labels.period_label(context, span))}</h3>\n{''.join(sections)}</section>\n"
            )
    return join_html(parts)


def _completion_section(
    context: RenderContext, row: CircularRow, completion: Completion, span: Period, number: int
) -> str:
    done = amount(completion.achieved, 2)
    events = [thing for thing in completion.done if isinstance(thing, Adopted)]
    items = [thing for thing in completion.done if isinstance(thing, Item)]
    listed = context.lists.adoptions(events) if events else context.lists.items(items) if items else []
    if items and completion is row.completion and is_list_of_submitted(row):
        # All submitted items count, and they have a list already.
        done, listed = f'<a href="{href(urls.stats(span.label, anchors.ITEMS), row.unit.id)}">{done}</a>', []
    if completion.ratio is None:
        sentence = esc(progress_text([completion], context._))
    else:
        values = {"quota": amount(completion.quota), "ratio": percent(completion.ratio)}
        sentence = esc(context._("{done} of {quota}, {ratio}", done="\0", **values))
    anchor = anchors.span_anchor("done", span) + (f"-{number + 1}" if number else "")
    label = f"{esc(completion.target.words)}: {sentence.replace(chr(0), done)}"
    return "".join([f'<section id="{anchor}">\n<p>{label}</p>\n', *listed, "</section>\n"])


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
            _ = self._context._
            reasons = esc(_("; ").join([note.text(_) for note in entry.why]))
            html = self._reasons[key] = f'{esc(entry.rule.words)} <span class="b-why">{reasons}</span>'
        return html

    def _subject_html(self, event: Event) -> str:
        """Return the item of an event, if it has one, and what happened."""
        item = event.item
        if item is None:
            return self._event_html(event)
        key = (item.id, event.family.value, event.number)
        html = self._subjects.get(key)
        if html is None or isinstance(event.fact, Lapse):
            html = f'<a href="{href(urls.item(item))}">{esc(item.title)}</a> {self._event_html(event)}'
            self._subjects[key] = html
        return html

    def _event_html(self, event: Event) -> str:
        """Return what happened, with a link to the call where there is no item."""
        fact, call_link = event.fact, ""
        call = fact if isinstance(fact, Call) else fact.call if isinstance(fact, Lapse) else None
        if call and event.item is None:
            call_link = f'<a href="{href(urls.call(call))}">{esc(call.title)}</a> '
        return f'{call_link}<span class="b-why">{esc(self._event_label(event))}</span>'

    def _event_label(self, event: Event) -> str:
        context, fact = self._context, event.fact
        match fact:
            case Adoption():
                publication = context.archive.registry.publication[fact.publication]
                return f"{context.formatters.publication(publication)} {context.formatters.adoption(fact)}".strip()
            case Endorsement():
                return context._("Endorsed by {who}", who=fact.by)
            case Outcome():
                return context._("Outcome: {title}", title=fact.title)
            case Lapse():
                return labels.lapse_label(context, fact)
            case Period():
                return labels.period_label(context, fact)
        return labels.family_label(context, event.family)


def _entry_table_renderer(context: RenderContext) -> _EntryTableRenderer:
    kept: dict[str, _EntryTableRenderer] = vars(context).setdefault("_ledger_rows", {})
    if "renderer" not in kept:
        kept["renderer"] = _EntryTableRenderer(context)
    return kept["renderer"]
