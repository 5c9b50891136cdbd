"""Records what pages and files read of an archive, each read as the keys that a change of it is sure to touch.

While something is rendered, these are recorded: every field of a record (:data:`RECORDS`); every look-up in a mapping
of the archive, with what is missing from it; every use of a list of items, which depends on what is in it; the day, to
compare it and to use it; rendered texts. A read is covered by any of the keys that a change of what is read touches.

What is computed of many facts and compared in two states of an archive (:data:`DERIVED` and :func:`_record_derived`:
points, ranks, circulars, which years a list has, related items) is computed while recording is paused. That it was used
is recorded, and so is every field that is read of the items it consists of. That its keys are right is for
``test_changes`` and ``test_changed_figures`` to show. Not recorded are the language and the templates, which nothing
survives, and what is in the route of a page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

import pytest

from bulletin.core.memo import memoized
from bulletin.exports import catalog
from bulletin.model import aggregates, related, stories, topics, urls
from bulletin.model import archive as archives
from bulletin.model import keys as k
from bulletin.model.archive import Archive
from bulletin.model.keys import Key, Names
from bulletin.model.records import Adoption, Call, Correction, Endorsement, Issue, Item, Outcome, SentUp
from bulletin.model.registry import Category, Group, Publication, Registry, Unit
from bulletin.scoring import activity, authors, dues, ledger, period_results, periods, standings, yearly
from bulletin.scoring.circulars import circular
from bulletin.site import routes, table_builders
from bulletin.site.pages.collections import year as year_pages
from bulletin.site.pages.registers import corrections as correction_pages
from bulletin.site.pages.stats import standings as standing_tables
from tests.support.coverage_of_reads import Read
from tests.support.recorded_values import Listed, Looked, Recorder, Today, Withheld

_Function = Callable[..., Any]
_Wrap = Callable[[Any], Any]
_Lists = Mapping[Any, tuple[Any, ...]]
ENTRIES = (Adoption, Endorsement, Outcome, Correction, SentUp)
REGISTERED = (Unit, Category, Publication, Group)
RECORDS = (Item, *ENTRIES, Issue, Call, *REGISTERED, archives.Adopted, archives.Endorsed, archives.Tombstone)
"""The classes whose fields are recorded."""
FIGURES = ("circular", "standings", "ledger", "ranked authors", "top units")
"""Memos of the figures of a period, which is in their key."""
DERIVED = {
    *FIGURES,
    *("ledger of", "lapses", "items", "events", "period results", "items with other days", "credited together"),
    *("ledgers", "active units", "circular periods", "circular period set", "year results", "routes", "line"),
    *("authors", "authors by unit", "slugs", "slug of", "rates of groups", "submitted by unit", "adoptions by unit"),
    *("withdrawn by unit", "dues"),
    *("translated", "public", "group points"),
}
"""The memos that are computed while recording is paused."""
_LAZY = (circular, period_results, standings, ledger)
"""Modules of classes whose values are computed late."""


def forget(archive: Archive) -> None:
    """Drop what is memoized with an archive and not derived: each page computes it again."""
    memos = vars(archive).get("_memoized", {})
    for key in [key for key in memos if _name(key) not in DERIVED]:
        del memos[key]


def _name(key: Hashable) -> Hashable:
    return key[0] if isinstance(key, tuple) else key


def _replace_function(patch: pytest.MonkeyPatch, function: Callable[..., Any], other: Callable[..., Any]) -> None:
    """Put *other* in the place of a function, wherever a module of the program has imported it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("bulletin"):
            for attribute, value in list(vars(module).items()):
                if value is function:
                    patch.setattr(module, attribute, other)


def record(patch: pytest.MonkeyPatch) -> Recorder:
    """Make records, archives and derived values note what is read of them, until *patch* is undone."""
    recorder = Recorder()
    _record_fields(patch, recorder)
    _record_archive(patch, recorder)
    _record_registry(patch, recorder)
    _record_derived(patch, recorder)
    return recorder


