"""The headers of a site, as each web server wants them written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

Headers = Sequence[tuple[str, str]]

_SAID = "Written by “build.py headers --server {server}”: write it anew when the theme or its settings change."


def nginx(headers: Headers) -> str:
    """Return a file to be included in a ``server``."""
    lines = (f'add_header {name} "{value}" always;' for name, value in headers)
    return "\n".join([f"# {_SAID.format(server='nginx')}", *lines, ""])


def apache(headers: Headers) -> str:
    """Return a file to be included in a ``<VirtualHost>``."""
    lines = (f'Header always set {name} "{value}"' for name, value in headers)
    return "\n".join([f"# {_SAID.format(server='apache')}", *lines, ""])


def iis(headers: Headers) -> str:
    """Return the element ``<customHeaders>`` of a ``web.config``."""
    lines = (f'  <add name="{name}" value="{escape(value)}" />' for name, value in headers)
    head = "<!-- Written by “build.py headers”: write it anew when the theme or its settings change. -->"
    return "\n".join([head, "<customHeaders>", '  <remove name="X-Powered-By" />', *lines, "</customHeaders>", ""])


SERVERS: Mapping[str, Callable[[Headers], str]] = {"nginx": nginx, "apache": apache, "iis": iis}
"""What writes the headers, by the name of the server."""
