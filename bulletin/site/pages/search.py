"""The page of search results, without the results, which a script adds in the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bulletin.core.i18n import N_
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.enums import Level
from bulletin.model.keys import Key
from bulletin.site.context import RenderContext
from bulletin.site.page import Page, Route

HELP = (
    ("流动党员 金桥", N_("both words, anywhere in title, text, unit, topics, adoptions or endorsements")),
    ("“外出党员 教育管理”", N_("exactly these words, in this order; straight quotes do as well")),
    ("党员 -社区", N_("the first word without the second")),
    ("标题:金桥", N_("in the title")),
    ("单位:城关镇 类别:经验", N_("by unit and category; a part of the name, or a former name, will do")),
    (
        "采用:组工信息 期:146",
        N_("adopted by that publication in that issue; without a publication, any issue of that number"),
    ),
    ("级别:中央 批示:有", N_("adopted at that level, with an endorsement")),
    ("作者:李 专题:流动党员", N_("by author and topic")),
    ("年:2025 日期:2026-01..2026-06", N_("by year, or from one day, month, quarter or year to another")),
    ("16期", N_("numbers are whole: 116期 is not found, but *16期 finds it, too")),
)

LISTS = (
    (urls.ITEMS, N_("Items")),
    (urls.ISSUES, N_("Issues")),
    (urls.UNITS, N_("Units")),
    (urls.CATEGORIES, N_("Categories")),
    (urls.TOPICS, N_("Topics")),
    (urls.PUBLICATIONS, N_("Publications")),
)
"""What there is for a browser that cannot search."""


def routes(_archive: Archive) -> Iterator[Route]:
    """Yield the one page of results."""
    yield Route(url=urls.SEARCH, kind="search", section="search")


def render(context: RenderContext, route: Route) -> Page:
    """Render the page without results."""
    _ = context._
    content = context.render_template(
        route,
        "search",
        title=_("Search"),
        messages=json.dumps(_script_messages(context), ensure_ascii=False, sort_keys=True),
        help=[(typed, _(meaning)) for typed, meaning in HELP],
        lists=[(address, _(name)) for address, name in LISTS],
    )
    return Page(title=_("Search"), description=_("Search all items: nothing missed, nothing false."), content=content)


def inputs(_archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield nothing: the page depends on no fact."""
    yield from ()


def _script_messages(context: RenderContext) -> dict[str, object]:
    """Return the sentences that the script shows."""
    _ = context._
    return {
        "items": [_("{n} item found"), _("{n} items found")],
        "none": _("Nothing found."),
        "together": _("Each of the words is somewhere, but no item holds them all."),
        "filtered": _("With these filters nothing is found."),
        "nowhere": _("“{term}” is nowhere."),
        "near": _("Did you mean"),
        "only": _("Search for {words} alone", words="{words}"),
        "narrow": _("Narrow down"),
        "unread": _("Not understood: {part}"),
        "relevance": _("Best first"),
        "date": _("Newest first"),
        "remove": _("Remove the filter {name}"),
        "wait": _("Searching …"),
        "more": _("more"),
        "facets": {
            "unit": _("Unit"),
            "category": _("Category"),
            "publication": _("Adopted by"),
            "level": _("Level"),
            "year": _("Year"),
            "topic": _("Topic"),
            "endorsed": _("Endorsement"),
        },
        "level": {level.value: context.formatters.term(level) for level in Level},
        "endorsed": {"yes": _("endorsed"), "no": _("not endorsed")},
        "columns": [_("Date"), _("Title"), _("Unit"), _("Category"), _("Level"), _("Address")],
        "comma": _(", "),
        "file": _("search"),
    }
