"""Standings of a year: who ranks where in his group, who is out of the awards, the best authors and categories."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bulletin import addresses
from bulletin.pages import counting, ledger, stats_lists, stats_text
from bulletin.pages.environment import Studio
from bulletin.pages.shapes import Place
from bulletin.pages.stats_shapes import TEXT, Column, Figure, Row, Sheet, count, points, share
from bulletin.periods import Period
from bulletin.scoring import authors, champions, standing
from bulletin.scoring.standing import Place as Standing
from bulletin.scoring.standing import Ranking

BEST = 20
"""How many authors are named."""


def sheets(studio: Studio, year: int) -> list[Sheet]:
    """Return the ranking of each group; nothing where no scheme is in force."""
    found = standing(studio.archive, Period.year(year))
    return [_sheet(studio, group, year) for group in found.groups if group.ranked] if found.scheme else []


def _sheet(studio: Studio, ranking: Ranking, year: int) -> Sheet:
    _ = studio._
    most = max((place.result or Fraction(0) for place in ranking.ranked), default=Fraction(0))
    heads = (_("Rank"), _("Points"), _("Sent in"), _("Adopted items"), _("Adoption rate"), _("Times adopted"))
    return Sheet(
        anchor=f"standing-{ranking.group.id or '-'}",
        title=ranking.group.name or _("Other units"),
        corner=_("Unit"),
        columns=tuple(Column(label=head) for head in heads),
        rows=tuple(_row(studio, place, year, most) for place in ranking.ranked),
        bars=most > 0,
    )


def _row(studio: Studio, place: Standing, year: int, most: Fraction) -> Row:
    result = place.result or Fraction(0)
    return Row(
        label=place.unit.name,
        place=Place(addresses.ledger(place.unit, year)),
        cells=tuple(_cells(studio, place, year)),
        share=int(result * 1000 / most) if result > 0 and most > 0 else 0,
    )


def _cells(_studio: Studio, place: Standing, year: int) -> Iterator[Figure]:
    unit, label = place.unit, str(year)
    yield Figure(text="—" if place.rank is None else str(place.rank), kind=TEXT)
    yield points(place.result, Place(addresses.ledger(unit, year), "points"))
    yield count(len(place.submitted), Place(addresses.stats(label, stats_text.ITEMS), unit.id))
    yield count(len(place.adopted), Place(addresses.stats(label, stats_text.ITEMS), stats_lists.adopted_anchor(unit)))
    yield share(place.rate)
    yield count(len(place.adoptions), Place(addresses.stats(label, stats_text.ADOPTIONS), unit.id))


def apart(studio: Studio, year: int) -> list[tuple[Standing, Place, list[str]]]:
    """Return the units that are out of the awards, with the place of their ledger and the reasons."""
    return [
        (
            place,
            Place(addresses.ledger(place.unit, year), "apart"),
            [note.said(studio._) for note in place.disqualified],
        )
        for place in standing(studio.archive, Period.year(year)).apart
    ]


def best(studio: Studio, year: int) -> Sheet | None:
    """Return the best authors; None where the scheme does not score them."""
    _, found = studio._, authors(studio.archive, Period.year(year))
    if not found:
        return None
    return Sheet(
        anchor="authors",
        title=_("Authors"),
        corner=_("Author"),
        columns=(Column(label=_("Rank")), Column(label=_("Unit")), Column(label=_("Points"))),
        rows=tuple(
            Row(
                label=author.name,
                cells=(
                    Figure(text=str(author.rank)),
                    Figure(text=author.unit.name, place=Place(addresses.unit(author.unit))),
                    points(
                        author.points,
                        Place(addresses.ledger(author.unit, year), ledger.author_anchor(author.name)),
                    ),
                ),
            )
            for author in found[:BEST]
        ),
    )


def leaders(studio: Studio, year: int) -> list[tuple[str, Place, list[tuple[str, Place]], str]]:
    """Return for each category the units that earned most with it, and how much."""
    return [
        (
            champion.category.name,
            Place(addresses.category(champion.category, year)),
            [(unit.name, Place(addresses.ledger(unit, year), "points")) for unit in champion.units],
            points(champion.points).text,
        )
        for champion in champions(studio.archive, Period.year(year))
    ]


def of_unit(studio: Studio, unit: str) -> Sheet | None:
    """Return how a unit stood year by year, beside its group; None where it never was there."""
    _, archive = studio._, studio.archive
    heads = (_("Rank"), _("Points"), _("Completion"), _("Adoption rate"), _("Its group's"), _("Ledger"))
    rows = []
    for year in archive.years:
        for ranking in standing(archive, Period.year(year)).groups:
            rows += [_of_year(studio, ranking, place, year) for place in ranking.places if place.unit.id == unit]
    if not rows:
        return None
    return Sheet(
        anchor="standing",
        title=_("Rank over time"),
        corner=_("Year"),
        columns=tuple(Column(label=head) for head in heads),
        rows=tuple(rows),
        notes=(_("The group's adoption rate is that of all items that its units submitted, each once."),),
    )


def _of_year(studio: Studio, ranking: Ranking, place: Standing, year: int) -> Row:
    _, address = studio._, addresses.ledger(place.unit, year)
    target = next(iter(place.completions), None)
    items = {item.id: item for other in ranking.places for item in other.submitted}
    adopted = sum(1 for item in items.values() if item.adoptions)
    rank = "—" if place.rank is None else _("{rank} of {all}", rank=place.rank, all=len(ranking.ranked))
    group = Place(addresses.stats(str(year)), counting.group_anchor(ranking.group))
    return Row(
        label=studio.say.year(year),
        place=Place(addresses.stats(str(year))),
        cells=(
            Figure(text=_("apart") if place.disqualified else rank, place=group),
            points(place.points, Place(address, "points")),
            share(target.ratio if target else None),
            share(place.rate),
            share(Fraction(adopted, len(items)) if items else None),
            Figure(text=_("Open"), place=Place(address)),
        ),
    )
