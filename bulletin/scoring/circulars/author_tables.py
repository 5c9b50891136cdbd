"""The authors of each group by rank as plain tables."""

from __future__ import annotations

from bulletin.core.dates import Period
from bulletin.core.i18n import Translator
from bulletin.model.archive import Archive
from bulletin.model.formatters import group_name
from bulletin.scoring.circulars.tables import DataTable
from bulletin.scoring.top import ranked_authors_by_group


def author_tables(archive: Archive, period: Period, say: Translator, group: str | None = None) -> tuple[DataTable, ...]:
    """Return a table for each group whose authors have points, or for one; none where authors are not scored."""
    # Points stand under a head of their own: in CSV the column of points holds those of units.
    headers = (
        *(say("Rank in the group"), say("Author"), say("Unit")),
        *(say("Points of the author"), say("Rank among authors")),
    )
    return tuple(
        DataTable(
            title=say("Authors, {group}", group=group_name(ranking.group, say)),
            headers=headers,
            rows=tuple((a.rank_in_group, a.name, a.unit.name, a.points, a.rank) for a in ranking.authors),
        )
        for ranking in ranked_authors_by_group(archive, period)
        if group is None or ranking.group.id == group
    )
