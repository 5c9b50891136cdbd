"""The feeds: Atom (RFC 4287), dated by facts alone, with ids that outlive a move to another server."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterator
from datetime import date
from urllib.parse import quote
from xml.etree import ElementTree as ET

from bulletin import addresses
from bulletin.model import Item
from bulletin.pages import holes
from bulletin.pages.environment import Studio
from bulletin.pages.feeds import Feed, feeds

_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def files(studio: Studio, without: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield address and bytes of every feed but those *without* which it goes."""
    for feed in feeds(studio.archive):
        if feed.address not in without:
            yield feed.address, _feed(studio, feed)


def updated(item: Item) -> date:
    """Return the day on which an item last changed: of its submission or of its last correction."""
    return max([item.date, *(correction.date for correction in item.corrections)])


def _feed(studio: Studio, feed: Feed) -> bytes:
    bulletin = studio.archive.registry.bulletin
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": studio.language})
    _text(root, "id", _urn(studio, feed.address))
    _text(root, "title", f"{bulletin.name} · {feed.name}" if feed.name else bulletin.name)
    _text(root, "updated", _instant(max(map(updated, feed.items), default=date(1970, 1, 1))))
    _text(ET.SubElement(root, "author"), "name", bulletin.editing_unit or bulletin.name)
    base = _base(studio, feed)
    _link(root, "self", base + quote(feed.address), "application/atom+xml")
    _link(root, "alternate", base + quote(feed.page), "text/html")
    for item in feed.items:
        _entry(studio, root, item, base)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _entry(studio: Studio, root: ET.Element, item: Item, base: str) -> None:
    registry = studio.archive.registry
    entry = ET.SubElement(root, "entry")
    _text(entry, "id", _urn(studio, addresses.item(item)))
    _text(entry, "title", item.title)
    _text(entry, "published", _instant(item.date))
    _text(entry, "updated", _instant(updated(item)))
    for unit in item.units:
        _text(ET.SubElement(entry, "author"), "name", registry.unit[unit].name)
    for term in (registry.category[item.category].name, *item.topics):
        ET.SubElement(entry, "category", {"term": _fit(term)})
    _link(entry, "alternate", base + quote(addresses.item(item)), "text/html")
    _text(entry, "content", holes.feed(item.path, base), type="html")


def _base(studio: Studio, feed: Feed) -> str:
    """Return the way to the site's root: its address, or where it has none, relative to the feed."""
    if studio.site_url:
        return studio.site_url.rstrip("/") + "/"
    return "../" * feed.address.count("/")


def _urn(studio: Studio, address: str) -> str:
    """Return an id that hangs on the bulletin's name and the address below the root, not on the server."""
    name = studio.archive.registry.bulletin.name
    return uuid.uuid5(uuid.NAMESPACE_URL, f"bulletin:{name}/{address}").urn


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "type": kind, "href": href})


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = _fit(text)


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
