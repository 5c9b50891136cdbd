"""Values that are computed of many facts, compared in two states of an archive: equal ones touch nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.topics import items_on_topics, topics_by_slug
from bulletin.scoring.activity import ledger_years
from bulletin.scoring.periods import circular_periods
from bulletin.scoring.yearly import AuthorYear, keep_year_results, known_year_results, year_results
from bulletin.site import table_builders
from bulletin.site.pages.collections.year import months_with_entries

_YEARLY = frozenset({"unit", "category", "topic", "publication", "month", "items", "adoptions"})
"""The kinds of lists whose pages by year link to each other."""


def derived_keys(before: Archive, after: Archive, touched: Collection[Key], *, score: bool) -> Iterator[Key]:
    """Yield the keys of derived values that differ, given the keys of facts that do."""
    if before.years != after.years:
        yield keys.YEARS
    if table_builders.used_levels(before) != table_builders.used_levels(after):
        yield keys.LEVELS
    if circular_periods(before) != circular_periods(after):
        yield keys.PERIODS
    if _shared_slugs(before) != _shared_slugs(after):
        yield keys.TOPICS
    yield from (keys.has_ledger(year) for year in {year for _, year in ledger_years(before) ^ ledger_years(after)})
    yield from _years_of_lists(before, after, touched)
    scored = _scored_years(after, touched)
    if score:
        yield from (key for year in scored for key in _result_keys(before, after, year))
    elif scored:
        yield keys.RESULTS


def keep_results(before: Archive, after: Archive, touched: Collection[Key]) -> None:
    """Give the archive *after* the results of those years of the one *before* that nothing has touched."""
    known, scored = known_year_results(before), _scored_years(after, touched)
    keep_year_results(after, {year: found for year, found in known.items() if year not in scored})


def _shared_slugs(archive: Archive) -> dict[str, tuple[str, ...]]:
    return {slug: names for slug, names in topics_by_slug(archive).items() if len(names) > 1}


def _years_of_lists(before: Archive, after: Archive, touched: Collection[Key]) -> Iterator[Key]:
    for names in {key[1:3] for key in touched if key[0] == "counted" and key[1] in _YEARLY}:
        shown = names[:1] if names[0] in ("items", "adoptions") else names
        if _years_of(before, *shown) != _years_of(after, *shown):
            yield keys.years_of(*shown)


def _years_of(archive: Archive, kind: object, name: object = "") -> tuple[int, ...]:
    """Return the years of a list, or the months of a year."""
    match kind:
        case "month":
            return months_with_entries(archive, int(str(name)))
        case "items":
            items, events = archive.items, archive.adoptions[:0]
        case "adoptions":
            items, events = (), archive.adoptions
        case "unit":
            items, events = archive.by_unit.get(str(name), ()), archive.adoptions_by_unit.get(str(name), ())
        case "category":
            items, events = archive.by_category.get(str(name), ()), ()
        case "publication":
            items, events = (), archive.adoptions_by_publication.get(str(name), ())
        case _:
            items, events = items_on_topics(archive, topics_by_slug(archive).get(str(name), ())), ()
    return table_builders.years_with_entries(archive, items, events)


def _scored_years(archive: Archive, touched: Collection[Key]) -> set[int]:
    """Return the years whose results may differ."""
    if keys.REGISTRY in touched:
        return set(archive.years)
    quarters = chain(keys.names_of("scored", touched), keys.names_of("elapsed", touched))
    found = {*(int(one) // 4 for one in quarters), *map(int, keys.names_of("rules", touched))}
    return found.intersection(archive.years) if found else found


def _result_keys(before: Archive, after: Archive, year: int) -> Iterator[Key]:
    old, new = year_results(before, year), year_results(after, year)
    for unit in old.units.keys() | new.units.keys():
        if old.units.get(unit) != new.units.get(unit):
            yield keys.result(unit, year)
    for unit in old.authors.keys() | new.authors.keys():
        was, now = old.authors.get(unit, {}), new.authors.get(unit, {})
        for name in was.keys() | now.keys():
            if was.get(name) != now.get(name):
                yield keys.author_result(unit, name)
        if _points(was) != _points(now):
            yield keys.author_points(unit)


def _points(results: Mapping[str, AuthorYear]) -> dict[str, str]:
    return {name: result.points for name, result in results.items()}
