"""Digests of the pages and data files of statistics, computed from facts without rendering or scoring.

As long as the digest of a page is equal, the page is equal, byte for byte (in one language, with the same program).
Results of whole years are the only scoring needed, and are kept from one build to the next:

    kept = year_results_by_digest(archive, kept_by_the_previous_build)    # scores only the years that have changed
    digests = stats_digests(archive)                                      # of pages and data files, by address
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bulletin.build.cache.facts_digests import (
    combined,
    digest,
    fact_digests,
    quarters,
    rules_digest,
    window,
    year_digest,
)
from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.exports import catalog
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.registry import Unit
from bulletin.model.topics import topics_by_slug
from bulletin.scoring import activity
from bulletin.scoring.authors import all_authors, authors_by_unit
from bulletin.scoring.periods import circular_periods, has_circular
from bulletin.scoring.yearly import dump_year_results, load_year_results, year_results
from bulletin.site import table_builders
from bulletin.site.anchors import ADOPTIONS, ITEMS, PUBLICATIONS, TOPICS, YEAR_TO_DATE
from bulletin.site.pages.stats import charts, period_lists
from bulletin.site.pages.stats.authors import author_results, has_page
from bulletin.site.pages.stats.standings import group_adoption_rate


def year_results_by_digest(archive: Archive, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the results of each year as JSON values, by year and digest of its facts.

    A year whose facts have not changed is taken from *known*, the previous return value; any other is scored.
    """
    found = {}
    for year in archive.years:
        key = f"{year} {year_digest(archive, year)}"
        if key in known:
            memoized(archive, ("year results", year), lambda key=key: load_year_results(known[key]))  # type: ignore[misc]
        found[key] = dump_year_results(year_results(archive, year))
    return found


def stats_digests(archive: Archive) -> dict[str, bytes]:
    """Return the digest of each page and data file of statistics, by its address.

    Of the pages of units and years, the digest covers the standings only.
    """
    found = dict(_period_digests(archive))
    found |= _ledger_digests(archive)
    found |= _author_digests(archive)
    for unit in archive.registry.units:
        found[urls.unit(unit)] = digest(*(repr(_unit_results(archive, unit, year)) for year in archive.years))
    for year in archive.years:
        found[urls.year(year)] = found[urls.stats(str(year))]
    for period in catalog.years_with_ledgers(archive):
        ledgers = [found.get(urls.ledger(unit, period.first.year), b"") for unit in archive.registry.units]
        for kind in catalog.FIGURE_FORMATS:
            found[urls.DATA + catalog.ledger_file(period.label, kind)] = digest(*ledgers, rules_digest(archive, period))
    return found


def _unit_results(archive: Archive, unit: Unit, year: int) -> tuple[object, ...]:
    submitted = activity.submitted(archive, unit.id, Period.year(year))
    values = (
        year_results(archive, year).units.get(unit.id),
        activity.adoption_rate(submitted),
        group_adoption_rate(archive, unit, year),
    )
    return *values, activity.has_ledger(archive, unit, year)


