"""HTTP for one machine: pages made on demand, and word for the browsers that show them."""

from __future__ import annotations

import os
import sys
import traceback
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.model.urls import FEEDS
from bulletin.server.broadcast import Hub, State
from bulletin.server.site import INDEX, LOST, Site

OWN = "/-/"
"""Where what belongs to the server alone is found: no page of a site has such an address."""
_HERE = Path(__file__).parent
_FILES = {f"{OWN}serve.js": _HERE / "serve.js", f"{OWN}serve.css": _HERE / "serve.css"}

_HEARTBEAT = 15.0
_IDLE = 60.0
_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_NO_PORT = N_("Port {port} cannot be used: {reason}. Try another one with --port.")
_BARE = b'<!DOCTYPE html><html><head><meta charset="utf-8"><title>-</title></head><body></body></html>'
"""A page for the overlay where there is no other."""
# The system's own table differs from one machine to the next.
_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gif": "image/gif",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml; charset=utf-8",
}


class Server(ThreadingHTTPServer):
    """Answers on this machine's own address and nowhere else."""

    # On Windows, two could have the same port.
    allow_reuse_address = os.name != "nt"
    request_queue_size = 128

    def __init__(self, hub: Hub, port: int, *, verbose: bool = False) -> None:
        """Take the port, or raise an error that names it."""
        self._hub = hub
        try:
            super().__init__(("127.0.0.1", port), partial(_Handler, hub, verbose))
        except OSError as error:
            raise BulletinError(_NO_PORT, port=port, reason=error.strerror) from error

    @property
    def address(self) -> str:
        """Where browsers find the site."""
        return f"http://127.0.0.1:{self.server_port}{mount(self._hub.state.site)}"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's signature
        """Be silent about browsers that went away; everything else is a defect."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def mount(site: Site | None) -> str:
    """Return the path below which the site stands, as its own address says: ``/`` or ``/zugong/``."""
    path = urlsplit(site.studio.site_url).path if site else ""
    return f"/{path.strip('/')}/".replace("//", "/")


def _name(address: str) -> str:
    return f"{address}{INDEX}" if not address or address.endswith("/") else address


def _stamp(site: Site | None, path: str) -> str:
    return site.stamp(_name(unquote(path).removeprefix(mount(site)))) if site else ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    # Head and body are written apart: the second must not wait for word of the first.
    disable_nagle_algorithm = True

    def __init__(self, hub: Hub, verbose: bool, request: Any, client: Any, server: BaseServer) -> None:  # noqa: ANN401, FBT001 - the library's
        self._hub, self._verbose = hub, verbose
        super().__init__(request, client, server)

    def do_GET(self) -> None:
        """Answer."""
        path, _, query = self.path.partition("?")
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in _HOSTS:
            # Another site's name that was made to lead here must not read an internal bulletin.
            self._send(HTTPStatus.FORBIDDEN, b"", "txt")
        elif path == f"{OWN}events":
            self._tell({name: values[-1] for name, values in parse_qs(query).items()})
        elif path in _FILES:
            self._send(HTTPStatus.OK, _FILES[path].read_bytes(), path.rpartition(".")[2])
        else:
            self._answer(self._hub.state, unquote(path))

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _answer(self, state: State, path: str) -> None:
        site, root = state.site, mount(state.site)
        if site is None:
            self._page(HTTPStatus.SERVICE_UNAVAILABLE, _BARE, "")
        elif not path.startswith(root):
            if path in ("/", root[:-1]):
                self._lead(root)
            else:
                self._lost(site)
        else:
            self._file(site, path.removeprefix(root))

    def _tell(self, asked: dict[str, str]) -> None:
        """Tell a browser what keeps a change back, and when its page has become another, until it goes away."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(b"retry: 500\n\n")
        seen, told, stamp = -1, b"{}", asked.get("stamp", "")
        while True:
            state = self._hub.wait(seen, _HEARTBEAT)
            if state is None:
                # Who has gone away is found out by writing.
                self.wfile.write(b":\n\n")
                continue
            if state.trouble != told:
                self._event("trouble", state.trouble)
            if (now := _stamp(state.site, asked.get("page", "/"))) != stamp:
                self._event("reload", b"{}")
            seen, told, stamp = state.number, state.trouble, now

    def _event(self, name: str, data: bytes) -> None:
        self.wfile.write(b"event: %s\ndata: %s\n\n" % (name.encode(), data))

    def _file(self, site: Site, address: str) -> None:
        name = _name(address)
        try:
            data = site.get(name)
        except Exception as error:  # noqa: BLE001 - templates are being worked on, too
            self._broken(error, site.stamp(name))
            return
        if data is None and site.has(f"{name}/{INDEX}"):
            self._lead(f"{self.path.partition('?')[0]}/")
        elif data is None:
            self._lost(site)
        elif name.endswith(".html"):
            self._page(HTTPStatus.OK, data, site.stamp(name))
        else:
            self._send(HTTPStatus.OK, data, "atom" if name.startswith(FEEDS) else name.rpartition(".")[2].lower())

    def _broken(self, error: Exception, stamp: str) -> None:
        """Show what is wrong with a template, and let the page come back when it is mended."""
        traceback.print_exception(error, limit=-3)
        reason = escape(f"{type(error).__name__}: {error}").encode()
        page = _BARE.replace(b"<body>", b"<body><pre>%s</pre>" % reason)
        self._page(HTTPStatus.INTERNAL_SERVER_ERROR, page, stamp)

    def _lost(self, site: Site) -> None:
        self._page(HTTPStatus.NOT_FOUND, site.get(LOST) or _BARE, site.stamp(LOST))

    def _page(self, status: HTTPStatus, html: bytes, stamp: str) -> None:
        before, end, after = html.rpartition(b"</body>")
        script = f'<script src="{OWN}serve.js" data-stamp="{stamp}"></script>'.encode()
        self._send(status, before + script + end + after if end else html, "html")

    def _lead(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        # Two slashes at the beginning would lead to another host.
        self.send_header("Location", f"/{path.lstrip('/')}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's signature
        """Log requests where it was asked for."""
        if self._verbose:
            super().log_message(format, *args)

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", _TYPES.get(kind, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
