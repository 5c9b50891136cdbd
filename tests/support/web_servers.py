"""Web servers with the configuration of deploy/, started as they are on Debian."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.require import require
from tests.support.waiting import PATIENCE, free_port, until

DEPLOY = ROOT / "deploy"
MODULES = Path("/usr/lib/apache2/modules")
_APACHE_MODULES = (
    "mpm_event authz_core authz_host allowmethods autoindex deflate filter dir headers mime rewrite setenvif unixd"
)


def _adapted(text: str, changes: dict[str, str]) -> str:
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, after)
    return text


@contextmanager
def nginx(root: Path, folder: Path, more: str = "", *, headers: bool = True, rules: str = "") -> Iterator[str]:
    """Serve the releases in *root*, with *rules* for old addresses; yield the address."""
    port = free_port()
    changes = {
        "listen 80;": f"listen 127.0.0.1:{port};{more}",
        "/srv/bulletin/current": str(root / "current"),
        "include /etc/nginx/bulletin/headers.conf;": f"include {DEPLOY}/nginx/headers.conf;" if headers else "",
        "/etc/nginx/bulletin/redirects": f"{folder}/redirects",
    }
    site = _adapted((DEPLOY / "nginx/bulletin.conf").read_text("utf-8"), changes)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "redirects.conf").write_text(rules, "utf-8")
    (folder / "site.conf").write_text(site, "utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off;\n{temporary} include {folder}/site.conf; }}\n",
        "utf-8",
    )
    command = [require("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with _running(command, port, folder / "error.log") as address:
        yield address


@contextmanager
def apache(root: Path, folder: Path, rules: str = "") -> Iterator[str]:
    """Serve the releases in *root*, with *rules* for old addresses; yield the address."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "redirects.conf").write_text(rules, "utf-8")
    site = _adapted(apache_site(root, port), {"/etc/apache2/bulletin/redirects": f"{folder}/redirects"})
    (folder / "site.conf").write_text(site, "utf-8")
    modules = [name for name in _APACHE_MODULES.split() if (MODULES / f"mod_{name}.so").is_file()]
    (folder / "types").write_text("text/html html\ntext/css css\ntext/xml xml\n", "utf-8")
    (folder / "apache.conf").write_text(
        "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in modules)
        + f"ServerRoot {folder}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\nListen 127.0.0.1:{port}\n"
        f"ServerName localhost\nTypesConfig {folder}/types\nInclude {folder}/site.conf\n",
        "utf-8",
    )
    # Apache does not serve as root; under another name it may still read what is ours.
    nobody = ["unshare", "--user", "--map-user=1000"] if os.geteuid() == 0 else []
    command = [*nobody, require("apache"), "-D", "FOREGROUND", "-f", str(folder / "apache.conf")]
    with _running(command, port, folder / "error.log") as address:
        yield address


def apache_site(root: Path, port: int) -> str:
    """Return the configuration of deploy/, for another folder and port."""
    changes = {
        "*:80": f"127.0.0.1:{port}",
        "/srv/bulletin/current": str(root / "current"),
        "<Directory /srv/bulletin>": f"<Directory {root}>",
        "/etc/apache2/bulletin/headers": f"{DEPLOY}/apache/headers",
    }
    return _adapted((DEPLOY / "apache/bulletin.conf").read_text("utf-8"), changes)


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[str]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _await(port, process, log)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(PATIENCE)
        assert process.stderr is not None
        process.stderr.close()


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers, and raise what it says if it ends before."""

    def answers() -> bool:
        if process.poll() is not None:
            assert process.stderr is not None
            raise RuntimeError(process.stderr.read().decode() + (log.read_text() if log.exists() else ""))
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), PATIENCE):
            return True
        return False

    until(answers)


class Answer:
    """What a server said."""

    def __init__(self, address: str, path: str, method: str = "GET", **headers: str) -> None:
        connection = HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=PATIENCE)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()
        connection.close()

    def header(self, name: str) -> str:
        """Return a header that is there once, or ""."""
        values = self.headers.get_all(name) or []
        assert len(values) <= 1, (name, values)
        return values[0] if values else ""
