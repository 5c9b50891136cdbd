"""A new item: its file, with an id from its title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - fields are called date
from pathlib import PurePosixPath

from bulletin.content import scan
from bulletin.content.items import read_call
from bulletin.content.sources import Sources, read_bytes
from bulletin.content.unwritten import unwritten_text
from bulletin.core.i18n import N_
from bulletin.core.pinyin import free_id, pinyin_id
from bulletin.editing.changes import Edit, FileChange, Sentence
from bulletin.editing.new.front_matter import Value, languages_of, new_text
from bulletin.editing.new.names import asked_name
from bulletin.model import urls
from bulletin.model.enums import Channel
from bulletin.model.records import Call
from bulletin.model.registry import Registry
from bulletin.model.schema import ITEM

_DONE = N_("The item “{title}” was begun.")
_OFFERED = ("event-date", "authors", "approved-by", "channel", "commission", "topics")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """What is known of an item that is begun; units and category are ids of the registry."""

    title: str
    units: tuple[str, ...]
    category: str
    date: Day
    slug: str = ""
    event_date: Day | None = None
    authors: tuple[str, ...] = ()
    approved_by: str = ""
    channel: Channel | None = None
    commission: str = ""
    topics: tuple[str, ...] = ()
    body: str = ""
    """The text; where it is empty, it is still to be written."""


def new_item(sources: Sources, item: NewItem, language: str) -> Edit:
    """Return the edit that adds an item; *language* is that of the site."""
    registry, paths = sources.registry, sources.files.items
    languages = languages_of(sources.root, reversed(paths), language)
    path = f"{scan.ITEMS}/{item.date.year:04}/{_name(item, paths, registry)}.md"
    values: dict[str, Value] = {
        "title": item.title,
        "unit": tuple(registry.unit[unit].name for unit in item.units),
        "category": registry.category[item.category].name,
        "date": item.date,
        "event-date": item.event_date or "",
        "authors": item.authors,
        "approved-by": item.approved_by,
        "channel": item.channel or _channel(sources, item.commission),
        "commission": item.commission,
        "topics": item.topics,
    }
    text = new_text(ITEM, values, languages, item.body or unwritten_text(language), offered=_OFFERED)
    done = Sentence(_DONE, {"title": item.title})
    return Edit(done, (FileChange(path, None, text),))


def _name(item: NewItem, paths: list[str], registry: Registry) -> str:
    """Return the name of the file: as asked for, or the title's pinyin, with a number where it is taken."""
    folder = f"{scan.ITEMS}/{item.date.year:04}"
    taken = {PurePosixPath(path).stem.lower() for path in paths if path.startswith(f"{folder}/")}
    if not item.slug:
        names = (name for unit in registry.units for name in (unit.name, *unit.aliases))
        return free_id(
            pinyin_id(item.title, names=names), taken | _moved(item, registry), fallback=f"{item.date:%m-%d}"
        )
    return asked_name(item.slug, taken, folder)


def _moved(item: NewItem, registry: Registry) -> set[str]:
    """Return the names of items that have another one now: their addresses lead there."""
    folder = f"{urls.ITEMS}{item.date.year:04}/"
    return {one.old.removeprefix(folder).rstrip("/") for one in registry.redirects if one.old.startswith(folder)}


def _channel(sources: Sources, commission: str) -> Channel | str:
    """Return how an answer to a call is submitted: as commissioned, where the call went to units."""
    path = f"{scan.CALLS}/{commission}.md"
    if not commission or path not in sources.files.calls:
        return ""
    call = read_call(read_bytes(f"{sources.root}/{path}"), path, sources.registry).fact
    return Channel.COMMISSIONED if isinstance(call, Call) and call.is_commission else ""
