"""The feeds: Atom (RFC 4287), dated by facts alone, with ids that outlive a move to another server."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterator
from datetime import date

from bulletin.exports.catalog import Feed, feeds
from bulletin.exports.context import ExportContext
from bulletin.model import urls
from bulletin.model.records import Item
from bulletin.model.urls import percent_encode

_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def files(context: ExportContext, without: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield address and text of every feed but those *without* which it goes, with holes where texts of items go."""
    made: dict[tuple[str, str], str] = {}
    for feed in feeds(context.archive):
        if feed.address not in without:
            yield feed.address, _feed(context, feed, made)


def updated(item: Item) -> date:
    """Return the day on which an item last changed: of its submission or of its last correction."""
    return max([item.date, *(correction.date for correction in item.corrections)])


def _feed(context: ExportContext, feed: Feed, made: dict[tuple[str, str], str]) -> str:
    bulletin, base = context.archive.registry.bulletin, _base(context, feed)
    for item in feed.items:
        if (item.id, base) not in made:
            made[item.id, base] = _entry(context, item, base)
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{context.language}">',
        f" <id>{_urn(context, feed.address)}</id>",
        f" <title>{_xml(f'{bulletin.name} · {feed.name}' if feed.name else bulletin.name)}</title>",
        f" <updated>{_instant(max(map(updated, feed.items), default=date(1970, 1, 1)))}</updated>",
        " <author>",
        f"  <name>{_xml(bulletin.editing_unit or bulletin.name)}</name>",
        " </author>",
        f' <link rel="self" type="application/atom+xml" href="{_value(base + percent_encode(feed.address))}" />',
        f' <link rel="alternate" type="text/html" href="{_value(base + percent_encode(feed.page))}" />',
        *[made[item.id, base] for item in feed.items],
        "</feed>\n",
    )
    return "\n".join(lines)


def _entry(context: ExportContext, item: Item, base: str) -> str:
    registry = context.archive.registry
    authors = [f"  <author>\n   <name>{_xml(registry.unit[unit].name)}</name>\n  </author>" for unit in item.units]
    terms = (registry.category[item.category].name, *item.topics)
    lines = (
        " <entry>",
        f"  <id>{_urn(context, urls.item(item))}</id>",
        f"  <title>{_xml(item.title)}</title>",
        f"  <published>{_instant(item.date)}</published>",
        f"  <updated>{_instant(updated(item))}</updated>",
        *authors,
        *[f'  <category term="{_value(term)}" />' for term in terms],
        f'  <link rel="alternate" type="text/html" href="{_value(base + percent_encode(urls.item(item)))}" />',
        f'  <content type="html">{context.feed_content(item.path, base)}</content>',
        " </entry>",
    )
    return "\n".join(lines)


def _base(context: ExportContext, feed: Feed) -> str:
    """Return the way to the site's root: its address, or where it has none, relative to the feed."""
    if context.site_url:
        return context.site_url.rstrip("/") + "/"
    return "../" * feed.address.count("/")


def _urn(context: ExportContext, address: str) -> str:
    """Return an id that hangs on the bulletin's name and the address below the root, not on the server."""
    name = context.archive.registry.bulletin.name
    return uuid.uuid5(uuid.NAMESPACE_URL, f"bulletin:{name}/{address}").urn


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _xml(text: str) -> str:
    """Return a text as that of an element."""
    return _UNFIT.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _value(text: str) -> str:
    """Return a text as the value of an attribute, in which line ends and tabs would not last."""
    plain = _xml(text).replace('"', "&quot;")
    return plain.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")
