"""The authors of a circular by rank in their group."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.core.dates import Grain
from bulletin.model import urls
from bulletin.model.formatters import group_name
from bulletin.scoring.circulars.circular import Circular
from bulletin.scoring.top import AuthorRanking, RankedAuthor, ranked_authors_by_group
from bulletin.site.context import RenderContext
from bulletin.site.html import href
from bulletin.site.pages.stats.authors import author_anchor
from bulletin.site.tables import Column, FigureTable, TableRow, figure_cell, points_cell, text_cell

MAX_AUTHORS = 20
"""The number of authors listed of a group."""


def author_rankings(context: RenderContext, circular: Circular) -> tuple[FigureTable, ...]:
    """Return a table for each group whose authors have points; none where authors are not scored."""
    found = ranked_authors_by_group(context.archive, circular.period) if circular.scheme else ()
    return tuple(_ranking_table(context, circular, ranking) for ranking in found)


def _ranking_table(context: RenderContext, circular: Circular, ranking: AuthorRanking) -> FigureTable:
    _, authors = context._, ranking.authors
    return FigureTable(
        anchor=f"authors-{ranking.group.id or '-'}",
        title=group_name(ranking.group, _),
        corner=_("Author"),
        columns=(Column(_("Rank")), Column(_("Unit"), is_text=True), Column(_("Points"))),
        rows=tuple(_author_row(circular, author) for author in authors[:MAX_AUTHORS]),
        notes=tuple(_notes(context, circular, len(authors))),
    )


def _notes(context: RenderContext, circular: Circular, number: int) -> Iterator[str]:
    if number > MAX_AUTHORS:
        yield context._("The first {n} of {all} authors; the files have all.", n=MAX_AUTHORS, all=number)
    if circular.closed:
        yield context._("Points of authors are those known now; a closed circular does not keep them.")


def _author_row(circular: Circular, author: RankedAuthor) -> TableRow:
    # The ledger lists the entries of a year.
    year, unit = circular.period, author.unit
    entries = href(urls.ledger(unit, year.first.year), author_anchor(author.name)) if year.grain is Grain.YEAR else ""
    cells = (
        figure_cell(str(author.rank_in_group)),
        text_cell(unit.name, href(urls.unit(unit))),
        points_cell(author.points, entries),
    )
    return TableRow(author.name, href(*urls.author(unit.id, author.name)), cells)
