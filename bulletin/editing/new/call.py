"""A new call or commission: its file, with an id from its title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - fields are called date
from pathlib import PurePosixPath

from bulletin.content import scan
from bulletin.content.sources import Sources
from bulletin.core.i18n import N_, Translator, translator
from bulletin.core.pinyin import free_id, pinyin_id
from bulletin.editing.changes import Edit, FileChange, Sentence
from bulletin.editing.new.front_matter import Value, languages_of, new_text
from bulletin.editing.new.names import asked_name
from bulletin.model.formatters import Formatters
from bulletin.model.schema import CALL

_DONE = N_("The call “{title}” was written.")
_ON_POINTS = N_("Please write on the points below, by {due}.")
_ON_TITLE = N_("Please write on the subject of the title, by {due}.")
_FRAME = re.compile("^关于|的?(?:约稿|通知|信息需求要点)$")
"""What titles of calls have in common."""

_ID_LIMIT = 28
"""Most characters that the title has in an id, beside the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall:
    """What is known of a call; units are ids of the registry."""

    title: str
    date: Day
    due: Day
    units: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    """What is asked for, point by point."""
    body: str = ""
    slug: str = ""


def new_call(sources: Sources, call: NewCall, language: str) -> Edit:
    """Return the edit that adds a call; *language* is that of the site."""
    registry, paths = sources.registry, sources.files.calls
    languages = languages_of(sources.root, reversed(paths or sources.files.items), language)
    name = _name(call, paths, [unit.name for unit in registry.units])
    values: dict[str, Value] = {
        "title": call.title,
        "date": call.date,
        "due": call.due,
        "unit": tuple(registry.unit[unit].name for unit in call.units),
        "topics": call.topics,
    }
    body = call.body or _body(call, translator(language))
    text = new_text(CALL, values, languages, body, offered=("unit", "topics"))
    path = f"{scan.CALLS}/{name}.md"
    return Edit(Sentence(_DONE, {"title": call.title}), (FileChange(path, None, text),))


def _name(call: NewCall, paths: list[str], names: list[str]) -> str:
    taken = {PurePosixPath(path).stem.lower() for path in paths}
    if call.slug:
        return asked_name(call.slug, taken, scan.CALLS)
    about = pinyin_id(_FRAME.sub("", call.title), limit=_ID_LIMIT, names=names)
    year = f"{call.date.year:04}"
    return free_id("-".join(filter(None, (year, about))), taken, fallback=year)


def _body(call: NewCall, say: Translator) -> str:
    """Return what the call says where nobody wrote a text: until when, and the points one by one."""
    first = say(_ON_POINTS if call.points else _ON_TITLE, due=Formatters(say).day(call.due))
    points = [f"{number}. {point}" for number, point in enumerate(call.points, 1)]
    return "\n".join([first, *(["", *points] if points else [])])
