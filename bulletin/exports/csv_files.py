"""The CSV files: made for spreadsheets, in the site's language, and no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from bulletin.archive import Adopted
from bulletin.model import Item
from bulletin.pages.environment import Studio
from bulletin.pages.words import Words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def files(studio: Studio) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every CSV file."""
    yield "items.csv", table(_item_heads(studio), (_item(studio, item) for item in studio.archive.items))
    yield "adoptions.csv", table(_adoption_heads(studio), (_adoption(studio, e) for e in studio.archive.adoptions))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV: UTF-8 with a byte order mark, CRLF, formulas disarmed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """Return *cell* with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _item_heads(studio: Studio) -> list[str]:
    _ = studio._
    return [
        *(_("Id"), _("Title"), _("Unit"), _("Category"), _("Date"), _("Event date"), _("Authors"), _("Approved by")),
        *(_("Channel"), _("Topics"), _("Status"), _("Issues"), _("Adoptions"), _("Highest level"), _("Endorsements")),
        *(_("Outcomes"), _("Corrections")),
    ]


def _item(studio: Studio, item: Item) -> list[str]:
    _, archive, say = studio._, studio.archive, Words(studio._)
    levels, joint = archive.levels(item), _(", ")
    return [
        *(item.id, item.title, _units(studio, item), archive.registry.category[item.category].name),
        *(item.date.isoformat(), item.event_date.isoformat() if item.event_date else ""),
        *(joint.join(item.authors), item.approved_by, say.term(item.channel), joint.join(item.topics)),
        say.term(item.status),
        joint.join(f"{issue.date.year} {say.number(issue)}" for issue in archive.issues_of.get(item.id, ())),
        *(str(len(item.adoptions)), say.term(levels[0]) if levels else "", str(len(item.endorsements))),
        *(str(len(item.outcomes)), str(len(item.corrections))),
    ]


def _adoption_heads(studio: Studio) -> list[str]:
    _ = studio._
    return [
        *(_("Date"), _("Level"), _("Publication"), _("Publisher"), _("Number"), _("Page of the publication")),
        *(_("Treatment"), _("Title"), _("Unit"), _("Category"), _("Id")),
    ]


def _adoption(studio: Studio, event: Adopted) -> list[str]:
    say, adoption, item = Words(studio._), event.adoption, event.item
    return [
        *(event.date.isoformat(), say.term(event.level), event.publication.name, event.publication.publisher),
        *(adoption.issue, adoption.page, say.term(adoption.treatment) if adoption.treatment else ""),
        *(item.title, _units(studio, item), studio.archive.registry.category[item.category].name, item.id),
    ]


def _units(studio: Studio, item: Item) -> str:
    return studio._(", ").join(studio.archive.registry.unit[unit].name for unit in item.units)
