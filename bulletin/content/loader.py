"""Loading an archive: its files are read, rendered and checked, and all problems are returned together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from bulletin.checks.consistency import check_issues, check_several_files
from bulletin.checks.context import CheckContext
from bulletin.checks.likeness import LikeTexts
from bulletin.checks.links import check_fragment_links, check_links_to_hidden
from bulletin.checks.messages import problem_severity
from bulletin.content import scan
from bulletin.content.alike import like_texts, with_sketches
from bulletin.content.bodies import LazyBodies
from bulletin.content.file_reader import FileResult, line_of, read_files
from bulletin.content.parsed_file import ParsedFile
from bulletin.content.reading import Reading, files_to_read, updated_reading
from bulletin.content.registry import CATEGORIES, PUBLICATIONS, UNITS
from bulletin.content.sources import Sources, read_sources
from bulletin.core.problems import ArchiveProblems, Problem, Severity
from bulletin.markdown.body import Body
from bulletin.model import urls
from bulletin.model.archive import Archive, Tombstone
from bulletin.model.enums import Audience
from bulletin.model.issues import IssueAssignment, assign_to_issues
from bulletin.model.records import Call, CircularText, Compilation, Issue, Item
from bulletin.model.redaction import nameless, redact


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedArchive:
    """An archive with its texts and problems. Where there are errors, ``archive`` holds what could be read."""

    archive: Archive
    bodies: Mapping[str, Body]
    """Rendered texts by the path of their source, without drafts, withdrawn and withheld items."""
    problems: tuple[Problem, ...]
    """All problems, by file and line."""
    static_page_urls: frozenset[str] = frozenset()
    """URLs of hand-written pages: ``guide/`` …"""
    images: frozenset[str] = frozenset()
    """Paths below ``content/`` of the images in ``bodies``."""
    unpublished_images: frozenset[str] = frozenset()
    """The images that only texts show that are not published or are withheld."""
    reading: Reading = field(default_factory=Reading, repr=False, compare=False)
    """What was read."""
    facts: _Facts | None = field(default=None, repr=False, compare=False)
    checked: _Checked | None = field(default=None, repr=False, compare=False)

    @property
    def converted(self) -> int:
        """Number of texts rendered by python-markdown."""
        return sum(parsed.converted is not None for parsed in self.reading.files.values())

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that prevent the site from being built."""
        return tuple(p for p in self.problems if problem_severity(p) is Severity.ERROR)

    def with_problems(self, more: Iterable[Problem]) -> LoadedArchive:
        """Return this with more problems, such as those with settings."""
        return replace(self, problems=_in_order((*more, *self.problems)))

    def require_valid(self) -> LoadedArchive:
        """Return this, or raise :class:`ArchiveProblems` if there are errors."""
        if self.errors:
            raise ArchiveProblems(self.problems)
        return self


def load(
    root: Path,
    today: date,
    jobs: int = 1,
    previous: Reading | LoadedArchive | None = None,
    changed: Collection[str] | None = None,
    *,
    compare: bool = False,
) -> LoadedArchive:
    """Read the archive at *root* as of *today*, with up to *jobs* processes.

    Of an archive that was read before, only those files are read that may give another result: *changed* are the paths,
    relative to *root*, of all files that have changed, or were added or removed, since *previous*; None where that is
    not known. What is equal to the previous reading is the same objects. Texts that are nearly the same are looked for
    where *compare* says so.
    """
    before = previous.reading if isinstance(previous, LoadedArchive) else previous
    if before is None:
        sources = read_sources(root)
        results = _read(sources, sources.paths, jobs, compare=compare)
        reading = Reading(sources=sources, files={parsed.path: parsed for parsed, _ in results})
    else:
        changed = None if changed is None else frozenset(changed)
        sources = read_sources(root, before.sources, changed)
        results = _read(sources, files_to_read(before, sources, changed), jobs, compare=compare)
        reading = updated_reading(before, sources, [parsed for parsed, _ in results])
    if compare and reading is not before:
        alike = like_texts(root, before.files if before else {}, before.alike if before else (), reading.files)
        reading = replace(reading, alike=alike)
    rendered = {parsed.path: body for parsed, body in results if body is not None}
    return _assemble(reading, today, rendered, previous if isinstance(previous, LoadedArchive) else None)


def _read(sources: Sources, paths: Sequence[str], jobs: int, *, compare: bool) -> list[FileResult]:
    results = read_files(sources, paths, jobs)
    return with_sketches(results) if compare else results


def part_of_archive(sources: Sources, parsed: Iterable[ParsedFile], today: date) -> LoadedArchive:
    """Return the archive that some of its files form, with the problems that these files show, and those of names."""
    return _assemble(Reading(sources=sources, files={file.path: file for file in parsed}), today, {}, None)


