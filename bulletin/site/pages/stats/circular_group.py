"""One group of a circular: its rows as pages show them, and the links of their figures."""

from __future__ import annotations

from bulletin.model import urls
from bulletin.model.registry import Unit
from bulletin.scoring.circulars.circular import Circular, CircularRow, CircularTable
from bulletin.scoring.periods import has_circular
from bulletin.site import anchors, table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import href, url_fragment
from bulletin.site.tables import TableCell, count_cell


class CircularGroup:
    """One group of a circular, and the links of its figures."""

    def __init__(self, context: RenderContext, circular: Circular, table: CircularTable) -> None:
        self.context, self.circular, self.table = context, circular, table
        self.year = circular.period.first.year
        self._unit_hrefs: dict[str, str] = {}
        self.rows = sorted(table.rows, key=lambda row: (row.rank is None, row.rank or 0, row.unit.order))
        label = circular.period.label
        self.circular_href = href(urls.stats(label))
        self.items_href = href(urls.stats(label, anchors.ITEMS))
        self.adoptions_href = href(urls.stats(label, anchors.ADOPTIONS))
        self.year_to_date_href = anchors.year_to_date_href(circular.period)
        self.has_previous_circular = has_circular(context.archive, circular.period.previous)
        self.previous_group_href = href(
            urls.stats(circular.period.previous.label), table_builders.group_anchor(table.group)
        )

    def anchor(self, name: str) -> str:
        """Return an anchor of this group."""
        return f"{name}-{self.table.group.id or '-'}"

    def ledger_href(self, unit: Unit) -> str:
        """Return the link to a unit's ledger of the year."""
        return href(urls.ledger(unit, self.year))

    def unit_href(self, row: CircularRow) -> str:
        """Return the link of a unit's name."""
        unit = row.unit
        if unit.id not in self._unit_hrefs:
            self._unit_hrefs[unit.id] = anchors.unit_href(self.context.archive, unit, self.year)
        return self._unit_hrefs[unit.id]

    def distinct_adoptions_cell(self, group: str) -> TableCell:
        """Return how many adoptions there were, each once; where some are of joint items, they have a separate list."""
        events = self.table.events
        if len(events) != self.table.adoptions:
            group = url_fragment(anchors.distinct_adoptions_anchor(self.table.group))
        return count_cell(len(events), f"{self.adoptions_href}#{group}")
