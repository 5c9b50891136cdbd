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
from typing import Any

from bench import builds, corpus, edits, meter

_EDITS, _EVERY = 20, 0.004  # edits; seconds between two looks at the page
_READY, _PATIENCE = 300.0, 60.0  # seconds until the server answers, and until an edit is seen


def size(items: int, args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of the servers, of those that serve."""
    cases: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        root = Path(name)
        ours = builds.Ours(root, args.ours)
        corpus.write(ours.archive, items)
        servers = {}
        if "hugo-edit" in args.cases:
            hugo = builds.Hugo(root, builds.hugo_in(args.peers))
            hugo.prepare(ours.archive)
            servers["hugo"] = (hugo.serve(), hugo.content)
        if "body" in args.cases:
            ours.clear(index=True)
            servers["ours"] = (ours.serve(), ours.content)
        for key, (command, content) in servers.items():
            try:
                cases[key] = _measure(command, content, root)
            except (TimeoutError, OSError) as error:
                print(f"{items} serve {key}: left out, {error}", file=sys.stderr)
    return {"items": items, "cases": cases}


def _measure(command: list[str], content: Path, root: Path) -> dict[str, Any]:
    item = edits.some_item(content, 0)
    with _serving(command, root) as (server, address):
        page = f"{address}{item.relative_to(content).with_suffix('')}/"
        before = item.read_text("utf-8")
        _wait(page, "<", _READY)
        ready = meter.spent(server)
        waits = []
        for number in range(_EDITS):
            time.sleep(1 + number * 0.037)  # lets the server become idle, and varies the time of the next edit
            mark = f"第{number + 1}次核对无误。"
            start = time.perf_counter()
            item.write_text(f"{before}\n{mark}\n", encoding="utf-8", newline="\n")
            _wait(page, mark, _PATIENCE)
            waits.append((time.perf_counter() - start) * 1000)
        time.sleep(1)
        cpu = (meter.spent(server) - ready) / _EDITS
    return {"waits": waits, "median": statistics.median(waits), "worst": max(waits), "cpu": cpu}


@contextlib.contextmanager
def _serving(command: list[str], root: Path) -> Iterator[tuple[int, str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (root / "served").open("wb") as said:
        process = subprocess.Popen(
            [*command, str(port)], cwd=root, env=meter.environment(), stdout=said, stderr=said, start_new_session=True
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
