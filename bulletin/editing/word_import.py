"""Word files in; the items, pictures and issues that they are to be out, with what is still to be filled in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath, PurePosixPath

from bulletin.content import scan
from bulletin.content.file_reader import FileReader
from bulletin.content.sources import Sources
from bulletin.core.problems import BulletinError, Problem
from bulletin.editing.changes import FileChange, read_text
from bulletin.editing.new.front_matter import Value
from bulletin.editing.new.issue import IssueProposal, issue_stem, new_issue
from bulletin.editing.new.item import NewItem, new_item
from bulletin.model.records import Issue
from bulletin.model.registry import lookup_key
from bulletin.office.word_in.blocks import Document
from bulletin.office.word_in.document_reader import read_word_file
from bulletin.office.word_in.markdown_writer import MarkdownWriter, text_renderer
from bulletin.office.word_in.pictures import DrawnPicture, draw_pictures
from bulletin.office.word_in.structure import DraftIssue, DraftItem, read_structure

_LATEST_NAME = 1000
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_NUMBER_AT_END = re.compile(r"-\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDefaults:
    """What counts where a text does not say it: ids of the registry, and a day."""

    unit: str = ""
    category: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedItem:
    """One item that a file is: where it goes, what is known of it, and what is left to fill in."""

    title: str
    title_from_name: bool = False
    path: str = ""
    """Empty where it cannot be written yet."""
    units: tuple[str, ...] = ()
    category: str = ""
    date: date | None = None
    authors: tuple[str, ...] = ()
    approved_by: str = ""
    signed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """Words of the signature that name nothing known."""
    missing: tuple[str, ...] = ()
    """Required fields that are left to fill in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """What one file is to become."""

    name: str
    refusal: BulletinError | None = None
    items: tuple[ImportedItem, ...] = ()
    changes: tuple[FileChange, ...] = ()
    losses: Mapping[str, int] = field(default_factory=dict)
    taken_out: tuple[str, ...] = ()
    """Lines of the masthead and the foot, as they stand in the file."""
    issue: str = ""
    """Path of the file of its issue."""
    existing_issue: str = ""
    """Path of an issue of that number that is there already."""
    foreign: str = ""
    """The name of another bulletin whose head the file has."""
    problems: tuple[Problem, ...] = ()
    """Why it cannot be written as it is."""

    @property
    def is_whole(self) -> bool:
        """Whether all of it can be written."""
        hindered = self.refusal or self.existing_issue or self.problems
        return not hindered and not any(item.missing for item in self.items)


