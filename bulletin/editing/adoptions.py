"""The rows of a table of adoptions become changes of items; what is not clear is told, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bulletin.content.sources import Sources
from bulletin.core.dates import BadDay, parse_day
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.adoption_table import TableRow
from bulletin.editing.changes import Edit, Sentence
from bulletin.editing.finding import Titled, Titles
from bulletin.editing.item_events import with_adoption
from bulletin.editing.item_file import AlreadyRecorded, ItemFile, open_item
from bulletin.editing.names import find_publication, find_treatment, name_and_issue, plain_issue
from bulletin.model.records import Adoption

_DONE = N_("Adoptions recorded: {adoptions}, in items: {items}.")
_NO_ITEM = N_("The row names no item.")
_NO_PUBLICATION = N_("The row names no publication.")
_NO_DAY = N_("“{text}” is no day; write 2026-03-05.")


@dataclass(frozen=True, slots=True)
class RowResult:
    """What came of a row: recorded, if there is no reason against it."""

    row: TableRow
    item: Titled | None = None
    reason: BulletinError | None = None
    taken_for: str = ""
    """The title that was taken for another that is much alike."""

    @property
    def is_known(self) -> bool:
        """Whether it is recorded already."""
        return isinstance(self.reason, AlreadyRecorded)

    @property
    def is_unclear(self) -> bool:
        """Whether somebody has to look at it."""
        return self.reason is not None and not self.is_known


@dataclass
class AdoptionRows:
    """Adoptions that are recorded one after another, several of them perhaps in one item."""

    sources: Sources
    today: date
    titles: Titles
    on: date
    """The day of rows that have none."""
    files: dict[str, ItemFile] = field(default_factory=dict)
    results: list[RowResult] = field(default_factory=list)

    @classmethod
    def of(cls, sources: Sources, today: date, on: date) -> AdoptionRows:
        """Return an archive in which nothing has been recorded yet."""
        return cls(sources, today, Titles(sources.root, sources.files.items), on)

    def record(self, row: TableRow, chosen: Titled | None = None) -> RowResult:
        """Record a row, of the item that it names or of one that somebody has *chosen*."""
        result = self._record(row, chosen)
        self.results = [*(one for one in self.results if one.row.number != row.number), result]
        return result

    def edit(self) -> Edit:
        """Return the edit of all that was recorded."""
        recorded = [result for result in self.results if result.reason is None]
        values = {"adoptions": str(len(recorded)), "items": str(len(self.files))}
        return Edit(Sentence(_DONE, values), tuple(self.files[path].change for path in sorted(self.files)))

    def _record(self, row: TableRow, chosen: Titled | None) -> RowResult:
        item = chosen
        try:
            item = item or self._item(row)
            adoption = self._adoption(row)
            file = self.files.get(item.path) or open_item(self.sources.root, item.path, self.sources.registry)
            self.files[item.path] = with_adoption(file, adoption, self.today, self.on)
        except BulletinError as error:
            return RowResult(row, item, error)
        title = "" if chosen or row.values.get("id") else row.values.get("title", "")
        return RowResult(row, item, taken_for=title if title and self.titles.is_other_title(title, item) else "")

    def _item(self, row: TableRow) -> Titled:
        """Return the item of a row: by its id, or by its title or one that is much alike."""
        if identifier := row.values.get("id", ""):
            return self.titles.find(identifier)
        if title := row.values.get("title", "").strip("《》"):
            return self.titles.find_alike(title)
        raise BulletinError(_NO_ITEM)

    def _adoption(self, row: TableRow) -> Adoption:
        values, registry = row.values, self.sources.registry
        if not (name := values.get("publication", "")):
            raise BulletinError(_NO_PUBLICATION)
        publication, issue = name_and_issue(registry, name)
        day, treatment = values.get("date", ""), values.get("treatment", "")
        return Adoption(
            publication=find_publication(registry, publication).id,
            issue=plain_issue(values.get("issue", "") or issue),
            date=_day(day) if day else None,
            treatment=find_treatment(registry, treatment) if treatment else None,
            page=values.get("page", ""),
        )


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except BadDay:
        raise BulletinError(_NO_DAY, text=text) from None
