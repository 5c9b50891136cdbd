"""How long it takes from a saved edit to the new bytes at the page's address, and what the server spends on it."""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple

from bench import builds, corpus, edits, meter

CASES: dict[str, tuple[edits.Edit, int]] = {
    "body": (edits.any_body, 20),
    "title": (edits.title, 20),
    "adoption": (edits.adoption, 20),
    "new": (edits.new, 10),
    "unit": (edits.unit, 5),
}
"""The edits, and how often each is made."""
_ONLY_OURS = {"unit"}  # Hugo has no registry
_EVERY = 0.004  # seconds between two looks at the page
_READY, _PATIENCE = 300.0, 60.0  # seconds until the server answers, and until an edit is seen


class _Server(NamedTuple):
    name: str
    command: list[str]
    source: Path
    cases: list[str]


def size(items: int, shape: str, args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of the servers for one size and shape of archive."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        for server in _servers(items, shape, args, Path(name)):
            try:
                for key, figures in _measure(server, Path(name)):
                    found[f"{server.name} {key}"] = figures
                    print(f"{shape} {items} serve {server.name} {key}: {figures['median']:.0f} ms", file=sys.stderr)
            except (TimeoutError, OSError) as error:
                print(f"{items} serve {server.name}: left out, {error}", file=sys.stderr)
    return {"items": items, "shape": shape, "cases": found}


def _servers(items: int, shape: str, args: argparse.Namespace, root: Path) -> Iterator[_Server]:
    ours = builds.Ours(root, args.ours)
    corpus.write(ours.archive, items, shape=shape)
    chosen = [key for key in CASES if key in args.cases]
    if "hugo-edit" in args.cases:
        hugo = builds.Hugo(root, builds.hugo_in(args.peers))
        hugo.prepare(ours.archive)
        yield _Server("hugo", hugo.serve(), hugo.source, [key for key in chosen if key not in _ONLY_OURS])
    if chosen:
        ours.clear(index=True)
        yield _Server("ours", ours.serve(), ours.archive, chosen)


def _measure(server: _Server, root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with _serving(server.command, root) as (process, address):
        _wait(address, "<", _READY)
        for key in server.cases:
            before, waits = meter.spent(process), []
            edit, times = CASES[key]
            for number in range(times):
                time.sleep(1 + number * 0.037)  # lets the server become idle, and varies the time of the next edit
                waits.append(_show(edit(server.source, number), server.source, address))
            time.sleep(1)
            cpu = (meter.spent(process) - before) / len(waits)
            yield key, {"waits": waits, "median": statistics.median(waits), "worst": max(waits), "cpu": cpu}


def _show(edited: edits.Edited, source: Path, address: str) -> float:
    """Return the milliseconds until the page of the item shows an edit, whose last act was to save."""
    start = time.perf_counter()
    _wait(f"{address}{edited.item.relative_to(source / 'content').with_suffix('')}/", edited.text, _PATIENCE)
    return (time.perf_counter() - start) * 1000


@contextlib.contextmanager
def _serving(command: list[str], root: Path) -> Iterator[tuple[int, str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (root / "served").open("wb") as said:
        process = subprocess.Popen(
            [*command, str(port)],
            cwd=root,
            env=meter.environment(root),
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            yield process.pid, f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()


def _wait(page: str, text: str, seconds: float) -> None:
    """Look at a page until it holds a text."""
    end, wanted = time.perf_counter() + seconds, text.encode()
    while time.perf_counter() < end:
        # A page that is being rewritten may break off.
        with contextlib.suppress(OSError, HTTPException), urllib.request.urlopen(page, timeout=10) as answer:  # noqa: S310  # our own server
            if wanted in answer.read():
                return
        time.sleep(_EVERY)
    raise TimeoutError(f"{page} did not hold {text} within {seconds:.0f} seconds")
