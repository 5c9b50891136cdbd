"""Firefox, driven by its own protocol (Marionette): Playwright drives a build of its own only."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.support.require import require

_PREFERENCES = """\
user_pref("marionette.port", 0);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
"""
ENTER = "\ue007"
_PATIENCE = 30.0
_FIND = """
const [selector, text] = arguments;
return [...document.querySelectorAll(selector)].find((one) => one.textContent.includes(text)) ?? null;
"""
_ERRORS = """
return Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError)
  .filter((one) => one.sourceName.startsWith(arguments[0]) && !(one.flags & one.warningFlag))
  .map((one) => String(one.errorMessage));
"""


class Firefox:
    """One window of Firefox."""

    def __init__(self, port: int) -> None:
        """Connect to a Firefox that listens on *port*."""
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._stream = self._socket.makefile("rwb")
        self._read()
        self._asked = 0
        self.version: str = self._call("WebDriver:NewSession")["capabilities"]["browserVersion"]

    def _read(self) -> Any:  # noqa: ANN401 - JSON
        size = b""
        while (sign := self._stream.read(1)) != b":":
            size += sign
        return json.loads(self._stream.read(int(size)))

    def _call(self, command: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
        self._asked += 1
        data = json.dumps([0, self._asked, command, parameters]).encode()
        self._stream.write(b"%d:%s" % (len(data), data))
        self._stream.flush()
        _, _, error, answer = self._read()
        if error:
            raise RuntimeError(error["message"])
        return answer

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()
        self._socket.close()

    def goto(self, address: str) -> None:
        """Open a page."""
        self._call("WebDriver:Navigate", url=address)

    def evaluate(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever the script returns
        """Return what a script in the page returns."""
        return self._call("WebDriver:ExecuteScript", script=script, args=list(arguments))["value"]

    def wait(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever the script returns
        """Return what a script returns as soon as that is something."""
        until = time.monotonic() + _PATIENCE
        while not (found := self.evaluate(script, *arguments)):
            if time.monotonic() > until:
                raise TimeoutError(script, arguments)
            time.sleep(0.05)
        return found

    def find(self, selector: str, text: str = "") -> Any:  # noqa: ANN401 - a reference
        """Return the first element with this text, as soon as there is one."""
        return self.wait(_FIND, selector, text)

    def click(self, selector: str, text: str = "") -> None:
        """Click on the first element with this text."""
        self._call("WebDriver:ElementClick", id=_id(self.find(selector, text)))

    def type(self, selector: str, text: str) -> None:
        """Type into an element."""
        self._call("WebDriver:ElementSendKeys", id=_id(self.find(selector)), text=text)

    def set_size(self, width: int, height: int) -> None:
        """Set the size of the window."""
        self._call("WebDriver:SetWindowRect", width=width, height=height)

    def errors(self, address: str) -> list[str]:
        """Return the errors of scripts at *address*."""
        self._call("Marionette:SetContext", value="chrome")
        try:
            found: list[str] = self.evaluate(_ERRORS, address)
        finally:
            self._call("Marionette:SetContext", value="content")
        return found


def _id(element: dict[str, str]) -> str:
    return next(iter(element.values()))


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Start Firefox with an empty profile; skip the test where there is none."""
    program = require("firefox")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = Path(folder)
        (profile / "user.js").write_text(_PREFERENCES, encoding="utf-8")
        command = [program, "--headless", "--no-remote", "--marionette", "--remote-allow-system-access"]
        process = subprocess.Popen(
            [*command, "--profile", folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": folder, "MOZ_HEADLESS_WIDTH": "1280", "MOZ_HEADLESS_HEIGHT": "900"},
        )
        try:
            with closing(Firefox(_port(profile / "MarionetteActivePort"))) as started:
                yield started
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE)


def _port(path: Path) -> int:
    until = time.monotonic() + _PATIENCE
    while not (path.is_file() and (text := path.read_text("utf-8").strip())):
        if time.monotonic() > until:
            raise TimeoutError(path)
        time.sleep(0.05)
    return int(text)