@dataclass(slots=True)
class Importer:
    """Plans what files become; what one adds is there for the next."""

    sources: Sources
    defaults: ImportDefaults
    language: str
    """That of the site."""

    def plan(self, name: str, data: bytes | BulletinError) -> ImportedFile:
        """Return what one file becomes; *data* is a .docx, or why there is none."""
        try:
            if isinstance(data, BulletinError):
                raise data
            document = read_word_file(data)
            draft = read_structure(document, self.sources.registry)
        except BulletinError as error:
            return ImportedFile(name=name, refusal=error)
        return self._planned(name, document, draft)

    def _planned(self, name: str, document: Document, draft: DraftIssue) -> ImportedFile:
        losses = Counter(draft.losses)
        pictures = draw_pictures(document.pictures, self.sources.registry.bulletin, losses)
        before, changes, items = self.sources, list[FileChange](), list[ImportedItem]()
        for number, item in enumerate(draft.items, 1):
            title = item.title or _title_of_name(name, number if len(draft.items) > 1 else 0)
            known = self._known(item, title, draft)
            if not known.missing:
                made = self._item_changes(known, item, document, pictures, losses)
                known = replace(known, path=made[0].path)
                changes += made
            items.append(known)
        planned = ImportedFile(
            name=name,
            items=tuple(items),
            losses=+losses,
            taken_out=(*draft.masthead.lines, *draft.foot.lines),
            foreign=draft.masthead.foreign,
            problems=tuple(self._already_there(changes, before)),
        )
        if planned.is_whole:
            planned = self._with_issue(planned, changes, draft, document)
        if not planned.is_whole:
            self.sources = before
            return replace(planned, items=tuple(replace(item, path="") for item in items))
        return planned

    @staticmethod
    def _already_there(changes: Sequence[FileChange], before: Sources) -> Iterator[Problem]:
        """Yield that a text with pictures is there already: their names only make it another text."""
        for change in changes:
            if not isinstance(change.after, str) or not _PICTURE.search(change.after):
                continue
            new = PurePosixPath(change.path)
            beginning = f"{new.parent}/{_NUMBER_AT_END.sub('', new.stem)}"
            for path in before.files.items:
                if path.startswith(beginning) and _same_text(read_text(before.root, path), change.after):
                    yield Problem(path=change.path, code="duplicate-body", field="title", values={"other": path})
                    break

    def _known(self, item: DraftItem, title: str, draft: DraftIssue) -> ImportedItem:
        """Return what is known of an item: from its text and its signature, else by default."""
        registry, defaults, signature = self.sources.registry, self.defaults, item.signature
        units = signature.units or ((defaults.unit,) if defaults.unit else ())
        said = registry.category_names.get(lookup_key(item.category), "") if item.category else ""
        category = said or defaults.category
        day = signature.date or draft.masthead.date or defaults.date
        required: Iterable[tuple[str, object]] = (("unit", units), ("category", category), ("date", day))
        return ImportedItem(
            title=title,
            title_from_name=not item.title,
            units=units,
            category=category,
            date=day,
            authors=signature.authors,
            approved_by=signature.approved_by,
            signed=item.signed,
            unknown=signature.unknown,
            missing=tuple(key for key, value in required if not value),
        )

    def _item_changes(
        self,
        known: ImportedItem,
        item: DraftItem,
        document: Document,
        pictures: Mapping[str, DrawnPicture],
        losses: Counter[str],
    ) -> list[FileChange]:
        """Return the files of an item: its text, and the pictures that it shows."""
        assert known.date  # noqa: S101 - it is not missing
        new = NewItem(
            title=known.title,
            units=known.units,
            category=known.category,
            date=known.date,
            authors=known.authors,
            approved_by=known.approved_by,
            body="…",
        )
        path = PurePosixPath(new_item(self.sources, new, self.language).changes[0].path)
        names = self._picture_names(path, pictures)
        writer = MarkdownWriter(document.notes, names, losses, text_renderer(names.values()))
        body = writer.write(item.blocks)
        edit = new_item(self.sources, replace(new, slug=path.stem, body=body), self.language)
        shown = {key: name for key, name in names.items() if f"]({name})" in body}
        files = [FileChange(f"{path.parent}/{name}", None, pictures[key].data) for key, name in shown.items()]
        self._add([*edit.changes, *files])
        return [*edit.changes, *files]

    def _picture_names(self, path: PurePosixPath, pictures: Mapping[str, DrawnPicture]) -> dict[str, str]:
        """Return names of pictures beside the item at *path* that no file has."""
        taken = set(self.sources.files.images)
        free = (number for number in range(1, _LATEST_NAME) if not any(
            f"{path.parent}/{path.stem}-{number}{suffix}" in taken for suffix in (".png", ".jpg", ".jpeg", ".webp")
        ))  # fmt: skip
        return {
            key: f"{path.stem}-{number}{picture.suffix}"
            for (key, picture), number in zip(pictures.items(), free, strict=False)
        }

    def _with_issue(
        self, planned: ImportedFile, changes: Sequence[FileChange], draft: DraftIssue, document: Document
    ) -> ImportedFile:
        """Return a planned file with the issue that its masthead names."""
        masthead = draft.masthead
        day = masthead.date or planned.items[0].date
        if masthead.number is None or day is None:
            return replace(planned, changes=tuple(changes))
        known = self._issues
        there = next(
            (
                one.path
                for one in known
                if (one.kind, one.number, one.date.year) == (masthead.kind, masthead.number, day.year)
            ),
            "",
        )
        stem = issue_stem(
            [one for one in known if one.kind is masthead.kind and one.date <= day], masthead.kind, masthead.number
        )
        path = f"{scan.ISSUES}/{day.year:04}/{stem}.md"
        if there := there or (path if path in self.sources.files.issues else ""):
            return replace(planned, existing_issue=there)
        proposal = IssueProposal(
            kind=masthead.kind, date=day, number=masthead.number, serial=masthead.serial, path=path, items=()
        )
        more: dict[str, Value] = {"editor": draft.foot.editor, "signer": draft.foot.signer}
        if draft.foot.copies and draft.foot.copies != self.sources.registry.bulletin.copies:
            more["copies"] = draft.foot.copies
        ids = [PurePosixPath(item.path).relative_to(scan.ITEMS).with_suffix("").as_posix() for item in planned.items]
        note = MarkdownWriter(document.notes, {}, Counter(), text_renderer()).write(draft.note)
        edit = new_issue(self.sources, proposal, ids, self.language, body=note, more=more)
        self._add(edit.changes)
        return replace(planned, changes=(*changes, *edit.changes), issue=proposal.path)

    @property
    def _issues(self) -> list[Issue]:
        """The issues of the archive, by day."""
        reader = FileReader.for_sources(self.sources)
        there = [path for path in self.sources.files.issues if (self.sources.root / path).is_file()]
        facts = (reader.read(path).parsed.fact for path in there)
        return sorted((fact for fact in facts if isinstance(fact, Issue)), key=lambda issue: issue.date)

    def _add(self, changes: Sequence[FileChange]) -> None:
        """Make what is to be written known to the files that follow."""
        files = scan.changed_tree(self.sources.files, [change.path for change in changes], ())
        self.sources = replace(self.sources, files=files)


def _same_text(one: str, other: str) -> bool:
    """Whether two items have the same text, whatever the names of their pictures."""
    texts = (_PICTURE.sub("", text.replace("\r", "").partition("\n---\n")[2]).split() for text in (one, other))
    return next(texts) == next(texts)


def _title_of_name(name: str, number: int) -> str:
    """Return a title for an item without one: the name of its file, with a number if it holds several."""
    stem = " ".join(PurePath(name).stem.split())
    return f"{stem}（{number}）" if number else stem
