"""What page templates work with: autoescape, addresses, dates and labels in the site's tongue.

Templates and what they call know nothing of the page they are on: every address begins with a mark for the way up to
the root, which is put in last. So a piece that stands on many pages, such as a row of a list, is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from bulletin.core.i18n import Translator, translator
from bulletin.markdown.body import Body, fill_root
from bulletin.model import formatters, urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.records import Call, Issue, Item
from bulletin.model.urls import percent_encode
from bulletin.site import placeholders
from bulletin.site.fragments import Fragments
from bulletin.site.html import breakable_title, href, join_html, link, trusted
from bulletin.site.lists import Lists, ListSection, entry_list, years_bar
from bulletin.site.page import Route
from bulletin.site.templates import environment


@dataclass(frozen=True, kw_only=True)
class RenderContext:
    """What all pages are made from: the archive, its rendered texts, the language, the templates."""

    archive: Archive
    bodies: Mapping[str, Body]
    """Rendered texts by the path of their source file (items, issues, calls)."""
    language: str = "zh"
    theme: tuple[Path, ...] = ()
    """Folders that hold ``pages/*.html``, the first that has a template wins."""
    cache: Path | None = None
    """Folder in which compiled templates are kept from one build to the next."""
    site_url: str = ""
    handwritten: frozenset[str] = frozenset()
    """Addresses of the pages that are written by hand: ``guide/`` …"""

    def __post_init__(self) -> None:
        """Say what stands in place of withheld words in the site's language."""
        if self.archive.withheld:
            # Not before it is known to be needed: many archives withhold nothing.
            from bulletin.model.redaction import translate_placeholders

            object.__setattr__(self, "archive", translate_placeholders(self.archive, self._))

    @cached_property
    def _(self) -> Translator:
        """Say a sentence of the catalogue in the site's language."""
        return translator(self.language)

    @cached_property
    def say(self) -> formatters.Formatters:
        """Say dates, numbers and terms in the site's language."""
        return formatters.Formatters(self._)

    @cached_property
    def lists(self) -> Lists:
        """Make rows of long lists."""
        return Lists(self.archive, self.say, self.fragments)

    @cached_property
    def fragments(self) -> Fragments:
        """Make short pieces of HTML that many pages share."""
        return Fragments(self.archive, self.say)

    def html(self, route: Route, template: str, /, **values: object) -> str:
        """Render ``pages/<template>.html`` for the page at *route*; templates are autoescaped."""
        html = self._templates.get_template(f"pages/{template}.html").render(values)
        return fill_root(html, route.base)

    @cached_property
    def _templates(self) -> Environment:
        names = {"archive": self.archive, "registry": self.archive.registry, "at": urls, "say": self.say}
        return environment(self.theme, self._, names, self._filters(), self.cache)

    def _filters(self) -> dict[str, Callable[..., object]]:
        """Return what templates make of a value, by name."""
        made = self.fragments
        return {
            "thousands": "{:,}".format,
            "href": href,
            "percent_encode": percent_encode,
            "breakable_title": breakable_title,
            "body": self.body,
            "link": lambda text, href: trusted(link(text, href)),
            "in_issue": urls.in_issue,
            "item_address": urls.item,
            "figures": made.figures,
            "time": made.time,
            "badge": made.badge,
            "levels": made.levels,
            "item_link": made.item_link,
            "unit_links": made.unit_links,
            "unit_names": made.unit_names,
            "category_link": made.category_link,
            "topic_links": made.topic_links,
            "author_links": made.author_links,
            "byline": made.byline,
            "issue_number": made.issue_number,
            "adoption_badge": made.adoption_badge,
            "adoption_badges": made.adoption_badges,
            "reply_state": made.reply_state,
            "crumbs": made.crumbs,
            "item_crumbs": made.item_crumbs,
            **_list_filters(self.lists),
        }

    def forget(self) -> None:
        """Forget what pages share, which needs much room: what is still wanted is made again."""
        for name in ("_templates", "lists", "fragments"):
            vars(self).pop(name, None)
        for cached in (href, breakable_title):
            cached.cache_clear()

    def prepare(self) -> None:
        """Compile all templates now, so that processes forked from this one need not."""
        for name in self._templates.list_templates(filter_func=lambda name: name.startswith("pages/")):
            self._templates.get_template(name)

    def body(self, source: Item | Issue | Call, prefix: str = "", deeper: int = 0) -> Markup:
        """Return the placeholder for a text; its ids get *prefix*, its headings are *deeper* levels lower."""
        # The renderer escapes what editors wrote, so its HTML may be trusted.
        return trusted(placeholders.text(source.path, prefix, deeper))

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what each process makes for itself."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _list_filters(lists: Lists) -> dict[str, Callable[..., Markup]]:
    """Return what makes lists, for templates."""

    def list_of(rows: Iterable[str], *, two: bool = False) -> Markup:
        return join_html(entry_list(rows, two=two))

    def item_list(items: Iterable[Item], hide: tuple[str, ...] = ()) -> Markup:
        return join_html(lists.items(items, hide))

    def adoption_list(events: Iterable[Adopted], hide: tuple[str, ...] = ()) -> Markup:
        return join_html(lists.adoptions(events, hide))

    def issue_list(issues: Iterable[Issue]) -> Markup:
        return join_html(lists.issues(issues))

    def section_list(sections: Iterable[ListSection], hide: tuple[str, ...] = ()) -> Markup:
        return join_html(lists.sections(sections, hide))

    def related_rows(items: Iterable[Item], units: bool) -> Markup:  # noqa: FBT001 - templates have no keywords to spare
        return trusted(lists.related(items, units=units))

    def bar(years: Sequence[int], current: int, address: Callable[..., str], *about: object) -> Markup:
        return trusted(years_bar(years, current, address, *about))

    return {
        "entry_list": list_of,
        "item_list": item_list,
        "adoption_list": adoption_list,
        "issue_list": issue_list,
        "section_list": section_list,
        "related_rows": related_rows,
        "years_bar": bar,
    }
