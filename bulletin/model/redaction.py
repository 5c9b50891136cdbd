"""Items that count but may not be read: what they say is taken out of the facts, what figures hang on stays.

It is done once, when the archive is loaded, so that no page and no export has what it must not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bulletin.core.i18n import N_, Translator
from bulletin.markdown.body import ROOT, Body
from bulletin.model import attributes
from bulletin.model.archive import Archive
from bulletin.model.conditions import Mark
from bulletin.model.enums import Audience
from bulletin.model.records import Item, Measured

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme, Target

_EXPIRED = N_("{id} (expired, no longer provided)")
_RESTRICTED = N_("{id} (limited readership, not carried here)")
_GONE = N_("(not provided here)")
_ENGLISH = Translator("en", {})


def words_of(schemes: Iterable[Scheme], targets: Iterable[Target]) -> frozenset[str]:
    """Return the topics that rules of points name."""
    wheres = [target.where for target in targets]
    for scheme in schemes:
        clauses = [rule for family in scheme.rules.values() for rule in family]
        wheres += [c.where for c in (*clauses, *scheme.multipliers, *scheme.limits, *scheme.deadlines, *scheme.lapses)]
    return frozenset(str(topic) for where in wheres for topic in where.values.get(Mark.TOPIC, ()))


def redacted(item: Item, words: frozenset[str]) -> Item:
    """Return what is left of an item that is withheld; *words* are the topics that rules of points name."""
    measured = Measured(
        chars=attributes.chars(item),
        pictures=attributes.pictures(item),
        topics=tuple(topic for topic in item.topics if topic in words),
    )
    left = replace(
        item,
        approved_by="",
        topics=(),
        adoptions=tuple(replace(adoption, page="", line=0) for adoption in item.adoptions),
        endorsements=tuple(replace(endorsement, text="", line=0) for endorsement in item.endorsements),
        body="",
        body_line=1,
        lines=(),
        measured=measured,
    )
    return _said(left, _ENGLISH)


def worded(archive: Archive, say: Translator) -> Archive:
    """Return *archive* with what stands in place of withheld words in the language of *say*."""
    if not archive.withheld:
        return archive
    items = tuple(_said(item, say) if item.is_withheld else item for item in archive.items)
    return archive if items == archive.items else replace(archive, items=items)


def _said(item: Item, say: Translator) -> Item:
    """Return a withheld item with neutral words in place of its own; where it had none, it gets none."""
    gone = say(_GONE)
    return replace(
        item,
        title=say(_RESTRICTED if item.audience is Audience.RESTRICTED else _EXPIRED, id=item.id),
        endorsements=tuple(replace(e, follow_up=gone if e.follow_up else "") for e in item.endorsements),
        outcomes=tuple(replace(outcome, title=gone, line=0) for outcome in item.outcomes),
        corrections=tuple(replace(correction, note=gone, line=0) for correction in item.corrections),
    )


def readable(bodies: Mapping[str, Body], withheld: Iterable[str]) -> dict[str, Body]:
    """Return *bodies* with links to places in pages that are *withheld*, by address, leading to those pages."""
    gone = set(withheld)
    return {path: _without_places(body, gone) if body.places else body for path, body in bodies.items()}


def _without_places(body: Body, gone: set[str]) -> Body:
    html = body.html
    for address in {address for address, _, _ in body.places} & gone:
        # The name of the place is a heading of the text that is withheld.
        html = re.sub(rf'(="{re.escape(ROOT + address)})#[^"]*"', r'\1"', html)
    return body._replace(html=html, places=tuple(place for place in body.places if place[0] not in gone))