def _record_fields(patch: pytest.MonkeyPatch, recorder: Recorder) -> None:
    def noting(descriptor: Any, name: str) -> property:  # noqa: ANN401
        get = descriptor.__get__

        def read(record: object) -> object:
            if not recorder.depth:
                recorder.reads.add(("field", id(record), name))
            return get(record)

        return property(read, descriptor.__set__)

    for kind in RECORDS:
        for name in kind.__slots__:
            patch.setattr(kind, name, noting(vars(kind)[name], name))


class _Wrappers:
    """Makes functions that wrap what attributes of an archive hold, so that its use is recorded."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder, self.note = recorder, recorder.note

    def listed(self, kind: str) -> _Wrap:
        """Return a wrapper of a list."""
        return lambda found: Listed(self.recorder, (kind,), found)

    def noted(self, *read: Hashable) -> _Wrap:
        """Return a wrapper of a value whose use is *read*."""

        def wrap(found: Any) -> Any:  # noqa: ANN401
            self.note(*read)
            return found

        return wrap

    def lists(self, name: Callable[[Any], Names], whole: str) -> _Wrap:
        """Return a wrapper of lists by what *name* makes their names of; all of them are in the list *whole*."""

        def wrap(found: _Lists) -> Looked:
            def of(key: Any, known: bool) -> Listed | None:  # noqa: ANN401, FBT001 - as in Looked
                return Listed(self.recorder, name(key), found[key]) if known else self.note("list", *name(key))

            return Looked(found, of, lambda: self.note("list", whole))

        return wrap

    def single(self, kind: str, whole: Key | None = None) -> _Wrap:
        """Return a wrapper of records by id."""
        all_of = ("key", whole) if whole else (kind,)
        return lambda found: Looked(found, lambda key, known: self.note(kind, key, known), lambda: self.note(*all_of))

    def today(self, found: date) -> Today:
        made = Today(found.year, found.month, found.day)
        made.recorder = self.recorder
        return made

    def withheld(self, found: frozenset[str]) -> Withheld:
        made = Withheld(found)
        made.recorder = self.recorder
        return made


def _record_archive(patch: pytest.MonkeyPatch, recorder: Recorder) -> None:
    make = _Wrappers(recorder)
    wrappers: dict[str, _Wrap] = {
        "today": make.today,
        "withheld": make.withheld,
        "items": make.listed("items"),
        "adoptions": make.listed("adoptions"),
        "endorsements": make.listed("endorsements"),
        "issues": make.noted("key", k.ISSUES),
        "pending": make.noted("key", k.PENDING),
        "calls": make.noted("key", k.CALLS),
        "withdrawn": make.noted("key", k.TOMBSTONES),
        "schemes": make.noted("schemes"),
        "shows_points": make.noted("key", k.HAS_POINTS),
        "targets": make.noted("schemes"),
        "years": make.noted("years"),
        "contents": make.single("contents", k.ISSUES),
        "issues_by_year": lambda found: Looked(
            found, lambda year, _: make.note("issues of year", year), lambda: make.note("key", k.ISSUES)
        ),
        "issues_of": make.single("issues of", k.ISSUES),
        "neighbours": make.single("issue", k.ISSUES),
        "issue": make.single("issue", k.ISSUES),
        "call": make.single("call", k.CALLS),
        "item": make.single("item"),
        "tombstone": make.single("tombstone", k.TOMBSTONES),
        "by_unit": make.lists(lambda unit: ("unit", unit), "items"),
        "by_category": make.lists(lambda one: ("category", one), "items"),
        "by_topic": make.lists(lambda topic: ("topic", urls.topic_slug(topic)), "items"),
        "by_year": make.lists(lambda year: ("items", year), "items"),
        "adoptions_by_publication": make.lists(lambda one: ("publication", one), "adoptions"),
        "adoptions_by_year": make.lists(lambda year: ("adoptions", year), "adoptions"),
        "adoptions_by_unit": make.lists(lambda unit: ("adoptions of unit", unit), "adoptions"),
        "answers": make.lists(lambda call: ("answers", call), "items"),
    }
    for name, wrap in wrappers.items():
        patch.setattr(Archive, name, _Attribute(recorder, name, vars(Archive).get(name), wrap), raising=False)


class _Attribute:
    """An attribute of an archive or a registry; its value is computed while recording is paused, and then wrapped."""

    def __init__(self, recorder: Recorder, name: str, old: Any, wrap: _Wrap) -> None:  # noqa: ANN401
        self.recorder, self.name, self.wrap = recorder, name, wrap
        self.compute = old.func if isinstance(old, cached_property) else None

    def __get__(self, owner: Any, _kind: type | None = None) -> Any:  # noqa: ANN401
        if owner is None:
            return self
        values = vars(owner)
        if self.name not in values and self.compute:
            with self.recorder.paused():
                values[self.name] = self.compute(owner)
        found = values[self.name]
        return found if self.recorder.depth else self.wrap(found)

    def __set__(self, owner: Any, value: Any) -> None:  # noqa: ANN401
        vars(owner)[self.name] = value


def _record_registry(patch: pytest.MonkeyPatch, recorder: Recorder) -> None:
    note = recorder.note

    def whole(found: Any) -> Any:  # noqa: ANN401
        note("key", k.REGISTRY)
        return found

    def entry(found: Mapping[Any, Any]) -> Looked:
        # What is there is noted when its fields are read.
        def noted(_key: object, known: bool) -> None:  # noqa: FBT001
            if not known:
                note("key", k.REGISTRY)

        return Looked(found, noted, lambda: note("key", k.REGISTRY))

    bulletin = _Wrappers(recorder).noted("key", k.BULLETIN)
    patch.setattr(Registry, "bulletin", _Attribute(recorder, "bulletin", None, bulletin), raising=False)
    for name in ("groups", "units", "categories", "publications"):
        patch.setattr(Registry, name, _Attribute(recorder, name, None, whole), raising=False)
    for name in ("group", "unit", "category", "publication"):
        patch.setattr(Registry, name, _Attribute(recorder, name, vars(Registry)[name], entry))


class _Derived:
    """Puts recording functions in the place of those that return derived values."""

    def __init__(self, patch: pytest.MonkeyPatch, recorder: Recorder) -> None:
        self.patch, self.recorder, self.note = patch, recorder, recorder.note

    def replace(self, function: _Function, read: Callable[..., Read | None], wrap: _Function | None = None) -> None:
        """Pause recording while *function* computes; note what *read* returns, and return what *wrap* makes of it."""
        recorder = self.recorder

        def call(*args: Any) -> Any:  # noqa: ANN401
            if recorder.depth:
                return function(*args)
            if noted := read(*args):
                recorder.note(*noted)
            with recorder.paused():
                found = function(*[arg.raw if isinstance(arg, Listed) else arg for arg in args])
            return wrap(found, *args) if wrap else found

        _replace_function(self.patch, function, call)

    def memo(self, owner: object, key: Hashable, compute: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Do what :func:`memoized` does; note of which period figures are used, and whether addresses of topics are."""
        name = _name(key)
        if name in FIGURES and isinstance(key, tuple):
            self.note("figures", key[1], key[2])
        if name in ("slugs", "slug of"):
            self.note("topics")
        if name not in DERIVED:
            return memoized(owner, key, compute)
        with self.recorder.paused():
            return memoized(owner, key, compute)

    def by_year(self, found: _Lists, _archive: Archive, listed: tuple[Any, ...]) -> _Lists:
        if not isinstance(listed, Listed):
            return found
        names = ("unit", *listed.names[1:]) if listed.names[0] == "adoptions of unit" else listed.names

        def of_year(year: int, known: bool) -> Listed | None:  # noqa: FBT001 - as in Looked
            if known:
                return Listed(self.recorder, (*names, year), found[year])
            return self.note("list", *names, year)

        return Looked(found, of_year, lambda: self.note("years of", *names))

    def results(self, found: yearly.YearResults, _archive: Archive, year: int) -> yearly.YearResults:
        note = self.note

        def of_unit(unit: str, known: bool) -> Looked:  # noqa: FBT001 - as in Looked
            names = found.authors[unit] if known else {}
            return Looked(names, lambda name, _: note("author", unit, name), lambda: note("author", unit, ""))

        return yearly.YearResults(
            Looked(found.units, lambda unit, _: note("key", k.result(unit, year)), lambda: note("results", year)),
            Looked(found.authors, of_unit, lambda: note("results", year)),
        )

    def authors(self, found: Mapping[Any, Any], _archive: Archive) -> Looked:
        def noted(key: Any, _known: bool) -> None:  # noqa: ANN401, FBT001 - as in Looked
            self.note("authors", key[0] if isinstance(key, tuple) else key)

        return Looked(found, noted, lambda: self.note("all authors"))

    def on_topics(self, found: tuple[Any, ...], _archive: Archive, names: tuple[str, ...]) -> Listed:
        return Listed(self.recorder, ("topic", urls.topic_slug(names[0])), tuple(found))

    def feed(self, *args: Any) -> catalog.Feed:  # noqa: ANN401
        found = _FEED(*args)
        return replace(found, items=Listed(self.recorder, found.names, found.items))


