"""Short pieces of HTML that many pages share: units, levels, days, adoptions. Each is rendered once.

Templates use them as filters, see :mod:`bulletin.site.templates`. Every text is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date as Day  # noqa: N812 - as in the model
from functools import cache

from markupsafe import Markup, escape

from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.commissions import Reply
from bulletin.model.enums import Level
from bulletin.model.feedback import FeedbackState, feedback
from bulletin.model.formatters import Formatters
from bulletin.model.records import Adoption, Endorsement, Issue, Item
from bulletin.site.html import esc, href, link, trusted

Link = tuple[str, str]
"""A label, and an address below the site's root."""


class Fragments:
    """Renders the fragments of one archive in one language."""

    def __init__(self, archive: Archive, formatters: Formatters) -> None:
        self._archive, self._formatters, self._ = archive, formatters, formatters._
        self.badge = cache(self._badge)
        self.badges = cache(self._badges)
        self.time = cache(self._time)
        self.unit_links = cache(self._unit_links)
        self.unit_names = cache(self._unit_names)
        self.category_link = cache(self._category_link)
        self.topic_links = cache(self._topic_links)
        self.author_links_of = cache(self._author_links_of)
        self._byline_of = cache(self._make_byline)
        self._year_breadcrumbs = cache(self._make_year_breadcrumbs)
        self._issue_numbers: dict[str, Markup] = {}
        self._adoptions: dict[tuple[str, int], Markup] = {}

    def _badge(self, level: Level) -> Markup:
        """Return the badge of a level."""
        return trusted(f'<span class="b-badge b-badge--{level.value}">{esc(self._formatters.term(level))}</span>')

    def _badges(self, levels: tuple[Level, ...]) -> str:
        """Return a badge for each level."""
        return " ".join([self.badge(level) for level in levels])

    def levels(self, item: Item) -> Markup:
        """Return a badge for each level that adopted an item, the highest first, each on a line."""
        return trusted("".join([f"{self.badge(level)}\n" for level in self._archive.levels(item)]))

    def _time(self, day: Day) -> Markup:
        """Return a day in full."""
        return trusted(f'<time datetime="{day}">{esc(self._formatters.day(day))}</time>')

    def item_link(self, item: Item) -> Markup:
        """Return the title of an item as a link."""
        return trusted(link(item.title, href(urls.item(item))))

    def _unit_links(self, ids: tuple[str, ...]) -> Markup:
        """Return the names of units, each a link."""
        units = [self._archive.registry.unit[unit] for unit in ids]
        return self._join([link(unit.name, href(urls.unit(unit))) for unit in units])

    def _unit_names(self, ids: tuple[str, ...]) -> Markup:
        """Return the names of units."""
        return self._join([esc(self._archive.registry.unit[unit].name) for unit in ids])

    def _category_link(self, identifier: str) -> Markup:
        """Return the name of a category as a link."""
        category = self._archive.registry.category[identifier]
        return trusted(link(category.name, href(urls.category(category))))

    def _topic_links(self, topics: tuple[str, ...]) -> Markup:
        """Return topics as a list of links."""
        links = [f"<li>{link(topic, href(urls.topic(topic)))}</li>" for topic in topics]
        return trusted(f'<ul class="b-tags">{"".join(links)}</ul>')

    def author_links(self, item: Item) -> Markup:
        """Return the authors of an item, each a link; an author is a name in the item's first unit."""
        return self.author_links_of(item.units[0], item.authors)

    def _author_links_of(self, unit: str, names: tuple[str, ...]) -> Markup:
        """Return authors of a unit (by id), each a link."""
        return self._join([link(name, href(*urls.author(unit, name))) for name in names])

    def byline(self, item: Item) -> Markup:
        """Return units and authors of an item in brackets, as they are printed at the end of a text."""
        return self._byline_of(item.units, item.authors)

    def _make_byline(self, ids: tuple[str, ...], authors: tuple[str, ...]) -> Markup:
        # The sentences hold no markup; Markup.format escapes the authors, and the units are links already.
        units, names = self.unit_links(ids), self._(", ").join(authors)
        sentence = trusted(self._("({units}; {authors})") if authors else self._("({units})"))
        return trusted(f'<p class="b-by">{sentence.format(units=units, authors=names)}</p>')

    def issue_number(self, issue: Issue) -> Markup:
        """Return the number of an issue with its year."""
        if issue.id not in self._issue_numbers:
            year, number = self._formatters.year(issue.date.year), self._formatters.number(issue)
            self._issue_numbers[issue.id] = escape(self._("{year} {number}", year=year, number=number))
        return self._issue_numbers[issue.id]

    def adoption_badge(self, adoption: Adoption, item: Item) -> Markup:
        """Return an adoption of an item as an outlined badge: level, publication, its number and how, the day."""
        # Two adoptions may be equal; the archive keeps each of them as long as it lives.
        key = (item.id, id(adoption))
        if key not in self._adoptions:
            self._adoptions[key] = self._make_adoption_badge(adoption, item)
        return self._adoptions[key]

    def _make_adoption_badge(self, adoption: Adoption, item: Item) -> Markup:
        publication = self._archive.registry.publication[adoption.publication]
        address = urls.publication(publication, (adoption.date or item.date).year)
        day = f'<span class="b-soft">{self.time(adoption.date)}</span>' if adoption.date else ""
        return trusted(
            f'<span class="b-adoption b-adoption--{publication.level.value}">{self.badge(publication.level)}'
            f'<span class="b-adoption__text">\n    {link(self._formatters.publication(publication), href(address))}\n'
            f"    {esc(self._formatters.adoption(adoption, publication.kind))}\n{day}  </span>\n</span>"
        )

    def reply_state(self, reply: Reply) -> Markup:
        """Return the state of a unit's reply to a commission."""
        ngettext = self._.ngettext
        match reply.state:
            case "on-time":
                kind, label = "good", self._("answered on time")
            case "late":
                kind, label = "late", ngettext("answered {n} day late", "answered {n} days late", reply.days)
            case "open":
                kind, label = "due", self._("awaited")
            case "waived":
                kind, label = "none", self._("waived")
            case _:
                kind, label = "late", ngettext("overdue by {n} day", "overdue by {n} days", reply.days)
        return trusted(f'<span class="b-chip b-chip--{kind}">{esc(label)}</span>')

    def feedback_state(self, endorsement: Endorsement) -> Markup:
        """Return the state of the feedback on an endorsement, and the day on which it is or was due."""
        found = feedback(endorsement, self._archive.today)
        ngettext = self._.ngettext
        match found.state:
            case FeedbackState.ON_TIME:
                kind, label = "good", self._("feedback in time")
            case FeedbackState.LATE:
                kind, label = "late", ngettext("feedback {n} day late", "feedback {n} days late", found.days)
            case FeedbackState.UNDATED:
                kind, label = "due", self._("day of the feedback not known")
            case FeedbackState.OPEN:
                kind, label = "due", self._("feedback open")
            case FeedbackState.OVERDUE:
                kind, label = (
                    "late",
                    ngettext("feedback overdue by {n} day", "feedback overdue by {n} days", found.days),
                )
        due = self._(
            "due {day}", day=self._formatters.day(endorsement.follow_up_due) if endorsement.follow_up_due else ""
        )
        return trusted(f'<span class="b-chip b-chip--{kind}">{esc(label)}</span> <small>{esc(due)}</small>')

    def adoption_badges(self, adoptions: Iterable[Adoption], item: Item) -> Markup:
        """Return adoptions of an item as a list of badges."""
        badges = [f"  <li>{self.adoption_badge(adoption, item)}</li>\n" for adoption in adoptions]
        label = esc(self._("Adopted by"))
        return trusted(f'<ul class="b-adoptions" aria-label="{label}">\n{"".join(badges)}</ul>')

    def figures(self, numbers: Iterable[tuple[str, str, str]]) -> Markup:
        """Return numbers with their labels, each a link where it has an address."""
        parts = [
            f"<div><dt>{esc(label)}</dt><dd>{link(number, address)}</dd></div>\n" for label, number, address in numbers
        ]
        return trusted(f'<dl class="b-figures">\n{"".join(parts)}</dl>\n')

    def breadcrumbs(self, trail: Iterable[Link], here: str = "") -> Markup:
        """Return the breadcrumbs of a page; *here* is its own name, "" where the heading has it."""
        links = [f'  <a href="{href(address)}">{esc(label)}</a>' for label, address in trail]
        arrow = '<span aria-hidden="true">›</span>'
        last = f'{arrow}<span aria-current="page">{esc(here)}</span>' if here else ""
        label = esc(self._("You are here"))
        return trusted(f'<nav class="b-crumbs" aria-label="{label}">\n{arrow.join(links)}{last}</nav>')

    def item_breadcrumbs(self, item: Item) -> Markup:
        """Return the breadcrumbs of an item."""
        return self._year_breadcrumbs(item.date.year, item.category)

    def _make_year_breadcrumbs(self, year: int, identifier: str) -> Markup:
        category = self._archive.registry.category[identifier]
        return self.breadcrumbs(
            [
                (self._("Items"), urls.ITEMS),
                (self._formatters.year(year), urls.year(year)),
                (category.name, urls.category(category, year)),
            ]
        )

    def pager(self, previous: Link | None, following: Link | None, before: str, after: str) -> Markup:
        """Return links to the pages before and after, with *before* and *after* as their labels."""
        if not (previous or following):
            return trusted("")
        parts = [
            f'<a rel="{way}" href="{href(found[1])}"><small>{esc(name)}</small>{esc(found[0])}</a>' if found else ""
            for way, name, found in (("prev", before, previous), ("next", after, following))
        ]
        label = esc(self._("Previous and next"))
        return trusted(f'<nav class="b-pager" aria-label="{label}">\n{"".join(parts)}</nav>\n')

    def _join(self, names: Sequence[str]) -> Markup:
        return trusted(esc(self._(", ")).join(names))
