"""Standings of a year: ranks by group, units out of the awards, the best authors, the best units by category."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import compress

from markupsafe import Markup

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.core.numbers import amount
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.formatters import group_name
from bulletin.model.registry import Unit
from bulletin.scoring import activity, ranked_authors, standings_for, top_units
from bulletin.scoring.activity import has_ledger
from bulletin.scoring.circulars.tables import reasons_text
from bulletin.scoring.standings import GroupRanking, RankedUnit
from bulletin.scoring.yearly import DISQUALIFIED, year_results
from bulletin.site import anchors, table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html, link, url_fragment
from bulletin.site.lists import list_row, row_title
from bulletin.site.pages.stats.authors import author_anchor
from bulletin.site.tables import (
    NO_VALUE,
    Column,
    FigureTable,
    TableCell,
    TableRow,
    count_cell,
    figure_cell,
    points_cell,
    ratio_cell,
)

MAX_AUTHORS = 20
"""The number of authors listed."""


def group_tables(context: RenderContext, year: int) -> list[FigureTable]:
    """Return the ranking of each group; none where no scheme is in force."""
    if not _has_scheme(context, year):
        return []
    found = standings_for(context.archive, Period.year(year))
    return [_group_table(context, group, year) for group in found.groups if group.ranked] if found.scheme else []


def _has_scheme(context: RenderContext, year: int) -> bool:
    return any(scheme.first.year <= year <= scheme.last.year for scheme in context.archive.schemes)


def _group_table(context: RenderContext, ranking: GroupRanking, year: int) -> FigureTable:
    _ = context._
    most = max((ranked.result or Fraction(0) for ranked in ranking.ranked), default=Fraction(0))
    heads = (_("Rank"), _("Sent in"), _("Adopted items"), _("Adoption rate"), _("Times adopted"), _("Points"))
    return FigureTable(
        anchor=f"standing-{ranking.group.id or '-'}",
        title=group_name(ranking.group, _),
        corner=_("Unit"),
        columns=tuple(Column(head) for head in heads),
        rows=tuple(_row(ranked, year, most) for ranked in ranking.ranked),
        bars=most > 0,
        bars_show=_("Points"),
    )


def _row(ranked: RankedUnit, year: int, most: Fraction) -> TableRow:
    result, ledger = ranked.result or Fraction(0), href(urls.ledger(ranked.unit, year))
    length = int(result * 1000 / most) if result > 0 and most > 0 else 0
    return TableRow(ranked.unit.name, ledger, tuple(_cells(ranked, ledger, year)), share=length)


def _cells(ranked: RankedUnit, ledger: str, year: int) -> Iterator[TableCell]:
    unit, label = url_fragment(ranked.unit.id), str(year)
    items = f"{href(urls.stats(label, anchors.ITEMS))}#{unit}"
    yield figure_cell("—" if ranked.rank is None else str(ranked.rank))
    yield count_cell(len(ranked.submitted), items)
    yield count_cell(len(ranked.adopted), f"{items}-adopted")
    yield ratio_cell(ranked.rate, items if ranked.submitted else "")
    yield count_cell(len(ranked.adoptions), f"{href(urls.stats(label, anchors.ADOPTIONS))}#{unit}")
    # Beside the bars, which are as long as points are many.
    yield points_cell(ranked.result, f"{ledger}#points")


def disqualified_rows(context: RenderContext, year: int) -> Markup:
    """Return rows of the units that are out of the awards: each is a link to its ledger, with the reasons."""
    return join_html(
        _disqualified_row(context, ranked, year).rstrip()
        for ranked in (
            standings_for(context.archive, Period.year(year)).disqualified if _has_scheme(context, year) else ()
        )
    )


def _disqualified_row(context: RenderContext, ranked: RankedUnit, year: int) -> str:
    reasons = reasons_text(ranked.disqualified, context._)
    named = link(ranked.unit.name, href(urls.ledger(ranked.unit, year), "apart"))
    return list_row(row_title(named), f"<span>{esc(reasons)}</span>")


def authors_table(context: RenderContext, year: int) -> FigureTable | None:
    """Return the table of the best authors; None where the scheme does not score authors."""
    _, found = context._, ranked_authors(context.archive, Period.year(year)) if _has_scheme(context, year) else ()
    if not found:
        return None
    return FigureTable(
        anchor="authors",
        title=_("Authors"),
        corner=_("Author"),
        columns=tuple(map(Column, (_("Rank"), _("Rank in the group"), _("Unit"), _("Points")))),
        rows=tuple(
            TableRow(
                author.name,
                href(*urls.author(author.unit.id, author.name)),
                (
                    figure_cell(str(author.rank)),
                    figure_cell(str(author.rank_in_group)),
                    figure_cell(author.unit.name, href(urls.unit(author.unit))),
                    points_cell(author.points, href(urls.ledger(author.unit, year), author_anchor(author.name))),
                ),
            )
            for author in found[:MAX_AUTHORS]
        ),
    )


def top_units_by_category(context: RenderContext, year: int) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """Return for each category its link, the units with the most points, and the points."""
    return [
        (
            champion.category.name,
            href(urls.category(champion.category, year)),
            [(unit.name, href(urls.ledger(unit, year), "points")) for unit in champion.units],
            amount(champion.points),
        )
        for champion in (top_units(context.archive, Period.year(year)) if _has_scheme(context, year) else ())
    ]


def unit_table(context: RenderContext, unit: str) -> FigureTable | None:
    """Return the results of a unit by year, beside those of its group; None where it has none."""
    _, archive = context._, context.archive
    entry = archive.registry.unit[unit]
    years = [year for year in archive.years if unit in year_results(archive, year).units]
    if not years:
        return None
    cells = [_unit_year_cells(context, entry, year) for year in years]
    shown = [archive.shows_points] * 2
    # Without points there may be no targets and no ledgers, either.
    shown += [archive.shows_points or any(row[n] != figure_cell(NO_VALUE) for row in cells) for n in range(2, 6)]
    ledger = _("Ledger") if archive.shows_points else _("Details")
    heads = (_("Rank"), _("Points"), _("Completion"), _("Adoption rate"), _("Its group's"), ledger)
    return FigureTable(
        anchor="standing",
        title=_("Rank over time") if archive.shows_points else _("Year by year"),
        corner=_("Year"),
        columns=tuple(Column(head) for head in compress(heads, shown)),
        rows=tuple(
            TableRow(context.formatters.year(year), href(urls.stats(str(year))), tuple(compress(row, shown)))
            for year, row in zip(years, cells, strict=True)
        ),
        notes=(_("The group's adoption rate is that of all items that its units submitted, each once."),),
    )


def group_adoption_rate(archive: Archive, unit: Unit, year: int) -> Fraction | None:
    """Return the adoption rate of a unit's group in a year, each item once."""
    rates = memoized(archive, "rates of groups", lambda: _group_adoption_rates(archive))
    return rates.get((_known_group(archive, unit), year))


