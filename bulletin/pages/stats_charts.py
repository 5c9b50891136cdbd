"""Charts of figures, drawn when the site is made: shapes with places to lead to, no script."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bulletin import addresses
from bulletin.archive import Archive
from bulletin.model import Level
from bulletin.pages import counting, stats_lists, stats_text
from bulletin.pages.environment import Studio
from bulletin.pages.shapes import Place
from bulletin.periods import Grain, Period
from bulletin.scoring import counts
from bulletin.scoring.circular import Circular

HEIGHT, STEP, WIDTH = 120, 52, 17
SHADES = 5
MONTHS = 12
YEARS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of a chart: where it stands, how long it is, what it says and where it leads."""

    x: int
    y: int
    height: int
    colour: str
    label: str
    number: int
    place: Place
    width: int = WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What stands over one name on the axis."""

    x: int
    name: str
    bars: tuple[Bar, ...]
    total: str = ""
    top: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of bars."""

    stands: tuple[Stand, ...]
    width: int
    legend: tuple[tuple[str, str], ...]
    """Colours and what they mean."""


def trend(studio: Studio, found: Circular) -> Chart:
    """Return items and adoptions of the twelve months up to the end of a period."""
    _, archive = studio._, studio.archive
    last = min(found.period.last, archive.today)
    months = _months(last)
    numbers = [(_counted(archive, month)) for month in months]
    most = max((n for pair in numbers for n in pair), default=0) or 1
    names = (_("Items submitted"), _("Times adopted"))
    stands = []
    for at, (month, pair) in enumerate(zip(months, numbers, strict=True)):
        x, place = at * STEP, addresses.month(month.first.year, month.first.month)
        bars = tuple(
            Bar(
                x=x + 8 + n * (WIDTH + 2),
                y=HEIGHT - _height(number, most),
                height=_height(number, most),
                colour=colour,
                label=name,
                number=number,
                place=Place(place, anchor),
            )
            for n, (number, colour, name, anchor) in enumerate(
                zip(pair, ("plain", "taken"), names, (counting.ITEMS, counting.ADOPTIONS), strict=True)
            )
            if number
        )
        told = _("{year}-{month:02}", year=month.first.year, month=month.first.month)
        short = told if month.first.month == 1 and at else studio.say.month(month.first.month)
        stands.append(Stand(x=x + STEP // 2, name=short, bars=bars))
    return Chart(stands=tuple(stands), width=len(months) * STEP, legend=(("plain", names[0]), ("taken", names[1])))


def _months(last: object) -> list[Period]:
    months = [Period.holding(last, Grain.MONTH)]  # type: ignore[arg-type]
    while len(months) < MONTHS:
        months.insert(0, months[0].previous)
    return months


def _counted(archive: Archive, month: Period) -> tuple[int, int]:
    return len(counts.submitted(archive, "", month)), len(counts.adoptions(archive, "", month))


def _height(number: int, most: int) -> int:
    return max(1, round(number * HEIGHT / most))


def levels(studio: Studio) -> Chart | None:
    """Return the adoptions of each year by level, the last fifteen years; None where there are not two."""
    archive = studio.archive
    years = sorted(archive.years)[-YEARS:]
    found = [Counter(event.level for event in archive.adoptions_by_year.get(year, ())) for year in years]
    most = max((taken.total() for taken in found), default=0)
    if len(years) < 2 or not most:  # noqa: PLR2004 - one year is no course of years
        return None
    used = counting.levels(archive)
    stands = tuple(
        _year(studio, n * STEP, year, taken, most) for n, (year, taken) in enumerate(zip(years, found, strict=True))
    )
    return Chart(
        stands=stands,
        width=max(len(years), 6) * STEP,
        legend=tuple((level.value, studio.say.term(level)) for level in used),
    )


def _year(studio: Studio, x: int, year: int, taken: Counter[Level], most: int) -> Stand:
    bars: list[Bar] = []
    for level in reversed(Level):
        if number := taken[level]:
            below = sum(bar.height for bar in bars)
            place = Place(addresses.adoptions(year), addresses.level_anchor(level))
            height = _height(number, most)
            bar = Bar(
                x=x + 16,
                y=HEIGHT - below - height,
                height=height,
                colour=level.value,
                label=studio.say.term(level),
                number=number,
                place=place,
            )
            bars.append(bar)
    top = bars[-1].y if bars else HEIGHT
    return Stand(x=x + STEP // 2, name=str(year), bars=tuple(bars), total=str(taken.total()), top=top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Warm:
    """A field of a heat map: how much, how dark from 0 to 5, and where it leads."""

    number: int
    shade: int
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """A heat map: units by topics."""

    columns: tuple[tuple[str, Place], ...]
    rows: tuple[tuple[str, Place, tuple[Warm, ...]], ...]


def heat(studio: Studio, found: Circular) -> Heat | None:
    """Return which unit wrote how often about the most frequent topics; None where items name no topics."""
    topics = stats_lists.topics(studio, found)
    if not topics:
        return None
    year, address = found.period.first.year, addresses.stats(found.period.label, stats_text.TOPICS)
    counted = [(slug, stats_lists.by_unit(items)) for slug, _name, items in topics]
    most = max(max(numbers.values()) for _slug, numbers in counted)
    units = [row.unit for row in found.rows if any(row.unit.id in numbers for _slug, numbers in counted)]

    def fields(unit: str) -> tuple[Warm, ...]:
        return tuple(
            Warm(
                number=numbers[unit],
                shade=_shade(numbers[unit], most),
                place=Place(address, stats_lists.topic_anchor(slug, unit)) if numbers[unit] else None,
            )
            for slug, numbers in counted
        )

    return Heat(
        columns=tuple((name, Place(address, stats_lists.topic_anchor(slug))) for slug, name, _items in topics),
        rows=tuple((unit.name, Place(addresses.ledger(unit, year)), fields(unit.id)) for unit in units),
    )


def _shade(number: int, most: int) -> int:
    return -(-number * SHADES // most) if number else 0
