"""Whatever is withheld, points, ranks and figures are those of the archive that withholds nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.core.dates import Period
from bulletin.exports.stats_json import stats_record
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.redaction import redact
from bulletin.model.scheme import topics_of_rules
from bulletin.scoring import whole_ledger
from tests.support.figures import untouched_figures
from tests.support.page_views import rendered
from tests.support.scoring_strategies import YEARS, Rules, entry_rows, items_with_authors, office, rules, sums

LOOKING = (
    '[[bonus]]\nwords = "党建加1分"\ntopics = ["党建"]\npoints = 1\n',
    '[[submission]]\nwords = "长稿"\nmin-chars = 6\npoints = 2\npriority = 9\n',
    '[[bonus]]\nwords = "有图加1分"\npictures = true\npoints = 1\n',
)
"""Rules that look at what a text says."""
PERIODS = tuple(map(Period.parse, ("2025", "2026", "2026-Q1", "2026-02", "2025-11-05..2026-02-03")))
AUTHORS = '[authors]\nsplit = "平分"\n'
texts = st.tuples(st.sampled_from([2, 9]), st.booleans())
"""How long they are, and whether they have pictures."""


@st.composite
def written(draw: st.DrawFn) -> list[Item]:
    listed = [(item, *draw(texts)) for item in draw(items_with_authors())]
    return [replace(item, chars=chars, has_pictures=pictures, approved_by="某科长") for item, chars, pictures in listed]


def without(archive: Archive, which: set[int]) -> Archive:
    """Return an archive that withholds some of its items, by place."""
    words = topics_of_rules(archive.schemes, archive.targets)
    items = tuple(redact(item, words) if n in which else item for n, item in enumerate(archive.items))
    return replace(archive, items=items, withheld=frozenset(item.id for item in items if item.is_withheld))


def figures(archive: Archive) -> list[object]:
    found = whole_ledger(archive)
    authors = {key: [(e.date, e.words, e.points) for e in one.entries] for key, one in found.authors.items()}
    return [entry_rows(found), sums(archive), authors, *(stats_record(archive, period) for period in PERIODS)]


@settings(max_examples=60)
@given(written(), rules, st.sets(st.integers(0, 7)), st.sets(st.sampled_from(LOOKING)))
def test_figures_stay(found: list[Item], chosen: Rules, which: set[int], looking: set[str]) -> None:
    blocks = [*chosen[0], *(rule for rule in LOOKING if rule in looking)]
    archive = office(found, (blocks, [*chosen[1], AUTHORS]))
    assert figures(without(archive, which)) == figures(archive)


@settings(max_examples=15)
@given(written(), rules, st.sets(st.integers(0, 7), min_size=1))
@pytest.mark.slow
def test_figures_that_are_not_touched_are_the_same(found: list[Item], chosen: Rules, which: set[int]) -> None:
    archive = office(found, ([*chosen[0], LOOKING[0]], [*chosen[1], AUTHORS]), YEARS)
    other = without(archive, which)
    was, now = rendered(archive), rendered(other)
    for address in was.keys() & now.keys() & untouched_figures(archive, other):
        assert was[address] == now[address], address
