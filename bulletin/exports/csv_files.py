"""The CSV files: made for spreadsheets, in the site's language, and no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from bulletin.model.archive import Adopted, Archive
from bulletin.model.records import Item
from bulletin.site.context import Studio

_FORMULA = frozenset("=+-@\t\r")


def files(studio: Studio) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every CSV file."""
    archive, said = studio.archive, _Said(studio)
    yield "items.csv", table(_item_heads(studio), (_item(archive, said, item) for item in archive.items))
    yield "adoptions.csv", table(_adoption_heads(studio), (_adoption(said, event) for event in archive.adoptions))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV: UTF-8 with a byte order mark, CRLF, formulas disarmed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([f"'{cell}" if cell[:1] in _FORMULA else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """Return *cell* with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def _item_heads(studio: Studio) -> list[str]:
    _ = studio._
    return [
        *(_("Id"), _("Title"), _("Unit"), _("Category"), _("Date"), _("Event date"), _("Authors"), _("Approved by")),
        *(_("Channel"), _("Topics"), _("Status"), _("Issues"), _("Adoptions"), _("Highest level"), _("Endorsements")),
        *(_("Outcomes"), _("Corrections")),
    ]


class _Said:
    """Says what stands in very many rows once."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.joint = studio._(", ")
        self.category = {category.id: category.name for category in studio.archive.registry.categories}
        # Members of two vocabularies may be equal as texts.
        self.term = lru_cache(maxsize=None, typed=True)(studio.say.term)
        self.issue = {i.id: f"{i.date.year} {studio.say.number(i)}" for i in studio.archive.issues}
        self.units = cache(self._units)

    def _units(self, ids: tuple[str, ...]) -> str:
        return self.joint.join([self._studio.archive.registry.unit[unit].name for unit in ids])


def _item(archive: Archive, said: _Said, item: Item) -> list[str]:
    levels, joint = archive.levels(item) if item.adoptions else (), said.joint
    return [
        *(item.id, item.title, said.units(item.units), said.category[item.category]),
        *(item.date.isoformat(), item.event_date.isoformat() if item.event_date else ""),
        *(joint.join(item.authors), item.approved_by, said.term(item.channel), joint.join(item.topics)),
        said.term(item.status),
        joint.join([said.issue[issue.id] for issue in archive.issues_of.get(item.id, ())]),
        *(str(len(item.adoptions)), said.term(levels[0]) if levels else "", str(len(item.endorsements))),
        *(str(len(item.outcomes)), str(len(item.corrections))),
    ]


def _adoption_heads(studio: Studio) -> list[str]:
    _ = studio._
    return [
        *(_("Date"), _("Level"), _("Publication"), _("Publisher"), _("Number"), _("Page of the publication")),
        *(_("Treatment"), _("Title"), _("Unit"), _("Category"), _("Id")),
    ]


def _adoption(said: _Said, event: Adopted) -> list[str]:
    adoption, item, publication = event.adoption, event.item, event.publication
    return [
        *(event.date.isoformat(), said.term(publication.level), publication.name, publication.publisher),
        *(adoption.issue, adoption.page, said.term(adoption.treatment) if adoption.treatment else ""),
        *(item.title, said.units(item.units), said.category[item.category], item.id),
    ]
