"""Pages made on a Dask cluster.

Each worker is sent the facts of the archive once, and for each part of the pages the texts that these show. A worker
that sees the disk of this machine writes its pages there; others send them back. Texts that this machine has not
rendered are read by the workers, where all of them see its disk.
"""

from __future__ import annotations

import logging
import pickle
import re
import secrets
import sys
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from bulletin import __version__
from bulletin.build.output_tree import OutputTree
from bulletin.build.page_writer import PageRenderer, PageWriter, RenderedPage, WrittenPage
from bulletin.content.bodies import LazyBodies
from bulletin.core.config import PACKAGE, THEME, compiled_templates
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.markdown.body import Body
from bulletin.model import keys
from bulletin.scoring.yearly import YearResults, keep_year_results, known_year_results
from bulletin.site.context import RenderContext
from bulletin.site.page import Route
from bulletin.site.routes import inputs
from bulletin.site.shells import Shell

_TIMEOUT = "10s"
"""How long to wait for the scheduler, and for a first worker."""
_TEXTS = dict.fromkeys(("item", "notice", "issue"), "texts")
_FIGURES = dict.fromkeys(("stats", "ledger", "authors"), "figures")
_GROUPED_BY_YEAR = _TEXTS | _FIGURES
_YEAR = re.compile(r"/(\d{4})\b")
_PACKAGES = ("jinja2", "markdown", "markupsafe", "nh3")
"""Packages on which the bytes of a page depend."""

_NO_DISTRIBUTED = N_("--cluster needs the package “distributed”: {python} -m pip install distributed")
_NO_ANSWER = N_("Nobody answers at {address}: {reason}")
_NO_CERTIFICATES = N_("{address} is encrypted, and Dask's settings name no certificates (distributed.comm.tls).")
_NO_WORKERS = N_(
    "The scheduler at {address} has no workers. Start some, on machines that have this program: "
    "dask worker {address} --nworkers auto --nthreads 1"
)
_NO_PROGRAM = N_(
    "{process} of the cluster cannot run this program: {reason}. "
    "Install it there, or name its folder in PYTHONPATH, and start that process again."
)
_OTHER_VERSION = N_(
    "{process} of the cluster has another version of the program ({there}) than this machine ({here}). "
    "Install the same there, and start that process again."
)
_NO_TEMPLATES = N_("{process} of the cluster does not see {folder}, which holds templates of this archive.")
_WORKER_DIED = N_("Workers of the cluster died while they made pages; their logs say why. Often they lack memory.")
_CLUSTER_LOST = N_(
    "The cluster at {address} was lost while it made pages: its scheduler cannot be reached, or its workers died. "
    "Build again."
)


class _Disk(NamedTuple):
    """What a process finds where it sees the disk of this machine and may write to it as this one does."""

    file: Path
    """A file in the staging folder."""
    token: bytes
    """What it holds."""
    folder: Path
    """The folder of the archive's texts."""

    def is_seen(self) -> bool:
        """Return whether this process sees it, and writes files with the same owner and mode."""
        beside = self.file.with_name(f"{self.file.name}-{secrets.token_hex(4)}")
        try:
            if self.file.read_bytes() != self.token or not self.folder.is_dir():
                return False
            made = _new_file(beside)
            beside.unlink()
            return made == _owner_and_mode(self.file)
        except OSError:
            return False


class _Process(NamedTuple):
    """What a process of the cluster says of itself."""

    edition: str
    sees_disk: bool
    missing: tuple[Path, ...]
    """Those of the folders with templates that it does not see."""


class _Facts(NamedTuple):
    """What every worker is sent once."""

    context: RenderContext
    """Without rendered texts, and without the program's own theme."""
    results: Mapping[int, YearResults]
    tree: OutputTree
    disk: _Disk


class _Part(NamedTuple):
    """A part of the pages, and the texts that they show as far as they are rendered."""

    routes: Sequence[Route]
    shells: Mapping[str, Shell]
    texts: Mapping[str, Body]


class _Made(NamedTuple):
    """The pages of a part: what was staged by the worker, or the packed pages."""

    staged: Sequence[WrittenPage]
    pages: bytes


