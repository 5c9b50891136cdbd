"""A unit's ledger of a year: every point with its rule and reason, every lapse, every target.

The quarters of the points lie within each other (``to-q2`` holds ``q1`` and ``q2``), so that the points of a quarter
and those of the year so far lead to exactly the entries that they are the sum of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup

from bulletin.core.dates import Grain, Period
from bulletin.core.numbers import amount, percent
from bulletin.exports import catalog
from bulletin.model import urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.scoring import activity, circular, ledgers_for
from bulletin.scoring.activity import has_ledger
from bulletin.scoring.circulars.circular import CircularRow
from bulletin.scoring.entries import Entry, total
from bulletin.scoring.lapses import Lapse, lapse_reasons
from bulletin.scoring.periods import has_circular, years
from bulletin.scoring.standings import standings_for
from bulletin.scoring.targets import Completion
from bulletin.site import anchors
from bulletin.site.context import Studio
from bulletin.site.html import esc, joined, to
from bulletin.site.lists import entry_list, list_row, row_title
from bulletin.site.page import Heading, Page, Ref
from bulletin.site.pages.authors import author_anchor
from bulletin.site.pages.ledger_rows import entries
from bulletin.site.pages.stats import labels
from bulletin.site.pages.stats.duties import LAPSES, is_plain
from bulletin.site.tables import Place

ZERO = Fraction(0)


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield a page for each year in which a unit may have points, lapses or targets."""
    for year in archive.years:
        for unit in archive.registry.units:
            if has_ledger(archive, unit, year):
                yield Ref(url=urls.ledger(unit, year), kind="ledger", section="stats", key=(unit.id, str(year)))


def render(studio: Studio, ref: Ref) -> Page:
    """Render the ledger of a unit's year."""
    archive, _ = studio.archive, studio._
    unit, year = archive.registry.unit[ref.key[0]], Period.year(int(ref.key[1]))
    place = standings_for(archive, year).by_unit.get(unit.id)
    earned = ledgers_for(archive, year).account(unit.id).within(year)
    scored = place is not None and place.points is not None
    lapses, targets = _lapses(studio, unit, year), _targets(studio, unit, year)
    authors = _authors(studio, unit, year.first.year)
    headings = (
        (scored, "points", _("Points")),
        (authors, "authors", _("Authors")),
        (lapses, "lapses", _("Late, missed, erroneous")),
        (targets, "targets", _("Targets")),
    )
    content = studio.html(
        ref,
        "ledger",
        title=_("{unit}: ledger of {year}", unit=unit.name, year=year.label),
        unit=unit,
        year=year.first.year,
        years=[y.first.year for y in years(archive) if has_ledger(archive, unit, y.first.year)],
        figures=_figures(studio, unit, year, total(e.points for e in earned) if scored else None),
        out=[note.text(_) for note in place.disqualified] if place else [],
        scored=scored,
        total=amount(total(e.points for e in earned)),
        points=_points(studio, ref.url, year, earned) if scored else "",
        authors=authors,
        lapses=lapses,
        targets=targets,
        nothing=not (scored or lapses or targets),
        files=[(kind, urls.DATA + catalog.ledger_file(year.label, kind)) for kind in catalog.FIGURE_FORMATS]
        if scored
        else [],
    )
    return Page(
        title=_("{unit}: ledger of {year}", unit=unit.name, year=year.label),
        description=_("{unit}: every point of {year} with its rule and its reason.", unit=unit.name, year=year.label),
        content=content,
        toc=tuple(Heading(level=2, anchor=anchor, title=title) for shown, anchor, title in headings if shown),
    )


def _figures(studio: Studio, unit: Unit, year: Period, earned: Fraction | None) -> list[tuple[str, str, Place | None]]:
    """Return the figures at the head of the page. No rank: that would hang on what all others did."""
    _, archive, number = studio._, studio.archive, year.first.year
    submitted = activity.submitted(archive, unit.id, year)
    taken, rate = activity.adoptions(archive, unit.id, year), activity.adoption_rate(submitted)
    items = Place(urls.stats(year.label, anchors.ITEMS), unit.id) if submitted else None
    listed = Place(urls.stats(year.label, anchors.ADOPTIONS), unit.id) if taken else None
    told = Place(urls.ledger(unit, number), "points")
    return [
        (_("Points"), "—" if earned is None else amount(earned), told if earned is not None else None),
        (_("Items submitted"), f"{len(submitted):,}", items),
        (_("Adoption rate"), "—" if rate is None else percent(rate), items),
        (_("Times adopted"), f"{len(taken):,}", listed),
    ]