def _known_group(archive: Archive, unit: Unit) -> str:
    return unit.group if unit.group in archive.registry.group else ""


def _group_adoption_rates(archive: Archive) -> dict[tuple[str, int], Fraction]:
    """Return adopted over submitted items of each group and year."""
    groups = {unit.id: _known_group(archive, unit) for unit in archive.registry.units}
    found: dict[tuple[str, int], list[int]] = {}
    for item in archive.items:
        for group in {groups[unit] for unit in item.units if unit in groups}:
            numbers = found.setdefault((group, item.date.year), [0, 0])
            numbers[0] += bool(item.adoptions)
            numbers[1] += 1
    return {key: Fraction(adopted, all_) for key, (adopted, all_) in found.items()}


def _unit_year_cells(context: RenderContext, unit: Unit, year: int) -> tuple[TableCell, ...]:
    _, archive = context._, context.archive
    result, period = year_results(archive, year).units[unit.id], Period.year(year)
    ledger = href(urls.ledger(unit, year)) if has_ledger(archive, unit, year) else ""
    group = archive.registry.group.get(unit.group)
    circular = href(urls.stats(str(year)))
    circular_group = f"{circular}#{url_fragment(table_builders.group_anchor(group) if group else 'group--')}"
    submitted = activity.submitted(archive, unit.id, period)
    items = href(urls.stats(str(year), anchors.ITEMS), unit.id) if submitted else ""
    rank = "—" if result.rank is None else _("{rank} of {all}", rank=result.rank, all=result.ranked)
    return (
        figure_cell(_("apart") if result.rank == DISQUALIFIED else rank, circular_group),
        figure_cell(
            "—" if result.points is None else result.points, f"{ledger}#points" if ledger and result.points else ""
        ),
        figure_cell(
            "—" if result.completion is None else result.completion, f"{ledger}#targets" if result.completion else ""
        ),
        ratio_cell(activity.adoption_rate(submitted), items),
        ratio_cell(group_adoption_rate(archive, unit, year), circular_group),
        figure_cell(_("Open") if ledger else "—", ledger),
    )
