"""What units owe, compared in two states of an archive."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator

from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.records import Call, Item
from bulletin.scoring.dues import Due, all_dues

_DEPENDS_ON = frozenset({"calls", "call", "day", "registry", "names", "rules", "tombstones", "counted", "overdue"})
"""The kinds of keys without which nobody owes anything else."""
_LISTS = frozenset({"answers", "endorsements"})


def due_keys(before: Archive, after: Archive, touched: Collection[Key]) -> Iterator[Key]:
    """Yield the keys of dues that differ, given the keys of facts that do."""
    if not any(key[0] in _DEPENDS_ON or (key[0] == "listed" and key[1] in _LISTS) for key in touched):
        return
    old, new = _by_unit(before), _by_unit(after)
    differ = {unit for unit in old.keys() | new.keys() if old.get(unit) != new.get(unit)}
    yield from map(keys.dues_of, differ)
    if differ:
        yield keys.DUES


def _by_unit(archive: Archive) -> dict[str, set[Hashable]]:
    found: dict[str, set[Hashable]] = {}
    for due in all_dues(archive):
        for unit in {due.unit.id, due.asked.id}:
            found.setdefault(unit, set()).add((_shown(due), archive.today))
    return found


def _shown(due: Due) -> Hashable:
    """Return all that is shown of what is owed."""
    fact = due.fact
    title = fact.title if isinstance(fact, Call | Item) else fact.words
    by = due.endorsement and (due.endorsement.by, due.endorsement.line)
    return (*due[:4], fact.id, title, by, *due[6:])
