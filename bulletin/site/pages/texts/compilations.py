"""Compilations: the index, and each with its preface and chapters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.compilations import chapter_items, chapter_title
from bulletin.model.keys import Key
from bulletin.model.records import Compilation, Item
from bulletin.site.context import RenderContext
from bulletin.site.lists import ListSection
from bulletin.site.page import Page, Route


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the index, where there are compilations, and a page for each."""
    if archive.compilations:
        yield Route(url=urls.COMPILATIONS, kind="compilations", section="issues")
    for one in archive.compilations:
        yield Route(url=urls.compilation(one.id), kind="compilations", section="issues", key=(one.id,))


def render(context: RenderContext, route: Route) -> Page:
    """Render the index, or a compilation."""
    _, archive = context._, context.archive
    if not route.key:
        description = _("Items bound into booklets.")
        found = tuple(reversed(archive.compilations))
        return context.list_page(
            route, "compilations", title=_("Compilations"), description=description, compilations=found
        )
    compilation = archive.compilation[route.key[0]]
    sections = [
        ListSection(
            anchor=f"chapter-{number}",
            title=chapter_title(archive, chapter),
            items=chapter_items(archive, chapter, lambda item: context.bodies[item.path].plain),
        )
        for number, chapter in enumerate(compilation.chapters, 1)
    ]
    title = compilation.title
    return context.list_page(
        route, "compilation", title=title, description=title, sections=sections, compilation=compilation
    )


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: the index on all compilations, one on its items."""
    yield keys.COMPILATIONS
    if route.key:
        yield from compilation_inputs(archive, archive.compilation[route.key[0]])


def compilation_inputs(archive: Archive, compilation: Compilation) -> Iterator[Key]:
    """Yield what the contents of a compilation depend on: which items there are, and the texts that are searched."""
    yield from (keys.compilation(compilation.id), keys.text(compilation.path))
    yield from (keys.BULLETIN, keys.REGISTRY, keys.NAMES, keys.listed("items"))
    if any(chapter.search for chapter in compilation.chapters):
        yield from (keys.text(item.path) for item in archive.items)


def candidates(archive: Archive, compilation: Compilation) -> tuple[Item, ...]:
    """Return the items that a compilation may hold, whatever the texts are that are searched."""
    chapters = [replace(chapter, search="") for chapter in compilation.chapters]
    return tuple({item.id: item for one in chapters for item in chapter_items(archive, one, lambda _: "")}.values())
