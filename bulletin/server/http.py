"""The HTTP server on the loopback: pages made on request, and events that make browsers reload."""

from __future__ import annotations

import os
import re
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
from bulletin.server.broadcast import ReloadBroadcaster, ServedState
from bulletin.server.site import INDEX_PAGE, NOT_FOUND_PAGE, LazySite

OWN_PREFIX = "/-/"
"""The prefix of the server's own addresses; no page of a site has it."""
_FOLDER = Path(__file__).parent
_OWN_FILES = {f"{OWN_PREFIX}serve.js": _FOLDER / "serve.js", f"{OWN_PREFIX}serve.css": _FOLDER / "serve.css"}

_HEARTBEAT = 15.0
_IDLE = 60.0
_ALLOWED_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_PORT_ERROR = N_("Port {port} cannot be used: {reason}. Try another one with --port.")
_EMPTY_PAGE = b'<!DOCTYPE html><html><head><meta charset="utf-8"><title>-</title></head><body></body></html>'
"""An empty page for the overlay."""
_AUTHOR_PAGE = re.compile("(.*/authors/[^/]+/)([^/]+)/?")
"""The address of an author's own page, which most authors do not have: see ``urls.author``."""
# The table of the mimetypes module depends on the machine.
_MEDIA_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gif": "image/gif",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml; charset=utf-8",
}


class PreviewServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1 only."""

    # On Windows, two servers could share a port.
    allow_reuse_address = os.name != "nt"
    request_queue_size = 128

    def __init__(self, broadcaster: ReloadBroadcaster, port: int, *, verbose: bool = False) -> None:
        """Bind the port; raises BulletinError where it cannot be used."""
        self._broadcaster = broadcaster
        try:
            super().__init__(("127.0.0.1", port), partial(_RequestHandler, broadcaster, verbose))
        except OSError as error:
            raise BulletinError(_PORT_ERROR, port=port, reason=error.strerror) from error

    @property
    def address(self) -> str:
        """The URL of the site."""
        return f"http://127.0.0.1:{self.server_port}{base_path(self._broadcaster.state.site)}"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's signature
        """Ignore closed connections; report everything else, which is a defect."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def base_path(site: LazySite | None) -> str:
    """Return the path of the site's URL: ``/`` or ``/zugong/``."""
    path = urlsplit(site.context.site_url).path if site else ""
    return f"/{path.strip('/')}/".replace("//", "/")


def _is_allowed_host(host: str) -> bool:
    """Whether a ``Host`` header names this machine itself."""
    try:
        return urlsplit(f"//{host}").hostname in _ALLOWED_HOSTS
    except ValueError:
        return False


def _file_name(address: str) -> str:
    return f"{address}{INDEX_PAGE}" if not address or address.endswith("/") else address


def _page_digest(site: LazySite | None, path: str) -> str:
    return site.page_digest(_file_name(unquote(path).removeprefix(base_path(site)))) if site else ""


class _RequestHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    # Head and body are written separately: the second write must not wait for the acknowledgement of the first.
    disable_nagle_algorithm = True

    def __init__(
        self,
        broadcaster: ReloadBroadcaster,
        verbose: bool,  # noqa: FBT001 - partial() passes it
        request: Any,  # noqa: ANN401 - the library's signature
        client: Any,  # noqa: ANN401
        server: BaseServer,
    ) -> None:
        self._broadcaster, self._verbose = broadcaster, verbose
        super().__init__(request, client, server)

    def do_GET(self) -> None:
        """Respond to a GET or HEAD request."""
        path, _, query = self.path.partition("?")
        if not _is_allowed_host(self.headers.get("Host", "")):
            # DNS rebinding: no other site may read an internal bulletin through a name that resolves to this address.
            self._send_data(HTTPStatus.FORBIDDEN, b"", "txt")
        elif path == f"{OWN_PREFIX}events":
            self._stream_events({name: values[-1] for name, values in parse_qs(query).items()})
        elif path in _OWN_FILES:
            self._send_data(HTTPStatus.OK, _OWN_FILES[path].read_bytes(), path.rpartition(".")[2])
        else:
            self._respond(self._broadcaster.state, unquote(path))

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _respond(self, state: ServedState, path: str) -> None:
        site, root = state.site, base_path(state.site)
        if site is None:
            self._send_page(HTTPStatus.SERVICE_UNAVAILABLE, _EMPTY_PAGE, "")
        elif not path.startswith(root):
            if path in ("/", root[:-1]):
                self._redirect(root)
            else:
                self._send_not_found(site)
        else:
            self._send_file(site, path.removeprefix(root))

    def _stream_events(self, query: dict[str, str]) -> None:
        """Send events until the browser closes the connection: errors, and reload when its page has changed."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 500\n\n")
        seen, sent, digest = -1, b"{}", query.get("stamp", "")
        while True:
            state = self._broadcaster.wait_for_update(seen, _HEARTBEAT)
            if state is None:
                # A closed connection is noticed by writing.
                self.wfile.write(b":\n\n")
                continue
            if state.error_json != sent:
                self._send_event("trouble", state.error_json)
            if (new_digest := _page_digest(state.site, query.get("page", "/"))) != digest:
                self._send_event("reload", b"{}")
            seen, sent, digest = state.number, state.error_json, new_digest

    def _send_event(self, name: str, data: bytes) -> None:
        self.wfile.write(b"event: %s\ndata: %s\n\n" % (name.encode(), data))

    def _send_file(self, site: LazySite, address: str) -> None:
        name = _file_name(address)
        try:
            data = site.get(name)
        except Exception as error:  # noqa: BLE001 - templates may be edited, too
            self._send_exception(error, site.page_digest(name))
            return
        if data is None and site.has_page(f"{name}/{INDEX_PAGE}"):
            self._redirect(f"{self.path.partition('?')[0]}/")
        elif data is None and (author := _AUTHOR_PAGE.fullmatch(self.path.partition("?")[0])):
            self._redirect(f"{author[1]}#author-{author[2]}")
        elif data is None:
            self._send_not_found(site)
        elif name.endswith(".html"):
            self._send_page(HTTPStatus.OK, data, site.page_digest(name))
        else:
            self._send_data(HTTPStatus.OK, data, "atom" if name.startswith(FEEDS) else name.rpartition(".")[2].lower())

    def _send_exception(self, error: Exception, digest: str) -> None:
        """Send an exception of a template as a page that reloads when the template is corrected."""
        traceback.print_exception(error, limit=-3)
        reason = escape(f"{type(error).__name__}: {error}").encode()
        page = _EMPTY_PAGE.replace(b"<body>", b"<body><pre>%s</pre>" % reason)
        self._send_page(HTTPStatus.INTERNAL_SERVER_ERROR, page, digest)

    def _send_not_found(self, site: LazySite) -> None:
        self._send_page(HTTPStatus.NOT_FOUND, site.get(NOT_FOUND_PAGE) or _EMPTY_PAGE, site.page_digest(NOT_FOUND_PAGE))

    def _send_page(self, status: HTTPStatus, html: bytes, digest: str) -> None:
        before, end, after = html.rpartition(b"</body>")
        script = f'<script src="{OWN_PREFIX}serve.js" data-stamp="{digest}"></script>'.encode()
        self._send_data(status, before + script + end + after if end else html, "html")

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        # Two slashes at the start would name another host.
        self.send_header("Location", f"/{path.lstrip('/')}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's signature
        """Log requests where it was asked for."""
        if self._verbose:
            super().log_message(format, *args)

    def _send_data(self, status: HTTPStatus, data: bytes, suffix: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", _MEDIA_TYPES.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
