"""Statistics: the index of circulars, and for each year and quarter its circular and the lists behind it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bulletin import addresses
from bulletin.archive import Archive
from bulletin.pages import feeds, stats_charts, stats_lists, stats_tables, stats_text
from bulletin.pages.contract import Heading, Page, Ref
from bulletin.pages.environment import Studio
from bulletin.pages.listing import page
from bulletin.pages.shapes import Place
from bulletin.pages.stats_shapes import POINTS, Column, Figure, Row, Sheet, count, share
from bulletin.periods import Grain, Period
from bulletin.schemes.explain import explain
from bulletin.schemes.numbers import amount
from bulletin.schemes.scheme import Scheme
from bulletin.scoring import circular
from bulletin.scoring.calendar import periods


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield the index, and for each period its circular and the lists that its figures lead to."""
    yield Ref(url=addresses.STATS, kind="stats", section="stats")
    for period in periods(archive):
        label = period.label
        yield Ref(url=addresses.stats(label), kind="stats", section="stats", key=(label,))
        for part in stats_lists.PARTS:
            yield Ref(url=addresses.stats(label, part), kind="stats", section="stats", key=(label, part))


def render(studio: Studio, ref: Ref) -> Page:
    """Render the index, a circular, or a list of a period."""
    match ref.key:
        case (label, part):
            return stats_lists.render(studio, ref, Period.parse(label), part)
        case (label,):
            return _circular(studio, ref, Period.parse(label))
    return _index(studio, ref)


def _index(studio: Studio, ref: Ref) -> Page:
    _, archive = studio._, studio.archive
    return page(
        studio,
        ref,
        "stats-index",
        title=_("Statistics"),
        description=_("Circulars of each year and quarter: items, adoptions, points and ranks."),
        lead=_("Circulars of each year and quarter: items, adoptions, points and ranks."),
        sheet=_overview(studio),
        schemes=[(scheme, _rules(studio, scheme)) for scheme in reversed(archive.schemes)],
        levels=stats_charts.levels(studio),
    )


def _overview(studio: Studio) -> Sheet:
    _ = studio._
    heads = (_("Items submitted"), _("Adopted items"), _("Adoption rate"), _("Times adopted"), _("Nothing submitted"))
    return Sheet(
        anchor="periods",
        title=_("Circulars"),
        corner=_("Period"),
        columns=tuple(Column(label=head) for head in heads),
        rows=tuple(_period(studio, period) for period in periods(studio.archive)),
    )


def _period(studio: Studio, period: Period) -> Row:
    found, address = circular(studio.archive, period), addresses.stats(period.label)
    return Row(
        label=stats_text.period(studio, period),
        place=Place(address),
        cells=(
            count(len(found.now.submitted), Place(addresses.stats(period.label, stats_text.ITEMS))),
            Figure(text=f"{len(found.now.adopted):,}", kind=POINTS),
            share(found.now.rate),
            count(len(found.now.adoptions), Place(addresses.stats(period.label, stats_text.PUBLICATIONS))),
            Figure(text=f"{len(found.zero_reports):,}", kind=POINTS, place=Place(address, "text")),
        ),
        role="" if period.grain is Grain.QUARTER else "sum",
    )


def _circular(studio: Studio, ref: Ref, period: Period) -> Page:
    _, archive = studio._, studio.archive
    found = circular(archive, period)
    name, parts = stats_text.period(studio, period), stats_tables.parts(studio, found)
    trend, heat = stats_charts.trend(studio, found), stats_charts.heat(studio, found)
    listed = periods(archive)
    toc = [Heading(level=2, anchor=part.anchor, title=part.title) for part in parts]
    toc += [Heading(level=2, anchor="best", title=_("Best items"))] if found.best else []
    toc += [Heading(level=2, anchor="trend", title=_("Month by month"))]
    toc += [Heading(level=2, anchor="topics", title=_("Units and topics"))] if heat else []
    toc += [Heading(level=2, anchor="how", title=_("How this is counted"))]
    return page(
        studio,
        ref,
        "stats",
        title=_("Circular of {period}", period=name),
        description=_("How items were submitted and adopted in {period}, and how units rank.", period=name),
        toc=toc,
        period=period,
        name=name,
        found=found,
        open=period.last >= archive.today,
        paragraphs=list(stats_text.paragraphs(studio, found)),
        parts=parts,
        trend=trend,
        heat=heat,
        around=[p for p in listed if p.first.year == period.first.year],
        years=[p for p in listed if p.grain is period.grain and p.first.month == period.first.month],
        said=lambda p: stats_text.period(studio, p),
        files=[(kind, feeds.stats(period.label, kind)) for kind in ("csv", "xlsx", "json")],
        amount=lambda points: amount(points, 2),
        rules=_rules(studio, found.scheme) if found.scheme else [],
    )


def _rules(studio: Studio, scheme: Scheme) -> list[tuple[str, list[str]]]:
    """Return the office's words, each with the sentences that they were understood as."""
    told = explain(scheme, studio.archive.registry, studio._)
    grouped = groupby(told, key=lambda pair: pair[1] or pair[0])
    return [(words, [sentence for sentence, _ in group if sentence != words]) for words, group in grouped]
