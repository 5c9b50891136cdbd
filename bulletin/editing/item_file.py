"""The file of an item, with what it says, before and after changes; and events that are recorded in it once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from bulletin.checks.repeats import is_same_event
from bulletin.content.items import read_item
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.changes import Edit, FileChange, Sentence, read_text
from bulletin.editing.front_matter import FrontMatter
from bulletin.editing.names import treatment_name
from bulletin.model.records import Adoption, Item, Outcome
from bulletin.model.registry import Registry
from bulletin.model.schema import ITEM

HAS_ERRORS = N_("{path} has errors. Correct them first: “python3 build.py check” names them.")
_WITHDRAWN = N_("“{title}” is withdrawn since {day}: nothing more is recorded in it.")
_DRAFT = N_("“{title}” is a draft: take out “{field}” first.")
_UNWRITTEN = N_("“{title}” has no text yet: write it first.")
_RECORDED = N_("“{title}” has this already: {path}, line {line}.")


class AlreadyRecorded(BulletinError):
    """What is to be recorded stands in the item, with all that is known of it."""


@dataclass(frozen=True)
class ItemFile:
    """An item's file as it was read, and its text with changes."""

    path: str
    before: str
    text: str
    registry: Registry

    @cached_property
    def item(self) -> Item:
        """What the text says. Raises BulletinError where it cannot be read."""
        fact = read_item(self.text.encode(), self.path, self.registry).fact
        if not isinstance(fact, Item):
            raise BulletinError(HAS_ERRORS, path=self.path)
        return fact

    @property
    def matter(self) -> FrontMatter:
        """The text's front matter, to be changed."""
        return FrontMatter(self.text, ITEM, self.path)

    @property
    def change(self) -> FileChange:
        """What the changes make of the file."""
        return FileChange(self.path, self.before, self.text)

    def edit(self, message: str, **values: object) -> Edit:
        """Return the edit of this file alone; its sentence may name the item by ``{title}``."""
        said = {name: str(value) for name, value in {"title": self.item.title, **values}.items()}
        return Edit(Sentence(message, said), (self.change,))

    def with_value(self, key: str, value: str) -> ItemFile:
        """Return the file with another value of a field."""
        return replace(self, text=self.matter.set_value(key, value))

    def with_event(self, key: str, event: object, entry: Mapping[str, str], day: str) -> ItemFile:
        """Return the file with one more event in a list, or with what one lacks that is there already.

        *entry* has what is given of it; a new one without a date gets that *day*. Raises :class:`AlreadyRecorded`.
        """
        known = self._events(key)
        number = next((n for n, one in enumerate(known) if is_same_event(one, event)), None)
        if number is None:
            return replace(self, text=self.matter.append_entry(key, {"date": day, **entry}))
        return self.with_more_of_event(key, number, entry)

    def with_more_of_event(self, key: str, number: int, entry: Mapping[str, str]) -> ItemFile:
        """Return the file with what an event lacks. Raises :class:`AlreadyRecorded` where it lacks nothing."""
        known = self._events(key)[number]
        values = {name: getattr(known, name.replace("-", "_")) for name in entry}
        lacking = {name: value for name, value in entry.items() if not values[name]}
        if not lacking or _is_used_otherwise(known, entry):
            raise AlreadyRecorded(_RECORDED, title=self.item.title, path=self.path, line=known.line)
        short = _short_form(known, self.registry)
        return replace(self, text=self.matter.change_entry(key, number, lacking, short))

    def day_of(self, key: str, event: object) -> date:
        """Return the day by which an event that was recorded counts."""
        days = (one.date for one in self._events(key) if is_same_event(one, event))
        return next(days, None) or self.item.date

    def _events(self, key: str) -> Sequence[Any]:
        """Return the events of a list; where one of them cannot be read, numbers would not be theirs."""
        found: Sequence[Any] = getattr(self.item, ITEM.field(key).attribute)
        if len(found) != self.matter.entries(key):
            raise BulletinError(HAS_ERRORS, path=self.path)
        return found


def open_item(root: Path, path: str, registry: Registry) -> ItemFile:
    """Return the file of an item in which something may be recorded. Raises BulletinError."""
    text = read_text(root, path)
    file = ItemFile(path, text, text, registry)
    if file.item.is_withdrawn:
        raise BulletinError(_WITHDRAWN, title=file.item.title, day=file.item.withdrawal_day)
    if not file.item.is_published and all(name != "status" for name, _, _ in file.item.lines):
        raise BulletinError(_UNWRITTEN, title=file.item.title)
    if not file.item.is_published:
        raise BulletinError(_DRAFT, title=file.item.title, field=file.item.written("status"))
    return file


def _is_used_otherwise(known: object, entry: Mapping[str, str]) -> bool:
    """Whether an adoption has another form of use than the one that is given."""
    if not isinstance(known, Adoption) or not known.treatment or "treatment" not in entry:
        return False
    return treatment_name(known.treatment) != entry["treatment"]


def _short_form(event: object, registry: Registry) -> dict[str, str]:
    """Return what an event says that may be written as one text."""
    if isinstance(event, Adoption):
        return {"publication": registry.publication[event.publication].name, "issue": event.issue}
    return {"title": event.title} if isinstance(event, Outcome) else {}
