"""Small invented offices for the tests of scoring: a registry, a scheme as its file reads, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from bulletin.checks.messages import problem_severity
from bulletin.checks.report import format_problems
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount
from bulletin.core.problems import Severity
from bulletin.model.archive import Archive
from bulletin.model.enums import Channel, CorrectionSeverity, Level, PublicationKind, Treatment
from bulletin.model.records import Adoption, Call, Correction, Endorsement, Extension, Item, SentUp, Waiver
from bulletin.model.registry import Category, Group, Publication, Registry, Unit
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import whole_ledger
from bulletin.scoring.entries import Entry

YEAR_END = date(2026, 12, 31)


def day(text: str) -> date:
    """Return a day of 2026 by month and day, such as 3-5, or any day written in full."""
    parts = [int(part) for part in text.split("-")]
    return date(*parts) if len(parts) == 3 else date(2026, *parts)


def publication(name: str, level: str, kind: PublicationKind = PublicationKind.BULLETIN) -> Publication:
    """Return a publication whose id is its name."""
    return Publication(id=name, name=name, level=Level.read(level) or Level.CITY, kind=kind)


def adopted(name: str, when: str = "", treatment: Treatment | None = None) -> Adoption:
    """Return an adoption."""
    return Adoption(publication=name, date=day(when) if when else None, treatment=treatment)


def endorsed(by: str, level: str, when: str) -> Endorsement:
    """Return an endorsement."""
    return Endorsement(by=by, level=Level.read(level), date=day(when))


def sent(level: str, when: str) -> SentUp:
    """Return the fact that an item was sent up."""
    return SentUp(level=Level.read(level) or Level.CITY, date=day(when))


def corrected(when: str, severity: CorrectionSeverity = CorrectionSeverity.MAJOR) -> Correction:
    """Return a correction."""
    return Correction(date=day(when), note="数字有误", severity=severity)


def item(
    name: str,
    units: str,
    when: str,
    category: str = "信息",
    *,
    adoptions: Sequence[Adoption] = (),
    endorsements: Sequence[Endorsement] = (),
    sent_up: Sequence[SentUp] = (),
    corrections: Sequence[Correction] = (),
    channel: Channel = Channel.REGULAR,
    event: str = "",
    commission: str = "",
    authors: Sequence[str] = (),
    body: str = "正文",
) -> Item:
    """Return an item; several units are written with 、 between them."""
    submitted = day(when)
    return Item(
        id=f"{submitted.year}/{name}",
        path=f"content/items/{submitted.year}/{name}.md",
        title=name,
        units=tuple(units.split("、")),
        category=category,
        date=submitted,
        event_date=day(event) if event else None,
        adoptions=tuple(adoptions),
        endorsements=tuple(endorsements),
        sent_up=tuple(sent_up),
        corrections=tuple(corrections),
        channel=channel,
        commission=commission,
        authors=tuple(authors),
        chars=len(body),
        has_pictures="![" in body,
    )


def call(name: str, units: str, when: str, due: str, *, extended: str = "", waived: str = "") -> Call:
    """Return a commission; ``extended`` is such as 甲 4-20、乙 4-30, ``waived`` such as 甲、乙."""
    given = [part.split() for part in extended.split("、") if part]
    return Call(
        id=name,
        path=f"content/calls/{name}.md",
        title=name,
        date=day(when),
        due=day(due),
        units=tuple(units.split("、")),
        extended=tuple(Extension(units=(unit,), due=day(last)) for unit, last in given),
        waived=tuple(Waiver(units=(unit,), reason="防汛") for unit in waived.split("、") if unit),
    )


def registry(
    units: Sequence[Unit] | str, publications: Sequence[Publication] = (), categories: str = "信息", groups: str = ""
) -> Registry:
    """Return a registry; units and categories may be given as names with 、 between them, which are their ids."""
    listed = [Unit(id=name, name=name) for name in units.split("、")] if isinstance(units, str) else units
    return Registry(
        groups=tuple(Group(id=name, name=name) for name in groups.split("、") if name),
        units=tuple(replace(unit, order=order) for order, unit in enumerate(listed)),
        categories=tuple(Category(id=name, name=name) for name in categories.split("、")),
        publications=tuple(replace(p, order=order) for order, p in enumerate(publications)),
    )


def archive(
    known: Registry,
    scheme: str | dict[str, str],
    items: Sequence[Item],
    *,
    targets: str = "",
    calls: Sequence[Call] = (),
    today: date = YEAR_END,
) -> Archive:
    """Return an archive under a scheme, which has to be without a problem."""
    texts = {"2026": scheme} if isinstance(scheme, str) else scheme
    files = {f"registry/schemes/{name}.toml": text for name, text in texts.items() if text}
    files |= {"registry/targets/2026.toml": targets} if targets else {}
    schemes, owed, problems = read_schemes(files, known)
    errors = [problem for problem in problems if problem_severity(problem) is Severity.ERROR]
    assert not errors, format_problems(problems, translator("en"))
    return Archive(
        registry=known,
        today=today,
        items=tuple(sorted(items, key=lambda i: (i.date, i.id))),
        calls=tuple(calls),
        schemes=schemes,
        targets=owed,
    )


def points(found: Archive, unit: str, period: str = "2026") -> str:
    """Return a unit's points in a period, as text."""
    return amount(whole_ledger(found).points(unit, Period.parse(period)))


def entries(found: Archive, unit: str, period: str = "2026") -> list[tuple[str, str, str]]:
    """Return a unit's ledger: day, rule and points of each entry."""
    listed: Sequence[Entry] = whole_ledger(found).account(unit).within(Period.parse(period))
    return [(f"{e.date.month}-{e.date.day}", e.words, amount(e.points)) for e in listed]


def total(found: Archive, period: str = "2026") -> Fraction:
    """Return the points of all units."""
    return sum(
        (whole_ledger(found).points(unit.id, Period.parse(period)) for unit in found.registry.units), Fraction(0)
    )
