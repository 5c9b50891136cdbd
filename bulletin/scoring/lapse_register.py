"""The register of lapses: all that are lapses on the archive's day, the newest first."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.scoring.lapses import Lapse, all_lapses


def open_lapses(archive: Archive) -> tuple[Lapse, ...]:
    """Return the lapses that are not settled, the newest first."""
    return tuple(lapse for lapse in reversed(all_lapses(archive)) if lapse.is_open(archive.today))


def lapse_inputs(archive: Archive) -> Iterator[Key]:
    """Yield the keys of the register: of what lapses are derived from, and of what is shown of them."""
    yield from (keys.FIGURES, keys.CALLS, keys.SCHEMES, keys.DAY, keys.REGISTRY, keys.NAMES, keys.BULLETIN)
    yield from (keys.item(lapse.item.id) for lapse in open_lapses(archive) if lapse.item)
