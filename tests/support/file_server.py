"""A plain server of files on this machine, which gives parts of files as real servers do, or does not."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar


class Plain(SimpleHTTPRequestHandler):
    """Gives whole files."""

    extra: ClassVar[Mapping[str, str]] = {}

    def end_headers(self) -> None:
        for name, value in self.extra.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Ranged(Plain):
    """Gives parts of files where they are asked for."""

    def send_head(self) -> Any:  # noqa: ANN401 - what the base class gives
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if wanted is None or not path.is_file():
            return super().send_head()
        data = path.read_bytes()
        first, last = int(wanted[1]), min(int(wanted[2]), len(data) - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        return io.BytesIO(data[first : last + 1])


@contextmanager
def served(folder: Path, kind: type[Plain] = Ranged, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a folder; give its address."""
    handler = type("Handler", (kind,), {"extra": dict(headers or {})})

    def handle(*given: Any, **options: Any) -> Any:  # noqa: ANN401 - what the server passes on
        return handler(*given, directory=str(folder), **options)

    server = ThreadingHTTPServer(("127.0.0.1", 0), handle)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
