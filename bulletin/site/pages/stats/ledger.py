"""A unit's ledger of a year: every point with its rule and reason, every lapse, every target.

The quarters of the points lie within each other (``to-q2`` holds ``q1`` and ``q2``), so that the points of a quarter
and those of the year so far lead to exactly the entries that they are the sum of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup

from bulletin.core.dates import Grain, Period
from bulletin.core.numbers import amount, percent, percent_in_column
from bulletin.exports import catalog
from bulletin.model import keys, urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import LapseKind
from bulletin.scoring import activity, circular, ledgers_for
from bulletin.scoring.activity import has_ledger
from bulletin.scoring.circulars.circular import CircularRow
from bulletin.scoring.circulars.tables import LAPSE_HEADERS, reasons_text
from bulletin.scoring.closing.printed import circulated_lapses, standings_for
from bulletin.scoring.eligibility import FAILED
from bulletin.scoring.entries import Entry, total
from bulletin.scoring.lapses import Lapse, lapse_reasons
from bulletin.scoring.periods import has_circular, years
from bulletin.scoring.remarks import progress_text
from bulletin.scoring.targets import Completion
from bulletin.scoring.unit_ledger import remarks_by_period, unit_ledger
from bulletin.site import anchors
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html
from bulletin.site.lists import entry_list, list_row, row_title
from bulletin.site.page import Heading, Page, Route
from bulletin.site.pages.stats import labels
from bulletin.site.pages.stats.authors import author_anchor
from bulletin.site.pages.stats.circular_tables import is_list_of_submitted
from bulletin.site.pages.stats.entries_table import entries_table
from bulletin.site.pages.stats.supplements import closed_periods_section

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
    place, ledger = standings_for(archive, year).by_unit.get(unit.id), unit_ledger(archive, unit, year)
    scored = place is not None and place.points is not None
    lapses, targets = _lapse_lists(context, unit, year), _target_lists(context, unit, year)
    authors = _author_sections(context, unit, year.first.year)
    closed = closed_periods_section(context, ledger.closed) if scored else Markup("")
    headings = (
        (closed, "closed", _("Closed periods")),
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
        figures=_ledger_figures(context, unit, year, ledger.total if scored else None),
        out=[note.text(_) for note in place.disqualified if note.message != FAILED] if place else [],
        changes=[(labels.period_label(context, span), texts) for span, texts in remarks_by_period(ledger, _)],
        scored=scored,
        closed=closed,
        total=amount(ledger.total),
        points=_points_by_quarter(context, route.url, year, ledger.entries) if scored else "",
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
    for source in activity.credited_together(archive)[unit]:
        yield from (keys.listed("ledger", source, year), keys.named("unit", source))


def _ledger_figures(
    context: RenderContext, unit: Unit, year: Period, earned: Fraction | None
) -> list[tuple[str, str, str]]:
    """Return the figures at the head of the page, without the rank, which would depend on all other units."""
    _, archive, number = context._, context.archive, year.first.year
    submitted = activity.submitted(archive, unit.id, year)
    adoptions = activity.adoptions(archive, unit.id, year)
    rate = activity.adoption_rate(submitted)
    items = href(urls.stats(year.label, anchors.ITEMS), unit.id) if submitted else ""
    listed = href(urls.stats(year.label, anchors.ADOPTIONS), unit.id) if adoptions else ""
    points = [] if earned is None else [(_("Points"), amount(earned), href(urls.ledger(unit, number), "points"))]
    return [
        *points,
        (_("Items submitted"), f"{len(submitted):,}", items),
        (_("Adoption rate"), "—" if rate is None else percent_in_column(rate), items),
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
        lists: list[tuple[list[Lapse], list[Period]]] = []
        for span in _circular_periods(archive, year):
            found = [lapse for lapse in circulated_lapses(archive, unit.id, span) if lapse.kind is kind]
            same = next((spans for listed, spans in lists if listed == found), None)
            if same is not None:
                same.append(span)
            elif found:
                lists.append((found, [span]))
        inside = [_lapse_section(context, kind, *each) for each in lists]
        if inside:
            parts += [f"<section>\n<h3>{esc(context._(header))}</h3>\n", *inside, "</section>\n"]
    return join_html(parts)


def _lapse_section(context: RenderContext, kind: LapseKind, found: Sequence[Lapse], spans: Sequence[Period]) -> str:
    """Return a list of lapses under the names of all periods at whose ends these were the lapses."""
    opened = "".join([f'<section id="{anchors.span_anchor(kind.value, span)}">' for span in spans])
    names = esc(context._(", ").join([labels.period_label(context, span) for span in spans]))
    listed = "".join(entry_list([_lapse_row(context, lapse) for lapse in found]))
    return f"{opened}\n<h4>{names}</h4>\n{listed}{'</section>' * len(spans)}\n"


def _lapse_row(context: RenderContext, lapse: Lapse) -> str:
    why = esc(reasons_text([*lapse_reasons(lapse)], context._))
    what = f"{esc(labels.lapse_label(context, lapse))} {labels.lapse_subject(lapse)}".rstrip()
    return list_row(row_title(what), f"<span>{why}</span>", day=lapse.date)


def _target_lists(context: RenderContext, unit: Unit, year: Period) -> Markup:
    """Return the completion of the unit's targets in the year, its halves and quarters."""
    parts: list[str] = []
    for span in _circular_periods(context.archive, year):
        row = circular(context.archive, span).by_unit.get(unit.id)
        if row and row.standing.completions:
            listed = (*row.standing.whole_completions, *row.standing.progress)
            sections = [_completion_section(context, row, each, span, n) for n, each in enumerate(listed)]
            # On paper the lists of parts of the year, which are in that of the year, are left out.
            css = ' class="b-again"' if parts else ""
            label = esc(labels.period_label(context, span))
            parts.append(f"<section{css}>\n<h3>{label}</h3>\n{''.join(sections)}</section>\n")
    return join_html(parts)


def _completion_section(
    context: RenderContext, row: CircularRow, completion: Completion, span: Period, number: int
) -> str:
    done = amount(completion.achieved, 2)
    events = [thing for thing in completion.done if isinstance(thing, Adopted)]
    items = [thing for thing in completion.done if isinstance(thing, Item)]
    entries = [thing for thing in completion.done if isinstance(thing, Entry)]
    listed = context.lists.adoptions(events) if events else context.lists.items(items) if items else []
    listed = [entries_table(context, entries)] if entries else listed
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
