"""Rendering and splicing of all pages, in one process or in many: the same bytes for any number of them."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import NamedTuple

from bulletin.build.cache.store import packed
from bulletin.build.output_tree import Tree
from bulletin.build.outputs import Made, page
from bulletin.core import parallel
from bulletin.core.parallel import can_fork, process_pool
from bulletin.site.context import Studio
from bulletin.site.filling import Place
from bulletin.site.page import Ref
from bulletin.site.shells import Shell

# With fewer pages than this, starting processes costs more than it saves.
_FEW, _FEW_FOR_NEW = 4000, 6000
_CHUNK = 50
_CHUNKS_EACH, _FAR = 8, 8
_TOGETHER = dict.fromkeys(("stats", "ledger", "authors"), "stats")

Progress = Callable[[int, int], None]


class Printed(NamedTuple):
    """One page that was made."""

    address: str
    changed: bool
    """Whether it differs from the old site's."""
    places: bytes
    """Where texts stand in it, packed; b"" for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Makes one page after the other."""

    studio: Studio
    shells: Mapping[str, Shell]
    """By the address of the page."""

    def make(self, ref: Ref) -> Made:
        """Return a page."""
        return page(self.studio, self.shells[ref.url], ref)


@dataclass(frozen=True, slots=True)
class Printer:
    """Makes pages and stages those that differ from the old site's."""

    maker: Maker
    tree: Tree

    def print(self, ref: Ref) -> Printed:
        """Make the page and stage it."""
        return self.stage(*self.maker.make(ref))

    def stage(self, address: str, data: bytes, places: tuple[Place, ...]) -> Printed:
        """Stage a page that was made."""
        return Printed(address, self.tree.put(address, data), packed(places) if places else b"")


def print_all(
    printer: Printer, refs: Sequence[Ref], jobs: int, progress: Progress | None = None, cluster: str = ""
) -> list[Printed]:
    """Make all pages, with *jobs* processes here or with those of the *cluster* at an address."""
    printed: list[Printed] = []
    for done in _far(printer, refs, cluster) if cluster else _runs(printer, refs, jobs):
        printed += done
        if progress:
            progress(len(printed), len(refs))
    return printed


def _far(printer: Printer, refs: Sequence[Ref], address: str) -> Iterator[list[Printed]]:
    """Have pages made elsewhere, and stage them here."""
    with parallel.connect_cluster(address) as pool:
        maker = pool.broadcast(printer.maker)
        for task in [pool.executor.submit(_make, maker, chunk) for chunk in _chunks(refs, _FAR)]:
            yield [printer.stage(*made) for made in task.result()]


def _make(maker: Maker, refs: Sequence[Ref]) -> list[Made]:
    return [maker.make(ref) for ref in refs]


def _runs(printer: Printer, refs: Sequence[Ref], jobs: int) -> Iterator[list[Printed]]:
    if jobs == 1 or len(refs) < (_FEW if can_fork() else _FEW_FOR_NEW):
        yield from (_print(printer, refs[start : start + _CHUNK]) for start in range(0, len(refs), _CHUNK))
        return
    chunks = _chunks(refs, jobs)
    if can_fork():
        printer.maker.studio.prepare()
        # What is there before the fork stays shared: nobody may count it, as a collection of garbage would.
        gc.freeze()
    with process_pool(min(jobs, len(chunks)) - 1, _start, printer) as pool:
        yield from _shared(printer, deque(chunks), pool, 2 * (jobs - 1))


def _shared(printer: Printer, chunks: deque[Sequence[Ref]], pool: Executor, ahead: int) -> Iterator[list[Printed]]:
    """Have portions made by the *pool*, no more than some *ahead*, and make the others here.

    One process less is one less that holds the archive.
    """
    waiting: deque[Future[list[Printed]]] = deque()
    while chunks:
        while chunks and len(waiting) < ahead:
            waiting.append(pool.submit(_run, chunks.popleft()))
        if chunks:
            # The smallest are last: whoever waits at the end waits for little.
            yield _print(printer, chunks.popleft())
        while waiting and waiting[0].done():
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


def _chunks(refs: Sequence[Ref], jobs: int) -> list[Sequence[Ref]]:
    """Return the pages in portions, the largest first.

    Pages of one kind count the same things and share pieces, and each process makes its own: so a kind stays together,
    but for items, which only share with their neighbours.
    """
    kinds: dict[str, list[Ref]] = {}
    for ref in refs:
        kinds.setdefault(_TOGETHER.get(ref.kind, ref.kind), []).append(ref)
    items = kinds.pop("item", [])
    size = max(_CHUNK, len(items) // (jobs * _CHUNKS_EACH))
    portions = [items[start : start + size] for start in range(0, len(items), size)]
    return [*sorted(kinds.values(), key=len, reverse=True), *portions]


def _print(printer: Printer, refs: Sequence[Ref]) -> list[Printed]:
    if refs and refs[0].kind == "item":
        # Items are last, and hold no long lists.
        printer.maker.studio.lists.forget()
    return [printer.print(ref) for ref in refs]


_own: list[Printer] = []


def _start(printer: Printer) -> None:
    _own[:] = [printer]


def _run(refs: Sequence[Ref]) -> list[Printed]:
    return _print(_own[0], refs)
