"""The table of a group's adoptions by publication and form of use, with their points beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from bulletin.model import urls
from bulletin.model.archive import Adopted
from bulletin.model.registry import Publication
from bulletin.scoring.circulars.circular import CircularRow
from bulletin.scoring.entries import total
from bulletin.site import anchors, table_builders
from bulletin.site.anchors import with_anchor
from bulletin.site.html import href, url_fragment
from bulletin.site.pages.stats import period_lists
from bulletin.site.pages.stats.circular_group import CircularGroup
from bulletin.site.tables import Column, FigureTable, TableCell, TableRow, count_cell, figure_cell, points_cell

ZERO = Fraction(0)


def publications_table(group: CircularGroup) -> FigureTable | None:
    """Return the adoptions of each unit by publication; None where nothing was adopted, and there are no points."""
    rows = [row for row in group.rows if row.now.adoptions or any(row.now.points_by_publication.values())]
    return _PublicationsTable(group, rows).table() if rows else None


class _PublicationsTable:
    def __init__(self, group: CircularGroup, rows: list[CircularRow]) -> None:
        self._group, self._rows, self._ = group, rows, group.context._
        self._scored = group.circular.scheme is not None
        self._columns = list(self._used_columns())

    def table(self) -> FigureTable:
        """Return the table."""
        group, rows, _ = self._group, self._rows, self._
        listed = [TableRow(row.unit.name, group.unit_href(row), tuple(self._cells(row))) for row in rows]
        if len(rows) > 1:
            listed.append(TableRow(_("Sum of the group"), "", tuple(self._sums()), role="sum"))
        return FigureTable(
            anchor=group.anchor("carried"),
            title=_("Adoptions by publication"),
            corner=_("Unit"),
            columns=tuple(self._heads()),
            rows=tuple(listed),
            notes=(_("Units of which nothing was adopted are left out."),) if len(rows) < len(group.rows) else (),
        )

    def _heads(self) -> Iterator[Column]:
        _, year = self._, self._group.circular.period.first.year
        points = (_("Points"),) if self._scored else ()
        for publication, forms in self._columns:
            names = [_(period_lists.TREATMENT_GROUPS[form]) for form in forms]
            yield Column(publication.name, href(urls.publication(publication, year)), parts=(*names, *points))
        yield Column(_("Total"), parts=(_("times"), *points) if points else ())

    def _used_columns(self) -> Iterator[tuple[Publication, list[str]]]:
        """Yield the publications with adoptions or points of any unit, each with the forms of use of its adoptions."""
        circular = self._group.circular
        used = set(map(self._form_of_use, circular.now.adoptions))
        scored = {name for row in circular.rows for name, points in row.now.points_by_publication.items() if points}
        for publication in circular.publications:
            forms = [form for form in period_lists.TREATMENT_GROUPS if (publication.id, form) in used]
            if forms or publication.id in scored:
                yield publication, forms

    def _form_of_use(self, event: Adopted) -> tuple[str, str]:
        return event.publication.id, period_lists.treatment_group(self._group.context.archive, event)

    def _cells(self, row: CircularRow) -> Iterator[TableCell]:
        group, points = self._group, row.now.points_by_publication
        numbers = Counter(map(self._form_of_use, row.now.adoptions))
        ledger = with_anchor(group.ledger_href(row.unit), anchors.period_anchor("points", group.circular.period))
        for publication, forms in self._columns:
            for form in forms:
                anchor = anchors.treatment_anchor(row.unit, publication.id, form)
                yield count_cell(numbers[publication.id, form], with_anchor(group.adoptions_href, anchor))
            if self._scored:
                yield points_cell(points.get(publication.id, ZERO), ledger if publication.id in points else "")
        yield count_cell(len(row.now.adoptions), with_anchor(group.adoptions_href, row.unit.id))
        if self._scored:
            yield points_cell(total(points.values()), ledger if points else "")

    def _sums(self) -> Iterator[TableCell]:
        group, earned = self._group, [row.now.points_by_publication for row in self._rows]
        numbers = Counter(map(self._form_of_use, group.table.events))
        # These are sums of the column above.
        column = with_anchor(group.circular_href, group.anchor("carried"))
        for publication, forms in self._columns:
            for form in forms:
                number = numbers[publication.id, form]
                yield figure_cell(str(number), column if number else "")
            if self._scored:
                yield points_cell(total(points.get(publication.id, ZERO) for points in earned), column)
        yield group.distinct_adoptions_cell(url_fragment(table_builders.group_anchor(group.table.group)))
        if self._scored:
            yield points_cell(total(value for points in earned for value in points.values()), column)
