"""The context in which pages are rendered: archive, rendered texts, language, templates and their filters.

Templates and what they call do not depend on the address of their page: every address begins with a mark for the
relative path to the root, which is filled in last. So HTML that many pages share, such as a row of a list, is rendered
once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from bulletin.core.i18n import Translator, translator
from bulletin.core.memo import fields_only, memoized
from bulletin.markdown.body import Body, fill_root
from bulletin.model import urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.formatters import Formatters
from bulletin.model.public import public_archive
from bulletin.model.records import Fact, Issue, Item
from bulletin.model.redaction import translate_placeholders
from bulletin.model.urls import percent_encode
from bulletin.site.fragments import Fragments
from bulletin.site.html import breakable_title, href, join_html, link, trusted
from bulletin.site.lists import ListRenderer, ListSection, entry_list, section_headings, year_links
from bulletin.site.page import Heading, Page, Route
from bulletin.site.templates import environment


@dataclass(frozen=True, kw_only=True)
class RenderContext:
    """What all pages are rendered from: the archive, its rendered texts, the language, the templates."""

    archive: Archive
    bodies: Mapping[str, Body]
    """Rendered texts by the path of their source file (items, issues, calls)."""
    language: str = "zh"
    theme: tuple[Path, ...] = ()
    """Folders with ``pages/*.html``; of templates with the same name, that of the first folder is used."""
    cache: Path | None = None
    """Folder in which compiled templates are kept from one build to the next."""
    site_url: str = ""
    static_page_urls: frozenset[str] = frozenset()
    """Addresses of the hand-written pages: ``guide/`` …"""
    office: bool = False
    """Whether what can be printed has its PDF beside it."""

    def __post_init__(self) -> None:
        """Keep what may be published of the archive, with placeholders of withheld fields in the site's language."""
        # The one place between facts and whatever is made from them.
        object.__setattr__(self, "archive", memoized(self.archive, "public", partial(public_archive, self.archive)))
        if self.archive.withheld:
            # The same for all contexts of an archive: what was computed of it is kept with it.
            translated = memoized(
                self.archive, ("translated", self.language), lambda: translate_placeholders(self.archive, self._)
            )
            object.__setattr__(self, "archive", translated)

    @cached_property
    def _(self) -> Translator:
        """The translator into the site's language."""
        return translator(self.language)

    @cached_property
    def formatters(self) -> Formatters:
        """The formatters of dates, numbers and terms in the site's language."""
        return Formatters(self._)

    @cached_property
    def lists(self) -> ListRenderer:
        """The renderer of lists, with the rows rendered so far."""
        return ListRenderer(self.archive, self.formatters, self.fragments)

    @cached_property
    def fragments(self) -> Fragments:
        """The renderer of short pieces of HTML, with those rendered so far."""
        return Fragments(self.archive, self.formatters)

    def render_template(self, route: Route, template: str, /, **values: object) -> str:
        """Render ``pages/<template>.html`` for the page at *route*; templates are autoescaped."""
        html = self._templates.get_template(f"pages/{template}.html").render(values)
        return fill_root(html, route.base)

    def list_page(
        self,
        route: Route,
        template: str,
        /,
        *,
        title: str,
        description: str,
        sections: Iterable[ListSection] = (),
        toc: Iterable[Heading] = (),
        **values: object,
    ) -> Page:
        """Return the page that ``pages/<template>.html`` renders; its table of contents has *toc*, then *sections*."""
        sections = tuple(sections)
        content = self.render_template(route, template, title=title, sections=sections, **values)
        return Page(title=title, description=description, content=content, toc=(*toc, *section_headings(sections)))

    @cached_property
    def _templates(self) -> Environment:
        names = {
            "archive": self.archive,
            "registry": self.archive.registry,
            "urls": urls,
            "formatters": self.formatters,
            "office": self.office,
        }
        filters = {
            "body": self.body,
            **_VALUE_FILTERS,
            **_fragment_filters(self.fragments),
            **_list_filters(self.lists),
        }
        return environment(self.theme, self._, names, filters, self.cache)

    def clear_caches(self) -> None:
        """Drop what pages share, which takes much memory; what is needed again is rendered again."""
        for name in ("_templates", "lists", "fragments"):
            vars(self).pop(name, None)
        for cached in (href, breakable_title):
            cached.cache_clear()

    def compile_templates(self) -> None:
        """Compile all templates now, so that processes forked from this one need not."""
        for name in self._templates.list_templates(filter_func=lambda name: name.startswith("pages/")):
            self._templates.get_template(name)

    def body(self, source: Fact, prefix: str = "", deeper: int = 0) -> Markup:
        """Return a rendered text; its ids get *prefix*, its headings are *deeper* levels lower."""
        # The renderer escapes what editors wrote, so its HTML may be trusted.
        return trusted(self.bodies[source.path].with_ids(prefix, deeper))

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what each process caches for itself."""
        return fields_only(self)


_Filters = dict[str, Callable[..., object]]

_VALUE_FILTERS: _Filters = {
    "thousands": "{:,}".format,
    "href": href,
    "percent_encode": percent_encode,
    "breakable_title": breakable_title,
    "link": lambda text, href: trusted(link(text, href)),
    "in_issue": urls.in_issue,
    "item_address": urls.item,
}


def _fragment_filters(fragments: Fragments) -> _Filters:
    return {
        "figures": fragments.figures,
        "time": fragments.time,
        "badge": fragments.badge,
        "levels": fragments.levels,
        "item_link": fragments.item_link,
        "unit_links": fragments.unit_links,
        "unit_names": fragments.unit_names,
        "category_link": fragments.category_link,
        "topic_links": fragments.topic_links,
        "author_links": fragments.author_links,
        "byline": fragments.byline,
        "issue_number": fragments.issue_number,
        "adoption_badge": fragments.adoption_badge,
        "adoption_badges": fragments.adoption_badges,
        "reply_state": fragments.reply_state,
        "feedback_state": fragments.feedback_state,
        "breadcrumbs": fragments.breadcrumbs,
        "item_breadcrumbs": fragments.item_breadcrumbs,
    }


def _list_filters(lists: ListRenderer) -> _Filters:
    def rows_list(rows: Iterable[str], *, two_lines: bool = False) -> Markup:
        return join_html(entry_list(rows, two_lines=two_lines))

    def item_list(items: Iterable[Item], hide: tuple[str, ...] = ()) -> Markup:
        return join_html(lists.items(items, hide))

    def adoption_list(events: Iterable[Adopted], hide: tuple[str, ...] = ()) -> Markup:
        return join_html(lists.adoptions(events, hide))

    def issue_list(issues: Iterable[Issue]) -> Markup:
        return join_html(lists.issues(issues))

    def section_list(sections: Iterable[ListSection], hide: tuple[str, ...] = ()) -> Markup:
        return join_html(lists.sections(sections, hide))

    def related_rows(items: Iterable[Item], units: bool) -> Markup:  # noqa: FBT001 - keywords make filter calls slower
        return trusted(lists.related(items, units=units))

    def links_to_years(years: Sequence[int], current: int, address: Callable[..., str], *about: object) -> Markup:
        return trusted(year_links(years, current, address, *about))

    return {
        "entry_list": rows_list,
        "item_list": item_list,
        "adoption_list": adoption_list,
        "issue_list": issue_list,
        "section_list": section_list,
        "related_rows": related_rows,
        "year_links": links_to_years,
    }
