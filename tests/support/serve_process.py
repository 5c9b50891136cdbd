"""``build.py serve`` as a process of its own, for tests."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple, Self

from tests.support.archives import TODAY
from tests.support.paths import ROOT
from tests.support.waiting import PATIENCE, free_port, until


class Answer(NamedTuple):
    """What a server answers."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class Served:
    """A served archive; its words go into a file."""

    def __init__(self, root: Path, words: Path, port: int = 0, *options: str) -> None:
        self.port, self._words, self._open = port or free_port(), words, ExitStack()
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--archive", str(root), "--port", str(self.port)]
        with words.open("w") as told:
            self.process = subprocess.Popen(
                [*command, "--date", str(TODAY), "--lang", "en", *options], stderr=told, stdout=told
            )

    def __enter__(self) -> Self:
        until(lambda: "Ctrl-C" in self.told or self.process.poll() is not None)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self.process.kill()
        self.process.wait(PATIENCE)

    @property
    def told(self) -> str:
        """What the terminal shows."""
        return self._words.read_text("utf-8")

    def interrupt(self) -> int:
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Return the answer to a request."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, headers=headers)
            with connection.getresponse() as found:
                return Answer(found.status, dict(found.getheaders()), found.read())

    def listen(self, path: str) -> http.client.HTTPResponse:
        """Return an answer that goes on for as long as this is served."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self._open.callback(connection.close)
        connection.request("GET", path)
        return self._open.enter_context(connection.getresponse())

    def text(self, path: str) -> str:
        """Return the content at *path*."""
        return self.ask(path).data.decode()

    def shows(self, path: str, words: str) -> None:
        """Wait until *words* are at *path*."""
        until(lambda: words in self.text(path))