def archive_as_of(reading: Reading, today: date) -> Archive:
    """Return the archive as of *today* that a reading forms."""
    return _Facts.of(reading).archive(reading, today)


class _Checked(NamedTuple):
    """Problems that stay where items differ only in what does not matter to them."""

    of_issues: tuple[Problem, ...]
    of_files: tuple[Problem, ...]
    """Those of single files, and of what they link to."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts of all files, and the assignment of items to issues."""

    items: Sequence[Item]
    """By date and id."""
    published: Sequence[Item]
    issues: Sequence[Issue]
    calls: Sequence[Call]
    circular_texts: Sequence[CircularText]
    compilations: Sequence[Compilation]
    grouped: IssueAssignment

    @classmethod
    def of(cls, reading: Reading) -> _Facts:
        facts = [parsed.fact for parsed in reading.files.values()]
        items = [fact for fact in facts if isinstance(fact, Item)]
        # Two stable sorts take a third of the time of one by pairs.
        items.sort(key=attrgetter("id"))
        items.sort(key=attrgetter("date"))
        published = [item for item in items if item.is_published]
        everybody = Audience.ALL
        return cls(
            items,
            published,
            issues := [fact for fact in facts if isinstance(fact, Issue)],
            [fact for fact in facts if isinstance(fact, Call)],
            [fact for fact in facts if isinstance(fact, CircularText)],
            [fact for fact in facts if isinstance(fact, Compilation)],
            assign_to_issues([i for i in published if i.audience is everybody], issues, reading.sources.registry),
        )

    def with_items(self, items: Mapping[str, Item]) -> _Facts:
        """Return these facts with other items, by id, at the places of those that have their ids."""
        return replace(
            self,
            items=[items.get(item.id, item) for item in self.items],
            published=[items.get(item.id, item) for item in self.published],
        )

    def archive(self, reading: Reading, today: date) -> Archive:
        """Return the archive of these facts; what may not be read on that day is redacted."""
        sources, grouped = reading.sources, self.grouped
        published = self.published
        withheld = {item.id for item in published if item.is_withheld_on(today)}
        withdrawn = [item for item in self.items if item.is_withdrawn]
        topics = frozenset[str]()
        if withheld or withdrawn:
            # Takes 30 ms to import, an eighth of all that reading imports, and many archives withhold nothing.
            from bulletin.model.scheme import topics_of_rules

            topics = topics_of_rules(sources.schemes, sources.targets)
        if withheld:
            published = [redact(item, topics) if item.id in withheld else item for item in published]
        return Archive(
            registry=sources.registry,
            today=today,
            items=tuple(published),
            withdrawn=tuple(Tombstone(id=item.id, date=item.withdrawal_day) for item in withdrawn),
            lapsed=tuple(nameless(item, topics) for item in withdrawn),
            withheld=frozenset(withheld),
            issues=grouped.issues,
            contents=grouped.contents,
            pending=grouped.pending,
            calls=tuple(sorted(self.calls, key=lambda c: (c.date, c.id))),
            circular_texts=tuple(sorted(self.circular_texts, key=lambda text: text.id)),
            compilations=tuple(sorted(self.compilations, key=lambda one: (one.date, one.id))),
            schemes=sources.schemes,
            targets=sources.targets,
            closed=sources.closed,
        )


def _assemble(
    reading: Reading, today: date, rendered: dict[str, Body], previous: LoadedArchive | None
) -> LoadedArchive:
    """Return the archive as of *today* that a reading forms, with the problems of all files."""
    if previous and previous.reading is reading and previous.archive.today == today:
        return previous
    in_place = _items_in_place(previous, reading, today) if previous else None
    facts, archive = _facts_and_archive(reading, today, previous, in_place)
    hidden = {item.path for item in facts.items if not item.is_published}
    hidden |= {archive.item[key].path for key in archive.withheld}
    digests = {
        path: parsed.body_digest
        for path, parsed in reading.files.items()
        if parsed.fact is not None and path not in hidden
    }
    with_images = [parsed for parsed in reading.files.values() if parsed.images]
    images = frozenset(image for parsed in with_images if parsed.path in digests for image in parsed.images)
    if previous and isinstance(previous.bodies, LazyBodies):
        rendered = {**previous.bodies.rendered, **rendered}
    else:
        rendered = {path: body for path, body in _converted_bodies(reading) if path in digests} | rendered
    context = _check_context(reading, facts, today)
    checked = _checked(reading, context, previous, in_place)
    problems = [
        *reading.sources.problems,
        *(problem for parsed in reading.files.values() for problem in parsed.problems),
        *_check_archive(context, reading.sources),
        *checked.of_issues,
        *checked.of_files,
        *_unshown_images(reading),
    ]
    return LoadedArchive(
        archive=archive,
        bodies=LazyBodies(reading.sources, digests, rendered, frozenset(map(urls.item, archive.withheld))),
        problems=_in_order(_without_consequences(problems, reading.sources)),
        static_page_urls=frozenset(scan.static_page_url(path) for path in reading.sources.files.pages) - {urls.HOME},
        images=images,
        unpublished_images=frozenset(image for parsed in with_images for image in parsed.images) - images,
        reading=reading,
        facts=facts,
        checked=checked,
    )


