"""The sentence of the year: how often each higher publication that matters carried an item. Said here only."""

from __future__ import annotations

from markupsafe import Markup

from bulletin.model import aggregates, urls
from bulletin.model.registry import Publication
from bulletin.site.context import Studio
from bulletin.site.html import href


def sentence(studio: Studio, year: int) -> Markup:
    """Return the sentence of a year, each number a link; "" if there is none."""

    def linked(publication: Publication, number: int) -> Markup:
        address = href(urls.publication(publication, year))
        return Markup('<a class="b-headline__n" href="{}">{}</a>').format(address, f"{number:,}")

    return _said(studio, year, [(p, linked(p, n)) for p, n in aggregates.headline(studio.archive, year)])


def plain(studio: Studio, year: int) -> str:
    """Return the sentence of a year as plain text; "" if there is none."""
    numbers = [(p, Markup(f"{n:,}")) for p, n in aggregates.headline(studio.archive, year)]  # noqa: S704
    return str(_said(studio, year, numbers).unescape())


def _said(studio: Studio, year: int, numbers: list[tuple[Publication, Markup]]) -> Markup:
    _, say = studio._, studio.say
    if not numbers:
        return Markup("")
    clause = Markup(_("{number} in {publication}"))  # noqa: S704
    clauses = [clause.format(publication=say.publication(p), number=n) for p, n in numbers]
    whole = Markup(_("Items carried in {year}: {clauses}."))  # noqa: S704
    return whole.format(year=year, clauses=Markup(_("; ")).join(clauses))  # noqa: S704
