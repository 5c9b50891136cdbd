"""Checks of compilations: every chapter says what is in it, and names items that there are."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.checks.context import CheckContext
from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.model.records import Chapter, Compilation


def check_compilations(context: CheckContext) -> Iterator[Problem]:
    """Yield the problems of chapters: each lists published items, once each, or chooses them, not both."""
    if not context.compilations:
        return
    hidden = {item.id for item in context.items if not item.is_published}
    # Where only some files are read, the others have names.
    named = {path.removeprefix("content/items/").removesuffix(".md") for path in context.paths}
    for compilation in context.compilations:
        for chapter in compilation.chapters:
            yield from _chapter_problems(compilation, chapter, named - hidden)


def _chapter_problems(compilation: Compilation, chapter: Chapter, published: set[str]) -> Iterator[Problem]:
    chosen = (chapter.topics, chapter.units, chapter.category, chapter.year, chapter.search)
    if chapter.listed and any(chosen):
        yield _problem(compilation, chapter, "chapter-listed-and-chosen")
    elif not chapter.listed and not any(chosen):
        yield _problem(compilation, chapter, "chapter-of-nothing")
    elif chapter.listed and not chapter.title:
        yield _problem(compilation, chapter, "chapter-without-title")
    for name in dict.fromkeys(chapter.listed):
        if name not in published:
            yield _problem(compilation, chapter, "chapter-item-unknown", name=name, nearest=nearest(name, published))
        elif chapter.listed.count(name) > 1:
            yield _problem(compilation, chapter, "chapter-item-twice", name=name)


def _problem(compilation: Compilation, chapter: Chapter, code: str, /, **values: str) -> Problem:
    return Problem(path=compilation.path, code=code, line=chapter.line, field="chapters", values=values)
