"""How a list page is put together: its template and its table of contents."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin.site.context import RenderContext
from bulletin.site.lists import ListSection, section_headings
from bulletin.site.page import Heading, Page, Route


def page(
    context: RenderContext,
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
    """Return the page that ``pages/<template>.html`` makes; *sections* go into its table of contents after *toc*."""
    listed = tuple(sections)
    content = context.html(route, template, title=title, sections=listed, **values)
    return Page(title=title, description=description, content=content, toc=(*toc, *section_headings(listed)))
