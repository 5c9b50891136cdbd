"""A unit's ledger of a year: what it sent in, every point with its rule and reason, every lapse, quarter by quarter.

The quarters of a list lie within each other (``to-q2`` holds ``q1`` and ``q2``), so that the figures of a quarter and
those of the year so far lead to exactly what they count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - fields are called date
from fractions import Fraction
from typing import TypeVar

from bulletin import addresses
from bulletin.archive import Adopted, Archive
from bulletin.model import Adoption, Call, Endorsement, Item, Outcome
from bulletin.pages import stats_text
from bulletin.pages.contract import Heading, Page, Ref
from bulletin.pages.environment import Studio
from bulletin.pages.listing import page
from bulletin.periods import Grain, Period
from bulletin.registry import Unit
from bulletin.schemes.numbers import amount, percent, signed
from bulletin.schemes.terms import LapseKind
from bulletin.scoring import circular, whole
from bulletin.scoring.calendar import years
from bulletin.scoring.circular import LATE, MISSED
from bulletin.scoring.entries import Entry
from bulletin.scoring.lapses import Lapse, describe
from bulletin.scoring.tables import why
from bulletin.scoring.targets import Completion

T = TypeVar("T")
Summed = tuple[tuple[object, ...], str]
"""What is in a list, and how much that is."""

ZERO = Fraction(0)
LAPSES = (("late", LATE), ("missed", MISSED), ("erroneous", (LapseKind.ERRONEOUS,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A quarter of a list: what is in it, how much that is, and how much it is from the beginning of the year."""

    name: str
    number: int
    things: tuple[object, ...] = ()
    sum: str = ""
    so_far: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry of the ledger as it is shown."""

    entry: Entry
    points: str
    event: str
    why: str
    call: Call | None = None


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield a page for each year in which a unit was there or did something."""
    for year in years(archive):
        for row in circular(archive, year).rows:
            number = year.first.year
            url = addresses.ledger(row.unit, number)
            yield Ref(url=url, kind="ledger", section="stats", key=(row.unit.id, str(number)))


def render(studio: Studio, ref: Ref) -> Page:
    """Render the ledger of a unit's year."""
    archive, _ = studio.archive, studio._
    unit, year = archive.registry.unit[ref.key[0]], Period.year(int(ref.key[1]))
    row = next(row for row in circular(archive, year).rows if row.unit.id == unit.id)
    entries = whole(archive).of(unit.id).within(year)
    lapses = [(kind, found) for kind, kinds in LAPSES if (found := _lapses(studio, unit, year, kinds))]
    toc = [
        *([Heading(level=2, anchor="points", title=_("Points"))] if row.points is not None else ()),
        Heading(level=2, anchor="submitted", title=_("Items submitted in the year")),
        *([Heading(level=2, anchor="authors", title=_("Authors"))] if _authors(studio, unit, year) else ()),
        *([Heading(level=2, anchor="lapses", title=_("Late, missed, erroneous"))] if lapses else ()),
        *([Heading(level=2, anchor="targets", title=_("Targets"))] if row.place.completions else ()),
    ]
    return page(
        studio,
        ref,
        "ledger",
        title=_("{unit}: ledger of {year}", unit=unit.name, year=year.label),
        description=_("{unit}: every point of {year} with its rule and its reason.", unit=unit.name, year=year.label),
        toc=toc,
        unit=unit,
        year=year.first.year,
        years=[y.first.year for y in years(archive) if any(r.unit.id == unit.id for r in circular(archive, y).rows)],
        row=row,
        total=None if row.points is None else amount(row.points),
        rate="—" if row.now.rate is None else percent(row.now.rate),
        points=_parts(studio, year, entries, lambda e: e.date, lambda found: _entries(studio, found)),
        submitted=_parts(studio, year, row.now.submitted, lambda i: i.date, _items),
        authors=_authors(studio, unit, year),
        lapses=lapses,
        completions=_completions(studio, unit, year),
        out=[note.said(_) for note in row.place.disqualified],
    )


def _parts(
    studio: Studio, year: Period, things: Sequence[T], day: Callable[[T], Day], tell: Callable[[Sequence[T]], Summed]
) -> list[Part]:
    found = []
    for number, quarter in enumerate(year.split(Grain.QUARTER), 1):
        if quarter.first <= studio.archive.today:
            mine = tell([thing for thing in things if day(thing) in quarter])
            so_far = tell([thing for thing in things if day(thing) in quarter.to_date])
            name = stats_text.quarter(studio, number)
            found.append(Part(name=name, number=number, things=mine[0], sum=mine[1], so_far=so_far[1]))
    return found


def author_anchor(name: str) -> str:
    """Return the anchor of an author's entries."""
    return f"author-{name}"


