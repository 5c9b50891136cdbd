"""What page templates work with: autoescape, addresses, dates and labels in the site's tongue.

Templates and what they call know nothing of the page they are on: every address begins with a mark for the way up to
the root, which is put in last. So a piece that stands on many pages, such as a row of a list, is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from bulletin.core.i18n import Translator, translator
from bulletin.markdown.body import Body, fill_root
from bulletin.model import formatters, urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.records import Call, Issue, Item
from bulletin.model.urls import percent_encode
from bulletin.site import placeholders
from bulletin.site.html import halves, href, joined, to, trusted
from bulletin.site.lists import Lists, years_bar
from bulletin.site.page import Ref
from bulletin.site.tables import Place, Section
from bulletin.site.templates import Templates


@dataclass(frozen=True, kw_only=True)
class Studio:
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
        return Lists(self.archive, self.say)

    def html(self, ref: Ref, template: str, /, **values: object) -> str:
        """Render ``pages/<template>.html`` for the page at *ref*; templates are autoescaped."""
        return fill_root(self._templates.rendered(f"pages/{template}.html", {"ref": ref, **values}), ref.base)

    @cached_property
    def _templates(self) -> Templates:
        environment = Templates(self.theme, self._, self.cache)
        environment.filters["thousands"] = "{:,}".format
        environment.globals.update(
            _=self._,
            ngettext=self._.ngettext,
            archive=self.archive,
            registry=self.archive.registry,
            bulletin=self.archive.registry.bulletin,
            at=urls,
            say=self.say,
            href=href,
            halves=halves,
            place=Place,
            body=self.body,
            number_in=self._number_in,
            percent_encode=percent_encode,
            **_pieces(environment, self.archive),
            **_listed(self.lists),
        )
        return environment

    def forget(self) -> None:
        """Forget what pages share, which needs much room: what is still wanted is made again."""
        for name in ("_templates", "lists"):
            vars(self).pop(name, None)
        for asked in (href, to, halves):
            asked.cache_clear()

    def prepare(self) -> None:
        """Compile all templates now, so that processes forked from this one need not."""
        for name in self._templates.list_templates(filter_func=lambda name: name.startswith("pages/")):
            self._templates.get_template(name)

    def body(self, source: Item | Issue | Call, prefix: str = "", deeper: int = 0) -> Markup:
        """Return the hole for a text; *prefix* goes before its ids, and its headings stand *deeper* levels lower."""
        # The renderer escapes what editors wrote, so its HTML may be trusted.
        return trusted(placeholders.text(source.path, prefix, deeper))

    def _number_in(self, issue: Issue) -> int:
        """Return how many items of an issue are there still."""
        return sum(map(self.archive.item.__contains__, self.archive.contents[issue.id]))

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what each process makes for itself."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _pieces(environment: Templates, archive: Archive) -> dict[str, Callable[..., Markup]]:
    """Return the macros of ``pages/_pieces.html``, each run once for the same arguments."""

    def made(macro: str) -> Callable[..., Markup]:
        def piece(*arguments: object) -> Markup:
            template: Any = environment.get_template("pages/_pieces.html")
            said: Markup = getattr(template.module, f"{macro}_piece")(*arguments)
            return said

        return piece

    def remembered(macro: str) -> Callable[..., Markup]:
        return cache(made(macro))

    def named(macro: str, key: Callable[..., Hashable]) -> Callable[..., Markup]:
        make, known = made(macro), dict[Hashable, Markup]()

        def piece(*arguments: object) -> Markup:
            name = key(*arguments)
            if name not in known:
                known[name] = make(*arguments)
            return known[name]

        return piece

    units, levels, by, authors = (remembered(macro) for macro in ("units", "levels", "by", "linked_authors"))
    return {
        # Two adoptions may be equal; the archive keeps each of them as long as it lives.
        "adoption_badge": named("adoption_badge", lambda item, adoption: (item.id, id(adoption))),
        "badge": remembered("badge"),
        "time": remembered("time"),
        # A text and the same text as markup are equal, but are not escaped alike.
        "linked": named("linked", lambda label, place: (type(label), label, place)),
        "linked_category": named("linked_category", lambda category: category.id),
        "linked_topics": remembered("linked_topics"),
        "place_of_item": named("place_of_item", lambda year, category: (year, category.id)),
        "dated_number": named("dated_number", lambda issue: issue.id),
        "number": remembered("number"),
        "units_by": units,
        "units": lambda item, linked=True: units(item.units, linked),
        "linked_authors": lambda item: authors(item.units[0], item.authors),
        "by": lambda item: by(item.units, item.authors),
        "levels": lambda item: levels(tuple(archive.levels(item))),
    }


def _listed(lists: Lists) -> dict[str, Callable[..., Markup]]:
    """Return what makes lists, for templates."""

    def item_list(items: Iterable[Item], hide: tuple[str, ...] = ()) -> Markup:
        return joined(lists.items(items, hide))

    def adoption_list(events: Iterable[Adopted], hide: tuple[str, ...] = ()) -> Markup:
        return joined(lists.adoptions(events, hide))

    def listed(sections: Iterable[Section], hide: tuple[str, ...] = ()) -> Markup:
        return joined(lists.sections(sections, hide))

    def rows(items: Iterable[Item], units: bool) -> Markup:  # noqa: FBT001 - templates have no keywords to spare
        return joined((lists.related(items, units=units),))

    def bar(years: Sequence[int], current: int, address: Callable[..., str], *about: object) -> Markup:
        return joined((years_bar(years, current, address, *about),))

    return {"item_list": item_list, "adoption_list": adoption_list, "listed": listed, "rows": rows, "years_bar": bar}
