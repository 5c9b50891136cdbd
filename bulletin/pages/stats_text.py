"""A circular's figures as running text, as an office writes it, each number a link to what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup, escape

from bulletin import addresses
from bulletin.i18n import N_
from bulletin.pages import counting
from bulletin.pages.environment import Studio, href
from bulletin.periods import Grain, Period
from bulletin.registry import Unit
from bulletin.schemes.numbers import amount, percent
from bulletin.schemes.terms import Family, LapseKind
from bulletin.scoring.circular import Circular
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.spans import Span

ITEMS, ADOPTIONS, PUBLICATIONS, TOPICS = "items", "adoptions", "publications", "topics"
QUARTERS = (N_("first quarter"), N_("second quarter"), N_("third quarter"), N_("fourth quarter"))
LAPSES = {
    LapseKind.LATE: N_("late report"),
    LapseKind.LATE_ANSWER: N_("commission answered late"),
    LapseKind.UNANSWERED: N_("commission not answered"),
    LapseKind.MISSED: N_("nothing reported"),
    LapseKind.ERRONEOUS: N_("erroneous report"),
}
FAMILY = {
    Family.BASE: N_("basic"),
    Family.SUBMISSION: N_("for items"),
    Family.SENT_UP: N_("for sending up"),
    Family.ADOPTION: N_("for adoptions"),
    Family.ENDORSEMENT: N_("for endorsements"),
    Family.OUTCOME: N_("for outcomes"),
    Family.BONUS: N_("bonuses"),
    Family.COMMISSION: N_("for commissions"),
    Family.LAPSE: N_("for lapses"),
    Family.QUOTA: N_("for targets"),
    Family.THRESHOLD: N_("for thresholds"),
    Family.ADJUSTMENT: N_("adjustments"),
    Family.MERGER: N_("carried over"),
}
"""What points are for, as short as a narrow column wants it."""
FIRST = 3


def quarter(studio: Studio, number: int) -> str:
    """Say a quarter within its year: 第一季度."""
    return studio._(QUARTERS[number - 1])


def period(studio: Studio, period: Period) -> str:
    """Say a year, a quarter or a month: 2026年第三季度; any other period as it is written."""
    _, year = studio._, period.first.year
    match period.grain:
        case Grain.YEAR:
            return studio.say.year(year)
        case Grain.QUARTER:
            return _("{quarter} of {year}", quarter=quarter(studio, (period.first.month + 2) // 3), year=year)
        case Grain.MONTH:
            return _("{year}-{month:02}", year=year, month=period.first.month)
    return period.label


def family(studio: Studio, family: Family) -> str:
    """Say what a family's points are for."""
    return studio._(FAMILY[family])


def lapse(studio: Studio, lapse: Lapse) -> str:
    """Say what kind of lapse it is."""
    return studio._(LAPSES[lapse.kind])


def paragraphs(studio: Studio, found: Circular) -> Iterator[Markup]:
    """Yield the circular's text: how much there was and how that compares; who stands out, for better and worse."""
    yield Markup("").join([_submitted(studio, found), _adopted(studio, found), _so_far(studio, found)])
    yield Markup("").join(_groups(studio, found))
    if best := _best(studio, found):
        yield best
    if lacks := Markup("").join(_lacks(studio, found)):
        yield lacks


def linked(number: int, address: str, anchor: str = "") -> Markup:
    """Return a number that leads to what it counts; 0 leads nowhere."""
    if not number:
        return Markup("0")
    return Markup('<a class="b-figure" href="{}">{}</a>').format(href(address, anchor), f"{number:,}")


def said(studio: Studio, message: str, /, **values: object) -> Markup:
    """Say a sentence of the catalogue whose values may be markup."""
    return Markup(studio._(message)).format(**values)  # noqa: S704 - sentences of the catalogue are ours


def _join(studio: Studio, parts: Iterable[Markup]) -> Markup:
    return escape(studio._(", ")).join(parts)


def _submitted(studio: Studio, found: Circular) -> Markup:
    now, name = found.now, period(studio, found.period)
    if not now.submitted:
        return said(studio, N_("{period}: nothing was submitted."), period=name)
    number = linked(len(now.submitted), addresses.stats(found.period.label, ITEMS))
    units = len([row for row in found.rows if row.now.submitted])
    compared = _compared(studio, found, lambda span: len(span.submitted))
    return said(
        studio,
        N_("{period}: {n} items submitted by {units} units{compared}."),
        period=name,
        n=number,
        units=units,
        compared=compared,
    )