_FEED = catalog._feed


def _record_derived(patch: pytest.MonkeyPatch, recorder: Recorder) -> None:
    made = _Derived(patch, recorder)
    for kind in [kind for module in _LAZY for kind in vars(module).values() if isinstance(kind, type)]:
        for value in vars(kind).values():
            if isinstance(value, cached_property):
                patch.setattr(value, "func", _paused(recorder, value.func))
    _replace_function(patch, memoized, made.memo)
    _replace_function(patch, _FEED, made.feed)
    made.replace(table_builders.group_by_year, lambda *_: None, made.by_year)
    made.replace(table_builders.used_levels, lambda _: ("key", k.LEVELS))
    made.replace(year_pages.months_with_entries, lambda _, year: ("years of", "month", year))
    made.replace(topics.topics_by_slug, lambda _: ("topics",))
    made.replace(topics.items_on_topics, lambda *_: None, made.on_topics)
    made.replace(aggregates.outcomes, lambda _: ("list", "endorsements"))
    made.replace(correction_pages.corrections, lambda _: ("list", "corrections"))
    made.replace(activity.submitted, lambda _, unit, span: ("submitted", unit, span.first, span.last))
    made.replace(activity.withdrawn, lambda _, unit, span: ("submitted", unit, span.first, span.last))
    made.replace(activity.adoptions, lambda _, unit, span: ("adopted", unit, span.first, span.last))
    made.replace(activity.has_ledger, lambda _, _unit, year: ("key", k.has_ledger(year)))
    made.replace(yearly.year_results, lambda *_: None, made.results)
    made.replace(authors.authors_by_unit, lambda _: None, made.authors)
    made.replace(authors.all_authors, lambda _: None, made.authors)
    made.replace(standing_tables.group_adoption_rate, lambda _, unit, year: ("rate", unit.group, year))
    made.replace(dues.all_dues, lambda _: ("key", k.DUES))
    made.replace(dues.dues_of, lambda _, unit: ("key", k.dues_of(unit)))
    made.replace(routes.all_routes, lambda _: ("key", k.PAGES))
    for related_to in (related.adjacent_items, related.items_on_same_topics, related.items_of_same_units):
        made.replace(related_to, lambda _, item, *_shown: ("related", item.id))
    made.replace(stories.story_of, lambda _, item: ("key", k.story(item.id)))
    made.replace(periods.circular_periods, lambda _: ("key", k.PERIODS))
    made.replace(periods.has_circular, lambda *_: ("key", k.PERIODS))


def _paused(recorder: Recorder, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any) -> Any:  # noqa: ANN401
        with recorder.paused():
            return function(*args)

    return call
