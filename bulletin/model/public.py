"""The public face of an archive: what pages, data files and search are made from.

Where points are not published, they do not exist in it: there are no schemes, so nothing can be scored by them, and no
page or export has to ask. What counts without points stays: items, adoptions, lapses, targets, commissions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bulletin.model.archive import Archive
from bulletin.model.enums import PublishedPoints

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme, Target

PUBLIC_FIELDS = (
    "registry",
    "today",
    "items",
    "withdrawn",
    "lapsed",
    "withheld",
    "issues",
    "contents",
    "pending",
    "calls",
    "circular_texts",
    "compilations",
)
"""The fields of an archive that are published whatever is said of points. A new one is not, until it is named here."""


def public_archive(archive: Archive) -> Archive:
    """Return what may be published of *archive*: itself, or one without points."""
    points = archive.registry.bulletin.points
    if points is PublishedPoints.ALL:
        return archive
    targets = tuple(filter(_counts_facts, archive.targets))
    names = frozenset(target.id for target in targets)
    closed = tuple(one.without_points(names) for one in archive.closed)
    if not archive.schemes and targets == archive.targets and closed == archive.closed:
        return archive
    facts = {name: getattr(archive, name) for name in PUBLIC_FIELDS}
    return Archive(
        **facts,
        closed=closed,
        targets=targets,
        deadlines=tuple(_only_deadlines(scheme) for scheme in archive.schemes if scheme.deadlines),
        scored=archive if points is PublishedPoints.GROUPS and archive.schemes else None,
    )


def _counts_facts(target: Target) -> bool:
    """Whether a target is about numbers of items or adoptions, and not about points."""
    from bulletin.model.scheme_enums import Measure

    return target.measure in (Measure.SUBMITTED, Measure.ADOPTED, Measure.ADOPTIONS)


def _only_deadlines(scheme: Scheme) -> Scheme:
    """Return a scheme that says when items are late, without a word and without a point."""
    deadlines = tuple(replace(deadline, words="", line=0) for deadline in scheme.deadlines)
    return type(scheme)(id=str(scheme.first), name="", first=scheme.first, last=scheme.last, deadlines=deadlines)