def _authors(studio: Studio, unit: Unit, year: Period) -> list[tuple[str, str, Summed]]:
    """Return the entries of the unit's authors, the best first; their points are counted apart from the unit's."""
    accounts = whole(studio.archive).authors.items()
    found = [(name, account.within(year)) for (of, name), account in accounts if of == unit.id]
    earned = [(sum((e.points for e in entries), ZERO), name, entries) for name, entries in found if entries]
    ordered = sorted(earned, key=lambda each: (-each[0], each[1]))
    return [(author_anchor(name), name, _entries(studio, entries)) for _sum, name, entries in ordered]


def _entries(studio: Studio, entries: Sequence[Entry]) -> Summed:
    total = sum((entry.points for entry in entries), ZERO)
    return tuple(_line(studio, entry) for entry in entries), amount(total)


def _items(items: Sequence[Item]) -> Summed:
    return tuple(items), f"{len(items):,}"


def _line(studio: Studio, entry: Entry) -> Line:
    about = entry.event.about
    call = about if isinstance(about, Call) else about.call if isinstance(about, Lapse) else None
    notes = why(entry.why, studio._)
    return Line(entry=entry, points=signed(entry.points), event=_event(studio, entry), why=notes, call=call)


def _event(studio: Studio, entry: Entry) -> str:
    """Say what happened, as far as the title of the item does not."""
    _, about = studio._, entry.event.about
    said = stats_text.family(studio, entry.event.family)
    match about:
        case Adoption():
            publication = studio.archive.registry.publication[about.publication]
            said = f"{studio.say.publication(publication)} {studio.say.adoption(about)}".strip()
        case Endorsement():
            said = _("Endorsed by {who}", who=about.by)
        case Outcome():
            said = _("Outcome: {title}", title=about.title)
        case Lapse():
            said = stats_text.lapse(studio, about)
        case Period():
            said = stats_text.period(studio, about)
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A lapse, and what is said of it."""

    lapse: Lapse
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapses:
    """The lapses of a kind in a quarter: those of the year, and all where some were settled later in the year."""

    name: str
    number: int
    kept: tuple[Told, ...]
    then: tuple[Told, ...] = ()


def lapses_at(archive: Archive, unit: Unit, period: Period, kind: str) -> str:
    """Return the anchor of the list of a unit's lapses of one kind in a quarter or a year."""
    if period.grain is Grain.YEAR:
        return kind
    number, year = (period.first.month + 2) // 3, Period.year(period.first.year)
    kept, then = _of_quarter(archive, unit, year, period, dict(LAPSES)[kind])
    return f"{kind}-q{number}" + ("-then" if len(kept) != len(then) else "")


def _of_quarter(
    archive: Archive, unit: Unit, year: Period, quarter: Period, kinds: tuple[LapseKind, ...]
) -> tuple[list[Lapse], list[Lapse]]:
    """Return the lapses of a quarter that stand at the end of the year, and at its own end."""
    ledger = whole(archive)
    end = [lapse for lapse in ledger.lapses_in(unit.id, year) if lapse.date in quarter and lapse.kind in kinds]
    return end, [lapse for lapse in ledger.lapses_in(unit.id, quarter) if lapse.kind in kinds]


def _lapses(studio: Studio, unit: Unit, year: Period, kinds: tuple[LapseKind, ...]) -> list[Lapses]:
    found = []
    for number, quarter in enumerate(year.split(Grain.QUARTER), 1):
        kept, then = _of_quarter(studio.archive, unit, year, quarter, kinds)
        if kept or then:
            name = stats_text.quarter(studio, number)
            later = _told(studio, then) if len(then) != len(kept) else ()
            found.append(Lapses(name=name, number=number, kept=_told(studio, kept), then=later))
    return found


def _told(studio: Studio, lapses: Sequence[Lapse]) -> tuple[Told, ...]:
    _ = studio._
    return tuple(
        Told(lapse=x, name=stats_text.lapse(studio, x), why=_("; ").join(note.said(_) for note in describe(x)))
        for x in lapses
    )


def _completions(studio: Studio, unit: Unit, year: Period) -> list[tuple[str, str, list[dict[str, object]]]]:
    """Return how the unit stands towards its targets, in the year and in each quarter."""
    archive, found = studio.archive, []
    spans = [("year", year), *((f"q{n}", q) for n, q in enumerate(year.split(Grain.QUARTER), 1))]
    for anchor, span in spans:
        if span.first > archive.today:
            continue
        row = next((row for row in circular(archive, span).rows if row.unit.id == unit.id), None)
        if row and row.place.completions:
            told = [_completion(each, anchor, n) for n, each in enumerate(row.place.completions)]
            found.append((anchor, stats_text.period(studio, span), told))
    return found


def _completion(completion: Completion, anchor: str, number: int) -> dict[str, object]:
    items = [thing.item if isinstance(thing, Adopted) else thing for thing in completion.done]
    return {
        "anchor": f"done-{anchor}" + (f"-{number + 1}" if number else ""),
        "words": completion.target.words,
        "quota": amount(completion.quota, 2),
        "done": len(completion.done),
        "ratio": "—" if completion.ratio is None else percent(completion.ratio),
        "items": items,
    }
