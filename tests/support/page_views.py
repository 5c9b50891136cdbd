"""Generated pages of numbers as trees: what they list, and where their links lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from bulletin.content.loader import LoadedArchive
from bulletin.core.i18n import translator
from bulletin.exports import stats_files
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.site.context import RenderContext
from bulletin.site.page import Page, Route
from bulletin.site.pages.stats import standings
from bulletin.site.routes import PAGE_KINDS, all_routes, render
from tests.support.paths import ROOT

KINDS = {kind.name for kind in PAGE_KINDS} - {"home", "item", "notice", "issue", "issues", "search"}
"""The kinds of page that list or count, those that are added included."""
EXPLAINED = {"submitted", "adopted", "years"}
"""Anchors of tables that break an all-time number down by year."""


@dataclass(frozen=True)
class View:
    """A rendered page as a tree."""

    route: Route
    page: Page

    @cached_property
    def tree(self) -> ET.Element:
        return ET.fromstring(f"<main>{self.page.content}</main>")  # noqa: S314 - made by us a moment ago

    @cached_property
    def ids(self) -> dict[str, ET.Element]:
        return {found.attrib["id"]: found for found in self.tree.iter() if "id" in found.attrib}

    def entries(self, anchor: str) -> int:
        """Count what is listed below *anchor*: an item once, an adoption each time."""
        below = self.ids[anchor] if anchor else self.tree
        lists = [(classes(ul), ul) for ul in below.iter("ul")]
        items = {ET.tostring(li) for kind, ul in lists if kind == ["b-list", "b-entries"] for li in ul.iter("li")}
        events = [li for kind, ul in lists if {"b-entries--two", "b-register"} & {*kind} for li in ul.iter("li")]
        return len(items) + len(events)

    def target(self, href: str) -> tuple[str, str]:
        """Return the address and the anchor that a link of this page means."""
        parts = urlsplit(href)
        path = posixpath.normpath(posixpath.join("/", self.route.url, unquote(parts.path) or ".")).lstrip("/")
        if path and parts.path.endswith(("/", "..", ".")):
            path += "/"
        return path, unquote(parts.fragment)

    def links(self) -> Iterator[tuple[str, str]]:
        for link in self.tree.iter("a"):
            yield self.target(link.attrib["href"])

    def numbers(self) -> Iterator[tuple[int, str, str]]:
        for cell in self.tree.iter("td"):
            if "b-n" in classes(cell) and (link := cell.find("a")) is not None:
                yield (int((link.text or "").replace(",", "")), *self.target(link.attrib["href"]))


def classes(element: ET.Element) -> list[str]:
    return element.get("class", "").split()


def render_context_of(archive: LoadedArchive, language: str = "en", site_url: str = "") -> RenderContext:
    return RenderContext(
        archive=archive.archive, bodies=archive.bodies, language=language, theme=(ROOT / "theme",), site_url=site_url
    )


def views_of(context: RenderContext) -> dict[str, View]:
    return {
        route.url: View(route, render(context, route)) for route in all_routes(context.archive) if route.kind in KINDS
    }


def check_numbers(views: dict[str, View]) -> int:
    """Check that every number leads to a list of exactly so many, and return how many numbers there are."""
    seen = 0
    for view in views.values():
        for number, path, anchor in view.numbers():
            if anchor in EXPLAINED:
                assert anchor in views[path].ids, (view.route.url, path, anchor)
                continue
            assert views[path].entries(anchor) == number, (view.route.url, path, anchor)
            seen += 1
    return seen


def rendered(archive: Archive) -> dict[str, str]:
    """Return every page and data file of figures, and what other figures are on pages, by address."""
    context = RenderContext(archive=archive, bodies={}, language="zh", theme=(ROOT / "theme",))
    found = {
        route.url: repr(render(context, route))
        for route in all_routes(archive)
        if route.kind in ("stats", "ledger", "authors")
    }
    found |= {file.address: repr(file.make()) for file in stats_files.files(archive, translator("zh"))}
    for unit in archive.registry.units:
        found[urls.unit(unit)] = repr(standings.unit_table(context, unit.id))
    for year in archive.years:
        told = (
            standings.group_tables(context, year),
            standings.disqualified_rows(context, year),
            standings.authors_table(context, year),
            standings.top_units_by_category(context, year),
        )
        found[urls.year(year)] = repr(told)
    return found