def _unshown_images(reading: Reading) -> Iterator[Problem]:
    """Yield the images beside texts that no text shows or links to."""
    images = [path for path in reading.sources.files.images if path.startswith(scan.TEXT_FOLDERS)]
    shown = {path for parsed in reading.files.values() for path in parsed.lookups} if images else ()
    for path in images:
        parsed = reading.files.get(path)  # none in a part of an archive
        if path not in shown and not (parsed and parsed.problems):
            yield Problem(path=path, code="unshown-image", values={"name": path.rpartition("/")[2]})


def _without_consequences(problems: list[Problem], sources: Sources) -> list[Problem]:
    """Return problems without what follows from errors in the tables of names, by which all other files are read.

    Of a table of which nothing could be read only its own errors are left, and what is said of places of files.
    """
    wrong = {problem.path for problem in sources.table_problems if problem_severity(problem) is Severity.ERROR}
    registry = sources.registry
    tables = (
        (UNITS, registry.units, "unknown-unit"),
        (CATEGORIES, registry.categories, "unknown-category"),
        (PUBLICATIONS, registry.publications, "unknown-publication"),
    )
    unread = {path for path, entries, _ in tables if path in wrong and not entries}
    if unread:
        of_places = set(map(id, sources.files.problems))
        return [problem for problem in problems if problem.path in unread or id(problem) in of_places]
    follow = {code for path, _, code in tables if path in wrong}
    return [problem for problem in problems if problem.code not in follow] if follow else problems


def _items_in_place(previous: LoadedArchive, reading: Reading, today: date) -> Mapping[str, Item] | None:
    """Return the items that differ from a previous reading, by id, where everything else is the same.

    None where anything else differs, or where one of them may be in another list, in another issue, or withheld.
    """
    if previous.reading.sources is not reading.sources or previous.archive.today != today or not previous.facts:
        return None
    found, before = {}, previous.reading.files
    for path, parsed in reading.files.items():
        if (was := before[path]) is not parsed and (old := was.fact) is not (new := parsed.fact):
            if not isinstance(old, Item) or not isinstance(new, Item) or _place(old) != _place(new):
                return None
            if not new.is_published or old.is_withheld_on(today) or new.is_withheld_on(today):
                return None
            found[new.id] = new
    return found


def _place(item: Item) -> tuple[object, ...]:
    """Return what decides in which issue an item is, where in its lists, and whether it is published."""
    return item.id, item.path, item.date, item.units, item.category, item.status, item.audience


def _facts_and_archive(
    reading: Reading, today: date, previous: LoadedArchive | None, in_place: Mapping[str, Item] | None
) -> tuple[_Facts, Archive]:
    if previous and previous.facts and in_place is not None:
        if not in_place:
            return previous.facts, previous.archive
        items = tuple([in_place.get(item.id, item) for item in previous.archive.items])
        return previous.facts.with_items(in_place), replace(previous.archive, items=items)
    facts = _Facts.of(reading)
    same = previous and _is_same_archive(previous, reading, today)
    return facts, previous.archive if previous and same else facts.archive(reading, today)


def _converted_bodies(reading: Reading) -> Iterator[tuple[str, Body]]:
    """Yield path and rendered text of each file whose text python-markdown had to render."""
    for path, parsed in reading.files.items():
        if parsed.converted is not None:
            yield path, Body(*parsed.converted, parsed.links, parsed.images, parsed.fragment_links)


def _is_same_archive(previous: LoadedArchive, reading: Reading, today: date) -> bool:
    """Whether a reading forms the same archive as the previous one: the same facts and registry on the same day."""
    archive, sources = previous.archive, reading.sources
    if archive.today != today or archive.registry is not sources.registry:
        return False
    if archive.schemes is not sources.schemes or archive.targets is not sources.targets:
        return False
    if archive.closed is not sources.closed:
        return False
    before, after = previous.reading.files, reading.files
    return before.keys() == after.keys() and all(before[path].fact is parsed.fact for path, parsed in after.items())


