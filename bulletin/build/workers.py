"""Rendering and splicing of all pages, in one process or in many: the same bytes for any number of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future

from bulletin.build.page_writer import PageWriter, WrittenPage
from bulletin.core.parallel import can_fork, process_pool
from bulletin.scoring.yearly import year_results
from bulletin.site.page import Route

# With fewer pages than this, starting processes costs more than it saves. Two processes save a sixth of the waiting at
# 10,000 items, and cost a sixth more of CPU time.
_MIN_PAGES_TO_FORK, _MIN_PAGES_TO_SPAWN, _MIN_JOBS = 4000, 6000, 3
_CHUNK = 50
_CHUNKS_PER_PROCESS = 8
_STATISTICS = frozenset({"stats", "ledger", "authors"})
"""Kinds of pages that are made in this process: data files, which follow, are made of the same figures."""

Progress = Callable[[int, int], None]


def write_pages(
    writer: PageWriter, routes: Sequence[Route], jobs: int, progress: Progress | None = None, cluster: str = ""
) -> list[str]:
    """Render all pages, with *jobs* local processes or those of the *cluster* at an address.

    Those that differ from the old site's are staged; return their addresses.
    """
    count, changed = 0, list[str]()
    for done in _on_cluster(writer, routes, cluster) if cluster else _on_this_machine(writer, routes, jobs):
        count += len(done)
        changed += [address for address, differs in done if differs]
        if progress:
            progress(count, len(routes))
    return changed


def _on_cluster(writer: PageWriter, routes: Sequence[Route], address: str) -> Iterator[list[WrittenPage]]:
    # Only where it is needed: it imports what nothing else uses.
    from bulletin.build.cluster import write_on_cluster

    return write_on_cluster(writer, routes, address)


def _on_this_machine(writer: PageWriter, routes: Sequence[Route], jobs: int) -> Iterator[list[WrittenPage]]:
    if jobs < _MIN_JOBS or len(routes) < (_MIN_PAGES_TO_FORK if can_fork() else _MIN_PAGES_TO_SPAWN):
        yield from (_write_chunk(writer, chunk) for chunk in _portions(routes, _CHUNK))
        return
    own, others = _split(routes, jobs)
    if can_fork():
        context = writer.renderer.context
        context.compile_templates()
        for year in context.archive.years:
            # Pages of units show them as well as statistics.
            year_results(context.archive, year)
    with process_pool(min(jobs, len(own) + len(others)) - 1, _set_worker_writer, writer) as pool:
        yield from _with_pool(writer, deque(own), deque(others), pool, 2 * (jobs - 1))


def _with_pool(
    writer: PageWriter, own: deque[Sequence[Route]], others: deque[Sequence[Route]], pool: Executor, ahead: int
) -> Iterator[list[WrittenPage]]:
    """Render the chunks *own* in this process, and *others* in the *pool*, at most *ahead* at a time, and here.

    So one process less holds a copy of the archive.
    """
    waiting: deque[Future[list[WrittenPage]]] = deque()
    while own or others:
        while others and len(waiting) < ahead:
            waiting.append(pool.submit(_write_in_worker, others.popleft()))
        if chunks := own or others:
            # The smallest chunks are last, so the wait at the end is short.
            yield _write_chunk(writer, chunks.popleft())
        while waiting and waiting[0].done():
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


def _split(routes: Sequence[Route], jobs: int) -> tuple[list[Sequence[Route]], list[Sequence[Route]]]:
    """Return the pages of statistics in chunks, and all others, the largest chunk first.

    Pages of one kind share cached parts, which each process makes for itself: so a kind is one chunk, except items,
    which share little.
    """
    kinds: dict[str, list[Route]] = {}
    for route in routes:
        kinds.setdefault("stats" if route.kind in _STATISTICS else route.kind, []).append(route)
    items, statistics = kinds.pop("item", []), kinds.pop("stats", [])
    portions = _portions(items, max(_CHUNK, len(items) // (jobs * _CHUNKS_PER_PROCESS)))
    return _portions(statistics, _CHUNK), [*sorted(kinds.values(), key=len, reverse=True), *portions]


def _portions(routes: Sequence[Route], size: int) -> list[Sequence[Route]]:
    return [routes[start : start + size] for start in range(0, len(routes), size)]


def _write_chunk(writer: PageWriter, routes: Sequence[Route]) -> list[WrittenPage]:
    if routes and routes[0].kind == "item":
        # Items are last, and have no long lists.
        writer.renderer.context.lists.clear()
    return [writer.write(route) for route in routes]


_worker_writer: list[PageWriter] = []


def _set_worker_writer(writer: PageWriter) -> None:
    _worker_writer[:] = [writer]


def _write_in_worker(routes: Sequence[Route]) -> list[WrittenPage]:
    return _write_chunk(_worker_writer[0], routes)