def _adopted(studio: Studio, found: Circular) -> Markup:
    now = found.now
    if not now.adoptions:
        return said(studio, N_(" Nothing was adopted."))
    number = linked(len(now.adoptions), addresses.stats(found.period.label, PUBLICATIONS))
    levels = [
        said(studio, N_("{n} {level}"), n=linked(n, *_level(found, level)), level=studio.say.term(level))
        for level in counting.levels(studio.archive)
        if (n := len(now.taken(level=level)))
    ]
    compared = _compared(studio, found, lambda span: len(span.adoptions))
    told = said(
        studio,
        N_(" Adopted {n} times ({levels}){compared}."),
        n=number,
        levels=_join(studio, levels),
        compared=compared,
    )
    if now.rate is None:
        return told
    values = {"items": len(now.adopted), "rate": percent(now.rate)}
    return told + said(studio, N_(" Of the items submitted {items} were adopted, {rate}."), **values)


def _level(found: Circular, level: object) -> tuple[str, str]:
    return addresses.stats(found.period.label, PUBLICATIONS), f"level-{getattr(level, 'value', '')}"


def _compared(studio: Studio, found: Circular, count: Callable[[Span], int]) -> Markup:
    """Say how a number compares with the period before, and with the same one a year before."""
    told = []
    if found.period.grain is Grain.YEAR:
        spans = [(N_("the year before"), found.before)]
    else:
        spans = [
            (N_("the quarter before"), found.before),
            (N_("the same quarter of the year before"), found.year_before),
        ]
    for name, span in spans:
        if span.submitted or span.adoptions:
            told.append(_against(studio, name, count(found.now), count(span), span))
    return Markup("").join(told)


def _against(studio: Studio, name: str, now: int, before: int, span: Span) -> Markup:
    link = Markup('<a href="{}">{}</a>').format(href(addresses.stats(span.period.label)), studio._(name))
    if now == before:
        return said(studio, N_(", as many as in {before}"), before=link)
    ratio = percent(abs(Fraction(now - before, before))) if before else ""
    share = said(studio, N_(" ({share})"), share=ratio) if ratio else ""
    message = N_(", {n} more than in {before}{share}") if now > before else N_(", {n} fewer than in {before}{share}")
    return said(studio, message, n=abs(now - before), before=link, share=share)


def _so_far(studio: Studio, found: Circular) -> Markup:
    if found.period.first == found.to_date.period.first:
        return Markup("")
    values = {"n": len(found.to_date.submitted), "adoptions": len(found.to_date.adoptions)}
    return said(studio, N_(" In the year so far {n} items were submitted, and adopted {adoptions} times."), **values)


def _groups(studio: Studio, found: Circular) -> Iterator[Markup]:
    for table in found.tables if len(found.tables) > 1 else ():
        name = table.group.name or studio._("Other units")
        values = {"n": table.submitted, "average": amount(table.average, 2), "adoptions": table.adoptions}
        yield said(
            studio, N_("{group}: {n} items, {average} a unit, adopted {adoptions} times. "), group=name, **values
        )


def _best(studio: Studio, found: Circular) -> Markup:
    if not found.best:
        return Markup("")
    entries = [
        said(
            studio,
            N_("“{title}” ({units}, {points} points)"),
            title=Markup('<a href="{}">{}</a>').format(href(addresses.item(item)), item.title),
            units=units(studio, [studio.archive.registry.unit[u] for u in item.units]),
            points=amount(points, 2),
        )
        for item, points in found.best[:FIRST]
    ]
    return said(studio, N_("Most points: {items}."), items=_join(studio, entries))


def units(studio: Studio, listed: Iterable[Unit]) -> Markup:
    """Return the names of units, each a link."""
    names = (Markup('<a href="{}">{}</a>').format(href(addresses.unit(unit)), unit.name) for unit in listed)
    return _join(studio, names)


def _lacks(studio: Studio, found: Circular) -> Iterator[Markup]:
    zero = found.zero_reports
    if zero:
        values = {"n": len(zero), "units": units(studio, zero)}
        yield said(studio, N_("Nothing submitted ({n} units): {units}. "), **values)
    sent = [unit for unit in found.zero_adoptions if unit not in zero]
    if sent:
        values = {"n": len(sent), "units": units(studio, sent)}
        yield said(studio, N_("Submitted, but nothing adopted ({n} units): {units}. "), **values)
    if found.unmet:
        yield said(studio, N_("Commissions not answered: {calls}."), calls=_calls(studio, found.unmet))


def _calls(studio: Studio, lapses: Sequence[Lapse]) -> Markup:
    registry = studio.archive.registry
    entries = [
        said(
            studio,
            N_("{unit}: “{title}”"),
            unit=units(studio, [registry.unit[lapse.unit]]),
            title=Markup('<a href="{}">{}</a>').format(href(addresses.call(lapse.call)), lapse.call.title),
        )
        for lapse in lapses
        if lapse.call
    ]
    return _join(studio, entries)