def _check_context(reading: Reading, facts: _Facts, today: date) -> CheckContext:
    sources, files, number = reading.sources, reading.files, today.toordinal()
    return CheckContext(
        registry=sources.registry,
        today=today,
        items=facts.items,
        future_items=[file.fact for file in files.values() if file.last_day > number and isinstance(file.fact, Item)],
        issues=facts.issues,
        calls=facts.calls,
        circular_texts=facts.circular_texts,
        compilations=facts.compilations,
        paths=sources.files.items,
        grouped=facts.grouped,
        text_digests={path: parsed.text_digest for path, parsed in files.items()},
        alike=[texts for texts in reading.alike if not _are_linked(files, texts)],
    )


def _are_linked(files: Mapping[str, ParsedFile], texts: LikeTexts) -> bool:
    """Whether one of two texts links to the other, as a text does that follows another."""
    one, other = ((urls.ITEMS + path.removeprefix(f"{scan.ITEMS}/").removesuffix(".md") + "/") for path in texts[:2])
    return other in files[texts.one].links or one in files[texts.other].links


def _check_archive(context: CheckContext, sources: Sources) -> Iterator[Problem]:
    """Yield the problems that depend on more than one file, without those of :class:`_Checked`."""
    yield from check_several_files(context)
    if texts := context.circular_texts:
        from bulletin.content.circular_texts import figures_have_something_to_say

        yield from figures_have_something_to_say(texts, sources.registry, sources.schemes, sources.targets)
    if sources.schemes:
        # Takes 30 ms to import with what it imports, and many archives have no scheme.
        from bulletin.schemes.deadline_checks import days_off_are_known
        from bulletin.schemes.unscored_facts import unscored_facts

        lapsed = [item for item in context.items if item.is_withdrawn]
        yield from unscored_facts(context.published, lapsed, context.calls, sources.schemes, context.today)
        yield from days_off_are_known(sources.schemes, sources.registry.calendar, context.today)


def _checked(
    reading: Reading, context: CheckContext, previous: LoadedArchive | None, in_place: Mapping[str, Item] | None
) -> _Checked:
    """Return the problems that may stay; where only items in place differ, no others are checked again."""
    files = reading.files
    if previous is None or previous.checked is None or in_place is None:
        found = _check_files(reading, context, context.published, files.values())
        return _Checked(tuple(check_issues(context)), tuple(found))
    before, of_issues = previous.reading.files, previous.checked.of_issues
    changed = {path: parsed for path, parsed in files.items() if before[path] is not parsed}
    if any(previous.archive.item[key].lines != item.lines for key, item in in_place.items()):
        of_issues = tuple(check_issues(context))
    if any(before[path].anchors != parsed.anchors for path, parsed in changed.items()):
        changed = dict(files)
    items = [parsed.fact for parsed in changed.values() if isinstance(parsed.fact, Item) and parsed.fact.is_published]
    kept = (problem for problem in previous.checked.of_files if problem.path not in changed)
    return _Checked(of_issues, (*kept, *_check_files(reading, context, items, changed.values())))


def _check_files(
    reading: Reading, context: CheckContext, items: Sequence[Item], files: Collection[ParsedFile]
) -> Iterator[Problem]:
    """Yield the problems of published *items*, each by itself, with schemes, and of what *files* link to."""
    sources = reading.sources
    if sources.schemes:
        # Takes 30 ms to import with what it imports, and many archives have no scheme.
        from bulletin.schemes.checks import adoptions_count_by_one_mode, adoptions_have_points
        from bulletin.schemes.deadline_checks import hours_can_be_counted

        yield from hours_can_be_counted(items, sources.schemes)
        yield from adoptions_have_points(items, sources.schemes, sources.registry)
        yield from adoptions_count_by_one_mode(items, sources.schemes)
    find_line = partial(line_of, sources.root)
    if linking := {p.path: p.links for p in files if p.links}:
        yield from check_links_to_hidden(context.items, linking, find_line)
    if fragments := {p.path: p.fragment_links for p in files if p.fragment_links}:
        yield from check_fragment_links(fragments, partial(_anchors, reading), find_line)


def _anchors(reading: Reading, url: str) -> tuple[str, ...] | None:
    """Return the ids of headings of the item, call or hand-written page at *url*; those of others are not known."""
    path = reading.sources.path_of_url.get(url, "")
    parsed = reading.files.get(path)
    return parsed.anchors if parsed and (isinstance(parsed.fact, (Item, Call)) or scan.is_page(path)) else None


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by file and line, each once."""
    found = {problem.order: problem for problem in problems}
    return tuple(found[order] for order in sorted(found))