def write_on_cluster(writer: PageWriter, routes: Sequence[Route], address: str) -> Iterator[list[WrittenPage]]:
    """Make pages on the cluster whose scheduler is at *address*; yield what was staged, part by part."""
    if not routes:
        return
    with _connected(address) as client, _marked(writer) as disk:
        reads = _check_processes(client, address, disk, _own_templates(writer.renderer.context))
        facts = client.scatter(_pack(_facts(writer, disk)), broadcast=True, hash=False)
        parts = (_part(writer.renderer, part, reads=reads) for part in _split(routes))
        tasks = [client.submit(_make, facts, _pack(part), pure=False) for part in parts]
        for made in _results(client, tasks, address):
            yield [*made.staged, *(writer.stage(*page) for page in _unpack(made.pages))]
        client.run(_forget, on_error="ignore")


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Connect to a scheduler that has workers."""
    try:
        import distributed
        from distributed.comm.core import CommClosedError
    except ImportError as error:
        raise BulletinError(_NO_DISTRIBUTED, python=sys.executable) from error
    # It logs what is said in a sentence here.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        client: Any = distributed.Client(address, timeout=_TIMEOUT)  # type: ignore[no-untyped-call]  # it is half typed
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        if isinstance(error, TypeError) and address.startswith("tls:"):
            raise BulletinError(_NO_CERTIFICATES, address=address) from error
        raise BulletinError(_NO_ANSWER, address=address, reason=str(error) or type(error).__name__) from error
    with client:
        try:
            _wait_for_workers(client, address)
            yield client
        except distributed.KilledWorker as error:
            raise BulletinError(_WORKER_DIED) from error
        except (CancelledError, CommClosedError, TimeoutError) as error:
            raise BulletinError(_CLUSTER_LOST, address=address) from error


def _wait_for_workers(client: Any, address: str) -> None:  # noqa: ANN401 - distributed is half typed
    try:
        client.wait_for_workers(1, timeout=_TIMEOUT)
    except TimeoutError as error:
        raise BulletinError(_NO_WORKERS, address=address) from error


@contextmanager
def _marked(writer: PageWriter) -> Iterator[_Disk]:
    """Put a file into the staging folder by which workers know whether they see it."""
    root, token = _bodies(writer.renderer.context).root, secrets.token_bytes(16)
    disk = _Disk(writer.tree.staging / f".seen-{secrets.token_hex(4)}", token, root / "content")
    _new_file(disk.file, token)
    try:
        yield disk
    finally:
        disk.file.unlink()


def _check_processes(client: Any, address: str, disk: _Disk, folders: Sequence[Path]) -> bool:  # noqa: ANN401 - distributed is half typed
    """Check that scheduler and workers can run this program; return whether all workers see this machine's disk."""
    workers: dict[str, Any] = client.run(_look, disk, folders, on_error="return")
    for process, found in {address: _ask_scheduler(client, disk), **workers}.items():
        if not isinstance(found, _Process):
            raise BulletinError(_NO_PROGRAM, process=process, reason=found)
        if found.edition != _edition():
            raise BulletinError(_OTHER_VERSION, process=process, there=found.edition, here=_edition())
        if found.missing:
            raise BulletinError(_NO_TEMPLATES, process=process, folder=found.missing[0])
    return all(found.sees_disk for found in workers.values())


def _ask_scheduler(client: Any, disk: _Disk) -> object:  # noqa: ANN401 - distributed is half typed
    try:
        return client.run_on_scheduler(_look, disk, ())
    except Exception as error:  # noqa: BLE001 - whatever another installation may raise
        return error


def _results(client: Any, tasks: Iterable[Any], address: str) -> Iterator[_Made]:  # noqa: ANN401 - distributed is half typed
    """Yield the results of tasks."""
    for task in tasks:
        made = None
        while made is None:
            try:
                made = task.result(timeout=_TIMEOUT)
            except TimeoutError:
                if task.status == "error":
                    raise
                # Tasks of a cluster that has lost its last worker wait for ever.
                _wait_for_workers(client, address)
        yield made


def _facts(writer: PageWriter, disk: _Disk) -> _Facts:
    context = writer.renderer.context
    without_texts = replace(
        context,
        bodies=_bodies(context).unrendered(),
        theme=tuple(folder for folder in context.theme if folder != THEME),
        cache=None,
    )
    return _Facts(without_texts, known_year_results(context.archive), replace(writer.tree, folders=set()), disk)