def _points(studio: Studio, here: str, year: Period, earned: Sequence[Entry]) -> Markup:
    """Return the entries by quarter, with the points of each quarter, half-year and year so far."""
    _ = studio._
    quarters = [(n, q) for n, q in enumerate(year.split(Grain.QUARTER), 1) if q.first <= studio.archive.today]
    parts = [f'<div id="points-to-q{n}">\n' for n, _quarter in reversed(quarters) if n > 1]
    sums: dict[int, Fraction] = {}
    for number, quarter in quarters:
        mine = [entry for entry in earned if entry.date in quarter]
        sums[number] = total(entry.points for entry in mine)
        name = esc(labels.quarter(studio, number))
        head = f'<h3>{name} <small class="b-count">{amount(sums[number])}</small></h3>\n'
        parts.append(f'<section id="points-q{number}">\n{head}{entries(studio, mine)}</section>\n')
        if number > 1:
            told = esc(_("{quarter}, year to date:", quarter=labels.quarter(studio, number)))
            parts.append(f'<p class="b-so-far">{told} <b>{amount(sum(sums.values(), ZERO))}</b></p></div>\n')
    later = [number for number in sums if number > 2]  # noqa: PLR2004 - the second half of the year
    if later:
        names = [
            f'<a href="{to(here, f"points-q{n}")}">{esc(labels.quarter(studio, n))} {amount(sums[n])}</a>'
            for n in later
        ]
        told, points = esc(_("Second half of the year:")), amount(sum((sums[n] for n in later), ZERO))
        parts.append(f'<p class="b-so-far" id="points-h2">{told} {" + ".join(names)} = <b>{points}</b></p>\n')
    return joined(parts)


def _authors(studio: Studio, unit: Unit, year: int) -> Markup:
    """Return the entries of the unit's authors, the best first; their points are counted apart from the unit's."""
    period = Period.year(year)
    accounts = ledgers_for(studio.archive, period).authors_by_unit.get(unit.id, {})
    found = [(name, account.within(period)) for name, account in accounts.items()]
    earned = [(total(entry.points for entry in listed), name, listed) for name, listed in found if listed]
    return joined(
        f'<section id="{esc(author_anchor(name))}">\n<h3>'
        f'<a href="{to(urls.author(unit.id, name))}">{esc(name)}</a>'
        f' <small class="b-count">{amount(points)}</small></h3>\n{entries(studio, listed)}</section>\n'
        for points, name, listed in sorted(earned, key=lambda each: (-each[0], each[1]))
    )


def _spans(archive: Archive, year: Period) -> Iterator[Period]:
    """Yield the year, and its halves and quarters that have a circular."""
    yield year
    for grain in (Grain.HALF, Grain.QUARTER):
        yield from (part for part in year.split(grain) if has_circular(archive, part))


def _lapses(studio: Studio, unit: Unit, year: Period) -> Markup:
    """Return the lapses of each kind, for each period those that were lapses still at its end."""
    archive, parts = studio.archive, list[str]()
    ledger = ledgers_for(archive, year)
    if not any(lapse.date in year for lapse in ledger.lapses_by_unit.get(unit.id, ())):
        return joined(())
    for kind, kinds in LAPSES:
        lists = [
            (span, [lapse for lapse in ledger.lapses_in(unit.id, span) if lapse.kind in kinds])
            for span in _spans(archive, year)
        ]
        inside = [
            f'<section id="{anchors.span_anchor(kind, span)}"><h4>{esc(labels.period(studio, span))}</h4>\n'
            f"{''.join(entry_list([_lapse(studio, x) for x in found]))}</section>\n"
            for span, found in lists
            if found
        ]
        if inside:
            name = {"late": studio._("Late"), "missed": studio._("Missed"), "erroneous": studio._("Erroneous")}[kind]
            parts += [f"<section>\n<h3>{esc(name)}</h3>\n", *inside, "</section>\n"]
    return joined(parts)


def _lapse(studio: Studio, lapse: Lapse) -> str:
    what = f" {esc(lapse.target.words)}" if lapse.target else ""
    if lapse.item:
        what = f' <a href="{to(urls.item(lapse.item))}">{esc(lapse.item.title)}</a>'
    elif lapse.call:
        what = f' <a href="{to(urls.call(lapse.call))}">{esc(lapse.call.title)}</a>'
    why = esc(studio._("; ").join(note.text(studio._) for note in lapse_reasons(lapse)))
    return list_row(row_title(f"{esc(labels.lapse(studio, lapse))}{what}"), f"<span>{why}</span>", day=lapse.date)


def _targets(studio: Studio, unit: Unit, year: Period) -> Markup:
    """Return how the unit stands towards its targets, in the year, its halves and quarters."""
    parts = []
    for span in _spans(studio.archive, year):
        row = circular(studio.archive, span).by_unit.get(unit.id)
        if row and row.standing.completions:
            told = [_completion(studio, row, each, span, n) for n, each in enumerate(row.standing.completions)]
            parts.append(f"<section>\n<h3>{esc(labels.period(studio, span))}</h3>\n{''.join(told)}</section>\n")
    return joined(parts)


def _completion(studio: Studio, row: CircularRow, completion: Completion, span: Period, number: int) -> str:
    ratio = "—" if completion.ratio is None else percent(completion.ratio)
    done = f"{len(completion.done)}"
    events = [thing for thing in completion.done if isinstance(thing, Adopted)]
    items = [thing for thing in completion.done if isinstance(thing, Item)]
    listed = studio.lists.adoptions(events) if events else studio.lists.items(items) if items else []
    if items and number == 0 and is_plain(row):
        # All that was submitted counts, and stands in a list already.
        done, listed = f'<a href="{to(urls.stats(span.label, anchors.ITEMS), row.unit.id)}">{done}</a>', []
    sentence = esc(studio._("{done} of {quota}, {ratio}", done="\0", quota=amount(completion.quota, 2), ratio=ratio))
    anchor = anchors.span_anchor("done", span) + (f"-{number + 1}" if number else "")
    told = f"{esc(completion.target.words)}: {sentence.replace(chr(0), done)}"
    return "".join([f'<section id="{anchor}">\n<p>{told}</p>\n', *listed, "</section>\n"])
