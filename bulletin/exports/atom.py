"""The feeds in Atom (RFC 4287): dates are those of the items, ids do not depend on the server."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date
from functools import partial
from html import escape

from bulletin.exports.catalog import Feed, feeds
from bulletin.exports.context import ExportContext, ExportFile
from bulletin.model import keys, urls
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.model.urls import percent_encode

_INVALID_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
"""Characters that XML 1.0 does not allow. A set of those that it allows takes ten times as long to compile."""


def files(context: ExportContext) -> Iterator[ExportFile]:
    """Yield every feed."""
    entries: dict[tuple[str, str], str] = {}
    for feed in feeds(context.archive):
        yield ExportFile(feed.address, [*_inputs(feed)], partial(_feed_xml, context, feed, entries))


def _inputs(feed: Feed) -> Iterator[Key]:
    yield from (keys.members(*feed.names), keys.BULLETIN)
    for item in feed.items:
        yield from (keys.item(item.id), keys.text(item.path))


def last_updated(item: Item) -> date:
    """Return the date of an item's last change: of its submission or its last correction."""
    return max([item.date, *(correction.date for correction in item.corrections)])


def _feed_xml(context: ExportContext, feed: Feed, entries: dict[tuple[str, str], str]) -> bytes:
    bulletin, base = context.archive.registry.bulletin, _base_url(context, feed)
    for item in feed.items:
        if (item.id, base) not in entries:
            entries[item.id, base] = _entry_xml(context, item, base)
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{context.language}">',
        f" <id>{_stable_id(context, feed.address)}</id>",
        f" <title>{_escape_text(f'{bulletin.name} · {feed.name}' if feed.name else bulletin.name)}</title>",
        f" <updated>{_timestamp(max(map(last_updated, feed.items), default=date(1970, 1, 1)))}</updated>",
        " <author>",
        f"  <name>{_escape_text(bulletin.editing_unit or bulletin.name)}</name>",
        " </author>",
        f" {_link_xml('self', 'application/atom+xml', base + percent_encode(feed.address))}",
        f" {_link_xml('alternate', 'text/html', base + percent_encode(feed.page))}",
        *[entries[item.id, base] for item in feed.items],
        "</feed>\n",
    )
    return "\n".join(lines).encode()


def _entry_xml(context: ExportContext, item: Item, base: str) -> str:
    registry = context.archive.registry
    authors = [
        f"  <author>\n   <name>{_escape_text(registry.unit[unit].name)}</name>\n  </author>" for unit in item.units
    ]
    terms = (registry.category[item.category].name, *item.topics)
    lines = (
        " <entry>",
        f"  <id>{_stable_id(context, urls.item(item))}</id>",
        f"  <title>{_escape_text(item.title)}</title>",
        f"  <published>{_timestamp(item.date)}</published>",
        f"  <updated>{_timestamp(last_updated(item))}</updated>",
        *authors,
        *[f'  <category term="{_escape_attribute(term)}" />' for term in terms],
        f"  {_link_xml('alternate', 'text/html', base + percent_encode(urls.item(item)))}",
        *([f"  <summary>{_escape_text(item.summary)}</summary>"] if item.summary else []),
        f'  <content type="html">{escape(context.feed_content(item.path, base), quote=False)}</content>',
        " </entry>",
    )
    return "\n".join(lines)


def _link_xml(rel: str, media_type: str, url: str) -> str:
    return f'<link rel="{rel}" type="{media_type}" href="{_escape_attribute(url)}" />'


def _base_url(context: ExportContext, feed: Feed) -> str:
    """Return the URL of the site's root, or a relative one where the site has no URL."""
    if context.site_url:
        return context.site_url.rstrip("/") + "/"
    return "../" * feed.address.count("/")


def _stable_id(context: ExportContext, address: str) -> str:
    """Return an id that depends on the bulletin's name and the address below the root, not on the server."""
    name = context.archive.registry.bulletin.name
    return uuid.uuid5(uuid.NAMESPACE_URL, f"bulletin:{name}/{address}").urn


def _timestamp(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _escape_text(text: str) -> str:
    """Return *text* escaped as the text of an element."""
    return escape(_INVALID_XML.sub("", text), quote=False)


def _escape_attribute(text: str) -> str:
    """Return *text* escaped as the value of an attribute; line breaks and tabs as references, or they are lost."""
    plain = _escape_text(text).replace('"', "&quot;")
    return plain.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")
