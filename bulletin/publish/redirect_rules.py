"""Rules by which a web server leads readers on from old addresses, as a file to include for each server.

Without them pages at the old addresses do the same; programs that follow links understand only what a server answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from bulletin.model.urls import percent_encode

_COMMENT = "Written by “build.py redirects --server {server}”: write it anew when registry/redirects.toml changes."


def nginx_rules(redirects: Mapping[str, str], root: str = "/") -> str:
    """Return a file to include in a ``server`` block of nginx; the site is at *root*, with a slash at both ends."""
    lines = (
        f'location = "{root}{asked}" {{ return 301 {percent_encode(root + new)}; }}'
        for old, new in redirects.items()
        for asked in (old, old.rstrip("/"))
    )
    return "\n".join([f"# {_COMMENT.format(server='nginx')}", *lines, ""])


def apache_rules(redirects: Mapping[str, str], root: str = "/") -> str:
    """Return a file to include in a ``<VirtualHost>`` of Apache."""
    lines = (
        f'RewriteRule "^{re.escape(root + old.rstrip("/"))}/?$" "{root}{new}" [R=301,L]'
        for old, new in redirects.items()
    )
    return "\n".join([f"# {_COMMENT.format(server='apache')}", "RewriteEngine On", *lines, ""])


def iis_rules(redirects: Mapping[str, str], root: str = "/") -> str:
    """Return rules for the element ``<rules>`` of a ``web.config`` of IIS, which needs the module URL Rewrite."""
    lines = (
        f'<rule name="moved {number}" stopProcessing="true"><match url="^{escape(re.escape(old.rstrip("/")))}/?$" />'
        f'<action type="Redirect" url="{escape(percent_encode(root + new))}" redirectType="Permanent" /></rule>'
        for number, (old, new) in enumerate(redirects.items(), 1)
    )
    return "\n".join([f"<!-- {_COMMENT.format(server='iis')} -->", *lines, ""])


RULE_FORMATS: Mapping[str, Callable[[Mapping[str, str], str], str]] = {
    "nginx": nginx_rules,
    "apache": apache_rules,
    "iis": iis_rules,
}
"""A function that writes the rules, by the name of the web server."""
