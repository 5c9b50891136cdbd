"""Checks of compilations: every chapter says what is in it, and names items that there are."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.checks.context import CheckContext
from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.model.compilations import is_chosen
from bulletin.model.records import Chapter, Compilation, Item


def check_compilations(context: CheckContext) -> Iterator[Problem]:
    """Yield the problems of chapters: each lists published items, once each, or chooses them, not both."""
    if not context.compilations:
        return
    open_items = [item for item in context.published if not item.is_withheld_on(context.today)]
    # Where an item could not be read, or is not read at all, a chapter may have more.
    knows_all = len(context.items) >= len(context.paths)
    hidden = {item.id for item in context.items if not item.is_published}
    # Where only some files are read, the others have names.
    named = {path.removeprefix("content/items/").removesuffix(".md") for path in context.paths}
    for compilation in context.compilations:
        for chapter in compilation.chapters:
            found = [*_chapter_problems(compilation, chapter, named - hidden, {item.id for item in open_items})]
            yield from found
            if not found and knows_all and not any(_holds(chapter, item) for item in open_items):
                yield _problem(compilation, chapter, "chapter-empty")


def _holds(chapter: Chapter, item: Item) -> bool:
    return item.id in chapter.listed if chapter.listed else is_chosen(chapter, item)


def _chapter_problems(
    compilation: Compilation, chapter: Chapter, published: set[str], readable: set[str]
) -> Iterator[Problem]:
    chosen = (chapter.topics, chapter.units, chapter.category, chapter.year, chapter.search)
    if chapter.listed and any(chosen):
        yield _problem(compilation, chapter, "chapter-listed-and-chosen")
    elif not chapter.listed and not any(chosen):
        yield _problem(compilation, chapter, "chapter-of-nothing")
    elif chapter.listed and not chapter.title:
        yield _problem(compilation, chapter, "chapter-without-title")
    for name in dict.fromkeys(chapter.listed):
        if name not in published:
            near = nearest(name, readable)
            yield _problem(compilation, chapter, "chapter-item-unknown", name=name, nearest=near)
        elif chapter.listed.count(name) > 1:
            yield _problem(compilation, chapter, "chapter-item-twice", name=name)


def _problem(compilation: Compilation, chapter: Chapter, code: str, /, **values: str) -> Problem:
    return Problem(path=compilation.path, code=code, line=chapter.line, field="chapters", values=values)
