"""The figures of a circular by name, as phrases: what its text is made of, and what an editor may put into a text.

A figure has an identifier and a Chinese name. Figures of groups may be asked for one group, by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bulletin.core.dates import Grain
from bulletin.core.i18n import N_, Translator, join_clauses
from bulletin.core.numbers import amount, percent
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.enums import Level
from bulletin.model.formatters import Formatters, group_name
from bulletin.model.records import Call
from bulletin.model.registry import Unit
from bulletin.scoring.circulars import participation
from bulletin.scoring.circulars.circular import Circular, CircularTable
from bulletin.scoring.circulars.phrases import Phrase, fill, join, linked, number, plain
from bulletin.scoring.closing.supplements import lists_all_known
from bulletin.scoring.period_results import PeriodResults
from bulletin.scoring.periods import period_name, year_to_date
from bulletin.scoring.rankings import main_ranking
from bulletin.scoring.remarks import changes_texts, failure_texts

NUMBER_OF_TOP_ITEMS = 3
FIRST_RANKS = 3
_COMPARED: Mapping[Grain, tuple[str, ...]] = {
    Grain.YEAR: (N_("the year before"),),
    Grain.QUARTER: (N_("the quarter before"), N_("the same quarter of the year before")),
    Grain.HALF: ("", N_("the same half of the year before")),
}
"""What a period is compared with is called; "" for its full name."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of a circular in one language; those of groups are of *table* where one is given."""

    archive: Archive
    circular: Circular
    say: Translator
    table: CircularTable | None = None

    @cached_property
    def _label(self) -> str:
        return self.circular.period.label

    def phrase(self, name: str) -> Phrase:
        """Return a figure by its identifier, in which ``_`` may stand for ``-``."""
        figure: Callable[[], Phrase] = getattr(self, name.replace("-", "_"))
        return figure()

    def list_url(self, part: str) -> str:
        """Return the address of one of the lists behind the figures of the period."""
        return urls.stats(self._label, part)

    def names(self, units: tuple[Unit, ...]) -> Phrase:
        """Return the names of units."""
        return join((linked(unit.name, urls.unit(unit)) for unit in units), self.say(", "))

    def period(self) -> Phrase:
        """Return the name of the period."""
        return plain(period_name(self.circular.period, self.say))

    def group(self) -> Phrase:
        """Return the name of the group."""
        return plain(group_name(self.table.group, self.say)) if self.table else ()

    def submitted(self) -> Phrase:
        """Return how many items were submitted."""
        if self.table:
            return number(
                len(self.table.items), self.list_url(urls.STATS_ITEMS), urls.group_anchor(self.table.group.id)
            )
        return number(len(self.circular.now.submitted), self.list_url(urls.STATS_ITEMS))

    def submitting_units(self) -> Phrase:
        """Return how many units submitted something."""
        rows = self.table.rows if self.table else self.circular.rows
        found = [row for row in rows if row.now.submitted]
        anchor = urls.group_anchor(self.table.group.id) if self.table else ""
        return number(len(found), self.list_url(urls.STATS_ITEMS), anchor)

    def submitted_compared(self) -> Phrase:
        """Return how the items submitted compare with the periods before."""
        messages = N_(", {n} more than in {before}{share}"), N_(", {n} fewer than in {before}{share}")
        return self._compared(lambda results: len(results.submitted), messages)

    def adoptions(self) -> Phrase:
        """Return how often items were adopted."""
        if self.table is None:
            return number(len(self.circular.now.adoptions), self.list_url(urls.STATS_PUBLICATIONS))
        group, events = self.table.group.id, self.table.events
        joint = len(events) != self.table.adoptions
        anchor = urls.distinct_adoptions_anchor(group) if joint else urls.group_anchor(group)
        return number(len(events), self.list_url(urls.STATS_ADOPTIONS), anchor)

    def adoptions_by_level(self) -> Phrase:
        """Return how often items were adopted at each level."""
        by_level, words = self.circular.now.by_level, Formatters(self.say)
        address = self.list_url(urls.STATS_PUBLICATIONS)
        parts = [
            fill(self.say, N_("{n} {level}"), n=number(found, address, f"level-{level.value}"), level=words.term(level))
            for level in Level
            if (found := by_level[level])
        ]
        return join(parts, self.say(", "))

    def adoptions_compared(self) -> Phrase:
        """Return how the adoptions compare with the periods before."""
        messages = N_(", by {n} more than in {before}{share}"), N_(", by {n} fewer than in {before}{share}")
        return self._compared(lambda results: len(results.adoptions), messages)

    def adopted(self) -> Phrase:
        """Return how many of the items submitted were adopted, whenever that was."""
        return number(len(self.circular.now.adopted), self.list_url(urls.STATS_ITEMS))

    def rate(self) -> Phrase:
        """Return which share of the items submitted was adopted."""
        rate = self.circular.now.rate
        return () if rate is None else plain(percent(rate))

    def average(self) -> Phrase:
        """Return how many items a unit submitted on average."""
        if self.table:
            return plain(amount(self.table.average, 2))
        present = len(self.circular.present)
        return plain(amount(Fraction(len(self.circular.now.submitted), present), 2)) if present else ()

    def year_submitted(self) -> Phrase:
        """Return how many items were submitted in the year so far."""
        whole = year_to_date(self.circular.period)
        if whole and not lists_all_known(self.archive, whole):
            return plain(f"{len(self.circular.to_date.submitted):,}")
        address = urls.stats(whole.label, urls.STATS_ITEMS) if whole else self.list_url(urls.STATS_TO_DATE)
        return number(len(self.circular.to_date.submitted), address)

    def year_adoptions(self) -> Phrase:
        """Return how often items were adopted in the year so far."""
        whole, found = year_to_date(self.circular.period), len(self.circular.to_date.adoptions)
        if whole:
            is_listed = lists_all_known(self.archive, whole)
            return number(found, urls.stats(whole.label, urls.STATS_PUBLICATIONS)) if is_listed else plain(f"{found:,}")
        return number(found, self.list_url(urls.STATS_TO_DATE), urls.TO_DATE_ADOPTIONS)

    def units_by_group(self) -> Phrase:
        """Return how many units of each group submitted something."""
        parts = []
        for table in self.circular.tables:
            if found := sum(1 for row in table.rows if row.now.submitted):
                place = self.list_url(urls.STATS_ITEMS), urls.group_anchor(table.group.id)
                name = group_name(table.group, self.say)
                parts.append(fill(self.say, N_("{n} of {group}"), n=number(found, *place), group=name))
        return join(parts, self.say(", "))

    def issues(self) -> Phrase:
        """Return how many issues of the bulletin came out."""
        return number(participation.number_of_issues(self.archive, self.circular), urls.ISSUES)

    def units_with_targets(self) -> Phrase:
        """Return how many units had a target."""
        return plain(f"{len(participation.with_targets(self._rows)):,}")

    def targets_met(self) -> Phrase:
        """Return how many units met all their targets."""
        return plain(f"{len(participation.met_targets(self._rows)):,}")

    def targets_met_rate(self) -> Phrase:
        """Return which share of the units with a target met all of them."""
        owing = len(participation.with_targets(self._rows))
        return plain(percent(Fraction(len(participation.met_targets(self._rows)), owing))) if owing else ()

    def targets_missed_by(self) -> Phrase:
        """Return the units that did not meet a target."""
        met = {row.unit.id for row in participation.met_targets(self._rows)}
        return self.names(tuple(row.unit for row in participation.with_targets(self._rows) if row.unit.id not in met))

    def first_three(self) -> Phrase:
        """Return the units of the first ranks of each group, three where the scheme says nothing else."""
        parts, by = [], main_ranking(self.circular.scheme)
        for table in (self.table,) if self.table else self.circular.tables:
            if found := participation.first_ranks(table, self._number_of_first_ranks, by):
                name, units = group_name(table.group, self.say), self.names(tuple(row.unit for row in found))
                parts.append(fill(self.say, N_("{group}: {units}"), group=name, units=units))
        return join(parts, self.say("; "))

    def best_items(self) -> Phrase:
        """Return the items with the most points."""
        parts = [
            fill(
                self.say,
                N_("“{title}” ({units}; points: {points})"),
                title=linked(item.title, urls.item(item)),
                units=self.names(tuple(self.archive.registry.unit[unit] for unit in item.units)),
                points=amount(points),
            )
            for item, points in self.circular.top_items[:NUMBER_OF_TOP_ITEMS]
        ]
        return join(parts, self.say(", "))

    def zero_report_count(self) -> Phrase:
        """Return how many units submitted nothing."""
        return plain(f"{len(self._of_table(self.circular.zero_reports)):,}")

    def zero_reports(self) -> Phrase:
        """Return the units that submitted nothing."""
        return self.names(self._of_table(self.circular.zero_reports))

    def zero_reports_before(self) -> Phrase:
        """Return how many units submitted nothing in earlier periods of the year."""
        parts = []
        for period, units in participation.earlier_zero_reports(self.archive, self.circular.period):
            name = linked(period_name(period, self.say), urls.stats(period.label))
            parts.append(fill(self.say, N_("{period} {n}"), period=name, n=f"{len(units):,}"))
        return join(parts, self.say(", "))

    def never_wrote(self) -> Phrase:
        """Return the units that have not submitted anything in the year so far."""
        return self.names(self._of_table(participation.never_submitted(self.circular)))

    def zero_adoption_count(self) -> Phrase:
        """Return how many units submitted something, but had nothing adopted."""
        return plain(f"{len(self._of_table(participation.submitted_without_adoption(self.circular))):,}")

    def zero_adoptions(self) -> Phrase:
        """Return the units that submitted something, but had nothing adopted."""
        return self.names(self._of_table(participation.submitted_without_adoption(self.circular)))

    def commissions_done_count(self) -> Phrase:
        """Return how many commissions units answered."""
        return plain(f"{len(participation.answered(self.archive, self.circular)):,}")

    def commissions_done(self) -> Phrase:
        """Return the commissions that were answered, and by whom."""
        return self._commissions(participation.answered(self.archive, self.circular))

    def commissions_unanswered(self) -> Phrase:
        """Return the commissions that fell due and were not answered."""
        unit = self.archive.registry.unit
        return self._commissions((unit[lapse.unit], lapse.call) for lapse in self.circular.unmet)

    def failed(self) -> Phrase:
        """Return the units that failed a period, with their points."""
        period = self.circular.period
        return self._with_texts((row.unit, failure_texts(row.standing, self.say, period)) for row in self._rows)

    def points_changes(self) -> Phrase:
        """Return what thresholds, floors, caps and forfeitures gave and took."""
        return self._with_texts((row.unit, changes_texts(row.standing, self.say)) for row in self._rows)

    def _with_texts(self, listed: Iterable[tuple[Unit, list[str]]]) -> Phrase:
        """Return units, each with its texts, without those that have none."""
        found = [
            fill(self.say, N_("{unit} ({texts})"), unit=self.names((unit,)), texts=join_clauses(texts, self.say))
            for unit, texts in listed
            if texts
        ]
        return join(found, self.say(", "))

    @property
    def _number_of_first_ranks(self) -> int:
        scheme = self.circular.scheme
        return (scheme.top if scheme else None) or FIRST_RANKS

    @property
    def _rows(self) -> participation.Rows:
        return self.table.rows if self.table else self.circular.rows

    def _commissions(self, found: Iterable[tuple[Unit, Call | None]]) -> Phrase:
        """Return units, each with the call that it answered or did not, if that is still there."""
        parts = [
            fill(
                self.say,
                N_("{unit}: “{title}”"),
                unit=self.names((unit,)),
                title=linked(call.title, urls.call(call)),
            )
            if call
            else self.names((unit,))
            for unit, call in found
        ]
        return join(parts, self.say(", "))

    def _of_table(self, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
        if self.table is None:
            return units
        members = {row.unit.id for row in self.table.rows}
        return tuple(unit for unit in units if unit.id in members)

    def _compared(self, count: Callable[[PeriodResults], int], messages: tuple[str, str]) -> Phrase:
        """Return the comparison of a number with the period before, and with the same one a year before."""
        now, found = self.circular, list[Phrase]()
        names = _COMPARED.get(now.period.grain or Grain.MONTH, ("", ""))
        for name, results in zip(names, (now.before, now.year_before), strict=False):
            if results.has_items:
                period = results.period
                called = self.say(name) if name else period_name(period, self.say)
                link = linked(called, urls.stats(period.label))
                found.append(self._comparison(count(now.now), count(results), link, messages))
        return join(found, "")

    def _comparison(self, now: int, before: int, name: Phrase, messages: tuple[str, str]) -> Phrase:
        if now == before:
            return fill(self.say, N_(", as many as in {before}"), before=name)
        ratio = percent(abs(Fraction(now - before, before))) if before else ""
        share = fill(self.say, N_(" ({share})"), share=ratio) if ratio else ()
        more, fewer = messages
        return fill(self.say, more if now > before else fewer, n=f"{abs(now - before):,}", before=name, share=share)