def _period_digests(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """Yield the digests of the index, of circulars, and of the lists behind them."""
    listed = circular_periods(archive)
    key_figures = [repr(_key_figures(archive, period)) for period in listed]
    levels = repr(table_builders.used_levels(archive))
    adoptions = [repr(sorted(_adoptions_by_level(archive, year).items())) for year in archive.years]
    everything = Period(min((p.first for p in listed), default=archive.today), archive.today)
    first = fact_digests(archive).registry
    yield (
        urls.STATS,
        digest(
            first, levels, *key_figures, *adoptions, rules_digest(archive, everything), str(bool(all_authors(archive)))
        ),
    )
    bars = digest(*(period.label for period in listed), levels)
    for period in listed:
        circular = digest(bars, _circular_digest(archive, period))
        yield urls.stats(period.label), circular
        for kind in catalog.FIGURE_FORMATS:
            yield urls.DATA + catalog.stats_file(period.label, kind), circular
        for part in period_lists.list_names(period):
            yield urls.stats(period.label, part), _list_digest(archive, period, part)


def _key_figures(archive: Archive, period: Period) -> tuple[object, ...]:
    """Return the figures of a period that other periods are compared with."""
    submitted = activity.submitted(archive, "", period)
    silent = sum(1 for unit in archive.registry.units if activity.submitted_nothing(archive, unit, period))
    adopted = sum(1 for item in submitted if item.adoptions)
    return period.label, len(submitted), adopted, len(activity.adoptions(archive, "", period)), silent


def _adoptions_by_level(archive: Archive, year: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for event in archive.adoptions_by_year.get(year, ()):
        found[event.level.value] = found.get(event.level.value, 0) + 1
    return found


def _circular_digest(archive: Archive, period: Period) -> bytes:
    found, days = fact_digests(archive), window(period)
    months = charts.twelve_months_to(min(period.last, archive.today))
    compared = [(_key_figures(archive, p), has_circular(archive, p)) for p in (period.previous, period.year_before)]
    return digest(
        found.registry,
        rules_digest(archive, days),
        combined(found.scored, quarters(days)),
        combined(found.listed, quarters(period)),
        repr([charts.month_counts(archive, month) for month in months]),
        repr(compared),
        _link_targets(archive, period),
        str(min(archive.today, period.last)),
        str(period.last >= archive.today),
    )


def _link_targets(archive: Archive, period: Period) -> str:
    """Return what the links of units and topics depend on."""
    year = period.first.year
    ledgers = [unit.id for unit in archive.registry.units if activity.has_ledger(archive, unit, year)]
    return repr((ledgers, memoized(archive, "topics alike", lambda: _topics_with_shared_address(archive))))


def _topics_with_shared_address(archive: Archive) -> list[tuple[str, tuple[str, ...]]]:
    """Return the topics that share an address; the page is named after the first of them."""
    return [(slug, names) for slug, names in topics_by_slug(archive).items() if len(names) > 1]


def _list_digest(archive: Archive, period: Period, part: str) -> bytes:
    found = fact_digests(archive)
    bucket = {
        ITEMS: (found.submitted, period),
        TOPICS: (found.submitted, period),
        ADOPTIONS: (found.adopted, period),
        PUBLICATIONS: (found.adopted, period),
        YEAR_TO_DATE: (found.submitted, period.to_date),
    }
    digests, days = bucket[part]
    more = combined(found.adopted, quarters(days)) if part == YEAR_TO_DATE else b""
    return digest(part, found.registry, combined(digests, quarters(days)), more, _link_targets(archive, period))


def _ledger_digests(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """Yield the digests of ledgers: they depend on the items of all units that are credited together."""
    found, sources = fact_digests(archive), _units_credited_together(archive)
    labels = [period.label for period in circular_periods(archive)]
    for unit in archive.registry.units:
        years = [year for year in archive.years if activity.has_ledger(archive, unit, year)]
        for year in years:
            period = Period.year(year)
            mine = [found.by_unit.get((source, year), b"") for source in sources[unit.id]]
            spans = repr([label for label in labels if label.startswith(period.label)])
            day = str(min(archive.today, period.last))
            yield (
                urls.ledger(unit, year),
                digest(found.registry, rules_digest(archive, period), *mine, repr(years), spans, day),
            )


def _units_credited_together(archive: Archive) -> dict[str, list[str]]:
    """Return for each unit those that are credited together with it: for points, or in answering a commission."""
    families = {unit.id: {unit.id} for unit in archive.registry.units}
    for unit in archive.registry.units:
        joined = set[str]().union(*(families[heir] for heir in activity.credited_units(archive, unit)))
        for member in joined:
            families[member] = joined
    return {unit: sorted(family) for unit, family in families.items()}


def _author_digests(archive: Archive) -> Iterator[tuple[str, bytes]]:
    found, index = fact_digests(archive), []
    for unit, authors in authors_by_unit(archive).items():
        digests = []
        for author in authors:
            index.append(repr((unit, author.name, has_page(author))))
            results = repr(sorted(author_results(archive, author).items()))
            digests.append(digest(found.registry, found.by_author[unit, author.name], results))
            if has_page(author):
                yield urls.author_page(unit, author.name), digests[-1]
        yield urls.unit_authors(unit), digest(*digests)
    if index:
        yield urls.AUTHORS, digest(found.registry, *index)