def _split(routes: Iterable[Route]) -> list[list[Route]]:
    """Return the pages in parts, the largest first.

    Pages of one kind share rows of lists. Items and issues of a year share texts, so that each is sent once; figures of
    a year share ledgers.
    """
    parts: dict[tuple[str, str], list[Route]] = {}
    for route in routes:
        group = _GROUPED_BY_YEAR.get(route.kind)
        year = _YEAR.search(route.url) if group else None
        parts.setdefault((group or route.kind, year[1] if year else ""), []).append(route)
    return sorted(parts.values(), key=len, reverse=True)


def _part(renderer: PageRenderer, routes: Sequence[Route], *, reads: bool) -> _Part:
    """Return a part of the pages; workers that do not read (*reads*) are sent all texts."""
    context, bodies = renderer.context, _bodies(renderer.context)
    found = (keys.names_of("text", inputs(context.archive, route)) for route in routes)
    shown = dict.fromkeys(chain.from_iterable(found))
    if not reads:
        for path in shown.keys() & bodies.keys():
            bodies[path]
    return _Part(
        routes,
        {route.url: renderer.shells[route.url] for route in routes},
        {path: bodies.rendered[path] for path in shown if path in bodies.rendered},
    )


def _bodies(context: RenderContext) -> LazyBodies:
    if not isinstance(context.bodies, LazyBodies):
        raise TypeError(type(context.bodies))
    return context.bodies


def _own_templates(context: RenderContext) -> tuple[Path, ...]:
    """Return the folders with templates that do not belong to the program."""
    return tuple(folder for folder in context.theme if folder != THEME and (folder / "pages").is_dir())


def _pack(value: object) -> bytes:
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)


def _unpack(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    # Dask pickles whatever it is given, too: who can reach a cluster can run anything there.
    return pickle.loads(zlib.decompress(data)) if data else ()  # noqa: S301


# What follows is run by workers.

_lock = threading.Lock()


def _look(disk: _Disk, folders: Sequence[Path]) -> _Process:
    return _Process(_edition(), disk.is_seen(), tuple(folder for folder in folders if not folder.is_dir()))


@cache
def _edition() -> str:
    """Return what tells versions of the program, and of what it renders with, apart.

    It is found out once: a process goes on with what it has imported when files change.
    """
    found = blake2b(digest_size=4)
    for folder in (PACKAGE, THEME):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    major, minor, *_ = sys.version_info
    return f"{__version__}-{found.hexdigest()}, Python {major}.{minor}, {packages}"


def _make(facts: bytes, part: bytes) -> _Made:
    """Make a part of the pages."""
    # Threads of one process share what it caches, and would not be faster.
    with _lock:
        return _worker(facts).make(_unpack(part))


@lru_cache(maxsize=1)
def _worker(facts: bytes) -> _Worker:
    return _Worker(_unpack(facts))


def _forget() -> None:
    _worker.cache_clear()


class _Worker:
    """Makes parts of the pages of one build."""

    def __init__(self, facts: _Facts) -> None:
        context = facts.context
        self._context = replace(context, theme=(*context.theme, THEME), cache=compiled_templates())
        self._bodies = _bodies(context)
        keep_year_results(self._context.archive, facts.results)
        self._tree = facts.tree if facts.disk.is_seen() else None

    def make(self, part: _Part) -> _Made:
        """Make a part: stage its pages where that can be done here, else return them."""
        if part.texts:
            # Pages with texts have no long lists.
            self._context.lists.clear()
        self._bodies.set_rendered(part.texts)
        renderer = PageRenderer(context=self._context, shells=part.shells)
        if self._tree:
            writer = PageWriter(renderer, self._tree)
            return _Made([writer.write(route) for route in part.routes], b"")
        pages: list[RenderedPage] = [renderer.render(route) for route in part.routes]
        return _Made([], _pack(pages))


def _new_file(path: Path, data: bytes = b"") -> tuple[int, int]:
    """Create a file; return its owner and mode."""
    with path.open("xb") as file:
        file.write(data)
    return _owner_and_mode(path)


def _owner_and_mode(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_uid, status.st_mode
