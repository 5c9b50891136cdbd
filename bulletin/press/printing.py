"""Rendering and splicing of all pages, in one process or in many: the same bytes for any number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from bulletin.pages import plan
from bulletin.pages.contract import Ref
from bulletin.pages.environment import Studio
from bulletin.press.shells import Shell, values
from bulletin.press.tree import Tree
from bulletin.processes import can_fork, context

# With fewer pages than this, starting processes costs more than it saves.
_FEW, _FEW_FOR_NEW = 4000, 6000
_CHUNK = 50

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """Makes one page after the other and stages those that differ from the old site's."""

    studio: Studio
    shells: Mapping[str, Shell]
    """By the address of the page."""
    tree: Tree

    def print(self, ref: Ref) -> bool:
        """Make the page; return whether it differs."""
        page = plan.render(self.studio, ref)
        html = self.shells[ref.url].splice(values(page, ref, self.studio.site_url))
        return self.tree.put(f"{ref.url}index.html", html.encode())


def print_all(printer: Printer, refs: Sequence[Ref], jobs: int, progress: Progress | None = None) -> dict[str, bool]:
    """Make all pages with *jobs* processes; return by address whether the file differs."""
    changed: dict[str, bool] = {}
    for done in _runs(printer, refs, jobs):
        changed.update(done)
        if progress:
            progress(len(changed), len(refs))
    return changed


def _runs(printer: Printer, refs: Sequence[Ref], jobs: int) -> Iterator[dict[str, bool]]:
    chunks = [refs[start : start + _CHUNK] for start in range(0, len(refs), _CHUNK)]
    if jobs == 1 or len(refs) < (_FEW if can_fork() else _FEW_FOR_NEW):
        yield from (_print(printer, chunk) for chunk in chunks)
        return
    if can_fork():
        printer.studio.prepare()
    with ProcessPoolExecutor(min(jobs, len(chunks)), context(), _start, (printer,)) as pool:
        yield from pool.map(_run, chunks)


def _print(printer: Printer, refs: Sequence[Ref]) -> dict[str, bool]:
    return {f"{ref.url}index.html": printer.print(ref) for ref in refs}


_own: list[Printer] = []


def _start(printer: Printer) -> None:
    _own[:] = [printer]


def _run(refs: Sequence[Ref]) -> dict[str, bool]:
    return _print(_own[0], refs)
