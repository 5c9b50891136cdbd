"""Whether the figures of a circular are final: closed, to date, or over and open."""

from __future__ import annotations

from bulletin.core.dates import Period
from bulletin.core.i18n import N_, Translator
from bulletin.model.archive import Archive
from bulletin.scoring.closing.printed import closed_period

FINAL = N_("Final since {day}")
TO_DATE = N_("To date: as of {day}")


def status_text(archive: Archive, period: Period, say: Translator) -> str:
    """Return what is to be said of the figures of *period*: from when they are final, or of which day; else ""."""
    closed = closed_period(archive, period)
    if closed and closed.closed:
        return say(FINAL, day=closed.closed)
    return say(TO_DATE, day=archive.today) if archive.today <= period.last else ""
