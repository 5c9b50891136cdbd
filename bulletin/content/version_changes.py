"""What differs between two versions of an item, in plain words: which fields, and the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bulletin.content.items import FactAndText, read_item
from bulletin.content.versions import Version
from bulletin.core.i18n import N_, Translator
from bulletin.core.terms import Term
from bulletin.model.records import Item
from bulletin.model.registry import Registry
from bulletin.model.schema import ITEM, chinese_key
from bulletin.model.schema.types import Entries, FieldSpec

_LONGEST = 40


def version_changes(versions: Sequence[Version], path: str, registry: Registry, say: Translator) -> list[list[str]]:
    """Return what each version of an item has changed, the first being new."""
    read = [None if one.data is None else read_item(one.data, path, registry) for one in versions]
    return [list(_changes(before, after, say)) for before, after in zip([None, *read], read, strict=False)]


def _changes(before: FactAndText | None, after: FactAndText | None, say: Translator) -> Iterator[str]:
    if after is None:
        yield say(N_("the file was removed"))
    elif before is None:
        yield say(N_("the file was added"))
    elif not isinstance(before.fact, Item) or not isinstance(after.fact, Item):
        yield say(N_("the file was changed, and cannot be read before or after"))
    else:
        found = [text for spec in ITEM.fields for text in _field(spec, before.fact, after.fact, say)]
        if before.text_digest != after.text_digest:
            values = {"old": before.fact.chars, "new": after.fact.chars}
            found.append(say(N_("the text, {old} → {new} characters"), **values))
        yield from found or [say(N_("how it is written; it says the same"))]


def _field(spec: FieldSpec, before: Item, after: Item, say: Translator) -> Iterator[str]:
    old, new = getattr(before, spec.attribute), getattr(after, spec.attribute)
    name = chinese_key(spec.name) if say.language == "zh" else spec.name
    if isinstance(spec.type, Entries):
        old, new = ([_plain(entry) for entry in entries] for entries in (old, new))
        if old != new:
            more, fewer = len([one for one in new if one not in old]), len([one for one in old if one not in new])
            message = {(True, False): N_("{name}: {more} more"), (False, True): N_("{name}: {fewer} fewer")}
            said = message.get((bool(more), bool(fewer)), N_("{name} changed"))
            yield say(said, name=name, more=more, fewer=fewer)
    elif old != new:
        yield say(N_("{name}: {old} → {new}"), name=name, old=_shown(old), new=_shown(new))


def _plain(entry: object) -> tuple[object, ...]:
    """Return the values of an entry without its line."""
    return tuple(getattr(entry, name) for name in entry.__slots__ if name != "line")  # type: ignore[attr-defined]


def _shown(value: object) -> str:
    if isinstance(value, Term):
        return value.names[0]
    if isinstance(value, tuple):
        return "、".join(map(_shown, value)) or "—"
    text = value.isoformat() if isinstance(value, date) else str(value or "—")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
