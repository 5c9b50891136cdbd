"""Format dates, levels, numbers of issues and the like in the site's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bulletin.core.i18n import N_, Translator
from bulletin.core.terms import Term
from bulletin.model.enums import Channel, IssueKind, Level, PublicationKind, Status, Treatment
from bulletin.model.records import Adoption, Issue
from bulletin.model.registry import Group, Publication

TERMS: tuple[tuple[Term, str], ...] = (
    (Level.CENTRAL, N_("Central")),
    (Level.PROVINCE, N_("Province")),
    (Level.CITY, N_("City")),
    (Level.COUNTY, N_("County")),
    (Level.TOWNSHIP, N_("Township")),
    (Treatment.FULL, N_("in full")),
    (Treatment.SINGLE, N_("on its own")),
    (Treatment.COMPOSITE, N_("in a composite")),
    (Treatment.EXCERPT, N_("in excerpt")),
    (Treatment.BRIEF, N_("in brief")),
    (Channel.REGULAR, N_("regular")),
    (Channel.SPECIAL, N_("special report")),
    (Channel.DIRECT, N_("direct report")),
    (Channel.COMMISSIONED, N_("commissioned")),
    (Status.DRAFT, N_("draft")),
    (Status.PUBLISHED, N_("published")),
    (Status.CORRECTED, N_("corrected")),
    (Status.WITHDRAWN, N_("withdrawn")),
    (IssueKind.REGULAR, N_("regular issue")),
    (IssueKind.SUPPLEMENT, N_("supplement")),
    (IssueKind.SPECIAL, N_("special issue")),
    (PublicationKind.BULLETIN, N_("bulletin")),
    (PublicationKind.NEWSPAPER, N_("newspaper")),
    (PublicationKind.BROADCAST, N_("broadcast")),
    (PublicationKind.WEB, N_("web")),
)
# Keyed by enum, too: an identifier such as "special" is a member of two.
_TERM_MESSAGES = {(type(term), term.value): said for term, said in TERMS}

_TREATMENTS = frozenset(term.value for term in Treatment)


def group_name(group: Group, say: Translator) -> str:
    """Return the name of a group; that of the units of no group is not in the registry."""
    return group.name or say("Other units")


@dataclass(frozen=True, slots=True)
class Formatters:
    """Formats values in one language."""

    _: Translator

    def term(self, term: Term) -> str:
        """Format a member of a closed vocabulary."""
        return self._(_TERM_MESSAGES[type(term), term.value])

    def treatment(self, treatment: str) -> str:
        """Format how an item was used; the office's own forms have their name in every language."""
        return self.term(Treatment(treatment)) if treatment in _TREATMENTS else treatment

    def day(self, day: date) -> str:
        """Format a day in full: 2026年3月5日, 5 March 2026."""
        return self._("{y}-{m:02}-{d:02}", y=day.year, m=day.month, d=day.day)

    def day_of_year(self, day: date) -> str:
        """Format a day without its year: 3月5日, 03-05."""
        return self._("{m:02}-{d:02}", m=day.month, d=day.day)

    def year(self, year: int) -> str:
        """Format a year: 2026年."""
        return self._("{year}", year=year)

    def month(self, month: int) -> str:
        """Format a month by number: 3月."""
        return self._("month {month}", month=month)

    def number(self, issue: Issue) -> str:
        """Format an issue's number within its series: 第146期, 增刊第1期."""
        if issue.kind is IssueKind.REGULAR:
            return self._("No. {number}", number=issue.number)
        return self._("{kind} No. {number}", kind=self.term(issue.kind), number=issue.number)

    def serial(self, issue: Issue) -> str:
        """Format the serial number, （总第1024期）, or nothing where there is none."""
        return "" if issue.serial is None else self._(" (serial No. {serial})", serial=issue.serial)

    def publication(self, publication: Publication) -> str:
        """Format a publication with its publisher: 中组部《组工信息》; stations and sites have no marks."""
        printed = publication.kind in (PublicationKind.BULLETIN, PublicationKind.NEWSPAPER)
        name = self._("“{name}”", name=publication.name) if printed else publication.name
        if not publication.publisher or publication.publisher == publication.name:
            return name
        return self._("{publisher} {name}", publisher=publication.publisher, name=name)

    def adoption(self, adoption: Adoption, kind: PublicationKind) -> str:
        """Format where and how an item was used: 第146期 第3页 全文; "" where nothing is known.

        *kind* is that of the publication: only newspapers are counted in 版.
        """
        parts = []
        if adoption.issue:
            numbered = adoption.issue.isdigit()
            parts.append(self._("No. {number}", number=adoption.issue) if numbered else adoption.issue)
        if adoption.page:
            numbered = adoption.page.isdigit()
            page = N_("page {page} of the paper") if kind is PublicationKind.NEWSPAPER else N_("page {page}")
            parts.append(self._(page, page=adoption.page) if numbered else adoption.page)
        if adoption.treatment:
            parts.append(self.treatment(adoption.treatment))
        return " ".join(parts)

    def share(self, part: int, whole: int) -> str:
        """Format a share in per cent, to one decimal, rounded half up: 55.3%; a dash where there is no whole."""
        if not whole:
            return "—"
        exact = Decimal(part * 100) / Decimal(whole)
        return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
