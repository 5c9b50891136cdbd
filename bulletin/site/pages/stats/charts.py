"""Charts as static SVG and tables: each shape is a link to what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from markupsafe import Markup

from bulletin.core.dates import Grain, Period
from bulletin.core.memo import memoized
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.enums import Level
from bulletin.scoring import activity
from bulletin.scoring.circulars.circular import Circular
from bulletin.site import table_builders
from bulletin.site.anchors import TOPICS, unit_href, with_anchor
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html, link
from bulletin.site.pages.stats import period_lists

HEIGHT, STEP, WIDTH = 120, 52, 17
SHADES = 5
MONTHS = 12
YEARS = 15
BARS_PER_MONTH = 2
"""The bars of a month: items and adoptions."""


def trend_chart(context: RenderContext, period: Period) -> Markup:
    """Return the chart of items and adoptions in the twelve months up to the end of a period."""
    _, archive = context._, context.archive
    months = twelve_months_to(min(period.last, archive.today))
    numbers = [month_counts(archive, month) for month in months]
    most = max((n for pair in numbers for n in pair), default=0) or 1
    names, anchors = (_("Items submitted"), _("Times adopted")), (table_builders.ITEMS, table_builders.ADOPTIONS)
    parts = []
    for place, (month, pair) in enumerate(zip(months, numbers, strict=True)):
        name = _month_label(context, month, first=place == 0)
        base = href(urls.month(month.first.year, month.first.month)) if any(pair) else ""
        for nth in range(BARS_PER_MONTH):
            if number := pair[nth]:
                left, height = place * STEP + 8 + nth * (WIDTH + 2), _height(number, most)
                label = esc(f"{name} {names[nth]} {number}")
                tick = f'<text class="b-tick" x="{left + WIDTH / 2}" y="{HEIGHT - height - 4}">{number}</text>'
                shape = _rectangle(("plain", "taken")[nth], left, HEIGHT - height, height)
                parts.append(_linked_bar(with_anchor(base, anchors[nth]), label, shape + tick))
        parts.append(_axis_label(place * STEP + STEP // 2, name))
    return _chart(parts, len(months) * STEP, _("Month by month"), (("plain", names[0]), ("taken", names[1])))


def _month_label(context: RenderContext, month: Period, *, first: bool) -> str:
    number, year = month.first.month, month.first.year
    if number == 1 and not first:
        return context._("{year}-{month:02}", year=year, month=number)
    return context.formatters.month(number)


def twelve_months_to(last: date) -> list[Period]:
    """Return the twelve months up to the one of *last*."""
    months = [Period.holding(last, Grain.MONTH)]
    while len(months) < MONTHS:
        months.append(months[-1].previous)
    return months[::-1]


def month_counts(archive: Archive, month: Period) -> tuple[int, int]:
    """Return how many items were submitted in a month, and how many adoptions there were."""
    return memoized(
        archive,
        ("month", month.first),
        lambda: (len(activity.submitted(archive, "", month)), len(activity.adoptions(archive, "", month))),
    )


def levels_chart(context: RenderContext) -> Markup | None:
    """Return the chart of adoptions by level in the last fifteen years; None with fewer than two years."""
    archive, formatters = context.archive, context.formatters
    years = sorted(archive.years)[-YEARS:]
    counts = [Counter(event.level for event in archive.adoptions_by_year.get(year, ())) for year in years]
    most = max((by_level.total() for by_level in counts), default=0)
    if len(years) < 2 or not most:  # noqa: PLR2004 - a chart needs two years
        return None
    parts: list[str] = []
    for place, (year, by_level) in enumerate(zip(years, counts, strict=True)):
        left, top, base = place * STEP, HEIGHT, href(urls.adoptions(year))
        for level in reversed(Level):
            if number := by_level[level]:
                height = _height(number, most)
                top -= height
                shape = _rectangle(level.value, left + 16, top, height)
                parts.append(
                    _linked_bar(
                        with_anchor(base, urls.level_anchor(level)),
                        esc(f"{year} {formatters.term(level)} {number}"),
                        shape,
                    )
                )
        parts.append(f'<text class="b-tick" x="{left + STEP // 2}" y="{top - 4}">{by_level.total()}</text>\n')
        parts.append(_axis_label(left + STEP // 2, str(year)))
    legend = ((level.value, formatters.term(level)) for level in table_builders.used_levels(archive))
    return _chart(parts, max(len(years), 6) * STEP, context._("Adoptions by level, year by year"), legend)


def _height(number: int, most: int) -> int:
    return max(1, round(number * HEIGHT / most))


def _rectangle(colour: str, left: int, top: int, height: int) -> str:
    return f'<rect class="b-fill--{colour}" x="{left}" y="{top}" width="{WIDTH}" height="{height}"/>'


def _linked_bar(href: str, label: str, inside: str) -> str:
    return f'<a href="{href}" aria-label="{label}"><title>{label}</title>{inside}</a>\n'


def _axis_label(middle: int, name: str) -> str:
    return f'<text class="b-tick" x="{middle}" y="138">{esc(name)}</text>\n'


def _chart(parts: Iterable[str], width: int, label: str, legend: Iterable[tuple[str, str]]) -> Markup:
    keys = [
        f'<span><svg width="10" height="10"><rect class="b-fill--{colour}" width="10" height="10"/></svg> '
        f"{esc(name)}</span>"
        for colour, name in legend
    ]
    return join_html(
        [
            f'<p class="b-legend" aria-hidden="true">{"".join(keys)}</p>\n',
            f'<div class="b-scroll" tabindex="0" role="group" aria-label="{esc(label)}">\n',
            f'<svg class="b-chart" viewBox="0 -16 {width} 160" width="{width}" height="160" role="group"',
            f' aria-label="{esc(label)}">\n<line class="b-axis" x1="0" y1="120" x2="{width}" y2="120"/>\n',
            *parts,
            "</svg>\n</div>\n",
        ]
    )


def topics_heat_map(context: RenderContext, circular: Circular) -> Markup | None:
    """Return the number of items of each unit on the most frequent topics; None where items name no topics."""
    _, topics = context._, period_lists.frequent_topics(context.archive, circular.period)
    if not topics:
        return None
    base = href(urls.stats(circular.period.label, TOPICS))
    counts_by_topic = [
        (with_anchor(base, period_lists.topic_anchor(slug)), period_lists.count_by_unit(items))
        for slug, _name, items in topics
    ]
    most = max(max(numbers.values()) for _base, numbers in counts_by_topic)
    heads = [
        f'<th scope="col"><span>{link(name, place)}</span></th>'
        for (_slug, name, _items), (place, _numbers) in zip(topics, counts_by_topic, strict=True)
    ]
    label = esc(_("Units and topics"))
    return join_html(
        [
            f'<div class="b-scroll" tabindex="0" role="group" aria-label="{label}">\n',
            '<table class="b-table b-grid b-heat">\n',
            f'<thead><tr><th scope="col">{esc(_("Unit"))}</th>{"".join(heads)}</tr></thead>\n<tbody>\n',
            *_heat_rows(context, circular, counts_by_topic, most),
            "</tbody>\n</table>\n</div>\n",
        ]
    )


def _heat_rows(
    context: RenderContext, circular: Circular, counts_by_topic: list[tuple[str, Counter[str]]], most: int
) -> Iterator[str]:
    for row in circular.rows:
        unit = row.unit
        numbers = [(place, counts[unit.id]) for place, counts in counts_by_topic]
        if any(number for _place, number in numbers):
            head = link(unit.name, unit_href(context.archive, unit, row.now.period.first.year))
            fields = [_heat_cell(number, most, f"{place}--{unit.id}") for place, number in numbers]
            yield f'<tr><th scope="row">{head}</th>{"".join(fields)}</tr>\n'


def _heat_cell(number: int, most: int, href: str) -> str:
    if not number:
        return "<td></td>"
    return f'<td class="b-n b-warm-{-(-number * SHADES // most)}"><a href="{href}">{number}</a></td>'
