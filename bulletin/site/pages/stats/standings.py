"""Standings of a year: who ranks where in his group, who is out of the awards, the best authors and categories."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from markupsafe import Markup

from bulletin.core.dates import Period
from bulletin.core.numbers import amount
from bulletin.model import urls
from bulletin.model.registry import Unit
from bulletin.scoring import activity, ranked_authors, standings_for, top_units
from bulletin.scoring.activity import has_ledger
from bulletin.scoring.standings import GroupRanking
from bulletin.scoring.standings import RankedUnit as Standing
from bulletin.scoring.yearly import DISQUALIFIED, year_results
from bulletin.site import anchors, table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, fragment, joined, link, to
from bulletin.site.lists import list_row, row_title
from bulletin.site.pages.stats.authors import author_anchor, group_rate
from bulletin.site.tables import Column, Place, Row, Sheet, count, points, share, text

BEST = 20
"""How many authors are named."""


def sheets(context: RenderContext, year: int) -> list[Sheet]:
    """Return the ranking of each group; nothing where no scheme is in force."""
    if not _scored(context, year):
        return []
    found = standings_for(context.archive, Period.year(year))
    return [_sheet(context, group, year) for group in found.groups if group.ranked] if found.scheme else []


def _scored(context: RenderContext, year: int) -> bool:
    return any(scheme.first.year <= year <= scheme.last.year for scheme in context.archive.schemes)


def _sheet(context: RenderContext, ranking: GroupRanking, year: int) -> Sheet:
    _ = context._
    most = max((place.result or Fraction(0) for place in ranking.ranked), default=Fraction(0))
    heads = (_("Rank"), _("Points"), _("Sent in"), _("Adopted items"), _("Adoption rate"), _("Times adopted"))
    return Sheet(
        anchor=f"standing-{ranking.group.id or '-'}",
        title=ranking.group.name or _("Other units"),
        corner=_("Unit"),
        columns=tuple(Column(head) for head in heads),
        rows=tuple(_row(place, year, most) for place in ranking.ranked),
        bars=most > 0,
    )


def _row(place: Standing, year: int, most: Fraction) -> Row:
    result, ledger = place.result or Fraction(0), to(urls.ledger(place.unit, year))
    length = int(result * 1000 / most) if result > 0 and most > 0 else 0
    return Row(place.unit.name, ledger, "".join(_cells(place, ledger, year)), length)


def _cells(place: Standing, ledger: str, year: int) -> Iterator[str]:
    unit, label = fragment(place.unit.id), str(year)
    items = f"{to(urls.stats(label, anchors.ITEMS))}#{unit}"
    yield text("—" if place.rank is None else str(place.rank))
    yield points(place.result, f"{ledger}#points")
    yield count(len(place.submitted), items)
    yield count(len(place.adopted), f"{items}-adopted")
    yield share(place.rate, items)
    yield count(len(place.adoptions), f"{to(urls.stats(label, anchors.ADOPTIONS))}#{unit}")


def apart(context: RenderContext, year: int) -> Markup:
    """Return rows of the units that are out of the awards: each leads to its ledger, and has the reasons."""
    return joined(
        _apart(context, place, year).rstrip()
        for place in (standings_for(context.archive, Period.year(year)).disqualified if _scored(context, year) else ())
    )


def _apart(context: RenderContext, place: Standing, year: int) -> str:
    reasons = context._("; ").join([note.text(context._) for note in place.disqualified])
    named = link(place.unit.name, to(urls.ledger(place.unit, year), "apart"))
    return list_row(row_title(named), f"<span>{esc(reasons)}</span>")


def best(context: RenderContext, year: int) -> Sheet | None:
    """Return the best authors; None where the scheme does not score them."""
    _, found = context._, ranked_authors(context.archive, Period.year(year)) if _scored(context, year) else ()
    if not found:
        return None
    return Sheet(
        anchor="authors",
        title=_("Authors"),
        corner=_("Author"),
        columns=(Column(_("Rank")), Column(_("Unit")), Column(_("Points"))),
        rows=tuple(
            Row(
                author.name,
                to(urls.author(author.unit.id, author.name)),
                text(str(author.rank))
                + text(author.unit.name, to(urls.unit(author.unit)))
                + points(author.points, to(urls.ledger(author.unit, year), author_anchor(author.name))),
            )
            for author in found[:BEST]
        ),
    )


def leaders(context: RenderContext, year: int) -> list[tuple[str, Place, list[tuple[str, Place]], str]]:
    """Return for each category the units that earned most with it, and how much."""
    return [
        (
            champion.category.name,
            Place(urls.category(champion.category, year)),
            [(unit.name, Place(urls.ledger(unit, year), "points")) for unit in champion.units],
            amount(champion.points, 2),
        )
        for champion in (top_units(context.archive, Period.year(year)) if _scored(context, year) else ())
    ]


def of_unit(context: RenderContext, unit: str) -> Sheet | None:
    """Return how a unit stood year by year, beside its group; None where it never was there."""
    _, archive = context._, context.archive
    heads = (_("Rank"), _("Points"), _("Completion"), _("Adoption rate"), _("Its group's"), _("Ledger"))
    entry = archive.registry.unit[unit]
    rows = [_of_year(context, entry, year) for year in archive.years if unit in year_results(archive, year).units]
    if not rows:
        return None
    return Sheet(
        anchor="standing",
        title=_("Rank over time"),
        corner=_("Year"),
        columns=tuple(Column(head) for head in heads),
        rows=tuple(rows),
        notes=(_("The group's adoption rate is that of all items that its units submitted, each once."),),
    )


def _of_year(context: RenderContext, unit: Unit, year: int) -> Row:
    _, archive = context._, context.archive
    stood, period = year_results(archive, year).units[unit.id], Period.year(year)
    ledger = to(urls.ledger(unit, year)) if has_ledger(archive, unit, year) else ""
    group = archive.registry.group.get(unit.group)
    circular = to(urls.stats(str(year)))
    place = f"{circular}#{fragment(table_builders.group_anchor(group) if group else 'group--')}"
    submitted = activity.submitted(archive, unit.id, period)
    items = to(urls.stats(str(year), anchors.ITEMS), unit.id) if submitted else ""
    rank = "—" if stood.rank is None else _("{rank} of {all}", rank=stood.rank, all=stood.ranked)
    cells = (
        text(_("apart") if stood.rank == DISQUALIFIED else rank, place),
        text("—" if stood.points is None else stood.points, f"{ledger}#points" if ledger and stood.points else ""),
        text("—" if stood.completion is None else stood.completion, f"{ledger}#targets" if stood.completion else ""),
        share(activity.adoption_rate(submitted), items),
        share(group_rate(archive, unit, year), place),
        text(_("Open") if ledger else "—", ledger),
    )
    return Row(context.say.year(year), circular, "".join(cells))
